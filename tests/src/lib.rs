//! What the tests of the service stand on.

pub mod browser;
