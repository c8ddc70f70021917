//! National programmes in the contract: their rules over time, and what they say to somebody who would take part.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject};
use domain::Id;
use domain::directory::{
    Eligibility, Partner, Phase, Programme, ProgrammeMember, ProgrammeRules, ProgrammeVersion, Shortfall, Standing,
};
use persistence::directory::programme;

use super::programme_input::ApplicationInput;
use super::programme_rule::{
    AuthorityTestObject, AwardObject, CapObject, FigureObject, PartRuleObject, ReviewGateObject, RoundObject,
};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Day;

/// A national programme. Those of about 2005 have ended; their rules show what a programme's rules can be.
#[derive(SimpleObject)]
#[graphql(name = "Programme")]
pub struct ProgrammeObject {
    /// The programme's id.
    pub id: Gid<Programme>,
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
    /// What is told of it in numbers: how many took part, and when.
    pub figures: Vec<FigureObject>,
}

impl From<Programme> for ProgrammeObject {
    fn from(it: Programme) -> Self {
        let Programme { id, code, owner, name, about, versions, figures } = it;
        let versions = versions.into_iter().map(VersionObject).collect();
        let id = Gid(id);
        Self { id, code, owner, name, about, versions, figures: figures.into_iter().map(FigureObject::from).collect() }
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

    /// Why it was ended; nothing where other rules follow it, and of what ended before this was asked.
    async fn end_reason(&self) -> Option<&str> {
        self.0.end_reason.as_ref().map(|it| it.as_str())
    }

    /// Who takes part.
    async fn members(&self) -> Vec<Choice<ProgrammeMember>> {
        choices(&self.rules().members)
    }

    /// The round by which applications are taken, where they are taken by rounds.
    async fn round(&self) -> Option<RoundObject> {
        self.rules().round.map(RoundObject::from)
    }

    /// The kinds of members, where there is more than one.
    async fn parts(&self) -> Vec<PartRuleObject> {
        self.rules().parts.iter().map(|it| PartRuleObject::from(*it)).collect()
    }

    /// What is paid.
    async fn awards(&self) -> Vec<AwardObject> {
        self.rules().awards.iter().map(|it| AwardObject::from(*it)).collect()
    }

    /// Whether the work is paid only after a plan for it that was successful.
    async fn plans_first(&self) -> bool {
        self.rules().plans_first
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
        self.rules().authority.and_then(AuthorityTestObject::of)
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

/// A programme by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProgrammeBy(pub Id<Programme>);

impl Loader<ProgrammeBy> for Links {
    type Value = Programme;
    type Error = Error;

    async fn load(&self, keys: &[ProgrammeBy]) -> Result<HashMap<ProgrammeBy, Programme>, Error> {
        let all = programme::all(self.app.db()).await.map_err(failed)?;
        let asked = all.into_iter().map(|it| (ProgrammeBy(it.id), it)).filter(|(key, _)| keys.contains(key));
        Ok(asked.collect())
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
