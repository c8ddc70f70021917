//! Work from its first day to a year after, past everything that is to be done by a day.

use domain::Id;
use domain::brokerage::Deployment;
use domain::brokerage::EscalationStep::Broker;
use domain::brokerage::ServiceLevel::VisitRecord;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, TestApp};
use serde_json::json;

use super::{Seen, Told, Watch, after, before, day, days_before, times};
use crate::brokerage::arisen::{arises, goes_on};
use crate::brokerage::pools::{active, money};

/// Work of which nothing is confirmed, reviewed, ended, evaluated, signed off, followed up or closed before somebody is reminded.
pub(super) async fn from_begin_to_close() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let second = deal.alliance.broker().await;
    let (home, host, broker, gives) = (&deal.home_head, &deal.host_head, &deal.broker, &deal.specialist.persona);
    let deployment = deal.active().await;
    let disputed = deal.recorded(deployment, 1).await;
    let input = json!({"visit": disputed.to_string(), "reason": "OTHER_LENGTH", "words": "It was one lesson.", "expectedVersion": 1});
    host.ask(&act("disputeVisit", "DisputeVisitInput", "visit"), json!({ "input": input })).await.done();
    deal.recorded(deployment, 1).await;
    arises(host, deployment, &["KINSHIP"], json!(null)).await.done();

    let mut watch = Watch::begin(&app).await;
    let due: [Told<'_>; 2] = [("visit.confirmation_due", &[host]), ("visit.dispute_due", &[home, broker, &second])];
    watch.hear(watch.days(6), &due).await;
    watch.hear(watch.days(7), &[("visit.confirmation_overdue", &[host, broker, &second])]).await;
    let told: [Told<'_>; 1] = [("deployment.interest_overdue", &[home, host, broker, &second, gives])];
    watch.hear(after(watch.days(7)), &told).await;
    goes_on(&second, deployment).await.done();

    // From 9 November to 25 March, half of which is over on 16 January.
    watch.hear(day("2027-01-09"), &[("deployment.midterm_due", &[host, broker, &second])]).await;
    watch.hear(day("2027-02-13"), &[("offer.went_stale", &[home])]).await;
    let all = [home, host, broker, &second];
    watch.hear(day("2027-03-18"), &[("deployment.ends_soon", &all)]).await;
    watch.hear(day("2027-03-26"), &[("deployment.past_its_end", &all)]).await;

    host.step("completeDeployment", deployment).await.done();
    let ended = app.clock.now();
    let due: [Told<'_>; 2] =
        [("deployment.evaluation_due", &[home, host]), ("deployment.final_review_due", &[host, gives])];
    watch.hear(ended.plus_days(21), &due).await;
    watch.hear(after(ended.plus_days(28)), &[("deployment.evaluation_lapsed", &[])]).await;
    let lapsed = app.clock.now();
    watch.hear(ended.plus_days(35), &[("deployment.sign_off_due", &[broker, &second])]).await;
    let brokers = [broker, &second];
    watch.hear(lapsed.plus_days(42), &[("deployment.follow_up_unplanned", &brokers)]).await;
    broker.schedule_follow_up(deployment, "2027-07-01").await.done();
    let those = [host, broker, &second];
    watch.hear(day("2027-06-24"), &[("deployment.follow_up_due", &those)]).await;
    watch.hear(day("2027-07-02"), &[("deployment.follow_up_overdue", &those)]).await;
    broker.follow_up(deployment, json!({})).await.done();
    let held = app.clock.now();
    watch.hear(held.plus_days(28), &[("deployment.close_due", &brokers)]).await;
    watch.end()
}

/// Work that begins a day late and of which nothing is written down, and work that never begins.
pub(super) async fn begun_late_or_never() -> Seen {
    let app = TestApp::start().await;
    let (deal, idle) = (app.deal().await, app.deal().await);
    let (home, host, broker, gives) = (&deal.home_head, &deal.host_head, &deal.broker, &deal.specialist.persona);
    let deployment = deal.agreed().await;
    let never = idle.agreed().await;
    let all = [&idle.home_head, &idle.host_head, &idle.broker];
    let mut watch = Watch::begin(&app).await;
    let both = [home, host, broker, all[0], all[1], all[2]];
    watch.hear(day("2026-11-10"), &[("deployment.start_due", &both)]).await;
    host.step("startDeployment", deployment).await.done();
    // A step of the plan is over on 18 December; Christmas lies in between.
    watch.hear(day("2026-12-29"), &[("deployment.record_due", &[home, gives])]).await;

    // A visit of 29 December is written down until the end of 6 January.
    let of = (broker, deal.alliance.id);
    let in_time = day("2027-01-07");
    watch.pass(in_time).await;
    visited(&deal, deployment, "2026-12-29").await.done();
    watch.pass(after(in_time)).await;
    assert_eq!(times(of, (VisitRecord, Broker)).await, 0, "in time is in time");
    visited(&deal, deployment, "2026-12-29").await.done();
    watch.hear_now(after(in_time), &[("service_level.breached", &[broker])]).await;
    assert_eq!(times(of, (VisitRecord, Broker)).await, 1);
    watch.seen.steps.insert((VisitRecord, Broker));

    watch.hear(day("2027-03-26"), &[("deployment.never_begun", &all)]).await;
    assert_eq!(idle.host_head.step("startDeployment", never).await.refused().code, "DATE_PASSED");
    watch.end()
}

/// Work that a pooled budget pays, which has ended with a visit that nobody confirms.
pub(super) async fn paid_and_not_confirmed() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    let deployment = active(&deal, &pool, 50_000).await;
    deal.recorded(deployment, 1).await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    let mut watch = Watch::begin(&app).await;
    let until = watch.days(56);
    let due: Told<'_> = ("deployment.held_money_ends_soon", &[&deal.host_head, &deal.broker]);
    watch.hear(days_before(until, 7), &[due]).await;
    watch.pass(before(until)).await;
    assert_ne!(money(&deal.broker, &pool).await[1], 0, "it is held for the visit");
    watch.pass(until).await;
    assert_eq!(money(&deal.broker, &pool).await[1], 0, "nobody waits for ever");
    watch.end()
}

/// The specialist writes down a visit of a day.
async fn visited(deal: &Deal<'_>, deployment: Id<Deployment>, on: &str) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "visitedOn": on, "mode": "REMOTE", "halfDays": 1,
        "note": "Went through the plans together."});
    deal.specialist.persona.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({ "input": input })).await
}
