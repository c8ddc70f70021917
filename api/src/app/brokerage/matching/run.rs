//! Runs of the matching that are kept: what went in and what came out, so that anybody can check it later.

use std::io::{Read, Write};

use domain::access::{Action, Scope};
use domain::brokerage::matching::{Input, Most, Policy, Ranking, Reach};
use domain::brokerage::{MatchRun, MatchStage};
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use persistence::Tx;
use persistence::brokerage::match_run::{self, StoredRun};
use persistence::exchange::request;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Known, known};
use crate::app::{App, Caller, Fault, Outcome, Refusal};

/// How much of a run is kept.
const KEPT: Most = Most { candidates: 100, excluded: 100 };
/// The largest input that is unpacked: far more than a nation's offers.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How far a run looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// As far as the request has been searched, and at first until enough is found.
    Again,
    /// One stage farther.
    Wider,
}

/// Runs the matching for a request and keeps the run (DOMAIN A2).
pub async fn run(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    wanted: Wanted,
    expected: Option<i32>,
    seed: Option<u32>,
) -> Outcome<(SupportRequest, StoredRun)> {
    app.retrying(async || {
        let before = seen(app, caller, id).await?;
        caller.actor.require(Action::MatchRequest { broker: before.brokered_by(&caller.actor) })?;
        let reach = reach(wanted, before.stage)?;
        let made = Made::of(app, &before, known(app, &before).await?, reach, seed).await?;

        // Nothing is computed while the request is locked; if it changed meanwhile, all of it begins again.
        let tx = app.begin(caller).await?;
        let mut it = request::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        if expected.is_some_and(|expected| expected != it.version) {
            return Err(Rule::VersionStale.into());
        }
        let run = made.keep(&tx, &before, &mut it).await?;
        request::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok((it, run))
    })
    .await
}

/// A run that is made and not yet kept.
pub(in crate::app::brokerage) struct Made {
    id: Id<MatchRun>,
    seed: u32,
    policy_version: i32,
    market_version: u64,
    input_hash: Vec<u8>,
    /// What went in, compressed.
    input: Vec<u8>,
    ranking: Ranking,
}

impl Made {
    /// Runs the matching for a request once more, as far as it has been searched, before it is proposed (SETTLED 11).
    pub async fn again(app: &App, request: &SupportRequest, known: Known) -> Outcome<Self> {
        Self::of(app, request, known, reach(Wanted::Again, request.stage)?, None).await
    }

    async fn of(app: &App, request: &SupportRequest, known: Known, reach: Reach, seed: Option<u32>) -> Outcome<Self> {
        let id = app.ids.next::<MatchRun>();
        let seed = seed.unwrap_or_else(|| lot(id.uuid()));
        let (taken, ranking, market_version) = app.board.with(|held| {
            let question = known.question(app, held, request)?;
            let near = held.market.near(&request.draft.expertise);
            let how = (u64::from(seed), reach, KEPT);
            let (taken, ranking) = Input::taken(held.policy()?, held.market.terms(), question, near, how);
            Ok((taken, ranking, held.market.version()))
        })?;
        let policy_version = taken.policy;
        let packed = tokio::task::spawn_blocking(move || pack(&taken.bytes()));
        let (input_hash, input) = packed.await.map_err(|fault| Fault::Broken(fault.to_string()))??;
        Ok(Self { id, seed, policy_version, market_version, input_hash, input, ranking })
    }

    /// Keeps it with the request, which is locked and must be as it was when the run was made.
    pub async fn keep(self, tx: &Tx, made_of: &SupportRequest, it: &mut SupportRequest) -> Outcome<StoredRun> {
        if it.version != made_of.version {
            return Err(Fault::Clash.into());
        }
        let by = &tx.stamp().actor;
        tx.record(it.matched(by, self.ranking.stage)?);
        let run = StoredRun {
            id: self.id,
            request: it.id,
            stage: self.ranking.stage,
            policy_version: self.policy_version,
            market_version: Some(self.market_version),
            seed: i64::from(self.seed),
            input_hash: self.input_hash,
            ranking: self.ranking.bytes(),
            ran_by: by.person(),
            ran_at: tx.now(),
        };
        match_run::insert(tx, &run, self.input, audience(it)).await?;
        tx.shows(run.id);
        Ok(run)
    }
}

