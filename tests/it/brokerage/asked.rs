//! Whoever's word is waited for hears of it, and until when; is reminded the day before; and hears no more once they have spoken.

use std::slice::from_ref;

use chrono::TimeDelta;
use domain::access::Role;
use domain::brokerage::Deployment;
use domain::{Id, Timestamp};
use lateral_tests::consent::Consenting;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

/// Until when each thing of a kind is due that somebody was told.
async fn due(who: &Persona<'_>, kind: &str) -> Vec<Json> {
    told(who).await.iter().filter(|it| it["kind"] == kind).map(|it| it["dueAt"].clone()).collect()
}

/// Lets time pass until an hour within the day before an instant, and everything happen that is due then, twice.
async fn day_before(app: &TestApp, by: &Json) {
    let by = Timestamp::new(by.as_str().unwrap().parse().unwrap());
    app.clock.advance(by.utc() - app.clock.now().utc() - TimeDelta::hours(23));
    app.settle().await;
    app.settle().await;
}

/// Gives somebody a post at a school.
pub(super) async fn employ(who: &Persona<'_>, at: &SchoolOf<'_>) {
    let sql = "INSERT INTO employment (id, person_id, school_id, post, started_on) \
               VALUES (gen_random_uuid(), $1, $2, 'middle_leader', '2026-09-01')";
    who.app.write(sql, values![who.who().person.uuid(), at.id.uuid()]).await;
}

async fn agree_by(deal: &Deal<'_>, deployment: Id<Deployment>) -> Json {
    let document = "query($id: ID!) { deployment(id: $id) { agreeBy } }";
    deal.broker.ask(document, json!({"id": deployment.to_string()})).await.at("deployment.agreeBy").clone()
}

/// Writes terms with this settlement over those that stand in this version.
async fn draft(who: &Persona<'_>, deployment: Id<Deployment>, settlement: Json, version: i32) {
    let mut drafted = terms();
    drafted["settlement"] = settlement;
    let input = json!({"deployment": deployment.to_string(), "terms": drafted, "expectedVersion": version});
    who.ask(&act("draftTerms", "DraftTermsInput", "deployment"), json!({ "input": input })).await.done();
}

#[tokio::test]
async fn governors_and_trust_officers_hear_of_a_consent_when_it_is_asked_for_and_until_they_have_given_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS", "TRUST"], &["CHAIR_OF_GOVERNORS"]).await;
    let Consenting { governor, officer, payer } = deal.governed().await;
    let elsewhere = app.school("Far Away").await.somebody(Role::Governor).await;
    let deployment = deal.planned().await;
    app.settle().await;
    let by = agree_by(&deal, deployment).await;
    for who in [&governor, &officer, &deal.broker] {
        assert_eq!(due(who, "deployment.consent_asked").await.first(), Some(&by), "{:?}", who.role());
    }
    let sentence = "A consent is asked for: Ash Lane for Elm Park, “Reading”.";
    assert_eq!(told(&governor).await[0]["text"], sentence);
    for who in [&payer, &elsewhere, &deal.home_head, &deal.host_head] {
        assert!(due(who, "deployment.consent_asked").await.is_empty(), "nothing is paid yet: {:?}", who.role());
    }

    // What is paid asks those who pay; whoever was asked is not asked twice.
    draft(&deal.broker, deployment, json!({"kind": "DAY_RATE", "dayRate": 35_000}), 1).await;
    draft(&deal.broker, deployment, json!({"kind": "DAY_RATE", "dayRate": 36_000}), 2).await;
    app.settle().await;
    for who in [&governor, &officer, &payer] {
        assert_eq!(due(who, "deployment.consent_asked").await, from_ref(&by), "{:?}", who.role());
    }
    let give = act("giveConsent", "GiveConsentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "kind": "CHAIR_OF_GOVERNORS", "expectedVersion": 3});
    governor.ask(&give, json!({ "input": input })).await.done();
    day_before(&app, &by).await;
    for who in [&officer, &payer, &deal.broker] {
        assert_eq!(due(who, "deployment.consent_due").await, from_ref(&by), "{:?}", who.role());
    }
    for who in [&governor, &elsewhere] {
        assert!(due(who, "deployment.consent_due").await.is_empty(), "who has consented owes nothing");
    }
}

