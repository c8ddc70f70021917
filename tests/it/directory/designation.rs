//! Designations: from the application to the badge and to its end, and who sees what of it on the way.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::Deal;
use lateral_tests::designation::findings;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const WAITING: &str = "{ viewer { designationsWaiting(first: 5) { nodes { id } } } }";

async fn reasoned(who: &Persona<'_>, verb: &str, id: &str) -> Answer {
    who.designation(verb, "DesignationReasonInput", id, json!({"reason": "For a reason"})).await
}

async fn assess(who: &Persona<'_>, id: &str, findings: Json) -> Answer {
    who.designation("assessDesignation", "AssessDesignationInput", id, json!({"findings": findings})).await
}

/// Whether a designation waits for somebody.
async fn waits(who: &Persona<'_>, id: &str) -> bool {
    let answer = who.asks(WAITING).await;
    answer.done();
    answer.at("viewer.designationsWaiting.nodes").as_array().unwrap().iter().any(|it| it["id"] == id)
}

/// What everybody is shown of the specialist.
async fn badges(deal: &Deal<'_>) -> Json {
    let document = "query($id: ID!) { specialist(id: $id) { badges { scheme since until issuer standing } } }";
    let answer = deal.app.stranger().ask(document, json!({"id": deal.specialist.id.to_string()})).await;
    answer.done();
    answer.at("specialist.badges").clone()
}

#[tokio::test]
async fn from_an_application_to_a_badge_and_to_its_end() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (maya, assessor) = (&deal.specialist.persona, deal.alliance.somebody(Role::QaAssessor).await);
    let applied = maya.apply(&deal.alliance).await;
    applied.done();
    let id = applied.text("applyForDesignation.designation.id");
    assert_eq!(maya.apply(&deal.alliance).await.refused().code, "DESIGNATION_HELD");
    assert!(waits(&deal.home_head, &id).await && !waits(&assessor, &id).await && !waits(&deal.broker, &id).await);

    let speak = async |releases: bool| {
        let said = json!({"text": "Leads well.", "releases": releases});
        deal.home_head.designation("referenceDesignation", "ReferenceDesignationInput", &id, said).await
    };
    let no = speak(false).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("CAPACITY_CONSENT_MISSING", "releases"));
    speak(true).await.done();
    assert!(waits(&assessor, &id).await && !waits(&deal.home_head, &id).await);
    assert_eq!(assess(&assessor, &id, json!([])).await.refused().code, "CRITERIA_UNANSWERED");
    assess(&assessor, &id, findings(true)).await.done();
    assert!(waits(&deal.broker, &id).await && !waits(&assessor, &id).await);
    assert_eq!(badges(&deal).await, json!([]), "what is not given yet is nobody's business");

    let until = json!({"until": "2027-08-31"});
    deal.broker.designation("designate", "DesignateInput", &id, until).await.done();
    let badge = json!([{
        "scheme": "SLE", "since": "2026-11-09", "until": "2027-08-31", "issuer": "The Avon Alliance",
        "standing": "Held since 9 November 2026, issued by The Avon Alliance.",
    }]);
    assert_eq!(badges(&deal).await, badge);
    reasoned(&deal.broker, "suspendDesignation", &id).await.done();
    assert_eq!(badges(&deal).await, json!([]));
    deal.broker.designation("reinstateDesignation", "DesignationInput", &id, json!({})).await.done();
    assert_eq!(badges(&deal).await, badge);

    app.settle().await;
    app.clock.advance(TimeDelta::days(300));
    assert_eq!(badges(&deal).await, json!([]), "its last day is over");
    app.settle().await;
    let shown = maya.ask("query($id: ID!) { designation(id: $id) { status standing } }", json!({"id": id})).await;
    assert_eq!(shown.text("designation.status"), "LAPSED");
    let standing = "Held from 9 November 2026 to 31 August 2027, issued by The Avon Alliance.";
    assert_eq!(shown.text("designation.standing"), standing);
    assert!(maya.apply(&deal.alliance).await.refusals().is_empty(), "what has lapsed is given anew");
    app.settle().await;
}

