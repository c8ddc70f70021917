//! What is given back for support that ended: its part of what came, and nothing for what never came.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Support of four half-days under way, for which two are given back.
async fn with_give_back(deal: &Deal<'_>) -> Id<Deployment> {
    let mut terms = terms();
    terms["giveBack"] = json!({"kind": "GIVE_BACK", "halfDays": 2, "dueOn": "2027-06-30"});
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

/// What is owed for it: status, half-days and why it is owed no more; and what the school owes in all.
async fn owed(who: &Persona<'_>, deal: &Deal<'_>) -> Json {
    let document =
        "query ($urn: URN!) { school(urn: $urn) { obligations(first: 9) { nodes { status halfDays endedBy } } } }";
    let answer = who.ask(document, json!({"urn": deal.host.urn})).await;
    let nodes = answer.at("school.obligations.nodes").as_array().unwrap().clone();
    assert_eq!(nodes.len(), 1);
    nodes[0].clone()
}

async fn told(who: &Persona<'_>) -> Vec<String> {
    let answer = who.asks("{ viewer { notifications(first: 20) { nodes { text } } } }").await;
    let nodes = answer.at("viewer.notifications.nodes").as_array().unwrap().clone();
    nodes.iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect()
}

async fn reverses(deal: &Deal<'_>, visit: Id<domain::brokerage::Visit>) -> Json {
    let document = act("reverseVisit", "ReverseVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "reason": "It was a single half-day"}});
    deal.host_head.ask(&document, input).await.done()["reverseVisit"]["visit"]["version"].clone()
}

#[tokio::test]
async fn support_that_is_stopped_the_same_day_is_owed_for_by_nobody() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = with_give_back(&deal).await;
    assert_eq!(owed(&deal.host_head, &deal).await["status"], "OPEN");
    app.settle().await;
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": "The need has changed"});
    deal.home_head.ask(&stop, json!({ "input": input })).await.done();
    let fell_away = json!({"status": "WAIVED", "halfDays": 2, "endedBy": "The support ended, and none of it came."});
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(owed(who, &deal).await, fell_away);
    }
    let year =
        "query ($urn: URN!) { school(urn: $urn) { reciprocity { statement { owes { obligations halfDays } } } } }";
    let year = deal.host_head.ask(year, json!({"urn": deal.host.urn})).await;
    assert_eq!(year.at("school.reciprocity.statement.owes"), &json!({"obligations": 0, "halfDays": 0}));
    assert!(app.settle().await.events().contains(&"obligation.waived"));
    assert!(told(&deal.host_head).await.contains(&"What Elm Park owed is waived.".to_owned()));
    app.sound().await;
}

#[tokio::test]
async fn what_half_of_the_support_is_owed_for_follows_each_confirmation_and_reversal() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = with_give_back(&deal).await;
    let first = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", first).await.done();
    app.clock.advance(chrono::TimeDelta::days(1));
    let second = deal.recorded(deployment, 2).await;
    assert_eq!(owed(&deal.host_head, &deal).await["halfDays"], 2, "as long as it goes on, what was agreed is owed");
    app.settle().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    let of = |half_days: i32| json!({"status": "OPEN", "halfDays": half_days, "endedBy": null});
    assert_eq!(owed(&deal.host_head, &deal).await, of(1), "a quarter came, and a half-day is not cut");
    let happened = app.settle().await;
    assert_eq!(happened.events().iter().filter(|it| **it == "obligation.reckoned").count(), 1);
    let sentence = "What Elm Park owes has changed.".to_owned();
    assert!(told(&deal.home_head).await.contains(&sentence), "whoever did it knows");

    // What was written down before the end is confirmed after it.
    deal.host_head.visit("confirmVisit", second).await.done();
    assert_eq!(owed(&deal.home_head, &deal).await, of(2), "three of four came");
    let version = reverses(&deal, second).await;
    assert_eq!(owed(&deal.home_head, &deal).await, of(1));
    reverses(&deal, first).await;
    assert_eq!(owed(&deal.home_head, &deal).await["status"], "WAIVED", "nothing came");
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"input": {"visit": second.to_string(), "expectedVersion": version, "visitedOn": "2026-11-10",
        "mode": "REMOTE", "halfDays": 2, "note": "A call."}});
    deal.home_head.ask(&correct, input).await.done();
    deal.host_head.visit("confirmVisit", second).await.done();
    assert_eq!(owed(&deal.home_head, &deal).await, of(1), "half of it came, and half is owed again");
    app.settle().await;
    app.sound().await;
    let refused = app.owner.run("UPDATE obligation SET fell_away = true", values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("obligation_fell_away_when_waived"));
}

#[tokio::test]
async fn what_somebody_has_ended_by_then_stays_as_it_is() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = with_give_back(&deal).await;
    let id = "{ school(urn: \"URN\") { obligations(first: 1) { nodes { id } } } }"
        .replace("URN", &deal.host.urn.to_string());
    let id = deal.home_head.asks(&id).await.text("school.obligations.nodes.0.id");
    let input = json!({"input": {"obligation": id, "how": "Their head spoke at our conference"}});
    deal.home_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), input).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(owed(&deal.host_head, &deal).await["status"], "MET");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_owed_again_is_owed_for_the_part_that_came_of_its_own_support() {
    for (came, status, half_days) in [(0, "WAIVED", 2), (1, "OPEN", 1)] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        // The school that owes gives back in other support, which meets it while its own goes on.
        let back = app.deal_of(deal.host.clone(), deal.home.clone()).await;
        let deployment = with_give_back(&deal).await;
        if came > 0 {
            let visit = deal.recorded(deployment, came).await;
            deal.host_head.visit("confirmVisit", visit).await.done();
        }
        let work = back.active().await;
        let visit = back.recorded(work, 2).await;
        back.host_head.visit("confirmVisit", visit).await.done();
        let id = "{ school(urn: \"URN\") { obligations(first: 1) { nodes { id } } } }"
            .replace("URN", &deal.host.urn.to_string());
        let id = deal.home_head.asks(&id).await.text("school.obligations.nodes.0.id");
        let input = json!({"input": {"obligation": id, "how": "Given in return", "deployment": work.to_string()}});
        deal.home_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), input).await.done();
        let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
        let input =
            json!({"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": "The need has changed"});
        deal.broker.ask(&stop, json!({ "input": input })).await.done();
        assert_eq!(owed(&deal.host_head, &deal).await["status"], "MET", "what was met is given");
        app.settle().await;

        reverses(&back, visit).await;
        let stands = owed(&deal.host_head, &deal).await;
        assert_eq!((&stands["status"], &stands["halfDays"]), (&json!(status), &json!(half_days)), "{came} came");
        let told = app.settle().await;
        assert!(told.events().contains(&"obligation.reopened"), "{:?}", told.events());
        app.sound().await;
    }
}
