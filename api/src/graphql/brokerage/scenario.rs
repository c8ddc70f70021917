//! Scenarios in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::brokerage::matching::{Change, ChangeKind, Factor, Setting};
use domain::brokerage::{Scenario, ScenarioReaders, ScenarioStatus};
use domain::exchange::CapacityHolder;
use domain::{directory, exchange};
use persistence::brokerage::scenario;

use super::links::ScenarioBy;
use super::scenario_report::ScenarioReport;
use crate::app::brokerage::scenario::replay;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;
use crate::graphql::scalar::{HalfDays, Moment};

/// A scenario.
pub struct ScenarioObject(Scenario);

impl From<Scenario> for ScenarioObject {
    fn from(it: Scenario) -> Self {
        Self(it)
    }
}

impl TypeName for ScenarioObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Scenario".into()
    }
}

/// A scenario: what would be if some offers, people, time or weights were otherwise, with its plan beside today's. Nothing real is
/// touched by it, and nobody is proposed.
#[Object(name = "Scenario")]
impl ScenarioObject {
    /// The scenario's id.
    async fn id(&self) -> Gid<Scenario> {
        Gid(self.0.id)
    }

    /// The alliance whose market it is about; nothing where it is the nation's.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        self.0.alliance.and_then(|id| ctx.app().snapshot().alliances.get(id).cloned().map(Alliance))
    }

    /// What it is called.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// What it is to answer.
    async fn question(&self) -> &str {
        self.0.question.as_str()
    }

    /// How much support each request in it is given.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.bundle.half_days)
    }

    /// The half-terms in which it lies, such as 20263 for the third of the school year that ends in 2027.
    async fn half_terms(&self) -> Vec<i32> {
        self.0.bundle.half_terms.iter().map(|it| it.code()).collect()
    }

    /// What is supposed to be otherwise.
    async fn changes(&self) -> Vec<ScenarioChange> {
        self.0.changes.iter().map(ScenarioChange::from).collect()
    }

    /// Where it stands.
    async fn status(&self) -> Choice<ScenarioStatus> {
        Choice(self.0.status)
    }

    /// Who may read it.
    async fn readers(&self) -> Choice<ScenarioReaders> {
        Choice(self.0.readers)
    }

    /// When it was written.
    async fn written_at(&self) -> Moment {
        Moment(self.0.written_at)
    }

    /// When it was reckoned.
    async fn reckoned_at(&self) -> Option<Moment> {
        self.0.reckoned_at.map(Moment)
    }

    /// What came of it, beside today's plan; nothing before it was reckoned.
    async fn report(&self, ctx: &Context<'_>) -> Option<Result<ScenarioReport>> {
        nullable(async {
            let whole = self.0.is_told_whole_to(&ctx.caller()?.actor);
            Ok(self.0.outcome.as_ref().map(|outcome| ScenarioReport::of(outcome, whole)))
        })
        .await
    }

    /// When it was put away.
    async fn archived_at(&self) -> Option<Moment> {
        self.0.archived_at.map(Moment)
    }

    /// Why it was put away.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(|it| it.as_str())
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Something that a scenario supposes.
#[derive(SimpleObject)]
pub struct ScenarioChange {
    /// Which kind of change it is.
    pub kind: Choice<ChangeKind>,
    /// The offer that is taken away, or that those who are added are like.
    pub offer_id: Option<Gid<exchange::Offer>>,
    /// The person who is taken away, whom somebody added is like, or whose time it is.
    pub specialist_id: Option<Gid<directory::Specialist>>,
    /// The school at which somebody is added, or whose time it is.
    pub school_id: Option<Gid<directory::School>>,
    /// The factor whose weight is otherwise.
    pub factor: Option<Choice<Factor>>,
    /// The number of the policy that is otherwise.
    pub setting: Option<Choice<Setting>>,
    /// How many are added, how many half-days are free in each half-term, or what the weight or the number would be.
    pub number: Option<i32>,
}

impl From<&Change> for ScenarioChange {
    fn from(change: &Change) -> Self {
        let it = Self {
            kind: Choice(change.kind()),
            offer_id: None,
            specialist_id: None,
            school_id: None,
            factor: None,
            setting: None,
            number: None,
        };
        match change {
            Change::AddOffers { like, number, at } => {
                Self { offer_id: Some(Gid(*like)), school_id: Some(Gid(*at)), number: Some(*number), ..it }
            }
            Change::RemoveOffer { offer } => Self { offer_id: Some(Gid(*offer)), ..it },
            Change::AddSpecialist { like, at } => {
                Self { specialist_id: Some(Gid(*like)), school_id: Some(Gid(*at)), ..it }
            }
            Change::RemoveSpecialist { specialist } => Self { specialist_id: Some(Gid(*specialist)), ..it },
            Change::Capacity { holder: CapacityHolder::Specialist(specialist), half_days } => {
                Self { specialist_id: Some(Gid(*specialist)), number: Some(*half_days), ..it }
            }
            Change::Capacity { holder: CapacityHolder::School(school), half_days } => {
                Self { school_id: Some(Gid(*school)), number: Some(*half_days), ..it }
            }
            Change::Weight { factor, to } => Self { factor: Some(Choice(*factor)), number: Some(*to), ..it },
            Change::Setting { setting, to } => Self { setting: Some(Choice(*setting)), number: Some(*to), ..it },
        }
    }
}

/// What reckoning a scenario again came to.
#[derive(SimpleObject)]
pub struct ScenarioReplay {
    /// Whether all that it was made of is unchanged since, by its hash.
    pub input_intact: bool,
    /// Whether the same report came out, byte for byte.
    pub same: bool,
}

/// Questions about scenarios.
#[derive(Default)]
pub struct ScenarioQuery;

#[Object]
impl ScenarioQuery {
    /// The scenarios that you may read, newest first: your own, and those that were shared with you.
    async fn scenarios(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<ScenarioStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<ScenarioObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(scenario::LIST)?;
            let status = status.map(|it| it.0);
            let page = scenario::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// A scenario by its id; nothing if there is none that you may read.
    async fn scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario's id.")] id: Gid<Scenario>,
    ) -> Option<Result<ScenarioObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(ScenarioBy(id.0)).await?.map(ScenarioObject::from))
        })
        .await
    }

    /// Reckons a scenario again from all that it was made of, and compares: for whoever may write one there.
    async fn scenario_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario's id.")] id: Gid<Scenario>,
    ) -> Option<Result<ScenarioReplay>> {
        nullable(async {
            let found = replay(ctx.app(), ctx.caller()?, id.0).await.map_err(refusal)?;
            Ok(Some(ScenarioReplay { input_intact: found.input_intact, same: found.same }))
        })
        .await
    }
}
