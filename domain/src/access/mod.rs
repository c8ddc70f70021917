//! Who is asking, what may be done, and what may be seen.

mod action;
mod actor;
mod policy;
mod scope;

pub use action::{Action, FactOf};
pub use actor::{Acting, Actor, Role};
pub use scope::Scope;
