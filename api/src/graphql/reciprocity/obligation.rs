//! An obligation in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, InputObject, Object, Result, SimpleObject, TypeName};
use chrono::NaiveDate;
use domain::Id;
use domain::reciprocity::{GiveBack, Obligation, ObligationKind, ObligationSource, ObligationStatus};
use persistence::reciprocity::obligation;
use persistence::{Page, PageRequest};

use super::stood::{StoodObject, StoodOf};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{DeploymentBy, DeploymentObject};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::loaders::{Links, by_id, failed};
use crate::graphql::scalar::{Day, HalfDays, Moment};

by_id! {
    /// The obligation with this id.
    ObligationBy(Obligation) is Obligation, read by obligation::of_ids, known by |it| it.id;
}

/// A page of what a school owes and is owed: all, or what was open at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ObligationsOf {
    /// The school.
    pub school: Id<domain::directory::School>,
    /// The day; `None` for all.
    pub open_after: Option<NaiveDate>,
    /// Which page.
    pub page: PageRequest,
}

impl Loader<ObligationsOf> for Links {
    type Value = Page<Obligation>;
    type Error = Error;

    async fn load(&self, keys: &[ObligationsOf]) -> Result<HashMap<ObligationsOf, Page<Obligation>>, Error> {
        // One place of a document asks for one page of one day.
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for ObligationsOf { school, open_after, page } in keys {
            places.entry((*open_after, page)).or_default().push(*school);
        }
        let mut found = HashMap::new();
        for ((open_after, page), schools) in places {
            let pages =
                obligation::pages(self.app.db(), &self.scope, schools, open_after, page).await.map_err(failed)?;
            let of = |school| ObligationsOf { school, open_after, page: page.clone() };
            found.extend(pages.into_iter().map(|(school, it)| (of(school), it)));
        }
        Ok(found)
    }
}

/// What a school gives back for support.
#[derive(SimpleObject)]
#[graphql(name = "GiveBack")]
pub struct GiveBackObject {
    /// What is given.
    pub kind: Choice<ObligationKind>,
    /// How much, where it is counted.
    pub half_days: Option<HalfDays>,
    /// The day by which.
    pub due_on: Day,
}

impl From<GiveBack> for GiveBackObject {
    fn from(it: GiveBack) -> Self {
        Self { kind: Choice(it.kind), half_days: it.half_days.map(HalfDays), due_on: Day(it.due_on) }
    }
}

/// What a school gives back for support.
#[derive(InputObject)]
pub struct GiveBackInput {
    /// What is given.
    pub kind: Choice<ObligationKind>,
    /// How much; needed for GIVE_BACK.
    pub half_days: Option<HalfDays>,
    /// The day by which.
    pub due_on: Day,
}

/// What a school owes to another, or to all schools.
pub struct ObligationObject(pub Obligation);

impl From<Obligation> for ObligationObject {
    fn from(it: Obligation) -> Self {
        Self(it)
    }
}

impl TypeName for ObligationObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Obligation".into()
    }
}

/// What a school owes to another, or to all schools. Only the two schools and the brokers of their alliances see it.
#[Object(name = "Obligation")]
impl ObligationObject {
    /// The obligation's id.
    async fn id(&self) -> Gid<Obligation> {
        Gid(self.0.id)
    }

    /// The school that owes it.
    async fn debtor(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.debtor)
    }

    /// The school to which it is owed; nothing where it is owed to all schools.
    async fn creditor(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.creditor?)
    }

    /// What is owed.
    async fn kind(&self) -> Choice<ObligationKind> {
        Choice(self.0.kind)
    }

    /// How much, where it is counted.
    async fn half_days(&self) -> Option<HalfDays> {
        self.0.half_days.map(HalfDays)
    }

    /// The day by which.
    async fn due_on(&self) -> Day {
        Day(self.0.due_on)
    }

    /// What it comes from.
    async fn source(&self) -> Choice<ObligationSource> {
        Choice(self.0.source)
    }

    /// The deployment with whose terms it was agreed, as far as you may see it.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            let Some(of) = self.0.deployment else { return Ok(None) };
            Ok(ctx.load(DeploymentBy(of)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// What is owed, in words.
    async fn note(&self) -> &str {
        self.0.note.as_str()
    }

    /// Where it stands.
    async fn status(&self) -> Choice<ObligationStatus> {
        Choice(self.0.status)
    }

    /// When it was taken on.
    async fn created_at(&self) -> Moment {
        Moment(self.0.created_at)
    }

    /// When it came due.
    async fn due_at(&self) -> Option<Moment> {
        self.0.due_at.map(Moment)
    }

    /// When it was noted that its day had passed.
    async fn overdue_at(&self) -> Option<Moment> {
        self.0.overdue_at.map(Moment)
    }

    /// When it was met or waived.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// What met it, or why it was waived.
    async fn ended_by(&self) -> Option<&str> {
        self.0.ended_by.as_ref().map(|it| it.as_str())
    }

    /// The deployment by which it was met, as far as you may see it.
    async fn met_with(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            let Some(with) = self.0.met_with else { return Ok(None) };
            Ok(ctx.load(DeploymentBy(with)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// How it stood before it passed to another school, was reckoned anew, or was owed again, the earliest first. A statement of a
    /// year that is over counts it as it stood then.
    async fn stood(&self, ctx: &Context<'_>) -> Result<Vec<StoodObject>> {
        let stood = ctx.load(StoodOf(self.0.id)).await?;
        Ok(stood.unwrap_or_default().into_iter().map(StoodObject).collect())
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
