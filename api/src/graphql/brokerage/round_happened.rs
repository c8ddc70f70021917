//! What an announced round has come to, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, Result, SimpleObject};
use domain::Id;
use domain::brokerage::{Round, RoundFigures};
use persistence::brokerage::round_try;

use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Points;

/// What a round has come to, of which the round itself was found: figures alone, for whoever may see the round.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FiguresOf(pub Id<Round>);

impl Loader<FiguresOf> for Links {
    type Value = RoundFigures;
    type Error = Error;

    async fn load(&self, keys: &[FiguresOf]) -> Result<HashMap<FiguresOf, RoundFigures>, Error> {
        let rounds = keys.iter().map(|key| key.0).collect();
        let found = round_try::figures(self.app.db(), rounds).await.map_err(failed)?;
        Ok(found.into_iter().map(|(round, it)| (FiguresOf(round), it)).collect())
    }
}

/// What an announced round has come to so far; of one that is over, what it came to.
#[derive(SimpleObject)]
pub struct RoundHappened {
    /// How many proposals were made, one after the other for a request.
    pub proposed: i32,
    /// How many of them wait for an answer; once the round is over, how many did.
    pub open: i32,
    /// How many both schools accepted.
    pub accepted: i32,
    /// How many one of the schools declined.
    pub declined: i32,
    /// How many were not answered in time.
    pub expired: i32,
    /// How many were taken back, or gave way to another that both schools accepted.
    pub withdrawn: i32,
    /// How many places a rule kept from being proposed.
    pub refused: i32,
    /// How many proposals came after a no of somebody else.
    pub repaired: i32,
    /// How many requests have a place that is still to be proposed, or wait for one.
    pub waiting: i32,
    /// How many requests left the round, because they waited for nobody any more.
    pub left: i32,
    /// How many requests have nobody.
    pub unplaced: i32,
    /// The points of all pairs of the plan that was announced.
    pub points_planned: Points,
    /// The points of the pairs that both schools accepted, as far as a plan made them.
    pub points_accepted: Points,
}

impl RoundHappened {
    /// Of the points of a plan, and of what came of it.
    pub(super) const fn of(planned: i64, it: &RoundFigures) -> Self {
        Self {
            proposed: it.proposed,
            open: it.open,
            accepted: it.accepted,
            declined: it.declined,
            expired: it.expired,
            withdrawn: it.withdrawn,
            refused: it.refused,
            repaired: it.repaired,
            waiting: it.waiting,
            left: it.left,
            unplaced: it.unplaced,
            points_planned: Points(planned),
            points_accepted: Points(it.points),
        }
    }
}
