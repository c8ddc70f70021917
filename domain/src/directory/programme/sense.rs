//! Rules that make sense: numbers that can be, nothing said twice, and nothing that could never be met.

use super::{FundingStage, ProgrammeMember, ProgrammeRules, ReviewGate};
use crate::rule::Faults;
use crate::{Rejected, Rule};

/// The most that a programme pays for a year or a stage, in pence: ten million pounds.
const MOST_PENCE: i64 = 1_000_000_000;
/// The most half-days that it pays: two school years.
const MOST_HALF_DAYS: i32 = 800;
/// The most years for which it is paid.
const MOST_YEARS: i32 = 10;
/// The most that others match, in hundredths of a per cent: ten times the money.
const MOST_MATCHED: i64 = 100_000;
/// The most schools, places or areas.
const MOST: i32 = 100_000;
/// The most days within which good practice is shared: ten years.
const MOST_DAYS: i32 = 3_650;

impl ProgrammeRules {
    /// Notes everything about these rules that makes no sense.
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.need(!self.members.is_empty(), || Rule::ChoiceMissing.at("members"));
        once(&self.members, "members", faults);
        once(&self.funded, "funded", faults);
        once(&self.unfunded, "unfunded", faults);
        once(&self.partners, "partners", faults);
        let apart = self.unfunded.iter().all(|phase| !self.funded.contains(phase));
        faults.need(apart, || contradict("unfunded", "A phase is funded, or only involved."));
        let named = self.unfunded.is_empty() || !self.funded.is_empty();
        faults.need(named, || contradict("funded", "Where some phases are only involved, say which are funded."));
        self.check_members(faults);
        self.check_money(faults);
        self.check_size(faults);
    }

    fn check_members(&self, faults: &mut Faults) {
        if let Some(round) = self.round {
            faults.need(round.number >= 1, || Rule::NumberOutOfRange.at("round.number"));
            let later = !round.balances_regions || round.number > 1;
            faults.need(later, || {
                contradict("round.balancesRegions", "There is nothing to balance before a first round.")
            });
        }
        once(&self.parts.iter().map(|it| it.part).collect::<Vec<_>>(), "parts", faults);
        for (n, it) in self.parts.iter().enumerate() {
            let counted = it.areas.is_none_or(|areas| (1..=MOST).contains(&areas));
            faults.need(counted, || Rule::NumberOutOfRange.at(format!("parts.{n}.areas")));
        }
        let paid = self.parts.is_empty() || self.awards.is_empty() || self.parts.iter().any(|it| it.is_funded);
        faults.need(paid, || contradict("parts", "Nobody is funded, although something is paid."));
        let people = self.standing.is_none() || self.members == [ProgrammeMember::Person];
        faults.need(people, || contradict("standing", "A standing is asked of people: nobody else has one."));
    }

    fn check_money(&self, faults: &mut Faults) {
        for (n, it) in self.awards.iter().enumerate() {
            let field = |of: &str| format!("awards.{n}.{of}");
            let twice = self.awards[..n].iter().any(|other| (other.stage, other.focus) == (it.stage, it.focus));
            faults.need(!twice, || Rule::ChoiceRepeated.at(field("stage")));
            faults.need((0..=MOST_PENCE).contains(&it.pence), || Rule::NumberOutOfRange.at(field("amount")));
            faults.need((0..=MOST_HALF_DAYS).contains(&it.half_days), || Rule::NumberOutOfRange.at(field("halfDays")));
            let pays = it.pence != 0 || it.half_days != 0;
            faults.need(pays, || contradict(field("amount"), "It pays neither money nor time."));
        }
        let works = self.awards.iter().any(|it| it.stage != FundingStage::Planning);
        faults.need(!self.plans_first || works, || {
            contradict("plansFirst", "No work is paid to which a plan could lead.")
        });
        for (n, it) in self.caps.iter().enumerate() {
            let twice = self.caps[..n].iter().any(|other| other.per == it.per);
            faults.need(!twice, || Rule::ChoiceRepeated.at(format!("caps.{n}.per")));
            faults.need((1..=MOST).contains(&it.most), || Rule::NumberOutOfRange.at(format!("caps.{n}.most")));
        }
        within(self.years, 1..=MOST_YEARS, "years", faults);
        within(self.matched, 1..=MOST_MATCHED, "matched", faults);
        within(self.share_back_days, 1..=MOST_DAYS, "shareBackDays", faults);
        if let Some(ReviewGate { after_months, before_year }) = self.review {
            let later = 2..=self.years.unwrap_or(1);
            faults.need(later.contains(&before_year), || Rule::NumberOutOfRange.at("review.beforeYear"));
            // A review that comes after its year has begun would keep the money of that year back whatever it finds.
            let in_time = 1..=12 * (before_year.clamp(2, MOST_YEARS) - 1);
            faults.need(in_time.contains(&after_months), || Rule::NumberOutOfRange.at("review.afterMonths"));
        }
    }

    fn check_size(&self, faults: &mut Faults) {
        within(self.least_schools, 1..=MOST, "leastSchools", faults);
        if let Some((from, to)) = self.advised_schools {
            let sensible = 1 <= from && from <= to && to <= MOST;
            faults.need(sensible, || Rule::NumberOutOfRange.at("advisedSchools"));
            let enough = self.least_schools.is_none_or(|least| to >= least);
            faults.need(enough, || contradict("advisedSchools", "Fewer schools are advised than are needed."));
        }
        if let Some(it) = self.authority {
            faults.need((1..=100).contains(&it.floor), || Rule::NumberOutOfRange.at("authority.floor"));
            faults.need((1..=i64::from(MOST)).contains(&it.schools), || Rule::NumberOutOfRange.at("authority.schools"));
            faults.need((1..=100).contains(&it.percent), || Rule::NumberOutOfRange.at("authority.percent"));
        }
    }
}

fn contradict(field: impl Into<std::borrow::Cow<'static, str>>, how: &str) -> Rejected {
    Rule::ProgrammeRulesContradict.at(field).saying(how.to_owned())
}

fn once<W: PartialEq>(all: &[W], field: &'static str, faults: &mut Faults) {
    for (n, it) in all.iter().enumerate() {
        faults.need(!all[..n].contains(it), || Rule::ChoiceRepeated.at(format!("{field}.{n}")));
    }
}

fn within<N: PartialOrd>(
    given: Option<N>,
    range: std::ops::RangeInclusive<N>,
    field: &'static str,
    faults: &mut Faults,
) {
    faults.need(given.is_none_or(|it| range.contains(&it)), || Rule::NumberOutOfRange.at(field));
}
