//! A mentorship from the suggestion to its end point: who may mentor whom, who says yes, and what the database holds.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::act;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SEEN: &str = "query($id: ID!) { node(id: $id) { ... on Mentorship { status endsOn transition endReason } } }";

async fn seen(who: &Persona<'_>, id: &str) -> Json {
    who.ask(SEEN, json!({ "id": id })).await.at("node").clone()
}

/// What somebody was told of mentoring, the first first.
async fn told(who: &Persona<'_>) -> Vec<String> {
    let answer = who.asks("{ viewer { notifications(first: 20) { nodes { text } } } }").await;
    let nodes = answer.at("viewer.notifications.nodes").as_array().unwrap().clone();
    let texts = nodes.iter().rev().map(|it| it["text"].as_str().unwrap().to_owned());
    texts.filter(|text| text.contains("mentor")).collect()
}

#[tokio::test]
async fn from_a_suggestion_by_way_of_a_rest_to_the_end_point() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let asked =
        "query($school: ID!) { mentorSuggestions(school: $school) { mentor { id } home { name } mentees sentences } }";
    let asked = deal.broker.ask(asked, json!({"school": deal.host.gid()})).await;
    let sentences = [
        "Mentors nobody at present.",
        "Leads a school of the same kind.",
        "Within a kilometre.",
        "Has led schools for 16 years.",
    ];
    let expected =
        json!([{"mentor": {"id": mentor}, "home": {"name": "Ash Lane"}, "mentees": 0, "sentences": sentences}]);
    assert_eq!(asked.done()["mentorSuggestions"], expected);

    let suggested = deal.broker.suggests(&deal.host, &mentor).await;
    suggested.done();
    let id = suggested.text("suggestMentorship.mentorship.id");
    assert_eq!(seen(&deal.host_head, &id).await, Json::Null, "nobody else knows of a suggestion");
    assert_eq!(deal.home_head.mentors("acceptMentorship", &id).await.refused().code, "NOT_FOUND");
    deal.broker.mentors("offerMentorship", &id).await.done();
    assert_eq!(deal.broker.mentors("acceptMentorship", &id).await.refused().code, "NOT_ALLOWED");
    assert_eq!(deal.broker.mentors("pauseMentorship", &id).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.mentors("acceptMentorship", &id).await.done();
    assert_eq!(seen(&deal.home_head, &id).await["status"], "OFFERED");
    // The mentor leads the own school and speaks for it too.
    deal.home_head.mentors("acceptMentorship", &id).await.done();
    deal.host_head.mentors("pauseMentorship", &id).await.done();
    assert_eq!(seen(&deal.home_head, &id).await["status"], "PAUSED");
    deal.home_head.mentors("resumeMentorship", &id).await.done();
    let standing =
        json!({"status": "ACTIVE", "endsOn": "2027-06-30", "transition": "FIRST_HEADSHIP", "endReason": null});
    assert_eq!(seen(&deal.host_head, &id).await, standing);
    app.settle().await;

    app.clock.advance(TimeDelta::days(220));
    app.settle().await;
    let reminded = "A mentorship reaches its end point: Ash Lane for Elm Park.";
    assert_eq!(told(&deal.host_head).await.last().unwrap(), reminded);
    assert_eq!(told(&deal.home_head).await.last().unwrap(), reminded);
    app.clock.advance(TimeDelta::days(14));
    let settled = app.settle().await;
    assert!(settled.events().contains(&"mentorship.ended"));
    assert_eq!(seen(&deal.host_head, &id).await["endReason"], "END_POINT_REACHED");
    let whole = [
        "A head of Ash Lane is asked to mentor the head of Elm Park. Please answer.",
        "A mentorship begins: Ash Lane for Elm Park.",
        "A mentorship goes on: Ash Lane for Elm Park.",
        reminded,
        "A mentorship is over: Ash Lane for Elm Park.",
    ];
    assert_eq!(told(&deal.host_head).await, whole);
}

