//! An announced round is planned again for those who have nobody: after each no, without touching anybody who was asked.
//!
//! The market is read as it is now: only what is free now can be held. What is proposed or accepted takes its time there already,
//! and counts as a job of whoever gives.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::brokerage::matching::plan::Step;
use domain::brokerage::matching::{Frozen, Policy, Settled};
use domain::brokerage::{Round, RoundChoiceKind, RoundLine, RoundLineStatus, RoundPlace, RoundUnplaced};
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{
    round as rounds, round_announced as announced, round_choice as choices, round_hold as holds, round_line as lines,
    round_try as tries, round_waiting,
};
use tokio::time::Instant;

use super::input::gather;
use super::planning::allot;
use crate::app::brokerage::wide;
use crate::app::{App, Caller, Fault, Outcome};

/// How often in a row the time of those who were found may have been taken meanwhile, before nobody is looked for any more.
const MOST_OVERTAKEN: i32 = 5;
/// After how long the best plan so far is taken.
const DEADLINE: Duration = Duration::from_secs(20);

/// Who is found for whom.
type Places = BTreeMap<Id<SupportRequest>, RoundPlace>;

/// Plans an announced round again for those of its requests that have nobody, and holds the time of whoever is found.
pub(super) async fn repair(app: &App, worker: &Caller, id: Id<Round>) -> Outcome<()> {
    app.board.ready(app).await?;
    let tx = app.begin_wide(worker).await?;
    let round = rounds::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
    let all = lines::lock_of(&tx, id).await?;
    let settled = settled(&tx, id).await?;
    let asked: Vec<_> = all.iter().filter(|it| it.may_ask()).map(|it| it.request).collect();
    let waiting = round_waiting::still_waiting(&tx, asked).await?;
    drop(tx);
    let places = if waiting.is_empty() {
        Places::new()
    } else {
        let mut frozen = gather(app, (round.seed, &round.bundle), waiting.clone()).await?;
        burden(&mut frozen, &all);
        let policy = app.board.with(|held| held.policy_of(frozen.policy).cloned())?;
        let found = tokio::task::spawn_blocking(move || found(&frozen, &policy, &settled)).await;
        found.map_err(|fault| Fault::Broken(fault.to_string()))?
    };
    keep(app, worker, (id, &all), (&waiting, &places)).await
}

/// What is settled before a round is planned again: nobody is asked twice for the same request in it, nor whom its broker ruled out.
async fn settled(tx: &Tx, id: Id<Round>) -> Outcome<Settled> {
    let mut forbidden = tries::pairs(tx, id).await?;
    let ruled_out = choices::of_round(tx, id).await?.into_iter().filter(|it| it.kind == RoundChoiceKind::Forbidden);
    forbidden.extend(ruled_out.map(|it| (it.request, it.holder)));
    Ok(Settled { forbidden, ..Settled::default() })
}

/// Counts what a round has proposed, or is about to, as jobs of whoever gives: what was accepted, the market knows.
fn burden(frozen: &mut Frozen, all: &[RoundLine]) {
    let open = |it: &&RoundLine| matches!(it.status, RoundLineStatus::Placed | RoundLineStatus::Proposed);
    let holders: Vec<_> = all.iter().filter(open).filter_map(|it| Some(it.place.as_ref()?.holder)).collect();
    for giver in &mut frozen.givers {
        let jobs = holders.iter().filter(|holder| **holder == giver.holder()).count();
        giver.jobs = giver.jobs.saturating_add(i32::try_from(jobs).unwrap_or(i32::MAX));
    }
}

/// The best plan of a market, but for the pairs that are settled. Where its numbers cannot be planned with, there is nobody.
fn found(frozen: &Frozen, policy: &Policy, settled: &Settled) -> Places {
    let Ok(laid) = frozen.lay_out(policy) else { return Places::new() };
    let Ok(rest) = laid.under(settled) else { return Places::new() };
    let deadline = Instant::now() + DEADLINE;
    let solved = rest.solve(&mut |_| if Instant::now() >= deadline { Step::Stop } else { Step::GoOn });
    let place = |&(request, giver): &(u32, u32)| {
        let price = solved.certificate.prices.get(giver as usize).copied().unwrap_or(0);
        let place = frozen.place(policy, &laid, (request, giver), price)?;
        Some((*laid.requests.get(request as usize)?, place))
    };
    solved.plan.pairs().iter().filter_map(place).collect()
}

/// Keeps who was found, and holds their time. If some of that is gone meanwhile, the market is read anew in the next turn.
async fn keep(
    app: &App,
    worker: &Caller,
    (id, before): (Id<Round>, &[RoundLine]),
    (waiting, places): (&[Id<SupportRequest>], &Places),
) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(worker).await?;
        let round = rounds::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
        // Whatever changed of the round since it was read, another turn looks at it as it is.
        let still = round_waiting::lock_still_waiting(&tx, waiting.to_vec()).await?;
        let mut all = lines::lock_of(&tx, id).await?;
        if still != *waiting || all != *before {
            return Err(Rule::StepNotOpen.into());
        }
        let placed: Vec<_> = places.iter().map(|(request, place)| (*request, place)).collect();
        let allotted = allot(&tx, &round.bundle, &placed).await?;
        let often = announced::overtaken(&tx, id, allotted.is_none()).await?;
        match allotted {
            Some(holding) => {
                // The windows are locked and have room; if they had not, none of it would stand.
                if !holds::hold(&tx, id, &holding).await? {
                    return Err(Fault::Clash.into());
                }
                for line in all.iter_mut().filter(|it| concerns(it, waiting, places)) {
                    if let Some(event) = line.repair(places.get(&line.request).cloned())? {
                        tx.record(event);
                    }
                    save(&tx, line).await?;
                }
                tx.record(round.repair(i32::try_from(places.len()).unwrap_or(i32::MAX))?);
            }
            None if often < MOST_OVERTAKEN => {}
            None => {
                for line in all.iter_mut().filter(|it| it.status == RoundLineStatus::Waiting) {
                    tx.record(line.give_up(RoundUnplaced::Overtaken)?);
                    lines::turn(&tx, line).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    })
    .await
}

/// Whether something is to be written down of a line: somebody was found for it, or was looked for, or nobody else is to be asked.
fn concerns(line: &RoundLine, looked_for: &[Id<SupportRequest>], places: &Places) -> bool {
    let waits = line.status == RoundLineStatus::Waiting;
    places.contains_key(&line.request) || waits && (!line.may_ask() || looked_for.binary_search(&line.request).is_ok())
}

async fn save(tx: &Tx, line: &RoundLine) -> Outcome<()> {
    match line.place {
        Some(_) => lines::save(tx, std::slice::from_ref(line)).await?,
        None => lines::turn(tx, line).await?,
    }
    Ok(())
}
