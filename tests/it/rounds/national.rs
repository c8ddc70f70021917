//! The nation's round: run by an operator, who reads no request in it; each alliance's brokers read their own.

use domain::access::Role;

use super::*;

#[tokio::test]
async fn an_operator_runs_the_nations_round_and_sees_figures_alone() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 2, 4).await;
    let searched = world.request(0).await;
    app.searched(&searched.to_string(), "national").await;
    // Nobody has looked beyond the own group for this one yet.
    world.request(1).await;
    let operator = app.national(Role::Operator).await;
    let round = open(&operator).await;
    assert_eq!(freeze(&operator, round).await.at("freezeRound.round.requests"), &json!(1));
    app.settle().await;
    let it = seen(&operator, round).await;
    assert_eq!((&it["status"], &it["plan"]["placed"], &it["alliance"]), (&json!("PLANNED"), &json!(1), &Json::Null));
    assert_eq!(it["lines"]["nodes"], json!([]), "an operator reads no request");
    let it = seen(&world.broker, round).await;
    assert_eq!(it["lines"]["nodes"][0]["request"]["id"], searched.to_string());
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    let it = seen(&foreign, round).await;
    assert_eq!((&it["status"], &it["lines"]["nodes"]), (&json!("PLANNED"), &json!([])), "another alliance's requests");
    for stranger in [world.asking[0].head().await, app.national(Role::Analyst).await] {
        assert_eq!(seen(&stranger, round).await, Json::Null);
        assert_eq!(close(&stranger, round).await.refused().code, "NOT_FOUND");
    }
    assert_eq!(close(&world.broker, round).await.refused().code, "NOT_ALLOWED", "it is the operator's to close");
    close(&operator, round).await.done();
}

#[tokio::test]
async fn the_rounds_of_an_alliance_are_seen_and_run_by_its_brokers_alone() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = planned(&world).await;
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    let operator = app.national(Role::Operator).await;
    for stranger in [&foreign, &operator, &world.asking[0].head().await] {
        assert_eq!(seen(stranger, round).await, Json::Null);
        assert_eq!(cancel(stranger, round).await.refused().code, "NOT_FOUND");
    }
    let listed = "{ brokerageRounds(first: 5) { nodes { id } } }";
    let of = |answer: Answer| answer.at("brokerageRounds.nodes").clone();
    assert_eq!(of(world.broker.asks(listed).await), json!([{"id": round.to_string()}]));
    assert_eq!(of(foreign.asks(listed).await), json!([]));
    let input = json!({"name": "Autumn", "halfDays": 4, "halfTerms": [AUTUMN_2]});
    assert_eq!(opening(&world.asking[0].head().await, input).await.refused().code, "NOT_ALLOWED");
}

#[tokio::test]
async fn an_anonymous_request_shows_its_school_to_its_brokers_alone() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    let request = world.asking[0].anonymous_request(&world.alliance, 4).await;
    app.searched(&request.to_string(), "national").await;
    let operator = app.national(Role::Operator).await;
    let round = open(&operator).await;
    freeze(&operator, round).await.done();
    app.settle().await;
    let urn = world.asking[0].urn.to_string();
    let told = "{ viewer { notifications(first: 20) { nodes { text } } } }";
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    for stranger in [&operator, &foreign] {
        let all = format!("{}{}", seen(stranger, round).await, stranger.asks(told).await.0);
        assert!(!all.contains(&urn) && !all.contains("School 0") && !all.contains(&request.to_string()), "{all}");
    }
    let asked =
        "query($id: ID!) { brokerageRound(id: $id) { lines(first: 1) { nodes { request { school { urn } } } } } }";
    let it = world.broker.ask(asked, json!({"id": round.to_string()})).await;
    assert_eq!(it.at("brokerageRound.lines.nodes.0.request.school.urn"), &json!(urn));
}
