//! By when a request is to be answered, in the contract.

use async_graphql::{Context, Result, SimpleObject};
use domain::brokerage::Clock;
use domain::exchange::{self, ResponseFactor};
use persistence::exchange::RequestRow;

use crate::app::brokerage::matching::View;
use crate::graphql::adapter::Choice;
use crate::graphql::brokerage::AuditVisitOf;
use crate::graphql::context::Reach;
use crate::graphql::loaders::failed;
use crate::graphql::scalar::Moment;

/// By when a request is to be answered by a broker, and why then. Schools that give are answered sooner, and so are those
/// that are cut off.
#[derive(SimpleObject)]
pub struct RequestResponse {
    /// Until when a broker is to confirm the need.
    pub respond_by: Moment,
    /// When it was noted that nobody had in time; nothing if somebody had, or there is time left.
    pub overdue_at: Option<Moment>,
    /// Whether the guarantee holds for the school: it gave within a year, and now asks. Only the school and its brokers see
    /// it, and so with all that follows: it tells what the school has given.
    pub guaranteed: Option<bool>,
    /// The version of the numbers by which the time was set.
    pub policy_version: Option<i32>,
    /// Why the time was set so: what is usual first, then what shortened it.
    pub reasons: Option<Vec<ResponseReason>>,
}

/// That a school which gives is answered in time when it asks, and has support agreed in time.
#[derive(SimpleObject)]
pub struct ReciprocityGuarantee {
    /// By when it is guaranteed an answer.
    pub deadline: Moment,
    /// When it was noted that nobody had answered by then; it stays on the record.
    pub breached_at: Option<Moment>,
    /// By when it is guaranteed that support is agreed, counted anew where support that was agreed ended before its time.
    /// Nothing for what was asked before there was such a guarantee, and for what was taken back.
    pub support_by: Option<Moment>,
    /// Whether support was not agreed by then, or is not until now.
    pub support_late: bool,
    /// When that was noted and the school told; it stays on the record until the school waits anew.
    pub support_breached_at: Option<Moment>,
}

/// One reason for the time in which a request is answered.
#[derive(SimpleObject)]
pub struct ResponseReason {
    /// What counts.
    pub factor: Choice<ResponseFactor>,
    /// By how many hundredths it shortens the time; nothing for the urgency, which sets it.
    pub percent: i32,
    /// The reason in plain words.
    pub sentence: String,
}

/// By when a request is to be answered, once it is raised: for the school that asks and its brokers with the reasons, which
/// tell how much the school has given, and without them for those who are asked to take it on.
pub(super) async fn response(ctx: &Context<'_>, request: &exchange::SupportRequest) -> Result<Option<RequestResponse>> {
    let caller = ctx.anybody();
    let asked = || ctx.scope().sees(&request.referred.iter().map(|alliance| alliance.uuid()).collect::<Vec<_>>());
    let told = View::of(caller, request).is_some();
    let Some(it) = request.response.filter(|_| told || asked()) else { return Ok(None) };
    let reason = |it: exchange::ResponseReason| ResponseReason {
        factor: Choice(it.factor),
        percent: it.percent,
        sentence: it.sentence,
    };
    let reasons = if told {
        let policy = ctx.app().board.response_policy(ctx.app(), it.policy).await.map_err(failed)?;
        Some(policy.reasons(request.draft.urgency, it.asker).into_iter().map(reason).collect())
    } else {
        None
    };
    Ok(Some(RequestResponse {
        respond_by: Moment(it.by),
        overdue_at: it.overdue_at.map(Moment),
        guaranteed: told.then_some(it.asker.guaranteed),
        policy_version: told.then_some(it.policy),
        reasons,
    }))
}

/// By when somebody is to be proposed for an open request, for the school that asks and its brokers.
pub(super) async fn candidate_due(ctx: &Context<'_>, row: &RequestRow) -> Result<Option<Moment>> {
    let request = exchange::SupportRequest::try_from(row.clone()).map_err(failed)?;
    let actor = &ctx.anybody().actor;
    if View::of(ctx.anybody(), &request).is_none() {
        return Ok(None);
    }
    let audit = ctx.load(AuditVisitOf(request.id)).await?;
    let standard = ctx.app().service_standard().await.map_err(failed)?;
    let own = actor.acting().and_then(|it| it.alliance);
    Ok(Clock::candidate_due(&request, audit.as_ref(), &standard, own).map(Moment))
}

/// The guarantee that holds for a request, for the school that asks and its brokers: it tells what the school has given.
pub(super) async fn guarantee(
    ctx: &Context<'_>,
    request: &exchange::SupportRequest,
) -> Result<Option<ReciprocityGuarantee>> {
    let Some(it) = request.response.filter(|it| it.asker.guaranteed) else { return Ok(None) };
    if View::of(ctx.anybody(), request).is_none() {
        return Ok(None);
    }
    let standard = ctx.app().service_standard().await.map_err(failed)?;
    let waits = request.waits_for_support();
    let due = waits.and_then(|(since, agreed)| Some((standard.guarantee_due(since)?, agreed)));
    Ok(Some(ReciprocityGuarantee {
        deadline: Moment(it.by),
        breached_at: it.overdue_at.map(Moment),
        support_by: due.map(|(by, _)| Moment(by)),
        support_breached_at: request.support_missed_at().map(Moment),
        support_late: due.is_some_and(|(by, agreed)| agreed.unwrap_or_else(|| ctx.app().clock.now()) > by),
    }))
}
