//! The draw among equals: reproducible from a seed, and blind to names, ids and age.
//!
//! Offers with equal scores are ordered by `draw(seed, offer)`, smallest first. It is the output step of SplitMix64
//! (`mix`) applied in turn to the seed, the upper and the lower half of the offer's UUID. Whoever knows the seed of a run can repeat
//! it; nobody can choose an id that is first under every seed.

use crate::Id;
use crate::exchange::Offer;

/// The lot that an offer draws under a seed. Lots decide only among equal scores; two equal lots fall back to the id.
pub fn draw(seed: u64, offer: Id<Offer>) -> u64 {
    let (upper, lower) = offer.uuid().as_u64_pair();
    mix(mix(mix(seed) ^ upper) ^ lower)
}

/// What somebody is known by in the draws of a plan: the same under every seed, and nothing of their name.
pub fn lot<N>(id: Id<N>) -> u64 {
    let (upper, lower) = id.uuid().as_u64_pair();
    mix(mix(upper) ^ lower)
}

pub const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn offer(number: u128) -> Id<Offer> {
        Id::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn the_mixer_gives_the_published_stream() {
        // SplitMix64 started at 0: its first number, and, one step of the counter on, its second.
        assert_eq!(mix(0), 0xE220_A839_7B1D_CDAF);
        assert_eq!(mix(0x9E37_79B9_7F4A_7C15), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn every_offer_comes_first_about_as_often() {
        let mut firsts = [0; 4];
        for seed in 0..4_000 {
            let first = (0..4).min_by_key(|number| draw(seed, offer(*number))).unwrap();
            firsts[first as usize] += 1;
        }
        assert!(firsts.iter().all(|times| (900..1_100).contains(times)), "{firsts:?}");
    }
}
