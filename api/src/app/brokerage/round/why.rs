//! What the plan of a round says of one request: why not a certain offer, and why nobody.

use domain::Id;
use domain::brokerage::Round;
use domain::brokerage::matching::{Frozen, Laid, Policy, Settled, Unplaced, WhyPlan};
use domain::exchange::{Offer, SupportRequest};
use persistence::brokerage::round_input::{self, RoundInput};
use persistence::brokerage::{round as rounds, round_line as lines};

use super::ground::{Ground, laid, watch};
use crate::app::brokerage::wide;
use crate::app::{App, Caller, Fault, Outcome};

/// What the plan that a request is in is made of.
struct Planned {
    ground: Ground,
    input: RoundInput,
    policy: Policy,
}

impl Planned {
    /// Reads it; nothing if the request waits in no round that has a plan.
    async fn with(app: &App, caller: &Caller, request: Id<SupportRequest>) -> Outcome<Option<Self>> {
        app.board.ready(app).await?;
        let tx = app.begin_wide(caller).await?;
        let Some(id) = lines::planned_with(&tx, request).await? else { return Ok(None) };
        let found: Option<Round> = rounds::find(&tx, &wide(), id).await?;
        let outcome = found.and_then(|round| round.outcome);
        let Some((outcome, input)) = outcome.zip(round_input::of(&tx, id).await?) else { return Ok(None) };
        let ground = Ground::now(&tx, id).await?;
        let policy = app.board.with(|held| held.policy_of(outcome.policy_version).cloned())?;
        Ok(Some(Self { ground, input, policy }))
    }

    /// Asks the market as it is left: on a thread of its own.
    async fn ask<T: Send + 'static>(
        self,
        question: impl FnOnce(&Frozen, &Laid, &Settled) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let asked = tokio::task::spawn_blocking(move || {
            let (frozen, laid) = laid(&self.input, &self.ground.base, &self.policy)?;
            question(&frozen, &laid, &self.ground.settled)
        });
        asked.await.map_err(|fault| Fault::Broken(fault.to_string()))?
    }
}

/// Says why the plan of its round gives a request somebody else than whoever makes an offer, or nobody; nothing if it waits in no
/// round that has a plan, or the offer was not in reach of the round.
pub async fn why_not(
    app: &App,
    caller: &Caller,
    request: Id<SupportRequest>,
    offer: Id<Offer>,
) -> Outcome<Option<WhyPlan>> {
    let Some(planned) = Planned::with(app, caller, request).await? else { return Ok(None) };
    let ask = move |frozen: &Frozen, laid: &Laid, settled: &Settled| {
        let Some(giver) = frozen.giver_of(offer) else { return Ok(None) };
        Ok(Some(laid.why_not(request, giver.holder(), settled, &mut watch())?))
    };
    planned.ask(ask).await
}

/// Says why the plan of its round gives a request nobody; nothing if it waits in no round that has a plan, or has somebody.
pub async fn unplaced(app: &App, caller: &Caller, request: Id<SupportRequest>) -> Outcome<Option<Unplaced>> {
    let Some(planned) = Planned::with(app, caller, request).await? else { return Ok(None) };
    planned.ask(move |_, laid, settled| Ok(laid.unplaced(request, settled, &mut watch())?)).await
}
