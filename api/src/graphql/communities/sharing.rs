//! What came of sharing out mentors, in the contract.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::communities::LeftOut;
use domain::{Rule, Word};

use crate::app::communities::sharing::Sharing;
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;

/// Of how many heads without a mentor it is told why.
const TOLD: usize = 100;

/// Until when the mentorships are to last.
#[derive(InputObject)]
pub struct ShareOutMentorsInput {
    /// The end point of each mentorship that is suggested: its last day, at most two years ahead.
    pub ends_on: Day,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What came of sharing out mentors.
pub struct MentorSharingObject(Sharing);

impl From<Sharing> for MentorSharingObject {
    fn from(it: Sharing) -> Self {
        Self(it)
    }
}

/// What came of sharing out mentors. Read the suggestions in mentorships, and offer those that you find right: nobody hears of
/// one before.
#[Object(name = "MentorSharing")]
impl MentorSharingObject {
    /// How many mentors are suggested anew.
    async fn suggested(&self) -> usize {
        self.0.suggested
    }

    /// How many suggestions of an earlier run stand.
    async fn kept(&self) -> usize {
        self.0.kept
    }

    /// How many suggestions of an earlier run were taken back, since there is a better way for all. Nobody had heard of them.
    async fn withdrawn(&self) -> usize {
        self.0.withdrawn
    }

    /// How many new heads wait for whom nobody is left.
    async fn left_out_count(&self) -> usize {
        self.0.left_out.len()
    }

    /// Those heads, a hundred at most, and what stands in the way.
    async fn left_out(&self) -> Vec<LeftOutObject> {
        self.0.left_out.iter().take(TOLD).cloned().map(LeftOutObject).collect()
    }

    /// Whether it is proved that no other way of sharing out is better.
    async fn exact(&self) -> bool {
        self.0.is_exact
    }
}

/// A new head for whom no mentor is left.
pub struct LeftOutObject(LeftOut);

/// A new head for whom no mentor is left, and what stands in the way.
#[Object(name = "HeadWithoutMentor")]
impl LeftOutObject {
    /// The school that they lead.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.newcomer.school)
    }

    /// For how many of the alliance's mentors each rule stands in the way, the one that does for most first.
    async fn obstacles(&self) -> Vec<MentorObstacle> {
        let obstacle = |(rule, mentors): &(Rule, usize)| MentorObstacle {
            rule: Choice(*rule),
            sentence: rule.about(),
            mentors: *mentors,
        };
        self.0.refused.iter().map(obstacle).collect()
    }
}

/// A rule that stands between a head and some mentors.
#[derive(SimpleObject)]
pub struct MentorObstacle {
    /// The rule.
    pub rule: Choice<Rule>,
    /// What it says.
    pub sentence: &'static str,
    /// For how many mentors it stands in the way.
    pub mentors: usize,
}
