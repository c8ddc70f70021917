//! Who reads a request, and to whom an anonymous one shows its school (DOMAIN K142, E72; SETTLED 7).

use uuid::Uuid;

use super::SupportRequest;
use crate::Id;
use crate::access::{Actor, NATIONAL_POOL, Scope};
use crate::directory::{Alliance, School};
use crate::exchange::{Disclosure, RequestStatus};

impl SupportRequest {
    /// The ids under which the request is read: its school; once it is submitted, the alliances that broker it or to which
    /// it is referred, and the schools to which it was proposed.
    pub fn audience(&self) -> Vec<Uuid> {
        let mut audience = vec![self.school.uuid()];
        if self.status != RequestStatus::Draft {
            audience.extend(self.alliances.iter().map(|alliance| alliance.uuid()));
            audience.extend(self.referred.iter().map(|alliance| alliance.uuid()));
            audience.extend(self.responders.iter().map(|school| school.uuid()));
        }
        audience.sort_unstable();
        audience.dedup();
        audience
    }

    /// Whether a reader is shown which school asks.
    pub fn names_school_to(&self, reader: &Scope) -> bool {
        names_school_to(self.draft.disclosure, self.school, &self.alliances, &self.named_to, reader)
    }

    /// The alliance in whose name somebody brokers this request, if they do.
    pub fn brokered_by(&self, by: &Actor) -> Option<Id<Alliance>> {
        by.acting().and_then(|acting| acting.alliance).filter(|alliance| self.alliances.contains(alliance))
    }

    /// Lets an alliance, or every broker by way of the national pool, read it until the referral is answered.
    pub fn refer_to(&mut self, alliance: Id<Alliance>) {
        if !self.referred.contains(&alliance) {
            self.referred.push(alliance);
        }
    }

    /// Whether somebody is still to be found for it, or to accept it.
    pub const fn is_open(&self) -> bool {
        use RequestStatus::*;
        matches!(self.status, Submitted | Triaged | Matching | Proposed)
    }

    /// Lets every alliance read it that might take it on, if it has no broker: nobody could answer it otherwise
    /// (DOMAIN A2, A3).
    pub(super) fn seek_broker(&mut self) {
        if self.is_open() && self.alliances.is_empty() {
            self.refer_to(NATIONAL_POOL);
        }
    }

    /// Whether it waits in the national pool because no alliance brokers it.
    pub fn seeks_broker(&self) -> bool {
        self.is_open() && self.alliances.is_empty() && self.referred.contains(&NATIONAL_POOL)
    }

    /// Its school has left an alliance: that one no longer reads it. Where nobody else brokers it, all may take it on.
    ///
    /// Part of leaving, whose own permission was asked by then.
    pub fn leave_alliance(&mut self, alliance: Id<Alliance>) {
        self.alliances.retain(|it| *it != alliance);
        self.seek_broker();
    }

    /// Ends a referral to an alliance, or to the national pool: it was answered.
    pub fn end_referral(&mut self, alliance: Id<Alliance>) {
        self.referred.retain(|it| *it != alliance);
    }

    /// Lets an alliance read and broker it: one to which it was referred and which took it on (SETTLED 7).
    pub fn admit_alliance(&mut self, alliance: Id<Alliance>) {
        if !self.alliances.contains(&alliance) {
            self.alliances.push(alliance);
        }
    }

    /// Lets a school read it, to which it was proposed; an anonymous request still hides its own.
    pub fn admit_responder(&mut self, school: Id<School>) {
        if !self.responders.contains(&school) {
            self.responders.push(school);
        }
    }

    /// Shows its name to a responder whom the asking school has accepted (DOMAIN K142).
    pub fn name_to(&mut self, school: Id<School>) {
        if !self.named_to.contains(&school) {
            self.named_to.push(school);
        }
    }
}

