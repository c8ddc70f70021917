//! An interest that arises after the agreement, or is only then seen: whoever has a part in the work declares it, and a second
//! broker looks at it within a week (DOMAIN E58).

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, InterestKind};
use crate::directory::School;
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, choice, words};

/// How many days a second broker has to look at it. Until then the work goes on as it was agreed.
const ANSWER_DAYS: u32 = 7;

words! {
    /// Where an interest stands that was declared after the agreement.
    pub enum ArisenInterestStatus {
        /// A second broker has not looked at it yet.
        Waiting = "waiting",
        /// A second broker has looked at it, and the work goes on.
        GoesOn = "goes_on",
        /// The work was stopped, or was done, before anybody let it go on.
        Ended = "ended",
    }
}

/// An interest that was declared after the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArisenInterest {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// Its place among those of the deployment, from 1.
    pub nth: i32,
    /// The interests; at least one.
    pub interests: Vec<InterestKind>,
    /// What there is to say about them.
    pub note: Option<Remark>,
    /// Who declared it.
    pub declared_by: Id<Person>,
    /// When.
    pub declared_at: Timestamp,
    /// Until when a second broker is to look at it.
    pub respond_by: Timestamp,
    /// When it was told that nobody had.
    pub overdue_at: Option<Timestamp>,
    /// Where it stands.
    pub status: ArisenInterestStatus,
    /// The second broker who let the work go on.
    pub ended_by: Option<Id<Person>>,
    /// When that was, or when the work ended.
    pub ended_at: Option<Timestamp>,
    /// Why it goes on.
    pub reason: Option<Remark>,
}

impl ArisenInterest {
    /// Declares it, by a head of either school, the specialist or a broker of the alliance. What waits of the deployment (`known`)
    /// stays beside it; nobody declares a second one while the first waits.
    pub fn declare(
        deployment: &Deployment,
        known: &[Self],
        (interests, note): (&[InterestKind], Option<Remark>),
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let &Deployment { id, home, host, person, alliance, .. } = deployment;
        by.require(Action::DeclareArisenInterest { home, host, person, alliance })?;
        let declared_by = by.person().ok_or(Rule::NotAllowed)?;
        deployment.require(deployment.status == DeploymentStatus::Agreed || deployment.is_running())?;
        deployment.require(!known.iter().any(|it| it.waits() && it.declared_by == declared_by))?;
        let interests = choice::some_of(interests.to_vec()).map_err(|no| no.at("interests"))?;
        if interests.contains(&InterestKind::Other) && note.is_none() {
            return Err(Rule::TextEmpty.at("note"));
        }
        let respond_by = now.plus_days(ANSWER_DAYS);
        let it = Self {
            deployment: id,
            nth: known.iter().map(|it| it.nth).max().unwrap_or(0) + 1,
            interests,
            note,
            declared_by,
            declared_at: now,
            respond_by,
            overdue_at: None,
            status: ArisenInterestStatus::Waiting,
            ended_by: None,
            ended_at: None,
            reason: None,
        };
        Ok((it, Event::InterestArose { deployment: id, respond_by }))
    }

