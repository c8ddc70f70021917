//! What comes before the work: an audit visit before help is looked for, and the initial meeting of those who will work
//! together.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::TestApp;
use lateral_tests::deal::{Deal, act};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::steps;
use crate::identity::reminders::heard;

const AUDIT: &str = "query($id: ID!) { supportRequest(id: $id) { status auditVisit {
    id status plannedOn purpose heldOn finding waiveReason } } }";
const RUN: &str = "mutation($id: ID!) { runMatch(input: {request: $id}) { run { stage } userErrors { code } } }";

/// The request of the deal, triaged and not searched yet.
async fn triaged(deal: &Deal<'_>) -> String {
    let sql = "UPDATE support_request SET status = 'triaged', stage = NULL WHERE id = $1";
    deal.app.write(sql, values![deal.request.uuid()]).await;
    deal.request.to_string()
}

#[tokio::test]
async fn nobody_is_looked_for_before_the_audit_visit_is_held() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let far = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    assert_eq!(deal.host_head.ask_for_audit(&request, json!({})).await.refused().code, "NOT_ALLOWED");
    assert_eq!(far.ask_for_audit(&request, json!({})).await.refused().code, "NOT_FOUND");
    let wrong = deal.broker.ask_for_audit(&request, json!({"plannedOn": "2026-11-08"})).await;
    assert_eq!(wrong.refused().code, "DATE_PASSED");
    let late = deal.broker.ask_for_audit(&request, json!({"plannedOn": "2027-03-01"})).await.refused();
    assert_eq!((late.code.as_str(), late.field.as_str()), ("DATE_TOO_FAR", "plannedOn"));
    let stale = deal.broker.ask_for_audit(&request, json!({"expectedVersion": 99})).await;
    assert_eq!(stale.refused().code, "VERSION_STALE");
    let asked = deal.broker.ask_for_audit(&request, json!({})).await;
    asked.done();
    let audit = asked.text("askForAuditVisit.auditVisit.id");
    assert_eq!(deal.broker.ask_for_audit(&request, json!({})).await.refused().code, "STEP_NOT_OPEN");

    assert_eq!(deal.broker.ask(RUN, json!({"id": request})).await.refused().code, "AUDIT_VISIT_OPEN");
    let proposed = deal.broker.propose(deal.offer, deal.request).await;
    assert_eq!(proposed.refused().code, "AUDIT_VISIT_OPEN");
    app.clock.advance(TimeDelta::days(1));
    for on in ["2026-11-08", "2026-11-11"] {
        let outside = deal.broker.hold_audit(&audit, json!({"heldOn": on})).await.refused();
        assert_eq!((outside.code.as_str(), outside.field.as_str()), ("AUDIT_VISIT_OUTSIDE", "heldOn"));
    }
    assert_eq!(deal.host_head.hold_audit(&audit, json!({})).await.refused().code, "NOT_ALLOWED");
    assert_eq!(far.hold_audit(&audit, json!({})).await.refused().code, "NOT_FOUND");
    deal.broker.hold_audit(&audit, json!({})).await.done();
    assert_eq!(deal.broker.waive_audit(&audit, "Not needed").await.refused().code, "STEP_NOT_OPEN");
    deal.broker.ask(RUN, json!({"id": request})).await.done();

    let sent = deal.broker.propose(deal.offer, deal.request).await;
    sent.done();
    for who in [&deal.broker, &deal.host_head] {
        let seen = who.ask(AUDIT, json!({"id": request})).await;
        assert_eq!(seen.at("supportRequest.auditVisit.finding"), "Lessons differ from room to room.");
        assert_eq!(seen.at("supportRequest.auditVisit.heldOn"), "2026-11-10");
    }
    let seen = deal.home_head.ask(AUDIT, json!({"id": request})).await;
    assert!(seen.at("supportRequest").is_object());
    assert_eq!(seen.at("supportRequest.auditVisit"), &Json::Null, "who is asked to give does not read what was found");
    let told = app.settle().await;
    let told: Vec<_> = told.events().into_iter().filter(|name| name.starts_with("audit_visit")).collect();
    assert_eq!(told, ["audit_visit.asked", "audit_visit.held"]);
}

