//! A request to somebody to take up a role: sent by e-mail, good for two weeks, used once.

use crate::access::{Action, Actor, Role};
use crate::directory::Alliance;
use crate::identity::{InvitationRevocation, Person, Place};
use crate::rule::{Rejected, Rule};
use crate::text::{Email, Name};
use crate::{Event, Id, Timestamp, words};

/// How long an invitation may be accepted.
const OPEN_DAYS: u32 = 14;

words! {
    /// Where an invitation stands.
    pub enum InvitationStatus {
        /// May be accepted.
        Open = "open",
        /// Was accepted.
        Accepted = "accepted",
        /// Was taken back.
        Revoked = "revoked",
        /// Nobody accepted it in time.
        Expired = "expired",
    }
}

/// What the one who invites has filled in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The address to which the invitation goes.
    pub email: Email,
    /// The name of whoever is invited, as far as the one who invites knows it.
    pub name: Name,
    /// The role that is offered.
    pub role: Role,
    /// Where it would hold.
    pub place: Place,
    /// What the post at the school is called, if it has a name beyond the role.
    pub post: Option<Name>,
    /// Until when the role would be held, if it is offered for a time.
    pub until: Option<Timestamp>,
}

/// How the school of an invitation stands to the one who invites.
#[derive(Clone, Copy, Debug, Default)]
pub struct SchoolTies {
    /// The broker's alliance, if the school belongs to it.
    pub alliance: Option<Id<Alliance>>,
    /// Whether the school has a confirmed head.
    pub has_head: bool,
}

/// A request to somebody to take up a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Which one.
    pub id: Id<Invitation>,
    /// The address to which it went; whoever accepts it is known by this address.
    pub email: Email,
    /// The name of whoever is invited; they may write it otherwise when they accept.
    pub name: Name,
    /// The role that is offered.
    pub role: Role,
    /// Where it would hold.
    pub place: Place,
    /// What the post at the school is called, if it has a name beyond the role.
    pub post: Option<Name>,
    /// Until when the role would be held, if it is offered for a time.
    pub until: Option<Timestamp>,
    /// Who invites; nobody, if it was the command line.
    pub invited_by: Option<Id<Person>>,
    /// When it lapses.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Why; nothing of those taken back before a reason was kept.
    pub revoke_reason: Option<InvitationRevocation>,
    /// Counts the changes, so that a stale one is refused.
    pub version: i32,
}

impl Invitation {
    /// Invites somebody. A broker invites the first head of a school of the alliance; from then on the head invites.
    pub fn invite(
        by: &Actor,
        id: Id<Self>,
        draft: Draft,
        ties: SchoolTies,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let Draft { email, name, role, place, post, until } = draft;
        by.require(asking(role, place, ties))?;
        role.check_at(place)?;
        role.check_until(until, now)?;
        let invited_by = by.person();
        let expires_at = now.plus_days(OPEN_DAYS);
        let it = Self {
            id,
            email,
            name,
            role,
            place,
            post,
            until,
            invited_by,
            expires_at,
            accepted_at: None,
            revoked_at: None,
            revoke_reason: None,
            version: 1,
        };
        Ok((it, Event::InvitationSent { invitation: id, role }))
    }

    /// Where it stands at an instant.
    pub fn status(&self, now: Timestamp) -> InvitationStatus {
        if self.accepted_at.is_some() {
            InvitationStatus::Accepted
        } else if self.revoked_at.is_some() {
            InvitationStatus::Revoked
        } else if self.expires_at <= now {
            InvitationStatus::Expired
        } else {
            InvitationStatus::Open
        }
    }

    /// Accepts it for the person who is known by this address and who has shown its secret.
    ///
    /// The secret alone is not enough: a link that was passed on must not give a role to whoever opens it first.
    pub fn accept(&mut self, person: &Person, now: Timestamp) -> Result<Event, Rejected> {
        if person.email != self.email {
            return Err(Rule::InvitationForAnother.into());
        }
        self.check_open(now)?;
        self.accepted_at = Some(now);
        Ok(Event::InvitationAccepted { invitation: self.id, person: person.id })
    }

    /// Takes it back, by a neutral code: whoever sent it, and whoever might send it.
    pub fn revoke(
        &mut self,
        by: &Actor,
        reason: InvitationRevocation,
        ties: SchoolTies,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        let own = self.invited_by.is_some() && by.person() == self.invited_by;
        if !own {
            by.require(asking(self.role, self.place, ties))?;
        }
        self.check_open(now)?;
        (self.revoked_at, self.revoke_reason) = (Some(now), Some(reason));
        Ok(Event::InvitationRevoked { invitation: self.id, reason })
    }

    fn check_open(&self, now: Timestamp) -> Result<(), Rejected> {
        if self.status(now) == InvitationStatus::Open { Ok(()) } else { Err(Rule::InvitationNotOpen.into()) }
    }
}

