//! The directory as its readers meet it: schools near and far, alliances and who is in them.

mod carrying_on;
mod designation;
mod following;
mod founding;
mod handing_on;
mod keeping_programmes;
mod leaving;
mod moving;
mod new_home;
mod passing;
mod policy;
mod programme_numbers;
mod programmes;
mod relisting;
pub mod resting;
mod spoken_for;
pub mod succession;

pub use carrying_on::converts;

use domain::access::Role;
use domain::directory::GridPoint;
use lateral_tests::TestApp;
use persistence::directory::school_search::{Wanted, statement};
use persistence::{Cursor, PageRequest};
use serde_json::json;

const NEAR: &str = "query($urn: URN!, $km: Float!, $first: Int, $after: String, $last: Int, $before: String) {
    schools(filter: { near: { urn: $urn, withinKm: $km } }, first: $first, after: $after, last: $last, before: $before) {
        edges { distanceMetres cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }";

/// Five schools in a line, a kilometre apart; gives the first one's URN.
async fn a_line_of_schools(app: &TestApp) -> i32 {
    let first = app.school_at("School 0", 400_000, 300_000).await;
    for at in 1..5 {
        app.school_at(&format!("School {at}"), 400_000 + at * 1_000, 300_000).await;
    }
    first.urn
}

#[tokio::test]
async fn the_nearest_schools_come_first_and_the_radius_ends_the_list() {
    let app = TestApp::start().await;
    let urn = a_line_of_schools(&app).await.to_string();
    let before = app.statements();
    let answer = app.stranger().ask(NEAR, json!({ "urn": urn, "km": 2.5, "first": 10 })).await;
    assert_eq!(app.statements() - before, 1, "a page of schools is one statement");
    let edges = answer.at("schools.edges").as_array().unwrap();
    let seen: Vec<_> = edges.iter().map(|it| (it["node"]["name"].as_str(), it["distanceMetres"].as_i64())).collect();
    let expected = [(Some("School 0"), Some(0)), (Some("School 1"), Some(1_000)), (Some("School 2"), Some(2_000))];
    assert_eq!(seen, expected);
    assert_eq!(answer.at("schools.pageInfo.hasNextPage"), false);
}

#[tokio::test]
async fn pages_by_distance_follow_each_other_both_ways() {
    let app = TestApp::start().await;
    let urn = a_line_of_schools(&app).await.to_string();
    let ask = async |page: serde_json::Value| {
        let mut variables = json!({ "urn": urn, "km": 100.0 });
        variables.as_object_mut().unwrap().extend(page.as_object().unwrap().clone());
        app.stranger().ask(NEAR, variables).await
    };
    let names = |answer: &lateral_tests::Answer| -> Vec<String> {
        let edges = answer.at("schools.edges").as_array().unwrap();
        edges.iter().map(|it| it["node"]["name"].as_str().unwrap().to_owned()).collect()
    };
    let first = ask(json!({ "first": 2 })).await;
    assert_eq!(names(&first), ["School 0", "School 1"]);
    assert_eq!(first.at("schools.pageInfo.hasNextPage"), true);
    let next = ask(json!({ "first": 2, "after": first.text("schools.pageInfo.endCursor") })).await;
    assert_eq!(names(&next), ["School 2", "School 3"]);
    let back = ask(json!({ "last": 1, "before": next.text("schools.pageInfo.startCursor") })).await;
    assert_eq!(names(&back), ["School 1"]);
    assert_eq!(names(&ask(json!({ "last": 2 })).await), ["School 3", "School 4"]);
}

#[tokio::test]
async fn schools_are_found_by_a_part_of_the_name_and_through_typing_errors() {
    let app = TestApp::start().await;
    for name in ["Ash Lane Primary School", "Elm Park Academy", "St Joseph’s Catholic Primary School", "100% School_"]
    {
        app.school(name).await;
    }
    let find = async |text: &str| {
        let question =
            "query($text: String) { schools(filter: { text: $text }, first: 5) { edges { node { name } } } }";
        let answer = app.stranger().ask(question, json!({ "text": text })).await;
        let edges = answer.at("schools.edges").as_array().unwrap().clone();
        edges.iter().map(|it| it["node"]["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(find("elm park").await, ["Elm Park Academy"]);
    assert_eq!(find("Elm Prak Academy").await, ["Elm Park Academy"]);
    assert_eq!(find("100% School_").await[0], "100% School_", "the most alike comes first");
    assert!(find("%").await.len() <= 1, "a percent sign is not a wildcard");
    assert!(find("zzzz").await.is_empty());
}

#[tokio::test]
async fn odd_questions_get_plain_answers() {
    let app = TestApp::start().await;
    let urn = a_line_of_schools(&app).await;
    for filter in [
        "near: { withinKm: 5 }".to_owned(),
        format!("near: {{ urn: \"{urn}\", withinKm: 0 }}"),
        format!("near: {{ urn: \"{urn}\", withinKm: 1e300 }}"),
        format!("near: {{ urn: \"{urn}\", latitude: 51, longitude: 0, withinKm: 5 }}"),
        "near: { latitude: 0, longitude: 0, withinKm: 5 }".to_owned(),
        "near: { urn: \"999999\", withinKm: 5 }".to_owned(),
        "text: \"a\\u0000b\"".to_owned(),
    ] {
        let question = format!("{{ schools(filter: {{ {filter} }}, first: 5) {{ edges {{ cursor }} }} }}");
        assert_eq!(app.stranger().asks(&question).await.error_code(), "BAD_USER_INPUT", "{filter}");
    }
    assert!(app.stranger().asks("{ school(urn: \"999999\") { name } }").await.at("school").is_null());
}

#[tokio::test]
async fn distance_is_asked_of_the_index() {
    let app = TestApp::start().await;
    let sql = "INSERT INTO school (id, urn, name, status, phase, easting, northing) \
        SELECT gen_random_uuid(), 200000 + n, 'School ' || n, 'open', 'primary', \
            100000 + (n * 7919) % 500000, 100000 + (n * 104729) % 500000 FROM generate_series(1, 20000) AS n";
    app.owner.run(sql, []).await.unwrap();
    let sql = "INSERT INTO offer (id, school_id, kind, title, summary, expertise, key_stages, modes, format, \
        settlements, half_days_per_half_term, status, created_at) \
        SELECT gen_random_uuid(), s.id, 'support', 'x', 'x', ARRAY[s.id], '{}', '{remote}', 'one_off', '{day_rate}', 4, \
            'published', now() FROM school s WHERE s.urn % 2 = 0";
    app.owner.run(sql, []).await.unwrap();
    app.owner.run("ANALYZE school, offer", []).await.unwrap();
    let near = Wanted { near: GridPoint::new(400_000, 300_000).map(|place| (place, 30_000)), ..Wanted::default() };
    let offers = Wanted { with_offers: true, ..near.clone() };
    let after = Cursor { list: near.list(), order: 25_000_000, id: uuid::Uuid::nil() };
    for (wanted, page) in [
        (&near, PageRequest::first(20)),
        (&offers, PageRequest::first(20)),
        (&near, PageRequest { from: Some(after), ..PageRequest::first(20) }),
        (&near, PageRequest { backward: true, ..PageRequest::first(20) }),
    ] {
        let (sql, values) = statement(wanted, &page, true);
        let rows = app.owner.rows::<sea_orm::JsonValue>(&format!("EXPLAIN {sql}"), values).await.unwrap();
        let plan = rows.iter().map(|row| row["QUERY PLAN"].as_str().unwrap_or_default()).collect::<Vec<_>>().join("\n");
        assert!(plan.contains("school_place") && !plan.contains("Seq Scan on school"), "{sql}\n{plan}");
    }
}

#[tokio::test]
async fn only_its_own_head_makes_a_school_a_member() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let north = app.alliance("North", &ash, &[]).await;
    let join = "mutation($id: ID!) { joinAlliance(input: { alliance: $id }) { userErrors { code } \
        alliance { memberCount members(first: 5) { edges { node { school { name } } } } } } }";
    let id = json!({ "id": north.id.to_string() });
    for no in [north.broker().await, elm.somebody(Role::Coordinator).await, app.national(Role::Operator).await] {
        assert_eq!(no.ask(join, id.clone()).await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!(app.stranger().ask(join, id.clone()).await.error_code(), "UNAUTHENTICATED");
    let head = elm.head().await;
    let joined = head.ask(join, id.clone()).await;
    joined.done();
    assert_eq!(joined.at("joinAlliance.alliance.memberCount"), 2);
    assert_eq!(head.ask(join, id.clone()).await.refused().code, "ALREADY_MEMBER");
    let own = format!("{{ school(urn: \"{}\") {{ alliances {{ name }} }} }}", elm.urn);
    assert_eq!(app.stranger().asks(&own).await.text("school.alliances.0.name"), "North");

    let leave = "mutation($id: ID!) { leaveAlliance(input: { alliance: $id, reason: OTHER_ALLIANCE }) { userErrors { code } \
        alliance { memberCount } } }";
    assert_eq!(ash.head().await.ask(leave, id.clone()).await.refused().code, "LEAD_SCHOOL_STAYS");
    assert_eq!(head.ask(leave, id.clone()).await.at("leaveAlliance.alliance.memberCount"), 1);
    assert_eq!(head.ask(leave, id.clone()).await.refused().code, "NOT_A_MEMBER");
    let of =
        "query($id: ID!) { alliance(id: $id) { formerMembers(first: 9) { nodes { leaveReason school { name } } } } }";
    let former = json!([{"leaveReason": "OTHER_ALLIANCE", "school": {"name": "Elm Park"}}]);
    let broker = north.broker().await;
    assert_eq!(broker.ask(of, id.clone()).await.at("alliance.formerMembers.nodes"), &former);
    for other in [&head, &ash.head().await, &app.stranger()] {
        assert!(other.ask(of, id.clone()).await.at("alliance.formerMembers").is_null(), "for its own brokers");
    }
    head.ask(join, id).await.done();
    assert_eq!(app.settle().await.events(), ["alliance.joined", "alliance.left", "alliance.joined"]);
    assert_eq!(app.reasons("alliance.left").await, ["OTHER_ALLIANCE"]);
}

#[tokio::test]
async fn a_school_that_is_closed_joins_nothing() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let north = app.alliance("North", &ash, &[]).await;
    let head = elm.head().await;
    app.write("UPDATE school SET status = 'closed' WHERE id = $1", persistence::values![elm.id.uuid()]).await;
    let join = "mutation($id: ID!) { joinAlliance(input: { alliance: $id }) { userErrors { code } } }";
    let answer = head.ask(join, json!({ "id": north.id.to_string() })).await;
    assert_eq!(answer.refused().code, "SCHOOL_CLOSED");
}

#[tokio::test]
async fn neighbours_are_those_that_both_declared_else_the_nearest() {
    let app = TestApp::start().await;
    let mut alliances = Vec::new();
    for at in 0..8 {
        let lead = app.school_at(&format!("Lead {at}"), 400_000 + at * 1_000, 300_000).await;
        alliances.push(app.alliance(&format!("Alliance {at}"), &lead, &[]).await);
    }
    let question = "query($id: ID!) { alliance(id: $id) { neighbours { name } } }";
    let neighbours = async |at: usize| {
        let answer = app.stranger().ask(question, json!({ "id": alliances[at].id.to_string() })).await;
        let list = answer.at("alliance.neighbours").as_array().unwrap().clone();
        list.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(neighbours(0).await, ["Alliance 1", "Alliance 2", "Alliance 3", "Alliance 4", "Alliance 5"]);
    let declare = "mutation($id: ID!) { declareNeighbour(input: { neighbour: $id }) { userErrors { code } } }";
    let (first, last) = (alliances[0].broker().await, alliances[7].broker().await);
    let (first_id, last_id) =
        (json!({ "id": alliances[0].id.to_string() }), json!({ "id": alliances[7].id.to_string() }));
    first.ask(declare, last_id).await.done();
    assert_eq!(neighbours(0).await.len(), 5, "one side alone makes no neighbours");
    assert_eq!(first.ask(declare, first_id.clone()).await.refused().code, "NEIGHBOUR_IS_ITSELF");
    last.ask(declare, first_id).await.done();
    assert_eq!(neighbours(0).await, ["Alliance 7"]);
    let _ = app.settle().await;
}

#[tokio::test]
async fn an_alliance_no_longer_sees_the_open_requests_of_a_school_that_left() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let north = app.alliance("North", &ash, &[&elm]).await;
    let head = elm.head().await;
    for status in ["submitted", "placed"] {
        let sql = "INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, \
            modes, urgency, half_days, starts_on, ends_on, disclosure, settlement, status, raised_by, created_at, \
            submitted_at, alliances, named_to, audience) \
            VALUES (gen_random_uuid(), $1, 'Help', 'Help', '[]', 'support', '{}', '{}', '{}', 'soon', 2, \
            '2026-11-01', '2026-12-01', 'named', 'day_rate', $2, $3, $4, $4, ARRAY[$5::uuid], ARRAY[$5::uuid], \
            ARRAY[$1, $5::uuid])";
        let (person, now) = (head.who().person.uuid(), app.clock.now().utc());
        app.write(sql, persistence::values![elm.id.uuid(), status, person, now, north.id.uuid()]).await;
    }
    let leave = "mutation($id: ID!) { leaveAlliance(input: { alliance: $id }) { userErrors { code } } }";
    head.ask(leave, json!({ "id": north.id.to_string() })).await.done();
    let seen = format!("support_request WHERE '{}' = ANY (audience) AND status = ", north.id.uuid());
    assert_eq!(app.count(&format!("{seen}'submitted'")).await, 0);
    assert_eq!(app.count(&format!("{seen}'placed'")).await, 1, "what is under way stays with whoever began it");
    let _ = app.settle().await;
}
