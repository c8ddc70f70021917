//! The market as it is stored: the time that people have to give.

pub mod capacity;
