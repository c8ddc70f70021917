//! Words: closed vocabularies, each declared once, with one spelling for the database and one for the contract.

use std::fmt::Debug;
use std::hash::Hash;
use std::ops::RangeInclusive;

/// A word from a closed list. Made by [`words!`](crate::words), never by hand.
pub trait Word: Copy + Eq + Ord + Hash + Debug + Send + Sync + 'static {
    /// The list's name in the public contract.
    const NAME: &'static str;
    /// What the list is for, in plain words.
    const ABOUT: &'static str;
    /// Every word of the list, in its order.
    const ALL: &'static [Self];

    /// The spelling that is stored: lower case with underscores.
    fn as_str(self) -> &'static str;

    /// What the word means, in plain words.
    fn about(self) -> &'static str;

    /// The spelling in the public contract: the stored one in capitals.
    fn shout(self) -> String {
        self.as_str().to_ascii_uppercase()
    }

    /// Finds the word by its stored spelling.
    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }
}

/// Puts named numbers in the order of their words, each of which must be named exactly once. The faults are for a name that
/// is no word or was named before, for a word that has no number, and for a number that is out of range.
pub(crate) fn numbers_by_word<'a, W: Word, Fault, const N: usize>(
    named: impl IntoIterator<Item = (&'a str, i32)>,
    range: RangeInclusive<i32>,
    unknown: Fault,
    missing: fn(W) -> Fault,
    out_of_range: fn(W) -> Fault,
) -> Result<[i32; N], Fault> {
    let mut numbers = [None; N];
    for (name, number) in named {
        let Some(place) = W::ALL.iter().position(|word| word.as_str() == name) else { return Err(unknown) };
        if !range.contains(&number) {
            return Err(out_of_range(W::ALL[place]));
        }
        if numbers[place].replace(number).is_some() {
            return Err(unknown);
        }
    }
    let mut full = [0; N];
    for (place, number) in numbers.into_iter().enumerate() {
        full[place] = number.ok_or_else(|| missing(W::ALL[place]))?;
    }
    Ok(full)
}

/// Declares closed vocabularies: names, stored spellings and meanings, said once for every floor.
#[macro_export]
macro_rules! words {
    ($(
        $(#[doc = $about:literal])+
        pub enum $name:ident {
            $($(#[doc = $meaning:literal])+ $word:ident = $spelling:literal,)+
        }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $meaning])+ $word,)+
        }

        impl $crate::Word for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = concat!($($about,)+).trim_ascii();
            const ALL: &'static [Self] = &[$(Self::$word,)+];

            fn as_str(self) -> &'static str {
                match self { $(Self::$word => $spelling,)+ }
            }

            fn about(self) -> &'static str {
                match self { $(Self::$word => concat!($($meaning,)+).trim_ascii(),)+ }
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// How a thing is.
        pub enum Mood {
            /// It is well.
            Fine = "fine",
            /// It could be
            /// better.
            NotSoFine = "not_so_fine",
        }
    }

    #[test]
    fn a_word_has_one_spelling_each_way() {
        assert_eq!(Mood::read("not_so_fine"), Some(Mood::NotSoFine));
        assert_eq!(Mood::NotSoFine.shout(), "NOT_SO_FINE");
        assert_eq!(Mood::read("NOT_SO_FINE"), None);
    }

    #[test]
    fn the_meaning_is_the_doc_comment() {
        assert_eq!(Mood::ABOUT, "How a thing is.");
        assert_eq!(Mood::NotSoFine.about(), "It could be better.");
    }
}
