//! Service levels with a clock: what is not done in time is noted once, carried on step by step, and counted.

use chrono::TimeDelta;
use lateral::worker;
use lateral_tests::deal::act;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::exchange::{request_terms, term};

/// Raises a request about maths, with whatever else is said of it.
pub(super) async fn raised(who: &Persona<'_>, otherwise: Json) -> String {
    let mut terms = request_terms("Maths in years 3 and 4", &term(who.app, "pupil-achievement/maths").await);
    lateral_tests::deal::overlay(&mut terms, otherwise);
    let document = act("requestSupport", "RequestSupportInput", "request");
    let answer = who.ask(&document, json!({"input": {"terms": terms}})).await;
    answer.done();
    answer.text("requestSupport.request.id")
}

/// Confirms the need of a request.
pub(super) async fn triaged(who: &Persona<'_>, request: &str) {
    let document = act("triageRequest", "TriageRequestInput", "request");
    who.ask(&document, json!({"input": {"request": request}})).await.done();
}

/// What somebody was told, newest first, as kind and sentence.
pub(super) async fn heard(who: &Persona<'_>) -> Vec<(String, String)> {
    let list = "{ viewer { notifications(first: 50) { nodes { kind text } } } }";
    let answer = who.asks(list).await;
    let text = |it: &Json, field: &str| it[field].as_str().unwrap().to_owned();
    let nodes = answer.done()["viewer"]["notifications"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|it| (text(it, "kind"), text(it, "text"))).collect()
}

/// The same, without the sentences.
pub(super) async fn kinds(who: &Persona<'_>) -> Vec<String> {
    heard(who).await.into_iter().map(|(kind, _)| kind).collect()
}

/// What was noted, as level and step.
pub(super) fn steps(told: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    Some(told.iter().map(|(level, step)| ((*level).to_owned(), (*step).to_owned())).collect())
}

#[tokio::test]
async fn somebody_is_proposed_within_two_days_and_the_broker_who_holds_it_hears_first() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let own = app.alliance("Avon", &ash, &[]).await;
    let (holds, beside) = (own.broker().await, own.broker().await);
    let id = raised(&ash.head().await, json!({})).await;
    triaged(&holds, &id).await;
    app.settle().await;
    app.clock.advance(TimeDelta::hours(48));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "in time is in time");
    app.clock.advance(TimeDelta::hours(1));
    let replica = app.replica(&[]).await;
    let (one, two) = tokio::join!(worker::tick(&app.app), worker::tick(&replica.app));
    assert!(one.is_ok() && two.is_ok());
    app.settle().await;
    assert_eq!(holds.breaches(own.id).await, steps(&[("NAMED_CANDIDATE", "BROKER")]), "noted once by two processes");
    assert_eq!(heard(&holds).await[0].1, "A proposal of somebody is late: “Maths in years 3 and 4”, of Ash Lane.");
    assert!(!kinds(&beside).await.contains(&"service_level.breached".to_owned()));
    app.clock.advance(TimeDelta::hours(24));
    app.settle().await;
    for who in [&holds, &beside] {
        assert_eq!(kinds(who).await[0], "service_level.escalated");
    }
    // Whoever holds it no longer is not told: then all of the alliance are.
    let other = raised(&ash.head().await, json!({})).await;
    triaged(&holds, &other).await;
    let end = "UPDATE membership SET status = 'ended', ended_at = now() WHERE id = $1";
    app.write(end, values![holds.who().membership.uuid()]).await;
    app.clock.advance(TimeDelta::hours(49));
    app.settle().await;
    assert!(kinds(&beside).await.contains(&"service_level.breached".to_owned()));
}

