//! The guides of `docs/guide`: every operation is run, in the order of its page, by whom it names, and refused nothing. Where a
//! page says so in a comment, days pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::answer::Answer;
use lateral_tests::consent::Consenting;
use lateral_tests::deal::{AUTUMN_2, Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// An operation of a page: who runs it, what it says, and with which variables.
struct Operation {
    who: String,
    document: String,
    variables: Json,
    /// How many days pass before it, by the page's own word.
    after: i64,
}

fn operations(page: &str) -> Vec<Operation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide").join(page);
    let text = fs::read_to_string(path).unwrap();
    let mut found = Vec::<Operation>::new();
    let mut days = 0;
    for (place, block) in text.split("```").enumerate() {
        if place % 2 == 0 {
            let said =
                block.split("<!-- ").skip(1).filter_map(|it| it.split_once(" -->")?.0.strip_suffix(" days later"));
            days = said.last().map_or(0, |days| days.parse().unwrap());
            continue;
        }
        let (language, body) = block.split_once('\n').unwrap();
        match language {
            "graphql" => found.push(Operation {
                who: body.lines().next().unwrap().trim_start_matches("# ").to_owned(),
                document: body.to_owned(),
                variables: Json::Null,
                after: days,
            }),
            "json" => found.last_mut().unwrap().variables = serde_json::from_str(body).unwrap(),
            other => panic!("{page} holds a block of {other}"),
        }
    }
    found
}

/// The ids seen last, by the prefix of their noun, and the versions that were read with them.
#[derive(Default)]
struct Seen(BTreeMap<String, String>, BTreeMap<String, Json>);

impl Seen {
    fn id(&mut self, id: impl ToString) {
        let id = id.to_string();
        self.0.insert(id.split('_').next().unwrap().to_owned(), id);
    }

    fn all_of(&mut self, answer: &Json) {
        match answer {
            Json::Object(fields) => {
                if let Some(id) = fields.get("id").and_then(Json::as_str) {
                    self.id(id);
                    if let Some(version) = fields.get("version") {
                        self.1.insert(format!("{}_…", id.split('_').next().unwrap()), version.clone());
                    }
                }
                fields.values().for_each(|it| self.all_of(it));
            }
            Json::Array(items) => items.iter().for_each(|it| self.all_of(it)),
            _ => {}
        }
    }

    /// Puts what was seen in the place of what a page leaves open.
    fn fill(&self, variables: &mut Json) {
        match variables {
            Json::Object(fields) => fields.values_mut().for_each(|it| self.fill(it)),
            Json::Array(items) => items.iter_mut().for_each(|it| self.fill(it)),
            Json::String(text) if text.starts_with("the version of ") => {
                let of = text.trim_start_matches("the version of ");
                *variables = self.1.get(of).unwrap_or_else(|| panic!("no version of {of} was read")).clone();
            }
            Json::String(text) => {
                if let Some(kind) = text.strip_suffix("_…").or_else(|| text.strip_prefix("the URN of ")) {
                    *text = self.0.get(kind).unwrap_or_else(|| panic!("no {text} was seen before")).clone();
                }
            }
            _ => {}
        }
    }
}

async fn runs(page: &str) {
    let app = TestApp::start().await;
    follows(page, &app.deal().await).await;
}

/// Runs a page in the world of this deal; what was answered, in the order of the page.
async fn follows(page: &str, deal: &Deal<'_>) -> Vec<Answer> {
    let app = deal.app;
    deal.home.time(&deal.specialist, AUTUMN_2 + 1, 8).await;
    let mut seen = Seen::default();
    for id in [deal.offer.to_string(), deal.request.to_string(), deal.alliance.id.to_string()] {
        seen.id(id);
    }
    seen.id(deal.specialist.id);
    seen.0.insert("Ash Lane".to_owned(), deal.home.urn.to_string());
    seen.0.insert("Elm Park".to_owned(), deal.host.urn.to_string());
    // The head of Ash Lane has led for long and may mentor; an adviser may hold a group beside them.
    seen.0.insert("experienced".to_owned(), deal.experienced().await);
    seen.0.insert("adviser".to_owned(), deal.advises(&deal.home.specialist().await).await);
    seen.id(deal.host.id);
    let (operator, beside) = (app.national(Role::Operator).await, deal.governed().await);
    let operations = operations(page);
    assert!(operations.len() > 5, "{page} shows how");
    let mut answers = Vec::new();
    for mut it in operations {
        if it.after > 0 {
            app.clock.advance(TimeDelta::days(it.after));
            app.settle().await;
        }
        seen.fill(&mut it.variables);
        let asks = if it.who == "operator" { &operator } else { who(deal, &beside, &it.who) };
        let answer = asks.ask(&it.document, it.variables).await;
        seen.all_of(answer.done());
        app.settle().await;
        answers.push(answer);
    }
    app.sound().await;
    answers
}

