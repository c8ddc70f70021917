//! The directory: schools, trusts, alliances, specialists, and the taxonomy of expertise.

pub mod register;

mod alliance;
mod place;
mod school;
mod stage;
mod vocabulary;

pub use alliance::{Alliance, AllianceMember};
pub use place::{Atlas, GridPoint, Wgs84};
pub use school::{DeprivationBand, School, Urn};
pub use stage::KeyStages;
pub use vocabulary::{AllianceKind, KeyStage, LinkKind, Phase, Region, Rurality, SchoolStatus, SizeBand};

crate::noun!(School = "sch");
crate::noun!(Alliance = "all");

crate::nouns! {
    /// A trust that runs academies.
    Trust = "trs";
    /// A local authority with responsibility for education.
    LocalAuthority = "lau";
    /// A specialist leader, employed by a home school and lent to others (DOMAIN B15).
    Specialist = "spl";
    /// One node of the taxonomy of expertise (DOMAIN A8).
    Expertise = "exp";
    /// One edition of the national register as it was imported.
    RegisterEdition = "reg";
}
