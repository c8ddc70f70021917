//! Safeguarding assurances: given and withdrawn by the employer, asked for before work at a school, over when their time is.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::brokerage::{
    AssuranceForm, Assured, Deployment, FollowUpWay, MeetingDraft, SafeguardingAssurance, Side, VisitRecord,
};
use domain::directory::Specialist;
use domain::exchange::SupportRequest;
use domain::text::Remark;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::assurance as assurances;
use persistence::directory::specialist;
use persistence::exchange::offer as offers;

use super::{current, wide};
use crate::app::exchange::standing;
use crate::app::{App, Caller, Outcome, Turn};

/// How many lapse in one turn.
const MOST: i64 = 50;

/// Gives an assurance for a specialist, or for whomever the caller's own school sends.
pub async fn give(
    app: &App,
    caller: &Caller,
    who: Option<Id<Specialist>>,
    form: &AssuranceForm,
) -> Outcome<SafeguardingAssurance> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let of = match who {
            // Also for somebody who is lent no more: what is agreed goes on.
            Some(id) => {
                let it = specialist::lock(&tx, id).await?.ok_or(Rule::NotFound.at("specialist"))?;
                Assured { employer: it.home, specialist: Some((it.id, it.person)) }
            }
            None => Assured { employer: standing::meant(caller, None)?, specialist: None },
        };
        let (it, event) = SafeguardingAssurance::give(app.ids.next(), of, form, &caller.actor, tx.now())?;
        assurances::insert(&tx, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Takes an assurance back, and tells those for whom somebody comes without one from now on.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<SafeguardingAssurance>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<SafeguardingAssurance> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let mut it = assurances::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("assurance"))?;
        current(it.version, expected)?;
        tx.record_for(it.withdraw(reason.clone(), &caller.actor, tx.now())?, reason.as_str());
        tx.widen().await?;
        finish(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends what the former employer gave for a specialist who has left. The transaction sees every record.
pub(super) async fn end_of_leaver(tx: &Tx, who: Id<Specialist>) -> Outcome<()> {
    for mut it in assurances::lock_given(tx, who).await? {
        tx.record(it.end(tx.now())?);
        finish(tx, &mut it).await?;
    }
    Ok(())
}

/// Saves an assurance that has ended, and tells of each open deployment that is left without one.
async fn finish(tx: &Tx, it: &mut SafeguardingAssurance) -> Outcome<()> {
    assurances::save(tx, it).await?;
    for event in assurances::unassured(tx, it).await? {
        tx.record(event);
    }
    Ok(())
}

/// Refuses to agree work that can be done in person only, while no assurance holds for whoever comes.
pub(super) async fn require_for_agreement(tx: &Tx, it: &Deployment, request: &SupportRequest) -> Outcome<()> {
    let offer = offers::hold(tx, &wide(), it.offer).await?.ok_or(Rule::NotFound)?;
    let mut common = request.draft.modes.clone();
    common.retain(|mode| offer.terms.modes.contains(mode));
    assurances::of_deployment(tx, it).await?.require_for_agreement(&common, tx.now().day())?;
    Ok(())
}

/// Refuses a visit in person on a day that no assurance covers.
pub(super) async fn require_for_visit(tx: &Tx, it: &Deployment, record: &VisitRecord) -> Outcome<()> {
    assurances::of_deployment(tx, it).await?.require_for_visit(record.mode, record.visited_on)?;
    Ok(())
}

/// Refuses an initial meeting in person on a day that no assurance covers.
pub(super) async fn require_for_meeting(tx: &Tx, it: &Deployment, draft: &MeetingDraft) -> Outcome<()> {
    let held = assurances::beside_the_work(tx, it, it.kind.travellers()).await?;
    held.require_for_visit(draft.mode, draft.held_on)?;
    Ok(())
}

/// Refuses a follow-up for which somebody of the school that gave came, on a day that no assurance covers.
pub(super) async fn require_for_follow_up(tx: &Tx, it: &Deployment, way: FollowUpWay, day: NaiveDate) -> Outcome<()> {
    assurances::beside_the_work(tx, it, &[Side::Home]).await?.require_for_follow_up(way, day)?;
    Ok(())
}

/// Ends what is over; says how much was. Harmless to run twice: each is asked again under its lock.
pub(crate) async fn lapse_over(app: &App) -> Outcome<usize> {
    let caller = Caller::service("assurances");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let over = assurances::over(&tx, tx.now().day(), MOST).await?;
    tx.commit().await?;
    let mut turn = Turn::default();
    turn.each(over, |id| lapse(app, &caller, id)).await;
    turn.ended()
}

async fn lapse(app: &App, caller: &Caller, id: Id<SafeguardingAssurance>) -> Outcome<()> {
    let tx = app.begin(caller).await?;
    let mut it = assurances::lock(&tx, &Actor::Service.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.record(it.lapse(tx.now())?);
    finish(&tx, &mut it).await?;
    tx.commit().await?;
    Ok(())
}
