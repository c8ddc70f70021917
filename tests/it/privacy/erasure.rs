//! Forgetting somebody: what stands in the way, what goes, and what stays as it was.

use domain::access::Role;
use lateral::app::audit;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

use super::{ask_for_erasure, count, days, erase};
use crate::identity::{PASSWORD, email_of, with_password};

/// A name that is nobody else's.
const NAME: &str = "Persephone Quillfeather";
/// The tables of what is counted, charged and told, which nobody's leaving changes.
const BOOKS: [&str; 6] = ["transfer", "ledger_account", "charge", "deployment", "visit", "obligation"];

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

async fn text(app: &TestApp, sql: &str) -> String {
    app.owner.row::<Name>(sql, []).await.unwrap().unwrap().name
}

async fn digest(app: &TestApp, table: &str) -> String {
    let rows =
        format!("SELECT coalesce(md5(string_agg(it::text, '|' ORDER BY it::text)), '') AS name FROM {table} AS it");
    text(app, &rows).await
}

/// The tables in which a text is found anywhere.
async fn tables_with(app: &TestApp, what: &str) -> Vec<String> {
    let tables = "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    let mut found = Vec::new();
    for table in app.owner.rows::<Name>(tables, []).await.unwrap() {
        if count(app, &format!("{} AS it WHERE strpos(lower(it::text), lower('{what}')) > 0", table.name)).await > 0 {
            found.push(table.name);
        }
    }
    found
}

async fn statement(deal: &Deal<'_>) -> Json {
    let document = format!(
        "{{ school(urn: \"{}\") {{ statement(month: \"2026-11-01\", side: HOME) {{ total {{ halfDays \
         price {{ gross brokerage net }} }} csv }} reciprocity {{ given received promised awaited }} }} }}",
        deal.home.urn
    );
    deal.home_head.asks(&document).await.0
}

/// A specialist of this name with a designation, work that was paid and is over, sign-ins and letters.
async fn worked(app: &TestApp) -> Deal<'_> {
    let deal = app.deal().await;
    let who = deal.specialist.persona.who().person.uuid();
    app.write("UPDATE person SET name = $2 WHERE id = $1", values![who, NAME]).await;
    app.write("UPDATE specialist SET name = $2 WHERE person_id = $1", values![who, NAME]).await;
    let designation = deal.designated().await;
    let evidence = "UPDATE designation SET evidence = $2, reference = $2 WHERE person_id = $1";
    app.write(evidence, values![who, format!("{NAME} has raised results.")]).await;
    assert!(designation.starts_with("dsg_"));
    let deployment = deal.planned().await;
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 5_000});
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let (email, site) = (with_password(app, &deal.specialist.persona).await, app.site().await);
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 200);
    let letter = "INSERT INTO letter (id, email, subject, body, created_at, due_at, expires_at) \
                  SELECT gen_random_uuid(), $1, 'For ' || $2, 'Dear ' || $2, created_at, created_at, created_at + interval '900 days' \
                  FROM person WHERE email = $1";
    app.write(letter, values![email, NAME]).await;
    app.settle().await;
    deal
}

async fn complete(deal: &Deal<'_>) {
    let document = "{ proposals(first: 1) { nodes { deployment { id } } } }";
    let id = deal.broker.asks(document).await.text("proposals.nodes.0.deployment.id");
    deal.host_head.step("completeDeployment", id.parse().unwrap()).await.done();
    deal.app.settle().await;
}

/// Asks for oneself; gives the wish.
async fn wish(who: &Persona<'_>) -> String {
    let asked = ask_for_erasure(who, None, None).await;
    asked.done();
    asked.text("requestErasure.erasure.id")
}

#[tokio::test]
async fn nothing_names_who_was_erased_and_the_books_stay_to_the_penny() {
    let app = TestApp::start().await;
    let deal = worked(&app).await;
    let (who, operator) = (&deal.specialist.persona, app.national(Role::Operator).await);
    let email = email_of(&app, who).await;
    complete(&deal).await;
    days(&app, 90);
    let wish = wish(who).await;
    days(&app, 7);
    app.settle().await;
    assert!(tables_with(&app, NAME).await.len() >= 4, "the name is planted");
    let before: Vec<_> = statements_and_books(&app, &deal).await;

    erase(&operator, &wish).await.done();
    let events = app.settle().await;
    let events = events.events();
    for event in ["designation.withdrawn", "membership.ended", "specialist.listing_ended", "person.erased"] {
        assert!(events.contains(&event), "{event} of {events:?}");
    }
    assert_eq!(tables_with(&app, NAME).await, Vec::<String>::new());
    assert_eq!(tables_with(&app, &email).await, Vec::<String>::new());
    assert_eq!(statements_and_books(&app, &deal).await, before);
    let trail = audit::verify(&app.app).await.unwrap();
    assert_eq!((trail.broken, trail.waiting), (None, 0), "what they did stays as it was, by their id");
    let person = who.who().person.uuid();
    let named = format!("SELECT name || ' ' || email AS name FROM person WHERE id = '{person}'");
    let named = text(&app, &named).await;
    assert!(named.starts_with("A former colleague erased-") && named.ends_with("@lateral.invalid"), "{named}");
    assert_eq!(count(&app, &format!("session WHERE person_id = '{person}'")).await, 0);
    assert_eq!(count(&app, "audit_entry WHERE event = 'person.erased' AND reason = 'They asked by letter.'").await, 1);
    // Once is enough, and nobody comes back.
    assert_eq!(erase(&operator, &wish).await.refused().code, "STEP_NOT_OPEN");
    let back = "mutation ($input: SuspendPersonInput!) { suspendPerson(input: $input) { userErrors { code } } }";
    let input = json!({"input": {"person": who.who().person.to_string(), "suspended": false}});
    assert_eq!(operator.ask(back, input).await.refused().code, "STEP_NOT_OPEN");
}

