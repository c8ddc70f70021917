//! A review of a deployment in the contract.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{
    Answer, FollowUpWay, ImpactLevel, Rag, Rating, Review, ReviewDecision, ReviewKind, ReviewQuestion,
};

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::scalar::{Day, Moment};

/// What a review of a deployment found.
pub struct ReviewObject(pub Review);

impl TypeName for ReviewObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Review".into()
    }
}

impl From<Review> for ReviewObject {
    fn from(it: Review) -> Self {
        Self(it)
    }
}

/// The answer to one question of a review.
#[derive(SimpleObject)]
pub struct ReviewAnswer {
    /// The question.
    pub question: Choice<ReviewQuestion>,
    /// What was answered.
    pub text: String,
}

/// How one expected outcome stood.
#[derive(SimpleObject)]
pub struct OutcomeRating {
    /// Its place in the terms, from 1.
    pub outcome: i32,
    /// How it stood.
    pub rag: Choice<Rag>,
    /// At which level it was reached; only in a final review.
    pub level: Option<Choice<ImpactLevel>>,
    /// What that was seen by.
    pub details: String,
}

/// What a review of a deployment found: how the work went half-way, what it came to, or what had lasted some time after its
/// end.
#[Object(name = "Review")]
impl ReviewObject {
    /// The review's id.
    async fn id(&self) -> Gid<Review> {
        Gid(self.0.id)
    }

    /// What it looked at.
    async fn kind(&self) -> Choice<ReviewKind> {
        Choice(self.0.kind)
    }

    /// The day on which it was held.
    async fn held_on(&self) -> Day {
        Day(self.0.held_on)
    }

    /// The answers to the questions of its kind.
    async fn answers(&self) -> Vec<ReviewAnswer> {
        let answer = |it: &Answer| ReviewAnswer { question: Choice(it.question), text: it.text.as_str().to_owned() };
        self.0.answers.iter().map(answer).collect()
    }

    /// How each expected outcome stood, in the order of the terms.
    async fn ratings(&self) -> Vec<OutcomeRating> {
        let rating = |it: &Rating| OutcomeRating {
            outcome: it.outcome,
            rag: Choice(it.rag),
            level: it.level.map(Choice),
            details: it.details.as_str().to_owned(),
        };
        self.0.ratings.iter().map(rating).collect()
    }

    /// What was decided; only half-way.
    async fn decision(&self) -> Option<Choice<ReviewDecision>> {
        self.0.decision.map(Choice)
    }

    /// In which way somebody looked at what has lasted; only of a follow-up, and not of one that was written down before this
    /// was asked.
    async fn way(&self) -> Option<Choice<FollowUpWay>> {
        self.0.way.map(Choice)
    }

    /// The last day of work, where an end was decided.
    async fn final_day(&self) -> Option<Day> {
        self.0.final_day.map(Day)
    }

    /// Whether a head of the school that gave wrote it in the place of the specialist, who holds that role no longer.
    async fn in_place(&self) -> bool {
        self.0.in_place
    }

    /// When it was written down.
    async fn written_at(&self) -> Moment {
        Moment(self.0.written_at)
    }

    /// The deployment that was reviewed.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async { Ok(ctx.load(DeploymentBy(self.0.deployment)).await?.map(DeploymentObject::from)) }).await
    }
}
