//! Every filter of the lists by itself: what it lets through and what it does not.

use lateral_tests::deal::act;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::search::found;
use super::{offer_terms, published, raised, request_act, request_terms, term};

/// Three offers of three schools; no two of them share everything.
async fn market(app: &TestApp) -> (String, String) {
    let about = term(app, "pupil-achievement/maths").await;
    let (north, south) = (app.app.ids.uuid(), app.app.ids.uuid());
    for (id, code) in [(north, "901"), (south, "902")] {
        let sql = "INSERT INTO local_authority (id, code, name) VALUES ($1, $2, 'Authority ' || $2)";
        app.write(sql, values![id, code]).await;
    }
    let mut schools = Vec::new();
    for (name, region, authority, kind, format, mode, stage) in [
        ("Ash", "london", north, "SUPPORT", "SUSTAINED", "IN_PERSON", "KS1"),
        ("Elm", "south_west", south, "COACHING", "ONE_OFF", "REMOTE", "KS2"),
        ("Oak", "london", south, "SUPPORT", "SUSTAINED", "BLENDED", "KS3"),
    ] {
        let school = app.school(name).await;
        let place = "UPDATE school SET region = $2, local_authority_id = $3 WHERE id = $1";
        app.write(place, values![school.id.uuid(), region, authority]).await;
        let mut terms = offer_terms(name, &about);
        (terms["kind"], terms["format"]) = (json!(kind), json!(format));
        (terms["modes"], terms["keyStages"]) = (json!([mode]), json!([stage]));
        published(&school.head().await, terms).await;
        app.clock.advance(chrono::TimeDelta::minutes(1));
        schools.push(school.gid());
    }
    (schools.remove(0), format!("lau_{}", south.simple()))
}

#[tokio::test]
async fn every_filter_by_itself_keeps_what_it_names_and_nothing_else() {
    let app = TestApp::start().await;
    let (ash, south) = market(&app).await;
    let table: [(Json, &[&str]); 16] = [
        (json!({}), &["Oak", "Elm", "Ash"]),
        (json!({"localAuthority": south}), &["Oak", "Elm"]),
        (json!({"school": ash}), &["Ash"]),
        (json!({"kinds": ["COACHING"]}), &["Elm"]),
        (json!({"kinds": ["SUPPORT"]}), &["Oak", "Ash"]),
        (json!({"kinds": ["COACHING", "SUPPORT"]}), &["Oak", "Elm", "Ash"]),
        (json!({"format": "ONE_OFF"}), &["Elm"]),
        (json!({"format": "SUSTAINED"}), &["Oak", "Ash"]),
        (json!({"modes": ["IN_PERSON"]}), &["Ash"]),
        (json!({"modes": ["REMOTE"]}), &["Elm"]),
        (json!({"modes": ["BLENDED"]}), &["Oak"]),
        (json!({"modes": ["REMOTE", "BLENDED"]}), &["Oak", "Elm"]),
        (json!({"region": "LONDON"}), &["Oak", "Ash"]),
        (json!({"keyStages": ["KS3"]}), &["Oak"]),
        (json!({"keyStages": ["KS1", "KS2"]}), &["Elm", "Ash"]),
        (json!({"region": "LONDON", "localAuthority": south}), &["Oak"]),
    ];
    for (filter, expected) in table {
        assert_eq!(found(&app, filter.clone()).await, expected, "{filter}");
    }
}

/// The titles of the requests that somebody finds, newest first, and the same from the end.
async fn asked(who: &Persona<'_>, filter: &Json) -> Vec<String> {
    let mut lists = Vec::new();
    for end in ["first", "last"] {
        let document = format!(
            "query($filter: RequestFilter) {{ supportRequests(filter: $filter, {end}: 9) {{ nodes {{ title }} }} }}"
        );
        let answer = who.ask(&document, json!({"filter": filter})).await;
        let nodes = answer.done()["supportRequests"]["nodes"].as_array().unwrap().clone();
        lists.push(nodes.iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
    }
    assert_eq!(lists[0], lists[1], "{filter}: from either end alike");
    lists.remove(0)
}

#[tokio::test]
async fn every_filter_of_the_requests_keeps_what_it_names_and_no_school_is_found_out_by_one() {
    let app = TestApp::start().await;
    let (ash, elm, oak) = (app.school("Ash").await, app.school("Elm").await, app.school("Oak").await);
    let broker = app.alliance("Avon", &ash, &[&elm]).await.broker().await;
    let about = term(&app, "pupil-achievement/maths").await;
    let mut ids = Vec::new();
    for (school, title, urgency, disclosure) in [
        (&ash, "Open", "ROUTINE", "NAMED"),
        (&ash, "Hidden", "URGENT", "ANONYMOUS"),
        (&elm, "Other", "SOON", "ANONYMOUS"),
    ] {
        let mut terms = request_terms(title, &about);
        (terms["urgency"], terms["disclosure"]) = (json!(urgency), json!(disclosure));
        ids.push(raised(&school.head().await, terms).await);
    }
    request_act(&broker, "triageRequest", &ids[2]).await.done();
    let all = ["Other", "Hidden", "Open"];
    let table: [(Json, &[&str]); 9] = [
        (json!({}), &all),
        (json!({"statuses": ["TRIAGED"]}), &["Other"]),
        (json!({"statuses": ["SUBMITTED"]}), &["Hidden", "Open"]),
        (json!({"statuses": ["SUBMITTED", "TRIAGED"]}), &all),
        (json!({"urgencies": ["ROUTINE"]}), &["Open"]),
        (json!({"urgencies": ["SOON", "URGENT"]}), &["Other", "Hidden"]),
        (json!({"school": ash.gid()}), &["Hidden", "Open"]),
        (json!({"school": ash.gid(), "urgencies": ["URGENT"]}), &["Hidden"]),
        (json!({"school": oak.gid()}), &[]),
    ];
    for (filter, expected) in table {
        assert_eq!(asked(&broker, &filter).await, expected, "{filter}");
    }

    // Whoever reads them without knowing whose they are does not find that out by asking for one school's.
    for id in &ids {
        app.proposed_to(id, &oak).await;
    }
    let far = app.school("Far").await;
    let pool = app.alliance("Far Alliance", &far, &[]).await.broker().await;
    let refer = act("referRequest", "ReferRequestInput", "referral");
    for id in &ids {
        broker.ask(&refer, json!({"input": {"request": id, "reason": "Nobody here."}})).await.done();
    }
    let (responder, own) = (oak.head().await, ash.head().await);
    for reader in [&responder, &pool] {
        assert_eq!(asked(reader, &json!({})).await, all);
        assert_eq!(asked(reader, &json!({"school": ash.gid()})).await, ["Open"]);
        assert_eq!(asked(reader, &json!({"school": elm.gid()})).await, [] as [&str; 0]);
    }
    assert_eq!(asked(&own, &json!({"school": ash.gid()})).await, ["Hidden", "Open"]);
    assert_eq!(asked(&app.service(), &json!({"school": elm.gid()})).await, ["Other"]);
    app.settle().await;
}
