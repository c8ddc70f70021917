//! Which weights and numbers hold: versioned data, so that every run says under which it was made.

use crate::Word;
use crate::brokerage::matching::frozen::is_within_the_planner;
use crate::brokerage::matching::{Factor, Setting};
use crate::word::numbers_by_word;

/// The most that a factor's value can be, and the least below nought.
pub const FULL: i32 = 1_000;

const FACTORS: usize = Factor::ALL.len();
const SETTINGS: usize = Setting::ALL.len();
/// Keeps every sum of matching far inside its integers.
const MOST: i32 = 1_000_000;

/// One version of the weights and numbers of matching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    version: i32,
    weights: [i32; FACTORS],
    settings: [i32; SETTINGS],
}

/// Why numbers make no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyFault {
    /// A name is no factor and no setting, or stands there twice.
    Unknown,
    /// A factor has no weight.
    NoWeight(Factor),
    /// A setting has no number.
    NoSetting(Setting),
    /// A weight is out of range.
    WeightOutOfRange(Factor),
    /// A number is out of range.
    SettingOutOfRange(Setting),
    /// A single session could come before sustained work (DOMAIN D53).
    OneOffNotLast,
    /// What the weights make of a pair, a request or a job could be more than the planner takes (MATCHING 2).
    BeyondThePlanner,
}

impl Policy {
    /// Takes a version's weights and numbers by their stored names, each exactly once, and checks them.
    pub fn new<'a>(
        version: i32,
        weights: impl IntoIterator<Item = (&'a str, i32)>,
        settings: impl IntoIterator<Item = (&'a str, i32)>,
    ) -> Result<Self, PolicyFault> {
        use PolicyFault::{NoSetting, NoWeight, SettingOutOfRange, Unknown, WeightOutOfRange};
        let weights = numbers_by_word(weights, 0..=MOST, Unknown, NoWeight, WeightOutOfRange)?;
        let settings = numbers_by_word(settings, 0..=MOST, Unknown, NoSetting, SettingOutOfRange)?;
        let policy = Self { version, weights, settings };
        for must_count in [Setting::TravelHorizon, Setting::EvidenceWeight, Setting::StageEnough] {
            if policy.setting(must_count) == 0 {
                return Err(PolicyFault::SettingOutOfRange(must_count));
            }
        }
        let all: i32 = policy.weights.iter().sum();
        // Format only takes away. What it takes must exceed all that the other factors can differ by.
        if policy.weight(Factor::Format) <= all - policy.weight(Factor::Format) {
            return Err(PolicyFault::OneOffNotLast);
        }
        // Said here, and not on the night of a round, when nobody is there to change them.
        if is_within_the_planner(&policy) { Ok(policy) } else { Err(PolicyFault::BeyondThePlanner) }
    }

    /// The version's number.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The weight of a factor.
    pub const fn weight(&self, factor: Factor) -> i32 {
        self.weights[factor as usize]
    }

    /// The number of a setting.
    pub const fn setting(&self, setting: Setting) -> i32 {
        self.settings[setting as usize]
    }

    /// The same with some weights and numbers otherwise, as another version, if that is a policy.
    pub fn with(
        &self,
        version: i32,
        weights: &[(Factor, i32)],
        settings: &[(Setting, i32)],
    ) -> Result<Self, PolicyFault> {
        let weights = with(weights, |factor| self.weight(factor));
        Self::new(version, weights, with(settings, |setting| self.setting(setting)))
    }

    /// Version 1, as it is shipped; the database holds the same numbers as a row.
    pub fn first() -> Self {
        let mut policy = Self { version: 1, weights: [0; FACTORS], settings: [0; SETTINGS] };
        for (factor, weight) in FIRST_WEIGHTS {
            policy.weights[factor as usize] = weight;
        }
        for (setting, number) in FIRST_SETTINGS {
            policy.settings[setting as usize] = number;
        }
        policy
    }
}

/// Every word's number by its name: the changed one, or else the one that it has.
fn with<W: Word>(changed: &[(W, i32)], kept: impl Fn(W) -> i32) -> Vec<(&'static str, i32)> {
    let number = |word: W| changed.iter().find(|(it, _)| *it == word).map_or_else(|| kept(word), |(_, to)| *to);
    W::ALL.iter().map(|word| (word.as_str(), number(*word))).collect()
}

const FIRST_WEIGHTS: [(Factor, i32); FACTORS] = [
    (Factor::Expertise, 34),
    (Factor::Context, 14),
    (Factor::Travel, 18),
    (Factor::Evidence, 16),
    (Factor::Availability, 8),
    (Factor::Reciprocity, 10),
    (Factor::Isolation, 6),
    (Factor::JointWork, 4),
    (Factor::Variety, 6),
    (Factor::Load, 40),
    (Factor::Neighbour, 6),
    (Factor::Format, 200),
];

const FIRST_SETTINGS: [(Setting, i32); SETTINGS] = [
    (Setting::ExpertiseSame, 1_000),
    (Setting::ExpertiseNarrower, 900),
    (Setting::ExpertiseBroader, 700),
    (Setting::ExpertiseFamily, 550),
    (Setting::ExpertisePerDay, 1),
    (Setting::ExpertiseMostLost, 100),
    (Setting::ContextPhase, 200),
    (Setting::ContextSize, 100),
    (Setting::ContextRural, 150),
    (Setting::ContextDeprivation, 120),
    (Setting::ContextSpecial, 200),
    (Setting::TravelHorizon, 120),
    (Setting::TravelRemote, 600),
    (Setting::TravelUnknown, 500),
    (Setting::EvidenceMean, 500),
    (Setting::EvidenceWeight, 4),
    (Setting::EvidenceCompleted, 1_000),
    (Setting::EvidenceStated, 700),
    (Setting::ReciprocityNeutral, 500),
    (Setting::ReciprocityPerHalfDay, 20),
    (Setting::ReciprocityKept, 800),
    (Setting::ReciprocityGuarantee, 200),
    (Setting::JointWorkEach, 500),
    (Setting::VarietyFree, 2),
    (Setting::VarietyEach, 250),
    (Setting::LoadEach, 75),
    (Setting::LoadSquare, 25),
    (Setting::NeighbourTown, 2_000),
    (Setting::NeighbourCountry, 4_000),
    (Setting::StageEnough, 5),
];

#[cfg(test)]
mod tests {
    use super::*;

