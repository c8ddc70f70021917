//! A request for support in the contract. Each room adds the fields that are its own business.

use async_graphql::{Context, MergedObject, Object, Result, TypeName};
use domain::brokerage::MatchStage;
use domain::directory::{DesignationScheme, KeyStage, Post};
use domain::exchange::{
    self, Disclosure, Mode, RequestStatus, SettlementKind, SupportKind, UnmetReason, Urgency, WithdrawalReason,
};
use persistence::exchange::RequestRow;

use super::links::WorkstreamOf;
use super::objective::Objective;
use super::response::{ReciprocityGuarantee, RequestResponse, candidate_due, guarantee, response};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::RequestBrokerage;
use crate::graphql::brokerage::matching::{self, CandidatesInput, MatchRun, MatchShortlist, MatchUnmet};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, Expertise, School, terms};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, HalfDays, Moment};

/// A school's request for support: what it needs, for whom, when, and how far its answer has come. Only those whom it
/// concerns can see it.
// The library asks the last part first; what every page asks for is there.
#[derive(MergedObject)]
pub struct SupportRequest(RequestBrokerage, RequestFacts);

/// What the request itself says.
// In a box: it is the largest of what has an id, and what is found by an id takes the room of the largest.
pub struct RequestFacts(Box<RequestRow>);

impl From<RequestRow> for SupportRequest {
    fn from(row: RequestRow) -> Self {
        let brokerage = row.id.0.into();
        Self(brokerage, RequestFacts(Box::new(row)))
    }
}

impl From<(RequestRow, RequestBrokerage)> for SupportRequest {
    fn from((row, brokerage): (RequestRow, RequestBrokerage)) -> Self {
        Self(brokerage, RequestFacts(Box::new(row)))
    }
}

impl From<exchange::SupportRequest> for SupportRequest {
    fn from(it: exchange::SupportRequest) -> Self {
        RequestRow::from(&it).into()
    }
}

impl TypeName for SupportRequest {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "SupportRequest".into()
    }
}

#[Object]
impl RequestFacts {
    /// The request's id.
    async fn id(&self) -> Gid<exchange::SupportRequest> {
        Gid(self.0.id.0)
    }

    /// The kind of work.
    async fn kind(&self) -> Choice<SupportKind> {
        Choice(self.0.kind.0)
    }

    /// One line that says what is needed.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What is needed and why.
    async fn need(&self) -> &str {
        &self.0.need
    }

    /// What shall become better: one to three objectives, or four with a reason.
    async fn objectives(&self) -> Result<Vec<Objective>> {
        Ok(self.0.objectives().map_err(failed)?.into_iter().map(Objective::from).collect())
    }

    /// Why there is a fourth objective, if there is one.
    async fn override_reason(&self) -> Option<&str> {
        self.0.override_reason.as_deref()
    }

    /// What it is about.
    async fn expertise(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        terms(ctx, &self.0.expertise.0).await
    }

    /// The key stages concerned.
    async fn key_stages(&self) -> Vec<Choice<KeyStage>> {
        self.0.key_stages.0.iter().copied().map(Choice).collect()
    }

    /// How support may reach the school.
    async fn modes(&self) -> Vec<Choice<Mode>> {
        self.0.modes.0.iter().copied().map(Choice).collect()
    }

    /// How soon it is needed.
    async fn urgency(&self) -> Choice<Urgency> {
        Choice(self.0.urgency.0)
    }

