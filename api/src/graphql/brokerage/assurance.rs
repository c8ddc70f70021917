//! Safeguarding assurances in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result};
use domain::Id;
use domain::access::Role;
use domain::brokerage::{AssuranceScope, AssuranceStatus, Deployment, SafeguardingAssurance};
use domain::directory;
use persistence::brokerage::assurance;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{Day, Moment};

/// A school's word that somebody whom it employs was checked for work at schools.
pub struct AssuranceObject(SafeguardingAssurance);

impl From<SafeguardingAssurance> for AssuranceObject {
    fn from(it: SafeguardingAssurance) -> Self {
        Self(it)
    }
}

/// A school's word that somebody whom it employs was checked for work at schools. There is no certificate to it, and no number
/// of one: whoever receives help asks to see who comes, and takes the employer's word for the rest.
#[Object(name = "SafeguardingAssurance")]
impl AssuranceObject {
    /// Its id.
    async fn id(&self) -> Gid<SafeguardingAssurance> {
        Gid(self.0.id)
    }

    /// The school that employs them and gives its word.
    async fn employer(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.employer)
    }

    /// For whom it is; nobody where it is for whomever the school sends.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            match self.0.specialist {
                Some(id) => Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from)),
                None => Ok(None),
            }
        })
        .await
    }

    /// As what they gave it who did: the school's head, or a governor for its head.
    async fn assured_by(&self) -> Choice<Role> {
        Choice(self.0.assured_as)
    }

    /// When it was given.
    async fn assured_at(&self) -> Moment {
        Moment(self.0.assured_at)
    }

    /// When the school checked last.
    async fn checked_on(&self) -> Day {
        Day(self.0.checked_on)
    }

    /// For which work.
    async fn scope(&self) -> Choice<AssuranceScope> {
        Choice(self.0.scope)
    }

    /// Where the school's letter is found, if there is one.
    async fn letter_ref(&self) -> Option<&str> {
        self.0.letter.as_ref().map(|it| it.as_str())
    }

    /// The last day on which it holds, unless it ends before.
    async fn valid_until(&self) -> Day {
        Day(self.0.valid_until)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<AssuranceStatus> {
        Choice(self.0.status)
    }

    /// When it ended, in whatever way.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The last assurance that was given for whoever comes for a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct AssuranceOf(pub Id<Deployment>);

/// The last assurance that was given for those of the school that receives who go to the other one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct VisitorsAssuranceOf(pub Id<Deployment>);

/// The last assurance that was given for a specialist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssuranceFor(pub Id<directory::Specialist>);

impl Loader<AssuranceOf> for Links {
    type Value = SafeguardingAssurance;
    type Error = Error;

    async fn load(&self, keys: &[AssuranceOf]) -> Result<HashMap<AssuranceOf, SafeguardingAssurance>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = assurance::last_of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|(deployment, it)| (AssuranceOf(deployment), it)).collect())
    }
}

impl Loader<VisitorsAssuranceOf> for Links {
    type Value = SafeguardingAssurance;
    type Error = Error;

    async fn load(
        &self,
        keys: &[VisitorsAssuranceOf],
    ) -> Result<HashMap<VisitorsAssuranceOf, SafeguardingAssurance>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = assurance::last_of_hosts(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|(deployment, it)| (VisitorsAssuranceOf(deployment), it)).collect())
    }
}

impl Loader<AssuranceFor> for Links {
    type Value = SafeguardingAssurance;
    type Error = Error;

    async fn load(&self, keys: &[AssuranceFor]) -> Result<HashMap<AssuranceFor, SafeguardingAssurance>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = assurance::last_of_specialists(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().filter_map(|it| Some((AssuranceFor(it.specialist?), it))).collect())
    }
}
