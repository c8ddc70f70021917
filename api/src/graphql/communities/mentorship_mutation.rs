//! What can be done about headships and mentorships.

use async_graphql::{Context, Object, Result};
use domain::communities::{Headship, Mentorship};

use super::input::{
    DeclineMentorshipInput, EndMentorshipInput, MentorshipInput, StateHeadshipInput, SuggestMentorshipInput,
};
use super::sharing::{MentorSharingObject, ShareOutMentorsInput};
use super::{HeadshipObject, MentorshipObject};
use crate::app::communities::sharing::{self, Sharing};
use crate::app::communities::{headship, mentorship};
use crate::graphql::brokerage::overrides;
use crate::graphql::context::Reach;
use crate::payload;

payload! {
    /// The answer to a statement of a headship.
    pub HeadshipPayload {
        /// The headship as it is stated now.
        headship: HeadshipObject
    } from Headship;
    /// The answer to an act upon a mentorship.
    pub MentorshipPayload {
        /// The mentorship as it stands now.
        mentorship: MentorshipObject
    } from Mentorship;
    /// The answer to sharing out mentors.
    pub MentorSharingPayload {
        /// What came of it.
        sharing: MentorSharingObject
    } from Sharing;
}

/// What can be done about headships and mentorships.
#[derive(Default)]
pub struct MentorshipMutation;

#[Object]
impl MentorshipMutation {
    /// States since when you lead a school, or from when until when you led one, here or elsewhere. It says whether you count
    /// as new, and whom you may mentor. Stated anew for the same time, it is corrected.
    async fn state_headship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school, and the first and the last day.")] input: StateHeadshipInput,
    ) -> Result<HeadshipPayload> {
        HeadshipPayload::of(headship::state(ctx.app(), ctx.caller()?, input.into()).await)
    }

    /// Suggests a mentor for the head of a school of your alliance who begins, as its broker. Nobody else hears of it before
    /// you offer it.
    async fn suggest_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose head is mentored, by whom, and until when.")] input: SuggestMentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (school, mentor, ends_on) = (input.school.0, input.mentor.0, input.ends_on.0);
        let reasons = overrides(input.overrides);
        MentorshipPayload::of(mentorship::suggest(ctx.app(), ctx.caller()?, school, mentor, ends_on, &reasons).await)
    }

    /// Suggests a mentor for every new head of your alliance who has none, as its broker: all are shared out at once, so that as
    /// many heads as possible have somebody, nobody carries much while others carry little, and heads go with schools like theirs
    /// and near. Done again, it suggests the same unless something has changed. What you suggested in person, and what was
    /// offered, stays as it is. Nobody else hears of it before you offer a suggestion, and nobody is placed without their yes.
    async fn share_out_mentors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Until when the mentorships are to last.")] input: ShareOutMentorsInput,
    ) -> Result<MentorSharingPayload> {
        MentorSharingPayload::of(sharing::share_out(ctx.app(), ctx.caller()?, input.ends_on.0).await)
    }

    /// Offers a suggested mentorship to both heads and to the mentor's school.
    async fn offer_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that is offered.")] input: MentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, reasons, expected) = (input.mentorship.0, overrides(input.overrides), input.expected_version);
        MentorshipPayload::of(mentorship::offer(ctx.app(), ctx.caller()?, id, &reasons, expected).await)
    }

    /// Accepts a mentorship: as the head who is mentored, as the mentor, or as the head of the mentor's school. A mentor who
    /// leads the own school speaks for both. It begins when all have accepted.
    async fn accept_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that you accept.")] input: MentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, expected) = (input.mentorship.0, input.expected_version);
        MentorshipPayload::of(mentorship::accept(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Declines a mentorship. Nobody has to say why.
    async fn decline_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that you decline, and why.")] input: DeclineMentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, reason, expected) = (input.mentorship.0, input.reason.0, input.expected_version);
        MentorshipPayload::of(mentorship::decline(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Lets a mentorship rest for a while, as either of the two heads or a broker. Neither loses standing by it.
    async fn pause_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that rests.")] input: MentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, expected) = (input.mentorship.0, input.expected_version);
        MentorshipPayload::of(mentorship::pause(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Lets a mentorship that rests go on.
    async fn resume_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that goes on.")] input: MentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, expected) = (input.mentorship.0, input.expected_version);
        MentorshipPayload::of(mentorship::resume(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Ends a mentorship, as either of the two heads or a broker; before it has begun, its broker takes it back.
    async fn end_mentorship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mentorship that ends, and why.")] input: EndMentorshipInput,
    ) -> Result<MentorshipPayload> {
        let (id, why, expected) = (input.mentorship.0, input.reason.0, input.expected_version);
        MentorshipPayload::of(mentorship::end(ctx.app(), ctx.caller()?, id, why, expected).await)
    }
}
