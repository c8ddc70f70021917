//! Sets of slots as bits, 64 to a word: what holds of 64 offers is one operation.

use std::marker::PhantomData;

use crate::Word;
use crate::brokerage::matching::WordSet;

/// How many slots one word of bits holds.
pub const WIDTH: usize = 64;

/// A set of slots.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// An empty set over so many words.
    pub fn over(words: usize) -> Self {
        Self(vec![0; words])
    }

    /// One word of it.
    pub fn at(&self, word: usize) -> u64 {
        self.0.get(word).copied().unwrap_or(0)
    }

    /// Puts a slot in, or takes it out.
    pub fn put(&mut self, slot: usize, holds: bool) {
        let (word, bit) = (slot / WIDTH, 1 << (slot % WIDTH));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if holds {
            self.0[word] |= bit;
        } else {
            self.0[word] &= !bit;
        }
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds what another holds.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Its slots, in order.
    pub fn slots(self) -> impl Iterator<Item = usize> + Clone {
        self.0.into_iter().enumerate().flat_map(|(word, bits)| slots_of(word, bits))
    }
}

/// The slots of one word of bits, in order.
pub const fn slots_of(word: usize, bits: u64) -> Slots {
    Slots { first: word * WIDTH, left: bits }
}

/// Slots of one word of bits, in order.
#[derive(Clone, Debug)]
pub struct Slots {
    first: usize,
    left: u64,
}

impl Iterator for Slots {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            return None;
        }
        let slot = self.first + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(slot)
    }
}

/// For each word of a list, the slots of which it holds.
#[derive(Clone, Debug)]
pub struct ByWord<W> {
    sets: Vec<Bits>,
    word: PhantomData<fn() -> W>,
}

impl<W: Word> Default for ByWord<W> {
    fn default() -> Self {
        Self { sets: vec![Bits::default(); W::ALL.len()], word: PhantomData }
    }
}

impl<W: Word> ByWord<W> {
    /// Has a slot hold these words and no others.
    pub fn put(&mut self, slot: usize, words: WordSet<W>) {
        for (word, set) in W::ALL.iter().zip(&mut self.sets) {
            set.put(slot, words.has(*word));
        }
    }

    /// The set of one word.
    pub fn set(&self, word: W) -> Option<&Bits> {
        W::ALL.iter().zip(&self.sets).find(|(it, _)| **it == word).map(|(_, set)| set)
    }

    /// The sets of these words, found once for many readings.
    pub fn sets(&self, words: WordSet<W>) -> Vec<&Bits> {
        W::ALL.iter().zip(&self.sets).filter(|(word, _)| words.has(**word)).map(|(_, set)| set).collect()
    }
}
