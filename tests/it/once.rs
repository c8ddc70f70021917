//! Twice is once: a write that is sent again under its key is not done again, and is answered again (SETTLED 16).

use std::sync::Arc;

use async_graphql::{Name, Value, Variables};
use chrono::TimeDelta;
use lateral::app::Caller;
use lateral::graphql::{Asked, Asker, Code};
use lateral::worker::upkeep;
use lateral_tests::deal::{Deal, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::once::Claim;
use persistence::values;
use serde_json::{Value as Json, json};

const INVITE: &str = "mutation ($a: InviteMemberInput!, $b: InviteMemberInput!) {
    a: inviteMember(input: $a) { invitation { id email school { name } } userErrors { code } }
    __typename
    b: inviteMember(input: $b) { __typename invitation { id email } userErrors { code } } }";

fn invited(school: &impl std::fmt::Display, email: &str, key: &str) -> Json {
    json!({"name": "Ann", "email": email, "role": "COORDINATOR", "school": school.to_string(), "idempotencyKey": key})
}

async fn count(app: &TestApp, of: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS number FROM {of} WHERE $1::uuid IS NOT NULL"), uuid::Uuid::nil()).await
}

/// Loses every answer that is kept, as a crash between the write and the keeping of its answer would.
async fn lose_answers(app: &TestApp) {
    app.owner.run("UPDATE idempotency SET body = NULL", values![]).await.unwrap();
    app.clock.advance(TimeDelta::seconds(3));
}

#[tokio::test]
async fn a_key_in_the_input_covers_its_own_change() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let both = json!({"a": invited(&ash.id, "a@example.org", "k-1"), "b": invited(&ash.id, "b@example.org", "k-2")});
    let first = head.ask(INVITE, both.clone()).await;
    assert_eq!(first.text("b.invitation.email"), "b@example.org", "{}", first.0);
    let again = head.ask(INVITE, both.clone()).await;
    assert_eq!(again.0.to_string(), first.0.to_string());
    assert_eq!(count(&app, "invitation").await, 2);

    // The same key stands for one change with one content.
    let other = json!({"a": invited(&ash.id, "c@example.org", "k-1"), "b": invited(&ash.id, "d@example.org", "k-4")});
    let answer = head.ask(INVITE, other).await;
    assert_eq!(
        (answer.error_code().as_str(), &answer.0["errors"][0]["path"]),
        ("IDEMPOTENCY_KEY_REUSED", &json!(["a"]))
    );
    let twice = json!({"a": invited(&ash.id, "e@example.org", "k-5"), "b": invited(&ash.id, "f@example.org", "k-5")});
    let answer = head.ask(INVITE, twice).await;
    assert_eq!(
        (answer.error_code().as_str(), &answer.0["errors"][0]["path"]),
        ("IDEMPOTENCY_KEY_REUSED", &json!(["b"]))
    );
    assert_eq!(count(&app, "invitation").await, 3);

    // Another caller's keys are another caller's.
    let elm = app.school("Elm Park").await;
    let theirs = json!({"a": invited(&elm.id, "a@example.org", "k-1"), "b": invited(&elm.id, "b@example.org", "k-2")});
    elm.head().await.ask(INVITE, theirs).await.done();
}

#[tokio::test]
async fn what_rules_refused_is_answered_the_same_and_may_be_written_into_the_document() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let document = format!(
        "mutation ($key: String) {{ inviteMember(input: {{name: \"Ann\", email: \"a@example.org\", role: HEAD, \
         school: \"{}\", idempotencyKey: $key}}) {{ invitation {{ id }} userErrors {{ code }} }} }}",
        ash.id
    );
    let key = json!({"key": "k"});
    assert_eq!(head.ask(&document, key.clone()).await.refusals().len(), 0);
    let refused = document.replace("HEAD", "BROKER");
    let no = head.ask(&refused, json!({"key": "no"})).await;
    assert_eq!(no.refusals().len(), 1, "{}", no.0);
    assert_eq!(head.ask(&refused, json!({"key": "no"})).await.0, no.0);
    assert_eq!(count(&app, "idempotency").await, 2);
    assert_eq!(count(&app, "invitation").await, 1);
}

#[tokio::test]
async fn the_order_in_which_variables_are_written_is_nothing_to_a_key() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let one = "mutation ($a: InviteMemberInput!) { inviteMember(input: $a) { invitation { id } userErrors { code } } }";
    let input = invited(&ash.id, "a@example.org", "k");
    let mut names: Vec<_> = input.as_object().unwrap().keys().cloned().collect();
    let written = |names: &[String]| {
        let fields = names.iter().map(|name| (Name::new(name), Value::from_json(input[name].clone()).unwrap()));
        Variables::from_value(Value::Object(
            std::iter::once((Name::new("a"), Value::Object(fields.collect()))).collect(),
        ))
    };
    let ask = async |variables: Variables| {
        let asked = Asked { query: one.to_owned(), variables, ..Asked::default() };
        let asker = Asker::of(Arc::clone(&app.app), head.caller.clone());
        let answer = app.front().await.answer(asked, &asker, true, "test").await.unwrap();
        serde_json::to_string(&answer).unwrap()
    };
    let first = ask(written(&names)).await;
    assert!(first.contains("inv_"), "{first}");
    names.reverse();
    assert_eq!(ask(written(&names)).await, first);
    assert_eq!(count(&app, "invitation").await, 1);
}

