//! What was done before the end of the work is written down after it.

use chrono::{NaiveDate, TimeDelta};
use lateral_tests::TestApp;
use lateral_tests::deal::{act, read};
use serde_json::json;

#[tokio::test]
async fn a_visit_of_the_last_day_is_written_down_confirmed_and_charged_after_the_host_has_ended_the_work() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let last = app.clock.now().day();
    deal.host_head.step("completeDeployment", deployment).await.done();
    app.settle().await;
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 0, 0, 0]), "nothing is promised any more");
    let document = act("recordVisit", "RecordVisitInput", "visit");
    let record = async |day: NaiveDate| {
        let input = json!({"deployment": deployment.to_string(), "visitedOn": day, "mode": "IN_PERSON", "halfDays": 2,
            "note": "Taught together, and said good-bye."});
        deal.specialist.persona.ask(&document, json!({ "input": input })).await
    };
    app.clock.advance(TimeDelta::days(13));
    let no = record(last.succ_opt().unwrap()).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("VISIT_OUTSIDE", "visitedOn"));
    let visit = read(&record(last).await.text("recordVisit.visit.id"));
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([2, 0, 0, 0, 2]));
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(record(last).await.refused().code, "STEP_NOT_OPEN");
    app.settle().await;
    app.sound().await;
}
