//! What can be done in brokerage: one field a verb, sorted by the noun that it changes.

pub mod assurance;
pub mod case_study;
pub mod consent;
pub mod deployment;
pub mod evaluation;
pub mod grant;
pub mod impact;
pub mod proposal;
pub mod rate_card;
pub mod referral;
pub mod review;
pub mod visit;

use async_graphql::MergedObject;

/// What can be done in brokerage.
#[derive(MergedObject, Default)]
pub struct BrokerageMutation(
    proposal::ProposalMutation,
    deployment::DeploymentMutation,
    consent::ConsentMutation,
    visit::VisitMutation,
    referral::ReferralMutation,
    review::ReviewMutation,
    evaluation::EvaluationMutation,
    rate_card::RateCardMutation,
    grant::GrantMutation,
    impact::ImpactMutation,
    case_study::CaseStudyMutation,
    assurance::AssuranceMutation,
);
