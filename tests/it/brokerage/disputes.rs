//! Disputes: a host says that a visit was not as it is written, and somebody ends that.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Visit;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

/// The version of a visit as somebody reads it.
async fn version(who: &Persona<'_>, visit: Id<Visit>) -> Json {
    let document = "query ($id: ID!) { visit(id: $id) { version } }";
    who.ask(document, json!({"id": visit.to_string()})).await.at("visit.version").clone()
}

async fn disputes(who: &Persona<'_>, visit: Id<Visit>, version: &Json) -> Answer {
    let input = json!({"visit": visit.to_string(), "reason": "OTHER_LENGTH", "words": "It was one lesson.",
        "expectedVersion": version});
    who.ask(&act("disputeVisit", "DisputeVisitInput", "visit"), json!({ "input": input })).await
}

async fn settles(who: &Persona<'_>, visit: Id<Visit>, outcome: &str, version: &Json) -> Answer {
    let input = json!({"visit": visit.to_string(), "outcome": outcome, "reason": "The timetable says so.",
        "expectedVersion": version});
    who.ask(&act("settleVisit", "SettleVisitInput", "visit"), json!({ "input": input })).await
}

/// A visit of two half-days that the host disputes.
async fn disputed(deal: &Deal<'_>) -> (Id<Visit>, Json) {
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let answer = disputes(&deal.host_head, visit, &json!(1)).await;
    answer.done();
    (visit, answer.at("disputeVisit.visit.version").clone())
}

#[tokio::test]
async fn a_host_disputes_a_visit_and_whoever_gave_it_hears_and_puts_it_right() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let stranger = app.school("Oak Hill").await.head().await;
    for (who, code) in [
        (&deal.home_head, "NOT_ALLOWED"),
        (&deal.specialist.persona, "NOT_ALLOWED"),
        (&deal.broker, "NOT_ALLOWED"),
        (&stranger, "NOT_FOUND"),
    ] {
        assert_eq!(disputes(who, visit, &json!(1)).await.refused().code, code);
    }
    assert_eq!(disputes(&deal.host_head, visit, &json!(7)).await.refused().code, "VERSION_STALE");
    let answer = disputes(&deal.host_head, visit, &json!(1)).await;
    answer.done();
    assert_eq!(answer.at("disputeVisit.visit.status"), "DISPUTED");
    let again = answer.at("disputeVisit.visit.version").clone();
    assert_eq!(disputes(&deal.host_head, visit, &again).await.refused().code, "STEP_NOT_OPEN");
    assert!(app.settle().await.events().contains(&"visit.disputed"));
    for who in [&deal.home_head, &deal.specialist.persona, &deal.broker] {
        let heard = told(who).await;
        assert_eq!(heard[0]["kind"], "visit.disputed", "{:?}", who.role());
        assert_eq!(heard[0]["text"], "Elm Park says that a visit was not as Ash Lane wrote it. Please put it right.");
    }
    let shown = "query ($id: ID!) { visit(id: $id) { status dispute { reason words settledBecause } } }";
    let it = deal.home_head.ask(shown, json!({"id": visit.to_string()})).await;
    let dispute = json!({"reason": "OTHER_LENGTH", "words": "It was one lesson.", "settledBecause": null});
    assert_eq!(it.at("visit.dispute"), &dispute);
    assert_eq!(
        deal.home_head.record(deployment, 2).await.refused().code,
        "DAY_IS_FULL",
        "its half-days are kept for it"
    );

    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "expectedVersion": again, "visitedOn": "2026-11-09",
        "mode": "IN_PERSON", "halfDays": 1, "note": "Watched one lesson."}});
    let corrected = deal.specialist.persona.ask(&correct, input).await;
    corrected.done();
    assert_eq!(corrected.at("correctVisit.visit.status"), "RECORDED");
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 3, 0, 1]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_broker_without_a_post_at_either_school_settles_a_dispute_and_the_ledger_follows() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (visit, version) = disputed(&deal).await;
    for who in [&deal.home_head, &deal.host_head, &deal.specialist.persona] {
        assert_eq!(settles(who, visit, "STANDS", &version).await.refused().code, "NOT_ALLOWED");
    }
    let post = "UPDATE membership SET person_id = $1 WHERE id = $2";
    let coordinator = deal.host.somebody(domain::access::Role::Coordinator).await;
    let of = |who: &Persona<'_>| (who.who().person.uuid(), who.who().membership.uuid());
    let (broker, own) = (of(&deal.broker).0, of(&coordinator));
    app.write(post, values![broker, own.1]).await;
    assert_eq!(settles(&deal.broker, visit, "STANDS", &version).await.refused().code, "SETTLER_INVOLVED");
    app.write(post, values![own.0, own.1]).await;
    assert_eq!(settles(&deal.broker, visit, "STANDS", &json!(1)).await.refused().code, "VERSION_STALE");
    let settled = settles(&deal.broker, visit, "STANDS", &version).await;
    settled.done();
    assert_eq!(settled.at("settleVisit.visit.status"), "CONFIRMED");
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([2, 0, 2, 0, 2]));
    let events = app.settle().await;
    assert!(["visit.settled", "visit.confirmed"].iter().all(|it| events.events().contains(it)));
    for who in [&deal.home_head, &deal.host_head] {
        assert!(told(who).await.iter().any(|it| it["kind"] == "visit.settled"), "{:?}", who.role());
    }
    app.sound().await;
}

async fn put_to_broker(who: &Persona<'_>, visit: Id<Visit>, version: &Json) -> Answer {
    let input = json!({"visit": visit.to_string(), "words": "The whole staff was there.", "expectedVersion": version});
    who.ask(&act("putVisitToBroker", "PutVisitToBrokerInput", "visit"), json!({ "input": input })).await
}

