//! Rate cards, and the price of a day that comes from them.

use lateral_tests::deal::terms;
use lateral_tests::{Persona, TestApp};
use serde_json::{Value as Json, json};

use crate::access::tenants::everybody;
use crate::access::tenants::tenants;

/// Says what a day costs.
pub const SET: &str = "mutation ($input: SetRateCardInput!) { setRateCard(input: $input) {
    rateCard { id version day { gross brokerage net } } userErrors { code field } } }";

/// A card for a day with a specialist leader in 2026/27.
fn card(day: i64, fee: &Json) -> Json {
    json!({"year": 2026, "designation": "SLE", "rates": {"day": day, "fee": fee}})
}

fn inside() -> Json {
    json!({"kind": "FIXED", "place": "INSIDE", "amount": 5_000})
}

async fn cards(who: &Persona<'_>, alliance: &str) -> Json {
    let asked = "query ($id: ID!) { node(id: $id) { ... on Alliance { rateCards(year: 2026) {
        id designation hours vat included fee { kind place amount } day { gross brokerage net } version } } } }";
    who.ask(asked, json!({"id": alliance})).await.at("node.rateCards").clone()
}

#[tokio::test]
async fn a_broker_says_what_a_day_costs_and_everybody_who_is_signed_in_reads_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.alliance.id.to_string();
    let set = async |input: Json| deal.broker.ask(SET, json!({"input": input})).await;
    let first = set(card(35_000, &inside())).await;
    let price = json!({"gross": 35_000, "brokerage": 5_000, "net": 30_000});
    assert_eq!(first.at("setRateCard.rateCard.day"), &price);
    let on_top = json!({"kind": "PERCENT", "place": "ON_TOP", "amount": 1_500});
    let second = set(card(35_700, &on_top)).await;
    assert_eq!(second.at("setRateCard.rateCard.id"), first.at("setRateCard.rateCard.id"), "one card a year");
    let price = json!({"gross": 41_055, "brokerage": 5_355, "net": 35_700});
    assert_eq!(cards(&deal.host_head, &id).await[0]["day"], price);
    assert_eq!(cards(&deal.host_head, &id).await[0]["version"], 2);
    assert_eq!(cards(&app.stranger(), &id).await, Json::Null);

    let stale = set(
        json!({"expectedVersion": 1, "year": 2026, "designation": "SLE", "rates": card(36_000, &inside())["rates"]}),
    );
    assert_eq!(stale.await.refused().code, "VERSION_STALE");
    assert_eq!(set(card(4_000, &inside())).await.refused().code, "FEE_ABOVE_PRICE");
    let nobody = deal.host_head.ask(SET, json!({"input": card(35_000, &inside())})).await;
    assert_eq!(nobody.refused().code, "NOT_ALLOWED");
    assert_eq!(cards(&deal.broker, &id).await[0]["day"], price, "what is refused changes nothing");
    assert!(app.settle().await.events().iter().filter(|name| **name == "rate_card.set").count() == 2);
    app.sound().await;
}

#[tokio::test]
async fn a_day_rate_that_is_left_open_comes_from_the_card_and_stays_as_it_was_agreed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let by_card = |settlement: Json| {
        let mut terms = terms();
        terms["settlement"] = settlement;
        terms
    };
    let open = by_card(json!({"kind": "DAY_RATE"}));
    let no = deal.home_head.agree(deployment, Some(open.clone())).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("SETTLEMENT_INCOMPLETE", "settlement.dayRate"));
    deal.designated().await;
    deal.broker.ask(SET, json!({"input": card(35_000, &inside())})).await.done();

    deal.home_head.declare(deployment, &[]).await.done();
    deal.home_head.agree(deployment, Some(open)).await.done();
    let day = async || {
        let asked = "query ($id: ID!) { node(id: $id) { ... on Deployment { terms { settlement { day { gross net } } }
            price { gross brokerage net } } } }";
        let seen = deal.host_head.ask(asked, json!({"id": deployment.to_string()})).await;
        (seen.at("node.terms.settlement.day").clone(), seen.at("node.price").clone())
    };
    let agreed = (
        json!({"gross": 35_000, "net": 30_000}),
        // Four half-days are two days.
        json!({"gross": 70_000, "brokerage": 10_000, "net": 60_000}),
    );
    assert_eq!(day().await, agreed);
    deal.broker.ask(SET, json!({"input": card(99_000, &inside())})).await.done();
    assert_eq!(day().await, agreed);

    let typed = by_card(json!({"kind": "DAY_RATE", "dayRate": 30_000, "brokerage": 30_001}));
    assert_eq!(deal.host_head.agree(deployment, Some(typed)).await.refused().code, "FEE_ABOVE_PRICE");
    let credit = by_card(json!({"kind": "RECIPROCAL_CREDIT"}));
    deal.host_head.declare(deployment, &[]).await.done();
    deal.host_head.agree(deployment, Some(credit)).await.done();
    assert_eq!(day().await, (Json::Null, Json::Null), "credit has no price");
}

