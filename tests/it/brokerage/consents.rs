//! Whose consent an agreement needs beside the two signatures, by what the alliance has settled (DOMAIN B23).

use domain::access::Role;
use domain::brokerage::Deployment;
use domain::{Id, Word};
use lateral_tests::consent::Consenting;
use lateral_tests::deal::{act, terms};
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::json;

async fn withhold(who: &Persona<'_>, deployment: Id<Deployment>, kind: &str) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "kind": kind, "reason": "Not before the inspection"});
    who.ask(&act("withholdConsent", "WithholdConsentInput", "deployment"), json!({"input": input})).await
}

#[tokio::test]
async fn nothing_is_agreed_or_begun_without_the_consents_that_the_alliance_asks_for() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS", "TRUST"], &["CHAIR_OF_GOVERNORS"]).await;
    let Consenting { governor, officer, payer } = deal.governed().await;
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35000});
    deal.signed_by_one(deployment, paid).await;
    let asked = "query($id: ID!) { deployment(id: $id) { consents { side kind status reason }
        consentsAsked { side kind given } } }";
    let id = json!({"id": deployment.to_string()});
    let agree = async || deal.host_head.agree(deployment, None).await;
    for (who, kind) in [(&governor, "CHAIR_OF_GOVERNORS"), (&officer, "TRUST"), (&payer, "CHAIR_OF_GOVERNORS")] {
        let no = agree().await.refused();
        assert_eq!(no.code, "CONSENT_MISSING", "{}", no.message);
        for other in [&deal.home_head, &deal.broker, &deal.specialist.persona] {
            let no = other.consents(deployment, kind).await.refused();
            assert_eq!(no.code, "NOT_YOURS_TO_CONSENT", "{:?}", other.role());
        }
        who.consents(deployment, kind).await.done();
        assert_eq!(who.consents(deployment, kind).await.refused().code, "CONSENT_UNCHANGED");
    }
    let elsewhere = app.school("Far Away").await.somebody(Role::Governor).await;
    assert_eq!(elsewhere.consents(deployment, "CHAIR_OF_GOVERNORS").await.refused().code, "NOT_FOUND");
    agree().await.done();

    // Until work begins it may be taken back, and nothing begins without it.
    withhold(&governor, deployment, "CHAIR_OF_GOVERNORS").await.done();
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "CONSENT_MISSING");
    let seen = deal.broker.ask(asked, id.clone()).await;
    let back = json!({"side": "HOME", "kind": "CHAIR_OF_GOVERNORS", "status": "WITHHELD",
                      "reason": "Not before the inspection"});
    assert!(seen.at("deployment.consents").as_array().unwrap().contains(&back), "{}", seen.0);
    let missing = json!({"side": "HOME", "kind": "CHAIR_OF_GOVERNORS", "given": false});
    assert!(seen.at("deployment.consentsAsked").as_array().unwrap().contains(&missing), "{}", seen.0);
    let lent = deal.specialist.persona.ask(asked, id).await;
    assert_eq!(lent.at("deployment"), &json!({"consents": [], "consentsAsked": []}), "not the specialist's to read");
    // What the alliance settles later asks nothing more of what is agreed.
    deal.asks_consents(&[], &[]).await;
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    assert_eq!(withhold(&governor, deployment, "CHAIR_OF_GOVERNORS").await.refused().code, "STEP_NOT_OPEN");
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|name| name.starts_with("consent.")).count(), 5);
    app.sound().await;
}

#[tokio::test]
async fn those_who_consent_are_asked_in_by_a_broker_and_edit_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let invite =
        "mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { code field message } } }";
    let input = |role: &str| {
        json!({"input": {"name": "Ann", "email": format!("{role}@example.org"), "role": role,
                                              "school": deal.home.gid()}})
    };
    for role in ["GOVERNOR", "TRUST_OFFICER"] {
        assert_eq!(deal.home_head.ask(invite, input(role)).await.refused().code, "NOT_ALLOWED");
        deal.broker.ask(invite, input(role)).await.done();
    }
    let proposal = deal.proposed().await;
    for role in [Role::Governor, Role::TrustOfficer] {
        let who = deal.home.somebody(role).await;
        assert_eq!(who.accept(proposal).await.refused().code, "NOT_YOURS_TO_ACCEPT", "{}", role.as_str());
        let seen = who.asks("{ proposals(first: 1) { nodes { id } } }").await;
        assert_eq!(seen.text("proposals.nodes.0.id"), proposal.to_string(), "{} reads", role.as_str());
    }
    app.settle().await;
}
