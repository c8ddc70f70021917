//! Soft rules warn; whoever says why goes on, and the brokers can read it (DOMAIN D54).

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, read, terms};
use lateral_tests::terms::terms_between;
use lateral_tests::world::SpecialistOf;
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

const RECORD: &str = "mutation($input: RecordVisitInput!) { recordVisit(input: $input) {
    visit { id } userErrors { code field message rule warning } } }";
const LIST: &str = "{ overrulings(first: 5) { nodes { code reason subject school { name } } } }";

async fn record(who: &Persona<'_>, deployment: Id<Deployment>, mode: &str, overrides: Json) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "visitedOn": who.app.clock.now().day(), "mode": mode,
        "halfDays": 1, "note": "Watched a lesson.", "overrides": overrides});
    who.ask(RECORD, json!({"input": input})).await
}

/// A deployment of another leader of the same school, of which nothing is signed.
async fn planned<'a>(deal: &Deal<'a>, kind: &str) -> (SpecialistOf<'a>, Id<Deployment>) {
    let other = deal.home.specialist().await;
    deal.home.time(&other, 20262, 4).await;
    let (request, offer) = (deal.host.request(&deal.alliance, 4).await, deal.home.offer(&other).await);
    for (table, id) in [("offer", offer.uuid()), ("support_request", request.uuid())] {
        let of_kind = format!("UPDATE {table} SET kind = $1 WHERE id = $2");
        deal.app.write(&of_kind, persistence::values![kind.to_owned(), id]).await;
    }
    let sent = deal.broker.propose(offer, request).await;
    let proposal = read(&sent.text("proposeSupport.proposal.id"));
    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    let of = "query($id: ID!) { proposal(id: $id) { deployment { id } } }";
    let planned = deal.broker.ask(of, json!({"id": proposal.to_string()})).await;
    (other, read(&planned.text("proposal.deployment.id")))
}

/// The same, under way.
async fn second<'a>(deal: &Deal<'a>) -> (SpecialistOf<'a>, Id<Deployment>) {
    let (other, deployment) = planned(deal, "support").await;
    deal.signed_by_one(deployment, terms()).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    (other, deployment)
}

#[tokio::test]
async fn a_warning_keeps_a_visit_back_until_a_reason_is_given_and_brokers_read_the_reason() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (first, (_, second)) = (deal.active().await, second(&deal).await);
    // One of three leaders is out: nobody is warned.
    record(&deal.home_head, first, "IN_PERSON", json!(null)).await.done();
    let warned = record(&deal.home_head, second, "IN_PERSON", json!(null)).await;
    let no = warned.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("LEADERSHIP_THIN", "visitedOn"));
    assert!(no.message.starts_with("2 of 3 leaders"), "{}", no.message);
    let error = warned.at("recordVisit.userErrors.0");
    assert_eq!((&error["warning"], &error["rule"]), (&json!(true), &json!("DOMAIN D54")));
    // Who works over the network is not out.
    record(&deal.home_head, second, "REMOTE", json!(null)).await.done();

    for (overrides, code, field) in [
        (json!([{"code": "VISIT_AHEAD", "reason": "It will be"}]), "NOT_OVERRIDABLE", "overrides.0.code"),
        (json!([{"code": "LEADERSHIP_THIN", "reason": " "}]), "TEXT_EMPTY", "overrides.0.reason"),
        (json!([{"code": "FOURTH_OBJECTIVE_NEEDS_REASON", "reason": "Another"}]), "LEADERSHIP_THIN", "visitedOn"),
    ] {
        let no = record(&deal.home_head, second, "IN_PERSON", overrides).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), (code, field));
    }
    let why = "Both were asked for the same training day.";
    let reason = json!([{"code": "LEADERSHIP_THIN", "reason": why}]);
    let written = record(&deal.home_head, second, "IN_PERSON", reason.clone()).await;
    written.done();
    let kept = json!([{"code": "LEADERSHIP_THIN", "reason": why, "subject": written.text("recordVisit.visit.id"),
        "school": {"name": "Ash Lane"}}]);
    for who in [&deal.broker, &deal.home_head] {
        assert_eq!(who.asks(LIST).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    assert_eq!(deal.host_head.asks(LIST).await.at("overrulings.nodes"), &json!([]), "not the other school's to read");
    let audit = "SELECT count(*) AS number FROM audit_entry WHERE event = 'overruling.recorded' \
                 AND actor_person_id = $1 AND reason LIKE 'Both were asked%'";
    assert_eq!(app.number(audit, deal.home_head.who().person.uuid()).await, 1);
    let settled = app.settle().await;
    assert!(settled.events().ends_with(&["visit.recorded", "overruling.recorded"]), "{settled:?}");

    // A hard rule says no whatever is said.
    let no = record(&deal.home_head, second, "IN_PERSON", reason).await.refused();
    assert_eq!(no.code, "DAY_IS_FULL");
}

/// Terms by which all work is done on one day.
fn one_day(on: &str) -> Json {
    terms_between(on, on)
}

async fn agree(who: &Persona<'_>, deployment: Id<Deployment>, terms: Option<Json>, overrides: Json) -> Answer {
    let document = "mutation($input: AgreeDeploymentInput!) { agreeDeployment(input: $input) {
        deployment { status } userErrors { code field message warning } } }";
    let input = json!({"deployment": deployment.to_string(), "terms": terms, "overrides": overrides,
        "expectedVersion": who.app.version("deployment", deployment.uuid()).await});
    who.ask(document, json!({"input": input})).await
}