#[tokio::test]
async fn a_refusal_is_appealed_once_and_judged_by_another_assessor() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (maya, id) = (&deal.specialist.persona, deal.referenced().await);
    let (first, second) =
        (deal.alliance.somebody(Role::QaAssessor).await, deal.alliance.somebody(Role::QaAssessor).await);
    assess(&first, &id, findings(false)).await.done();
    let until = json!({"until": "2027-08-31"});
    let no = deal.broker.designation("designate", "DesignateInput", &id, until.clone()).await.refused();
    assert_eq!(no.code, "CRITERIA_NOT_MET");
    reasoned(&deal.broker, "declineDesignation", &id).await.done();
    reasoned(maya, "appealDesignation", &id).await.done();
    assert_eq!(assess(&first, &id, findings(true)).await.refused().code, "SAME_ASSESSOR");
    assess(&second, &id, findings(false)).await.done();
    reasoned(&deal.broker, "declineDesignation", &id).await.done();
    assert_eq!(reasoned(maya, "appealDesignation", &id).await.refused().code, "APPEALED_ALREADY");
    assert_eq!(reasoned(&deal.broker, "withdrawDesignation", &id).await.refused().code, "STEP_NOT_OPEN");
    let settled = app.settle().await;
    let told: Vec<_> = settled.events().into_iter().filter(|name| name.starts_with("designation.")).collect();
    let whole = ["applied", "referenced", "assessed", "declined", "appealed", "assessed", "declined"];
    assert_eq!(told, whole.map(|name| format!("designation.{name}")));
}

#[tokio::test]
async fn it_is_seen_by_the_person_the_home_head_and_the_alliance_alone() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.referenced().await;
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    let other = app.alliance("The Exe Alliance", &deal.host, &[]).await;
    let sees = async |who: &Persona<'_>| {
        let answer = who.ask("query($id: ID!) { designation(id: $id) { evidence } }", json!({"id": id})).await;
        !answer.at("designation").is_null()
    };
    for who in [&deal.specialist.persona, &deal.home_head, &deal.broker, &assessor] {
        assert!(sees(who).await, "{:?}", who.role());
    }
    for who in [
        &app.stranger(),
        &deal.host_head,
        &deal.home.somebody(Role::Coordinator).await,
        &deal.home.somebody(Role::Specialist).await,
        &other.broker().await,
        &other.somebody(Role::QaAssessor).await,
        &app.national(Role::Operator).await,
    ] {
        assert!(!sees(who).await, "{:?}", who.role());
    }
    assert_eq!(assess(&other.somebody(Role::QaAssessor).await, &id, findings(true)).await.refused().code, "NOT_FOUND");
    assert_eq!(assess(&deal.broker, &id, findings(true)).await.refused().code, "NOT_ALLOWED");
    // Whoever works at the home school does not judge its people, in whatever role they do.
    let sql = "INSERT INTO employment VALUES ($1, $2, $3, 'Teacher', '2020-09-01')";
    let row = values![app.app.ids.uuid(), assessor.who().person.uuid(), deal.home.id.uuid()];
    app.write(sql, row).await;
    assert_eq!(assess(&assessor, &id, findings(true)).await.refused().code, "ASSESSOR_INVOLVED");
    app.settle().await;
}

