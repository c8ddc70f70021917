//! The audits by which servers of GraphQL over HTTP are compared, by their numbers.

use actix_web::http::header::{ACCEPT, CONTENT_TYPE};
use actix_web::test::TestRequest;
use serde_json::{Value as Json, json};

use super::sample::{Heard, send};

const PLAIN: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";

async fn post(accept: &str, body: Json) -> Heard {
    post_text(accept, &body.to_string()).await
}

async fn post_text(accept: &str, body: &str) -> Heard {
    let request = TestRequest::post().uri("/graphql").insert_header((CONTENT_TYPE, PLAIN));
    let request = if accept.is_empty() { request } else { request.insert_header((ACCEPT, accept)) };
    send(request.set_payload(body.to_owned())).await
}

async fn get(accept: &str, query: &str, variables: Option<Json>) -> Heard {
    let mut address = reqwest::Url::parse("http://localhost/graphql").unwrap();
    address.query_pairs_mut().append_pair("query", query);
    if let Some(variables) = variables {
        address.query_pairs_mut().append_pair("variables", &variables.to_string());
    }
    let request = TestRequest::get().uri(&format!("/graphql?{}", address.query().unwrap()));
    send(request.insert_header((ACCEPT, accept))).await
}

fn without_errors(heard: &Heard) -> bool {
    heard.json().get("errors").is_none()
}

#[actix_web::test]
async fn media_types() {
    let query = json!({ "query": "{ __typename }" });
    for (audit, accept, written) in [
        ("22EB", GRAPHQL, GRAPHQL),
        ("4655", PLAIN, PLAIN),
        ("47DE", "*/*", PLAIN),
        ("80D8", "", PLAIN),
        ("82A3", "", PLAIN),
    ] {
        let heard = post(accept, query.clone()).await;
        assert_eq!(heard.status, 200, "{audit}");
        assert!(heard.header("content-type").starts_with(written), "{audit} {heard:?}");
        assert!(heard.header("content-type").ends_with("charset=utf-8"), "{audit} {heard:?}");
    }
    let request = TestRequest::post().uri("/graphql").insert_header((CONTENT_TYPE, "application/json; charset=utf-8"));
    let heard = send(request.set_payload(r#"{"query": "{ __type(name: \"Run🏃Swim🏊\") { name } }"}"#)).await;
    assert_eq!((heard.status, without_errors(&heard)), (200, true), "BF61 78D5");
}

#[actix_web::test]
async fn methods() {
    assert_eq!(post("", json!({ "query": "{ __typename }" })).await.status, 200, "2C94 03D4");
    assert_eq!(get("*/*", "{ __typename }", None).await.status, 200, "5A70");
    let heard = get(GRAPHQL, "mutation { __typename }", None).await;
    assert_eq!((heard.status, heard.header("allow")), (405, "POST"), "9C48");
    let untyped = TestRequest::post().uri("/graphql").set_payload(r#"{"query": "{ __typename }"}"#);
    assert_eq!(send(untyped).await.status, 415, "9ABE");
    assert_eq!(post_text("", "").await.status, 400, "A5BF");
}

#[actix_web::test]
async fn parameters_of_the_wrong_kind() {
    assert_eq!(post(GRAPHQL, json!({ "notquery": "{ __typename }" })).await.status, 400, "423L");
    for accept in ["", PLAIN, GRAPHQL] {
        for (index, wrong) in [json!({ "obj": "ect" }), json!(0), json!(false), json!(["array"])].iter().enumerate() {
            assert_eq!(post(accept, json!({ "query": wrong })).await.status, 400, "LKJ{index}");
            let named = json!({ "query": "{ __typename }", "operationName": wrong });
            assert_eq!(post(accept, named).await.status, 400, "6C0{index}");
        }
        for (index, wrong) in [json!("string"), json!(0), json!(false), json!(["array"])].iter().enumerate() {
            let variables = json!({ "query": "{ __typename }", "variables": wrong });
            assert_eq!(post(accept, variables).await.status, 400, "476{index}");
            let extensions = json!({ "query": "{ __typename }", "extensions": wrong });
            assert_eq!(post(accept, extensions).await.status, 400, "58B{index}");
        }
        assert_eq!(post(accept, json!({ "qeury": "{ __typename }" })).await.status, 400, "8764 3E3A");
        assert_eq!(post_text(accept, "{ \"not a JSON").await.status, 400, "B6DC BCF8 B7N8");
    }
}

#[actix_web::test]
async fn parameters_of_the_right_kind() {
    let typed = "query Type($name: String!) { __type(name: $name) { name } }";
    for accept in [GRAPHQL, PLAIN] {
        for (audit, body) in [
            ("34A2 13EE", json!({ "query": "{ __typename }" })),
            ("8161 B8B3", json!({ "query": "query Query { __typename }", "operationName": "Query" })),
            ("94B0 0220", json!({ "query": "{ __typename }", "variables": null })),
            ("94B1 0221", json!({ "query": "{ __typename }", "operationName": null })),
            ("94B2 0222", json!({ "query": "{ __typename }", "extensions": null })),
            ("2EA1 28B9", json!({ "query": typed, "variables": { "name": "sometype" } })),
            ("428F 1B7A", json!({ "query": "{ __typename }", "extensions": { "some": "value" } })),
        ] {
            let heard = post(accept, body).await;
            assert_eq!((heard.status, without_errors(&heard)), (200, true), "{audit} {heard:?}");
        }
        let heard = get(accept, typed, Some(json!({ "name": "sometype" }))).await;
        assert_eq!((heard.status, without_errors(&heard)), (200, true), "D6D5 6A70");
    }
}

#[actix_web::test]
async fn documents_at_fault() {
    let unused = json!({ "query": "query CoerceFailure($id: ID!){ __typename }", "variables": { "id": null } });
    for (audit, body) in [
        ("572B 865D 556A D586", json!({ "query": "{" })),
        ("FDE2 51FE 74FF 5E5B", json!({ "query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }" })),
        ("FDE2 51FE 74FF 5E5B", json!({ "query": "{ nothing }" })),
        ("7B9B 86EE", unused),
        ("7B9B 86EE", json!({ "query": "query ($n: Int!) { twice(number: $n) }", "variables": { "n": null } })),
    ] {
        for (accept, status) in [(PLAIN, 200), (GRAPHQL, 400)] {
            let heard = post(accept, body.clone()).await;
            assert_eq!(heard.status, status, "{audit} {accept}");
            assert!(heard.json().get("data").is_none(), "{audit} {heard:?}");
            assert!(heard.json()["errors"][0]["message"].is_string(), "{audit} {heard:?}");
        }
    }
}
