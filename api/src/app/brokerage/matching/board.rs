//! The market in memory: every offer that may come into view, kept fresh by the directory and the events of the outbox,
//! whichever process wrote them. SQL stays the record; what is reserved is decided there again.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError, RwLock};
use std::time::Instant;

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::matching::{Market, Setting};
use domain::directory::School;
use domain::exchange::ResponsePolicy;
use persistence::brokerage::candidates::{self, Touched};
use persistence::brokerage::match_policy;
use persistence::exchange::{calendar, response_policy};
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::held::{Held, holding, home};
use super::standing::{Standing, Standings};
use crate::app::{App, Caller, Fault, Outcome};

/// How far back events are read again, in milliseconds: longer than any transaction may stay open, so that one which
/// was begun early and committed late is not missed.
const MARGIN: u128 = 30_000;

/// The market, shared by everything that runs in this process.
#[derive(Default)]
pub struct Board {
    held: RwLock<Option<Held>>,
    /// Held by whoever changes the market, so that a later reading never makes way for an earlier one.
    changing: Mutex<()>,
    /// The school up to which it was last compared with the record.
    pub(super) checked: SyncMutex<Option<Id<School>>>,
    /// How often it was found to differ.
    pub(super) differences: AtomicU64,
}

impl Board {
    /// Brings the market up to date: read whole the first time, then school by school as events tell.
    pub async fn refresh(&self, app: &App) -> Outcome<()> {
        let now = app.clock.now();
        let today = now.day();
        let Some(since) = self.since(app, today) else {
            let _one = self.hold().await;
            // Another may have read it while this one waited.
            return if self.since(app, today).is_some() { Ok(()) } else { self.read_whole(app, today).await };
        };
        let touched = candidates::touched(app.db(), since).await?;
        if !self.untold(&touched).is_empty() {
            let _one = self.hold().await;
            let untold = self.untold(&touched);
            if !untold.is_empty() {
                self.read_again(app, &untold).await?;
            }
        }
        self.with(|held| {
            held.seen(now);
            Ok(())
        })?;
        Ok(())
    }

    /// Brings the market up to date for somebody who only looks: while another reads it whole, what was held before serves, and
    /// its edition says so.
    pub async fn look(&self, app: &App) -> Outcome<()> {
        let outdated = self.since(app, app.clock.now().day()).is_none();
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).is_some();
        let being_read = self.changing.try_lock().is_err();
        if outdated && held && being_read { Ok(()) } else { self.refresh(app).await }
    }

    /// Keeps everybody from changing the market until it is let go.
    pub async fn hold(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// How often the market was found to differ from the record since this process began.
    pub fn differences(&self) -> u64 {
        self.differences.load(Ordering::Relaxed)
    }

    /// Has the market be read whole at the next occasion, and says so of every answer until then.
    pub(super) fn doubt(&self) {
        if let Some(held) = self.held.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            held.doubted = true;
        }
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
        held.as_ref().filter(|held| held.is_current(app, today)).map(|held| held.since)
    }

    pub(super) fn untold(&self, touched: &[Touched]) -> Vec<Touched> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let is_told = |event: &Uuid| held.as_ref().is_some_and(|held| held.told.contains(event));
        touched.iter().filter(|touched| !is_told(&touched.event)).cloned().collect()
    }

    async fn read_whole(&self, app: &App, today: NaiveDate) -> Outcome<()> {
        let began = Instant::now();
        let seen_at = SyncMutex::new(app.clock.now());
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
        let responses = response_policy::all(app.db()).await?;
        let kept = holding(&policies, app.clock.now())?.setting(Setting::ReciprocityKept);
        let standings = Standings::load(app.db(), &directory.schools, kept, today).await?;
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(offers = market.len(), ms, "the market is read");
        let remoteness = SyncMutex::default();
        let held = Held {
            market,
            directory,
            calendars,
            policies,
            responses,
            standings,
            remoteness,
            reachable: SyncMutex::default(),
            today,
            first,
            since,
            told,
            seen_at,
            doubted: false,
        };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(())
    }

    async fn read_again(&self, app: &App, events: &[Touched]) -> Outcome<()> {
        let schools: BTreeSet<Id<School>> = events.iter().filter_map(|event| event.school).collect();
        let policies = if events.iter().any(|event| event.school.is_none()) {
            Some(match_policy::all(app.db()).await?)
        } else {
            None
        };
        let (terms, first, directory, today) =
            self.with(|held| Ok((held.market.terms().clone(), held.first, Arc::clone(&held.directory), held.today)))?;
        let home = |school| home(&directory, school);
        let givers = candidates::givers(app.db(), &terms, first, Some(&schools), home).await?;
        let mut askers = Vec::new();
        // What a school gave counts for whoever took its place, too.
        let heirs = |school| std::iter::once(school).chain(directory.schools.heirs(school)).collect::<Vec<_>>();
        let stand: BTreeSet<_> =
            events.iter().filter(|it| it.stands).filter_map(|it| it.school).flat_map(heirs).collect();
        for school in stand {
            askers.push((school, candidates::asker(app.db(), school, today).await?));
        }
        let since = back_from(app.ids.uuid());
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_mut() {
            held.market.replace(&schools, givers);
            held.remoteness = SyncMutex::default();
            held.reachable = SyncMutex::default();
            if let Some(policies) = policies {
                held.policies = policies;
            }
            let kept = holding(&held.policies, app.clock.now())?.setting(Setting::ReciprocityKept);
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
