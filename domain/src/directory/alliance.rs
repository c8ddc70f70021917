//! Alliances: groups of schools that brokers support. A school is a member by its own consent only.

mod lead;
mod rest;

use crate::access::{Action, Actor};
use crate::directory::{AllianceKind, Retraction, School, SchoolStatus};
use crate::event::Event;
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::Name;
use crate::{Id, Timestamp, words};

pub use lead::LeadCandidate;
pub use rest::{MemberRest, RestReason};

words! {
    /// How a school stands to an alliance (DOMAIN A11).
    pub enum AllianceMemberStatus {
        /// It leads the alliance, and belongs to it.
        Lead = "lead",
        /// It belongs to the alliance.
        Member = "member",
        /// It belongs to the alliance, and rests there for a while; nothing is lost by it (DOMAIN C27).
        Resting = "resting",
        /// It has left, and may join again.
        Left = "left",
    }

    /// Why a school leaves an alliance: neutral codes (DOMAIN E72).
    pub enum AllianceLeave {
        /// Another alliance suits it better.
        OtherAlliance = "other_alliance",
        /// It has no time for it.
        Capacity = "capacity",
        /// The fee does not suit.
        Settlement = "settlement",
        /// It closes, or becomes another.
        SchoolChanged = "school_changed",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

/// The most days that an alliance's schools may have to answer a proposal.
pub(super) const MOST_RESPONSE_DAYS: i32 = 60;

/// A group of schools that brokers support: a teaching school alliance, a hub, a trust, a federation (DOMAIN A3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alliance {
    /// Its id.
    pub id: Id<Alliance>,
    /// Its name.
    pub name: Box<str>,
    /// What kind of group it is.
    pub kind: AllianceKind,
    /// The school that leads it.
    pub lead: Id<School>,
    /// The member to which that school's head offers to lead it instead, if it is offered.
    pub lead_offered_to: Option<Id<School>>,
    /// How many days its schools have to answer a proposal.
    pub response_days: i32,
    /// How often it has changed, from 1: its lead, its members and its neighbours.
    pub version: i32,
}

/// What whoever founds an alliance fills in.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Its name.
    pub name: String,
    /// What kind of group it is.
    pub kind: AllianceKind,
    /// How many days its schools have to answer a proposal: 1 to 60.
    pub response_days: i32,
}

/// One school's place in one alliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllianceMember {
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// The school.
    pub school: Id<School>,
    /// Since when it is a member; `None` if it is not one.
    pub since: Option<Timestamp>,
    /// How it rests there just now, if it does.
    pub rest: Option<MemberRest>,
}

impl AllianceMember {
    /// Joins, by the school's own head and nobody else (DOMAIN A11).
    pub fn join(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::JoinAlliance { school: self.school })?;
        if self.since.is_some() {
            return Err(Rule::AlreadyMember.into());
        }
        self.since = Some(now);
        Ok(Event::AllianceJoined { alliance: self.alliance, school: self.school })
    }

    /// How the school stands to the alliance that another school leads, or it itself.
    pub fn status(&self, lead: Id<School>) -> AllianceMemberStatus {
        match self.since {
            None => AllianceMemberStatus::Left,
            Some(_) if lead == self.school => AllianceMemberStatus::Lead,
            Some(_) if self.rests() => AllianceMemberStatus::Resting,
            Some(_) => AllianceMemberStatus::Member,
        }
    }

    /// Leaves, by the school's own head and a neutral code. The lead school cannot: an alliance without one has nobody to answer
    /// for it.
    pub fn leave(&mut self, by: &Actor, lead: Id<School>, reason: AllianceLeave) -> Result<Event, Rejected> {
        by.require(Action::LeaveAlliance { school: self.school })?;
        if self.since.is_none() {
            return Err(Rule::NotAMember.into());
        }
        if lead == self.school {
            return Err(Rule::LeadSchoolStays.into());
        }
        (self.since, self.rest) = (None, None);
        Ok(Event::AllianceLeft { alliance: self.alliance, school: self.school, reason })
    }
}

