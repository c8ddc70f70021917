//! What can be done about a school's rest in an alliance, and how that is shown.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use domain::directory::{self, MemberRest, RestReason};

use crate::app::directory::alliance_rest;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::Alliance;
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, Moment};
use crate::payload;

/// How a school rests in an alliance. It stays a member and loses nothing by it.
#[derive(SimpleObject)]
pub struct MembershipRest {
    /// Since when.
    pub since: Moment,
    /// The last day, if it ends by itself.
    pub until: Option<Day>,
    /// Why, by a code that blames nobody.
    pub reason: Choice<RestReason>,
}

impl From<MemberRest> for MembershipRest {
    fn from(it: MemberRest) -> Self {
        Self { since: Moment(it.since), until: it.until.map(Day), reason: Choice(it.reason) }
    }
}

/// In which alliance your school rests for a while.
#[derive(InputObject)]
pub struct PauseMembershipInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(RestReason::NotStated)")]
    pub reason: Choice<RestReason>,
    /// The last day, at most a year ahead; left out, your school rests until you say otherwise.
    pub until: Option<Day>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// In which alliance your school takes part again.
#[derive(InputObject)]
pub struct ResumeMembershipInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

payload! {
    /// The answer to an act upon a school's rest in an alliance.
    pub MembershipRestPayload {
        /// The alliance, with how your school stands there.
        alliance: Alliance
    } from directory::Alliance;
}

/// What can be done about a school's rest in an alliance.
#[derive(Default)]
pub struct MembershipRestMutation;

#[Object]
impl MembershipRestMutation {
    /// Lets your school rest in an alliance for a while, as its head. It stays a member: what it gave and was promised, where it
    /// stands, what is under way and what it asked for all go on. But the alliance does not put its offers and its people forward
    /// as those of its own, and asks it for nothing new, until you say so or the last day is over. The school that leads cannot.
    async fn pause_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance, why, and until when.")] input: PauseMembershipInput,
    ) -> Result<MembershipRestPayload> {
        let (of, why) = ((input.alliance.0, input.expected_version), (input.reason.0, input.until.map(|day| day.0)));
        MembershipRestPayload::of(alliance_rest::pause(ctx.app(), ctx.caller()?, of, why).await)
    }

    /// Lets your school take part in an alliance again, as its head.
    async fn resume_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance.")] input: ResumeMembershipInput,
    ) -> Result<MembershipRestPayload> {
        let of = (input.alliance.0, input.expected_version);
        MembershipRestPayload::of(alliance_rest::resume(ctx.app(), ctx.caller()?, of).await)
    }
}
