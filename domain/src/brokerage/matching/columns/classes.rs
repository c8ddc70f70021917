//! What many offers have alike, kept once: an offer keeps the number of its class, and a question values each class once.

use std::cell::Cell;
use std::collections::BTreeMap;

/// What no class is worth: points are far smaller.
const UNKNOWN: i64 = i64::MIN;

/// Different values, numbered in the order in which they came.
#[derive(Clone, Debug)]
pub struct Classes<K> {
    numbers: BTreeMap<K, u32>,
    all: Vec<K>,
}

impl<K> Default for Classes<K> {
    fn default() -> Self {
        Self { numbers: BTreeMap::new(), all: Vec::new() }
    }
}

impl<K: Ord + Clone> Classes<K> {
    /// The number of a value's class.
    pub fn number(&mut self, value: K) -> u32 {
        let next = u32::try_from(self.all.len()).expect("there are fewer classes than offers");
        *self.numbers.entry(value).or_insert_with_key(|value| {
            self.all.push(value.clone());
            next
        })
    }

    /// Values for one question, none of them known yet.
    pub fn valued(&self) -> Valued<'_, K> {
        Valued { all: &self.all, known: vec![Cell::new(UNKNOWN); self.all.len()] }
    }
}

/// What each class is worth to one question, found when it is first asked.
pub struct Valued<'c, K> {
    all: &'c [K],
    known: Vec<Cell<i64>>,
}

impl<K> Valued<'_, K> {
    /// What a class is worth.
    pub fn of(&self, number: u32, find: impl FnOnce(&K) -> i64) -> i64 {
        let number = number as usize;
        let known = self.known[number].get();
        if known != UNKNOWN {
            return known;
        }
        let found = find(&self.all[number]);
        self.known[number].set(found);
        found
    }
}
