//! Mentors shared out among all new heads of an alliance at once (DOMAIN H115, H119).

use lateral_tests::deal::Deal;
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

const SHARE: &str = "mutation($input: ShareOutMentorsInput!) { shareOutMentors(input: $input) {
    sharing { suggested kept withdrawn leftOutCount exact leftOut { school { name } obstacles { rule mentors } } }
    userErrors { code field message } } }";

async fn shares(who: &Persona<'_>, ends_on: &str) -> Answer {
    who.ask(SHARE, json!({"input": {"endsOn": ends_on}})).await
}

/// Suggested anew, kept, withdrawn and left out by a run until June 2027.
async fn counts(who: &Persona<'_>) -> [i64; 4] {
    let answer = shares(who, "2027-06-30").await;
    answer.done();
    let sharing = answer.at("shareOutMentors.sharing").clone();
    assert_eq!(sharing["exact"], true);
    ["suggested", "kept", "withdrawn", "leftOutCount"].map(|count| sharing[count].as_i64().unwrap())
}

/// The suggestions that somebody sees: id, and whether a run made it.
async fn suggestions(who: &Persona<'_>) -> Vec<(String, bool)> {
    let asked = "{ mentorships(status: SUGGESTED, first: 20) { nodes { id sharedOut } } }";
    let answer = who.asks(asked).await;
    let nodes = answer.at("mentorships.nodes").as_array().unwrap().clone();
    let read = |it: &Json| (it["id"].as_str().unwrap().to_owned(), it["sharedOut"].as_bool().unwrap());
    nodes.iter().map(read).collect()
}

/// Whoever leads a school has done so for long, but for these.
async fn only_new(app: &TestApp, heads: &[&Persona<'_>]) {
    let long = "INSERT INTO headship SELECT gen_random_uuid(), person_id, school_id, '2011-09-01', NULL, begun_at \
                FROM membership WHERE role = 'head' AND person_id <> ALL ($1) AND school_id IS NOT NULL";
    let known: Vec<_> = heads.iter().map(|it| it.who().person.uuid()).collect();
    app.write(long, values![known]).await;
}

/// A school that has joined the alliance of a deal.
async fn joined<'a>(app: &'a TestApp, deal: &Deal<'_>, name: &str) -> SchoolOf<'a> {
    let school = app.school(name).await;
    let member = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
    app.write(member, values![deal.alliance.id.uuid(), school.id.uuid(), app.clock.now().utc()]).await;
    school
}

#[tokio::test]
async fn every_new_head_is_suggested_a_mentor_as_far_as_there_are_any_and_a_run_that_is_repeated_suggests_the_same() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.experienced().await;
    let (fir, yew) = (joined(&app, &deal, "Fir Hill").await, joined(&app, &deal, "Yew Bank").await);
    let (fir, yew) = (fir.head().await, yew.head().await);
    only_new(&app, &[&deal.home_head, &deal.host_head, &fir, &yew]).await;

    let answer = shares(&deal.broker, "2027-06-30").await;
    answer.done();
    let sharing = answer.at("shareOutMentors.sharing");
    assert_eq!(
        (&sharing["suggested"], &sharing["leftOutCount"]),
        (&json!(2), &json!(1)),
        "one mentor has room for two"
    );
    assert_eq!(sharing["leftOut"][0]["obstacles"], json!([{"rule": "MENTOR_NOT_FREE", "mentors": 1}]));
    let first = suggestions(&deal.broker).await;
    assert_eq!(first.iter().map(|(_, shared)| *shared).collect::<Vec<_>>(), [true, true]);
    for who in [&deal.home_head, &deal.host_head, &fir, &yew] {
        assert_eq!(suggestions(who).await, [], "nobody else knows of a suggestion");
    }
    assert_eq!(counts(&deal.broker).await, [0, 2, 0, 1]);
    assert_eq!(suggestions(&deal.broker).await, first);

    // What was offered is settled, and whoever is asked has a place less.
    deal.broker.mentors("offerMentorship", &first[0].0).await.done();
    assert_eq!(counts(&deal.broker).await, [0, 1, 0, 1]);
    assert_eq!(suggestions(&deal.broker).await, first[1..]);
    app.settle().await;
}

