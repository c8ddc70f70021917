//! Pooled budgets: filled by the word of each head, held back at the agreement, drawn by charges, given back in the end.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Signs, as the home head, terms by which the pool pays half of a day rate.
async fn signed(deal: &Deal<'_>, pool: &str, day: i64) -> (Id<Deployment>, lateral_tests::Answer) {
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    let mut terms = terms();
    terms["settlement"] = json!({
        "kind": "DAY_RATE", "dayRate": day, "brokerage": 0,
        "payers": [{"by": "HOST", "part": 5_000}, {"by": "POOL", "pool": pool, "part": 5_000}],
    });
    (deployment, deal.home_head.agree(deployment, Some(terms)).await)
}

/// Work of four half-days that is under way, of whose day rate the pool pays half.
pub async fn active(deal: &Deal<'_>, pool: &str, day: i64) -> Id<Deployment> {
    let (deployment, signed) = signed(deal, pool, day).await;
    signed.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

/// What a budget tells of itself.
async fn told(who: &Persona<'_>, pool: &str, fields: &str) -> Json {
    let document = format!("query ($id: ID!) {{ node(id: $id) {{ ... on PooledBudget {{ {fields} }} }} }}");
    who.ask(&document, json!({"id": pool})).await.at("node").clone()
}

/// What is in a budget, held back of that, and free.
pub async fn money(who: &Persona<'_>, pool: &str) -> Json {
    let it = told(who, pool, "balance reserved free").await;
    json!([it["balance"], it["reserved"], it["free"]])
}

#[tokio::test]
async fn each_school_puts_money_in_by_its_own_head_and_takes_out_what_is_free() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (oak, far) = (app.school("Oak Hill").await, app.school("Far Away").await);
    let input = |lead: Json, schools: &[String]| {
        json!({"name": "The valley's pool", "year": 2026, "alliance": deal.alliance.id.to_string(), "lead": lead,
            "schools": schools})
    };
    let no = async |who: &Persona<'_>, input: Json| {
        let no = who.pool("openPool", input).await.refused();
        (no.code, no.field)
    };
    let both = [deal.host.gid(), deal.home.gid()];
    assert_eq!(no(&deal.host_head, input(Json::Null, &both)).await.0, "NOT_ALLOWED");
    assert_eq!(no(&deal.broker, input(json!(deal.host.gid()), &both)).await.0, "NOT_ALLOWED");
    let foreign = no(&deal.broker, input(Json::Null, &[far.gid()])).await;
    assert_eq!(foreign, ("NOT_FOUND".to_owned(), "schools.0".to_owned()));
    assert_eq!(no(&deal.broker, input(Json::Null, &[both[0].clone(), both[0].clone()])).await.0, "POOL_ASKED");

    let opened = deal.host_head.pool("openPool", input(json!(deal.host.gid()), &both)).await;
    opened.done();
    let id = opened.text("openPool.pool.id");
    let of = |amount: i64| json!({"pool": id, "amount": amount});
    assert_eq!(deal.broker.pool("commitToPool", of(100)).await.refused().code, "NOT_ALLOWED");
    assert_eq!(oak.head().await.pool("commitToPool", of(100)).await.refused().code, "NOT_FOUND");
    deal.host_head.pool("commitToPool", of(60_000)).await.done();
    deal.home_head.pool("commitToPool", of(40_001)).await.done();
    assert_eq!(money(&deal.home_head, &id).await, json!([100_001, 0, 100_001]));
    assert_eq!(told(&oak.head().await, &id, "balance").await, Json::Null);
    assert_eq!(told(&deal.broker, &id, "name members { committed }").await["members"][1]["committed"], 40_001);

    // What is agreed for stays in: four half-days at 900 pounds, of which the pool pays half.
    active(&deal, &id, 90_000).await;
    assert_eq!(money(&deal.home_head, &id).await, json!([100_001, 90_000, 10_001]));
    let no = deal.home_head.pool("leavePool", json!({"pool": id})).await.refused();
    assert_eq!(no.code, "POOL_COMMITTED");
    assert_eq!(deal.home_head.pool("commitToPool", of(29_999)).await.refused().code, "POOL_COMMITTED");
    deal.home_head.pool("commitToPool", of(30_000)).await.done();
    assert_eq!(money(&deal.home_head, &id).await, json!([90_000, 90_000, 0]));
    leaves(&deal, &id).await;
    assert_eq!(deal.host_head.pool("closePool", json!({"pool": id})).await.refused().code, "POOL_YEAR_RUNS");
    app.settle().await;
    app.sound().await;
}

