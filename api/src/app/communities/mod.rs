//! The use cases of communities: who is new as a head, who mentors them, and the groups that support them.

pub mod expiry;
pub mod headship;
pub mod mentorship;
pub mod support_group;
pub mod support_place;
mod weighing;
