//! Rounds that come to nothing end cleanly, and say what happened.

use domain::time::Timestamp;
use persistence::values;

use super::*;

/// Where a round stands and why it came to nothing.
async fn ended(by: &Persona<'_>, round: Id<Round>) -> (String, String) {
    let it = seen(by, round).await;
    (it["status"].as_str().unwrap().to_owned(), it["failure"].as_str().unwrap_or_default().to_owned())
}

fn failed(why: &str) -> (String, String) {
    ("FAILED".to_owned(), why.to_owned())
}

async fn withdraw(app: &TestApp, school: &SchoolOf<'_>, request: Id<SupportRequest>) {
    let document = "mutation($input: WithdrawRequestInput!) { withdrawRequest(input: $input) { request { status } \
                    userErrors { code message } } }";
    let input = json!({"input": {"request": request.to_string(), "reason": "TIMING"}});
    school.head().await.ask(document, input).await.done();
    let _ = app;
}

#[tokio::test]
async fn an_empty_market_is_told() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 3).await;
    world.request(0).await;
    let round = planned(&world).await;
    assert_eq!(ended(&world.broker, round).await, failed("NOBODY_IN_REACH"), "three half-days are no four");
    let again = open(&world.broker).await;
    freeze(&world.broker, again).await.done();
}

#[tokio::test]
async fn requests_that_are_taken_back_leave_the_round_and_the_last_one_ends_it() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 2, 8).await;
    let requests = [world.request(0).await, world.request(1).await];
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    for (school, request) in world.asking.iter().zip(requests) {
        withdraw(&app, school, request).await;
    }
    let events = app.settle().await;
    assert!(events.events().contains(&"round.request_left"));
    assert_eq!(ended(&world.broker, round).await, failed("REQUESTS_GONE"));
}

#[tokio::test]
async fn a_place_is_free_again_when_its_request_is_taken_back_after_the_plan() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 2, 8).await;
    let requests = [world.request(0).await, world.request(1).await];
    let round = planned(&world).await;
    assert_eq!(reserved(&app).await, 8);
    withdraw(&app, &world.asking[0], requests[0]).await;
    app.settle().await;
    assert_eq!(reserved(&app).await, 4);
    let it = seen(&world.broker, round).await;
    let statuses: Vec<_> = it["lines"]["nodes"].as_array().unwrap().iter().map(|line| &line["status"]).collect();
    assert!(statuses.contains(&&json!("LEFT")) && statuses.contains(&&json!("PLACED")), "{statuses:?}");
}

#[tokio::test]
async fn a_plan_that_nobody_uses_lapses_after_two_weeks() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = planned(&world).await;
    app.clock.advance(chrono::TimeDelta::days(14));
    app.settle().await;
    assert_eq!(ended(&world.broker, round).await.0, "PLANNED");
    app.clock.advance(chrono::TimeDelta::seconds(1));
    app.settle().await;
    assert_eq!(ended(&world.broker, round).await, failed("UNUSED"));
    assert_eq!(reserved(&app).await, 0);
}

#[tokio::test]
async fn a_round_is_called_off_at_any_time_before_its_end() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = open(&world.broker).await;
    assert_eq!(cancel(&world.broker, round).await.at("cancelRound.round.status"), "CANCELLED");
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    cancel(&world.broker, round).await.done();
    app.settle().await;
    assert_eq!(ended(&world.broker, round).await, ("CANCELLED".into(), String::new()), "it is not planned any more");
    let round = planned(&world).await;
    assert_eq!(reserved(&app).await, 4);
    cancel(&world.broker, round).await.done();
    assert_eq!(reserved(&app).await, 0);
    let it = seen(&world.broker, round).await;
    assert_eq!((&it["status"], &it["reason"]), (&json!("CANCELLED"), &json!("Too early.")));
    assert_eq!(cancel(&world.broker, round).await.refused().code, "STEP_NOT_OPEN");
    app.settle().await;
}

#[tokio::test]
async fn a_round_that_is_called_off_while_it_is_planned_keeps_no_plan() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    let until: Timestamp = app.clock.now().plus_seconds(60);
    let sql = "UPDATE brokerage_round SET status = 'planning', taken_by = $1, taken_until = $2 WHERE id = $1";
    app.write(sql, values![round.uuid(), until.utc()]).await;
    cancel(&world.broker, round).await.done();
    app.clock.advance(chrono::TimeDelta::seconds(61));
    app.settle().await;
    let it = seen(&world.broker, round).await;
    assert_eq!((&it["status"], &it["plan"]), (&json!("CANCELLED"), &Json::Null));
}

#[tokio::test]
async fn a_school_that_closes_before_the_plan_is_not_in_it() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    // As the import does where nobody takes its place.
    app.write("UPDATE offer SET status = 'paused'", vec![]).await;
    app.write("UPDATE school SET status = 'closed' WHERE name = $1", values!["Ash Lane"]).await;
    app.settle().await;
    assert_eq!(ended(&world.broker, round).await, failed("NOBODY_IN_REACH"));
}
