//! What the plan of a round is made anew of: what became of its requests, what brokers chose, and the market that was kept.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::brokerage::matching::plan::{Checkpoint, Step};
use domain::brokerage::matching::{Frozen, Laid, Policy, Settled};
use domain::brokerage::{Round, RoundChoice, RoundLine};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::round_input::{self, RoundInput};
use persistence::brokerage::{round as rounds, round_choice as choices, round_line as lines, round_waiting};
use persistence::exchange::request as requests;
use tokio::time::Instant;

use super::Choosing;
use crate::app::brokerage::current;
use crate::app::brokerage::matching::unpack;
use crate::app::{App, Caller, Fault, Outcome};

/// After how long a plan that is made anew is given up: somebody waits for it.
const DEADLINE: Duration = Duration::from_secs(20);

/// What the plan of a round is made anew of.
pub(super) struct Ground {
    /// Its requests.
    pub lines: Vec<RoundLine>,
    /// What was chosen.
    pub choices: Vec<RoundChoice>,
    /// What is settled by what became of the requests alone.
    pub base: Settled,
    /// What is settled by that and by what brokers chose.
    pub settled: Settled,
}

impl Ground {
    /// Reads it, of these lines and those of their requests that still wait for somebody.
    pub(super) async fn of(
        tx: &Tx,
        id: Id<Round>,
        lines: Vec<RoundLine>,
        waiting: Vec<Id<SupportRequest>>,
    ) -> Outcome<Self> {
        let choices = choices::of_round(tx, id).await?;
        let waiting: BTreeSet<_> = waiting.into_iter().collect();
        let followed: BTreeSet<_> = lines::followed(tx, id).await?.into_iter().collect();
        let base = Settled::of_round(&lines, &waiting, &followed, &[]);
        let settled = Settled::of_round(&lines, &waiting, &followed, &choices);
        Ok(Self { lines, choices, base, settled })
    }

    /// Reads it as it stands, without keeping anybody from changing it.
    pub(super) async fn now(tx: &Tx, id: Id<Round>) -> Outcome<Self> {
        let lines = lines::all_of(tx, id).await?;
        let asked = lines.iter().filter(|it| it.is_in()).map(|it| it.request).collect();
        let waiting = round_waiting::still_waiting(tx, asked).await?;
        Self::of(tx, id, lines, waiting).await
    }

    /// The requests that the round still reckons with.
    pub(super) fn asked(&self) -> Vec<Id<SupportRequest>> {
        self.lines.iter().filter(|it| it.is_in()).map(|it| it.request).collect()
    }
}

/// A round for whose request somebody may choose, with all that its plan is made of.
pub(super) struct Case {
    pub round: Round,
    pub brokered_by: Option<Id<Alliance>>,
    pub ground: Ground,
    pub input: RoundInput,
    pub policy: Policy,
}

impl Case {
    /// Reads it for somebody who chooses.
    pub(super) async fn read(app: &App, caller: &Caller, it: &Choosing) -> Outcome<Self> {
        let tx = app.begin_wide(caller).await?;
        let round = rounds::find(&tx, &caller.scope(), it.round).await?.ok_or(Rule::NotFound.at("round"))?;
        let asked = requests::find(&tx, &caller.scope(), it.request).await?.ok_or(Rule::NotFound.at("request"))?;
        let brokered_by = asked.brokered_by(&caller.actor);
        current(round.version, it.expected)?;
        let kept = round.to_choose(brokered_by, &caller.actor)?;
        let ground = Ground::now(&tx, it.round).await?;
        let line = ground.lines.iter().find(|line| line.request == it.request);
        let line = line.ok_or(Rule::NotFound.at("request"))?;
        if !line.is_in() || ground.base.without.contains(&it.request) {
            return Err(Rule::StepNotOpen.at("request").into());
        }
        let input = round_input::of(&tx, it.round).await?.ok_or(Rule::StepNotOpen)?;
        let policy = app.board.with(|held| held.policy_of(kept.policy_version).cloned())?;
        Ok(Self { round, brokered_by, ground, input, policy })
    }

    /// The market of the round without those who have left it, laid out.
    pub(super) fn laid(&self) -> Outcome<(Frozen, Laid)> {
        laid(&self.input, &self.ground.base, &self.policy)
    }
}

/// The market of a round without those who have left it, laid out.
pub(super) fn laid(input: &RoundInput, base: &Settled, policy: &Policy) -> Outcome<(Frozen, Laid)> {
    let read = unpack(&input.input).filter(|(hash, _)| *hash == input.input_hash);
    let frozen = read.and_then(|(_, bytes)| Frozen::read(&bytes));
    let frozen = frozen.ok_or_else(|| Fault::Broken("what a plan was made of was altered".into()))?.left_by(base);
    let laid = frozen.lay_out(policy).map_err(|_| Rule::RoundTooSlow)?;
    Ok((frozen, laid))
}

/// Whoever waits for a plan that is made anew, and for how long.
pub(super) fn watch() -> impl FnMut(Checkpoint<'_>) -> Step {
    let deadline = Instant::now() + DEADLINE;
    move |_| if Instant::now() >= deadline { Step::Stop } else { Step::GoOn }
}
