//! Capacity in the contract: what somebody can give in each half-term.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use domain::directory::{School, Specialist};
use domain::exchange::{CapacityHolder, CapacityWindow};
use domain::{HalfTerm, Rejected, Rule};

use crate::app::exchange::capacity;
use crate::graphql::adapter::Gid;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School as SchoolObject, Specialist as SpecialistObject, SpecialistBy};
use crate::graphql::once::Once;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::HalfDays;
use crate::payload;

/// The half-days that a specialist or a school can give in one half-term. All of their offers draw on them.
#[derive(SimpleObject)]
#[graphql(name = "CapacityWindow", complex)]
pub struct CapacityObject {
    /// The window's id.
    pub id: Gid<CapacityWindow>,
    /// The half-term: the year of its September, then 1 to 6, such as 20262 for the second half of the autumn term 2026.
    pub half_term: i32,
    /// How many half-days can be given.
    pub half_days: HalfDays,
    /// How many of them open proposals hold.
    pub reserved: HalfDays,
    /// How many of them are agreed.
    pub committed: HalfDays,
    /// How many are still free.
    pub free: HalfDays,
    /// Counts the changes: send it back as expectedVersion to change what you have read.
    pub version: i32,
    #[graphql(skip)]
    holder: CapacityHolder,
}

#[ComplexObject]
impl CapacityObject {
    /// The specialist whose time it is; nobody if it is a school's.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<SpecialistObject>> {
        nullable(async {
            let CapacityHolder::Specialist(id) = self.holder else { return Ok(None) };
            Ok(ctx.load(SpecialistBy(id)).await?.map(SpecialistObject::from))
        })
        .await
    }

    /// The school whose time it is, for what it delivers itself; nothing if it is a specialist's.
    async fn school(&self, ctx: &Context<'_>) -> Option<SchoolObject> {
        let CapacityHolder::School(id) = self.holder else { return None };
        SchoolObject::find(&ctx.app().snapshot(), id)
    }
}

impl From<CapacityWindow> for CapacityObject {
    fn from(it: CapacityWindow) -> Self {
        Self {
            id: Gid(it.id),
            half_term: it.half_term.code(),
            half_days: HalfDays(it.half_days),
            reserved: HalfDays(it.reserved),
            committed: HalfDays(it.committed),
            free: HalfDays(it.free()),
            version: it.version,
            holder: it.holder,
        }
    }
}

payload! {
    /// The answer to a declaration of capacity.
    pub CapacityPayload {
        /// The window as it stands now.
        capacity: CapacityObject
    } from CapacityWindow;
}

/// What somebody can give in one half-term.
#[derive(InputObject)]
pub struct DeclareCapacityInput {
    /// The specialist whose time it is; name either a specialist or a school.
    pub specialist: Option<Gid<Specialist>>,
    /// The school whose time it is, for what it delivers itself.
    pub school: Option<Gid<School>>,
    /// The half-term: the year of its September, then 1 to 6, such as 20262.
    pub half_term: i32,
    /// How many half-days can be given in it.
    pub half_days: HalfDays,
    /// The version that you have read; a window that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whose time is meant: a specialist's or a school's, never both.
fn holder(
    specialist: Option<Gid<Specialist>>,
    school: Option<Gid<School>>,
) -> std::result::Result<CapacityHolder, Rejected> {
    match (specialist, school) {
        (Some(it), None) => Ok(CapacityHolder::Specialist(it.0)),
        (None, Some(it)) => Ok(CapacityHolder::School(it.0)),
        (None, None) => Err(Rule::ChoiceMissing.at("specialist")),
        (Some(_), Some(_)) => Err(Rule::ChoiceRepeated.at("school")),
    }
}

/// Questions about capacity.
#[derive(Default)]
pub struct CapacityQuery;

#[Object]
impl CapacityQuery {
    /// What a specialist or a school has said that they can give, from the present half-term on, two years at most. For
    /// the people of that school, and for the specialist in person.
    async fn capacity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The specialist whose time it is; name either a specialist or a school.")] specialist: Option<
            Gid<Specialist>,
        >,
        #[graphql(desc = "The school whose time it is, for what it delivers itself.")] school: Option<Gid<School>>,
    ) -> Option<Result<Vec<CapacityObject>>> {
        nullable(async {
            let caller = ctx.caller()?;
            let holder = holder(specialist, school).map_err(|no| refusal(no.into()))?;
            let windows = capacity::coming(ctx.app(), caller, holder).await.map_err(refusal)?;
            Ok(Some(windows.into_iter().map(CapacityObject::from).collect()))
        })
        .await
    }
}

/// What can be done with capacity.
#[derive(Default)]
pub struct CapacityMutation;

#[Object]
impl CapacityMutation {
    /// Says how many half-days a specialist or a school can give in a half-term.
    async fn declare_capacity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose time it is, in which half-term, and how much.")] input: DeclareCapacityInput,
    ) -> Result<CapacityPayload> {
        let caller = ctx.caller()?;
        let holder = match holder(input.specialist, input.school) {
            Ok(holder) => holder,
            Err(no) => return CapacityPayload::of(Err(no.into())),
        };
        let Some(half_term) = HalfTerm::read(input.half_term) else {
            return CapacityPayload::of(Err(Rule::NumberOutOfRange.at("halfTerm").into()));
        };
        let (half_days, expected) = (input.half_days.0, input.expected_version);
        CapacityPayload::of(capacity::declare(ctx.app(), caller, holder, half_term, half_days, expected).await)
    }
}
