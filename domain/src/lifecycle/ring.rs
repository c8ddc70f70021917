//! How rings of schools are led through their lives.

use super::{Explorer, Lifecycle};
use crate::brokerage::testing::{broker, head, ring_proposing, start};
use crate::brokerage::{DeclineReason, ExchangeRing, RingEnd, RingLeg};

/// A ring of schools.
pub(super) fn ring() -> Lifecycle {
    let now = start();
    let (ring, legs, event) = ExchangeRing::propose(ring_proposing(), &broker(10, 5), now).unwrap();
    Explorer::asking([
        ("broker", broker(10, 5)),
        ("broker of another alliance", broker(11, 6)),
        ("first head", head(1)),
        ("second head", head(2)),
        ("third head", head(3)),
        ("head of another school", head(4)),
    ])
    .step(move |(it, legs): &mut (ExchangeRing, Vec<RingLeg>), by| it.consent(legs, by, now).ok())
    .step(move |(it, legs), by| it.decline(legs, by, DeclineReason::Timing, now).ok())
    .step(move |(it, _), by| it.withdraw(by, DeclineReason::Fit, now).ok())
    .alone(move |(it, _)| it.lapse(now.plus_days(8)).ok())
    .alone(move |(it, _)| it.fall(RingEnd::OfferGone, now).ok())
    .explore("Ring of schools", [((ring, legs), event)], |(it, _)| it.status)
}
