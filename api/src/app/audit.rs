//! The chain of the audit trail: linked by a worker, and verified by whoever asks.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::audit::{Break, Chain};
use persistence::audit;

use crate::app::{App, Caller, Outcome};

/// How many entries are linked at once, in one transaction.
pub const LINKED_AT_ONCE: u32 = 500;

/// How many links are looked at together.
const WALKED_AT_ONCE: u32 = 1_000;

/// How long an entry may wait for its link: many times what workers take, and short enough that somebody remembers the day.
const WAITS_AT_MOST: TimeDelta = TimeDelta::hours(1);

/// Links entries that have no link yet, the oldest first; gives how many. Nothing, while another process does the same.
pub async fn link(app: &App) -> Outcome<usize> {
    let tx = app.begin_wide(&Caller::service("audit")).await?;
    if !audit::take_turn(&tx).await? {
        return Ok(0);
    }
    let entries = audit::unlinked(&tx, LINKED_AT_ONCE).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    let mut chain = audit::end(&tx).await?;
    let links: Vec<_> = entries.iter().map(|it| chain.link(it)).collect();
    audit::append(&tx, &links).await?;
    tx.commit().await?;
    Ok(links.len())
}

/// What was found along the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How far it is whole: the last place that is, and its head.
    pub whole: Chain,
    /// Where it breaks first.
    pub broken: Option<Break>,
    /// How many entries have no link.
    pub waiting: i64,
    /// When the oldest of them happened.
    pub since: Option<Timestamp>,
    /// Whether that is longer ago than an entry may wait.
    pub late: bool,
}

/// Follows the chain from its beginning and sums up every entry again, a page at a time; and counts the entries that have no
/// link. Changes nothing.
pub async fn verify(app: &App) -> Outcome<Verified> {
    let tx = app.begin_wide(&Caller::service("audit")).await?;
    audit::only_walk(&tx).await?;
    let mut whole = Chain::EMPTY;
    let broken = loop {
        let page = audit::walk(&tx, whole.place, WALKED_AT_ONCE).await?;
        if page.is_empty() {
            break None;
        }
        let followed = page.iter().find_map(|(link, entry)| whole.follow(link, entry.as_ref()).err());
        if followed.is_some() {
            break followed;
        }
    };
    let waiting = audit::waiting(&tx).await?;
    let since = waiting.since.map(|it| it.0);
    let late = since.is_some_and(|it| it.utc() < tx.now().utc() - WAITS_AT_MOST);
    Ok(Verified { whole, broken, waiting: waiting.number, since, late })
}
