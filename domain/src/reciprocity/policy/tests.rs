//! Larger schools are never expected to give less, giving never narrows what a school may receive, and nothing is refused.

use proptest::prelude::*;

use super::*;
use crate::Word;
use crate::reciprocity::Position;

const NUMBERS: [i32; BalanceSetting::ALL.len()] = [2, 4, 8, 12, 16, 2, 50, 10, 6, 50, 12, 50, 40, 8, 182];

fn with(changed: &[(BalanceSetting, i32)]) -> Result<BalancePolicy, BalancePolicyFault> {
    let number = |(setting, number): (&BalanceSetting, i32)| {
        let other = changed.iter().find(|(it, _)| it == setting);
        (setting.as_str(), other.map_or(number, |(_, other)| *other))
    };
    BalancePolicy::new(1, BalanceSetting::ALL.iter().zip(NUMBERS).map(number))
}

fn policy() -> BalancePolicy {
    with(&[]).unwrap()
}

/// Where a school stands of which everything was for credit.
const fn stands(at: Position) -> Tallies {
    Tallies { all: at, for_credit: at }
}

fn means(size: Option<SizeBand>, leaders: i32, fifth: u8) -> Means {
    Means { size, leaders, deprivation: DeprivationBand::new(fifth) }
}

#[test]
fn a_school_stands_above_within_or_below_its_band_and_is_told_so_in_words() {
    let small = means(Some(SizeBand::Small), 0, 1);
    let of = |given, received| policy().balance(small, stands(Position { given, received, ..Position::default() }));
    assert_eq!((of(0, 0).expected, of(0, 0).grace, of(0, 0).limit), (2, 8, 12));
    let bands = [(9, 0), (8, 0), (0, 8), (0, 9)].map(|(given, received)| of(given, received).band);
    use ReciprocityBand::{Above, Below, Within};
    assert_eq!(bands, [Above, Within, Within, Below]);
    let told = of(0, 9).sentences(stands(Position { received: 9, ..Position::default() }));
    assert_eq!(told.len(), 3);
    assert_eq!(
        told[0],
        "For credit, the school has received 9 half-days more than it gave, more than balances: nothing is refused to it for that. \
         Up to 8 half-days either way count as balanced."
    );
}

#[test]
fn support_below_the_limit_raises_a_give_back_that_is_bounded() {
    let (small, last) = (means(Some(SizeBand::Small), 0, 1), "2027-03-25".parse().unwrap());
    let at = |received, awaited| stands(Position { received, awaited, ..Position::default() });
    let owed = |at, half_days| policy().give_back(small, at, half_days, last);
    assert_eq!(owed(at(8, 0), 4), None, "down to the limit nothing is owed");
    let one = GiveBack { kind: ObligationKind::GiveBack, half_days: Some(1), due_on: "2027-09-23".parse().unwrap() };
    assert_eq!(owed(at(8, 1), 4), Some(one));
    assert_eq!(owed(at(500, 0), 3).and_then(|it| it.half_days), Some(3), "never more than the support");
    assert_eq!(owed(at(500, 0), 100).and_then(|it| it.half_days), Some(8), "never more than the policy says");
}

#[test]
fn what_is_paid_for_counts_neither_for_a_school_nor_against_it() {
    let (small, last) = (means(Some(SizeBand::Small), 0, 1), "2027-03-25".parse().unwrap());
    let bought = Position { received: 30, awaited: 10, ..Position::default() };
    let buys = Tallies { all: bought, for_credit: Position::default() };
    assert_eq!(policy().balance(small, buys), policy().balance(small, Tallies::default()));
    assert_eq!(policy().give_back(small, buys, 8, last), None, "what it bought is settled, and nothing is owed for it");
    let told = policy().balance(small, buys).sentences(buys);
    assert_eq!(
        told[3],
        "Beside that it gave 0 half-days and received 30 half-days that were paid for or settled in another way: they count \
         neither for it nor against it."
    );
    let sells = Tallies { all: Position { given: 200, ..Position::default() }, for_credit: Position::default() };
    let balance = policy().balance(small, sells);
    assert_eq!((balance.band, balance.limit), (ReciprocityBand::Within, 12), "what is sold widens nothing");
}

#[test]
fn numbers_that_weigh_nothing_are_refused() {
    use BalancePolicyFault::{Missing, NotBySize, OutOfRange, Unknown};
    assert_eq!(with(&[(BalanceSetting::ExpectedVeryLarge, 11)]), Err(NotBySize));
    for (setting, number) in [
        (BalanceSetting::NeedPercent, 26),
        (BalanceSetting::FewLeadersPercent, 101),
        (BalanceSetting::GiveBackMost, 0),
        (BalanceSetting::LimitHalfDays, -1),
    ] {
        assert_eq!(with(&[(setting, number)]), Err(OutOfRange(setting)));
    }
    assert_eq!(BalancePolicy::new(1, [("grades", 1)]), Err(Unknown));
    assert_eq!(BalancePolicy::new(1, []), Err(Missing(BalanceSetting::ExpectedVerySmall)));
}

fn policies() -> impl Strategy<Value = BalancePolicy> {
    prop::array::uniform15(0_i32..200).prop_filter_map("it is a policy", |mut numbers| {
        numbers[..5].sort_unstable();
        numbers[6] %= 101;
        numbers[7] %= 26;
        numbers[13] += 1;
        BalancePolicy::new(2, BalanceSetting::ALL.iter().map(|it| it.as_str()).zip(numbers)).ok()
    })
}

fn position() -> impl Strategy<Value = Position> {
    [0_i64..5_000, 0..5_000, 0..500, 0..500].prop_map(|[given, received, promised, awaited]| Position {
        given,
        received,
        promised,
        awaited,
    })
}

proptest! {
    #[test]
    fn a_larger_school_is_never_expected_to_give_less(
        policy in policies(), leaders in 0_i32..5, more in 0_i32..5, fifth in 0_u8..6,
    ) {
        for pair in SizeBand::ALL.windows(2) {
            let (small, large) = (means(Some(pair[0]), leaders, fifth), means(Some(pair[1]), leaders, fifth));
            prop_assert!(policy.expected(small) <= policy.expected(large));
            let more_to_lend = means(Some(pair[1]), leaders + more, fifth);
            prop_assert!(policy.expected(large) <= policy.expected(more_to_lend));
            prop_assert!(policy.grace(small) <= policy.grace(large) && policy.expected(small) >= 0);
        }
    }

    #[test]
    fn giving_never_lowers_the_limit(policy in policies(), at in position(), more in 0_i64..5_000, fifth in 0_u8..6) {
        let of = means(Some(SizeBand::Medium), 1, fifth);
        prop_assert!(policy.limit(of, at.given) <= policy.limit(of, at.given + more));
        prop_assert!(policy.grace(of) <= policy.limit(of, at.given));
    }

    #[test]
    fn however_far_below_support_is_agreed_with_a_give_back_at_most(
        policy in policies(), at in position(), half_days in 1_i32..200,
    ) {
        let last = "2027-03-25".parse().unwrap();
        if let Some(owed) = policy.give_back(means(None, 0, 0), stands(at), half_days, last) {
            prop_assert!(owed.half_days.is_some_and(|owed| (1..=half_days).contains(&owed)));
            prop_assert!(owed.due_on >= last);
            prop_assert!(GiveBack::check(owed.kind, owed.half_days, owed.due_on, last).is_ok());
        }
    }
}
