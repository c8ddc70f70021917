//! A referral ends with what it was for: whoever was only asked reads nothing of the request any longer (DOMAIN A3).

use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

async fn refer(deal: &Deal<'_>, to: Option<String>) -> String {
    let document = act("referRequest", "ReferRequestInput", "referral");
    let input = json!({"request": deal.request.to_string(), "alliance": to, "reason": "Nobody here has the time."});
    let sent = deal.broker.ask(&document, json!({"input": input})).await;
    sent.done();
    sent.text("referRequest.referral.id")
}

async fn take(who: &Persona<'_>, referral: &str) -> lateral_tests::Answer {
    who.ask(&act("acceptReferral", "AcceptReferralInput", "referral"), json!({"input": {"referral": referral}})).await
}

async fn node(who: &Persona<'_>, id: &str) -> Json {
    let document =
        "query($id: ID!) { node(id: $id) { ... on Referral { status request { id } } ... on SupportRequest { id } } }";
    who.ask(document, json!({"id": id})).await.done()["node"].clone()
}

#[tokio::test]
async fn a_referral_ends_when_its_request_does() {
    for ends in ["withdrawn", "unmet", "placed"] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let (one, two) = (app.school("Oak Hill").await, app.school("Far Away").await);
        let asked = app.alliance("The Oak Alliance", &one, &[]).await;
        let (asked, pool) =
            ((asked.id, asked.broker().await), app.alliance("The Far Alliance", &two, &[]).await.broker().await);
        let (to_one, to_all) = (refer(&deal, Some(asked.0.to_string())).await, refer(&deal, None).await);
        let request = deal.request.to_string();
        for who in [&asked.1, &pool] {
            assert!(node(who, &request).await.is_object());
        }
        match ends {
            "withdrawn" => {
                let document = act("withdrawRequest", "WithdrawRequestInput", "request");
                deal.host_head.ask(&document, json!({"input": {"request": request}})).await.done();
            }
            "unmet" => {
                app.searched(&request, "national").await;
                let document = act("markUnmet", "MarkUnmetInput", "request");
                let input = json!({"request": request, "reason": "NO_CAPACITY"});
                deal.broker.ask(&document, json!({"input": input})).await.done();
            }
            _ => {
                let deployment = deal.planned().await;
                for head in [&deal.home_head, &deal.host_head] {
                    head.declare(deployment, &[]).await.done();
                }
                deal.home_head.agree(deployment, Some(terms())).await.done();
                assert!(node(&pool, &request).await.is_object(), "it is not placed before both have signed");
                deal.broker.agree_for_alliance(deployment, None).await.done();
                deal.host_head.agree(deployment, None).await.done();
            }
        }
        for who in [&asked.1, &pool] {
            assert!(node(who, &request).await.is_null(), "{ends}: {:?}", who.role());
        }
        let told = json!({"status": "ENDED", "request": null});
        assert_eq!(node(&asked.1, &to_one).await, told, "{ends}");
        assert!(node(&pool, &to_all).await.is_null(), "{ends}: the pool is not what was asked in person");
        assert_eq!(take(&asked.1, &to_one).await.refused().code, "STEP_NOT_OPEN", "{ends}");
        assert_eq!(take(&pool, &to_all).await.refused().code, "NOT_FOUND", "{ends}");
        assert_eq!(node(&deal.host_head, &to_all).await["status"], "ENDED", "{ends}");
        let events = app.settle().await;
        assert_eq!(events.events().iter().filter(|name| **name == "referral.ended").count(), 2, "{ends}");
    }
}

#[tokio::test]
async fn nobody_takes_on_what_is_over_though_its_referral_is_open() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let lead = app.school("Oak Hill").await;
    let asked = app.alliance("The Oak Alliance", &lead, &[]).await;
    let referral = refer(&deal, Some(asked.id.to_string())).await;
    let broker = asked.broker().await;
    let sql = "UPDATE support_request SET status = $2 WHERE id = $1";
    for status in ["placed", "closed", "withdrawn", "unmet"] {
        app.write(sql, values![deal.request.uuid(), status]).await;
        let no = take(&broker, &referral).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("STEP_NOT_OPEN", "request"), "{status}");
    }
    app.write(sql, values![deal.request.uuid(), "matching"]).await;
    take(&broker, &referral).await.done();
    app.settle().await;
}

#[tokio::test]
async fn a_request_is_referred_and_taken_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let lead = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &lead, &[]).await;
    let (asked, stranger) = (other.broker().await, lead.head().await);
    let document = act("referRequest", "ReferRequestInput", "referral");
    let input = |to: Option<String>| json!({"input": {"request": deal.request.to_string(), "alliance": to, "reason": "Nobody here has the time"}});
    assert_eq!(asked.propose(deal.offer, deal.request).await.refused().code, "NOT_FOUND");
    let to_self = deal.broker.ask(&document, input(Some(deal.alliance.id.to_string()))).await;
    assert_eq!(to_self.refused().code, "REFERRAL_TO_SELF");
    let sent = deal.broker.ask(&document, input(Some(other.id.to_string()))).await;
    sent.done();
    let again = deal.broker.ask(&document, input(Some(other.id.to_string()))).await;
    assert_eq!(again.refused().code, "REFERRAL_REPEATED");
    assert_eq!(asked.propose(deal.offer, deal.request).await.refused().code, "NOT_ALLOWED");
    let answer = act("acceptReferral", "AcceptReferralInput", "referral");
    let id = json!({"input": {"referral": sent.text("referRequest.referral.id")}});
    assert_eq!(stranger.ask(&answer, id.clone()).await.refused().code, "NOT_FOUND");
    asked.ask(&answer, id).await.done();
    asked.propose(deal.offer, deal.request).await.done();

    let pooled = deal.broker.ask(&document, input(None)).await;
    pooled.done();
    let far = app.school("Far Away").await;
    let taker = app.alliance("The Far Alliance", &far, &[]).await.broker().await;
    let id = json!({"input": {"referral": pooled.text("referRequest.referral.id")}});
    taker.ask(&answer, id.clone()).await.done();
    assert_eq!(asked.ask(&answer, id).await.refused().code, "NOT_FOUND");
    app.sound().await;
}
