//! Records are forgotten when their time is over, and not before.

use domain::access::Role;
use lateral::app::identity::retention;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::{count, days};

const POLICIES: &str = "{ retention { recordClass version keepDays atLeastDays due } }";

async fn set(who: &Persona<'_>, class: &str, more: Json) -> Answer {
    let document = "mutation ($input: SetRetentionInput!) { setRetention(input: $input) { \
                    retention { version keepDays } userErrors { code field } } }";
    let mut input =
        json!({"recordClass": class, "keepDays": 100, "from": "2026-11-09", "note": "Our officer's choice"});
    lateral_tests::deal::overlay(&mut input, more);
    who.ask(document, json!({"input": input})).await
}

fn policy(answer: &Answer, class: &str) -> Json {
    let all = answer.at("retention").as_array().unwrap();
    all.iter().find(|it| it["recordClass"] == class).unwrap().clone()
}

/// Work that ended today, with words of everybody.
async fn ended(app: &TestApp) {
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.host_head.evaluate(deployment).await.done();
    app.settle().await;
}

#[tokio::test]
async fn operators_set_how_long_records_are_kept_and_everybody_may_know() {
    let app = TestApp::start().await;
    let (head, operator) = (app.school("Ash Lane").await.head().await, app.national(Role::Operator).await);
    assert_eq!(set(&head, "WORK", json!({})).await.refused().code, "NOT_ALLOWED");
    assert_eq!(set(&operator, "MONEY", json!({})).await.refused().code, "RETENTION_FIXED");
    let no = set(&operator, "WORK", json!({"keepDays": 0, "from": "2026-11-08", "note": " "})).await.refusals();
    let no: Vec<_> = no.iter().map(|it| (it.code.as_str(), it.field.as_str())).collect();
    assert_eq!(no, [("TEXT_EMPTY", "note"), ("NUMBER_OUT_OF_RANGE", "keepDays"), ("DATE_PASSED", "from")]);
    set(&operator, "WORK", json!({"from": "2026-11-20"})).await.done();
    let before = app.stranger().asks(POLICIES).await;
    assert_eq!(
        policy(&before, "WORK"),
        json!({"recordClass": "WORK", "version": 1, "keepDays": 2190, "atLeastDays": 90, "due": null})
    );
    days(&app, 11);
    assert_eq!(policy(&app.stranger().asks(POLICIES).await, "WORK")["keepDays"], 100);
    assert_eq!(app.settle().await.events(), ["retention.set"]);
}

#[tokio::test]
async fn what_was_said_of_work_goes_when_its_time_is_over_and_the_books_stay() {
    let app = TestApp::start().await;
    ended(&app).await;
    let operator = app.national(Role::Operator).await;
    set(&operator, "WORK", json!({})).await.done();
    let words = "visit WHERE note = 'Watched two lessons.'";
    days(&app, 100);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 0, "to the day it is kept");
    assert_eq!(count(&app, words).await, 1);
    days(&app, 1);
    // What would go is told before it goes.
    assert_eq!(policy(&operator.asks(POLICIES).await, "WORK")["due"], 2);
    assert_eq!(count(&app, words).await, 1);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 2);
    assert_eq!(count(&app, words).await, 0);
    assert_eq!(count(&app, "visit WHERE note = 'Removed.' AND status = 'confirmed'").await, 1);
    assert_eq!(count(&app, "retention_run WHERE record_class = 'work' AND row_count = 2").await, 1);
    assert!(app.settle().await.events().contains(&"records.forgotten"));
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 0, "twice is once");
    assert_eq!(policy(&operator.asks(POLICIES).await, "WORK")["due"], 0);
}

#[tokio::test]
async fn sign_ins_letters_and_what_people_were_told_go_in_their_time() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let person = head.who().person.uuid();
    for sql in [
        "INSERT INTO session (id, person_id, created_at, expires_at) \
         SELECT $1, id, created_at, created_at + interval '1 day' FROM person WHERE id = $1",
        "INSERT INTO refresh_token (token_hash, session_id, issued_at, expires_at) \
         SELECT uuid_send(id), id, created_at, expires_at FROM session WHERE id = $1",
        "INSERT INTO reset_wish (id, email, created_at) SELECT id, email, created_at FROM person WHERE id = $1",
        "INSERT INTO letter (id, email, subject, body, created_at, due_at, expires_at) \
         SELECT id, email, '', '', created_at, created_at, created_at + interval '1 day' FROM person WHERE id = $1",
        "INSERT INTO notification (id, person_id, event_id, kind, topic, subject, created_at) \
         SELECT id, id, id, 'person.password_changed', 'people', '', created_at FROM person WHERE id = $1",
        "INSERT INTO invitation (id, email, name, role, token_hash, created_at, expires_at, audience) \
         SELECT id, email, name, 'head', uuid_send(id), created_at, created_at + interval '1 day', ARRAY[id] \
         FROM person WHERE id = $1",
    ] {
        app.write(sql, values![person]).await;
    }
    let left = async || {
        let mut left = Vec::new();
        for table in ["session", "refresh_token", "reset_wish", "letter", "notification", "invitation"] {
            left.push(count(&app, table).await);
        }
        left
    };
    days(&app, 30);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [1, 1, 1, 1, 1, 1]);
    days(&app, 2);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 0, 1, 1]);
    days(&app, 336);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 0, 0, 0]);
    app.settle().await;
}

#[tokio::test]
async fn whoever_left_long_ago_is_erased_and_whoever_holds_a_role_is_not() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (stays, left) = (ash.head().await, ash.somebody(Role::Coordinator).await);
    let end = "UPDATE membership SET status = 'ended', ended_at = created_at WHERE id = $1";
    app.write(end, values![left.who().membership.uuid()]).await;
    days(&app, 2190);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(count(&app, "person WHERE erased_at IS NOT NULL").await, 0);
    days(&app, 1);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 1);
    let erased = format!("person WHERE erased_at IS NOT NULL AND id = '{}'", left.who().person.uuid());
    assert_eq!((count(&app, &erased).await, count(&app, "person WHERE erased_at IS NULL").await), (1, 1));
    assert!(stays.asks("{ viewer { person { name } } }").await.text("viewer.person.name").starts_with("Head"));
    assert_eq!(app.settle().await.events(), ["person.erased"]);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_appealed_and_assessed_of_a_designation_goes_after_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.designated().await;
    let end = "UPDATE designation SET status = 'lapsed', ended_at = decided_at WHERE $1::uuid IS NOT NULL";
    app.write(end, values![deal.home.id.uuid()]).await;
    days(&app, 2191);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(count(&app, "designation WHERE evidence = 'Removed.' AND reference = 'Removed.'").await, 1);
    let seen = deal.home_head.asks("{ designations(first: 1) { nodes { evidence } } }").await;
    assert_eq!(seen.text("designations.nodes.0.evidence"), "Removed.");
}
