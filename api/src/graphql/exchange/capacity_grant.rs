//! Days of a specialist that are funded, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, InputObject, Object, Result};
use domain::Id;
use domain::directory;
use domain::exchange::{CapacityGrant, GrantForm};
use domain::time::academic_year;
use persistence::exchange::capacity_grant;

use crate::app::exchange::capacity;
use crate::graphql::adapter::Gid;
use crate::graphql::context::Reach;
use crate::graphql::directory::{Alliance, SpecialistPayload};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::once::Once;
use crate::graphql::scalar::{HalfDays, Moment};

/// Days of a specialist that are funded.
pub struct CapacityGrantObject(pub CapacityGrant);

/// Days of a specialist that somebody pays for in an academic year, beside what they can give anyway.
#[Object(name = "CapacityGrant")]
impl CapacityGrantObject {
    /// The academic year, named by the year of its September.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// How many half-days.
    async fn half_days(&self) -> HalfDays {
        HalfDays(self.0.half_days)
    }

    /// Who pays for them.
    async fn funder(&self) -> &str {
        self.0.funder.as_str()
    }

    /// The alliance that entered them.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// When they were entered.
    async fn granted_at(&self) -> Moment {
        Moment(self.0.granted_at)
    }
}

/// The funded days of a specialist from the present academic year on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GrantsOf(pub Id<directory::Specialist>);

impl Loader<GrantsOf> for Links {
    type Value = Vec<CapacityGrant>;
    type Error = Error;

    async fn load(&self, keys: &[GrantsOf]) -> Result<HashMap<GrantsOf, Vec<CapacityGrant>>, Error> {
        let (ids, year) = (keys.iter().map(|key| key.0).collect(), academic_year(self.app.clock.now().day()));
        let mut found: HashMap<GrantsOf, Vec<CapacityGrant>> = HashMap::new();
        for it in capacity_grant::of_specialists(self.app.db(), &self.scope, ids, year).await.map_err(failed)? {
            found.entry(GrantsOf(it.specialist)).or_default().push(it);
        }
        Ok(found)
    }
}

/// Which days of a specialist are funded.
#[derive(InputObject)]
pub struct GrantCapacityInput {
    /// Whose days they are.
    pub specialist: Gid<directory::Specialist>,
    /// The alliance for which you enter them; the specialist's school belongs to it.
    pub alliance: Gid<directory::Alliance>,
    /// The academic year, named by the year of its September: this one or the next.
    pub year: i32,
    /// How many half-days are funded, 1 to 80.
    pub half_days: HalfDays,
    /// Who pays for them.
    pub funder: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about funded days.
#[derive(Default)]
pub struct CapacityGrantMutation;

#[Object]
impl CapacityGrantMutation {
    /// Enters days of a specialist that are funded in an academic year, as a broker. What the specialist can give grows by as
    /// much, spread over the half-terms that are left.
    async fn grant_capacity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose days they are, how many, and who pays for them.")] input: GrantCapacityInput,
    ) -> Result<SpecialistPayload> {
        let (specialist, alliance) = (input.specialist.0, input.alliance.0);
        let form = GrantForm { year: input.year, half_days: input.half_days.0, funder: input.funder };
        SpecialistPayload::of(capacity::grant(ctx.app(), ctx.caller()?, specialist, alliance, &form).await)
    }
}
