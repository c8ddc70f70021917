//! Support groups: who holds one, who has a place in it, and how it begins and ends (DOMAIN H115, H117, G93).

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::Deal;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SEEN: &str =
    "query($id: ID!) { node(id: $id) { ... on SupportGroup { name status sizeAdvice places { school { name } } } } }";

async fn seen(who: &Persona<'_>, id: &str) -> Json {
    who.ask(SEEN, json!({ "id": id })).await.at("node").clone()
}

async fn begin(deal: &Deal<'_>, id: &str, reason: Option<&str>) -> lateral_tests::Answer {
    let more = json!({ "reason": reason });
    deal.broker.group("beginSupportGroup", "BeginSupportGroupInput", id, more).await
}

#[tokio::test]
async fn a_group_is_held_by_two_kinds_and_seen_by_those_in_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (head, adviser) = (deal.experienced().await, deal.specialist.id.to_string());
    let no = deal.broker.forms(&head, &adviser).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("FACILITATORS_ALIKE", "adviser"), "a deputy is no adviser");
    app.write("UPDATE specialist SET post = 'adviser' WHERE id = $1", values![deal.specialist.id.uuid()]).await;
    let no = deal.broker.forms(&head, &adviser).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("FACILITATOR_NOT_DESIGNATED", "adviser"));
    let no = deal.broker.forms(&adviser, &head).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("FACILITATORS_ALIKE", "headFacilitator"));
    let (group, place) = deal.grouped(&head).await;
    let expected = json!({"name": "First headships", "status": "FORMING", "places": [{"school": {"name": "Elm Park"}}],
        "sizeAdvice": "A group of fewer than six is still forming: begin with fewer only for a reason."});
    for who in [&deal.broker, &deal.home_head, &deal.specialist.persona, &deal.host_head] {
        assert_eq!(seen(who, &group).await, expected, "{:?}", who.role());
    }
    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    for who in [&elsewhere, &deal.host.somebody(Role::Coordinator).await, &deal.home.head().await] {
        assert_eq!(seen(who, &group).await, Json::Null, "{:?}", who.role());
    }
    let school = json!({"school": deal.host.gid()});
    let again =
        deal.broker.group("offerSupportPlace", "OfferSupportPlaceInput", &group, school.clone()).await.refused();
    assert_eq!((again.code.as_str(), again.field.as_str()), ("IN_SUPPORT_GROUP", "school"));
    let small = begin(&deal, &group, None).await.refused();
    assert_eq!((small.code.as_str(), small.field.as_str()), ("SUPPORT_GROUP_SIZE_UNSAID", "reason"));
    begin(&deal, &group, Some("Five more begin at Easter")).await.done();
    let kept = "audit_entry WHERE event = 'support_group.begun' AND reason = 'Five more begin at Easter'";
    assert_eq!(app.count(kept).await, 1);

    assert_eq!(deal.home_head.place("leaveSupportGroup", &place).await.refused().code, "NOT_ALLOWED");
    deal.host_head.place("leaveSupportGroup", &place).await.done();
    assert_eq!(seen(&deal.host_head, &group).await, Json::Null, "whoever has left does not read on");
    assert_eq!(deal.host_head.place("leaveSupportGroup", &place).await.refused().code, "STEP_NOT_OPEN");
    let offered = deal.broker.group("offerSupportPlace", "OfferSupportPlaceInput", &group, school).await;
    let place = offered.text("offerSupportPlace.supportGroupPlace.id");
    deal.host_head.place("acceptSupportPlace", &place).await.done();
    let over = json!({"reason": "DONE"});
    deal.broker.group("closeSupportGroup", "CloseSupportGroupInput", &group, over).await.done();
    let told = app.settle().await;
    let told: Vec<_> = told.events().into_iter().filter(|name| name.starts_with("support_group")).collect();
    assert_eq!(told[told.len() - 2..], ["support_group.closed", "support_group_place.left"]);
    assert_eq!(app.reasons("support_group_place.left").await, ["NOT_STATED", "GROUP_CLOSED"]);
    assert_eq!(app.count("support_group_place WHERE leave_reason = 'group_closed'").await, 1);
    assert_eq!(seen(&deal.host_head, &group).await, Json::Null);
}

