//! What an alliance promises to those who ask: each step to which it is carried that it is not kept.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::brokerage::EscalationStep::{Alliance, Broker, NationalPool};
use domain::brokerage::ServiceLevel::{Guarantee, NamedCandidate, Triage};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

use super::{Seen, Told, Watch, after, day, days_before};
use crate::brokerage::guarantee::of_a_giver;
use crate::brokerage::service_levels::{raised, triaged};

/// Until when a request is to be answered.
async fn respond_by(who: &Persona<'_>, request: &str) -> Timestamp {
    let document = "query($id: ID!) { supportRequest(id: $id) { response { respondBy } } }";
    let answer = who.ask(document, json!({ "id": request })).await;
    Timestamp::new(answer.text("supportRequest.response.respondBy").parse().unwrap())
}

fn hours(from: Timestamp, hours: i64) -> Timestamp {
    Timestamp::new(from.utc() + TimeDelta::hours(hours))
}

/// A request that nobody reads, one for which nobody is proposed, and one for which nobody goes to look.
pub(super) async fn asking() -> Seen {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (own, other) = (app.alliance("Avon", &ash, &[]).await, app.alliance("Trent", &elm, &[]).await);
    let (holds, beside, far) = (own.broker().await, own.broker().await, other.broker().await);
    let (head, of) = (ash.head().await, (&holds, own.id));

    let unread = raised(&head, json!({"urgency": "ROUTINE"})).await;
    let mut watch = Watch::begin(&app).await;
    let by = respond_by(&head, &unread).await;
    watch.hear(hours(by, -12), &[("request.answer_due", &[&holds, &beside])]).await;
    watch.carried(by, of, (Triage, Broker), &[("request.overdue", &[&holds, &beside, &head])]).await;
    let all: Told<'_> = ("service_level.escalated", &[&holds, &beside]);
    watch.carried(hours(by, 24), of, (Triage, Alliance), &[all]).await;
    watch.carried(hours(by, 72), of, (Triage, NationalPool), &[("request.pooled", &[&far])]).await;

    let nobody = raised(&head, json!({})).await;
    triaged(&holds, &nobody).await;
    let by = hours(app.clock.now(), 48);
    watch.hear(hours(by, -12), &[("request.candidate_due", &[&holds, &beside])]).await;
    watch.carried(by, of, (NamedCandidate, Broker), &[("service_level.breached", &[&holds])]).await;
    watch.carried(hours(by, 24), of, (NamedCandidate, Alliance), &[all]).await;
    watch.carried(hours(by, 72), of, (NamedCandidate, NationalPool), &[("request.pooled", &[&far])]).await;

    let audited = raised(&head, json!({})).await;
    triaged(&holds, &audited).await;
    holds.ask_for_audit(&audited, json!({"plannedOn": "2026-11-27"})).await.done();
    watch.hear(day("2026-11-27"), &[("audit_visit.due", &[&holds])]).await;
    watch.end()
}

/// A school that gives: its request that nobody reads, and one for which everybody is silent.
pub(super) async fn giving() -> Seen {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    let far = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await.broker().await;
    let of = (&deal.broker, deal.alliance.id);
    let by = app.clock.now().plus_days(21);
    deal.proposed().await;
    let mut watch = Watch::begin(&app).await;
    // Somebody is named each time, and nobody answers.
    for (days, seconds) in [(7, 1), (14, 2)] {
        watch.pass(watch.days(days).plus_seconds(seconds)).await;
        deal.proposed().await;
    }
    watch.hear(days_before(by, 3), &[("request.guarantee_due", &[&deal.broker])]).await;
    let told: [Told<'_>; 2] =
        [("guarantee.support_missed", &[&deal.host_head]), ("service_level.breached", &[&deal.broker])];
    watch.carried(by, of, (Guarantee, Broker), &told).await;
    watch.carried(hours(by, 24), of, (Guarantee, Alliance), &[("service_level.escalated", &[&deal.broker])]).await;
    watch.carried(hours(by, 72), of, (Guarantee, NationalPool), &[("request.pooled", &[&far])]).await;

    let unread = of_a_giver(&app).await;
    let sql = "UPDATE support_request SET status = 'submitted', stage = NULL, triaged_at = NULL WHERE id = $1";
    app.write(sql, values![unread.request.uuid()]).await;
    let by = respond_by(&unread.host_head, &unread.request.to_string()).await;
    watch.hear(after(by), &[("guarantee.breached", &[&unread.host_head, &unread.broker])]).await;
    watch.end()
}
