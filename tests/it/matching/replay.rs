//! A kept run that was tampered with is found out by its replay.

use super::*;

const REPLAY: &str = "query($id: ID!) { matchRun(id: $id) { replay { inputIntact same } } }";

#[tokio::test]
async fn a_replay_tells_what_was_altered() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let fit = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    app.offer(&OfferOf::new(world.elm.id, ENGLISH)).await;
    let broker = world.alliance.broker().await;
    let run = async |seed: i32| {
        let answer = broker.ask(RUN, json!({"id": world.request.to_string(), "seed": seed})).await;
        answer.done();
        answer.text("runMatch.run.id")
    };
    let found = async |run: &str| broker.ask(REPLAY, json!({"id": run})).await.at("matchRun.replay").clone();
    let (one, other) = (run(7).await, run(8).await);
    let uuid = |run: &str| run.parse::<Id<domain::brokerage::MatchRun>>().unwrap().uuid();
    for run in [&one, &other] {
        assert_eq!(found(run).await, json!({"inputIntact": true, "same": true}));
    }

    let hash = "UPDATE match_run SET input_hash = sha256(input_hash) WHERE id = $1";
    app.write(hash, values![uuid(&one)]).await;
    assert_eq!(found(&one).await, json!({"inputIntact": false, "same": true}));
    // The ranking of a run in which the better candidate was out of the way.
    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": fit.to_string()})).await.done();
    let without = run(8).await;
    let ranking = "UPDATE match_run SET ranking = (SELECT ranking FROM match_run WHERE id = $2) WHERE id = $1";
    app.write(ranking, values![uuid(&other), uuid(&without)]).await;
    assert_eq!(found(&other).await, json!({"inputIntact": true, "same": false}));
    assert_eq!(found(&without).await, json!({"inputIntact": true, "same": true}));
    app.write("UPDATE match_run SET input = 'not what went in' WHERE id = $1", values![uuid(&without)]).await;
    assert_eq!(found(&without).await, json!({"inputIntact": false, "same": false}));
}

#[tokio::test]
async fn runs_are_replayed_together_and_each_once() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let broker = world.alliance.broker().await;
    let run = broker.ask(RUN, json!({"id": world.request.to_string(), "seed": 7})).await.text("runMatch.run.id");
    let document = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on MatchRun { replay { inputIntact same } } } }";
    let cost = async |times: usize| {
        let before = app.statements();
        let answer = broker.ask(document, json!({"ids": vec![&run; times]})).await;
        let all = answer.done()["nodes"].as_array().unwrap().clone();
        assert!(all.len() == times && all.iter().all(|it| it["replay"]["same"] == true), "{}", answer.0);
        app.statements() - before
    };
    cost(1).await;
    assert_eq!(cost(1).await, cost(5).await);
}

#[tokio::test]
async fn a_shortlist_has_a_size_that_can_be_read() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let broker = world.alliance.broker().await;
    for (size, said) in [
        ("first: 0", "SHORTLIST_SIZE_OUT_OF_RANGE"),
        ("first: 101", "SHORTLIST_SIZE_OUT_OF_RANGE"),
        ("first: 5, excluded: -1", "SHORTLIST_SIZE_OUT_OF_RANGE"),
        ("first: 5, excluded: 101", "SHORTLIST_SIZE_OUT_OF_RANGE"),
        ("first: 100, excluded: 0", ""),
    ] {
        let document = format!("query ($id: ID!) {{ supportRequest(id: $id) {{ candidates({size}) {{ seed }} }} }}");
        let answer = broker.ask(&document, json!({"id": world.request.to_string()})).await;
        assert_eq!(answer.error_code(), said, "{size}");
    }
}