/// Where the brokers of a request follow its school into an alliance and out of it: nobody was proposed yet, or nobody
/// found. What is under way stays with whoever began it.
pub const FOLLOWS_SCHOOL: [RequestStatus; 4] =
    [RequestStatus::Submitted, RequestStatus::Triaged, RequestStatus::Matching, RequestStatus::Unmet];

/// Whether a reader of a request is shown which school asks: always if it is named, else only the school itself, its
/// brokers, and the responders whom it has accepted (DOMAIN K142).
pub fn names_school_to(
    disclosure: Disclosure,
    school: Id<School>,
    brokers: &[Id<Alliance>],
    named_to: &[Id<School>],
    reader: &Scope,
) -> bool {
    let told = brokers.iter().map(|alliance| alliance.uuid()).chain(named_to.iter().map(|school| school.uuid()));
    disclosure == Disclosure::Named || reader.sees(&told.chain([school.uuid()]).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at, tests::acting_for};
    use crate::exchange::request::lifecycle::tests::{alliance, ash, broker, drafted, elm, head, now, submitted};

    #[test]
    fn a_draft_is_its_schools_alone_and_a_submitted_request_its_brokers_too() {
        assert_eq!(drafted().audience(), [ash().uuid()]);
        assert_eq!(submitted().audience(), [ash().uuid(), alliance().uuid()]);
        let mut proposed = submitted();
        proposed.admit_responder(elm());
        proposed.admit_responder(elm());
        assert_eq!(proposed.audience(), [ash().uuid(), alliance().uuid(), elm().uuid()]);
    }

    #[test]
    fn whoever_it_is_referred_to_reads_it_without_its_name_and_brokers_it_only_once_it_is_taken_on() {
        let other = Id::from_uuid(Uuid::from_u128(99));
        let broker = acting_for(Role::Broker, other);
        let mut request = submitted();
        request.draft.disclosure = Disclosure::Anonymous;
        for referred in [other, crate::access::NATIONAL_POOL] {
            request.refer_to(referred);
            assert!(broker.scope().sees(&request.audience()));
            assert_eq!((request.brokered_by(&broker), request.names_school_to(&broker.scope())), (None, false));
            request.end_referral(referred);
            assert!(!broker.scope().sees(&request.audience()));
        }
        request.admit_alliance(other);
        assert_eq!(request.brokered_by(&broker), Some(other));
        assert!(request.names_school_to(&broker.scope()));
    }

    #[test]
    fn what_no_alliance_brokers_is_read_by_all_of_them_as_long_as_it_is_open() {
        let other = acting_for(Role::Broker, Id::from_uuid(Uuid::from_u128(99))).scope();
        let mut request = submitted();
        assert!(!request.seeks_broker() && !other.sees(&request.audience()));
        request.draft.disclosure = Disclosure::Anonymous;
        request.leave_alliance(alliance());
        assert!(request.seeks_broker() && other.sees(&request.audience()) && !request.names_school_to(&other));
        assert!(broker().scope().sees(&request.audience()) && !request.names_school_to(&broker().scope()));
        let mut unmet = SupportRequest { status: RequestStatus::Unmet, ..submitted() };
        unmet.leave_alliance(alliance());
        assert!(!unmet.seeks_broker() && !broker().scope().sees(&unmet.audience()));
        let _ = unmet.reopen(&head(), now()).unwrap();
        assert!(unmet.seeks_broker());
    }

    #[test]
    fn an_anonymous_request_hides_its_school_until_the_school_accepts_a_responder() {
        let mut request = submitted();
        request.draft.disclosure = Disclosure::Anonymous;
        request.admit_responder(elm());
        let responder = acting_at(Role::Head, elm());
        assert!(request.names_school_to(&head().scope()));
        assert!(request.names_school_to(&broker().scope()));
        assert!(!request.names_school_to(&responder.scope()));
        request.name_to(elm());
        assert!(request.names_school_to(&responder.scope()));
        request.named_to.clear();
        request.draft.disclosure = Disclosure::Named;
        assert!(request.names_school_to(&responder.scope()));
    }
}
