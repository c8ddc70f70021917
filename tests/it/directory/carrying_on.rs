//! What carries on under a school's new number although it is done: visits to confirm, reviews, evaluations, statements,
//! consents and grants.

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::{Deployment, Visit};
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::grant::paid_by;
use lateral_tests::register::{HEADER, open_schools};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// A deployment of four half-days at 350 pounds a day, of which the alliance keeps fifty.
async fn paid(deal: &Deal<'_>) -> Id<Deployment> {
    let deployment = deal.planned().await;
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 5_000});
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

/// A school becomes an academy: the register closes it and names another as its only successor.
pub async fn converts<'a>(app: &'a TestApp, school: &SchoolOf<'_>, name: &str) -> SchoolOf<'a> {
    let academy = app.school(name).await;
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
    app.write(link, values![school.urn, academy.urn]).await;
    school.closes().await;
    app.import_part(format!("{HEADER}{}", open_schools(100_000..100_001))).await.unwrap();
    academy
}

/// What a school's statement of November says of one side: the half-days, what is paid and what the school that gives gets.
async fn statement(who: &Persona<'_>, school: &SchoolOf<'_>, side: &str) -> Json {
    let document = format!(
        "{{ school(urn: \"{}\") {{ statement(month: \"2026-11-01\", side: {side}) {{ \
         total {{ halfDays price {{ gross net }} }} }} }} }}",
        school.urn
    );
    let answer = who.asks(&document).await;
    let total = answer.at("school.statement.total");
    if total.is_null() {
        Json::Null
    } else {
        json!([total["halfDays"], total["price"]["gross"], total["price"]["net"]])
    }
}

async fn confirmed(deal: &Deal<'_>, head: &Persona<'_>, visit: Id<Visit>) {
    deal.app.clock.advance(TimeDelta::hours(1));
    head.visit("confirmVisit", visit).await.done();
}

