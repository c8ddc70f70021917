//! What is filled in about specialists: whom a school lends, takes over and lends no more.

use async_graphql::InputObject;
use domain::directory::{self, ListingEnd, Post, SpecialistForm};
use domain::identity::Person;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::once::Once;

/// Whom a school lends, and what they know.
#[derive(InputObject)]
pub struct ListingInput {
    /// The home school; the one at which you act, if left out.
    pub school: Option<Gid<directory::School>>,
    /// Who it is: somebody with a role or a post at the school.
    pub person: Gid<Person>,
    /// The name under which they are shown to people who are signed in.
    pub name: String,
    /// The post that they hold at home.
    pub post: Choice<Post>,
    /// What they know: one to ten terms of the taxonomy.
    pub specialisms: Vec<Gid<directory::Expertise>>,
    /// The posts whose holders they support.
    pub supports: Vec<Choice<Post>>,
    /// The longest journey they make, in minutes one way.
    #[graphql(default = 60)]
    pub travel_minutes: i32,
}

/// What a home school fills in to list a specialist.
#[derive(InputObject)]
pub struct ListSpecialistInput {
    /// Who it is, and what they know.
    #[graphql(flatten)]
    pub listing: ListingInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What the school fills in to which a specialist has moved.
#[derive(InputObject)]
pub struct MoveSpecialistInput {
    /// Who it is, and what they know.
    #[graphql(flatten)]
    pub listing: ListingInput,
    /// The version of their listing that you have read; one that has changed since is not taken over.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whose listing is taken back, and why.
#[derive(InputObject)]
pub struct EndListingInput {
    /// The specialist.
    pub specialist: Gid<directory::Specialist>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(ListingEnd::NotStated)")]
    pub reason: Choice<ListingEnd>,
    /// The version that you have read; a listing that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which specialist is meant.
#[derive(InputObject)]
pub struct SpecialistInput {
    /// The specialist.
    pub specialist: Gid<directory::Specialist>,
    /// The version that you have read; a listing that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl From<ListingInput> for SpecialistForm {
    fn from(it: ListingInput) -> Self {
        Self {
            name: it.name,
            post: it.post.0,
            specialisms: it.specialisms.into_iter().map(|id| id.0).collect(),
            supports: it.supports.into_iter().map(|word| word.0).collect(),
            travel_minutes: it.travel_minutes,
        }
    }
}
