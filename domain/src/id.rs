//! Identity: every noun has an id that says which noun it belongs to, in the type and in its spelling.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::Uuid;

/// Something with an identity of its own.
pub trait Noun: 'static {
    /// The letters before the underscore in the id's outside spelling, unique among nouns.
    const PREFIX: &'static str;
    /// The noun's name in the trade, as the public contract spells it.
    const NAME: &'static str;
}

/// The id of one noun: a version 7 UUID inside, `prp_0192…` outside.
pub struct Id<N> {
    uuid: Uuid,
    noun: PhantomData<fn() -> N>,
}

impl<N> Id<N> {
    /// Takes a UUID as the id of this noun.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, noun: PhantomData }
    }

    /// Gives the UUID that the database keeps.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

/// A text that is not the id of the noun that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl<N: Noun> FromStr for Id<N> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (prefix, uuid) = split(text).ok_or(NotAnId)?;
        if prefix != N::PREFIX {
            return Err(NotAnId);
        }
        Ok(Self::from_uuid(uuid))
    }
}

/// Splits an outside spelling into its prefix and its UUID, whatever the noun; `None` if it is no id at all.
pub fn split(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, hex) = text.split_once('_')?;
    // One id has one spelling: `Uuid` alone would also read hyphens, braces and capitals.
    let plain = hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !plain {
        return None;
    }
    Some((prefix, Uuid::try_parse(hex).ok()?))
}

impl<N: Noun> fmt::Display for Id<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", N::PREFIX, self.uuid.as_simple())
    }
}

impl<N: Noun> fmt::Debug for Id<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// Derives would ask the noun itself to be Copy, Eq and so on; only its name matters here.
impl<N> Clone for Id<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Id<N> {}

impl<N> PartialEq for Id<N> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<N> Eq for Id<N> {}

impl<N> PartialOrd for Id<N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<N> Ord for Id<N> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<N> Hash for Id<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

/// Names the nouns that have no struct of their own in the domain, or gives an existing struct its id.
#[macro_export]
macro_rules! nouns {
    ($($(#[doc = $doc:literal])+ $noun:ident = $prefix:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub enum $noun {}

        $crate::noun!($noun = $prefix);
    )+};
}

/// Gives a struct its id's prefix.
#[macro_export]
macro_rules! noun {
    ($noun:ident = $prefix:literal) => {
        impl $crate::Noun for $noun {
            const PREFIX: &'static str = $prefix;
            const NAME: &'static str = stringify!($noun);
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    nouns! {
        /// A noun of this test.
        Pear = "per";
        /// Another.
        Plum = "plm";
    }

    #[test]
    fn an_id_is_read_back_as_it_is_written() {
        let id: Id<Pear> = Id::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(id.to_string(), "per_01920000000070008000000000000001");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_noun_or_another_spelling_is_refused() {
        for text in [
            "plm_01920000000070008000000000000001",
            "per_01920000-0000-7000-8000-000000000001",
            "per_0192000000007000800000000000000A",
            "per_0192",
            "01920000000070008000000000000001",
            "",
        ] {
            assert_eq!(text.parse::<Id<Pear>>(), Err(NotAnId), "{text:?}");
        }
        assert!("plm_01920000000070008000000000000001".parse::<Id<Plum>>().is_ok());
    }
}
