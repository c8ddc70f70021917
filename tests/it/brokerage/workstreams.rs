//! What an alliance works at, counted apart: a request belongs to a work-stream, and how its times were kept is told of each.

use chrono::TimeDelta;
use domain::Id;
use domain::directory::Alliance;
use lateral_tests::deal::act;
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
    for (who, stream) in [(broker, json!(SUPPORT)), (head, Json::Null)] {
        assert_eq!(shown(who, &one).await, stream, "it is its brokers' business");
    }

    let two = raised(head, json!({})).await;
    settled(broker, of, &[SUPPORT], "BROKERS").await;
    let no = triaged(broker, &two, Some("Research")).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("WORKSTREAM_ENDED", "workstream"));
    triaged(broker, &two, None).await.done();
    // What belongs to one that is given up goes on belonging to it.
    settled(broker, of, &[], "BROKERS").await;
    assert_eq!(shown(broker, &one).await, SUPPORT);
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

/// Puts a request into a work-stream of the own alliance, or out of it.
async fn assigned(who: &Persona<'_>, request: &str, workstream: Option<&str>) -> Answer {
    let document = "mutation($input: AssignWorkstreamInput!) { assignWorkstream(input: $input) {
        request { id workstream version } userErrors { code field message rule } } }";
    who.ask(document, json!({"input": {"request": request, "workstream": workstream}})).await
}

/// What somebody is shown of where a request belongs.
async fn shown(who: &Persona<'_>, request: &str) -> Json {
    let seen = "query($id: ID!) { supportRequest(id: $id) { workstream } }";
    who.ask(seen, json!({"id": request})).await.at("supportRequest.workstream").clone()
}

/// Joins an alliance, or leaves it.
async fn member(head: &Persona<'_>, verb: &str, of: Id<Alliance>) {
    let document = format!("mutation($id: ID!) {{ {verb}(input: {{ alliance: $id }}) {{ userErrors {{ code }} }} }}");
    head.ask(&document, json!({"id": of.to_string()})).await.done();
}

#[tokio::test]
async fn an_alliance_that_takes_a_request_on_names_its_own_work_stream_and_each_counts_by_its_own() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (broker, own) = (&deal.broker, deal.alliance.id);
    let trent = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await;
    let far = trent.broker().await;
    settled(broker, own, &[SUPPORT], "BROKERS").await;
    settled(&far, trent.id, &["Mathematics", "Research"], "BROKERS").await;
    settled(&far, trent.id, &["Mathematics"], "BROKERS").await;
    let request = raised(&deal.host_head, json!({"disclosure": "ANONYMOUS"})).await;
    triaged(broker, &request, Some(SUPPORT)).await.done();
    let refer =
        json!({"input": {"request": request, "alliance": trent.id.to_string(), "reason": "Nobody has the time."}});
    let referral = broker.ask(&act("referRequest", "ReferRequestInput", "referral"), refer).await;
    let referral = referral.text("referRequest.referral.id");
    let take = async |workstream: &str| {
        let input = json!({"input": {"referral": referral, "workstream": workstream}});
        far.ask(&act("acceptReferral", "AcceptReferralInput", "referral"), input).await
    };
    for (name, code) in [("Research", "WORKSTREAM_ENDED"), (SUPPORT, "NOT_FOUND")] {
        let no = take(name).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), (code, "workstream"));
        assert_eq!(assigned(&far, &request, Some("Mathematics")).await.refused().code, "NOT_ALLOWED", "not theirs yet");
    }
    let taken = take("Mathematics").await;
    taken.done();
    assert_eq!(taken.text("acceptReferral.referral.status"), "ACCEPTED");
    for (who, stream) in [(broker, json!(SUPPORT)), (&far, json!("Mathematics")), (&deal.host_head, Json::Null)] {
        assert_eq!(shown(who, &request).await, stream, "{:?}", who.role());
    }
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    assert_eq!(parts(broker, own, "NAMED_CANDIDATE").await, json!([[SUPPORT, 1, 0, 1], [null, 1, 0, 1]]));
    assert_eq!(parts(&far, trent.id, "NAMED_CANDIDATE").await, json!([["Mathematics", 1, 0, 1], [null, 0, 0, 0]]));
    app.sound().await;
}

