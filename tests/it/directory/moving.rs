//! A specialist's move to another school: what goes with them, what ends, and who decides about what is open.

use domain::Id;
use domain::access::Role;
use domain::brokerage::Deployment;
use lateral_tests::deal::{read, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Takes a person over as a specialist of one's own school.
pub async fn take_over(head: &Persona<'_>, who: &Persona<'_>) -> Answer {
    let maths = head.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let document = "mutation($input: MoveSpecialistInput!) { moveSpecialist(input: $input) {
        specialist { id travelMinutes school { name } badges { scheme } } userErrors { code field message } } }";
    let input = json!({
        "person": who.who().person.to_string(), "name": "Robin Example", "post": "MIDDLE_LEADER",
        "specialisms": [maths.at("expertise.id")], "supports": ["TEACHER"], "travelMinutes": 45,
    });
    head.ask(document, json!({"input": input})).await
}

/// Gives a person a role at a school, as if an invitation had been taken up.
pub async fn joins(app: &TestApp, who: &Persona<'_>, school: &SchoolOf<'_>, role: &str) {
    let sql = "INSERT INTO membership (id, person_id, role, school_id, status, created_at, begun_at, audience) \
               VALUES ($1, $2, $3, $4, 'active', $5, $5, ARRAY[$2, $4])";
    let (person, now) = (who.who().person.uuid(), app.clock.now().utc());
    app.write(sql, values![app.app.ids.uuid(), person, role, school.id.uuid(), now]).await;
}

async fn waiting(who: &Persona<'_>) -> Vec<Json> {
    let answer =
        who.asks("{ viewer { departuresWaiting(first: 5) { nodes { id departure { keptAt from { name } } } } } }");
    answer.await.at("viewer.departuresWaiting.nodes").as_array().unwrap().clone()
}

