//! An external auditor reads for a time, and nothing that is somebody's own (DOMAIN C.3).

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use lateral_tests::TestApp;
use persistence::identity::standing;
use persistence::values;
use serde_json::json;

use super::INVITE;

#[tokio::test]
async fn nobody_is_made_an_auditor_without_an_end() {
    let app = TestApp::start().await;
    let operator = app.national(Role::Operator).await;
    let input = |until: Option<&str>| json!({"input": {"email": "auditor@example.org", "name": "Sam Example", "role": "AUDITOR", "until": until}});
    for (until, code) in [
        (None, "ACCESS_END_MISSING"),
        (Some("2026-11-09T09:00:00Z"), "DATE_PASSED"),
        (Some("2027-11-11T09:00:00Z"), "ACCESS_END_TOO_FAR"),
    ] {
        let no = operator.ask(INVITE, input(until)).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), (code, "until"));
    }
    operator.ask(INVITE, input(Some("2027-02-09T09:00:00Z"))).await.done();
    app.settle().await;
}

#[tokio::test]
async fn a_role_whose_time_is_over_allows_nothing_from_that_instant_on() {
    let app = TestApp::start().await;
    let auditor = app.national(Role::Auditor).await;
    let (person, session) = (auditor.who().person, app.app.ids.next());
    let sql = "INSERT INTO session (id, person_id, created_at, expires_at) VALUES ($1, $2, $3, $3 + interval '1 year')";
    app.write(sql, values![Id::uuid(session), person.uuid(), app.clock.now().utc()]).await;
    let roles = async || {
        let found = standing::of_session(app.app.db(), person, session, app.clock.now()).await.unwrap();
        found.expect("the sign-in holds on").held.len()
    };
    app.clock.advance(TimeDelta::days(90) - TimeDelta::seconds(1));
    assert_eq!(roles().await, 1);
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(roles().await, 0);
}

#[tokio::test]
async fn an_auditor_sees_nothing_of_what_is_between_schools() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.active().await;
    let auditor = app.national(Role::Auditor).await;
    let lists = "{ supportRequests(first: 5) { edges { cursor } } proposals(first: 5) { edges { cursor } }
        deployments(first: 5) { edges { cursor } } }";
    let seen = auditor.asks(lists).await;
    for list in ["supportRequests", "proposals", "deployments"] {
        assert_eq!(seen.at(&format!("{list}.edges")), &json!([]));
    }
    assert_eq!(auditor.standing(&deal.home).await, None);
}
