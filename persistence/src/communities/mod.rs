//! The tables of communities.

pub mod headship;
pub mod mentor;
pub mod mentoring_policy;
pub mod mentorship;
pub mod newcomer;
pub mod support_group;
pub mod support_place;
