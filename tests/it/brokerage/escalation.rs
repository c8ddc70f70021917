//! To whom it is carried that nobody answers a request, and who hears of what waits in the national pool.

use chrono::TimeDelta;
use lateral::app::brokerage::service_level;
use lateral_tests::TestApp;
use lateral_tests::deal::act;
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::{heard, kinds, raised, steps, triaged};

#[tokio::test]
async fn a_request_that_nobody_reads_is_carried_to_its_alliance_and_then_to_all_without_its_name() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (own, other) = (app.alliance("Avon", &ash, &[]).await, app.alliance("Trent", &elm, &[]).await);
    let (broker, far) = (own.broker().await, other.broker().await);
    let id = raised(&ash.head().await, json!({"disclosure": "ANONYMOUS", "urgency": "ROUTINE"})).await;
    app.clock.advance(TimeDelta::hours(48));
    assert_eq!(app.settle().await.events(), ["request.submitted", "request.overdue"]);
    assert_eq!(broker.breaches(own.id).await, steps(&[("TRIAGE", "BROKER")]));
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(app.settle().await.events(), ["service_level.escalated"]);
    assert_eq!(kinds(&broker).await[0], "service_level.escalated");
    assert!(kinds(&far).await.is_empty(), "it is nobody else's yet");
    app.clock.advance(TimeDelta::hours(48));
    assert_eq!(app.settle().await.events(), ["request.pooled"]);
    let told = [("TRIAGE", "BROKER"), ("TRIAGE", "ALLIANCE"), ("TRIAGE", "NATIONAL_POOL")];
    assert_eq!(broker.breaches(own.id).await, steps(&told));
    let words = "A school asks for support, and any alliance may take it on: “Maths in years 3 and 4”.";
    assert_eq!(heard(&far).await, [("request.pooled".to_owned(), words.to_owned())]);
    app.clock.advance(TimeDelta::days(30));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "each step is taken once");

    // What is opened to all is taken on by others, and nobody but its brokers reads of the breach.
    let referrals =
        "query($id: ID!) { supportRequest(id: $id) { school { name } referrals { id from { name } national } } }";
    let seen = far.ask(referrals, json!({"id": id})).await;
    assert_eq!(
        (seen.at("supportRequest.school"), seen.at("supportRequest.referrals.0.from")),
        (&Json::Null, &Json::Null)
    );
    let input = json!({"input": {"referral": seen.text("supportRequest.referrals.0.id")}});
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    assert_eq!(broker.ask(&take, input.clone()).await.refused().code, "REFERRAL_TO_SELF");
    far.ask(&take, input).await.done();
    // Whoever takes it on is held to nothing that was before: its own time begins then.
    assert_eq!(app.settle().await.events(), ["referral.accepted"]);
    app.clock.advance(TimeDelta::hours(30));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "nor is it opened to all once more");
    assert_eq!(far.breaches(other.id).await, steps(&[]));
    app.clock.advance(TimeDelta::hours(19));
    app.settle().await;
    assert_eq!(far.breaches(other.id).await, steps(&[("TRIAGE", "BROKER")]));
    assert_eq!(broker.breaches(own.id).await, steps(&told), "what was noted stays noted");
    for (who, of) in [(&far, own.id), (&broker, other.id), (&ash.head().await, own.id)] {
        assert_eq!(who.breaches(of).await, None, "{:?}", who.role());
    }
    let list = "query($id: ID!) { alliance(id: $id) { serviceBreaches(first: 1) { nodes { id } } } }";
    let breach = broker.ask(list, json!({"id": own.id.to_string()})).await.text("alliance.serviceBreaches.nodes.0.id");
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert!(broker.ask(node, json!({"id": breach})).await.at("node").is_object());
    assert_eq!(far.ask(node, json!({"id": breach})).await.at("node"), &Json::Null);
}

#[tokio::test]
async fn what_belongs_to_no_alliance_is_told_to_the_brokers_of_all() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let other = app.alliance("Trent", &elm, &[]).await;
    let far = other.broker().await;
    raised(&ash.head().await, json!({"disclosure": "ANONYMOUS"})).await;
    app.settle().await;
    let words = "A school asks for support: “Maths in years 3 and 4”.".to_owned();
    assert_eq!(heard(&far).await, [("request.submitted".to_owned(), words)]);
    app.clock.advance(TimeDelta::days(3));
    assert_eq!(app.settle().await.events(), ["request.overdue"]);
    assert_eq!(kinds(&far).await, ["request.overdue", "request.submitted"]);
    assert_eq!(app.count("service_breach WHERE alliance_id IS NULL AND step = 'broker'").await, 1);
    app.clock.advance(TimeDelta::days(30));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "it waits for all of them already");
}

