//! Questions about mentorships, support groups and coaches.

use async_graphql::{Context, Object, Result};
use domain::communities::{CoachingPracticeStatus, MentorshipStatus, SupportGroupStatus};
use domain::directory::School;
use persistence::communities::{coaching_practice, mentorship, support_group};

use super::suggestion::SuggestionObject;
use super::{CoachingPracticeObject, MentorshipObject, SupportGroupObject};
use crate::app::communities::mentorship as mentorships;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;

/// How many who might mentor a head are named.
const MOST: usize = 10;

/// Questions about mentorships, support groups and coaches.
#[derive(Default)]
pub struct CommunitiesQuery;

#[Object]
impl CommunitiesQuery {
    /// The mentorships that concern you, newest first: those in which you mentor or are mentored, those of a mentor whose head
    /// you are, and those of your alliance.
    async fn mentorships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<MentorshipStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<MentorshipObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(mentorship::LIST)?;
            let status = status.map(|it| it.0);
            let page = mentorship::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// The support groups that concern you, newest first: those in which you have a place, those that you hold, and those of
    /// your alliance.
    async fn support_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<SupportGroupStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<SupportGroupObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(support_group::LIST)?;
            let status = status.map(|it| it.0);
            let page = support_group::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// Who coaches, or has coached, at your school, as its head; and your own practice as a coach. The newest first.
    async fn coaching_practices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<CoachingPracticeStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<CoachingPracticeObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(coaching_practice::LIST)?;
            let status = status.map(|it| it.0);
            let page = coaching_practice::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// Up to ten who might mentor the head of a school of your alliance, as its broker: whoever carries least first, then
    /// whoever leads a school of the same kind, then whoever is near.
    async fn mentor_suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school whose head begins.")] school: Gid<School>,
    ) -> Option<Result<Vec<SuggestionObject>>> {
        nullable(async {
            let found = mentorships::suggestions(ctx.app(), ctx.caller()?, school.0, MOST).await.map_err(refusal)?;
            Ok(Some(found.into_iter().map(SuggestionObject).collect()))
        })
        .await
    }
}
