//! Communities in the contract: heads who begin, those who mentor them, the groups that support them, and those who coach.

mod coaching_mutation;
mod coaching_practice;
mod former_facilitator;
mod headship;
mod input;
mod links;
mod mentorship;
mod mentorship_mutation;
mod new_head;
mod query;
mod sharing;
mod suggestion;
mod support_group;
mod support_group_mutation;

pub use coaching_mutation::{CoachingMutation, CoachingPracticePayload};
pub use coaching_practice::CoachingPracticeObject;
pub use links::{CoachingPracticeBy, MentorshipBy, SupportGroupBy, SupportPlaceBy};
pub use mentorship::MentorshipObject;
pub use mentorship_mutation::{HeadshipPayload, MentorSharingPayload, MentorshipMutation, MentorshipPayload};
pub use query::CommunitiesQuery;
pub use support_group::{SupportGroupObject, SupportPlaceObject};
pub use support_group_mutation::{SupportGroupMutation, SupportGroupPayload, SupportPlacePayload};

pub(in crate::graphql) use headship::HeadshipObject;
pub(in crate::graphql) use links::HeadshipsOf;
pub(in crate::graphql) use new_head::{NewHeadObject, new_heads};
