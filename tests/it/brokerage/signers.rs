//! Two people speak for two schools, and nobody gives a payment up alone.

use domain::Id;
use domain::access::{Acting, Role};
use domain::brokerage::{Deployment, Grant, Visit};
use domain::identity::Membership;
use lateral_tests::deal::{act, read, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

/// The same person as the head of a school beside what they are already.
async fn head_too<'a>(of: &Persona<'a>, school: &SchoolOf<'_>) -> Persona<'a> {
    let (person, membership) = (of.who().person, of.app.app.ids.next::<Membership>());
    let sql = "INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience) \
               VALUES ($1, $2, 'head', $3, 'active', $4, $4, ARRAY[$2, $3])";
    let row = values![membership.uuid(), person.uuid(), school.id.uuid(), of.app.clock.now().utc()];
    of.app.write(sql, row).await;
    Persona::acting(of.app, Acting { person, membership, role: Role::Head, school: Some(school.id), alliance: None })
}

fn settled(settlement: Json) -> Json {
    let mut it = terms();
    it["settlement"] = settlement;
    it
}

/// What is wrong with these terms, as code and field.
async fn refused(who: &Persona<'_>, deployment: Id<Deployment>, terms: Json) -> Vec<(String, String)> {
    who.agree(deployment, Some(terms)).await.refusals().into_iter().map(|no| (no.code, no.field)).collect()
}

#[tokio::test]
async fn one_head_of_both_schools_neither_accepts_nor_signs_nor_confirms_for_both() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let both = head_too(&deal.home_head, &deal.host).await;
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    assert_eq!(both.accept(proposal).await.refused().code, "ONE_HEAD_FOR_BOTH");
    deal.host_head.accept(proposal).await.done();
    let planned = deal.broker.asks("{ proposals(first: 1) { nodes { deployment { id } } } }").await;
    let deployment: Id<Deployment> = read(&planned.text("proposals.nodes.0.deployment.id"));
    deal.signed_by_one(deployment, terms()).await;
    assert_eq!(both.agree(deployment, None).await.refused().code, "ONE_HEAD_FOR_BOTH");
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let recorded = deal.home_head.record(deployment, 1).await;
    recorded.done();
    let visit: Id<Visit> = read(&recorded.text("recordVisit.visit.id"));
    assert_eq!(both.visit("confirmVisit", visit).await.refused().code, "OWN_VISIT");
    deal.host_head.visit("confirmVisit", visit).await.done();
    app.sound().await;
}

#[tokio::test]
async fn a_waiver_is_approved_by_a_broker_who_did_not_write_it_before_both_have_signed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let waived = json!({"kind": "WAIVED", "payer": "Elm Park", "reason": "A first step together"});
    let input = json!({"deployment": deployment.to_string(), "terms": settled(waived), "expectedVersion": 1});
    let document = act("draftTerms", "DraftTermsInput", "deployment");
    let second = deal.alliance.broker().await;
    deal.broker.ask(&document, json!({"input": input})).await.done();
    app.settle().await;
    let waits = async |who: &Persona<'_>| {
        let all = told(who).await;
        all.iter()
            .filter(|it| it["kind"] == "deployment.approval_asked")
            .map(|it| it["text"].clone())
            .collect::<Vec<_>>()
    };
    let sentence = "A second broker is asked to approve: Ash Lane for Elm Park, “Reading”.";
    assert_eq!(waits(&second).await, [sentence]);
    for other in [&deal.broker, &deal.home_head, &deal.host_head] {
        assert_eq!(waits(other).await, Vec::<Json>::new(), "who wrote it and who cannot approve it are not asked");
    }
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "WAIVER_UNAPPROVED");
    let of = "query($id: ID!) { deployment(id: $id) { needsApproval approved terms { settlement { kind reason } } } }";
    let seen = deal.host_head.ask(of, json!({"id": deployment.to_string()})).await;
    assert_eq!((seen.at("deployment.needsApproval"), seen.at("deployment.approved")), (&json!(true), &json!(false)));
    for (who, code) in [(&deal.broker, "SECOND_APPROVER_INVOLVED"), (&deal.host_head, "NOT_ALLOWED")] {
        assert_eq!(who.step("approveOwnPlacement", deployment).await.refused().code, code);
    }
    second.step("approveOwnPlacement", deployment).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert!(app.settle().await.events().contains(&"deployment.approved"));
    app.sound().await;
}

