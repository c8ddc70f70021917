//! A role of one person at one place, for a time: pending, active, ended.

use crate::access::{Action, Actor, Role};
use crate::directory::{Alliance, School};
use crate::identity::Person;
use crate::rule::{Rejected, Rule};
use crate::{Event, Id, Timestamp, words};

/// How far ahead the end of a role may lie, in days.
const MOST_DAYS: u32 = 366;

words! {
    /// Where a role stands.
    pub enum MembershipStatus {
        /// Waits for an operator or an alliance's broker to confirm it: the first head of a school.
        Pending = "pending",
        /// May act.
        Active = "active",
        /// Over. Its history stays.
        Ended = "ended",
    }

    /// Why a role ended: neutral codes (DOMAIN E72).
    pub enum MembershipEnd {
        /// Whoever held it has left the school, the alliance or the service.
        Left = "left",
        /// Their duties have changed.
        DutiesChanged = "duties_changed",
        /// It was given, or claimed, by mistake.
        Mistaken = "mistaken",
        /// It is not needed any more.
        NotNeeded = "not_needed",
        /// The school closed, or became another where they hold the role already.
        SchoolChanged = "school_changed",
        /// The time for which it was given is over.
        TimeOver = "time_over",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// What a role is held at.
    pub enum PlaceKind {
        /// One school.
        School = "school",
        /// One alliance.
        Alliance = "alliance",
        /// The whole country.
        National = "national",
    }
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a school.
    School(Id<School>),
    /// At an alliance.
    Alliance(Id<Alliance>),
    /// In the whole country.
    National,
}

impl Place {
    /// Makes a place from the two columns that keep it; both at once is no place.
    pub const fn of(school: Option<Id<School>>, alliance: Option<Id<Alliance>>) -> Option<Self> {
        match (school, alliance) {
            (Some(school), None) => Some(Self::School(school)),
            (None, Some(alliance)) => Some(Self::Alliance(alliance)),
            (None, None) => Some(Self::National),
            (Some(_), Some(_)) => None,
        }
    }

    /// What kind of place it is.
    pub const fn kind(self) -> PlaceKind {
        match self {
            Self::School(_) => PlaceKind::School,
            Self::Alliance(_) => PlaceKind::Alliance,
            Self::National => PlaceKind::National,
        }
    }

    /// The school, if it is one.
    pub const fn school(self) -> Option<Id<School>> {
        if let Self::School(school) = self { Some(school) } else { None }
    }

    /// The alliance, if it is one.
    pub const fn alliance(self) -> Option<Id<Alliance>> {
        if let Self::Alliance(alliance) = self { Some(alliance) } else { None }
    }
}

impl Role {
    /// The kind of place at which the role is held (DOMAIN C.3).
    pub const fn held_at(self) -> PlaceKind {
        match self {
            Self::Head | Self::Coordinator | Self::Specialist | Self::Governor | Self::TrustOfficer => {
                PlaceKind::School
            }
            Self::Broker | Self::QaAssessor => PlaceKind::Alliance,
            Self::Analyst | Self::Auditor | Self::Operator => PlaceKind::National,
        }
    }

    /// Refuses an end that has passed or lies too far ahead, and an auditor's access without one (DOMAIN C.3).
    pub fn check_until(self, until: Option<Timestamp>, now: Timestamp) -> Result<(), Rejected> {
        match until {
            None if self == Self::Auditor => Err(Rule::AccessEndMissing.at("until")),
            Some(until) if until <= now => Err(Rule::DatePassed.at("until")),
            Some(until) if until > now.plus_days(MOST_DAYS) => Err(Rule::AccessEndTooFar.at("until")),
            _ => Ok(()),
        }
    }

    /// Refuses a role at a place where it cannot be held.
    pub fn check_at(self, place: Place) -> Result<(), Rejected> {
        if self.held_at() == place.kind() { Ok(()) } else { Err(Rule::RoleNotHeldHere.at("role")) }
    }
}

/// A role of one person at one place, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which one.
    pub id: Id<Membership>,
    /// Whose it is.
    pub person: Id<Person>,
    /// What it allows.
    pub role: Role,
    /// Where it holds.
    pub place: Place,
    /// Where it stands.
    pub status: MembershipStatus,
    /// When the person took it up.
    pub begun_at: Timestamp,
    /// When it was confirmed: at once, unless it had to wait.
    pub confirmed_at: Option<Timestamp>,
    /// Until when it allows anything, if it was given for a time.
    pub until: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended; nothing of what ended before a reason was kept.
    pub end_reason: Option<MembershipEnd>,
    /// Counts the changes, so that a stale one is refused.
    pub version: i32,
}

