//! Requests for support: who raises one, who sees it, and how it comes to its end.

use domain::access::Role;
use lateral_tests::{Persona, TestApp};
use persistence::once::{self, Claim};
use serde_json::{Value as Json, json};

use super::{REQUEST, act, raise, raised, request_act, request_terms, term};

async fn sees(who: &Persona<'_>, id: &str) -> bool {
    let answer = who.ask("query($id: ID!) { supportRequest(id: $id) { id } }", json!({"id": id})).await;
    let listed = who.asks("{ supportRequests(first: 50) { edges { node { id } } } }").await;
    let listed = listed.at("supportRequests.edges").as_array().unwrap().iter().any(|edge| edge["node"]["id"] == id);
    assert_eq!(!answer.at("supportRequest").is_null(), listed, "by id and in the list alike");
    listed
}

#[tokio::test]
async fn a_head_raises_a_request_in_one_statement_and_its_brokers_see_it() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let broker = app.alliance("Avon Alliance", &ash, &[]).await.broker().await;
    let stranger = app.alliance("Trent Alliance", &elm, &[]).await.broker().await;
    let head = ash.head().await;
    let terms = request_terms("Maths in years 3 and 4", &term(&app, "pupil-achievement/maths").await);
    raised(&head, terms.clone()).await;
    let (statements, trips) = (app.statements(), app.app.db().traffic().round_trips());
    let id = raised(&head, terms).await;
    assert_eq!(app.statements() - statements, 1);
    assert_eq!(app.app.db().traffic().round_trips() - trips, 1);
    assert_eq!(app.settle().await.events(), ["request.submitted", "request.submitted"]);
    assert!(sees(&head, &id).await && sees(&broker, &id).await);
    assert!(sees(&ash.somebody(Role::Coordinator).await, &id).await);
    for other in
        [&stranger, &elm.head().await, &ash.somebody(Role::Specialist).await, &app.national(Role::Operator).await]
    {
        assert!(!sees(other, &id).await, "{:?}", other.role());
    }
    assert_eq!(request_act(&stranger, "triageRequest", &id).await.refused().code, "NOT_FOUND");
}

#[tokio::test]
async fn a_request_that_is_sent_again_under_its_key_is_raised_once() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    let raise = async || {
        let input = json!({"terms": terms, "idempotencyKey": "key"});
        act(&head, "requestSupport", "RequestSupportInput", "request", REQUEST, input).await
    };
    let (first, again) = tokio::join!(raise(), raise());
    assert_eq!((first.refusals().len(), &first.0), (0, &again.0));
    assert_eq!(app.settle().await.events(), ["request.submitted"]);
    let claim = Claim::new(head.who().membership.to_string(), "requestSupport".into(), "key".into(), vec![0; 32]);
    let kept = once::find(app.app.db(), &claim).await.unwrap().unwrap();
    assert_eq!((kept.same, kept.outcome), (false, Some(first.text("requestSupport.request.id"))));
}

#[tokio::test]
async fn only_the_schools_own_people_raise_one() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let broker = app.alliance("Avon Alliance", &ash, &[&elm]).await.broker().await;
    let terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    for who in [&broker, &elm.head().await, &ash.somebody(Role::Coordinator).await] {
        let input = json!({"school": ash.gid(), "terms": terms});
        let no = act(who, "requestSupport", "RequestSupportInput", "request", REQUEST, input).await.refused();
        assert_eq!(no.code, "REQUEST_NOT_YOURS", "{:?}", who.role());
    }
}

#[tokio::test]
async fn a_draft_is_the_schools_alone_until_it_is_submitted() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let broker = app.alliance("Avon Alliance", &ash, &[]).await.broker().await;
    let helper = ash.somebody(Role::Coordinator).await;
    let terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    let input = json!({"terms": terms});
    let answer = act(&helper, "draftRequest", "RequestSupportInput", "request", REQUEST, input).await;
    let id = answer.text("draftRequest.request.id");
    assert!(sees(&helper, &id).await && !sees(&broker, &id).await);
    assert_eq!(request_act(&helper, "submitRequest", &id).await.refused().code, "REQUEST_NOT_YOURS");
    request_act(&ash.head().await, "submitRequest", &id).await.done();
    assert!(sees(&broker, &id).await);
    app.settle().await;
}

