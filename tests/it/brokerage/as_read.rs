//! Whoever binds a school, binds it to what they have read, and to nothing that took its place meanwhile.

use lateral_tests::deal::{act, terms};
use lateral_tests::{Persona, TestApp};
use serde_json::{Value as Json, json};

/// What somebody reads of a deployment before they sign.
async fn reads(who: &Persona<'_>, deployment: &impl ToString) -> Json {
    let document = "query ($id: ID!) { deployment(id: $id) { version status hostAgreedAt terms { exitPlan } } }";
    who.ask(document, json!({"id": deployment.to_string()})).await.at("deployment").clone()
}

#[tokio::test]
async fn terms_that_were_written_anew_since_they_were_read_are_not_signed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    let read = reads(&deal.host_head, &deployment).await["version"].as_i64().unwrap();
    let mut dearer = terms();
    dearer["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35000});
    dearer["exitPlan"] = json!("Three more visits, at the same price.");
    deal.home_head.agree(deployment, Some(dearer)).await.done();
    let no = deal.host_head.agree_to(deployment, None, read).await.refused();
    assert_eq!(no.code, "VERSION_STALE");
    deal.broker.agree_for_alliance(deployment, None).await.done();
    let seen = reads(&deal.host_head, &deployment).await;
    assert_eq!((&seen["status"], &seen["hostAgreedAt"]), (&json!("PLANNED"), &Json::Null), "nothing was signed");
    assert_eq!(seen["terms"]["exitPlan"], "Three more visits, at the same price.");
    let read = seen["version"].as_i64().unwrap();
    deal.host_head.agree_to(deployment, None, read).await.done();
    assert_eq!(reads(&deal.host_head, &deployment).await["status"], "AGREED");
    app.settle().await;
}

#[tokio::test]
async fn a_visit_that_was_corrected_since_it_was_read_is_not_confirmed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    let read = app.version("visit", visit.uuid()).await;
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"visit": visit.to_string(), "visitedOn": app.clock.now().day(), "mode": "IN_PERSON",
        "halfDays": 2, "note": "The whole day.", "expectedVersion": read});
    deal.specialist.persona.ask(&correct, json!({"input": input})).await.done();
    let confirm = act("confirmVisit", "ConfirmVisitInput", "visit");
    let input = json!({"input": {"visit": visit.to_string(), "expectedVersion": read}});
    let no = deal.host_head.ask(&confirm, input).await.refused();
    assert_eq!(no.code, "VERSION_STALE");
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 0, 0, 4, 0]), "the ledger has not moved");
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 2, 0, 2, -2]));
    app.settle().await;
}

#[tokio::test]
async fn nobody_binds_a_school_without_saying_what_they_have_read() {
    let app = TestApp::start().await;
    let stranger = app.school("Oak Hill").await.head().await;
    for (mutation, input) in [
        ("agreeDeployment", "AgreeDeploymentInput"),
        ("agreeForAlliance", "AgreeForAllianceInput"),
        ("confirmVisit", "ConfirmVisitInput"),
        ("disputeVisit", "DisputeVisitInput"),
        ("putVisitToBroker", "PutVisitToBrokerInput"),
        ("settleVisit", "SettleVisitInput"),
        ("consentToCaseStudy", "CaseStudyInput"),
        ("giveConsent", "GiveConsentInput"),
    ] {
        let of =
            "query ($name: String!) { __schema { mutationType { fields { name args { type { ofType { name } } } } } }
            __type(name: $name) { inputFields { name type { kind } } } }";
        let told = stranger.ask(of, json!({"name": input})).await;
        let asked = |it: &Json| it["name"] == mutation && it["args"][0]["type"]["ofType"]["name"] == input;
        assert!(told.at("__schema.mutationType.fields").as_array().unwrap().iter().any(asked), "{mutation}");
        let fields = told.at("__type.inputFields").as_array().unwrap();
        let version = fields.iter().find(|it| it["name"] == "expectedVersion");
        assert_eq!(version.map(|it| &it["type"]["kind"]), Some(&json!("NON_NULL")), "{input}");
    }
}
