//! An audit visit: somebody looks at the school that asks before help is looked for, so that the need is known (DOMAIN F3).

use chrono::{Days, NaiveDate};

use crate::access::{Action, Actor};
use crate::brokerage::AuditVisitWay;
use crate::exchange::{RequestStatus, SupportRequest};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// Where an audit visit stands.
    pub enum AuditVisitStatus {
        /// A broker asked for it; nobody is looked for until it is over.
        Asked = "asked",
        /// It was held, and what it found is written down.
        Held = "held",
        /// A broker did without it, and said why.
        Waived = "waived",
        /// The request was taken back before it was held.
        Fallen = "fallen",
    }
}

/// A visit to the school that asks, before help is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditVisit {
    /// Its id.
    pub id: Id<AuditVisit>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// The day for which it is planned.
    pub planned_on: NaiveDate,
    /// What somebody comes to see.
    pub purpose: Remark,
    /// Where it stands.
    pub status: AuditVisitStatus,
    /// The broker who asked for it.
    pub asked_by: Id<Person>,
    /// When.
    pub asked_at: Timestamp,
    /// The day on which it was held.
    pub held_on: Option<NaiveDate>,
    /// In which way; nothing of one that was written down before this was asked.
    pub way: Option<AuditVisitWay>,
    /// What was found.
    pub finding: Option<Note>,
    /// Why it was not held after all.
    pub waive_reason: Option<Remark>,
    /// Who wrote that down.
    pub ended_by: Option<Id<Person>>,
    /// When.
    pub ended_at: Option<Timestamp>,
    /// Until when the search waits for it at the latest: the end of the day for which it is planned.
    pub waits_until: Timestamp,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(AuditVisit = "aud");

