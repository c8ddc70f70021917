//! Who leads an alliance: offered by one head, taken on by another, or named by an operator where the lead has closed.

use domain::access::Action;
use domain::directory::{Alliance, AllianceKind, LeadCandidate, School, SchoolStatus};
use domain::rule::Rule;
use domain::{Event, Id};
use persistence::Tx;
use persistence::directory::alliance;

use super::alliance::{Version, catch_up};
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// Offers a member to lead the alliance that the acting head's school leads; with no school named, takes the offer back. Of an
/// alliance that is not there is told what is told of one that another school leads.
pub async fn offer(app: &App, caller: &Caller, (id, expected): Version, to: Option<Id<School>>) -> Outcome<Alliance> {
    app.retrying(async || {
        let tx = app.begin_wide(caller).await?;
        let mut it = alliance::lock(&tx, id).await?.ok_or(Rule::NotAllowed)?;
        caller.actor.require(Action::OfferAllianceLead { lead: it.lead })?;
        current(it.version, expected)?;
        let event = match to {
            Some(school) => {
                let known = Known::read(app, &tx, id, school).await?;
                it.offer_lead(&caller.actor, &known.candidate())?
            }
            None => it.keep_lead(&caller.actor)?,
        };
        finish(app, tx, it, event).await
    })
    .await
}

/// Takes on to lead an alliance, for the acting head's school. Of an alliance that is not there is told what is told of one whose
/// lead is not offered to it.
pub async fn take(app: &App, caller: &Caller, (id, expected): Version) -> Outcome<Alliance> {
    let school = caller.actor.acting().and_then(|acting| acting.school).ok_or(Rule::NotAllowed)?;
    caller.actor.require(Action::TakeAllianceLead { school })?;
    app.retrying(async || {
        let tx = app.begin_wide(caller).await?;
        let mut it = alliance::lock(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        current(it.version, expected)?;
        if it.lead_offered_to != Some(school) {
            return Err(Rule::StepNotOpen.into());
        }
        let known = Known::read(app, &tx, id, school).await?;
        let event = it.take_lead(&caller.actor, &known.candidate())?;
        finish(app, tx, it, event).await
    })
    .await
}

/// Names the member that leads an alliance whose lead has closed.
pub async fn assign(app: &App, caller: &Caller, (id, expected): Version, to: Id<School>) -> Outcome<Alliance> {
    caller.actor.require(Action::AssignAllianceLead {})?;
    app.retrying(async || {
        let tx = app.begin_wide(caller).await?;
        let mut it = alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        let known = Known::read(app, &tx, id, to).await?;
        let lead = app.snapshot().schools.get(it.lead).map_or(SchoolStatus::Closed, |it| it.school.status);
        let event = it.assign_lead(&caller.actor, &known.candidate(), lead)?;
        finish(app, tx, it, event).await
    })
    .await
}

/// What is known of a school that may come to lead an alliance.
struct Known {
    school: Id<School>,
    is_member: bool,
    rests: bool,
    standing: SchoolStatus,
    leads: Vec<AllianceKind>,
}

impl Known {
    async fn read(app: &App, tx: &Tx, of: Id<Alliance>, school: Id<School>) -> Outcome<Self> {
        let listed = app.snapshot().schools.get(school).map(|it| it.school.status);
        let standing = listed.ok_or(Rule::NotFound.at("school"))?;
        let member = alliance::member(tx, of, school).await?;
        let (is_member, rests) = (member.since.is_some(), member.rests());
        Ok(Self { school, is_member, rests, standing, leads: alliance::led_by(tx, school).await? })
    }

    fn candidate(&self) -> LeadCandidate<'_> {
        let &Self { school, is_member, rests, standing, ref leads } = self;
        LeadCandidate { school, is_member, rests, standing, leads }
    }
}

async fn finish(app: &App, tx: Tx, mut it: Alliance, event: Event) -> Outcome<Alliance> {
    alliance::save_lead(&tx, &mut it).await?;
    tx.record(event);
    tx.commit().await?;
    catch_up(app).await;
    Ok(it)
}
