//! Scenarios: written, reckoned beside today's plan, shared and put away. Nothing but the scenario itself is written.

mod reckoning;

use domain::brokerage::matching::{Change, Changes};
use domain::brokerage::{Bundle, Scenario, ScenarioDraft, ScenarioReaders};
use domain::rule::Faults;
use domain::text::{Name, Remark};
use domain::{Event, HalfTerm, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::scenario as scenarios;
use persistence::exchange::calendar;

use super::current;
use super::matching::lot;
use super::round::present;
use crate::app::{App, Caller, Outcome};

pub use reckoning::{ScenarioReplay, reckon, replay};

/// What is filled in to write a scenario.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// What it is to answer.
    pub question: String,
    /// How many half-days each request in it is given.
    pub half_days: i32,
    /// The half-terms in which they lie.
    pub half_terms: Vec<HalfTerm>,
    /// What is supposed to be otherwise.
    pub changes: Vec<Change>,
}

/// Writes a scenario: about the market of the alliance of the broker who acts, or about the nation's.
pub async fn write(app: &App, caller: &Caller, form: &Form) -> Outcome<Scenario> {
    app.board.ready(app).await?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let present = present(&calendar::all(&tx).await?, tx.now())?;
        let mut faults = Faults::default();
        let name = faults.keep("name", Name::new(&form.name));
        let question = faults.keep("question", Remark::new(&form.question));
        let bundle = faults.keep_all(Bundle::parse(form.half_days, form.half_terms.clone(), present));
        let changes = faults.keep_all(Changes::parse(form.changes.clone()));
        let id = app.ids.next::<Scenario>();
        let alliance = caller.actor.acting().and_then(|acting| acting.alliance);
        let seed = lot(id.uuid());
        let draft = (|| {
            let (name, question, bundle, changes) = (name?, question?, bundle?, changes?);
            Some(ScenarioDraft { id, alliance, name, question, bundle, changes, seed })
        })();
        let policy = app.board.with(|held| held.policy(tx.now()).cloned())?;
        let (it, event) = Scenario::write(faults.into_result(draft)?, &policy, &caller.actor, tx.now())?;
        scenarios::insert(&tx, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Lets more people read a scenario.
pub async fn share(
    app: &App,
    caller: &Caller,
    id: Id<Scenario>,
    readers: ScenarioReaders,
    expected: Option<i32>,
) -> Outcome<Scenario> {
    step(app, caller, (id, expected), |it, _| it.share(readers, &caller.actor), None).await
}

/// Puts a scenario away, saying why.
pub async fn archive(
    app: &App,
    caller: &Caller,
    id: Id<Scenario>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Scenario> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let event = |it: &mut Scenario, now| it.archive(reason.clone(), &caller.actor, now);
    step(app, caller, (id, expected), event, Some(reason.as_str())).await
}

async fn step(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<Scenario>, Option<i32>),
    decide: impl Fn(&mut Scenario, Timestamp) -> Result<Event, Rejected> + Sync,
    reason: Option<&str>,
) -> Outcome<Scenario> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        tx.record_for(decide(&mut it, tx.now())?, reason);
        scenarios::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A scenario that the caller may read, locked in a transaction that sees every record.
async fn locked(app: &App, caller: &Caller, id: Id<Scenario>, expected: Option<i32>) -> Outcome<(Tx, Scenario)> {
    let tx = app.begin_wide(caller).await?;
    let it = scenarios::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}
