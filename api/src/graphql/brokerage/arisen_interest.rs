//! Interests that were declared after the agreement, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, SimpleObject};
use domain::Id;
use domain::brokerage::{ArisenInterest, ArisenInterestStatus, Deployment, InterestKind};
use persistence::brokerage::arisen_interest;

use crate::graphql::adapter::Choice;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Moment;

/// An interest that was declared after the agreement. The two schools and the alliance read it, and whoever declared it.
#[derive(SimpleObject)]
#[graphql(name = "ArisenInterest")]
pub struct ArisenInterestObject {
    /// Where it stands.
    pub status: Choice<ArisenInterestStatus>,
    /// The interests.
    pub interests: Vec<Choice<InterestKind>>,
    /// What there is to say about them.
    pub note: Option<String>,
    /// When it was declared.
    pub declared_at: Moment,
    /// Until when a second broker is to look at it. No visit of a later day is written down before that is done.
    pub respond_by: Moment,
    /// When a second broker let the work go on, or the work ended.
    pub ended_at: Option<Moment>,
    /// Why it goes on.
    pub reason: Option<String>,
}

impl From<ArisenInterest> for ArisenInterestObject {
    fn from(it: ArisenInterest) -> Self {
        Self {
            status: Choice(it.status),
            interests: it.interests.into_iter().map(Choice).collect(),
            note: it.note.map(|note| note.as_str().to_owned()),
            declared_at: Moment(it.declared_at),
            respond_by: Moment(it.respond_by),
            ended_at: it.ended_at.map(Moment),
            reason: it.reason.map(|reason| reason.as_str().to_owned()),
        }
    }
}

/// What was declared of a deployment after its agreement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ArisenInterestsOf(pub Id<Deployment>);

impl Loader<ArisenInterestsOf> for Links {
    type Value = Vec<ArisenInterest>;
    type Error = Error;

    async fn load(&self, keys: &[ArisenInterestsOf]) -> Result<HashMap<ArisenInterestsOf, Vec<ArisenInterest>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<ArisenInterestsOf, Vec<ArisenInterest>> = HashMap::new();
        for it in arisen_interest::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            found.entry(ArisenInterestsOf(it.deployment)).or_default().push(it);
        }
        Ok(found)
    }
}
