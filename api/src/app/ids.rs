//! New ids: the only place that makes them.

use std::sync::Arc;

use domain::{Id, Noun};
use uuid::Uuid;

/// Makes ids that sort by the time at which they were made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ids;

impl Ids {
    /// A new id of a noun.
    pub fn next<N: Noun>(self) -> Id<N> {
        Id::from_uuid(self.uuid())
    }

    /// A new UUID, for what is not a noun.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    pub fn uuid(self) -> Uuid {
        Uuid::now_v7()
    }

    /// Where a transaction gets its ids.
    pub fn source(self) -> Arc<dyn Fn() -> Uuid + Send + Sync> {
        Arc::new(move || self.uuid())
    }
}
