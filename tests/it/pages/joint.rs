//! The rows of the lists of schools that buy together.

use lateral_tests::deal::Deal;
use persistence::values;
use serde_json::json;

use super::ROWS;

/// One more pooled budget, and one more request that both schools back.
pub async fn add(deal: &Deal<'_>, number: usize) {
    if number > 0 {
        deal.pooled().await;
    }
    let backed = deal.host.request(&deal.alliance, 1).await;
    deal.commissioned(backed, &[(&deal.host, 5_000, 1), (&deal.home, 5_000, 0)]).await;
}

/// One more pooled budget, whose ledger has many lines.
pub async fn filled(deal: &Deal<'_>) -> String {
    let pool = deal.pooled().await;
    for more in 1..ROWS {
        let input = json!({"pool": pool, "amount": 100_000 + more});
        deal.host_head.pool("commitToPool", input).await.done();
    }
    pool
}

/// As if what was charged had been shared: of each commission one charge.
pub async fn share(deal: &Deal<'_>) {
    let shared = "INSERT INTO charge_part SELECT charge.id, backer.commission_id, $1, charge.deployment_id, host_id, month, \
                  visited_on, 0, charge.audience FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM charge) AS charge \
                  JOIN (SELECT commission_id, row_number() OVER (ORDER BY commission_id) AS n FROM commission_backer \
                  WHERE school_id = $1) AS backer USING (n)";
    deal.app.write(shared, values![deal.home.id.uuid()]).await;
}
