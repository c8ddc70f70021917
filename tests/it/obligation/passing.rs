//! What is owed when schools close: who reads it and acts on it then, and what one school would owe to itself.

use lateral_tests::TestApp;
use lateral_tests::register::{HEADER, open_schools};
use lateral_tests::world::SchoolOf;
use persistence::values;
use serde_json::json;

use super::{ends, owes, seen};
use lateral_tests::deal::act;

/// The register closes a school and names another that took its place; the import passes on what is open.
async fn passes(app: &TestApp, from: &SchoolOf<'_>, to: &SchoolOf<'_>) {
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
    app.write(link, values![from.urn, to.urn]).await;
    from.closes().await;
    app.import_part(format!("{HEADER}{}", open_schools(100_000..100_001))).await.unwrap();
}

#[tokio::test]
async fn whoever_brokers_for_the_school_that_took_the_place_reads_what_is_owed_and_acts_on_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &oak, &[]).await.broker().await;
    let owed = owes(&deal, &deal.host_head, json!({})).await.text("createObligation.obligation.id");
    assert_eq!(ends(&other, "waiveObligation", &owed).await.refused().code, "NOT_FOUND");
    passes(&app, &deal.host, &oak).await;
    assert_eq!(seen(&other, &oak).await.len(), 1);
    assert_eq!(seen(&deal.broker, &oak).await.len(), 1, "whoever watched it goes on to");
    ends(&other, "waiveObligation", &owed).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_decision_on_one_obligation_lets_the_brokers_of_the_chosen_school_act_on_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let halves = [app.school("Elm Juniors").await, app.school("Elm Infants").await];
    let other = app.alliance("The Oak Alliance", &halves[1], &[]).await.broker().await;
    let owed = owes(&deal, &deal.host_head, json!({})).await.text("createObligation.obligation.id");
    for half in &halves {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
        app.write(link, values![deal.host.urn, half.urn]).await;
    }
    deal.host.closes().await;
    let input = json!({"input": {"obligation": owed, "successor": halves[1].gid()}});
    deal.broker.ask(&act("decideObligation", "DecideObligationInput", "obligation"), input).await.done();
    assert_eq!(seen(&other, &halves[1]).await.len(), 1);
    ends(&other, "meetObligation", &owed).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_one_school_would_owe_to_itself_ends_when_the_two_become_one() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let owed = owes(&deal, &deal.host_head, json!({})).await.text("createObligation.obligation.id");
    let to_all = json!({"creditor": null, "kind": "SHARE_PRACTICE", "source": "AGREEMENT", "dueOn": "2027-06-30"});
    owes(&deal, &deal.host_head, to_all).await.done();
    app.settle().await;
    passes(&app, &deal.host, &deal.home).await;
    let shown = "query ($id: ID!) { node(id: $id) { ... on Obligation { status endedBy debtor { id } } } }";
    let seen_now = deal.home_head.ask(shown, json!({"id": owed})).await;
    let ended =
        json!({"status": "WAIVED", "endedBy": "The two schools became one.", "debtor": {"id": deal.host.gid()}});
    assert_eq!(seen_now.at("node"), &ended);
    assert_eq!(seen(&deal.home_head, &deal.home).await.len(), 2, "what is owed to all has passed on");
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|it| **it == "obligation.waived").count(), 1, "{:?}", told.events());
    let why =
        "SELECT count(*) AS number FROM audit_entry WHERE noun_id = $1 AND reason = 'The two schools became one.'";
    assert_eq!(app.number(why, owed.split_once('_').unwrap().1.parse().unwrap()).await, 1);
    app.clock.advance(chrono::TimeDelta::days(90));
    assert!(!app.settle().await.events().contains(&"obligation.overdue"));
    app.sound().await;
}
