//! The directory as it is stored.

pub mod expertise;
pub mod specialist;
