//! To-many links, read together for all siblings of a level. Built anew for each request: what one caller may see is
//! never another's answer.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Error;
use async_graphql::dataloader::DataLoader;
use async_graphql::runtime::{Timer, TokioSpawner};
use domain::Id;
use domain::access::Scope;
use domain::identity::Person;
use futures_util::future::BoxFuture;
use persistence::PageRequest;

use crate::app::{App, Caller, Fault};
use crate::graphql::payload::fault;

/// What the links of one request are read with. Each room implements `Loader` for the keys of its own links.
pub struct Links {
    /// The service.
    pub app: Arc<App>,
    /// What the caller may see.
    pub scope: Scope,
    /// Who the caller is, if it is a person.
    pub person: Option<Id<Person>>,
}

/// The loaders of one request.
pub fn of_request(app: Arc<App>, caller: &Caller) -> DataLoader<Links> {
    let (scope, person) = (caller.scope(), caller.actor.person());
    DataLoader::new(Links { app, scope, person }, TokioSpawner::current(), NextTurn)
}

/// Waits until the tasks that are ready have had their turn, so that a level's keys are gathered while its siblings run
/// and not by waiting: a timer's millisecond a level is more than the statement itself.
struct NextTurn;

impl Timer for NextTurn {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }
}

/// Sorts keys under the pages that are asked of them. One place of a document asks for one page, so this is one statement
/// a place.
pub fn by_page<'a, K>(keys: impl Iterator<Item = (&'a PageRequest, K)>) -> HashMap<&'a PageRequest, Vec<K>> {
    let mut pages: HashMap<_, Vec<K>> = HashMap::new();
    for (page, key) in keys {
        pages.entry(page).or_default().push(key);
    }
    pages
}

/// Declares the link to a noun by its id. All of a level are read in one statement, by the named function, and those
/// that the reader may not see are left out.
macro_rules! by_id {
    ($($(#[doc = $about:literal])+ $key:ident($noun:ty) is $row:ty, read by $of_ids:path, known by $id:expr;)+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $key(pub domain::Id<$noun>);

        impl async_graphql::dataloader::Loader<$key> for $crate::graphql::loaders::Links {
            type Value = $row;
            type Error = async_graphql::Error;

            async fn load(
                &self,
                keys: &[$key],
            ) -> Result<std::collections::HashMap<$key, $row>, async_graphql::Error> {
                let ids = keys.iter().map(|key| key.0).collect();
                let rows = $of_ids(self.app.db(), &self.scope, ids).await.map_err($crate::graphql::loaders::failed)?;
                let id: fn(&$row) -> domain::Id<$noun> = $id;
                Ok(rows.into_iter().map(|it| ($key(id(&it)), it)).collect())
            }
        }
    )+};
}
pub(super) use by_id;

/// A fault below, as a loader reports it.
pub fn failed(error: impl Into<Fault>) -> Error {
    fault(&error.into())
}
