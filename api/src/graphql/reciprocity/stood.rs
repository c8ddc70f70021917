//! How an obligation stood before, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result};
use domain::Id;
use domain::reciprocity::Obligation;
use persistence::reciprocity::obligation_past::{self, Stood};

use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{HalfDays, Moment};

/// How an obligation stood before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct StoodOf(pub Id<Obligation>);

impl Loader<StoodOf> for Links {
    type Value = Vec<Stood>;
    type Error = Error;

    async fn load(&self, keys: &[StoodOf]) -> Result<HashMap<StoodOf, Vec<Stood>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let found = obligation_past::of_obligations(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|(id, it)| (StoodOf(id), it)).collect())
    }
}

/// How an obligation stood for some time, before it passed to another school, was reckoned anew, or was owed again. What a
/// statement tells of a year that is over is made of this.
pub struct StoodObject(pub Stood);

/// How an obligation stood for some time, before it passed to another school, was reckoned anew, or was owed again.
#[Object(name = "ObligationStood")]
impl StoodObject {
    /// Since when it stood so.
    async fn since(&self) -> Moment {
        Moment(self.0.since)
    }

    /// Until when.
    async fn until(&self) -> Moment {
        Moment(self.0.until)
    }

    /// The school that owed it then.
    async fn debtor(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.debtor)
    }

    /// The school to which it was owed then; nothing where it was owed to all schools.
    async fn creditor(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.creditor?)
    }

    /// How much it was, where it is counted.
    async fn half_days(&self) -> Option<HalfDays> {
        self.0.half_days.map(HalfDays)
    }

    /// When it was met or waived, if it was then.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }
}
