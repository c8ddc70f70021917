//! Consents beside the signatures, in the contract.

use async_graphql::{Context, Result, SimpleObject};
use domain::brokerage::{Consent, ConsentStatus, Deployment, Side, consents_asked};
use domain::directory::ConsentKind;

use super::links::ConsentsOf;
use crate::app::brokerage::consent;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::scalar::Moment;

/// What one of those said whose consent counts beside the heads' signatures.
#[derive(SimpleObject)]
#[graphql(name = "Consent")]
pub struct ConsentObject {
    /// The consent's id.
    pub id: Gid<Consent>,
    /// The school for which they speak: the one that gives or the one that receives.
    pub side: Choice<Side>,
    /// Whose consent it is.
    pub kind: Choice<ConsentKind>,
    /// What they said last.
    pub status: Choice<ConsentStatus>,
    /// Why not.
    pub reason: Option<String>,
    /// When they said it.
    pub said_at: Moment,
}

impl From<Consent> for ConsentObject {
    fn from(it: Consent) -> Self {
        Self {
            id: Gid(it.id),
            side: Choice(it.side),
            kind: Choice(it.kind),
            status: Choice(it.status),
            reason: it.reason.map(|reason| reason.as_str().to_owned()),
            said_at: Moment(it.said_at),
        }
    }
}

/// A consent that the brokering alliance asks for before a deployment is agreed.
#[derive(SimpleObject)]
pub struct ConsentAsked {
    /// Of which school.
    pub side: Choice<Side>,
    /// Whose.
    pub kind: Choice<ConsentKind>,
    /// Whether it is given.
    pub given: bool,
}

/// What those said whose consent counts for a deployment, as far as the reader may see it.
pub(super) async fn said(ctx: &Context<'_>, of: &Deployment) -> Result<Vec<ConsentObject>> {
    let said = ctx.load(ConsentsOf(of.id)).await?.unwrap_or_default();
    Ok(said.into_iter().map(ConsentObject::from).collect())
}

/// The consents that the brokering alliance asks for, where the reader belongs to one of the schools or to it.
pub(super) async fn asked(ctx: &Context<'_>, of: &Deployment) -> Result<Vec<ConsentAsked>> {
    let app = ctx.app();
    if !ctx.scope().sees(&[of.home.uuid(), of.host.uuid(), of.alliance.uuid()]) {
        return Ok(Vec::new());
    }
    let snapshot = app.snapshot();
    let Some(alliance) = snapshot.alliances.get(of.alliance) else { return Ok(Vec::new()) };
    let day = of.agreed_at.unwrap_or_else(|| app.clock.now()).day();
    let policy = snapshot.alliances.policy(alliance, day);
    let asked = consents_asked(&policy.terms, of.terms.as_ref(), |side| consent::has_trust(app, of, side));
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let said = ctx.load(ConsentsOf(of.id)).await?.unwrap_or_default();
    let is_given = |side, kind| said.iter().any(|it| it.is(side, kind) && it.status == ConsentStatus::Given);
    let shown = asked.into_iter().map(|(side, kind)| {
        let given = is_given(side, kind);
        ConsentAsked { side: Choice(side), kind: Choice(kind), given }
    });
    Ok(shown.collect())
}
