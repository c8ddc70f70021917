//! The rows of the lists of brokerage rounds.

use domain::Id;
use domain::brokerage::Round;
use lateral_tests::deal::Deal;
use persistence::values;
use serde_json::json;

/// The document that opens a round.
const OPEN: &str = "mutation ($name: String!) { openRound(input: { name: $name, halfDays: 4, halfTerms: [20263] }) {
    round { id } userErrors { code } } }";

/// One more round.
pub async fn add(deal: &Deal<'_>) {
    deal.broker.ask(OPEN, json!({"name": "Spring"})).await.done();
}

/// The document of the lines of a round in which every request is.
pub async fn of_all(deal: &Deal<'_>) -> String {
    let opened = deal.broker.ask(OPEN, json!({"name": "All"})).await.text("openRound.round.id");
    let id: Id<Round> = opened.parse().unwrap();
    let all = "INSERT INTO round_line (round_id, request_id, status) SELECT $1, id, 'left' FROM support_request";
    deal.app.write(all, values![id.uuid()]).await;
    format!("{{ brokerageRound(id: \"{opened}\") {{ lines(@ }} }}")
}