impl AuditVisit {
    /// Asks for an audit visit of a request that was triaged: the search waits for it. One request is audited once, as
    /// `audited` says.
    pub fn ask(
        id: Id<Self>,
        (request, audited): (&mut SupportRequest, bool),
        (planned_on, purpose): (NaiveDate, &str),
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::TriageRequest { broker: request.brokered_by(by) })?;
        let asked_by = by.person().ok_or(Rule::NotAllowed)?;
        if request.status != RequestStatus::Triaged || audited {
            return Err(Rule::StepNotOpen.at("request").into());
        }
        let mut faults = Faults::default();
        faults.need(planned_on >= now.day(), || Rule::DatePassed.at("plannedOn"));
        faults.need(planned_on <= now.plus_days(MOST_DAYS_AHEAD).day(), || Rule::DateTooFar.at("plannedOn"));
        let purpose = faults.keep("purpose", Remark::new(purpose));
        let purpose = faults.into_result(purpose)?;
        request.audit_open = true;
        let it = Self {
            id,
            request: request.id,
            planned_on,
            purpose,
            status: AuditVisitStatus::Asked,
            asked_by,
            asked_at: now,
            held_on: None,
            way: None,
            finding: None,
            waive_reason: None,
            ended_by: None,
            ended_at: None,
            waits_until: Timestamp::midnight(planned_on + Days::new(1)),
            version: 1,
        };
        Ok((it, Event::AuditVisitAsked { audit_visit: id, request: request.id, planned_on }))
    }

    /// Writes down that it was held, in which way, and what was found: the search may begin.
    pub fn hold(
        &mut self,
        request: &mut SupportRequest,
        (held_on, way, finding): (NaiveDate, AuditVisitWay, &str),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        let ended_by = self.ending(request, by)?;
        let mut faults = Faults::default();
        let within = held_on >= self.asked_at.day() && held_on <= now.day();
        faults.need(within, || Rule::AuditVisitOutside.at("heldOn"));
        let finding = faults.keep("finding", Note::new(finding));
        let finding = faults.into_result(finding)?;
        self.held_on = Some(held_on);
        self.way = Some(way);
        self.finding = Some(finding);
        self.end(AuditVisitStatus::Held, request, (ended_by, now));
        Ok(Event::AuditVisitHeld { audit_visit: self.id, request: request.id })
    }

    /// Does without it, and says why: the search may begin.
    pub fn waive(
        &mut self,
        request: &mut SupportRequest,
        reason: Remark,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        let ended_by = self.ending(request, by)?;
        self.waive_reason = Some(reason);
        self.end(AuditVisitStatus::Waived, request, (ended_by, now));
        Ok(Event::AuditVisitWaived { audit_visit: self.id, request: request.id })
    }

    /// Ends with its request, which was taken back before anybody came.
    ///
    /// Part of taking a request back, whose own permission was asked by then.
    pub fn fall(&mut self, request: &mut SupportRequest, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        let person = by.person().ok_or(Rule::NotAllowed)?;
        if self.status != AuditVisitStatus::Asked || request.status != RequestStatus::Withdrawn {
            return Err(Rule::StepNotOpen.into());
        }
        self.end(AuditVisitStatus::Fallen, request, (person, now));
        Ok(Event::AuditVisitFallen { audit_visit: self.id, request: request.id })
    }

    /// From when on somebody is to be looked for: from its end on, and once the day for which it was planned is over although
    /// nobody has written anything down. Until then nobody can be late.
    pub fn search_from(&self) -> Timestamp {
        self.ended_at.map_or(self.waits_until, |ended| ended.min(self.waits_until))
    }

    fn ending(&self, request: &SupportRequest, by: &Actor) -> Result<Id<Person>, Rejected> {
        by.require(Action::TriageRequest { broker: request.brokered_by(by) })?;
        let person = by.person().ok_or(Rule::NotAllowed)?;
        let open = self.status == AuditVisitStatus::Asked && request.status == RequestStatus::Triaged;
        if open { Ok(person) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn end(&mut self, status: AuditVisitStatus, request: &mut SupportRequest, (by, now): (Id<Person>, Timestamp)) {
        request.audit_open = false;
        self.status = status;
        self.ended_by = Some(by);
        self.ended_at = Some(now);
    }
}

/// How far ahead it may be planned, in days: three months.
const MOST_DAYS_AHEAD: u32 = 92;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::brokerage::MatchStage;
    use crate::brokerage::proposal::tests::id;
    use crate::exchange::request_of_tests;
    use crate::exchange::request_tests::{broker, head, now};

    pub(crate) fn asked() -> (AuditVisit, SupportRequest) {
        let mut request = request_of_tests(RequestStatus::Triaged);
        let planned = (now().plus_days(3).day(), "See the phonics lessons.");
        let (it, _) = AuditVisit::ask(id(90), (&mut request, false), planned, &broker(), now()).unwrap();
        (it, request)
    }

    fn no(it: Result<(AuditVisit, Event), Refusals>) -> Vec<Rejected> {
        it.unwrap_err().into_vec()
    }

    #[test]
    fn the_search_waits_until_it_is_held_or_waived() {
        let (mut it, mut request) = asked();
        let matched = |request: &mut SupportRequest| request.matched(&broker(), MatchStage::OwnGroup).map(drop);
        assert_eq!(matched(&mut request), Err(Rule::AuditVisitOpen.into()));
        let (mut waived, mut other) = (it.clone(), request.clone());
        let seen = (now().plus_days(4).day(), AuditVisitWay::Accompanied, "Lessons differ from room to room.");
        let event = it.hold(&mut request, seen, &broker(), now().plus_days(5)).unwrap();
        assert_eq!((event.name(), it.status), ("audit_visit.held", AuditVisitStatus::Held));
        assert_eq!(matched(&mut request), Ok(()));
        let reason = Remark::new("The inspectors were there last week.").unwrap();
        let event = waived.waive(&mut other, reason.clone(), &broker(), now()).unwrap();
        assert_eq!((event.name(), waived.status), ("audit_visit.waived", AuditVisitStatus::Waived));
        assert_eq!(matched(&mut other), Ok(()));
        assert_eq!(waived.waive(&mut other, reason, &broker(), now()), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn a_broker_asks_once_between_triage_and_the_search() {
        let ask = |status, audited, by: &Actor| {
            let planned = (now().day(), "See the lessons.");
            AuditVisit::ask(id(90), (&mut request_of_tests(status), audited), planned, by, now())
        };
        assert!(ask(RequestStatus::Triaged, false, &broker()).is_ok());
        assert_eq!(no(ask(RequestStatus::Triaged, true, &broker())), [Rule::StepNotOpen.at("request")]);
        assert_eq!(no(ask(RequestStatus::Triaged, false, &head())), [Rule::NotAllowed.into()]);
        for status in [RequestStatus::Submitted, RequestStatus::Matching, RequestStatus::Placed] {
            assert_eq!(no(ask(status, false, &broker())), [Rule::StepNotOpen.at("request")], "{status:?}");
        }
    }

    #[test]
    fn it_ends_with_a_request_that_is_taken_back() {
        let (mut it, mut request) = asked();
        assert_eq!(it.fall(&mut request, &head(), now()), Err(Rule::StepNotOpen.into()), "the request stands");
        request.withdraw(&head(), crate::exchange::WithdrawalReason::Timing).map(drop).unwrap();
        let event = it.fall(&mut request, &head(), now()).unwrap();
        assert_eq!(
            (event.name(), it.status, it.ended_at),
            ("audit_visit.fallen", AuditVisitStatus::Fallen, Some(now()))
        );
        assert!(!request.audit_open);
        assert_eq!(it.fall(&mut request, &head(), now()), Err(Rule::StepNotOpen.into()), "once");
    }

    #[test]
    fn its_days_do_not_run_backwards() {
        let mut request = request_of_tests(RequestStatus::Triaged);
        let mut ask = |day, purpose| AuditVisit::ask(id(90), (&mut request, false), (day, purpose), &broker(), now());
        let yesterday = now().day().pred_opt().unwrap();
        assert_eq!(no(ask(yesterday, " ")), [Rule::DatePassed.at("plannedOn"), Rule::TextEmpty.at("purpose")]);
        assert_eq!(no(ask(now().plus_days(93).day(), "x")), [Rule::DateTooFar.at("plannedOn")]);
        for day in [yesterday, now().plus_days(2).day()] {
            let (mut it, mut request) = asked();
            let held = it.hold(&mut request, (day, AuditVisitWay::Remote, "x"), &broker(), now().plus_days(1));
            assert_eq!(held, Err(Rule::AuditVisitOutside.at("heldOn").into()));
            assert!(request.audit_open);
        }
        let (mut it, mut request) = asked();
        request.status = RequestStatus::Withdrawn;
        let held = it.hold(&mut request, (now().day(), AuditVisitWay::Remote, "x"), &broker(), now());
        assert_eq!(held, Err(Rule::StepNotOpen.into()));
    }
}
