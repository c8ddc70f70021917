//! How a round is told while it comes to its plan: by events over HTTP, to whoever may see it.

use super::*;
use crate::identity::{PASSWORD, with_password};

const WATCH: &str = "subscription($id: ID!) { roundProgressed(round: $id) { status plan { placed } } }";

#[tokio::test]
async fn whoever_watches_a_round_is_told_each_change_until_it_has_its_plan() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = open(&world.broker).await;
    let site = app.site().await;
    let email = with_password(&app, &world.broker).await;
    let pair = site.sign_in(&email, PASSWORD).await;
    let token = pair.text("accessToken");
    let id = json!({"id": round.to_string()});
    let mut watching = site.watching(token, WATCH, id.clone()).await;
    let next = |round: &str| format!("event: next\ndata: {{\"data\":{{\"roundProgressed\":{round}}}}}\n\n");
    assert_eq!(watching.next().await, next(r#"{"status":"OPEN","plan":null}"#));
    freeze(&world.broker, round).await.done();
    app.settle().await;
    let told = watching.rest().await;
    let last = next(r#"{"status":"PLANNED","plan":{"placed":1}}"#) + "event: complete\ndata:\n\n";
    assert!(told.ends_with(&last), "{told}");
    let again = site.watch(token, WATCH, id.clone()).await;
    assert_eq!(again.raw, last, "there is nothing more to come");

    // Somebody who does not see it is told that there is nothing; whoever is not signed in is told so, once.
    let head = with_password(&app, &world.asking[0].head().await).await;
    let other = site.sign_in(&head, PASSWORD).await;
    let told = site.watch(other.text("accessToken"), WATCH, id.clone()).await;
    assert_eq!(told.raw, next("null") + "event: complete\ndata:\n\n");
    assert_eq!(site.watch("no token", WATCH, id).await.status, 401);
}

#[tokio::test]
async fn whoever_may_see_a_round_no_longer_is_told_no_more() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    let round = open(&world.broker).await;
    let site = app.site().await;
    let email = with_password(&app, &world.broker).await;
    let pair = site.sign_in(&email, PASSWORD).await;
    let id = json!({"id": round.to_string()});
    let mut watching = site.watching(pair.text("accessToken"), WATCH, id).await;
    assert!(watching.next().await.contains("OPEN"));
    // The token is over.
    app.clock.advance(chrono::TimeDelta::days(1));
    let told = watching.rest().await;
    assert!(told.contains("UNAUTHENTICATED") && told.ends_with("event: complete\ndata:\n\n"), "{told}");
}

#[tokio::test]
async fn whoever_watches_an_announced_round_is_told_each_answer_until_it_closes() {
    let app = TestApp::start().await;
    let market = announced::Market::new(&app, &[4], 1).await;
    let round = market.announced().await;
    let site = app.site().await;
    let email = with_password(&app, &market.broker).await;
    let pair = site.sign_in(&email, PASSWORD).await;
    let watch = "subscription($id: ID!) { roundProgressed(round: $id) { status happened { proposed declined } } }";
    let id = json!({"id": round.to_string()});
    let mut watching = site.watching(pair.text("accessToken"), watch, id).await;
    let next = |status: &str, declined: i32| {
        let happened = format!(r#"{{"proposed":1,"declined":{declined}}}"#);
        let round = format!(r#"{{"status":"{status}","happened":{happened}}}"#);
        format!("event: next\ndata: {{\"data\":{{\"roundProgressed\":{round}}}}}\n\n")
    };
    assert_eq!(watching.next().await, next("ANNOUNCED", 0));
    let line = announced::lines_of(&market, round).await.remove(0);
    market.home_of(&line).await.decline(line.proposal()).await.done();
    app.settle().await;
    let told = watching.rest().await;
    assert!(told.ends_with(&(next("CLOSED", 1) + "event: complete\ndata:\n\n")), "{told}");
}
