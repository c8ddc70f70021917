//! What the plan of a round says of one request, in the contract: why not a certain offer, and why nobody.

use async_graphql::{Context, Result, SimpleObject};
use domain::Id;
use domain::brokerage::matching::{PlanAnswer, Unplaced, UnplacedReason, WhyPlan};
use domain::exchange::{Offer, SupportRequest};

use crate::app::brokerage::matching::View;
use crate::app::brokerage::round;
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Points;

/// What the plan of a round says of an offer for a request. Others are counted and never named.
#[derive(SimpleObject)]
pub struct PlanWhyNot {
    /// The answer in one word.
    pub answer: Choice<PlanAnswer>,
    /// The answer as a sentence.
    pub sentence: String,
    /// How well the two suit each other; nothing if they cannot come together.
    pub points: Option<Points>,
    /// How well whoever the plan gives the request suits it; nothing if it has nobody.
    pub given: Option<Points>,
    /// What a place with whoever gives this offer is worth to others.
    pub price: Option<Points>,
    /// By how much the plan would be worth less, exactly, if the two came together all the same.
    pub loss: Option<Points>,
    /// How many other requests would have somebody else then, or nobody.
    pub displaced: Option<i32>,
}

impl From<WhyPlan> for PlanWhyNot {
    fn from(it: WhyPlan) -> Self {
        Self {
            answer: Choice(it.answer),
            sentence: it.sentence(),
            points: it.points.map(Points),
            given: it.given.map(Points),
            price: it.price.map(Points),
            loss: it.loss.map(Points),
            displaced: it.displaced,
        }
    }
}

/// Why the plan of a round leaves a request without anybody.
#[derive(SimpleObject)]
pub struct PlanUnplaced {
    /// The reason in one word.
    pub reason: Choice<UnplacedReason>,
    /// The reason as a sentence.
    pub sentence: String,
    /// By how many points others are worth more: what the plan would lose at least if it gave the request somebody.
    pub outbid_by: Option<Points>,
}

impl From<Unplaced> for PlanUnplaced {
    fn from(it: Unplaced) -> Self {
        Self { reason: Choice(it.reason), sentence: it.sentence(), outbid_by: it.by.map(Points) }
    }
}

/// What the plan says of an offer; nothing if the request waits in no round that has a plan, or the offer is not in it.
pub(super) async fn why_not(
    ctx: &Context<'_>,
    request: Id<SupportRequest>,
    offer: Id<Offer>,
) -> Result<Option<PlanWhyNot>> {
    let found = round::why_not(ctx.app(), ctx.caller()?, request, offer).await.map_err(refusal)?;
    Ok(found.map(PlanWhyNot::from))
}

/// Says why the plan leaves a request without anybody; nothing if it does not, the request waits in no round that has a plan, or the
/// reader may not see its candidates.
pub async fn why_unplaced(ctx: &Context<'_>, request: &SupportRequest) -> Result<Option<PlanUnplaced>> {
    if View::of(ctx.anybody(), request).is_none() {
        return Ok(None);
    }
    let found = round::unplaced(ctx.app(), ctx.caller()?, request.id).await.map_err(refusal)?;
    Ok(found.map(PlanUnplaced::from))
}
