//! Whom a request would choose at the present prices.

use crate::brokerage::matching::plan::shortlist::Drawn;
use crate::brokerage::matching::plan::state::State;

/// Whom a seat's request would rather have than anybody else, and what it would be left with, in raised points. With nobody it
/// would be left with nought.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// The pair that leaves most; none if nobody is worth the price.
    pub pair: Option<Drawn>,
    /// What that leaves.
    pub best: i64,
    /// What the second best leaves, or nobody.
    pub second: i64,
}

impl Choice {
    /// Whom a seat would choose, of all who fill no other seat of its request.
    pub fn of(state: &mut State<'_>, seat: u32) -> Self {
        let request = state.seats[seat as usize].request;
        // A list that was made long ago may lack the second best; one that is made anew lacks it only if a team has taken most.
        for made_anew in [false, true] {
            if made_anew {
                state.freshen(request);
            }
            let list = state.shortlist(request);
            let choice = Self::among(state, seat, list.pairs().iter().copied());
            if choice.second >= list.rest {
                return choice;
            }
        }
        Self::among(state, seat, state.row(request))
    }

    fn among(state: &State<'_>, seat: u32, pairs: impl Iterator<Item = Drawn>) -> Self {
        pairs.fold(Self::default(), |choice, pair| {
            let left = state.left(pair);
            if left <= choice.second || state.taken_beside(seat, pair.specialist) {
                choice
            } else if left <= choice.best {
                Self { second: left, ..choice }
            } else {
                Self { pair: Some(pair), best: left, second: choice.best }
            }
        })
    }
}
