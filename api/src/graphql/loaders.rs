//! To-many links, read together for all siblings of a level. Built anew for each request: what one caller may see is
//! never another's answer.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::Error;
use async_graphql::dataloader::DataLoader;
use async_graphql::runtime::{Timer, TokioSpawner};
use domain::access::Scope;
use futures_util::future::BoxFuture;

use crate::app::{App, Fault};
use crate::graphql::payload::fault;

/// What the links of one request are read with. Each room implements `Loader` for the keys of its own links.
pub struct Links {
    /// The service.
    pub app: Arc<App>,
    /// What the caller may see.
    pub scope: Scope,
}

/// The loaders of one request.
pub fn of_request(app: Arc<App>, scope: Scope) -> DataLoader<Links> {
    DataLoader::new(Links { app, scope }, TokioSpawner::current(), NextTurn)
}

/// Waits until the tasks that are ready have had their turn, so that a level's keys are gathered while its siblings run
/// and not by waiting: a timer's millisecond a level is more than the statement itself.
struct NextTurn;

impl Timer for NextTurn {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }
}

/// A fault below, as a loader reports it.
pub fn failed(error: impl Into<Fault>) -> Error {
    fault(&error.into())
}