#[tokio::test]
async fn a_grant_has_a_price_and_is_referred_to_where_it_is_kept_and_a_subscription_says_to_what() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let open =
        "mutation($input: OpenGrantInput!) { openGrant(input: $input) { grant { id } userErrors { code field } } }";
    let application = json!({"member": "NETWORK", "stage": "RUNNING", "focus": "OTHER", "partners": ["UNIVERSITY"],
        "schools": vec![json!({"phase": "PRIMARY"}); 6]});
    let input = json!({"programme": "networked-learning-communities", "school": deal.host.gid(),
        "startsOn": "2003-09-01", "application": application});
    let old = deal.broker.ask(open, json!({"input": input})).await.text("openGrant.grant.id");
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    let told = |list: &[(&str, &str)]| {
        list.iter().map(|(code, field)| ((*code).to_owned(), (*field).to_owned())).collect::<Vec<_>>()
    };
    let no = async |settlement: Json| refused(&deal.host_head, deployment, settled(settlement)).await;
    let bare = [("SETTLEMENT_INCOMPLETE", "settlement.payer"), ("SETTLEMENT_INCOMPLETE", "settlement.dayRate")];
    assert_eq!(no(json!({"kind": "GRANT"})).await, told(&bare));
    let named = json!({"kind": "GRANT", "dayRate": 35000, "payer": "Networked-Learning-Communities"});
    assert_eq!(no(named).await, told(&[("GRANT_UNREFERENCED", "settlement.grant")]));
    let kept = |id: &str| json!({"kind": "GRANT", "dayRate": 35000, "grant": id});
    assert_eq!(no(kept(&old)).await, told(&[("SETTLEMENT_OUTSIDE", "settlement.grant")]), "its years are over");
    let unknown = app.app.ids.next::<Grant>().to_string();
    assert_eq!(no(kept(&unknown)).await, told(&[("NOT_FOUND", "settlement.grant")]));
    let of_others = deal.home_head.agree(deployment, Some(settled(kept(&old)))).await.refused();
    assert_eq!(of_others.code, "NOT_FOUND", "who may not read the grant does not hear of it");

    let subscribed = |until: &str| json!({"kind": "SUBSCRIPTION", "subscription": {"programme": "Core offer", "startsOn": "2026-09-01", "endsOn": until}});
    assert_eq!(
        no(json!({"kind": "SUBSCRIPTION"})).await,
        told(&[("SETTLEMENT_INCOMPLETE", "settlement.subscription")])
    );
    assert_eq!(no(subscribed("2026-10-31")).await, told(&[("SETTLEMENT_OUTSIDE", "settlement.subscription")]));
    deal.host_head.agree(deployment, Some(settled(subscribed("2027-08-31")))).await.done();
    let asked = "query($id: ID!) { deployment(id: $id) { terms { settlement { grant { id } \
                 subscription { programme startsOn endsOn } } } } }";
    let seen = deal.home_head.ask(asked, json!({"id": deployment.to_string()})).await;
    let shown = json!({"programme": "Core offer", "startsOn": "2026-09-01", "endsOn": "2027-08-31"});
    assert_eq!(seen.at("deployment.terms.settlement.subscription"), &shown);

    // As if it had been opened for this year.
    app.write("UPDATE programme_grant SET starts_on = '2026-09-01'", values![]).await;
    let matched = json!({"grant": old, "number": 1, "amount": 5_000_000, "evidence": "The authority's letter"});
    deal.broker.grant("evidenceMatch", matched).await.done();
    deal.released(&old, 1).await;
    deal.host_head.agree(deployment, Some(settled(kept(&old)))).await.done();
    for (who, grant) in [(&deal.broker, json!({"id": old})), (&deal.home_head, Json::Null)] {
        let seen = who.ask(asked, json!({"id": deployment.to_string()})).await;
        assert_eq!(seen.at("deployment.terms.settlement.grant"), &grant, "{:?}", who.role());
    }
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}
