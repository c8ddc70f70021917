//! Why not a certain offer, and why nobody: asked about one request at this moment.

use domain::Id;
use domain::brokerage::matching::{Asked, Giver, Unmet, WhyNot, unmet, why_not as placed};
use domain::exchange::{Offer, SupportRequest};

use super::question::looked;
use super::{Edition, run};
use crate::app::{App, Outcome};

/// Why an offer is not the first for a request.
#[derive(Clone, Debug)]
pub struct NotThis {
    /// The answer.
    pub why: WhyNot,
    /// The version of the policy.
    pub policy_version: i32,
    /// Which state of the market it was made from.
    pub edition: Edition,
}

/// Why nobody can meet a request.
#[derive(Clone, Debug)]
pub struct Nobody {
    /// The answer.
    pub unmet: Unmet,
    /// Which state of the market it was made from.
    pub edition: Edition,
}

/// Says why an offer is not the first for a request, on a list that has room for so many; nothing if it is not in the market. The
/// draw is that of the request's own number, as for its candidates.
pub async fn why_not(app: &App, request: &SupportRequest, offer: Id<Offer>, room: usize) -> Outcome<Option<NotThis>> {
    let known = looked(app, request).await?;
    let seed = u64::from(run::lot(request.id.uuid()));
    let found = app.board.with(|held| {
        let question = known.question(app, held, request)?;
        let policy = held.policy()?;
        let asked = Asked::new(policy, held.market.terms(), &question);
        let Some(giver) = held.market.find(offer) else { return Ok(None) };
        let why = placed(&asked, held.market.near(&question.expertise), giver, seed, room);
        Ok(Some(NotThis { why, policy_version: policy.version(), edition: held.edition(app) }))
    });
    Ok(found?)
}

/// Says why nobody can meet a request at this moment; nothing if somebody can.
pub async fn why_unmet(app: &App, request: &SupportRequest) -> Outcome<Option<Nobody>> {
    let known = looked(app, request).await?;
    let found = app.board.with(|held| {
        let question = known.question(app, held, request)?;
        let givers: Vec<&Giver> = held.market.near(&question.expertise).collect();
        let unmet = unmet(held.policy()?, held.market.terms(), &question, &givers, held.first());
        Ok(unmet.map(|unmet| Nobody { unmet, edition: held.edition(app) }))
    });
    Ok(found?)
}
