//! Communities: heads who begin, those who mentor them, and the groups that support them.

mod beginning;
mod coaching_practice;
mod headship;
mod mentorship;
mod policy;
mod sharing;
mod suggestion;
mod support_group;
mod support_place;

pub use beginning::{Newcomer, Tenure, Transition, days_led};
pub use coaching_practice::{
    CoachingFeedback, CoachingPractice, CoachingPracticeEnd, CoachingPracticeStatus, coach_warning,
};
pub use headship::{Headship, HeadshipForm};
pub use mentorship::{Mentor, Mentorship, MentorshipDecline, MentorshipEnd, MentorshipStatus, Pair, Parting};
pub use policy::{MentoringPolicy, MentoringPolicyFault, MentoringSetting};
pub use sharing::{LeftOut, SharedOut, SharingChanges, SharingFault, Waiting, share_out};
pub use suggestion::{Suggestion, rank};
pub use support_group::{
    Facilitator, FacilitatorEnd, FacilitatorSide, FormerFacilitator, Missed, SupportGroup, SupportGroupEnd,
    SupportGroupStatus, size_advice,
};
pub use support_place::{SupportGroupPlace, SupportPlaceLeave, SupportPlaceStatus};

#[cfg(test)]
pub(crate) mod testing {
    //! Heads, mentors and groups with which the tests of this room begin.
    pub(crate) use super::coaching_practice::tests::begun;
    pub(crate) use super::mentorship::tests::{newcomer, pair, suggested};
    pub(crate) use super::policy::tests::first;
    pub(crate) use super::support_group::tests::{facilitator, formed};
}
