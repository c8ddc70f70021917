//! What each documented operation costs by the schema as it is: a reviewed table (SETTLED 19), and how much room it leaves.

use std::path::Path;
use std::{fs, iter};

use async_graphql::Variables;
use lateral::graphql::Asked;
use lateral::graphql::front::{Price, RANKINGS};
use lateral_tests::TestApp;
use serde_json::{Value as Json, json};

use crate::access::contract::Contract;

/// Every documented operation, the records that its answer could hold, and its points beside them.
const TABLE: [(&str, u64, u64); 25] = [
    ("accept_for_home", 2, 10),
    ("accept_for_host", 3, 10),
    ("candidates", 482, 50),
    ("confirm_need", 315, 70),
    ("confirm_visit", 3, 10),
    ("declare_for_home", 33, 10),
    ("declare_for_host", 12, 10),
    ("find_help", 30, 0),
    ("first-query", 10, 10),
    ("propose", 14, 60),
    ("q1", 22, 0),
    ("q2", 60, 0),
    ("q3", 20, 0),
    ("q4", 231, 0),
    ("q5", 40, 10),
    ("q6", 2, 10),
    ("raise_request", 2, 10),
    ("record_visit", 4, 10),
    ("see_candidates", 147, 50),
    ("see_given", 12, 0),
    ("see_received", 12, 0),
    ("sign_for_alliance", 2, 10),
    ("sign_for_home", 6, 20),
    ("sign_for_host", 25, 10),
    ("waiting_requests", 263, 0),
];

/// The documented operations, by name.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["script/lib", "script/lib/bench", "api/graphiql/src/story"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let files = files.map(|it| it.unwrap().path()).filter(|it| it.extension().is_some_and(|it| it == "graphql"));
    let mut found: Vec<_> = files
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// Whatever one of the documented operations asks for; the rest of an operation's variables is not declared.
fn variables() -> Json {
    let terms = json!({
        "kind": "SUPPORT", "title": "Maths", "need": "Two teachers are new.", "expertise": ["exp"], "keyStages": ["KS2"],
        "objectives": [{"pupilGroup": "Year 4", "measure": "The check", "dueOn": "2027-06-30", "level": "DEPARTMENT"}], "modes": ["IN_PERSON"],
        "urgency": "SOON", "halfDays": 2, "startsOn": "2026-11-09", "endsOn": "2027-02-05",
        "settlement": "RECIPROCAL_CREDIT",
    });
    json!({
        "urn": "100000", "request": "req", "offer": "ofr", "run": "run", "proposal": "prp", "deployment": "dep",
        "visit": "vis", "text": "help", "near": {"urn": "100000", "withinKm": 50}, "expertise": ["exp"],
        "keyStages": ["KS2"], "message": "Would this suit you?", "visitedOn": "2026-11-09", "mode": "IN_PERSON",
        "halfDays": 1, "version": 1, "note": "Taught together.", "terms": terms,
    })
}

async fn price(app: &TestApp, query: &str) -> Price {
    let mut variables = variables();
    if query.contains("$terms: TermsInput!") {
        variables["terms"] = lateral_tests::deal::terms();
    }
    let declared = |name: &str| query.contains(&format!("${name}:"));
    variables.as_object_mut().unwrap().retain(|name, _| declared(name));
    let asked = Asked { query: query.to_owned(), variables: Variables::from_json(variables), ..Asked::default() };
    let admitted = app.front().await.admit(asked, true, "test").await;
    admitted.unwrap_or_else(|(_, errors)| panic!("{query}: {errors:?}")).price
}

#[tokio::test]
async fn every_documented_operation_costs_what_was_reviewed() {
    let app = TestApp::start().await;
    let mut costs = Vec::new();
    for (name, document) in documents() {
        let price = price(&app, &document).await;
        costs.push((name, price.nodes, price.surcharge));
    }
    let known: Vec<_> = TABLE.iter().map(|(name, nodes, points)| ((*name).to_owned(), *nodes, *points)).collect();
    assert_eq!(costs, known);
}

#[tokio::test]
async fn what_ranks_and_what_searches_pays_wherever_it_stands() {
    let app = TestApp::start().await;
    let contract = Contract::read(&app).await;
    for field in RANKINGS {
        assert!(contract.every_field().iter().any(|it| it == field), "{field} is not in the contract");
    }
    let surcharge = async |query: &str| price(&app, query).await.surcharge;
    let kept = "matchRun(id: \"run\") { shortlist { candidates { rank } excluded { stage } } }";
    assert_eq!(surcharge(&format!("{{ {kept} }}")).await, 0, "what is kept is not ranked again");
    assert_eq!(surcharge("{ matchRun(id: \"run\") { replay { same } } }").await, 50);
    let ids = iter::repeat_n("\"run\"", 100).collect::<Vec<_>>().join(" ");
    let many = format!("{{ nodes(ids: [{ids}]) {{ ... on MatchRun {{ replay {{ same }} }} }} }}");
    let asked = Asked { query: many, ..Asked::default() };
    let (code, _) = app.front().await.admit(asked, true, "test").await.unwrap_err();
    assert_eq!(code, lateral::graphql::Code::TooCostly);
    for searched in ["offers(first: 1, filter: {text: \"a\"})", "schools(first: 1, filter: {text: \"a\"})"] {
        assert_eq!(surcharge(&format!("{{ {searched} {{ nodes {{ id }} }} }}")).await, 10, "{searched}");
    }
    assert_eq!(surcharge("{ alliances(first: 1, text: \"a\") { nodes { id } } }").await, 10);
}
