//! One candidate, and one offer that is excluded.

use async_graphql::{Context, Object, Result};
use domain::brokerage::MatchStage;
use domain::brokerage::matching::{Candidate, Excluded};
use domain::exchange::{self, Mode};

use super::part::{MatchExclusion, MatchPart};
use crate::app::brokerage::matching::View;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};
use crate::graphql::exchange::{Offer, OfferBy};

/// One candidate in its place.
pub struct MatchCandidate {
    pub(super) rank: i32,
    pub(super) view: View,
    pub(super) candidate: Candidate,
}

/// An offer that could meet the request, in its place among all that could.
#[Object]
impl MatchCandidate {
    /// Its place, 1 for the best.
    async fn rank(&self) -> i32 {
        self.rank
    }

    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.candidate.offer)
    }

    /// The offer.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.candidate.offer)).await?.map(Offer::from)) }).await
    }

    /// The school that gives it.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.candidate.school)
    }

    /// The person who gives it; nothing if the school decides that later.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            match self.candidate.specialist {
                Some(id) => Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from)),
                None => Ok(None),
            }
        })
        .await
    }

    /// How far the search had to widen to find it.
    async fn stage(&self) -> Choice<MatchStage> {
        Choice(self.candidate.stage)
    }

    /// The score: the sum of the parts that are shown. A school is not told what else the giver has to do, which counts in
    /// the order only.
    async fn score(&self) -> i64 {
        self.view.score(&self.candidate)
    }

    /// The best way of working that both sides have.
    async fn mode(&self) -> Option<Choice<Mode>> {
        self.candidate.mode().map(Choice)
    }

    /// Why it has its score: one part for each factor that the reader is told of. They add up to the score.
    async fn parts(&self) -> Vec<MatchPart> {
        self.view.parts(&self.candidate).iter().map(MatchPart::from).collect()
    }
}

/// One excluded offer.
pub struct MatchExcluded(pub(super) Excluded);

/// An offer that cannot meet the request, with every rule that stands against it.
#[Object]
impl MatchExcluded {
    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.0.offer)
    }

    /// The offer.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.0.offer)).await?.map(Offer::from)) }).await
    }

    /// The school that gives it.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// How far the search had to widen to meet it.
    async fn stage(&self) -> Choice<MatchStage> {
        Choice(self.0.stage)
    }

    /// The rules that exclude it, the one that counts first.
    async fn rules(&self) -> Vec<MatchExclusion> {
        self.0.broken.iter().map(MatchExclusion::from).collect()
    }
}
