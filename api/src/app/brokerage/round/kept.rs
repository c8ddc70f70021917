//! How a plan that was made anew is kept: its choice, its places and the time that they need, whole or not at all.

use std::collections::BTreeMap;

use domain::brokerage::{Round, RoundPlace};
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{
    round as rounds, round_choice as choices, round_hold as holds, round_input, round_line as lines, round_waiting,
};

use super::choice::{Act, Anew};
use super::found::Found;
use super::ground::{Case, Ground};
use super::planning::allot;
use crate::app::{App, Caller, Fault, Outcome};

/// Keeps it, if nothing has changed since it was begun: else all of it begins again. Where time that it needs was promised
/// elsewhere meanwhile, nothing is changed.
pub(super) async fn keep(app: &App, caller: &Caller, case: &Case, made: &Anew, act: Act) -> Outcome<Round> {
    let id = case.round.id;
    let tx = app.begin_wide(caller).await?;
    let mut round = rounds::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("round"))?;
    let waiting = round_waiting::lock_still_waiting(&tx, case.ground.asked()).await?;
    let all = lines::lock_of(&tx, id).await?;
    let mut ground = Ground::of(&tx, id, all, waiting).await?;
    if round.version != case.round.version || ground.settled != case.ground.settled || ground.base != case.ground.base {
        return Err(Fault::Clash.into());
    }
    let hash = round.to_choose(case.brokered_by, &caller.actor)?.input_hash;
    let plan = (made.found.outcome(made.chosen_loss, hash), made.found.report.clone());
    let event = match act {
        Act::Choose(_) => round.choose(&made.choice, plan, case.brokered_by, &caller.actor)?,
        Act::Lift => round.lift(&made.choice, plan, case.brokered_by, &caller.actor)?,
    };
    place(&tx, &round, &mut ground, &made.found).await?;
    round_input::settle(&tx, id, made.settled.bytes()).await?;
    match act {
        Act::Choose(_) => choices::insert(&tx, &made.choice).await?,
        Act::Lift => choices::remove(&tx, &made.choice).await?,
    }
    match &made.choice.reason {
        Some(reason) if matches!(act, Act::Choose(_)) => tx.record_for(event, reason.as_str()),
        _ => tx.record(event),
    }
    rounds::save(&tx, &mut round).await?;
    tx.commit().await?;
    Ok(round)
}

/// Gives each request that still waits what the plan gives it now: what is held is given back first, and then held anew.
async fn place(tx: &Tx, round: &Round, ground: &mut Ground, found: &Found) -> Outcome<()> {
    let places: BTreeMap<Id<SupportRequest>, &RoundPlace> =
        found.placed.iter().map(|(request, place)| (*request, place)).collect();
    let held = ground.lines.iter().filter_map(|line| line.place.as_ref());
    let both: Vec<_> = held.chain(places.values().copied()).map(|place| place.holder).collect();
    ground.lines.retain(|line| line.is_in());
    for line in &mut ground.lines {
        if ground.base.without.contains(&line.request) {
            tx.record(line.leave()?);
        } else {
            line.settle_anew(places.get(&line.request).map(|place| RoundPlace::clone(place)))?;
        }
    }
    // All windows are locked at once, in the order of the house, before any of them is given back.
    holds::lock_windows(tx, &both, &round.bundle.half_terms).await?;
    holds::release(tx, round.id, None).await?;
    lines::save(tx, &ground.lines).await?;
    let needed: Vec<_> = ground
        .lines
        .iter()
        .filter(|line| line.is_in())
        .filter_map(|line| Some((line.request, line.place.as_ref()?)))
        .collect();
    let all = allot(tx, &round.bundle, &needed).await?.ok_or(Rule::RoundTimeTaken)?;
    if !holds::hold(tx, round.id, &all).await? {
        return Err(Fault::Clash.into());
    }
    Ok(())
}
