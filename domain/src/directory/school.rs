//! What the trade needs to know of a school.

use std::fmt;

use crate::Id;
use crate::directory::{GridPoint, KeyStages, LocalAuthority, Phase, Region, Rurality, SchoolStatus, SizeBand, Trust};

/// A school: one establishment of the national register, one URN (SETTLED 2).
///
/// Inspection grades and the names of heads are no part of it: neither is read (DOMAIN A1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// Its id.
    pub id: Id<School>,
    /// Its number in the national register.
    pub urn: Urn,
    /// Its name, as the register writes it.
    pub name: Box<str>,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// Its phase: a label. Matching reads the key stages instead.
    pub phase: Phase,
    /// The key stages that it teaches, by its statutory ages, else by its phase (DOMAIN part B).
    pub key_stages: KeyStages,
    /// How many pupils it has, in bands; `None` if the register does not say.
    pub size: Option<SizeBand>,
    /// Its band of deprivation; `None` if the register does not say.
    pub deprivation: Option<DeprivationBand>,
    /// Town or country; `None` if the register does not say.
    pub rurality: Option<Rurality>,
    /// Whether it is a school for pupils with special educational needs.
    pub special: bool,
    /// Its region; `None` if the register does not say.
    pub region: Option<Region>,
    /// Its local authority; `None` if the register does not say.
    pub authority: Option<Id<LocalAuthority>>,
    /// The trust that runs it, if one does.
    pub trust: Option<Id<Trust>>,
    /// Where it stands; `None` if the register does not say.
    pub place: Option<GridPoint>,
}

/// A school's unique reference number: six digits (DOMAIN part B).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Urn(i32);

impl Urn {
    /// Takes a number of six digits.
    pub const fn new(number: i32) -> Option<Self> {
        if number < 100_000 || number > 999_999 { None } else { Some(Self(number)) }
    }

    /// Reads six digits, and nothing else.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().ok().and_then(Self::new) } else { None }
    }

    /// The number.
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Urn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Urn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Urn({})", self.0)
    }
}

/// A fifth of the schools of one phase by the share of pupils with free meals: 1 has the fewest, 5 the most
/// (SETTLED 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeprivationBand(u8);

impl DeprivationBand {
    /// Takes a number from 1 to 5.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 1 || number > 5 { None } else { Some(Self(number)) }
    }

    /// The number, 1 to 5.
    pub const fn number(self) -> u8 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_urn_is_six_digits_and_nothing_else() {
        assert_eq!(Urn::read("100000").map(Urn::number), Some(100_000));
        for text in ["0", "-10000", "+12345", "99999", "1000000", "10000a", " 100000", "٣٣٣٣٣٣", "012345", ""] {
            assert_eq!(Urn::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn bands_of_deprivation_are_five() {
        assert_eq!(DeprivationBand::new(0), None);
        assert_eq!(DeprivationBand::new(5).map(DeprivationBand::number), Some(5));
        assert_eq!(DeprivationBand::new(6), None);
    }
}
