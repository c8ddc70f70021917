//! How an alliance comes to be: by an operator, with an open school that leads it (DOMAIN A3, A11).

use domain::access::Role;
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

const FOUND: &str = "mutation($input: FoundAllianceInput!) { foundAlliance(input: $input) {
    alliance { id name kind responseDays leadSchool { name } memberCount members(first: 2) { nodes { school { name } } } }
    userErrors { code field message } } }";

async fn found(who: &Persona<'_>, input: Json) -> Answer {
    who.ask(FOUND, json!({"input": input})).await
}

#[tokio::test]
async fn an_operator_founds_an_alliance_and_its_lead_school_is_answered_by_it() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (operator, head) = (app.national(Role::Operator).await, ash.head().await);
    let about = crate::exchange::term(&app, "pupil-achievement/maths").await;
    let raise = "mutation($terms: RequestTermsInput!) { requestSupport(input: {terms: $terms}) { request { id } userErrors { code } } }";
    let raised = head.ask(raise, json!({"terms": crate::exchange::request_terms("Maths", &about)})).await;
    let request = raised.text("requestSupport.request.id");
    let input = json!({"name": " River Alliance ", "kind": "HUB", "leadSchool": ash.gid()});
    let elsewhere = app.alliance("Trent", &app.school("Elm Park").await, &[]).await.broker().await;
    for who in [&head, &elsewhere, &app.national(Role::Analyst).await] {
        assert_eq!(found(who, input.clone()).await.refused().code, "NOT_ALLOWED", "{:?}", who.role());
    }
    let done = found(&operator, input).await;
    done.done();
    let mut it = done.at("foundAlliance.alliance").clone();
    let id = it["id"].take();
    let ash_lane = json!({"name": "Ash Lane"});
    let expected = json!({
        "id": null, "name": "River Alliance", "kind": "HUB", "responseDays": 7, "leadSchool": ash_lane, "memberCount": 1,
        "members": {"nodes": [{"school": ash_lane}]},
    });
    assert_eq!(it, expected);
    let seen = "query($id: ID!) { supportRequest(id: $id) { alliances { id } referrals { status } } }";
    let seen = head.ask(seen, json!({"id": request})).await;
    let brokered = json!({"alliances": [{"id": id}], "referrals": [{"status": "ENDED"}]});
    assert_eq!(seen.at("supportRequest"), &brokered, "what waited for any alliance has its own now");
    let told = app.settle().await;
    assert_eq!(told.events(), ["request.submitted", "referral.ended", "alliance.founded"]);
    let trail = "audit_entry WHERE event = 'alliance.founded' AND actor_role = 'operator'";
    assert_eq!(app.count(trail).await, 1);
}

#[tokio::test]
async fn what_stands_in_the_way_of_an_alliance_is_told_at_once_and_a_school_leads_one_of_a_kind() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let operator = app.national(Role::Operator).await;
    let of = |kind: &str| json!({"name": "North", "kind": kind, "leadSchool": ash.gid()});
    let (one, two) = tokio::join!(found(&operator, of("HUB")), found(&operator, of("HUB")));
    let refused: Vec<_> = one.refusals().into_iter().chain(two.refusals()).map(|no| (no.code, no.field)).collect();
    assert_eq!(refused, [("LEADS_ALREADY".to_owned(), "leadSchool".to_owned())], "of two at once one founds it");
    found(&operator, of("FEDERATION")).await.done();
    let nowhere = json!({"name": "North", "kind": "HUB", "leadSchool": "sch_01920000000070008000000000000001"});
    assert_eq!(found(&operator, nowhere).await.refused().code, "NOT_FOUND");
    elm.closes().await;
    let no = found(&operator, json!({"name": " ", "kind": "HUB", "leadSchool": elm.gid(), "responseDays": 61})).await;
    let told: Vec<_> = no.refusals().into_iter().map(|no| (no.code, no.field)).collect();
    let expected = [("TEXT_EMPTY", "name"), ("NUMBER_OUT_OF_RANGE", "responseDays"), ("SCHOOL_CLOSED", "leadSchool")];
    assert_eq!(told, expected.map(|(code, field)| (code.to_owned(), field.to_owned())));
    assert_eq!(app.count("alliance").await, 2);
    app.settle().await;
}
