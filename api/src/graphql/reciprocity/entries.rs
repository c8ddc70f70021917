//! The pages of the statements behind positions, read together for all siblings of a level.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use chrono::Datelike;
use domain::Id;
use domain::directory::School;
use domain::reciprocity::LedgerAccount;
use domain::time::Period;
use persistence::reciprocity::account::Standing;
use persistence::reciprocity::transfer;
use persistence::{DbError, Page, PageRequest};

use super::kept::{KeptEntry, KeptPage};
use crate::app::cache::Key;
use crate::app::snapshot::Snapshot;
use crate::graphql::loaders::{Links, failed};

/// A page of the entries behind a school's position.
#[derive(Clone)]
pub struct EntriesOf {
    /// The school.
    pub school: Id<School>,
    /// Where it stands, by which accounts.
    pub standing: Standing,
    /// The directory by which that was counted.
    pub directory: Arc<Snapshot>,
    /// The academic year in which they were written; `None` for all.
    pub within: Option<Period>,
    /// Which page.
    pub page: PageRequest,
}

impl EntriesOf {
    /// What tells one from another: a school stands in one way under one edition of the directory.
    fn key(&self) -> (Id<School>, i64, Option<Period>, &PageRequest) {
        (self.school, self.directory.edition(), self.within, &self.page)
    }

    /// The accounts behind the position, each with the school for which it counts.
    fn accounts(&self) -> impl Iterator<Item = (Id<School>, Id<LedgerAccount>)> {
        self.standing.accounts.iter().map(|account| (self.school, *account))
    }

    fn kept(&self, entries: Page<domain::reciprocity::Transfer>) -> KeptPage {
        KeptPage::of(entries, &self.standing.schools)
    }
}

impl PartialEq for EntriesOf {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for EntriesOf {}

impl Hash for EntriesOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Loader<EntriesOf> for Links {
    type Value = Page<KeptEntry>;
    type Error = Error;

    async fn load(&self, keys: &[EntriesOf]) -> Result<HashMap<EntriesOf, Page<KeptEntry>>, Error> {
        let mut found = HashMap::new();
        // The pages of one school are as many as the document has places for them; only schools come in rows.
        if keys.iter().all(|key| key.school == keys[0].school) {
            for key in keys {
                found.insert(key.clone(), self.entries(key).await?);
            }
            return Ok(found);
        }
        for ((within, page), keys) in places(keys) {
            let accounts = keys.iter().flat_map(|key| key.accounts()).collect();
            let mut pages = transfer::pages(self.app.db(), accounts, within, page).await.map_err(failed)?;
            for key in keys {
                let entries = pages.remove(&key.school).unwrap_or_else(Page::empty);
                found.insert(key.clone(), key.kept(entries).page());
            }
        }
        Ok(found)
    }
}

/// Sorts keys under what is asked of them: one place of a document asks for one page of one stretch of days.
fn places(keys: &[EntriesOf]) -> HashMap<(Option<Period>, &PageRequest), Vec<&EntriesOf>> {
    let mut places: HashMap<_, Vec<_>> = HashMap::new();
    for key in keys {
        places.entry((key.within, &key.page)).or_default().push(key);
    }
    places
}

impl Links {
    /// One school's entries, by way of the cache.
    async fn entries(&self, of: &EntriesOf) -> Result<Page<KeptEntry>, Error> {
        let EntriesOf { school, directory, within, page, .. } = of;
        let from = page.from.as_ref().map(|cursor| cursor.id.as_simple().to_string()).unwrap_or_default();
        let year = within.map(|days| days.from().year().to_string()).unwrap_or_default();
        let named = format!("{year}:{}:{}:{from}", page.size, if page.backward { "last" } else { "first" });
        let load = async || {
            let entries = transfer::pages(self.app.db(), of.accounts().collect(), *within, page).await?.remove(school);
            Ok::<_, DbError>(of.kept(entries.unwrap_or_else(Page::empty)))
        };
        let kept = self.app.cache.read(Key::statement(*school, directory, &named), load).await.map_err(failed)?;
        Ok(kept.page())
    }
}
