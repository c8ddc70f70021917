//! The ledger and the time that people have, under haste, repetition and correction.

mod apart;
mod for_credit;
mod given_back;
mod reckoned_again;
mod what_came;
mod year;

use std::sync::Arc;

use lateral::app::brokerage::visit::confirm;
use lateral::app::{Caller, Fault, Refusal};
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp, persona};
use persistence::once::Claim;
use persistence::values;
use serde_json::json;
use tokio::task::JoinSet;

/// Everybody asks at once; gives the codes of those who were refused, and how many were not.
async fn at_once(everybody: Vec<(Persona<'_>, String, serde_json::Value)>) -> (usize, Vec<String>) {
    let mut asking = JoinSet::new();
    for (who, document, variables) in everybody {
        let (front, app, caller) = (who.app.front().await, Arc::clone(&who.app.app), who.caller);
        asking.spawn(async move { persona::ask(&front, &app, caller, &document, variables).await });
    }
    let (mut done, mut codes) = (0, Vec::new());
    for answer in asking.join_all().await {
        assert!(answer.0.get("errors").is_none(), "{}", answer.0);
        match answer.refusals().pop() {
            Some(no) => codes.push(no.code),
            None => done += 1,
        }
    }
    (done, codes)
}

fn proposing<'a>(deal: &Deal<'a>, who: &Persona<'a>, request: &str) -> (Persona<'a>, String, serde_json::Value) {
    let input = json!({"offer": deal.offer.to_string(), "request": request, "halfDays": 1});
    (who.clone(), act("proposeSupport", "ProposeSupportInput", "proposal"), json!({"input": input}))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_brokers_race_for_the_last_half_day_a_hundred_times_and_one_wins() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let second = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &second, &[]).await;
    let rival = other.broker().await;
    app.write("UPDATE offer SET half_days_per_half_term = 100", vec![]).await;
    let sql = "UPDATE capacity_window SET half_days = reserved + 1 WHERE specialist_id = $1";
    for _ in 0..100 {
        app.write(sql, values![deal.specialist.id.uuid()]).await;
        let (ours, theirs) = (deal.host.request(&deal.alliance, 1).await, second.request(&other, 1).await);
        let race = [proposing(&deal, &deal.broker, &ours.to_string()), proposing(&deal, &rival, &theirs.to_string())];
        assert_eq!(at_once(race.into()).await, (1, vec!["CAPACITY_SHORT".to_owned()]));
    }
    app.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_ask_for_the_last_place_and_one_gets_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let sql = "UPDATE capacity_window SET half_days = 1 WHERE specialist_id = $1";
    app.write(sql, values![deal.specialist.id.uuid()]).await;
    let mut everybody = Vec::new();
    for _ in 0..64 {
        let request = deal.host.request(&deal.alliance, 1).await;
        everybody.push(proposing(&deal, &deal.broker, &request.to_string()));
    }
    let (done, codes) = at_once(everybody).await;
    assert_eq!((done, codes.len()), (1, 63));
    assert!(codes.iter().all(|code| code == "CAPACITY_SHORT"), "{codes:?}");
    app.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_is_confirmed_by_many_at_once_is_posted_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let input = json!({"input": {"visit": visit.to_string(), "expectedVersion": 1}});
    let document = act("confirmVisit", "ConfirmVisitInput", "visit");
    let many = vec![(deal.host_head.clone(), document, input); 12];
    let (done, codes) = at_once(many).await;
    assert_eq!((done, codes), (1, vec!["VERSION_STALE".to_owned(); 11]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 2, 0, 2, -2]));
    app.sound().await;
}

#[tokio::test]
async fn a_confirmation_that_is_repeated_under_its_key_posts_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let under_key = || {
        let claim = Claim::new("mem_1".into(), "confirmVisit".into(), "a".into(), vec![1; 32]);
        Caller { once: Some(Arc::new(claim)), ..deal.host_head.caller.clone() }
    };
    confirm(&app.app, &under_key(), visit, (&[], None)).await.unwrap();
    let again = confirm(&app.app, &under_key(), visit, (&[], None)).await;
    assert!(matches!(again, Err(Refusal::Fault(Fault::Repeated))), "{again:?}");
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 2, 0, 2, -2]));
    app.sound().await;
}

#[tokio::test]
async fn a_reversed_visit_is_corrected_and_posted_anew() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "It was a single half-day"}});
    assert_eq!(deal.home_head.ask(&reverse, why.clone()).await.refused().code, "NOT_ALLOWED");
    let reversed = deal.host_head.ask(&reverse, why.clone()).await;
    let version = reversed.done()["reverseVisit"]["visit"]["version"].clone();
    assert_eq!(deal.host_head.ask(&reverse, why).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 4, 0, 0]));
    app.sound().await;

    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "expectedVersion": version, "visitedOn": "2026-11-09",
        "mode": "REMOTE", "halfDays": 1, "note": "A call."}});
    deal.home_head.ask(&correct, input).await.done();
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 3, 0, 1]));
    let document = "query ($urn: URN!) { school(urn: $urn) { reciprocity { \
                    entries(first: 10) { edges { node { kind account halfDays reverses { halfDays } \
                    counterpart { urn } deployment { id } } } pageInfo { hasNextPage } } } } }";
    let entries = deal.home_head.ask(document, json!({"urn": deal.home.urn})).await;
    let edges = entries.at("school.reciprocity.entries.edges").as_array().unwrap().clone();
    let of = |account: &str| -> Vec<i64> {
        let mine = edges.iter().filter(|edge| edge["node"]["account"] == account);
        mine.map(|edge| edge["node"]["halfDays"].as_i64().unwrap()).collect()
    };
    assert_eq!(of("SUPPORT"), [1, -2, 2]);
    for edge in &edges {
        let (other, whence) = (&edge["node"]["counterpart"]["urn"], &edge["node"]["deployment"]["id"]);
        assert_eq!((other, whence), (&json!(deal.host.urn.to_string()), &json!(deployment.to_string())));
    }
    let undone: Vec<_> = edges.iter().filter_map(|edge| edge["node"]["reverses"]["halfDays"].as_i64()).collect();
    assert_eq!(undone, [-2, 2], "each reversal names what it takes back");
    assert_eq!(of("PROMISE"), [-1, 2, -2, 4]);
    app.sound().await;
}

