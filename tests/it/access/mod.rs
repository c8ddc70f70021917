//! Who may do what, who may see what: the reviewed table, every mutation tried by a stranger, every field by everybody.

mod contract;
mod fields;
mod strangers;
mod table;
