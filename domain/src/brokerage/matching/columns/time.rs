//! What an offer has free, so that the half-terms of a question are read by their place and not by their names.

use crate::HalfTerm;
use crate::brokerage::matching::{Free, Question};
use crate::exchange::Urgency;

/// How many half-terms an offer's time spans: two academic years.
const SPAN: usize = 12;
/// No time was offered.
const NONE: i16 = -1;

/// What is free in each half-term of two years from a first one on.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    first: i32,
    free: [i16; SPAN],
}

impl From<&Free> for Time {
    fn from(free: &Free) -> Self {
        let first = place(free.first());
        let mut time = Self { first, free: [NONE; SPAN] };
        for (half_term, half_days) in free.iter() {
            let slot = usize::try_from(place(half_term) - first).ok().and_then(|slot| time.free.get_mut(slot));
            if let Some(slot) = slot {
                *slot = i16::try_from(half_days).unwrap_or(i16::MAX);
            }
        }
        time
    }
}

impl Time {
    fn at(&self, half_term: i32) -> i16 {
        // One before the first lies beyond every list, too.
        let slot = (half_term - self.first).cast_unsigned() as usize;
        self.free.get(slot).copied().unwrap_or(NONE)
    }
}

/// The half-terms that a question asks for.
pub struct Window {
    /// Each with its place and what it counts.
    half_terms: Vec<(i32, usize)>,
    all: usize,
}

impl Window {
    /// The window of a question.
    pub fn of(question: &Question) -> Self {
        let asked = question.window.len();
        let counts = |at| if question.urgency == Urgency::Routine { 1 } else { asked - at };
        let window = question.window.iter().enumerate();
        let half_terms: Vec<_> = window.map(|(at, half_term)| (place(*half_term), counts(at))).collect();
        Self { all: half_terms.iter().map(|(_, counts)| counts).sum(), half_terms }
    }

    /// What is free in it; nothing if no time is offered in any of it.
    pub fn free(&self, time: &Time) -> Option<i32> {
        let (mut sum, mut offered) = (0, false);
        for (half_term, _) in &self.half_terms {
            let free = time.at(*half_term);
            offered |= free != NONE;
            sum += i32::from(free.max(0));
        }
        offered.then_some(sum)
    }

    /// What counts of it has something free.
    pub fn open(&self, time: &Time) -> usize {
        let open = self.half_terms.iter().filter(|(half_term, _)| time.at(*half_term) > 0);
        open.map(|(_, counts)| counts).sum()
    }

    /// What counts in all.
    pub const fn all(&self) -> usize {
        self.all
    }
}

/// The place of a half-term among all.
const fn place(half_term: HalfTerm) -> i32 {
    half_term.year() * 6 + half_term.number()
}
