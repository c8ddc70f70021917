//! Candidates, exclusions and runs, as heads and brokers meet them.

mod asker;
mod load;
mod market;
mod nation;
mod posts;
mod proposed;
mod replay;
mod stages;
mod unmet;
mod why_not;

use domain::brokerage::matching::Policy;
use domain::exchange::SupportRequest;
use domain::{Id, Word};
use lateral_tests::market::OfferOf;
use lateral_tests::world::{AllianceOf, SchoolOf};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::brokerage::match_policy;
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

const MATHS: &str = "pupil-achievement/maths";
const ENGLISH: &str = "pupil-achievement/english";
const BEHAVIOUR: &str = "behaviour-and-safety";

const CANDIDATES: &str = "query($id: ID!, $seed: Int, $stage: MatchStage) { supportRequest(id: $id) {
    candidates(first: 20, excluded: 20, input: {seed: $seed, stage: $stage}) {
        policyVersion seed stage
        found { stage added }
        candidates { rank offerId offer { id title } school { id } stage score mode
            parts { factor value weight contribution sentence facts { name number word } } }
        excludedBy { rule offers }
        excluded { offerId school { id } rules { rule source sentence facts { name number word } } }
    } } }";

const RUN: &str = "mutation($id: ID!, $seed: Int) { runMatch(input: {request: $id, seed: $seed}) {
    run { id stage policyVersion seed inputHash shortlist { candidates { offerId score } } replay { inputIntact same } }
    userErrors { code field message } } }";

const WIDEN: &str = "mutation($id: ID!) { widenMatch(input: {request: $id}) {
    run { id stage request { stage status } } userErrors { code field message } } }";

/// Ash asks; Elm, its partner in an alliance, and others far and wide may give.
struct World<'a> {
    ash: SchoolOf<'a>,
    elm: SchoolOf<'a>,
    alliance: AllianceOf<'a>,
    request: Id<SupportRequest>,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let ash = app.school_at("Ash Lane", 358_000, 173_000).await;
        let elm = app.school_at("Elm Park", 368_000, 173_000).await;
        let alliance = app.alliance("Severn", &elm, &[&ash]).await;
        let request = app.request(ash.id, alliance.id, MATHS).await;
        Self { ash, elm, alliance, request }
    }

    async fn candidates(&self, who: &Persona<'_>) -> Answer {
        who.ask(CANDIDATES, json!({"id": self.request.to_string()})).await
    }
}

fn list<'a>(answer: &'a Answer, path: &str) -> &'a [Json] {
    answer.at(&format!("supportRequest.candidates.{path}")).as_array().map_or(&[], Vec::as_slice)
}

fn offers(answer: &Answer, path: &str) -> Vec<String> {
    list(answer, path).iter().map(|it| it["offerId"].as_str().unwrap().to_owned()).collect()
}

async fn count(app: &TestApp, table: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let sql = format!("SELECT count(*) AS count FROM {table}");
    app.owner.row::<Count>(&sql, values![]).await.unwrap().unwrap().count
}

#[tokio::test]
async fn a_head_sees_who_could_help_and_why_and_who_could_not_and_why_not() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let fit = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let near = app.offer(&OfferOf::new(world.elm.id, ENGLISH)).await;
    let busy = app.offer(&OfferOf { half_days: 0, ..OfferOf::new(world.elm.id, MATHS) }).await;
    let own = app.offer(&OfferOf::new(world.ash.id, MATHS)).await;
    let stale = app.offer(&OfferOf { status: "stale", ..OfferOf::new(world.elm.id, MATHS) }).await;
    app.offer(&OfferOf::new(world.elm.id, BEHAVIOUR)).await;

    let answer = world.candidates(&world.ash.head().await).await;
    answer.done();
    assert_eq!(offers(&answer, "candidates"), [fit.to_string(), near.to_string()]);
    for candidate in list(&answer, "candidates") {
        let parts = candidate["parts"].as_array().unwrap();
        let sum: i64 = parts.iter().map(|part| part["contribution"].as_i64().unwrap()).sum();
        assert_eq!(Some(sum), candidate["score"].as_i64());
        assert!(parts.iter().all(|part| part["sentence"].as_str().is_some_and(|it| it.ends_with('.'))));
        assert_eq!(candidate["offer"]["id"], candidate["offerId"]);
    }
    let told = list(&answer, "excluded");
    let rule_of = |offer: String| {
        let found = told.iter().find(|it| it["offerId"] == offer.as_str()).unwrap();
        found["rules"][0]["rule"].as_str().unwrap().to_owned()
    };
    assert_eq!(rule_of(busy.to_string()), "DATES_APART");
    assert_eq!(rule_of(own.to_string()), "SAME_SCHOOL");
    assert_eq!(rule_of(stale.to_string()), "OFFER_NOT_OPEN");
    assert_eq!(told.len(), 3);
}

