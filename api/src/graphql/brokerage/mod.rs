//! Brokerage in the contract: matching, proposals, deployments, visits, reviews and referrals.

mod assurance;
mod beside;
mod case_study;
mod consent;
mod declaration;
mod departure;
mod deployment;
mod evaluation;
mod grant;
mod impact;
mod ledger;
mod links;
pub mod matching;
pub mod mutation;
mod overruling;
mod proposal;
mod query;
mod rate_card;
mod referral;
mod request;
mod review;
mod school;
mod statement;
mod terms;
mod visit;

pub use assurance::{AssuranceFor, AssuranceObject};
pub use case_study::CaseStudyObject;
pub use consent::ConsentObject;
pub use declaration::DeclarationObject;
pub use deployment::DeploymentObject;
pub use evaluation::EvaluationObject;
pub use grant::{GrantObject, grants_of};
pub use ledger::AllianceLedger;
pub use links::{
    AssuranceBy, CaseStudyBy, ConsentBy, DeclarationBy, DeploymentBy, EvaluationBy, GrantBy, OverrulingBy, ProposalBy,
    ReferralBy, ReviewBy, RunBy, VisitBy,
};
pub use mutation::BrokerageMutation;
pub use overruling::{OverrideInput, OverrulingObject, overrides};
pub use proposal::ProposalObject;
pub use query::BrokerageQuery;
pub use rate_card::{RateCardObject, RatesInput, card, cards_of};
pub use referral::ReferralObject;
pub use request::{RequestBrokerage, with_deployments};
pub use review::ReviewObject;
pub use school::SchoolSettlement;
pub use statement::Statement;
pub use visit::VisitObject;