#[tokio::test]
async fn a_fourth_objective_needs_its_reason_and_every_fault_is_told() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let mut terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    let one = terms["objectives"][0].clone();
    terms["objectives"] = json!([one, one, one, one]);
    let no = raise(&head, terms.clone()).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("FOURTH_OBJECTIVE_NEEDS_REASON", "overrideReason"));
    terms["overrideReason"] = json!("The governors asked for attendance as well.");
    raise(&head, terms.clone()).await.done();
    let no = app.owner.run("UPDATE support_request SET override_reason = NULL", []).await.unwrap_err();
    assert_eq!(no.constraint(), Some("support_request_fourth_has_its_reason"));
    terms["objectives"][1]["pupilGroup"] = json!("");
    terms["objectives"][2]["dueOn"] = json!("2020-01-01");
    terms["endsOn"] = json!("2026-12-01");
    let told: Vec<_> = raise(&head, terms).await.refusals().into_iter().map(|no| (no.field, no.code)).collect();
    let expected = [
        ("until", "PERIOD_BACKWARDS"),
        ("objectives.1.pupilGroup", "TEXT_EMPTY"),
        ("objectives.2.dueOn", "DATE_PASSED"),
    ];
    assert_eq!(told, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    app.settle().await;
}

#[tokio::test]
async fn a_broker_confirms_the_need_and_cannot_give_up_before_all_of_england_was_searched() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let broker = app.alliance("Avon Alliance", &ash, &[]).await.broker().await;
    let head = ash.head().await;
    let id = raised(&head, request_terms("Maths", &term(&app, "pupil-achievement/maths").await)).await;
    assert_eq!(request_act(&head, "triageRequest", &id).await.refused().code, "NOT_ALLOWED");
    request_act(&broker, "triageRequest", &id).await.done();
    let input = json!({"request": id, "reason": "NO_CANDIDATE"});
    let no = act(&broker, "markUnmet", "MarkUnmetInput", "request", REQUEST, input.clone()).await.refused();
    assert_eq!(no.code, "STEP_NOT_OPEN");
    app.searched(&id, "region").await;
    let no = act(&broker, "markUnmet", "MarkUnmetInput", "request", REQUEST, input.clone()).await.refused();
    assert_eq!(no.code, "UNMET_BEFORE_NATIONAL");
    app.searched(&id, "national").await;
    act(&broker, "markUnmet", "MarkUnmetInput", "request", REQUEST, input).await.done();
    let answer = request_act(&broker, "reopenRequest", &id).await;
    assert_eq!(answer.text("reopenRequest.request.status"), "MATCHING");
    app.settle().await;
}

#[tokio::test]
async fn the_school_takes_its_request_back_without_giving_a_reason() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let id = raised(&head, request_terms("Maths", &term(&app, "pupil-achievement/maths").await)).await;
    let fields = "status withdrawalReason";
    let answer = act(&head, "withdrawRequest", "WithdrawRequestInput", "request", fields, json!({"request": id})).await;
    assert_eq!(answer.at("withdrawRequest.request"), &json!({"status": "WITHDRAWN", "withdrawalReason": "NOT_STATED"}));
    let again = act(&head, "withdrawRequest", "WithdrawRequestInput", "request", fields, json!({"request": id})).await;
    assert_eq!(again.refused().code, "STEP_NOT_OPEN");
    app.settle().await;
}

#[tokio::test]
async fn it_changes_until_the_need_is_confirmed_and_by_whoever_read_the_newest() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let broker = app.alliance("Avon Alliance", &ash, &[]).await.broker().await;
    let head = ash.head().await;
    let terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    let id = raised(&head, terms.clone()).await;
    let revise = async |expected: Json| {
        let input = json!({"request": id, "expectedVersion": expected, "terms": terms});
        act(&head, "reviseRequest", "ReviseRequestInput", "request", REQUEST, input).await
    };
    revise(json!(1)).await.done();
    assert_eq!(revise(json!(1)).await.refused().code, "VERSION_STALE");
    request_act(&broker, "triageRequest", &id).await.done();
    assert_eq!(revise(json!(3)).await.refused().code, "STEP_NOT_OPEN");
    app.settle().await;
}

#[tokio::test]
async fn an_anonymous_request_names_its_school_to_its_brokers_and_not_to_a_responder() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let broker = app.alliance("Avon Alliance", &ash, &[]).await.broker().await;
    let mut terms = request_terms("Maths", &term(&app, "pupil-achievement/maths").await);
    terms["disclosure"] = json!("ANONYMOUS");
    let id = raised(&ash.head().await, terms).await;
    app.proposed_to(&id, &elm).await;
    let ask = "query($id: ID!) { supportRequest(id: $id) { title school { name } alliances { name } } }";
    let responder = elm.head().await.ask(ask, json!({"id": id})).await;
    assert_eq!(responder.at("supportRequest"), &json!({"title": "Maths", "school": null, "alliances": []}));
    assert_eq!(broker.ask(ask, json!({"id": id})).await.text("supportRequest.school.name"), "Ash Lane");
    app.settle().await;
}
