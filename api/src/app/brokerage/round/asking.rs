//! Announced rounds, carried on beside requests: places are proposed, answers taken, and what has its answers is closed. Each step is
//! a transaction of its own that asks again under its lock whether it is due, so that a process may be cut off anywhere, and two may
//! do the same.

use std::collections::HashMap;

use domain::access::{Acting, Actor};
use domain::brokerage::{Round, RoundAnswer, RoundLine, RoundLineStatus, RoundPlace, RoundUnplaced};
use domain::exchange::{CapacityHolder, SupportRequest};
use domain::rule::Refusals;
use domain::{HalfTerm, Id, Rule};
use persistence::brokerage::round_try::{self as tries, RoundTry};
use persistence::brokerage::{
    proposal as proposals, round as rounds, round_announced as announced, round_hold as holds, round_line as lines,
};
use persistence::exchange::request as requests;

use super::lines::{tried, waits};
use super::repair::repair;
use crate::app::brokerage::proposal::{self, Propose};
use crate::app::brokerage::wide;
use crate::app::{App, Caller, Outcome, Refusal, Turn};

/// How much of each kind is done in one turn.
const MOST: i64 = 50;
/// How many rounds are planned again in one turn.
const MOST_REPAIRS: i64 = 1;

/// Does what is due of announced rounds; gives how much was.
pub async fn go_on(app: &App) -> Outcome<usize> {
    let worker = Caller::service("rounds");
    let mut turn = Turn::default();
    let tx = app.begin_wide(&worker).await?;
    let answered = announced::answered(&tx, MOST).await?;
    drop(tx);
    turn.each(answered, |id| Box::pin(take_answer(app, &worker, id))).await;

    let tx = app.begin_wide(&worker).await?;
    let due: HashMap<_, _> = announced::to_propose(&tx, tx.now(), MOST).await?.into_iter().collect();
    drop(tx);
    let mut asked: Vec<_> = due.keys().copied().collect();
    asked.sort_unstable();
    turn.each(asked, |id| Box::pin(propose(app, &worker, &due[&id], id))).await;

    let tx = app.begin_wide(&worker).await?;
    let broken = announced::to_repair(&tx, tx.now(), MOST_REPAIRS).await?;
    drop(tx);
    turn.each(broken, |id| Box::pin(repair(app, &worker, id))).await;

    let tx = app.begin_wide(&worker).await?;
    let ending = announced::to_end(&tx, tx.now(), MOST).await?;
    drop(tx);
    turn.each(ending, |id| Box::pin(end(app, &worker, id))).await;
    turn.ended()
}

/// A place that is to be proposed, as it stood when it was looked at.
struct Placed {
    round: Id<Round>,
    place: RoundPlace,
    half_days: i32,
    /// How its time lies over half-terms.
    half_terms: Vec<(HalfTerm, i32)>,
    /// The version of the request.
    version: i32,
}

/// Proposes the place of a request by the road of every proposal, by the authority of a broker. What a rule keeps from being proposed
/// is a no of the pair.
async fn propose(app: &App, worker: &Caller, broker: &Acting, id: Id<SupportRequest>) -> Outcome<()> {
    let Placed { round, place, half_days, half_terms, version } = placed(app, worker, id).await?;
    let it = Propose {
        request: id,
        offer: place.offer,
        run: None,
        half_days: Some(half_days),
        half_terms,
        respond_by: None,
        message: None,
        expected: Some(version),
    };
    let caller = Caller { actor: Actor::Acting(broker.clone()), ..worker.clone() };
    match proposal::propose(app, &caller, it).await {
        Ok(_) => Ok(()),
        Err(Refusal::Rejected(no)) => match first(&no) {
            // The request has changed in this very moment: what is due of it is asked anew.
            None | Some(Rule::VersionStale) => Err(Rule::StepNotOpen.into()),
            Some(rule) => refuse(app, worker, (round, id), (&place, rule)).await,
        },
        Err(fault) => Err(fault),
    }
}

/// The first rule that said no.
fn first(no: &Refusals) -> Option<Rule> {
    no.clone().into_vec().first().map(|it| it.rule)
}