#[tokio::test]
async fn the_clock_for_a_first_proposal_begins_when_the_audit_visit_has_ended() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let on = json!({"plannedOn": "2026-11-13"});
    let asked = deal.broker.ask_for_audit(&request, on.clone()).await;
    let audit = asked.text("askForAuditVisit.auditVisit.id");
    app.clock.advance(TimeDelta::days(4));
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]), "nobody may be looked for");
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([0, 0, 0, null]));
    deal.broker.hold_audit(&audit, json!({})).await.done();
    deal.broker.ask(RUN, json!({"id": request})).await.done();
    app.clock.advance(TimeDelta::hours(48));
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]), "in time is in time");
    deal.proposed().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]), "what is proposed by then is not late");
    app.clock.advance(TimeDelta::hours(1));
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([1, 1, 0, 48]));

    // A second one, for which nobody is proposed in time after its audit visit.
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let audit = deal.broker.ask_for_audit(&request, on).await.text("askForAuditVisit.auditVisit.id");
    app.clock.advance(TimeDelta::days(4));
    deal.broker.hold_audit(&audit, json!({})).await.done();
    app.clock.advance(TimeDelta::hours(49));
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[("NAMED_CANDIDATE", "BROKER")]));
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([1, 0, 1, null]));
}

#[tokio::test]
async fn an_audit_visit_that_nobody_holds_is_due_on_its_day_and_the_clock_runs_after_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let other = deal.alliance.broker().await;
    deal.broker.ask_for_audit(&request, json!({"plannedOn": "2026-11-20"})).await.done();
    // It is 9 November, at nine in the morning.
    for (days, due) in [(10, 0), (1, 1), (1, 1)] {
        app.clock.advance(TimeDelta::days(days));
        app.settle().await;
        assert_eq!(heard(&deal.broker, "audit_visit.due").await, due, "whoever asked for it goes");
        assert_eq!(heard(&other, "audit_visit.due").await, 0);
        assert_eq!(heard(&deal.host_head, "audit_visit.due").await, 0);
    }
    assert_eq!(heard(&deal.broker, "request.candidate_due").await, 0);
    app.clock.advance(TimeDelta::hours(28));
    app.settle().await;
    assert_eq!(heard(&deal.broker, "request.candidate_due").await, 1, "within half a day somebody is to be proposed");
    app.clock.advance(TimeDelta::hours(11));
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]), "it is not two days since the 20th");
    app.clock.advance(TimeDelta::hours(1));
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[("NAMED_CANDIDATE", "BROKER")]));
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([1, 0, 1, null]));
}

#[tokio::test]
async fn an_audit_visit_ends_with_its_request() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let asked = deal.broker.ask_for_audit(&request, json!({"plannedOn": "2026-11-12"})).await;
    let audit = asked.text("askForAuditVisit.auditVisit.id");
    let withdraw = act("withdrawRequest", "WithdrawRequestInput", "request");
    let input = json!({"request": request, "reason": "TIMING"});
    deal.host_head.ask(&withdraw, json!({ "input": input })).await.done();
    let seen = deal.broker.ask(AUDIT, json!({"id": request})).await;
    assert_eq!(seen.at("supportRequest.auditVisit.status"), "FALLEN");
    assert!(app.settle().await.events().contains(&"audit_visit.fallen"));
    assert_eq!(deal.broker.hold_audit(&audit, json!({})).await.refused().code, "STEP_NOT_OPEN");
    app.clock.advance(TimeDelta::days(9));
    app.settle().await;
    assert_eq!(heard(&deal.broker, "audit_visit.due").await, 0, "nobody goes there");
}