impl Alliance {
    /// Founds an alliance, by an operator, with the kinds of those that the school leads already.
    ///
    /// The school that leads it belongs to it from the start, for nobody else would answer for it. Its consent (DOMAIN A11) is
    /// asked before, in writing, as for a first head: the operator founds what that school's head has asked for. A school may
    /// lead several groups, such as its federation and a hub (DOMAIN A3), but none twice.
    pub fn found(
        by: &Actor,
        id: Id<Self>,
        founding: &Founding,
        (lead, standing): (Id<School>, SchoolStatus),
        leads: &[AllianceKind],
        now: Timestamp,
    ) -> Result<(Self, AllianceMember, Event), Refusals> {
        by.require(Action::FoundAlliance {})?;
        let &Founding { kind, response_days, .. } = founding;
        let mut faults = Faults::default();
        let name = faults.keep("name", Name::new(&founding.name));
        let bearable = (1..=MOST_RESPONSE_DAYS).contains(&response_days);
        faults.need(bearable, || Rule::NumberOutOfRange.at("responseDays"));
        faults.need(standing.is_open(), || Rule::SchoolClosed.at("leadSchool"));
        faults.need(!leads.contains(&kind), || Rule::LeadsAlready.at("leadSchool"));
        let name = faults.into_result(name)?;
        let name = name.as_str().into();
        let alliance = Self { id, name, kind, lead, lead_offered_to: None, response_days, version: 1 };
        let member = AllianceMember { alliance: id, school: lead, since: Some(now), rest: None };
        Ok((alliance, member, Event::AllianceFounded { alliance: id, kind, lead }))
    }

    /// Declares another alliance a neighbour, by a broker of this one (SETTLED 7). It holds once both have declared it.
    pub fn declare_neighbour(&self, by: &Actor, neighbour: Id<Alliance>) -> Result<Event, Rejected> {
        by.require(Action::DeclareNeighbour { alliance: self.id })?;
        if neighbour == self.id {
            return Err(Rule::NeighbourIsItself.into());
        }
        Ok(Event::NeighbourDeclared { alliance: self.id, neighbour })
    }

    /// Takes the declaration back, by a broker of this alliance and a neutral code: the two are no neighbours from then on.
    pub fn withdraw_neighbour(
        &self,
        by: &Actor,
        neighbour: Id<Self>,
        is_declared: bool,
        reason: Retraction,
    ) -> Result<Event, Rejected> {
        by.require(Action::DeclareNeighbour { alliance: self.id })?;
        if !is_declared {
            return Err(Rule::NotFound.at("neighbour"));
        }
        Ok(Event::NeighbourWithdrawn { alliance: self.id, neighbour, reason })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Acting, Role};

    const ASH: Id<School> = Id::from_uuid(Uuid::from_u128(1));
    const ELM: Id<School> = Id::from_uuid(Uuid::from_u128(2));
    const NORTH: Id<Alliance> = Id::from_uuid(Uuid::from_u128(3));
    const SOUTH: Id<Alliance> = Id::from_uuid(Uuid::from_u128(4));

    fn acting(role: Role, school: Option<Id<School>>, alliance: Option<Id<Alliance>>) -> Actor {
        let (person, membership) = (Id::from_uuid(Uuid::from_u128(5)), Id::from_uuid(Uuid::from_u128(6)));
        Actor::Acting(Acting { person, membership, role, school, alliance })
    }

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn stranger_to(alliance: Id<Alliance>, school: Id<School>) -> AllianceMember {
        AllianceMember { alliance, school, since: None, rest: None }
    }

