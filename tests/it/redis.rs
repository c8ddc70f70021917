//! The service with a Redis (SETTLED 31): what it keeps there, what makes it forget, and that nothing is ever answered
//! otherwise than without one.

use domain::Id;
use domain::brokerage::Visit;
use lateral::worker;
use lateral_tests::deal::Deal;
use lateral_tests::proxy::Proxy;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::cache::{address, redis};
use crate::identity::{PASSWORD, with_password};

const STATEMENT: &str = "query ($urn: URN!) { school(urn: $urn) { reciprocity {
    given received promised awaited position
    entries(first: 2) { edges { cursor node { id kind account halfDays deploymentId reverses { id } at } }
        pageInfo { hasNextPage endCursor } }
    last: entries(last: 1) { edges { node { id } } } } } }";

async fn with_redis() -> TestApp {
    TestApp::start_with(&[("LATERAL_REDIS_URL", &address())]).await
}

/// What somebody is told of a school's position and statement.
async fn statement(who: &Persona<'_>, urn: i32) -> Json {
    let answer = who.ask(STATEMENT, json!({"urn": urn})).await;
    answer.done().clone()
}

/// A deal with a confirmed visit, and all its events relayed.
async fn moved(app: &TestApp) -> Deal<'_> {
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    app.settle().await;
    deal
}

#[tokio::test]
async fn a_statement_is_read_once_for_all_processes() {
    let app = with_redis().await;
    let deal = moved(&app).await;
    // Other processes of the service, which have not seen the events and so keep what they read at once.
    let (one, other) = (replica(&app).await, replica(&app).await);
    forget_evictions(&deal).await;
    let first = statement(&deal.home_head.at(&one), deal.home.urn).await;
    assert_eq!(first["school"]["reciprocity"]["given"], 1);
    assert_eq!((one.app.cache.hits_and_misses(), redis_has(&deal).await), ((0, 3), 3));
    let before = other.statements();
    assert_eq!(statement(&deal.home_head.at(&other), deal.home.urn).await, first);
    assert_eq!((other.app.cache.hits_and_misses(), other.statements() - before), ((3, 0), 0));
}

async fn replica(app: &TestApp) -> TestApp {
    app.replica(&[("LATERAL_REDIS_URL", &address())]).await
}

/// How many things Redis keeps of the deal's home school.
async fn redis_has(deal: &Deal<'_>) -> i64 {
    redis::cmd("HLEN").arg(shelf(deal)).query_async(&mut redis().await).await.unwrap()
}

fn shelf(deal: &Deal<'_>) -> String {
    format!("lateral:reciprocity:{}:{}", deal.app.app.snapshot().edition(), deal.home.id)
}

/// Lets everything be kept again that an event evicted a moment ago.
async fn forget_evictions(deal: &Deal<'_>) {
    redis::cmd("DEL").arg(format!("{}:shunned", shelf(deal))).query_async::<()>(&mut redis().await).await.unwrap();
}

/// A deal with a visit that waits to be confirmed, all of it relayed, and everything kept again.
async fn visited(app: &TestApp) -> (Deal<'_>, Id<Visit>) {
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    app.settle().await;
    forget_evictions(&deal).await;
    (deal, visit)
}

