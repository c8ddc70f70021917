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
