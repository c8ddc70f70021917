//! The public contract is written down, and the file is true.

use std::fs;
use std::path::Path;

use lateral_tests::TestApp;
use serde_json::{Value as Json, json};

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

const RULES: &str = "{ __schema { types { kind name specifiedByURL fields { name type { ...T } } }
    mutationType { fields { name type { ...T } args { name type { kind } } } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }";

#[tokio::test]
async fn the_rules_of_our_own_scalars_are_where_the_contract_says() {
    let app = TestApp::start().await;
    let site = app.site().await;
    let told = site.request("GET", "/docs/scalars").send().await.unwrap();
    assert_eq!(told.headers()["content-type"], "text/plain; charset=utf-8");
    let told = told.text().await.unwrap();
    assert_eq!(told, fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/scalars.md")).unwrap());
    let headings: Vec<_> = told.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let answer = app.service().asks(RULES).await;
    let scalars = answer.at("__schema.types").as_array().unwrap().iter();
    let ours = scalars.filter(|it| it["specifiedByURL"].as_str().is_some_and(|url| !url.starts_with("https://")));
    let ours: Vec<_> = ours.map(|it| (it["name"].as_str().unwrap(), it["specifiedByURL"].as_str().unwrap())).collect();
    assert_eq!(ours, headings.into_iter().map(|name| (name, "/docs/scalars")).collect::<Vec<_>>());
}

#[tokio::test]
async fn scalars_have_rules_and_mutations_tell_refusals_as_data() {
    let app = TestApp::start().await;
    let answer = app.service().asks(RULES).await;
    let types = answer.at("__schema.types").as_array().unwrap();
    let own = |it: &&Json| !["ID", "Int", "Float", "String", "Boolean"].contains(&it["name"].as_str().unwrap());
    for scalar in types.iter().filter(|it| it["kind"] == "SCALAR").filter(own) {
        assert!(scalar["specifiedByURL"].is_string(), "{scalar} says nowhere what its rules are");
    }
    for mutation in answer.at("__schema.mutationType.fields").as_array().unwrap() {
        assert_eq!(mutation["type"]["kind"], "NON_NULL", "{mutation}");
        assert_eq!(mutation["args"], json!([{"name": "input", "type": {"kind": "NON_NULL"}}]), "{mutation}");
        let payload = types.iter().find(|it| it["name"] == mutation["type"]["ofType"]["name"]).unwrap();
        let fields = payload["fields"].as_array().unwrap();
        let errors = &fields.iter().find(|it| it["name"] == "userErrors").unwrap()["type"];
        assert_eq!(
            (&errors["kind"], &errors["ofType"]["ofType"]["kind"]),
            (&Json::from("NON_NULL"), &Json::from("NON_NULL"))
        );
        assert_eq!(errors["ofType"]["ofType"]["ofType"]["name"], "UserError");
        assert_eq!(fields.len(), 2, "{} gives what was changed, and nothing else", payload["name"]);
    }
}

const INPUTS: &str = "{ __schema { types { kind name description
    fields { name description args { name description type { ...T } } }
    inputFields { name description type { ...T } } enumValues { description } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }";

#[tokio::test]
async fn ids_are_named_for_their_nouns_filters_alike_and_descriptions_say_something() {
    let app = TestApp::start().await;
    let answer = app.service().asks(INPUTS).await;
    let list = |of: &Json, name: &str| of[name].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    for of in list(answer.at("__schema"), "types") {
        let name = of["name"].as_str().unwrap();
        let arguments = list(&of, "fields").into_iter().flat_map(|field| list(&field, "args"));
        let takes: Vec<_> = list(&of, "inputFields").into_iter().chain(arguments).collect();
        for it in takes {
            let (field, said) = (it["name"].as_str().unwrap(), it["description"].as_str().unwrap_or_default());
            if (field.ends_with("Id") || field.ends_with("Ids")) && it["type"].to_string().contains("\"ID\"") {
                wrong.push(format!("{name}.{field} is an id: name it for its noun"));
            }
            if said.starts_with("Which one") {
                wrong.push(format!("{name}.{field}: \"{said}\" says nothing"));
            }
        }
        if name.ends_with("FilterInput") {
            wrong.push(format!("{name} is a Filter"));
        }
        let below = ["fields", "enumValues", "inputFields"].into_iter().flat_map(|it| list(&of, it));
        for told in below.chain([of.clone()]) {
            let said = told["description"].as_str().unwrap_or_default();
            if ["(DOMAIN", "(SETTLED"].iter().any(|it| said.contains(it)) {
                wrong.push(format!("{name}: \"{said}\" cites what clients cannot read"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