#[tokio::test]
async fn a_mentor_is_another_more_experienced_head_with_a_designation_and_room() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let refused = async |school, mentor: &str| {
        let no = deal.broker.suggests(school, mentor).await.refused();
        (no.code, no.field)
    };
    let no = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(refused(&deal.host, &deal.specialist.id.to_string()).await, no("MENTOR_NOT_DESIGNATED", "mentor"));
    assert_eq!(refused(&deal.home, &mentor).await, no("MENTOR_IS_SELF", "mentor"));
    deal.home.head().await;
    assert_eq!(refused(&deal.home, &mentor).await, no("MENTOR_AT_SAME_SCHOOL", "mentor"));
    let stranger = app.school("Far Away").await;
    assert_eq!(refused(&stranger, &mentor).await, no("NOT_A_MEMBER", "school"));
    assert_eq!(deal.home_head.suggests(&deal.host, &mentor).await.refused().code, "NOT_ALLOWED");

    deal.host_head.states(&deal.host, "2000-09-01", None).await.done();
    assert_eq!(refused(&deal.host, &mentor).await, no("MENTOR_LESS_EXPERIENCED", "mentor"));
    deal.host_head.states(&deal.host, "2015-09-01", None).await.done();
    assert_eq!(refused(&deal.host, &mentor).await, no("HEAD_NOT_NEW", "school"));
    deal.host_head.states(&deal.host, "2026-09-01", None).await.done();

    let manages = "INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience) \
                   SELECT gen_random_uuid(), $1, 'trust_officer', $2, 'active', $3, $3, ARRAY[$1, $2]";
    let person = deal.home_head.who().person.uuid();
    app.write(manages, values![person, deal.host.id.uuid(), app.clock.now().utc()]).await;
    assert_eq!(refused(&deal.host, &mentor).await, no("MENTOR_MANAGES", "mentor"));
    app.write("DELETE FROM membership WHERE role = 'trust_officer'", vec![]).await;

    app.write("UPDATE specialist SET status = 'paused' WHERE post = 'headteacher'", vec![]).await;
    assert_eq!(refused(&deal.host, &mentor).await, no("MENTOR_NOT_LENT", "mentor"));
    app.write("UPDATE specialist SET status = 'listed' WHERE post = 'headteacher'", vec![]).await;
    let id = deal.mentored(&mentor).await;
    assert_eq!(refused(&deal.host, &mentor).await, no("MENTORSHIP_OVERLAPS", "school"));
    assert_eq!(deal.host_head.ends_mentorship(&id, "LAPSED").await.refused().code, "END_REASON_UNFIT");
    deal.host_head.ends_mentorship(&id, "ANOTHER_MENTOR").await.done();
    let again = deal.mentored(&mentor).await;
    assert_ne!(again, id, "what has ended is in nobody's way");
    app.settle().await;
}

