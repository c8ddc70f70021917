//! What a plan is made of: read from the market once, kept, and from then on read from what was kept.

use std::collections::HashMap;

use domain::Id;
use domain::brokerage::matching::{Frozen, Sought};
use domain::brokerage::{Bundle, MatchStage, Round, RoundFailure, RoundLine};
use domain::exchange::SupportRequest;
use persistence::brokerage::candidates;
use persistence::brokerage::round_input::{self, RoundInput};
use persistence::brokerage::{round as rounds, round_line as lines, round_waiting};
use persistence::exchange::request as requests;
use uuid::Uuid;

use crate::app::brokerage::matching::{Known, pack, unpack};
use crate::app::brokerage::wide;
use crate::app::{App, Caller, Fault, Outcome};

/// How many requests are made into questions before others may go on.
const AT_ONCE: usize = 100;

/// What the plan of a taken round is made of, with the hash of its bytes. Nothing if the round is not ours any more, or came to
/// nothing because no request is left in it.
pub(super) async fn of(app: &App, caller: &Caller, round: &Round, by: Uuid) -> Outcome<Option<(Frozen, [u8; 32])>> {
    let tx = app.begin_wide(caller).await?;
    let kept = round_input::of(&tx, round.id).await?;
    drop(tx);
    if let Some(RoundInput { input, input_hash, .. }) = kept {
        let read = tokio::task::spawn_blocking(move || {
            let (hash, bytes) = unpack(&input)?;
            (hash == input_hash).then(|| Frozen::read(&bytes)).flatten().zip(hash.try_into().ok())
        });
        // What cannot be read was altered: the market is read anew.
        if let Some(read) = read.await.map_err(|fault| Fault::Broken(fault.to_string()))? {
            return Ok(Some(read));
        }
    }
    let Some(waiting) = muster(app, caller, round.id, by).await? else { return Ok(None) };
    let frozen = gather(app, (round.seed, &round.bundle), waiting).await?;
    keep(app, caller, round.id, by, frozen).await
}

/// The requests of a taken round that still wait for somebody; those that do not leave it. Nothing if the round is not ours any
/// more, or none is left.
async fn muster(app: &App, caller: &Caller, id: Id<Round>, by: Uuid) -> Outcome<Option<Vec<Id<SupportRequest>>>> {
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let Some(mut round) = rounds::lock_taken(&tx, id, by).await? else { return Ok(None) };
        let all = lines::lock_of(&tx, id).await?;
        let asked: Vec<_> = all.iter().filter(|it| it.is_in()).map(|it| it.request).collect();
        let waiting = round_waiting::still_waiting(&tx, asked).await?;
        let gone = |it: &RoundLine| it.is_in() && waiting.binary_search(&it.request).is_err();
        let mut left: Vec<_> = all.into_iter().filter(gone).collect();
        for line in &mut left {
            tx.record(line.leave()?);
        }
        lines::save(&tx, &left).await?;
        if waiting.is_empty() {
            tx.record(round.fail(RoundFailure::RequestsGone, tx.now())?);
            rounds::save(&tx, &mut round).await?;
        }
        tx.commit().await?;
        Ok(Some(waiting).filter(|waiting| !waiting.is_empty()))
    })
    .await
}

/// Reads the market for some requests, each of which is to be given a bundle.
pub(in crate::app::brokerage) async fn gather(
    app: &App,
    (seed, bundle): (u32, &Bundle),
    waiting: Vec<Id<SupportRequest>>,
) -> Outcome<Frozen> {
    let sought = sought(app, waiting).await?;
    let (seed, bundle) = (u64::from(seed), bundle.clone());
    let frozen = app
        .board
        .with(|held| Ok(Frozen::taken(held.policy(app.clock.now())?.version(), seed, bundle, sought, &held.market)));
    Ok(frozen?)
}

/// What the market is asked for some requests, each as far as it has been searched, against a market that is brought up to date.
pub(in crate::app::brokerage) async fn sought(app: &App, waiting: Vec<Id<SupportRequest>>) -> Outcome<Vec<Sought>> {
    app.board.refresh(app).await?;
    let rows = requests::of_ids(app.db(), &wide(), waiting).await?;
    let rows: Vec<SupportRequest> = rows.into_iter().map(SupportRequest::try_from).collect::<Result<_, _>>()?;
    let schools = rows.iter().map(|request| request.school).collect();
    let askers: HashMap<_, _> = candidates::askers(app.db(), schools, app.clock.now().day()).await?;
    let mut sought = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        app.board.with(|held| {
            for request in some {
                let asker = askers.get(&request.school).cloned();
                let asker = asker.ok_or_else(|| Fault::Broken("a school of which nothing is known asks".into()))?;
                let question = Known::of(asker).question(app, held, request)?;
                // As far as its search has gone, and before any search among its own (DOMAIN A2).
                sought.push(Sought { question, stage: request.stage.unwrap_or(MatchStage::OwnGroup) });
            }
            Ok(())
        })?;
        tokio::task::yield_now().await;
    }
    Ok(sought)
}

/// Keeps what was read for a round, as long as it is still ours.
async fn keep(
    app: &App,
    caller: &Caller,
    id: Id<Round>,
    by: Uuid,
    frozen: Frozen,
) -> Outcome<Option<(Frozen, [u8; 32])>> {
    let packed = tokio::task::spawn_blocking(move || pack(&frozen.bytes()).map(|packed| (frozen, packed)));
    let (frozen, (input_hash, input)) = packed.await.map_err(|fault| Fault::Broken(fault.to_string()))??;
    let tx = app.begin_wide(caller).await?;
    let Some(mut round) = rounds::lock_taken(&tx, id, by).await? else { return Ok(None) };
    round.read_market()?;
    round_input::put(&tx, id, RoundInput { input, input_hash: input_hash.clone(), settled: None }).await?;
    rounds::save(&tx, &mut round).await?;
    tx.commit().await?;
    let hash = input_hash.try_into().map_err(|_| Fault::Broken("a hash of another length".into()))?;
    Ok(Some((frozen, hash)))
}