#[tokio::test]
async fn a_visit_that_the_host_leaves_unanswered_is_put_to_the_broker_after_a_week_and_everybody_hears() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    let stranger = app.school("Oak Hill").await.head().await;
    app.clock.advance(TimeDelta::hours(167));
    assert_eq!(put_to_broker(&deal.home_head, visit, &json!(1)).await.refused().code, "HOST_MAY_ANSWER");
    app.clock.advance(TimeDelta::hours(1));
    for (who, code) in [(&deal.host_head, "NOT_ALLOWED"), (&deal.broker, "NOT_ALLOWED"), (&stranger, "NOT_FOUND")] {
        assert_eq!(put_to_broker(who, visit, &json!(1)).await.refused().code, code);
    }
    assert_eq!(settles(&deal.broker, visit, "STANDS", &json!(1)).await.refused().code, "STEP_NOT_OPEN");
    put_to_broker(&deal.specialist.persona, visit, &json!(1)).await.done();
    assert!(app.settle().await.events().contains(&"visit.left_unanswered"));
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        let heard = told(who).await;
        let heard: Vec<_> = heard.iter().filter(|it| it["kind"] == "visit.left_unanswered").collect();
        assert_eq!(heard.len(), 1, "{:?}", who.role());
    }
    let again = version(&deal.broker, visit).await;
    assert_eq!(put_to_broker(&deal.home_head, visit, &again).await.refused().code, "STEP_NOT_OPEN");

    // The host speaks after all.
    disputes(&deal.host_head, visit, &again).await.done();
    let settled = settles(&deal.broker, visit, "STANDS", &version(&deal.broker, visit).await).await;
    settled.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([2, 0, 2, 0, 2]));

    // What is reversed and corrected waits for a week again.
    let input = json!({"visit": visit.to_string(), "reason": "It was one lesson."});
    deal.host_head.ask(&act("reverseVisit", "ReverseVisitInput", "visit"), json!({ "input": input })).await.done();
    let input = json!({"visit": visit.to_string(), "visitedOn": "2026-11-09", "mode": "IN_PERSON", "halfDays": 1,
        "note": "Watched one lesson.", "expectedVersion": version(&deal.home_head, visit).await});
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    deal.home_head.ask(&correct, json!({ "input": input })).await.done();
    let now = version(&deal.home_head, visit).await;
    assert_eq!(put_to_broker(&deal.home_head, visit, &now).await.refused().code, "HOST_MAY_ANSWER");
    let early = "UPDATE visit SET status = 'disputed', dispute_reason = 'unanswered', disputed_at = recorded_at, \
                 settle_reason = NULL, settled_by = NULL, confirmed_at = NULL";
    let refused = app.owner.run(early, []).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_unanswered_for_a_week"));
    app.clock.advance(TimeDelta::days(7));
    put_to_broker(&deal.home_head, visit, &now).await.done();
    let falls = settles(&deal.broker, visit, "FALLS", &version(&deal.broker, visit).await).await;
    falls.done();
    assert_eq!(falls.at("settleVisit.visit.status"), "CANCELLED");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_broker_with_a_post_at_either_school_reverses_no_confirmation_there() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let post = "INSERT INTO employment (id, person_id, school_id, post, started_on) \
                VALUES (gen_random_uuid(), $1, $2, 'middle_leader', '2026-09-01')";
    app.write(post, values![deal.broker.who().person.uuid(), deal.home.id.uuid()]).await;
    let reverse = async |who: &Persona<'_>| {
        let version = app.version("visit", visit.uuid()).await;
        let input = json!({"visit": visit.to_string(), "reason": "Not on that day", "expectedVersion": version});
        who.ask(&act("reverseVisit", "ReverseVisitInput", "visit"), json!({ "input": input })).await
    };
    assert_eq!(reverse(&deal.broker).await.refused().code, "REVERSAL_INVOLVED");
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 3, 0, 1]), "nothing is posted back");
    reverse(&deal.alliance.broker().await).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 4, 0, 0]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_end_of_the_work_says_what_is_still_unconfirmed_or_disputed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (visit, _) = disputed(&deal).await;
    let complete = "mutation ($input: CompleteDeploymentInput!) { completeDeployment(input: $input) { deployment { \
                    unsettledVisits { id status dispute { reason } } } userErrors { code field message } } }";
    let shown = "query ($id: ID!) { visit(id: $id) { deployment { id unsettledVisits { status } } } }";
    let of = deal.host_head.ask(shown, json!({"id": visit.to_string()})).await;
    let id = of.at("visit.deployment.id").clone();
    let answer = deal.host_head.ask(complete, json!({"input": {"deployment": id}})).await;
    answer.done();
    let open = json!([{"id": visit.to_string(), "status": "DISPUTED", "dispute": {"reason": "OTHER_LENGTH"}}]);
    assert_eq!(answer.at("completeDeployment.deployment.unsettledVisits"), &open);

    let falls = settles(&deal.broker, visit, "FALLS", &version(&deal.broker, visit).await).await;
    falls.done();
    assert_eq!(falls.at("settleVisit.visit.status"), "CANCELLED");
    assert_eq!(app.reasons("visit.cancelled").await, ["DISPUTED"]);
    let of = deal.host_head.ask(shown, json!({"id": visit.to_string()})).await;
    assert_eq!(of.at("visit.deployment.unsettledVisits"), &json!([]));
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 0, 0, 0]));
    let backwards = "UPDATE visit SET status = 'disputed', disputed_at = recorded_at - interval '1 day', \
                     settle_reason = NULL, settled_by = NULL, cancel_reason = NULL";
    let refused = app.owner.run(backwards, []).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_disputed_after_recorded"));
    app.settle().await;
    app.sound().await;
}
