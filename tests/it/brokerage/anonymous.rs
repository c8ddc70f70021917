//! Who is told which school asks, when it asks without its name (DOMAIN K142).

use lateral_tests::deal::{act, read};
use lateral_tests::{Persona, TestApp};
use serde_json::{Value as Json, json};

/// What somebody is shown of the asking school by way of the only proposal that they see: host, school, alliance, brokers.
async fn told(who: &Persona<'_>) -> Json {
    let document = "{ proposals(first: 2) { nodes { host { name } alliance { name }
        request { school { name } alliances { name } } } } }";
    let answer = who.asks(document).await;
    let nodes = answer.done()["proposals"]["nodes"].as_array().unwrap().clone();
    assert_eq!(nodes.len(), 1, "{}", answer.0);
    nodes[0].clone()
}

#[tokio::test]
async fn a_school_that_asks_without_its_name_is_named_to_the_giver_once_it_accepts() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = deal.host.anonymous_request(&deal.alliance, 4).await;
    let sent = deal.broker.propose(deal.offer, request).await;
    let proposal = read(&sent.text("proposeSupport.proposal.id"));
    let hidden = json!({"host": null, "alliance": null, "request": {"school": null, "alliances": []}});
    let avon = json!({"name": "The Avon Alliance"});
    let elm = json!({"name": "Elm Park"});
    let named = json!({"host": elm, "alliance": avon, "request": {"school": elm, "alliances": [avon]}});

    assert_eq!(told(&deal.home_head).await, hidden);
    assert_eq!(told(&deal.specialist.persona).await["host"], Json::Null);
    for who in [&deal.host_head, &deal.broker] {
        assert_eq!(told(who).await, named, "{:?}", who.role());
    }
    deal.home_head.accept(proposal).await.done();
    assert_eq!(told(&deal.home_head).await, hidden, "its own acceptance names nobody");
    deal.host_head.accept(proposal).await.done();
    assert_eq!(told(&deal.home_head).await, named);
    app.settle().await;
}

#[tokio::test]
async fn whoever_is_asked_by_referral_is_told_the_school_and_how_it_stands_once_they_take_it_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let request = deal.host.anonymous_request(&deal.alliance, 4).await.to_string();
    let far = app.school("Far Away").await;
    let asked = app.alliance("The Far Alliance", &far, &[]).await;
    let broker = asked.broker().await;
    let shown = async || {
        let document = "query($id: ID!) { supportRequest(id: $id) { school { name } alliances { name }
            referrals { from { name } to { name } national }
            response { respondBy overdueAt guaranteed policyVersion reasons { factor } } } }";
        broker.ask(document, json!({"id": request})).await.done()["supportRequest"].clone()
    };
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    let by_when = json!({
        "respondBy": "2026-11-10T21:00:00.000000Z", "overdueAt": null,
        "guaranteed": null, "policyVersion": null, "reasons": null,
    });
    let mut referral = String::new();
    for to in [Json::Null, json!(asked.id.to_string())] {
        let input = json!({"request": request, "alliance": to, "reason": "Nobody here has the time."});
        let sent = deal.broker.ask(&refer, json!({"input": input})).await;
        sent.done();
        referral = sent.text("referRequest.referral.id");
        let all = json!({"from": null, "to": null, "national": true});
        let one = json!({"from": null, "to": {"name": "The Far Alliance"}, "national": false});
        let referrals = if to.is_null() { json!([all]) } else { json!([all, one]) };
        let hidden = json!({"school": null, "alliances": [], "referrals": referrals, "response": by_when});
        assert_eq!(shown().await, hidden, "nor does the alliance that sent it tell");
    }
    broker.ask(&take, json!({"input": {"referral": referral}})).await.done();
    let it = shown().await;
    assert_eq!(it["school"]["name"], "Elm Park");
    assert_eq!(it["referrals"][1]["from"]["name"], "The Avon Alliance");
    assert_eq!(it["referrals"][0]["from"]["name"], "The Avon Alliance", "both were sent by it");
    assert_eq!(it["alliances"], json!([{"name": "The Avon Alliance"}, {"name": "The Far Alliance"}]));
    assert_eq!(it["response"]["reasons"], json!([{"factor": "URGENCY"}]));
    app.settle().await;
}
