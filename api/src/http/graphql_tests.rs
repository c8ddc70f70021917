//! The endpoint answers as GraphQL over HTTP says.

use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_ENCODING, CONTENT_TYPE, ORIGIN};
use actix_web::test::TestRequest;
use serde_json::json;

use super::sample::{Heard, send};

fn post() -> TestRequest {
    TestRequest::post().uri("/graphql").insert_header((CONTENT_TYPE, "application/json"))
}

async fn asked(query: &str) -> Heard {
    let accept = (ACCEPT, "application/graphql-response+json");
    send(post().insert_header(accept).set_payload(json!({ "query": query }).to_string())).await
}

#[actix_web::test]
async fn a_panic_is_an_internal_error_with_the_request_id_and_nothing_else() {
    let heard = asked("{ panics }").await;
    assert_eq!((heard.status, heard.code().as_str()), (500, "INTERNAL_SERVER_ERROR"));
    assert_eq!(heard.json()["errors"][0]["extensions"]["requestId"], heard.header("x-request-id"));
    assert!(!heard.text.contains("test"), "{heard:?}");
}

#[actix_web::test]
async fn every_answer_carries_a_request_id_of_ours_and_is_not_stored() {
    for request in [post().set_payload("{}"), TestRequest::get().uri("/nowhere"), TestRequest::get().uri("/graphql")] {
        let heard = send(request.insert_header(("x-request-id", "forged"))).await;
        assert_eq!(heard.header("x-request-id").len(), 32, "{heard:?}");
        assert_eq!(heard.header("cache-control"), "no-store");
    }
    assert!(asked("{ school { id } }").await.json().get("extensions").is_none());
}

#[actix_web::test]
async fn a_body_is_read_up_to_a_mebibyte() {
    let body = |filler: usize| {
        format!("{{\"query\": \"{{ __typename }}\", \"extensions\": {{\"x\": \"{}\"}}}}", "y".repeat(filler))
    };
    assert_eq!(send(post().set_payload(body(1024 * 1024 - 100))).await.status, 200);
    let heard = send(post().set_payload(body(1024 * 1024))).await;
    assert_eq!((heard.status, heard.code().as_str()), (413, "BODY_TOO_LARGE"));
}

#[actix_web::test]
async fn forms_and_compressed_bodies_are_refused() {
    let body = r#"{"query": "{ __typename }"}"#;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let request = TestRequest::post().uri("/graphql").insert_header((CONTENT_TYPE, kind)).set_payload(body);
        let heard = send(request).await;
        assert_eq!((heard.status, heard.code().as_str()), (415, "UNSUPPORTED_MEDIA_TYPE"), "{kind}");
    }
    let zipped = post().insert_header((CONTENT_ENCODING, "gzip")).set_payload(body);
    assert_eq!(send(zipped).await.status, 415);
}

#[actix_web::test]
async fn batches_are_refused() {
    let heard = send(post().set_payload(r#"[{"query": "{ __typename }"}, {"query": "{ __typename }"}]"#)).await;
    assert_eq!((heard.status, heard.code().as_str()), (400, "BATCHING_NOT_SUPPORTED"));
}

#[actix_web::test]
async fn who_reads_neither_type_is_refused() {
    let heard = send(post().insert_header((ACCEPT, "text/html")).set_payload("{}")).await;
    assert_eq!((heard.status, heard.code().as_str()), (406, "NOT_ACCEPTABLE"));
}

#[actix_web::test]
async fn the_operation_name_chooses_in_bodies_and_in_query_strings() {
    let query = "query A { twice(number: 1) } query B { twice(number: 2) } mutation C { raise { first } }";
    let body = json!({ "query": query, "operationName": "B" }).to_string();
    assert_eq!(send(post().set_payload(body)).await.json()["data"]["twice"], 4);
    let mut address = reqwest::Url::parse("http://localhost/graphql").unwrap();
    address.query_pairs_mut().append_pair("query", query);
    let get =
        |name: &str| TestRequest::get().uri(&format!("/graphql?{}&operationName={name}", address.query().unwrap()));
    assert_eq!(send(get("A")).await.json()["data"]["twice"], 2);
    assert_eq!(send(get("D")).await.code(), "OPERATION_RESOLUTION_FAILURE");
    let changed = send(get("C")).await;
    assert_eq!((changed.status, changed.header("allow")), (405, "POST"));
}

#[actix_web::test]
async fn only_pages_on_the_list_may_read_answers() {
    let beforehand = |origin: &'static str| {
        TestRequest::with_uri("/graphql").method(Method::OPTIONS).insert_header((ORIGIN, origin))
    };
    let asks = |origin| beforehand(origin).insert_header((ACCESS_CONTROL_REQUEST_METHOD, "POST"));
    let friend = send(asks("https://friend.example")).await;
    assert_eq!((friend.status, friend.header("access-control-allow-origin")), (204, "https://friend.example"));
    assert!(friend.header("access-control-allow-headers").contains("idempotency-key"));
    assert_eq!(friend.header("access-control-allow-credentials"), "");
    for origin in ["https://foe.example", "null", "https://friend.example.foe.example", "http://friend.example"] {
        let foe = send(asks(origin)).await;
        assert_eq!((foe.status, foe.header("access-control-allow-origin")), (403, ""), "{origin}");
        let read = send(post().insert_header((ORIGIN, origin)).set_payload(r#"{"query": "{ __typename }"}"#)).await;
        assert_eq!(read.header("access-control-allow-origin"), "", "{origin}");
        assert_eq!(read.header("vary"), "Origin");
    }
    let read = post().insert_header((ORIGIN, "https://friend.example")).set_payload(r#"{"query": "{ __typename }"}"#);
    assert_eq!(send(read).await.header("access-control-allow-origin"), "https://friend.example");
}

#[actix_web::test]
async fn an_address_without_anything_is_a_problem_document() {
    let heard = send(TestRequest::get().uri("/nowhere")).await;
    assert_eq!((heard.status, heard.header("content-type")), (404, "application/problem+json"));
    assert_eq!(heard.json()["code"], "NOT_FOUND");
    assert_eq!(heard.json()["requestId"], heard.header("x-request-id"));
}

#[actix_web::test]
async fn a_subscription_is_told_by_events_until_it_is_over_and_by_nothing_else() {
    let told = |accept: &'static str, query: &str| {
        let body = json!({ "query": query }).to_string();
        send(post().insert_header((ACCEPT, accept)).set_payload(body))
    };
    let heard = told("text/event-stream", "subscription { looks }").await;
    assert_eq!((heard.status, heard.header("content-type")), (200, "text/event-stream; charset=utf-8"));
    let next = |looks: u8| format!("event: next\ndata: {{\"data\":{{\"looks\":{looks}}}}}\n\n");
    assert_eq!(heard.text, format!("{}{}{}event: complete\ndata:\n\n", next(1), next(2), next(3)));
    for (accept, query, code) in [
        ("text/event-stream", "{ __typename }", "NOT_ACCEPTABLE"),
        ("text/event-stream", "subscription { looks again: looks }", "GRAPHQL_VALIDATION_FAILED"),
        ("text/event-stream", "subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("text/event-stream", "subscription { looks", "GRAPHQL_PARSE_FAILED"),
        ("application/json", "subscription { looks }", "NOT_ACCEPTABLE"),
    ] {
        assert_eq!(told(accept, query).await.code(), code, "{accept}: {query}");
    }
    let get =
        TestRequest::get().uri("/graphql?query=subscription%7Blooks%7D").insert_header((ACCEPT, "text/event-stream"));
    assert_eq!(send(get).await.status, 405);
}
