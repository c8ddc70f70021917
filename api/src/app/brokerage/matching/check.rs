//! Whether what is held in memory is what is on record: a part of the market at a time is read from the database again and
//! compared, so that nothing that came past the events stays wrong for long.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use domain::Id;
use domain::brokerage::matching::Market;
use domain::directory::School;
use persistence::brokerage::candidates;

use super::board::Board;
use super::held::home;
use crate::app::{App, Outcome};

/// How many schools that give are compared at once.
const PART: usize = 200;

impl Board {
    /// Compares the next part of the market with the record; says whether they agree. If they do not, the market is read whole.
    pub async fn check(&self, app: &App) -> Outcome<bool> {
        self.refresh(app).await?;
        let differing = {
            // Nobody brings an event in meanwhile that the reading below has not seen.
            let _one = self.hold().await;
            self.differing(app).await?
        };
        if differing.is_empty() {
            return Ok(true);
        }
        let total = self.differences.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(schools = differing.len(), total, "the market in memory differs from the record");
        self.doubt();
        self.refresh(app).await?;
        Ok(false)
    }

    /// The schools of the next part whose offers are others in memory than on record.
    async fn differing(&self, app: &App) -> Outcome<BTreeSet<Id<School>>> {
        let after = *self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut schools = candidates::giving(app.db(), after, PART).await?;
        let until = if schools.len() < PART { None } else { schools.last().copied() };
        let (since, terms, first, directory) = self.with(|held| {
            // Those of whose offers none is left on record, too.
            let before = |school: &Id<School>| until.is_none_or(|until| *school <= until);
            schools.extend(held.market.schools_after(after).take_while(before));
            Ok((held.since, held.market.terms().clone(), held.first, Arc::clone(&held.directory)))
        })?;
        let home = |school| home(&directory, school);
        let on_record = candidates::givers(app.db(), &terms, first, Some(&schools), home).await?;
        let on_record = Market::new(terms, on_record);
        let mut differing: BTreeSet<_> = self.with(|held| {
            let differs = |school: &Id<School>| held.market.version_of([school]) != on_record.version_of([school]);
            Ok(schools.into_iter().filter(differs).collect())
        })?;
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = until;
        if !differing.is_empty() {
            // What an event tells that was committed meanwhile is no difference: the next to look brings it in.
            let touched = candidates::touched(app.db(), since).await?;
            for event in self.untold(&touched) {
                differing.remove(&event.school);
            }
        }
        Ok(differing)
    }
}
