//! Which key stages a school teaches: by the ages of its pupils, since a phase loses middle and all-through schools.

use std::fmt;

use crate::Word;
use crate::directory::{KeyStage, Phase};

/// A set of key stages.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct KeyStages(u8);

impl KeyStages {
    /// None.
    pub const NONE: Self = Self(0);
    /// All six.
    pub const ALL: Self = Self(0b11_1111);

    /// The stages of a school whose youngest pupils are of one age in years and whose oldest leave at another
    /// (DOMAIN part B). A stage counts as soon as one year of it lies within.
    pub fn of_ages(low: u8, high: u8) -> Self {
        KeyStage::ALL
            .iter()
            .copied()
            .filter(|stage| {
                let (from, until) = ages(*stage);
                low < until && high > from
            })
            .collect()
    }

    /// The stages that a phase usually means, for a school whose ages the register does not give. Where the phase says
    /// nothing either, all: a school that is not known must not be lost in a filter.
    pub fn of_phase(phase: Phase) -> Self {
        use KeyStage::*;
        match phase {
            Phase::Nursery => Self::from_iter([EarlyYears]),
            Phase::Primary => Self::from_iter([EarlyYears, Ks1, Ks2]),
            Phase::MiddleDeemedPrimary | Phase::MiddleDeemedSecondary => Self::from_iter([Ks2, Ks3]),
            Phase::Secondary => Self::from_iter([Ks3, Ks4]),
            Phase::SixteenPlus => Self::from_iter([Ks5]),
            Phase::AllThrough | Phase::NotApplicable => Self::ALL,
        }
    }

    /// Whether a stage is in the set.
    pub fn holds(self, stage: KeyStage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// Whether the two sets share a stage.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The stages, youngest first.
    pub fn iter(self) -> impl Iterator<Item = KeyStage> {
        KeyStage::ALL.iter().copied().filter(move |stage| self.holds(*stage))
    }
}

impl FromIterator<KeyStage> for KeyStages {
    fn from_iter<I: IntoIterator<Item = KeyStage>>(stages: I) -> Self {
        Self(stages.into_iter().fold(0, |set, stage| set | 1 << stage as u8))
    }
}

impl fmt::Debug for KeyStages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The age at which a stage begins and the age at which it is over.
const fn ages(stage: KeyStage) -> (u8, u8) {
    match stage {
        KeyStage::EarlyYears => (0, 5),
        KeyStage::Ks1 => (5, 7),
        KeyStage::Ks2 => (7, 11),
        KeyStage::Ks3 => (11, 14),
        KeyStage::Ks4 => (14, 16),
        KeyStage::Ks5 => (16, 19),
    }
}

#[cfg(test)]
mod tests {
    use KeyStage::*;

    use super::*;

    #[test]
    fn ages_give_the_stages_of_every_common_kind_of_school() {
        let cases: [(u8, u8, &[KeyStage]); 9] = [
            (2, 5, &[EarlyYears]),
            (4, 11, &[EarlyYears, Ks1, Ks2]),
            (5, 7, &[Ks1]),
            (3, 9, &[EarlyYears, Ks1, Ks2]),
            (9, 13, &[Ks2, Ks3]),
            (11, 16, &[Ks3, Ks4]),
            (13, 18, &[Ks3, Ks4, Ks5]),
            (14, 19, &[Ks4, Ks5]),
            (3, 19, KeyStage::ALL),
        ];
        for (low, high, stages) in cases {
            assert_eq!(KeyStages::of_ages(low, high), stages.iter().copied().collect(), "{low} to {high}");
        }
    }

    #[test]
    fn middle_schools_are_found_among_both_primary_and_secondary_stages() {
        for phase in [Phase::MiddleDeemedPrimary, Phase::MiddleDeemedSecondary] {
            assert!(KeyStages::of_phase(phase).holds(Ks2) && KeyStages::of_phase(phase).holds(Ks3));
        }
    }

    #[test]
    fn a_school_of_which_nothing_is_known_is_in_every_filter() {
        for stage in KeyStage::ALL {
            assert!(KeyStages::of_phase(Phase::NotApplicable).meets(KeyStages::from_iter([*stage])));
        }
    }
}
