//! How soon somebody has what is kept about them, measured in the demonstration's world with the workers of a service (TRUST M4).

use std::time::{Duration, Instant};

use domain::Id;
use domain::access::Actor;
use domain::identity::{DataExport, Person};
use lateral::app::Caller;
use lateral::app::identity::data_export;
use lateral::worker;
use lateral_tests::TestApp;
use persistence::Key;
use sea_orm::FromQueryResult;

/// Of how many schools the world is, unless the environment says otherwise.
const SCHOOLS: usize = 150;
/// Within what time it is ready.
const MOST: Duration = Duration::from_secs(60);
/// How long whoever asks waits before they look again.
const GLANCE: Duration = Duration::from_millis(50);

#[derive(FromQueryResult)]
struct Busy {
    id: Key<Person>,
}

#[expect(clippy::disallowed_methods, reason = "a campaign is told by its script how large its world is")]
fn schools() -> usize {
    let told = std::env::var("LATERAL_TRUST_SCHOOLS").ok();
    told.map_or(SCHOOLS, |schools| schools.parse().expect("LATERAL_TRUST_SCHOOLS is a number"))
}

/// The people of whom most is kept: who brokered most, who wrote down most visits, and who raised most requests.
async fn busiest(app: &TestApp) -> Vec<Id<Person>> {
    let sql = "SELECT id FROM (SELECT brokered_by AS id, count(*) AS rows FROM deployment GROUP BY 1 UNION ALL \
               SELECT recorded_by, count(*) FROM visit GROUP BY 1 UNION ALL \
               SELECT raised_by, count(*) FROM support_request GROUP BY 1) AS busy \
               GROUP BY id ORDER BY max(rows) DESC, id LIMIT 3";
    let rows: Vec<Busy> = app.owner.rows(sql, []).await.unwrap();
    rows.into_iter().map(|row| row.id.0).collect()
}

/// Asks as somebody does, looks until it is ready, and gives what is fetched.
async fn asked(app: &TestApp, who: Id<Person>) -> String {
    let caller = Caller { actor: Actor::Person(who), ..Caller::service("test") };
    let it: DataExport = data_export::ask(&app.app, &caller, who, None).await.unwrap();
    loop {
        match data_export::fetch(&app.app, &caller, it.id).await {
            Ok(content) => return content,
            Err(_) => tokio::time::sleep(GLANCE).await,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_about_the_busiest_is_ready_within_a_minute() {
    let app = TestApp::demonstration(schools()).await;
    let workers = worker::start(app.app.clone());
    for who in busiest(&app).await {
        let began = Instant::now();
        let content = tokio::time::timeout(MOST, asked(&app, who)).await.expect("it is ready within a minute");
        let (millis, kilobytes) = (began.elapsed().as_millis(), content.len() / 1_000);
        println!("{kilobytes} kB about one person of a world of {} schools in {millis} ms", schools());
        assert!(content.contains(&who.to_string()), "it is about whoever asked");
    }
    workers.stop().await;
}