/// What a replay of a run found.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Whether what went in is unchanged, by its hash.
    pub input_intact: bool,
    /// Whether what came out again is the same to the byte.
    pub same: bool,
    /// The SHA-256 of what is stored.
    pub stored_hash: Vec<u8>,
    /// The SHA-256 of what came out again.
    pub replayed_hash: Vec<u8>,
}

/// Runs stored runs again from what went into them, and compares; those left out that the reader may not see.
pub async fn replay(app: &App, seen: &Scope, ids: Vec<Id<MatchRun>>) -> Outcome<Vec<(Id<MatchRun>, Replay)>> {
    let runs = match_run::with_inputs(app.db(), seen, ids).await?;
    app.board.refresh(app).await?;
    let mut replays = Vec::with_capacity(runs.len());
    for (run, packed) in runs {
        let policy = app.board.with(|held| {
            let version = held.policies.iter().find(|version| version.policy.version() == run.policy_version);
            version.map(|it| it.policy.clone()).ok_or_else(|| Fault::Broken("a run under no known policy".into()))
        })?;
        let id = run.id;
        // A whole ranking: not on the threads that serve.
        let replayed = tokio::task::spawn_blocking(move || again(&run, &packed, &policy)).await;
        replays.push((id, replayed.map_err(|fault| Fault::Broken(fault.to_string()))?));
    }
    Ok(replays)
}

fn again(run: &StoredRun, packed: &[u8], policy: &Policy) -> Replay {
    let mut bytes = Vec::new();
    let unpacked = DeflateDecoder::new(packed).take(LARGEST).read_to_end(&mut bytes).is_ok();
    // What cannot even be read was altered, and nothing comes out of it.
    let replayed = Input::read(&bytes).filter(|_| unpacked).map(|input| input.run(policy).bytes()).unwrap_or_default();
    Replay {
        input_intact: unpacked && hash(&bytes) == run.input_hash,
        same: replayed == run.ranking,
        stored_hash: hash(&run.ranking),
        replayed_hash: hash(&replayed),
    }
}

/// What a stored run found.
pub fn ranking(run: &StoredRun) -> Outcome<Ranking> {
    let read = Ranking::read(&run.ranking);
    read.ok_or_else(|| Fault::Broken("the ranking of a run cannot be read".into()).into())
}

async fn seen(app: &App, caller: &Caller, id: Id<SupportRequest>) -> Outcome<SupportRequest> {
    let tx = app.begin(caller).await?;
    request::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.into())
}

/// The stage to look at: a search widens and never narrows, and ends with the nation.
fn reach(wanted: Wanted, so_far: Option<MatchStage>) -> Result<Reach, Refusal> {
    use MatchStage::{National, Neighbours, OwnGroup, Region};
    Ok(match (wanted, so_far) {
        (Wanted::Again, None) => Reach::Enough,
        (Wanted::Again, Some(stage)) => Reach::To(stage),
        (Wanted::Wider, None) => Reach::To(OwnGroup),
        (Wanted::Wider, Some(OwnGroup)) => Reach::To(Neighbours),
        (Wanted::Wider, Some(Neighbours)) => Reach::To(Region),
        (Wanted::Wider, Some(Region)) => Reach::To(National),
        (Wanted::Wider, Some(National)) => return Err(Rule::SearchedEverywhere.into()),
    })
}

/// A seed that nobody chose, within what the contract's whole numbers hold.
pub(super) fn lot(run: Uuid) -> u32 {
    let [.., a, b, c, d] = run.into_bytes();
    u32::from_be_bytes([a, b, c, d]) >> 1
}

/// Those who see a run: the school that asks and the alliances that broker. Not those to whom it was proposed.
fn audience(request: &SupportRequest) -> Vec<Uuid> {
    std::iter::once(request.school.uuid()).chain(request.alliances.iter().map(|alliance| alliance.uuid())).collect()
}

fn hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The hash of some bytes, and the bytes compressed.
fn pack(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    let packed = packed.write_all(bytes).and_then(|()| packed.finish());
    Ok((hash(bytes), packed.map_err(|fault| Fault::Broken(fault.to_string()))?))
}
