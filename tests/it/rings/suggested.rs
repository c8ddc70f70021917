//! Which rings are suggested, and by which rules one may be proposed.

use super::*;
use crate::rounds;

const ASKED: &str = "query($schools: Int!) { ringSuggestions(schools: $schools) { value bound gap requests more
    rings { points legs { gives { urn } gets { urn } halfDays points offerId request { id } parts { contribution } } } } }";

async fn suggested(by: &Persona<'_>, schools: i32) -> Json {
    by.ask(ASKED, json!({"schools": schools})).await.at("ringSuggestions").clone()
}

#[tokio::test]
async fn a_ring_is_found_over_a_small_market_and_proven_best() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let found = suggested(&world.broker, 3).await;
    assert_eq!((&found["gap"], &found["requests"], &found["more"]), (&json!(0), &json!(3), &json!(false)));
    assert_eq!(found["value"], found["bound"]);
    let rings = found["rings"].as_array().unwrap();
    assert_eq!((rings.len(), rings[0]["legs"].as_array().unwrap().len()), (1, 3));
    let legs = rings[0]["legs"].as_array().unwrap();
    let points: i64 = legs.iter().map(|leg| leg["points"].as_i64().unwrap()).sum();
    assert_eq!(rings[0]["points"].as_i64(), Some(points));
    for (at, leg) in legs.iter().enumerate() {
        assert_eq!((&leg["halfDays"], &leg["gets"]), (&json!(4), &legs[(at + 1) % 3]["gives"]));
        let parts = leg["parts"].as_array().unwrap();
        let sum: i64 = parts.iter().map(|part| part["contribution"].as_i64().unwrap()).sum();
        assert_eq!(leg["points"].as_i64(), Some(sum));
    }
    // Nothing of it is stored.
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 3));
    let input: Json =
        legs.iter().map(|leg| json!({"request": leg["request"]["id"], "offer": leg["offerId"]})).collect();
    proposing(&world.broker, json!({"legs": input})).await.done();
    assert_eq!(suggested(&world.broker, 3).await["rings"], json!([]), "they are asked already");
    app.settle().await;
}

#[tokio::test]
async fn suggestions_are_for_brokers_and_nobody_is_in_them_who_cannot_give() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 3).await;
    assert_eq!(suggested(&world.broker, 2).await["rings"], json!([]), "three half-days are no four");
    assert_eq!(suggested(&world.heads[0], 2).await, Json::Null);
    for schools in [1, 5] {
        assert_eq!(suggested(&world.broker, schools).await, Json::Null, "two to four");
    }
    let no = world.propose(&[0, 1]).await.refused();
    assert_eq!(no.code, "CAPACITY_SHORT");
    assert_eq!((reserved(&app).await, waiting(&app).await), (0, 2), "nothing is half-written");
}

#[tokio::test]
async fn two_rings_at_once_for_the_same_half_days_leave_one_refused() {
    let app = TestApp::start().await;
    let mut world = World::new(&app, 3, 4).await;
    // The first school asks for something more, so that its time is all that both rings need.
    let more = world.schools[0].request(&world.alliance, 4).await;
    let first = json!({"legs": world.legs(&[0, 1])});
    world.requests[0] = more;
    let second = json!({"legs": world.legs(&[0, 2])});
    let colleague = world.alliance.broker().await;
    let (one, two) = tokio::join!(proposing(&world.broker, first), proposing(&colleague, second));
    let refused: Vec<_> = [one, two].iter().flat_map(Answer::refusals).map(|no| no.code).collect();
    assert_eq!(refused, ["CAPACITY_SHORT"]);
    assert_eq!(reserved(&app).await, 8);
    app.sound().await;
}

#[tokio::test]
async fn a_request_is_in_one_ring_and_in_no_round_and_proposed_to_nobody_else() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1]).await;
    let no = world.propose(&[2, 1]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("REQUEST_IN_RING", "legs.0.request"));
    let no = world.broker.propose(world.offers[2], world.requests[1]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("REQUEST_IN_RING", "request"));
    withdraw(&world.broker, ring).await.done();
    let round = rounds::open(&world.broker).await;
    rounds::freeze(&world.broker, round).await.done();
    let no = world.propose(&[0, 1]).await.refused();
    assert_eq!(no.code, "REQUEST_IN_ROUND");
    let other = World::new(&app, 2, 10).await;
    other.broker.propose(other.offers[0], other.requests[1]).await.done();
    let no = other.propose(&[0, 1]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("STEP_NOT_OPEN", "legs.0.request"));
}

#[tokio::test]
async fn what_makes_no_ring_or_breaks_a_rule_is_refused() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let legs = world.legs(&[0, 1, 2]);
    let open: Json = legs.as_array().unwrap()[..2].to_vec().into();
    let no = proposing(&world.broker, json!({"legs": open})).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("RING_NOT_CLOSED", "legs"));
    let no = proposing(&world.broker, json!({"legs": []})).await.refused();
    assert_eq!(no.code, "RING_NOT_CLOSED");
    app.write(
        "UPDATE support_request SET key_stages = '{ks4}' WHERE id = $1",
        persistence::values![world.requests[1].uuid()],
    )
    .await;
    let no = world.propose(&[0, 1, 2]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OFFER_EXCLUDED", "legs.0.offer"));
}