#[tokio::test]
async fn nobody_is_given_more_heads_than_the_policy_says_unless_a_broker_says_why() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let mut offers = Vec::new();
    for name in ["Fir Hill", "Yew Bank", "Oak Hill"] {
        let school = app.school(name).await;
        let member = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
        app.write(member, values![deal.alliance.id.uuid(), school.id.uuid(), app.clock.now().utc()]).await;
        school.head().await;
        let suggested = deal.broker.suggests(&school, &mentor).await;
        suggested.done();
        offers.push(suggested.text("suggestMentorship.mentorship.id"));
    }
    let offer = async |id: &String| deal.broker.mentors("offerMentorship", id).await;
    let (one, two, three) = tokio::join!(offer(&offers[0]), offer(&offers[1]), offer(&offers[2]));
    let refused: Vec<_> = [one, two, three].iter().flat_map(|it| it.refusals()).map(|no| no.code).collect();
    assert_eq!(refused, ["MENTOR_NOT_FREE"], "of three at once two are offered");
    let asked = "query($school: ID!) { mentorSuggestions(school: $school) { mentees } }";
    let asked = deal.broker.ask(asked, json!({"school": deal.host.gid()})).await;
    assert_eq!(asked.done()["mentorSuggestions"], json!([]), "whoever is full is suggested to nobody");

    // Whoever suggests or offers them all the same says why, and the alliance reads it.
    let document = "mutation($input: SuggestMentorshipInput!) { suggestMentorship(input: $input) { mentorship { id }
        userErrors { code field message rule warning } } }";
    let suggest = async |overrides: Json| {
        let input =
            json!({"school": deal.host.gid(), "mentor": mentor, "endsOn": "2027-06-30", "overrides": overrides});
        deal.broker.ask(document, json!({"input": input})).await
    };
    let warned = suggest(json!(null)).await;
    let no = warned.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("MENTOR_NOT_FREE", "mentor"));
    assert_eq!(no.message, "This mentor goes with 2 heads or is asked to, and one is to have 2 at most.");
    let error = warned.at("suggestMentorship.userErrors.0");
    assert_eq!((&error["warning"], &error["rule"]), (&json!(true), &json!("DOMAIN H119")));
    let why = |reason: &str| json!([{"code": "MENTOR_NOT_FREE", "reason": reason}]);
    let suggested = suggest(why("Both have led a school with a nursery.")).await;
    suggested.done();
    let id = suggested.text("suggestMentorship.mentorship.id");
    assert_eq!(offer(&id).await.refused().code, "MENTOR_NOT_FREE");
    let document = "mutation($input: MentorshipInput!) { offerMentorship(input: $input) { mentorship { id } \
                    userErrors { code } } }";
    let input = json!({"mentorship": id, "overrides": why("One of the other two ends in May.")});
    deal.broker.ask(document, json!({"input": input})).await.done();
    let list = "{ overrulings(first: 5) { nodes { code reason subject school { name } } } }";
    let kept = ["One of the other two ends in May.", "Both have led a school with a nursery."];
    let kept =
        kept.map(|it| json!({"code": "MENTOR_NOT_FREE", "reason": it, "subject": id, "school": {"name": "Elm Park"}}));
    assert_eq!(deal.broker.asks(list).await.at("overrulings.nodes"), &json!(kept));
    for who in [&deal.home_head, &deal.host_head] {
        assert_eq!(who.asks(list).await.at("overrulings.nodes"), &json!([]), "it is the alliance's to read");
    }
    // Those who are asked know what they carry: nobody warns them.
    deal.host_head.mentors("acceptMentorship", &id).await.done();
    deal.home_head.mentors("acceptMentorship", &id).await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_offer_is_declined_withdrawn_or_lapses_and_is_nobody_elses_business() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let offered = async || {
        let suggested = deal.broker.suggests(&deal.host, &mentor).await;
        suggested.done();
        let id = suggested.text("suggestMentorship.mentorship.id");
        deal.broker.mentors("offerMentorship", &id).await.done();
        id
    };
    let id = offered().await;
    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    let colleague = deal.host.head().await;
    let coordinator = deal.home.somebody(Role::Coordinator).await;
    for who in [&elsewhere, &colleague, &coordinator, &deal.specialist.persona] {
        assert_eq!(seen(who, &id).await, Json::Null, "{:?}", who.role());
        assert_eq!(who.mentors("declineMentorship", &id).await.refused().code, "NOT_FOUND");
    }
    let document = act("declineMentorship", "DeclineMentorshipInput", "mentorship");
    let input = json!({"input": {"mentorship": id, "reason": "NOT_NOW"}});
    deal.host_head.ask(&document, input).await.done();
    assert_eq!(seen(&deal.home_head, &id).await["endReason"], "DECLINED");
    let document = "query($id: ID!) { node(id: $id) { ... on Mentorship { declineReason } } }";
    let answer = deal.home_head.ask(document, json!({"id": id})).await;
    assert_eq!(answer.text("node.declineReason"), "NOT_NOW");
    let told = "outbox WHERE name = 'mentorship.ended' AND body::jsonb -> 'data' ->> 'declined' = 'NOT_NOW'";
    assert_eq!(app.count(told).await, 1);
    assert_eq!(app.count("audit_entry WHERE after::jsonb ->> 'declined' = 'NOT_NOW'").await, 1);
    let last = "UPDATE membership SET begun_at = begun_at + interval '2 seconds' WHERE id = $1";
    app.write(last, values![deal.host_head.who().membership.uuid()]).await;
    let id = offered().await;
    assert_eq!(deal.host_head.ends_mentorship(&id, "WITHDRAWN").await.refused().code, "NOT_ALLOWED");
    deal.broker.ends_mentorship(&id, "WITHDRAWN").await.done();
    let id = offered().await;
    app.clock.advance(TimeDelta::days(15));
    assert_eq!(deal.host_head.mentors("acceptMentorship", &id).await.refused().code, "STEP_NOT_OPEN");
    assert!(app.settle().await.events().contains(&"mentorship.ended"));
    assert_eq!(seen(&deal.host_head, &id).await["endReason"], "LAPSED");
    let late = json!({"school": deal.host.gid(), "mentor": mentor, "endsOn": "2029-06-30"});
    let document = "mutation($input: SuggestMentorshipInput!) { suggestMentorship(input: $input) {
        mentorship { id } userErrors { code field message } } }";
    let no = deal.broker.ask(document, json!({"input": late})).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("END_POINT_OUTSIDE", "endsOn"));
}

