//! Forgetting somebody: asked for, taken back, carried out, or due because the account has long been over.

use domain::access::{Action, Actor};
use domain::directory::AtHome;
use domain::identity::{Erasure, ErasureWithdrawal, Person, RecordClass};
use domain::rule::Rule;
use domain::text::Remark;
use domain::{Event, Id};
use persistence::directory::{designation, specialist};
use persistence::identity::{erasure, person, retention};
use persistence::{Tx, privacy};

use super::{fresh, membership};
use crate::app::directory::specialist::end_of_leaver;
use crate::app::{App, Caller, Outcome, Refusal};

/// What stands in the place of a reason where somebody is erased.
const LEFT: &str = "The person was erased.";

/// Asks that a person be erased: for oneself, or for an operator on their behalf.
pub async fn ask(app: &App, caller: &Caller, who: Id<Person>, reason: Option<Remark>) -> Outcome<Erasure> {
    caller.actor.require(Action::AskForErasure { person: who })?;
    let tx = app.begin_wide(caller).await?;
    let known = person::lock(&tx, who).await?.ok_or(Rule::NotFound.at("person"))?;
    let work = retention::of_class(&tx, RecordClass::Work).await?;
    let ties = privacy::ties(&tx, known.id, &work).await?;
    let (it, event) = Erasure::ask(&caller.actor, app.ids.next(), who, reason.as_ref(), &ties, tx.now())?;
    erasure::insert(&tx, &it).await.map_err(|error| match error.constraint() {
        Some("erasure_once") => Refusal::from(Rule::ErasureAskedAlready),
        _ => error.into(),
    })?;
    tx.record_for(event, reason.as_ref().map(|it| it.as_str()));
    tx.commit().await?;
    Ok(it)
}

/// Takes the wish back, by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<Erasure>,
    reason: ErasureWithdrawal,
    expected: Option<i32>,
) -> Outcome<Erasure> {
    let tx = app.begin_wide(caller).await?;
    let mut it = erasure::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let version = it.version;
    let decided = fresh(it.withdraw(&caller.actor, reason, tx.now()), version, expected);
    // Whose wish it is not learns nothing of it.
    let event = decided.map_err(|no| if no.rule == Rule::NotAllowed { Rule::NotFound.into() } else { no })?;
    erasure::save(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Carries it out: all of it, or nothing.
pub async fn carry_out(
    app: &App,
    caller: &Caller,
    id: Id<Erasure>,
    reason: &Remark,
    expected: Option<i32>,
) -> Outcome<Erasure> {
    // Asked before the row is: whoever may not do it is told the same of a wish as of none.
    caller.actor.require(Action::CarryOutErasure {})?;
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let mut it = erasure::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        let work = retention::of_class(&tx, RecordClass::Work).await?;
        let ties = privacy::ties(&tx, it.person, &work).await?;
        let version = it.version;
        let event = fresh(it.carry_out(&caller.actor, &ties, tx.now()), version, expected)?;
        erasure::save(&tx, &mut it).await?;
        forget(&tx, it.person, event, reason.as_str()).await?;
        tx.commit().await?;
        app.gate.standings.forget(it.person);
        Ok(it)
    })
    .await
}

/// Erases somebody whose account has been over for its time; gives whether nothing stood in the way.
pub(super) async fn by_time(app: &App, who: Id<Person>) -> Outcome<bool> {
    let tx = app.begin_wide(&Caller::service("retention")).await?;
    let work = retention::of_class(&tx, RecordClass::Work).await?;
    let ties = privacy::ties(&tx, who, &work).await?;
    let Ok((it, event)) = Erasure::by_time(app.ids.next(), who, &ties, tx.now()) else { return Ok(false) };
    erasure::insert(&tx, &it).await?;
    forget(&tx, who, event, "The time for which the account is kept is over.").await?;
    tx.commit().await?;
    app.gate.standings.forget(who);
    Ok(true)
}

/// Ends what the person has to do with anybody, and then takes away what names them. Whatever was given, received, charged or
/// owed stays as it is: it names them by their id alone.
async fn forget(tx: &Tx, who: Id<Person>, event: Event, reason: &str) -> Outcome<()> {
    let mut it = person::lock(tx, who).await?.ok_or(Rule::NotFound)?;
    for id in designation::open_of(tx, who).await? {
        if let Some(mut held) = designation::lock(tx, &Actor::Service.scope(), id).await? {
            tx.record_for(held.withdraw(&Actor::Service, AtHome::default(), Remark::new(LEFT)?, tx.now())?, LEFT);
            designation::save(tx, &mut held).await?;
        }
    }
    membership::end_all(tx, who).await?;
    for home in specialist::homes(tx, who).await? {
        end_of_leaver(tx, who, home, true).await?;
    }
    privacy::wipe(tx, who).await?;
    person::save_erased(tx, &mut it).await?;
    tx.record_for(event, reason);
    Ok(())
}