#[tokio::test]
async fn a_referral_to_the_pool_and_a_school_that_leaves_its_alliance_are_told_to_who_may_take_it_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let far = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await.broker().await;
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let input = json!({"request": deal.request.to_string(), "reason": "Nobody here has the time."});
    deal.broker.ask(&refer, json!({"input": input})).await.done();
    app.settle().await;
    assert_eq!(kinds(&far).await, ["referral.sent"]);
    assert!(!kinds(&deal.broker).await.contains(&"referral.sent".to_owned()), "who has it already is not asked");

    let oak = app.school("Lea Bank").await;
    let small = app.alliance("Severn", &oak, &[]).await;
    let leaves = app.school("Fen Road").await;
    app.write(
        "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)",
        values![small.id.uuid(), leaves.id.uuid(), app.clock.now().utc()],
    )
    .await;
    let head = leaves.head().await;
    raised(&head, json!({})).await;
    app.settle().await;
    let before = kinds(&far).await;
    let leave = "mutation($input: LeaveAllianceInput!) { leaveAlliance(input: $input) { userErrors { code } } }";
    let input = json!({"alliance": small.id.to_string()});
    head.ask(leave, json!({"input": input})).await.done();
    assert!(app.settle().await.events().contains(&"request.pooled"));
    assert_eq!(kinds(&far).await[0], "request.pooled");
    assert_eq!(kinds(&far).await.len(), before.len() + 1);
}

#[tokio::test]
async fn what_waits_no_longer_and_comes_back_at_each_turn_keeps_nothing_else_from_being_opened_to_all() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let own = app.alliance("Avon", &ash, &[]).await;
    raised(&ash.head().await, json!({"urgency": "ROUTINE"})).await;
    app.settle().await;
    // Read already, and yet left as if nobody had: more of them than are looked at together, all of them before the other one.
    let copies = "INSERT INTO support_request SELECT (jsonb_populate_record(request, jsonb_build_object(\
                  'id', gen_random_uuid(), 'triaged_at', submitted_at, 'respond_by', respond_by - interval '1 second'))).* \
                  FROM support_request AS request, generate_series(1, 60) WHERE school_id = $1";
    app.write(copies, values![ash.id.uuid()]).await;
    app.clock.advance(TimeDelta::days(2));
    app.settle().await;
    app.clock.advance(TimeDelta::days(5));
    assert!(app.settle().await.events().contains(&"request.pooled"));
    let opened = format!("service_breach WHERE step = 'national_pool' AND alliance_id = '{}'", own.id.uuid());
    assert_eq!(app.count(&opened).await, 1);
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(service_level::escalate(&app.app).await.unwrap(), 0, "what is not taken is no step");
}

#[tokio::test]
async fn an_alliance_that_its_school_joins_while_a_request_waits_has_as_long_as_any_other() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let own = app.alliance("Avon", &elm, &[]).await;
    let (head, broker) = (ash.head().await, own.broker().await);
    let (read, unread) =
        (raised(&head, json!({"urgency": "ROUTINE"})).await, raised(&head, json!({"urgency": "ROUTINE"})).await);
    app.settle().await;
    app.clock.advance(TimeDelta::days(5));
    app.settle().await;
    let join = "mutation($input: JoinAllianceInput!) { joinAlliance(input: $input) { userErrors { code } } }";
    head.ask(join, json!({"input": {"alliance": own.id.to_string()}})).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::hours(1));
    let settled = app.settle().await;
    assert!(!settled.events().iter().any(|name| name.starts_with("service_level") || *name == "request.pooled"));
    assert_eq!(broker.breaches(own.id).await, steps(&[]));
    triaged(&broker, &read).await;
    app.clock.advance(TimeDelta::hours(48));
    app.settle().await;
    let told = broker.breaches(own.id).await.unwrap();
    assert!(told.contains(&("TRIAGE".to_owned(), "BROKER".to_owned())), "{unread}: {told:?}");
    assert_eq!(told.iter().filter(|(level, _)| level == "TRIAGE").count(), 1, "what was read in time is not late");
    assert_eq!(broker.levels(own.id).await.unwrap()["TRIAGE"], json!([2, 1, 1, 1]), "an hour since it came");
    let backwards = "UPDATE support_request SET came_at = ARRAY[submitted_at - interval '1 day'] WHERE came_at <> '{}'";
    let refused = app.owner.run(backwards, values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("support_request_came_forwards"));
}
