//! Each limit is kept, and says its own name.

use std::fmt::Write;
use std::time::{Duration, Instant};

use async_graphql::Variables;
use serde_json::{Value as Json, json};

use super::sample::{self, ask, ask_of, code};
use super::{Asked, Introspection, Limits};

async fn refused(query: &str) -> String {
    code(&ask(query, Json::Null).await).to_owned()
}

async fn fine(query: &str) -> Json {
    let mut answer = ask(query, Json::Null).await;
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].take()
}

/// A document of fragments, each of which spreads the next one twice.
fn bomb(levels: usize) -> String {
    let mut text = String::from("{ school { ...F0 } }");
    for level in 0..levels {
        write!(text, " fragment F{level} on School {{ ...F{next} ...F{next} }}", next = level + 1).unwrap();
    }
    write!(text, " fragment F{levels} on School {{ name }}").unwrap();
    text
}

#[tokio::test]
async fn a_fragment_bomb_is_refused_before_it_costs_anything() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    let nested = (0..25).fold(String::from("{ school { ...F0 } }"), |text, level| {
        let next = level + 1;
        format!(
            "{text} fragment F{level} on School {{ a: neighbours {{ ...F{next} }} b: neighbours {{ ...F{next} }} }}"
        )
    });
    let nested = nested + " fragment F25 on School { name }";
    assert_eq!(code(&ask_of(&front, &nested, Json::Null, true).await), "TOO_MANY_SELECTIONS");

    let bomb = bomb(25);
    let mut quickest = Duration::MAX;
    for _ in 0..10 {
        let started = Instant::now();
        let answer = ask_of(&front, &bomb, Json::Null, true).await;
        quickest = quickest.min(started.elapsed());
        assert_eq!(code(&answer), "NAME_REPEATED_TOO_OFTEN");
    }
    // A build without optimisation parses that much more slowly; the walk itself is never the slow part.
    let most = if cfg!(debug_assertions) { 100 } else { 10 };
    assert!(quickest.as_millis() < most, "{quickest:?}");
}

