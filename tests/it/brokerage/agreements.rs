//! What an agreement stands on: the alliance's signature, consents to the terms that stand, interests that are not talked away,
//! and days that are still to come.

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::terms::terms_between;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// The deployment as a broker reads it.
async fn read(deal: &Deal<'_>, deployment: Id<Deployment>, fields: &str) -> Json {
    let document = format!("query($id: ID!) {{ deployment(id: $id) {{ {fields} }} }}");
    deal.broker.ask(&document, json!({"id": deployment.to_string()})).await.at("deployment").clone()
}

/// Terms by which a day costs so many pence, and nobody is said to pay it but these.
fn paid(day: i64, payers: Json) -> Json {
    let mut it = terms();
    it["settlement"] = json!({"kind": "DAY_RATE", "dayRate": day, "brokerage": 0, "payers": payers});
    it
}

/// Why the table refuses a change of the deployment.
async fn kept_by(deal: &Deal<'_>, deployment: Id<Deployment>, change: &str) -> String {
    let sql = format!("UPDATE deployment SET {change} WHERE id = $1");
    let no = deal.app.owner.run(&sql, values![deployment.uuid()]).await.expect_err(change);
    no.constraint().unwrap_or_default().to_owned()
}

async fn heard(who: &Persona<'_>, kind: &str) -> usize {
    let answer = who.asks("{ viewer { notifications(first: 50) { nodes { kind } } } }").await;
    let nodes = answer.at("viewer.notifications.nodes").as_array().unwrap();
    nodes.iter().filter(|it| it["kind"] == kind).count()
}