#[tokio::test]
async fn nobody_is_left_out_for_distance_and_the_givers_limit_names_its_minutes() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let york = app.school_at("York Wall", 460_000, 452_000).await;
    let remote = app.offer(&OfferOf { modes: vec!["in_person", "remote"], ..OfferOf::new(york.id, MATHS) }).await;
    let there = app.offer(&OfferOf::new(york.id, MATHS)).await;

    let answer = world.candidates(&world.ash.head().await).await;
    assert_eq!(offers(&answer, "candidates"), [remote.to_string()]);
    assert_eq!(list(&answer, "candidates")[0]["mode"], "REMOTE");
    assert_eq!(offers(&answer, "excluded"), [there.to_string()]);
    let rule = &list(&answer, "excluded")[0]["rules"][0];
    assert_eq!(rule["rule"], "JOURNEY_TOO_LONG");
    assert_eq!(rule["facts"][1], json!({"name": "limit", "number": 60, "word": null}));
}

#[tokio::test]
async fn a_school_to_which_it_was_proposed_sees_the_request_and_no_candidates() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let sql = "UPDATE support_request SET audience = audience || $1, responders = ARRAY[$2], named_to = ARRAY[$2]";
    app.write(sql, values![vec![world.elm.id.uuid()], world.elm.id.uuid()]).await;
    let answer = world.candidates(&world.elm.head().await).await;
    answer.done();
    assert!(answer.at("supportRequest").is_object());
    assert!(answer.at("supportRequest.candidates").is_null());
}

#[tokio::test]
async fn asking_stores_nothing_and_asking_twice_gives_the_same_list() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    for _ in 0..12 {
        app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    }
    let head = world.ash.head().await;
    let [one, two] = [world.candidates(&head).await, world.candidates(&head).await];
    assert_eq!(one.0, two.0);
    let seeded = |seed: i32| {
        let head = head.clone();
        let id = world.request.to_string();
        async move { offers(&head.ask(CANDIDATES, json!({"id": id, "seed": seed})).await, "candidates") }
    };
    // Twelve equals: the draw alone orders them.
    assert_eq!(seeded(1).await, seeded(1).await);
    assert_ne!(seeded(1).await, seeded(2).await);
    assert_eq!(count(&app, "match_run").await, 0);
}

#[tokio::test]
async fn what_changes_in_the_market_is_seen_at_the_next_question() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let head = world.ash.head().await;
    assert_eq!(offers(&world.candidates(&head).await, "candidates"), [offer.to_string()]);

    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { offer { status } userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": offer.to_string()})).await.done();
    let answer = world.candidates(&head).await;
    assert_eq!(offers(&answer, "candidates"), [] as [&str; 0]);
    assert_eq!(list(&answer, "excluded")[0]["rules"][0]["rule"], "OFFER_NOT_OPEN");
    app.settle().await;
}