async fn statements_and_books(app: &TestApp, deal: &Deal<'_>) -> Vec<String> {
    let mut books = vec![statement(deal).await.to_string()];
    assert!(books[0].contains("\"gross\":35000"), "{}", books[0]);
    for table in BOOKS {
        books.push(digest(app, table).await);
    }
    books
}

#[tokio::test]
async fn open_work_a_duty_to_keep_and_second_thoughts_stand_in_the_way() {
    let app = TestApp::start().await;
    let deal = worked(&app).await;
    let (who, operator) = (&deal.specialist.persona, app.national(Role::Operator).await);
    let first = wish(who).await;
    assert_eq!(ask_for_erasure(who, None, None).await.refused().code, "ERASURE_ASKED_ALREADY");
    days(&app, 7);
    assert_eq!(erase(&operator, &first).await.refused().code, "ERASURE_WITH_OPEN_WORK");
    complete(&deal).await;
    let no = erase(&operator, &first).await.refused();
    assert_eq!((no.code.as_str(), no.message.contains("2027-02-14")), ("ERASURE_RETAINED", true), "{no:?}");
    let withdraw = act("withdrawErasure", "WithdrawErasureInput", "erasure");
    let input = json!({"input": {"erasure": first, "reason": "NOT_YET"}});
    assert_eq!(deal.home_head.ask(&withdraw, input.clone()).await.refused().code, "NOT_FOUND");
    who.ask(&withdraw, input).await.done();
    assert_eq!(
        who.asks("{ viewer { erasure { withdrawalReason } } }").await.text("viewer.erasure.withdrawalReason"),
        "NOT_YET"
    );
    assert_eq!(app.reasons("erasure.withdrawn").await, ["NOT_YET"]);
    let asked = who.asks(
        "mutation { requestErasure(input: {}) { erasure { id notBefore restrictedUntil } userErrors { code } } }",
    );
    let asked = asked.await;
    asked.done();
    assert_eq!(asked.at("requestErasure.erasure.notBefore"), asked.at("requestErasure.erasure.restrictedUntil"));
    assert!(asked.text("requestErasure.erasure.restrictedUntil").starts_with("2027-02-14"));
    app.settle().await;
}

#[tokio::test]
async fn a_school_keeps_a_head_the_service_an_operator_and_there_is_a_week_to_think() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, operator) = (ash.head().await, app.national(Role::Operator).await);
    let of_head = wish(&head).await;
    let of_operator = wish(&operator).await;
    let no = ask_for_erasure(&operator, Some(&head), None).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TEXT_EMPTY", "reason"));
    assert_eq!(erase(&operator, &of_head).await.refused().code, "ERASURE_OF_ONLY_HEAD");
    ash.head().await;
    assert_eq!(erase(&operator, &of_head).await.refused().code, "ERASURE_WAITS");
    assert_eq!(erase(&head, &of_head).await.refused().code, "NOT_ALLOWED");
    assert_eq!(erase(&operator, &of_operator).await.refused().code, "OWN_ERASURE");
    days(&app, 7);
    erase(&operator, &of_head).await.done();
    let second = app.national(Role::Operator).await;
    app.write("UPDATE person SET suspended_at = created_at WHERE id = $1", values![second.who().person.uuid()]).await;
    assert_eq!(erase(&second, &of_operator).await.refused().code, "LAST_OPERATOR");
    app.settle().await;
}

#[tokio::test]
async fn operators_are_told_whom_to_erase_and_find_it_by_its_id() {
    let app = TestApp::start().await;
    let (head, operator) = (app.school("Ash Lane").await.head().await, app.national(Role::Operator).await);
    let wish = wish(&head).await;
    app.settle().await;
    let told = operator.asks("{ viewer { notifications(first: 5) { nodes { kind subject dueAt } } } }").await;
    assert_eq!(told.text("viewer.notifications.nodes.0.kind"), "erasure.asked");
    assert_eq!(told.text("viewer.notifications.nodes.0.subject"), wish);
    assert!(told.text("viewer.notifications.nodes.0.dueAt").starts_with("2026-11-16"));
    let node = format!("{{ node(id: \"{wish}\") {{ ... on Erasure {{ status personId version }} }} }}");
    assert_eq!(operator.asks(&node).await.text("node.personId"), head.who().person.to_string());
    assert_eq!(head.asks("{ viewer { erasure { status } } }").await.text("viewer.erasure.status"), "ASKED");
    assert!(app.school("Elm Park").await.head().await.asks(&node).await.at("node").is_null());
}
