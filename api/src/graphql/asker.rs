//! Who asks, as the front and the resolvers see them.

use std::sync::Arc;

use async_graphql::Data;
use domain::access::Actor;
use persistence::once::Claim;

use crate::app::{App, Caller};
use crate::graphql::context;
use crate::graphql::once::Keys;

/// What resolvers find in their context, given what a key stands for.
type Context = Box<dyn Fn(Option<Arc<Claim>>) -> Data + Send + Sync>;

/// Who asks.
pub struct Asker {
    /// Whether they have signed in.
    pub signed_in: bool,
    /// The keys under which their writes are done once.
    pub keys: Option<Keys>,
    /// What resolvers find in their context.
    pub data: Context,
}

impl Asker {
    /// A caller who was made out.
    pub fn of(app: Arc<App>, caller: Caller) -> Self {
        Self {
            signed_in: caller.actor != Actor::Stranger,
            keys: Some(Keys::of(&app, &caller)),
            data: Box::new(move |once| context::of_request(&app, Caller { once, ..caller.clone() })),
        }
    }
}
