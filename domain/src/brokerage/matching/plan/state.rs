//! Where the planner stands: who has whom, and the price of a place with each specialist, in raised points with their draws.
//!
//! Between any two searches these hold, and they are all that optimality needs (complementary slackness):
//! - a request that has somebody would find nobody better at these prices, nor be better off with nobody;
//! - a request that has nobody finds nobody worth the price;
//! - a specialist's price is at least the cost of the last job that he or she has, and at most that of the next one.

use std::borrow::Cow;
use std::ops::Range;

use crate::brokerage::matching::plan::objective::Objective;
use crate::brokerage::matching::plan::scale::{lot_of_request, lot_of_specialist, raised};
use crate::brokerage::matching::plan::shortlist::{Drawn, Shortlist};
use crate::brokerage::matching::plan::{Ask, Give, Instance};

/// No seat or specialist.
pub const NONE: u32 = u32::MAX;
/// What a job costs that nobody can take: more than any gain, and small enough to be added to.
pub const NEVER: i64 = 1 << 61;

/// One person wanted for one request.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// The request.
    pub request: u32,
    /// The next seat that the same specialist fills.
    pub next: u32,
    /// The pair that fills it; if nobody does, one of no specialist, whose gain is what the seat could have and waits for.
    pub filled: Drawn,
}

/// A specialist, as the planner sees him or her.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The price of a place.
    pub price: i64,
    /// What the next job costs.
    pub next_cost: i64,
    /// The part of the draw that he or she brings.
    pub lot: u64,
    /// The first of the seats that he or she fills.
    pub first: u32,
    /// How many these are.
    pub load: u32,
}

/// The planner's state.
#[derive(Clone, Debug)]
pub struct State<'i> {
    /// The market.
    pub instance: Cow<'i, Instance>,
    /// What load costs.
    pub objective: Cow<'i, Objective>,
    /// The seed of the draw.
    pub seed: u64,
    /// The seats, by request.
    pub seats: Vec<Seat>,
    /// The specialists.
    pub places: Vec<Place>,
    /// The part of the draw that each request brings.
    pub lots: Vec<u64>,
    /// Of each request, the pairs that leave it most.
    shortlists: Vec<Shortlist>,
    /// Whether any request wants more than one person.
    pub teams: bool,
}

impl<'i> State<'i> {
    /// Nobody has anybody, and a place with each specialist costs what the job does.
    pub fn empty(instance: Cow<'i, Instance>, objective: Cow<'i, Objective>, seed: u64) -> Self {
        let room = instance.asks().len();
        let (lots, shortlists) = (Vec::with_capacity(room), Vec::with_capacity(room));
        let (places, seats) = (Vec::with_capacity(instance.gives().len()), Vec::with_capacity(room));
        let mut it = Self { instance, objective, seed, seats, places, lots, shortlists, teams: false };
        for specialist in 0..it.instance.gives().len() {
            it.join(it.instance.gives()[specialist]);
        }
        for request in 0..room {
            it.seat(request);
        }
        it
    }

    /// Takes in the next specialist, who fills no seat.
    pub fn join(&mut self, give: Give) {
        let price = raised(self.objective.cost_after(give.jobs));
        let next_cost = if give.capacity == 0 { NEVER } else { price };
        let lot = lot_of_specialist(self.seed, give.key);
        self.places.push(Place { price, next_cost, lot, first: NONE, load: 0 });
    }

    /// Sets seats for the next request, which nobody fills.
    pub fn seat(&mut self, request: usize) {
        let Ask { key, seats, .. } = self.instance.asks()[request];
        self.lots.push(lot_of_request(self.seed, key));
        self.shortlists.push(Shortlist::first(self.row(request as u32), self.instance.pairs_of(request)));
        self.seats.extend(std::iter::repeat_n(
            Seat { request: request as u32, next: NONE, filled: nobody(0) },
            seats as usize,
        ));
        self.teams |= seats > 1;
    }

    /// Shows each pair of a request that leaves it more than a limit; others may be among those that are shown.
    #[inline]
    pub fn show(&mut self, request: u32, limit: i64, mut visit: impl FnMut(&Self, Drawn)) {
        if limit < self.shortlist(request).rest {
            self.freshen(request);
        }
        let list = self.shortlist(request);
        if limit >= list.rest {
            list.pairs().iter().for_each(|pair| visit(self, *pair));
        } else {
            self.row_above(request, limit).for_each(|pair| visit(self, pair));
        }
    }

    /// The short list of a request.
    #[inline]
    pub fn shortlist(&self, request: u32) -> &Shortlist {
        &self.shortlists[request as usize]
    }

    /// Makes a short list anew, at the present prices.
    pub fn freshen(&mut self, request: u32) {
        self.shortlists[request as usize] = Shortlist::of(self.row(request), &self.places);
    }

    /// Takes note that a specialist leaves a request so much now.
    pub fn cheaper(&mut self, request: u32, specialist: u32, left: i64) {
        self.shortlists[request as usize].cheaper(specialist, left);
    }

