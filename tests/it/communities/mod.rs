//! Heads who begin, as they and those around them meet it: who counts as new, who mentors, and the groups that support. And
//! those who coach.

mod coaching;
mod groups;
mod mentorship;
mod newcomers;
mod partings;
mod sharing;
