//! Changes of the matching policy in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::Word;
use domain::brokerage::matching::{Factor, Setting};
use domain::brokerage::{PolicyChange, PolicyChangeStatus};
use persistence::brokerage::policy_change;

use super::ScenarioObject;
use super::links::{PolicyChangeBy, ScenarioBy};
use super::matching::{MatchSetting, MatchWeight};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Moment;

/// A change of the matching policy.
pub struct PolicyChangeObject(PolicyChange);

impl From<PolicyChange> for PolicyChangeObject {
    fn from(it: PolicyChange) -> Self {
        Self(it)
    }
}

impl TypeName for PolicyChangeObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "PolicyChange".into()
    }
}

/// A change of the matching policy: put forward with a scenario that shows what it does, and approved by a second person. The policy
/// changes in no other way.
#[Object(name = "PolicyChange")]
impl PolicyChangeObject {
    /// The change's id.
    async fn id(&self) -> Gid<PolicyChange> {
        Gid(self.0.id)
    }

    /// The scenario whose report shows what it does; nothing if it is not shared with you.
    async fn scenario(&self, ctx: &Context<'_>) -> Option<Result<ScenarioObject>> {
        nullable(async { Ok(ctx.load(ScenarioBy(self.0.scenario)).await?.map(ScenarioObject::from)) }).await
    }

    /// The number that the version has, or would have.
    async fn policy_version(&self) -> i32 {
        self.0.policy.version()
    }

    /// The weights of all factors as they would be.
    async fn weights(&self) -> Vec<MatchWeight> {
        Factor::ALL.iter().map(|factor| MatchWeight::of(&self.0.policy, *factor)).collect()
    }

    /// The numbers beside them.
    async fn settings(&self) -> Vec<MatchSetting> {
        Setting::ALL.iter().map(|setting| MatchSetting::of(&self.0.policy, *setting)).collect()
    }

    /// Why it is put forward.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// From when on it holds, or would hold.
    async fn holds_from(&self) -> Moment {
        Moment(self.0.holds_from)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<PolicyChangeStatus> {
        Choice(self.0.status)
    }

    /// When it was put forward.
    async fn proposed_at(&self) -> Moment {
        Moment(self.0.proposed_at)
    }

    /// Until when it waits for its answer.
    async fn answer_by(&self) -> Moment {
        Moment(self.0.answer_by)
    }

    /// When it was approved, refused, taken back, or lapsed.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it was refused or taken back.
    async fn ended_for(&self) -> Option<&str> {
        self.0.ended_for.as_ref().map(|it| it.as_str())
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Questions about changes of the matching policy.
#[derive(Default)]
pub struct PolicyChangeQuery;

#[Object]
impl PolicyChangeQuery {
    /// The changes of the matching policy that were put forward, newest first, whatever became of them: for brokers, analysts and
    /// operators.
    async fn policy_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand here.")] status: Option<Choice<PolicyChangeStatus>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<PolicyChangeObject>>> {
        nullable(async {
            ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(policy_change::LIST)?;
            let status = status.map(|it| it.0);
            let page = policy_change::page(ctx.app().db(), &ctx.scope(), status, &page).await.map_err(failed)?;
            Ok(Some(Connection::of(page)))
        })
        .await
    }

    /// A change of the matching policy by its id; nothing if there is none that you may see.
    async fn policy_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change's id.")] id: Gid<PolicyChange>,
    ) -> Option<Result<PolicyChangeObject>> {
        nullable(async {
            ctx.caller()?;
            Ok(ctx.load(PolicyChangeBy(id.0)).await?.map(PolicyChangeObject::from))
        })
        .await
    }
}
