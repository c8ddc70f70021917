//! What ends by itself when somebody leaves or loses what a mentorship or a support group rests on, and who follows.

use chrono::TimeDelta;
use domain::Id;
use domain::directory::Specialist;
use lateral::worker::upkeep;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const WANTED: &str = "The head of Elm Park is without a mentor: a broker of the alliance suggests another one.";
const OVER: &str = "A mentorship is over: Ash Lane for Elm Park.";

async fn mentorship(who: &Persona<'_>, id: &str) -> (String, Json) {
    let seen = "query($id: ID!) { node(id: $id) { ... on Mentorship { status endReason } } }";
    let seen = who.ask(seen, json!({ "id": id })).await;
    (seen.text("node.status"), seen.at("node.endReason").clone())
}

/// What somebody was told last, the latest first.
async fn told(who: &Persona<'_>) -> Vec<String> {
    let answer = who.asks("{ viewer { notifications(first: 4) { nodes { text } } } }").await;
    let nodes = answer.at("viewer.notifications.nodes").as_array().unwrap().clone();
    nodes.iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect()
}

/// The broker takes the designation of a scheme back that the head of the school that gives holds, or holds it back.
async fn designation(deal: &Deal<'_>, scheme: &str, verb: &str) -> Answer {
    let sql = "SELECT id FROM designation WHERE person_id = $1 AND scheme = $2";
    let found = deal.app.owner.row::<Found>(sql, values![deal.home_head.who().person.uuid(), scheme.to_owned()]).await;
    let id = format!("dsg_{}", found.unwrap().expect(scheme).id.simple());
    deal.broker.designation(verb, "DesignationReasonInput", &id, json!({"reason": "At their own wish."})).await
}

#[derive(sea_orm::FromQueryResult)]
struct Found {
    id: uuid::Uuid,
}

#[tokio::test]
async fn a_mentorship_ends_with_the_role_of_the_head_for_whom_it_is() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let id = deal.mentored(&mentor).await;
    app.settle().await;
    deal.host_head.ends_role(deal.host_head.who().membership).await.done();
    assert_eq!(mentorship(&deal.home_head, &id).await, ("ENDED".to_owned(), json!("MOVED_ON")));
    let settled = app.settle().await;
    assert!(settled.events().contains(&"mentorship.ended"), "{settled:?}");
    assert!(!settled.events().contains(&"mentorship.another_wanted"), "nobody is without a mentor");
    for who in [&deal.home_head, &deal.broker] {
        assert!(told(who).await.contains(&OVER.to_owned()), "{:?}", who.role());
    }
}

#[tokio::test]
async fn a_mentor_who_leaves_is_free_again_and_the_head_hears_how_to_get_another() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let id = deal.mentored(&mentor).await;
    app.settle().await;
    let ends = act("endListing", "EndListingInput", "specialist");
    let listing = json!({"input": {"specialist": mentor, "expectedVersion": 1}});
    deal.home_head.ask(&ends, listing).await.done();
    let ended = ("ENDED".to_owned(), json!("MENTOR_NOT_AVAILABLE"));
    assert_eq!(mentorship(&deal.host_head, &id).await, ended, "the school lends nobody any more");
    let settled = app.settle().await;
    let last = ["specialist.listing_ended", "mentorship.ended", "mentorship.another_wanted"];
    assert!(settled.events().ends_with(&last), "{settled:?}");
    assert_eq!(told(&deal.host_head).await[..2], [WANTED, OVER]);
    assert!(told(&deal.broker).await.contains(&WANTED.to_owned()), "the broker suggests another");

    let missing = "query($id: ID!) { alliance(id: $id) { newHeads(first: 20) { nodes { school { name } missing } } } }";
    let shown = deal.broker.ask(missing, json!({"id": deal.alliance.id.to_string()})).await;
    let nodes = shown.at("alliance.newHeads.nodes").as_array().unwrap().clone();
    assert!(
        nodes.contains(&json!({"school": {"name": "Elm Park"}, "missing": ["MENTOR", "SUPPORT_GROUP"]})),
        "{nodes:?}"
    );
    app.write("UPDATE specialist SET status = 'listed', end_reason = NULL WHERE id = $1", values![uuid_of(&mentor)])
        .await;
    let again = deal.mentored(&mentor).await;
    assert_eq!(mentorship(&deal.host_head, &again).await.0, "ACTIVE", "the time of the mentor is free again");

    // Whoever works elsewhere now is lent by a school that nobody has asked.
    let other = app.school("Oak Hill").await;
    app.write("UPDATE specialist SET school_id = $2 WHERE id = $1", values![uuid_of(&mentor), other.id.uuid()]).await;
    upkeep::tick(&app.app).await.unwrap();
    assert_eq!(mentorship(&deal.host_head, &again).await, ("ENDED".to_owned(), json!("MOVED_ON")));
    app.settle().await;
}