#[tokio::test]
async fn a_broker_does_without_an_audit_visit_and_says_why_and_who_takes_the_request_on_reads_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    let asked = deal.broker.ask_for_audit(&request, json!({})).await;
    let audit = asked.text("askForAuditVisit.auditVisit.id");
    assert_eq!(deal.broker.waive_audit(&audit, " ").await.refused().code, "TEXT_EMPTY");
    deal.broker.waive_audit(&audit, "The inspectors were there last week.").await.done();
    let other = app.alliance("Trent", &app.school("Far Away").await, &[]).await;
    let far = other.broker().await;
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let input = json!({"request": request, "alliance": other.id.to_string(), "reason": "Nobody here has the time."});
    let referral = deal.broker.ask(&refer, json!({"input": input})).await.text("referRequest.referral.id");
    assert_eq!(far.ask(AUDIT, json!({"id": request})).await.at("supportRequest.auditVisit"), &Json::Null);
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    far.ask(&take, json!({"input": {"referral": referral}})).await.done();
    let seen = far.ask(AUDIT, json!({"id": request})).await;
    assert_eq!(seen.at("supportRequest.auditVisit.waiveReason"), "The inspectors were there last week.");
    deal.broker.ask(RUN, json!({"id": request})).await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_initial_meeting_is_written_down_once_by_the_home_side_and_both_schools_read_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let coordinator = deal.home.somebody(Role::Coordinator).await;
    assert_eq!(deal.host_head.meet(deployment, json!({})).await.refused().code, "NOT_ALLOWED");
    let stranger = app.school("Far Away").await.head().await;
    assert_eq!(stranger.meet(deployment, json!({})).await.refused().code, "NOT_FOUND");
    app.clock.advance(TimeDelta::days(2));
    for on in ["2026-11-08", "2026-11-12"] {
        let outside = coordinator.meet(deployment, json!({"heldOn": on})).await.refused();
        assert_eq!((outside.code.as_str(), outside.field.as_str()), ("INITIAL_MEETING_OUTSIDE", "heldOn"));
    }
    assert_eq!(coordinator.meet(deployment, json!({"expectedVersion": 99})).await.refused().code, "VERSION_STALE");
    coordinator.meet(deployment, json!({})).await.done();
    assert_eq!(deal.broker.meet(deployment, json!({})).await.refused().code, "INITIAL_MEETING_RECORDED");
    let document =
        "query($id: ID!) { deployment(id: $id) { initialMeeting { id heldOn attended focus frequency access } } }";
    let node = "query($id: ID!) { node(id: $id) { id } }";
    for who in [&deal.host_head, &deal.home_head, &deal.broker, &deal.specialist.persona] {
        let seen = who.ask(document, json!({"id": deployment.to_string()})).await;
        assert_eq!(seen.at("deployment.initialMeeting.frequency"), "Every second Tuesday.", "{:?}", who.role());
        let id = json!({"id": seen.text("deployment.initialMeeting.id")});
        assert!(who.ask(node, id.clone()).await.at("node").is_object());
        assert_eq!(stranger.ask(node, id).await.at("node"), &Json::Null);
    }
    assert!(app.settle().await.events().contains(&"initial_meeting.recorded"));
}

#[tokio::test]
async fn the_database_itself_keeps_meetings_before_the_work_and_audits_before_the_search() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = triaged(&deal).await;
    deal.broker.ask_for_audit(&request, json!({})).await.done();
    for (change, constraint) in [
        ("support_request SET status = 'matching'", "support_request_audited_first"),
        ("audit_visit SET planned_on = planned_on - 2", "audit_visit_planned_ahead"),
        ("audit_visit SET status = 'held', way = 'remote'", "audit_visit_stands_where_it_says"),
        ("audit_visit SET ended_by = asked_by", "audit_visit_ended_by_somebody"),
        (
            "audit_visit SET status = 'fallen', waive_reason = 'x', ended_by = asked_by, ended_at = asked_at",
            "audit_visit_stands_where_it_says",
        ),
        (
            "audit_visit SET status = 'waived', waive_reason = 'x', ended_by = asked_by, ended_at = asked_at - interval '1 day'",
            "audit_visit_ended_after_asked",
        ),
        (
            "audit_visit SET status = 'held', way = 'remote', finding = 'x', held_on = planned_on, ended_by = asked_by, \
             ended_at = asked_at",
            "audit_visit_held_in_time",
        ),
    ] {
        let refused = app.owner.run(&format!("UPDATE {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
    let audit = "SELECT id FROM audit_visit";
    assert_eq!(app.count(&format!("({audit}) AS it")).await, 1);
    let twice = "INSERT INTO audit_visit SELECT gen_random_uuid(), request_id, planned_on, purpose, status, asked_by, asked_at, \
                 held_on, finding, waive_reason, ended_by, ended_at, version, audience FROM audit_visit";
    let refused = app.owner.run(twice, values![]).await.expect_err(twice);
    assert_eq!(refused.constraint(), Some("audit_visit_once"));

    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.agreed().await;
    app.clock.advance(TimeDelta::days(1));
    deal.home_head.meet(deployment, json!({})).await.done();
    app.clock.advance(TimeDelta::days(1));
    deal.host_head.step("startDeployment", deployment).await.done();
    for (change, constraint) in [
        ("initial_meeting SET held_on = held_on - 2", "initial_meeting_before_the_work"),
        (
            "initial_meeting SET held_on = held_on + 2, recorded_at = recorded_at + interval '3 days'",
            "initial_meeting_before_the_work",
        ),
        ("initial_meeting SET recorded_at = recorded_at - interval '1 day'", "initial_meeting_recorded_after_held"),
        ("deployment SET started_at = started_at - interval '2 days'", "deployment_works_after_meeting"),
    ] {
        let refused = app.owner.run(&format!("UPDATE {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
}
