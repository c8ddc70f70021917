//! How the half-days of a plan are allotted to the half-terms of its bundle: earliest first, never more than an offer states or
//! whoever gives has free.

use std::collections::HashMap;

use crate::Id;
use crate::brokerage::{Bundle, RoundPlace};
use crate::exchange::{CapacityHolder, CapacityWindow, Offer, OfferShare, ReservationLine};

/// What is free of all who have a place in a plan, and less with each place that is allotted.
#[derive(Clone, Debug)]
pub struct Allotment {
    windows: HashMap<CapacityHolder, Vec<CapacityWindow>>,
    shares: HashMap<Id<Offer>, OfferShare>,
}

impl Allotment {
    /// Takes the windows of those who give, and what may be asked of each of their offers.
    pub fn new(
        windows: impl IntoIterator<Item = CapacityWindow>,
        shares: impl IntoIterator<Item = (Id<Offer>, OfferShare)>,
    ) -> Self {
        let mut it = Self { windows: HashMap::new(), shares: shares.into_iter().collect() };
        for window in windows {
            it.windows.entry(window.holder).or_default().push(window);
        }
        it
    }

    /// Allots a bundle to a place; nothing if it is not free any more, or its offer is gone.
    pub fn allot(&mut self, place: &RoundPlace, bundle: &Bundle) -> Option<Vec<ReservationLine>> {
        let windows = self.windows.get_mut(&place.holder)?;
        let share = self.shares.get_mut(&place.offer)?;
        let lines = share.earliest_of(windows, bundle.half_days).ok()?;
        for line in &lines {
            windows.iter_mut().filter(|it| it.id == line.window).for_each(|it| it.reserved += line.half_days);
            share.held.push((line.window, line.half_days));
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HalfTerm;
    use crate::brokerage::testing::id;

    fn half_term(code: i32) -> HalfTerm {
        HalfTerm::read(code).unwrap()
    }

    fn window(number: u128, of: u128, code: i32, half_days: i32) -> CapacityWindow {
        let holder = CapacityHolder::Specialist(id(of));
        CapacityWindow { half_days, ..CapacityWindow::empty(id(number), holder, half_term(code)) }
    }

    fn place(offer: u128, of: u128) -> RoundPlace {
        let holder = CapacityHolder::Specialist(id(of));
        RoundPlace { offer: id(offer), holder, home: id(1), parts: Vec::new(), worth: 0, price: 0 }
    }

    fn share(offer: u128, most: i32) -> (Id<Offer>, OfferShare) {
        (id(offer), OfferShare { most, held: Vec::new() })
    }

    fn lines(found: Option<Vec<ReservationLine>>) -> Option<Vec<(u128, i32)>> {
        found.map(|all| all.iter().map(|it| (it.window.uuid().as_u128(), it.half_days)).collect())
    }

    #[test]
    fn what_one_place_takes_is_not_free_for_the_next_whichever_offer_it_comes_by() {
        let bundle = Bundle { half_days: 3, half_terms: vec![half_term(20263), half_term(20264)] };
        let windows = [window(1, 5, 20264, 4), window(2, 5, 20263, 4), window(3, 6, 20263, 9)];
        let mut it = Allotment::new(windows, [share(50, 9), share(51, 9), share(60, 9)]);
        assert_eq!(lines(it.allot(&place(50, 5), &bundle)), Some(vec![(2, 3)]));
        assert_eq!(lines(it.allot(&place(51, 5), &bundle)), Some(vec![(2, 1), (1, 2)]));
        assert_eq!(lines(it.allot(&place(50, 5), &bundle)), None, "two half-days are left");
        assert_eq!(lines(it.allot(&place(60, 6), &bundle)), Some(vec![(3, 3)]), "somebody else's time");
    }

    #[test]
    fn an_offer_gives_no_more_than_it_states_and_nothing_when_it_is_gone() {
        let bundle = Bundle { half_days: 2, half_terms: vec![half_term(20263)] };
        let mut it = Allotment::new([window(1, 5, 20263, 40)], [share(50, 3)]);
        assert!(it.allot(&place(50, 5), &bundle).is_some());
        assert_eq!(it.allot(&place(50, 5), &bundle), None, "it states three");
        assert_eq!(it.allot(&place(52, 5), &bundle), None, "it is published no more");
        assert_eq!(it.allot(&place(50, 9), &bundle), None, "nobody has time");
    }
}
