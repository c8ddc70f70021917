//! By when a request is to be answered, why then, and in which order an alliance sees its work (DOMAIN C30, SETTLED 9).

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::{raised, request_act, request_terms, term};

const RESPONSE: &str = "query($id: ID!) { supportRequest(id: $id) { response {
    respondBy overdueAt guaranteed policyVersion reasons { factor percent sentence } } } }";

const WORK: &str =
    "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $statuses: [RequestStatus!]) {
    alliance(id: $id) { workList(first: $first, after: $after, last: $last, before: $before, statuses: $statuses) {
        nodes { id } pageInfo { endCursor startCursor hasNextPage } } } }";

async fn response(who: &Persona<'_>, request: &str) -> Json {
    who.ask(RESPONSE, json!({"id": request})).await.at("supportRequest.response").clone()
}

fn listed(answer: &Answer) -> Vec<String> {
    let nodes = answer.at("alliance.workList.nodes").as_array().unwrap_or_else(|| panic!("no list: {}", answer.0));
    nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

fn factors(of: &Json) -> Vec<(&str, i64)> {
    let told = of["reasons"].as_array().unwrap().iter();
    told.map(|it| (it["factor"].as_str().unwrap(), it["percent"].as_i64().unwrap())).collect()
}

async fn terms(app: &TestApp, urgency: &str) -> Json {
    let mut terms = request_terms("Maths in years 3 and 4", &term(app, "pupil-achievement/maths").await);
    terms["urgency"] = json!(urgency);
    terms
}

/// The school that gives in a deal has given two half-days.
async fn given(deal: &Deal<'_>) {
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.app.app.board.refresh(&deal.app.app).await.unwrap();
}

#[tokio::test]
async fn who_has_given_is_answered_sooner_and_told_why() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let terms = terms(&app, "ROUTINE").await;
    let before = response(&deal.home_head, &raised(&deal.home_head, terms.clone()).await).await;
    assert_eq!(before["respondBy"], "2026-11-11T02:16:48.000000Z", "48 hours, less 14% for being cut off");
    assert_eq!((&before["guaranteed"], factors(&before)), (&json!(false), vec![("URGENCY", 0), ("ISOLATION", 14)]));

    given(&deal).await;
    let giver = response(&deal.home_head, &raised(&deal.home_head, terms.clone()).await).await;
    let taker = response(&deal.host_head, &raised(&deal.host_head, terms).await).await;
    let all = vec![("URGENCY", 0), ("GUARANTEE", 25), ("CREDIT", 1), ("ISOLATION", 12)];
    assert_eq!((&giver["guaranteed"], factors(&giver)), (&json!(true), all));
    assert_eq!(factors(&taker), [("URGENCY", 0), ("ISOLATION", 12)], "nobody waits longer for having received");
    assert!(giver["respondBy"].as_str() < taker["respondBy"].as_str());
    let sentence = giver["reasons"][1]["sentence"].as_str().unwrap();
    assert!(sentence.contains("guaranteed help in return"), "{sentence}");
}

#[tokio::test]
async fn what_is_paid_for_guarantees_nothing_and_moves_no_credit() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let mut sold = lateral_tests::deal::terms();
    sold["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000});
    deal.signed_by_one(deployment, sold).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    app.app.board.refresh(&app.app).await.unwrap();
    let fresh = app.replica(&[]).await;
    let id = raised(&deal.home_head, terms(&app, "ROUTINE").await).await;
    let read = raised(&deal.home_head.at(&fresh), terms(&app, "ROUTINE").await).await;
    for id in [id, read] {
        let told = response(&deal.home_head, &id).await;
        assert_eq!(told["guaranteed"], false, "patched and read whole alike");
        assert_eq!(factors(&told), [("URGENCY", 0), ("ISOLATION", 12)], "and it has no credit");
    }
}

