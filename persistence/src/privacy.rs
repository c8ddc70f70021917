//! What the database keeps about people: the class of every column, and what follows from it. A new column needs its line in
//! `privacy/columns.txt`, a new table its line in `privacy/tables.txt`; whoever asks what is kept about them, or to be
//! forgotten, is answered from these lines and from nothing else.

mod column;
mod gather;
mod sweep;
mod ties;
mod wipe;
mod words;

pub use column::{Column, Fate, Lead, Table, columns, tables};
pub use gather::gather;
pub use sweep::{SWEPT_AT_ONCE, due, forgotten_by_now, sweep};
pub use ties::ties;
pub use wipe::{wipe, wiping};
