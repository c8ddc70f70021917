//! The kind of work, from the request to the agreement: what is asked for is what is proposed, planned and signed.

use domain::Id;
use domain::brokerage::{Deployment, Proposal};
use lateral_tests::TestApp;
use lateral_tests::deal::{act, read, terms};
use persistence::values;
use serde_json::json;

#[tokio::test]
async fn a_peer_visit_that_a_broker_proposes_is_as_short_and_is_signed_and_watched_like_all_support() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("PEER_VISIT").await;
    let propose = async |half_days: i32| {
        let input =
            json!({"offer": deal.offer.to_string(), "request": deal.request.to_string(), "halfDays": half_days});
        deal.broker.ask(&act("proposeSupport", "ProposeSupportInput", "proposal"), json!({"input": input})).await
    };
    let long = propose(3).await.refused();
    assert_eq!((long.code.as_str(), long.field.as_str()), ("PEER_VISIT_TOO_LONG", "halfDays"));
    let sent = propose(2).await;
    sent.done();
    let proposal: Id<Proposal> = read(&sent.text("proposeSupport.proposal.id"));
    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    let seen = deal.broker.asks("{ deployments(first: 1) { nodes { id } } }").await;
    let deployment: Id<Deployment> = read(&seen.text("deployments.nodes.0.id"));
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "ALLIANCE_UNSIGNED");
    let constraint = async |sql: &str| {
        let no = app.owner.run(sql, values![deployment.uuid()]).await.unwrap_err();
        no.constraint().unwrap_or_else(|| panic!("{no}")).to_owned()
    };
    let alone = "UPDATE deployment SET status = 'agreed', agreed_at = now(), host_agreed_at = now(), \
                 host_agreed_by = brokered_by WHERE id = $1";
    assert_eq!(constraint(alone).await, "deployment_signed_for_alliance");
    let long = "UPDATE deployment SET status = 'agreed', half_days = 3 WHERE id = $1";
    assert_eq!(constraint(long).await, "deployment_peer_visit_is_short");
    // The two schools meet in time, as with everything that a broker proposes.
    app.clock.advance(chrono::TimeDelta::days(8));
    app.settle().await;
    let late = app.count("service_breach WHERE level = 'initial_meeting'").await;
    assert!(late > 0);
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}
