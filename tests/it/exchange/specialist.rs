//! Specialists: listed by their own head, named to people who are signed in.

use domain::access::Role;
use lateral_tests::{Persona, TestApp};
use serde_json::{Value as Json, json};

use super::{OFFER, act, offer_act, offer_terms, term};

fn profile(who: &Persona<'_>, term: &str) -> Json {
    json!({
        "person": who.who().person.to_string(), "name": "Maya Example", "post": "MIDDLE_LEADER", "specialisms": [term],
        "supports": ["MIDDLE_LEADER"], "travelMinutes": 45,
    })
}

async fn list(by: &Persona<'_>, input: Json) -> lateral_tests::Answer {
    act(by, "listSpecialist", "ListSpecialistInput", "specialist", "id name badges { scheme }", input).await
}

#[tokio::test]
async fn the_home_head_lists_a_specialist_who_then_delivers_the_schools_offers_only() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (head, maya) = (ash.head().await, ash.somebody(Role::Specialist).await);
    let maths = term(&app, "pupil-achievement/maths").await;
    let input = profile(&maya, &maths);
    assert_eq!(list(&maya, input.clone()).await.refused().code, "NOT_ALLOWED");
    let answer = list(&head, input.clone()).await;
    answer.done();
    // A listing is the school's word; a designation is somebody else's.
    assert_eq!(answer.at("listSpecialist.specialist.badges"), &json!([]));
    assert_eq!(list(&head, input).await.refused().code, "LISTED_ALREADY");

    let mut terms = offer_terms("Maths mastery", &maths);
    terms["specialist"] = answer.at("listSpecialist.specialist.id").clone();
    let elsewhere = json!({"terms": terms});
    let no = act(&elm.head().await, "draftOffer", "DraftOfferInput", "offer", OFFER, elsewhere.clone()).await.refused();
    assert_eq!(no.code, "SPECIALIST_NOT_OF_SCHOOL");
    let drafted = act(&head, "draftOffer", "DraftOfferInput", "offer", OFFER, elsewhere).await;
    offer_act(&head, "publishOffer", &drafted.text("draftOffer.offer.id")).await.done();
    let document = "{ offers(first: 1) { edges { node { specialist { name post } } } } }";
    let (public, known) = (app.stranger().asks(document).await, head.asks(document).await);
    assert!(public.at("offers.edges.0.node.specialist.name").is_null());
    assert_eq!(public.text("offers.edges.0.node.specialist.post"), "MIDDLE_LEADER");
    assert_eq!(known.text("offers.edges.0.node.specialist.name"), "Maya Example");
    app.settle().await;
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_nobody_lists_a_stranger() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (head, maya) = (ash.head().await, ash.somebody(Role::Specialist).await);
    let maths = term(&app, "pupil-achievement/maths").await;
    let mut input = profile(&maya, &maths);
    input["supports"] = json!([]);
    input["travelMinutes"] = json!(-1);
    let told: Vec<_> = list(&head, input).await.refusals().into_iter().map(|no| no.code).collect();
    assert_eq!(told, ["CHOICE_MISSING", "NUMBER_OUT_OF_RANGE"]);
    let stranger = elm.somebody(Role::Specialist).await;
    assert_eq!(list(&head, profile(&stranger, &maths)).await.refused().code, "NOT_FOUND");
    app.settle().await;
}
