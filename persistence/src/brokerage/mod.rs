//! Brokerage as it is stored: proposals, deployments, visits, reviews, evaluations, declarations and referrals.

pub mod candidates;
pub mod conflict;
pub mod departure;
pub mod deployment;
pub mod deployment_tree;
pub mod evaluation;
pub mod interest;
pub mod match_policy;
pub mod match_run;
pub mod proposal;
pub mod referral;
pub mod review;
pub(crate) mod terms;
pub mod visit;

use domain::text::Prose;

use crate::DbError;

/// Reads back a text that was checked before it was stored.
fn prose<const MOST: usize>(text: &str) -> Result<Prose<MOST>, DbError> {
    Prose::new(text).map_err(|_| DbError::broken("a stored text is not plain"))
}
