//! The public contract is written down, and the file is true.

use std::fs;
use std::path::Path;

use lateral_tests::TestApp;
use serde_json::Value as Json;

#[test]
fn the_contract_in_the_repository_is_the_one_that_is_served() {
    let kept = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql")).unwrap_or_default();
    let fresh = kept == lateral::graphql::sdl();
    assert!(fresh, "schema.graphql is stale: run `cargo run -p lateral -- schema > schema.graphql`");
}

const EVERYTHING: &str = "{ __schema { types { name description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";

#[tokio::test]
async fn everything_in_the_contract_is_described_in_words() {
    let app = TestApp::start().await;
    let answer = app.service().asks(EVERYTHING).await;
    let mut silent = Vec::new();
    for kind in answer.at("__schema.types").as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        // The five scalars of GraphQL itself are described by its specification.
        if name.starts_with("__") || ["ID", "Int", "Float", "String", "Boolean"].contains(&name) {
            continue;
        }
        note(&mut silent, name, kind);
        for list in ["fields", "inputFields", "enumValues"] {
            for member in kind[list].as_array().into_iter().flatten() {
                let path = format!("{name}.{}", member["name"].as_str().unwrap());
                note(&mut silent, &path, member);
                for argument in member["args"].as_array().into_iter().flatten() {
                    note(&mut silent, &format!("{path}({})", argument["name"].as_str().unwrap()), argument);
                }
            }
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}

fn note(silent: &mut Vec<String>, path: &str, member: &Json) {
    if member["description"].as_str().is_none_or(|words| words.trim().is_empty()) {
        silent.push(path.to_owned());
    }
}
