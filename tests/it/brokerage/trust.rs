//! Schools of one trust: what the register shows is not left out (DOMAIN E58).

use lateral_tests::TestApp;
use lateral_tests::deal::{Deal, terms};
use persistence::values;

async fn one_trust(app: &TestApp, deal: &Deal<'_>) {
    let trust = app.app.ids.uuid();
    app.write("INSERT INTO trust (id, name) VALUES ($1, 'The Avon Trust')", values![trust]).await;
    for school in [&deal.home, &deal.host] {
        app.write("UPDATE school SET trust_id = $2 WHERE id = $1", values![school.id.uuid(), trust]).await;
    }
}

#[tokio::test]
async fn somebody_of_the_same_trust_is_proposed_only_where_the_request_allows_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    one_trust(&app, &deal).await;
    let no = deal.broker.propose(deal.offer, deal.request).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("SAME_TRUST", "offer"));
    let allow = "UPDATE support_request SET allow_same_trust = true WHERE id = $1";
    app.write(allow, values![deal.request.uuid()]).await;
    deal.broker.propose(deal.offer, deal.request).await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_interest_that_the_register_shows_is_declared_before_anything_is_signed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    one_trust(&app, &deal).await;
    // What was declared before the trust took over is not true any more.
    assert_eq!(deal.home_head.agree(deployment, Some(terms())).await.refused().code, "INTEREST_OMITTED");
    for head in [&deal.home_head, &deal.host_head] {
        let no = head.declare(deployment, &["KINSHIP"]).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("INTEREST_OMITTED", "interests"));
        head.declare(deployment, &["SAME_TRUST"]).await.done();
    }
    deal.home_head.agree(deployment, Some(terms())).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "SECOND_APPROVAL_MISSING");
    deal.alliance.broker().await.step("approveOwnPlacement", deployment).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
}
