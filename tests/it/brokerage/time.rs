//! In which half-terms a giver's time is held, and in which it is committed.

use chrono::TimeDelta;
use lateral_tests::TestApp;
use lateral_tests::deal::{AUTUMN_2, Deal};
use lateral_tests::terms::terms_between;
use persistence::values;
use serde_json::json;

/// Both halves of the spring term.
const SPRING: [i32; 2] = [20263, 20264];

/// The half-days that are reserved and those that are committed of a half-term.
async fn held(deal: &Deal<'_>, half_term: i32) -> (i64, i64) {
    let of = async |column: &str| {
        let sql = format!(
            "SELECT coalesce(sum({column}), 0)::bigint AS number FROM capacity_window \
             WHERE specialist_id = $1 AND half_term = {half_term}"
        );
        deal.app.number(&sql, deal.specialist.id.uuid()).await
    };
    (of("reserved").await, of("committed").await)
}

#[tokio::test]
async fn what_is_agreed_for_another_half_term_is_held_there_and_nowhere_else() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.home.time(&deal.specialist, SPRING[0], 5).await;
    let deployment = deal.planned().await;
    assert_eq!((held(&deal, AUTUMN_2).await, held(&deal, SPRING[0]).await), ((4, 0), (0, 0)));
    deal.signed_by_one(deployment, terms_between("2027-01-11", "2027-02-12")).await;
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!((held(&deal, AUTUMN_2).await, held(&deal, SPRING[0]).await), ((0, 0), (0, 4)));
    app.settle().await;
    app.clock.advance(TimeDelta::days(63));
    deal.host_head.step("startDeployment", deployment).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!((held(&deal, AUTUMN_2).await, held(&deal, SPRING[0]).await), ((0, 0), (0, 0)));
    app.sound().await;
    app.settle().await;
}

#[tokio::test]
async fn what_nobody_has_there_is_not_agreed_for_another_half_term() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.home.time(&deal.specialist, SPRING[0], 3).await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms_between("2027-01-11", "2027-02-12")).await;
    let no = deal.host_head.agree(deployment, None).await.refused();
    assert_eq!(no.code, "CAPACITY_SHORT", "{}", no.message);
    assert_eq!((held(&deal, AUTUMN_2).await, held(&deal, SPRING[0]).await), ((4, 0), (0, 0)), "nothing was moved");
    // Over both half-terms of the spring there is enough, earliest first.
    deal.home.time(&deal.specialist, SPRING[1], 3).await;
    deal.home_head.agree(deployment, Some(terms_between("2027-01-11", "2027-03-25"))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!((held(&deal, SPRING[0]).await, held(&deal, SPRING[1]).await), ((0, 3), (0, 1)));
    app.sound().await;
    app.settle().await;
}

#[tokio::test]
async fn a_window_within_a_holiday_is_the_half_term_that_follows_for_candidates_and_proposals_alike() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let free = async || {
        let document =
            "query($id: ID!) { supportRequest(id: $id) { candidates(first: 5) { nodes: candidates { offerId } } } }";
        let answer =
            deal.broker.at(&app.replica(&[]).await).ask(document, json!({"id": deal.request.to_string()})).await;
        answer.at("supportRequest.candidates.nodes").as_array().unwrap().len()
    };
    // The week between the two halves of the spring term.
    let within = "UPDATE support_request SET starts_on = '2027-02-15', ends_on = '2027-02-19' WHERE id = $1";
    app.write(within, values![deal.request.uuid()]).await;
    assert_eq!(free().await, 0);
    let no = deal.broker.at(&app.replica(&[]).await).propose(deal.offer, deal.request).await.refused();
    assert_eq!(no.code, "CAPACITY_SHORT", "{}", no.message);
    deal.home.time(&deal.specialist, SPRING[1], 5).await;
    assert_eq!(free().await, 1);
    deal.broker.at(&app.replica(&[]).await).propose(deal.offer, deal.request).await.done();
    assert_eq!(held(&deal, SPRING[1]).await, (4, 0));
    app.sound().await;
}