    /// Lets the work go on with all that waits, as a second broker who says why: one who brokered nothing of it, declared none of
    /// it, and has no post at either school (`involved`). To end the work instead, they stop it.
    pub fn let_go_on(
        deployment: &Deployment,
        known: &mut [Self],
        (by, involved): (&Actor, bool),
        reason: &Remark,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::ApprovePlacement { alliance: deployment.alliance })?;
        let person = by.person().ok_or(Rule::SecondApproverInvolved)?;
        let mut waiting: Vec<&mut Self> = known.iter_mut().filter(|it| it.waits()).collect();
        if involved || person == deployment.brokered_by || waiting.iter().any(|it| it.declared_by == person) {
            return Err(Rule::SecondApproverInvolved.into());
        }
        if waiting.is_empty() {
            return Err(Rule::SecondApprovalIdle.into());
        }
        for it in &mut waiting {
            it.status = ArisenInterestStatus::GoesOn;
            (it.ended_by, it.ended_at, it.reason) = (Some(person), Some(now), Some(reason.clone()));
        }
        Ok(Event::InterestLetGoOn { deployment: deployment.id })
    }

    /// Notes once that nobody looked at it in time, which the school that leads the alliance is told as well.
    pub fn note_overdue(known: &mut [Self], lead: Id<School>, now: Timestamp) -> Result<Event, Rejected> {
        let late = |it: &&mut Self| it.waits() && it.overdue_at.is_none() && it.respond_by < now;
        let mut late: Vec<&mut Self> = known.iter_mut().filter(late).collect();
        let deployment = late.first().ok_or(Rule::StepNotOpen)?.deployment;
        late.iter_mut().for_each(|it| it.overdue_at = Some(now));
        Ok(Event::InterestOverdue { deployment, school: lead })
    }

    /// Ends it with the work.
    pub fn end(&mut self, now: Timestamp) -> bool {
        let waits = self.waits();
        if waits {
            (self.status, self.ended_at) = (ArisenInterestStatus::Ended, Some(now));
        }
        waits
    }

    /// Refuses work on a day after that by which a second broker was to look at it, as long as none has let it go on: the end of
    /// the work decides nothing. What was done by then stays, and may be written down.
    pub fn require_decided(known: &[Self], on: NaiveDate) -> Result<(), Rejected> {
        let let_on = |it: &Self| it.status == ArisenInterestStatus::GoesOn;
        let held = known.iter().any(|it| !let_on(it) && on > it.respond_by.day());
        if held { Err(Rule::InterestUndecided.into()) } else { Ok(()) }
    }

    fn waits(&self) -> bool {
        self.status == ArisenInterestStatus::Waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::testing::{active, at, broker, head, id, planned, reason, start};

    const KIN: &[InterestKind] = &[InterestKind::Kinship];

    fn declared(of: &Deployment, known: &[ArisenInterest], by: &Actor) -> Result<ArisenInterest, Rejected> {
        ArisenInterest::declare(of, known, (KIN, None), by, start()).map(|(it, _)| it)
    }

    #[test]
    fn whoever_has_a_part_in_work_that_is_agreed_declares_what_arose() {
        let it = active();
        for by in [head(1), head(2), broker(10, 9)] {
            let (kept, event) = ArisenInterest::declare(&it, &[], (KIN, None), &by, start()).unwrap();
            assert_eq!(
                (kept.nth, kept.respond_by, event.name()),
                (1, start().plus_days(7), "deployment.interest_arose")
            );
            assert_eq!(declared(&it, std::slice::from_ref(&kept), &by), Err(Rule::StepNotOpen.into()), "it waits");
        }
        for by in [head(3), broker(11, 9), at(Role::Coordinator, 1, 30), Actor::Stranger] {
            assert_eq!(declared(&it, &[], &by), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        let (agreed, paused) = (DeploymentStatus::Agreed, DeploymentStatus::Paused);
        for status in [agreed, paused] {
            assert!(declared(&Deployment { status, ..active() }, &[], &head(1)).is_ok());
        }
        assert_eq!(declared(&planned(), &[], &head(1)), Err(Rule::StepNotOpen.into()), "declared before the agreement");
        let none = ArisenInterest::declare(&it, &[], (&[], None), &head(1), start()).map(drop);
        assert_eq!(none, Err(Rule::ChoiceMissing.at("interests")));
        let other = ArisenInterest::declare(&it, &[], (&[InterestKind::Other], None), &head(1), start()).map(drop);
        assert_eq!(other, Err(Rule::TextEmpty.at("note")));
    }

    #[test]
    fn a_second_broker_without_a_part_in_it_lets_all_of_it_go_on() {
        let it = active();
        let mut known = vec![declared(&it, &[], &head(1)).unwrap()];
        known.push(declared(&it, &known, &broker(10, 8)).unwrap());
        let second = |known: &mut [ArisenInterest], by: &Actor, involved| {
            ArisenInterest::let_go_on(&it, known, (by, involved), &reason().1, start().plus_days(1))
        };
        assert_eq!(second(&mut known, &head(2), false), Err(Rule::NotAllowed.into()));
        let own = Err(Rule::SecondApproverInvolved.into());
        assert_eq!(second(&mut known, &broker(10, 8), false), own, "who declared it");
        assert_eq!(second(&mut known, &broker(10, 5), false), own, "who brokered it");
        assert_eq!(second(&mut known, &broker(10, 9), true), own, "who has a post there");
        assert_eq!(second(&mut known, &broker(10, 9), false).unwrap().name(), "deployment.interest_let_go_on");
        assert!(known.iter().all(|it| it.status == ArisenInterestStatus::GoesOn && it.ended_by == Some(id(9))));
        assert_eq!(second(&mut known, &broker(10, 9), false), Err(Rule::SecondApprovalIdle.into()));
        assert!(declared(&it, &known, &head(1)).is_ok_and(|it| it.nth == 3), "another may arise");
    }

    #[test]
    fn after_the_week_no_later_day_is_worked_before_somebody_has_looked_at_it() {
        let it = active();
        let mut known = vec![declared(&it, &[], &head(1)).unwrap()];
        let on = |known: &[ArisenInterest], days| ArisenInterest::require_decided(known, start().plus_days(days).day());
        assert_eq!((on(&known, 0), on(&known, 7)), (Ok(()), Ok(())));
        assert_eq!(on(&known, 8), Err(Rule::InterestUndecided.into()));
        let late =
            |known: &mut [ArisenInterest], days| ArisenInterest::note_overdue(known, id(2), start().plus_days(days));
        assert_eq!(late(&mut known, 7), Err(Rule::StepNotOpen.into()));
        assert_eq!(late(&mut known, 8).unwrap().name(), "deployment.interest_overdue");
        assert_eq!(late(&mut known, 9), Err(Rule::StepNotOpen.into()), "told once");
        let mut ended = known.clone();
        assert!(ended[0].end(start().plus_days(9)) && !ended[0].end(start().plus_days(9)));
        assert_eq!(on(&ended, 8), Err(Rule::InterestUndecided.into()), "the end of the work decides nothing");
        let second = (&broker(10, 9), false);
        let _ = ArisenInterest::let_go_on(&it, &mut known, second, &reason().1, start().plus_days(9)).unwrap();
        assert_eq!(on(&known, 8), Ok(()), "nothing that was given is lost");
    }
}
