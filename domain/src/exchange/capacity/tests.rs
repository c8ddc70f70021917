//! The rules of capacity, and that it is never oversold.

mod grant;

use proptest::prelude::*;

use super::*;
use crate::access::Role;
use crate::brokerage::testing::{at, head, id};

fn window(code: i32, half_days: i32, reserved: i32, committed: i32) -> CapacityWindow {
    let half_term = HalfTerm::read(code).unwrap();
    let holder = CapacityHolder::Specialist(id(40));
    CapacityWindow { half_days, reserved, committed, ..CapacityWindow::empty(id(code as u128), holder, half_term) }
}

fn lines(it: &Reservation) -> Vec<(i32, i32)> {
    it.lines.iter().map(|line| (line.half_term.code(), line.half_days)).collect()
}

fn share(most: i32) -> OfferShare {
    OfferShare { most, held: Vec::new() }
}

const OWNER: CapacityOwner = CapacityOwner { home: Id::from_uuid(uuid::Uuid::from_u128(1)), person: None };

#[test]
fn the_earliest_half_terms_are_taken_first() {
    let windows = [window(20264, 5, 0, 0), window(20262, 4, 1, 2), window(20263, 3, 0, 0)];
    let it = Reservation::allocate(id(50), &windows, &share(200), 6, &[]).unwrap();
    assert_eq!(lines(&it), [(20262, 1), (20263, 3), (20264, 2)]);
    let no = Reservation::allocate(id(50), &windows, &share(200), 10, &[]).unwrap_err();
    assert_eq!((no.rule, no.message().contains("9 are free")), (Rule::CapacityShort, true));
}

#[test]
fn an_offer_takes_no_more_of_a_half_term_than_it_states() {
    let windows = [window(20262, 9, 0, 0), window(20263, 1, 0, 0)];
    let two = OfferShare { most: 2, held: vec![(windows[0].id, 1)] };
    let of = |half_days, wishes: &[_]| Reservation::allocate(id(50), &windows, &two, half_days, wishes);
    assert_eq!(lines(&of(2, &[]).unwrap()), [(20262, 1), (20263, 1)]);
    assert_eq!(of(3, &[]).unwrap_err().rule, Rule::CapacityShort);
    assert_eq!(of(2, &[(windows[0].half_term, 2)]).unwrap_err().rule, Rule::CapacityShort);
}

#[test]
fn a_brokers_wishes_are_kept_exactly_or_refused() {
    let windows = [window(20262, 4, 0, 0), window(20263, 3, 0, 0)];
    let wish = |wishes: &[(i32, i32)], half_days| {
        let wishes: Vec<_> = wishes.iter().map(|(code, n)| (HalfTerm::read(*code).unwrap(), *n)).collect();
        Reservation::allocate(id(50), &windows, &share(200), half_days, &wishes)
            .map(|it| lines(&it))
            .map_err(|no| no.rule)
    };
    assert_eq!(wish(&[(20263, 3), (20262, 1)], 4), Ok(vec![(20262, 1), (20263, 3)]));
    assert_eq!(wish(&[(20263, 4)], 4), Err(Rule::CapacityShort));
    assert_eq!(wish(&[(20264, 1)], 1), Err(Rule::CapacityShort));
    assert_eq!(wish(&[(20262, 2)], 3), Err(Rule::AllocationUneven));
    assert_eq!(wish(&[(20262, 4), (20263, -1)], 3), Err(Rule::AllocationUneven));
    assert_eq!(wish(&[(20262, i32::MAX), (20263, i32::MAX)], -2), Err(Rule::AllocationUneven));
    assert_eq!(wish(&[(20262, 1), (20262, 1)], 2), Err(Rule::ChoiceRepeated));
}

#[test]
fn what_was_not_used_is_given_back_from_the_end() {
    let windows = [window(20262, 3, 0, 0), window(20263, 3, 0, 0)];
    let mut it = Reservation::allocate(id(50), &windows, &share(200), 6, &[]).unwrap();
    let back = it.give_back(2);
    assert_eq!(lines(&it), [(20262, 2)]);
    assert_eq!(back.iter().map(|line| line.half_days).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn capacity_is_not_lowered_below_its_use() {
    let mut it = window(20262, 6, 2, 3);
    assert_eq!(it.declare(4, OWNER, &head(1)), Err(Rule::CapacityBelowUse.at("halfDays")));
    assert!(it.declare(5, OWNER, &head(1)).is_ok());
    for wrong in [-1, 201] {
        assert_eq!(it.declare(wrong, OWNER, &head(1)), Err(Rule::NumberOutOfRange.at("halfDays")));
    }
}

#[test]
fn the_head_or_the_specialist_declares() {
    let owner = CapacityOwner { person: Some(id(8)), ..OWNER };
    let mut it = window(20262, 6, 0, 0);
    assert!(it.declare(1, owner, &at(Role::Specialist, 1, 8)).is_ok());
    for actor in [at(Role::Specialist, 1, 9), at(Role::Coordinator, 1, 8), head(2), Actor::Stranger] {
        assert_eq!(it.declare(1, owner, &actor), Err(Rule::NotAllowed.into()), "{actor:?}");
    }
}

proptest! {
    #[test]
    fn capacity_is_never_exceeded_and_comes_back_whole(
        sizes in prop::collection::vec(0_i32..8, 1..6),
        steps in prop::collection::vec((0_i32..9, any::<bool>(), 0_i32..9), 0..40),
    ) {
        let mut windows: Vec<_> = (20261..).zip(&sizes).map(|(code, size)| window(code, *size, 0, 0)).collect();
        let mut held: Vec<Reservation> = Vec::new();
        for (half_days, take, used) in steps {
            let move_by = |windows: &mut Vec<CapacityWindow>, line: &ReservationLine, sign: i32| {
                for window in windows.iter_mut().filter(|window| window.id == line.window) {
                    window.reserved += sign * line.half_days;
                }
            };
            if take {
                let free: i32 = windows.iter().map(CapacityWindow::free).sum();
                match Reservation::allocate(id(50), &windows, &share(200), half_days, &[]) {
                    Ok(it) => {
                        prop_assert_eq!(it.half_days(), half_days);
                        for line in &it.lines { move_by(&mut windows, line, 1); }
                        held.push(it);
                    }
                    Err(no) => prop_assert!(no.rule == Rule::CapacityShort && half_days > free),
                }
            } else if let Some(mut it) = held.pop() {
                for line in it.give_back(used) { move_by(&mut windows, &line, -1); }
                if it.half_days() > 0 { held.insert(0, it); }
            }
            let holding: i32 = held.iter().map(Reservation::half_days).sum();
            prop_assert_eq!(windows.iter().map(|window| window.reserved).sum::<i32>(), holding);
            prop_assert!(windows.iter().all(|window| window.free() >= 0 && window.reserved >= 0));
        }
    }
}
