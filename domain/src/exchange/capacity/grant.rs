//! Capacity that is planned without a declaration, and capacity that somebody pays for (DOMAIN B25, part F).

use crate::access::{Action, Actor};
use crate::directory::{Alliance, Specialist};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::Name;
use crate::time::academic_year;
use crate::{Event, HalfTerm, Id, Rule, Timestamp};

/// The half-terms of an academic year.
const HALF_TERMS: i32 = 6;
/// The most half-days that are funded at once: a day in each of the weeks of a school year, and some.
const MOST_FUNDED: i32 = 80;

/// What is planned for a specialist of whom nothing is declared: a version of numbers that are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityPolicy {
    /// The version.
    pub version: i32,
    /// The half-days of an academic year.
    pub half_days: i32,
}

impl CapacityPolicy {
    /// What of a year falls to a half-term: evenly, and what is left over earliest first.
    pub const fn share(self, half_term: HalfTerm) -> i32 {
        let left = if half_term.number() <= self.half_days % HALF_TERMS { 1 } else { 0 };
        self.half_days / HALF_TERMS + left
    }
}

/// What a broker fills in about funded days.
#[derive(Clone, Debug)]
pub struct GrantForm {
    /// The academic year, named by the year of its September.
    pub year: i32,
    /// How many half-days are funded.
    pub half_days: i32,
    /// Who pays for them.
    pub funder: String,
}

/// Days of somebody that are paid for, in one academic year, beside what they can give anyway (DOMAIN B25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityGrant {
    /// Whose time it is.
    pub specialist: Id<Specialist>,
    /// The alliance that entered it.
    pub alliance: Id<Alliance>,
    /// The academic year.
    pub year: i32,
    /// How many half-days.
    pub half_days: i32,
    /// Who pays.
    pub funder: Name,
    /// The broker who entered it.
    pub granted_by: Id<Person>,
    /// When.
    pub granted_at: Timestamp,
}

impl CapacityGrant {
    /// Enters funded days of a specialist, as a broker of an alliance to which the home school belongs (`member`): for this
    /// academic year or the next.
    pub fn give(
        by: &Actor,
        who: &Specialist,
        (alliance, member): (Id<Alliance>, bool),
        form: &GrantForm,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::GrantCapacity { alliance })?;
        let granted_by = by.person().ok_or(Rule::NotAllowed)?;
        let (mut faults, year) = (Faults::default(), academic_year(now.day()));
        faults.need(member, || Rule::NotAMember.at("alliance"));
        faults.need((year..=year + 1).contains(&form.year), || Rule::NumberOutOfRange.at("year"));
        faults.need((1..=MOST_FUNDED).contains(&form.half_days), || Rule::NumberOutOfRange.at("halfDays"));
        let funder = faults.keep("funder", Name::new(&form.funder));
        let funder = faults.into_result(funder)?;
        let (specialist, year, half_days) = (who.id, form.year, form.half_days);
        let it = Self { specialist, alliance, year, half_days, funder, granted_by, granted_at: now };
        Ok((it, Event::CapacityGranted { specialist, alliance, year, half_days }))
    }

    /// Its half-days spread evenly over the half-terms in which they can still be given, what is left over earliest first.
    pub fn spread(&self, half_terms: &[HalfTerm]) -> Vec<(HalfTerm, i32)> {
        let Some(count) = i32::try_from(half_terms.len()).ok().filter(|count| *count > 0) else { return Vec::new() };
        let (each, mut left) = (self.half_days / count, self.half_days % count);
        let mut share = |half_term: &HalfTerm| {
            let more = left.min(1);
            left -= more;
            (*half_term, each + more)
        };
        half_terms.iter().map(&mut share).filter(|(_, half_days)| *half_days > 0).collect()
    }
}
