//! Who speaks for a head who applies, and that nobody decides about the people of their own school.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::{Deal, act};
use lateral_tests::designation::findings;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// The specialist of the deal leads the school, and applies to be a local leader; gives the designation's id.
async fn head_applies(deal: &Deal<'_>) -> String {
    let sql = "UPDATE specialist SET post = 'headteacher' WHERE id = $1";
    deal.app.write(sql, values![deal.specialist.id.uuid()]).await;
    let maya = &deal.specialist.persona;
    let maths = maya.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let input = json!({
        "scheme": "LLE", "alliance": deal.alliance.id.to_string(), "specialisms": [maths.at("expertise.id")],
        "evidence": "Four years of results.", "leadershipMonths": 48,
    });
    let document = act("applyForDesignation", "ApplyForDesignationInput", "designation");
    let applied = maya.ask(&document, json!({"input": input})).await;
    applied.done();
    deal.app.settle().await;
    applied.text("applyForDesignation.designation.id")
}

async fn speaks(who: &Persona<'_>, id: &str) -> Answer {
    let said = json!({"text": "The chair writes: leads well.", "releases": true});
    who.designation("referenceDesignation", "ReferenceDesignationInput", id, said).await
}

async fn designates(who: &Persona<'_>, id: &str) -> Answer {
    who.designation("designate", "DesignateInput", id, json!({"until": "2027-08-31"})).await
}

async fn reasoned(who: &Persona<'_>, verb: &str, id: &str) -> Answer {
    who.designation(verb, "DesignationReasonInput", id, json!({"reason": "For a reason"})).await
}

/// A new assessor finds that every criterion of a local leader is met.
async fn is_judged(deal: &Deal<'_>, id: &str) {
    is_judged_by(&deal.alliance.somebody(Role::QaAssessor).await, id).await;
}

async fn is_judged_by(assessor: &Persona<'_>, id: &str) {
    let met = |it: &str| json!({"criterion": it, "met": true, "evidence": "Seen on a visit."});
    let found: Json = ["outcomes", "impact", "staff"].map(met).into_iter().collect();
    assessor.designation("assessDesignation", "AssessDesignationInput", id, json!({"findings": found})).await.done();
}

/// How often each of these was told of something.
async fn told<const N: usize>(kind: &str, who: [&Persona<'_>; N]) -> Vec<i64> {
    let sql = format!("SELECT count(*) AS number FROM notification WHERE person_id = $1 AND kind = '{kind}'");
    let mut times = Vec::new();
    for who in who {
        times.push(who.app.number(&sql, who.who().person.uuid()).await);
    }
    times
}

async fn waits(who: &Persona<'_>, id: &str) -> bool {
    let answer = who.asks("{ viewer { designationsWaiting(first: 5) { nodes { id } } } }").await;
    answer.at("viewer.designationsWaiting.nodes").as_array().unwrap().iter().any(|it| it["id"] == id)
}

/// A broker of the alliance with a post at the school that gives.
async fn involved<'a>(deal: &Deal<'a>) -> Persona<'a> {
    let broker = deal.alliance.broker().await;
    let sql = "INSERT INTO employment VALUES ($1, $2, $3, 'Teacher', '2020-09-01')";
    deal.app.write(sql, values![deal.app.app.ids.uuid(), broker.who().person.uuid(), deal.home.id.uuid()]).await;
    broker
}