#[tokio::test]
async fn what_is_done_too_late_is_noted_where_it_is_done() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.clock.advance(TimeDelta::days(3));
    deal.proposed().await;
    let told = steps(&[("NAMED_CANDIDATE", "BROKER")]);
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, told);
    let second = deal.host.request(&deal.alliance, 1).await;
    let sent = deal.broker.propose(deal.offer, second).await;
    sent.done();
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, told, "what is proposed in time is not");
    app.settle().await;
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, told, "it is noted once");
}

#[tokio::test]
async fn those_who_will_work_together_meet_within_a_week_or_all_of_the_alliance_hear() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    app.settle().await;
    app.clock.advance(TimeDelta::hours(7 * 24));
    assert_eq!(app.settle().await.events(), [] as [&str; 0]);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(app.settle().await.events(), ["service_level.breached"]);
    assert_eq!(kinds(&deal.broker).await[0], "service_level.breached");
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(app.settle().await.events(), ["service_level.escalated"]);
    app.clock.advance(TimeDelta::days(5));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "no other alliance can take it on");
    deal.specialist.persona.meet(deployment, json!({})).await.done();
    let told = [("INITIAL_MEETING", "BROKER"), ("INITIAL_MEETING", "ALLIANCE")];
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&told), "what comes later takes nothing back");
}

#[tokio::test]
async fn whoever_met_in_time_or_began_to_work_did_not_miss_it_and_who_began_too_late_did() {
    for (meets, begins, missed) in [(true, false, false), (false, true, false), (false, false, true)] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let deployment = deal.agreed().await;
        if meets {
            deal.home_head.meet(deployment, json!({})).await.done();
        }
        if begins {
            deal.host_head.step("startDeployment", deployment).await.done();
        }
        app.clock.advance(TimeDelta::days(8));
        if missed {
            // Noted where it happens, before a worker comes by.
            deal.host_head.step("startDeployment", deployment).await.done();
        }
        app.settle().await;
        let told = if missed { vec![("INITIAL_MEETING", "BROKER")] } else { vec![] };
        assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&told), "{meets} {begins}");
    }
}

#[tokio::test]
async fn a_visit_is_written_down_within_five_working_days_and_a_correction_changes_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let record = act("recordVisit", "RecordVisitInput", "visit");
    let of = |day: &str| {
        json!({"input": {"deployment": deployment.to_string(), "visitedOn": day, "mode": "IN_PERSON", "halfDays": 1,
            "note": "Watched two lessons."}})
    };
    // Monday the 9th: until the end of Monday the 16th.
    app.clock.advance(TimeDelta::hours(7 * 24 + 14));
    deal.specialist.persona.ask(&record, of("2026-11-09")).await.done();
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]));
    app.clock.advance(TimeDelta::hours(2));
    let late = deal.specialist.persona.ask(&record, of("2026-11-09")).await;
    late.done();
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[("VISIT_RECORD", "BROKER")]));
    app.settle().await;
    let told = "The record of a visit is late: “Reading”, of Elm Park.".to_owned();
    assert!(heard(&deal.broker).await.contains(&("service_level.breached".to_owned(), told)));
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"input": {"visit": late.text("recordVisit.visit.id"), "visitedOn": "2026-11-17", "mode": "IN_PERSON",
        "halfDays": 1, "note": "It was the Tuesday.", "expectedVersion": late.at("recordVisit.visit.version")}});
    deal.specialist.persona.ask(&correct, input).await.done();
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["VISIT_RECORD"][2], 1, "what was missed stays missed");
}

