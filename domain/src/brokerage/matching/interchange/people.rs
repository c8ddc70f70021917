//! Made-up people and requests at real places, spread as those of the public instance are.
//!
//! Need and help lie apart, as they do in the country: those who ask are more often at disadvantaged schools, those who give at
//! others and at large ones; what is asked for most is not what most people are expert in.

use crate::brokerage::matching::interchange::stream::{Purpose, Stream};
use crate::brokerage::matching::interchange::{RequestRow, Site, SpecialistRow};

/// How many codes there are.
const CODES: u64 = 40;
/// The shares of people with one code, with two, three and four.
const CODES_OF_ONE: [u64; 4] = [36, 37, 19, 8];
/// The shares of people who can take one job more, two, and so on to six: 2.53 each.
const CAPACITIES: [u64; 6] = [32, 23, 22, 11, 7, 5];
/// The shares of requests by their priority.
const PRIORITIES: [u64; 3] = [62, 26, 12];
/// The share of people who work in a second phase, in hundredths.
const SECOND_PHASE: u64 = 12;

/// A specialist at one of the sites.
pub fn specialist(sites: &[Site], seed: u64, id: usize) -> SpecialistRow {
    let mut stream = Stream::new(seed, Purpose::Specialist, id);
    let (school, site) = at(sites, &mut stream, 36, |site| u64::from(7 - site.quintile) * u64::from(2 + site.size));
    let mut phases = 1 << site.phase;
    if stream.below(100) < SECOND_PHASE {
        phases |= 1 << stream.below(4);
    }
    // The lesser of two draws: few have much to show, and what is thin is taken as below the middle.
    let shown = stream.below(1_001).min(stream.below(1_001)) as i64;
    SpecialistRow {
        school,
        place: site.place,
        phases,
        quintile: site.quintile,
        size: site.size,
        urban: site.urban,
        trust: site.trust,
        codes: codes(&mut stream),
        capacity: 1 + stream.one_of(&CAPACITIES) as u32,
        evidence: 100 + shown * 17 / 20,
        travel_m: 30_000 + 5_000 * stream.below(11) as u32,
        available: stream.within(1, 63) as u8,
        given: stream.within(0, 12),
        jobs: 0,
    }
}

/// A request of one of the sites. Whether it is isolated is seen when all are there.
pub fn request(sites: &[Site], seed: u64, id: usize) -> RequestRow {
    let mut stream = Stream::new(seed, Purpose::Request, id);
    let (school, site) = at(sites, &mut stream, 6, |site| u64::from(1 + site.quintile));
    let priority = 1 + stream.one_of(&PRIORITIES) as u8;
    RequestRow {
        school,
        place: site.place,
        phase: site.phase,
        quintile: site.quintile,
        size: site.size,
        urban: site.urban,
        trust: site.trust,
        code: popular(&mut stream, 3, 11) as u8,
        priority,
        isolated: false,
        window: stream.within(1, 63) as u8,
        balance: stream.within(-12, 12) as i8,
        bonus: RequestRow::bonus_of(priority, false),
        seats: 1,
    }
}

/// One of the sites with its number, counted from 1, each as likely as its share of `most`.
fn at<'s>(sites: &'s [Site], stream: &mut Stream, most: u64, share: impl Fn(&Site) -> u64) -> (u32, &'s Site) {
    loop {
        let number = stream.below(sites.len() as u64) as usize;
        if stream.below(most) < share(&sites[number]) {
            return (number as u32 + 1, &sites[number]);
        }
    }
}

/// One to four codes.
fn codes(stream: &mut Stream) -> u64 {
    let many = 1 + stream.one_of(&CODES_OF_ONE) as u32;
    let mut codes = 0_u64;
    while codes.count_ones() < many {
        codes |= 1 << popular(stream, 4, 23);
    }
    codes
}

/// A code, of which the k-th in favour is drawn as often as 1 / (k + `flat`). `stride` has no factor in common with their
/// number, so that each is somewhere in favour.
fn popular(stream: &mut Stream, flat: u64, stride: u64) -> u64 {
    let shares: [u64; CODES as usize] = std::array::from_fn(|place| 1_000_000 / (place as u64 + flat));
    stream.one_of(&shares) as u64 * stride % CODES
}
