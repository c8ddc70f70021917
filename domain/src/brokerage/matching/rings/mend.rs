//! What is left when a school says no to a help: only the ring of that help breaks.

use crate::brokerage::matching::rings::{Checkpoint, Choice, Market, Ring, Step, solve};

/// A choice after a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The market without the help that was refused.
    pub market: Market,
    /// All rings: those that stayed, and those that were put together anew.
    pub choice: Choice,
    /// The ring that broke, if the help was part of one.
    pub broken: Option<Ring>,
    /// The rings that were put together anew, from the schools of the broken ring and those that were in none.
    pub anew: Vec<Ring>,
}

/// Takes a help out of the market, and out of the choice the ring that it was part of. All other rings stay as they are: their
/// schools may have consented. Whoever is in no ring then is put together anew.
pub fn mend(market: &Market, choice: &Choice, refused: (u32, u32), ask: &mut dyn FnMut(Checkpoint) -> Step) -> Mended {
    let mut stays = choice.rings.clone();
    let at = stays.iter().position(|ring| ring.helps().any(|help| help == refused));
    let broken = at.map(|at| stays.remove(at));
    let market = market.where_only(|help| (help.giver, help.taker) != refused);
    let mut busy = vec![false; market.partners().len()];
    for school in stays.iter().flat_map(|ring| &ring.schools) {
        busy[*school as usize] = true;
    }
    let left = market.where_only(|help| !busy[help.giver as usize] && !busy[help.taker as usize]);
    let anew = solve(&left, ask).choice.rings;
    let choice = Choice::new(&market, stays.into_iter().chain(anew.iter().cloned()));
    Mended { market, choice, broken, anew }
}
