//! The matching policy in the contract: what counts, and how much.

use async_graphql::SimpleObject;
use domain::Word;
use domain::brokerage::matching::{Factor, Policy, Setting};
use persistence::brokerage::match_policy::Version;

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Moment;

/// How much one factor weighs.
#[derive(SimpleObject)]
pub struct MatchWeight {
    /// The factor.
    pub factor: Choice<Factor>,
    /// Its weight.
    pub weight: i32,
    /// What points are given for, in plain words.
    pub about: &'static str,
}

/// One number beside the weights.
#[derive(SimpleObject)]
pub struct MatchSetting {
    /// Which.
    pub setting: Choice<Setting>,
    /// The number.
    pub number: i32,
    /// What it means, in plain words.
    pub about: &'static str,
}

/// One version of the matching policy. Versions are added and never changed: each run names its own.
#[derive(SimpleObject)]
pub struct MatchPolicy {
    /// The number of the version.
    pub version: i32,
    /// Since when it holds.
    pub since: Moment,
    /// Why it was made.
    pub note: String,
    /// The weights of all factors.
    pub weights: Vec<MatchWeight>,
    /// The numbers beside them.
    pub settings: Vec<MatchSetting>,
}

impl MatchWeight {
    /// How much a factor weighs under a policy.
    pub fn of(policy: &Policy, factor: Factor) -> Self {
        Self { factor: Choice(factor), weight: policy.weight(factor), about: factor.about() }
    }
}

impl MatchSetting {
    /// A number of a policy.
    pub fn of(policy: &Policy, setting: Setting) -> Self {
        Self { setting: Choice(setting), number: policy.setting(setting), about: setting.about() }
    }
}

impl From<Version> for MatchPolicy {
    fn from(version: Version) -> Self {
        let policy = &version.policy;
        Self {
            version: policy.version(),
            since: Moment(version.since),
            weights: Factor::ALL.iter().map(|factor| MatchWeight::of(policy, *factor)).collect(),
            settings: Setting::ALL.iter().map(|setting| MatchSetting::of(policy, *setting)).collect(),
            note: version.note,
        }
    }
}
