//! What every request stands on: transactions that end, row-level security, a schema that is known.

use std::time::Duration;

use lateral_tests::TestApp;
use persistence::{Db, Settings, schema};

#[tokio::test]
async fn the_runtime_is_bound_by_row_level_security() {
    let app = TestApp::start().await;
    assert_eq!(schema::unsafe_role(app.app.db()).await.unwrap(), None);
    assert!(schema::unsafe_role(&app.owner).await.unwrap().is_some_and(|why| why.contains("superuser")));
}

#[tokio::test]
async fn a_cancelled_begin_poisons_no_connection() {
    let app = TestApp::start().await;
    let one =
        Db::connect(&Settings { connections: 1, wait: Duration::from_secs(60), ..Settings::of(&app.database.runtime) })
            .await
            .unwrap();
    let scope = domain::access::Scope::public();
    for turn in 0..1_000_u64 {
        let begin = one.rows_for::<sea_orm::JsonValue>(&scope, "SELECT 1 AS one", []);
        // Somewhere between before the first word is sent and after the whole is done.
        let _ = tokio::time::timeout(Duration::from_micros(turn % 400), begin).await;
    }
    one.run("INSERT INTO installation (key, value) VALUES ('seen', 'yes')", []).await.unwrap();
    let seen = schema::installation(&app.owner, "seen").await.unwrap();
    assert_eq!(seen.as_deref(), Some("yes"), "the insert was swallowed by a transaction that nobody ends");
}

#[tokio::test]
async fn a_statement_is_counted_and_its_transaction_is_not() {
    let app = TestApp::start().await;
    let (statements, trips) = (app.statements(), app.app.db().traffic().round_trips());
    let scope = domain::access::Scope::public();
    app.app.db().rows_for::<sea_orm::JsonValue>(&scope, "SELECT id FROM proposal", []).await.unwrap();
    assert_eq!(app.statements() - statements, 1);
    assert_eq!(app.app.db().traffic().round_trips() - trips, 3);
}