/// A school that is asked declines for a reason, which it reads and the school that keeps the budget, and nobody else.
async fn leaves(deal: &Deal<'_>, id: &str) {
    let birch = deal.app.school("Birch Hill").await;
    let joined = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
    let row = values![deal.alliance.id.uuid(), birch.id.uuid(), deal.app.clock.now().utc()];
    deal.app.write(joined, row).await;
    deal.app.app.refresh_directory().await.unwrap();
    deal.host_head.pool("askToPool", json!({"pool": id, "school": birch.gid()})).await.done();
    let head = birch.head().await;
    let left = head.pool("leavePool", json!({"pool": id, "reason": "PAID_OTHERWISE"})).await;
    left.done();
    let of = |it: &Json| it["members"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(of(left.at("leavePool.pool"))["leaveReason"], "PAID_OTHERWISE");
    for (who, reason) in [(&deal.host_head, json!("PAID_OTHERWISE")), (&deal.home_head, Json::Null)] {
        let seen = told(who, id, "members { status leaveReason }").await;
        assert_eq!(of(&seen), json!({"status": "DECLINED", "leaveReason": reason}), "{:?}", who.who().school);
    }
    assert_eq!(deal.app.reasons("pool.declined").await, ["PAID_OTHERWISE"]);
}

#[tokio::test]
async fn support_is_agreed_only_as_far_as_the_pool_covers_it_and_only_for_its_own_schools() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    // Two days at 1,000 pounds and a penny: the pool's half is held back with the penny that may fall to it.
    let (_, dear) = signed(&deal, &pool, 100_001).await;
    let no = dear.refused();
    assert_eq!((no.code, no.field), ("POOL_TOO_LOW".to_owned(), "settlement.payers".to_owned()));
    let other = app.deal().await;
    let (_, foreign) = signed(&other, &pool, 10_000).await;
    assert_eq!(foreign.refused().code, "POOL_FOREIGN");

    // Between the two signatures the money may go: then the second is refused.
    let again = app.deal().await;
    let pool = again.pooled().await;
    let (deployment, first) = signed(&again, &pool, 100_000).await;
    first.done();
    again.broker.agree_for_alliance(deployment, None).await.done();
    again.host_head.pool("commitToPool", json!({"pool": pool, "amount": 99_999})).await.done();
    assert_eq!(again.host_head.agree(deployment, None).await.refused().code, "POOL_TOO_LOW");
    again.host_head.pool("commitToPool", json!({"pool": pool, "amount": 100_000})).await.done();
    again.host_head.agree(deployment, None).await.done();
    assert_eq!(money(&again.broker, &pool).await, json!([100_000, 100_000, 0]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn charges_draw_on_it_reversals_return_and_what_remains_goes_back_after_the_year() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    let ask = json!({"pool": pool, "school": deal.home.gid()});
    deal.broker.pool("askToPool", ask).await.done();
    deal.home_head.pool("commitToPool", json!({"pool": pool, "amount": 50_000})).await.done();
    let deployment = active(&deal, &pool, 35_001).await;
    assert_eq!(money(&deal.broker, &pool).await, json!([150_000, 35_001, 114_999]));
    let first = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", first).await.done();
    let second = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", second).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([132_500, 17_501, 114_999]));
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let input = json!({"visit": first.to_string(), "reason": "Not that day"});
    deal.host_head.ask(&reverse, json!({ "input": input })).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([141_250, 26_251, 114_999]), "it is held back again");

    let statement = told(
        &deal.home_head,
        &pool,
        "statement(month: \"2026-11-30\") { closed total { putIn paid refunded change } csv \
         lines(first: 9) { nodes { number kind amount heldBack balance school { name } } } }",
    )
    .await["statement"]
        .clone();
    assert_eq!(statement["total"], json!({"putIn": 150_000, "paid": 8_750, "refunded": 0, "change": 141_250}));
    let kinds = statement["lines"]["nodes"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap());
    let expected = ["COMMITMENT", "COMMITMENT", "RESERVE", "DRAW", "DRAW", "RETURN"];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
    let csv = statement["csv"].as_str().unwrap();
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.contains(",1,commitment,") && csv.contains("Elm Park,1000.00,0.00,1000.00,0.00"), "{csv}");
    let paid = "{ alliance(id: \"ID\") { statement(month: \"2026-11-30\") { total { paidBy { host pool } } } } }";
    let paid = deal.broker.asks(&paid.replace("ID", &deal.alliance.id.to_string())).await;
    let expected = json!({"host": 8_751, "pool": 8_750});
    assert_eq!(paid.at("alliance.statement.total.paidBy"), &expected, "the charges and the pool tell the same");

    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([141_250, 0, 141_250]), "what was not used is free");
    app.settle().await;
    app.sound().await;
    app.clock.advance(TimeDelta::days(300));
    assert_eq!(deal.host_head.pool("closePool", json!({"pool": pool})).await.refused().code, "NOT_ALLOWED");
    deal.broker.pool("closePool", json!({"pool": pool})).await.done();
    let back =
        told(&deal.home_head, &pool, "statement(month: \"2027-09-30\") { lines(first: 9) { nodes { amount } } }");
    let back = back.await["statement"]["lines"]["nodes"].clone();
    assert_eq!(back, json!([{"amount": -94_167}, {"amount": -47_083}]), "by what each has put in, to the penny");
    assert_eq!(money(&deal.broker, &pool).await, json!([0, 0, 0]));
    let late = json!({"pool": pool, "amount": 1});
    assert_eq!(deal.host_head.pool("commitToPool", late).await.refused().code, "STEP_NOT_OPEN");
    let input = json!({"visit": second.to_string(), "reason": "Not that day"});
    deal.host_head.ask(&reverse, json!({ "input": input })).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([0, 0, 0]), "what comes back late goes on to the schools");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_budget_is_not_closed_while_it_pays_and_what_nobody_held_back_is_not_spent() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    let deployment = active(&deal, &pool, 100_000).await;
    let late = deal.recorded(deployment, 1).await;
    app.clock.advance(TimeDelta::days(300));
    let closes = async || deal.broker.pool("closePool", json!({"pool": pool})).await;
    assert_eq!(closes().await.refused().code, "POOL_RESERVED");
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(closes().await.refused().code, "POOL_RESERVED", "a visit waits for the host");
    app.settle().await;
    // Nobody waits for ever.
    app.clock.advance(TimeDelta::days(55));
    app.settle().await;
    assert_eq!(money(&deal.broker, &pool).await, json!([100_000, 25_001, 74_999]));
    app.clock.advance(TimeDelta::days(1));
    app.settle().await;
    assert_eq!(money(&deal.broker, &pool).await, json!([100_000, 0, 100_000]));
    closes().await.done();
    assert_eq!(deal.host_head.visit("confirmVisit", late).await.refused().code, "POOL_SPENT");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_waits_for_the_host_is_paid_although_the_pool_was_spent_meanwhile() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    let deployment = active(&deal, &pool, 50_000).await;
    let (late, wrong) = (deal.recorded(deployment, 1).await, deal.recorded(deployment, 1).await);
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([100_000, 25_001, 74_999]), "a day of it waits for the host");

    // Another agreement takes all that is free.
    let second = deal.planned_beside().await;
    let mut terms = terms();
    terms["settlement"] = json!({
        "kind": "DAY_RATE", "dayRate": 74_999, "brokerage": 0,
        "payers": [{"by": "HOST", "part": 5_000}, {"by": "POOL", "pool": pool, "part": 5_000}],
    });
    deal.home_head.agree(second, Some(terms)).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();
    deal.host_head.agree(second, None).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([100_000, 100_000, 0]));
    deal.host_head.visit("confirmVisit", late).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([87_500, 87_500, 0]), "it is booked all the same");
    deal.home_head.visit("cancelVisit", wrong).await.done();
    assert_eq!(money(&deal.broker, &pool).await, json!([87_500, 74_999, 12_501]), "and what nobody confirms is free");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_database_lets_no_pool_fall_below_nothing_and_no_line_be_changed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.pooled().await;
    let line = "INSERT INTO pool_line (pool_id, nth, month, kind, school_id, pence, held, balance, reserved, at) \
                SELECT pool_id, $1, month, 'commitment', school_id, $2, 0, $3, 0, at FROM pool_line";
    for (nth, pence, balance, fault) in [
        (2, -100_001, -1, "pool_never_below_nothing"),
        (2, -1, 100_000, "pool_line_follows"),
        (3, 1, 100_001, "pool_line_follows"),
        (1, 1, 100_001, "pool_line_begins_with_nothing"),
        (1, 1, 1, "pool_line_pkey"),
    ] {
        let refused = app.owner.run(line, values![nth, i64::from(pence), i64::from(balance)]).await;
        let told = refused.map_err(|error| error.to_string()).unwrap_err();
        assert!(told.contains(fault), "{nth} {pence} {balance}: {told}");
    }
    assert!(app.owner.run("UPDATE pool_line SET pence = 1", values![]).await.is_err());
    assert!(app.owner.run("DELETE FROM pool_line", values![]).await.is_err());
    app.settle().await;
}