#[tokio::test]
async fn a_place_is_for_a_new_head_who_answers_in_person_and_in_time() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let head = deal.experienced().await;
    let (group, place) = deal.grouped(&head).await;
    deal.host_head.place("leaveSupportGroup", &place).await.done();
    let offer = async |school: &str| {
        let school = json!({ "school": school });
        deal.broker.group("offerSupportPlace", "OfferSupportPlaceInput", &group, school).await
    };
    let stranger = app.school("Far Away").await;
    assert_eq!(offer(&stranger.gid()).await.refused().code, "NOT_A_MEMBER");
    deal.host_head.states(&deal.host, "2001-09-01", None).await.done();
    assert_eq!(offer(&deal.host.gid()).await.refused().code, "HEAD_NOT_NEW");
    deal.host_head.states(&deal.host, "2026-09-01", None).await.done();
    deal.host_head.states(&stranger, "1999-09-01", Some("2024-08-31")).await.done();
    assert_eq!(offer(&deal.host.gid()).await.refused().code, "FACILITATOR_LESS_EXPERIENCED");
    deal.host_head.states(&stranger, "2023-09-01", Some("2024-08-31")).await.done();
    let placed = offer(&deal.host.gid()).await.text("offerSupportPlace.supportGroupPlace.id");
    app.clock.advance(TimeDelta::days(15));
    assert_eq!(deal.host_head.place("acceptSupportPlace", &placed).await.refused().code, "STEP_NOT_OPEN");
    assert!(app.settle().await.events().contains(&"support_group_place.lapsed"));
    let placed = offer(&deal.host.gid()).await.text("offerSupportPlace.supportGroupPlace.id");
    deal.host_head.place("declineSupportPlace", &placed).await.done();
    assert_eq!(seen(&deal.host_head, &group).await, Json::Null);

    let id = group.split_once('_').unwrap().1.parse::<uuid::Uuid>().unwrap();
    for number in 0..20 {
        let sql = "WITH somebody AS (INSERT INTO person (id, name, email, created_at) VALUES ($2, 'Head', $3, $4) \
                   RETURNING id) INSERT INTO support_group_place SELECT $2, $1, alliance_id, somebody.id, school_id, \
                   'accepted', offered_at, respond_by, answered_at, NULL, 1, audience || somebody.id \
                   FROM somebody, (SELECT * FROM support_group_place WHERE group_id = $1 LIMIT 1) AS one";
        let (person, email) = (app.app.ids.uuid(), format!("head-{number}@example.org"));
        app.write(sql, values![id, person, email, app.clock.now().utc()]).await;
        app.write("UPDATE support_group SET audience = audience || $2 WHERE id = $1", values![id, vec![person]]).await;
        match number {
            14 => assert_eq!(offer(&deal.host.gid()).await.refused().code, "SUPPORT_GROUP_SIZE_UNSAID"),
            19 => assert_eq!(offer(&deal.host.gid()).await.refused().code, "SUPPORT_GROUP_FULL"),
            _ => {}
        }
    }
    app.settle().await;
}

#[tokio::test]
async fn the_database_itself_keeps_one_place_at_a_time_and_the_dates_in_their_order() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let head = deal.experienced().await;
    deal.grouped(&head).await;
    let day = "interval '1 day'";
    let kinds = "support_group_held_by_a_head_and_an_adviser";
    for (table, change, constraint) in [
        ("support_group", "adviser_id = head_id".to_owned(), "support_group_held_by_two"),
        ("support_group", "adviser_specialist_id = head_specialist_id".to_owned(), kinds),
        ("support_group", "head_specialist_id = adviser_specialist_id".to_owned(), kinds),
        ("support_group", "status = 'meeting'".to_owned(), "support_group_stands_where_it_says"),
        (
            "support_group",
            format!("status = 'meeting', started_at = formed_at - {day}"),
            "support_group_started_after_formed",
        ),
        ("support_group", "status = 'closed', closed_at = formed_at".to_owned(), "support_group_closed_for_a_reason"),
        (
            "support_group",
            format!("status = 'closed', end_reason = 'done', closed_at = formed_at - {day}"),
            "support_group_closed_last",
        ),
        ("support_group_place", "status = 'left'".to_owned(), "support_place_stands_where_it_says"),
        ("support_group_place", format!("answered_at = offered_at - {day}"), "support_place_answered_after_offered"),
        ("support_group_place", format!("status = 'left', left_at = answered_at - {day}"), "support_place_left_last"),
    ] {
        let refused = app.owner.run(&format!("UPDATE {table} SET {change}"), values![]).await;
        let refused = refused.expect_err(&change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
    for post in ["adviser", "headteacher"] {
        let alone = format!(
            "INSERT INTO support_group SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), \
             'head_specialist_id', lent.id, 'adviser_specialist_id', lent.id))).* FROM support_group AS one \
             JOIN specialist AS lent ON lent.post = '{post}'"
        );
        let refused = app.owner.run(&alone, values![]).await.expect_err("two of one kind");
        assert_eq!(refused.constraint(), Some(kinds), "{post}: {refused}");
    }
    let second = "INSERT INTO support_group_place SELECT (jsonb_populate_record(one, \
                  jsonb_build_object('id', gen_random_uuid()))).* FROM support_group_place AS one";
    let refused = app.owner.run(second, values![]).await.expect_err("a second place");
    assert_eq!(refused.constraint(), Some("support_place_once"));
    app.sound().await;
}
