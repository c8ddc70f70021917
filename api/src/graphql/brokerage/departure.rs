//! That the specialist of a deployment has left the school that gives, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object};
use domain::Id;
use domain::brokerage::{Departure, DepartureStatus, Deployment};
use persistence::brokerage::departure;

use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Moment;

/// That the specialist of a deployment has left the school that gives.
pub struct DepartureObject(pub Departure);

/// That the specialist of a deployment has left the school that gives. The head of the school where they work now takes it
/// on, and the broker decides whether the work goes on.
#[Object(name = "Departure")]
impl DepartureObject {
    /// The school that was left.
    async fn from(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.from)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<DepartureStatus> {
        Choice(self.0.status())
    }

    /// When.
    async fn left_at(&self) -> Moment {
        Moment(self.0.left_at)
    }

    /// The school where the specialist works now, once its head has taken the deployment on.
    async fn taken_on_by(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.taken_on?.school)
    }

    /// When its head did.
    async fn taken_on_at(&self) -> Option<Moment> {
        self.0.taken_on.map(|it| Moment(it.at))
    }

    /// When the broker said that the work goes on; nothing while that is open.
    async fn kept_at(&self) -> Option<Moment> {
        self.0.decided_at.map(Moment)
    }
}

/// The departure of a deployment's specialist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DepartureOf(pub Id<Deployment>);

impl Loader<DepartureOf> for Links {
    type Value = Departure;
    type Error = Error;

    async fn load(&self, keys: &[DepartureOf]) -> Result<HashMap<DepartureOf, Departure>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = departure::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (DepartureOf(it.deployment), it)).collect())
    }
}