#[tokio::test]
async fn what_is_put_right_after_the_end_moves_no_promise() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.home_head.step("completeDeployment", deployment).await.done();
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "Another day"}});
    deal.broker.ask(&reverse, why).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 0, 0, 0]));
    app.sound().await;
}

#[tokio::test]
async fn a_position_survives_a_change_of_urn() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let academy = app.school("Ash Lane Academy").await;
    let head = academy.head().await;
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, $3)";
    app.write(link, values![deal.home.urn, academy.urn, "successor"]).await;
    app.write(link, values![academy.urn, deal.home.urn, "predecessor"]).await;
    assert_eq!(head.standing(&academy).await, Some([2, 0, 2, 0, 2]));
    let document = "query ($urn: URN!) { school(urn: $urn) { reciprocity { entries(first: 5) { edges { node { halfDays } } } } } }";
    let entries = head.ask(document, json!({"urn": academy.urn})).await;
    assert_eq!(entries.at("school.reciprocity.entries.edges").as_array().map(Vec::len), Some(3));
    // With a second successor nobody can say whose it is.
    let twin = app.school("Ash Lane Infants").await;
    app.write(link, values![twin.urn, deal.home.urn, "predecessor"]).await;
    assert_eq!(twin.head().await.standing(&twin).await, Some([0, 0, 0, 0, 0]));
}

#[tokio::test]
async fn a_position_is_for_the_school_and_its_brokers() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let nothing = Some([0, 0, 0, 0, 0]);
    assert_eq!(deal.home_head.standing(&deal.home).await, nothing);
    assert_eq!(deal.broker.standing(&deal.home).await, nothing);
    assert_eq!(deal.host_head.standing(&deal.home).await, None);
    assert_eq!(deal.specialist.persona.standing(&deal.home).await, None);
}

#[tokio::test]
async fn capacity_is_declared_by_those_whose_time_it_is_and_not_below_what_is_held() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let document = "mutation ($input: DeclareCapacityInput!) { declareCapacity(input: $input) { \
                    capacity { halfDays reserved free version } userErrors { code field message rule } } }";
    let input = |half_term: i32, half_days: i32| {
        let specialist = deal.specialist.id.to_string();
        json!({"input": {"specialist": specialist, "halfTerm": half_term, "halfDays": half_days}})
    };
    deal.proposed().await;
    let low = deal.specialist.persona.ask(document, input(20262, 3)).await.refused();
    assert_eq!((low.code.as_str(), low.field.as_str()), ("CAPACITY_BELOW_USE", "halfDays"));
    let done = deal.home_head.ask(document, input(20262, 4)).await;
    assert_eq!(
        done.done()["declareCapacity"]["capacity"],
        json!({"halfDays": 4, "reserved": 4, "free": 0, "version": 2})
    );
    deal.specialist.persona.ask(document, input(20263, 6)).await.done();
    for (code, half_term) in [("NUMBER_OUT_OF_RANGE", 20269), ("NUMBER_OUT_OF_RANGE", 20991)] {
        assert_eq!(deal.home_head.ask(document, input(half_term, 1)).await.refused().code, code);
    }
    for who in [&deal.host_head, &deal.broker] {
        assert_eq!(who.ask(document, input(20264, 1)).await.refused().code, "NOT_ALLOWED");
    }
    let other = deal.host.request(&deal.alliance, 8).await;
    let spread = json!({"input": {"offer": deal.offer.to_string(), "request": other.to_string(), "halfDays": 2,
        "halfTerms": [{"halfTerm": 20263, "halfDays": 2}]}});
    deal.broker.ask(&act("proposeSupport", "ProposeSupportInput", "proposal"), spread).await.done();
    let seen = deal.broker.asks("{ proposals(first: 1) { edges { node { halfTerms { halfTerm halfDays } } } } }").await;
    assert_eq!(seen.at("proposals.edges.0.node.halfTerms"), &json!([{"halfTerm": 20263, "halfDays": 2}]));
    app.sound().await;
}

#[tokio::test]
async fn the_runtime_neither_changes_nor_removes_a_transfer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    for sql in ["UPDATE transfer SET amount = 9", "DELETE FROM transfer", "TRUNCATE transfer"] {
        let tx = app.app.begin(&lateral::app::Caller::service("test")).await.unwrap();
        assert!(tx.run(sql, []).await.is_err(), "{sql}");
        assert!(app.owner.run(sql, []).await.is_err(), "{sql} by the owner");
    }
}
