//! A document passes the gate once, and a request every time.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::sample::{self, RAISED, ask, ask_of, code};
use super::{Asked, Introspection, Limits};

async fn refused(query: &str) -> String {
    code(&ask(query, Json::Null).await).to_owned()
}

async fn fine(query: &str) -> Json {
    let mut answer = ask(query, Json::Null).await;
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].take()
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused_before_anything_runs() {
    for (query, variables) in [
        ("query ($n: Int!) { twice(number: $n) }", json!({ "n": 2_147_483_648_i64 })),
        ("query ($n: Int!) { twice(number: $n) }", json!({ "n": 1.5 })),
        ("query ($n: Int!) { twice(number: $n) }", json!({})),
        ("query ($m: Mood!) { mood(of: $m) }", json!({ "m": "GLAD" })),
        ("query ($f: Form!) { form(form: $f) }", json!({ "f": { "name": "a", "admin": true } })),
        ("query ($w: Where!) { find(by: $w) }", json!({ "w": { "urn": 1, "name": "a" } })),
    ] {
        let answer = ask(query, variables).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{query}");
        assert!(answer.get("data").is_none());
    }
    for query in [
        "{ twice(number: 2147483648) }",
        "{ twice(number: \"1\") }",
        "{ twice }",
        "{ mood(of: GLAD) }",
        "{ form(form: { name: \"a\", admin: true }) }",
        "query ($n: String!) { form(form: { name: $n, admin: true }) }",
        "query ($n: Int) { form(form: { count: $n }) }",
        "query ($n: String!) { find(by: { urn: 1, name: $n }) }",
        "{ nothing }",
        "query ($n: String) { twice(number: $n) }",
        "query ($n: Int) { twice(number: $n) }",
        "query ($n: Int = null) { twice(number: $n) }",
        "query ($n: String!) { nodes(ids: $n) { id } }",
        "query ($n: String) { nodes(ids: [$n]) { id } }",
        "query ($n: String!) { school @skip(if: $n) { id } }",
        "query ($n: Int!) { school { ...F } } fragment F on School { offers(filter: $n) { nodes { id } } }",
        "subscription { school { id } }",
        "mutation { nothing }",
    ] {
        let answer = ask(query, json!({ "n": "x" })).await;
        assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED", "{query} {answer}");
    }
    assert_eq!(refused("{ echo(text: \"a\\u0000b\") }").await, "BAD_USER_INPUT");
    for query in ["", "{", "}", "query {}", "{ a(b: ) }", "\u{0}", "{ echo(text: \"\\ud800\") }", "query query query"] {
        assert_eq!(refused(query).await, "GRAPHQL_PARSE_FAILED", "{query}");
    }
}

#[tokio::test]
async fn values_that_fit_arrive() {
    let query =
        "query ($n: Int = 21, $f: Form!, $w: Where!) { twice(number: $n) form(form: $f) find(by: $w) mood(of: SO_SO) }";
    let answer = ask(query, json!({ "f": { "name": "é", "moods": ["FINE"] }, "w": { "urn": 7 } })).await;
    assert_eq!(answer["data"], json!({ "twice": 42, "form": "é None 1", "find": "7", "mood": "SO_SO" }));
    let nested = ask("query ($n: String!) { form(form: { name: $n, count: 3 }) }", json!({ "n": "b" })).await;
    assert_eq!(nested["data"]["form"], "b Some(3) 0");
}

#[tokio::test]
async fn what_variables_leave_out_is_left_out() {
    let query = "query ($a: Boolean!) { school { name @skip(if: $a) id ...F @include(if: $a) } }
                 fragment F on School { offers(first: 1) @skip(if: false) { nodes { title } } }";
    let all = ask(query, json!({ "a": true })).await;
    assert_eq!(all["data"]["school"], json!({ "id": "sch_1", "offers": { "nodes": [{ "title": "Phonics" }] } }));
    let less = ask(query, json!({ "a": false })).await;
    assert_eq!(less["data"]["school"], json!({ "name": "Ash Lane", "id": "sch_1" }));
    let none = fine("{ school { id name @skip(if: true) } }").await;
    assert_eq!(none["school"], json!({ "id": "sch_1" }));
}

#[tokio::test]
async fn fragments_on_interfaces_apply_to_their_types() {
    let query = "{ a: node(id: \"off_1\") { ...N } b: node(id: \"sch_1\") { ...N } }
        fragment N on Node { __typename id ... on Offer { title } ... on School { name ...S } }
        fragment S on School { neighbours { name } }";
    let answer = fine(query).await;
    assert_eq!(answer["a"], json!({ "__typename": "Offer", "id": "off_1", "title": "Phonics" }));
    let school =
        json!({ "__typename": "School", "id": "sch_1", "name": "Ash Lane", "neighbours": [{ "name": "Ash Lane" }] });
    assert_eq!(answer["b"], school);
}

