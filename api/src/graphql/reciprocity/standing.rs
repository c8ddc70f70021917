//! Where a school stands.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result};
use domain::Id;
use domain::access::Actor;
use domain::directory::School;
use domain::reciprocity::{Balance, ReciprocityBand};
use domain::time::Period;
use persistence::reciprocity::account::{self, Standing};
use persistence::reciprocity::transfer;
use persistence::{DbError, Page, PageRequest};

use super::EntryObject;
use super::entries::EntriesOf;
use super::kept::Kept;
use super::statement::{ReciprocityFigures, StatementObject};
use crate::app::cache::Key;
use crate::app::reciprocity::means;
use crate::app::snapshot::Snapshot;
use crate::graphql::adapter::Choice;
use crate::graphql::context::Reach;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::HalfDays;

/// Where a school stands, for those who may see it: its own people and the brokers of its alliances.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StandingOf(pub Id<School>);

impl Loader<StandingOf> for Links {
    type Value = Standing;
    type Error = Error;

    async fn load(&self, keys: &[StandingOf]) -> Result<HashMap<StandingOf, Standing>, Error> {
        if let [key] = keys {
            return Ok(self.one(key.0).await?.map(|it| (key.clone(), it)).into_iter().collect());
        }
        let ids = keys.iter().map(|key| key.0).collect();
        let standings = account::standings(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(standings.into_iter().map(|(school, standing)| (StandingOf(school), standing)).collect())
    }
}

impl Links {
    /// One school's standing, by way of the cache. Who may see it is asked here, before: its own people and the brokers
    /// of its alliances.
    async fn one(&self, school: Id<School>) -> Result<Option<Standing>, Error> {
        let snapshot = self.app.snapshot();
        let alliances = snapshot.alliances.of_school(school).map(|alliance| alliance.id.uuid());
        let readers: Vec<_> = alliances.chain([school.uuid()]).collect();
        if !self.scope.sees(&readers) {
            return Ok(None);
        }
        let load = async || {
            let everything = Actor::Service.scope();
            let found = account::standings(self.app.db(), &everything, vec![school]).await?.remove(&school);
            Ok::<_, DbError>(found.map(Kept::from))
        };
        let kept = self.app.cache.read(Key::position(school, &snapshot), load).await.map_err(failed)?;
        Ok(kept.map(Standing::from))
    }
}

/// What a school gave and received.
pub struct ReciprocityObject {
    /// The school.
    pub school: Id<School>,
    /// Where it stands.
    pub standing: Standing,
    /// The directory by which it was counted.
    pub directory: Arc<Snapshot>,
}

impl ReciprocityObject {
    /// Where a school stands; nothing if that is not the reader's to see.
    pub async fn of(ctx: &Context<'_>, school: Id<School>) -> Result<Option<Self>> {
        // Before the standing is counted: what is counted by a newer directory may be kept under an older one's name, and
        // not the other way round.
        let directory = ctx.app().snapshot();
        let standing = ctx.load(StandingOf(school)).await?;
        Ok(standing.map(|standing| Self { school, standing, directory }))
    }

    /// A page of the entries behind it: all, or those of some days.
    pub(super) async fn page(
        &self,
        ctx: &Context<'_>,
        within: Option<Period>,
        page: PageRequest,
    ) -> Result<Connection<EntryObject>> {
        let (standing, directory) = (self.standing.clone(), Arc::clone(&self.directory));
        let of = EntriesOf { school: self.school, standing, directory, within, page };
        Ok(Connection::of(ctx.load(of).await?.unwrap_or_else(Page::empty)))
    }

    async fn balance(&self, ctx: &Context<'_>) -> Result<Balance> {
        let policy = ctx.app().balance_policy().await.map_err(failed)?;
        Ok(policy.balance(means(&self.directory, self.school, &self.standing), self.standing.tallies))
    }
}

/// Sums of half-days are far below what an amount may be; a sum beyond it is shown as the most there is.
pub(super) fn half_days(sum: i64) -> HalfDays {
    HalfDays(i32::try_from(sum).unwrap_or(if sum < 0 { i32::MIN } else { i32::MAX }))
}

/// What a school gave to others and received from them, its predecessors included.
#[Object(name = "Reciprocity")]
impl ReciprocityObject {
    /// Given to other schools, by visits that they confirmed.
    async fn given(&self) -> HalfDays {
        half_days(self.standing.tallies.all.given)
    }

    /// Received from other schools.
    async fn received(&self) -> HalfDays {
        half_days(self.standing.tallies.all.received)
    }

    /// Agreed to be given, and not given yet.
    async fn promised(&self) -> HalfDays {
        half_days(self.standing.tallies.all.promised)
    }

    /// Agreed to be received, and not received yet.
    async fn awaited(&self) -> HalfDays {
        half_days(self.standing.tallies.all.awaited)
    }

    /// Given less received. Being below nothing never stands in the way of urgent support.
    async fn position(&self) -> HalfDays {
        half_days(self.standing.tallies.all.position())
    }

    /// So much of that as nothing but credit comes for: by this alone the school is weighed. What is paid for, exchanged or
    /// subscribed to is settled by that.
    async fn for_credit(&self) -> ReciprocityFigures {
        self.standing.tallies.for_credit.into()
    }

    /// How what was given and received for credit lies to the band that is set for schools like it.
    async fn band(&self, ctx: &Context<'_>) -> Result<Choice<ReciprocityBand>> {
        Ok(Choice(self.balance(ctx).await?.band))
    }

    /// What a school like it is expected to give in an academic year: more of larger schools, less where the need is.
    async fn expected(&self, ctx: &Context<'_>) -> Result<HalfDays> {
        Ok(HalfDays(self.balance(ctx).await?.expected))
    }

    /// How far a position may lie above or below nothing and count as balanced.
    async fn grace(&self, ctx: &Context<'_>) -> Result<HalfDays> {
        Ok(HalfDays(self.balance(ctx).await?.grace))
    }

    /// How much more the school may receive for credit than it gave before support is agreed together with something that is
    /// given back. It grows with what the school gives for credit.
    async fn limit(&self, ctx: &Context<'_>) -> Result<HalfDays> {
        Ok(HalfDays(self.balance(ctx).await?.limit))
    }

    /// The version of the numbers by which that is weighed.
    async fn policy_version(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(self.balance(ctx).await?.policy)
    }

    /// What these numbers mean, in plain words.
    async fn sentences(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.balance(ctx).await?.sentences(self.standing.tallies))
    }

    /// The entries behind these sums, newest first.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<EntryObject>> {
        let page = Wanted { first, after, last, before }.of(transfer::LIST)?;
        self.page(ctx, None, page).await
    }

    /// What it gave, received, promised and owed in an academic year.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The calendar year of its September, such as 2026 for 2026/27; left out, this academic year."
        )]
        year: Option<i32>,
    ) -> Result<StatementObject<'_>> {
        StatementObject::of(ctx, self, year).await
    }
}
