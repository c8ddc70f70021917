//! Who may do what: the reviewed table.

mod table;
