//! The endpoint over real HTTP: what is sent on the wire, and how writes are done once.

use std::sync::Arc;

use lateral::app::Caller;
use lateral_tests::{Answer, TestApp};
use persistence::DbError;
use persistence::once::{self, Claim};
use serde_json::{Value as Json, json};

use crate::identity::{PASSWORD, with_password};

#[tokio::test]
async fn the_whole_service_answers_over_http() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let heard =
        site.ask_openly("query ($code: String) { __typename errorCatalogue { code place message } }", Json::Null).await;
    assert_eq!((heard.status, heard.code()), (400, "GRAPHQL_VALIDATION_FAILED"), "an unused variable is a fault");

    let heard = site.ask_openly("{ __typename errorCatalogue { code place message rule } }", Json::Null).await;
    assert_eq!(heard.status, 200, "{heard:?}");
    let catalogue = heard.body["data"]["errorCatalogue"].as_array().unwrap();
    let of = |code: &str| catalogue.iter().find(|it| it["code"] == code).unwrap();
    assert_eq!(of("NOT_FOUND")["place"], "USER_ERRORS");
    assert_eq!(of("TOO_COSTLY")["place"], "ERRORS");
    assert!(catalogue.iter().all(|it| !it["message"].as_str().unwrap().contains('\n')));

    let nowhere = site.get("/nowhere").await;
    assert_eq!((nowhere.status, nowhere.code()), (404, "NOT_FOUND"));
    assert_eq!(nowhere.header("x-request-id"), [nowhere.text("requestId")]);
}

#[tokio::test]
async fn the_schema_is_hidden_from_strangers() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let heard = site.ask_openly("{ __schema { queryType { name } } }", Json::Null).await;
    assert_eq!((heard.status, heard.code()), (400, "INTROSPECTION_NOT_ALLOWED"));
    let heard = site.ask_openly("{ __type(name: \"School\") { name } }", Json::Null).await;
    assert_eq!(heard.body, json!({ "data": { "__type": null } }));
}

#[tokio::test]
async fn to_whom_the_schema_is_shown_can_be_set() {
    let (schema, slip) = ("{ __schema { queryType { name } } }", "{ schol(urn: 100001) { name } }");
    let of = |mode: &'static str| async move { TestApp::start_with(&[("LATERAL_INTROSPECTION", mode)]).await };
    let suggests = |answer: &Answer| answer.0["errors"][0]["message"].as_str().unwrap().contains("Did you mean");

    let app = of("everyone").await;
    app.stranger().asks(schema).await.done();
    assert!(suggests(&app.stranger().asks(slip).await));
    let app = of("signed-in").await;
    assert_eq!(app.stranger().asks(schema).await.error_code(), "INTROSPECTION_NOT_ALLOWED");
    assert!(!suggests(&app.stranger().asks(slip).await));
    app.service().asks(schema).await.done();
    assert!(suggests(&app.service().asks(slip).await));
    let app = of("off").await;
    assert_eq!(app.service().asks(schema).await.error_code(), "INTROSPECTION_NOT_ALLOWED");
    assert_eq!(app.service().asks("{ __type(name: \"School\") { name } }").await.at("__type"), &Json::Null);
    assert!(!suggests(&app.service().asks(slip).await));
}

#[tokio::test]
async fn the_statuses_of_the_draft_are_given_where_they_are_set() {
    let nobodys = "{ supportRequest(id: \"req_01920000000070008000000000000001\") { id } __typename }";
    for (profile, invalid, partial) in [("settled", 400, 200), ("draft", 422, 294)] {
        let app = TestApp::start_with(&[("LATERAL_STATUS_PROFILE", profile)]).await;
        let site = app.site().await;
        for (document, status) in [("{ __typename }", 200), ("{", 400), ("{ nothing }", invalid), (nobodys, partial)] {
            assert_eq!(site.ask_openly(document, Json::Null).await.status, status, "{profile}: {document}");
        }
    }
}

fn claim(key: &str, content: u8) -> Arc<Claim> {
    Arc::new(Claim::new("mem_1".into(), "requestSupport".into(), key.into(), vec![content; 32]))
}

fn caller(claim: &Arc<Claim>) -> Caller {
    Caller { once: Some(claim.clone()), ..Caller::service("test") }
}

