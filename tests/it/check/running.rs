//! A running service asks the same of itself, once a day.

use chrono::TimeDelta;
use lateral::worker::upkeep;
use lateral_tests::TestApp;

#[tokio::test]
async fn a_service_looks_over_its_own_books_as_it_runs() {
    let app = TestApp::start().await;
    let look = async || upkeep::look_over(&app.app).await.unwrap();
    assert_eq!(look().await, None, "a process does not begin with it");
    app.deal().await.active().await;
    app.clock.advance(TimeDelta::days(1));
    assert_eq!([look().await, look().await], [Some(0), None], "one of all processes does it, once a day");
    app.write("UPDATE ledger_account SET credited = credited + 1", vec![]).await;
    app.clock.advance(TimeDelta::days(1));
    assert!(look().await.is_some_and(|broken| broken > 0));
}
