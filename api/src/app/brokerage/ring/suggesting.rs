//! Rings that could be proposed: found in the market in memory, and nothing of them is stored.

use std::time::Duration;

use domain::access::Action;
use domain::brokerage::matching::rings::{Checkpoint, Shape, Step};
use domain::brokerage::matching::{RingMarket, RingsFound};
use domain::brokerage::{ExchangeRing, RingAnswer, RingEnd};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use persistence::brokerage::{ring as rings, ring_leg as legs};
use tokio::time::Instant;

use crate::app::brokerage::matching::lot;
use crate::app::brokerage::round::sought;
use crate::app::{App, Caller, Fault, Outcome};

/// The most requests that are put together: those that have waited longest.
const MOST: i64 = 400;
/// After how long the best rings so far are taken, with the gap to the bound that none can exceed.
const DEADLINE: Duration = Duration::from_secs(2);
/// What counts, in thousandths, of what would remain of a ring, for each school that might refuse.
const KEPT: u16 = 100;

/// What could be proposed.
#[derive(Clone, Debug)]
pub struct Suggestions {
    /// The rings, with what they are worth and what none can exceed.
    pub found: RingsFound,
    /// How many requests were put together.
    pub requests: i32,
    /// Whether more of them wait.
    pub more: bool,
}

/// The best rings of at most so many schools among the requests that the broker's alliance brokers and that wait.
pub async fn suggest(app: &App, caller: &Caller, schools: i32) -> Outcome<Suggestions> {
    let alliance = caller.actor.acting().and_then(|acting| acting.alliance).ok_or(Rule::NotAllowed)?;
    caller.actor.require(Action::ProposeSupport { alliance })?;
    let schools = u8::try_from(schools).map_err(|_| Rule::NumberOutOfRange.at("schools"))?;
    let shape = Shape::new(schools, 0, KEPT).map_err(|_| Rule::NumberOutOfRange.at("schools"))?;
    let tx = app.begin_wide(caller).await?;
    let mut waiting = legs::waiting(&tx, alliance, MOST + 1).await?;
    drop(tx);
    let more = i64::try_from(waiting.len()).is_ok_and(|all| all > MOST);
    waiting.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let requests = i32::try_from(waiting.len()).unwrap_or(i32::MAX);
    let market = laid(app, caller, (alliance, shape), waiting).await?;
    let found = reckon(move |ask| market.solve(ask)).await?;
    Ok(Suggestions { found, requests, more })
}

/// What is left of a ring that came to nothing: the rings among the rest of its schools, without those that said no or did not answer.
pub async fn mended(app: &App, caller: &Caller, id: Id<ExchangeRing>) -> Outcome<Suggestions> {
    let tx = app.begin_wide(caller).await?;
    let ring = rings::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    caller.actor.require(Action::ProposeSupport { alliance: ring.alliance })?;
    let end = ring.end.ok_or(Rule::StepNotOpen)?;
    let of_ring = legs::of_ring(&tx, id).await?;
    let waiting = legs::waiting(&tx, ring.alliance, i64::MAX).await?;
    drop(tx);
    let asked: Vec<_> = of_ring.iter().map(|leg| leg.request).filter(|it| waiting.binary_search(it).is_ok()).collect();
    let out = |answer: Option<RingAnswer>| match end {
        RingEnd::Unanswered => answer.is_none(),
        _ => answer == Some(RingAnswer::Declined),
    };
    let refusing: Vec<_> = of_ring.iter().filter(|leg| out(leg.answer)).map(|leg| leg.home).collect();
    let schools: Vec<_> = of_ring.iter().map(|leg| leg.home).collect();
    let shape = u8::try_from(schools.len()).ok().and_then(|schools| Shape::new(schools, 0, KEPT).ok());
    let shape = shape.ok_or_else(|| Fault::Broken("a ring of no shape".into()))?;
    let requests = i32::try_from(asked.len()).unwrap_or(i32::MAX);
    let market = laid(app, caller, (ring.alliance, shape), asked).await?;
    let found = reckon(move |ask| market.mended(&schools, &refusing, ask)).await?;
    Ok(Suggestions { found, requests, more: false })
}

/// Lays requests beside the offers of the schools that ask.
async fn laid(
    app: &App,
    caller: &Caller,
    (alliance, shape): (Id<Alliance>, Shape),
    waiting: Vec<Id<SupportRequest>>,
) -> Outcome<RingMarket> {
    let tx = app.begin_wide(caller).await?;
    let refused = legs::refused(&tx, waiting.clone()).await?;
    drop(tx);
    let sought = sought(app, waiting).await?;
    // The same market gives the same rings, whoever asks and however often.
    let seed = u64::from(lot(alliance.uuid()));
    let market = app.board.with(|held| {
        let laid = RingMarket::laid((held.policy(app.clock.now())?, seed), &held.market, &sought, &refused, shape);
        laid.map_err(|fault| Fault::Broken(format!("no market of rings: {fault:?}")))
    });
    Ok(market?)
}

/// Looks for rings on a thread of its own, as long as there is time.
async fn reckon(
    find: impl FnOnce(&mut dyn FnMut(Checkpoint) -> Step) -> RingsFound + Send + 'static,
) -> Outcome<RingsFound> {
    let deadline = Instant::now() + DEADLINE;
    let mut ask = move |_: Checkpoint| if Instant::now() >= deadline { Step::Stop } else { Step::GoOn };
    let found = tokio::task::spawn_blocking(move || find(&mut ask)).await;
    Ok(found.map_err(|fault| Fault::Broken(fault.to_string()))?)
}
