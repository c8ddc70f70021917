//! What a broker chooses in a plan: weighed beforehand, or kept with the plan that is made anew for it, whole or not at all.

use domain::brokerage::matching::{Frozen, Laid, Settled};
use domain::brokerage::{Round, RoundChoice, RoundChoiceKind};
use domain::directory::School;
use domain::exchange::{CapacityHolder, Offer, SupportRequest};
use domain::identity::Person;
use domain::text::Remark;
use domain::{Id, Rule, Timestamp};

use super::found::Found;
use super::ground::{Case, Ground, watch};
use super::kept::keep;
use crate::app::{App, Caller, Fault, Outcome};

/// What a broker chooses for a request.
#[derive(Clone, Debug)]
pub struct Choosing {
    /// The round.
    pub round: Id<Round>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// An offer of whoever is meant.
    pub offer: Id<Offer>,
    /// Why, where the broker says so.
    pub reason: Option<String>,
    /// The version of the round that the broker has read.
    pub expected: Option<i32>,
}

/// What a choice would come to.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceWeighed {
    /// By how many points the plan would be worth less.
    pub loss: i64,
    /// How many other requests would have somebody else, or nobody.
    pub displaced: i32,
}

/// What is done about a choice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// It is made.
    Choose(RoundChoiceKind),
    /// It is lifted.
    Lift,
}

/// Says what a choice would come to, and touches nothing.
pub async fn weigh(app: &App, caller: &Caller, it: &Choosing, kind: RoundChoiceKind) -> Outcome<ChoiceWeighed> {
    app.board.ready(app).await?;
    let case = Case::read(app, caller, it).await?;
    let (request, offer) = (it.request, it.offer);
    let weighed = tokio::task::spawn_blocking(move || {
        let (frozen, laid) = case.laid()?;
        let (_, _, settled) = chosen(&case, (&frozen, &laid), (request, offer), kind)?;
        let weighed = laid.weigh(request, [&case.ground.settled, &settled], &mut watch())?;
        let displaced = i32::try_from(weighed.displaced).unwrap_or(i32::MAX);
        Ok(ChoiceWeighed { loss: weighed.loss, displaced })
    });
    weighed.await.map_err(|fault| Fault::Broken(fault.to_string()))?
}

/// Whose time and whose school an offer is of, and what is settled with one choice more.
fn chosen(
    case: &Case,
    (frozen, laid): (&Frozen, &Laid),
    (request, offer): (Id<SupportRequest>, Id<Offer>),
    kind: RoundChoiceKind,
) -> Outcome<(CapacityHolder, Id<School>, Settled)> {
    let giver = frozen.giver_of(offer).ok_or(Rule::NotFound.at("offer"))?;
    laid.places_of(request, giver.holder()).ok_or(Rule::RoundPairImpossible.at("offer"))?;
    let settled = case.ground.settled.clone().with(request, giver.holder(), kind)?;
    Ok((giver.holder(), giver.home.school, settled))
}

/// Chooses who comes for a request in any case, or who on no account, and makes the plan anew.
pub async fn choose(app: &App, caller: &Caller, it: &Choosing, kind: RoundChoiceKind) -> Outcome<Round> {
    step(app, caller, it, Act::Choose(kind)).await
}

/// Lifts a choice, and makes the plan anew.
pub async fn lift(app: &App, caller: &Caller, it: &Choosing) -> Outcome<Round> {
    step(app, caller, it, Act::Lift).await
}

async fn step(app: &App, caller: &Caller, it: &Choosing, act: Act) -> Outcome<Round> {
    app.board.ready(app).await?;
    let reason = it.reason.as_deref().map(Remark::new).transpose().map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let case = Case::read(app, caller, it).await?;
        let by = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let chooser = Chooser { it: it.clone(), reason: reason.clone(), by, now: app.clock.now() };
        let made = tokio::task::spawn_blocking(move || anew(&case, chooser, act).map(|made| (case, made)));
        let (case, made) = made.await.map_err(|fault| Fault::Broken(fault.to_string()))??;
        keep(app, caller, &case, &made, act).await
    })
    .await
}

/// A plan that was made anew.
pub(super) struct Anew {
    /// The plan.
    pub found: Found,
    /// What was settled of it.
    pub settled: Settled,
    /// The choice for which it was made, or that was lifted.
    pub choice: RoundChoice,
    /// By how many points all choices together make it worth less.
    pub chosen_loss: i64,
}

/// Who chooses what, and when.
struct Chooser {
    it: Choosing,
    reason: Option<Remark>,
    by: Id<Person>,
    now: Timestamp,
}

/// Makes the plan anew: on a thread of its own, for it takes as long as it takes.
fn anew(case: &Case, chooser: Chooser, act: Act) -> Outcome<Anew> {
    let Chooser { it, reason, by, now } = chooser;
    let (frozen, laid) = case.laid()?;
    let Ground { base, settled: before, choices, .. } = &case.ground;
    let (mut choice, settled) = match act {
        Act::Choose(kind) => {
            let (holder, home, settled) = chosen(case, (&frozen, &laid), (it.request, it.offer), kind)?;
            let number = choices.last().map_or(1, |last| last.number + 1);
            let choice = RoundChoice {
                round: it.round,
                number,
                request: it.request,
                offer: it.offer,
                holder,
                home,
                kind,
                loss: 0,
                chosen_by: by,
                chosen_at: now,
                reason,
            };
            (choice, settled)
        }
        Act::Lift => {
            let holder = frozen.giver_of(it.offer).map(|giver| giver.holder());
            let meant = |choice: &&RoundChoice| {
                choice.request == it.request && (choice.offer == it.offer || Some(choice.holder) == holder)
            };
            let choice = choices.iter().find(meant).cloned().ok_or(Rule::NotFound.at("offer"))?;
            let settled = before.clone().less(it.request, choice.holder, choice.kind);
            (choice, settled)
        }
    };
    let mut watch = watch();
    let weighed = laid.weigh(it.request, [before, &settled], &mut watch)?;
    let free = laid.proven(base, &mut watch)?;
    if matches!(act, Act::Choose(_)) {
        choice.loss = weighed.loss;
    }
    let chosen_loss = free.value.total() - weighed.solved.value.total();
    let found = Found::of((&frozen, &case.policy, &laid), &weighed.solved, &mut watch);
    Ok(Anew { found, settled, choice, chosen_loss })
}
