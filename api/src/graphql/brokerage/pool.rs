//! A pooled budget in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject, TypeName};
use domain::Id;
use domain::brokerage::{PoolLeave, PoolMember, PoolMemberStatus, PoolStatus, PooledBudget};
use domain::directory;
use persistence::Page;
use persistence::brokerage::pool;

use super::pool_statement::PoolStatement;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment, Pence};

/// The pooled budgets of an alliance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PoolsOf(Id<directory::Alliance>);

impl Loader<PoolsOf> for Links {
    type Value = Vec<PooledBudget>;
    type Error = Error;

    async fn load(&self, keys: &[PoolsOf]) -> Result<HashMap<PoolsOf, Vec<PooledBudget>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<PoolsOf, Vec<PooledBudget>> = HashMap::new();
        for it in pool::of_alliances(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            found.entry(PoolsOf(it.alliance)).or_default().push(it);
        }
        Ok(found)
    }
}

/// A page of an alliance's pooled budgets that the reader may see.
pub async fn pools_of(
    ctx: &Context<'_>,
    alliance: Id<directory::Alliance>,
    page: Wanted,
) -> Result<Connection<PoolObject>> {
    let page = page.of(pool::OF_ALLIANCE)?;
    let all = ctx.load(PoolsOf(alliance)).await?;
    Ok(Connection::of(all.map_or_else(Page::empty, |all| pool::page_of(&page, all))))
}

/// Money that schools of an alliance put together for an academic year, and out of which support is paid.
pub struct PoolObject(PooledBudget);

impl From<PooledBudget> for PoolObject {
    fn from(it: PooledBudget) -> Self {
        Self(it)
    }
}

impl TypeName for PoolObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "PooledBudget".into()
    }
}

/// Money that schools of an alliance put together for an academic year, and out of which support is paid.
#[Object(name = "PooledBudget")]
impl PoolObject {
    /// The budget's id.
    async fn id(&self) -> Gid<PooledBudget> {
        Gid(self.0.id)
    }

    /// What it is called.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// The academic year, by the year in which it begins: 2026 is 2026 to 2027.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// Where it stands.
    async fn status(&self) -> Choice<PoolStatus> {
        Choice(self.0.status)
    }

    /// The alliance whose schools put it together.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The school that keeps it; nothing where the alliance's brokers do.
    async fn lead(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.lead?)
    }

    /// The schools that were asked, the first before the others.
    async fn members(&self, ctx: &Context<'_>) -> Vec<PoolMemberObject> {
        let (snapshot, scope) = (ctx.app().snapshot(), ctx.scope());
        let keeper = self.0.lead.map_or(self.0.alliance.uuid(), Id::uuid);
        let shown = |it: &PoolMember| PoolMemberObject {
            school: School::find(&snapshot, it.school),
            status: Choice(it.status),
            committed: Pence(it.committed),
            asked_at: Moment(it.asked_at),
            answered_at: it.answered_at.map(Moment),
            left_at: it.left_at.map(Moment),
            leave_reason: it.leave_reason.filter(|_| scope.sees(&[it.school.uuid(), keeper])).map(Choice),
        };
        self.0.members.iter().map(shown).collect()
    }

    /// What is in it.
    async fn balance(&self) -> Pence {
        Pence(self.0.account.balance)
    }

    /// The part of it that is held back for support that was agreed.
    async fn reserved(&self) -> Pence {
        Pence(self.0.account.reserved)
    }

    /// What nothing is agreed for yet.
    async fn free(&self) -> Pence {
        Pence(self.0.account.free())
    }

    /// What happened to its money in one month.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the month.")] month: Day,
    ) -> Option<Result<PoolStatement>> {
        nullable(async { PoolStatement::of(ctx, self.0.id, month).await.map(Some) }).await
    }

    /// When it was opened.
    async fn opened_at(&self) -> Moment {
        Moment(self.0.opened_at)
    }

    /// When it was closed, and what remained went back.
    async fn closed_at(&self) -> Option<Moment> {
        self.0.closed_at.map(Moment)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read. Payments are no changes.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A school's place in a pooled budget.
#[derive(SimpleObject)]
#[graphql(name = "PoolMember")]
pub struct PoolMemberObject {
    /// The school.
    pub school: Option<School>,
    /// How it stands to the budget.
    pub status: Choice<PoolMemberStatus>,
    /// What it has put in.
    pub committed: Pence,
    /// When it was asked, the last time.
    pub asked_at: Moment,
    /// When its head answered.
    pub answered_at: Option<Moment>,
    /// When it left.
    pub left_at: Option<Moment>,
    /// Why it declined or left, by a code that blames nobody: shown to the school, and to whoever keeps the budget.
    pub leave_reason: Option<Choice<PoolLeave>>,
}
