//! The numbers of the policy, as versioned data.

use crate::word::numbers_by_word;
use crate::{Word, words};

words! {
    /// The numbers by which reciprocity is weighed.
    pub enum BalanceSetting {
        /// Half-days that a school of up to 100 pupils gives in a year.
        ExpectedVerySmall = "expected_very_small",
        /// Half-days that a school of 101 to 210 pupils gives in a year.
        ExpectedSmall = "expected_small",
        /// Half-days that a school of 211 to 420 pupils gives in a year.
        ExpectedMedium = "expected_medium",
        /// Half-days that a school of 421 to 900 pupils gives in a year.
        ExpectedLarge = "expected_large",
        /// Half-days that a school of more than 900 pupils gives in a year.
        ExpectedVeryLarge = "expected_very_large",
        /// With fewer people to lend than these, less is expected.
        FewLeaders = "few_leaders",
        /// So many hundredths, where there are few people to lend.
        FewLeadersPercent = "few_leaders_percent",
        /// By how many hundredths each fifth of deprivation lowers what is expected and widens the band.
        NeedPercent = "need_percent",
        /// How wide the band is, in half-days, whatever the size.
        GraceHalfDays = "grace_half_days",
        /// How many hundredths of what is expected of a school's size widen the band.
        GraceSizePercent = "grace_size_percent",
        /// How far below nothing a position falls before support raises a give-back, in half-days.
        LimitHalfDays = "limit_half_days",
        /// How many hundredths of all that was given let it fall further.
        LimitGrowthPercent = "limit_growth_percent",
        /// How many half-days further at most.
        LimitMostGrowth = "limit_most_growth",
        /// The most half-days that one give-back asks for.
        GiveBackMost = "give_back_most",
        /// How many days after the end of the support it is due.
        GiveBackDays = "give_back_days",
    }
}

const SETTINGS: usize = BalanceSetting::ALL.len();
/// The most that any number may be.
const MOST: i32 = 1_000;

/// One version of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalancePolicy {
    version: i32,
    settings: [i32; SETTINGS],
}

/// Why numbers are no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalancePolicyFault {
    /// A name is no setting, or stands there twice.
    Unknown,
    /// A setting has no number.
    Missing(BalanceSetting),
    /// A number is out of range.
    OutOfRange(BalanceSetting),
    /// A larger school would be expected to give less than a smaller one.
    NotBySize,
}

impl BalancePolicy {
    /// Takes a version's numbers by their stored names, each exactly once, and checks them.
    pub fn new<'a>(
        version: i32,
        settings: impl IntoIterator<Item = (&'a str, i32)>,
    ) -> Result<Self, BalancePolicyFault> {
        use BalancePolicyFault::{Missing, NotBySize, OutOfRange, Unknown};
        use BalanceSetting::{
            ExpectedLarge, ExpectedMedium, ExpectedSmall, ExpectedVeryLarge, ExpectedVerySmall, FewLeadersPercent,
            GiveBackMost, NeedPercent,
        };
        let it = Self { version, settings: numbers_by_word(settings, 0..=MOST, Unknown, Missing, OutOfRange)? };
        let by_size = [ExpectedVerySmall, ExpectedSmall, ExpectedMedium, ExpectedLarge, ExpectedVeryLarge];
        if by_size.windows(2).any(|pair| it.setting(pair[0]) > it.setting(pair[1])) {
            return Err(NotBySize);
        }
        // Five fifths lie four steps apart, and nothing is expected below nothing.
        let within = [(FewLeadersPercent, 0..=100), (NeedPercent, 0..=25), (GiveBackMost, 1..=MOST)];
        match within.into_iter().find(|(setting, range)| !range.contains(&it.setting(*setting))) {
            Some((wrong, _)) => Err(OutOfRange(wrong)),
            None => Ok(it),
        }
    }

    /// The version's number.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The number of a setting.
    pub const fn setting(&self, setting: BalanceSetting) -> i32 {
        self.settings[setting as usize]
    }
}
