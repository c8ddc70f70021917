//! Pauses of deployments in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, SimpleObject};
use domain::Id;
use domain::brokerage::{Deployment, Pause};
use persistence::brokerage::pause;

use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Moment;

/// A time in which a deployment rested.
#[derive(SimpleObject)]
#[graphql(name = "DeploymentPause")]
pub struct PauseObject {
    /// When it was held.
    pub began_at: Moment,
    /// When it went on, or was stopped; nothing while it rests.
    pub ended_at: Option<Moment>,
}

impl From<Pause> for PauseObject {
    fn from(it: Pause) -> Self {
        Self { began_at: Moment(it.began_at), ended_at: it.ended_at.map(Moment) }
    }
}

/// The pauses of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PausesOf(pub Id<Deployment>);

impl Loader<PausesOf> for Links {
    type Value = Vec<Pause>;
    type Error = Error;

    async fn load(&self, keys: &[PausesOf]) -> Result<HashMap<PausesOf, Vec<Pause>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<PausesOf, Vec<Pause>> = HashMap::new();
        for it in pause::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            found.entry(PausesOf(it.deployment)).or_default().push(it);
        }
        Ok(found)
    }
}
