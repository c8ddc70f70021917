//! What people fill in about headships, mentorships and support groups.

use async_graphql::InputObject;
use domain::communities::{
    FacilitatorEnd, FacilitatorSide, HeadshipForm, Mentorship, MentorshipDecline, MentorshipEnd, SupportGroup,
    SupportGroupEnd, SupportGroupPlace, SupportPlaceLeave,
};
use domain::directory::{School, Specialist};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::OverrideInput;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;

/// Since when and until when you led a school.
#[derive(InputObject)]
pub struct StateHeadshipInput {
    /// The school.
    pub school: Gid<School>,
    /// The first day.
    pub from: Day,
    /// The last day; left out while you lead it.
    pub until: Option<Day>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Who is to mentor whom.
#[derive(InputObject)]
pub struct SuggestMentorshipInput {
    /// The school whose head begins. Of several heads, the one who took up the role last is meant.
    pub school: Gid<School>,
    /// Who is to mentor them.
    pub mentor: Gid<Specialist>,
    /// The end point: the last day, at most two years ahead.
    pub ends_on: Day,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which mentorship is meant.
#[derive(InputObject)]
pub struct MentorshipInput {
    /// The mentorship.
    pub mentorship: Gid<Mentorship>,
    /// Why it is so although a rule warns; leave it out until one does. Only an offer may be warned of.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; a mentorship that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which mentorship is declined, and why.
#[derive(InputObject)]
pub struct DeclineMentorshipInput {
    /// The mentorship.
    pub mentorship: Gid<Mentorship>,
    /// Why, in a word that blames nobody.
    #[graphql(default_with = "Choice(MentorshipDecline::NotStated)")]
    pub reason: Choice<MentorshipDecline>,
    /// The version that you have read; a mentorship that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which mentorship ends, and why.
#[derive(InputObject)]
pub struct EndMentorshipInput {
    /// The mentorship.
    pub mentorship: Gid<Mentorship>,
    /// Why. What has not begun is WITHDRAWN; what goes on ends by END_POINT_REACHED, MOVED_ON,
    /// NO_TIME or ANOTHER_MENTOR.
    pub reason: Choice<MentorshipEnd>,
    /// The version that you have read; a mentorship that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The name of a support group, and who holds it.
#[derive(InputObject)]
pub struct FormSupportGroupInput {
    /// Its name.
    pub name: String,
    /// The head who holds it: somebody who leads a school and is designated as a facilitator.
    pub head_facilitator: Gid<Specialist>,
    /// The adviser who holds it: somebody who leads no school and is designated as a facilitator.
    pub adviser: Gid<Specialist>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which support group begins to meet.
#[derive(InputObject)]
pub struct BeginSupportGroupInput {
    /// The group.
    pub support_group: Gid<SupportGroup>,
    /// Why it begins with fewer than six, if it does.
    pub reason: Option<String>,
    /// The version that you have read; a group that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Who takes whose place in holding a support group, and why.
#[derive(InputObject)]
pub struct ReplaceFacilitatorInput {
    /// The group.
    pub support_group: Gid<SupportGroup>,
    /// Whose place of the two it is.
    pub side: Choice<FacilitatorSide>,
    /// Who takes it: in the place of the head somebody who leads a school, in that of the adviser somebody who leads none.
    pub facilitator: Gid<Specialist>,
    /// Why whoever held it does so no longer.
    pub reason: Choice<FacilitatorEnd>,
    /// The version that you have read; a group that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which support group is closed, and why.
#[derive(InputObject)]
pub struct CloseSupportGroupInput {
    /// The group.
    pub support_group: Gid<SupportGroup>,
    /// Why.
    pub reason: Choice<SupportGroupEnd>,
    /// The version that you have read; a group that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// To the head of which school a place is offered.
#[derive(InputObject)]
pub struct OfferSupportPlaceInput {
    /// The group.
    pub support_group: Gid<SupportGroup>,
    /// The school whose head begins. Of several heads, the one who took up the role last is meant.
    pub school: Gid<School>,
    /// Why more than fifteen are taken in, if they are.
    pub reason: Option<String>,
    /// The version of the group that you have read; a group that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which place in a support group the head leaves, and why.
#[derive(InputObject)]
pub struct LeaveSupportGroupInput {
    /// The place.
    pub support_group_place: Gid<SupportGroupPlace>,
    /// Why, in a word that blames nobody.
    #[graphql(default_with = "Choice(SupportPlaceLeave::NotStated)")]
    pub reason: Choice<SupportPlaceLeave>,
    /// The version that you have read; a place that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which place in a support group is meant.
#[derive(InputObject)]
pub struct SupportPlaceInput {
    /// The place.
    pub support_group_place: Gid<SupportGroupPlace>,
    /// The version that you have read; a place that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl From<StateHeadshipInput> for HeadshipForm {
    fn from(it: StateHeadshipInput) -> Self {
        Self { school: it.school.0, from: it.from.0, until: it.until.map(|day| day.0) }
    }
}
