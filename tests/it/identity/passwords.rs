//! Forgotten and changed passwords.

use chrono::TimeDelta;
use lateral_tests::{Answer, Reply, Site, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::json;

use super::{PASSWORD, secret_for, with_password};

const WISH: &str = "mutation($email: String!) { requestPasswordReset(input: {email: $email}) {
    noted userErrors { code field message } } }";
const RESET: &str = "mutation($secret: String!, $password: String!) {
    resetPassword(input: {secret: $secret, password: $password}) { set userErrors { code field message } } }";
const CHANGE: &str = "mutation($current: String!, $new: String!) {
    changePassword(input: {current: $current, new: $new}) { changed userErrors { code field message } } }";
const OTHER: &str = "three otters under the weir";

fn code(answer: &Answer) -> String {
    answer.refused().code
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_letter_once() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let email = with_password(&app, &head).await;
    app.stranger().ask(WISH, json!({"email": email})).await.done();
    app.settle().await;
    let secret = secret_for(&app, &email).await;
    let reset = |password: &str| json!({"secret": secret, "password": password});
    assert_eq!(code(&app.stranger().ask(RESET, reset("short")).await), "PASSWORD_TOO_SHORT");
    assert_eq!(code(&app.stranger().ask(RESET, reset("password12345")).await), "PASSWORD_TOO_COMMON");
    app.stranger().ask(RESET, reset(OTHER)).await.done();
    assert_eq!(code(&app.stranger().ask(RESET, reset(OTHER)).await), "RESET_NOT_OPEN");
    assert_eq!(app.settle().await.events(), ["person.password_changed"]);
}

/// A sign-in by the old password, made before it was replaced, is over; so is the password; the new one works.
async fn only_the_new_password_counts(site: &Site, email: &str, before: &Reply) {
    let viewer = site.ask(before.text("accessToken"), "{ viewer { person { id } } }").await;
    assert_eq!((viewer.code(), viewer.body.get("data")), ("UNAUTHENTICATED", None));
    let renewal = site.post("/auth/refresh", &json!({"refreshToken": before.text("refreshToken")}));
    assert_eq!(site.send(renewal).await.status, 401);
    assert_eq!(site.sign_in(email, PASSWORD).await.status, 401);
    let pair = site.sign_in(email, OTHER).await;
    assert_eq!(pair.status, 200, "{pair:?}");
    let viewer = site.ask(pair.text("accessToken"), "{ viewer { person { email } } }").await;
    assert_eq!(viewer.body["data"]["viewer"]["person"]["email"], email);
}

#[tokio::test]
async fn a_password_that_is_replaced_ends_every_sign_in_and_the_new_one_signs_in() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (forgetful, careful) = (ash.head().await, ash.head().await);
    let site = app.site().await;

    let link = async |email: &str| {
        app.write("DELETE FROM letter", vec![]).await;
        app.stranger().ask(WISH, json!({"email": email})).await.done();
        app.settle().await;
        secret_for(&app, email).await
    };
    let reset = async |secret: &str| {
        app.stranger().ask(RESET, json!({"secret": secret, "password": OTHER})).await.refusals().pop().map(|no| no.code)
    };

    let email = with_password(&app, &forgetful).await;
    let before = site.sign_in(&email, PASSWORD).await;
    let (first, last) = (link(&email).await, link(&email).await);
    assert_eq!(reset(&first).await.as_deref(), Some("RESET_NOT_OPEN"), "only the last link works");
    assert_eq!(reset(&last).await, None);
    only_the_new_password_counts(&site, &email, &before).await;

    let email = with_password(&app, &careful).await;
    let before = site.sign_in(&email, PASSWORD).await;
    let unused = link(&email).await;
    let change = json!({"query": CHANGE, "variables": {"current": PASSWORD, "new": OTHER}});
    let changed = site.send(site.post("/graphql", &change).bearer_auth(before.text("accessToken"))).await;
    assert_eq!(changed.body["data"]["changePassword"]["changed"], true, "{changed:?}");
    only_the_new_password_counts(&site, &email, &before).await;
    assert_eq!(reset(&unused).await.as_deref(), Some("RESET_NOT_OPEN"), "whoever can read the letters is out too");
}

