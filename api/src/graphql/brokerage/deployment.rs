//! A deployment in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::brokerage::{Deployment, DeploymentStatus, Measure, NoFollowUp, StopReason, Visit};
use domain::exchange::SupportKind;
use persistence::brokerage::deployment_tree::{Branch, Depth};
use persistence::brokerage::visit;
use persistence::directory::specialist::SpecialistRow;

use super::asked::DeploymentAsked;
use super::beside::DeploymentBeside;
use super::clocks::DeploymentClocks;
use super::consent::{self, ConsentAsked, ConsentObject};
use super::departure::{DepartureObject, DepartureOf};
use super::estimate::DeploymentEstimates;
use super::impact::OutcomeImpact;
use super::links::{MeasuresOf, ProposalBy, VisitsOf};
use super::rate_card::PriceObject;
use super::signatures::DeploymentSignatures;
use super::terms::TermsObject;
use super::{ProposalObject, VisitObject};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School, Specialist, SpecialistBy};
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, HalfDays, Moment};

/// Support planned or agreed between two schools.
pub struct DeploymentObject {
    it: Box<Deployment>,
    /// What was read together with it; the rest is loaded when it is asked for.
    beside: Depth,
    specialist: Option<Box<SpecialistRow>>,
    visits: Vec<Visit>,
}

impl DeploymentObject {
    /// A deployment that was read with as much beside it as the depth says.
    pub fn with(branch: Branch, beside: Depth) -> Self {
        Self { it: Box::new(branch.deployment), beside, specialist: branch.specialist, visits: branch.visits }
    }
}

impl TypeName for DeploymentObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Deployment".into()
    }
}

impl From<Deployment> for DeploymentObject {
    fn from(it: Deployment) -> Self {
        Self { it: Box::new(it), beside: Depth::default(), specialist: None, visits: Vec::new() }
    }
}

/// Support planned or agreed between two schools.
#[Object(name = "Deployment")]
impl DeploymentObject {
    /// The deployment's id.
    async fn id(&self) -> Gid<Deployment> {
        Gid(self.it.id)
    }

    /// The kind of work.
    async fn kind(&self) -> Choice<SupportKind> {
        Choice(self.it.kind)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<DeploymentStatus> {
        Choice(self.it.status)
    }

    /// The request that it meets, as far as you may see it.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.it.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The proposal of which it came, as far as you may see it.
    async fn proposal(&self, ctx: &Context<'_>) -> Option<Result<ProposalObject>> {
        nullable(async { Ok(ctx.load(ProposalBy(self.it.proposal)).await?.map(ProposalObject::from)) }).await
    }

    /// The offer that meets it.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.it.offer)).await?.map(Offer::from)) }).await
    }

