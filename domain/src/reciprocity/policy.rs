//! What a school is expected to give, within which band its position may lie, and how far below it may fall before support
//! raises a give-back (DOMAIN C28, C.4). All of it scales with what the school can give; none of it refuses anything.

mod numbers;
mod versions;

use chrono::{Days, NaiveDate};

pub use numbers::{BalancePolicy, BalancePolicyFault, BalanceSetting};
pub use versions::{BalancePolicies, BalanceVersion};

use crate::directory::{DeprivationBand, SizeBand};
use crate::reciprocity::{GiveBack, ObligationKind, Tallies};
use crate::words;

words! {
    /// How a school's position lies to the band that is set for schools like it.
    pub enum ReciprocityBand {
        /// It has given more than it received, by more than the band is wide.
        Above = "above",
        /// What it gave and received balance, within the band.
        Within = "within",
        /// It has received more than it gave, by more than the band is wide.
        Below = "below",
    }
}

/// What the register and the directory say of what a school can give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// Pupils on roll, in bands; `None` if the register does not say.
    pub size: Option<SizeBand>,
    /// How many of its people it lends to other schools.
    pub leaders: i32,
    /// Its fifth by free meals; `None` if the register does not say.
    pub deprivation: Option<DeprivationBand>,
}

/// Where a school stands by a policy; all in half-days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What a school like it is expected to give in an academic year.
    pub expected: i32,
    /// How far its position may lie above or below nothing.
    pub grace: i32,
    /// How far below nothing it may fall before support raises a give-back.
    pub limit: i32,
    /// How its position lies to the band.
    pub band: ReciprocityBand,
    /// The version of the policy.
    pub policy: i32,
}

impl Means {
    /// The fifths above the first by which its need is counted.
    fn need(self) -> i32 {
        self.deprivation.map_or(0, |fifth| i32::from(fifth.number()) - 1)
    }
}

impl BalancePolicy {
    /// What a school is expected to give in an academic year, in half-days. A larger one is never expected to give less.
    pub fn expected(&self, of: Means) -> i32 {
        let full = self.full(of);
        let able = if of.leaders < self.setting(BalanceSetting::FewLeaders) {
            full * self.setting(BalanceSetting::FewLeadersPercent) / 100
        } else {
            full
        };
        able * (100 - self.setting(BalanceSetting::NeedPercent) * of.need()) / 100
    }

    /// How far a position may lie above or below nothing, in half-days. Need makes it wider.
    pub fn grace(&self, of: Means) -> i32 {
        let wide = self.setting(BalanceSetting::GraceHalfDays)
            + self.full(of) * self.setting(BalanceSetting::GraceSizePercent) / 100;
        wide * (100 + self.setting(BalanceSetting::NeedPercent) * of.need()) / 100
    }

    /// How far below nothing a position may fall before support raises a give-back, in half-days: it grows with all that
    /// the school has ever given.
    pub fn limit(&self, of: Means, given: i64) -> i32 {
        let growth = given.max(0) * i64::from(self.setting(BalanceSetting::LimitGrowthPercent)) / 100;
        let most = i64::from(self.setting(BalanceSetting::LimitMostGrowth));
        let growth = i32::try_from(growth.min(most)).unwrap_or(0);
        self.grace(of).max(self.setting(BalanceSetting::LimitHalfDays)) + growth
    }

    /// Where a school stands: by what was for credit alone.
    pub fn balance(&self, of: Means, at: Tallies) -> Balance {
        let (grace, at) = (self.grace(of), at.for_credit);
        let position = at.position();
        let band = if position > i64::from(grace) {
            ReciprocityBand::Above
        } else if position < -i64::from(grace) {
            ReciprocityBand::Below
        } else {
            ReciprocityBand::Within
        };
        Balance { expected: self.expected(of), grace, limit: self.limit(of, at.given), band, policy: self.version() }
    }

    /// What a school owes for support of so many half-days for credit that would take it below its limit, by which day. It is
    /// agreed with the terms; nothing is refused for want of it (DOMAIN C.4). What the school received and awaits for anything
    /// else is settled by that, and not once more.
    pub fn give_back(&self, of: Means, at: Tallies, half_days: i32, last: NaiveDate) -> Option<GiveBack> {
        let at = at.for_credit;
        let after = at.position() - at.awaited - i64::from(half_days);
        let short = -i64::from(self.limit(of, at.given)) - after;
        if short <= 0 {
            return None;
        }
        let most = half_days.min(self.setting(BalanceSetting::GiveBackMost)).max(1);
        let owed = i32::try_from(short).unwrap_or(most).min(most);
        let days = u64::from(self.setting(BalanceSetting::GiveBackDays).unsigned_abs());
        let due_on = last.checked_add_days(Days::new(days)).unwrap_or(last);
        Some(GiveBack { kind: ObligationKind::GiveBack, half_days: Some(owed), due_on })
    }

    fn full(&self, of: Means) -> i32 {
        // Where the register does not say, a small school is supposed: nobody is expected to give too much.
        self.setting(match of.size.unwrap_or(SizeBand::Small) {
            SizeBand::VerySmall => BalanceSetting::ExpectedVerySmall,
            SizeBand::Small => BalanceSetting::ExpectedSmall,
            SizeBand::Medium => BalanceSetting::ExpectedMedium,
            SizeBand::Large => BalanceSetting::ExpectedLarge,
            SizeBand::VeryLarge => BalanceSetting::ExpectedVeryLarge,
        })
    }
}

impl Balance {
    /// What the numbers mean, in plain words.
    pub fn sentences(&self, at: Tallies) -> Vec<String> {
        let days = |n: i64| format!("{n} half-day{}", if n == 1 { "" } else { "s" });
        let position = match at.for_credit.position() {
            0 => "For credit, the school has given as much as it received".to_owned(),
            more @ 1.. => format!("For credit, the school has given {} more than it received", days(more)),
            less => format!("For credit, the school has received {} more than it gave", days(-less)),
        };
        let band = match self.band {
            ReciprocityBand::Above => "more than balances: if it asks for help, it is answered sooner",
            ReciprocityBand::Within => "which counts as balanced",
            ReciprocityBand::Below => "more than balances: nothing is refused to it for that",
        };
        let mut told = vec![
            format!("{position}, {band}. Up to {} either way count as balanced.", days(self.grace.into())),
            format!("A school like it is expected to give {} in an academic year.", days(self.expected.into())),
            format!(
                "Below {} received more than given, support is agreed together with something that is given back.",
                days(self.limit.into())
            ),
        ];
        let [given, received] = [at.all.given - at.for_credit.given, at.all.received - at.for_credit.received];
        if given != 0 || received != 0 {
            told.push(format!(
                "Beside that it gave {} and received {} that were paid for or settled in another way: they count neither for it \
                 nor against it.",
                days(given),
                days(received)
            ));
        }
        told
    }
}

#[cfg(test)]
mod tests;
