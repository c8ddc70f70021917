//! The report of a plan, stored with it: beside what first come, first served would have come to.

use persistence::values;

use super::*;

const REPORT: &str = "query($id: ID!) { brokerageRound(id: $id) { plan { value bound }
    report { value bound gap lines { line urgency about ofFairness plan { part of } firstCome { part of } verdict } } } }";

async fn report(by: &Persona<'_>, round: Id<Round>) -> Json {
    by.ask(REPORT, json!({"id": round.to_string()})).await.at("brokerageRound").clone()
}

/// Six requests, of which the last two are urgent and of a cut off school, and time for four.
async fn short_of_help(app: &TestApp) -> (World<'_>, Id<Offer>) {
    let (world, offer) = World::new(app, 6, 8).await;
    offer_of(&world.asking[5], 8).await;
    for number in 0..5 {
        let request = world.request(number).await;
        let urgency = if number > 2 { "urgent" } else { "routine" };
        let sql = "UPDATE support_request SET urgency = $2 WHERE id = $1";
        app.write(sql, values![request.uuid(), urgency]).await;
    }
    (world, offer)
}

#[tokio::test]
async fn the_plan_is_no_less_fair_than_first_come_first_served_on_any_line_and_its_report_is_kept() {
    let app = TestApp::start().await;
    let (world, _) = short_of_help(&app).await;
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
    assert_eq!((&urgent["verdict"], &urgent["plan"]), (&json!("BETTER"), &json!({"part": 2, "of": 2})));
    assert!(lines.iter().any(|line| line["line"] == "VALUE" && line["verdict"] == "BETTER"));
    close(&world.broker, round).await.done();
    assert_eq!(report(&world.broker, round).await, it, "it stays when the round is over");
}

#[tokio::test]
async fn of_the_nations_round_nobody_is_told_what_could_be_about_a_few() {
    let app = TestApp::start().await;
    let (world, _) = short_of_help(&app).await;
    app.write("UPDATE support_request SET stage = 'national'", vec![]).await;
    let operator = app.national(domain::access::Role::Operator).await;
    let round = open(&operator).await;
    freeze(&operator, round).await.done();
    app.settle().await;
    for reader in [&operator, &world.broker] {
        let it = report(reader, round).await;
        let lines = it["report"]["lines"].as_array().unwrap();
        assert!(!lines.is_empty());
        let few = |figure: &Json| figure.is_null() || figure["part"].as_i64() == figure["of"].as_i64();
        for line in lines.iter().filter(|line| line["line"] != "NEWCOMERS") {
            assert!(few(&line["plan"]) && few(&line["firstCome"]), "{line}");
        }
    }
}
