//! What of a market may change after it was checked, each change checked in its turn and made whole or not at all.

use std::ops::Range;

use crate::brokerage::matching::plan::instance::{MOST_PAIRS, MOST_POINTS, MOST_SEATS, Pair};
use crate::brokerage::matching::plan::{Ask, Give, Instance, InstanceFault, Pairing};

impl Instance {
    /// Adds a request with its pairs, in any order.
    pub(super) fn add_row(&mut self, ask: Ask, list: Vec<Pairing>) -> Result<(), InstanceFault> {
        let request = self.asks.len();
        if ask.seats == 0 || ask.seats as usize > MOST_SEATS {
            return Err(InstanceFault::SeatsOutOfRange { request });
        }
        if ask.worth.unsigned_abs() > MOST_POINTS.unsigned_abs() {
            return Err(InstanceFault::WorthOutOfRange { request });
        }
        let row = self.checked(request, ask.worth, list)?;
        self.asks.push(ask);
        self.rows.push(0..0);
        self.put_row(request, row);
        Ok(())
    }

    /// Adds a specialist with the points of the pairs with these requests; gives the rows that the requests then have.
    pub(super) fn add_specialist(
        &mut self,
        give: Give,
        pairs: &[(u32, i64)],
    ) -> Result<Vec<(u32, Vec<Pair>)>, InstanceFault> {
        let specialist = self.gives.len() as u32;
        if give.is_too_many() {
            return Err(InstanceFault::JobsOutOfRange { specialist: specialist as usize });
        }
        self.gives.push(give);
        let mut sorted = pairs.to_vec();
        sorted.sort_unstable();
        let twice = sorted.windows(2).find(|two| two[0].0 == two[1].0);
        let rows = match twice {
            Some(twice) => Err(InstanceFault::PairTwice { request: twice[0].0 as usize, specialist }),
            None => sorted.into_iter().map(|(request, weight)| self.row_with(request, specialist, weight)).collect(),
        };
        if rows.is_err() {
            self.gives.pop();
        }
        rows
    }

    fn row_with(&self, request: u32, specialist: u32, weight: i64) -> Result<(u32, Vec<Pair>), InstanceFault> {
        let at = request as usize;
        let ask = self.asks.get(at).ok_or(InstanceFault::NoSuchRequest { request: at })?;
        let with = self.row(at).iter().chain([Pairing { specialist, weight }]).collect();
        Ok((request, self.checked(at, ask.worth, with)?))
    }

    /// Changes how many jobs a specialist can take.
    pub(super) fn resize(&mut self, specialist: u32, capacity: u32) -> Result<(), InstanceFault> {
        let give = &mut self.gives[specialist as usize];
        let resized = Give { capacity, ..*give };
        if resized.is_too_many() {
            return Err(InstanceFault::JobsOutOfRange { specialist: specialist as usize });
        }
        *give = resized;
        Ok(())
    }

    /// The row that these pairs make up: the most worth first, then by specialist.
    pub(super) fn checked(&self, request: usize, worth: i64, list: Vec<Pairing>) -> Result<Vec<Pair>, InstanceFault> {
        if self.pairs.len() + list.len() > MOST_PAIRS {
            return Err(InstanceFault::TooLarge);
        }
        let mut row = Vec::with_capacity(list.len());
        for Pairing { specialist, weight } in list {
            if specialist as usize >= self.gives.len() {
                return Err(InstanceFault::NoSuchSpecialist { request, specialist });
            }
            if weight.unsigned_abs() > MOST_POINTS.unsigned_abs() {
                return Err(InstanceFault::WeightOutOfRange { request, specialist });
            }
            let gain = i32::try_from(weight + worth).expect("both are within 2^19");
            row.push(Pair { specialist, gain });
        }
        if may_repeat(&row) {
            let mut named: Vec<u32> = row.iter().map(|pair| pair.specialist).collect();
            named.sort_unstable();
            if let Some(twice) = named.windows(2).find(|two| two[0] == two[1]) {
                return Err(InstanceFault::PairTwice { request, specialist: twice[0] });
            }
        }
        row.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.gain), pair.specialist));
        Ok(row)
    }

    /// Puts a row at the end, and moves all rows together when more is left behind than is held.
    pub(super) fn put_row(&mut self, request: usize, row: Vec<Pair>) {
        self.held = self.held + row.len() - self.rows[request].len();
        self.rows[request] = self.put(row);
        if self.pairs.len() > 2 * self.held + 1_024 {
            let rows: Vec<Vec<Pair>> = (0..self.rows.len()).map(|it| self.pairs_of(it).to_vec()).collect();
            self.pairs.clear();
            self.rows = rows.into_iter().map(|row| self.put(row)).collect();
        }
    }

    fn put(&mut self, row: Vec<Pair>) -> Range<u32> {
        let from = self.pairs.len() as u32;
        self.pairs.extend(row);
        from..self.pairs.len() as u32
    }
}

/// Whether somebody may stand twice in a row, told by a bit for each remainder: of two specialists with one remainder it cannot
/// tell, and whoever asks has to sort the row. A request that arrives is seldom sorted so.
fn may_repeat(row: &[Pair]) -> bool {
    const WORDS: usize = 256;
    let mut seen = [0_u64; WORDS];
    row.iter().any(|pair| {
        let (word, bit) = (&mut seen[pair.specialist as usize / 64 % WORDS], 1 << (pair.specialist % 64));
        std::mem::replace(word, *word | bit) & bit != 0
    })
}
