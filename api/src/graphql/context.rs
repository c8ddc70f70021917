//! What a resolver may reach for: the service, the caller, what they may see, and the request's loaders.

use std::pin::Pin;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Data, Error, ErrorExtensions, Result};
use domain::access::Scope;

use crate::app::{App, Caller};
use crate::graphql::loaders::{self, Links};

/// What the resolvers of one request find in their context, beside what all requests share.
pub fn of_request(app: &Arc<App>, caller: Caller) -> Data {
    let mut data = Data::default();
    data.insert(loaders::of_request(Arc::clone(app), &caller));
    data.insert(caller);
    data
}

/// What a field gives that may be null: if it fails, it alone is null, and its siblings stay (API part 1).
///
/// In a box of its own: every field of an object, however small, makes room for the largest of them.
pub fn nullable<'a, T: 'a>(
    found: impl Future<Output = Result<Option<T>>> + Send + 'a,
) -> Pin<Box<dyn Future<Output = Option<Result<T>>> + Send + 'a>> {
    Box::pin(async { found.await.transpose() })
}

/// The resolver's hands.
pub trait Reach {
    /// The service.
    fn app(&self) -> &App;

    /// Who asks, if they are signed in; else an error that says so.
    fn caller(&self) -> Result<&Caller>;

    /// Who asks, signed in or not.
    fn anybody(&self) -> &Caller;

    /// What they may see.
    fn scope(&self) -> Scope;

    /// Loads what belongs to a key, together with what its siblings ask for.
    fn load<K>(&self, key: K) -> impl Future<Output = Result<Option<<Links as Loader<K>>::Value>>> + Send
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Links: Loader<K, Error = Error>;
}

impl Reach for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked::<Arc<App>>()
    }

    fn caller(&self) -> Result<&Caller> {
        let caller = self.anybody();
        if caller.actor.person().is_none() && !caller.actor.is_service() {
            return Err(Error::new("Please sign in.").extend_with(|_, it| it.set("code", "UNAUTHENTICATED")));
        }
        Ok(caller)
    }

    fn anybody(&self) -> &Caller {
        self.data_unchecked::<Caller>()
    }

    fn scope(&self) -> Scope {
        self.anybody().scope()
    }

    async fn load<K>(&self, key: K) -> Result<Option<<Links as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Links: Loader<K, Error = Error>,
    {
        Box::pin(self.data_unchecked::<DataLoader<Links>>().load_one(key)).await
    }
}
