//! What a proposal keeps of the matching.

use lateral_tests::deal::act;
use serde_json::json;

use super::*;

const SEEN: &str = "{ proposals(first: 5) { edges { node { run { id stage
    shortlist { candidates { offerId } } replay { inputIntact same } } } } } }";

#[tokio::test]
async fn a_proposal_keeps_what_the_matching_found_when_it_was_made() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let broker = world.alliance.broker().await;
    broker.propose(offer, world.request).await.done();
    assert_eq!(count(&app, "match_run").await, 1);
    for who in [&broker, &world.ash.head().await] {
        let seen = who.asks(SEEN).await;
        let run = seen.at("proposals.edges.0.node.run");
        assert_eq!(run["replay"], json!({"inputIntact": true, "same": true}));
        assert_eq!(run["shortlist"]["candidates"], json!([{"offerId": offer.to_string()}]));
        assert_eq!(run["stage"], "NATIONAL", "two offers are fewer than enough");
    }
    let seen = world.elm.head().await.asks(SEEN).await;
    assert!(seen.at("proposals.edges.0.node").is_object() && seen.at("proposals.edges.0.node.run").is_null());
    let asked = "query($id: ID!) { supportRequest(id: $id) { stage status } }";
    let request = broker.ask(asked, json!({"id": world.request.to_string()})).await;
    assert_eq!(request.at("supportRequest"), &json!({"stage": "NATIONAL", "status": "PROPOSED"}));
    assert_eq!(app.settle().await.events(), ["request.matched", "proposal.sent", "request.proposed"]);
}

#[tokio::test]
async fn a_proposal_out_of_a_kept_run_names_that_run_and_no_other_requests() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let other = app.request(world.ash.id, world.alliance.id, MATHS).await;
    let broker = world.alliance.broker().await;
    let run = |id: Id<SupportRequest>| {
        let broker = broker.clone();
        async move { broker.ask(RUN, json!({"id": id.to_string()})).await.text("runMatch.run.id") }
    };
    let (own, others) = (run(world.request).await, run(other).await);
    let document = act("proposeSupport", "ProposeSupportInput", "proposal");
    let input =
        |run: &str| json!({"input": {"offer": offer.to_string(), "request": world.request.to_string(), "run": run}});
    let no = broker.ask(&document, input(&others)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "run"));
    broker.ask(&document, input(&own)).await.done();
    assert_eq!(broker.asks(SEEN).await.text("proposals.edges.0.node.run.id"), own);
    assert_eq!(count(&app, "match_run").await, 2);
}
