//! The plan of a frozen market: found in the first place, and found again by whoever doubts it.

use std::collections::BTreeMap;

use domain::Id;
use domain::brokerage::matching::plan::{Checkpoint, Objective, Solved, Step, solve};
use domain::brokerage::matching::{Frozen, Laid, Policy, RoundReport, Settled};
use domain::brokerage::{Round, RoundFailure, RoundOutcome, RoundPlace};
use domain::exchange::{Offer, SupportRequest};
use domain::rule::Rule;
use persistence::brokerage::round_input::{self, RoundInput};
use persistence::brokerage::{round as rounds, round_line as lines};

use crate::app::brokerage::matching::unpack;
use crate::app::{App, Caller, Fault, Outcome};

/// A plan with what it was made of.
pub(super) struct Found {
    pub policy_version: i32,
    /// Who was asked for.
    pub asked: Vec<Id<SupportRequest>>,
    /// Who has which place.
    pub placed: Vec<(Id<SupportRequest>, RoundPlace)>,
    pub value: i64,
    pub bound: i64,
    pub unique: Option<bool>,
    /// The plan beside first come, first served.
    pub report: RoundReport,
}

impl Found {
    /// A plan of a market that was laid out, with its report.
    pub(super) fn of(
        (frozen, policy, laid): (&Frozen, &Policy, &Laid),
        solved: &Solved,
        watch: &mut dyn FnMut(Checkpoint<'_>) -> Step,
    ) -> Self {
        let asked: Vec<_> = frozen.sought.iter().map(|it| it.question.request).collect();
        let place = |&(request, giver): &(u32, u32)| {
            let price = solved.certificate.prices.get(giver as usize).copied().unwrap_or(0);
            Some((*asked.get(request as usize)?, frozen.place(policy, laid, (request, giver), price)?))
        };
        let placed = solved.plan.pairs().iter().filter_map(place).collect();
        let without_load = solve(&laid.instance, &Objective::linear(), watch);
        let best = without_load.is_exact().then(|| without_load.value.total());
        let report = frozen.report(policy, laid, &solved.plan, best);
        let (value, bound) = (solved.value.total(), solved.bound.total());
        Self { policy_version: frozen.policy, asked, placed, value, bound, unique: solved.unique, report }
    }

    /// What it came to, made of what has this hash, with what brokers' choices lose in all.
    pub(super) fn outcome(&self, chosen_loss: i64, input_hash: [u8; 32]) -> RoundOutcome {
        let placed = i32::try_from(self.placed.len()).unwrap_or(i32::MAX);
        let &Self { policy_version, value, bound, unique, .. } = self;
        RoundOutcome { policy_version, placed, value, bound, unique, chosen_loss, input_hash }
    }
}

/// Lays the market out and finds its best plan, unless the watcher stops it; or says why there is none to find.
pub(super) fn find(
    frozen: &Frozen,
    policy: &Policy,
    mut watch: impl FnMut(Checkpoint<'_>) -> Step,
) -> Result<Found, RoundFailure> {
    let laid = frozen.lay_out(policy).map_err(|_| RoundFailure::BeyondNumbers)?;
    if laid.instance.is_empty() {
        return Err(RoundFailure::NobodyInReach);
    }
    let solved = solve(&laid.instance, &laid.objective, &mut watch);
    Ok(Found::of((frozen, policy, &laid), &solved, &mut watch))
}

/// What planning a round again came to.
#[derive(Clone, Copy, Debug)]
pub struct RoundReplay {
    /// Whether what it was made of is unchanged, by its hash.
    pub input_intact: bool,
    /// Whether the same requests were given the same offers.
    pub same: bool,
}

/// Plans a round again from all that its plan was made of, and compares.
pub async fn replay(app: &App, caller: &Caller, id: Id<Round>) -> Outcome<RoundReplay> {
    let round = rounds::of_ids(app.db(), &caller.scope(), vec![id]).await?.pop().ok_or(Rule::NotFound)?;
    let kept = round.to_replay(&caller.actor)?;
    app.board.ready(app).await?;
    let policy = app.board.with(|held| held.policy_of(kept.policy_version).cloned())?;
    let tx = app.begin_wide(caller).await?;
    let input = round_input::of(&tx, id).await?;
    let given: BTreeMap<_, _> = lines::given(&tx, id).await?.into_iter().collect();
    drop(tx);
    let again = tokio::task::spawn_blocking(move || again(input, &policy, &kept.input_hash, &given)).await;
    Ok(again.map_err(|fault| Fault::Broken(fault.to_string()))?)
}

fn again(
    input: Option<RoundInput>,
    policy: &Policy,
    hash: &[u8],
    given: &BTreeMap<Id<SupportRequest>, Id<Offer>>,
) -> RoundReplay {
    let read = input.as_ref().and_then(|kept| unpack(&kept.input)).filter(|(of, _)| of == hash);
    // What cannot even be read was altered, and nothing comes out of it.
    let found = read.as_ref().and_then(|(_, bytes)| Frozen::read(bytes));
    let settled = input.as_ref().and_then(|kept| kept.settled.as_deref());
    let settled = settled.map_or(Some(Settled::default()), Settled::read);
    let placed = found.zip(settled).and_then(|(frozen, settled)| {
        let laid = frozen.left_by(&settled);
        let of_market = |(request, _): &(&Id<SupportRequest>, &Id<Offer>)| !settled.without.contains(request);
        // What has left the market keeps what an earlier plan gave it.
        let given: BTreeMap<_, _> = given.iter().filter(of_market).map(|(request, offer)| (*request, *offer)).collect();
        Some((planned_anew(&laid, policy, &settled)?, given))
    });
    let same = placed.is_some_and(|(placed, given)| placed == given);
    RoundReplay { input_intact: read.is_some(), same }
}

/// Which offer the plan of a market gives to which request.
fn planned_anew(
    frozen: &Frozen,
    policy: &Policy,
    settled: &Settled,
) -> Option<BTreeMap<Id<SupportRequest>, Id<Offer>>> {
    let laid = frozen.lay_out(policy).ok()?;
    let solved = laid.under(settled).ok()?.solve(&mut |_| Step::GoOn);
    let place = |&(request, giver): &(u32, u32)| {
        let place = frozen.place(policy, &laid, (request, giver), 0)?;
        Some((*laid.requests.get(request as usize)?, place.offer))
    };
    Some(solved.plan.pairs().iter().filter_map(place).collect())
}
