//! What is held in memory of the market and beside it, and what is read from it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};

use chrono::NaiveDate;
use domain::brokerage::matching::coverage::{Measure, Reachable};
use domain::brokerage::matching::{Home, Market, MarketFreshness, Policy, isolation, remoteness};
use domain::directory::School;
use domain::exchange::{AskerStanding, Calendars, ResponsePolicy};
use domain::{HalfTerm, Id, Timestamp};
use persistence::brokerage::match_policy;
use uuid::Uuid;

use super::standing::{Standing, Standings};
use crate::app::snapshot::Snapshot;
use crate::app::{App, Fault};

/// The half-days that an offer has free if it could be given.
const ONE_DAY: i32 = 2;
/// In how many half-terms from the present one on they may be.
const AHEAD: usize = 3;

/// What matching reads without asking the database.
pub struct Held {
    /// Every offer that may come into view.
    pub market: Market,
    /// The directory by which it was read.
    pub directory: Arc<Snapshot>,
    /// The half-terms, the nation's and those that others keep.
    pub calendars: Calendars,
    /// Every version of the policy, the newest first.
    pub policies: Vec<match_policy::Version>,
    /// Every version of the numbers by which the time for an answer is set, the newest first.
    pub responses: Vec<ResponsePolicy>,
    /// Where every school stands.
    pub(super) standings: Standings,
    /// What distance alone gives to the isolation of the schools that were asked about.
    pub(super) remoteness: SyncMutex<HashMap<Id<School>, i32>>,
    /// Every offer that could be given now, laid ready to be asked from any school, once somebody asks.
    pub(super) reachable: SyncMutex<Option<Arc<Reachable>>>,
    /// The day on which it was read: terms and their credit are counted from it.
    pub(super) today: NaiveDate,
    /// The half-term from which on capacity is held.
    pub(super) first: HalfTerm,
    /// Events up to here are in it.
    pub(super) since: Uuid,
    /// Events after that which are in it too.
    pub(super) told: BTreeSet<Uuid>,
    /// When it was last seen to hold every change on record.
    pub(super) seen_at: SyncMutex<Timestamp>,
    /// A check has found it to differ from the record.
    pub(super) doubted: bool,
}

/// Which state of the market an answer was made from.
#[derive(Clone, Copy, Debug)]
pub struct Edition {
    /// The last instant at which every change on record was known to be in it.
    pub as_of: Timestamp,
    /// Its version; nothing for a run that was kept before versions were.
    pub version: Option<u64>,
    /// How it stood to the record.
    pub freshness: MarketFreshness,
}

impl Held {
    /// Whether it is of this day and of the directory that is known now, and nothing speaks against it.
    pub(super) fn is_current(&self, app: &App, today: NaiveDate) -> bool {
        !self.doubted && self.today == today && Arc::ptr_eq(&self.directory, &app.snapshot())
    }

    /// Notes that every change on record at an instant is in it.
    pub(super) fn seen(&self, at: Timestamp) {
        let mut seen_at = self.seen_at.lock().unwrap_or_else(PoisonError::into_inner);
        *seen_at = at.max(*seen_at);
    }

    /// Which state it is, for an answer that is made from it.
    pub fn edition(&self, app: &App) -> Edition {
        let freshness = if self.doubted {
            MarketFreshness::Doubted
        } else if self.is_current(app, app.clock.now().day()) {
            MarketFreshness::Current
        } else {
            MarketFreshness::Rebuilding
        };
        let as_of = *self.seen_at.lock().unwrap_or_else(PoisonError::into_inner);
        Edition { as_of, version: Some(self.market.version()), freshness }
    }

    /// The half-term from which on anything can still be done.
    pub const fn first(&self) -> HalfTerm {
        self.first
    }

    /// The policy that holds at an instant.
    pub fn policy(&self, at: Timestamp) -> Result<&Policy, Fault> {
        holding(&self.policies, at)
    }

    /// The policy of a version.
    pub fn policy_of(&self, version: i32) -> Result<&Policy, Fault> {
        let found = self.policies.iter().find(|it| it.policy.version() == version).map(|it| &it.policy);
        found.ok_or_else(|| Fault::Broken("a plan under no known policy".into()))
    }

    /// What distance alone gives to a school's isolation; measured once, for it takes every school that gives.
    pub fn remoteness(&self, home: &Home) -> i32 {
        let mut known = self.remoteness.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(home.school).or_insert_with(|| remoteness(home, self.market.giving()))
    }

    /// Every offer that could be given now: with a day free in the present half-term and the next two. Laid ready once for each
    /// state of the market.
    pub fn reachable(&self) -> Arc<Reachable> {
        let mut laid = self.reachable.lock().unwrap_or_else(PoisonError::into_inner);
        let lay = || {
            let window = std::iter::successors(Some(self.first), |at| Some(at.next())).take(AHEAD).collect();
            Arc::new(Reachable::of(&self.market, &Measure { half_days: ONE_DAY, window }))
        };
        Arc::clone(laid.get_or_insert_with(lay))
    }

    /// The numbers that hold by which the time for an answer is set.
    pub fn response_policy(&self) -> Result<ResponsePolicy, Fault> {
        let newest = self.responses.first().copied();
        newest.ok_or_else(|| Fault::Broken("there is no policy for the time of an answer".into()))
    }

    /// By what the time for an answer to a school is set, as new as the market that is held: keeping that fresh is left to
    /// others, so that raising a request asks the database nothing more.
    pub fn response(&self, school: Id<School>) -> Result<(ResponsePolicy, AskerStanding), Fault> {
        let policy = self.response_policy()?;
        let Standing { credit, guaranteed, linked } = self.standings.of(school);
        let remote = |home: Home| isolation(&home, linked, self.remoteness(&home));
        let isolation = home(&self.directory, school).map_or(0, remote);
        Ok((policy, AskerStanding { credit, guaranteed, isolation }))
    }
}

/// The policy that holds at an instant, of all versions: the newest of those that have begun by then. Before any had, the first
/// holds.
pub(super) fn holding(policies: &[match_policy::Version], at: Timestamp) -> Result<&Policy, Fault> {
    let begun = policies.iter().find(|it| it.since <= at).or(policies.last());
    Ok(&begun.ok_or_else(|| Fault::Broken("there is no matching policy".into()))?.policy)
}

/// What matching knows of a school that is open: where it rests, it is none of the own.
pub(super) fn home(directory: &Snapshot, school: Id<School>) -> Option<Home> {
    let listed = directory.schools.get(school).filter(|listed| listed.school.status.is_open())?;
    let alliances = directory.alliances.active_of(school).map(|alliance| alliance.id).collect();
    Some(Home::of(&listed.school, alliances))
}
