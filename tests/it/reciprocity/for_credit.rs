//! What is paid for: told in every tally, and counted neither for the school that gave nor against the one that received.

use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Terms by which the school that receives pays 350 pounds a day.
fn paid() -> Json {
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000});
    terms
}

/// Support under way by these terms, of which two half-days are confirmed.
async fn under_way(deal: &Deal<'_>, terms: Json) {
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
}

/// Where a school stands, whole and for credit, now and by its statement.
async fn stands(who: &Persona<'_>, of: &SchoolOf<'_>) -> Json {
    const FIGURES: &str = "{ given received promised awaited position }";
    let document = format!(
        "query ($urn: URN!) {{ school(urn: $urn) {{ reciprocity {{ given received promised awaited position band limit \
         sentences forCredit {FIGURES} statement {{ moved {FIGURES} closing {FIGURES} \
         forCredit {{ opening {FIGURES} moved {FIGURES} closing {FIGURES} }} \
         entries(first: 50) {{ nodes {{ account halfDays forCredit }} }} }} }} }} }}"
    );
    let answer = who.ask(&document, json!({"urn": of.urn})).await;
    answer.done();
    answer.at("school.reciprocity").clone()
}

fn figures(of: &Json) -> [i64; 5] {
    ["given", "received", "promised", "awaited", "position"].map(|name| of[name].as_i64().unwrap())
}

/// What the entries of a statement add up to, all of them or those for credit: given less received, and promised less awaited.
fn added_up(standing: &Json, for_credit: bool) -> [i64; 2] {
    let entries = standing["statement"]["entries"]["nodes"].as_array().unwrap();
    ["SUPPORT", "PROMISE"].map(|account| {
        let of = entries.iter().filter(|it| it["account"] == account && (!for_credit || it["forCredit"] == true));
        of.map(|it| it["halfDays"].as_i64().unwrap()).sum()
    })
}

#[tokio::test]
async fn what_a_school_buys_is_told_and_counts_neither_for_nor_against_anybody() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let before = [stands(&deal.home_head, &deal.home).await, stands(&deal.host_head, &deal.host).await];
    under_way(&deal, paid()).await;
    let gave = stands(&deal.home_head, &deal.home).await;
    let bought = stands(&deal.host_head, &deal.host).await;
    assert_eq!((figures(&gave), figures(&bought)), ([2, 0, 2, 0, 2], [0, 2, 0, 2, -2]), "every tally is whole");
    for (it, before) in [&gave, &bought].into_iter().zip(&before) {
        assert_eq!(figures(&it["forCredit"]), [0; 5]);
        assert_eq!(figures(&it["statement"]["forCredit"]["closing"]), [0; 5]);
        assert_eq!(it["statement"]["moved"], it["statement"]["closing"]);
        assert_eq!((&it["band"], &it["limit"]), (&before["band"], &before["limit"]));
        assert_eq!(added_up(it, true), [0, 0], "and each figure is the sum of its entries");
    }
    assert_eq!((added_up(&gave, false), added_up(&bought, false)), ([2, 2], [-2, -2]));
    let sentence = "Beside that it gave 0 half-days and received 2 half-days that were paid for or settled in another way: they \
                    count neither for it nor against it.";
    assert_eq!(bought["sentences"][3], sentence);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_given_for_credit_counts_beside_what_was_paid_for() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    under_way(&deal, terms()).await;
    let gave = stands(&deal.home_head, &deal.home).await;
    assert_eq!(figures(&gave["forCredit"]), [2, 0, 2, 0, 2]);
    for part in ["moved", "closing"] {
        assert_eq!(gave["statement"]["forCredit"][part], gave["statement"][part]);
    }
    assert_eq!((added_up(&gave, true), added_up(&gave, false)), ([2, 2], [2, 2]));
    app.settle().await;
    app.sound().await;

    // The database has the last word on what is for credit.
    let told = "INSERT INTO transfer (id, debit_account_id, credit_account_id, amount, kind, source_type, source_id, \
                deployment_id, at, audience, for_credit) SELECT gen_random_uuid(), debit_account_id, credit_account_id, 1, \
                kind, source_type, gen_random_uuid(), deployment_id, at, audience, false FROM transfer LIMIT 1";
    let refused = app.owner.run(told, values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("transfer_for_credit_by_its_terms"));
    let more = "UPDATE ledger_account SET credited_for_credit = credited + 1";
    let refused = app.owner.run(more, values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("ledger_account_for_credit_within"));
}

#[tokio::test]
async fn whoever_has_bought_much_owes_no_more_for_support_by_credit_than_others() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let third = app.school("Oak Hill").await;
    // Fifteen days that the school has bought of a third one.
    for (school, credited, debited) in [(&deal.host, 0_i64, 30_i64), (&third, 30, 0)] {
        let account =
            "INSERT INTO ledger_account (id, school_id, kind, credited, debited) VALUES ($1, $2, 'support', $3, $4)";
        app.write(account, values![app.app.ids.uuid(), school.id.uuid(), credited, debited]).await;
    }
    let standing = stands(&deal.host_head, &deal.host).await;
    assert_eq!((&standing["position"], &standing["band"]), (&json!(-30), &json!("WITHIN")));
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    let shown = "query ($id: ID!) { deployment(id: $id) { terms { settlement { kind } giveBack { halfDays } } } }";
    let answer = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    assert_eq!(answer.at("deployment.terms"), &json!({"settlement": {"kind": "RECIPROCAL_CREDIT"}, "giveBack": null}));
    // As much for credit is more than balances.
    let taken =
        "UPDATE ledger_account SET debited_for_credit = debited, credited_for_credit = credited WHERE kind = 'support'";
    app.write(taken, values![]).await;
    let document = act("draftTerms", "DraftTermsInput", "deployment");
    let version = app.number("SELECT version::bigint AS number FROM deployment WHERE id = $1", deployment.uuid()).await;
    let input = json!({"input": {"deployment": deployment.to_string(), "terms": terms(), "expectedVersion": version}});
    deal.host_head.ask(&document, input).await.done();
    let answer = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    assert_eq!(answer.at("deployment.terms.giveBack.halfDays"), &json!(4), "all four half-days are owed for");
    // What was posted to accounts without a transfer would not be sound.
    let empty = "UPDATE ledger_account SET credited = 0, debited = 0, credited_for_credit = 0, debited_for_credit = 0 \
                 WHERE kind = 'support'";
    app.write(empty, values![]).await;
    app.settle().await;
}
