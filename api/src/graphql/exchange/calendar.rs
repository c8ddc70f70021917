//! Half-terms in the contract: on which days they are, and who keeps other days.

use async_graphql::{Context, InputObject, Object, Result};
use domain::exchange::{CalendarOwner, CalendarSource};
use domain::{HalfTerm, Rejected, Rule, directory};
use persistence::exchange::calendar::{self as calendars, Line};

use crate::app::exchange::calendar;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;
use crate::graphql::once::Once;
use crate::graphql::payload::refusal;
use crate::graphql::scalar::Day;
use crate::payload;

/// The half-terms of a school, of a local authority or of the nation.
pub struct CalendarObject(Vec<Line>);

impl From<Vec<Line>> for CalendarObject {
    fn from(lines: Vec<Line>) -> Self {
        Self(lines)
    }
}

/// The half-terms of a school, of a local authority or of the nation.
#[Object(name = "Calendar")]
impl CalendarObject {
    /// Every half-term with its days, in order.
    async fn half_terms(&self) -> Vec<HalfTermObject> {
        self.0.iter().copied().map(HalfTermObject).collect()
    }
}

/// A half-term with its days.
pub struct HalfTermObject(Line);

/// A half-term with its days.
#[Object(name = "HalfTermDays")]
impl HalfTermObject {
    /// The half-term: the year of its September, then 1 to 6, such as 20262 for the second half of the autumn term 2026.
    async fn half_term(&self) -> i32 {
        self.0.code.0.code()
    }

    /// The first day.
    async fn starts_on(&self) -> Day {
        Day(self.0.starts_on)
    }

    /// The last day.
    async fn ends_on(&self) -> Day {
        Day(self.0.ends_on)
    }

    /// Who set these days.
    async fn set_by(&self) -> Choice<CalendarSource> {
        Choice(self.0.source.0)
    }
}

payload! {
    /// The answer to an act upon half-terms.
    pub CalendarPayload {
        /// The half-terms as they are now.
        calendar: CalendarObject
    } from Vec<Line>;
}

/// The days of a half-term that a school or a local authority keeps.
#[derive(InputObject)]
pub struct SetHalfTermInput {
    /// The school that keeps them; name either a school or a local authority.
    pub school: Option<Gid<directory::School>>,
    /// The local authority that keeps them, for its schools.
    pub local_authority: Option<Gid<directory::LocalAuthority>>,
    /// The half-term: the year of its September, then 1 to 6, such as 20262.
    pub half_term: i32,
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Of which half-term a school or a local authority keeps no other days any more.
#[derive(InputObject)]
pub struct ClearHalfTermInput {
    /// The school that kept them; name either a school or a local authority.
    pub school: Option<Gid<directory::School>>,
    /// The local authority that kept them.
    pub local_authority: Option<Gid<directory::LocalAuthority>>,
    /// The half-term: the year of its September, then 1 to 6, such as 20262.
    pub half_term: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Who is meant; nobody where nothing is named.
fn owner(
    school: Option<Gid<directory::School>>,
    authority: Option<Gid<directory::LocalAuthority>>,
) -> std::result::Result<Option<CalendarOwner>, Rejected> {
    match (school, authority) {
        (None, None) => Ok(None),
        (Some(it), None) => Ok(Some(CalendarOwner::School(it.0))),
        (None, Some(it)) => Ok(Some(CalendarOwner::Authority(it.0))),
        (Some(_), Some(_)) => Err(Rule::ChoiceRepeated.at("localAuthority")),
    }
}

/// Who is meant, and which half-term.
fn meant(
    school: Option<Gid<directory::School>>,
    authority: Option<Gid<directory::LocalAuthority>>,
    half_term: i32,
) -> std::result::Result<(CalendarOwner, HalfTerm), Rejected> {
    let owner = owner(school, authority)?.ok_or(Rule::ChoiceMissing.at("school"))?;
    Ok((owner, HalfTerm::read(half_term).ok_or(Rule::NumberOutOfRange.at("halfTerm"))?))
}

/// Questions about half-terms.
#[derive(Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    /// The half-terms of a school: its own days, else those of its local authority, else the nation's. Those of a local authority
    /// or of the nation, if that or nothing is named.
    async fn calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school; name a school, a local authority or neither.")] school: Option<
            Gid<directory::School>,
        >,
        #[graphql(desc = "The local authority.")] local_authority: Option<Gid<directory::LocalAuthority>>,
    ) -> Option<Result<CalendarObject>> {
        nullable(async {
            let owner = owner(school, local_authority).map_err(|no| refusal(no.into()))?;
            Ok(Some(calendars::lines(ctx.app().db(), owner).await.map_err(failed)?.into()))
        })
        .await
    }
}

/// What can be done about half-terms.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Sets on which days a half-term is: for your school, as its head, or for a local authority, as an operator. Work is planned by
    /// the half-terms of the school that receives it.
    async fn set_half_term(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For whom, which half-term, and its days.")] input: SetHalfTermInput,
    ) -> Result<CalendarPayload> {
        let (caller, days) = (ctx.caller()?, (input.starts_on.0, input.ends_on.0));
        match meant(input.school, input.local_authority, input.half_term) {
            Ok((owner, half_term)) => {
                CalendarPayload::of(calendar::set(ctx.app(), caller, owner, half_term, days).await)
            }
            Err(no) => CalendarPayload::of(Err(no.into())),
        }
    }

    /// Takes back the days that were set for a half-term: those of the local authority hold again, or the nation's.
    async fn clear_half_term(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For whom, and which half-term.")] input: ClearHalfTermInput,
    ) -> Result<CalendarPayload> {
        let caller = ctx.caller()?;
        match meant(input.school, input.local_authority, input.half_term) {
            Ok((owner, half_term)) => CalendarPayload::of(calendar::clear(ctx.app(), caller, owner, half_term).await),
            Err(no) => CalendarPayload::of(Err(no.into())),
        }
    }
}
