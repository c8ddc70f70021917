//! Brokerage in the contract: matching, proposals, deployments, visits, reviews and referrals.

mod declaration;
mod departure;
mod deployment;
mod evaluation;
mod links;
pub mod matching;
pub mod mutation;
mod proposal;
mod query;
mod referral;
mod request;
mod review;
mod terms;
mod visit;

pub use declaration::DeclarationObject;
pub use deployment::DeploymentObject;
pub use evaluation::EvaluationObject;
pub use links::{DeclarationBy, DeploymentBy, EvaluationBy, ProposalBy, ReferralBy, ReviewBy, RunBy, VisitBy};
pub use mutation::BrokerageMutation;
pub use proposal::ProposalObject;
pub use query::BrokerageQuery;
pub use referral::ReferralObject;
pub use request::{RequestBrokerage, with_deployments};
pub use review::ReviewObject;
pub use visit::VisitObject;
