//! What a closed school leaves open, and to whom it passes (SETTLED 2).

use crate::Id;
use crate::access::{Action, Actor};
use crate::directory::{Alliance, School, SchoolStatus};
use crate::rule::{Rejected, Rule};

/// A school and those that took its place, as the register links them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The school.
    pub school: Id<School>,
    /// Where it stands by the register.
    pub status: SchoolStatus,
    /// Every school that took its place, with where that one stands.
    pub successors: Vec<(Id<School>, SchoolStatus)>,
    /// The school to which everything open passed, once it has.
    pub passed_to: Option<Id<School>>,
}

impl Succession {
    /// Whether a broker must decide: the school is closed, several took its place, and nobody has decided yet.
    pub fn waits(&self) -> bool {
        self.status == SchoolStatus::Closed && self.successors.len() > 1 && self.passed_to.is_none()
    }

    /// Decides, and gives, to which of several successors everything open passes, once. `school_alliance` is the
    /// broker's alliance,
    /// if the closed school belongs to it.
    pub fn decide(
        &self,
        chosen: Id<School>,
        by: &Actor,
        school_alliance: Option<Id<Alliance>>,
    ) -> Result<Id<School>, Rejected> {
        by.require(Action::DecideSuccession { school_alliance })?;
        if !self.waits() {
            return Err(Rule::SuccessionNotOpen.at("school"));
        }
        let found = self.successors.iter().find(|(successor, _)| *successor == chosen);
        let (successor, status) = found.ok_or(Rule::NotASuccessor.at("successor"))?;
        if *status == SchoolStatus::Closed {
            return Err(Rule::SchoolClosed.at("successor"));
        }
        Ok(*successor)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at, tests::acting_for};

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn split() -> Succession {
        let successors = vec![(id(2), SchoolStatus::Open), (id(3), SchoolStatus::Open), (id(4), SchoolStatus::Closed)];
        Succession { school: id(1), status: SchoolStatus::Closed, successors, passed_to: None }
    }

    fn decided(it: &Succession, chosen: u128) -> Result<Id<School>, Rejected> {
        let broker = acting_for(Role::Broker, id(7));
        it.decide(id(chosen), &broker, Some(id(7)))
    }

    #[test]
    fn only_a_broker_of_an_alliance_of_the_school_or_an_operator_decides() {
        let it = split();
        let broker = acting_for(Role::Broker, id(7));
        assert!(it.decide(id(2), &broker, Some(id(7))).is_ok());
        assert!(it.decide(id(2), &acting_for(Role::Operator, id(9)), None).is_ok());
        for (by, alliance) in [
            (broker, None),
            (acting_for(Role::Broker, id(8)), Some(id(7))),
            (acting_at(Role::Head, id(1)), None),
            (acting_at(Role::Head, id(2)), None),
            (Actor::Stranger, None),
        ] {
            assert_eq!(it.decide(id(2), &by, alliance), Err(Rule::NotAllowed.into()), "{by:?}");
        }
    }

    #[test]
    fn it_is_decided_once_for_one_of_several_that_took_the_place_of_a_closed_school() {
        let it = split();
        assert_eq!(decided(&it, 3), Ok(id(3)));
        assert_eq!(decided(&it, 5), Err(Rule::NotASuccessor.at("successor")));
        assert_eq!(decided(&it, 4), Err(Rule::SchoolClosed.at("successor")));
        let idle = Err(Rule::SuccessionNotOpen.at("school"));
        assert_eq!(decided(&Succession { passed_to: Some(id(2)), ..it.clone() }, 3), idle);
        assert_eq!(decided(&Succession { status: SchoolStatus::Open, ..it.clone() }, 3), idle);
        assert_eq!(decided(&Succession { successors: vec![(id(3), SchoolStatus::Open)], ..it }, 3), idle);
    }
}
