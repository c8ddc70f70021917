//! A referral in the contract.

use async_graphql::{Context, Object, Result};
use domain::brokerage::{Referral, ReferralStatus};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::scalar::Moment;

/// A request handed to another alliance, or to all of them.
pub struct ReferralObject(pub Referral);

impl From<Referral> for ReferralObject {
    fn from(it: Referral) -> Self {
        Self(it)
    }
}

/// A request handed to another alliance, or to the national pool.
#[Object(name = "Referral")]
impl ReferralObject {
    /// The referral's id.
    async fn id(&self) -> Gid<Referral> {
        Gid(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<ReferralStatus> {
        Choice(self.0.status)
    }

    /// Why the request is handed on.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// The request that is handed on, as far as you may see it.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// Whether it waits in the national pool, for any alliance to take it on.
    async fn national(&self) -> bool {
        self.0.to.is_none()
    }

    /// When it was sent.
    async fn sent_at(&self) -> Moment {
        Moment(self.0.sent_at)
    }

    /// When it was answered.
    async fn answered_at(&self) -> Option<Moment> {
        self.0.answered_at.map(Moment)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
