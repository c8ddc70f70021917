//! The best plan, with its proof.

use std::borrow::Cow;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::plan::bid::bid;
use crate::brokerage::matching::plan::instance::Pair;
use crate::brokerage::matching::plan::least::lower;
use crate::brokerage::matching::plan::scale::{drawn, raised};
use crate::brokerage::matching::plan::settle::{fill_while_short, settle};
use crate::brokerage::matching::plan::state::{NEVER, State};
use crate::brokerage::matching::plan::unique::Proved;
use crate::brokerage::matching::plan::watch::{Checkpoint, Step, Watch, certificate, plan};
use crate::brokerage::matching::plan::{Bound, Certificate, Instance, Objective, Plan, Value};

/// How often the draw is made again, at most, when it left two plans equal.
const DRAWS: usize = 8;
/// What part of the most that any pair is worth somebody may bid over what is right.
const OVERBID: i32 = 256;

/// A plan and its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// The plan.
    pub plan: Plan,
    /// What it is worth.
    pub value: Value,
    /// The lowest prices that prove it; of a plan that was not finished, the last prices.
    pub certificate: Certificate,
    /// What no plan can exceed, by these prices.
    pub bound: Bound,
    /// Whether no other plan is worth as much; said of a best plan only.
    pub unique: Option<bool>,
}

impl Solved {
    /// Whether the plan is proved to be best.
    pub const fn is_exact(&self) -> bool {
        self.value.total() == self.bound.total()
    }

    /// By how many points at most another plan could be worth more.
    pub const fn gap(&self) -> i64 {
        self.bound.total() - self.value.total()
    }
}

/// Finds the best plan of a market, exactly, unless the watcher stops it; then the best that it has by then, with a bound.
/// The same market gives the same plan, in whatever order its requests and specialists are listed.
pub fn solve(instance: &Instance, objective: &Objective, watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step) -> Solved {
    let mut watch = Watch::new(watcher);
    let mut seed = instance.seed();
    for _ in 1..DRAWS {
        let state = run(Cow::Borrowed(instance), Cow::Borrowed(objective), seed, &mut watch);
        if watch.stopped() || is_settled_by_draw(&state) {
            return told(&state, !watch.stopped());
        }
        seed = redraw(seed);
    }
    told(&run(Cow::Borrowed(instance), Cow::Borrowed(objective), seed, &mut watch), !watch.stopped())
}

/// The seed of the next draw, where one left two plans equal.
const fn redraw(seed: u64) -> u64 {
    mix(!seed)
}

/// Plans a market with one draw.
pub(super) fn run<'i>(
    instance: Cow<'i, Instance>,
    objective: Cow<'i, Objective>,
    seed: u64,
    watch: &mut Watch<'_>,
) -> State<'i> {
    let mut state = State::empty(instance, objective, seed);
    if place(&mut state, watch).is_some() {
        lower(&mut state);
    } else {
        fill_up(&mut state);
    }
    state
}

/// Fills the seats; nothing if it was stopped on the way. Exact bids and short paths come first, and suffice where there is
/// enough for everybody; where paths are long, bids that are more than exact shorten them.
fn place(state: &mut State<'_>, watch: &mut Watch<'_>) -> Option<()> {
    let everybody = (0..state.seats.len() as u32).collect();
    let left_over = bid(state, everybody, 0, watch);
    // What was bid for beside a place of the same team may not be exact: a team is settled in any case.
    let left_over = if state.teams { left_over } else { fill_while_short(state, left_over, watch)? };
    if state.teams || !left_over.is_empty() {
        let most = (0..state.instance.asks().len()).filter_map(|request| state.instance.pairs_of(request).first());
        let over = most.map(|pair| pair.gain).max().unwrap_or(0) / OVERBID;
        bid(state, left_over, raised(i64::from(over.max(1))), watch);
        settle(state, watch)?;
    }
    Some(())
}

/// Fills empty seats with whoever has room and is worth what the job costs: the rest of a plan that was not finished.
fn fill_up(state: &mut State<'_>) {
    for seat in 0..state.seats.len() as u32 {
        if state.filled_by(seat).is_none() {
            let request = state.seats[seat as usize].request;
            let worth = |pair: &super::shortlist::Drawn| pair.gain - state.places[pair.specialist as usize].next_cost;
            let free = state.row(request).filter(|pair| state.places[pair.specialist as usize].next_cost < NEVER);
            let best = free.filter(|pair| !state.taken_beside(seat, pair.specialist)).max_by_key(worth);
            if let Some(best) = best.filter(|pair| worth(pair) > 0) {
                state.fill(seat, best);
            }
        }
    }
}

/// Whether the draw left one plan best.
pub(super) fn is_settled_by_draw(state: &State<'_>) -> bool {
    let prices: Vec<i64> = state.places.iter().map(|place| place.price).collect();
    let gain =
        |request: usize, pair: Pair| drawn(pair.gain, state.lots[request], state.places[pair.specialist as usize].lot);
    let (instance, objective) = (&*state.instance, &*state.objective);
    Proved { instance, objective, plan: &plan(state), prices: &prices, gain, unit: raised }.is_unique()
}

/// What is told of a state.
pub(super) fn told(state: &State<'_>, finished: bool) -> Solved {
    let (instance, objective) = (&*state.instance, &*state.objective);
    let (plan, certificate) = (plan(state), certificate(state));
    let value = plan.value(instance, objective).expect("the planner keeps to its market");
    let bound = certificate.bound(instance, objective).expect("the planner's prices are within bounds");
    let gain = |_: usize, pair: Pair| i64::from(pair.gain);
    let prices = &certificate.prices;
    let unique =
        finished.then(|| Proved { instance, objective, plan: &plan, prices, gain, unit: |points| points }.is_unique());
    Solved { plan, value, certificate, bound, unique }
}