#[tokio::test]
async fn the_database_itself_keeps_one_mentor_at_a_time_and_the_dates_in_their_order() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    deal.mentored(&mentor).await;
    let day = "interval '1 day'";
    for (change, constraint) in [
        ("mentor_id = mentee_id".to_owned(), "mentorship_by_another"),
        ("home_id = school_id".to_owned(), "mentorship_from_elsewhere"),
        ("ends_on = suggested_at::date".to_owned(), "mentorship_end_point_ahead"),
        (format!("offered_at = suggested_at - {day}"), "mentorship_offered_after_suggested"),
        (format!("mentee_accepted_at = offered_at - {day}"), "mentorship_accepted_after_offered"),
        (format!("started_at = mentor_accepted_at - {day}"), "mentorship_started_after_accepted"),
        ("home_accepted_at = NULL".to_owned(), "mentorship_accepted_by_all"),
        ("status = 'ended'".to_owned(), "mentorship_stands_where_it_says"),
        (format!("status = 'paused', paused_at = started_at - {day}"), "mentorship_paused_after_started"),
        (format!("status = 'ended', end_reason = 'no_time', ended_at = started_at - {day}"), "mentorship_ended_last"),
        ("status = 'ended', ended_at = started_at".to_owned(), "mentorship_ended_for_a_reason"),
    ] {
        let refused = app.owner.run(&format!("UPDATE mentorship SET {change}"), values![]).await;
        let refused = refused.expect_err(&change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
    let second = "INSERT INTO mentorship SELECT (jsonb_populate_record(one, \
                  jsonb_build_object('id', gen_random_uuid()))).* FROM mentorship AS one";
    let refused = app.owner.run(second, values![]).await.expect_err("a second mentor");
    assert_eq!(refused.constraint(), Some("mentorship_never_overlaps"));
    app.sound().await;
}

#[tokio::test]
async fn mentoring_goes_on_under_the_school_that_took_the_mentors_place() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let id = deal.mentored(&mentor).await;
    let halves = [app.school("Ash Lane Juniors").await, app.school("Ash Lane Infants").await];
    for half in &halves {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
        app.write(link, values![deal.home.urn, half.urn]).await;
    }
    deal.home.closes().await;
    let decide = "mutation($school: ID!, $successor: ID!) {
        decideSuccession(input: {school: $school, successor: $successor, reason: \"Most pupils are there\"}) {
        userErrors { code } } }";
    let chosen = json!({"school": deal.home.gid(), "successor": halves[0].gid()});
    deal.broker.ask(decide, chosen).await.done();
    let home = "query($id: ID!) { node(id: $id) { ... on Mentorship { status home { name } } } }";
    let standing = json!({"status": "ACTIVE", "home": {"name": "Ash Lane Juniors"}});
    for who in [&deal.host_head, &halves[0].head().await] {
        assert_eq!(who.ask(home, json!({"id": id})).await.at("node"), &standing);
    }
    let led = format!("headship WHERE school_id = '{}' AND started_on = '2010-09-01'", halves[0].id.uuid());
    assert_eq!(app.count(&led).await, 1, "whoever led the school has led its successor since the same day");
    app.settle().await;
}