#[tokio::test]
async fn a_visit_that_was_taken_back_gives_no_guarantee() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let document = act("reverseVisit", "ReverseVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "reason": "It was another day."}});
    deal.host_head.ask(&document, input).await.done();
    app.app.board.refresh(&app.app).await.unwrap();
    for head in [&deal.home_head, &deal.host_head] {
        let fresh = app.replica(&[]).await;
        let id = raised(head, terms(&app, "ROUTINE").await).await;
        let read = raised(&head.at(&fresh), terms(&app, "ROUTINE").await).await;
        for id in [id, read] {
            assert_eq!(response(head, &id).await["guaranteed"], false, "patched and read whole alike");
        }
    }
}

#[tokio::test]
async fn what_a_predecessor_gave_counts_for_its_only_successor() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    given(&deal).await;
    let heir = app.school("Oak Hill").await;
    let sql = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
    app.write(sql, values![deal.home.urn, heir.urn]).await;
    let fresh = app.replica(&[]).await;
    let head = heir.head().await;
    let id = raised(&head.at(&fresh), terms(&app, "ROUTINE").await).await;
    assert_eq!(response(&head.at(&fresh), &id).await["guaranteed"], true);
    let document = act("reverseVisit", "ReverseVisitInput", "visit");
    let visit = deal.host_head.asks("{ deployments(first: 1) { nodes { visits(first: 1) { nodes { id } } } } }").await;
    let visit = visit.text("deployments.nodes.0.visits.nodes.0.id");
    let input = json!({"input": {"visit": visit, "reason": "It was another day."}});
    deal.host_head.at(&fresh).ask(&document, input).await.done();
    fresh.app.board.refresh(&fresh.app).await.unwrap();
    let later = raised(&head.at(&fresh), terms(&app, "ROUTINE").await).await;
    assert_eq!(response(&head.at(&fresh), &later).await["guaranteed"], false, "the heir's standing is read again too");
}

#[tokio::test]
async fn an_alliance_sees_what_is_due_first_and_pages_through_it_both_ways() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    given(&deal).await;
    let (giver, taker) = (&deal.home_head, &deal.host_head);
    let mut ids = Vec::new();
    for (head, urgency) in
        [(taker, "ROUTINE"), (taker, "URGENT"), (giver, "ROUTINE"), (giver, "URGENT"), (taker, "SOON")]
    {
        ids.push(raised(head, terms(&app, urgency).await).await);
    }
    let due = [3, 1, 2, 4, 0].map(|place: usize| ids[place].clone());
    let ask = |variables: Json| deal.broker.ask(WORK, variables);
    let id = deal.alliance.id.to_string();
    assert_eq!(listed(&ask(json!({"id": id, "first": 50})).await), due);

    let first = ask(json!({"id": id, "first": 2})).await;
    let next = ask(json!({"id": id, "first": 2, "after": first.text("alliance.workList.pageInfo.endCursor")})).await;
    assert_eq!((listed(&first), listed(&next)), (due[..2].to_vec(), due[2..4].to_vec()));
    let last = ask(json!({"id": id, "last": 2})).await;
    let back = ask(json!({"id": id, "last": 2, "before": last.text("alliance.workList.pageInfo.startCursor")})).await;
    assert_eq!((listed(&last), listed(&back)), (due[3..].to_vec(), due[1..3].to_vec()));

    request_act(&deal.broker, "triageRequest", &ids[1]).await.done();
    assert_eq!(listed(&ask(json!({"id": id, "first": 50, "statuses": ["TRIAGED"]})).await), [ids[1].clone()]);
}

#[tokio::test]
async fn a_referred_request_is_on_the_list_of_whoever_is_asked_to_take_it_on() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (own, asked) = (app.alliance("Avon", &ash, &[]).await, app.alliance("Trent", &elm, &[]).await);
    let (broker, other) = (own.broker().await, asked.broker().await);
    let id = raised(&ash.head().await, terms(&app, "SOON").await).await;
    let of = |alliance: &lateral_tests::world::AllianceOf<'_>| json!({"id": alliance.id.to_string(), "first": 9});
    assert_eq!(listed(&other.ask(WORK, of(&asked)).await), [] as [String; 0]);
    let document = act("referRequest", "ReferRequestInput", "referral");
    let input = json!({"input": {"request": id, "alliance": asked.id.to_string(), "reason": "Nobody here."}});
    broker.ask(&document, input).await.done();
    assert_eq!(listed(&other.ask(WORK, of(&asked)).await), std::slice::from_ref(&id));
    assert_eq!(listed(&broker.ask(WORK, of(&own)).await), std::slice::from_ref(&id));
    assert!(response(&other, &id).await.is_object(), "whoever sees it in the list sees why it stands there");
}

