//! Time: planned where nothing is declared, held back for a while, and funded.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::act;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::json;

use super::{offer_act, offer_terms, published, term};

const TIME: &str = "query($id: ID!) { capacity(specialist: $id) { halfTerm halfDays } }";

async fn time(who: &Persona<'_>, specialist: &str) -> Vec<(i64, i64)> {
    let answer = who.ask(TIME, json!({"id": specialist})).await;
    let windows = answer.done()["capacity"].as_array().unwrap().clone();
    windows.iter().map(|it| (it["halfTerm"].as_i64().unwrap(), it["halfDays"].as_i64().unwrap())).collect()
}

async fn grant(who: &Persona<'_>, specialist: &str, alliance: &str, half_days: i32) -> Answer {
    let document = "mutation($input: GrantCapacityInput!) { grantCapacity(input: $input) {
        specialist { capacityGrants { year halfDays funder alliance { name } } } userErrors { code field message } } }";
    let input = json!({
        "specialist": specialist, "alliance": alliance, "year": 2026, "halfDays": half_days, "funder": "Regional fund",
    });
    who.ask(document, json!({"input": input})).await
}

#[tokio::test]
async fn fifteen_days_a_year_are_planned_for_whoever_declared_nothing_and_funded_days_come_on_top() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, robin) = (ash.head().await, ash.specialist().await);
    let alliance = app.alliance("The Avon Alliance", &ash, &[]).await;
    let (broker, id) = (alliance.broker().await, robin.id.to_string());
    assert!(time(&head, &id).await.is_empty());
    let mut terms = offer_terms("Phonics", &term(&app, "pupil-achievement/english").await);
    terms["specialist"] = json!(id);
    published(&head, terms).await;
    let planned = [(20262, 5), (20263, 5), (20264, 5), (20265, 5), (20266, 5), (20271, 5)];
    assert_eq!(time(&head, &id).await, planned);

    let alliance_id = alliance.id.to_string();
    assert_eq!(grant(&head, &id, &alliance_id, 20).await.refused().code, "NOT_ALLOWED");
    let lead = app.school("Oak Hill").await;
    let other = app.alliance("The Exe Alliance", &lead, &[]).await;
    let no = grant(&other.broker().await, &id, &other.id.to_string(), 20).await.refused();
    assert_eq!(no.code, "NOT_A_MEMBER");
    let given = grant(&broker, &id, &alliance_id, 22).await;
    given.done();
    let shown = json!([
        {"year": 2026, "halfDays": 22, "funder": "Regional fund", "alliance": {"name": "The Avon Alliance"}},
    ]);
    assert_eq!(given.at("grantCapacity.specialist.capacityGrants"), &shown);
    let funded = [(20262, 10), (20263, 10), (20264, 9), (20265, 9), (20266, 9), (20271, 5)];
    assert_eq!(time(&robin.persona, &id).await, funded);
    let grants = "query($id: ID!) { specialist(id: $id) { capacityGrants { halfDays } } }";
    for (who, seen) in [(&robin.persona, 1), (&head, 1), (&lead.head().await, 0), (&app.stranger(), 0)] {
        let answer = who.ask(grants, json!({"id": id})).await;
        assert_eq!(answer.at("specialist.capacityGrants").as_array().unwrap().len(), seen, "{:?}", who.role());
    }
    let changed = app.owner.run("UPDATE capacity_policy SET half_days = 1", values![]).await;
    assert!(changed.is_err(), "a version is added, never changed");
    app.settle().await;
}

#[tokio::test]
async fn an_offer_that_is_confirmed_keeps_the_coming_year_open_and_touches_nothing_that_was_declared() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, helper, robin) = (ash.head().await, ash.somebody(Role::Coordinator).await, ash.specialist().await);
    let id = robin.id.to_string();
    let maths = term(&app, "pupil-achievement/maths").await;
    let of_school = published(&head, offer_terms("Maths mastery", &maths)).await;
    let mut terms = offer_terms("Phonics", &term(&app, "pupil-achievement/english").await);
    terms["specialist"] = json!(id);
    let of_robin = published(&head, terms).await;
    let declare = "mutation($input: DeclareCapacityInput!) { declareCapacity(input: $input) { userErrors { code field message } } }";
    let input = json!({"input": {"specialist": id, "halfTerm": 20264, "halfDays": 0, "expectedVersion": 1}});
    robin.persona.ask(declare, input).await.done();

    // In February nothing is open yet of the next autumn but its first half.
    app.clock.advance(TimeDelta::days(90));
    app.settle().await;
    let before = [(20263, 5), (20264, 0), (20265, 5), (20266, 5), (20271, 5)];
    assert_eq!(time(&head, &id).await, before);
    for offer in [&of_robin, &of_school] {
        let confirmed = offer_act(&helper, "confirmOffer", offer).await;
        confirmed.done();
        assert_eq!(confirmed.text("confirmOffer.offer.status"), "PUBLISHED");
    }
    let after = [before.as_slice(), &[(20272, 5)]].concat();
    assert_eq!(time(&head, &id).await, after);
    let of = "query($id: ID!) { capacity(school: $id) { halfTerm halfDays } }";
    let windows = head.ask(of, json!({"id": ash.gid()})).await;
    assert_eq!(windows.at("capacity").as_array().unwrap().len(), 6);
    assert_eq!(windows.at("capacity.5"), &json!({"halfTerm": 20272, "halfDays": 6}));
    offer_act(&helper, "confirmOffer", &of_robin).await.done();
    assert_eq!(time(&head, &id).await, after, "confirming twice opens nothing twice");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn whoever_is_held_back_for_a_while_is_not_proposed_and_loses_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.specialist.id.to_string();
    let step = async |who: &Persona<'_>, mutation: &str| {
        who.ask(&act(mutation, "SpecialistInput", "specialist"), json!({"input": {"specialist": id}})).await
    };
    assert_eq!(
        step(&deal.home.somebody(Role::Coordinator).await, "pauseSpecialist").await.refused().code,
        "NOT_ALLOWED"
    );
    let paused = step(&deal.specialist.persona, "pauseSpecialist").await;
    paused.done();
    assert_eq!(paused.text("pauseSpecialist.specialist.status"), "PAUSED");
    assert_eq!(step(&deal.home_head, "pauseSpecialist").await.refused().code, "STEP_NOT_OPEN");
    let no = deal.broker.propose(deal.offer, deal.request).await.refused();
    assert!(no.code == "OFFER_EXCLUDED" && no.message.contains("does not release"), "{}", no.message);
    let offer = "query($id: ID!) { offer(id: $id) { status } }";
    let shown = deal.home_head.ask(offer, json!({"id": deal.offer.to_string()})).await;
    assert_eq!(shown.text("offer.status"), "PUBLISHED");
    step(&deal.home_head, "resumeSpecialist").await.done();
    deal.broker.propose(deal.offer, deal.request).await.done();
    app.settle().await;
    app.sound().await;
}
