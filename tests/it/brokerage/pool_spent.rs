//! Visits for which a pooled budget has no money left: they stand, and somebody pays the rest by their own word.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Visit;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

use super::pools::{active, money};

/// A visit of a half-day whose price the pool pays half, 250 pounds, and the pool that was closed before it was confirmed.
async fn late(deal: &Deal<'_>) -> Id<Visit> {
    let app = deal.app;
    let pool = deal.pooled().await;
    let deployment = active(deal, &pool, 100_000).await;
    let late = deal.recorded(deployment, 1).await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::days(356));
    app.settle().await;
    deal.broker.pool("closePool", json!({"pool": pool})).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([0, 0, 0]));
    late
}

async fn say(who: &Persona<'_>, mutation: &str, visit: Id<Visit>, more: Json) -> Answer {
    let document = act(mutation, &format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]), "visit");
    let mut input = more;
    input["visit"] = json!(visit.to_string());
    input["expectedVersion"] = json!(who.app.version("visit", visit.uuid()).await);
    who.ask(&document, json!({ "input": input })).await
}

/// What the statement of this month comes to, and what was taken on of each line.
async fn taken(deal: &Deal<'_>) -> [Json; 2] {
    let month = deal.app.clock.now().day().to_string();
    let document = "{ alliance(id: \"ID\") { statement(month: \"MONTH\") { total { halfDays paidBy { host alliance pool } } \
                    lines(first: 9) { nodes { takenOn takenOnBy } } } } }";
    let document = document.replace("ID", &deal.alliance.id.to_string()).replace("MONTH", &month);
    let it = deal.broker.asks(&document).await.at("alliance.statement").clone();
    [it["total"].clone(), it["lines"]["nodes"].clone()]
}

fn total(half_days: i32, host: i64, alliance: i64) -> Json {
    json!({"halfDays": half_days, "paidBy": {"host": host, "alliance": alliance, "pool": 0}})
}

#[tokio::test]
async fn what_a_pool_has_no_more_for_the_school_pays_when_its_head_says_so_and_gets_back() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let late = late(&deal).await;
    assert_eq!(say(&deal.host_head, "confirmVisit", late, json!({})).await.refused().code, "POOL_SPENT");
    let meant = json!({"overrides": [{"code": "POOL_SPENT", "reason": "We were late with our word."}]});
    say(&deal.host_head, "confirmVisit", late, meant).await.done();
    assert_eq!(taken(&deal).await, [total(1, 50_000, 0), json!([{"takenOn": 25_000, "takenOnBy": "HOST"}])]);
    app.sound().await;
    say(&deal.host_head, "reverseVisit", late, json!({"reason": "Not that day"})).await.done();
    assert_eq!(taken(&deal).await[0], total(0, 0, 0), "what the school took on comes back to the school");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_a_pool_has_no_more_for_the_alliance_pays_when_its_broker_settles_and_says_so() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let late = late(&deal).await;
    let words = json!({"reason": "OTHER", "words": "Nobody remembers."});
    say(&deal.host_head, "disputeVisit", late, words).await.done();
    let stands = |overrides: Json| json!({"outcome": "STANDS", "reason": "It is in the visitors' book.", "overrides": overrides});
    let warned = say(&deal.broker, "settleVisit", late, stands(json!([]))).await.refused();
    assert_eq!(warned.code, "POOL_SPENT");
    assert!(warned.message.contains("your alliance would pay"), "{}", warned.message);
    let meant = json!([{"code": "POOL_SPENT", "reason": "The work was done, and the budget is closed."}]);
    say(&deal.broker, "settleVisit", late, stands(meant)).await.done();
    assert_eq!(taken(&deal).await, [total(1, 25_000, 25_000), json!([{"takenOn": 25_000, "takenOnBy": "ALLIANCE"}])]);
    app.sound().await;
    say(&deal.host_head, "reverseVisit", late, json!({"reason": "Not that day"})).await.done();
    assert_eq!(taken(&deal).await[0], total(0, 0, 0));
    app.settle().await;
    app.sound().await;
}