#[tokio::test]
async fn a_link_lapses_after_an_hour() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let email = with_password(&app, &head).await;
    app.stranger().ask(WISH, json!({"email": email})).await.done();
    app.settle().await;
    let secret = secret_for(&app, &email).await;
    app.clock.advance(TimeDelta::hours(1));
    let late = app.stranger().ask(RESET, json!({"secret": secret, "password": OTHER})).await;
    assert_eq!(code(&late), "RESET_NOT_OPEN");
}

#[tokio::test]
async fn nobody_learns_from_the_answer_who_is_known() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let known = with_password(&app, &head).await;
    let (before, wish) = (app.statements(), |email: &str| json!({"email": email}));
    let one = app.stranger().ask(WISH, wish(&known)).await;
    let between = app.statements();
    let other = app.stranger().ask(WISH, wish("nobody@example.org")).await;
    assert_eq!(one.0, other.0);
    assert_eq!(between - before, app.statements() - between, "the same is asked of the database");
    app.settle().await;
    let letters = persistence::identity::letter::waiting(app.app.db(), app.clock.now()).await.unwrap();
    assert_eq!(letters.len(), 1);
}

#[tokio::test]
async fn letters_to_one_address_are_few() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.stranger().ask(WISH, json!({"email": "ash@example.org"})).await.done();
    }
    assert_eq!(code(&app.stranger().ask(WISH, json!({"email": "Ash@example.org"})).await), "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_it() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    with_password(&app, &head).await;
    let change = |current: &str, new: &str| json!({"current": current, "new": new});
    let wrong = head.ask(CHANGE, change(OTHER, OTHER)).await.refused();
    assert_eq!((wrong.code.as_str(), wrong.field.as_str()), ("PASSWORD_WRONG", "current"));
    let weak = head.ask(CHANGE, change(PASSWORD, "qwertyuiop123")).await.refused();
    assert_eq!((weak.code.as_str(), weak.field.as_str()), ("PASSWORD_TOO_COMMON", "new"));
    head.ask(CHANGE, change(PASSWORD, OTHER)).await.done();
    assert_eq!(code(&head.ask(CHANGE, change(PASSWORD, OTHER)).await), "PASSWORD_WRONG");
    assert_eq!(app.stranger().ask(CHANGE, change(PASSWORD, OTHER)).await.error_code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn what_is_kept_of_a_keyed_change_tells_no_password_without_the_service_s_secret() {
    #[derive(FromQueryResult)]
    struct Kept {
        fingerprint: Vec<u8>,
    }
    let document =
        "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { changed userErrors { code } } }";
    let change = |new: &str| json!({"input": {"current": PASSWORD, "new": new, "idempotencyKey": "k-1"}});
    let folder = std::env::temp_dir().join(format!("lateral-test-keys-{}", lateral::app::Ids.uuid().simple()));
    let mut kept = Vec::new();
    for settings in [&[][..], &[("LATERAL_KEYS", folder.to_str().unwrap())]] {
        let app = TestApp::start_with(settings).await;
        let head = app.school("Ash Lane").await.head().await;
        with_password(&app, &head).await;
        for _ in 0..2 {
            head.ask(document, change(OTHER)).await.done();
        }
        let another = head.ask(document, change("four otters under the weir")).await;
        assert_eq!(another.error_code(), "IDEMPOTENCY_KEY_REUSED");
        let row = app.owner.row::<Kept>("SELECT fingerprint FROM idempotency", values![]).await.unwrap();
        kept.push(row.unwrap().fingerprint);
    }
    std::fs::remove_dir_all(folder).unwrap();
    // The same content to the letter: what differs is the secret, so that a guess cannot be tried without it.
    assert_ne!(kept[0], kept[1]);
}
