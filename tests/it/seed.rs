//! The demonstration world: whole by every invariant, the same every time, made once.

use domain::directory::DesignationStatus;
use domain::exchange::{OfferStatus, RequestStatus};
use domain::reciprocity::ObligationStatus;
use domain::{Word, brokerage::DeploymentStatus};
use lateral::app::Caller;
use lateral::app::seed::{Scale, Seeded, seed};
use lateral_tests::TestApp;
use persistence::check;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Line {
    line: String,
}

async fn with_schools() -> TestApp {
    let app = TestApp::start().await;
    app.many_schools().await;
    app
}

async fn lines(app: &TestApp, sql: &str) -> Vec<String> {
    app.owner.rows::<Line>(sql, []).await.unwrap().into_iter().map(|row| row.line).collect()
}

#[tokio::test]
async fn a_world_is_whole_and_made_once() {
    let app = with_schools().await;
    let made = seed(&app.app, Scale::of_schools(150), "none").await.unwrap();
    assert!(matches!(made, Seeded::Made(size) if size.offers == 180 && size.requests == 120), "{made:?}");

    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    assert_eq!(check::breaches(&tx).await.unwrap(), []);

    let statuses = |of: &'static str| format!("SELECT DISTINCT status AS line FROM {of} ORDER BY status");
    let mut requests: Vec<&str> = RequestStatus::ALL.iter().map(|it| it.as_str()).collect();
    requests.sort_unstable();
    assert_eq!(lines(&app, &statuses("support_request")).await, requests);
    let mut offers: Vec<&str> = OfferStatus::ALL.iter().map(|it| it.as_str()).collect();
    offers.sort_unstable();
    assert_eq!(lines(&app, &statuses("offer")).await, offers);
    let mut designations: Vec<&str> = DesignationStatus::ALL.iter().map(|it| it.as_str()).collect();
    designations.sort_unstable();
    assert_eq!(lines(&app, &statuses("designation")).await, designations);
    let deployments = lines(&app, &statuses("deployment")).await;
    use DeploymentStatus::{Active, Closed, Completed, Evaluated, FollowedUp, Planned};
    for status in [Planned, Active, Completed, Evaluated, FollowedUp, Closed] {
        assert!(deployments.iter().any(|it| it == status.as_str()), "{deployments:?}");
    }

    let mut obligations: Vec<&str> = ObligationStatus::ALL.iter().map(|it| it.as_str()).collect();
    obligations.sort_unstable();
    assert_eq!(lines(&app, &statuses("obligation")).await, obligations);

    assert_eq!(seed(&app.app, Scale::of_schools(150), "none").await.unwrap(), Seeded::Before);
}

#[tokio::test]
async fn two_worlds_are_alike_to_the_letter() {
    let (one, other) = (with_schools().await, with_schools().await);
    for app in [&one, &other] {
        seed(&app.app, Scale::of_schools(80), "none").await.unwrap();
    }
    for sql in [
        "SELECT concat_ws(' ', id, name, email) AS line FROM person ORDER BY id",
        "SELECT concat_ws(' ', id, status, since, audience) AS line FROM designation ORDER BY id",
        "SELECT concat_ws(' ', id, title, status, audience) AS line FROM support_request ORDER BY id",
        "SELECT concat_ws(' ', id, amount, kind, at) AS line FROM transfer ORDER BY id",
    ] {
        let seen = lines(&one, sql).await;
        assert!(seen.len() > 20);
        assert_eq!(seen, lines(&other, sql).await);
    }
}

#[tokio::test]
async fn without_the_register_nothing_is_made() {
    let app = TestApp::start().await;
    assert_eq!(seed(&app.app, Scale::default(), "none").await.unwrap(), Seeded::NoRegister);
    assert!(lines(&app, "SELECT email AS line FROM person").await.is_empty());
}
