//! What the books tell in the end: everybody's statements, month by month, and the ledger of the pooled budget.

use lateral_tests::Persona;
use serde_json::{Value as Json, json};

use super::pair::Pair;

/// The months in which a history can have charges.
const MONTHS: [&str; 3] = ["2026-11-01", "2026-12-01", "2027-01-01"];
/// What a statement adds up.
const TOTAL: &str = "total { halfDays credit price { gross brokerage net } paidBy { host alliance grant other pool } \
                     cover inKind }";

async fn asked(who: &Persona<'_>, document: &str, of: &str) -> Json {
    let answer = who.asks(document).await;
    answer.done();
    answer.at(of).clone()
}

/// Fails unless the school that receives, the school that gives and their alliance are told the same of each month, under
/// whatever number the schools are now, and the sums are those of the visits that stand.
pub async fn reconcile(pair: &Pair<'_>) {
    let (mut half_days, mut pooled) = (0, 0);
    for month in MONTHS {
        let of =
            format!("{{ alliance(id: \"{}\") {{ statement(month: \"{month}\") {{ {TOTAL} }} }} }}", pair.alliance.id);
        let whole = asked(&pair.broker, &of, "alliance.statement.total").await;
        for (party, side) in [(&pair.host, "HOST"), (&pair.home, "HOME")] {
            let urn = party.school.urn;
            let of =
                format!("{{ school(urn: \"{urn}\") {{ statement(month: \"{month}\", side: {side}) {{ {TOTAL} }} }} }}");
            let told = asked(&party.head, &of, "school.statement.total").await;
            assert_eq!(told, whole, "{side} in {month}, seed {}", pair.seed);
        }
        let number = |path: &str| whole.pointer(path).and_then(Json::as_i64).unwrap();
        let price = ["/price/gross", "/price/brokerage", "/price/net"].map(number);
        assert_eq!(price[0], price[1] + price[2], "{month}, seed {}", pair.seed);
        let payers = ["host", "alliance", "grant", "other", "pool"].map(|by| number(&format!("/paidBy/{by}")));
        assert_eq!(payers.iter().sum::<i64>(), price[0], "{month}, seed {}", pair.seed);
        half_days += number("/halfDays");
        let of = "query ($id: ID!) { node(id: $id) { ... on PooledBudget { statement(month: \"MONTH\") { total { paid } } } } }";
        let told = pair.broker.ask(&of.replace("MONTH", month), json!({"id": pair.pool})).await;
        assert_eq!(told.at("node.statement.total.paid"), &json!(payers[4]), "{month}, seed {}", pair.seed);
        pooled += payers[4];
    }
    let stand = "SELECT coalesce(sum(visit.half_days), 0)::bigint AS number FROM visit \
                 JOIN deployment ON deployment.id = deployment_id WHERE visit.status = 'confirmed' AND alliance_id = $1";
    assert_eq!(half_days, pair.app.number(stand, pair.alliance.id.uuid()).await, "seed {}", pair.seed);
    let told = pair.broker.ask(
        "query ($id: ID!) { node(id: $id) { ... on PooledBudget { balance reserved free } } }",
        json!({"id": pair.pool}),
    );
    let told = told.await;
    assert_eq!(told.at("node.balance"), &json!(100_000 - pooled), "seed {}", pair.seed);
    for field in ["balance", "reserved", "free"] {
        assert!(told.at(&format!("node.{field}")).as_i64().is_some_and(|it| it >= 0), "{field}, seed {}", pair.seed);
    }
}
