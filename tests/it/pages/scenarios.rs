//! The rows of the lists of scenarios and of changes of the matching policy.

use lateral_tests::deal::Deal;
use serde_json::json;

use crate::scenarios::rows::TAKEN_BACK;

/// The document that writes a scenario.
const WRITE: &str =
    "mutation ($name: String!) { writeScenario(input: { name: $name, question: \"What if?\", halfDays: 4,
    halfTerms: [20263], changes: [{ weight: { factor: TRAVEL, to: 20 } }] }) { scenario { id } userErrors { code } } }";

/// One more scenario, and a change of the policy that was put forward with it and taken back.
pub async fn add(deal: &Deal<'_>) {
    deal.broker.ask(WRITE, json!({"name": "More"})).await.done();
    deal.app.write(TAKEN_BACK, Vec::new()).await;
}