    /// How much work is wanted.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.half_days)
    }

    /// The first day on which support may happen.
    async fn starts_on(&self) -> Day {
        Day(self.0.starts_on)
    }

    /// The last day on which support may happen.
    async fn ends_on(&self) -> Day {
        Day(self.0.ends_on)
    }

    /// The longest journey for a helper that the school thinks sensible, in minutes one way. Nobody is left out for it.
    async fn max_travel_minutes(&self) -> Option<i32> {
        self.0.max_travel_minutes
    }

    /// Whether the school is named to possible helpers before it accepts one.
    async fn disclosure(&self) -> Choice<Disclosure> {
        Choice(self.0.disclosure.0)
    }

    /// What the school means to give in return.
    async fn settlement(&self) -> Choice<SettlementKind> {
        Choice(self.0.settlement.0)
    }

    /// Whether a single session is what the school wants.
    async fn one_off(&self) -> bool {
        self.0.one_off
    }

    /// Whether help from the school's own trust is welcome.
    async fn allow_same_trust(&self) -> bool {
        self.0.allow_same_trust
    }

    /// Whether close neighbours are left out.
    async fn exclude_neighbours(&self) -> bool {
        self.0.exclude_neighbours
    }

    /// A designation that the helper must hold, if the school asks for one.
    async fn designation(&self) -> Option<Choice<DesignationScheme>> {
        self.0.designation.map(|it| Choice(it.0))
    }

    /// Whose work is to be supported, by their posts; none where the school has not said so, and everybody fits.
    async fn for_posts(&self) -> Vec<Choice<Post>> {
        self.0.for_posts.0.iter().copied().map(Choice).collect()
    }

    /// Where it stands.
    async fn status(&self) -> Choice<RequestStatus> {
        Choice(self.0.status.0)
    }

    /// How far the search for candidates has been widened; nothing before the first.
    async fn stage(&self) -> Option<Choice<MatchStage>> {
        self.0.stage.map(|it| Choice(it.0))
    }

    /// Why nobody was found, if that is how it ended.
    async fn unmet_reason(&self) -> Option<Choice<UnmetReason>> {
        self.0.unmet_reason.map(|it| Choice(it.0))
    }

    /// Why the school took it back, if it did.
    async fn withdrawal_reason(&self) -> Option<Choice<WithdrawalReason>> {
        self.0.withdrawal_reason.map(|it| Choice(it.0))
    }

    /// The school that asks; nothing while an anonymous request hides it from you.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        let shown = self.0.names_school_to(&ctx.scope());
        shown.then(|| School::find(&ctx.app().snapshot(), self.0.school_id.0)).flatten()
    }

    /// The alliances that broker it; nobody while an anonymous request hides its school from you, for they would tell.
    async fn alliances(&self, ctx: &Context<'_>) -> Vec<Alliance> {
        if !self.0.names_school_to(&ctx.scope()) {
            return Vec::new();
        }
        let alliances = &ctx.app().snapshot().alliances;
        self.0.alliances.0.iter().filter_map(|id| alliances.get(*id).cloned()).map(Alliance).collect()
    }

    /// When it was written.
    async fn created_at(&self) -> Moment {
        Moment(self.0.created_at.0)
    }

    /// When the school raised it.
    async fn submitted_at(&self) -> Option<Moment> {
        self.0.submitted_at.map(|at| Moment(at.0))
    }

    /// By when a broker is to answer it, and why then. Only the school that asks, its brokers and
    /// those who are asked to take it on see it.
    async fn response(&self, ctx: &Context<'_>) -> Option<Result<RequestResponse>> {
        nullable(async {
            let request = exchange::SupportRequest::try_from(RequestRow::clone(&self.0)).map_err(failed)?;
            response(ctx, &request).await
        })
        .await
    }

    /// The guarantee for a school that gives: by when it is answered and has support agreed, and whether that was kept. Nothing
    /// where the school had not given within a year, nor for anybody but the school and its brokers.
    async fn guarantee(&self, ctx: &Context<'_>) -> Option<Result<ReciprocityGuarantee>> {
        nullable(async {
            let request = exchange::SupportRequest::try_from(RequestRow::clone(&self.0)).map_err(failed)?;
            guarantee(ctx, &request).await
        })
        .await
    }

    /// By when somebody is to be proposed for it, as your alliance promises it, or the soonest of those that broker it. Nothing
    /// while somebody is proposed, nor for anybody but the school and its brokers.
    async fn candidate_due_at(&self, ctx: &Context<'_>) -> Option<Result<Moment>> {
        nullable(candidate_due(ctx, &self.0)).await
    }

    /// When a broker confirmed the need.
    async fn triaged_at(&self) -> Option<Moment> {
        self.0.triaged_at.map(|at| Moment(at.0))
    }

    /// To which work-stream of your own alliance it belongs, if your alliance brokers it and has put it into one. Nobody else
    /// sees it.
    async fn workstream(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let brokers: Vec<_> = self.0.alliances.0.iter().map(|alliance| alliance.uuid()).collect();
        let of = ctx.scope().sees(&brokers).then_some(WorkstreamOf(self.0.id.0))?;
        nullable(async { Ok(ctx.load(of).await?.map(|it| it.name)) }).await
    }

    /// Who could help at this moment, best first, with the reasons, and who could not, with the rules against them.
    /// Nothing is stored. Only the school that asks and its brokers see it.
    async fn candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many of the best: 1 to 100.")] first: i32,
        #[graphql(desc = "How many of those that are excluded: 0 to 100.", default = 20)] excluded: i32,
        #[graphql(desc = "How far to look, and by which seed equals are drawn.")] input: Option<CandidatesInput>,
    ) -> Option<Result<MatchShortlist>> {
        nullable(async {
            let request = exchange::SupportRequest::try_from(RequestRow::clone(&self.0)).map_err(failed)?;
            matching::candidates(ctx, &request, first, excluded, input.unwrap_or_default()).await
        })
        .await
    }

    /// Why nobody could meet it at this moment, and the least change of each kind by which somebody could; nothing if somebody
    /// could. Only the school that asks and its brokers see it.
    async fn why_unmet(&self, ctx: &Context<'_>) -> Option<Result<MatchUnmet>> {
        nullable(async {
            let request = exchange::SupportRequest::try_from(RequestRow::clone(&self.0)).map_err(failed)?;
            matching::why_unmet(ctx, &request).await
        })
        .await
    }

    /// The kept runs of the matching, newest first. Only the school that asks and its brokers see them.
    async fn match_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<MatchRun>> {
        matching::match_runs(ctx, self.0.id.0, Wanted { first, after, last, before }).await
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
