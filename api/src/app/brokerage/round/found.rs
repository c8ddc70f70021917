//! The plan of a frozen market: found in the first place, and found again by whoever doubts it.

use std::collections::BTreeMap;

use domain::Id;
use domain::brokerage::matching::plan::{Checkpoint, Step, solve};
use domain::brokerage::matching::{Frozen, Policy};
use domain::brokerage::{Round, RoundFailure, RoundPlace};
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
    let asked: Vec<_> = frozen.sought.iter().map(|it| it.question.request).collect();
    let place = |&(request, giver): &(u32, u32)| {
        let price = solved.certificate.prices.get(giver as usize).copied().unwrap_or(0);
        Some((*asked.get(request as usize)?, frozen.place(policy, &laid, (request, giver), price)?))
    };
    let placed = solved.plan.pairs().iter().filter_map(place).collect();
    let (value, bound) = (solved.value.total(), solved.bound.total());
    Ok(Found { policy_version: frozen.policy, placed, asked, value, bound, unique: solved.unique })
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
    let read = input.and_then(|kept| unpack(&kept.input)).filter(|(of, _)| of == hash);
    // What cannot even be read was altered, and nothing comes out of it.
    let found = read.as_ref().and_then(|(_, bytes)| Frozen::read(bytes));
    let found = found.and_then(|frozen| find(&frozen, policy, |_| Step::GoOn).ok());
    let same = found.is_some_and(|found| {
        found.placed.iter().map(|(request, place)| (*request, place.offer)).collect::<BTreeMap<_, _>>() == *given
    });
    RoundReplay { input_intact: read.is_some(), same }
}