    type Named = Vec<(&'static str, i32)>;

    fn named(policy: &Policy) -> (Named, Named) {
        let weights = Factor::ALL.iter().map(|factor| (factor.as_str(), policy.weight(*factor))).collect();
        let settings = Setting::ALL.iter().map(|setting| (setting.as_str(), policy.setting(*setting))).collect();
        (weights, settings)
    }

    #[test]
    fn the_first_policy_is_whole_and_sound() {
        let (weights, settings) = named(&Policy::first());
        assert_eq!(Policy::new(1, weights, settings), Ok(Policy::first()));
        let (weights, settings) = named(&Policy::first());
        assert!(weights.iter().chain(&settings).all(|(_, number)| *number > 0));
    }

    #[test]
    fn a_policy_with_a_gap_a_stranger_or_a_wild_number_is_refused() {
        let (weights, settings) = named(&Policy::first());
        let without = |list: &Named| list[1..].to_vec();
        let with = |list: &Named, name, number| {
            let mut list: Named = list.iter().copied().filter(|(it, _)| *it != name).collect();
            list.push((name, number));
            list
        };
        let gap = Policy::new(2, without(&weights), settings.clone());
        assert_eq!(gap, Err(PolicyFault::NoWeight(Factor::Expertise)));
        let gap = Policy::new(2, weights.clone(), without(&settings));
        assert_eq!(gap, Err(PolicyFault::NoSetting(Setting::ExpertiseSame)));
        let stranger = Policy::new(2, with(&weights, "inspection", 1), settings.clone());
        assert_eq!(stranger, Err(PolicyFault::Unknown));
        let wild = Policy::new(2, with(&weights, "load", -1), settings.clone());
        assert_eq!(wild, Err(PolicyFault::WeightOutOfRange(Factor::Load)));
        let wild = Policy::new(2, weights, with(&settings, "travel_horizon", 0));
        assert_eq!(wild, Err(PolicyFault::SettingOutOfRange(Setting::TravelHorizon)));
    }

    #[test]
    fn a_changed_policy_keeps_all_else_and_is_checked_whole() {
        let first = Policy::first();
        let changed = first.with(2, &[(Factor::Travel, 20)], &[(Setting::LoadEach, 80)]).unwrap();
        assert_eq!(
            (changed.version(), changed.weight(Factor::Travel), changed.setting(Setting::LoadEach)),
            (2, 20, 80)
        );
        let back = [(Factor::Travel, first.weight(Factor::Travel))];
        assert_eq!(changed.with(1, &back, &[(Setting::LoadEach, first.setting(Setting::LoadEach))]), Ok(first.clone()));
        assert_eq!(first.with(2, &[(Factor::Travel, 200)], &[]), Err(PolicyFault::OneOffNotLast));
    }

    #[test]
    fn no_policy_makes_points_that_the_planner_does_not_take() {
        let first = Policy::first();
        let fault = |weights: &[_]| first.with(2, weights, &[]).err();
        // The planner takes 2^19 = 524,288 points. Format, variety and neighbour take up to 1,000 each for their weights.
        assert_eq!(fault(&[(Factor::Format, 512)]), None, "6 + 6 + 512 = 524");
        assert_eq!(fault(&[(Factor::Format, 513)]), Some(PolicyFault::BeyondThePlanner));
        let alone = |factor, weight| {
            let mut weights: Vec<_> = Factor::ALL.iter().map(|it| (*it, 0)).collect();
            weights.extend([(Factor::Format, 524), (factor, weight)]);
            weights.reverse();
            fault(&weights)
        };
        // Meeting a request brings up to 160,000, and up to 1,000 for the weight of what its school has given.
        assert_eq!([364, 365].map(|it| alone(Factor::Reciprocity, it)), [None, Some(PolicyFault::BeyondThePlanner)]);
        assert_eq!([523, 600].map(|it| alone(Factor::Load, it)), [None, Some(PolicyFault::OneOffNotLast)]);
        assert_eq!(
            fault(&[(Factor::Format, 900_000), (Factor::Expertise, 400_000)]),
            Some(PolicyFault::BeyondThePlanner)
        );
    }

    #[test]
    fn no_policy_puts_a_single_session_before_sustained_work() {
        let (mut weights, settings) = named(&Policy::first());
        weights.retain(|(name, _)| *name != "format");
        weights.push(("format", 20));
        assert_eq!(Policy::new(2, weights, settings), Err(PolicyFault::OneOffNotLast));
    }
}