#[tokio::test]
async fn while_a_school_has_no_governors_here_a_broker_speaks_for_its_head_and_another_designates() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = head_applies(&deal).await;
    assert_eq!(told("designation.applied", [&deal.broker, &deal.home_head, &deal.specialist.persona]).await, [1, 0, 0]);
    assert!(waits(&deal.broker, &id).await && !waits(&deal.home_head, &id).await);
    assert_eq!(speaks(&deal.home_head, &id).await.refused().code, "NOT_ALLOWED");
    // Somebody who leads the school and is among its governors too is not their own chair.
    super::moving::joins(&app, &deal.specialist.persona, &deal.home, "governor").await;
    speaks(&deal.broker, &id).await.done();
    is_judged(&deal, &id).await;
    assert_eq!(designates(&deal.broker, &id).await.refused().code, "DESIGNATOR_REFERRED");
    designates(&deal.alliance.broker().await, &id).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_governors_speak_for_the_head_of_their_school_and_for_nobody_else_of_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (governor, elsewhere) = (deal.home.somebody(Role::Governor).await, deal.host.somebody(Role::Governor).await);
    let id = head_applies(&deal).await;
    assert_eq!(told("designation.applied", [&governor, &deal.broker, &elsewhere]).await, [1, 1, 0]);
    assert!(waits(&governor, &id).await && !waits(&elsewhere, &id).await);
    assert!(!waits(&deal.broker, &id).await, "a broker is told of it, and enters nothing while governors may speak");
    assert_eq!(speaks(&deal.broker, &id).await.refused().code, "NOT_ALLOWED");
    assert_eq!(speaks(&elsewhere, &id).await.refused().code, "NOT_FOUND");
    speaks(&governor, &id).await.done();
    is_judged(&deal, &id).await;
    designates(&deal.broker, &id).await.done();

    let sql = "UPDATE specialist SET post = 'senior_leader' WHERE id = $1";
    app.write(sql, values![deal.specialist.id.uuid()]).await;
    let applied = deal.specialist.persona.apply(&deal.alliance).await.text("applyForDesignation.designation.id");
    assert_eq!(speaks(&governor, &applied).await.refused().code, "NOT_FOUND");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_broker_with_a_post_at_the_home_school_has_no_part_in_a_designation() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let broker = involved(&deal).await;
    let code = "DESIGNATOR_INVOLVED";
    let maths = broker.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let input = json!({
        "specialist": deal.specialist.id.to_string(), "scheme": "AST", "alliance": deal.alliance.id.to_string(),
        "issuer": "National College", "since": "2011-09-01", "until": "2029-08-31",
        "specialisms": [maths.at("expertise.id")], "evidence": "The letter was seen.",
    });
    let record = act("recordDesignation", "RecordDesignationInput", "designation");
    assert_eq!(broker.ask(&record, json!({"input": input})).await.refused().code, code);

    let id = deal.referenced().await;
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    let found = json!({"findings": findings(true)});
    assessor.designation("assessDesignation", "AssessDesignationInput", &id, found).await.done();
    assert_eq!(designates(&broker, &id).await.refused().code, code);
    assert_eq!(reasoned(&broker, "declineDesignation", &id).await.refused().code, code);
    designates(&deal.broker, &id).await.done();
    assert_eq!(reasoned(&broker, "suspendDesignation", &id).await.refused().code, code);
    assert_eq!(reasoned(&broker, "withdrawDesignation", &id).await.refused().code, code);
    reasoned(&deal.broker, "suspendDesignation", &id).await.done();
    let again = broker.designation("reinstateDesignation", "DesignationInput", &id, json!({})).await;
    assert_eq!(again.refused().code, code);
    app.settle().await;
}

#[tokio::test]
async fn nothing_waits_for_whoever_may_not_do_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (bound, assessor) = (involved(&deal).await, deal.alliance.somebody(Role::QaAssessor).await);
    let governor = deal.home.somebody(Role::Governor).await;
    let id = head_applies(&deal).await;
    assert!(!waits(&deal.broker, &id).await && !waits(&bound, &id).await);
    // A governor who may not act just now speaks for nobody.
    let suspend = "UPDATE person SET suspended_at = $2 WHERE id = $1";
    app.write(suspend, values![governor.who().person.uuid(), app.clock.now().utc()]).await;
    assert!(waits(&deal.broker, &id).await && !waits(&bound, &id).await);
    speaks(&deal.broker, &id).await.done();
    assert!(waits(&assessor, &id).await && !waits(&deal.broker, &id).await);
    is_judged_by(&assessor, &id).await;
    assert!(waits(&deal.broker, &id).await && !waits(&bound, &id).await && !waits(&assessor, &id).await);
    reasoned(&deal.broker, "declineDesignation", &id).await.done();
    reasoned(&deal.specialist.persona, "appealDesignation", &id).await.done();
    // Another assessor judges than the one who did, and nobody of the own school.
    let other = deal.alliance.somebody(Role::QaAssessor).await;
    assert!(waits(&other, &id).await && !waits(&assessor, &id).await);
    super::moving::joins(&app, &other, &deal.home, "coordinator").await;
    assert!(!waits(&other, &id).await);
    app.settle().await;
}

