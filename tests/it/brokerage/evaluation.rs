//! What the two sides of a deployment say of each other: sealed to every reader but its own side, by every way.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const WAYS: &str = "query($deployment: ID!, $evaluation: ID!) {
    deployment(id: $deployment) { version status evaluatedAt evaluations { id side words } }
    node(id: $evaluation) { id }
    nodes(ids: [$evaluation]) { id }
    deployments(first: 5) { nodes { version evaluations { id } } }
}";

async fn seen(who: &Persona<'_>, deployment: &impl ToString, evaluation: &str) -> Json {
    who.ask(WAYS, json!({"deployment": deployment.to_string(), "evaluation": evaluation})).await.0["data"].clone()
}

#[tokio::test]
async fn what_one_side_said_is_sealed_to_everybody_else_until_both_have_spoken() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    assert_eq!(deal.host_head.evaluate(deployment).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.step("completeDeployment", deployment).await.done();
    app.settle().await;
    let broker = deal.broker.clone();
    let specialist = &deal.specialist.persona;
    let coordinator = deal.home.somebody(Role::Coordinator).await;
    let auditor = app.national(Role::Auditor).await;
    let others = [&deal.home_head, &coordinator, &broker, specialist, &auditor, &app.stranger()];
    let missing = "evl_01920000000070008000000000000001";
    let mut before = Vec::new();
    for who in others {
        before.push(seen(who, &deployment, missing).await);
    }
    let said = deal.host_head.evaluate(deployment).await;
    said.done();
    let (id, opened) = (said.text("submitEvaluation.evaluation.id"), said.at("submitEvaluation.evaluation.openedAt"));
    assert!(opened.is_null());
    for (who, before) in others.into_iter().zip(before) {
        assert_eq!(seen(who, &deployment, &id).await, before, "nothing at all has changed for {:?}", who.role());
    }
    let told = app.settle().await;
    assert_eq!(told.events(), ["evaluation.sealed"]);
    let facts = "SELECT count(*) AS number FROM outbox WHERE name = 'evaluation.sealed' AND body LIKE '%' || replace(($1::uuid)::text, '-', '') || '%'";
    assert_eq!(app.number(facts, deployment.uuid()).await, 0, "the event does not say of which deployment");
    let own = seen(&deal.host_head, &deployment, &id).await;
    assert_eq!(own["deployment"]["evaluations"][0]["side"], "HOST");
    assert_eq!(deal.host_head.evaluate(deployment).await.refused().code, "EVALUATED_ALREADY");
    for who in [specialist, &coordinator, &broker] {
        assert_eq!(who.evaluate(deployment).await.refused().code, "NOT_ALLOWED");
    }

    let second = deal.home_head.evaluate(deployment).await;
    second.done();
    assert_eq!(second.text("submitEvaluation.evaluation.deployment.status"), "EVALUATED");
    for who in [&deal.home_head, &deal.host_head, &broker] {
        let seen = seen(who, &deployment, &id).await;
        assert_eq!(seen["deployment"]["evaluations"].as_array().unwrap().len(), 2, "{:?}", who.role());
        assert_eq!(seen["node"]["id"], id.as_str());
    }
    for who in [specialist, &auditor, &app.stranger()] {
        assert!(seen(who, &deployment, &id).await["node"].is_null(), "{:?}", who.role());
    }
    assert_eq!(app.settle().await.events(), ["evaluation.sealed", "deployment.evaluated"]);
}

#[tokio::test]
async fn what_only_one_side_said_is_opened_by_the_clock() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    let id = deal.home_head.evaluate(deployment).await.text("submitEvaluation.evaluation.id");
    app.settle().await;
    app.clock.advance(TimeDelta::days(28));
    assert_eq!(app.settle().await.events(), Vec::<&str>::new());
    assert!(seen(&deal.host_head, &deployment, &id).await["node"].is_null());
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(deal.host_head.evaluate(deployment).await.refused().code, "EVALUATION_OVERDUE");
    assert_eq!(app.settle().await.events(), ["deployment.evaluated"]);
    assert_eq!(seen(&deal.host_head, &deployment, &id).await["node"]["id"], id.as_str());
    assert_eq!(deal.host_head.evaluate(deployment).await.refused().code, "STEP_NOT_OPEN");
    let sealed = "UPDATE evaluation SET opened_at = NULL WHERE id = (SELECT id FROM evaluation LIMIT 1)";
    app.write(sealed, values![]).await;
    let tx = app.app.begin(&lateral::app::Caller::service("check")).await.unwrap();
    assert_eq!(persistence::check::breaches(&tx).await.unwrap().len(), 1);
}
