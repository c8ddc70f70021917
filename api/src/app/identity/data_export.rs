//! What is kept about somebody: asked for, prepared by a worker, fetched by the person, and deleted after its time.

use std::collections::HashMap;

use domain::access::Actor;
use domain::identity::{DataExport, Person, PersonStatus, RecordClass, RetentionPolicy};
use domain::rule::Rule;
use domain::text::Remark;
use domain::{Id, Timestamp, Word};
use persistence::identity::{data_export, person, retention};
use persistence::{Tx, privacy};
use serde_json::{Value as Json, json};

use crate::app::{App, Caller, Outcome, Refusal};

/// The name of the shape in which it is given: `docs/privacy.md` describes it.
const SHAPE: &str = "lateral.personal-data.1";

/// How many that are over are deleted in one turn.
const EXPIRED_AT_ONCE: u32 = 100;

/// Asks what is kept about a person: about oneself, or for an operator on their behalf.
pub async fn ask(app: &App, caller: &Caller, who: Id<Person>, reason: Option<Remark>) -> Outcome<DataExport> {
    let tx = app.begin_wide(caller).await?;
    let (it, event) = DataExport::ask(&caller.actor, app.ids.next(), who, reason.as_ref(), tx.now())?;
    let known = person::lock(&tx, who).await?.ok_or(Rule::NotFound.at("person"))?;
    if known.status == PersonStatus::Erased {
        return Err(Rule::StepNotOpen.at("person").into());
    }
    data_export::insert(&tx, &it).await.map_err(|error| match error.constraint() {
        Some("data_export_once") => Refusal::from(Rule::DataAskedAlready),
        _ => error.into(),
    })?;
    tx.record_for(event, reason.as_ref().map(|it| it.as_str()));
    tx.commit().await?;
    Ok(it)
}

/// Prepares the next that was asked for, and deletes those whose time is over; gives how many it dealt with. Harmless to run
/// twice: whoever is at one keeps others from it.
pub async fn prepare_due(app: &App) -> Outcome<usize> {
    let prepared = prepare(app).await?;
    let tx = app.begin_wide(&Caller::service("data exports")).await?;
    let over = data_export::lock_over(&tx, EXPIRED_AT_ONCE).await?;
    let expired = over.len();
    for mut it in over {
        tx.record(it.expire(tx.now())?);
        data_export::save(&tx, &mut it, None).await?;
    }
    if expired > 0 {
        tx.commit().await?;
    }
    Ok(prepared + expired)
}

async fn prepare(app: &App) -> Outcome<usize> {
    let tx = app.begin_wide(&Caller::service("data exports")).await?;
    let Some(mut it) = data_export::lock_waiting(&tx).await? else { return Ok(0) };
    let content = written(app, &tx, it.person).await?;
    let policy = retention::of_class(&tx, RecordClass::Export).await?;
    tx.record(it.prepare(policy.keep_days.unsigned_abs(), tx.now())?);
    data_export::save(&tx, &mut it, Some(content)).await?;
    tx.commit().await?;
    Ok(1)
}

/// Everything personal that is kept about somebody, as text, for whoever cannot sign in and has shown who they are in another
/// way: the command line. It is recorded that it was asked for.
pub async fn told(app: &App, caller: &Caller, who: Id<Person>) -> Outcome<String> {
    let tx = app.begin_wide(caller).await?;
    let (it, event) = DataExport::ask(&caller.actor, app.ids.next(), who, None, tx.now())?;
    let content = written(app, &tx, it.person).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(content)
}

/// What an export holds, if the caller may fetch it.
pub async fn fetch(app: &App, caller: &Caller, id: Id<DataExport>) -> Outcome<String> {
    // One's own is fetched in whichever role one acts.
    let own = Actor::Person(caller.actor.person().ok_or(Rule::NotFound)?).scope();
    let it = data_export::of_ids(app.db(), &own, vec![id]).await?.pop().ok_or(Rule::NotFound)?;
    it.check_fetched(&caller.actor, app.clock.now())?;
    Ok(data_export::content(app.db(), &own, id, app.clock.now()).await?.ok_or(Rule::DataNotReady)?)
}

async fn written(app: &App, tx: &Tx, who: Id<Person>) -> Outcome<String> {
    let gathered = privacy::gather(tx, who).await?;
    let policies = retention::in_force(app.db(), tx.now().day()).await?;
    let days: HashMap<_, _> = policies.iter().map(|it: &RetentionPolicy| (it.class, it.keep_days)).collect();
    Ok(shaped(who, tx.now(), gathered, &days).to_string())
}

/// The shape: what is kept in each table and why, for how long once it is over, and the rows.
fn shaped(
    who: Id<Person>,
    now: Timestamp,
    gathered: Vec<(&'static str, Json)>,
    days: &HashMap<RecordClass, i32>,
) -> Json {
    let table = |(name, rows): (&'static str, Json)| {
        let line = privacy::tables().iter().find(|it| it.name == name)?;
        Some(json!({
            "records": name,
            "purpose": line.purpose,
            "lawfulBasis": line.basis.as_str(),
            "class": line.records.as_str(),
            "keptForDaysOnceOver": days.get(&line.records),
            "rows": rows,
        }))
    };
    json!({
        "shape": SHAPE,
        "person": who.to_string(),
        "preparedAt": now.to_string(),
        "kept": gathered.into_iter().filter_map(table).collect::<Vec<_>>(),
    })
}