#[tokio::test]
async fn a_broker_runs_widens_to_the_nation_and_no_farther() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let broker = world.alliance.broker().await;
    let id = json!({"id": world.request.to_string()});
    for stage in ["OWN_GROUP", "NEIGHBOURS", "REGION", "NATIONAL"] {
        let answer = broker.ask(WIDEN, id.clone()).await;
        answer.done();
        assert_eq!(answer.text("widenMatch.run.stage"), stage);
        assert_eq!(answer.text("widenMatch.run.request.stage"), stage);
        assert_eq!(answer.text("widenMatch.run.request.status"), "MATCHING");
    }
    assert_eq!(broker.ask(WIDEN, id.clone()).await.refused().code, "SEARCHED_EVERYWHERE");
    let answer = broker.ask(RUN, id).await;
    answer.done();
    assert_eq!(answer.text("runMatch.run.stage"), "NATIONAL");
    assert_eq!(count(&app, "match_run").await, 5);
    assert_eq!(app.settle().await.events(), ["request.matched"; 5]);
}

#[tokio::test]
async fn the_first_run_widens_until_enough_is_found() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let far = app.school_at("Exe Bridge", 292_000, 92_000).await;
    for _ in 0..2 {
        app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
        app.offer(&OfferOf { modes: vec!["remote"], ..OfferOf::new(far.id, MATHS) }).await;
    }
    let broker = world.alliance.broker().await;
    let id = json!({"id": world.request.to_string()});
    // Four in the region are fewer than the five that count as enough.
    assert_eq!(broker.ask(RUN, id).await.text("runMatch.run.stage"), "NATIONAL");
}

#[tokio::test]
async fn a_run_is_kept_and_replays_to_the_byte_after_the_market_has_moved_on() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let broker = world.alliance.broker().await;
    let answer = broker.ask(RUN, json!({"id": world.request.to_string(), "seed": 7})).await;
    answer.done();
    let run = answer.text("runMatch.run.id");
    assert_eq!(answer.at("runMatch.run.replay"), &json!({"inputIntact": true, "same": true}));
    assert_eq!(answer.at("runMatch.run.seed"), 7);
    assert_eq!(answer.text("runMatch.run.inputHash").len(), 64);

    let pause = "mutation($id: ID!) { pauseOffer(input: {offer: $id}) { offer { status } userErrors { code } } }";
    world.elm.head().await.ask(pause, json!({"id": offer.to_string()})).await.done();
    let again = "query($id: ID!) { matchRun(id: $id) { replay { inputIntact same }
        shortlist { candidates { offerId parts { contribution } } } } }";
    for who in [broker, world.ash.head().await] {
        let answer = who.ask(again, json!({"id": run})).await;
        answer.done();
        assert_eq!(answer.at("matchRun.replay"), &json!({"inputIntact": true, "same": true}));
        assert_eq!(answer.text("matchRun.shortlist.candidates.0.offerId"), offer.to_string());
    }
    let stranger = world.elm.head().await.ask(again, json!({"id": run})).await;
    assert!(stranger.at("matchRun").is_null());
    app.settle().await;
}

#[tokio::test]
async fn only_a_broker_of_the_request_runs_the_matching() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let other = app.alliance("Exe", &app.school("Fir Hill").await, &[]).await.broker().await;
    let id = json!({"id": world.request.to_string()});
    assert_eq!(world.ash.head().await.ask(RUN, id.clone()).await.refused().code, "NOT_ALLOWED");
    assert_eq!(other.ask(RUN, id.clone()).await.refused().code, "NOT_FOUND");
    let wild = world.alliance.broker().await.ask(RUN, json!({"id": id["id"], "seed": -1})).await.refused();
    assert_eq!((wild.code.as_str(), wild.field.as_str()), ("NUMBER_OUT_OF_RANGE", "seed"));
    assert_eq!(count(&app, "match_run").await, 0);
}

#[tokio::test]
async fn the_shipped_policy_is_the_first_and_can_be_read_by_everybody() {
    let app = TestApp::start().await;
    let versions = match_policy::all(app.app.db()).await.unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].policy, Policy::first());
    let question =
        "{ matchPolicies { version note weights { factor weight about } settings { setting number about } } }";
    let answer = app.stranger().asks(question).await;
    answer.done();
    assert_eq!(
        answer.at("matchPolicies.0.weights.0"),
        &json!({
            "factor": "EXPERTISE",
            "weight": 34,
            "about": domain::brokerage::matching::Factor::Expertise.about(),
        })
    );
}
