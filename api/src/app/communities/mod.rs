//! The use cases of communities: who is new as a head, who mentors them, the groups that support them, and who coaches.

pub mod coaching_practice;
pub mod expiry;
pub mod headship;
pub mod mentorship;
pub mod parting;
pub mod sharing;
pub mod support_group;
pub mod support_place;
mod weighing;
