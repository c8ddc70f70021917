//! Imports an edition of the national register: stage the whole file, judge it, apply it in one transaction.

use std::io;

use domain::access::Action;
use domain::directory::register::{FileFault, Tally, judge};
use domain::directory::{Atlas, RegisterEdition};
use domain::{Event, Id};
use persistence::directory::register::{self as editions, Effect, Staged};
use persistence::directory::succession as successions;
use persistence::exchange::offer_hold;
use persistence::{DbError, Tx};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;

use crate::app::brokerage::parts;
use crate::app::directory::report::{PRINTED, Report};
use crate::app::directory::succession;
use crate::app::{App, Caller, Fault, Refusal};
use crate::register::{Line, LinkTable, LinksRead, Listed, ListingTable, Source};

/// How many schools are staged at a time: enough to keep the database busy, few enough to keep memory small.
const BATCH: usize = 1_000;

/// What is to be imported.
pub struct Wanted {
    /// The register.
    pub register: Source,
    /// Its file of links, if one is given.
    pub links: Option<Source>,
    /// Whether it may close, or leave out, more than one in twenty of the open schools.
    pub force: bool,
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum NotImported {
    /// The file is not one that may be applied; with it, what was read of it.
    File(FileFault, Box<Report>),
    /// The file of links is not one.
    Links(FileFault),
    /// A file cannot be read.
    Unreadable(io::Error),
    /// Whoever asked may not, or something broke.
    Refused(Refusal),
}

/// What the reading thread sends: schools with the cells that were not believed, or rows that were refused.
#[derive(Default)]
struct Batch {
    schools: Vec<domain::directory::register::Listing>,
    refused: Vec<Line>,
    doubted: Vec<Line>,
}

/// Imports a file. `progress` is told how many bytes of the register's file are read so far.
pub async fn import(
    app: &App,
    caller: &Caller,
    wanted: Wanted,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<Report, NotImported> {
    caller.actor.require(Action::ImportRegister {}).map_err(|no| NotImported::Refused(no.into()))?;
    let Wanted { register, links, force } = wanted;
    let mut report = Report { source: register.name.clone(), ..Report::default() };

    let tx = app.begin_wide(caller).await?;
    editions::open(&tx).await?;
    let (sender, batches) = channel(4);
    let reading = spawn_blocking(move || register.read(progress, |bytes| Ok(send_rows(bytes, &sender))));
    let staged = stage(app, &tx, batches, &mut report).await;
    let (read, sha256) = ended(reading.await)?;
    read.map_err(|why| why.with(&report))?;
    staged?;
    report.sha256 = sha256;

    let Effect { open, closing, absent } = editions::tally(&tx).await?;
    let (read, listed, refused) = (report.read, report.listed, report.unreadable());
    let tally = Tally { read, listed, refused, open, closing, absent };
    let judged = judge(&caller.actor, tally, force).map_err(|no| NotImported::Refused(no.into()))?;
    if let Err(fault) = judged {
        let absent = matches!(fault, FileFault::LeavesOutTooMany { .. });
        if absent || matches!(fault, FileFault::ClosesTooMany { .. }) {
            report.at_stake = editions::at_stake(&tx, absent, PRINTED).await?;
        }
        return Err(NotImported::File(fault, Box::new(report)));
    }
    let links = match links {
        Some(source) => Some(read_links(source).await?),
        None => None,
    };
    apply(app, tx, links, report).await
}

async fn apply(
    app: &App,
    tx: Tx,
    links: Option<(LinksRead, String)>,
    mut report: Report,
) -> Result<Report, NotImported> {
    let edition: Id<RegisterEdition> = app.ids.next();
    editions::save(&tx, edition, &report.source, tx.now()).await?;
    report.applied = editions::apply(&tx, edition).await?;
    let linked = links.is_some();
    if let Some(((links, refused), sha256)) = links {
        report.links_sha256 = Some(sha256);
        editions::stage_links(&tx, &links).await?;
        report.links = (links.len() as u64, editions::keep_links(&tx).await?);
        report.links_refused = refused;
    }
    // Also without new links: a school may have closed since its link was kept.
    report.passed_on = succession::pass_on(app, &tx, &successions::due(&tx).await?, None).await?;
    // What passed to an heir is the heir's by now. The rest is nobody's to give.
    for paused in offer_hold::pause_of_closed(&tx).await? {
        tx.record(paused);
    }
    if linked {
        parts::let_go(&tx).await?;
    }
    report.waiting = successions::waiting(&tx).await?.len() as u64;
    let fingerprints = (report.sha256.as_str(), report.links_sha256.as_deref());
    editions::complete(&tx, edition, fingerprints, report.read, report.json()).await?;
    tx.record(Event::RegisterImported { edition });
    tx.commit().await?;
    Ok(report)
}

/// Stages what the reading thread sends, until it ends.
async fn stage(app: &App, tx: &Tx, mut batches: Receiver<Batch>, report: &mut Report) -> Result<(), DbError> {
    let atlas = Atlas::default();
    while let Some(batch) = batches.recv().await {
        report.listed += batch.schools.len() as u64;
        report.read += (batch.schools.len() + batch.refused.len()) as u64;
        batch.refused.into_iter().for_each(|line| report.refuse(line));
        batch.doubted.into_iter().for_each(|line| report.doubt(line));
        let rows: Vec<_> = batch.schools.into_iter().map(|listing| Staged { id: app.ids.next(), listing }).collect();
        editions::stage(tx, &atlas, &rows).await?;
    }
    Ok(())
}

/// Why the reading thread stopped before the end.
enum Unread {
    File(FileFault),
    Io(io::Error),
}

impl Unread {
    fn with(self, report: &Report) -> NotImported {
        match self {
            Self::File(fault) => NotImported::File(fault, Box::new(report.clone())),
            Self::Io(error) => NotImported::Unreadable(error),
        }
    }
}

fn send_rows(bytes: &mut dyn io::Read, sender: &Sender<Batch>) -> Result<(), Unread> {
    let mut table = ListingTable::open(bytes).map_err(Unread::Io)?.map_err(Unread::File)?;
    let mut batch = Batch::default();
    loop {
        match table.read().map_err(Unread::Io)?.map_err(Unread::File)? {
            Listed::School(listing, doubts) => {
                batch.schools.push(*listing);
                batch.doubted.extend(doubts);
            }
            Listed::Refused(line) => batch.refused.push(line),
            Listed::End => break,
        }
        if batch.schools.len() + batch.refused.len() >= BATCH
            && sender.blocking_send(std::mem::take(&mut batch)).is_err()
        {
            // Staging failed, and says so itself.
            return Ok(());
        }
    }
    // As above: a receiver that is gone has its own story to tell.
    sender.blocking_send(batch).or(Ok(()))
}

/// The links of a file, and its fingerprint.
async fn read_links(source: Source) -> Result<(LinksRead, String), NotImported> {
    let reading = spawn_blocking(move || source.read(|_| (), |bytes| LinkTable::read(bytes)));
    let (links, sha256) = ended(reading.await)?;
    Ok((links.map_err(NotImported::Links)?, sha256))
}

fn ended<T>(thread: Result<io::Result<T>, tokio::task::JoinError>) -> Result<T, NotImported> {
    let broken = |error: tokio::task::JoinError| Refusal::Fault(Fault::Broken(error.to_string()));
    thread.map_err(|error| NotImported::Refused(broken(error)))?.map_err(NotImported::Unreadable)
}

impl From<DbError> for NotImported {
    fn from(error: DbError) -> Self {
        Self::Refused(error.into())
    }
}

impl std::fmt::Display for NotImported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nothing was imported: ")?;
        match self {
            Self::File(fault, _) => write!(f, "{fault}"),
            Self::Links(fault) => write!(f, "the file of links: {fault}"),
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Refused(Refusal::Fault(fault)) => write!(f, "{fault}"),
            Self::Refused(Refusal::Rejected(refusals)) => {
                refusals.clone().into_vec().iter().try_for_each(|no| write!(f, "{}", no.message()))
            }
        }
    }
}

impl std::error::Error for NotImported {}
