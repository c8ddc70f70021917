//! What people fill in about designations.

use async_graphql::InputObject;
use domain::directory::Specialist;
use domain::directory::{Alliance, Designation, DesignationForm, DesignationScheme, Expertise, FindingForm, HeldForm};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;

/// What you say when you apply for a designation.
#[derive(InputObject)]
pub struct ApplyForDesignationInput {
    /// The scheme.
    pub scheme: Choice<DesignationScheme>,
    /// The alliance that is to designate you.
    pub alliance: Gid<Alliance>,
    /// The areas for which you apply: one to ten terms of the taxonomy.
    pub specialisms: Vec<Gid<Expertise>>,
    /// What speaks for you. Name no pupil.
    pub evidence: String,
    /// How long you have led, in months.
    pub leadership_months: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What somebody holds of a scheme that is closed.
#[derive(InputObject)]
pub struct RecordDesignationInput {
    /// Who holds it.
    pub specialist: Gid<Specialist>,
    /// The scheme, which is closed.
    pub scheme: Choice<DesignationScheme>,
    /// The alliance that looks after it: one to which the specialist's school belongs.
    pub alliance: Gid<Alliance>,
    /// Who gave it.
    pub issuer: String,
    /// The day on which it was given.
    pub since: Day,
    /// The day until which it is shown, at most five years from now.
    pub until: Day,
    /// The areas for which it is: one to ten terms of the taxonomy.
    pub specialisms: Vec<Gid<Expertise>>,
    /// What shows that it was given.
    pub evidence: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What the home school says of somebody who applies.
#[derive(InputObject)]
pub struct ReferenceDesignationInput {
    /// The designation that is applied for.
    pub designation: Gid<Designation>,
    /// What is said. Name no pupil.
    pub text: String,
    /// Whether the school consents to release the person for work elsewhere. Without that a reference does not count.
    pub releases: bool,
    /// The version that you have read; a designation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What an assessor says of one criterion.
#[derive(InputObject)]
pub struct FindingInput {
    /// The code of the criterion.
    pub criterion: String,
    /// Whether it is met.
    pub met: bool,
    /// What shows that. Name no pupil.
    pub evidence: String,
}

/// How an application is judged.
#[derive(InputObject)]
pub struct AssessDesignationInput {
    /// The designation that is applied for.
    pub designation: Gid<Designation>,
    /// What was found of every criterion of its version.
    pub findings: Vec<FindingInput>,
    /// The version that you have read; a designation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// For which time somebody is designated.
#[derive(InputObject)]
pub struct DesignateInput {
    /// The designation that is applied for.
    pub designation: Gid<Designation>,
    /// The first day; today, if left out.
    pub since: Option<Day>,
    /// The last day, at most five years after the first.
    pub until: Day,
    /// The version that you have read; a designation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which designation is meant.
#[derive(InputObject)]
pub struct DesignationInput {
    /// The designation.
    pub designation: Gid<Designation>,
    /// The version that you have read; a designation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which designation is meant, and why.
#[derive(InputObject)]
pub struct DesignationReasonInput {
    /// The designation.
    pub designation: Gid<Designation>,
    /// Why. The person reads it.
    pub reason: String,
    /// The version that you have read; a designation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

fn ids<N>(given: Vec<Gid<N>>) -> Vec<domain::Id<N>> {
    given.into_iter().map(|id| id.0).collect()
}

impl From<ApplyForDesignationInput> for DesignationForm {
    fn from(it: ApplyForDesignationInput) -> Self {
        Self {
            scheme: it.scheme.0,
            specialisms: ids(it.specialisms),
            evidence: it.evidence,
            leadership_months: it.leadership_months,
        }
    }
}

impl From<RecordDesignationInput> for HeldForm {
    fn from(it: RecordDesignationInput) -> Self {
        Self {
            scheme: it.scheme.0,
            issuer: it.issuer,
            since: it.since.0,
            until: it.until.0,
            specialisms: ids(it.specialisms),
            evidence: it.evidence,
        }
    }
}

impl From<FindingInput> for FindingForm {
    fn from(it: FindingInput) -> Self {
        Self { criterion: it.criterion, met: it.met, evidence: it.evidence }
    }
}
