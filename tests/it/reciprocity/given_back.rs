//! Work that meets what a school owes: done, confirmed, and each half-day of it for one thing only.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// One half-day that the school that gives owes to the one that asks, or to another.
async fn owes(deal: &Deal<'_>, changed: Json) -> String {
    let mut input = json!({"debtor": deal.home.gid(), "creditor": deal.host.gid(), "kind": "GIVE_BACK", "halfDays": 1,
        "dueOn": "2027-06-30", "source": "AGREEMENT", "note": "A morning of phonics"});
    lateral_tests::deal::overlay(&mut input, changed);
    let document = act("createObligation", "CreateObligationInput", "obligation");
    deal.home_head.ask(&document, json!({ "input": input })).await.text("createObligation.obligation.id")
}

async fn meets(who: &Persona<'_>, obligation: &str, with: Id<Deployment>) -> Answer {
    let input = json!({"obligation": obligation, "how": "It was given", "deployment": with.to_string()});
    who.ask(&act("meetObligation", "MeetObligationInput", "obligation"), json!({ "input": input })).await
}

/// Where what the school that gives owes stands, the latest first.
async fn statuses(deal: &Deal<'_>) -> Vec<String> {
    let document = "query ($urn: URN!) { school(urn: $urn) { obligations(first: 9) { nodes { status } } } }";
    let answer = deal.home_head.ask(document, json!({"urn": deal.home.urn})).await;
    let nodes = answer.at("school.obligations.nodes").as_array().unwrap().clone();
    nodes.iter().map(|it| it["status"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_half_day_meets_one_obligation_and_is_owed_again_when_it_was_none() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let owed = [owes(&deal, json!({})).await, owes(&deal, json!({})).await, owes(&deal, json!({})).await];
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let no = meets(&deal.host_head, &owed[0], deployment).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GIVEN_TOO_LITTLE", "deployment"), "nobody has confirmed it");
    deal.host_head.visit("confirmVisit", visit).await.done();
    meets(&deal.host_head, &owed[1], deployment).await.done();
    meets(&deal.broker, &owed[0], deployment).await.done();
    assert_eq!(meets(&deal.host_head, &owed[2], deployment).await.refused().code, "GIVEN_TOO_LITTLE");
    assert_eq!(statuses(&deal).await, ["OPEN", "MET", "MET"]);
    app.settle().await;

    let raced = "UPDATE obligation SET status = 'met', ended_at = now(), ended_by = 'Given', met_with = $1 \
                 WHERE status = 'open'";
    let refused = app.owner.run(raced, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("obligation_met_by_work_that_covers_it"));

    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "It was a single half-day"}});
    let reversed = deal.host_head.ask(&reverse, why).await;
    let version = reversed.done()["reverseVisit"]["visit"]["version"].clone();
    assert_eq!(statuses(&deal).await, ["OPEN", "OPEN", "OPEN"]);
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|it| **it == "obligation.reopened").count(), 2);
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "expectedVersion": version, "visitedOn": "2026-11-09",
        "mode": "REMOTE", "halfDays": 1, "note": "A call."}});
    deal.home_head.ask(&correct, input).await.done();
    deal.host_head.visit("confirmVisit", visit).await.done();
    meets(&deal.host_head, &owed[2], deployment).await.done();
    assert_eq!(meets(&deal.host_head, &owed[0], deployment).await.refused().code, "GIVEN_TOO_LITTLE");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_owed_is_met_by_its_own_giver_to_its_own_creditor_and_not_by_what_is_settled_otherwise() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let elsewhere = owes(&deal, json!({"creditor": oak.gid()})).await;
    let own = owes(&deal, json!({})).await;
    let input = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "GIVE_BACK", "halfDays": 1,
        "dueOn": "2027-06-30", "source": "AGREEMENT", "note": "A morning of phonics"});
    let document = act("createObligation", "CreateObligationInput", "obligation");
    let back = deal.host_head.ask(&document, json!({ "input": input })).await.text("createObligation.obligation.id");
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(meets(&deal.broker, &elsewhere, deployment).await.refused().code, "GIVEN_ELSEWHERE");
    let received = meets(&deal.home_head, &back, deployment).await.refused();
    assert_eq!((received.code.as_str(), received.field.as_str()), ("NOT_FOUND", "deployment"));
    let settled = "UPDATE deployment SET terms = jsonb_set(terms, '{settlement,kind}', to_jsonb($1::text))";
    app.write(settled, values!["subscription"]).await;
    assert_eq!(meets(&deal.host_head, &own, deployment).await.refused().code, "GIVEN_FOR_RETURN");
    app.write(settled, values!["reciprocal_credit"]).await;
    meets(&deal.host_head, &own, deployment).await.done();
    app.settle().await;
    app.sound().await;
}
