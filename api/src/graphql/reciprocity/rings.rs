//! The rings of schools in a school's academic year.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{ComplexObject, Context, Error, Result, SimpleObject};
use domain::Id;
use domain::brokerage::ExchangeRing;
use domain::directory::School;
use domain::time::Period;
use persistence::brokerage::ring_leg::{self, RingShare};

use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::{RingBy, RingObject};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{HalfDays, Moment};

/// The rings that a school agreed to in a year, as far as the reader may see them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RingsOf {
    pub school: Id<School>,
    pub days: Period,
}

impl Loader<RingsOf> for Links {
    type Value = Vec<RingShare>;
    type Error = Error;

    async fn load(&self, keys: &[RingsOf]) -> Result<HashMap<RingsOf, Vec<RingShare>>, Error> {
        // One place of a document asks for one year.
        let mut years: HashMap<Period, Vec<Id<School>>> = HashMap::new();
        for key in keys {
            years.entry(key.days).or_default().push(key.school);
        }
        let mut found: HashMap<RingsOf, Vec<RingShare>> = HashMap::new();
        for (days, schools) in years {
            for share in ring_leg::shares(self.app.db(), &self.scope, schools, days).await.map_err(failed)? {
                found.entry(RingsOf { school: share.school(), days }).or_default().push(share);
            }
        }
        Ok(found)
    }
}

/// A ring of schools in a school's year: what it gives and what it gets in it belong together.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct StatementRing {
    /// The ring's id.
    pub ring_id: Gid<ExchangeRing>,
    /// When all of its schools had consented.
    pub agreed_at: Moment,
    /// How much the school gives in it.
    pub gives: HalfDays,
    /// How much the school gets in it.
    pub gets: HalfDays,
}

#[ComplexObject]
impl StatementRing {
    /// The ring.
    async fn ring(&self, ctx: &Context<'_>) -> Option<Result<RingObject>> {
        nullable(async { Ok(ctx.load(RingBy(self.ring_id.0)).await?.map(RingObject::from)) }).await
    }
}

impl From<RingShare> for StatementRing {
    fn from(it: RingShare) -> Self {
        Self {
            ring_id: Gid(it.ring()),
            agreed_at: Moment(it.agreed_at()),
            gives: HalfDays(it.gives),
            gets: HalfDays(it.gets),
        }
    }
}
