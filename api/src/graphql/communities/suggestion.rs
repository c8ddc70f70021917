//! Somebody who might mentor a head, in the contract.

use async_graphql::{Context, Object, Result};
use domain::communities::Suggestion;

use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};

/// Somebody who might mentor a head.
pub struct SuggestionObject(pub Suggestion);

/// Somebody who might mentor a head, and why they stand where they stand.
#[Object(name = "MentorSuggestion")]
impl SuggestionObject {
    /// Who it is.
    async fn mentor(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(self.0.pair.mentor.specialist)).await?.map(Specialist::from)) }).await
    }

    /// The school that lends them.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.pair.mentor.home)
    }

    /// How many heads they mentor, or are asked to mentor.
    async fn mentees(&self) -> i32 {
        self.0.pair.mentor.mentees
    }

    /// Why they stand where they stand.
    async fn sentences(&self) -> &[String] {
        &self.0.sentences
    }
}
