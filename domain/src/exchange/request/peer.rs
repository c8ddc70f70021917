//! The request behind a peer visit that a school arranges for itself, past triage and search (DOMAIN D48).

use super::{RequestDraft, SupportRequest};
use crate::access::{Action, Actor};
use crate::directory::{Alliance, School, SchoolStatus};
use crate::exchange::{RequestStatus, SupportKind};
use crate::rule::Rejected;
use crate::{Event, Id, Timestamp};

impl SupportRequest {
    /// Writes down what a school asks another one for, which reads it at once. The alliance under whose eyes it is counted
    /// reads it too, and has nothing to do.
    pub fn ask_peer(
        by: &Actor,
        id: Id<Self>,
        school: (Id<School>, SchoolStatus),
        (asked, alliance): (Id<School>, Id<Alliance>),
        draft: RequestDraft,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::ArrangePeerVisit { school: school.0 })?;
        let (mut request, _) = Self::draft(by, id, school, draft, now)?;
        request.status = RequestStatus::Proposed;
        request.submitted_at = Some(now);
        request.admit_alliance(alliance);
        request.admit_responder(asked);
        Ok((request, Event::RequestProposed { request: id }))
    }

    /// Whether it is a peer visit that its school arranges for itself.
    pub fn is_arranged(&self) -> bool {
        let seen = self.triaged_at.is_some() || self.response.is_some();
        self.draft.kind == SupportKind::PeerVisit && self.submitted_at.is_some() && !seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::access::tests::acting_at;
    use crate::exchange::request::lifecycle::tests::{alliance, ash, broker, drafted, elm, head, now};
    use crate::rule::Rule;

    fn ask(by: &Actor, standing: SchoolStatus) -> Result<SupportRequest, Rejected> {
        let draft = RequestDraft { kind: SupportKind::PeerVisit, ..drafted().draft };
        let id = Id::from_uuid(uuid::Uuid::from_u128(7));
        SupportRequest::ask_peer(by, id, (ash(), standing), (elm(), alliance()), draft, now()).map(|(it, _)| it)
    }

    #[test]
    fn a_head_asks_another_school_which_reads_it_at_once() {
        let it = ask(&head(), SchoolStatus::Open).unwrap();
        assert_eq!(it.status, RequestStatus::Proposed);
        assert_eq!(it.audience().len(), 3);
        for actor in [acting_at(Role::Coordinator, ash()), acting_at(Role::Head, elm()), broker()] {
            assert_eq!(ask(&actor, SchoolStatus::Open), Err(Rule::NotAllowed.into()), "{actor:?}");
        }
        assert_eq!(ask(&head(), SchoolStatus::Closed), Err(Rule::SchoolNotOpen.into()));
    }

    #[test]
    fn what_comes_to_nothing_is_not_searched_for() {
        let mut it = ask(&head(), SchoolStatus::Open).unwrap();
        assert_eq!(it.reopen_matching(now()).unwrap().name(), "request.withdrawn");
        assert_eq!(it.status, RequestStatus::Withdrawn);
        let mut brokered = SupportRequest { triaged_at: Some(now()), ..ask(&head(), SchoolStatus::Open).unwrap() };
        assert_eq!(brokered.reopen_matching(now()).unwrap().name(), "request.returned");
    }
}