fn asking(role: Role, place: Place, ties: SchoolTies) -> Action {
    match place {
        Place::School(_) if role == Role::Head && !ties.has_head => {
            Action::InviteFirstHead { school_alliance: ties.alliance }
        }
        Place::School(_) if matches!(role, Role::Governor | Role::TrustOfficer) => {
            Action::InviteConsenter { school_alliance: ties.alliance }
        }
        Place::School(school) => Action::InviteToSchool { school },
        Place::Alliance(alliance) => Action::InviteToAlliance { alliance },
        Place::National => Action::GrantRole {},
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::identity::membership::tests::acting;

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn email(text: &str) -> Email {
        Email::new(text).unwrap()
    }

    fn name(text: &str) -> Name {
        Name::new(text).unwrap()
    }

    fn draft(role: Role, place: Place) -> Draft {
        Draft { email: email("ash@example.org"), name: name("Ash Fenn"), role, place, post: None, until: None }
    }

    fn asked(by: &Actor, role: Role, place: Place, ties: SchoolTies) -> Result<Invitation, Rejected> {
        Invitation::invite(by, id(60), draft(role, place), ties, now()).map(|(it, _)| it)
    }

    /// A head invites a coordinator to the own school.
    pub(crate) fn sent() -> (Invitation, Event) {
        let (ties, draft) =
            (SchoolTies { alliance: None, has_head: true }, draft(Role::Coordinator, Place::School(id(1))));
        Invitation::invite(&acting(1, Role::Head), id(60), draft, ties, now()).unwrap()
    }

    fn person(address: &str) -> Person {
        Person::begin(id(7), name("Ash Fenn"), email(address)).0
    }

    #[test]
    fn a_head_invites_to_the_own_school_only() {
        let ties = SchoolTies { alliance: None, has_head: true };
        let head = acting(1, Role::Head);
        for role in [Role::Head, Role::Coordinator, Role::Specialist] {
            assert!(asked(&head, role, Place::School(id(1)), ties).is_ok());
            assert_eq!(asked(&head, role, Place::School(id(2)), ties), Err(Rule::NotAllowed.into()));
        }
        let coordinator = acting(2, Role::Coordinator);
        assert_eq!(asked(&coordinator, Role::Head, Place::School(id(1)), ties), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn a_broker_invites_the_first_head_of_a_member_school_and_nobody_after() {
        let broker = acting(3, Role::Broker);
        let at = |alliance, has_head, role| {
            asked(&broker, role, Place::School(id(1)), SchoolTies { alliance, has_head }).map(|_| ())
        };
        assert_eq!(at(Some(id(1)), false, Role::Head), Ok(()));
        assert_eq!(at(Some(id(1)), true, Role::Head), Err(Rule::NotAllowed.into()));
        assert_eq!(at(None, false, Role::Head), Err(Rule::NotAllowed.into()));
        assert_eq!(at(Some(id(1)), false, Role::Coordinator), Err(Rule::NotAllowed.into()));
        for consents in [Role::Governor, Role::TrustOfficer] {
            assert_eq!(at(Some(id(1)), true, consents), Ok(()));
            assert_eq!(at(None, true, consents), Err(Rule::NotAllowed.into()));
            let head = asked(&acting(1, Role::Head), consents, Place::School(id(1)), SchoolTies::default());
            assert_eq!(head, Err(Rule::NotAllowed.into()), "nobody chooses who consents to their own acts");
        }
    }

    #[test]
    fn brokers_invite_to_their_alliance_and_operators_to_national_roles() {
        let ties = SchoolTies::default();
        assert!(asked(&acting(3, Role::Broker), Role::QaAssessor, Place::Alliance(id(1)), ties).is_ok());
        assert!(asked(&acting(3, Role::Broker), Role::QaAssessor, Place::Alliance(id(2)), ties).is_err());
        assert!(asked(&acting(4, Role::Operator), Role::Analyst, Place::National, ties).is_ok());
        assert!(asked(&acting(3, Role::Broker), Role::Operator, Place::National, ties).is_err());
    }

    #[test]
    fn a_role_is_not_offered_where_it_cannot_be_held() {
        let no = asked(&acting(4, Role::Operator), Role::Broker, Place::School(id(1)), SchoolTies::default());
        assert_eq!(no, Err(Rule::RoleNotHeldHere.at("role")));
    }

    #[test]
    fn it_is_accepted_once_and_by_the_one_to_whom_it_went() {
        let mut it = sent().0;
        assert_eq!(it.accept(&person("elm@example.org"), now()), Err(Rule::InvitationForAnother.into()));
        assert!(it.accept(&person("ash@example.org"), now()).is_ok());
        assert_eq!(it.accept(&person("ash@example.org"), now()), Err(Rule::InvitationNotOpen.into()));
    }

    #[test]
    fn it_lapses_at_its_hour_and_not_before() {
        let hour = now().plus_days(OPEN_DAYS);
        assert_eq!(
            sent().0.status(Timestamp::new(hour.utc() - chrono::TimeDelta::microseconds(1))),
            InvitationStatus::Open
        );
        assert_eq!(sent().0.accept(&person("ash@example.org"), hour), Err(Rule::InvitationNotOpen.into()));
        assert_eq!(sent().0.status(hour), InvitationStatus::Expired);
    }

    #[test]
    fn it_is_taken_back_by_its_sender_even_from_another_role() {
        let ties = SchoolTies { alliance: None, has_head: true };
        let mut it = sent().0;
        assert_eq!(
            it.revoke(&acting(5, Role::Coordinator), InvitationRevocation::NotStated, ties, now()),
            Err(Rule::NotAllowed.into())
        );
        assert!(it.revoke(&Actor::Person(id(1)), InvitationRevocation::NotStated, ties, now()).is_ok());
        assert_eq!(it.accept(&person("ash@example.org"), now()), Err(Rule::InvitationNotOpen.into()));
        assert_eq!(
            it.revoke(&Actor::Person(id(1)), InvitationRevocation::NotStated, ties, now()),
            Err(Rule::InvitationNotOpen.into())
        );
        assert!(sent().0.revoke(&acting(6, Role::Head), InvitationRevocation::NotStated, ties, now()).is_ok());
    }
}
