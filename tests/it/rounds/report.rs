//! The report of a plan, stored with it: beside what first come, first served would have come to.

use persistence::values;

use super::*;

const REPORT: &str = "query($id: ID!) { brokerageRound(id: $id) { plan { value bound }
    report { value bound gap lines { line urgency about ofFairness plan { part of } firstCome { part of } verdict } } } }";

async fn report(by: &Persona<'_>, round: Id<Round>) -> Json {
    by.ask(REPORT, json!({"id": round.to_string()})).await.at("brokerageRound").clone()
}

/// Two requests, of which the first may be met from near and from far, and the second, which is urgent, from near alone; and one
/// place each near and far.
async fn narrow(app: &TestApp) -> World<'_> {
    let (world, _) = World::new(app, 2, 4).await;
    offer_of(&app.school_at("Exe Bridge", 378_000, 173_000).await, 4).await;
    let (first, second) = (world.request(0).await, world.request(1).await);
    app.searched(&first.to_string(), "national").await;
    app.write("UPDATE support_request SET urgency = 'urgent' WHERE id = $1", values![second.uuid()]).await;
    world
}

#[tokio::test]
async fn the_plan_is_no_less_fair_than_first_come_first_served_on_any_line_and_its_report_is_kept() {
    let app = TestApp::start().await;
    let world = narrow(&app).await;
    let round = open(&world.broker).await;
    assert_eq!(report(&world.broker, round).await["report"], Json::Null, "there is no plan yet");
    freeze(&world.broker, round).await.done();
    app.settle().await;
    let it = report(&world.broker, round).await;
    assert_eq!((&it["report"]["value"], &it["report"]["bound"]), (&it["plan"]["value"], &it["plan"]["bound"]));
    assert_eq!(it["report"]["gap"], 0);
    let lines = it["report"]["lines"].as_array().unwrap();
    let fair: Vec<_> = lines.iter().filter(|line| line["ofFairness"] == true).collect();
    assert!(fair.len() >= 5, "{lines:?}");
    assert!(fair.iter().all(|line| line["verdict"] != "WORSE"), "{fair:?}");
    let urgent = lines.iter().find(|line| line["urgency"] == "URGENT").unwrap();
    assert_eq!((&urgent["verdict"], &urgent["plan"]), (&json!("BETTER"), &json!({"part": 1, "of": 1})));
    assert!(lines.iter().any(|line| line["line"] == "VALUE" && line["verdict"] == "BETTER"));
    close(&world.broker, round).await.done();
    assert_eq!(report(&world.broker, round).await, it, "it stays when the round is over");
}

#[tokio::test]
async fn of_the_nations_round_nobody_is_told_what_could_be_about_a_few() {
    let app = TestApp::start().await;
    let world = narrow(&app).await;
    app.write("UPDATE support_request SET stage = 'national'", vec![]).await;
    let operator = app.national(domain::access::Role::Operator).await;
    let round = open(&operator).await;
    freeze(&operator, round).await.done();
    app.settle().await;
    for reader in [&operator, &world.broker] {
        let it = report(reader, round).await;
        let lines = it["report"]["lines"].as_array().unwrap();
        assert!(!lines.is_empty());
        let told = |line: &Json| line["plan"].is_null() && line["firstCome"].is_null() && line["verdict"].is_null();
        assert!(lines.iter().all(told), "{lines:?}");
    }
}