#[tokio::test]
async fn the_alliance_is_a_party_and_two_heads_do_not_spend_its_money() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    let dear = paid(1_000_000, json!([{"by": "ALLIANCE", "part": 10_000}]));
    deal.home_head.agree(deployment, Some(dear.clone())).await.done();
    let four = "terms = jsonb_set(terms, '{outcomes}', jsonb_build_array(terms #> '{outcomes,0}', 2, 3, 4))";
    assert_eq!(kept_by(&deal, deployment, four).await, "deployment_fourth_has_its_reason");
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "ALLIANCE_UNSIGNED");
    app.settle().await;
    assert_eq!(heard(&deal.broker, "deployment.drafted").await, 1, "what is owed is told to the brokers");

    let far = app.school("Far Away").await;
    let elsewhere = app.alliance("The Exe Alliance", &far, &[]).await.broker().await;
    for (who, code) in [
        (&deal.home_head, "NOT_ALLOWED"),
        (&deal.host_head, "NOT_ALLOWED"),
        (&deal.specialist.persona, "NOT_ALLOWED"),
        (&elsewhere, "NOT_FOUND"),
    ] {
        assert_eq!(who.agree_for_alliance(deployment, None).await.refused().code, code, "{:?}", who.role());
    }
    let involved = deal.alliance.broker().await;
    let post = "INSERT INTO employment (id, person_id, school_id, post, started_on) \
                VALUES (gen_random_uuid(), $1, $2, 'middle_leader', '2026-09-01')";
    app.write(post, values![involved.who().person.uuid(), deal.host.id.uuid()]).await;
    let no = involved.agree_for_alliance(deployment, None).await.refused();
    assert_eq!(no.code, "ALLIANCE_SIGNER_INVOLVED");
    let stale = act("agreeForAlliance", "AgreeForAllianceInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "expectedVersion": 1});
    assert_eq!(deal.broker.ask(&stale, json!({ "input": input })).await.refused().code, "VERSION_STALE");

    // The broker states other terms and signs them in one act: the head who had signed the others signs anew.
    deal.broker.agree_for_alliance(deployment, Some(paid(35_000, json!([])))).await.done();
    let fields = "homeAgreedAt allianceAgreedAt needsAlliance";
    let seen = read(&deal, deployment, fields).await;
    assert!(seen["homeAgreedAt"].is_null() && seen["allianceAgreedAt"].is_string(), "{seen}");
    assert_eq!(seen["needsAlliance"], true);
    // And whoever changes them again takes its signature off.
    deal.host_head.agree(deployment, Some(dear)).await.done();
    assert!(read(&deal, deployment, fields).await["allianceAgreedAt"].is_null());
    assert_eq!(deal.home_head.agree(deployment, None).await.refused().code, "ALLIANCE_UNSIGNED");
    deal.host_head.agree(deployment, Some(paid(35_000, json!([])))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(read(&deal, deployment, "status").await["status"], "AGREED");

    for (change, constraint) in [
        ("alliance_agreed_at = NULL, alliance_agreed_by = NULL", "deployment_signed_for_alliance"),
        ("alliance_agreed_by = NULL", "deployment_signed_for_alliance_by_somebody"),
        ("alliance_agreed_by = host_agreed_by", "deployment_signed_for_alliance_by_a_third"),
        ("alliance_agreed_at = agreed_at + interval '1 day'", "deployment_signed_for_alliance_in_time"),
        ("drafted_at = agreed_at + interval '1 day'", "deployment_signed_these_terms"),
        ("drafted_by = NULL", "deployment_drafted_by_somebody"),
    ] {
        assert_eq!(kept_by(&deal, deployment, change).await, constraint, "{change}");
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_consent_is_given_to_the_terms_that_stand_and_to_no_others() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&[], &["CHAIR_OF_GOVERNORS"]).await;
    let governor = deal.host.somebody(Role::Governor).await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, paid(35_000, json!([]))).await;
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    // The same terms said again leave it as it is.
    deal.home_head.agree(deployment, Some(paid(35_000, json!([])))).await.done();
    let asked = "consents { status } consentsAsked { given }";
    let given = json!({"consents": [{"status": "GIVEN"}], "consentsAsked": [{"given": true}]});
    assert_eq!(read(&deal, deployment, asked).await, given);
    app.settle().await;

    deal.home_head.agree(deployment, Some(paid(1_000_000, json!([])))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    let ended = json!({"consents": [{"status": "ENDED"}], "consentsAsked": [{"given": false}]});
    assert_eq!(read(&deal, deployment, asked).await, ended);
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "CONSENT_MISSING");
    let told = app.settle().await;
    assert_eq!(
        told.events(),
        [
            "deployment.drafted",
            "consent.outdated",
            "deployment.consent_asked",
            "deployment.signed",
            "deployment.alliance_signed"
        ]
    );
    assert_eq!(heard(&governor, "consent.outdated").await, 1, "who consented is asked anew");
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    let late = "drafted_at = drafted_at + interval '1 day', home_agreed_at = NULL, home_agreed_by = NULL, \
                alliance_agreed_at = NULL, alliance_agreed_by = NULL";
    assert_eq!(kept_by(&deal, deployment, late).await, "deployment_ends_consents");
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn an_interest_that_is_taken_back_still_waits_for_a_second_broker() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    app.settle().await;
    let before = heard(&deal.host_head, "conflict.declared").await;
    deal.home_head.declare(deployment, &["KINSHIP"]).await.done();
    app.settle().await;
    assert_eq!(heard(&deal.host_head, "conflict.declared").await, before + 1, "the other head's signature fell");
    deal.home_head.agree(deployment, None).await.done();
    deal.home_head.declare(deployment, &[]).await.done();
    let seen = read(&deal, deployment, "needsApproval homeAgreedAt declarations { side interests }").await;
    assert_eq!((&seen["needsApproval"], &seen["homeAgreedAt"]), (&json!(true), &Json::Null), "{seen}");
    assert!(seen["declarations"].as_array().unwrap().contains(&json!({"side": "HOME", "interests": []})), "{seen}");
    deal.home_head.agree(deployment, None).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "SECOND_APPROVAL_MISSING");
    assert_eq!(kept_by(&deal, deployment, "home_interest = false").await, "deployment_interest_stands");
    deal.alliance.broker().await.step("approveOwnPlacement", deployment).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn nothing_begins_before_its_first_day_and_nothing_that_is_over_is_signed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms_between("2026-11-12", "2026-11-13")).await;
    app.settle().await;
    app.clock.advance(TimeDelta::days(5));
    let over = [deal.host_head.agree(deployment, None).await, deal.broker.agree_for_alliance(deployment, None).await];
    for no in over.map(|it| it.refused()) {
        assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_PASSED", "endsOn"));
    }
    deal.home_head.agree(deployment, Some(terms_between("2026-11-16", "2027-03-25"))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!(kept_by(&deal, deployment, "ends_on = '2026-11-13'").await, "deployment_agreed_before_it_is_over");
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "WORK_AHEAD");
    app.clock.advance(TimeDelta::days(2));
    deal.host_head.step("startDeployment", deployment).await.done();
    let first = "terms = jsonb_set(terms, '{starts_on}', '\"2026-11-17\"')";
    assert_eq!(kept_by(&deal, deployment, first).await, "deployment_starts_with_its_terms");
    let record = act("recordVisit", "RecordVisitInput", "visit");
    let input = json!({"deployment": deployment.to_string(), "visitedOn": "2026-11-15", "mode": "IN_PERSON",
        "halfDays": 1, "note": "Watched two lessons."});
    let no = deal.specialist.persona.ask(&record, json!({ "input": input })).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("VISIT_OUTSIDE", "visitedOn"));
    app.settle().await;
    app.sound().await;
}
