//! The page at `/graphiql`, used in a real Chromium as a broker would: signed in, every worked operation run and read.

use chrono::{DateTime, Utc};
use domain::identity::Password;
use domain::text::Email;
use lateral::app::App;
use lateral::app::seed::{self, Scale};
use lateral::identity::hash::{Cost, Hasher};
use lateral_tests::TestApp;
use lateral_tests::browser::Browser;
use sea_orm::FromQueryResult;
use serde_json::json;

/// The worked operations in the order of the story.
const STORY: [&str; 13] = [
    "FindHelp",
    "RaiseRequest",
    "SeeCandidates",
    "WaitingRequests",
    "ConfirmNeed",
    "Propose",
    "AcceptForHome",
    "AcceptForHost",
    "SignForHost",
    "SignForHome",
    "RecordVisit",
    "ConfirmVisit",
    "SeeLedger",
];

#[derive(FromQueryResult)]
struct Now {
    now: DateTime<Utc>,
}

/// A service over a small demonstration world, whose clock shows the browser's day.
async fn demonstration() -> TestApp {
    let mut app = TestApp::start().await;
    let today = app.owner.row::<Now>("SELECT now() AS now", []).await.unwrap().unwrap().now;
    app.clock.advance(today - app.clock.now().utc());
    app.many_schools().await;
    let anybody = Email::new("anybody@lateral.example").unwrap();
    let hash =
        Hasher::new(Cost::TRIFLING).unwrap().hash(Password::new(seed::PASSWORD, &anybody).unwrap()).await.unwrap();
    seed::seed(&app.app, Scale::of_schools(150), &hash).await.unwrap();
    // Started again, as a seeded service is: what it holds in memory was read before the world was there.
    app.app = App::start(app.app.config.clone(), app.clock.clone()).await.unwrap();
    app.app.refresh_directory().await.unwrap();
    app
}

#[tokio::test]
async fn the_whole_story_is_told_in_a_browser() {
    let Some(browser) = Browser::open().await else { return };
    let app = demonstration().await;
    let site = app.site().await;
    browser.go(&format!("{}/graphiql", site.url)).await;
    browser.read(".sources", "Open Government Licence").await;

    browser.fill("input[name=email]", "head@lateral.example").await;
    browser.fill("input[name=password]", seed::PASSWORD).await;
    browser.click("form button.main").await;
    browser.read("[data-persona=acting]", "Head teacher").await;

    for step in STORY {
        browser.click(&format!("[data-step={step}]")).await;
        let other = "return document.querySelector('.open [data-become]') !== null";
        if browser.run(other, json!([])).await == json!(true) {
            browser.click(".open [data-become]").await;
            browser.gone(".open [data-become]").await;
        }
        // The driver clicks faster than a person, and can overtake what the page carries over from the last step.
        browser.click(".open .buttons .plain").await;
        browser.click(&format!("[data-run={step}]:enabled")).await;
        let said = browser.read(".open [role=status]", ":").await;
        assert!(said.starts_with("Done"), "{step}: {said}");
    }

    let answer = browser.read(".result-window", "position").await;
    assert!(answer.contains("\"received\""), "{answer}");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    app.settle().await;
}
