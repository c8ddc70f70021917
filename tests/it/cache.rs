//! What is kept in Redis: shared by processes, evicted by events, gone by itself, and never believed when it is damaged.

use std::time::Duration;

use domain::Id;
use domain::directory::School;
use lateral::app::cache::{Cache, Key, Limit, Taken};
use lateral::app::snapshot::Snapshot;
use lateral::app::{Caller, Clock, Ids};
use lateral_tests::TestApp;
use serde_json::json;

#[expect(clippy::disallowed_methods, reason = "tests are told by the script that runs them where their Redis is")]
pub fn address() -> String {
    std::env::var("LATERAL_TEST_REDIS_URL").expect("LATERAL_TEST_REDIS_URL names a Redis; script/test starts one")
}

/// Two processes with one Redis.
fn two() -> (Cache, Cache) {
    (Cache::new(Some(&address())), Cache::new(Some(&address())))
}

async fn position(cache: &Cache, school: Id<School>, truth: i32) -> i32 {
    let key = Key::position(school, &Snapshot::default());
    cache.read(key, async || Ok::<_, ()>(truth)).await.unwrap()
}

pub async fn redis() -> redis::aio::MultiplexedConnection {
    redis::Client::open(address()).unwrap().get_multiplexed_async_connection().await.unwrap()
}

#[tokio::test]
async fn what_one_process_read_the_other_need_not() {
    let ((one, other), school) = (two(), Ids.next::<School>());
    assert_eq!(position(&one, school, 1).await, 1);
    assert_eq!(position(&other, school, 2).await, 1);
    assert_eq!(other.hits_and_misses(), (1, 0));
}

#[tokio::test]
async fn an_event_evicts_for_every_process() {
    let ((one, other), school) = (two(), Ids.next::<School>());
    assert_eq!(position(&one, school, 1).await, 1);
    let body = json!({ "data": { "home": school.to_string(), "host": Ids.next::<School>().to_string() } });
    other.forget([("visit.confirmed", &*body.to_string())], &Snapshot::default()).await;
    assert_eq!(position(&one, school, 2).await, 2);
    // A reading that began before the event cannot put the old value back.
    assert_eq!(position(&one, school, 3).await, 3);
}

#[tokio::test]
async fn every_key_expires() {
    let (cache, school) = (Cache::new(Some(&address())), Ids.next::<School>());
    let bucket = school.to_string();
    position(&cache, school, 1).await;
    let directory = Snapshot::default();
    cache.read(Key::statement(school, &directory, "1"), async || Ok::<_, ()>(1)).await.unwrap();
    cache.take(&bucket, Limit { most: 10, each: Duration::from_secs(6) }, 1, Clock::Real.now()).await;
    let evicted = Ids.next::<School>();
    let body = json!({ "data": { "school": evicted.to_string() } }).to_string();
    cache.forget([("school.succeeded", &*body)], &directory).await;
    let mut redis = redis().await;
    let mut all: Vec<String> = Vec::new();
    for of in [school, evicted] {
        let found = redis::cmd("KEYS").arg(format!("*{of}*")).query_async::<Vec<String>>(&mut redis).await;
        all.extend(found.unwrap());
    }
    assert_eq!(all.len(), 3, "{all:?}");
    for key in all {
        let left: i64 = redis::cmd("PTTL").arg(&key).query_async(&mut redis).await.unwrap();
        assert!((1..=61_000).contains(&left), "{key} expires in {left} ms");
    }
}

#[tokio::test]
async fn a_damaged_value_is_as_good_as_none() {
    let (cache, school) = (Cache::new(Some(&address())), Ids.next::<School>());
    let shelf = format!("lateral:reciprocity:0:{school}");
    let damage = redis::cmd("HSET").arg(&shelf).arg("position").arg("\u{1}garbage").to_owned();
    damage.query_async::<()>(&mut redis().await).await.unwrap();
    assert_eq!(position(&cache, school, 5).await, 5);
}

#[tokio::test]
async fn a_limit_is_one_for_all_processes() {
    let ((one, other), bucket) = (two(), Ids.uuid().to_string());
    let (limit, now) = (Limit { most: 3, each: Duration::from_secs(60) }, Clock::Real.now());
    assert_eq!(one.take(&bucket, limit, 2, now).await, Taken::Granted { left: 1 });
    assert_eq!(other.take(&bucket, limit, 1, now).await, Taken::Granted { left: 0 });
    let refused = one.take(&bucket, limit, 1, now).await;
    let Taken::Refused { retry_after } = refused else { panic!("the limit did not hold") };
    assert!((55..=60).contains(&retry_after.as_secs()), "{retry_after:?}");
    other.refill(&bucket).await;
    assert_eq!(one.take(&bucket, limit, 3, now).await, Taken::Granted { left: 0 });
}

async fn position_now(app: &TestApp, school: Id<School>, truth: i32) -> i32 {
    let key = Key::position(school, &app.app.snapshot());
    app.app.cache.read(key, async || Ok::<_, ()>(truth)).await.unwrap()
}

#[tokio::test]
async fn who_writes_reads_what_they_wrote_before_any_worker_has_run() {
    let app = TestApp::start().await;
    let (school, successor) = (app.school("Ash Lane").await.id, app.school("Elm Park").await.id);
    assert_eq!(position_now(&app, school, 1).await, 1);
    assert_eq!(position_now(&app, school, 2).await, 1);
    let tx = app.app.begin(&Caller::service("test")).await.unwrap();
    tx.record(domain::Event::SchoolSucceeded { school, successor });
    assert_eq!(position_now(&app, school, 3).await, 1, "nothing has happened until the commit");
    tx.commit().await.unwrap();
    assert_eq!(position_now(&app, school, 4).await, 4);
    assert_eq!(app.settle().await.events(), ["school.succeeded"]);
}
