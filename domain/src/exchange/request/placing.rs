//! A request on its way to an answer: triaged, matched, proposed, placed and closed, or found unmet (DOMAIN A2, C.2; SETTLED 4).

use super::{SupportRequest, Workstream};
use crate::access::{Action, Actor};
use crate::brokerage::MatchStage;
use crate::directory::School;
use crate::exchange::{RequestStatus, UnmetReason, WithdrawalReason};
use crate::rule::{Rejected, Rule};
use crate::{Event, Timestamp};

impl SupportRequest {
    /// Confirms the need: a broker has read it and knows what is wanted (DOMAIN F2, F3), and to which work-stream of their
    /// alliance it belongs, where they say so (DOMAIN B17).
    pub fn triage(&mut self, by: &Actor, workstream: Option<&Workstream>, now: Timestamp) -> Result<Event, Rejected> {
        let broker = self.brokered_by(by);
        by.require(Action::TriageRequest { broker })?;
        Workstream::require_own(workstream, broker)?;
        self.step(&[RequestStatus::Submitted], RequestStatus::Triaged)?;
        self.triaged_at = Some(now);
        Ok(Event::RequestTriaged { request: self.id })
    }

    /// Notes, once, that nobody answered in time; it stays on the record. To a school that gives it was guaranteed, and that
    /// is told besides (DOMAIN C30).
    pub fn note_overdue(&mut self, now: Timestamp) -> Vec<Event> {
        let waits = self.status == RequestStatus::Submitted;
        let missed = self.response.as_mut().filter(|it| waits && it.by < now && it.overdue_at.is_none());
        let Some(missed) = missed else { return Vec::new() };
        missed.overdue_at = Some(now);
        let (request, respond_by) = (self.id, missed.by);
        let breached = missed.asker.guaranteed.then_some(Event::GuaranteeBreached { request, respond_by });
        std::iter::once(Event::RequestOverdue { request, respond_by }).chain(breached).collect()
    }

    /// Notes a stored run of the matching and the stage that it reached; a search widens and never narrows (DOMAIN A2).
    pub fn matched(&mut self, by: &Actor, stage: MatchStage) -> Result<Event, Rejected> {
        by.require(Action::MatchRequest { broker: self.brokered_by(by) })?;
        if self.audit_open {
            return Err(Rule::AuditVisitOpen.into());
        }
        if self.is_arranged() {
            return Err(Rule::StepNotOpen.into());
        }
        match self.status {
            RequestStatus::Triaged => self.status = RequestStatus::Matching,
            RequestStatus::Matching | RequestStatus::Proposed => {}
            _ => return Err(Rule::StepNotOpen.into()),
        }
        self.stage = self.stage.max(Some(stage));
        Ok(Event::RequestMatched { request: self.id, stage })
    }

    /// Notes that it was proposed to a school, which may read it from now on.
    ///
    /// Part of proposing, whose own permission was asked by then; so are [`Self::reopen_matching`] and [`Self::place`].
    pub fn propose_to(&mut self, home: crate::Id<School>) -> Result<Event, Rejected> {
        if self.is_arranged() {
            return Err(Rule::StepNotOpen.into());
        }
        self.step(&[RequestStatus::Matching, RequestStatus::Proposed], RequestStatus::Proposed)?;
        self.admit_responder(home);
        Ok(Event::RequestProposed { request: self.id })
    }

    /// Returns to the search: its last open proposal was declined or ran out, or its deployment lapsed (SETTLED 4). A peer
    /// visit that a school arranges for itself is not searched for: it comes to nothing, and the school may ask another.
    /// From this instant on somebody is looked for anew, and has the same time for it as at first (DOMAIN C30, F2).
    pub fn reopen_matching(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        if self.is_arranged() {
            self.step(&[RequestStatus::Proposed, RequestStatus::Placed], RequestStatus::Withdrawn)?;
            let reason = WithdrawalReason::NotStated;
            self.withdrawal_reason = Some(reason);
            return Ok(Event::RequestWithdrawn { request: self.id, reason });
        }
        self.step(&[RequestStatus::Proposed, RequestStatus::Placed], RequestStatus::Matching)?;
        self.returned.push(now);
        Ok(Event::RequestReturned { request: self.id })
    }

