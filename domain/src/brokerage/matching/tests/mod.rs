//! The rules and the points, on a small world.

mod factors;
mod page;
mod ranking;
mod rules;
mod unmet;
mod why_not;

use std::sync::Arc;

use crate::brokerage::matching::sample::{giver, part};
use crate::brokerage::matching::{Factor, Giver, Home, Most, Question};
use crate::directory::GridPoint;

pub const MOST: Most = Most { candidates: 20, excluded: 20 };

pub fn at(mut giver: Giver, change: impl FnOnce(&mut Home)) -> Giver {
    change(Arc::make_mut(&mut giver.home));
    giver
}

pub fn metres_east(metres: i32) -> Giver {
    at(giver(1), |home| home.place = Some(GridPoint { easting: 400_000 + metres, northing: 300_000 }))
}

pub fn value(question: &Question, giver: &Giver, factor: Factor) -> i32 {
    part(question, giver, factor).value
}

pub fn says(question: &Question, giver: &Giver, factor: Factor) -> String {
    part(question, giver, factor).reason.sentence()
}