fn uuid_of(id: &str) -> uuid::Uuid {
    id.parse::<Id<Specialist>>().unwrap().uuid()
}

#[tokio::test]
async fn a_suspended_designation_ends_no_mentorship_and_one_that_is_taken_back_or_over_does() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let first = deal.mentored(&mentor).await;
    designation(&deal, "mentor", "suspendDesignation").await.done();
    assert_eq!(mentorship(&deal.host_head, &first).await.0, "ACTIVE", "it is for a while");
    designation(&deal, "mentor", "withdrawDesignation").await.done();
    let ended = ("ENDED".to_owned(), json!("MENTOR_NOT_AVAILABLE"));
    assert_eq!(mentorship(&deal.host_head, &first).await, ended);

    app.designates(&deal.alliance, deal.home_head.who().person.uuid(), &deal.home, "mentor").await;
    let second = deal.mentored(&mentor).await;
    app.settle().await;
    let over = "UPDATE designation SET ends_on = '2026-12-01' WHERE scheme = 'mentor' AND status = 'designated'";
    app.write(over, vec![]).await;
    app.clock.advance(TimeDelta::days(40));
    let settled = app.settle().await;
    assert!(settled.events().ends_with(&["designation.lapsed", "mentorship.ended", "mentorship.another_wanted"]));
    assert_eq!(mentorship(&deal.host_head, &second).await, ended);
}

#[tokio::test]
async fn a_role_that_was_given_until_a_day_ends_a_mentorship_on_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let id = deal.mentored(&mentor).await;
    let until = app.clock.now().utc() + TimeDelta::days(30);
    let role = deal.host_head.who().membership.uuid();
    app.write("UPDATE membership SET until = $2 WHERE id = $1", values![role, until]).await;
    upkeep::tick(&app.app).await.unwrap();
    assert_eq!(mentorship(&deal.home_head, &id).await.0, "ACTIVE");
    app.clock.advance(TimeDelta::days(30));
    upkeep::tick(&app.app).await.unwrap();
    upkeep::tick(&app.app).await.unwrap();
    assert_eq!(mentorship(&deal.home_head, &id).await, ("ENDED".to_owned(), json!("MOVED_ON")));
    assert_eq!(app.count("outbox WHERE name = 'mentorship.ended'").await, 1, "it ends once");
    app.settle().await;
}

const GROUP: &str = "query($id: ID!) { node(id: $id) { ... on SupportGroup { missing headFacilitator { id }
    formerFacilitators { side reason facilitator { id } } places { school { name } } } } }";

async fn group(who: &Persona<'_>, id: &str) -> Json {
    who.ask(GROUP, json!({ "id": id })).await.at("node").clone()
}

