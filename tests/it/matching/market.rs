//! As of when an answer was made, and that what came past the events is found and mended.

use lateral::app::brokerage::matching::Edition;
use lateral::worker::{Progress, market};

use super::*;

const EDITION: &str = "query($id: ID!) { supportRequest(id: $id) {
    candidates(first: 5) { asOf marketVersion freshness candidates { offerId parts { factor sentence } } } } }";

impl World<'_> {
    async fn edition(&self, who: &Persona<'_>) -> (String, String) {
        let answer = who.ask(EDITION, json!({"id": self.request.to_string()})).await;
        answer.done();
        let at = |field: &str| answer.text(&format!("supportRequest.candidates.{field}"));
        (at("marketVersion"), at("freshness"))
    }
}

fn held(app: &TestApp) -> Edition {
    app.app.board.with(|held| Ok(held.edition(&app.app))).unwrap()
}

#[tokio::test]
async fn every_answer_says_as_of_when_and_from_which_version_it_was_made() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let head = world.ash.head().await;
    let answer = head.ask(EDITION, json!({"id": world.request.to_string()})).await;
    assert_eq!(answer.text("supportRequest.candidates.asOf"), "2026-11-09T09:00:00.000000Z");
    let first = world.edition(&head).await;
    assert_eq!((first.0.len(), first.1.as_str()), (16, "CURRENT"));

    // Another process that reads the same offers holds the same version.
    let replica = app.replica(&[]).await;
    assert_eq!(world.edition(&head.at(&replica)).await, first);

    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { offer { status } userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": offer.to_string()})).await.done();
    let paused = world.edition(&head).await;
    assert_ne!(paused.0, first.0);
    assert_eq!(world.edition(&head.at(&replica)).await, paused);

    app.clock.advance(chrono::TimeDelta::minutes(5));
    let later = head.ask(EDITION, json!({"id": world.request.to_string()})).await;
    assert_eq!(later.text("supportRequest.candidates.asOf"), "2026-11-09T09:05:00.000000Z");
    assert_eq!(later.text("supportRequest.candidates.marketVersion"), paused.0);
}

#[tokio::test]
async fn a_kept_run_says_from_which_version_it_was_made_and_goes_on_saying_it() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let broker = world.alliance.broker().await;
    let (version, _) = world.edition(&broker).await;
    let run = broker.ask(RUN, json!({"id": world.request.to_string()})).await.text("runMatch.run.id");
    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { offer { status } userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": offer.to_string()})).await.done();

    let kept = "query($id: ID!) { matchRun(id: $id) { ranAt shortlist { asOf marketVersion freshness } } }";
    let answer = broker.ask(kept, json!({"id": run.clone()})).await;
    assert_eq!(answer.text("matchRun.shortlist.marketVersion"), version);
    assert_eq!(answer.text("matchRun.shortlist.freshness"), "CURRENT");
    assert_eq!(answer.at("matchRun.shortlist.asOf"), answer.at("matchRun.ranAt"));

    app.write("UPDATE match_run SET market_version = NULL", vec![]).await;
    let before = broker.ask(kept, json!({"id": run})).await;
    assert!(before.at("matchRun.shortlist.marketVersion").is_null(), "what was kept before versions says none");
}

#[tokio::test]
async fn what_was_written_behind_the_events_is_found_by_the_check_and_mended() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offers =
        [app.offer(&OfferOf::new(world.elm.id, MATHS)).await, app.offer(&OfferOf::new(world.elm.id, MATHS)).await];
    let head = world.ash.head().await;
    let right = world.edition(&head).await.0;
    let check = async || market::tick(&app.app).await.unwrap();
    assert_eq!(check().await, Progress::Idle, "all agrees");

    let limit = "UPDATE offer SET travel_minutes = $2 WHERE id = $1";
    app.write(limit, values![offers[0].uuid(), 7]).await;
    assert_eq!(world.edition(&head).await.0, right, "no event told it");
    assert_eq!(check().await, Progress::Worked);
    assert_eq!(app.app.board.differences(), 1);
    let (mended, freshness) = world.edition(&head).await;
    assert_ne!(mended, right);
    assert_eq!(freshness, "CURRENT");
    assert_eq!(check().await, Progress::Idle, "it is mended");

    // One that is gone from the record altogether, and one of a school that gave nothing before.
    app.write("UPDATE offer SET status = 'withdrawn' WHERE id = $1", values![offers[0].uuid()]).await;
    assert_eq!(check().await, Progress::Worked);
    app.offer(&OfferOf::new(world.ash.id, ENGLISH)).await;
    assert_eq!(check().await, Progress::Worked);
    assert_eq!(app.app.board.differences(), 3);
    let fresh = app.replica(&[]).await;
    assert_eq!(world.edition(&head).await, world.edition(&head.at(&fresh)).await);
}

#[tokio::test]
async fn the_check_goes_round_and_takes_an_event_on_its_way_for_no_difference() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    world.edition(&world.ash.head().await).await;
    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { offer { status } userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": offer.to_string()})).await.done();
    for _ in 0..3 {
        assert_eq!(market::tick(&app.app).await.unwrap(), Progress::Idle);
    }
    assert_eq!(app.app.board.differences(), 0);
}

#[tokio::test]
async fn while_the_market_is_read_anew_the_one_before_answers_and_says_so() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let head = world.ash.head().await;
    let before = world.edition(&head).await.0;
    app.clock.advance(chrono::TimeDelta::days(1));
    let reading = app.app.board.hold().await;
    assert_eq!(world.edition(&head).await, (before.clone(), "REBUILDING".to_owned()));
    assert_eq!(held(&app).as_of.to_string(), "2026-11-09T09:00:00.000000Z");
    drop(reading);
    assert_eq!(world.edition(&head).await, (before, "CURRENT".to_owned()));
}
