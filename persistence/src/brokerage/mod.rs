//! Brokerage as it is stored: rounds, rings of schools, scenarios, changes of the policy, proposals, deployments, visits, measures, service levels, reviews, evaluations, case studies, declarations and referrals.

pub mod arisen_interest;
pub mod assurance;
pub mod audit_visit;
pub mod candidates;
pub mod case_study;
pub mod charge;
pub mod closed_party;
pub mod commission;
pub mod conflict;
pub mod consent;
pub mod departure;
pub mod deployment;
pub mod deployment_due;
pub mod deployment_tree;
pub mod evaluation;
pub mod former_home;
pub mod grant;
pub mod grant_line;
pub mod held;
pub mod initial_meeting;
pub mod interest;
pub mod leadership;
pub mod match_policy;
pub mod match_run;
pub mod measure;
pub mod overruling;
pub(crate) mod particulars;
pub mod pause;
pub mod policy_change;
pub mod pool;
pub mod pool_line;
pub mod proposal;
pub mod rate_card;
pub mod referral;
pub mod review;
pub mod ring;
pub mod ring_hold;
pub mod ring_leg;
pub mod round;
pub mod round_announced;
pub mod round_choice;
pub mod round_hold;
pub mod round_input;
pub mod round_line;
pub mod round_try;
pub mod round_waiting;
pub mod scenario;
pub mod service_breach;
pub mod service_level;
pub mod stage_plan;
pub(crate) mod terms;
pub mod ties;
pub mod unanswered;
pub mod visit;

use domain::text::Prose;

use crate::DbError;

/// Reads back a text that was checked before it was stored.
pub(crate) fn prose<const MOST: usize>(text: &str) -> Result<Prose<MOST>, DbError> {
    Prose::new(text).map_err(|_| DbError::broken("a stored text is not plain"))
}
