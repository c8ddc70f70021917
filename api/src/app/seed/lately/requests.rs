//! What becomes of requests: audited, referred, and backed by several schools.

use domain::Id;
use domain::brokerage::{
    AuditVisitWay, BackingDecline, Commissioning, Deployment, DeploymentStatus, JointCommission, ReferralDecline,
};
use domain::directory::{Retraction, School};
use domain::exchange::{RequestStatus, SupportRequest, WithdrawalReason};
use domain::text::Remark;
use persistence::brokerage::commission as commissions;

use crate::app::brokerage::{audit_visit, commission, referral};
use crate::app::exchange::request;
use crate::app::seed::cast::Cast;
use crate::app::{App, Caller, Outcome};

/// To which work-stream of the personas' alliance belongs what it takes on.
const WORKSTREAM: &str = "School-to-school support";
/// A half, in hundredths of a per cent.
const HALF: i64 = 5_000;
/// What schools that buy together are told that it may cost them, in pence.
const MOST: i64 = 1_000_000;

/// Audit visits: asked for, held, done without, and ended with their request.
pub async fn audit(app: &App, cast: &mut Cast) -> Outcome<()> {
    let today = app.clock.now().day();
    for number in 0..4 {
        let Some((of, broker, head)) = cast.ask(RequestStatus::Triaged) else { return Ok(()) };
        let planned = (today, "See two lessons, and the books of one class.");
        let asked = audit_visit::ask(app, &broker, of.id, planned, None).await?;
        match number {
            0 => {}
            1 => {
                let seen = "Lessons are calm. The teachers would plan together if they had the hour.";
                let found = (today, AuditVisitWay::Accompanied, seen);
                audit_visit::hold(app, &broker, asked.id, found, None).await?;
            }
            2 => {
                let reason = "The school was visited last month for another reason.";
                audit_visit::waive(app, &broker, asked.id, reason, None).await?;
            }
            _ => drop(request::withdraw(app, &head, of.id, None, WithdrawalReason::Timing).await?),
        }
    }
    Ok(())
}

/// Referrals to the personas' alliance: one waits, after it was taken back once, one is taken on, one is declined, and one ended with its request.
pub async fn refer(app: &App, cast: &mut Cast) -> Outcome<()> {
    let to = cast.own.alliance;
    for number in 0..4 {
        let Some((of, broker, head)) = cast.ask(RequestStatus::Matching) else { return Ok(()) };
        let reason = "None of our schools teaches it that way.";
        let sent = referral::refer(app, &broker, of.id, Some(to), reason, None).await?;
        match number {
            0 => {
                referral::withdraw(app, &broker, sent.id, Retraction::Mistaken, None).await?;
                referral::refer(app, &broker, of.id, Some(to), reason, None).await?;
            }
            1 => drop(referral::accept(app, &cast.own.broker, sent.id, Some(WORKSTREAM), None).await?),
            2 => drop(referral::decline(app, &cast.own.broker, sent.id, ReferralDecline::Capacity, None).await?),
            _ => drop(request::withdraw(app, &head, of.id, None, WithdrawalReason::Timing).await?),
        }
    }
    Ok(())
}

/// Joint commissions: asked for, backed, declined, taken back; and one for which support was agreed.
pub async fn commission(app: &App, cast: &mut Cast) -> Outcome<()> {
    for number in 0..4 {
        let Some((of, _, head)) = cast.ask(RequestStatus::Submitted) else { return Ok(()) };
        let Some((school, other)) = second(cast, &of, &[]) else { return Ok(()) };
        let backers = vec![(of.school, HALF, 0), (school, HALF, 0)];
        let form = commission::Form { request: of.id, purpose: purpose(), backers, most: MOST };
        let asked = commission::ask(app, &head, &form).await?;
        match number {
            0 => {}
            1 => drop(commission::answer(app, &other, (asked.id, None), None).await?),
            2 => drop(commission::answer(app, &other, (asked.id, None), Some(BackingDecline::Money)).await?),
            _ => drop(commission::end(app, &head, (asked.id, None), "We ask for it alone.").await?),
        }
    }
    agree(app, cast).await
}

/// Some weeks ago two schools backed what was agreed since, and nobody has come yet.
async fn agree(app: &App, cast: &mut Cast) -> Outcome<()> {
    let is_paid = |it: &Deployment| {
        it.status == DeploymentStatus::Agreed && it.terms.as_ref().is_some_and(|terms| terms.settlement.is_money())
    };
    let asked_for = |it: &Deployment| cast.requests.iter().find(|request| request.id == it.request).cloned();
    let mut paid = cast.deployments.iter().filter(|it| is_paid(it));
    let Some((of, request)) = paid.find_map(|it| Some((it.clone(), asked_for(it)?))) else {
        return Ok(());
    };
    // Nothing else happens to it.
    cast.deployments.retain(|it| it.id != of.id);
    let (Some(head), Some((school, other))) = (cast.head(of.host), second(cast, &request, &[of.home])) else {
        return Ok(());
    };
    // As it was when the others were asked.
    let mut asking = request.clone();
    asking.status = RequestStatus::Matching;
    let (asked, answered) = (request.created_at.plus_seconds(80_000), request.created_at.plus_seconds(110_000));
    let purpose = Remark::new(&purpose()).map_err(|no| no.at("purpose"))?;
    let backers = vec![(of.host, HALF, 0), (school, HALF, 0)];
    let commissioning = Commissioning { id: app.ids.next(), purpose, backers, most: MOST };
    let (mut it, _) = JointCommission::ask(commissioning, &asking, &head.actor, asked)?;
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    commissions::insert(&tx, &it, &request).await??;
    it.answer(school, None, &other.actor, answered).map(drop)?;
    it.bind(&of, of.agreed_at.unwrap_or(answered)).map(drop)?;
    commissions::save(&tx, &mut it).await?;
    Ok(tx.commit().await?)
}

/// Another school of the alliance that brokers a request, with its head.
fn second(cast: &Cast, of: &SupportRequest, but: &[Id<School>]) -> Option<(Id<School>, Caller)> {
    let company = cast.broker(*of.alliances.first()?)?;
    company.heads.iter().find(|(school, _)| *school != of.school && !but.contains(school)).cloned()
}

fn purpose() -> String {
    "Two schools share what neither can pay for alone.".to_owned()
}
