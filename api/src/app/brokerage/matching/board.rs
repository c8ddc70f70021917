//! The market in memory: every offer that may come into view, kept fresh by the directory and the events of the outbox,
//! whichever process wrote them. SQL stays the record; what is reserved is decided there again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::brokerage::matching::{Home, Market, Policy, Setting, isolation, remoteness};
use domain::directory::School;
use domain::exchange::Calendars;
use domain::exchange::{AskerStanding, ResponsePolicy};
use domain::{HalfTerm, Id};
use persistence::brokerage::candidates::{self, Touched};
use persistence::brokerage::match_policy;
use persistence::exchange::{calendar, response_policy};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::standing::{Standing, Standings};
use crate::app::snapshot::Snapshot;
use crate::app::{App, Caller, Fault, Outcome};

/// How far back events are read again, in milliseconds: longer than any transaction may stay open, so that one which
/// was begun early and committed late is not missed.
const MARGIN: u128 = 30_000;

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
    standings: Standings,
    /// What distance alone gives to the isolation of the schools that were asked about.
    remoteness: SyncMutex<HashMap<Id<School>, i32>>,
    /// The day on which it was read: terms and their credit are counted from it.
    today: NaiveDate,
    /// The half-term from which on capacity is held.
    first: HalfTerm,
    /// Events up to here are in it.
    since: Uuid,
    /// Events after that which are in it too.
    told: BTreeSet<Uuid>,
}

impl Held {
    /// The policy that holds.
    pub fn policy(&self) -> Result<&Policy, Fault> {
        newest(&self.policies)
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

/// The market, shared by everything that runs in this process.
#[derive(Default)]
pub struct Board {
    held: RwLock<Option<Held>>,
    /// Held by whoever changes the market, so that a later reading never makes way for an earlier one.
    changing: Mutex<()>,
}

impl Board {
    /// Brings the market up to date: read whole the first time, then school by school as events tell.
    pub async fn refresh(&self, app: &App) -> Outcome<()> {
        let today = app.clock.now().day();
        let Some(since) = self.since(app, today) else {
            let _one = self.changing.lock().await;
            // Another may have read it while this one waited.
            return if self.since(app, today).is_some() { Ok(()) } else { self.read_whole(app, today).await };
        };
        let touched = candidates::touched(app.db(), since).await?;
        if self.untold(&touched).is_empty() {
            return Ok(());
        }
        let _one = self.changing.lock().await;
        let untold = self.untold(&touched);
        let schools: BTreeSet<Id<School>> = untold.iter().map(|event| event.school).collect();
        if schools.is_empty() { Ok(()) } else { self.read_again(app, &schools, &untold).await }
    }

    /// Reads from the market; nothing if it has never been read.
    pub fn with<T>(&self, read: impl FnOnce(&Held) -> Result<T, Fault>) -> Result<T, Fault> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        read(held.as_ref().ok_or_else(|| Fault::Unavailable("the market is not read yet".into()))?)
    }

    /// Sees that the market has been read, however long ago.
    pub async fn ready(&self, app: &App) -> Outcome<()> {
        let unread = self.held.read().unwrap_or_else(PoisonError::into_inner).is_none();
        if unread { self.refresh(app).await } else { Ok(()) }
    }

    /// The version of the numbers by which the time for an answer was set.
    pub async fn response_policy(&self, app: &App, version: i32) -> Result<ResponsePolicy, Fault> {
        let find = |held: &Held| Ok(held.responses.iter().find(|it| it.version() == version).copied());
        if let Ok(Some(policy)) = self.with(find) {
            return Ok(policy);
        }
        let all = response_policy::all(app.db()).await?;
        let found = all.into_iter().find(|it| it.version() == version);
        found.ok_or_else(|| Fault::Broken("a time for an answer that no policy set".into()))
    }

    /// Since when events are to be read; nothing if the market must be read whole.
    fn since(&self, app: &App, today: NaiveDate) -> Option<Uuid> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let current = |held: &&Held| Arc::ptr_eq(&held.directory, &app.snapshot()) && held.today == today;
        held.as_ref().filter(current).map(|held| held.since)
    }

