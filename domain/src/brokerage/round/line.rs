//! A request in a round, and the place that the plan gives it.

use crate::brokerage::matching::Part;
use crate::brokerage::{Proposal, Round, RoundAnswer, RoundLineStatus, RoundUnplaced};
use crate::directory::School;
use crate::exchange::{CapacityHolder, Offer, SupportRequest};
use crate::{Event, Id, Rejected, Rule};

/// How often a request is proposed in one round, or kept from it by a rule, before nobody else is asked.
const MOST_TRIES: i32 = 5;

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
    /// How often it was proposed in this round, or a rule kept it from that.
    pub tries: i32,
    /// Which rule kept it from being proposed the last time that one did.
    pub refused_by: Option<Rule>,
    /// Why nobody is looked for any more; nothing where the plan gave it nobody in the first place.
    pub unplaced_for: Option<RoundUnplaced>,
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
        let status = RoundLineStatus::Waiting;
        Self { round, request, status, place: None, proposal: None, tries: 0, refused_by: None, unplaced_for: None }
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
        self.unplaced_for = None;
        self.tries += 1;
        Ok(())
    }

    /// Turns to another proposal of the request, because the one that it had was answered and this one is open, or was accepted.
    pub fn turn_to(&mut self, proposal: Id<Proposal>, was: RoundAnswer) -> Result<Event, Rejected> {
        self.require(self.status == RoundLineStatus::Proposed && was != RoundAnswer::Open)?;
        self.proposal = Some(proposal);
        self.tries += 1;
        Ok(self.answered(was))
    }

    /// Notes how what was proposed was answered. After a no, somebody else is looked for.
    pub fn answer(&mut self, answer: RoundAnswer) -> Result<Event, Rejected> {
        self.require(self.status == RoundLineStatus::Proposed && answer != RoundAnswer::Open)?;
        if answer == RoundAnswer::Accepted {
            self.status = RoundLineStatus::Accepted;
        } else {
            self.wait_again();
        }
        Ok(self.answered(answer))
    }

    /// Notes that a rule keeps its place from being proposed: that is a no of the pair.
    pub fn refuse(&mut self, rule: Rule) -> Result<Event, Rejected> {
        self.require(self.status == RoundLineStatus::Placed)?;
        self.wait_again();
        self.refused_by = Some(rule);
        self.tries += 1;
        Ok(self.answered(RoundAnswer::Refused))
    }

    /// Writes down what is found for it anew; gives what is to be told where nobody is.
    pub fn repair(&mut self, place: Option<RoundPlace>) -> Result<Option<Event>, Rejected> {
        match place {
            Some(place) => {
                self.require(self.may_ask())?;
                (self.status, self.place, self.unplaced_for) = (RoundLineStatus::Placed, Some(place), None);
                Ok(None)
            }
            // Whoever had nobody before is not told again.
            None if self.status == RoundLineStatus::Unplaced => Ok(None),
            None if self.tries >= MOST_TRIES => self.give_up(RoundUnplaced::AskedOften).map(Some),
            None => self.give_up(RoundUnplaced::NobodyLeft).map(Some),
        }
    }

    /// Looks for nobody any more.
    pub fn give_up(&mut self, reason: RoundUnplaced) -> Result<Event, Rejected> {
        self.require(matches!(self.status, RoundLineStatus::Waiting | RoundLineStatus::Placed))?;
        (self.status, self.place, self.unplaced_for) = (RoundLineStatus::Unplaced, None, Some(reason));
        Ok(Event::RoundRequestUnplaced { request: self.request, round: self.round, reason })
    }

    /// Whether it has nobody, and somebody may be asked for it.
    pub const fn may_ask(&self) -> bool {
        matches!(self.status, RoundLineStatus::Waiting | RoundLineStatus::Unplaced) && self.tries < MOST_TRIES
    }

    fn wait_again(&mut self) {
        (self.status, self.place, self.proposal) = (RoundLineStatus::Waiting, None, None);
    }

    const fn answered(&self, answer: RoundAnswer) -> Event {
        Event::RoundAnswered { round: self.round, request: self.request, answer }
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
