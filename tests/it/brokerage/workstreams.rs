//! What an alliance works at, counted apart: a request belongs to a work-stream, and how its times were kept is told of each.

use chrono::TimeDelta;
use domain::Id;
use domain::directory::Alliance;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::raised;

const SUPPORT: &str = "School-to-school support";

async fn settled(who: &Persona<'_>, of: Id<Alliance>, streams: &[&str], shown: &str) {
    let document =
        "mutation($input: SetAlliancePolicyInput!) { setAlliancePolicy(input: $input) { userErrors { code field } } }";
    let input = json!({"alliance": of.to_string(), "responseDays": 7, "workstreams": streams, "figuresShown": shown});
    who.ask(document, json!({ "input": input })).await.done();
}

/// Confirms the need of a request that belongs to a work-stream.
async fn triaged(who: &Persona<'_>, request: &str, workstream: Option<&str>) -> Answer {
    let document = "mutation($input: TriageRequestInput!) { triageRequest(input: $input) {
        request { id workstream } userErrors { code field message rule } } }";
    who.ask(document, json!({"input": {"request": request, "workstream": workstream}})).await
}

/// How an alliance kept a level in each work-stream: its name, how often it was due, met and breached.
async fn parts(who: &Persona<'_>, of: Id<Alliance>, level: &str) -> Json {
    let document =
        "query($id: ID!) { alliance(id: $id) { workstreamLevels(from: \"2026-11-01\", until: \"2026-12-01\") {
        workstream levels { level fellDue met breached } } } }";
    let answer = who.ask(document, json!({"id": of.to_string()})).await;
    let Some(parts) = answer.done()["alliance"]["workstreamLevels"].as_array().cloned() else { return Json::Null };
    let of_level = |part: &Json| {
        let it = part["levels"].as_array().unwrap().iter().find(|it| it["level"] == level).unwrap().clone();
        json!([part["workstream"], it["fellDue"], it["met"], it["breached"]])
    };
    parts.iter().map(of_level).collect()
}

#[tokio::test]
async fn a_broker_names_a_work_stream_of_the_own_alliance_and_one_that_was_given_up_takes_nothing_new() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (broker, head, of) = (&deal.broker, &deal.host_head, deal.alliance.id);
    let one = raised(head, json!({})).await;
    let no = triaged(broker, &one, Some(SUPPORT)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "workstream"), "it has settled none");
    settled(broker, of, &[SUPPORT, "Research"], "BROKERS").await;
    assert_eq!(triaged(head, &one, Some(SUPPORT)).await.refused().code, "NOT_ALLOWED");
    let done = triaged(broker, &one, Some(SUPPORT)).await;
    done.done();
    assert_eq!(done.text("triageRequest.request.workstream"), SUPPORT);
    let seen = "query($id: ID!) { supportRequest(id: $id) { workstream } }";
    let shown =
        async |who: &Persona<'_>| who.ask(seen, json!({"id": one})).await.at("supportRequest.workstream").clone();
    assert_eq!((shown(broker).await, shown(head).await), (json!(SUPPORT), Json::Null), "it is its brokers' business");

    let two = raised(head, json!({})).await;
    settled(broker, of, &[SUPPORT], "BROKERS").await;
    let no = triaged(broker, &two, Some("Research")).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("WORKSTREAM_ENDED", "workstream"));
    triaged(broker, &two, None).await.done();
    // What belongs to one that is given up goes on belonging to it.
    settled(broker, of, &[], "BROKERS").await;
    assert_eq!(shown(broker).await, SUPPORT);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_parts_of_all_work_streams_and_of_none_make_up_the_whole() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (broker, of) = (&deal.broker, deal.alliance.id);
    settled(broker, of, &["Research", SUPPORT], "BROKERS").await;
    for (n, workstream) in [Some(SUPPORT), Some(SUPPORT), None].into_iter().enumerate() {
        let request = raised(&deal.host_head, json!({})).await;
        if n == 1 {
            app.clock.advance(TimeDelta::days(3));
        }
        triaged(broker, &request, workstream).await.done();
    }
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    let triage = json!([["Research", 0, 0, 0], [SUPPORT, 2, 1, 1], [null, 2, 2, 0]]);
    assert_eq!(parts(broker, of, "TRIAGE").await, triage);
    assert_eq!(
        parts(broker, of, "NAMED_CANDIDATE").await,
        json!([["Research", 0, 0, 0], [SUPPORT, 2, 0, 2], [null, 2, 0, 2]])
    );
    let whole = broker.levels(of).await.unwrap();
    for level in ["TRIAGE", "NAMED_CANDIDATE", "ANSWER", "INITIAL_MEETING", "VISIT_RECORD", "GUARANTEE"] {
        let parts = parts(broker, of, level).await;
        for place in 0..3 {
            let sum: i64 = parts.as_array().unwrap().iter().map(|it| it[place + 1].as_i64().unwrap()).sum();
            assert_eq!(whole[level][place], sum, "{level} {place}");
        }
    }
    // What was given up still has its figures, after those that hold.
    settled(broker, of, &["Research"], "BROKERS").await;
    let after = json!([["Research", 0, 0, 0], [SUPPORT, 2, 1, 1], [null, 2, 2, 0]]);
    assert_eq!(parts(broker, of, "TRIAGE").await, after);
}

