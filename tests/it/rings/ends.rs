//! Rings that come to nothing: the time is free again and the requests wait, whoever's side it was.

use super::*;

fn dissolved(why: &str) -> (String, String) {
    ("DISSOLVED".to_owned(), why.to_owned())
}

#[tokio::test]
async fn two_consent_and_one_declines_and_all_is_as_it_was() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1, 2]).await;
    consent(&world.heads[0], ring).await.done();
    consent(&world.heads[1], ring).await.done();
    decline(&world.heads[2], ring).await.done();
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 3));
    app.sound().await;
    assert_eq!(ended(&world.heads[0], ring).await, dissolved("DECLINED"));
    let told = seen(&world.heads[0], ring).await;
    let answers: Vec<_> = told["legs"].as_array().unwrap().iter().map(|leg| &leg["answer"]).collect();
    assert!(!answers.contains(&&json!("DECLINED")), "nobody is told which school it was: {answers:?}");
    let whole = seen(&world.broker, ring).await;
    let why: Vec<_> = whole["legs"].as_array().unwrap().iter().filter(|leg| leg["answer"] == "DECLINED").collect();
    assert_eq!((why.len(), &why[0]["reason"]), (1, &json!("TIMING")), "but the broker");
    assert!(app.settle().await.events().contains(&"ring.dissolved"));
    // Nobody is asked twice for the same.
    let no = world.propose(&[0, 1, 2]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("RING_LEG_REFUSED", "legs.2.offer"));
}

#[tokio::test]
async fn what_is_left_of_a_ring_is_shown_as_a_pair_and_may_be_proposed() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1, 2]).await;
    let asked = "query($id: ID!) { ringMending(id: $id) { value bound gap rings { points legs { gives { urn } offerId
        request { id } } } } }";
    let id = json!({"id": ring.to_string()});
    assert!(world.broker.ask(asked, id.clone()).await.0["errors"].is_array(), "it waits still");
    decline(&world.heads[2], ring).await.done();
    let found = world.broker.ask(asked, id.clone()).await;
    let rings = found.at("ringMending.rings").as_array().unwrap().clone();
    assert_eq!((rings.len(), found.at("ringMending.gap")), (1, &json!(0)), "{found:?}");
    let legs = rings[0]["legs"].as_array().unwrap();
    let mut urns: Vec<_> = legs.iter().map(|leg| leg["gives"]["urn"].as_str().unwrap().to_owned()).collect();
    urns.sort_unstable();
    assert_eq!(urns, [world.schools[0].urn.to_string(), world.schools[1].urn.to_string()]);
    let input: Json =
        legs.iter().map(|leg| json!({"request": leg["request"]["id"], "offer": leg["offerId"]})).collect();
    proposing(&world.broker, json!({"legs": input})).await.done();
    assert_eq!(reserved(&app).await, 8);
    for by in [&world.heads[0], &world.heads[2]] {
        assert_eq!(by.ask(asked, id.clone()).await.at("ringMending"), &Json::Null, "for brokers alone");
    }
}

#[tokio::test]
async fn a_ring_that_not_all_answer_lapses_by_the_clock() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 10).await;
    let until = app.clock.now().plus_days(5);
    let input = json!({"legs": world.legs(&[0, 1]), "respondBy": until.to_string()});
    let ring: Id<ExchangeRing> = proposing(&world.broker, input).await.text("proposeRing.ring.id").parse().unwrap();
    consent(&world.heads[0], ring).await.done();
    app.clock.advance(chrono::TimeDelta::days(5));
    app.settle().await;
    assert_eq!(seen(&world.broker, ring).await["status"], "PROPOSED");
    app.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(consent(&world.heads[1], ring).await.refused().code, "PROPOSAL_OVERDUE");
    app.settle().await;
    assert_eq!(ended(&world.broker, ring).await, dissolved("UNANSWERED"));
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 2));
    let late = json!({"legs": world.legs(&[0, 1]), "respondBy": until.to_string()});
    let no = proposing(&world.broker, late).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_PASSED", "respondBy"));
}

#[tokio::test]
async fn a_request_that_is_taken_back_half_way_dissolves_the_ring() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1, 2]).await;
    consent(&world.heads[0], ring).await.done();
    let document = "mutation($input: WithdrawRequestInput!) { withdrawRequest(input: $input) { request { status } \
                    userErrors { code message } } }";
    let input = json!({"input": {"request": world.requests[1].to_string(), "reason": "TIMING"}});
    world.heads[1].ask(document, input).await.done();
    assert_eq!(consent(&world.heads[2], ring).await.refused().code, "RING_NOT_OPEN", "nobody consents to what is gone");
    app.settle().await;
    assert_eq!(ended(&world.heads[0], ring).await, dissolved("REQUEST_GONE"));
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 2));
}

#[tokio::test]
async fn an_offer_that_is_held_back_and_a_school_that_closes_dissolve_it_too() {
    let app = TestApp::start().await;
    let world = World::new(&app, 4, 10).await;
    let (first, second) = (world.proposed(&[0, 1]).await, world.proposed(&[2, 3]).await);
    app.write("UPDATE offer SET status = 'paused' WHERE id = $1", persistence::values![world.offers[0].uuid()]).await;
    world.schools[2].closes().await;
    app.settle().await;
    assert_eq!(ended(&world.broker, first).await, dissolved("OFFER_GONE"));
    assert_eq!(ended(&world.broker, second).await, dissolved("SCHOOL_GONE"));
    assert_eq!(reserved(&app).await, 0);
}

#[tokio::test]
async fn its_broker_takes_it_back_and_says_why() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 10).await;
    let ring = world.proposed(&[0, 1]).await;
    withdraw(&world.broker, ring).await.done();
    let it = seen(&world.heads[0], ring).await;
    assert_eq!((&it["end"], &it["reason"]), (&json!("WITHDRAWN"), &json!("TIMING")));
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 2));
    assert_eq!(consent(&world.heads[0], ring).await.refused().code, "RING_NOT_OPEN");
    world.proposed(&[0, 1]).await;
    app.settle().await;
}
