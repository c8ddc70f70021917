//! Capacity: the half-days that somebody can give in each half-term, and what is held of them (DOMAIN C26, SETTLED 5).

mod grant;

use crate::access::{Action, Actor};
use crate::brokerage::Proposal;
use crate::directory::{School, Specialist};
use crate::identity::Person;
use crate::{Event, HalfTerm, Id, Rejected, Rule, words};

/// The most half-days that somebody gives in one half-term.
const MOST_HALF_DAYS: i32 = 200;

pub use grant::{CapacityGrant, CapacityPolicy, GrantForm};

words! {
    /// What became of half-days that a proposal holds.
    pub enum ReservationState {
        /// Held while the proposal or the planned deployment is open.
        Reserved = "reserved",
        /// Agreed to be given.
        Committed = "committed",
        /// Given back: nobody took them.
        Released = "released",
    }
}

/// Whose time it is; all offers of the holder draw on it. In order, persons come first, each by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapacityHolder {
    /// A specialist's.
    Specialist(Id<Specialist>),
    /// A school's, for what it delivers itself.
    School(Id<School>),
}

/// The half-days of one holder in one half-term. Never more are reserved and committed than there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityWindow {
    /// Its id.
    pub id: Id<CapacityWindow>,
    /// Whose time it is.
    pub holder: CapacityHolder,
    /// The half-term.
    pub half_term: HalfTerm,
    /// How many half-days can be given.
    pub half_days: i32,
    /// How many of them proposals hold.
    pub reserved: i32,
    /// How many of them are agreed.
    pub committed: i32,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// Who decides about somebody's time: the home school's head, or the specialist in person (DOMAIN B15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityOwner {
    /// The school whose time or whose specialist it is.
    pub home: Id<School>,
    /// The person who is the specialist.
    pub person: Option<Id<Person>>,
}

impl CapacityWindow {
    /// An empty window, to be declared.
    pub const fn empty(id: Id<Self>, holder: CapacityHolder, half_term: HalfTerm) -> Self {
        Self { id, holder, half_term, half_days: 0, reserved: 0, committed: 0, version: 1 }
    }

    /// Says how many half-days can be given, not fewer than are held already.
    pub fn declare(&mut self, half_days: i32, owner: CapacityOwner, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::DeclareCapacity { home: owner.home, person: owner.person })?;
        if !(0..=MOST_HALF_DAYS).contains(&half_days) {
            return Err(Rule::NumberOutOfRange.at("halfDays"));
        }
        if half_days < self.reserved + self.committed {
            return Err(Rule::CapacityBelowUse.at("halfDays"));
        }
        self.half_days = half_days;
        Ok(Event::CapacityDeclared { window: self.id, half_term: self.half_term, half_days })
    }

    /// Adds half-days that are funded to those that can be given.
    pub fn widen(&mut self, half_days: i32) -> Result<Event, Rejected> {
        if self.half_days + half_days > MOST_HALF_DAYS {
            return Err(Rule::NumberOutOfRange.at("halfDays"));
        }
        self.half_days += half_days;
        Ok(Event::CapacityDeclared { window: self.id, half_term: self.half_term, half_days: self.half_days })
    }

    /// How many half-days are still free.
    pub const fn free(&self) -> i32 {
        self.half_days - self.reserved - self.committed
    }
}

/// So many half-days of one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservationLine {
    /// The window.
    pub window: Id<CapacityWindow>,
    /// Its half-term.
    pub half_term: HalfTerm,
    /// How many half-days of it.
    pub half_days: i32,
}

/// What a proposal, and later its deployment, holds of somebody's time, earliest half-term first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The proposal that holds it.
    pub proposal: Id<Proposal>,
    /// A line for each half-term.
    pub lines: Vec<ReservationLine>,
    /// What became of it.
    pub state: ReservationState,
}

/// How much may be asked of one offer in a half-term, and how much of that is held already. The holder's time is shared
/// by all of its offers; this is the part that one of them may take.
#[derive(Clone, Debug)]
pub struct OfferShare {
    /// The half-days that the offer states.
    pub most: i32,
    /// What proposals of the offer hold of each window.
    pub held: Vec<(Id<CapacityWindow>, i32)>,
}

impl OfferShare {
    /// Takes half-days that are free for this offer out of its holder's windows, earliest half-term first.
    pub fn earliest_of(&self, windows: &[CapacityWindow], half_days: i32) -> Result<Vec<ReservationLine>, Rejected> {
        earliest_first(&self.beside(windows), half_days)
    }

