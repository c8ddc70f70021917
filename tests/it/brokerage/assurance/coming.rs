//! On whose word anybody comes to a school: to the initial meeting, before help is looked for, and after the end (DOMAIN part B).

use lateral_tests::TestApp;
use persistence::values;
use serde_json::{Value as Json, json};

use super::unassured;

/// What the database says to a change that the service never makes.
async fn fault(app: &TestApp, change: &str) -> Option<String> {
    let changed = app.owner.run(&format!("UPDATE {change}"), values![]).await;
    changed.err().and_then(|no| no.constraint().map(str::to_owned))
}

#[tokio::test]
async fn nobody_meets_at_the_school_before_the_employer_has_given_its_word() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    unassured(&app).await;
    let deployment = deal.planned().await;
    let specialist = &deal.specialist.persona;
    for mode in ["IN_PERSON", "BLENDED"] {
        let no = specialist.meet(deployment, json!({ "mode": mode })).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("ASSURANCE_MISSING", "mode"), "{mode}");
    }
    assert_eq!(app.count("initial_meeting").await, 0);
    deal.home_head.assure(deal.specialist.id, json!({})).await.done();
    specialist.meet(deployment, json!({})).await.done();
    let shown = "query($id: ID!) { deployment(id: $id) { initialMeeting { mode } } }";
    let seen = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    assert_eq!(seen.at("deployment.initialMeeting.mode"), "IN_PERSON");

    unassured(&app).await;
    let rests = Some("initial_meeting_rests_on_an_assurance".to_owned());
    assert_eq!(fault(&app, "initial_meeting SET mode = 'blended'").await, rests);
    assert_eq!(fault(&app, "initial_meeting SET mode = 'remote'").await, None);
    assert_eq!(fault(&app, "initial_meeting SET mode = 'in_person'").await, rests);
    let nothing = "initial_meeting SET mode = NULL";
    assert_eq!(fault(&app, nothing).await.as_deref(), Some("initial_meeting_has_a_mode"));
    // One from before this was asked says nothing, and passes on with its school as it is.
    app.owner.run("ALTER TABLE initial_meeting DISABLE TRIGGER USER", values![]).await.unwrap();
    assert_eq!(fault(&app, nothing).await, None);
    app.owner.run("ALTER TABLE initial_meeting ENABLE TRIGGER USER", values![]).await.unwrap();
    assert_eq!(fault(&app, "initial_meeting SET audience = audience || ARRAY[gen_random_uuid()]").await, None);
    let seen = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    assert_eq!(seen.at("deployment.initialMeeting"), &json!({"mode": null}));
    app.settle().await;

    // Over the network nobody's word is needed, and nor was it before it was asked for.
    let app = TestApp::start().await;
    let deal = app.deal().await;
    unassured(&app).await;
    deal.home_head.meet(deal.planned().await, json!({"mode": "REMOTE"})).await.done();
    let later = app.clock.now().plus_days(1).day();
    let policy =
        "INSERT INTO assurance_policy VALUES (4, '2026-09-01', 'As where deployments were open.', '2026-09-01', $1)";
    app.write(policy, values![later]).await;
    assert_eq!(fault(&app, "initial_meeting SET mode = 'in_person'").await, None);
    app.settle().await;
}

#[tokio::test]
async fn whoever_comes_from_the_school_that_gave_to_follow_up_comes_on_its_word() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    for head in [&deal.home_head, &deal.host_head] {
        head.evaluate(deployment).await.done();
    }
    unassured(&app).await;
    for who in [&deal.host_head, &deal.broker] {
        let no = who.follow_up(deployment, json!({"way": "GIVER_CAME"})).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("ASSURANCE_MISSING", "way"));
    }
    assert_eq!(app.count("deployment WHERE status = 'evaluated'").await, 1, "it waits for its follow-up as before");
    deal.home_head.assure(deal.specialist.id, json!({})).await.done();
    deal.broker.follow_up(deployment, json!({"way": "GIVER_CAME"})).await.done();
    let shown = "query($id: ID!) { deployment(id: $id) { reviews(first: 5) { nodes { kind way } } } }";
    let seen = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    assert_eq!(seen.at("deployment.reviews.nodes"), &json!([{"kind": "FOLLOW_UP", "way": "GIVER_CAME"}]));

    unassured(&app).await;
    for way in ["own", "remote", "accompanied"] {
        assert_eq!(fault(&app, &format!("review SET way = '{way}'")).await, None, "{way}");
    }
    for (change, constraint) in [
        ("review SET way = 'giver_came'", "review_rests_on_an_assurance"),
        ("review SET way = NULL", "review_follow_up_has_a_way"),
        ("review SET way = 'alone'", "review_followed_up_in_a_way"),
        ("review SET kind = 'final'", "review_followed_up_in_a_way"),
    ] {
        assert_eq!(fault(&app, change).await.as_deref(), Some(constraint), "{change}");
    }
    app.settle().await;
}

#[tokio::test]
async fn an_audit_visit_says_that_whoever_came_was_never_alone() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.write("UPDATE support_request SET status = 'triaged', stage = NULL", values![]).await;
    let request = deal.request.to_string();
    let asked = deal.broker.ask_for_audit(&request, json!({})).await;
    app.clock.advance(chrono::TimeDelta::days(1));
    deal.broker.hold_audit(&asked.text("askForAuditVisit.auditVisit.id"), json!({})).await.done();
    let shown = "query($id: ID!) { supportRequest(id: $id) { auditVisit { way } } }";
    for who in [&deal.host_head, &deal.broker] {
        let seen = who.ask(shown, json!({ "id": request })).await;
        assert_eq!(seen.at("supportRequest.auditVisit"), &json!({"way": "ACCOMPANIED"}));
    }
    for (change, constraint) in [
        ("audit_visit SET way = NULL", "audit_visit_has_a_way"),
        ("audit_visit SET way = 'alone'", "audit_visit_held_in_a_way"),
    ] {
        assert_eq!(fault(&app, change).await.as_deref(), Some(constraint), "{change}");
    }
    // One from before this was asked says nothing, and passes on with its school as it is.
    app.owner.run("ALTER TABLE audit_visit DISABLE TRIGGER USER", values![]).await.unwrap();
    assert_eq!(fault(&app, "audit_visit SET way = NULL").await, None);
    app.owner.run("ALTER TABLE audit_visit ENABLE TRIGGER USER", values![]).await.unwrap();
    assert_eq!(fault(&app, "audit_visit SET audience = audience || ARRAY[gen_random_uuid()]").await, None);
    let seen = deal.broker.ask(shown, json!({ "id": request })).await;
    assert_eq!(seen.at("supportRequest.auditVisit.way"), &Json::Null);
    app.settle().await;
}
