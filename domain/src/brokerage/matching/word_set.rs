//! A set of words of one short list, as bits: what both sides have in common is one operation.

use std::fmt;
use std::marker::PhantomData;

use crate::Word;

/// A set of words of a list of at most 32.
pub struct WordSet<W> {
    bits: u32,
    word: PhantomData<fn() -> W>,
}

impl<W: Word> WordSet<W> {
    /// The set of these words.
    pub fn of(words: impl IntoIterator<Item = W>) -> Self {
        let bits = words.into_iter().fold(0, |bits, word| bits | bit(word));
        Self { bits, word: PhantomData }
    }

    /// Whether it holds a word.
    pub fn has(self, word: W) -> bool {
        self.bits & bit(word) != 0
    }

    /// The words that both hold.
    pub const fn and(self, other: Self) -> Self {
        Self { bits: self.bits & other.bits, word: PhantomData }
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Its words, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = W> {
        W::ALL.iter().copied().filter(move |word| self.has(*word))
    }
}

fn bit<W: Word>(word: W) -> u32 {
    W::ALL.iter().position(|it| *it == word).map_or(0, |place| 1 << place)
}

// Derives would bound the word itself.
impl<W> Clone for WordSet<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for WordSet<W> {}

impl<W> PartialEq for WordSet<W> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<W> Eq for WordSet<W> {}

impl<W: Word> fmt::Debug for WordSet<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
