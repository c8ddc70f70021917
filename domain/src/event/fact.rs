//! What an event tells: ids, words, numbers, days.

use chrono::NaiveDate;

use crate::{HalfTerm, Id, Noun, Timestamp, Word};

/// One fact that an event tells: an id, a word, a number, a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An id or a word, as it is spelt outside.
    Text(String),
    /// An amount in the unit that its name says.
    Number(i64),
}

/// What may stand in an event: ids and public facts only, so no free text.
pub trait AsFact {
    /// Gives the fact.
    fn fact(&self) -> Fact;
}

/// A fact that may be unknown, and is left out then.
pub(crate) trait Told {
    /// Gives the fact, if it is known.
    fn told(&self) -> Option<Fact>;
}

impl<F: AsFact> Told for F {
    fn told(&self) -> Option<Fact> {
        Some(self.fact())
    }
}

impl<F: Told> Told for Option<F> {
    fn told(&self) -> Option<Fact> {
        self.as_ref().and_then(Told::told)
    }
}

impl<N: Noun> AsFact for Id<N> {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}

impl<W: Word> AsFact for W {
    fn fact(&self) -> Fact {
        Fact::Text(self.shout())
    }
}

impl AsFact for i32 {
    fn fact(&self) -> Fact {
        Fact::Number(i64::from(*self))
    }
}

impl AsFact for HalfTerm {
    fn fact(&self) -> Fact {
        Fact::Number(i64::from(self.code()))
    }
}

impl AsFact for NaiveDate {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}

impl AsFact for Timestamp {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}
