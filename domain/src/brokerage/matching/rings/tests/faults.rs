//! What makes no market, no shape and no choice.

use crate::brokerage::matching::rings::tests::{draft, market};
use crate::brokerage::matching::rings::{
    Certificate, Choice, ChoiceFault, Draft, Market, MarketFault, Partner, Ring, Shape, ShapeFault,
};

fn fault(draft: Draft) -> MarketFault {
    Market::new(draft).unwrap_err()
}

#[test]
fn numbers_that_make_no_market_are_named() {
    let with = |help: (u32, u32, i64)| draft(3, &[help]);
    assert_eq!(fault(with((0, 3, 5))), MarketFault::NoSuchPartner { partner: 3 });
    assert_eq!(fault(with((7, 0, 5))), MarketFault::NoSuchPartner { partner: 7 });
    assert_eq!(fault(with((1, 1, 5))), MarketFault::HelpsItself { partner: 1 });
    for points in [0, -1, (1 << 20) + 1, i64::MIN, i64::MAX] {
        assert_eq!(fault(with((0, 1, points))), MarketFault::PointsOutOfRange { giver: 0, taker: 1 });
    }
    let twice = draft(3, &[(0, 1, 5), (1, 2, 5), (0, 1, 6)]);
    assert_eq!(fault(twice), MarketFault::HelpTwice { giver: 0, taker: 1 });
    let forbidden = Draft { forbidden: vec![(0, 9)], ..draft(3, &[]) };
    assert_eq!(fault(forbidden), MarketFault::NoSuchPartner { partner: 9 });
    let mut same = draft(3, &[]);
    same.partners[2].key = same.partners[0].key;
    assert_eq!(fault(same.clone()), MarketFault::KeyTwice { key: same.partners[0].key });
    let mut gets = draft(3, &[(0, 1, 5)]);
    gets.partners[1].only_gives = true;
    assert_eq!(fault(gets), MarketFault::OnlyGives { partner: 1 });
    let partners = (0..70_000).map(|key| Partner { key, only_gives: false }).collect();
    assert_eq!(fault(Draft { partners, ..Draft::default() }), MarketFault::TooLarge);
}

#[test]
fn rings_have_two_to_four_schools() {
    assert_eq!(Shape::new(1, 0, 0), Err(ShapeFault::Ring));
    assert_eq!(Shape::new(5, 0, 0), Err(ShapeFault::Ring));
    assert_eq!(Shape::new(3, 1, 0), Err(ShapeFault::Chain));
    assert_eq!(Shape::new(3, 5, 0), Err(ShapeFault::Chain));
    assert_eq!(Shape::new(3, 3, 1_001), Err(ShapeFault::Kept));
    assert_eq!(Shape::new(3, 3, 100), Ok(Shape::default()));
}

#[test]
fn rings_that_are_no_choice_are_named() {
    let market = market(&draft(5, &[(0, 1, 5), (1, 0, 5), (1, 2, 5), (2, 1, 5)]));
    let ring = |schools: &[u32]| Ring { schools: schools.to_vec(), open: false };
    let fault = |schools: &[u32]| ring(schools).worth(&market).unwrap_err();
    assert_eq!(fault(&[]), ChoiceFault::Length { schools: 0 });
    assert_eq!(fault(&[0]), ChoiceFault::Length { schools: 1 });
    assert_eq!(fault(&[0, 1, 2, 3]), ChoiceFault::Length { schools: 4 });
    assert_eq!(fault(&[0, 9]), ChoiceFault::Partner { partner: 9 });
    assert_eq!(fault(&[0, 0]), ChoiceFault::Partner { partner: 0 });
    assert_eq!(fault(&[0, 2]), ChoiceFault::NoSuchHelp { giver: 0, taker: 2 });
    let chain = Ring { schools: vec![0, 1], open: true };
    assert_eq!(chain.worth(&market).unwrap_err(), ChoiceFault::Length { schools: 2 });
    let both = Choice { rings: vec![ring(&[0, 1]), ring(&[1, 2])] };
    assert_eq!(both.worth(&market).unwrap_err(), ChoiceFault::Partner { partner: 1 });
}

#[test]
fn prices_that_prove_nothing_give_no_bound() {
    let market = market(&draft(2, &[(0, 1, 5), (1, 0, 7)]));
    let bound = |prices: &[i64]| Certificate { prices: prices.to_vec() }.bound(&market);
    assert_eq!(bound(&[12 * 1_024, 0]), Some(12));
    assert_eq!(bound(&[12 * 1_024 + 1_023, 0]), Some(12));
    assert_eq!(bound(&[12 * 1_024 - 1, 0]), None);
    assert_eq!(bound(&[13 * 1_024, -1]), None);
    assert_eq!(bound(&[12 * 1_024]), None);
    assert_eq!(bound(&[i64::MAX, i64::MAX]), None);
}
