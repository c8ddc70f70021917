//! By when an alliance promises the first steps of some work, in the contract.

use async_graphql::{Context, Object, Result};
use domain::brokerage::{Clock, Deployment};

use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::scalar::{Day, Moment};

/// The clocks of a deployment, as fields of the deployment.
pub struct DeploymentClocks(pub Deployment);

#[Object]
impl DeploymentClocks {
    /// By when those who will work together are to meet, or were to. Nothing for a peer visit, of which nobody promises it.
    async fn meeting_due_at(&self, ctx: &Context<'_>) -> Option<Result<Moment>> {
        nullable(async {
            let standard = ctx.app().service_standard().await.map_err(failed)?;
            Ok(Clock::meeting_due(&self.0, &standard).map(Moment))
        })
        .await
    }

    /// By when a visit of a day is to be written down. Nothing for a peer visit, of which nobody promises it.
    async fn record_due_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day of the visit; today, if left out.")] visited_on: Option<Day>,
    ) -> Option<Result<Moment>> {
        nullable(async {
            let standard = ctx.app().service_standard().await.map_err(failed)?;
            let day = visited_on.map_or_else(|| ctx.app().clock.now().day(), |day| day.0);
            Ok(Clock::record_due(&self.0, day, &standard).map(Moment))
        })
        .await
    }
}
