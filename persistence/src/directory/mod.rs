//! The directory's tables: schools, trusts, authorities, alliances, the register that feeds them, specialists, and the
//! taxonomy of expertise.

pub mod expertise;
pub mod register;
pub mod specialist;
