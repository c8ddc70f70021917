//! The rules of a national programme in the contract, one object for each kind of rule that has parts.

use async_graphql::SimpleObject;
use domain::directory::{
    AuthorityTest, Award, Cap, CapScope, FigureOf, FigureSense, FundingStage, PartRule, ProgrammeFigure,
    ProgrammeFocus, ProgrammePart, ProgrammeRound, ReviewGate,
};

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::{Day, HalfDays, Pence};

/// What is paid at one stage.
#[derive(SimpleObject)]
#[graphql(name = "Award")]
pub struct AwardObject {
    /// At which stage.
    pub stage: Choice<FundingStage>,
    /// For which focus only; nothing is for every other one.
    pub focus: Option<Choice<ProgrammeFocus>>,
    /// Money, for a year or for the stage.
    pub amount: Pence,
    /// Time.
    pub half_days: HalfDays,
}

impl From<Award> for AwardObject {
    fn from(it: Award) -> Self {
        Self {
            stage: Choice(it.stage),
            focus: it.focus.map(Choice),
            amount: Pence(it.pence),
            half_days: HalfDays(it.half_days),
        }
    }
}

/// A review without which no further year is paid.
#[derive(SimpleObject)]
#[graphql(name = "ReviewGate")]
pub struct ReviewGateObject {
    /// After how many months.
    pub after_months: i32,
    /// Before which year of funding.
    pub before_year: i32,
}

impl From<ReviewGate> for ReviewGateObject {
    fn from(it: ReviewGate) -> Self {
        Self { after_months: it.after_months, before_year: it.before_year }
    }
}

/// Which authorities may take part: by how many of their schools are below a floor, or by which share of them.
#[derive(SimpleObject)]
#[graphql(name = "AuthorityTest")]
pub struct AuthorityTestObject {
    /// The floor in per cent of pupils, for English and maths at Key Stage 2.
    pub floor: i32,
    /// So many schools below it are enough.
    pub schools: i32,
    /// Or so many in a hundred.
    pub percent: i32,
}

impl AuthorityTestObject {
    /// The test as it is shown; nothing where its numbers are beyond what can be.
    pub fn of(it: AuthorityTest) -> Option<Self> {
        let (schools, percent) = (i32::try_from(it.schools).ok()?, i32::try_from(it.percent).ok()?);
        Some(Self { floor: it.floor, schools, percent })
    }
}

/// The most that there may be.
#[derive(SimpleObject)]
#[graphql(name = "ProgrammeCap")]
pub struct CapObject {
    /// Of what.
    pub per: Choice<CapScope>,
    /// How many.
    pub most: i32,
}

impl From<Cap> for CapObject {
    fn from(it: Cap) -> Self {
        Self { per: Choice(it.per), most: it.most }
    }
}

/// The round by which a programme takes applications.
#[derive(SimpleObject)]
#[graphql(name = "ProgrammeRound")]
pub struct RoundObject {
    /// Which one, from 1.
    pub number: i32,
    /// Whether it is for the balance of the regions: it takes nobody from a region that has more than its even share of the
    /// places of all rounds so far.
    pub balances_regions: bool,
}

impl From<ProgrammeRound> for RoundObject {
    fn from(it: ProgrammeRound) -> Self {
        Self { number: it.number, balances_regions: it.balances_regions }
    }
}

/// What holds for one kind of members.
#[derive(SimpleObject)]
#[graphql(name = "ProgrammePartRule")]
pub struct PartRuleObject {
    /// Which kind.
    pub part: Choice<ProgrammePart>,
    /// Whether they are funded; the others are involved.
    pub funded: bool,
    /// In how many areas they lie, where the programme is for some areas.
    pub areas: Option<i32>,
}

impl From<PartRule> for PartRuleObject {
    fn from(it: PartRule) -> Self {
        Self { part: Choice(it.part), funded: it.is_funded, areas: it.areas }
    }
}

/// A number that is told of a programme. Nothing is decided by it.
#[derive(SimpleObject)]
#[graphql(name = "ProgrammeFigure")]
pub struct FigureObject {
    /// Of what.
    pub of: Choice<FigureOf>,
    /// How exactly it is told.
    pub sense: Choice<FigureSense>,
    /// The number.
    pub number: i32,
    /// The first day of the time of which it is told.
    pub since: Day,
    /// The last day of that time.
    pub until: Day,
}

impl From<ProgrammeFigure> for FigureObject {
    fn from(it: ProgrammeFigure) -> Self {
        Self {
            of: Choice(it.of),
            sense: Choice(it.sense),
            number: it.number,
            since: Day(it.since),
            until: Day(it.until),
        }
    }
}
