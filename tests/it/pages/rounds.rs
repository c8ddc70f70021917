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

/// The documents of the lines and of the choices of a round in which every request is, each with a choice.
pub async fn of_all(deal: &Deal<'_>) -> [String; 2] {
    let opened = deal.broker.ask(OPEN, json!({"name": "All"})).await.text("openRound.round.id");
    let id: Id<Round> = opened.parse().unwrap();
    let all = "INSERT INTO round_line (round_id, request_id, status) SELECT $1, id, 'left' FROM support_request";
    deal.app.write(all, values![id.uuid()]).await;
    let chosen = "INSERT INTO round_choice (round_id, number, request_id, offer_id, home_id, kind, loss, chosen_by, chosen_at) \
                  SELECT round_id, row_number() OVER (ORDER BY request_id), request_id, offer.id, school_id, 'forbidden', 1, \
                  opened_by, opened_at FROM round_line JOIN brokerage_round AS round ON round.id = round_id \
                  CROSS JOIN (SELECT * FROM offer LIMIT 1) AS offer WHERE round_id = $1";
    deal.app.write(chosen, values![id.uuid()]).await;
    ["lines", "choices"].map(|list| format!("{{ brokerageRound(id: \"{opened}\") {{ {list}(@ }} }}"))
}
