//! Markets, plans and rings as files: folders in the interchange format, read within bounds and written whole or not at all. What a
//! row means is the domain's.
//!
//! This is a home of its own because it is neither a use case nor HTTP: it blocks, and needs no database.

mod answer;
mod beside;
mod fault;
mod given;
mod lines;
mod meta;
mod read;
mod rings;
mod whole;
mod write;

pub use answer::{Answer, Figures, Keeping, Stable};
pub use beside::Beside;
pub use fault::Fault;
pub use given::Given;
pub use read::read;
pub use rings::{Circle, RingFigures, RingsAnswer};
pub use whole::{write_file, write_folder};
pub use write::write;
