//! The tables of communities.

pub mod coaching_practice;
pub mod former_facilitator;
pub mod headship;
pub mod mentor;
pub mod mentoring_policy;
pub mod mentorship;
pub mod newcomer;
pub mod parting;
pub mod support_group;
pub mod support_place;
