//! Whom help could reach among the schools of an alliance, and where it is short, in the contract.

use async_graphql::{Context, Object, Result};
use domain::access::Action;
use domain::brokerage::matching::supply_gaps::{GapKind, SupplyGap};
use domain::directory::Phase;
use domain::{Id, directory};

use crate::app::brokerage::matching::nation::{self, FieldCoverage};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Expertise, LocalAuthority, School, terms};
use crate::graphql::payload::refusal;

/// Of how many schools that nobody could reach the names are told.
const TOLD: usize = 100;
/// How many gaps are told, at most.
const GAPS: usize = 200;

/// What reaches the schools of an alliance.
pub struct AllianceSupply(pub Id<directory::Alliance>);

impl AllianceSupply {
    fn may_read(&self, ctx: &Context<'_>) -> bool {
        ctx.anybody().actor.can(Action::ReadWorkList { alliance: self.0 })
    }
}

/// What reaches the schools of an alliance.
#[Object]
impl AllianceSupply {
    /// For each main area of expertise, how many of its schools somebody could reach whose offer is confirmed and who has time;
    /// for its own brokers.
    async fn coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Schools of this phase alone; of all phases, if left out.")] phase: Option<Choice<Phase>>,
    ) -> Option<Result<Vec<CoverageObject>>> {
        nullable(async {
            if !self.may_read(ctx) {
                return Ok(None);
            }
            let found = nation::coverage(ctx.app(), self.0, phase.map(|it| it.0)).await.map_err(refusal)?;
            Ok(Some(found.into_iter().map(CoverageObject).collect()))
        })
        .await
    }

    /// Where its open requests and the offers in reach do not meet, the most pressing first, two hundred at most; for its own
    /// brokers.
    async fn supply_gaps(&self, ctx: &Context<'_>) -> Option<Result<Vec<SupplyGapObject>>> {
        nullable(async {
            if !self.may_read(ctx) {
                return Ok(None);
            }
            let found = nation::gaps(ctx.app(), ctx.caller()?, self.0).await.map_err(refusal)?;
            Ok(Some(found.into_iter().take(GAPS).map(SupplyGapObject).collect()))
        })
        .await
    }
}

/// How far one area of expertise is covered.
pub struct CoverageObject(FieldCoverage);

/// How far one area of expertise is covered among the schools of an alliance. A school is covered where one offer at least could
/// be given to it now: confirmed, with time free in this half-term or the next two, by another school of another trust, and near
/// enough where it is given at the school alone.
#[Object(name = "Coverage")]
impl CoverageObject {
    /// The area of expertise.
    async fn expertise(&self, ctx: &Context<'_>) -> Option<Result<Expertise>> {
        nullable(async { Ok(terms(ctx, &[self.0.focus]).await?.pop()) }).await
    }

    /// How many schools there are.
    async fn schools(&self) -> u32 {
        self.0.tally.schools
    }

    /// How many of them are covered.
    async fn covered(&self) -> u32 {
        self.0.tally.covered
    }

    /// How many of these are covered by one other school alone.
    async fn covered_by_one(&self) -> u32 {
        self.0.tally.by_one
    }

    /// How many pupils all of them have, as far as the register says.
    async fn pupils(&self) -> u64 {
        self.0.tally.pupils
    }

    /// How many pupils those have that are covered.
    async fn pupils_covered(&self) -> u64 {
        self.0.tally.pupils_covered
    }

    /// Of how many schools the register does not say how many pupils they have.
    async fn unknown_rolls(&self) -> u32 {
        self.0.tally.unknown_rolls
    }

    /// The schools that nobody could reach, a hundred at most.
    async fn uncovered(&self, ctx: &Context<'_>) -> Vec<School> {
        let snapshot = ctx.app().snapshot();
        self.0.uncovered.iter().take(TOLD).filter_map(|school| School::find(&snapshot, *school)).collect()
    }
}

/// Where need and supply do not meet.
pub struct SupplyGapObject(SupplyGap);

/// An area of expertise in which need and supply do not meet, in one local authority. It counts requests and names nobody.
#[Object(name = "SupplyGap")]
impl SupplyGapObject {
    /// The local authority; nothing for schools of which the register does not say.
    async fn local_authority(&self, ctx: &Context<'_>) -> Option<LocalAuthority> {
        LocalAuthority::find(&ctx.app().snapshot(), self.0.authority?)
    }

    /// The area of expertise.
    async fn expertise(&self, ctx: &Context<'_>) -> Option<Result<Expertise>> {
        nullable(async { Ok(terms(ctx, &[self.0.expertise]).await?.pop()) }).await
    }

    /// What is the matter.
    async fn kind(&self) -> Choice<GapKind> {
        Choice(self.0.kind)
    }

    /// How many open requests ask for it.
    async fn needs(&self) -> usize {
        self.0.needs
    }

    /// To how many of these nobody could come.
    async fn unserved(&self) -> usize {
        self.0.unserved
    }

    /// To how many of these one school alone could come.
    async fn thin(&self) -> usize {
        self.0.thin
    }

    /// How many schools of the alliance there offer just this.
    async fn suppliers(&self) -> usize {
        self.0.suppliers
    }

    /// How much the requests weigh that are unserved or thin: two for a small primary school, one for any other.
    async fn weight(&self) -> usize {
        self.0.weight
    }
}
