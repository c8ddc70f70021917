//! Everybody's time, half-term by half-term, held and given by the same rules as in the service.

use std::collections::HashMap;

use domain::brokerage::Proposal;
use domain::exchange::{
    CapacityHolder, CapacityWindow, Offer, OfferShare, Reservation, ReservationLine, ReservationState,
};
use domain::{HalfTerm, Id, Timestamp};

use super::chance::Chance;

/// Everybody's windows.
#[derive(Default)]
pub struct Capacity {
    /// The windows.
    pub windows: Vec<CapacityWindow>,
    places: HashMap<(CapacityHolder, HalfTerm), usize>,
    by_id: HashMap<Id<CapacityWindow>, usize>,
    /// What proposals of an offer hold of a window.
    held: HashMap<(Id<Offer>, Id<CapacityWindow>), i32>,
    offers: HashMap<Id<Proposal>, Id<Offer>>,
}

impl Capacity {
    /// Says how much somebody can give in a half-term, unless that is said already.
    pub fn open(
        &mut self,
        chance: &mut Chance,
        since: Timestamp,
        holder: CapacityHolder,
        half_term: HalfTerm,
        half_days: i32,
    ) -> usize {
        if let Some(place) = self.places.get(&(holder, half_term)) {
            return *place;
        }
        let place = self.windows.len();
        let id = chance.id(since);
        self.windows.push(CapacityWindow { half_days, ..CapacityWindow::empty(id, holder, half_term) });
        self.places.insert((holder, half_term), place);
        self.by_id.insert(id, place);
        place
    }

    /// Reserves time for an offer in some half-terms, earliest first; nothing if there is not enough.
    pub fn reserve(
        &mut self,
        proposal: Id<Proposal>,
        offer: &Offer,
        places: &[usize],
        half_days: i32,
    ) -> Option<Reservation> {
        let windows: Vec<_> = places.iter().map(|place| self.windows[*place].clone()).collect();
        let held = |it: &CapacityWindow| (it.id, self.held.get(&(offer.id, it.id)).copied().unwrap_or(0));
        let share = OfferShare { most: offer.terms.half_days_per_half_term, held: windows.iter().map(held).collect() };
        let reservation = Reservation::allocate(proposal, &windows, &share, half_days, &[]).ok()?;
        self.offers.insert(proposal, offer.id);
        for line in &reservation.lines {
            self.window(line).reserved += line.half_days;
            self.hold(proposal, line, line.half_days);
        }
        Some(reservation)
    }

    /// Makes what is reserved a commitment.
    pub fn commit(&mut self, it: &mut Reservation) {
        for line in &it.lines {
            let window = self.window(line);
            window.reserved -= line.half_days;
            window.committed += line.half_days;
        }
        it.state = ReservationState::Committed;
    }

    /// Gives back what is reserved.
    pub fn release(&mut self, it: &mut Reservation) {
        for line in &it.lines {
            self.window(line).reserved -= line.half_days;
            self.hold(it.proposal, line, -line.half_days);
        }
        it.state = ReservationState::Released;
    }

    /// Gives back what was committed and not used.
    pub fn give_back(&mut self, it: &mut Reservation, used: i32) {
        let whole = it.lines.clone();
        for line in it.give_back(used) {
            self.window(&line).committed -= line.half_days;
            self.hold(it.proposal, &line, -line.half_days);
        }
        if it.lines.is_empty() {
            it.lines = whole;
            it.state = ReservationState::Released;
        }
    }

    fn hold(&mut self, proposal: Id<Proposal>, line: &ReservationLine, half_days: i32) {
        *self.held.entry((self.offers[&proposal], line.window)).or_default() += half_days;
    }

    fn window(&mut self, line: &ReservationLine) -> &mut CapacityWindow {
        &mut self.windows[self.by_id[&line.window]]
    }
}
