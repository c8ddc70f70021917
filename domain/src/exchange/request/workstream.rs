//! The work-stream of an alliance to which a request belongs (DOMAIN B17): what the alliance works at, and counts apart. Each
//! alliance that brokers a request orders it for itself.

use chrono::NaiveDate;

use super::SupportRequest;
use crate::access::{Action, Actor};
use crate::directory::{Alliance, AlliancePolicy};
use crate::exchange::RequestStatus;
use crate::rule::{Rejected, Rule};
use crate::text::Title;
use crate::{Event, Id};

/// One of the things at which an alliance works, as its policy names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workstream {
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// How its policy names it.
    pub name: Title,
}

impl Workstream {
    /// The work-stream of an alliance that is meant by a name, on a day, of all that the alliance ever settled in their order.
    /// One that it has given up takes nothing new.
    pub fn named(
        alliance: Id<Alliance>,
        name: &str,
        settled: &[AlliancePolicy],
        today: NaiveDate,
    ) -> Result<Self, Rejected> {
        let in_policy =
            |it: &AlliancePolicy| it.terms.workstreams.iter().find(|held| held.as_str() == name.trim()).cloned();
        if let Some(name) = AlliancePolicy::in_force(settled, today).and_then(in_policy) {
            return Ok(Self { alliance, name });
        }
        let begun = |it: &&AlliancePolicy| it.from.is_none_or(|from| from <= today);
        let was = settled.iter().filter(begun).any(|it| in_policy(it).is_some());
        Err(if was { Rule::WorkstreamEnded } else { Rule::NotFound }.at("workstream"))
    }

    /// Refuses one of another alliance than that in whose name somebody acts.
    pub(super) fn require_own(named: Option<&Self>, of: Option<Id<Alliance>>) -> Result<(), Rejected> {
        match named {
            Some(it) if Some(it.alliance) != of => Err(Rule::NotFound.at("workstream")),
            _ => Ok(()),
        }
    }
}

impl SupportRequest {
    /// Puts it into one of the work-streams of a broker's alliance, or with none named out of the one in which it was, at any
    /// time until it is over. What other alliances call it is their own affair.
    pub fn assign_workstream(&self, by: &Actor, workstream: Option<&Workstream>) -> Result<Event, Rejected> {
        let broker = self.brokered_by(by);
        by.require(Action::AssignWorkstream { broker })?;
        let alliance = broker.ok_or(Rule::NotAllowed)?;
        Workstream::require_own(workstream, broker)?;
        if matches!(self.status, RequestStatus::Draft | RequestStatus::Closed | RequestStatus::Withdrawn) {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(Event::RequestWorkstreamAssigned { request: self.id, alliance })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_for};
    use crate::exchange::request::lifecycle::tests::{alliance, broker, head, in_status, now, submitted};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn policy(version: i32, from: &str, streams: &[&str]) -> AlliancePolicy {
        let alliance = Id::from_uuid(Uuid::from_u128(7));
        let mut it = AlliancePolicy::national(alliance, 7);
        (it.version, it.from) = (version, Some(day(from)));
        it.terms.workstreams = streams.iter().map(|it| Title::new(it).unwrap()).collect();
        it
    }

    #[test]
    fn a_work_stream_is_one_that_holds_today_and_one_that_was_given_up_takes_nothing_new() {
        let alliance = Id::from_uuid(Uuid::from_u128(7));
        let settled = [
            policy(1, "2026-09-01", &["School-to-school support", "Research"]),
            policy(2, "2026-11-01", &["School-to-school support"]),
            policy(3, "2027-01-01", &["School-to-school support", "Succession planning"]),
        ];
        let named = |name: &str, on: &str| Workstream::named(alliance, name, &settled, day(on));
        let found = named(" School-to-school support ", "2026-11-21").unwrap();
        assert_eq!((found.alliance, found.name.as_str()), (alliance, "School-to-school support"));
        assert!(named("Research", "2026-10-31").is_ok());
        assert_eq!(named("Research", "2026-11-01"), Err(Rule::WorkstreamEnded.at("workstream")));
        assert_eq!(named("Succession planning", "2026-12-31"), Err(Rule::NotFound.at("workstream")), "not begun yet");
        assert!(named("Succession planning", "2027-01-01").is_ok());
        assert_eq!(named("Catering", "2026-11-21"), Err(Rule::NotFound.at("workstream")));
        assert_eq!(
            Workstream::named(alliance, "Research", &[], day("2026-11-21")),
            Err(Rule::NotFound.at("workstream"))
        );
    }

    fn of(alliance: Id<Alliance>) -> Workstream {
        Workstream { alliance, name: Title::new("School-to-school support").unwrap() }
    }

    #[test]
    fn a_broker_names_a_work_stream_of_the_own_alliance_alone() {
        let (own, other) = (of(alliance()), of(Id::from_uuid(Uuid::from_u128(99))));
        let mut request = submitted();
        let no = Err(Rule::NotFound.at("workstream"));
        assert_eq!(request.triage(&broker(), Some(&other), now()), no);
        assert_eq!(request.status, RequestStatus::Submitted);
        assert_eq!(request.assign_workstream(&broker(), Some(&other)), no);
        assert!(request.triage(&broker(), Some(&own), now()).is_ok());
        let told = Event::RequestWorkstreamAssigned { request: request.id, alliance: alliance() };
        assert_eq!(request.assign_workstream(&broker(), Some(&own)), Ok(told.clone()));
        assert_eq!(request.assign_workstream(&broker(), None), Ok(told));
    }

    #[test]
    fn each_alliance_that_brokers_a_request_orders_it_for_itself_and_nobody_else_does() {
        let other = Id::from_uuid(Uuid::from_u128(99));
        let later = acting_for(Role::Broker, other);
        let mut request = submitted();
        for by in [&later, &head(), &Actor::Stranger] {
            assert_eq!(request.assign_workstream(by, Some(&of(other))), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        request.admit_alliance(other, now());
        assert!(request.assign_workstream(&later, Some(&of(other))).is_ok());
        assert_eq!(request.assign_workstream(&later, Some(&of(alliance()))), Err(Rule::NotFound.at("workstream")));
        request.leave_alliance(other);
        assert_eq!(request.assign_workstream(&later, Some(&of(other))), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn what_is_over_is_ordered_no_more() {
        use RequestStatus::*;
        for status in [Submitted, Triaged, Matching, Proposed, Placed, Unmet] {
            assert!(in_status(status).assign_workstream(&broker(), Some(&of(alliance()))).is_ok(), "{status:?}");
        }
        for status in [Draft, Closed, Withdrawn] {
            let no = in_status(status).assign_workstream(&broker(), Some(&of(alliance())));
            assert_eq!(no, Err(Rule::StepNotOpen.into()), "{status:?}");
        }
    }
}