#[tokio::test]
async fn fragments_that_spread_themselves_are_refused() {
    for query in [
        "{ school { ...A } } fragment A on School { name ...A }",
        "{ school { ...A } } fragment A on School { ...B } fragment B on School { ...C } fragment C on School { ...A }",
        "{ school { neighbours { ...A } } } fragment A on School { neighbours { ...A } }",
    ] {
        assert_eq!(refused(query).await, "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
}

#[tokio::test]
async fn every_limit_speaks_for_itself_and_only_past_it() {
    let deep = |levels: usize| {
        format!("{{ school {} }}", "{ neighbours ".repeat(levels - 2) + "{ name }" + &"}".repeat(levels - 2))
    };
    assert_eq!(
        fine(&deep(6)).await["school"]["neighbours"][0]["neighbours"][0]["neighbours"][0]["neighbours"][0]["name"],
        "Ash Lane"
    );
    assert_eq!(refused(&deep(16)).await, "TOO_DEEP");

    let aliased = |count: usize| (0..count).map(|i| format!("a{i}: name ")).collect::<String>();
    fine(&format!("{{ school {{ {} }} }}", aliased(30))).await;
    assert_eq!(refused(&format!("{{ school {{ {} }} }}", aliased(31))).await, "NAME_REPEATED_TOO_OFTEN");
    let hidden = format!("{{ school {{ ...A ... on School {{ ...A }} }} }} fragment A on School {{ {} }}", aliased(16));
    assert_eq!(refused(&hidden).await, "NAME_REPEATED_TOO_OFTEN");

    let roots = |count: usize| (0..count).map(|i| format!("a{i}: __typename ")).collect::<String>();
    fine(&format!("{{ {} }}", roots(20))).await;
    assert_eq!(refused(&format!("{{ {} }}", roots(21))).await, "TOO_MANY_ROOT_FIELDS");

    let raised = |count: usize| (0..count).map(|i| format!("a{i}: raise {{ first }} ")).collect::<String>();
    assert_eq!(refused(&format!("mutation {{ {} }}", raised(5))).await, "TOO_MANY_MUTATIONS");
    let spread = format!("mutation A {{ {} }} mutation B {{ {} }}", raised(3), raised(2));
    assert_eq!(refused(&spread).await, "TOO_MANY_MUTATIONS");

    let directives = |count: usize| format!("{{ school {} {{ name }} }}", "@include(if: true) ".repeat(count));
    assert_eq!(refused(&directives(6)).await, "TOO_MANY_DIRECTIVES");

    let fragments = |count: usize| {
        let spreads: String = (0..count).map(|i| format!("...F{i} ")).collect();
        let bodies: String = (0..count).map(|i| format!("fragment F{i} on School {{ id }} ")).collect();
        format!("{{ school {{ {spreads} }} }} {bodies}")
    };
    fine(&fragments(30)).await;
    assert_eq!(refused(&fragments(51)).await, "TOO_MANY_FRAGMENTS");

    let operations =
        |count: usize| (0..count).map(|i| format!("query Q{i} {{ school {{ id }} }} ")).collect::<String>();
    assert_eq!(refused(&operations(11)).await, "TOO_MANY_OPERATIONS");
    assert_eq!(refused(&operations(2)).await, "OPERATION_RESOLUTION_FAILURE");

    let variables: String = (0..101).map(|i| format!("$v{i}: Int ")).collect();
    assert_eq!(refused(&format!("query ({variables}) {{ school {{ id }} }}")).await, "TOO_MANY_VARIABLES");

    let nested = format!("{{ school {{ {} name {} }} }}", "... { ".repeat(70), "} ".repeat(70));
    assert_eq!(refused(&nested).await, "NESTED_TOO_DEEPLY");
    let chain: String = (0..40).map(|i| format!("fragment F{i} on School {{ ... {{ ...F{} }} }} ", i + 1)).collect();
    let chain = format!("{{ school {{ ...F0 }} }} {chain} fragment F40 on School {{ id }}");
    assert_eq!(refused(&chain).await, "NESTED_TOO_DEEPLY");
}

#[tokio::test]
async fn the_price_follows_the_page_sizes_whether_written_or_given() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    let query = "query ($n: Int! = 10) { school { offers(first: 100) { nodes { school { offers(first: $n) { edges { node { id } } } } } } } }";
    // 1 + 100 × (1 + 1 + n) records.
    assert_eq!(code(&ask_of(&front, query, json!({ "n": 100 }), true).await), "none");
    assert_eq!(code(&ask_of(&front, query, json!({}), true).await), "none");
    assert_eq!(code(&ask_of(&front, query, json!({ "n": 498 }), true).await), "TOO_MANY_NODES");
    assert_eq!(code(&ask_of(&front, query, json!({ "n": 2_147_483_647 }), true).await), "TOO_MANY_NODES");

    // A ranking costs 50 points for each of the records at which it is asked.
    let ranked =
        "query ($n: Int!) { school { offers(first: $n) { nodes { request { candidates { candidates { id } } } } } } }";
    assert_eq!(code(&ask_of(&front, ranked, json!({ "n": 30 }), true).await), "none");
    assert_eq!(code(&ask_of(&front, ranked, json!({ "n": 40 }), true).await), "TOO_COSTLY");
}

#[tokio::test]
async fn a_price_counts_what_a_shortlist_holds_and_what_is_searched_for() {
    let front = sample::front(Introspection::Off, Limits::default()).await;
    let cost = async |query: &str, variables: Json| {
        let variables = Variables::from_json(variables);
        let asked = Asked { query: query.to_owned(), variables, ..Asked::default() };
        let price = front.admit(asked, true, "test").await.unwrap().price;
        (price.nodes, price.surcharge)
    };
    let shortlist = "query ($n: Int = 10, $e: Int) { school { offers(first: 1) { nodes { request {                      candidates(first: $n, excluded: $e) { ...S } } } } } }                      fragment S on MatchShortlist { candidates { id } excluded { id } }";
    // The school, its offer, the request, the shortlist, and what this holds.
    assert_eq!(cost(shortlist, json!({ "n": 1, "e": 100 })).await, (105, 50));
    assert_eq!(cost(shortlist, json!({ "e": 0 })).await, (14, 50));
    assert_eq!(
        cost(&shortlist.replace(", excluded: $e", "").replace(", $e: Int", ""), json!({ "n": 30 })).await,
        (44, 50)
    );

    for (filter, variables, searched) in [
        ("{text: \"a\"}", json!({}), 10),
        ("{text: null}", json!({}), 0),
        ("null", json!({}), 0),
        ("{text: $t}", json!({ "t": "a" }), 10),
        ("{text: $t}", json!({}), 0),
        ("$f", json!({ "f": { "text": "a" } }), 10),
        ("$f", json!({ "f": { "text": null } }), 0),
        ("$f", json!({ "f": {} }), 0),
        ("$f", json!({}), 0),
    ] {
        let declared = match filter {
            "{text: $t}" => "query ($t: String)",
            "$f" => "query ($f: OfferFilter)",
            _ => "query",
        };
        let query = format!("{declared} {{ school {{ offers(first: 1, filter: {filter}) {{ nodes {{ id }} }} }} }}");
        assert_eq!(cost(&query, variables).await.1, searched, "{filter}");
    }
}

#[tokio::test]
async fn a_large_variable_in_many_places_is_refused() {
    let text = "x".repeat(900_000);
    let many: String = (0..20).map(|i| format!("a{i}: echo(text: $t) ")).collect();
    let answer = ask(&format!("query ($t: String!) {{ {many} }}"), json!({ "t": text })).await;
    assert_eq!(code(&answer), "VARIABLES_TOO_LARGE");
}

#[tokio::test]
async fn the_standard_introspection_query_passes_and_its_floods_do_not() {
    fine(STANDARD).await;
    for flood in [
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        "{ a: __schema { types { name } } b: __schema { types { name } } }",
        "{ __type(name: \"Query\") { ...T } } fragment T on __Type { fields { type { fields { args { type { enumValues { name } } } } } } }",
    ] {
        assert_eq!(refused(flood).await, "INTROSPECTION_TOO_COSTLY", "{flood}");
    }
}

/// The introspection query as GraphQL's reference implementation writes it, in its widest form.
const STANDARD: &str = "query IntrospectionQuery {
  __schema {
    description
    queryType { name kind } mutationType { name kind } subscriptionType { name kind }
    types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) {
    name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type {
  kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}";
