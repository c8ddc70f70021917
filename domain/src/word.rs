//! Words: closed vocabularies, each declared once, with one spelling for the database and one for the contract.

use std::fmt::Debug;
use std::hash::Hash;

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
            const ABOUT: &'static str = concat!($($about, "\n",)+).trim_ascii();
            const ALL: &'static [Self] = &[$(Self::$word,)+];

            fn as_str(self) -> &'static str {
                match self { $(Self::$word => $spelling,)+ }
            }

            fn about(self) -> &'static str {
                match self { $(Self::$word => concat!($($meaning, "\n",)+).trim_ascii(),)+ }
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
        assert_eq!(Mood::NotSoFine.about(), "It could be\n better.");
    }
}
