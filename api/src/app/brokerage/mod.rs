//! Brokerage: matching, rounds, proposals, deployments, visits, measures, service levels, reviews, case studies and referrals, one script per verb.

pub mod agreement;
pub mod arisen_interest;
pub mod assurance;
pub mod audit_visit;
pub mod books;
pub(in crate::app) mod broker;
pub mod case_study;
pub mod commission;
pub mod consent;
pub mod departure;
pub mod deployment;
pub mod dispute;
pub mod evaluation;
pub mod expiry;
pub mod grant;
mod held;
pub mod initial_meeting;
pub mod matching;
pub mod measure;
pub(in crate::app) mod overruling;
pub mod particulars;
pub mod parts;
pub mod peer_visit;
pub mod pool;
pub mod proposal;
pub mod rate_card;
pub mod referral;
pub mod review;
pub mod round;
pub mod service_level;
pub mod stage_plan;
mod table;
mod time;
pub mod visit;

use super::exchange::current;
use table::{Table, reopen, wide};
