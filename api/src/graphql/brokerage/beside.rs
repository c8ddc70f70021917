//! What is told of a deployment beside its own record: each found by the deployment's id.

use async_graphql::{Context, Object, Result};
use domain::Id;
use domain::brokerage::{Deployment, Visit};
use persistence::brokerage::review;

use super::arisen_interest::{ArisenInterestObject, ArisenInterestsOf};
use super::assurance::{AssuranceOf, VisitorsAssuranceOf};
use super::declaration::DeclarationObject;
use super::links::{CaseStudyOf, DeclarationsOf, EvaluationsOf, InitialMeetingOf, ReviewsOf, VisitsOf};
use super::pause::{PauseObject, PausesOf};
use super::{AssuranceObject, CaseStudyObject, EvaluationObject, InitialMeetingObject, ReviewObject, VisitObject};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::page::{Connection, Wanted};

/// What was said and made of a deployment, as fields of the deployment.
pub struct DeploymentBeside(pub Id<Deployment>);

#[Object]
impl DeploymentBeside {
    /// What was agreed when those met who work together; nothing until it is written down.
    async fn initial_meeting(&self, ctx: &Context<'_>) -> Option<Result<InitialMeetingObject>> {
        nullable(async { Ok(ctx.load(InitialMeetingOf(self.0)).await?.map(InitialMeetingObject::from)) }).await
    }

    /// When it rested, first to last. No visit lies between the day on which it was held and the day on which it went on.
    async fn pauses(&self, ctx: &Context<'_>) -> Result<Vec<PauseObject>> {
        let pauses = ctx.load(PausesOf(self.0)).await?.unwrap_or_default();
        Ok(pauses.into_iter().map(PauseObject::from).collect())
    }

    /// The visits that the host has not confirmed, or disputes: what is still to be settled, also when the work is complete.
    async fn unsettled_visits(&self, ctx: &Context<'_>) -> Result<Vec<VisitObject>> {
        let visits = ctx.load(VisitsOf(self.0)).await?.unwrap_or_default();
        Ok(visits.into_iter().filter(Visit::is_unconfirmed).map(VisitObject::from).collect())
    }

    /// What each side declared of its interests.
    async fn declarations(&self, ctx: &Context<'_>) -> Result<Vec<DeclarationObject>> {
        let declared = ctx.load(DeclarationsOf(self.0)).await?.unwrap_or_default();
        Ok(declared.into_iter().map(DeclarationObject::from).collect())
    }

    /// What was declared of interests since the agreement, first to last, as far as you may see it.
    async fn arisen_interests(&self, ctx: &Context<'_>) -> Result<Vec<ArisenInterestObject>> {
        let arisen = ctx.load(ArisenInterestsOf(self.0)).await?.unwrap_or_default();
        Ok(arisen.into_iter().map(ArisenInterestObject::from).collect())
    }

    /// The last safeguarding assurance that was given for whoever comes from the school that gives; nothing of a study visit,
    /// on which nobody goes from there. Before a visit in person, see that it holds.
    async fn assurance(&self, ctx: &Context<'_>) -> Option<Result<AssuranceObject>> {
        nullable(async { Ok(ctx.load(AssuranceOf(self.0)).await?.map(AssuranceObject::from)) }).await
    }

    /// The last safeguarding assurance that the school that receives gave for whomever it sends: on a study visit, in joint
    /// practice, and where pupils work together. Before a visit in person, see that it holds.
    async fn visitors_assurance(&self, ctx: &Context<'_>) -> Option<Result<AssuranceObject>> {
        nullable(async { Ok(ctx.load(VisitorsAssuranceOf(self.0)).await?.map(AssuranceObject::from)) }).await
    }

    /// What reviews of it found, in the order in which they were written down.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<ReviewObject>> {
        let page = Wanted { first, after, last, before }.of(review::OF_DEPLOYMENT)?;
        let all = ctx.load(ReviewsOf(self.0)).await?.unwrap_or_default();
        Ok(Connection::of(review::page_of(&page, all)))
    }

    /// What the two sides say of each other, as far as you may see it: your own side's, and once both have spoken, or
    /// nobody may any more, the other's too.
    async fn evaluations(&self, ctx: &Context<'_>) -> Result<Vec<EvaluationObject>> {
        let said = ctx.load(EvaluationsOf(self.0)).await?.unwrap_or_default();
        Ok(said.into_iter().map(EvaluationObject::from).collect())
    }

    /// Its case study, as far as you may see it.
    async fn case_study(&self, ctx: &Context<'_>) -> Option<Result<CaseStudyObject>> {
        nullable(async { Ok(ctx.load(CaseStudyOf(self.0)).await?.map(CaseStudyObject::from)) }).await
    }
}
