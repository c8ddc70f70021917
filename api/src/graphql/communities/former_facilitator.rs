//! Somebody who held a support group before, in the contract.

use async_graphql::{Context, Object, Result};
use domain::communities::{FacilitatorEnd, FacilitatorSide};
use persistence::communities::former_facilitator::Held;

use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Specialist, SpecialistBy};
use crate::graphql::scalar::Moment;

/// Somebody who held a support group before.
pub struct FormerFacilitatorObject(pub Held);

/// Somebody who held a support group, until another took the place.
#[Object(name = "FormerFacilitator")]
impl FormerFacilitatorObject {
    /// Which of the two places it was.
    async fn side(&self) -> Choice<FacilitatorSide> {
        Choice(self.0.side.0)
    }

    /// Who it was.
    async fn facilitator(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistBy(self.0.specialist_id.0)).await?.map(Specialist::from)) }).await
    }

    /// Since when they held it.
    async fn held_from(&self) -> Moment {
        Moment(self.0.held_from.0)
    }

    /// Until when.
    async fn held_until(&self) -> Moment {
        Moment(self.0.held_until.0)
    }

    /// Why no longer, in a word that blames nobody.
    async fn reason(&self) -> Choice<FacilitatorEnd> {
        Choice(self.0.reason.0)
    }
}