    #[test]
    fn an_operator_founds_an_alliance_that_an_open_school_leads_and_every_fault_is_told() {
        let founding =
            |name: &str, response_days| Founding { name: name.into(), kind: AllianceKind::Hub, response_days };
        let found = |by: &Actor, of: &Founding, standing, leads: &[AllianceKind]| {
            Alliance::found(by, NORTH, of, (ASH, standing), leads, now())
        };
        let operator = acting(Role::Operator, None, None);
        let sound = founding(" North ", 60);
        for other in [acting(Role::Head, Some(ASH), None), acting(Role::Broker, None, Some(NORTH)), Actor::Stranger] {
            let no = found(&other, &founding("", 0), SchoolStatus::Closed, &[]);
            assert_eq!(no, Err(Rejected::from(Rule::NotAllowed).into()), "{other:?}");
        }
        let (north, member, event) = found(&operator, &sound, SchoolStatus::Open, &[AllianceKind::Trust]).unwrap();
        assert_eq!((&*north.name, north.lead, member.school, member.since), ("North", ASH, ASH, Some(now())));
        assert_eq!(event.name(), "alliance.founded");
        let no = found(&operator, &founding(" ", 61), SchoolStatus::Closed, &[AllianceKind::Hub]).unwrap_err();
        let told: Vec<_> = no.into_vec().into_iter().map(|no| no.rule).collect();
        assert_eq!(told, [Rule::TextEmpty, Rule::NumberOutOfRange, Rule::SchoolClosed, Rule::LeadsAlready]);
    }

    #[test]
    fn only_a_schools_own_head_makes_it_a_member() {
        let mut ash = stranger_to(NORTH, ASH);
        for other in [
            acting(Role::Broker, None, Some(NORTH)),
            acting(Role::Head, Some(ELM), None),
            acting(Role::Coordinator, Some(ASH), None),
            acting(Role::Operator, None, None),
            Actor::Stranger,
        ] {
            assert_eq!(ash.join(&other, now()), Err(Rule::NotAllowed.into()), "{other:?}");
            let no = ash.leave(&other, ELM, AllianceLeave::Capacity);
            assert_eq!(no, Err(Rule::NotAllowed.into()), "{other:?}");
        }
        let head = acting(Role::Head, Some(ASH), None);
        assert_eq!(ash.join(&head, now()), Ok(Event::AllianceJoined { alliance: NORTH, school: ASH }));
        assert_eq!(ash.join(&head, now()), Err(Rule::AlreadyMember.into()));
    }

    #[test]
    fn a_member_leaves_and_the_lead_school_stays() {
        let head = acting(Role::Head, Some(ASH), None);
        let mut ash = stranger_to(NORTH, ASH);
        let reason = AllianceLeave::OtherAlliance;
        assert_eq!(ash.leave(&head, ELM, reason), Err(Rule::NotAMember.into()));
        ash.since = Some(now());
        assert_eq!(ash.leave(&head, ASH, reason), Err(Rule::LeadSchoolStays.into()));
        let told = Event::AllianceLeft { alliance: NORTH, school: ASH, reason };
        assert_eq!(ash.leave(&head, ELM, reason), Ok(told));
    }

    #[test]
    fn only_its_own_broker_declares_an_alliances_neighbours() {
        let north = Alliance {
            id: NORTH,
            name: "North".into(),
            kind: AllianceKind::TeachingSchoolAlliance,
            lead: ASH,
            lead_offered_to: None,
            response_days: 7,
            version: 1,
        };
        let broker = acting(Role::Broker, None, Some(NORTH));
        let declared = Event::NeighbourDeclared { alliance: NORTH, neighbour: SOUTH };
        assert_eq!(north.declare_neighbour(&broker, SOUTH), Ok(declared));
        assert_eq!(north.declare_neighbour(&broker, NORTH), Err(Rule::NeighbourIsItself.into()));
        let other = acting(Role::Broker, None, Some(SOUTH));
        assert_eq!(north.declare_neighbour(&other, SOUTH), Err(Rule::NotAllowed.into()));
        let reason = Retraction::Mistaken;
        let withdrawn = Event::NeighbourWithdrawn { alliance: NORTH, neighbour: SOUTH, reason };
        assert_eq!(north.withdraw_neighbour(&broker, SOUTH, true, reason), Ok(withdrawn));
        assert_eq!(north.withdraw_neighbour(&broker, SOUTH, false, reason), Err(Rule::NotFound.at("neighbour")));
        assert_eq!(north.withdraw_neighbour(&other, SOUTH, true, reason), Err(Rule::NotAllowed.into()));
    }
}
