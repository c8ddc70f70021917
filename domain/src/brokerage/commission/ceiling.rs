//! What the schools that back a commission were told that it may cost them: none is bound to more (DOMAIN C39, A11).

use super::JointCommission;
use crate::brokerage::payer::WHOLE;
use crate::brokerage::{Deployment, PayerKind};
use crate::{Rejected, Rule};

/// The most that support which several schools buy may cost, in pence: more is a slip of the pen.
pub(super) const MOST_PENCE: i64 = 100_000_000;

/// A school's part of a price, in pence. It is rounded up, because a penny that remains may fall to it at any visit.
pub(super) const fn part_of(price: i64, part: i64) -> i64 {
    (price * part + WHOLE - 1) / WHOLE
}

impl JointCommission {
    /// What the receiving school would pay of all the support by its terms, in pence.
    pub(super) fn price_of(of: &Deployment) -> i64 {
        let bill = of.terms.as_ref().map(|terms| terms.settlement.bill(of.half_days, of.half_days));
        bill.map_or(0, |bill| bill.paid.of(PayerKind::Host))
    }

    /// Refuses terms by which a school would pay more than its head was told when it was asked. Who was told nothing is bound to
    /// nothing.
    ///
    /// Part of writing terms and of agreeing, whose own permission was asked by then.
    pub fn require_told(&self, of: &Deployment) -> Result<(), Rejected> {
        let price = Self::price_of(of);
        let told = self.backers.iter().all(|it| part_of(price, it.part) <= it.ceiling.unwrap_or(0));
        if told { Ok(()) } else { Err(Rule::CommissionAboveCeiling.at("settlement.dayRate")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{backed, paid};
    use super::*;
    use crate::brokerage::CommissionStatus;
    use crate::brokerage::payer::apportion;
    use crate::brokerage::testing::{active, start};

    #[test]
    fn no_school_is_bound_to_more_than_it_was_told() {
        // Six half-days at 350.00 pounds a day are 1,050.00 pounds, which is what the schools were told.
        let it = JointCommission { backers: told(105_000), ..backed() };
        assert_eq!(it.require_told(&paid(35_000)), Ok(()));
        assert_eq!(it.require_told(&active()), Ok(()), "what costs no money costs nobody too much");
        let no = Err(Rule::CommissionAboveCeiling.at("settlement.dayRate"));
        assert_eq!(it.require_told(&paid(35_001)), no);
        let mut bound = it.clone();
        assert_eq!(bound.bind(&paid(35_001), start()).map(drop), no);
        assert_eq!(bound.status, CommissionStatus::Backed);
        assert!(bound.bind(&paid(35_000), start()).is_ok());
        assert_eq!(bound.price, Some(105_000));
        let mut untold = it;
        untold.backers[2].ceiling = None;
        assert_eq!(untold.require_told(&paid(1)), no, "a school that was told nothing is bound to nothing");
    }

    /// The backers of the tests, told their parts of a price.
    fn told(price: i64) -> Vec<super::super::Backer> {
        let told = |it: super::super::Backer| super::super::Backer { ceiling: Some(part_of(price, it.part)), ..it };
        backed().backers.into_iter().map(told).collect()
    }

    proptest! {
        #[test]
        fn whatever_is_cut_of_a_price_within_it_stays_below_the_ceiling(
            whole in 1_i64..10_000_000, less in 0_i64..10_000_000, first in 1_i64..5_000, second in 1_i64..4_999,
        ) {
            let parts = [first, second, WHOLE - first - second];
            for (pence, part) in apportion((whole - less).max(0), &parts).into_iter().zip(parts) {
                prop_assert!(pence <= part_of(whole, part));
            }
        }
    }
}