fn who<'a, 'b>(deal: &'b Deal<'a>, beside: &'b Consenting<'a>, name: &str) -> &'b Persona<'a> {
    match name {
        "governor of Ash Lane" => &beside.governor,
        "trust officer of Ash Lane" => &beside.officer,
        "governor of Elm Park" => &beside.payer,
        "head of Elm Park" => &deal.host_head,
        "head of Ash Lane" => &deal.home_head,
        "specialist" => &deal.specialist.persona,
        "broker" => &deal.broker,
        other => panic!("{other} is nobody of the guides"),
    }
}

#[tokio::test]
async fn what_the_guide_for_heads_shows_is_done() {
    runs("head.md").await;
}

#[tokio::test]
async fn what_the_guide_for_specialists_shows_is_done() {
    runs("specialist.md").await;
}

#[tokio::test]
async fn what_the_guide_for_brokers_shows_is_done() {
    runs("broker.md").await;
}

#[tokio::test]
async fn what_the_guide_for_governors_shows_is_done() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS", "TRUST"], &["CHAIR_OF_GOVERNORS"]).await;
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 5_000});
    let input = json!({"deployment": deployment.to_string(), "terms": paid, "expectedVersion": 1});
    deal.broker.ask(&act("draftTerms", "DraftTermsInput", "deployment"), json!({ "input": input })).await.done();
    follows("governor.md", &deal).await;
}

/// The list of the page's own world, as its reader sees it.
fn shown(answers: &[Answer]) -> String {
    let list = answers.iter().find(|it| !it.at("supportRequest.candidates").is_null()).unwrap();
    let best = list.at("supportRequest.candidates.candidates.0");
    let mut table = "| points for | what you read | value | weight | points |\n|---|---|---|---|---|\n".to_owned();
    for part in best["parts"].as_array().unwrap() {
        let (factor, sentence) = (part["factor"].as_str().unwrap(), part["sentence"].as_str().unwrap());
        let [value, weight, points] = ["value", "weight", "contribution"].map(|name| part[name].as_i64().unwrap());
        table += &format!("| `{factor}` | {sentence} | {value} | {weight} | {points} |\n");
    }
    table + &format!("| score | | | | {} |\n", best["score"])
}

#[tokio::test]
async fn what_the_guide_to_matching_shows_is_done_and_its_list_is_what_is_answered() {
    let app = TestApp::start().await;
    let (home, host) = (app.school_at("Ash Lane", 352_000, 168_000).await, app.school("Elm Park").await);
    app.write("UPDATE school SET pupils = 480 WHERE id = $1", values![home.id.uuid()]).await;
    let answers = follows("matching.md", &app.deal_of(home, host).await).await;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/matching.md");
    let page = fs::read_to_string(&kept).unwrap();
    let (before, rest) = page.split_once("<!-- example: printed -->\n").unwrap();
    let after = rest.split_once("<!-- example: end -->\n").unwrap().1;
    let table = shown(&answers);
    let fresh = format!("{before}<!-- example: printed -->\n\n{table}\n<!-- example: end -->\n{after}");
    if page != fresh {
        let printed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("matching.md");
        fs::write(&printed, fresh).unwrap();
        panic!("the example changed; review the difference, then: cp {} {}", printed.display(), kept.display());
    }
}

#[tokio::test]
async fn what_the_guide_for_operators_shows_is_done() {
    runs("operator.md").await;
}
