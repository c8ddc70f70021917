//! Brokerage in the contract: matching, proposals, deployments, visits and referrals.

mod deployment;
mod links;
pub mod matching;
pub mod mutation;
mod proposal;
mod query;
mod referral;
mod request;
mod terms;
mod visit;

pub use deployment::{DeclarationObject, DeploymentObject};
pub use links::{DeclarationBy, DeploymentBy, ProposalBy, ReferralBy, RunBy, VisitBy};
pub use mutation::BrokerageMutation;
pub use proposal::ProposalObject;
pub use query::BrokerageQuery;
pub use referral::ReferralObject;
pub use request::{RequestBrokerage, with_deployments};
pub use visit::VisitObject;
