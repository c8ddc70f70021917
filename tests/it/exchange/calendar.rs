//! Half-terms: whose days hold, and what is planned by them.

use domain::access::Role;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

async fn act(who: &Persona<'_>, verb: &str, input: Json) -> Answer {
    let kind = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let document = format!(
        "mutation($input: {kind}!) {{ {verb}(input: $input) {{ calendar {{ halfTerms {{ halfTerm }} }} \
         userErrors {{ code field message }} }} }}"
    );
    who.ask(&document, json!({"input": input})).await
}

/// On which days the third half-term of 2026/27 is for a school, and who says so.
async fn spring(who: &Persona<'_>, school: Option<String>) -> Json {
    let document = "query($id: ID) { calendar(school: $id) { halfTerms { halfTerm startsOn endsOn setBy } } }";
    let answer = who.ask(document, json!({"id": school})).await;
    let mut all = answer.done()["calendar"]["halfTerms"].as_array().unwrap().clone();
    assert_eq!(all.len(), 30);
    all.remove(all.iter().position(|it| it["halfTerm"] == 20263).unwrap())
}

#[tokio::test]
async fn a_schools_own_days_hold_before_its_authoritys_and_work_is_planned_by_them() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (operator, authority) = (app.national(Role::Operator).await, app.app.ids.uuid());
    app.write("INSERT INTO local_authority (id, code, name) VALUES ($1, '801', 'Bristol')", values![authority]).await;
    app.write("UPDATE school SET local_authority_id = $1", values![authority]).await;
    let bristol = format!("lau_{}", authority.simple());
    let told =
        |from: &str, until: &str, by: &str| json!({"halfTerm": 20263, "startsOn": from, "endsOn": until, "setBy": by});
    let host = Some(deal.host.gid());
    let national = told("2027-01-04", "2027-02-12", "NATIONAL");
    assert_eq!(spring(&app.stranger(), host.clone()).await, national);

    let days = |owner: &str, id: &str, from: &str, until: &str| json!({owner: id, "halfTerm": 20263, "startsOn": from, "endsOn": until});
    let theirs = days("localAuthority", &bristol, "2027-01-05", "2027-02-12");
    assert_eq!(act(&deal.host_head, "setHalfTerm", theirs.clone()).await.refused().code, "NOT_ALLOWED");
    act(&operator, "setHalfTerm", theirs).await.done();
    let by_authority = told("2027-01-05", "2027-02-12", "LOCAL_AUTHORITY");
    assert_eq!(spring(&app.stranger(), host.clone()).await, by_authority);
    let own = |from| days("school", &deal.host.gid(), from, "2027-02-12");
    assert_eq!(act(&deal.home_head, "setHalfTerm", own("2027-01-18")).await.refused().code, "NOT_ALLOWED");
    assert_eq!(act(&deal.host_head, "setHalfTerm", own("2026-12-18")).await.refused().code, "HALF_TERMS_OVERLAP");
    for from in ["2027-01-11", "2027-01-18"] {
        act(&deal.host_head, "setHalfTerm", own(from)).await.done();
    }
    assert_eq!(spring(&app.stranger(), host.clone()).await, told("2027-01-18", "2027-02-12", "SCHOOL"));
    assert_eq!(spring(&app.stranger(), Some(deal.home.gid())).await, by_authority);
    assert_eq!(spring(&app.stranger(), None).await, national);

    // By its own days nothing of the school's spring lies in the window any more, and there is time in spring alone.
    app.write("UPDATE capacity_window SET half_term = 20263", vec![]).await;
    app.write("UPDATE support_request SET starts_on = '2026-11-09', ends_on = '2027-01-15'", vec![]).await;
    let no = deal.broker.propose(deal.offer, deal.request).await.refused();
    assert_eq!(no.code, "CAPACITY_SHORT", "{}", no.message);
    let half_term = json!({"school": deal.host.gid(), "halfTerm": 20263});
    act(&deal.host_head, "clearHalfTerm", half_term.clone()).await.done();
    assert_eq!(act(&deal.host_head, "clearHalfTerm", half_term).await.refused().code, "NOT_FOUND");
    assert_eq!(spring(&app.stranger(), host).await, by_authority);
    deal.broker.propose(deal.offer, deal.request).await.done();
    let names = app.settle().await;
    let told: Vec<_> = names.events().into_iter().filter(|name| name.contains("half_term")).collect();
    let set =
        ["local_authority.half_term_set", "school.half_term_set", "school.half_term_set", "school.half_term_cleared"];
    assert_eq!(told, set);
}

#[tokio::test]
async fn days_are_taken_back_where_the_others_leave_room_and_not_once_they_are_over() {
    let app = TestApp::start().await;
    let oak = app.school("Oak Hill").await;
    let head = oak.head().await;
    let days = |half_term: i32, from: &str, until: &str| json!({"school": oak.gid(), "halfTerm": half_term, "startsOn": from, "endsOn": until});
    act(&head, "setHalfTerm", days(20263, "2027-01-18", "2027-02-12")).await.done();
    act(&head, "setHalfTerm", days(20262, "2026-11-02", "2027-01-08")).await.done();
    let clear = |half_term: i32| json!({"school": oak.gid(), "halfTerm": half_term});
    let no = act(&head, "clearHalfTerm", clear(20263)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("HALF_TERMS_OVERLAP", "halfTerm"));
    // What comes past the service is refused as well.
    let past = "DELETE FROM half_term_days WHERE half_term = 20263";
    assert_eq!(
        app.owner.run(past, values![]).await.unwrap_err().constraint(),
        Some("half_term_days_follow_each_other")
    );
    let old = "UPDATE half_term_days SET set_at = '2027-03-01T00:00:00Z'";
    assert_eq!(app.owner.run(old, values![]).await.unwrap_err().constraint(), Some("half_term_days_not_over"));
    app.clock.advance(chrono::TimeDelta::days(61));
    let no = act(&head, "clearHalfTerm", clear(20262)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_PASSED", "halfTerm"));
}