    /// The specialist who comes; nobody if the school delivers it itself.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            if self.beside.specialist {
                return Ok(self.specialist.as_deref().cloned().map(Specialist::from));
            }
            match self.it.specialist {
                Some(id) => Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from)),
                None => Ok(None),
            }
        })
        .await
    }

    /// That the specialist has left the school that gives since it was planned; nothing otherwise.
    async fn departure(&self, ctx: &Context<'_>) -> Option<Result<DepartureObject>> {
        nullable(async { Ok(ctx.load(DepartureOf(self.it.id)).await?.map(DepartureObject)) }).await
    }

    /// The school that gives.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.it.home)
    }

    /// The school that receives.
    async fn host(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.it.host)
    }

    /// The alliance that brokers it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.it.alliance).cloned().map(Alliance)
    }

    /// How much work was agreed.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.it.half_days)
    }

    /// What all of it costs by the terms, and who gets it; nothing where it is not paid for by the day.
    async fn price(&self) -> Option<PriceObject> {
        let day = self.it.terms.as_ref()?.settlement.day?;
        Some(day.of_half_days(self.it.half_days).into())
    }

    /// What it would cost, before it is agreed.
    #[graphql(flatten)]
    async fn estimated(&self) -> DeploymentEstimates {
        DeploymentEstimates(Deployment::clone(&self.it))
    }

    /// How much of it is promised and not given yet.
    async fn promised(&self) -> HalfDays {
        HalfDays(self.it.promised)
    }

    /// What both heads and the alliance sign; nothing until somebody has written it.
    async fn terms(&self) -> Option<TermsObject> {
        self.it.terms.clone().map(TermsObject::from)
    }

    /// Who has signed it.
    #[graphql(flatten)]
    async fn signatures(&self) -> DeploymentSignatures {
        DeploymentSignatures::from(&*self.it)
    }

    /// By when its first steps are due.
    #[graphql(flatten)]
    async fn clocks(&self) -> DeploymentClocks {
        DeploymentClocks(Deployment::clone(&self.it))
    }

    /// Until when it must be agreed.
    async fn agree_by(&self) -> Moment {
        Moment(self.it.agree_by)
    }

    /// When it was planned.
    async fn planned_at(&self) -> Moment {
        Moment(self.it.planned_at)
    }

    /// When it was agreed.
    async fn agreed_at(&self) -> Option<Moment> {
        self.it.agreed_at.map(Moment)
    }

    /// When work began.
    async fn started_at(&self) -> Option<Moment> {
        self.it.started_at.map(Moment)
    }

    /// When it was first reviewed half-way.
    async fn midterm_done_at(&self) -> Option<Moment> {
        self.it.midterm_done_at.map(Moment)
    }

    /// The last day of work, where the latest mid-term review decided for an end before that of the terms.
    async fn final_day(&self) -> Option<Day> {
        self.it.final_day.map(Day)
    }

    /// When it ended, in whatever way.
    async fn ended_at(&self) -> Option<Moment> {
        self.it.ended_at.map(Moment)
    }

    /// Why it was stopped, as a neutral code.
    async fn stop_code(&self) -> Option<Choice<StopReason>> {
        self.it.stop_code.map(Choice)
    }

    /// Why it was stopped, in words.
    async fn stop_reason(&self) -> Option<&str> {
        self.it.stop_reason.as_ref().map(|it| it.as_str())
    }

    /// What was measured of each expected outcome of the terms, and what that proves.
    async fn impact(&self, ctx: &Context<'_>) -> Result<Vec<OutcomeImpact>> {
        let measured = ctx.load(MeasuresOf(self.it.id)).await?.unwrap_or_default();
        let outcomes = self.it.terms.iter().flat_map(|terms| &terms.outcomes).zip(1..);
        let found = |place| measured.iter().find(|it| it.outcome == place).cloned();
        let none = |place| Measure::none(self.it.id, place);
        Ok(outcomes.map(|(it, place)| OutcomeImpact::of(it, found(place).unwrap_or_else(|| none(place)))).collect())
    }

    /// When the alliance signed off what the final review and the self-evaluation say.
    async fn signed_off_at(&self) -> Option<Moment> {
        self.it.signed_off_at.map(Moment)
    }

    /// Until when each side may say how it was to work with the other; nothing while the work is not done.
    async fn evaluate_by(&self) -> Option<Moment> {
        self.it.evaluate_by().map(Moment)
    }

    /// When both sides had spoken of each other, or the time for it was over.
    async fn evaluated_at(&self) -> Option<Moment> {
        self.it.evaluated_at.map(Moment)
    }

    /// The day on which somebody is to look at what has lasted.
    async fn follow_up_on(&self) -> Option<Day> {
        self.it.follow_up_on.map(Day)
    }

    /// When what somebody then saw was written down.
    async fn followed_up_at(&self) -> Option<Moment> {
        self.it.followed_up_at.map(Moment)
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<Moment> {
        self.it.closed_at.map(Moment)
    }

    /// Why it was closed although nobody looked at what has lasted.
    async fn no_follow_up(&self) -> Option<Choice<NoFollowUp>> {
        self.it.no_follow_up.map(Choice)
    }

    /// Its visits, in the order in which they were written down.
    async fn visits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<VisitObject>> {
        let page = Wanted { first, after, last, before }.of(visit::OF_DEPLOYMENT)?;
        // Read whole, with their deployment where they can be: they are no more than its half-days, but for records that were
        // taken back.
        let all = if self.beside.visits {
            self.visits.clone()
        } else {
            ctx.load(VisitsOf(self.it.id)).await?.unwrap_or_default()
        };
        Ok(Connection::of(visit::page_of(&page, all)))
    }

    /// What those said whose consent counts beside the signatures, as far as you may see it.
    async fn consents(&self, ctx: &Context<'_>) -> Result<Vec<ConsentObject>> {
        consent::said(ctx, &self.it).await
    }

    /// The consents that the brokering alliance asks for, by its policy and by what the terms say; told to the two schools and
    /// the alliance.
    async fn consents_asked(&self, ctx: &Context<'_>) -> Result<Vec<ConsentAsked>> {
        consent::asked(ctx, &self.it).await
    }

    /// What its kind and its template ask.
    #[graphql(flatten)]
    async fn asked(&self) -> DeploymentAsked {
        DeploymentAsked { id: self.it.id, particulars: self.it.particulars.as_deref().cloned() }
    }

    /// What was said and made of it.
    #[graphql(flatten)]
    async fn said(&self) -> DeploymentBeside {
        DeploymentBeside(self.it.id)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.it.version
    }
}