/// The estimates of the only proposal that somebody sees, and of its deployment.
async fn estimated(who: &Persona<'_>, cover: &str) -> (Json, Json) {
    let line = "mode halfDays price { gross brokerage net } rateCard { year version } cover { least most }";
    let asked = format!(
        "{{ proposals(first: 1) {{ nodes {{ estimates{cover} {{ {line} }} deployment {{ estimates{cover} {{ {line} }} }} }} }} }}"
    );
    let seen = who.asks(&asked).await;
    seen.done();
    let it = seen.at("proposals.nodes.0");
    (it["estimates"].clone(), it["deployment"]["estimates"].clone())
}

#[tokio::test]
async fn what_support_would_cost_in_each_way_stands_side_by_side_before_terms_are_written() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    for table in ["offer", "support_request"] {
        app.write(&format!("UPDATE {table} SET modes = '{{remote,in_person,blended}}'"), vec![]).await;
    }
    let proposal = deal.proposed().await;
    let line = |mode: &str, price: &Json, card: &Json, cover: Json| json!({"mode": mode, "halfDays": 4, "price": price, "rateCard": card, "cover": cover});
    let nothing = |mode: &str| line(mode, &Json::Null, &Json::Null, Json::Null);
    let none = json!([nothing("IN_PERSON"), nothing("REMOTE"), nothing("BLENDED")]);
    assert_eq!(estimated(&deal.host_head, "").await.0, none, "the alliance has no rate card");

    deal.broker.ask(SET, json!({"input": card(35_000, &inside())})).await.done();
    assert_eq!(estimated(&deal.host_head, "").await.0, none, "nor one for whoever has no designation");
    deal.designated().await;
    deal.broker.ask(SET, json!({"input": card(35_000, &inside())})).await.done();
    let (price, by) =
        (json!({"gross": 70_000, "brokerage": 10_000, "net": 60_000}), json!({"year": 2026, "version": 2}));
    let of = |mode: &str, least: i64, most: i64| line(mode, &price, &by, json!({"least": least, "most": most}));
    let all = json!([of("IN_PERSON", 38_000, 38_000), of("REMOTE", 0, 0), of("BLENDED", 0, 38_000)]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(estimated(who, "(coverDay: 19000)").await.0, all, "{:?}", who.role());
    }
    let no = deal.host_head.asks("{ proposals(first: 1) { nodes { estimates(coverDay: 0) { mode } } } }").await;
    assert_eq!(no.0["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");

    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    assert_eq!(estimated(&deal.host_head, "(coverDay: 19000)").await.1, all);
    let seen = deal.broker.asks("{ deployments(first: 1) { nodes { id } } }").await;
    let deployment = lateral_tests::deal::read(&seen.text("deployments.nodes.0.id"));
    deal.signed_by_one(deployment, terms()).await;
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!(estimated(&deal.host_head, "").await.1, Json::Null, "by now the terms say what it costs");
}

#[tokio::test]
async fn whoever_is_not_told_which_alliance_brokers_is_told_no_estimate_of_its_prices() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = deal.host.anonymous_request(&deal.alliance, 4).await;
    deal.designated().await;
    deal.broker.ask(SET, json!({"input": card(35_000, &inside())})).await.done();
    deal.broker.propose(deal.offer, request).await.done();
    assert_eq!(estimated(&deal.home_head, "").await.0, Json::Null);
    assert_eq!(estimated(&deal.specialist.persona, "").await.0, Json::Null);
    assert_eq!(estimated(&deal.host_head, "").await.0[0]["price"]["gross"], 70_000);
}

#[tokio::test]
async fn every_role_reads_what_alliances_charge() {
    let app = TestApp::start().await;
    let [own, other] = tenants(&app).await;
    other.deal.broker.ask(SET, json!({"input": card(35_000, &inside())})).await.done();
    let all = cards(&other.deal.broker, &other.deal.alliance.id.to_string()).await;
    assert!(all.as_array().is_some_and(|cards| !cards.is_empty()));
    for (name, who) in everybody(&app, &own).await {
        let seen = cards(&who, &other.deal.alliance.id.to_string()).await;
        let known = if name == "stranger" { Json::Null } else { all.clone() };
        assert_eq!(seen, known, "{name}");
    }
}