    /// Notes that its deployment is agreed (SETTLED 4). Whoever was only asked to take it on does not read it any longer,
    /// here and wherever else a request comes to an end.
    pub fn place(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.step(&[RequestStatus::Proposed], RequestStatus::Placed)?;
        self.placed.push(now);
        self.referred.clear();
        Ok(Event::RequestPlaced { request: self.id })
    }

    /// Closes a placed request: its deployment has ended.
    pub fn close(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::CloseRequest { school: self.school, broker: self.brokered_by(by) })?;
        self.step(&[RequestStatus::Placed], RequestStatus::Closed)?;
        self.referred.clear();
        Ok(Event::RequestClosed { request: self.id })
    }

    /// Says that nobody was found: only after all of England was searched, and with a reason that blames nobody
    /// (DOMAIN A2, E72).
    pub fn mark_unmet(&mut self, by: &Actor, reason: UnmetReason) -> Result<Event, Rejected> {
        by.require(Action::MarkUnmet { broker: self.brokered_by(by) })?;
        if self.status != RequestStatus::Matching {
            return Err(Rule::StepNotOpen.into());
        }
        if self.stage != Some(MatchStage::National) {
            return Err(Rule::UnmetBeforeNational.into());
        }
        self.status = RequestStatus::Unmet;
        self.unmet_reason = Some(reason);
        self.referred.clear();
        Ok(Event::RequestUnmet { request: self.id, reason })
    }

    /// Takes up an unmet request again, when a new offer may fit; the search begins anew (DOMAIN A2, C.2).
    pub fn reopen(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ReopenRequest { school: self.school, broker: self.brokered_by(by) })?;
        self.step(&[RequestStatus::Unmet], RequestStatus::Matching)?;
        self.unmet_reason = None;
        self.stage = None;
        self.returned.push(now);
        self.seek_broker();
        Ok(Event::RequestReopened { request: self.id })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::Id;
    use crate::access::{Role, tests::acting_for};
    use crate::exchange::WithdrawalReason;
    use crate::exchange::request::lifecycle::tests::{broker, drafted, elm, head, in_status, now, submitted};

    #[test]
    fn a_request_passes_from_triage_to_its_place_and_closes() {
        let mut request = submitted();
        let names = [
            request.triage(&broker(), None, now()).unwrap().name(),
            request.matched(&broker(), MatchStage::OwnGroup).unwrap().name(),
            request.propose_to(elm()).unwrap().name(),
            request.reopen_matching(now()).unwrap().name(),
            request.propose_to(elm()).unwrap().name(),
            request.place(now()).unwrap().name(),
            request.close(&head()).unwrap().name(),
        ];
        assert_eq!(
            names,
            [
                "request.triaged",
                "request.matched",
                "request.proposed",
                "request.returned",
                "request.proposed",
                "request.placed",
                "request.closed"
            ]
        );
        assert_eq!(request.status, RequestStatus::Closed);
        assert_eq!(request.triaged_at, Some(now()));
        assert_eq!((request.returned, request.placed), (vec![now()], vec![now()]));
    }

    #[test]
    fn an_answer_that_is_late_stays_on_the_record() {
        let by = submitted().response.unwrap().by;
        let (late, in_time) = (by.plus_seconds(1), by);
        let mut waiting = submitted();
        let names = |told: Vec<Event>| told.iter().map(Event::name).collect::<Vec<_>>();
        assert_eq!(waiting.note_overdue(in_time), []);
        assert_eq!(names(waiting.note_overdue(late)), ["request.overdue"]);
        assert_eq!(waiting.note_overdue(late), [], "it is noted once");
        let mut giver = submitted();
        giver.response.as_mut().unwrap().asker.guaranteed = true;
        assert_eq!(names(giver.note_overdue(late)), ["request.overdue", "guarantee.breached"]);
        assert_eq!(giver.note_overdue(late), []);
        let _ = waiting.triage(&broker(), None, late.plus_seconds(60)).unwrap();
        assert_eq!(waiting.response.unwrap().overdue_at, Some(late));
        let mut answered = submitted();
        let _ = answered.triage(&broker(), None, in_time).unwrap();
        assert_eq!((answered.note_overdue(late), answered.response.unwrap().overdue_at), (Vec::new(), None));
    }

    #[test]
    fn only_a_broker_of_the_requests_alliances_triages_matches_and_ends_it() {
        let stranger = acting_for(Role::Broker, Id::from_uuid(Uuid::from_u128(99)));
        let no = Rejected::from(Rule::NotAllowed);
        for by in [stranger.clone(), head(), Actor::Stranger] {
            assert_eq!(submitted().triage(&by, None, now()).unwrap_err(), no);
            assert_eq!(in_status(RequestStatus::Triaged).matched(&by, MatchStage::Region).unwrap_err(), no);
            assert_eq!(in_status(RequestStatus::Matching).mark_unmet(&by, UnmetReason::NoCandidate).unwrap_err(), no);
        }
        let mut referred = submitted();
        referred.admit_alliance(Id::from_uuid(Uuid::from_u128(99)), now());
        assert!(referred.triage(&stranger, None, now()).is_ok());
    }

    #[test]
    fn nobody_is_unmet_before_all_of_england_was_searched() {
        for stage in [None, Some(MatchStage::OwnGroup), Some(MatchStage::Neighbours), Some(MatchStage::Region)] {
            let mut request = SupportRequest { stage, ..in_status(RequestStatus::Matching) };
            let no = request.mark_unmet(&broker(), UnmetReason::NoCandidate).unwrap_err();
            assert_eq!(no, Rule::UnmetBeforeNational.into(), "{stage:?}");
        }
        let mut request = SupportRequest { stage: Some(MatchStage::National), ..in_status(RequestStatus::Matching) };
        let _ = request.mark_unmet(&broker(), UnmetReason::NoCandidate).unwrap();
        assert_eq!(request.unmet_reason, Some(UnmetReason::NoCandidate));
        let _ = request.reopen(&broker(), now()).unwrap();
        assert_eq!((request.status, request.unmet_reason), (RequestStatus::Matching, None));
        let no = request.mark_unmet(&broker(), UnmetReason::NoCandidate).unwrap_err();
        assert_eq!(no, Rule::UnmetBeforeNational.into(), "it is searched anew");
    }

    #[test]
    fn a_search_widens_and_never_narrows() {
        let mut request = in_status(RequestStatus::Triaged);
        let _ = request.matched(&broker(), MatchStage::National).unwrap();
        let _ = request.matched(&broker(), MatchStage::OwnGroup).unwrap();
        assert_eq!(request.stage, Some(MatchStage::National));
    }

    proptest! {
        #[test]
        fn no_path_skips_a_state(steps in proptest::collection::vec(0u8..10, 1..25)) {
            use RequestStatus::*;
            let mut request = drafted();
            for step in steps {
                let before = request.status;
                let done = match step {
                    0 => request.submit(&head(), super::super::lifecycle::tests::brokered(), now()),
                    1 => request.triage(&broker(), None, now()),
                    2 => request.matched(&broker(), MatchStage::National),
                    3 => request.propose_to(elm()),
                    4 => request.reopen_matching(now()),
                    5 => request.place(now()),
                    6 => request.mark_unmet(&broker(), UnmetReason::NoCapacity),
                    7 => request.reopen(&head(), now()),
                    8 => request.close(&head()),
                    _ => request.withdraw(&head(), WithdrawalReason::NeedChanged),
                };
                let next: &[_] = match before {
                    Draft => &[Submitted, Withdrawn],
                    Submitted => &[Triaged, Withdrawn],
                    Triaged => &[Matching, Withdrawn],
                    Matching => &[Matching, Proposed, Unmet, Withdrawn],
                    Proposed => &[Proposed, Matching, Placed, Withdrawn],
                    Placed => &[Matching, Closed],
                    Unmet => &[Matching, Withdrawn],
                    Closed | Withdrawn => &[],
                };
                match done {
                    Ok(_) => prop_assert!(next.contains(&request.status), "{:?} to {:?}", before, request.status),
                    Err(_) => prop_assert_eq!(request.status, before),
                }
            }
        }
    }
}
