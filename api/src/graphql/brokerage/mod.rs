//! Brokerage in the contract: matching, proposals, deployments, visits, service levels, reviews and referrals.

mod arisen_interest;
mod asked;
mod assurance;
mod audit_visit;
mod beside;
mod case_study;
mod clocks;
mod commission;
mod commission_statement;
mod consent;
mod declaration;
mod departure;
mod deployment;
mod estimate;
mod evaluation;
mod grant;
mod impact;
mod initial_meeting;
mod ledger;
mod links;
pub mod matching;
mod month;
pub mod mutation;
mod overruling;
mod particulars;
mod pause;
mod pool;
mod pool_statement;
mod proposal;
mod query;
mod rate_card;
mod referral;
mod request;
mod review;
mod school;
mod service_figures;
mod service_level;
mod settlement;
mod signatures;
mod stage_plan;
mod statement;
mod terms;
mod visit;

pub use assurance::{AssuranceFor, AssuranceObject};
pub use audit_visit::AuditVisitObject;
pub use case_study::CaseStudyObject;
pub use commission::CommissionObject;
pub use consent::ConsentObject;
pub use declaration::DeclarationObject;
pub use deployment::DeploymentObject;
pub use evaluation::EvaluationObject;
pub use grant::{GrantObject, grants_of};
pub use initial_meeting::InitialMeetingObject;
pub use ledger::AllianceLedger;
pub use links::{
    AssuranceBy, AuditVisitBy, AuditVisitOf, CaseStudyBy, CommissionBy, ConsentBy, DeclarationBy, DeploymentBy,
    EvaluationBy, GrantBy, InitialMeetingBy, OverrulingBy, PoolBy, ProposalBy, ReferralBy, ReviewBy, RunBy,
    ServiceBreachBy, VisitBy,
};
pub use mutation::BrokerageMutation;
pub use overruling::{OverrideInput, OverrulingObject, overrides};
pub use pool::{PoolObject, pools_of};
pub use proposal::ProposalObject;
pub use query::BrokerageQuery;
pub use rate_card::{RateCardObject, RatesInput, card, cards_of};
pub use referral::ReferralObject;
pub use request::{RequestBrokerage, with_deployments};
pub use review::ReviewObject;
pub use school::SchoolSettlement;
pub use service_figures::{ServiceLevelFigures, WorkstreamLevels, levels_of, workstreams_of};
pub use service_level::{ServiceBreachObject, breaches_of};
pub use stage_plan::TemplateQuery;
pub use statement::Statement;
pub use visit::VisitObject;
