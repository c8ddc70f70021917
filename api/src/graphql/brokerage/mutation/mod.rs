//! What can be done in brokerage: one field a verb, sorted by the noun that it changes.

pub mod arisen_interest;
pub mod assurance;
pub mod audit_visit;
pub mod case_study;
pub mod commission;
pub mod consent;
pub mod deployment;
pub mod evaluation;
pub mod grant;
pub mod impact;
pub mod initial_meeting;
pub mod particulars;
pub mod peer_visit;
pub mod policy_change;
pub mod pool;
pub mod proposal;
pub mod rate_card;
pub mod referral;
pub mod review;
pub mod ring;
pub mod round;
pub mod round_choice;
pub mod scenario;
pub mod template;
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
    pool::PoolMutation,
    commission::CommissionMutation,
    audit_visit::AuditVisitMutation,
    initial_meeting::InitialMeetingMutation,
    particulars::ParticularsMutation,
    template::TemplateMutation,
    peer_visit::PeerVisitMutation,
    assurance::AssuranceMutation,
    arisen_interest::ArisenInterestMutation,
    ring::RingMutation,
    round::RoundMutation,
    round_choice::RoundChoiceMutation,
    scenario::ScenarioMutation,
    policy_change::PolicyChangeMutation,
);
