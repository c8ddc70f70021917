//! Brokerage: matching, proposals, deployments, visits, reviews and referrals, one script per verb.

pub mod agreement;
pub(in crate::app) mod broker;
pub mod departure;
pub mod deployment;
pub mod evaluation;
pub mod expiry;
pub mod matching;
pub mod proposal;
pub mod referral;
pub mod review;
mod table;
mod time;
pub mod visit;

use super::exchange::current;
use table::{Table, reopen, wide};
