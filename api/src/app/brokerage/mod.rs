//! Brokerage: matching, proposals, deployments, visits and referrals, one script per verb.

pub mod agreement;
pub mod deployment;
pub mod expiry;
pub mod matching;
pub mod proposal;
pub mod referral;
mod table;
pub mod visit;

use super::exchange::current;
use table::{Table, reopen, wide};