#[tokio::test]
async fn a_field_that_is_asked_twice_runs_once() {
    let before = RAISED.load(Ordering::SeqCst);
    let query = "mutation ($y: Boolean!) { raise { first } ...R raise @include(if: $y) { first } }
                 fragment R on Mutation { raise { second } }";
    let answer = ask(query, json!({ "y": true })).await;
    assert_eq!(answer["data"]["raise"], json!({ "first": before, "second": before }));
    assert_eq!(RAISED.load(Ordering::SeqCst), before + 1);
}

#[tokio::test]
async fn a_failed_field_is_null_in_place_and_says_nothing_of_how_we_are_built() {
    let answer = ask("{ school { name maybeLost } refused twice(number: 1) }", Json::Null).await;
    let data = json!({ "school": { "name": "Ash Lane", "maybeLost": null }, "refused": null, "twice": 2 });
    assert_eq!(answer["data"], data);
    let errors = answer["errors"].as_array().unwrap();
    let of =
        |path: &str| errors.iter().find(|it| it["path"].as_array().unwrap().iter().any(|key| key == path)).unwrap();
    assert_eq!(of("maybeLost")["extensions"], json!({ "code": "INTERNAL_SERVER_ERROR", "requestId": "test" }));
    assert!(!of("maybeLost")["message"].as_str().unwrap().contains("relation"));
    assert_eq!(of("refused")["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(of("refused")["message"], "Please sign in.");

    let bubbled = ask("{ school { name lost } twice(number: 1) }", Json::Null).await;
    assert_eq!(bubbled["data"], json!({ "school": null, "twice": 2 }));
    assert_eq!(bubbled["errors"][0]["path"], json!(["school", "lost"]));
}

#[tokio::test]
async fn many_errors_are_told_shortly() {
    let broken: String = (0..25).map(|i| format!("a{i}: maybeLost ")).collect();
    let answer = ask(&format!("{{ school {{ {broken} }} }}"), Json::Null).await;
    assert_eq!(answer["errors"].as_array().unwrap().len(), 20);
    let long = ask(&format!("{{ {} }}", "x".repeat(5_000)), Json::Null).await;
    assert!(long["errors"][0]["message"].as_str().unwrap().chars().count() <= 500);
}

#[tokio::test]
async fn the_schema_is_shown_to_whom_it_may_be() {
    let front = sample::front(Introspection::SignedIn, Limits::default()).await;
    let asks = |query: &'static str, signed_in| ask_of(&front, query, Json::Null, signed_in);
    let shown = asks("{ __schema { queryType { name } } __type(name: \"School\") { name } }", true).await;
    assert_eq!(
        shown["data"],
        json!({ "__schema": { "queryType": { "name": "Query" } }, "__type": { "name": "School" } })
    );
    let hidden = asks("{ __schema { queryType { name } } }", false).await;
    assert_eq!(code(&hidden), "INTROSPECTION_NOT_ALLOWED");
    // What may not be seen does not exist, and asking for one type by name is no error.
    let absent = asks("{ __type(name: \"School\") { name } }", false).await;
    assert_eq!(absent, json!({ "data": { "__type": null } }));

    let misspelt = "{ scool { id } }";
    assert!(asks(misspelt, true).await["errors"][0]["message"].as_str().unwrap().contains("Did you mean"));
    assert!(!asks(misspelt, false).await["errors"][0]["message"].as_str().unwrap().contains("Did you mean"));
}

#[tokio::test]
async fn a_repeated_document_is_found_again_and_others_are_forgotten() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    for round in 0..3 {
        let answer = ask_of(&front, "{ school { name } }", Json::Null, true).await;
        assert_eq!(answer["data"]["school"]["name"], "Ash Lane", "{round}");
    }
    assert!(front.remembers("{ school { name } }"));
    for i in 0..1_100 {
        ask_of(&front, &format!("{{ a{i}: __typename }}"), Json::Null, true).await;
        if i % 100 == 0 {
            ask_of(&front, "{ school { name } }", Json::Null, true).await;
        }
    }
    assert!(front.remembers("{ school { name } }"), "what is asked for again is kept");
    assert!(!front.remembers("{ a0: __typename }"), "what is not is forgotten");
}

#[tokio::test]
async fn a_repeated_document_is_read_and_checked_once() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    let operation = async || {
        let asked = Asked { query: "{ school { name } }".to_owned(), ..Asked::default() };
        front.admit(asked, true, "test").await.unwrap().operation
    };
    assert!(Arc::ptr_eq(&operation().await, &operation().await));
}

#[tokio::test]
async fn long_documents_are_forgotten_sooner() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    let text = |number| format!("{{ a{number}: __typename }} #{}", " ".repeat(60_000));
    for number in 0..80 {
        assert!(ask_of(&front, &text(number), Json::Null, true).await.get("errors").is_none());
    }
    assert!(front.remembers(&text(79)) && !front.remembers(&text(0)), "four megabytes at most are kept");
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_given_up() {
    let limits = Limits { deadline: Duration::from_millis(20), ..Limits::default() };
    let answer = ask_of(&sample::front(Introspection::Off, limits).await, "{ slow }", Json::Null, true).await;
    assert_eq!(code(&answer), "DEADLINE_EXCEEDED");
    assert!(answer.get("data").is_none());
}
