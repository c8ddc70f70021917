//! A proposal in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{DeclineReason, Proposal, ProposalStatus, Side};
use domain::exchange::SupportKind;

use super::DeploymentObject;
use super::estimate::{CostEstimate, of_proposal};
use super::links::{DeploymentFrom, ReservationOf, RunBy};
use super::matching::MatchRun;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School};
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::scalar::{HalfDays, Moment, Pence};

/// A broker's proposal that one offer should meet one request.
pub struct ProposalObject(pub Proposal);

impl TypeName for ProposalObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Proposal".into()
    }
}

impl From<Proposal> for ProposalObject {
    fn from(it: Proposal) -> Self {
        Self(it)
    }
}

/// So much time in one half-term.
#[derive(SimpleObject)]
pub struct HalfTermShare {
    /// The half-term: the year of its September, then 1 to 6, such as 20262 for the second half of the autumn term 2026.
    pub half_term: i32,
    /// How many half-days of it.
    pub half_days: HalfDays,
}

/// A broker's proposal that one offer should meet one request. It binds nobody until both schools accept.
#[Object(name = "Proposal")]
impl ProposalObject {
    /// The proposal's id.
    async fn id(&self) -> Gid<Proposal> {
        Gid(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<ProposalStatus> {
        Choice(self.0.status)
    }

    /// The request that it would meet, as far as you may see it.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The offer that would meet it.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.0.offer)).await?.map(Offer::from)) }).await
    }

    /// The school that would give.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The school that asked. Nothing as long as it asks without its name, to all but itself and the alliance.
    async fn host(&self, ctx: &Context<'_>) -> Option<School> {
        self.0.names_host_to(&ctx.scope()).then(|| School::find(&ctx.app().snapshot(), self.0.host)).flatten()
    }

    /// The alliance for which a broker proposes. Nothing as long as the school that asked is not named to you, for it would
    /// tell.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        let shown = self.0.names_host_to(&ctx.scope());
        shown.then(|| ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)).flatten()
    }

    /// The kept run of the matching with which it was proposed: who could help at that moment, and why. Only the school
    /// that asks and its brokers see it.
    async fn run(&self, ctx: &Context<'_>) -> Option<Result<MatchRun>> {
        nullable(async {
            let Some(run) = self.0.run else { return Ok(None) };
            Ok(ctx.load(RunBy(run)).await?.map(MatchRun::from))
        })
        .await
    }

    /// The kind of work, as it was asked for and offered when the proposal was made.
    async fn kind(&self) -> Choice<SupportKind> {
        Choice(self.0.kind)
    }

    /// How much work it proposes.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.half_days)
    }

    /// How the work is spread over half-terms, as long as the time is held.
    async fn half_terms(&self, ctx: &Context<'_>) -> Result<Vec<HalfTermShare>> {
        let held = ctx.load(ReservationOf(self.0.id)).await?;
        let lines = held.map(|it| it.lines).unwrap_or_default();
        let share = |half_term: domain::HalfTerm, half_days| HalfTermShare {
            half_term: half_term.code(),
            half_days: HalfDays(half_days),
        };
        Ok(lines.into_iter().map(|line| share(line.half_term, line.half_days)).collect())
    }

    /// What the broker says to both schools.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_ref().map(|it| it.as_str())
    }

    /// What it would cost in each way in which both schools said that it may be done, side by side, by the alliance's rate card for
    /// the year of the work. It binds nobody: the terms say what is paid. Nothing as long as the school that asked is not named to
    /// you, for the prices would tell.
    async fn estimates(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What covering somebody for a whole day costs at the school, if you want cover beside the price."
        )]
        cover_day: Option<Pence>,
    ) -> Option<Result<Vec<CostEstimate>>> {
        nullable(of_proposal(ctx, &self.0, cover_day)).await
    }

    /// Whether it waits for a second broker's approval, because it concerns the first one's own school.
    async fn needs_approval(&self) -> bool {
        self.0.own_placement && self.0.approved_by.is_none() && self.0.is_open()
    }

    /// When it was made.
    async fn sent_at(&self) -> Moment {
        Moment(self.0.sent_at)
    }

    /// Until when the two schools may answer.
    async fn respond_by(&self) -> Moment {
        Moment(self.0.respond_by)
    }

    /// When the school that would give accepted.
    async fn home_accepted_at(&self) -> Option<Moment> {
        self.0.home_accepted_at.map(Moment)
    }

    /// When the school that asked accepted.
    async fn host_accepted_at(&self) -> Option<Moment> {
        self.0.host_accepted_at.map(Moment)
    }

    /// When it was confirmed, declined, or closed otherwise.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Which school declined, if one did.
    async fn declined_by(&self) -> Option<Choice<Side>> {
        self.0.declined_by.map(Choice)
    }

    /// Why it was declined or taken back, by a code that blames nobody; nothing where that was before a reason was kept.
    async fn decline_reason(&self) -> Option<Choice<DeclineReason>> {
        self.0.decline_reason.map(Choice)
    }

    /// The deployment that came of it, once both schools have accepted.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            if self.0.status != ProposalStatus::Confirmed {
                return Ok(None);
            }
            Ok(ctx.load(DeploymentFrom(self.0.id)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
