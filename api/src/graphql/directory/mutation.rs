//! What can be done in the directory: an alliance is founded, a school joins or leaves an alliance, alliances become neighbours.

use async_graphql::{Context, InputObject, Object, Result};
use domain::Id;
use domain::directory::{self, AllianceKind, AllianceLeave, Retraction};
use domain::rule::Rule;

use crate::app::Refusal;
use crate::app::directory::{alliance, succession};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::{Alliance, School};
use crate::graphql::once::Once;
use crate::payload;

/// Which alliance is founded.
#[derive(InputObject)]
pub struct FoundAllianceInput {
    /// Its name.
    pub name: String,
    /// What kind of group it is.
    pub kind: Choice<AllianceKind>,
    /// The school that leads it, and belongs to it from the start. Its head has agreed to that in writing.
    pub lead_school: Gid<directory::School>,
    /// How many days its schools have to answer a proposal: 1 to 60.
    #[graphql(default = 7)]
    pub response_days: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which alliance your school joins.
#[derive(InputObject)]
pub struct JoinAllianceInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which alliance your school leaves, and why.
#[derive(InputObject)]
pub struct LeaveAllianceInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(AllianceLeave::NotStated)")]
    pub reason: Choice<AllianceLeave>,
    /// The version of the alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which alliance is a neighbour of yours.
#[derive(InputObject)]
pub struct DeclareNeighbourInput {
    /// The neighbour.
    pub neighbour: Gid<directory::Alliance>,
    /// The version of your own alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which alliance is no neighbour of yours any more, and why.
#[derive(InputObject)]
pub struct WithdrawNeighbourInput {
    /// The neighbour.
    pub neighbour: Gid<directory::Alliance>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(Retraction::NotStated)")]
    pub reason: Choice<Retraction>,
    /// The version of your own alliance that you have read; if it has changed since, nothing is done.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which school takes over.
#[derive(InputObject)]
pub struct DecideSuccessionInput {
    /// The school that closed.
    pub school: Gid<directory::School>,
    /// The one of its successors that takes over what it has open.
    pub successor: Gid<directory::School>,
    /// Why this one, in at most 600 characters. It is kept with the decision, which is made once.
    pub reason: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

payload! {
    /// What came of deciding which school takes over.
    pub DecideSuccessionPayload {
        /// The school that has taken over.
        successor: School
    } from School;
    /// What came of founding an alliance.
    pub FoundAlliancePayload {
        /// The alliance, with the school that leads it.
        alliance: Alliance
    } from directory::Alliance;
    /// What came of joining an alliance.
    pub JoinAlliancePayload {
        /// The alliance, with your school in it.
        alliance: Alliance
    } from directory::Alliance;
    /// What came of leaving an alliance.
    pub LeaveAlliancePayload {
        /// The alliance, without your school.
        alliance: Alliance
    } from directory::Alliance;
    /// What came of declaring a neighbour, or of taking that back.
    pub DeclareNeighbourPayload {
        /// Your alliance, with its neighbours.
        alliance: Alliance
    } from directory::Alliance;
}

/// What can be done in the directory.
#[derive(Default)]
pub struct DirectoryMutation;

#[Object]
impl DirectoryMutation {
    /// Founds an alliance, as an operator: its brokers can be invited from then on, and schools can join it. A school leads
    /// one alliance of a kind.
    async fn found_alliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new alliance, and the school that leads it.")] input: FoundAllianceInput,
    ) -> Result<FoundAlliancePayload> {
        let FoundAllianceInput { name, kind, lead_school, response_days, .. } = input;
        let founding = directory::Founding { name, kind: kind.0, response_days };
        FoundAlliancePayload::of(alliance::found(ctx.app(), ctx.caller()?, founding, lead_school.0).await)
    }

    /// Makes your school a member of an alliance. Only the school's own head can: nobody is enrolled by others.
    async fn join_alliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which alliance.")] input: JoinAllianceInput,
    ) -> Result<JoinAlliancePayload> {
        let caller = ctx.caller()?;
        JoinAlliancePayload::of(match own_school(ctx)? {
            Some(school) => alliance::join(ctx.app(), caller, (input.alliance.0, input.expected_version), school).await,
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }

    /// Ends your school's membership of an alliance. The school that leads it hands that on before it leaves.
    async fn leave_alliance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which alliance, and why.")] input: LeaveAllianceInput,
    ) -> Result<LeaveAlliancePayload> {
        let caller = ctx.caller()?;
        LeaveAlliancePayload::of(match own_school(ctx)? {
            Some(school) => {
                let of = (input.alliance.0, input.expected_version);
                alliance::leave(ctx.app(), caller, of, school, input.reason.0).await
            }
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }

    /// Decides which of several successors takes over what a closed school has open: its offers, requests, deployments,
    /// people and memberships. Once, with a reason, by a broker of an alliance to which the closed school belongs, or an
    /// operator.
    async fn decide_succession(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which school closed, which one takes over, and why.")] input: DecideSuccessionInput,
    ) -> Result<DecideSuccessionPayload> {
        let caller = ctx.caller()?;
        let chosen = (input.successor.0, input.reason.as_str());
        let decided = succession::decide(ctx.app(), caller, input.school.0, chosen).await;
        let shown = |id| School::find(&ctx.app().snapshot(), id).ok_or(Refusal::from(Rule::NotFound.at("successor")));
        DecideSuccessionPayload::of(decided.and_then(shown))
    }

    /// Says that another alliance is a neighbour of yours. It counts once the other has said so too.
    async fn declare_neighbour(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which alliance.")] input: DeclareNeighbourInput,
    ) -> Result<DeclareNeighbourPayload> {
        let caller = ctx.caller()?;
        let own = caller.actor.acting().and_then(|acting| acting.alliance);
        DeclareNeighbourPayload::of(match own {
            Some(own) => {
                let own = (own, input.expected_version);
                alliance::declare_neighbour(ctx.app(), caller, own, input.neighbour.0).await
            }
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }

    /// Takes back that another alliance is a neighbour of yours: from then on it is none, whatever the other has said.
    async fn withdraw_neighbour(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which alliance, and why.")] input: WithdrawNeighbourInput,
    ) -> Result<DeclareNeighbourPayload> {
        let caller = ctx.caller()?;
        let own = caller.actor.acting().and_then(|acting| acting.alliance);
        DeclareNeighbourPayload::of(match own {
            Some(own) => {
                let (own, neighbour) = ((own, input.expected_version), input.neighbour.0);
                alliance::withdraw_neighbour(ctx.app(), caller, own, neighbour, input.reason.0).await
            }
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }
}

/// The school for which the caller acts.
fn own_school(ctx: &Context<'_>) -> Result<Option<Id<directory::School>>> {
    Ok(ctx.caller()?.actor.acting().and_then(|acting| acting.school))
}