impl Membership {
    /// Begins a role. A head of a school that has no confirmed one waits for confirmation (SETTLED 13).
    pub fn begin(
        id: Id<Self>,
        person: Id<Person>,
        role: Role,
        (place, until): (Place, Option<Timestamp>),
        school_has_head: bool,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        role.check_at(place)?;
        role.check_until(until, now)?;
        let waits = role == Role::Head && !school_has_head;
        let status = if waits { MembershipStatus::Pending } else { MembershipStatus::Active };
        let confirmed_at = if waits { None } else { Some(now) };
        let (begun_at, ended_at, end_reason, version) = (now, None, None, 1);
        let it = Self { id, person, role, place, status, begun_at, confirmed_at, until, ended_at, end_reason, version };
        let event = if waits {
            Event::MembershipClaimed { membership: id, person }
        } else {
            Event::MembershipBegun { membership: id, person }
        };
        Ok((it, event))
    }

    /// Grants a role without an invitation: the command line, the seed, an operator.
    pub fn grant(
        by: &Actor,
        id: Id<Self>,
        person: Id<Person>,
        role: Role,
        at: (Place, Option<Timestamp>),
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::GrantRole {})?;
        // Whoever grants it vouches for it: nothing is left to confirm.
        Self::begin(id, person, role, at, true, now)
    }

    /// Confirms the first head of a school. `school_alliance` is the broker's alliance, if the school belongs to it.
    pub fn confirm(
        &mut self,
        by: &Actor,
        school_alliance: Option<Id<Alliance>>,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::ConfirmHead { school_alliance })?;
        if by.person() == Some(self.person) {
            return Err(Rule::OwnRole.into());
        }
        if self.status != MembershipStatus::Pending {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = MembershipStatus::Active;
        self.confirmed_at = Some(now);
        Ok(Event::MembershipBegun { membership: self.id, person: self.person })
    }

    /// Ends a role, whether it was confirmed or not, by a neutral code. `others` counts the other active holders of it at its
    /// place.
    pub fn end(&mut self, by: &Actor, reason: MembershipEnd, others: u32, now: Timestamp) -> Result<Event, Rejected> {
        by.require(self.ending())?;
        if self.status == MembershipStatus::Ended {
            return Err(Rule::StepNotOpen.into());
        }
        // Without an operator nobody could let one in, short of the command line.
        if self.role == Role::Operator && others == 0 {
            return Err(Rule::LastOperator.into());
        }
        self.status = MembershipStatus::Ended;
        (self.ended_at, self.end_reason) = (Some(now), Some(reason));
        Ok(Event::MembershipEnded { membership: self.id, person: self.person, reason })
    }

    /// Ends a role whose time is over. Nobody is asked: it has allowed nothing since then, whoever else holds it.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        let over = self.until.is_some_and(|until| until <= now);
        if self.status == MembershipStatus::Ended || !over {
            return Err(Rule::StepNotOpen.into());
        }
        let reason = MembershipEnd::TimeOver;
        self.status = MembershipStatus::Ended;
        (self.ended_at, self.end_reason) = (Some(now), Some(reason));
        Ok(Event::MembershipEnded { membership: self.id, person: self.person, reason })
    }

    const fn ending(&self) -> Action {
        let person = self.person;
        match self.place {
            Place::School(school) => Action::EndSchoolMembership { school, person },
            Place::Alliance(alliance) => Action::EndAllianceMembership { alliance, person },
            Place::National => Action::EndNationalRole { person },
        }
    }
}

#[cfg(test)]
#[path = "membership_tests.rs"]
pub(crate) mod tests;
