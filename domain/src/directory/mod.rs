//! The directory: schools, trusts, alliances, specialists, and the taxonomy of expertise.

mod school;

pub use school::{KeyStage, Phase, Region, SchoolStatus};

crate::nouns! {
    /// A school: one establishment of the national register, one URN (SETTLED 2).
    School = "sch";
    /// A trust that runs academies.
    Trust = "trs";
    /// A local authority with responsibility for education.
    LocalAuthority = "lau";
    /// A group of schools that brokers support: a teaching school alliance, a hub, a trust, a federation (DOMAIN A3).
    Alliance = "all";
    /// A specialist leader, employed by a home school and lent to others (DOMAIN B15).
    Specialist = "spl";
    /// One node of the taxonomy of expertise (DOMAIN A8).
    Expertise = "exp";
    /// One edition of the national register as it was imported.
    RegisterEdition = "reg";
}
