//! Brokerage in the contract: matching, proposals, deployments, visits, reviews and referrals.

mod asked;
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
mod particulars;
mod proposal;
mod query;
mod rate_card;
mod referral;
mod request;
mod review;
mod school;
mod stage_plan;
mod statement;
mod terms;
mod visit;

pub use case_study::CaseStudyObject;
pub use consent::ConsentObject;
pub use declaration::DeclarationObject;
pub use deployment::DeploymentObject;
pub use evaluation::EvaluationObject;
pub use grant::{GrantObject, grants_of};
pub use ledger::AllianceLedger;
pub use links::{
    CaseStudyBy, ConsentBy, DeclarationBy, DeploymentBy, EvaluationBy, GrantBy, ProposalBy, ReferralBy, ReviewBy,
    RunBy, VisitBy,
};
pub use mutation::BrokerageMutation;
pub use proposal::ProposalObject;
pub use query::BrokerageQuery;
pub use rate_card::{RateCardObject, RatesInput, card, cards_of};
pub use referral::ReferralObject;
pub use request::{RequestBrokerage, with_deployments};
pub use review::ReviewObject;
pub use school::SchoolSettlement;
pub use stage_plan::TemplateQuery;
pub use statement::Statement;
pub use visit::VisitObject;
