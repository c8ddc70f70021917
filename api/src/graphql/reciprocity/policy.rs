//! The numbers by which reciprocity is weighed, in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::Word;
use domain::reciprocity::{BalanceSetting, BalanceVersion};

use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::loaders::failed;
use crate::graphql::scalar::Moment;

/// One number by which reciprocity is weighed.
#[derive(SimpleObject)]
pub struct BalanceNumber {
    /// Which.
    pub setting: Choice<BalanceSetting>,
    /// The number.
    pub number: i32,
    /// What it means, in plain words.
    pub about: &'static str,
}

/// One version of the numbers by which reciprocity is weighed. Versions are added and never changed: each statement names its own.
#[derive(SimpleObject)]
pub struct BalancePolicy {
    /// The number of the version.
    pub version: i32,
    /// Since when it holds.
    pub since: Moment,
    /// Why it was made.
    pub note: String,
    /// The numbers.
    pub settings: Vec<BalanceNumber>,
}

impl From<&BalanceVersion> for BalancePolicy {
    fn from(it: &BalanceVersion) -> Self {
        let number = |setting: &BalanceSetting| BalanceNumber {
            setting: Choice(*setting),
            number: it.policy.setting(*setting),
            about: setting.about(),
        };
        Self {
            version: it.policy.version(),
            since: Moment(it.since),
            note: it.note.clone(),
            settings: BalanceSetting::ALL.iter().map(number).collect(),
        }
    }
}

/// Questions about reciprocity.
#[derive(Default)]
pub struct ReciprocityQuery;

#[Object]
impl ReciprocityQuery {
    /// Every version of the numbers by which reciprocity is weighed, the newest first: what a school is expected to give, within
    /// which band its position may lie, and when support raises a give-back. The newest that has begun holds.
    async fn balance_policies(&self, ctx: &Context<'_>) -> Result<Vec<BalancePolicy>> {
        Ok(ctx.app().balance_policies().await.map_err(failed)?.all().map(BalancePolicy::from).collect())
    }
}
