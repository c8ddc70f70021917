//! A referral in the contract.

use async_graphql::{Context, Object, Result};
use domain::brokerage::{Referral, ReferralDecline, ReferralStatus};
use domain::directory::Retraction;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::Alliance;
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

    /// The alliance that hands it on. Nothing where nobody had to, because the school belongs to no alliance; nor as long as
    /// the school that asks is not named to you, for it would tell.
    async fn from(&self, ctx: &Context<'_>) -> Option<Result<Alliance>> {
        nullable(async {
            let Some(from) = self.0.from else { return Ok(None) };
            let scope = ctx.scope();
            let told = scope.sees(&[from.uuid()])
                || ctx.load(RequestBy(self.0.request)).await?.is_some_and(|request| request.names_school_to(&scope));
            Ok(told.then(|| ctx.app().snapshot().alliances.get(from).cloned().map(Alliance)).flatten())
        })
        .await
    }

    /// The alliance that is asked, or that took the request on; nothing while it waits in the national pool.
    async fn to(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.to?).cloned().map(Alliance)
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

    /// Whether it is for any alliance to take on, by way of the national pool; no longer once one has.
    async fn national(&self) -> bool {
        self.0.to.is_none()
    }

    /// When it was sent.
    async fn sent_at(&self) -> Moment {
        Moment(self.0.sent_at)
    }

    /// Until when the alliance that is asked may answer; nothing where it waits in the national pool, for as long as it takes.
    async fn respond_by(&self) -> Option<Moment> {
        self.0.respond_by.map(Moment)
    }

    /// When it was answered, ended because nobody needs to answer any more, or was not answered in time.
    async fn answered_at(&self) -> Option<Moment> {
        self.0.answered_at.map(Moment)
    }

    /// Why it was declined, by a code that blames nobody.
    async fn decline_reason(&self) -> Option<Choice<ReferralDecline>> {
        self.0.decline_reason.map(Choice)
    }

    /// Why it was taken back, by a code that blames nobody.
    async fn withdrawal_reason(&self) -> Option<Choice<Retraction>> {
        self.0.withdraw_reason.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
