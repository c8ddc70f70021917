//! A designation that holds, as everybody may know it.

use async_graphql::{Context, Object};
use domain::directory::{self, DesignationScheme};

use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::directory::Alliance;
use crate::graphql::scalar::Day;

/// A designation that somebody holds today, as everybody may know it.
pub struct Badge(pub persistence::directory::badge::Badge);

/// A designation that somebody holds today, as everybody may know it.
#[Object]
impl Badge {
    /// The scheme.
    async fn scheme(&self) -> Choice<DesignationScheme> {
        Choice(self.0.scheme.0)
    }

    /// The first day.
    async fn since(&self) -> Day {
        Day(self.0.since)
    }

    /// The last day.
    async fn until(&self) -> Day {
        Day(self.0.ends_on)
    }

    /// Who issued it.
    async fn issuer(&self, ctx: &Context<'_>) -> String {
        issuer(ctx, self.0.issuer.as_deref(), self.0.alliance_id.0)
    }

    /// The alliance that issued it, or that looks after it where it was issued by another body.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance_id.0).cloned().map(Alliance)
    }

    /// Since when it is held and who issued it, as a sentence.
    async fn standing(&self, ctx: &Context<'_>) -> String {
        let issuer = issuer(ctx, self.0.issuer.as_deref(), self.0.alliance_id.0);
        directory::standing(self.0.since, None, &issuer)
    }
}

/// The name of whoever issued a designation: the body that is named, else the alliance.
pub fn issuer(ctx: &Context<'_>, named: Option<&str>, alliance: domain::Id<directory::Alliance>) -> String {
    let of_alliance = || ctx.app().snapshot().alliances.get(alliance).map(|it| it.name.to_string());
    named.map(str::to_owned).or_else(of_alliance).unwrap_or_default()
}