#[tokio::test]
async fn an_answer_is_kept_for_a_week_and_not_for_longer() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let one = "mutation ($a: InviteMemberInput!) { inviteMember(input: $a) { invitation { id } userErrors { code } } }";
    let asked = json!({"a": invited(&ash.id, "a@example.org", "k")});
    let first = head.ask(one, asked.clone()).await;
    first.done();
    app.clock.advance(TimeDelta::days(6));
    upkeep::tick(&app.app).await.unwrap();
    assert_eq!(head.ask(one, asked.clone()).await.0.to_string(), first.0.to_string());
    app.clock.advance(TimeDelta::days(2));
    upkeep::tick(&app.app).await.unwrap();
    let anew = head.ask(one, asked).await;
    assert_ne!(anew.text("inviteMember.invitation.id"), first.text("inviteMember.invitation.id"));
    app.settle().await;
}

#[tokio::test]
async fn a_key_that_cannot_serve_is_refused_before_anything_is_done() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let with = |key: &str| json!({"a": invited(&ash.id, "a@example.org", "fine"), "b": invited(&ash.id, "b@example.org", key)});
    for key in ["", " ", "two words", "é", &"x".repeat(256)] {
        assert_eq!(head.ask(INVITE, with(key)).await.error_code(), "IDEMPOTENCY_KEY_NOT_USABLE", "{key:?}");
    }
    assert_eq!(app.stranger().ask(INVITE, with("k")).await.error_code(), "IDEMPOTENCY_KEY_NOT_USABLE");
    let by_header = Persona::of(&app, Caller { idempotency_key: Some("k".into()), ..head.caller.clone() });
    assert_eq!(by_header.ask(INVITE, with("k")).await.error_code(), "IDEMPOTENCY_KEY_NOT_USABLE");
    let one = "mutation ($a: InviteMemberInput!) { inviteMember(input: $a) { invitation { id } } }";
    let twice = json!({"a": invited(&ash.id, "a@example.org", "k")});
    assert_eq!(by_header.ask(one, twice).await.error_code(), "IDEMPOTENCY_KEY_NOT_USABLE");
    assert_eq!(count(&app, "invitation").await, 0);
}

#[tokio::test]
async fn a_change_that_is_being_made_is_waited_for_and_then_told() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let owner = head.who().membership.to_string();
    let held = |key: &str| Claim::new(owner.clone(), "inviteMember".into(), key.into(), vec![0; 32]);
    let service = |claim: Claim| Caller { once: Some(Arc::new(claim)), ..Caller::service("test") };
    let open = [app.app.begin(&service(held("a"))).await.unwrap(), app.app.begin(&service(held("b"))).await.unwrap()];
    let one = "mutation ($a: InviteMemberInput!) { inviteMember(input: $a) { invitation { id } } }";
    let mut plain = invited(&ash.id, "b@example.org", "");
    plain.as_object_mut().unwrap().remove("idempotencyKey");
    let by_header = Persona::of(&app, Caller { idempotency_key: Some("b".into()), ..head.caller.clone() });
    let (of_input, of_header) = tokio::join!(
        head.ask(one, json!({"a": invited(&ash.id, "a@example.org", "a")})),
        by_header.ask(one, json!({ "a": plain })),
    );
    assert_eq!(of_input.error_code(), "IDEMPOTENCY_IN_PROGRESS");
    assert_eq!(of_input.0["errors"][0]["path"], json!(["inviteMember"]));
    assert_eq!((of_header.error_code().as_str(), of_header.0.get("data")), ("IDEMPOTENCY_IN_PROGRESS", None));
    assert_eq!(Code::IdempotencyInProgress.status(), 409);
    drop(open);
}

/// Asks twice under one key, with the answer lost in between.
async fn lost_and_asked_again(app: &TestApp, who: &Persona<'_>, document: &str, mut input: Json) -> Answer {
    input["idempotencyKey"] = json!(format!("key-{}", app.app.ids.uuid()));
    let variables = json!({ "input": input });
    let first = who.ask(document, variables.clone()).await;
    first.done();
    let written = count(app, "outbox").await;
    lose_answers(app).await;
    let again = who.ask(document, variables.clone()).await;
    assert_eq!(again.0.to_string(), first.0.to_string(), "{document}");
    assert_eq!(count(app, "outbox").await, written, "{document}");
    let kept = "SELECT count(body) AS number FROM idempotency WHERE $1::uuid IS NOT NULL";
    assert_eq!(app.number(kept, uuid::Uuid::nil()).await, 1, "what was rendered again is kept");
    assert_eq!(who.ask(document, variables).await.0, first.0);
    first
}

