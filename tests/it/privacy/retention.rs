//! Records are forgotten when their time is over, and not before.

use domain::access::Role;
use lateral::app::identity::retention;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
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
    assert_eq!(policy(&operator.asks(POLICIES).await, "WORK")["due"], 3);
    assert_eq!(count(&app, words).await, 1);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 3);
    assert_eq!(count(&app, words).await, 0);
    assert_eq!(count(&app, "visit WHERE note = 'Removed.' AND status = 'confirmed'").await, 1);
    assert_eq!(count(&app, "retention_run WHERE record_class = 'work' AND row_count = 3").await, 1);
    assert!(app.settle().await.events().contains(&"records.forgotten"));
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 0, "twice is once");
    assert_eq!(policy(&operator.asks(POLICIES).await, "WORK")["due"], 0);
}

#[tokio::test]
async fn what_schools_wrote_of_their_work_and_asked_for_goes_and_every_figure_stays() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let (home, host) = (&deal.home_head, &deal.host_head);
    host.midterm(deployment, json!({})).await.done();
    host.step("completeDeployment", deployment).await.done();
    host.final_review(deployment, json!({})).await.done();
    deal.specialist.persona.self_evaluation(deployment).await.done();
    host.evaluate(deployment).await.done();
    home.evaluate(deployment).await.done();
    home.draft_case_study(deployment).await.done();
    deal.broker.close(deployment, Some("NO_TIME")).await.done();
    let close = lateral_tests::deal::act("closeRequest", "RequestInput", "request");
    host.ask(&close, json!({"input": {"request": deal.request.to_string()}})).await.done();
    app.settle().await;
    let operator = app.national(Role::Operator).await;
    set(&operator, "WORK", json!({})).await.done();
    set(&operator, "REQUEST", json!({"keepDays": 30})).await.done();
    let unworded = [
        "review WHERE NOT jsonb_path_exists(answers, '$[*].text ? (@ != \"Removed.\")') \
         AND NOT jsonb_path_exists(ratings, '$[*].details ? (@ != \"Removed.\")')",
        "case_study WHERE title = 'Removed.' AND text = 'Removed.'",
        "evaluation WHERE words = 'Removed.'",
    ];
    let asked =
        "support_request WHERE title = 'Removed.' AND need = 'Removed.' AND objectives #>> '{0,measure}' = 'Removed.'";
    let gone = async || {
        let mut gone = Vec::new();
        for words in unworded.iter().copied().chain([asked]) {
            gone.push(count(&app, words).await);
        }
        gone
    };
    let figures = "SELECT md5(string_agg(figures, '' ORDER BY figures)) AS figures FROM (\
                   SELECT concat(id, kind, held_on, decision, (SELECT jsonb_agg(one - 'details') FROM \
                   jsonb_array_elements(ratings) AS one)) AS figures FROM review \
                   UNION ALL SELECT concat(id, side, prepared, worthwhile, again) FROM evaluation \
                   UNION ALL SELECT concat(id, kind, half_days, starts_on, ends_on, (SELECT jsonb_agg(one -> 'due_on') \
                   FROM jsonb_array_elements(objectives) AS one)) FROM support_request) AS every";
    let before = app.owner.row::<Figures>(figures, []).await.unwrap().unwrap().figures;
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(gone().await, [0, 0, 0, 0]);
    days(&app, 101);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(gone().await, [3, 1, 2, 0], "the days that were asked for are not over yet");
    days(&app, 365);
    assert_eq!(policy(&operator.asks(POLICIES).await, "REQUEST")["due"], 1);
    retention::forget_over(&app.app).await.unwrap();
    assert_eq!(gone().await, [3, 1, 2, 1]);
    assert_eq!(count(&app, "retention_run WHERE record_class = 'request' AND row_count = 1").await, 1);
    assert_eq!(app.owner.row::<Figures>(figures, []).await.unwrap().unwrap().figures, before);
    assert_eq!(retention::forget_over(&app.app).await.unwrap(), 0, "twice is once");
    // What is left can still be read.
    let read = "query($id: ID!) { deployment(id: $id) { request { title need objectives { measure dueOn } }
        reviews(first: 9) { nodes { answers { text } ratings { rag details } } } caseStudy { text } } }";
    let told = home.ask(read, json!({"id": deployment.to_string()})).await;
    assert_eq!(told.text("deployment.request.need"), "Removed.");
    assert_eq!(told.text("deployment.caseStudy.text"), "Removed.");
    app.settle().await;
}

#[derive(FromQueryResult)]
struct Figures {
    figures: String,
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