#[tokio::test]
async fn a_group_is_never_without_a_facilitator_unnoticed_and_another_takes_the_place() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let held = deal.experienced().await;
    let (id, _) = deal.grouped(&held).await;
    app.settle().await;
    designation(&deal, "facilitator", "suspendDesignation").await.done();
    assert_eq!(group(&deal.broker, &id).await["missing"], json!(["HEAD"]));
    let settled = app.settle().await;
    assert!(settled.events().ends_with(&["designation.suspended", "support_group.facilitator_missed"]), "{settled:?}");
    let sentence =
        "One of the two who hold a support group cannot go on, and a broker names another: “First headships”.";
    for who in [&deal.broker, &deal.specialist.persona] {
        assert_eq!(told(who).await[0], sentence, "{:?}", who.role());
    }
    let begin = json!({"reason": "Five more begin at Easter"});
    let no = deal.broker.group("beginSupportGroup", "BeginSupportGroupInput", &id, begin).await.refused();
    assert_eq!(no.code, "SUPPORT_GROUP_UNHELD");

    let fir = app.school("Fir Hill").await;
    let next = fir.head().await;
    let young = fir.lends_head(&app, &next, &deal.alliance, "2026-10-01").await;
    let refused = async |who: &Persona<'_>, side: &str, facilitator: &str| {
        let no = who.replaces(&id, side, facilitator).await.refused();
        (no.code, no.field)
    };
    let no = |code: &str| (code.to_owned(), "facilitator".to_owned());
    deal.host_head.states(&deal.host, "2026-09-01", None).await.done();
    assert_eq!(refused(&deal.broker, "HEAD", &young).await, no("FACILITATOR_LESS_EXPERIENCED"));
    assert_eq!(refused(&deal.broker, "HEAD", &held).await, no("FACILITATOR_NOT_DESIGNATED"));
    assert_eq!(refused(&deal.broker, "ADVISER", &young).await, no("FACILITATORS_ALIKE"));
    let adviser = deal.specialist.id.to_string();
    assert_eq!(refused(&deal.broker, "ADVISER", &adviser).await, no("FACILITATOR_UNCHANGED"));
    assert_eq!(refused(&deal.specialist.persona, "HEAD", &young).await.0, "NOT_ALLOWED");
    next.states(&fir, "2012-09-01", None).await.done();
    deal.broker.replaces(&id, "HEAD", &young).await.done();
    let expected = json!({
        "missing": [], "headFacilitator": {"id": young}, "places": [{"school": {"name": "Elm Park"}}],
        "formerFacilitators": [{"side": "HEAD", "reason": "MOVED_ON", "facilitator": {"id": held}}],
    });
    for who in [&deal.broker, &next] {
        assert_eq!(group(who, &id).await, expected, "{:?}", who.role());
    }
    assert_eq!(group(&deal.home_head, &id).await, Json::Null, "whoever holds it no longer does not read on");
    let settled = app.settle().await;
    assert!(settled.events().ends_with(&["support_group.facilitator_replaced"]), "{settled:?}");
    let sentence = "Others hold a support group now: “First headships”.";
    for who in [&deal.host_head, &next, &deal.specialist.persona] {
        assert_eq!(told(who).await[0], sentence, "{:?}", who.role());
    }
    assert!(!told(&deal.broker).await.contains(&sentence.to_owned()), "who did it is not told");
}

#[tokio::test]
async fn an_adviser_who_takes_another_post_holds_the_group_no_longer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (id, _) = deal.grouped(&deal.experienced().await).await;
    app.settle().await;
    assert_eq!(group(&deal.broker, &id).await["missing"], json!([]));
    // To lead no school is not yet to be an adviser.
    let post = "UPDATE specialist SET post = 'senior_leader' WHERE id = $1";
    app.write(post, values![deal.specialist.id.uuid()]).await;
    upkeep::tick(&app.app).await.unwrap();
    assert_eq!(group(&deal.broker, &id).await["missing"], json!(["ADVISER"]));
    let next = deal.advises(&deal.home.specialist().await).await;
    deal.broker.replaces(&id, "ADVISER", &next).await.done();
    assert_eq!(group(&deal.broker, &id).await["missing"], json!([]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_database_itself_keeps_one_facilitator_at_a_time() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let held = deal.experienced().await;
    let (id, _) = deal.grouped(&held).await;
    let fir = app.school("Fir Hill").await;
    let next = fir.lends_head(&app, &fir.head().await, &deal.alliance, "2012-09-01").await;
    app.clock.advance(TimeDelta::days(10));
    deal.broker.replaces(&id, "HEAD", &next).await.done();
    for (table, change, constraint) in [
        ("support_group", "head_missed_at = formed_at", "support_group_missed_for_a_reason"),
        (
            "support_group",
            "head_missed_for = 'moved_on', head_missed_at = formed_at - interval '1 day'",
            "support_group_missed_after_formed",
        ),
        ("former_facilitator", "side = 'both'", "former_facilitator_side"),
        ("former_facilitator", "held_from = held_until + interval '1 day'", "former_facilitator_forwards"),
    ] {
        let refused = app.owner.run(&format!("UPDATE {table} SET {change}"), values![]).await;
        assert_eq!(refused.expect_err(change).constraint(), Some(constraint), "{change}");
    }
    let second = "INSERT INTO former_facilitator SELECT group_id, side, person_id, specialist_id, held_from, \
                  held_until + interval '1 day', reason, replaced_by FROM former_facilitator";
    let refused = app.owner.run(second, values![]).await.expect_err("two at a time");
    assert_eq!(refused.constraint(), Some("former_facilitator_one_at_a_time"));
    app.sound().await;
}