#[tokio::test]
async fn a_run_takes_back_what_a_run_suggested_when_somebody_carries_less_and_nothing_that_a_broker_suggested() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let (fir, yew) = (joined(&app, &deal, "Fir Hill").await, joined(&app, &deal, "Yew Bank").await);
    let (fir_head, yew_head) = (fir.head().await, yew.head().await);
    only_new(&app, &[&deal.home_head, &deal.host_head, &fir_head, &yew_head]).await;
    yew_head.states(&yew, "2011-09-01", None).await.done();
    assert_eq!(counts(&deal.broker).await, [2, 0, 0, 0]);

    let second = yew.lends_head(&app, &yew_head, &deal.alliance, "2011-09-01").await;
    assert_eq!(counts(&deal.broker).await, [1, 1, 1, 0], "two mentors have a head each");
    app.settle().await;
    let taken_back =
        "mentorship WHERE shared_out AND status = 'ended' AND end_reason = 'withdrawn' AND offered_at IS NULL";
    assert_eq!(app.count(taken_back).await, 1);
    for who in [&fir_head, &deal.host_head, &deal.home_head] {
        let of_mentoring = |it: &Json| it["text"].as_str().unwrap().contains("mentor");
        assert!(!told(who).await.iter().any(of_mentoring), "nobody had heard of what was taken back");
    }

    // In person, the broker has the other mentor in mind for one of the two.
    let asked = "{ mentorships(status: SUGGESTED, first: 20) { nodes { school { name } mentor { id } } } }";
    let answer = deal.broker.asks(asked).await;
    let nodes = answer.at("mentorships.nodes").as_array().unwrap().clone();
    let of_fir = nodes.iter().find(|it| it["school"]["name"] == "Fir Hill").unwrap();
    let other = if of_fir["mentor"]["id"] == json!(mentor) { &second } else { &mentor };
    deal.broker.suggests(&fir, other).await.done();
    assert_eq!(counts(&deal.broker).await, [1, 0, 2, 0], "the other head goes with whoever is left");
    let mut standing: Vec<_> = suggestions(&deal.broker).await.into_iter().map(|(_, shared)| shared).collect();
    standing.sort_unstable();
    assert_eq!(standing, [false, true], "what was suggested in person stands");
}

#[tokio::test]
async fn brokers_alone_share_out_mentors_and_name_an_end_point_that_can_be() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.experienced().await;
    for who in [&deal.home_head, &deal.host_head, &deal.specialist.persona] {
        assert_eq!(shares(who, "2027-06-30").await.refused().code, "NOT_ALLOWED", "{:?}", who.role());
    }
    for day in ["2026-01-01", "2029-06-30"] {
        let no = shares(&deal.broker, day).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("END_POINT_OUTSIDE", "endsOn"));
    }
    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    assert_eq!(counts(&elsewhere).await[0], 0, "an alliance without mentors suggests nobody");
}

#[tokio::test]
async fn the_database_keeps_one_suggestion_of_a_run_for_a_head_and_how_each_came_about() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    only_new(&app, &[&deal.home_head, &deal.host_head]).await;
    deal.broker.suggests(&deal.host, &mentor).await.done();
    assert_eq!(counts(&deal.broker).await, [0, 0, 0, 0], "whomever a broker has in mind waits for nobody else");
    let change = "UPDATE mentorship SET shared_out = true";
    let refused = app.owner.run(change, values![]).await.expect_err(change);
    assert_eq!(refused.constraint(), Some("mentorship_keeps_how_it_came"));
    let another = |number: i32| {
        format!(
            "INSERT INTO mentorship SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), \
             'shared_out', true, 'mentor_id', (SELECT id FROM person WHERE id <> one.mentee_id ORDER BY id \
             OFFSET {number} LIMIT 1)))).* FROM mentorship AS one WHERE NOT shared_out"
        )
    };
    app.write(&another(0), vec![]).await;
    let refused = app.owner.run(&another(1), values![]).await.expect_err("a second one");
    assert_eq!(refused.constraint(), Some("mentorship_shared_out_once"));
}
