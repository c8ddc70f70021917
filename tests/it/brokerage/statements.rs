//! Monthly statements: made of confirmed visits, right to the penny, and closed for good.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// What a statement tells, but for its lines.
const TOTAL: &str = "month closed total { halfDays credit price { gross brokerage net } \
                     paidBy { host alliance grant other } cover inKind }";

/// A deployment of four half-days at an odd price, of which the alliance pays a quarter.
async fn active(deal: &Deal<'_>) -> Id<Deployment> {
    let deployment = deal.planned().await;
    let mut terms = terms();
    terms["settlement"] = json!({
        "kind": "DAY_RATE", "dayRate": 35_001, "brokerage": 5_001, "cover": 1_001,
        "payers": [{"by": "HOST", "part": 7_500}, {"by": "ALLIANCE", "part": 2_500}],
        "inKind": [{"by": "ALLIANCE", "what": "Administration", "value": 2_000}],
    });
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

async fn confirmed(deal: &Deal<'_>, deployment: Id<Deployment>) -> String {
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    visit.to_string()
}

async fn reverse(deal: &Deal<'_>, visit: &str) {
    let document = act("reverseVisit", "ReverseVisitInput", "visit");
    deal.host_head.ask(&document, json!({"input": {"visit": visit, "reason": "Not that day"}})).await.done();
}

/// A school's statement of one side, as somebody sees it.
async fn of_school(who: &Persona<'_>, urn: i32, side: &str, month: &str, fields: &str) -> Json {
    let document =
        format!("{{ school(urn: \"{urn}\") {{ statement(month: \"{month}\", side: {side}) {{ {fields} }} }} }}");
    who.asks(&document).await.at("school.statement").clone()
}

/// An alliance's statement, as somebody sees it.
async fn of_alliance(who: &Persona<'_>, deal: &Deal<'_>, month: &str, fields: &str) -> Json {
    let document =
        format!("{{ alliance(id: \"{}\") {{ statement(month: \"{month}\") {{ {fields} }} }} }}", deal.alliance.id);
    who.asks(&document).await.at("alliance.statement").clone()
}

#[tokio::test]
async fn a_month_is_right_to_the_penny_for_everybody_whom_it_concerns_and_nobody_else() {
    let app = TestApp::start().await;
    let deal = app.deal_of(app.school("=Ash, Lane").await, app.school("Elm Park").await).await;
    let deployment = active(&deal).await;
    let first = confirmed(&deal, deployment).await;
    confirmed(&deal, deployment).await;
    app.clock.advance(TimeDelta::days(1));
    let recorded = deal.recorded(deployment, 1).await;
    let month = "2026-11-30";
    let both = json!({
        "month": "2026-11-01", "closed": false,
        "total": {
            "halfDays": 2, "credit": 0, "price": {"gross": 35_001, "brokerage": 5_001, "net": 30_000},
            "paidBy": {"host": 26_251, "alliance": 8_750, "grant": 0, "other": 0}, "cover": 500, "inKind": 1_000,
        },
    });
    assert_eq!(of_school(&deal.host_head, deal.host.urn, "HOST", month, TOTAL).await, both);
    assert_eq!(of_school(&deal.home_head, deal.home.urn, "HOME", month, TOTAL).await, both);
    assert_eq!(of_alliance(&deal.broker, &deal, month, TOTAL).await, both);
    let none = of_school(&deal.home_head, deal.home.urn, "HOST", month, TOTAL).await;
    assert_eq!((&none["total"]["halfDays"], &none["total"]["price"]["gross"]), (&json!(0), &json!(0)));

    let lines =
        "lines(first: 10) { nodes { visit { id } halfDays price { gross } paidBy { host } cover adjustment vat } }";
    let seen = of_school(&deal.host_head, deal.host.urn, "HOST", month, lines).await;
    let line = |gross: i64, host: i64| json!({"price": {"gross": gross}, "paidBy": {"host": host}, "cover": 250});
    for (seen, expected) in
        seen["lines"]["nodes"].as_array().unwrap().iter().zip([line(17_501, 13_126), line(17_500, 13_125)])
    {
        for field in ["price", "paidBy", "cover"] {
            assert_eq!(seen[field], expected[field]);
        }
    }
    assert_eq!(seen["lines"]["nodes"][0]["visit"]["id"], *first, "a line leads to its visit");
    let csv = of_alliance(&deal.broker, &deal, month, "csv").await["csv"].as_str().unwrap().to_owned();
    assert!(csv.contains(",\"'=Ash, Lane\",") && csv.contains(",1,175.01,25.00,150.01,no,131.26,43.75,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);

    let ledger = "feeIncome homeReimbursements subsidies margin";
    let document = format!(
        "{{ alliance(id: \"{}\") {{ ledger(from: \"2026-09-01\", until: \"2026-12-31\") {{ {ledger} }} }} }}",
        deal.alliance.id
    );
    let expected = json!({"feeIncome": 5_001, "homeReimbursements": 30_000, "subsidies": 8_750, "margin": -3_749});
    assert_eq!(deal.broker.asks(&document).await.at("alliance.ledger"), &expected);

    let elsewhere = app.school("Oak Hill").await.head().await;
    for who in [&deal.home_head, &deal.specialist.persona, &deal.broker, &elsewhere, &app.stranger()] {
        assert_eq!(of_school(who, deal.host.urn, "HOST", month, TOTAL).await, Json::Null);
    }
    for who in [&deal.home_head, &deal.host_head, &elsewhere, &app.stranger()] {
        assert_eq!(of_alliance(who, &deal, month, TOTAL).await, Json::Null);
        assert_eq!(who.asks(&document).await.at("alliance.ledger"), &Json::Null);
    }

    reverse(&deal, &first).await;
    deal.home_head.visit("cancelVisit", recorded).await.done();
    let left = of_school(&deal.host_head, deal.host.urn, "HOST", month, TOTAL).await;
    assert_eq!(left["total"]["price"], json!({"gross": 17_501, "brokerage": 2_500, "net": 15_001}));
    assert_eq!((&left["total"]["halfDays"], &left["total"]["cover"]), (&json!(1), &json!(250)));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_late_stands_on_the_next_statement_and_a_closed_one_stays_as_it_was() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = active(&deal).await;
    let first = confirmed(&deal, deployment).await;
    let late = deal.recorded(deployment, 1).await;
    app.settle().await;
    let november = async || of_school(&deal.host_head, deal.host.urn, "HOST", "2026-11-01", TOTAL).await;
    let before = november().await;
    assert_eq!((&before["closed"], &before["total"]["price"]["gross"]), (&json!(false), &json!(17_501)));

    app.clock.advance(TimeDelta::days(32));
    assert!(app.settle().await.events().contains(&"month.closed"));
    deal.host_head.visit("confirmVisit", late).await.done();
    reverse(&deal, &first).await;
    let after = november().await;
    assert_eq!((&after["closed"], &after["total"]), (&json!(true), &before["total"]));
    let fields = format!("{TOTAL} lines(first: 5) {{ nodes {{ halfDays price {{ gross }} adjustment }} }}");
    let december = of_school(&deal.host_head, deal.host.urn, "HOST", "2026-12-01", &fields).await;
    let line =
        |half_days: i32, gross: i64| json!({"halfDays": half_days, "price": {"gross": gross}, "adjustment": true});
    assert_eq!(december["lines"]["nodes"], json!([line(1, 17_500), line(-1, -17_500)]));
    assert_eq!(december["total"]["halfDays"], 0);
    app.settle().await;
    app.sound().await;

    // The database has the last word: a closed month is closed, and no half-day is settled twice.
    let again = "INSERT INTO charge (id, month, visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, \
                 kind, vat, visited_on, half_days, nth, gross, brokerage, by_host, by_alliance, by_grant, by_other, cover, \
                 in_kind, at, audience) SELECT gen_random_uuid(), $2, visit_id, gen_random_uuid(), deployment_id, \
                 alliance_id, home_id, host_id, kind, vat, visited_on, 1, $3, 0, 0, 0, 0, 0, 0, 0, 0, at, audience \
                 FROM charge WHERE visit_id = $1 AND nth = 1";
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    for (month, nth, fault) in
        [("2026-11-01", 3, "clashed"), ("2026-12-01", 1, "charge_in_turns"), ("2026-12-01", 3, "charge_after_charge")]
    {
        let refused = app.owner.run(again, values![late.uuid(), day(month), nth]).await;
        let told = refused.map_err(|error| error.to_string()).unwrap_err();
        assert!(told.contains(fault), "{month} {nth}: {told}");
    }
    assert!(app.owner.run("UPDATE charge SET cover = 0", values![]).await.is_err());
}

#[tokio::test]
async fn credit_is_told_in_half_days_and_costs_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    confirmed(&deal, deployment).await;
    let seen = of_school(&deal.host_head, deal.host.urn, "HOST", "2026-11-01", TOTAL).await;
    assert_eq!((&seen["total"]["halfDays"], &seen["total"]["credit"]), (&json!(1), &json!(1)));
    assert_eq!(seen["total"]["price"], json!({"gross": 0, "brokerage": 0, "net": 0}));

    let no = async |settlement: Json| {
        let mut terms = terms();
        terms["settlement"] = settlement;
        let other = app.deal().await;
        let planned = other.planned().await;
        let no = other.home_head.agree(planned, Some(terms)).await.refused();
        (no.code, no.field)
    };
    let halves = json!([{"by": "HOST", "part": 5_000}, {"by": "HOST", "part": 5_000}]);
    let said = no(json!({"kind": "DAY_RATE", "dayRate": 100, "payers": halves})).await;
    assert_eq!(said, ("PAYER_TWICE".to_owned(), "settlement.payers.1.by".to_owned()));
    let part = json!([{"by": "HOST", "part": 5_000}]);
    let said = no(json!({"kind": "DAY_RATE", "dayRate": 100, "payers": part})).await;
    assert_eq!(said, ("SHARES_NOT_WHOLE".to_owned(), "settlement.payers".to_owned()));
    let whole = json!([{"by": "ALLIANCE", "part": 10_000}]);
    let said = no(json!({"kind": "RECIPROCAL_CREDIT", "payers": whole})).await;
    assert_eq!(said, ("SETTLEMENT_INCOMPLETE".to_owned(), "settlement.dayRate".to_owned()));
}
