//! National programmes in the contract: their rules over time, and what they say to somebody who would take part.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::directory::{
    Award, Cap, CapScope, Eligibility, FundingStage, Partner, Phase, Programme, ProgrammeFocus, ProgrammeMember,
    ProgrammeRules, ProgrammeVersion, ReviewGate, Shortfall, Standing,
};
use persistence::directory::programme;

use super::programme_input::ApplicationInput;
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::loaders::failed;
use crate::graphql::scalar::{Day, HalfDays, Pence};

/// A national programme. Those of about 2005 have ended; their rules show what a programme's rules can be.
#[derive(SimpleObject)]
#[graphql(name = "Programme")]
pub struct ProgrammeObject {
    /// Its short name, such as `learning-networks`.
    pub code: String,
    /// Whose programme it is.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its rules over time, the earliest first.
    pub versions: Vec<VersionObject>,
}

impl From<Programme> for ProgrammeObject {
    fn from(it: Programme) -> Self {
        let Programme { code, owner, name, about, versions } = it;
        Self { code, owner, name, about, versions: versions.into_iter().map(VersionObject).collect() }
    }
}

/// The rules of a programme for a time. Whatever is not stated binds nobody.
pub struct VersionObject(ProgrammeVersion);

impl VersionObject {
    const fn rules(&self) -> &ProgrammeRules {
        &self.0.rules
    }
}

fn choices<W: domain::Word>(words: &[W]) -> Vec<Choice<W>> {
    words.iter().map(|it| Choice(*it)).collect()
}

/// The rules of a programme for a time. Whatever is not stated binds nobody.
#[Object(name = "ProgrammeVersion")]
impl VersionObject {
    /// Its number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The first day.
    async fn since(&self) -> Day {
        Day(self.0.since)
    }

    /// The last day; nothing while it goes on.
    async fn until(&self) -> Option<Day> {
        self.0.until.map(Day)
    }

    /// Who takes part.
    async fn members(&self) -> Vec<Choice<ProgrammeMember>> {
        choices(&self.rules().members)
    }

    /// What is paid.
    async fn awards(&self) -> Vec<AwardObject> {
        self.rules().awards.iter().map(|it| AwardObject::from(*it)).collect()
    }

    /// For how many years it is paid; then it is withdrawn.
    async fn years(&self) -> Option<i32> {
        self.rules().years
    }

    /// How much of each year's money others must match, in hundredths of a per cent: 10000 is all of it.
    async fn matched(&self) -> Option<i32> {
        self.rules().matched.and_then(|it| i32::try_from(it).ok())
    }

    /// The review that must be passed.
    async fn review(&self) -> Option<ReviewGateObject> {
        self.rules().review.map(ReviewGateObject::from)
    }

    /// The fewest schools of a network.
    async fn least_schools(&self) -> Option<i32> {
        self.rules().least_schools
    }

    /// How many schools are advised: from the first number to the second.
    async fn advised_schools(&self) -> Option<Vec<i32>> {
        self.rules().advised_schools.map(|(from, to)| vec![from, to])
    }

    /// The phases whose schools are funded; all, where none is named.
    async fn funded(&self) -> Vec<Choice<Phase>> {
        choices(&self.rules().funded)
    }

    /// The phases whose schools may be involved, and may not be funded.
    async fn unfunded(&self) -> Vec<Choice<Phase>> {
        choices(&self.rules().unfunded)
    }

    /// Partners, of whom one at least is needed.
    async fn partners(&self) -> Vec<Choice<Partner>> {
        choices(&self.rules().partners)
    }

    /// Which authorities may take part.
    async fn authority(&self) -> Option<AuthorityTestObject> {
        let test = self.rules().authority?;
        let (schools, percent) = (i32::try_from(test.schools).ok()?, i32::try_from(test.percent).ok()?);
        Some(AuthorityTestObject { floor: test.floor, schools, percent })
    }

    /// How many there may be.
    async fn caps(&self) -> Vec<CapObject> {
        self.rules().caps.iter().map(|it| CapObject::from(*it)).collect()
    }

    /// Whether the lead school must be in the upper quartile, by results or by value added.
    async fn lead_in_upper_quartile(&self) -> bool {
        self.rules().lead_in_upper_quartile
    }

    /// What a person must be.
    async fn standing(&self) -> Option<Choice<Standing>> {
        self.rules().standing.map(Choice)
    }

    /// Whether the partners commit themselves to an evaluation.
    async fn evaluates(&self) -> bool {
        self.rules().evaluates
    }

    /// Within how many days whoever is funded shares good practice with all schools; nothing where that is no condition.
    async fn share_back_days(&self) -> Option<i32> {
        self.rules().share_back_days
    }

    /// Whether somebody may take part by these rules, with all that stands against it, and what would be paid.
    async fn eligibility(
        &self,
        #[graphql(desc = "Who would take part, as far as it is known.")] application: ApplicationInput,
    ) -> EligibilityObject {
        self.rules().weigh(&application.into()).into()
    }
}

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

/// What the rules say to somebody who would take part.
#[derive(SimpleObject)]
#[graphql(name = "ProgrammeEligibility")]
pub struct EligibilityObject {
    /// Whether they may.
    pub eligible: bool,
    /// What stands against it.
    pub shortfalls: Vec<Choice<Shortfall>>,
    /// What would be paid.
    pub award: Option<AwardObject>,
    /// How many of the schools may be involved, and may not be funded.
    pub unfunded_schools: usize,
}

impl From<Eligibility> for EligibilityObject {
    fn from(it: Eligibility) -> Self {
        Self {
            eligible: it.shortfalls.is_empty(),
            shortfalls: choices(&it.shortfalls),
            award: it.award.map(AwardObject::from),
            unfunded_schools: it.unfunded,
        }
    }
}

/// Questions about programmes.
#[derive(Default)]
pub struct ProgrammeQuery;

#[Object]
impl ProgrammeQuery {
    /// The national programmes with their rules over time.
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those whose rules hold on this day; all, if left out.")] on: Option<Day>,
    ) -> Result<Vec<ProgrammeObject>> {
        let all = programme::all(ctx.app().db()).await.map_err(failed)?;
        let held = all.into_iter().filter(|it| on.is_none_or(|on| it.on(on.0).is_some()));
        Ok(held.map(ProgrammeObject::from).collect())
    }
}