async fn placed(app: &App, worker: &Caller, id: Id<SupportRequest>) -> Outcome<Placed> {
    let tx = app.begin_wide(worker).await?;
    let request = requests::find(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
    let line = lines::lock_of_request(&tx, id).await?.filter(|it| it.status == RoundLineStatus::Placed);
    let line = line.ok_or(Rule::StepNotOpen)?;
    let place = line.place.ok_or(Rule::StepNotOpen)?;
    let half_terms = announced::held_for(&tx, line.round, id).await?;
    let half_days = half_terms.iter().map(|(_, half_days)| half_days).sum();
    Ok(Placed { round: line.round, place, half_days, half_terms, version: request.version })
}

/// Notes which rule kept a place from being proposed, and gives its time back.
async fn refuse(
    app: &App,
    worker: &Caller,
    (round, id): (Id<Round>, Id<SupportRequest>),
    (place, rule): (&RoundPlace, Rule),
) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(worker).await?;
        requests::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
        let still = |it: &RoundLine| it.round == round && it.place.as_ref() == Some(place);
        let mut line = lines::lock_of_request(&tx, id).await?.filter(still).ok_or(Rule::StepNotOpen)?;
        tx.record(line.refuse(rule)?);
        let specialist = match place.holder {
            CapacityHolder::Specialist(it) => Some(it),
            CapacityHolder::School(_) => None,
        };
        let it = RoundTry {
            round,
            request: id,
            offer: place.offer,
            specialist,
            home: place.home,
            proposal: None,
            points: Some(place.points()),
            answer: RoundAnswer::Refused,
            refused_by: Some(rule),
        };
        tries::insert(&tx, &it).await?;
        lines::turn(&tx, &line).await?;
        holds::release(&tx, round, Some(id)).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Takes the answer to what was proposed for a request. Where it has another proposal that is open or was accepted, that one stands in
/// its place; otherwise somebody else is looked for, unless the request waits for nobody any more.
async fn take_answer(app: &App, worker: &Caller, id: Id<SupportRequest>) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(worker).await?;
        let request = requests::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
        let open = proposals::lock_open(&tx, id).await?;
        let mut line = lines::lock_of_request(&tx, id).await?.ok_or(Rule::StepNotOpen)?;
        let answered = line.proposal.filter(|_| line.status == RoundLineStatus::Proposed).ok_or(Rule::StepNotOpen)?;
        let proposal = proposals::lock(&tx, answered).await?.ok_or(Rule::NotFound)?;
        let answer = RoundAnswer::of(proposal.status);
        let other = match (answer, open.into_iter().next()) {
            (RoundAnswer::Open, _) => return Err(Rule::StepNotOpen.into()),
            (RoundAnswer::Accepted, _) => None,
            (_, Some(other)) => Some(other),
            (_, None) if waits(request.status) => None,
            (_, None) => proposals::confirmed(&tx, id).await?,
        };
        tries::answer(&tx, (line.round, answered), answer, tx.now()).await?;
        if let Some(other) = other {
            tx.record(line.turn_to(other.id, answer)?);
            tries::insert(&tx, &tried(&line, &other)).await?;
            if RoundAnswer::of(other.status) == RoundAnswer::Accepted {
                tx.record(line.answer(RoundAnswer::Accepted)?);
            }
        } else {
            tx.record(line.answer(answer)?);
            if answer != RoundAnswer::Accepted && !waits(request.status) {
                tx.record(line.leave()?);
            }
        }
        lines::turn(&tx, &line).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Ends what is over of an announced round: once its time to propose has passed, nobody is looked for any more; once every request has
/// its answer, it is closed.
async fn end(app: &App, worker: &Caller, id: Id<Round>) -> Outcome<()> {
    app.retrying(|| async {
        let tx = app.begin_wide(worker).await?;
        let mut it = rounds::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound)?;
        let mut all = lines::lock_of(&tx, id).await?;
        let was = all.clone();
        if !it.asks(tx.now()) {
            for line in all.iter_mut().filter(|it| is_due(it)) {
                tx.record(line.give_up(RoundUnplaced::OutOfTime)?);
                lines::turn(&tx, line).await?;
                holds::release(&tx, id, Some(line.request)).await?;
            }
        }
        if !all.iter().any(|it| is_due(it) || it.status == RoundLineStatus::Proposed) {
            tx.record(it.finish(tx.now())?);
            rounds::save(&tx, &mut it).await?;
        } else if was == all {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(tx.commit().await?)
    })
    .await
}

/// Whether something of it is to be proposed, or looked for.
const fn is_due(line: &RoundLine) -> bool {
    matches!(line.status, RoundLineStatus::Waiting | RoundLineStatus::Placed)
}