/// The day on which a leader of the school that gives is at another school.
const DAY: &str = "2026-11-23";

/// A deployment that is planned while another is agreed for that day.
async fn beside_another(deal: &Deal<'_>, kind: &str) -> Id<Deployment> {
    let first = deal.planned().await;
    deal.signed_by_one(first, one_day(DAY)).await;
    deal.host_head.agree(first, None).await.done();
    planned(deal, kind).await.1
}

#[tokio::test]
async fn the_school_that_gives_is_warned_when_it_signs_for_a_day_on_which_others_are_out() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let second = beside_another(&deal, "support").await;
    for who in [&deal.home_head, &deal.host_head] {
        who.declare(second, &[]).await.done();
    }
    let warned = agree(&deal.home_head, second, Some(one_day(DAY)), json!(null)).await;
    let no = warned.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("LEADERSHIP_THIN", "terms"));
    assert!(no.message.starts_with("2 of 3 leaders") && no.message.contains(DAY), "{}", no.message);
    // The host is not asked about another school's leaders, and a day on which nobody else is out warns of nothing.
    agree(&deal.host_head, second, Some(one_day(DAY)), json!(null)).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();
    assert_eq!(agree(&deal.home_head, second, None, json!(null)).await.refused().code, "LEADERSHIP_THIN");
    agree(&deal.home_head, second, Some(one_day("2026-11-24")), json!(null)).await.done();
    let reason = json!([{"code": "LEADERSHIP_THIN", "reason": "The deputy leads that day."}]);
    let signed = agree(&deal.home_head, second, Some(one_day(DAY)), reason).await;
    signed.done();
    let kept = json!([{"code": "LEADERSHIP_THIN", "reason": "The deputy leads that day.", "subject": second.to_string(),
        "school": {"name": "Ash Lane"}}]);
    for (who, seen) in [(&deal.broker, &kept), (&deal.home_head, &kept), (&deal.host_head, &json!([]))] {
        assert_eq!(who.asks(LIST).await.at("overrulings.nodes"), seen, "{:?}", who.role());
    }
    app.settle().await;
}

#[tokio::test]
async fn whoever_is_visited_is_not_out() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("STUDY_VISIT").await;
    let first = deal.planned().await;
    let plan = json!({"studyVisit": {"agenda": "Assembly, then two lessons", "protocol": "We watch"}});
    deal.prepared(&deal.home_head, first, plan).await;
    deal.signed_by_one(first, one_day(DAY)).await;
    deal.host_head.agree(first, None).await.done();
    let (_, second) = planned(&deal, "support").await;
    deal.signed_by_one(second, one_day(DAY)).await;
    deal.host_head.agree(second, None).await.done();
    assert_eq!(app.count("overruling").await, 0);
    app.settle().await;
}

#[tokio::test]
async fn everything_that_warns_of_a_signature_is_told_at_once_and_each_of_it_wants_its_own_reason() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let second = beside_another(&deal, "coaching").await;
    for who in [&deal.home_head, &deal.host_head] {
        who.declare(second, &[]).await.done();
    }
    let part = json!({"coaching": {"focus": "Questioning", "goal": "Fewer closed questions"}});
    let document = lateral_tests::deal::act("prepareDeployment", "PrepareDeploymentInput", "deployment");
    let input = json!({"deployment": second.to_string(), "part": part});
    deal.host_head.ask(&document, json!({ "input": input })).await.done();
    agree(&deal.host_head, second, Some(one_day(DAY)), json!(null)).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();

    let told = async |overrides: Json| -> Vec<String> {
        let no = agree(&deal.home_head, second, None, overrides).await.refusals();
        no.iter().map(|it| it.code.clone()).collect()
    };
    let (leaders, coach) = (
        json!({"code": "LEADERSHIP_THIN", "reason": "The deputy leads that day."}),
        json!({"code": "COACH_UNTRIED", "reason": "She has coached in industry."}),
    );
    assert_eq!(told(json!(null)).await, ["LEADERSHIP_THIN", "COACH_UNTRIED"]);
    assert_eq!(told(json!([leaders])).await, ["COACH_UNTRIED"]);
    assert_eq!(told(json!([coach])).await, ["LEADERSHIP_THIN"]);
    assert_eq!(app.count("overruling").await, 0, "nothing is kept of what was not done");
    agree(&deal.home_head, second, None, json!([coach, leaders])).await.done();
    let kept = deal.broker.asks(LIST).await;
    assert_eq!(kept.at("overrulings.nodes").as_array().unwrap().len(), 2);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_catalogue_says_which_rules_only_warn() {
    let app = TestApp::start().await;
    let answer = app.stranger().asks("{ errorCatalogue { code warning } }").await;
    let all = answer.at("errorCatalogue").as_array().unwrap();
    for (code, warns) in [("FOURTH_OBJECTIVE_NEEDS_REASON", true), ("LEADERSHIP_THIN", true), ("VISIT_AHEAD", false)] {
        assert!(all.contains(&json!({"code": code, "warning": warns})), "{code}");
    }
}