#[tokio::test]
async fn an_alliance_counts_what_fell_due_and_tells_others_no_small_numbers() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    app.clock.advance(TimeDelta::hours(6));
    deal.host_head.accept(proposal).await.done();
    // One that nobody reads, and one that nobody answers.
    raised(&deal.host_head, json!({})).await;
    let second = deal.host.request(&deal.alliance, 1).await;
    let sent = deal.broker.propose(deal.offer, second).await;
    sent.done();
    app.settle().await;
    for days in [8, 7] {
        app.clock.advance(TimeDelta::days(days));
        app.settle().await;
    }
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["TRIAGE"], json!([3, 2, 1, 0]));
    assert_eq!(levels["NAMED_CANDIDATE"], json!([4, 2, 2, 0]), "what nobody answered is looked for anew");
    assert_eq!(levels["ANSWER"], json!([2, 1, 1, 6]));
    assert_eq!(levels["INITIAL_MEETING"], json!([1, 0, 1, null]));
    assert_eq!(levels["VISIT_RECORD"], json!([0, 0, 0, null]));
    let before = "query($id: ID!) { alliance(id: $id) { serviceLevels(from: \"2026-09-01\", until: \"2026-10-31\") { fellDue } } }";
    let before = deal.broker.ask(before, json!({"id": deal.alliance.id.to_string()})).await;
    assert_eq!(before.at("alliance.serviceLevels.0.fellDue"), 0);

    let stranger = app.school("Far Away").await.head().await;
    let set = "mutation($input: SetAlliancePolicyInput!) { setAlliancePolicy(input: $input) { userErrors { code } } }";
    for (shown, member, others) in [("BROKERS", false, false), ("MEMBERS", true, false), ("EVERYBODY", true, true)] {
        let input = json!({"alliance": deal.alliance.id.to_string(), "responseDays": 5, "figuresShown": shown});
        deal.broker.ask(set, json!({"input": input})).await.done();
        for (who, seen) in [(&deal.host_head, member), (&stranger, others)] {
            let told = who.levels(deal.alliance.id).await;
            assert_eq!(told.is_some(), seen, "{shown} {:?}", who.role());
            if let Some(told) = told {
                assert_eq!(told["TRIAGE"], json!([null, null, null, null]), "three are too few to be told");
                assert_eq!(told["VISIT_RECORD"], json!([0, 0, 0, null]));
            }
        }
    }
    for _ in 0..4 {
        triaged(&deal.broker, &raised(&deal.host_head, json!({})).await).await;
    }
    app.clock.advance(TimeDelta::days(3));
    let told = deal.host_head.levels(deal.alliance.id).await.unwrap();
    assert_eq!(told["TRIAGE"], json!([7, 6, 1, 0]));
}

#[tokio::test]
async fn the_database_itself_keeps_breaches_whole_and_unchanged() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    let copy = |change: &str| {
        format!(
            "INSERT INTO service_breach (id, level, step, request_id, deployment_id, alliance_id, started_at, due_at, noted_at, \
             audience) SELECT gen_random_uuid(), {change} FROM service_breach WHERE step = 'broker'"
        )
    };
    let rest = "alliance_id, started_at, due_at, noted_at, audience";
    for (change, constraint) in [
        (format!("level, step, request_id, deployment_id, {rest}"), "service_breach_once"),
        (format!("'answer', step, request_id, deployment_id, {rest}"), "service_breach_of_its_subject"),
        (format!("level, 'everywhere', request_id, deployment_id, {rest}"), "service_breach_carried_so_far"),
        (
            "level, 'national_pool', request_id, deployment_id, alliance_id, due_at, started_at, noted_at, audience"
                .into(),
            "service_breach_due_after_start",
        ),
        (
            "level, 'national_pool', request_id, deployment_id, alliance_id, started_at, due_at, due_at, audience"
                .into(),
            "service_breach_noted_after_due",
        ),
        (
            "level, 'national_pool', request_id, deployment_id, alliance_id, started_at, due_at, noted_at, '{}'".into(),
            "service_breach_seen_by_its_alliance",
        ),
    ] {
        let refused = app.owner.run(&copy(&change), values![]).await.expect_err(&change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
    for change in ["UPDATE service_breach SET noted_at = noted_at", "DELETE FROM service_breach"] {
        assert!(app.owner.run(change, values![]).await.is_err(), "{change}");
    }
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[("NAMED_CANDIDATE", "BROKER")]));
}
