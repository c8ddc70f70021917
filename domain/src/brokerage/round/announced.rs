//! A round whose places are proposed: by whose authority, until when, and what it came to.

use super::{Round, RoundAnswer, RoundStatus, running};
use crate::access::{Action, Actor};
use crate::brokerage::ProposalStatus;
use crate::directory::Alliance;
use crate::identity::{Membership, Person};
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// How many days an announced round goes on to propose. Schools have two weeks to answer, so that there is time for a second and a
/// third who is asked.
const DAYS_TO_ASK: u32 = 42;

/// That the places of a round are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundAnnouncement {
    /// When it was announced.
    pub at: Timestamp,
    /// Who announced it.
    pub by: Id<Person>,
    /// Until when new proposals are made.
    pub ask_until: Timestamp,
    /// The points of all pairs of its plan.
    pub points: i64,
}

/// By whose authority the requests of an alliance are proposed in a round: the act of one of its brokers (DOMAIN B18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundMandate {
    /// The round.
    pub round: Id<Round>,
    /// The alliance whose requests are proposed.
    pub alliance: Id<Alliance>,
    /// The broker.
    pub person: Id<Person>,
    /// The role in which they acted, without which nothing is proposed.
    pub membership: Id<Membership>,
    /// When they did.
    pub given_at: Timestamp,
}

/// What a round has come to so far, or came to, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoundFigures {
    /// How many proposals were made.
    pub proposed: i32,
    /// How many of them wait for an answer.
    pub open: i32,
    /// How many both schools accepted.
    pub accepted: i32,
    /// How many one of the schools declined.
    pub declined: i32,
    /// How many were not answered in time.
    pub expired: i32,
    /// How many were taken back, or gave way to another.
    pub withdrawn: i32,
    /// How many places a rule kept from being proposed.
    pub refused: i32,
    /// How many proposals came after a no of somebody else.
    pub repaired: i32,
    /// How many requests have a place that is still to be proposed, or wait for one.
    pub waiting: i32,
    /// How many requests left the round.
    pub left: i32,
    /// How many requests have nobody.
    pub unplaced: i32,
    /// The points of the pairs that were accepted.
    pub points: i64,
}

impl RoundAnswer {
    /// What came of a proposal that stands so.
    pub const fn of(status: ProposalStatus) -> Self {
        match status {
            ProposalStatus::Sent | ProposalStatus::HomeAccepted | ProposalStatus::HostAccepted => Self::Open,
            ProposalStatus::Confirmed => Self::Accepted,
            ProposalStatus::Declined => Self::Declined,
            ProposalStatus::Expired => Self::Expired,
            ProposalStatus::Withdrawn => Self::Withdrawn,
            ProposalStatus::Superseded => Self::Superseded,
        }
    }
}

impl Round {
    /// Announces it: the places of its plan, which have these points together, are proposed. For an alliance's round that is the act
    /// of the broker by whose authority they are (DOMAIN B18, E58); of the nation's each alliance's brokers take up their own.
    pub fn announce(
        &mut self,
        points: i64,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Option<RoundMandate>, Event), Rejected> {
        by.require(running(self.alliance))?;
        self.require(&[RoundStatus::Planned])?;
        // Whoever is late finds what lapses in the same moment.
        if self.use_by.is_none_or(|use_by| now > use_by) {
            return Err(Rule::StepNotOpen.into());
        }
        let ask_until = now.plus_days(DAYS_TO_ASK);
        let announcer = by.person().ok_or(Rule::NotAllowed)?;
        let mandate = self.alliance.map(|alliance| self.mandate(alliance, by, now)).transpose()?;
        self.announcement = Some(RoundAnnouncement { at: now, by: announcer, ask_until, points });
        self.status = RoundStatus::Announced;
        Ok((mandate, Event::RoundAnnounced { round: self.id, ask_until }))
    }

    /// Takes an announced round up for the alliance of a broker, by whose authority its requests are proposed from now on.
    pub fn take_up(&self, by: &Actor, now: Timestamp) -> Result<(RoundMandate, Event), Rejected> {
        let alliance = by.acting().and_then(|acting| acting.alliance).ok_or(Rule::NotAllowed)?;
        if self.alliance.is_some_and(|own| own != alliance) {
            return Err(Rule::NotAllowed.into());
        }
        let mandate = self.mandate(alliance, by, now)?;
        if !self.asks(now) {
            return Err(Rule::StepNotOpen.into());
        }
        Ok((mandate, Event::RoundTakenUp { round: self.id, alliance }))
    }

    /// Whether new proposals are made.
    pub fn asks(&self, now: Timestamp) -> bool {
        self.status == RoundStatus::Announced && self.announcement.is_some_and(|it| now <= it.ask_until)
    }

    /// Notes that it was planned again for those who have nobody, of whom so many have a place by that.
    pub fn repair(&self, placed: i32) -> Result<Event, Rejected> {
        self.require(&[RoundStatus::Announced])?;
        Ok(Event::RoundRepaired { round: self.id, placed })
    }

    /// Closes it by itself, because every request in it has its answer.
    pub fn finish(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require(&[RoundStatus::Announced])?;
        self.end(RoundStatus::Closed, now);
        Ok(Event::RoundClosed { round: self.id })
    }

    fn mandate(&self, alliance: Id<Alliance>, by: &Actor, now: Timestamp) -> Result<RoundMandate, Rejected> {
        by.require(Action::ProposeSupport { alliance })?;
        let acting = by.acting().ok_or(Rule::NotAllowed)?;
        let (person, membership) = (acting.person, acting.membership);
        Ok(RoundMandate { round: self.id, alliance, person, membership, given_at: now })
    }
}
