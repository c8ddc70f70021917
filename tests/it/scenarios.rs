//! Scenarios: what would be, beside what is; and weights that change by them alone.

mod life;
mod policy;
pub mod rows;
mod told;
mod untouched;

use domain::Id;
use domain::brokerage::{PolicyChange, Scenario};
use domain::exchange::Offer;
use lateral_tests::TestApp;
use lateral_tests::answer::Answer;
use lateral_tests::deal::{AUTUMN_2, act};
use lateral_tests::persona::Persona;
use lateral_tests::world::{AllianceOf, SchoolOf};
use persistence::values;
use serde_json::{Value as Json, json};

/// What a step of a scenario answers.
const STEP: &str = "{ scenario { id status version readers } userErrors { code field message rule } }";

/// A scenario with everything that is read of it.
const SEEN: &str =
    "query($id: ID!) { scenario(id: $id) { id name question status readers halfDays halfTerms reason version
    alliance { id } changes { kind offerId specialistId schoolId factor setting number }
    report { requests policyVersion inputHash kept { part of }
        lines { line urgency about ofFairness today { part of } then { part of } verdict } } } }";

/// An alliance of which the first school gives and the others ask.
pub struct World<'a> {
    alliance: AllianceOf<'a>,
    /// Its broker.
    pub broker: Persona<'a>,
    giving: SchoolOf<'a>,
    offer: Id<Offer>,
}

impl<'a> World<'a> {
    /// So many schools that each ask for four half-days, searched as far as the nation, beside one that gives, whose specialist has
    /// time for so many half-days.
    pub async fn new(app: &'a TestApp, asking: usize, half_days: i32) -> Self {
        let giving = app.school("Ash Lane").await;
        let mut schools = Vec::new();
        for number in 0..asking {
            schools.push(app.school(&format!("School {number}")).await);
        }
        let members: Vec<_> = schools.iter().collect();
        let alliance = app.alliance("The Avon Alliance", &giving, &members).await;
        let specialist = giving.specialist().await;
        giving.time(&specialist, AUTUMN_2, half_days).await;
        let offer = giving.offer(&specialist).await;
        let much = "UPDATE offer SET half_days_per_half_term = 40 WHERE id = $1";
        app.write(much, values![offer.uuid()]).await;
        for school in &schools {
            let request = school.request(&alliance, 4).await;
            app.searched(&request.to_string(), "national").await;
        }
        Self { broker: alliance.broker().await, alliance, giving, offer }
    }

    /// Three more people like the one who gives.
    fn more(&self) -> Json {
        json!([{"addOffers": {"offer": self.offer.to_string(), "number": 3, "school": self.giving.gid()}}])
    }
}

/// Travel that weighs a little more.
pub fn travel() -> Json {
    json!([{"weight": {"factor": "TRAVEL", "to": 20}}])
}

async fn writing(by: &Persona<'_>, changes: Json) -> Answer {
    let input = json!({"name": "More help", "question": "Would more schools be met?", "halfDays": 4,
        "halfTerms": [AUTUMN_2], "changes": changes});
    let document = format!("mutation($input: WriteScenarioInput!) {{ writeScenario(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": input})).await
}

async fn write(by: &Persona<'_>, changes: Json) -> Id<Scenario> {
    writing(by, changes).await.text("writeScenario.scenario.id").parse().unwrap()
}

async fn reckon(by: &Persona<'_>, id: Id<Scenario>) -> Answer {
    let document = format!("mutation($input: ReckonScenarioInput!) {{ reckonScenario(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"scenario": id.to_string()}})).await
}

async fn share(by: &Persona<'_>, id: Id<Scenario>, readers: &str) -> Answer {
    let document = format!("mutation($input: ShareScenarioInput!) {{ shareScenario(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"scenario": id.to_string(), "readers": readers}})).await
}

async fn archive(by: &Persona<'_>, id: Id<Scenario>) -> Answer {
    let document = format!("mutation($input: ArchiveScenarioInput!) {{ archiveScenario(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"scenario": id.to_string(), "reason": "Answered."}})).await
}

/// A scenario as somebody reads it; null where they do not.
async fn seen(by: &Persona<'_>, id: Id<Scenario>) -> Json {
    by.ask(SEEN, json!({"id": id.to_string()})).await.at("scenario").clone()
}

/// A line of a report.
fn line<'j>(scenario: &'j Json, name: &str) -> &'j Json {
    let lines = scenario["report"]["lines"].as_array().unwrap();
    lines.iter().find(|it| it["line"] == name).unwrap()
}

/// A scenario that is reckoned and shared with the whole exchange.
pub async fn shown(by: &Persona<'_>, changes: Json) -> Id<Scenario> {
    let id = write(by, changes).await;
    reckon(by, id).await.done();
    share(by, id, "EXCHANGE").await.done();
    id
}

async fn proposing(by: &Persona<'_>, scenario: Id<Scenario>, otherwise: Json) -> Answer {
    let mut input = json!({"scenario": scenario.to_string(), "reason": "Rural schools wait longest."});
    lateral_tests::deal::overlay(&mut input, otherwise);
    by.ask(&act("proposePolicyChange", "ProposePolicyChangeInput", "change"), json!({ "input": input })).await
}

pub async fn propose(by: &Persona<'_>, scenario: Id<Scenario>) -> Id<PolicyChange> {
    proposing(by, scenario, json!({})).await.text("proposePolicyChange.change.id").parse().unwrap()
}

async fn approve(by: &Persona<'_>, change: Id<PolicyChange>) -> Answer {
    let document = act("approvePolicyChange", "ApprovePolicyChangeInput", "change");
    by.ask(&document, json!({"input": {"change": change.to_string()}})).await
}

async fn end(by: &Persona<'_>, mutation: &str, change: Id<PolicyChange>) -> Answer {
    let document = act(mutation, "EndPolicyChangeInput", "change");
    by.ask(&document, json!({"input": {"change": change.to_string(), "reason": "Too early."}})).await
}
