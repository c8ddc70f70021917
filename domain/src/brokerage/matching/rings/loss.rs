//! What each ring loses against prices at which all of them cost at least their worth.
//!
//! A choice falls short of the sum of prices by what its rings lose, and by the prices of the schools that it leaves out. So
//! where prices are good, a good choice is made of rings that lose little, and there are few of these for each school.

use crate::brokerage::matching::rings::walk::Listed;

/// Rings by what they lose, and those of each school.
pub(super) struct Losses {
    /// By lots, and a nought for nobody.
    prices: Vec<i64>,
    /// The rings with their losses, the least first.
    rings: Vec<(i64, Listed)>,
    starts: Vec<u32>,
    /// For each school the numbers of its rings, the one that loses least first.
    of: Vec<u32>,
}

impl Losses {
    /// Takes rings, and any prices: where a ring is worth more than they are, the school at which it begins is made dearer.
    pub fn new(rings: &[Listed], mut prices: Vec<i64>) -> Self {
        for listed in rings {
            let above = listed.above(&prices);
            prices[usize::from(listed.at[0])] += above.max(0);
        }
        let mut rings: Vec<_> = rings.iter().map(|listed| (-listed.above(&prices), *listed)).collect();
        rings.sort_unstable();
        let nobody = prices.len() - 1;
        let mut starts = vec![0_u32; prices.len() + 1];
        let lots = |listed: &Listed| listed.at.map(usize::from).into_iter().filter(move |lot| *lot < nobody);
        for lot in rings.iter().flat_map(|(_, listed)| lots(listed)) {
            starts[lot + 1] += 1;
        }
        for lot in 0..prices.len() {
            starts[lot + 1] += starts[lot];
        }
        let mut next = starts.clone();
        let mut of = vec![0; starts[prices.len()] as usize];
        for (number, (_, listed)) in rings.iter().enumerate() {
            for lot in lots(listed) {
                of[next[lot] as usize] = number as u32;
                next[lot] += 1;
            }
        }
        Self { prices, rings, starts, of }
    }

    /// The rings with their losses, the least first.
    pub fn rings(&self) -> &[(i64, Listed)] {
        &self.rings
    }

    /// The rings of a school with their losses, the least first.
    pub fn of(&self, lot: u16) -> impl Iterator<Item = &(i64, Listed)> {
        let span = self.starts[usize::from(lot)] as usize..self.starts[usize::from(lot) + 1] as usize;
        self.of[span].iter().map(|number| &self.rings[*number as usize])
    }

    /// What a ring loses, whether or not it is listed.
    pub fn of_ring(&self, listed: &Listed) -> i64 {
        -listed.above(&self.prices)
    }

    /// The price of a school, which is lost where no ring takes it.
    pub fn of_school(&self, lot: u16) -> i64 {
        self.prices[usize::from(lot)]
    }
}
