//! A joint commission in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{Backer, BackerStatus, BackingDecline, CommissionStatus, JointCommission};
use domain::{Id, directory, exchange};
use persistence::Page;
use persistence::brokerage::commission;

use super::DeploymentObject;
use super::links::DeploymentBy;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::School;
use crate::graphql::exchange::{RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{HalfDays, Moment, Pence};

/// The latest joint commission of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CommissionOf(pub Id<exchange::SupportRequest>);

/// The joint commissions that a school backs or is asked to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CommissionsOf(Id<directory::School>);

impl Loader<CommissionOf> for Links {
    type Value = JointCommission;
    type Error = Error;

    async fn load(&self, keys: &[CommissionOf]) -> Result<HashMap<CommissionOf, JointCommission>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut found = HashMap::new();
        for it in commission::of_requests(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            found.entry(CommissionOf(it.request)).or_insert(it);
        }
        Ok(found)
    }
}

impl Loader<CommissionsOf> for Links {
    type Value = Vec<JointCommission>;
    type Error = Error;

    async fn load(&self, keys: &[CommissionsOf]) -> Result<HashMap<CommissionsOf, Vec<JointCommission>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let all = commission::of_schools(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        let backs = |key: &CommissionsOf, it: &JointCommission| it.backers.iter().any(|backer| backer.school == key.0);
        let of = |key: &CommissionsOf| all.iter().filter(|it| backs(key, it)).cloned().collect();
        Ok(keys.iter().map(|key| (key.clone(), of(key))).collect())
    }
}

/// A page of the joint commissions of a school that the reader may see.
pub async fn commissions_of(
    ctx: &Context<'_>,
    school: Id<directory::School>,
    page: Wanted,
) -> Result<Connection<CommissionObject>> {
    let page = page.of(commission::OF_SCHOOL)?;
    let all = ctx.load(CommissionsOf(school)).await?;
    Ok(Connection::of(all.map_or_else(Page::empty, |all| commission::page_of(&page, all))))
}

/// Several schools that back one request for support, and share what it costs.
pub struct CommissionObject(JointCommission);

impl From<JointCommission> for CommissionObject {
    fn from(it: JointCommission) -> Self {
        Self(it)
    }
}

impl TypeName for CommissionObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "JointCommission".into()
    }
}

/// Several schools that back one request for support, and share what it costs.
#[Object(name = "JointCommission")]
impl CommissionObject {
    /// The joint commission's id.
    async fn id(&self) -> Gid<JointCommission> {
        Gid(self.0.id)
    }

    /// What they buy together.
    async fn purpose(&self) -> &str {
        self.0.purpose.as_str()
    }

    /// The school that raised the request and receives the support. Even where the request is anonymous, the schools that are
    /// asked to back it know whom they back.
    async fn lead(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.lead)
    }

    /// The request; nothing where you may not read it.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// The schools with their parts, the lead first.
    async fn backers(&self, ctx: &Context<'_>) -> Vec<BackerObject> {
        let (snapshot, scope, lead) = (ctx.app().snapshot(), ctx.scope(), self.0.lead.uuid());
        let shown = |it: &Backer| BackerObject {
            school: School::find(&snapshot, it.school),
            part: i32::try_from(it.part).unwrap_or_default(),
            half_days: HalfDays(it.half_days),
            ceiling: it.ceiling.map(Pence),
            status: Choice(it.status),
            answered_at: it.answered_at.map(Moment),
            decline_reason: it.decline_reason.filter(|_| scope.sees(&[it.school.uuid(), lead])).map(Choice),
        };
        self.0.backers.iter().map(shown).collect()
    }

    /// Where it stands.
    async fn status(&self) -> Choice<CommissionStatus> {
        Choice(self.0.status)
    }

    /// The support that was agreed for it; nothing where you may not read it.
    async fn deployment(&self, ctx: &Context<'_>) -> Option<Result<DeploymentObject>> {
        nullable(async {
            let Some(id) = self.0.deployment else { return Ok(None) };
            Ok(ctx.load(DeploymentBy(id)).await?.map(DeploymentObject::from))
        })
        .await
    }

    /// What all of it costs the schools together as it was agreed, without value-added tax.
    async fn price(&self) -> Option<Pence> {
        self.0.price.map(Pence)
    }

    /// When the schools were asked.
    async fn asked_at(&self) -> Moment {
        Moment(self.0.asked_at)
    }

    /// Until when they may answer; nothing of what was asked before a day was kept.
    async fn respond_by(&self) -> Option<Moment> {
        self.0.respond_by.map(Moment)
    }

    /// When the last of them agreed to back it.
    async fn backed_at(&self) -> Option<Moment> {
        self.0.backed_at.map(Moment)
    }

    /// When the support was agreed, a school declined or did not answer in time, or it was taken back.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it was taken back.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(|it| it.as_str())
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A school that backs a joint commission, or is asked to.
#[derive(SimpleObject)]
#[graphql(name = "CommissionBacker")]
pub struct BackerObject {
    /// The school.
    pub school: Option<School>,
    /// Its part of what the receiving school would pay, in hundredths of a per cent: 2500 is a quarter.
    pub part: i32,
    /// How many of the half-days are for it.
    pub half_days: HalfDays,
    /// The most that it may pay of all of it, without value-added tax: its part of what the school that asks has stated. Nobody is
    /// bound to more. Nothing of schools that were asked before this was told.
    pub ceiling: Option<Pence>,
    /// What its head says.
    pub status: Choice<BackerStatus>,
    /// When its head said so, or had not in time.
    pub answered_at: Option<Moment>,
    /// Why it does not back it; for that school and the one that asks alone.
    pub decline_reason: Option<Choice<BackingDecline>>,
}
