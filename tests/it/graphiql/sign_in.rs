//! Who is signed in at the page, and for how long: pauses, several roles, and what is left behind.

use std::ops::RangeInclusive;

use chrono::TimeDelta;
use lateral_tests::TestApp;
use lateral_tests::browser::Browser;
use persistence::values;
use serde_json::json;

use super::sign_in_as;
use crate::identity::{PASSWORD, with_password};

const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';
const STEP: &str = "[data-step=FindHelp]";
const RUN: &str = "[data-run=FindHelp]:enabled";
const STATUS: &str = ".open [role=status]";

/// Runs the step that is open, and waits for what came of it.
async fn run(browser: &Browser) {
    browser.click(RUN).await;
    browser.read(STATUS, "Done:").await;
}

/// What the page complained of since it was last asked. That this is no demonstration it learns by asking, and Chromium writes
/// down every refusal.
async fn complaints(browser: &Browser) -> Vec<String> {
    let all = browser.complaints().await;
    all.into_iter().filter(|it| !it.contains("/graphiql/personas.json")).collect()
}

/// That tokens were refused so many times, and nothing else was.
async fn only_refusals(browser: &Browser, counts: RangeInclusive<usize>) {
    let complaints = complaints(browser).await;
    let refused = complaints.iter().all(|it| it.contains("status of 401"));
    assert!(counts.contains(&complaints.len()) && refused, "{complaints:?}");
}

#[tokio::test]
async fn a_long_pause_signs_nobody_out_until_the_sign_in_ends() {
    let Some(browser) = Browser::open().await else { return };
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let page = format!("{}/graphiql", site.url);
    browser.go(&page).await;
    sign_in_as(&browser, &email, PASSWORD, "Head teacher").await;
    browser.click(STEP).await;
    run(&browser).await;
    only_refusals(&browser, 0..=0).await;

    // Access has run out while the page stood open: it is renewed, and the same operation is answered.
    app.clock.advance(TimeDelta::minutes(11));
    run(&browser).await;
    only_refusals(&browser, 1..=1).await;

    // Two operations find it out at once. A refresh token shown twice would end the sign-in, so one renewal serves both.
    app.clock.advance(TimeDelta::minutes(11));
    let both = "document.querySelector('[aria-label=\"Re-fetch GraphQL schema\"]').click(); \
                document.querySelector('[data-run=FindHelp]').click()";
    browser.run(both, json!([])).await;
    browser.gone("[data-run=FindHelp]:disabled").await;
    run(&browser).await;
    // On a busy machine the renewal may be through before the second of them is sent, which then meets no refusal.
    only_refusals(&browser, 1..=2).await;

    // The page is opened again a week later.
    app.clock.advance(TimeDelta::days(7));
    browser.go(&page).await;
    browser.read("[data-persona=acting]", "Head teacher").await;
    browser.click(STEP).await;
    run(&browser).await;
    only_refusals(&browser, 1..=1).await;

    // A month later the sign-in itself has ended, and the page says so: when something is asked, and when it is opened.
    app.clock.advance(TimeDelta::days(30));
    browser.click(RUN).await;
    browser.read("form [role=alert]", "Your sign-in has ended").await;
    sign_in_as(&browser, &email, PASSWORD, "Head teacher").await;
    app.clock.advance(TimeDelta::days(30));
    browser.go(&page).await;
    browser.read("form [role=alert]", "Your sign-in has ended").await;
}

#[tokio::test]
async fn somebody_with_several_roles_chooses_one_and_leaves_nothing_behind() {
    let Some(browser) = Browser::open().await else { return };
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let head = ash.head().await;
    let sql = "INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience) \
               SELECT gen_random_uuid(), $1, 'coordinator', $2, 'active', $3, $3, ARRAY[$1, $2] RETURNING id";
    app.write(sql, values![head.who().person.uuid(), elm.id.uuid(), app.clock.now().utc()]).await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let page = format!("{}/graphiql", site.url);
    browser.go(&page).await;
    sign_in_as(&browser, &email, PASSWORD, "Head teacher").await;
    browser.click(STEP).await;
    let choose = "const list = document.querySelector('select[data-persona=acting]'); \
                  list.value = [...list.options].find(it => it.text.startsWith('Coordinator')).value; \
                  list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.run(choose, json!([])).await;
    // What lies ready to run is about the school for which one acts now.
    let near =
        "return JSON.parse(document.querySelector('.graphiql-editor-tool .CodeMirror').CodeMirror.getValue()).near.urn";
    browser.gone("[data-run=FindHelp]:disabled").await;
    assert_eq!(browser.run(near, json!([])).await, elm.urn.to_string());
    run(&browser).await;

    // The choice holds when the page is opened again.
    browser.go(&page).await;
    browser.click(STEP).await;
    browser.gone("[data-run=FindHelp]:disabled").await;
    assert_eq!(browser.run(near, json!([])).await, elm.urn.to_string());

    // Whoever uses this tab next finds nothing of it.
    browser.click(".persona button.plain").await;
    browser.read("form h2", "Sign in").await;
    let kept = browser.run("return JSON.stringify(sessionStorage)", json!([])).await;
    let kept = kept.as_str().unwrap();
    assert!(!kept.contains(&elm.urn.to_string()) && !kept.contains(&email), "{kept}");
    assert_eq!(complaints(&browser).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_page_is_used_without_a_mouse() {
    let Some(browser) = Browser::open().await else { return };
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    browser.go(&format!("{}/graphiql", site.url)).await;
    browser.read("form h2", "Sign in").await;
    for key in email.chars().chain([TAB]).chain(PASSWORD.chars()).chain([ENTER]) {
        browser.press(key).await;
    }
    browser.read("[data-persona=acting]", "Head teacher").await;
    walk_to(&browser, STEP).await;
    browser.press(ENTER).await;
    browser.gone("[data-run=FindHelp]:disabled").await;
    walk_to(&browser, "[data-run=FindHelp]").await;
    browser.press(ENTER).await;
    browser.read(STATUS, "Done:").await;
    let here = "return document.activeElement.dataset.run";
    assert_eq!(browser.run(here, json!([])).await, "FindHelp");
    // The editors can be entered, and left again.
    walk_to(&browser, ".graphiql-query-editor textarea").await;
    walk_to(&browser, ".graphiql-editor-tool textarea").await;
    walk_to(&browser, ".sources a").await;
    // Nobody has to pass every step of the menu to get there.
    walk_to(&browser, ".story .skip").await;
    browser.press(ENTER).await;
    let in_editor = "return document.activeElement.matches('.graphiql-query-editor textarea')";
    assert_eq!(browser.run(in_editor, json!([])).await, json!(true));

    // Everything that can be operated says what it is.
    let nameless = "return [...document.querySelectorAll('button, input, select, a')].filter(it => !(it.innerText.trim() \
                    || it.getAttribute('aria-label') || it.labels?.length)).map(it => it.outerHTML)";
    assert_eq!(browser.run(nameless, json!([])).await, json!([]));
    assert_eq!(complaints(&browser).await, Vec::<String>::new());
}

/// Presses the Tab key until an element has the keyboard.
async fn walk_to(browser: &Browser, selector: &str) {
    for _ in 0..150 {
        if browser.run("return document.activeElement.matches(arguments[0])", json!([selector])).await == json!(true) {
            return;
        }
        browser.press(TAB).await;
    }
    panic!("the Tab key does not lead to {selector}");
}
