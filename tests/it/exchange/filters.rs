//! Every filter of the search by itself: what it lets through and what it does not.

use lateral_tests::TestApp;
use persistence::values;
use serde_json::{Value as Json, json};

use super::search::found;
use super::{offer_terms, published, term};

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