#[tokio::test]
async fn an_academy_confirms_reviews_and_evaluates_what_was_done_before_it_was_one() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = paid(&deal).await;
    let first = deal.recorded(deployment, 1).await;
    confirmed(&deal, &deal.host_head, first).await;
    app.clock.advance(TimeDelta::days(1));
    let second = deal.recorded(deployment, 1).await;
    deal.host_head.step("completeDeployment", deployment).await.done();

    let academy = converts(&app, &deal.host, "Elm Park Academy").await;
    let head = academy.head().await;
    let host = "query($id: ID!) { deployment(id: $id) { status host { id } } }";
    let seen = head.ask(host, json!({"id": deployment.to_string()})).await;
    assert_eq!(seen.at("deployment"), &json!({"status": "COMPLETED", "host": {"id": academy.gid()}}));
    head.visit("confirmVisit", second).await.done();
    assert_eq!(head.visit("confirmVisit", second).await.refused().code, "STEP_NOT_OPEN", "it is charged once");
    let charged = "SELECT count(*) AS number FROM charge WHERE visit_id = $1";
    assert_eq!(app.number(charged, second.uuid()).await, 1);
    let host = "SELECT count(*) AS number FROM charge WHERE host_id = $1";
    for school in [&deal.host, &academy] {
        assert_eq!(app.number(host, school.id.uuid()).await, 1, "what was charged stays as it was");
    }
    head.final_review(deployment, json!({})).await.done();
    deal.specialist.persona.self_evaluation(deployment).await.done();
    head.evaluate(deployment).await.done();
    let opened = deal.home_head.evaluate(deployment).await;
    assert_eq!(opened.text("submitEvaluation.evaluation.deployment.status"), "EVALUATED");

    // The whole month is read under either number, by whoever leads the school now.
    assert_eq!(statement(&head, &academy, "HOST").await, json!([2, 35_000, 30_000]));
    assert_eq!(statement(&head, &deal.host, "HOST").await, json!([1, 17_500, 15_000]));
    assert_eq!(statement(&deal.home_head, &deal.home, "HOME").await, json!([2, 35_000, 30_000]));
    let coordinator = academy.somebody(Role::Coordinator).await;
    assert_eq!(statement(&coordinator, &deal.host, "HOST").await, json!([1, 17_500, 15_000]));
    for other in [&deal.home_head, &academy.somebody(Role::Governor).await, &deal.broker, &app.stranger()] {
        for school in [&deal.host, &academy] {
            assert_eq!(statement(other, school, "HOST").await, Json::Null, "{:?}", other.role());
        }
    }
    // What is taken back is taken from whoever was charged, and the sum is right under the new number.
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": first.to_string(), "reason": "It did not happen"}});
    head.ask(&reverse, why).await.done();
    assert_eq!(statement(&head, &academy, "HOST").await, json!([1, 17_500, 15_000]));
    assert_eq!(statement(&head, &deal.host, "HOST").await, json!([0, 0, 0]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn stopped_work_passes_on_while_a_visit_of_it_waits_and_no_longer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input =
        json!({"input": {"deployment": deployment.to_string(), "code": "SCHOOL_CHANGED", "reason": "A new head"}});
    deal.broker.ask(&stop, input).await.done();
    let academy = converts(&app, &deal.home, "Ash Lane Academy").await;
    let home = "SELECT count(*) AS number FROM deployment WHERE home_id = $1";
    assert_eq!(app.number(home, academy.id.uuid()).await, 1);
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(academy.head().await.standing(&academy).await, Some([1, 0, 0, 0, 1]));
    let next = converts(&app, &academy, "Ash Lane Trust School").await;
    assert_eq!(app.number(home, next.id.uuid()).await, 0, "it is over, and stays where it was");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_visit_that_is_disputed_is_still_confirmed_by_whoever_took_the_schools_place() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    let dispute = act("disputeVisit", "DisputeVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "OTHER_DAY",
        "words": "It was the day before.", "expectedVersion": 1}});
    deal.host_head.ask(&dispute, why).await.done();
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input =
        json!({"input": {"deployment": deployment.to_string(), "code": "SCHOOL_CHANGED", "reason": "A new head"}});
    deal.broker.ask(&stop, input).await.done();
    let academy = converts(&app, &deal.host, "Elm Park Academy").await;
    let head = academy.head().await;
    head.visit("confirmVisit", visit).await.done();
    assert_eq!(head.standing(&academy).await, Some([0, 1, 0, 0, -1]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn two_schools_that_became_one_keep_between_them_what_they_did_and_search_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 1).await;
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input =
        json!({"input": {"deployment": deployment.to_string(), "code": "SCHOOL_CHANGED", "reason": "They merge"}});
    deal.broker.ask(&stop, input).await.done();
    let merged = app.school("Ash and Elm").await;
    for old in [&deal.home, &deal.host] {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_merged')";
        app.write(link, values![old.urn, merged.urn]).await;
        old.closes().await;
    }
    app.import_part(format!("{HEADER}{}", open_schools(100_000..100_001))).await.unwrap();
    assert_eq!(app.count(&format!("support_request WHERE school_id = '{}'", merged.id.uuid())).await, 1);
    let between =
        format!("deployment WHERE (home_id, host_id) = ('{}', '{}')", deal.home.id.uuid(), deal.host.id.uuid());
    assert_eq!(app.count(&between).await, 1);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn consents_stand_and_a_grant_is_paid_under_the_new_number() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS"], &[]).await;
    let deployment = deal.planned().await;
    let governor = deal.home.somebody(Role::Governor).await;
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    let invited = app.alliance("The Frome Alliance", &app.school("Fir Hill").await, &[]).await;
    let invite = "mutation($id: ID!) { inviteSchool(input: {school: $id}) { userErrors { code } } }";
    invited.broker().await.ask(invite, json!({"id": deal.home.gid()})).await.done();
    let open = "mutation($input: OpenGrantInput!) { openGrant(input: $input) { grant { id } userErrors { code } } }";
    let input = json!({
        "programme": "networked-learning-communities", "school": deal.home.gid(), "startsOn": "2003-09-01",
        "application": {
            "member": "NETWORK", "stage": "RUNNING", "focus": "OTHER", "partners": ["UNIVERSITY"],
            "schools": vec![json!({"phase": "PRIMARY"}); 6],
        },
    });
    let grant = deal.broker.ask(open, json!({"input": input})).await.text("openGrant.grant.id");
    let days = "INSERT INTO half_term_days SELECT $1, NULL, 20262, '2026-11-04', '2026-12-18', $2, $3";
    let (person, now) = (deal.home_head.who().person.uuid(), app.clock.now().utc());
    app.write(days, values![deal.home.id.uuid(), person, now]).await;

    let academy = converts(&app, &deal.home, "Ash Lane Academy").await;
    let head = academy.head().await;
    let asked =
        "query($id: ID!, $grant: ID!) { deployment(id: $id) { consents { kind status } consentsAsked { given } }
        node(id: $grant) { ... on Grant { school { id } years { status } } } }";
    let seen = head.ask(asked, json!({"id": deployment.to_string(), "grant": grant})).await;
    assert_eq!(seen.at("deployment.consentsAsked"), &json!([{"given": true}]));
    assert_eq!(seen.at("deployment.consents"), &json!([{"kind": "CHAIR_OF_GOVERNORS", "status": "GIVEN"}]));
    assert_eq!(seen.at("node.school.id"), &json!(academy.gid()));
    let number = |name: &str, amount: Option<i64>| {
        let more = amount.map(|amount| format!(", amount: {amount}, evidence: \"A letter\"")).unwrap_or_default();
        format!("mutation {{ {name}(input: {{grant: \"{grant}\", number: 1{more}}}) {{ userErrors {{ code }} }} }}")
    };
    deal.broker.asks(&number("evidenceMatch", Some(5_000_000))).await.done();
    deal.broker.asks(&number("releaseGrantYear", None)).await.done();
    let seen = head.ask(asked, json!({"id": deployment.to_string(), "grant": grant})).await;
    assert_eq!(seen.at("node.years.0.status"), "RELEASED");
    assert_eq!(app.count(&format!("half_term_days WHERE school_id = '{}'", academy.id.uuid())).await, 1);
    let waits = format!("alliance_invitation WHERE school_id = '{}' AND status = 'invited'", academy.id.uuid());
    assert_eq!(app.count(&waits).await, 1, "what an alliance asked, the successor answers");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_left_of_a_grant_pays_for_the_school_under_its_new_number() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let grant = deal.granted(&deal.host, "2025-09-01").await;
    deal.released(&grant, 1).await;
    deal.released(&grant, 2).await;
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    deal.host_head.agree(deployment, Some(paid_by(&grant, 30_000))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    let academy = converts(&app, &deal.host, "Elm Park Academy").await;
    let head = academy.head().await;
    confirmed(&deal, &head, visit).await;
    let asked = "query($id: ID!) { node(id: $id) { ... on Grant { school { id } years { left } } } }";
    let seen = head.ask(asked, json!({"id": grant})).await;
    let left = json!({"school": {"id": academy.gid()}, "years": [{"left": 60_000}, {"left": 45_000}]});
    assert_eq!(seen.at("node"), &left);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_a_school_paid_of_a_joint_commission_is_read_under_either_number() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    let answer = json!({"commission": id, "backs": true});
    oak.head().await.commission("answerCommission", answer).await.done();
    let deployment = paid(&deal).await;
    let visit = deal.recorded(deployment, 1).await;
    confirmed(&deal, &deal.host_head, visit).await;
    let academy = converts(&app, &oak, "Oak Hill Academy").await;
    let total = async |who: &Persona<'_>, school: &SchoolOf<'_>| {
        let document = format!(
            "{{ school(urn: \"{}\") {{ commissionStatement(month: \"2026-11-01\") {{ total }} }} }}",
            school.urn
        );
        who.asks(&document).await.at("school.commissionStatement").clone()
    };
    let head = academy.head().await;
    for school in [&oak, &academy] {
        assert_eq!(total(&head, school).await, json!({"total": 8_750}));
        assert_eq!(total(&deal.host_head, school).await, Json::Null);
    }
    app.settle().await;
    app.sound().await;
}
