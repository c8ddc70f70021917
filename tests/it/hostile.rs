//! Requests that mean harm, over real HTTP (TRUST section 3). After each of them the server answers the next.

use lateral_tests::TestApp;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn documents_that_explode_are_refused_by_name() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let bomb = (0..25).fold("{ __typename ...F0 }".to_owned(), |text, level| {
        format!("{text} fragment F{level} on Query {{ ...F{next} ...F{next} }}", next = level + 1)
    }) + " fragment F25 on Query { __typename }";
    let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let aliases = (0..31).map(|i| format!("a{i}: __typename ")).collect::<String>();
    let directives = "@include(if: true) ".repeat(6);
    let introspection =
        "{ __type(name: \"Query\") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }";
    for (document, code) in [
        (bomb, "NAME_REPEATED_TOO_OFTEN"),
        (cycle.to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        (format!("{{ {aliases} }}"), "NAME_REPEATED_TOO_OFTEN"),
        (format!("{{ __typename {directives} }}"), "TOO_MANY_DIRECTIVES"),
        ((0..11).map(|i| format!("query Q{i} {{ __typename }} ")).collect(), "TOO_MANY_OPERATIONS"),
        ("x ".repeat(10_001), "TOO_MANY_TOKENS"),
        (" ".repeat(64 * 1024 + 1), "QUERY_TOO_LONG"),
        ("{".repeat(65), "NESTED_TOO_DEEPLY"),
        (introspection.to_owned(), "INTROSPECTION_TOO_COSTLY"),
    ] {
        let heard = site.ask_openly(&document, Json::Null).await;
        assert_eq!((heard.status, heard.code()), (400, code), "{}", &document[..document.len().min(80)]);
    }
    assert_eq!(site.ask_openly("{ __typename }", Json::Null).await.status, 200);
}

#[tokio::test]
async fn json_that_is_none_or_too_much_is_refused() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let deep = format!("{{\"query\": \"{{ __typename }}\", \"variables\": {}", "{\"a\":".repeat(100_000));
    for (body, code) in [
        (deep, "JSON_TOO_DEEP"),
        ("[".repeat(100_000), "JSON_TOO_DEEP"),
        ("{\"query\": \"{ __typename }\", \"query\": \"{ __typename }\"}".into(), "BAD_REQUEST"),
        ("{\"query\": \"{ __typename }\", \"variables\": {\"a\": \"\\u0000\"}}".into(), "BAD_USER_INPUT"),
        ("{\"query\": \"\\ud800\"}".into(), "BAD_REQUEST"),
        ("\u{feff}{\"query\": \"{ __typename }\"}".into(), "BAD_REQUEST"),
        ("[{\"query\": \"{ __typename }\"}]".into(), "BATCHING_NOT_SUPPORTED"),
        ("nonsense".into(), "BAD_REQUEST"),
    ] {
        let heard = site.send_text(body).await;
        assert_eq!(heard.code(), code);
        assert_ne!(heard.status, 500);
    }
    let proto = json!({ "query": "{ __typename }", "variables": { "__proto__": { "admin": true } } }).to_string();
    assert_eq!(site.send_text(proto).await.status, 200);
}

#[tokio::test]
async fn requests_that_bend_the_protocol_are_refused() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let head = |head: &str| format!("POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n");
    let json = "Content-Type: application/json";
    let announced = site.raw(head(&format!("{json}\r\nContent-Length: 67108864"))).await;
    assert!(announced.starts_with("HTTP/1.1 413"), "{announced}");
    let twice = site.raw(head(&format!("{json}\r\nContent-Length: 2\r\nContent-Length: 3")) + "{}").await;
    assert!(twice.starts_with("HTTP/1.1 400"), "{twice}");
    let both =
        site.raw(head(&format!("{json}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked")) + "0\r\n\r\n").await;
    assert!(both.starts_with("HTTP/1.1 400"), "{both}");
    let untyped = site.raw(head("Content-Length: 2") + "{}").await;
    assert!(untyped.starts_with("HTTP/1.1 415"), "{untyped}");

    let overridden = site.request("GET", "/graphql?query=%7B__typename%7D").header("x-http-method-override", "DELETE");
    assert_eq!(site.send(overridden).await.status, 200, "a method is what the request line says");
    for method in ["DELETE", "PUT", "PATCH"] {
        let refused = site.send(site.request(method, "/graphql")).await;
        assert_eq!((refused.status, refused.text("requestId")), (405, ""), "{method} is refused as GraphQL refuses");
        assert_eq!(refused.body["errors"][0]["extensions"]["code"], "METHOD_NOT_ALLOWED");
        assert_eq!(refused.header("allow"), ["GET, POST, OPTIONS"]);
        assert_eq!(refused.header("content-type"), ["application/json; charset=utf-8"]);
    }
    for (path, code) in [("/graphql", "/errors/0/extensions/code"), ("/auth/sign-in", "/code")] {
        let asked = site.request("OPTIONS", path).header("origin", "https://evil.example");
        let refused = site.send(asked.header("access-control-request-method", "POST")).await;
        assert_eq!((refused.status, refused.body.pointer(code)), (403, Some(&json!("ORIGIN_NOT_ALLOWED"))), "{path}");
    }
    let from_nowhere = site.post("/graphql", &json!({ "query": "{ __typename }" })).header("origin", "null");
    assert!(site.send(from_nowhere).await.header("access-control-allow-origin").is_empty());
}
