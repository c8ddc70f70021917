//! What the schools that back a request are told that it may cost them: none is bound to more.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::commission::backing;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Terms by the day. The deal is for two days.
fn paid(day: i64) -> Json {
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": day, "brokerage": 0});
    terms
}

/// Two schools that are asked to back a request that may cost 700.00 pounds; one of them has only just been.
async fn asked(deal: &Deal<'_>, other: &SchoolOf<'_>) -> String {
    let mut input = backing(deal.request, &[(&deal.host, 6_667, 2), (other, 3_333, 2)]);
    input["most"] = json!(70_000);
    deal.host_head.commission("askBackers", input).await.text("askBackers.commission.id")
}

async fn backs(who: &Persona<'_>, id: &str) {
    who.commission("answerCommission", json!({"commission": id, "backs": true})).await.done();
}

/// What a school that backs a commission reads of its price.
async fn price(who: &Persona<'_>, id: &str) -> Json {
    let document = "query ($id: ID!) { node(id: $id) { ... on JointCommission { price backers { ceiling } } } }";
    who.ask(document, json!({ "id": id })).await.at("node").clone()
}

async fn drafts(who: &Persona<'_>, deployment: Id<Deployment>, terms: Json) -> lateral_tests::Answer {
    let version =
        who.app.number("SELECT version::bigint AS number FROM deployment WHERE id = $1", deployment.uuid()).await;
    let input = json!({"deployment": deployment.to_string(), "terms": terms, "expectedVersion": version});
    who.ask(&act("draftTerms", "DraftTermsInput", "deployment"), json!({ "input": input })).await
}

#[tokio::test]
async fn no_school_is_bound_to_more_than_its_head_was_told() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let oaks = oak.head().await;
    let deployment = deal.planned().await;
    // Terms that were written before anybody was asked.
    deal.signed_by_one(deployment, paid(35_001)).await;
    for most in [0, 100_000_001] {
        let mut input = backing(deal.request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]);
        input["most"] = json!(most);
        let no = deal.host_head.commission("askBackers", input).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("NUMBER_OUT_OF_RANGE", "most"));
    }
    let id = asked(&deal, &oak).await;
    let told = json!({"price": null, "backers": [{"ceiling": 46_669}, {"ceiling": 23_331}]});
    assert_eq!(price(&oaks, &id).await, told);
    backs(&oaks, &id).await;
    let above = ("COMMISSION_ABOVE_CEILING".to_owned(), "settlement.dayRate".to_owned());
    let no = deal.host_head.agree(deployment, None).await.refused();
    assert_eq!((no.code, no.field), above, "what was written before is not agreed");

    // Nor is anything written above it once all back it, by whichever side.
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        let no = drafts(who, deployment, paid(40_000)).await.refused();
        assert_eq!((no.code, no.field), above.clone());
    }
    for stated in [
        deal.home_head.agree(deployment, Some(paid(40_000))).await,
        deal.broker.agree_for_alliance(deployment, Some(paid(40_000))).await,
    ] {
        let no = stated.refused();
        assert_eq!((no.code, no.field), above.clone());
    }
    deal.home_head.agree(deployment, Some(paid(35_000))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!(price(&oaks, &id).await["price"], 70_000);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn who_was_told_no_price_is_asked_anew_and_the_database_says_so_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let oaks = oak.head().await;
    let id = asked(&deal, &oak).await;
    backs(&oaks, &id).await;
    app.write("UPDATE commission_backer SET ceiling = NULL", values![]).await;
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    let no = deal.home_head.agree(deployment, Some(paid(100))).await.refused();
    assert_eq!(no.code, "COMMISSION_ABOVE_CEILING", "nobody told them anything");
    let bind = "UPDATE joint_commission SET status = 'agreed', deployment_id = $1, price = $2, ended_at = now() \
                WHERE status = 'backed'";
    let bound = async |price: Option<i64>| app.owner.run(bind, values![deployment.uuid(), price]).await;
    for price in [None, Some(1)] {
        let refused = bound(price).await.unwrap_err();
        assert_eq!(refused.constraint(), Some("commission_within_its_ceilings"), "{price:?}");
    }
    app.write("UPDATE commission_backer SET ceiling = CASE place WHEN 1 THEN 46669 ELSE 23331 END", values![]).await;
    assert_eq!(bound(Some(70_001)).await.unwrap_err().constraint(), Some("commission_within_its_ceilings"));

    let over = json!({"commission": id, "reason": "It costs more than we said"});
    deal.host_head.commission("endCommission", over).await.done();
    deal.home_head.agree(deployment, Some(paid(90_000))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}