#[tokio::test]
async fn the_list_is_for_its_own_brokers_and_the_time_for_those_who_ask_and_answer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = raised(&deal.host_head, terms(&app, "SOON").await).await;
    let elsewhere = app.school("Far Away").await;
    let stranger = app.alliance("Trent", &elsewhere, &[]).await.broker().await;
    for who in [&stranger, &deal.host_head, &deal.home_head, &app.national(Role::Operator).await] {
        let answer = who.ask(WORK, json!({"id": deal.alliance.id.to_string(), "first": 9})).await;
        assert!(answer.at("alliance.workList").is_null(), "{:?}", who.role());
    }
    for who in [&deal.host_head, &deal.broker, &deal.host.somebody(Role::Coordinator).await] {
        assert!(response(who, &id).await.is_object(), "{:?}", who.role());
    }
    deal.proposed().await;
    let proposed = deal.request.to_string();
    assert!(response(&deal.broker, &proposed).await.is_object());
    let seen = deal.home_head.ask(RESPONSE, json!({"id": proposed})).await;
    assert!(seen.at("supportRequest").is_object() && seen.at("supportRequest.response").is_null());
}

#[tokio::test]
async fn what_nobody_answers_in_time_is_noted_once_and_stays_noted() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = raised(&deal.host_head, terms(&app, "URGENT").await).await;
    let in_time = raised(&deal.host_head, terms(&app, "URGENT").await).await;
    request_act(&deal.broker, "triageRequest", &in_time).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::hours(20));
    assert_eq!(app.settle().await.events(), [] as [&str; 0]);
    app.clock.advance(TimeDelta::hours(4));
    assert_eq!(app.settle().await.events(), ["request.overdue"]);
    let noted = response(&deal.host_head, &id).await["overdueAt"].clone();
    assert_eq!(noted, "2026-11-10T09:00:00.000000Z");
    let read = "query ($id: ID!) { supportRequest(id: $id) { version } }";
    let version = deal.host_head.ask(read, json!({ "id": id })).await.at("supportRequest.version").clone();
    let calmer = json!({"request": id, "expectedVersion": version, "terms": terms(&app, "ROUTINE").await});
    super::act(&deal.host_head, "reviseRequest", "ReviseRequestInput", "request", "id", calmer).await.done();
    assert_eq!(response(&deal.broker, &id).await["overdueAt"], noted, "what was missed stays missed");
    request_act(&deal.broker, "triageRequest", &id).await.done();
    assert_eq!(app.settle().await.events(), ["request.revised", "request.triaged"]);
    assert_eq!(response(&deal.broker, &id).await["overdueAt"], noted);
    assert!(response(&deal.broker, &in_time).await["overdueAt"].is_null());
}

#[tokio::test]
async fn an_answer_that_comes_too_late_tells_that_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let answered = raised(&deal.host_head, terms(&app, "URGENT").await).await;
    let taken_back = raised(&deal.host_head, terms(&app, "URGENT").await).await;
    app.settle().await;
    app.clock.advance(TimeDelta::hours(30));
    request_act(&deal.broker, "triageRequest", &answered).await.done();
    let input = json!({"request": taken_back, "reason": "NEED_CHANGED"});
    super::act(&deal.host_head, "withdrawRequest", "WithdrawRequestInput", "request", "id", input).await.done();
    let told = ["request.overdue", "request.triaged", "request.overdue", "request.withdrawn"];
    assert_eq!(app.settle().await.events(), told);
}
