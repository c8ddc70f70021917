//! Who counts as a new head, and what each has of a mentor and a support group (DOMAIN H115).

use domain::access::Role;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

const NEW: &str = "query($id: ID!) { alliance(id: $id) { newHeads(first: 20) { nodes {
    school { name } headshipSince headshipStated transition missing mentorship { status }
    supportGroupPlace { status } } } } }";

async fn new_heads(who: &Persona<'_>, alliance: &str) -> Json {
    who.ask(NEW, json!({ "id": alliance })).await.at("alliance.newHeads.nodes").clone()
}

#[tokio::test]
async fn a_new_head_ought_to_have_both_a_mentor_and_a_place_in_a_group() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let alliance = deal.alliance.id.to_string();
    let mentor = deal.experienced().await;
    // Whoever else leads the school in this world has done so for long.
    let long = "INSERT INTO headship SELECT gen_random_uuid(), person_id, school_id, '2011-09-01', NULL, begun_at \
                FROM membership WHERE role = 'head' AND person_id <> ALL ($1) AND school_id IS NOT NULL";
    let known = vec![deal.home_head.who().person.uuid(), deal.host_head.who().person.uuid()];
    app.write(long, values![known]).await;
    deal.host_head.states(&deal.host, "2026-09-01", None).await.done();
    let it = |missing: Json, mentorship: Json, place: Json| {
        json!([{"school": {"name": "Elm Park"}, "headshipSince": "2026-09-01", "headshipStated": true,
            "transition": "FIRST_HEADSHIP", "missing": missing, "mentorship": mentorship, "supportGroupPlace": place}])
    };
    let expected = it(json!(["MENTOR", "SUPPORT_GROUP"]), json!(null), json!(null));
    assert_eq!(new_heads(&deal.broker, &alliance).await, expected);
    deal.mentored(&mentor).await;
    let active = json!({"status": "ACTIVE"});
    let expected = it(json!(["SUPPORT_GROUP"]), active.clone(), json!(null));
    assert_eq!(new_heads(&deal.broker, &alliance).await, expected, "a head with only one lacks the other");
    deal.grouped(&mentor).await;
    let expected = it(json!([]), active, json!({"status": "ACCEPTED"}));
    assert_eq!(new_heads(&deal.broker, &alliance).await, expected);

    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    for who in [&deal.host_head, &deal.home_head, &elsewhere, &app.national(Role::Operator).await] {
        assert_eq!(new_heads(who, &alliance).await, Json::Null, "{:?}", who.role());
    }
    app.settle().await;
}

#[tokio::test]
async fn of_new_heads_only_those_who_lack_a_mentor_or_a_group_are_brought_before_the_brokers_again() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    deal.mentored(&mentor).await;
    deal.grouped(&mentor).await;
    let oak = app.school("Oak Hill").await;
    oak.head().await;
    let joins = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
    app.write(joins, persistence::values![deal.alliance.id.uuid(), oak.id.uuid(), app.clock.now().utc()]).await;
    app.clock.advance(chrono::TimeDelta::days(43));
    app.settle().await;
    let told = told(&deal.broker).await;
    let about = told.iter().filter(|it| it["kind"] == "school.new_head_unsupported").map(|it| it["text"].to_string());
    let about: Vec<_> = about.collect();
    assert!(about.iter().any(|it| it.contains("Oak Hill")), "{about:?}");
    assert!(!about.iter().any(|it| it.contains("Elm Park") || it.contains("Ash Lane")), "{about:?}");
}

#[tokio::test]
async fn an_experienced_head_is_new_to_the_area_when_the_last_school_was_elsewhere() {
    let app = TestApp::start().await;
    let (ash, fir) = (app.school("Ash Lane").await, app.school("Fir Hill").await);
    for (school, name) in [(&ash, "Bristol"), (&fir, "Bath")] {
        let sql = "WITH area AS (INSERT INTO local_authority (id, code, name) VALUES ($1, $2, $2) RETURNING id) \
                   UPDATE school SET local_authority_id = area.id, version = version + 1 FROM area WHERE school.id = $3";
        app.write(sql, values![app.app.ids.uuid(), name, school.id.uuid()]).await;
    }
    let alliance = app.alliance("Avon", &ash, &[]).await;
    let (broker, head) = (alliance.broker().await, ash.head().await);
    let id = alliance.id.to_string();
    let found = new_heads(&broker, &id).await;
    assert_eq!((&found[0]["transition"], &found[0]["headshipStated"]), (&json!("FIRST_HEADSHIP"), &json!(false)));
    head.states(&fir, "2012-09-01", Some("2026-08-31")).await.done();
    assert_eq!(new_heads(&broker, &id).await[0]["transition"], "NEW_TO_AREA");
    head.states(&ash, "2022-09-01", None).await.done();
    assert_eq!(new_heads(&broker, &id).await, json!([]), "nobody is new for longer than two years");
}

#[tokio::test]
async fn headships_are_stated_by_the_head_alone_and_seen_by_nobody_else() {
    let app = TestApp::start().await;
    let (ash, fir) = (app.school("Ash Lane").await, app.school("Fir Hill").await);
    let (head, colleague) = (ash.head().await, ash.head().await);
    let no = head.states(&fir, "2020-09-01", None).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_HEAD_THERE", "until"));
    assert_eq!(head.states(&ash, "2030-09-01", None).await.refused().code, "DATE_TOO_FAR");
    assert_eq!(head.states(&fir, "2020-09-01", Some("2019-09-01")).await.refused().code, "PERIOD_BACKWARDS");
    head.states(&fir, "2012-09-01", Some("2015-08-31")).await.done();
    head.states(&fir, "2018-09-01", Some("2019-08-31")).await.done();
    head.states(&fir, "2012-09-01", Some("2016-08-31")).await.done();
    let no = head.states(&fir, "2012-09-01", Some("2018-12-31")).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("HEADSHIPS_MEET", "from"));
    let own = "{ viewer { person { headships { startedOn endedOn school { name } } } } }";
    let shown = head.asks(own).await.at("viewer.person.headships").clone();
    let at = json!({"name": "Fir Hill"});
    let expected = json!([
        {"startedOn": "2012-09-01", "endedOn": "2016-08-31", "school": at},
        {"startedOn": "2018-09-01", "endedOn": "2019-08-31", "school": at},
    ]);
    assert_eq!(shown, expected, "what is stated anew corrects what was stated");
    let person = json!({"id": head.who().person.to_string()});
    let other = "query($id: ID!) { node(id: $id) { ... on Person { headships { startedOn } } } }";
    let seen = colleague.ask(other, person).await;
    assert!(matches!(seen.at("node.headships").as_array().map(Vec::len), None | Some(0)), "{}", seen.0);
    for (change, constraint) in [
        ("ended_on = started_on - 1", "headship_forwards"),
        ("ended_on = '2030-01-01'", "headship_in_the_past"),
        ("started_on = '2012-09-01', ended_on = '2020-01-01'", "headship_once"),
    ] {
        let refused = app.owner.run(&format!("UPDATE headship SET {change}"), values![]).await;
        assert_eq!(refused.expect_err(change).constraint(), Some(constraint));
    }
    app.settle().await;
}