#[tokio::test]
async fn an_event_makes_every_process_read_again() {
    let app = with_redis().await;
    let (deal, visit) = visited(&app).await;
    let other = replica(&app).await;
    let there = deal.home_head.at(&other);
    assert_eq!(there.standing(&deal.home).await, Some([0, 0, 4, 0, 0]));
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 3, 0, 1]), "at once where it was written");
    app.settle().await;
    assert_eq!(there.standing(&deal.home).await, Some([1, 0, 3, 0, 1]), "and elsewhere once it is relayed");
    let entries = statement(&there, deal.home.urn).await;
    assert_eq!(entries["school"]["reciprocity"]["entries"]["edges"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn an_event_is_marked_as_relayed_only_after_everybody_was_told() {
    let app = with_redis().await;
    let (deal, visit) = visited(&app).await;
    let other = replica(&app).await;
    let there = deal.home_head.at(&other);
    assert_eq!(there.standing(&deal.home).await, Some([0, 0, 4, 0, 0]));
    deal.host_head.visit("confirmVisit", visit).await.done();
    // A process that ends between telling and marking leaves the event to be told again, never untold.
    app.owner
        .run("CREATE FUNCTION ended() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''ended''; END'", [])
        .await
        .unwrap();
    app.owner
        .run("CREATE TRIGGER ended BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION ended()", [])
        .await
        .unwrap();
    assert!(worker::tick(&app.app).await.is_err());
    assert_eq!(there.standing(&deal.home).await, Some([1, 0, 3, 0, 1]));
    app.owner.run("DROP TRIGGER ended ON outbox", []).await.unwrap();
    assert!(app.count("outbox WHERE relayed_at IS NULL").await > 0);
    app.settle().await;
    assert_eq!(app.count("outbox WHERE relayed_at IS NULL").await, 0);
}

#[tokio::test]
async fn what_happens_to_a_predecessor_is_read_again_by_its_successor() {
    for settings in [vec![("LATERAL_REDIS_URL", address())], vec![]] {
        let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let app = TestApp::start_with(&settings).await;
        let deal = app.deal().await;
        let deployment = deal.active().await;
        let visit = deal.recorded(deployment, 1).await;
        app.settle().await;
        let (academy, trust) = (app.school("Ash Lane Academy").await, app.school("Ash Lane Trust Academy").await);
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
        app.write(link, values![deal.home.urn, academy.urn]).await;
        app.write(link, values![academy.urn, trust.urn]).await;
        let (one, last) = (academy.head().await, trust.head().await);
        let other = app.replica(&settings).await;
        for (who, school) in [(&one, &academy), (&last, &trust)] {
            assert_eq!(who.standing(school).await, Some([0, 0, 4, 0, 0]));
            assert_eq!(who.at(&other).standing(school).await, Some([0, 0, 4, 0, 0]));
        }
        deal.host_head.visit("confirmVisit", visit).await.done();
        for (who, school) in [(&one, &academy), (&last, &trust)] {
            assert_eq!(who.standing(school).await, Some([1, 0, 3, 0, 1]), "at once where it was written");
        }
        app.settle().await;
        if !settings.is_empty() {
            assert_eq!(last.at(&other).standing(&trust).await, Some([1, 0, 3, 0, 1]), "elsewhere once it is relayed");
        }
        // A second successor takes the predecessor out of the sum: another edition of the register, another shelf.
        app.write(link, values![deal.home.urn, deal.host.urn]).await;
        assert_eq!(last.standing(&trust).await, Some([0, 0, 0, 0, 0]));
    }
}

/// What everybody who may ask is told, and what everybody else is.
async fn told(app: &TestApp, deal: &Deal<'_>) -> Vec<Json> {
    let mut told = Vec::new();
    let everybody = [&deal.home_head, &deal.broker, &deal.host_head, &deal.specialist.persona, &app.stranger()];
    for school in [&deal.home, &deal.host] {
        for who in everybody {
            // Twice, so that what the first reading kept is told to the second.
            for _ in 0..2 {
                told.push(statement(&who.at(app), school.urn).await);
            }
        }
    }
    told
}

#[tokio::test]
async fn whatever_becomes_of_redis_everybody_is_told_the_same() {
    let app = TestApp::start().await;
    let deal = moved(&app).await;
    let plain = told(&app, &deal).await;
    let hidden = plain.iter().filter(|it| it["school"]["reciprocity"].is_null()).count();
    assert_eq!((plain.len(), hidden), (20, 12), "a head reads the own school's, a broker both, nobody else any");

    let place = address();
    let proxy = Proxy::to(place.trim_start_matches("redis://").trim_end_matches('/')).await;
    let url = format!("redis://{}", proxy.address);
    let served = app.replica(&[("LATERAL_REDIS_URL", &url)]).await;
    assert_eq!(told(&served, &deal).await, plain, "with Redis");
    assert!(served.app.cache.hits_and_misses().0 > 0 && redis_has(&deal).await >= 3);
    for (field, garbage) in
        [("position", "\u{1}garbage"), ("position", "{\"given\":\"1\"}"), ("statement:2:first:", "{\"entries\":[{}]}")]
    {
        let damage = redis::cmd("HSET").arg(shelf(&deal)).arg(field).arg(garbage).to_owned();
        damage.query_async::<()>(&mut redis().await).await.unwrap();
        assert_eq!(told(&served, &deal).await, plain, "with {garbage} in Redis");
    }
    redis::cmd("SET").arg(shelf(&deal)).arg("no shelf").query_async::<()>(&mut redis().await).await.unwrap();
    assert_eq!(told(&served, &deal).await, plain, "with something else under its name");
    redis::cmd("DEL").arg(shelf(&deal)).query_async::<()>(&mut redis().await).await.unwrap();
    proxy.freeze();
    assert_eq!(told(&served, &deal).await, plain, "with a Redis that says nothing");
    proxy.cut();
    assert_eq!(told(&served, &deal).await, plain, "with Redis stopped");
    proxy.mend();
    assert_eq!(told(&served, &deal).await, plain, "and with Redis back");
}

#[tokio::test]
async fn attempts_to_sign_in_are_counted_by_all_processes_together() {
    let app = with_redis().await;
    let head = app.school("Ash Lane").await.head().await;
    let email = with_password(&app, &head).await;
    let (one, other) = (app.site().await, replica(&app).await.site().await);
    for site in [&one, &other] {
        for _ in 0..5 {
            assert_eq!(site.sign_in(&email, "three otters under the weir").await.status, 401);
        }
    }
    for site in [&one, &other] {
        let waiting = site.sign_in(&email, PASSWORD).await;
        assert_eq!((waiting.status, waiting.code()), (429, "RATE_LIMITED"));
        let seconds: u32 = waiting.header("retry-after")[0].parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
    }
    let names: Vec<String> = redis::cmd("KEYS").arg("lateral:limit:*").query_async(&mut redis().await).await.unwrap();
    assert!(names.iter().all(|name| !name.contains('@')), "no address of anybody is kept: {names:?}");
}

#[tokio::test]
async fn without_its_redis_a_process_counts_attempts_by_itself() {
    let place = address();
    let proxy = Proxy::to(place.trim_start_matches("redis://").trim_end_matches('/')).await;
    let app = TestApp::start_with(&[("LATERAL_REDIS_URL", &format!("redis://{}", proxy.address))]).await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 200);
    proxy.cut();
    for _ in 0..10 {
        assert_eq!(site.sign_in(&email, "three otters under the weir").await.status, 401);
    }
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 429);
    app.clock.advance(chrono::TimeDelta::seconds(60));
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 200);
}
