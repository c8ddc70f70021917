//! How cut off a school is, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result};
use domain::Id;
use domain::access::Action;
use domain::brokerage::matching::{IsolationMeasure, IsolationReason};
use domain::directory::School;

use crate::app::brokerage::matching::nation;
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::SchoolRef;
use crate::graphql::loaders::Links;
use crate::graphql::payload::refusal;

/// How cut off a school is. Who may read it is asked before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IsolationOf(Id<School>);

impl Loader<IsolationOf> for Links {
    type Value = IsolationMeasure;
    type Error = Error;

    async fn load(&self, keys: &[IsolationOf]) -> Result<HashMap<IsolationOf, IsolationMeasure>, Error> {
        let measured = nation::isolation(&self.app, keys.iter().map(|key| key.0).collect()).await.map_err(refusal)?;
        Ok(measured.into_iter().map(|(school, measure)| (IsolationOf(school), measure)).collect())
    }
}

/// How cut off a school is, as a field of the school.
pub struct SchoolIsolation(pub SchoolRef);

#[Object]
impl SchoolIsolation {
    /// How cut off the school is from help and from others, and why; for its head, its coordinators and the brokers of its
    /// alliances alone. It brings requests of the school forward, and is never held against it.
    async fn isolation(&self, ctx: &Context<'_>) -> Option<Result<IsolationObject>> {
        nullable(async {
            let school = self.0.id();
            let actor = &ctx.anybody().actor;
            let own = actor.acting().and_then(|acting| acting.alliance);
            let school_alliance =
                own.filter(|own| self.0.snapshot().alliances.of_school(school).any(|it| it.id == *own));
            if !actor.can(Action::ReadIsolation { school, school_alliance }) {
                return Ok(None);
            }
            Ok(ctx.load(IsolationOf(school)).await?.map(IsolationObject))
        })
        .await
    }
}

/// How cut off a school is.
pub struct IsolationObject(IsolationMeasure);

/// How cut off a school is. The three parts say what lies behind it; the points are those that matching counts.
#[Object(name = "Isolation")]
impl IsolationObject {
    /// How many points it gives to requests of the school, 0 to 1000.
    async fn points(&self) -> i32 {
        self.0.points
    }

    /// How far help is, 0 to 1000.
    async fn geography(&self) -> i32 {
        self.0.geography
    }

    /// How few there are to draw on, 0 to 1000: a small school, one in no group, one of a few that anybody could reach.
    async fn capacity(&self) -> i32 {
        self.0.capacity
    }

    /// With how few others it has worked and how long ago, 0 to 1000.
    async fn will(&self) -> i32 {
        self.0.will
    }

    /// What explains it best; nothing where the school is not much cut off. Distance and size come first, since nobody can
    /// help them.
    async fn reason(&self) -> Option<Choice<IsolationReason>> {
        self.0.reason.map(Choice)
    }

    /// The facts, in plain words.
    async fn sentences(&self) -> &[String] {
        &self.0.sentences
    }
}
