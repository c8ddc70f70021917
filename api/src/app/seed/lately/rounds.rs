//! Brokerage rounds: one is opened, one was called off, and of some neighbours' one has its plan, one was closed, one came to nothing,
//! one is announced and was accepted in part, one is being planned, and one waits for that.

use std::collections::BTreeMap;

use domain::brokerage::{Round, RoundLineStatus};
use domain::directory::Alliance;
use domain::exchange::{RequestStatus, SupportRequest, WithdrawalReason};
use domain::{HalfTerm, Id};
use persistence::brokerage::{round as rounds, round_line as lines};
use persistence::exchange::request as requests;

use crate::app::brokerage::proposal::{self, Propose};
use crate::app::brokerage::round::{self, Form};
use crate::app::exchange::request;
use crate::app::seed::cast::Cast;
use crate::app::{App, Caller, Outcome};

/// How long nobody else takes the round that is being planned, in seconds.
const TAKEN: u32 = 60;

/// Runs them.
pub async fn run(app: &App, cast: &mut Cast) -> Outcome<()> {
    let Some((next, days)) = cast.next else { return Ok(()) };
    let own = cast.own.broker.clone();
    round::open(app, &own, &form("Spring, short pieces of work", 4, next)).await?;
    let off = round::open(app, &own, &form("Spring, long pieces of work", 12, next)).await?;
    round::cancel(app, &own, off.id, "Two of our schools have yet to say what they need.", None).await?;

    let waits = |it: &SupportRequest| {
        let confirmed = matches!(it.status, RequestStatus::Triaged | RequestStatus::Matching) && !it.audit_open;
        confirmed && it.draft.window.overlaps(days)
    };
    let mut groups: BTreeMap<(Id<Alliance>, i32), Vec<SupportRequest>> = BTreeMap::new();
    for it in cast.requests.iter().filter(|it| waits(it)) {
        if let [alliance] = it.alliances[..] {
            groups.entry((alliance, it.draft.half_days)).or_default().push(it.clone());
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, requests)| std::cmp::Reverse(requests.len()));
    for (number, ((alliance, half_days), _)) in groups.into_iter().enumerate().take(6) {
        let Some(broker) = cast.broker(alliance).map(|it| it.broker.clone()) else { continue };
        let opened = round::open(app, &broker, &form("Spring", half_days, next)).await?;
        let frozen = round::freeze(app, &broker, opened.id, None).await?;
        match number {
            0 => {
                round::plan_one(app, || false).await?;
                Box::pin(propose_one(app, &broker, frozen.id)).await?;
            }
            1 => {
                round::plan_one(app, || false).await?;
                round::close(app, &broker, frozen.id, None).await?;
            }
            2 => {
                for it in asked(app, &broker, frozen.id).await? {
                    if let Some(head) = cast.head(it.school) {
                        request::withdraw(app, &head, it.id, None, WithdrawalReason::NeedChanged).await?;
                    }
                }
                round::plan_one(app, || false).await?;
            }
            3 => {
                round::plan_one(app, || false).await?;
                round::announce(app, &broker, frozen.id, None).await?;
                Box::pin(round::go_on(app)).await?;
                Box::pin(accept_one(app, &broker, frozen.id, cast)).await?;
            }
            4 => begin(app, frozen).await?,
            _ => {}
        }
        cast.requests.retain(|it| it.alliances != [alliance] || it.draft.half_days != half_days);
    }
    Ok(())
}

fn form(name: &str, half_days: i32, half_term: HalfTerm) -> Form {
    Form { name: name.to_owned(), half_days, half_terms: vec![half_term] }
}

/// The requests of a round.
async fn asked(app: &App, broker: &Caller, id: Id<Round>) -> Outcome<Vec<SupportRequest>> {
    let tx = app.begin_wide(broker).await?;
    let all = lines::lock_of(&tx, id).await?;
    drop(tx);
    let rows = requests::of_ids(app.db(), &broker.scope(), all.into_iter().map(|line| line.request).collect()).await?;
    Ok(rows.into_iter().map(SupportRequest::try_from).collect::<Result<_, _>>()?)
}

/// Proposes what the plan gives to the first request that can be proposed.
async fn propose_one(app: &App, broker: &Caller, id: Id<Round>) -> Outcome<()> {
    let tx = app.begin_wide(broker).await?;
    let all = lines::lock_of(&tx, id).await?;
    drop(tx);
    for line in all.into_iter().filter(|it| it.status == RoundLineStatus::Placed) {
        let Some(place) = line.place else { continue };
        let proposing = Propose {
            request: line.request,
            offer: place.offer,
            run: None,
            half_days: None,
            half_terms: Vec::new(),
            respond_by: None,
            message: None,
            expected: None,
        };
        // What a rule keeps from being proposed today stays where it is.
        if proposal::propose(app, broker, proposing).await.is_ok() {
            break;
        }
    }
    Ok(())
}

/// Has both schools accept the first of the proposals of an announced round.
async fn accept_one(app: &App, broker: &Caller, id: Id<Round>, cast: &Cast) -> Outcome<()> {
    let tx = app.begin_wide(broker).await?;
    let all = lines::lock_of(&tx, id).await?;
    drop(tx);
    for line in all {
        let (Some(proposal), Some(place)) = (line.proposal, line.place) else { continue };
        let rows = requests::of_ids(app.db(), &broker.scope(), vec![line.request]).await?;
        let Some(host) = rows.into_iter().map(SupportRequest::try_from).next().transpose()?.map(|it| it.school) else {
            continue;
        };
        let (Some(home), Some(host)) = (cast.head(place.home), cast.head(host)) else { continue };
        for head in [home, host] {
            proposal::accept(app, &head, proposal, None).await?;
        }
        return Box::pin(round::go_on(app)).await.map(drop);
    }
    Ok(())
}

/// Begins to plan a round, as a process would that is still at it.
async fn begin(app: &App, mut round: Round) -> Outcome<()> {
    let worker = Caller::service("rounds");
    let tx = app.begin_wide(&worker).await?;
    if let Some(event) = round.begin(&worker.actor)? {
        tx.record(event);
    }
    rounds::save(&tx, &mut round).await?;
    rounds::take(&tx, round.id, app.ids.uuid(), tx.now().plus_seconds(TAKEN)).await?;
    Ok(tx.commit().await?)
}
