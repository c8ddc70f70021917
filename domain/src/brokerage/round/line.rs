//! A request in a round, and the place that the plan gives it.

use crate::brokerage::matching::Part;
use crate::brokerage::{Proposal, Round, RoundLineStatus};
use crate::directory::School;
use crate::exchange::{CapacityHolder, Offer, SupportRequest};
use crate::{Event, Id, Rejected, Rule};

/// A request in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundLine {
    /// The round.
    pub round: Id<Round>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// Where it stands in the round.
    pub status: RoundLineStatus,
    /// What the plan gave it.
    pub place: Option<RoundPlace>,
    /// How it was proposed since.
    pub proposal: Option<Id<Proposal>>,
}

/// What the plan gives to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundPlace {
    /// The offer: of those of whoever gives, the one that suits the request best.
    pub offer: Id<Offer>,
    /// Whose time it takes.
    pub holder: CapacityHolder,
    /// The school that would give.
    pub home: Id<School>,
    /// The parts of the points of the pair.
    pub parts: Vec<Part>,
    /// The worth of meeting the request at all, in points.
    pub worth: i64,
    /// What the place is worth elsewhere, in points.
    pub price: i64,
}

impl RoundPlace {
    /// The points of the pair: the sum of its parts.
    pub fn points(&self) -> i64 {
        self.parts.iter().map(Part::contribution).sum()
    }
}

impl RoundLine {
    /// Takes a request into a round.
    pub const fn taken(round: Id<Round>, request: Id<SupportRequest>) -> Self {
        Self { round, request, status: RoundLineStatus::Waiting, place: None, proposal: None }
    }

    /// Writes down what the plan gives it, or that it gives nothing.
    pub fn settle(&mut self, place: Option<RoundPlace>) -> Result<(), Rejected> {
        self.require(self.status == RoundLineStatus::Waiting)?;
        self.status = if place.is_some() { RoundLineStatus::Placed } else { RoundLineStatus::Unplaced };
        self.place = place;
        Ok(())
    }

    /// Writes down what a plan gives it that was made anew, while it still waits for somebody.
    pub fn settle_anew(&mut self, place: Option<RoundPlace>) -> Result<(), Rejected> {
        self.require(matches!(self.status, RoundLineStatus::Placed | RoundLineStatus::Unplaced))?;
        self.status = if place.is_some() { RoundLineStatus::Placed } else { RoundLineStatus::Unplaced };
        self.place = place;
        Ok(())
    }

    /// Notes that it has been proposed, as the plan says or otherwise: what was held for it is the proposal's to hold.
    pub fn propose(&mut self, proposal: Id<Proposal>) -> Result<(), Rejected> {
        self.require(self.is_in())?;
        (self.status, self.proposal) = (RoundLineStatus::Proposed, Some(proposal));
        Ok(())
    }

    /// Lets it go, because it waits for nobody any more.
    pub fn leave(&mut self) -> Result<Event, Rejected> {
        self.require(self.is_in())?;
        self.status = RoundLineStatus::Left;
        Ok(Event::RoundRequestLeft { round: self.round, request: self.request })
    }

    /// Whether the round still reckons with it.
    pub const fn is_in(&self) -> bool {
        use RoundLineStatus::{Placed, Unplaced, Waiting};
        matches!(self.status, Waiting | Placed | Unplaced)
    }

    fn require(&self, holds: bool) -> Result<(), Rejected> {
        if holds { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}