    fn untold(&self, touched: &[Touched]) -> Vec<Touched> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let is_told = |event: &Uuid| held.as_ref().is_some_and(|held| held.told.contains(event));
        touched.iter().filter(|touched| !is_told(&touched.event)).cloned().collect()
    }

    async fn read_whole(&self, app: &App, today: NaiveDate) -> Outcome<()> {
        let since = back_from(app.ids.uuid());
        // What was told before the offers are read is in them; what is told meanwhile is read again.
        let told = candidates::touched(app.db(), since).await?.into_iter().map(|it| it.event).collect();
        let tx = app.begin_wide(&Caller::service("matching")).await?;
        let calendars = calendar::all(&tx).await?;
        drop(tx);
        let first = calendars.national().at(today);
        let first = first.ok_or_else(|| Fault::Broken("the calendar of half-terms has run out".into()))?;
        let terms = candidates::terms(app.db()).await?;
        let directory = app.snapshot();
        let home = |school| home(&directory, school);
        let givers = candidates::givers(app.db(), &terms, first, None, home).await?;
        let policies = match_policy::all(app.db()).await?;
        let market = Market::new(terms, givers);
        tracing::info!(offers = market.len(), "the market is read");
        let responses = response_policy::all(app.db()).await?;
        let kept = newest(&policies)?.setting(Setting::ReciprocityKept);
        let standings = Standings::load(app.db(), &directory.schools, kept, today).await?;
        let remoteness = SyncMutex::default();
        let held = Held {
            market,
            directory,
            calendars,
            policies,
            responses,
            standings,
            remoteness,
            today,
            first,
            since,
            told,
        };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(())
    }

    async fn read_again(&self, app: &App, schools: &BTreeSet<Id<School>>, events: &[Touched]) -> Outcome<()> {
        let (terms, first, directory, today) =
            self.with(|held| Ok((held.market.terms().clone(), held.first, Arc::clone(&held.directory), held.today)))?;
        let home = |school| home(&directory, school);
        let givers = candidates::givers(app.db(), &terms, first, Some(schools), home).await?;
        let mut askers = Vec::new();
        // What a school gave counts for whoever took its place, too.
        let heirs = |school| std::iter::once(school).chain(directory.schools.heirs(school)).collect::<Vec<_>>();
        let stand: BTreeSet<_> = events.iter().filter(|it| it.stands).flat_map(|it| heirs(it.school)).collect();
        for school in stand {
            askers.push((school, candidates::asker(app.db(), school, today).await?));
        }
        let since = back_from(app.ids.uuid());
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_mut() {
            held.market.replace(schools, givers);
            held.remoteness = SyncMutex::default();
            let kept = newest(&held.policies)?.setting(Setting::ReciprocityKept);
            for (school, asker) in askers {
                held.standings.put(school, Standing::of(&asker, kept));
            }
            held.told.extend(events.iter().map(|it| it.event));
            held.told = held.told.split_off(&since);
            held.since = since;
        }
        Ok(())
    }
}

/// The policy that holds, of all versions.
fn newest(policies: &[match_policy::Version]) -> Result<&Policy, Fault> {
    let newest = policies.first().ok_or_else(|| Fault::Broken("there is no matching policy".into()))?;
    Ok(&newest.policy)
}

/// What matching knows of a school that is open: where it rests, it is none of the own.
fn home(directory: &Snapshot, school: Id<School>) -> Option<Home> {
    let listed = directory.schools.get(school).filter(|listed| listed.school.status.is_open())?;
    let alliances = directory.alliances.active_of(school).map(|alliance| alliance.id).collect();
    Some(Home::of(&listed.school, alliances))
}

/// The first id that could have been made a margin before this one: ids begin with their milliseconds.
fn back_from(id: Uuid) -> Uuid {
    let milliseconds = (id.as_u128() >> 80).saturating_sub(MARGIN);
    Uuid::from_u128(milliseconds << 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_again_from_half_a_minute_back() {
        let at = |milliseconds: u128| Uuid::from_u128((milliseconds << 80) | 0x7abc_8000_0000_0000_0001);
        let since = back_from(at(1_800_000_030_000));
        assert!(since < at(1_800_000_000_000) && since > at(1_799_999_999_999));
    }
}
