//! What a scenario comes to: reckoned from the market as it is, and again from what was kept of that.

use std::time::Duration;

use domain::brokerage::matching::plan::{Checkpoint, Step};
use domain::brokerage::matching::{Beside, Home, Policy, WhatIf};
use domain::brokerage::{Scenario, ScenarioOutcome};
use domain::rule::Refusals;
use domain::{Id, Rule};
use persistence::brokerage::{round_waiting, scenario as scenarios};
use tokio::time::Instant;

use super::locked;
use crate::app::brokerage::current;
use crate::app::brokerage::matching::{pack, unpack};
use crate::app::brokerage::round::{gather, suiting};
use crate::app::{App, Caller, Fault, Outcome};

/// After how long the reckoning is given up: somebody waits for the answer.
const DEADLINE: Duration = Duration::from_secs(20);

/// What a market came to, with what it was made of.
struct Weighed {
    policy_version: i32,
    requests: usize,
    input_hash: Vec<u8>,
    input: Vec<u8>,
    report: Beside,
}

/// Reckons a scenario over the requests that a round would take now, beside today's plan.
pub async fn reckon(app: &App, caller: &Caller, id: Id<Scenario>, expected: Option<i32>) -> Outcome<Scenario> {
    let asked = scenarios::of_ids(app.db(), &caller.scope(), vec![id]).await?.pop().ok_or(Rule::NotFound)?;
    current(asked.version, expected)?;
    asked.to_reckon(&caller.actor)?;
    let what_if = supposed(app, caller, &asked).await?;
    let policy = app.board.with(|held| held.policy_of(what_if.today.policy).cloned())?;
    let weighed = tokio::task::spawn_blocking(move || weigh(&what_if, &policy)).await;
    let Weighed { policy_version, requests, input_hash, input, report } =
        weighed.map_err(|fault| Fault::Broken(fault.to_string()))??;
    let outcome = ScenarioOutcome {
        policy_version,
        requests: i32::try_from(requests).map_err(|_| Fault::Broken("too many requests for one scenario".into()))?,
        input_hash: input_hash.try_into().map_err(|_| Fault::Broken("a hash of another length".into()))?,
        report,
    };
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, Some(asked.version)).await?;
        tx.record(it.reckon(outcome.clone(), &caller.actor, tx.now())?);
        scenarios::save(&tx, &mut it).await?;
        scenarios::keep_input(&tx, id, input.clone()).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// The market that is there for a scenario, and what is supposed of it.
async fn supposed(app: &App, caller: &Caller, it: &Scenario) -> Outcome<WhatIf> {
    app.board.ready(app).await?;
    let tx = app.begin_wide(caller).await?;
    let waiting = round_waiting::waiting(&tx, it.alliance, it.bundle.half_days).await?;
    let now = tx.now();
    drop(tx);
    let waiting = suiting(app, &it.bundle, waiting, now)?;
    if waiting.is_empty() {
        return Err(Rule::ScenarioEmpty.into());
    }
    let today = gather(app, (it.seed, &it.bundle), waiting).await?;
    let directory = app.snapshot();
    let home = |school| {
        let listed = directory.schools.get(school).filter(|listed| listed.school.status.is_open())?;
        let alliances = directory.alliances.active_of(school).map(|alliance| alliance.id).collect();
        Some(Home::of(&listed.school, alliances))
    };
    let homes = it.changes.schools().into_iter().filter_map(home).collect();
    Ok(WhatIf::new(today, homes, it.changes.clone()))
}

/// Plans both markets: on a thread of its own, for it takes as long as it takes.
fn weigh(what_if: &WhatIf, policy: &Policy) -> Outcome<Weighed> {
    let deadline = Instant::now() + DEADLINE;
    let mut watch = |_: Checkpoint<'_>| if Instant::now() >= deadline { Step::Stop } else { Step::GoOn };
    // Its changes were sent before: what the market says of them now is of no field of what is sent here.
    let report = what_if.weigh(policy, &mut watch).map_err(Refusals::of_the_act)?;
    let (input_hash, input) = pack(&what_if.bytes())?;
    let requests = what_if.today.sought.len();
    Ok(Weighed { policy_version: policy.version(), requests, input_hash, input, report })
}

/// What reckoning a scenario again came to.
#[derive(Clone, Copy, Debug)]
pub struct ScenarioReplay {
    /// Whether what it was made of is unchanged, by its hash.
    pub input_intact: bool,
    /// Whether the same report came out, byte for byte.
    pub same: bool,
}

/// Reckons a scenario again from all that it was made of, and compares.
pub async fn replay(app: &App, caller: &Caller, id: Id<Scenario>) -> Outcome<ScenarioReplay> {
    let it = scenarios::of_ids(app.db(), &caller.scope(), vec![id]).await?.pop().ok_or(Rule::NotFound)?;
    let kept = it.to_replay(&caller.actor)?.clone();
    app.board.ready(app).await?;
    let policy = app.board.with(|held| held.policy_of(kept.policy_version).cloned())?;
    let tx = app.begin_wide(caller).await?;
    let input = scenarios::input(&tx, id).await?;
    drop(tx);
    let again = tokio::task::spawn_blocking(move || again(input.as_deref(), &policy, &kept)).await;
    Ok(again.map_err(|fault| Fault::Broken(fault.to_string()))?)
}

fn again(input: Option<&[u8]>, policy: &Policy, kept: &ScenarioOutcome) -> ScenarioReplay {
    let read = input.and_then(unpack).filter(|(hash, _)| *hash == kept.input_hash);
    // What cannot even be read was altered, and nothing comes out of it.
    let found = read.as_ref().and_then(|(_, bytes)| WhatIf::read(bytes));
    let found = found.and_then(|what_if| what_if.weigh(policy, &mut |_| Step::GoOn).ok());
    let same = found.is_some_and(|found| found.bytes() == kept.report.bytes());
    ScenarioReplay { input_intact: read.is_some(), same }
}
