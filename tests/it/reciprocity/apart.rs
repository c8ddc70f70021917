//! Nobody settles or forgives what is owed by a school at which they have a post.

use domain::access::Role;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

/// A practice that the school that asks is to write up for the one that gives.
async fn owes(deal: &Deal<'_>) -> String {
    let input = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "WRITE_UP",
        "dueOn": "2026-12-18", "source": "AGREEMENT", "note": "How the phonics were taught"});
    let document = act("createObligation", "CreateObligationInput", "obligation");
    deal.host_head.ask(&document, json!({ "input": input })).await.text("createObligation.obligation.id")
}

/// By which code somebody is refused who says that it is met, or waived.
async fn refused(who: &Persona<'_>, obligation: &str) -> [String; 2] {
    let meet = json!({"input": {"obligation": obligation, "how": "It was published"}});
    let waive = json!({"input": {"obligation": obligation, "reason": "It is needed no longer"}});
    let meet = who.ask(&act("meetObligation", "MeetObligationInput", "obligation"), meet).await;
    let waive = who.ask(&act("waiveObligation", "WaiveObligationInput", "obligation"), waive).await;
    [meet.refused().code, waive.refused().code]
}

#[tokio::test]
async fn a_broker_with_a_post_at_either_school_neither_settles_nor_forgives_what_is_owed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let owed = owes(&deal).await;
    let gives_post = "UPDATE membership SET person_id = $1 WHERE id = $2";
    let person = |who: &Persona<'_>| who.who().person.uuid();
    for school in [&deal.host, &deal.home] {
        let coordinator = school.somebody(Role::Coordinator).await;
        let own = coordinator.who().membership.uuid();
        app.write(gives_post, values![person(&deal.broker), own]).await;
        assert_eq!(refused(&deal.broker, &owed).await, ["OBLIGATION_INVOLVED", "OBLIGATION_INVOLVED"]);
        app.write(gives_post, values![person(&coordinator), own]).await;
    }
    // The head to whom it is owed speaks for that school, as long as it is the only one.
    let coordinator = deal.host.somebody(Role::Coordinator).await;
    let own = coordinator.who().membership.uuid();
    app.write(gives_post, values![person(&deal.home_head), own]).await;
    assert_eq!(refused(&deal.home_head, &owed).await, ["OBLIGATION_INVOLVED", "OBLIGATION_INVOLVED"]);
    app.write(gives_post, values![person(&coordinator), own]).await;
    let meet = json!({"input": {"obligation": owed, "how": "It was published"}});
    deal.home_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), meet).await.done();
    let waive = json!({"input": {"obligation": owes(&deal).await, "reason": "It is needed no longer"}});
    deal.broker.ask(&act("waiveObligation", "WaiveObligationInput", "obligation"), waive).await.done();
    app.settle().await;
}
