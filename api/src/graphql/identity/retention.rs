//! How long records are kept, in the contract.

use async_graphql::{Context, InputObject, Object, Result, TypeName};
use domain::identity::{RecordClass, RetentionForm, RetentionPolicy};

use crate::app::identity::retention;
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::once::Once;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::{Day, Moment};

/// How long records of one class are kept once they are over.
#[derive(Clone)]
pub struct RetentionPolicyObject(RetentionPolicy);

impl From<RetentionPolicy> for RetentionPolicyObject {
    fn from(it: RetentionPolicy) -> Self {
        Self(it)
    }
}

impl TypeName for RetentionPolicyObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "RetentionPolicy".into()
    }
}

/// How long records of one class are kept once they are over, from a day on. Whoever runs the service chooses it.
#[Object(name = "RetentionPolicy")]
impl RetentionPolicyObject {
    /// Of which records.
    async fn record_class(&self) -> Choice<RecordClass> {
        Choice(self.0.class)
    }

    /// The version's number, from 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The first day on which it holds.
    async fn from(&self) -> Day {
        Day(self.0.from)
    }

    /// For how many days records are kept once they are over.
    async fn keep_days(&self) -> i32 {
        self.0.keep_days
    }

    /// For how many days at least they name whom they name, even if somebody asks to be erased.
    async fn at_least_days(&self) -> i32 {
        self.0.at_least_days
    }

    /// Why so long.
    async fn note(&self) -> &str {
        self.0.note.as_str()
    }

    /// When it was set.
    async fn set_at(&self) -> Moment {
        Moment(self.0.set_at)
    }

    /// How many records have been over for that long and will be forgotten at the next turn. For operators; nothing for all
    /// others.
    async fn due(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        nullable(async {
            let (app, caller) = (ctx.app(), ctx.anybody());
            if RetentionPolicy::check_read(&caller.actor).is_err() {
                return Ok(None);
            }
            let due = retention::due(app, caller, &self.0).await.map_err(refusal)?;
            Ok(Some(i32::try_from(due).unwrap_or(i32::MAX)))
        })
        .await
    }
}

/// Of which records you set how long they are kept, and for how long.
#[derive(InputObject)]
pub struct SetRetentionInput {
    /// Of which records.
    pub record_class: Choice<RecordClass>,
    /// For how many days they are kept once they are over.
    pub keep_days: i32,
    /// For how many days at least they name whom they name, even if somebody asks to be erased.
    #[graphql(default)]
    pub at_least_days: i32,
    /// The first day on which it holds: today at the earliest.
    pub from: Day,
    /// Why so long.
    pub note: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl From<SetRetentionInput> for (RecordClass, RetentionForm) {
    fn from(it: SetRetentionInput) -> Self {
        let form =
            RetentionForm { keep_days: it.keep_days, at_least_days: it.at_least_days, from: it.from.0, note: it.note };
        (it.record_class.0, form)
    }
}

/// Questions about how long records are kept.
#[derive(Default)]
pub struct RetentionQuery;

#[Object]
impl RetentionQuery {
    /// How long records of each class are kept today. What is not named is kept as long as the service runs, and names nobody who
    /// was erased.
    async fn retention(&self, ctx: &Context<'_>) -> Result<Vec<RetentionPolicyObject>> {
        let policies = retention::in_force(ctx.app()).await.map_err(refusal)?;
        Ok(policies.into_iter().map(Into::into).collect())
    }
}