#[tokio::test]
async fn a_proposal_of_a_brokers_own_school_is_due_from_the_other_brokers_until_one_approves() {
    for approved in [false, true] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let (second, other) = (deal.alliance.broker().await, deal.alliance.broker().await);
        let operator = app.national(Role::Operator).await;
        employ(&deal.broker, &deal.host).await;
        employ(&other, &deal.home).await;
        let proposal = deal.proposed().await;
        app.settle().await;
        let document = "query($id: ID!) { proposal(id: $id) { respondBy } }";
        let answer = deal.broker.ask(document, json!({"id": proposal.to_string()})).await;
        let by = answer.at("proposal.respondBy").clone();
        assert_eq!(due(&second, "proposal.approval_asked").await, from_ref(&by));
        for nobody in [&deal.broker, &other, &deal.home_head, &operator] {
            assert!(due(nobody, "proposal.approval_asked").await.is_empty(), "{:?}", nobody.role());
        }
        if approved {
            let approve = act("approvePlacement", "ApprovePlacementInput", "proposal");
            second.ask(&approve, json!({"input": {"proposal": proposal.to_string()}})).await.done();
        }
        day_before(&app, &by).await;
        let reminded = if approved { vec![] } else { vec![by] };
        assert_eq!(due(&second, "proposal.approval_due").await, reminded, "{approved}");
        assert!(due(&other, "proposal.approval_due").await.is_empty());
    }
}

#[tokio::test]
async fn where_no_second_broker_is_the_operators_hear_of_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let operator = app.national(Role::Operator).await;
    employ(&deal.broker, &deal.host).await;
    deal.proposed().await;
    app.settle().await;
    assert_eq!(due(&operator, "proposal.approval_asked").await.len(), 1);
}

#[tokio::test]
async fn an_interest_and_a_waiver_are_due_from_a_broker_without_a_part_in_them() {
    for approved in [false, true] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let second = deal.alliance.broker().await;
        let deployment = deal.planned().await;
        let by = agree_by(&deal, deployment).await;
        deal.home_head.declare(deployment, &[]).await.done();
        app.settle().await;
        assert!(due(&second, "deployment.approval_asked").await.is_empty(), "nothing waits for a second broker");
        deal.host_head.declare(deployment, &["KINSHIP"]).await.done();
        app.settle().await;
        assert_eq!(due(&second, "deployment.approval_asked").await, from_ref(&by));
        assert!(due(&deal.broker, "deployment.approval_asked").await.is_empty(), "nobody approves what they proposed");
        if approved {
            second.step("approveOwnPlacement", deployment).await.done();
        }
        day_before(&app, &by).await;
        let reminded = if approved { vec![] } else { vec![by] };
        assert_eq!(due(&second, "deployment.approval_due").await, reminded, "{approved}");
        assert!(due(&deal.broker, "deployment.approval_due").await.is_empty());
    }

    let app = TestApp::start().await;
    let deal = app.deal().await;
    let second = deal.alliance.broker().await;
    let deployment = deal.planned().await;
    let by = agree_by(&deal, deployment).await;
    let waived = json!({"kind": "WAIVED", "payer": "Elm Park", "reason": "A first step together"});
    draft(&deal.broker, deployment, waived.clone(), 1).await;
    app.settle().await;
    assert_eq!(due(&second, "deployment.approval_asked").await, from_ref(&by));
    assert!(due(&deal.broker, "deployment.approval_asked").await.is_empty(), "nobody approves what they wrote");
    // Whoever wrote the first waiver may approve another one, which is asked for by itself.
    let theirs = json!({"kind": "WAIVED", "payer": "Elm Park", "reason": "A step that both shall take"});
    draft(&second, deployment, theirs, 2).await;
    app.settle().await;
    assert_eq!(due(&deal.broker, "deployment.approval_asked").await, from_ref(&by));
    draft(&deal.broker, deployment, waived, 3).await;
    app.settle().await;
    // Another waiver is approved anew.
    second.step("approveOwnPlacement", deployment).await.done();
    let other = json!({"kind": "WAIVED", "payer": "Ash Lane", "reason": "A second step together"});
    draft(&deal.host_head, deployment, other, 5).await;
    app.settle().await;
    assert_eq!(due(&second, "deployment.approval_asked").await, [by.clone(), by.clone(), by.clone()]);
    assert_eq!(due(&deal.broker, "deployment.approval_asked").await, [by.clone(), by.clone()], "a head wrote this one");
    day_before(&app, &by).await;
    for who in [&second, &deal.broker] {
        assert_eq!(due(who, "deployment.approval_due").await, from_ref(&by));
    }
}

#[tokio::test]
async fn terms_that_a_broker_signs_for_the_alliance_ask_for_every_word_that_terms_ask_for() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&[], &["CHAIR_OF_GOVERNORS"]).await;
    let (payer, second) = (deal.host.somebody(Role::Governor).await, deal.alliance.broker().await);
    let deployment = deal.planned().await;
    let by = agree_by(&deal, deployment).await;
    let mut stated = terms();
    stated["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000});
    deal.broker.agree_for_alliance(deployment, Some(stated.clone())).await.done();
    app.settle().await;
    assert_eq!(due(&payer, "deployment.consent_asked").await, from_ref(&by));
    stated["settlement"] = json!({"kind": "WAIVED", "payer": "Ash Lane", "reason": "A small school"});
    deal.broker.agree_for_alliance(deployment, Some(stated)).await.done();
    app.settle().await;
    assert_eq!(due(&second, "deployment.approval_asked").await, [by]);
}
