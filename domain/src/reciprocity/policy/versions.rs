//! The versions of the numbers, and which of them holds when.

use super::BalancePolicy;
use crate::Timestamp;

/// One version of the numbers, with where it comes from.
#[derive(Clone, Debug)]
pub struct BalanceVersion {
    /// The numbers.
    pub policy: BalancePolicy,
    /// Since when it holds.
    pub since: Timestamp,
    /// Why it was made, in plain words.
    pub note: String,
}

/// Every version of the numbers, the newest first.
#[derive(Clone, Debug)]
pub struct BalancePolicies {
    newest: BalanceVersion,
    older: Vec<BalanceVersion>,
}

impl BalancePolicies {
    /// The versions, if there is any.
    pub fn new(mut versions: Vec<BalanceVersion>) -> Option<Self> {
        versions.sort_by_key(|it| it.policy.version());
        Some(Self { newest: versions.pop()?, older: versions.into_iter().rev().collect() })
    }

    /// Every version, the newest first.
    pub fn all(&self) -> impl Iterator<Item = &BalanceVersion> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The version that holds at an instant: the newest of those that have begun by then. Before there was any, the first holds.
    pub fn holding(&self, at: Timestamp) -> BalancePolicy {
        let begun = self.all().find(|it| it.since <= at);
        begun.or(self.older.last()).unwrap_or(&self.newest).policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;
    use crate::brokerage::testing::start;
    use crate::reciprocity::BalanceSetting;

    /// A version that holds since so many days after the start.
    fn version(number: i32, days: u32) -> BalanceVersion {
        let numbers = BalanceSetting::ALL.iter().map(|it| (it.as_str(), 20));
        let policy = BalancePolicy::new(number, numbers).unwrap();
        BalanceVersion { policy, since: start().plus_days(days), note: "A test".to_owned() }
    }

    #[test]
    fn the_newest_that_has_begun_holds_and_the_first_before_any_has() {
        assert!(BalancePolicies::new(Vec::new()).is_none());
        let all = BalancePolicies::new(vec![version(1, 5), version(3, 25), version(2, 15)]).unwrap();
        assert_eq!(all.all().map(|it| it.policy.version()).collect::<Vec<_>>(), [3, 2, 1]);
        for (days, holds) in [(0, 1), (5, 1), (14, 1), (15, 2), (24, 2), (25, 3), (400, 3)] {
            assert_eq!(all.holding(start().plus_days(days)).version(), holds, "{days} days after the start");
        }
        let lone = BalancePolicies::new(vec![version(7, 3)]).unwrap();
        assert_eq!(lone.holding(start()).version(), 7);
    }
}
