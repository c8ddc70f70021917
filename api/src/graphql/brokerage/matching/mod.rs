//! Matching in the contract: candidates with their reasons, those who are excluded with the rule, why not a certain one, why
//! nobody, and kept runs.

mod by_plan;
mod candidate;
pub mod mutation;
mod part;
mod policy;
mod query;
mod run;
mod shortlist;
mod unmet;
mod why_not;

pub use by_plan::{PlanUnplaced, why_unplaced};
pub use mutation::MatchingMutation;
pub use part::MatchPart;
pub use policy::{MatchSetting, MatchWeight};
pub use query::MatchingQuery;
pub use run::{MatchRun, match_runs};
pub use shortlist::{CandidatesInput, MatchShortlist, candidates};
pub use unmet::{MatchUnmet, why_unmet};