#[tokio::test]
async fn nobody_applies_who_is_not_listed_and_what_is_applied_for_keeps_its_criteria() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let unlisted = deal.home.somebody(Role::Specialist).await;
    assert_eq!(unlisted.apply(&deal.alliance).await.refused().code, "NOT_LISTED");
    let id = deal.referenced().await;
    let newer = "INSERT INTO designation_criteria SELECT scheme, 2, '2026-11-10', issuer, closed_on, posts, supports, 60, \
                 points FROM designation_criteria WHERE scheme = 'sle'";
    app.write(newer, vec![]).await;
    app.clock.advance(TimeDelta::days(2));
    let criteria = "query($id: ID!) { designation(id: $id) { criteria { version leadershipMonths } } \
                    designationCriteria { scheme version leadershipMonths } }";
    let answer = deal.broker.ask(criteria, json!({"id": id})).await;
    assert_eq!(answer.at("designation.criteria"), &json!({"version": 1, "leadershipMonths": 24}));
    let in_force = answer.at("designationCriteria").as_array().unwrap();
    assert_eq!(in_force.len(), 8);
    assert!(in_force.contains(&json!({"scheme": "SLE", "version": 2, "leadershipMonths": 60})));
    let maya = &deal.specialist.persona;
    reasoned(maya, "withdrawDesignation", &id).await.done();
    let no = maya.apply(&deal.alliance).await.refused();
    assert_eq!((no.code.as_str(), no.message.as_str()), ("LEADERSHIP_TOO_SHORT", "This scheme asks for 60 months."));
    app.settle().await;
}

#[tokio::test]
async fn what_is_held_of_a_closed_scheme_is_entered_and_no_open_one_is() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maths = app.stranger().asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let record = async |who: &Persona<'_>, scheme: &str| {
        let document = lateral_tests::deal::act("recordDesignation", "RecordDesignationInput", "designation");
        let input = json!({
            "specialist": deal.specialist.id.to_string(), "scheme": scheme, "alliance": deal.alliance.id.to_string(),
            "issuer": "National College", "since": "2011-09-01", "until": "2029-08-31",
            "specialisms": [maths.at("expertise.id")], "evidence": "The letter was seen.",
        });
        who.ask(&document, json!({"input": input})).await
    };
    for who in [&deal.home_head, &app.national(Role::Operator).await] {
        assert_eq!(record(who, "AST").await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!(record(&deal.broker, "SLE").await.refused().code, "SCHEME_OPEN");
    record(&deal.broker, "AST").await.done();
    record(&deal.broker, "NLE").await.done();
    let shown = badges(&deal).await;
    assert_eq!(shown[0]["standing"], "Held since 1 September 2011, issued by National College.");
    assert_eq!(shown.as_array().unwrap().len(), 2);
    app.settle().await;
}

#[tokio::test]
async fn matching_knows_who_is_designated_today() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.write("UPDATE support_request SET designation = 'sle'", vec![]).await;
    let excluded = deal.broker.propose(deal.offer, deal.request).await.refused();
    assert_eq!(excluded.code, "OFFER_EXCLUDED");
    assert!(excluded.message.contains("has none"), "{}", excluded.message);
    deal.designated().await;
    deal.broker.propose(deal.offer, deal.request).await.done();
    app.settle().await;
}

/// What no path leads to, as a change of a designation that holds.
const CROOKED: [&str; 12] = [
    "referenced_at = applied_at - interval '1 second'",
    "assessed_at = referenced_at - interval '1 second'",
    "decided_at = assessed_at - interval '1 second'",
    "appealed_at = referenced_at - interval '1 second', appeal = 'No'",
    "status = 'lapsed', ended_at = decided_at - interval '1 second'",
    "ends_on = since - 1",
    "since = since - 1",
    "since = NULL, ends_on = NULL",
    "reference = NULL",
    "assessed_at = NULL",
    "status = 'suspended'",
    "status = 'withdrawn', reason = 'So'",
];

#[tokio::test]
async fn no_path_skips_a_state_or_runs_backwards_in_the_database_either() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.designated().await;
    for change in CROOKED {
        let refused = app.owner.run(&format!("UPDATE designation SET {change}"), values![]).await.unwrap_err();
        assert!(refused.constraint().is_some_and(|it| it.starts_with("designation_check")), "{change}: {refused}");
    }
    app.settle().await;
}