#[tokio::test]
async fn an_answer_that_was_lost_is_rendered_again_from_what_was_changed() {
    let app = TestApp::start().await;
    let deal: Deal<'_> = app.deal().await;
    let school =
        json!({"name": "Ann", "email": "a@example.org", "role": "COORDINATOR", "school": deal.home.id.to_string()});
    let document = "mutation ($input: InviteMemberInput!) { inviteMember(input: $input) {
        __typename invitation { id email role school { urn name } } again: invitation { ...I } userErrors { code } } }
        fragment I on Invitation { version status }";
    lost_and_asked_again(&app, &deal.home_head, document, school).await;

    let raised = json!({"terms": {
        "title": "Reading", "need": "Too few read well.", "kind": "SUPPORT", "keyStages": ["KS1"], "modes": ["IN_PERSON"],
        "expertise": [first_term(&app).await], "urgency": "SOON", "halfDays": 2, "startsOn": "2026-11-16",
        "endsOn": "2027-02-05", "disclosure": "NAMED", "settlement": "DAY_RATE",
        "objectives": [{"pupilGroup": "Year 1", "measure": "Phonics check", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
    }});
    let document = "mutation ($input: RequestSupportInput!) { requestSupport(input: $input) {
        request { id title status version school { name } } userErrors { code message } } }";
    lost_and_asked_again(&app, &deal.host_head, document, raised).await;

    let document = "mutation ($input: RunMatchInput!) { runMatch(input: $input) {
        run { id stage seed request { id status version } } userErrors { code message } } }";
    lost_and_asked_again(&app, &deal.broker, document, json!({"request": deal.request.to_string()})).await;

    let proposal = deal.proposed().await;
    let document = "mutation ($input: AcceptProposalInput!) { acceptProposal(input: $input) {
        proposal { id status version deployment { id status } } userErrors { code message } } }";
    let input = json!({"proposal": proposal.to_string()});
    lost_and_asked_again(&app, &deal.home_head, document, input.clone()).await;
    let accepted = lost_and_asked_again(&app, &deal.host_head, document, input).await;

    let deployment = accepted.text("acceptProposal.proposal.deployment.id");
    let document = "mutation ($input: DeclareConflictInput!) { declareConflict(input: $input) {
        deployment { id version declarations { id side } } userErrors { code message } } }";
    let input = json!({"deployment": deployment, "interests": []});
    let declared = lost_and_asked_again(&app, &deal.home_head, document, input).await;
    let version = declared.at("declareConflict.deployment.version");
    let document = "mutation ($input: DraftTermsInput!) { draftTerms(input: $input) {
        deployment { id version terms { exitPlan } } userErrors { code message } } }";
    let input = json!({"deployment": deployment, "expectedVersion": version, "terms": terms()});
    lost_and_asked_again(&app, &deal.home_head, document, input).await;

    let document = "mutation ($input: DeclareCapacityInput!) { declareCapacity(input: $input) {
        capacity { id halfDays free version } userErrors { code message } } }";
    let input = json!({"specialist": deal.specialist.id.to_string(), "halfTerm": 20263, "halfDays": 5});
    lost_and_asked_again(&app, &deal.home_head, document, input).await;

    let document = "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) {
        noted userErrors { code } } }";
    lost_and_asked_again(&app, &deal.home_head, document, json!({"email": "nobody@example.org"})).await;
}

async fn first_term(app: &TestApp) -> String {
    let answer = app.stranger().asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    answer.text("expertise.id")
}

#[tokio::test]
async fn every_mutation_takes_a_key() {
    let app = TestApp::start().await;
    let contract = "{ __schema { mutationType { fields { name args { type { name ofType { name } } } } }
                      types { name inputFields { name } } } }";
    let answer = app.service().asks(contract).await;
    let types = answer.at("__schema.types").as_array().unwrap();
    for mutation in answer.at("__schema.mutationType.fields").as_array().unwrap() {
        let args = mutation["args"].as_array().unwrap();
        assert_eq!(args.len(), 1, "{mutation} takes one input");
        let of = &args[0]["type"];
        let input = of["name"].as_str().or(of["ofType"]["name"].as_str()).unwrap();
        let fields = types.iter().find(|it| it["name"] == input).unwrap()["inputFields"].as_array().unwrap();
        assert!(fields.iter().any(|it| it["name"] == "idempotencyKey"), "{input} has no idempotencyKey");
    }
}