    /// Every pair of a request.
    pub fn row(&self, request: u32) -> impl Iterator<Item = Drawn> {
        let lot = self.lots[request as usize];
        let pairs = self.instance.pairs_of(request as usize).iter();
        pairs.map(move |pair| Drawn::of(*pair, lot, self.places[pair.specialist as usize].lot))
    }

    /// The pairs of a request whose gain is above a limit, and perhaps one that is not.
    pub fn row_above(&self, request: u32, limit: i64) -> impl Iterator<Item = Drawn> {
        let pairs = self.instance.pairs_of(request as usize);
        let above = pairs.partition_point(|pair| raised(i64::from(pair.gain) + 1) > limit);
        self.row(request).take(above)
    }

    /// What a pair leaves its request at the present price.
    #[inline]
    pub fn left(&self, pair: Drawn) -> i64 {
        pair.gain - self.places[pair.specialist as usize].price
    }

    /// What the pair that fills a seat leaves its request; of a seat that nobody fills, what it waits for.
    #[inline]
    pub fn left_of_seat(&self, seat: u32) -> i64 {
        let filled = self.seats[seat as usize].filled;
        if filled.specialist == NONE { filled.gain } else { self.left(filled) }
    }

    /// The specialist who fills a seat.
    pub fn filled_by(&self, seat: u32) -> Option<u32> {
        let specialist = self.seats[seat as usize].filled.specialist;
        (specialist != NONE).then_some(specialist)
    }

    /// The seats that a specialist fills.
    pub fn filled(&self, specialist: u32) -> impl Iterator<Item = u32> {
        let first = self.places[specialist as usize].first;
        let next = |seat: &u32| Some(self.seats[*seat as usize].next).filter(|next| *next != NONE);
        std::iter::successors(Some(first).filter(|first| *first != NONE), next)
    }

    /// Whether a specialist fills another seat of the request of a seat.
    #[inline]
    pub fn taken_beside(&self, seat: u32, specialist: u32) -> bool {
        self.teams && {
            let mut own = self.seats_of(self.seats[seat as usize].request);
            own.any(|it| it != seat && self.seats[it as usize].filled.specialist == specialist)
        }
    }

    /// The seats of a request that a specialist could fill instead of whoever fills them: none if he or she fills one of them.
    #[inline]
    pub fn seats_open_to(&self, specialist: u32, request: u32) -> Range<u32> {
        let own = self.seats_of(request);
        let fills = |seat: u32| self.seats[seat as usize].filled.specialist == specialist;
        if own.clone().any(fills) { 0..0 } else { own }
    }

    /// The seats of a request, which stand side by side.
    pub fn seats_of(&self, request: u32) -> Range<u32> {
        if !self.teams {
            return request..request + 1;
        }
        let first = self.seats.partition_point(|it| it.request < request) as u32;
        first..first + self.instance.asks()[request as usize].seats
    }

    /// Fills a seat that nobody fills.
    pub fn fill(&mut self, seat: u32, pair: Drawn) {
        let place = &mut self.places[pair.specialist as usize];
        self.seats[seat as usize].filled = pair;
        self.seats[seat as usize].next = place.first;
        place.first = seat;
        place.load += 1;
        self.weigh(pair.specialist);
    }

    /// Leaves a seat to nobody; gives who filled it.
    pub fn vacate(&mut self, seat: u32) -> Option<u32> {
        let specialist = self.filled_by(seat)?;
        let next = self.seats[seat as usize].next;
        let before = self.filled(specialist).find(|it| self.seats[*it as usize].next == seat);
        match before {
            Some(before) => self.seats[before as usize].next = next,
            None => self.places[specialist as usize].first = next,
        }
        self.wait(seat, 0);
        self.seats[seat as usize].next = NONE;
        self.places[specialist as usize].load -= 1;
        self.weigh(specialist);
        Some(specialist)
    }

    /// Lets a seat that nobody fills wait for what it could have.
    pub fn wait(&mut self, seat: u32, left: i64) {
        self.seats[seat as usize].filled = nobody(left);
    }

    /// Finds anew what a specialist's next job costs.
    pub fn weigh(&mut self, specialist: u32) {
        let give = &self.instance.gives()[specialist as usize];
        let place = &mut self.places[specialist as usize];
        let full = place.load >= give.capacity;
        place.next_cost = if full { NEVER } else { raised(self.objective.cost_after(give.jobs + place.load)) };
    }

    /// The lowest that a specialist's price may be: the cost of the last job, or of the first while there is none.
    pub fn lowest(&self, specialist: u32) -> i64 {
        let (give, place) = (&self.instance.gives()[specialist as usize], &self.places[specialist as usize]);
        raised(self.objective.cost_after(give.jobs + place.load.saturating_sub(1)))
    }

    /// Whether a specialist has a free place that costs more than its job does.
    pub fn is_dear(&self, specialist: u32) -> bool {
        let place = &self.places[specialist as usize];
        place.price > place.next_cost
    }
}

const fn nobody(waits_for: i64) -> Drawn {
    Drawn { gain: waits_for, specialist: NONE }
}