#[tokio::test]
async fn a_broker_with_a_post_at_the_school_does_not_enter_what_is_said_of_its_head() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let broker = involved(&deal).await;
    let id = head_applies(&deal).await;
    assert_eq!(speaks(&broker, &id).await.refused().code, "DESIGNATOR_INVOLVED");
    speaks(&deal.broker, &id).await.done();
    app.settle().await;
}

#[tokio::test]
async fn the_last_day_of_a_designation_is_told_before_it_comes_and_its_end_to_the_alliance_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    deal.designated().await;
    app.settle().await;
    // It holds until 31 August; four weeks before are 3 August.
    app.clock.advance(TimeDelta::days(266));
    app.settle().await;
    assert_eq!(told("designation.ends_soon", [maya, &deal.home_head, &deal.broker]).await, [0, 0, 0]);
    app.clock.advance(TimeDelta::days(1));
    app.settle().await;
    app.clock.advance(TimeDelta::days(1));
    app.settle().await;
    assert_eq!(told("designation.ends_soon", [maya, &deal.home_head, &deal.broker]).await, [1, 1, 1]);
    app.clock.advance(TimeDelta::days(28));
    app.settle().await;
    assert_eq!(told("designation.lapsed", [maya, &deal.home_head, &deal.broker]).await, [1, 1, 1]);
}

#[tokio::test]
async fn whoever_waits_for_an_application_hears_that_it_was_laid_down() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    let maya = &deal.specialist.persona;
    let early = maya.apply(&deal.alliance).await.text("applyForDesignation.designation.id");
    reasoned(maya, "withdrawDesignation", &early).await.done();
    app.settle().await;
    assert_eq!(told("designation.withdrawn", [&deal.broker, &assessor, maya]).await, [1, 0, 0]);
    let id = deal.referenced().await;
    reasoned(maya, "withdrawDesignation", &id).await.done();
    app.settle().await;
    assert_eq!(told("designation.withdrawn", [&deal.broker, &assessor, maya]).await, [2, 1, 0]);
    let held = deal.designated().await;
    reasoned(&deal.broker, "withdrawDesignation", &held).await.done();
    app.settle().await;
    assert_eq!(told("designation.withdrawn", [&deal.broker, &assessor, maya]).await, [2, 1, 1]);
}

#[tokio::test]
async fn a_specialist_hears_that_the_school_holds_them_back_and_its_head_that_days_are_funded() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    let input = json!({"input": {"specialist": deal.specialist.id.to_string()}});
    let step = async |who: &Persona<'_>, verb: &str| {
        who.ask(&act(verb, "SpecialistInput", "specialist"), input.clone()).await.done();
    };
    step(&deal.home_head, "pauseSpecialist").await;
    step(&deal.home_head, "resumeSpecialist").await;
    step(maya, "pauseSpecialist").await;
    let grant = json!({
        "specialist": deal.specialist.id.to_string(), "alliance": deal.alliance.id.to_string(), "year": 2026,
        "halfDays": 10, "funder": "Regional fund",
    });
    let document = act("grantCapacity", "GrantCapacityInput", "specialist");
    deal.broker.ask(&document, json!({"input": grant})).await.done();
    app.settle().await;
    assert_eq!(told("specialist.paused", [maya]).await, [1], "what they do themselves is no news");
    assert_eq!(told("specialist.resumed", [maya]).await, [1]);
    assert_eq!(told("capacity.granted", [maya, &deal.home_head, &deal.host_head]).await, [1, 1, 0]);
}
