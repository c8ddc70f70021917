//! Somebody who uses Lateral.

use crate::access::{Action, Actor};
use crate::identity::SuspensionReason;
use crate::rule::{Rejected, Rule};
use crate::text::{Email, Name};
use crate::{Event, Id, words};

words! {
    /// Whether a person may sign in.
    pub enum PersonStatus {
        /// May sign in.
        Active = "active",
        /// Suspended by an operator: may not sign in, and every session has ended.
        Suspended = "suspended",
        /// Erased: nothing names the person any more, and nobody signs in as them.
        Erased = "erased",
    }
}

/// Somebody who uses Lateral, known by an e-mail address that belongs to nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is.
    pub id: Id<Person>,
    /// The name, as its owner writes it.
    pub name: Name,
    /// The address by which the person signs in and is written to.
    pub email: Email,
    /// Whether the person may sign in.
    pub status: PersonStatus,
    /// Counts the changes, so that a stale one is refused.
    pub version: i32,
}

impl Person {
    /// Enters somebody whom an operator, or the command line, vouches for.
    pub fn enter(by: &Actor, id: Id<Self>, name: Name, email: Email) -> Result<(Self, Event), Rejected> {
        by.require(Action::EnterPerson {})?;
        Ok(Self::begin(id, name, email))
    }

    /// Enters somebody who came by an invitation or from an outside issuer; that road has been checked already.
    pub fn begin(id: Id<Self>, name: Name, email: Email) -> (Self, Event) {
        let person = Self { id, name, email, status: PersonStatus::Active, version: 1 };
        (person, Event::PersonEntered { person: id })
    }

    /// Stops somebody from signing in, by a neutral code. Nobody suspends themselves: it would take another operator to undo.
    pub fn suspend(&mut self, by: &Actor, reason: SuspensionReason) -> Result<Event, Rejected> {
        by.require(Action::SuspendPerson {})?;
        if by.person() == Some(self.id) {
            return Err(Rule::OwnRole.into());
        }
        self.turn(PersonStatus::Suspended)?;
        Ok(Event::PersonSuspended { person: self.id, reason })
    }

    /// Lets somebody sign in again.
    pub fn reinstate(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::SuspendPerson {})?;
        self.turn(PersonStatus::Active)?;
        Ok(Event::PersonReinstated { person: self.id })
    }

    /// Ends every session of this person: their own wish, or an operator's.
    pub fn sign_out_everywhere(&self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::EndSessions { person: self.id })?;
        Ok(Event::PersonSignedOut { person: self.id })
    }

    /// Takes a new password from the person, who has just shown the old one or the link that was sent.
    pub fn change_password(&self) -> Result<Event, Rejected> {
        if self.status != PersonStatus::Active {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(Event::PasswordChanged { person: self.id })
    }

    fn turn(&mut self, to: PersonStatus) -> Result<(), Rejected> {
        if self.status == to || self.status == PersonStatus::Erased {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::identity::membership::tests::acting;

    fn ash() -> Person {
        let id = Id::from_uuid(uuid::Uuid::from_u128(1));
        Person::begin(id, Name::new("Ash Fenn").unwrap(), Email::new("ash@example.org").unwrap()).0
    }

    #[test]
    fn only_an_operator_enters_or_suspends_somebody() {
        let (operator, head) = (acting(9, Role::Operator), acting(8, Role::Head));
        let enter = |by| Person::enter(by, ash().id, ash().name, ash().email).map(|_| ());
        assert_eq!(enter(&operator), Ok(()));
        assert_eq!(enter(&head), Err(Rule::NotAllowed.into()));
        assert!(ash().suspend(&operator, SuspensionReason::MovedOn).is_ok());
        assert_eq!(ash().suspend(&head, SuspensionReason::MovedOn), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn an_operator_cannot_suspend_themselves() {
        assert_eq!(ash().suspend(&acting(1, Role::Operator), SuspensionReason::MovedOn), Err(Rule::OwnRole.into()));
    }

    #[test]
    fn a_suspended_person_sets_no_password_until_reinstated() {
        let operator = acting(9, Role::Operator);
        let mut person = ash();
        assert!(person.suspend(&operator, SuspensionReason::MovedOn).is_ok());
        assert_eq!(person.suspend(&operator, SuspensionReason::MovedOn), Err(Rule::StepNotOpen.into()));
        assert_eq!(person.change_password(), Err(Rule::StepNotOpen.into()));
        assert!(person.reinstate(&operator).is_ok());
        assert!(person.change_password().is_ok());
    }

    #[test]
    fn somebody_who_was_erased_does_not_come_back() {
        let operator = acting(9, Role::Operator);
        let mut person = Person { status: PersonStatus::Erased, ..ash() };
        assert_eq!(person.reinstate(&operator), Err(Rule::StepNotOpen.into()));
        assert_eq!(person.suspend(&operator, SuspensionReason::MovedOn), Err(Rule::StepNotOpen.into()));
        assert_eq!(person.change_password(), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn people_end_their_own_sessions_and_operators_those_of_others() {
        assert!(ash().sign_out_everywhere(&Actor::Person(ash().id)).is_ok());
        assert!(ash().sign_out_everywhere(&acting(9, Role::Operator)).is_ok());
        assert_eq!(ash().sign_out_everywhere(&acting(8, Role::Head)), Err(Rule::NotAllowed.into()));
    }
}
