//! Brokerage: finding the right help, proposing it, agreeing it, and seeing it through.

mod conflict;
mod departure;
mod deployment;
mod evaluation;
pub mod matching;
mod proposal;
mod referral;
mod review;
mod settlement;
mod terms;
mod visit;
mod vocabulary;

/// Actors, ids and nouns with which the tests of this room and of its neighbours begin.
#[cfg(test)]
pub(crate) mod testing {
    pub use super::deployment::tests::active;
    pub use super::proposal::tests::{at, head, id, start};
}

pub use conflict::ConflictDeclaration;
pub use departure::Departure;
pub use deployment::{Deployment, Planning};
pub use evaluation::{Evaluation, Judgement};
pub use proposal::{Proposal, Sending};
pub use referral::Referral;
pub use review::{Answer, Rating, RatingDraft, Review, ReviewDraft};
pub use settlement::{Settlement, SettlementDraft};
pub use terms::{Outcome, OutcomeDraft, Terms, TermsDraft};
pub use visit::{Logged, Visit, VisitRecord};
pub use vocabulary::{
    DeclineReason, DeploymentStatus, Grade, InterestKind, MatchStage, NoFollowUp, ProposalStatus, Rag, ReferralStatus,
    ReviewDecision, ReviewKind, ReviewQuestion, Side, StopReason, VisitStatus,
};

crate::nouns! {
    /// A stored run of the matching for one request.
    MatchRun = "run";
    /// One confirmation of a visit: the source of what it posts in the ledger (SETTLED 3).
    VisitConfirmation = "cnf";
}

crate::noun!(Proposal = "prp");
crate::noun!(Deployment = "dep");
crate::noun!(Visit = "vis");
crate::noun!(Review = "rev");
crate::noun!(Evaluation = "evl");
crate::noun!(Referral = "ref");
crate::noun!(ConflictDeclaration = "coi");
