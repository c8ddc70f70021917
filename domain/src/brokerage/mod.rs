//! Brokerage: finding the right help, proposing it, agreeing it, and seeing it through.

mod vocabulary;

pub use vocabulary::{DeclineReason, DeploymentStatus, MatchStage, ProposalStatus, ReferralStatus, Side, VisitStatus};

crate::nouns! {
    /// A stored run of the matching for one request.
    MatchRun = "run";
    /// A broker's proposal that one offer should meet one request.
    Proposal = "prp";
    /// Support that was agreed between two schools.
    Deployment = "dep";
    /// One visit of a deployment.
    Visit = "vis";
    /// A request handed from one alliance to another, or to the national pool.
    Referral = "ref";
    /// A declaration of interests before a deployment is agreed (DOMAIN E58).
    ConflictDeclaration = "coi";
}
