//! Who may do what, who may see what: the reviewed tables, every mutation tried by a stranger, every field and every
//! argument by everybody.

mod arguments;
pub mod contract;
pub mod facts;
mod fields;
pub mod questions;
mod stale;
mod strangers;
mod table;
pub mod tenants;