#[tokio::test]
async fn others_are_told_all_parts_of_a_level_or_none_for_one_that_is_missing_follows_from_the_whole() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (broker, head, of) = (&deal.broker, &deal.host_head, deal.alliance.id);
    settled(broker, of, &[SUPPORT], "MEMBERS").await;
    let stranger = app.school("Far Away").await.head().await;
    for _ in 0..5 {
        triaged(broker, &raised(head, json!({})).await, Some(SUPPORT)).await.done();
    }
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    assert_eq!(parts(broker, of, "TRIAGE").await, json!([[SUPPORT, 5, 5, 0], [null, 1, 1, 0]]));
    assert_eq!(head.levels(of).await.unwrap()["TRIAGE"][0], 6, "the whole is told");
    assert_eq!(parts(head, of, "TRIAGE").await, json!([[SUPPORT, null, null, null], [null, null, null, null]]));
    assert_eq!(parts(head, of, "ANSWER").await, json!([[SUPPORT, 0, 0, 0], [null, 0, 0, 0]]));
    assert_eq!(parts(&stranger, of, "TRIAGE").await, Json::Null);
    for _ in 0..4 {
        triaged(broker, &raised(head, json!({})).await, None).await.done();
    }
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    assert_eq!(parts(head, of, "TRIAGE").await, json!([[SUPPORT, 5, 5, 0], [null, 5, 5, 0]]));
}

#[tokio::test]
async fn the_database_itself_refuses_a_work_stream_that_its_alliance_does_not_hold() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    settled(&deal.broker, deal.alliance.id, &[SUPPORT], "BROKERS").await;
    let put = async |name: &str, whose: &str| {
        let sql = format!("UPDATE support_request SET workstream = {name}, workstream_of = {whose} WHERE id = $1");
        app.owner.run(&sql, values![deal.request.uuid()]).await
    };
    let own = format!("'{}'", deal.alliance.id.uuid());
    let held = format!("'{SUPPORT}'");
    for (name, whose, constraint) in [
        ("'Catering'", own.as_str(), "support_request_workstream_held"),
        (&held, "NULL", "support_request_workstream_held"),
        ("NULL", &own, "support_request_workstream_of_an_alliance"),
    ] {
        let refused = put(name, whose).await.expect_err(name);
        assert_eq!(refused.constraint(), Some(constraint), "{name} {whose}: {refused}");
    }
    put(&held, &own).await.unwrap();
    let unread = "UPDATE support_request SET triaged_at = NULL WHERE id = $1";
    let refused = app.owner.run(unread, values![deal.request.uuid()]).await.expect_err("nobody has read it");
    assert_eq!(refused.constraint(), Some("support_request_workstream_of_an_alliance"));
}
