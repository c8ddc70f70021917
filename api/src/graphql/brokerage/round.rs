//! Brokerage rounds in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{Round, RoundChoiceKind, RoundFailure, RoundStatus};
use domain::exchange;
use persistence::Page;
use persistence::brokerage::{round_choice, round_line};

use super::round_choice::{ChoicesOf, RoundChoiceObject, RoundChoiceWeighed, weighed};
use super::round_happened::{FiguresOf, RoundHappened};
use super::round_line::{LinesOf, RoundLineObject};
use super::round_report::RoundReport;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{HalfDays, Moment, Points};

/// A brokerage round.
pub struct RoundObject(Round);

impl From<Round> for RoundObject {
    fn from(it: Round) -> Self {
        Self(it)
    }
}

impl TypeName for RoundObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "BrokerageRound".into()
    }
}

/// A brokerage round: the requests of one size that wait in an alliance, or in the nation, planned together with everybody who can
/// help, so that nobody is served first only because they came first. Nothing is placed by a plan: it is proposed, and both schools
/// agree or not.
#[Object(name = "BrokerageRound")]
impl RoundObject {
    /// The round's id.
    async fn id(&self) -> Gid<Round> {
        Gid(self.0.id)
    }

    /// The alliance whose requests are in it; nothing where it is the nation's.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        self.0.alliance.and_then(|id| ctx.app().snapshot().alliances.get(id).cloned().map(Alliance))
    }

    /// What it is called.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// How much support each request in it is given.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.bundle.half_days)
    }

    /// The half-terms in which it lies, such as 20263 for the third of the school year that ends in 2027.
    async fn half_terms(&self) -> Vec<i32> {
        self.0.bundle.half_terms.iter().map(|it| it.code()).collect()
    }

    /// Where it stands.
    async fn status(&self) -> Choice<RoundStatus> {
        Choice(self.0.status)
    }

    /// The seed of the draw among equals.
    async fn seed(&self) -> i64 {
        i64::from(self.0.seed)
    }

    /// When it was opened.
    async fn opened_at(&self) -> Moment {
        Moment(self.0.opened_at)
    }

    /// When it was settled which requests are in it.
    async fn frozen_at(&self) -> Option<Moment> {
        self.0.frozen_at.map(Moment)
    }

    /// How many requests were in it then.
    async fn requests(&self) -> i32 {
        self.0.requests
    }

    /// How far its plan has come; nothing before the first figures are there.
    async fn progress(&self) -> Option<RoundProgress> {
        let of = self.0.requests;
        let so_far = self.0.progress?;
        Some(RoundProgress { placed: so_far.placed, of, value: Points(so_far.value), bound: Points(so_far.bound) })
    }

    /// What its plan came to; nothing before there is one.
    async fn plan(&self) -> Option<RoundPlan> {
        let found = self.0.outcome?;
        Some(RoundPlan {
            placed: found.placed,
            value: Points(found.value),
            bound: Points(found.bound),
            best: found.value == found.bound,
            unique: found.unique,
            chosen_loss: Points(found.chosen_loss),
            policy_version: found.policy_version,
            input_hash: found.input_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    /// The report of its plan, beside what first come, first served would have come to; nothing before there is one. It stays when
    /// the round is over. What could be about a few schools or people is told to the brokers of the round's alliance alone.
    async fn report(&self, ctx: &Context<'_>) -> Option<Result<RoundReport>> {
        nullable(async {
            let whole = self.0.is_told_whole_to(&ctx.caller()?.actor);
            Ok(self.0.outcome.zip(self.0.report.as_ref()).map(|(found, it)| RoundReport::of(&found, it, whole)))
        })
        .await
    }

    /// What brokers chose in its plan for requests that you broker, in the order in which it was chosen.
    async fn choices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<RoundChoiceObject>>> {
        nullable(async {
            let page = Wanted { first, after, last, before }.of(round_choice::OF_ROUND)?;
            let page = ctx.load(ChoicesOf(self.0.id, page)).await?.unwrap_or_else(Page::empty);
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// What a choice would come to in its plan, without touching anything: for whoever brokers the request.
    async fn choice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] request: Gid<exchange::SupportRequest>,
        #[graphql(desc = "An offer of whoever is meant.")] offer: Gid<exchange::Offer>,
        #[graphql(desc = "What would be chosen.")] kind: Choice<RoundChoiceKind>,
    ) -> Option<Result<RoundChoiceWeighed>> {
        nullable(weighed(ctx, self.0.id, (request.0, offer.0), kind.0)).await
    }

    /// When its plan was found.
    async fn planned_at(&self) -> Option<Moment> {
        self.0.planned_at.map(Moment)
    }

    /// Until when its plan may be used. Until then the time of everybody in it is held.
    async fn use_by(&self) -> Option<Moment> {
        self.0.use_by.map(Moment)
    }

    /// When it was announced: from then on its places are proposed to the schools.
    async fn announced_at(&self) -> Option<Moment> {
        self.0.announcement.map(|it| Moment(it.at))
    }

    /// Until when new proposals are made of it.
    async fn ask_until(&self) -> Option<Moment> {
        self.0.announcement.map(|it| Moment(it.ask_until))
    }

    /// What it has come to since it was announced; once it is over, what it came to.
    async fn happened(&self, ctx: &Context<'_>) -> Option<Result<RoundHappened>> {
        nullable(async {
            let Some(announced) = self.0.announcement else { return Ok(None) };
            let figures = ctx.load(FiguresOf(self.0.id)).await?.unwrap_or_default();
            Ok(Some(RoundHappened::of(announced.points, &figures)))
        })
        .await
    }

    /// The requests in it that you broker, each with what the plan gives it.
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<RoundLineObject>>> {
        nullable(async {
            let page = Wanted { first, after, last, before }.of(round_line::OF_ROUND)?;
            let page = ctx.load(LinesOf(self.0.id, page)).await?.unwrap_or_else(Page::empty);
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// When it was closed, called off, or came to nothing.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it was called off.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(|it| it.as_str())
    }

    /// Why it came to nothing.
    async fn failure(&self) -> Option<Choice<RoundFailure>> {
        self.0.failure.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// How far a plan has come that is being reckoned.
#[derive(SimpleObject)]
pub struct RoundProgress {
    /// How many requests have a place so far.
    pub placed: i32,
    /// Of how many.
    pub of: i32,
    /// What the plan is worth so far.
    pub value: Points,
    /// What no plan can exceed, as far as it is known.
    pub bound: Points,
}

/// What the plan of a round came to.
#[derive(SimpleObject)]
pub struct RoundPlan {
    /// How many requests have a place.
    pub placed: i32,
    /// What the plan is worth: the points of all pairs and the worth of the requests that are met, less what the load of each person
    /// takes away.
    pub value: Points,
    /// What no plan can exceed, by the prices of all places.
    pub bound: Points,
    /// Whether it is proven that no plan is worth more.
    pub best: bool,
    /// Whether no other plan is worth as much; nothing where it is not proven best.
    pub unique: Option<bool>,
    /// By how many points all that brokers chose makes it worth less.
    pub chosen_loss: Points,
    /// The version of the matching policy by which it was made.
    pub policy_version: i32,
    /// The SHA-256 of all that it was made of, in hexadecimal digits.
    pub input_hash: String,
}