#[tokio::test]
async fn a_key_is_taken_by_the_first_transaction_that_ends_well() {
    let app = TestApp::start().await;
    let first = claim("a", 1);
    // A transaction that leaves nothing leaves no key either.
    drop(app.app.begin(&caller(&first)).await.unwrap());
    assert!(!first.is_done() && once::find(app.app.db(), &first).await.unwrap().is_none());

    app.app.begin(&caller(&first)).await.unwrap().commit().await.unwrap();
    assert!(first.is_done());
    let again = claim("a", 1);
    assert!(matches!(app.app.begin(&caller(&again)).await, Err(DbError::Repeated)));
    assert!(once::find(app.app.db(), &again).await.unwrap().unwrap().same);
    let other = claim("a", 2);
    assert!(!once::find(app.app.db(), &other).await.unwrap().unwrap().same);
    // A script may go on with further transactions: its first bore the key.
    app.app.begin(&caller(&first)).await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn a_repeat_waits_for_a_transaction_that_is_still_open() {
    let app = TestApp::start().await;
    let first = claim("b", 1);
    let open = app.app.begin(&caller(&first)).await.unwrap();
    let (service, again) = (app.app.clone(), claim("b", 1));
    let waiting = tokio::spawn(async move { service.begin(&caller(&again)).await.map(drop) });
    open.commit().await.unwrap();
    assert!(matches!(waiting.await.unwrap(), Err(DbError::Repeated)));
}

#[tokio::test]
async fn the_first_answer_is_kept_to_the_byte_and_stays() {
    let app = TestApp::start().await;
    let (db, now) = (app.app.db(), app.app.clock.now());
    let refused = claim("c", 1);
    once::keep(db, &refused, b"{\"data\":{}}".to_vec(), now).await.unwrap();
    once::keep(db, &refused, b"another".to_vec(), now).await.unwrap();
    once::keep(db, &claim("c", 2), b"of another document".to_vec(), now).await.unwrap();
    let kept = once::find(db, &refused).await.unwrap().unwrap();
    assert_eq!(kept.body.as_deref(), Some(&b"{\"data\":{}}"[..]));
    assert_eq!(once::forget(db, now).await.unwrap(), 0, "keys of this instant are not of before it");
}

const INVITE: &str = "mutation ($i: InviteMemberInput!) {
    inviteMember(input: $i) { invitation { id email } userErrors { code } } }";

#[tokio::test]
async fn a_write_that_is_sent_ten_times_under_its_key_is_done_once_and_answered_alike() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    let school = head.who().school.unwrap().to_string();
    let sends = |key: &str, name: &str, role: &str| {
        let input = json!({ "name": name, "email": "new@example.org", "role": role, "school": school });
        let body = json!({ "query": INVITE, "variables": { "i": input } });
        let request = site.post("/graphql", &body).bearer_auth(pair.text("accessToken"));
        let request = request.header("accept", "application/graphql-response+json").header("idempotency-key", key);
        site.send(request)
    };
    let once = || sends("k-1", "Ann", "COORDINATOR");
    let (a, b, c, d) = tokio::join!(once(), once(), once(), once());
    let invited = &a.body["data"]["inviteMember"]["invitation"];
    assert_eq!(invited["email"], "new@example.org", "{a:?}");
    for again in [b, c, d, once().await] {
        assert_eq!((again.status, &again.raw), (200, &a.raw), "to the byte");
    }
    let other = sends("k-1", "Bob", "COORDINATOR").await;
    assert_eq!((other.status, &other.body["errors"][0]["extensions"]["code"]), (422, &json!("IDEMPOTENCY_KEY_REUSED")));
    let refused = sends("k-2", "Ann", "BROKER").await;
    assert_eq!(refused.body["data"]["inviteMember"]["userErrors"].as_array().map(Vec::len), Some(1), "{refused:?}");
    assert_eq!(sends("k-2", "Ann", "BROKER").await.body, refused.body, "a refusal is answered the same again");
    let read = site.post("/graphql", &json!({ "query": "{ __typename }" })).header("idempotency-key", "k-3");
    assert_eq!(site.send(read).await.status, 400, "a key is for a document with one mutation");
}