#[tokio::test]
async fn an_alliance_that_its_school_joins_puts_what_waits_where_it_belongs_until_it_is_over() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let trent = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await;
    let (head, broker) = (ash.head().await, trent.broker().await);
    settled(&broker, trent.id, &["Mathematics", "Research"], "BROKERS").await;
    let request = raised(&head, json!({})).await;
    assert_eq!(assigned(&broker, &request, Some("Research")).await.refused().code, "NOT_ALLOWED", "it waits for all");
    member(&head, "joinAlliance", trent.id).await;
    assert_eq!(assigned(&head, &request, Some("Research")).await.refused().code, "NOT_ALLOWED");
    let no = assigned(&broker, &request, Some(SUPPORT)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "workstream"));
    // Before anybody has confirmed the need, and a confirmation that names none leaves it where it is.
    assigned(&broker, &request, Some("Research")).await.done();
    assert_eq!(triaged(&broker, &request, None).await.text("triageRequest.request.workstream"), "Research");
    let moved = assigned(&broker, &request, Some("Mathematics")).await;
    assert_eq!(moved.text("assignWorkstream.request.workstream"), "Mathematics");
    let out = assigned(&broker, &request, None).await;
    assert_eq!(out.at("assignWorkstream.request.workstream"), &Json::Null);
    let stale = "mutation($input: AssignWorkstreamInput!) { assignWorkstream(input: $input) { userErrors { code } } }";
    let version = out.at("assignWorkstream.request.version").as_i64().unwrap() - 1;
    let input = json!({"input": {"request": request, "workstream": "Research", "expectedVersion": version}});
    assert_eq!(broker.ask(stale, input).await.refused().code, "VERSION_STALE");
    assigned(&broker, &request, Some("Mathematics")).await.done();
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|name| **name == "request.workstream_assigned").count(), 4);
    let withdraw = act("withdrawRequest", "WithdrawRequestInput", "request");
    head.ask(&withdraw, json!({"input": {"request": request}})).await.done();
    assert_eq!(assigned(&broker, &request, None).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(shown(&broker, &request).await, "Mathematics");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn an_alliance_that_brokers_a_request_no_longer_keeps_the_order_of_its_own_work_alone() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (broker, own) = (&deal.broker, deal.alliance.id);
    settled(broker, own, &[SUPPORT], "BROKERS").await;
    let untouched = raised(&deal.host_head, json!({})).await;
    triaged(broker, &untouched, Some(SUPPORT)).await.done();
    let tried = deal.request.to_string();
    assigned(broker, &tried, Some(SUPPORT)).await.done();
    let proposal = deal.proposed().await;
    app.clock.advance(TimeDelta::hours(1));
    deal.home_head.decline(proposal).await.done();
    app.clock.advance(TimeDelta::days(8));
    app.settle().await;
    let before = parts(broker, own, "ANSWER").await;
    assert_eq!(before, json!([[SUPPORT, 1, 1, 0], [null, 0, 0, 0]]));
    member(&deal.host_head, "leaveAlliance", own).await;
    app.settle().await;
    let kept = format!("request_workstream WHERE request_id = '{}'", deal.request.uuid());
    assert_eq!((app.count("request_workstream").await, app.count(&kept).await), (1, 1));
    // Both wait in the national pool, where its broker reads them as every other does.
    for request in [&untouched, &tried] {
        assert_eq!(shown(broker, request).await, Json::Null);
        assert_eq!(assigned(broker, request, Some(SUPPORT)).await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!(parts(broker, own, "ANSWER").await, before, "what was answered counts where it counted");
    app.sound().await;
}

#[tokio::test]
async fn the_database_itself_refuses_a_work_stream_that_its_alliance_does_not_hold() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let trent = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await;
    settled(&deal.broker, deal.alliance.id, &[SUPPORT], "BROKERS").await;
    settled(&trent.broker().await, trent.id, &[SUPPORT], "BROKERS").await;
    let put = async |name: &str, whose: Id<Alliance>, when: &str| {
        let sql = format!(
            "INSERT INTO request_workstream (request_id, alliance_id, name, assigned_at) \
             SELECT id, $2, $3, created_at + {when} FROM support_request WHERE id = $1"
        );
        app.owner.run(&sql, values![deal.request.uuid(), whose.uuid(), name]).await
    };
    let own = deal.alliance.id;
    for (name, whose, when, constraint) in [
        ("Catering", own, "interval '1 hour'", "request_workstream_held"),
        (SUPPORT, own, "interval '-1 hour'", "request_workstream_after_raised"),
        (SUPPORT, trent.id, "interval '1 hour'", "request_workstream_brokered"),
    ] {
        let refused = put(name, whose, when).await.expect_err(name);
        assert_eq!(refused.constraint(), Some(constraint), "{name} {when}: {refused}");
    }
    put(SUPPORT, own, "interval '1 hour'").await.unwrap();
    let given_up = "UPDATE request_workstream SET name = 'Catering'";
    let refused = app.owner.run(given_up, values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("request_workstream_held"));
}