#[tokio::test]
async fn whoever_moves_keeps_what_they_hold_and_brokers_decide_about_what_is_open() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    deal.designated().await;
    let active = deal.active().await;
    let proposed = async |half_days| {
        let request = deal.host.request(&deal.alliance, half_days).await;
        read(&deal.broker.propose(deal.offer, request).await.text("proposeSupport.proposal.id"))
    };
    let (open, accepted) = (proposed(1).await, proposed(1).await);
    deal.home_head.accept(accepted).await.done();
    deal.host_head.accept(accepted).await.done();
    let of = "query($id: ID!) { proposal(id: $id) { status declineReason request { status } deployment { id } } }";
    let answer = deal.broker.ask(of, json!({"id": accepted.to_string()})).await;
    let planned: Id<Deployment> = read(&answer.text("proposal.deployment.id"));
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(planned, &[]).await.done();
    }

    let oak = app.school("Oak Hill").await;
    let head = oak.head().await;
    assert_eq!(take_over(&head, maya).await.refused().code, "NOT_FOUND", "nobody takes over whom they do not know");
    joins(&app, maya, &oak, "coordinator").await;
    assert_eq!(take_over(&head, maya).await.refused().code, "NOT_TAKEN_ON");
    joins(&app, maya, &oak, "specialist").await;
    assert_eq!(take_over(&oak.somebody(Role::Coordinator).await, maya).await.refused().code, "NOT_ALLOWED");
    assert_eq!(take_over(&deal.home_head, maya).await.refused().code, "NOT_MOVED");
    app.settle().await;
    let moved = take_over(&head, maya).await;
    moved.done();
    let shown = json!({
        "id": deal.specialist.id.to_string(), "travelMinutes": 45, "school": {"name": "Oak Hill"},
        "badges": [{"scheme": "SLE"}],
    });
    assert_eq!(moved.at("moveSpecialist.specialist"), &shown);

    let answer = deal.broker.ask(of, json!({"id": open.to_string()})).await;
    let fallen = json!({
        "status": "WITHDRAWN", "declineReason": "PEOPLE_CHANGED", "request": {"status": "MATCHING"}, "deployment": null,
    });
    assert_eq!(answer.at("proposal"), &fallen);
    let time =
        "SELECT (half_days - committed - reserved)::bigint AS number FROM capacity_window WHERE specialist_id = $1";
    assert_eq!(app.number(time, deal.specialist.id.uuid()).await, 0, "nothing is free until the new head says so");
    assert_eq!(deal.held().await, (1, 4), "what was agreed and planned stays held");
    let offers = "SELECT count(*) AS number FROM offer WHERE specialist_id = $1 AND status = 'withdrawn'";
    assert_eq!(app.number(offers, deal.specialist.id.uuid()).await, 1);
    let roles = "SELECT count(*) AS number FROM membership WHERE id = $1 AND status = 'ended'";
    assert_eq!(app.number(roles, maya.who().membership.uuid()).await, 1);

    let departed =
        |id: Id<Deployment>| json!({"id": id.to_string(), "departure": {"keptAt": null, "from": {"name": "Ash Lane"}}});
    assert_eq!(waiting(&deal.broker).await, [departed(planned), departed(active)]);
    assert_eq!(waiting(&deal.host_head).await, [] as [Json; 0]);
    assert_eq!(deal.home_head.agree(planned, Some(terms())).await.refused().code, "DEPARTURE_UNDECIDED");
    assert_eq!(deal.host_head.step("keepDeployment", active).await.refused().code, "NOT_ALLOWED");
    for deployment in [active, planned] {
        assert_eq!(deal.broker.step("keepDeployment", deployment).await.refused().code, "NEW_HOME_NOT_ASKED");
        head.step("takeOnDeployment", deployment).await.done();
        deal.broker.step("keepDeployment", deployment).await.done();
        assert_eq!(deal.broker.step("keepDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
    }
    assert_eq!(waiting(&deal.broker).await, [] as [Json; 0]);
    assert_eq!(deal.home_head.agree(planned, Some(terms())).await.refused().code, "NOT_ALLOWED");
    assert_eq!(head.agree(planned, Some(terms())).await.refused().code, "DECLARATION_MISSING");
    head.declare(planned, &[]).await.done();
    head.agree(planned, Some(terms())).await.done();
    let settled = app.settle().await;
    let told = settled.events();
    for (name, times) in [
        ("specialist.moved", 1),
        ("deployment.specialist_left", 2),
        ("deployment.home_asked", 2),
        ("deployment.taken_on", 2),
        ("deployment.kept", 2),
        ("deployment.home_changed", 2),
        ("assurance.ended", 1),
        ("deployment.unassured", 2),
    ] {
        assert_eq!(told.iter().filter(|it| **it == name).count(), times, "{told:?}");
    }
    app.sound().await;
}

#[tokio::test]
async fn whoever_leaves_without_a_new_school_is_waited_for_no_longer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    let proposal = deal.broker.propose(deal.offer, deal.request).await.text("proposeSupport.proposal.id");
    let end =
        "mutation($input: EndMembershipInput!) { endMembership(input: $input) { userErrors { code field message } } }";
    let input = json!({"membership": maya.who().membership.to_string(), "expectedVersion": 1});
    deal.home_head.ask(end, json!({"input": input})).await.done();
    let of = "query($id: ID!) { proposal(id: $id) { status } }";
    assert_eq!(deal.broker.ask(of, json!({"id": proposal})).await.text("proposal.status"), "WITHDRAWN");
    assert_eq!(deal.held().await, (0, 0));
    // Later another school takes them on: they are the same specialist, with all that they have done.
    let oak = app.school("Oak Hill").await;
    joins(&app, maya, &oak, "specialist").await;
    let moved = take_over(&oak.head().await, maya).await;
    moved.done();
    assert_eq!(moved.text("moveSpecialist.specialist.id"), deal.specialist.id.to_string());
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn nobody_holds_two_posts_at_one_school_at_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let person = deal.specialist.persona.who().person.uuid();
    let post = async |school: &SchoolOf<'_>, from: &str, until: Option<&str>| {
        let sql = "INSERT INTO employment VALUES ($1, $2, $3, 'Teacher', $4::text::date, $5::text::date)";
        app.owner.run(sql, values![app.app.ids.uuid(), person, school.id.uuid(), from, until.map(str::to_owned)]).await
    };
    post(&deal.home, "2020-09-01", Some("2024-08-31")).await.unwrap();
    post(&deal.home, "2024-08-31", None).await.unwrap();
    post(&deal.host, "2022-09-01", None).await.unwrap();
    for (from, until) in [("2024-08-30", Some("2024-12-31")), ("2026-09-01", None), ("2019-09-01", None)] {
        let refused = post(&deal.home, from, until).await.unwrap_err();
        assert_eq!(refused.constraint(), Some("employment_once"), "{from}");
    }
    let deployment = deal.active().await;
    let sql = "INSERT INTO departure SELECT id, home_id, agreed_at, brokered_by, agreed_at - interval '1 second', \
               home_id, brokered_by, agreed_at FROM deployment WHERE id = $1";
    let refused = app.owner.run(sql, values![deployment.uuid()]).await.unwrap_err();
    assert!(refused.constraint().is_some_and(|it| it.starts_with("departure_check")), "{refused}");
    let unasked =
        "INSERT INTO departure SELECT id, home_id, agreed_at, brokered_by, agreed_at FROM deployment WHERE id = $1";
    let refused = app.owner.run(unasked, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("departure_kept_when_taken_on"), "{refused}");
    app.settle().await;
}
