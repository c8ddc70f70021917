//! The search: first the best ring first; then prices, moved until they settle; then neighbourhoods, until the choice reaches the
//! bound, nothing more is gained, or whoever watches ends it.
//!
//! Each turn of the prices lists all rings once (`survey`), which gives a bound and the rings to think about, puts a choice
//! together by what these lose, and moves prices on (`prices`). So the rings that are held are few, whatever the market holds: the
//! generation of columns, without a linear programme. Then the choice is made better at the prices as they are (`swap`).
//!
//! Same market, same answer to the last byte, on any machine, unless it is ended by a clock. Proof obligation: `worth` is that of
//! the choice, `bound` that of the certificate, and the best choice is between them.

use crate::brokerage::matching::rings::certificate::PRICE;
use crate::brokerage::matching::rings::loss::Losses;
use crate::brokerage::matching::rings::prices::{Prices, highest};
use crate::brokerage::matching::rings::survey::survey;
use crate::brokerage::matching::rings::swap::{Chosen, Swap};
use crate::brokerage::matching::rings::watch::{Stopped, Watch};
use crate::brokerage::matching::rings::{Certificate, Checkpoint, Choice, Market, Step, greedy};

/// How many turns prices are given to settle, and the part of the bound by which one moves it when they have not.
const TURNS: u32 = 60;
const SETTLED: i64 = 5_000;
/// After how many rounds of neighbourhoods without gain the search ends.
const PATIENCE: usize = 24;
/// More than any ring loses.
const MOST_LOST: i64 = 1 << 50;

/// Rings that were found, and what none can exceed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// The rings.
    pub choice: Choice,
    /// The proof of the bound.
    pub certificate: Certificate,
    /// What the rings are worth, in points, with the share of what would remain ([`Worth::total`](super::Worth::total)).
    pub worth: i64,
    /// What the best ring first comes to, from which the search begins: less of it if the search was ended before.
    pub greedy: i64,
    /// What no choice exceeds.
    pub bound: i64,
}

/// The best rings that are found until the search has come to its end, or whoever watches ends it. He or she is asked about every
/// millisecond, and may end it at any time: there always are some rings and a bound.
pub fn solve(market: &Market, ask: &mut dyn FnMut(Checkpoint) -> Step) -> Solved {
    let mut search = Search { market, chosen: Chosen::new(market), greedy: 0, prices: highest(market) };
    let _stopped = search.run(&mut Watch::new(ask));
    let Search { chosen, greedy, prices, .. } = search;
    let certificate = Certificate::of(market, &prices);
    let bound = certificate.total();
    Solved { choice: chosen.choice(market), certificate, worth: chosen.worth, greedy, bound }
}

struct Search<'m> {
    market: &'m Market,
    /// The best choice so far.
    chosen: Chosen,
    /// What the first was worth.
    greedy: i64,
    /// The prices with the least sum so far at which every ring costs at least its worth.
    prices: Vec<i64>,
}

impl Search<'_> {
    fn run(&mut self, watch: &mut Watch<'_>) -> Result<(), Stopped> {
        self.tell(watch);
        self.chosen = greedy::chosen(self.market, watch);
        self.greedy = self.chosen.worth;
        self.tell(watch);
        let losses = self.price(watch)?;
        let (mut round, mut idle) = (0, 0);
        while idle < PATIENCE && !self.is_best() {
            let before = self.chosen.worth;
            let swapped = Swap::new(self.market, &losses, round, idle).improve(&mut self.chosen, watch);
            self.tell(watch);
            swapped?;
            round += 1;
            idle = if self.chosen.worth > before { 0 } else { idle + 1 };
        }
        Ok(())
    }

    /// Moves prices down until they settle; what rings lose at the last.
    fn price(&mut self, watch: &mut Watch<'_>) -> Result<Losses, Stopped> {
        let shape = self.market.shape();
        let links = i64::from(shape.ring.max(shape.chain));
        let each = self.chosen.worth * PRICE / (self.market.partners().len() as i64).max(1);
        let mut prices = Prices::new(self.market, each);
        let mut cut = MOST_LOST;
        let mut turn = 0;
        loop {
            let survey = survey(self.market, &prices.prices, cut, watch)?;
            let (sum, least) = (survey.prices.iter().sum::<i64>(), self.prices.iter().sum::<i64>());
            if sum < least {
                self.prices.clone_from(&survey.prices);
            }
            let losses = Losses::new(&survey.rings, prices.prices.clone());
            let by_loss = Chosen::by_loss(self.market, &losses);
            if by_loss.worth > self.chosen.worth {
                self.chosen = by_loss;
            }
            self.tell(watch);
            if turn == TURNS || self.is_best() || prices.is_narrowest() && sum >= least - least / SETTLED {
                return Ok(losses);
            }
            prices.sweep(&losses, survey.cut / links, watch)?;
            cut = 2 * survey.cut.max(each).min(MOST_LOST / 2);
            turn += 1;
        }
    }

    fn bound(&self) -> i64 {
        self.prices.iter().sum::<i64>() / PRICE
    }

    fn is_best(&self) -> bool {
        self.chosen.worth >= self.bound()
    }

    fn tell(&self, watch: &mut Watch<'_>) {
        watch.so_far = Checkpoint { worth: self.chosen.worth, bound: self.bound() };
    }
}
