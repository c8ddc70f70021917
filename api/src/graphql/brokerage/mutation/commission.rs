//! What can be done with a joint commission.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{BackingDecline, JointCommission};
use domain::{directory, exchange};

use crate::app::brokerage::commission::{self, Form};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::CommissionObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::{HalfDays, Pence};
use crate::payload;

payload! {
    /// The answer to a step of a joint commission.
    pub CommissionPayload {
        /// The joint commission as it stands now.
        commission: CommissionObject
    } from JointCommission;
}

/// Schools that are asked to back a request of your school.
#[derive(InputObject)]
pub struct AskBackersInput {
    /// The request: raised, and not placed yet.
    pub request: Gid<exchange::SupportRequest>,
    /// What you buy together, in words for the schools that you ask. They learn which school asks.
    pub purpose: String,
    /// The schools with their parts; yours is one of them.
    pub backers: Vec<BackerInput>,
    /// The most that all of it may cost the schools together, without value-added tax. Each is told its part of that, and bound to
    /// no more.
    pub most: Pence,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A school with its part.
#[derive(InputObject)]
pub struct BackerInput {
    /// The school.
    pub school: Gid<directory::School>,
    /// Its part of what the receiving school would pay, in hundredths of a per cent: 2500 is a quarter. Together they are 10000.
    pub part: i32,
    /// How many of the half-days are for it.
    pub half_days: HalfDays,
}

/// Whether your school backs a joint commission.
#[derive(InputObject)]
pub struct AnswerCommissionInput {
    /// The joint commission.
    pub commission: Gid<JointCommission>,
    /// Whether your school backs it with the part that it tells.
    pub backs: bool,
    /// Why not, by a code that blames nobody; it counts only where your school does not back it.
    #[graphql(default_with = "Choice(BackingDecline::NotStated)")]
    pub reason: Choice<BackingDecline>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A joint commission that is taken back.
#[derive(InputObject)]
pub struct EndCommissionInput {
    /// The joint commission.
    pub commission: Gid<JointCommission>,
    /// Why.
    pub reason: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a joint commission.
#[derive(Default)]
pub struct CommissionMutation;

#[Object]
impl CommissionMutation {
    /// Asks other schools, as the head of the school that raised a request, to back it and share what it costs. Once it is
    /// agreed each school pays its part, and none more than it was told; what several schools buy is paid for in money.
    async fn ask_backers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, the schools and their parts.")] input: AskBackersInput,
    ) -> Result<CommissionPayload> {
        let backer = |it: BackerInput| (it.school.0, i64::from(it.part), it.half_days.0);
        let backers = input.backers.into_iter().map(backer).collect();
        let form = Form { request: input.request.0, purpose: input.purpose, backers, most: input.most.0 };
        CommissionPayload::of(commission::ask(ctx.app(), ctx.caller()?, &form).await)
    }

    /// Says, as your school's head, whether it backs another school's request. If one school does not, nobody does.
    async fn answer_commission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The joint commission and the answer.")] input: AnswerCommissionInput,
    ) -> Result<CommissionPayload> {
        let (of, no) = ((input.commission.0, input.expected_version), (!input.backs).then_some(input.reason.0));
        CommissionPayload::of(commission::answer(ctx.app(), ctx.caller()?, of, no).await)
    }

    /// Takes a joint commission back before the support is agreed, as the head who asked, saying why.
    async fn end_commission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The joint commission and the reason.")] input: EndCommissionInput,
    ) -> Result<CommissionPayload> {
        let of = (input.commission.0, input.expected_version);
        CommissionPayload::of(commission::end(ctx.app(), ctx.caller()?, of, &input.reason).await)
    }
}
