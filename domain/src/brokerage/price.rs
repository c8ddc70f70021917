//! What support costs: money of a day, of some half-days, and who gets which part of it. All of it is in whole pence.

/// A price in pence: what the school that receives pays, and the part of it that the alliance keeps for brokering. The rest
/// goes to the home school, so that the three always add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    gross: i64,
    brokerage: i64,
}

impl Price {
    /// A price, if brokering takes no more than the whole of it and nothing is negative.
    pub const fn new(gross: i64, brokerage: i64) -> Option<Self> {
        if brokerage < 0 || gross < brokerage { None } else { Some(Self { gross, brokerage }) }
    }

    /// What the school that receives pays.
    pub const fn gross(self) -> i64 {
        self.gross
    }

    /// What the alliance keeps for brokering.
    pub const fn brokerage(self) -> i64 {
        self.brokerage
    }

    /// What the home school gets.
    pub const fn net(self) -> i64 {
        self.gross - self.brokerage
    }

    /// The price of so many half-days, where this is the price of a whole day (DOMAIN part F, 6: half days pro rata). Half a
    /// penny of the whole is charged as a penny, and half a penny of the brokerage is the home school's.
    pub const fn of_half_days(self, half_days: i32) -> Self {
        let half_days = half_days as i64;
        Self { gross: (self.gross * half_days + 1) / 2, brokerage: self.brokerage * half_days / 2 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_of_350_pounds_is_300_to_the_school_and_50_for_brokering() {
        let day = Price::new(35_000, 5_000).unwrap();
        let of = |half_days| {
            let it = day.of_half_days(half_days);
            (it.gross(), it.brokerage(), it.net())
        };
        assert_eq!(of(2), (35_000, 5_000, 30_000));
        assert_eq!(of(1), (17_500, 2_500, 15_000));
        assert_eq!(of(7), (122_500, 17_500, 105_000));
        assert_eq!(of(0), (0, 0, 0));
    }

    #[test]
    fn half_pennies_are_charged_whole_and_go_to_the_school() {
        let it = Price::new(35_001, 5_251).unwrap().of_half_days(1);
        assert_eq!((it.gross(), it.brokerage(), it.net()), (17_501, 2_625, 14_876));
    }

    #[test]
    fn brokering_takes_no_more_than_everything() {
        assert!(Price::new(100, 100).is_some());
        assert_eq!([Price::new(100, 101), Price::new(100, -1), Price::new(-1, -1)], [None, None, None]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_by_a_penny(gross in 0_i64..1_000_000, part in 0_i64..=100, half_days in 0..400) {
            let day = Price::new(gross, gross * part / 100).unwrap();
            let it = day.of_half_days(half_days);
            prop_assert!(Price::new(it.gross(), it.brokerage()).is_some(), "it is a price again: {it:?}");
            prop_assert_eq!(it.net() + it.brokerage(), it.gross());
            prop_assert!((2 * it.gross() - gross * i64::from(half_days)).abs() <= 1);
            prop_assert!((2 * it.brokerage() - day.brokerage() * i64::from(half_days)).abs() <= 1);
        }
    }
}