    /// Windows, each with what of it is free for this offer, earliest half-term first.
    fn beside<'w>(&self, windows: &'w [CapacityWindow]) -> Vec<(&'w CapacityWindow, i32)> {
        let mut windows: Vec<_> = windows.iter().map(|window| (window, self.free(window))).collect();
        windows.sort_by_key(|(window, _)| (window.half_term, window.id));
        windows
    }

    /// How many half-days of a window are free for this offer.
    fn free(&self, window: &CapacityWindow) -> i32 {
        let held: i32 = self.held.iter().filter(|(it, _)| *it == window.id).map(|(_, half_days)| half_days).sum();
        window.free().min(self.most - held)
    }
}

impl Reservation {
    /// Takes half-days that are free for an offer out of its holder's windows, earliest half-term first, or exactly as the
    /// broker wishes.
    pub fn allocate(
        proposal: Id<Proposal>,
        windows: &[CapacityWindow],
        share: &OfferShare,
        half_days: i32,
        wishes: &[(HalfTerm, i32)],
    ) -> Result<Self, Rejected> {
        let lines = if wishes.is_empty() {
            share.earliest_of(windows, half_days)?
        } else {
            as_wished(&share.beside(windows), half_days, wishes)?
        };
        Ok(Self { proposal, lines, state: ReservationState::Reserved })
    }

    /// The half-days of all lines.
    pub fn half_days(&self) -> i32 {
        self.lines.iter().map(|line| line.half_days).sum()
    }

    /// Whether all of it lies in some half-terms.
    pub fn lies_in(&self, half_terms: &[HalfTerm]) -> bool {
        self.lines.iter().all(|line| half_terms.contains(&line.half_term))
    }

    /// Keeps only the earliest half-days that were used and gives back the rest, latest half-term first.
    pub fn give_back(&mut self, used: i32) -> Vec<ReservationLine> {
        let mut left = used.max(0);
        let mut given = Vec::new();
        for line in &mut self.lines {
            let kept = line.half_days.min(left);
            left -= kept;
            if kept < line.half_days {
                given.push(ReservationLine { half_days: line.half_days - kept, ..*line });
                line.half_days = kept;
            }
        }
        self.lines.retain(|line| line.half_days > 0);
        given
    }
}

fn earliest_first(windows: &[(&CapacityWindow, i32)], half_days: i32) -> Result<Vec<ReservationLine>, Rejected> {
    let mut left = half_days;
    let mut lines = Vec::new();
    for (window, free) in windows {
        let taken = (*free).min(left);
        if taken > 0 {
            lines.push(line(window, taken));
            left -= taken;
        }
    }
    if left == 0 { Ok(lines) } else { Err(short(half_days, half_days - left)) }
}

fn as_wished(
    windows: &[(&CapacityWindow, i32)],
    half_days: i32,
    wishes: &[(HalfTerm, i32)],
) -> Result<Vec<ReservationLine>, Rejected> {
    let mut wishes = wishes.to_vec();
    wishes.sort_by_key(|(half_term, _)| *half_term);
    if wishes.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(Rule::ChoiceRepeated.at("halfTerms"));
    }
    let sum: i64 = wishes.iter().map(|(_, wish)| i64::from(*wish)).sum();
    if sum != i64::from(half_days) || wishes.iter().any(|(_, wish)| *wish < 1) {
        return Err(Rule::AllocationUneven.at("halfTerms"));
    }
    let mut lines = Vec::new();
    for (half_term, wish) in wishes {
        let found = windows.iter().find(|(window, _)| window.half_term == half_term);
        match found.filter(|(_, free)| *free >= wish) {
            Some((window, _)) => lines.push(line(window, wish)),
            None => return Err(short(wish, found.map_or(0, |(_, free)| *free)).at("halfTerms")),
        }
    }
    Ok(lines)
}

const fn line(window: &CapacityWindow, half_days: i32) -> ReservationLine {
    ReservationLine { window: window.id, half_term: window.half_term, half_days }
}

fn short(wanted: i32, free: i32) -> Rejected {
    let sentence =
        format!("{wanted} half-days are wanted of this offer in these half-terms and {} are free.", free.max(0));
    Rejected::from(Rule::CapacityShort).saying(sentence)
}

#[cfg(test)]
mod tests;
