//! National programmes as dated data: who may take part, what is paid, and on which conditions (DOMAIN C36, C37, L150).
//!
//! "Because policy changes are frequent", nothing of a programme is a constant: its rules are read with the version of the
//! day, and this file only knows what kinds of rules there are.

mod adding;
mod application;
mod figure;
mod round;
mod sense;
mod vocabulary;

use chrono::NaiveDate;

use crate::Id;
use crate::directory::Phase;
use crate::text::Remark;

pub use adding::{ProgrammeForm, RulesForm};
pub use application::{Application, Eligibility, Known};
pub use figure::ProgrammeFigure;
pub use round::{Places, ProgrammeRound};
pub use vocabulary::{
    CapScope, FigureOf, FigureSense, FundingStage, Partner, ProgrammeFocus, ProgrammeMember, ProgrammePart, Shortfall,
    Standing,
};

/// A national programme with every version of its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its id.
    pub id: Id<Programme>,
    /// Its short name, such as `learning-networks`.
    pub code: String,
    /// Whose programme it is.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its rules over time, the earliest first; they do not overlap.
    pub versions: Vec<ProgrammeVersion>,
    /// What is told of it in numbers, which bind nobody.
    pub figures: Vec<ProgrammeFigure>,
}

/// The rules of a programme for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeVersion {
    /// Its number, from 1.
    pub number: i32,
    /// The first day.
    pub since: NaiveDate,
    /// The last day, if it has ended.
    pub until: Option<NaiveDate>,
    /// Why it was ended, where no other rules follow it.
    pub end_reason: Option<Remark>,
    /// What holds.
    pub rules: ProgrammeRules,
}

/// What holds in a programme. Whatever is not stated does not bind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgrammeRules {
    /// Who takes part: any of these.
    pub members: Vec<ProgrammeMember>,
    /// The round by which it takes applications, where it takes them by rounds.
    pub round: Option<ProgrammeRound>,
    /// The kinds of members, where it has more than one.
    pub parts: Vec<PartRule>,
    /// What is paid.
    pub awards: Vec<Award>,
    /// Whether the work is paid only after a plan for it that was successful.
    pub plans_first: bool,
    /// For how many years; then it is withdrawn (DOMAIN C38).
    pub years: Option<i32>,
    /// How much of each year's money others must match, in hundredths of a per cent.
    pub matched: Option<i64>,
    /// The review that must be passed.
    pub review: Option<ReviewGate>,
    /// The fewest schools of a network.
    pub least_schools: Option<i32>,
    /// How many schools are advised, which binds nobody.
    pub advised_schools: Option<(i32, i32)>,
    /// The phases whose schools are funded; all, where none is named.
    pub funded: Vec<Phase>,
    /// The phases whose schools may be involved and may not be funded.
    pub unfunded: Vec<Phase>,
    /// Partners, of whom one at least is needed.
    pub partners: Vec<Partner>,
    /// Which authorities may take part.
    pub authority: Option<AuthorityTest>,
    /// How many there may be.
    pub caps: Vec<Cap>,
    /// Whether the lead school must be in the upper quartile, by results or by value added.
    pub lead_in_upper_quartile: bool,
    /// What a person must be.
    pub standing: Option<Standing>,
    /// Whether the partners commit themselves to an evaluation of the impact in classrooms.
    pub evaluates: bool,
    /// Within how many days whoever is funded shares good practice with all schools, if that is a condition (DOMAIN C40).
    pub share_back_days: Option<i32>,
}

/// What holds for one kind of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRule {
    /// Which kind.
    pub part: ProgrammePart,
    /// Whether they are funded; the others are involved.
    pub is_funded: bool,
    /// In how many areas they lie, where the programme is for some areas: these are numbered from 1.
    pub areas: Option<i32>,
}

/// What is paid at one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Award {
    /// At which stage.
    pub stage: FundingStage,
    /// For which focus only; nothing is for every other one.
    pub focus: Option<ProgrammeFocus>,
    /// Money in pence, for a year or for the stage.
    pub pence: i64,
    /// Time in half-days.
    pub half_days: i32,
}

/// A review without which no further year is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewGate {
    /// After how many months.
    pub after_months: i32,
    /// Before which year of funding.
    pub before_year: i32,
}

/// Which authorities may take part: by how many of their schools are below a floor, or by which share of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorityTest {
    /// The floor in per cent, for English and maths at Key Stage 2.
    pub floor: i32,
    /// So many schools below it are enough.
    pub schools: i64,
    /// Or so many in a hundred.
    pub percent: i64,
}

/// The most that there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Of what.
    pub per: CapScope,
    /// How many.
    pub most: i32,
}

impl Programme {
    /// The version that holds on a day.
    pub fn on(&self, day: NaiveDate) -> Option<&ProgrammeVersion> {
        self.versions.iter().find(|it| it.since <= day && it.until.is_none_or(|until| day <= until))
    }
}

impl AuthorityTest {
    /// Whether an authority with so many schools, and so many of them below the floor, may take part.
    pub const fn admits(self, below: i64, schools: i64) -> bool {
        below >= self.schools || schools > 0 && below * 100 >= self.percent * schools
    }
}

impl ProgrammeRules {
    /// What is paid at a stage for a focus: by the rule for just that focus, else by the rule for all.
    pub fn award(&self, stage: FundingStage, focus: ProgrammeFocus) -> Option<&Award> {
        let of = |focus| self.awards.iter().find(|it| it.stage == stage && it.focus == focus);
        of(Some(focus)).or_else(|| of(None))
    }

    /// Whether a school of this phase may be funded. A special or an all-through school is taken by the pupils whom it has.
    pub fn funds(&self, phase: Phase, has_primary_pupils: bool) -> bool {
        let by_pupils = matches!(phase, Phase::NotApplicable | Phase::AllThrough) && has_primary_pupils;
        let primary = by_pupils && self.funded.contains(&Phase::Primary);
        self.funded.is_empty() || primary || self.funded.contains(&phase)
    }

    /// Whether a school of this phase may be involved, funded or not.
    pub fn involves(&self, phase: Phase, has_primary_pupils: bool) -> bool {
        self.funds(phase, has_primary_pupils) || self.unfunded.contains(&phase)
    }

    /// What others must match of a year's money, in pence, rounded up.
    pub fn to_match(&self, award: &Award) -> i64 {
        (award.pence * self.matched.unwrap_or(0) + 9_999) / 10_000
    }

    /// Whether the money of a year may be released: the year is one of those that are funded, others have matched it, and
    /// the review before it is passed (DOMAIN C36).
    pub fn releases(&self, award: &Award, year: i32, matched: i64, review_passed: bool) -> bool {
        let within = year >= 1 && self.years.is_none_or(|years| year <= years);
        let reviewed = self.review.is_none_or(|gate| year < gate.before_year || review_passed);
        within && reviewed && matched >= self.to_match(award)
    }
}

#[cfg(test)]
mod tests;
