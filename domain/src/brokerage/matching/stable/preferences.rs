//! Whom each side of a market would rather have: schools by the points of a pair, specialists by a rule of their own.

use std::cmp::Reverse;

use crate::brokerage::matching::plan::{Instance, Pairing};

/// A specialist on the list of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The specialist.
    pub specialist: u32,
    /// The points of the pair.
    pub weight: i64,
    /// Where the request stands with the specialist: at 0 the one that he or she wants most, and no two at one place.
    pub place: u32,
}

/// What both sides want. Every possible pair suits both, since it passes the hard rules: all that counts is the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences<'i> {
    instance: &'i Instance,
    /// The choices of each request, the one that it wants most first.
    lists: Vec<Vec<Choice>>,
}

/// The pairs of a request, the most points first; of equal points, the specialist with the lower key, then the earlier one.
pub fn wanted(instance: &Instance, request: u32) -> Vec<Pairing> {
    let mut list: Vec<_> = instance.row(request as usize).iter().collect();
    let key = |it: &Pairing| instance.gives()[it.specialist as usize].key;
    list.sort_unstable_by_key(|it| (Reverse(it.weight), key(it), it.specialist));
    list
}

impl<'i> Preferences<'i> {
    /// Schools want the pair with more points. Specialists want the request that has the higher `standing` with them, given
    /// request and specialist. Of equals either side wants the one with the lower key, then the one that stands earlier: so
    /// where keys are drawn the tie is, and where they are numbers of a list it goes by the list.
    pub fn new(instance: &'i Instance, standing: impl Fn(u32, u32) -> i64) -> Self {
        let choice = |it: Pairing| Choice { specialist: it.specialist, weight: it.weight, place: 0 };
        let list = |request| wanted(instance, request).into_iter().map(choice).collect();
        let mut lists: Vec<Vec<Choice>> = (0..instance.asks().len() as u32).map(list).collect();
        // Of each specialist, the pairs with their standing: of equals, the one that is to come first comes first.
        let mut turns: Vec<u32> = (0..instance.asks().len() as u32).collect();
        turns.sort_by_key(|request| instance.asks()[*request as usize].key);
        let mut asked: Vec<Vec<(Reverse<i64>, u32, u32)>> = vec![Vec::new(); instance.gives().len()];
        for request in turns {
            for (at, choice) in (0..).zip(&lists[request as usize]) {
                let standing = Reverse(standing(request, choice.specialist));
                asked[choice.specialist as usize].push((standing, request, at));
            }
        }
        for mut of_one in asked {
            of_one.sort_by_key(|(standing, ..)| *standing);
            for (place, (_, request, at)) in (0..).zip(of_one) {
                lists[request as usize][at as usize].place = place;
            }
        }
        Self { instance, lists }
    }

    /// The market whose preferences they are.
    pub const fn instance(&self) -> &'i Instance {
        self.instance
    }

    /// The choices of a request, the one that it wants most first.
    pub fn of(&self, request: u32) -> &[Choice] {
        &self.lists[request as usize]
    }

    /// A possible pair as both sides see it.
    pub fn choice(&self, request: u32, specialist: u32) -> Option<&Choice> {
        self.of(request).iter().find(|choice| choice.specialist == specialist)
    }
}
