//! What can be watched: fields that are looked at again and again, each time as a question of its own, so that whoever watches is
//! asked anew what they may see.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use async_graphql::registry::Registry;
use async_graphql::{Context, Object, OutputType, Response, Result, SubscriptionType};
use domain::brokerage::Round;
use futures_util::Stream;

use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::{RoundBy, RoundObject};
use crate::graphql::context::{Reach, nullable};

/// Whether what is watched has come to its end.
#[derive(Clone, Debug, Default)]
pub struct Over(Arc<AtomicBool>);

impl Over {
    /// Says that there is nothing more to come.
    pub fn set(&self) {
        self.0.store(true, Relaxed);
    }

    /// Whether there is nothing more to come.
    pub fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// What can be watched.
#[derive(Default)]
pub struct Live;

/// What can be watched: each is told as it is, and again each time that something of it has changed, by Server-Sent Events. Whoever
/// watches is asked anew each time what they may see.
#[Object(name = "Subscription")]
impl Live {
    /// Tells how a brokerage round comes to its plan, or once it is announced to its answers, each time that something of it has
    /// changed, every second at most. It ends when the plan is there, and then when the round is over; at once where there is no round
    /// that you may see.
    async fn round_progressed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] round: Gid<Round>,
    ) -> Option<Result<RoundObject>> {
        nullable(async {
            ctx.caller()?;
            let found = ctx.load(RoundBy(round.0)).await?;
            if !found.as_ref().is_some_and(Round::is_moving) {
                ctx.data::<Over>()?.set();
            }
            Ok(found.map(RoundObject::from))
        })
        .await
    }
}

/// The contract shows it as its subscriptions. How they are told is ours: the library's own streams ask only once who watches.
impl SubscriptionType for Live {
    fn type_name() -> Cow<'static, str> {
        <Self as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Self as OutputType>::create_type_info(registry)
    }

    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}
