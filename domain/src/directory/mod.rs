//! The directory: schools, trusts, alliances, specialists, and the taxonomy of expertise.

pub mod register;

mod alliance;
mod alliance_invitation;
mod alliance_policy;
mod designation;
mod expertise;
mod place;
mod programme;
mod retraction;
mod school;
mod specialist;
#[cfg(test)]
mod specialist_tests;
mod stage;
mod succession;
mod vocabulary;

pub use alliance::{
    Alliance, AllianceLeave, AllianceMember, AllianceMemberStatus, Founding, LeadCandidate, MemberRest, RestReason,
};
pub use alliance_invitation::{AllianceInvitation, AllianceInvitationStatus};
pub use alliance_policy::{AlliancePolicy, ConsentKind, FiguresShown, PolicyForm, PolicyTerms};
pub use designation::{
    Assessment, AtHome, Criteria, Criterion, Designation, DesignationForm, DesignationScheme, DesignationStatus,
    Finding, FindingForm, HeldForm, IssuerKind, Reference, Waiting, standing,
};
pub use expertise::{Expertise, NotATree, Taxonomy, TaxonomyList};
pub use place::{Atlas, GridPoint, Wgs84};
pub use programme::{
    Application, AuthorityTest, Award, Cap, CapScope, Eligibility, FigureOf, FigureSense, FundingStage, Known,
    PartRule, Partner, Places, Programme, ProgrammeFigure, ProgrammeFocus, ProgrammeForm, ProgrammeMember,
    ProgrammePart, ProgrammeRound, ProgrammeRules, ProgrammeVersion, ReviewGate, RulesForm, Shortfall, Standing,
};
pub use retraction::Retraction;
pub use school::{DeprivationBand, School, Urn};
pub use specialist::{
    ListingEnd, MOST_TRAVEL_MINUTES, Post, Specialist, SpecialistForm, SpecialistProfile, SpecialistStatus,
};
pub use stage::KeyStages;
pub use succession::Succession;
pub use vocabulary::{AllianceKind, KeyStage, LinkKind, Phase, Region, Rurality, SchoolStatus, SizeBand};

#[cfg(test)]
pub(crate) use {designation::tests as designation_tests, expertise::tests as taxonomy_of_tests};

crate::noun!(School = "sch");
crate::noun!(Alliance = "all");
crate::noun!(Programme = "prg");

crate::nouns! {
    /// A trust that runs academies.
    Trust = "trs";
    /// A local authority with responsibility for education.
    LocalAuthority = "lau";
    /// One edition of the national register as it was imported.
    RegisterEdition = "reg";
}
