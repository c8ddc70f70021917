//! What a broker does beside the story, with the support that the demonstration has in every state.

use lateral_tests::TestApp;
use lateral_tests::browser::Browser;
use serde_json::json;

use super::{SCHOOLS, list, signed_in, take};

#[tokio::test]
async fn a_broker_keeps_watch_in_a_browser() {
    let (Some(browser), app) = tokio::join!(Browser::open(), TestApp::demonstration(SCHOOLS)) else { return };
    let site = app.site().await;
    signed_in(&browser, &site, "broker", "Alliance broker").await;

    let seen = take(&browser, "SeeUnderWay").await;
    for state in ["underWay", "evaluated"] {
        assert!(!list(&seen[state], "nodes").is_empty(), "the demonstration has support of every state: {seen}");
    }
    let reviewed = take(&browser, "ReviewHalfWay").await["recordMidterm"]["review"].take();
    assert_eq!((&reviewed["kind"], &reviewed["decision"]), (&json!("MIDTERM"), &json!("CONTINUE")));
    let signed = take(&browser, "SignOff").await["signOffDeployment"]["deployment"].take();
    assert!(signed["signedOffAt"].is_string(), "{signed}");
    assert!(take(&browser, "PlanFollowUp").await["scheduleFollowUp"]["deployment"]["followUpOn"].is_string());
    let lasted = take(&browser, "LookAgain").await["recordFollowUp"]["review"].take();
    assert_eq!(lasted["deployment"]["status"], "FOLLOWED_UP");
    let closed = take(&browser, "CloseSupport").await["closeDeployment"]["deployment"].take();
    assert_eq!(closed["status"], "CLOSED");

    let month = take(&browser, "SeeMonth").await["viewer"]["acting"]["alliance"].take();
    let price = &month["statement"]["total"]["price"];
    let pence = |of: &str| price[of].as_i64().unwrap();
    assert_eq!(pence("gross"), pence("net") + pence("brokerage"), "{month}");
    assert!(month["statement"]["csv"].as_str().unwrap().lines().count() > 1 && month["ledger"]["margin"].is_i64());

    let levels = take(&browser, "SeeServiceLevels").await["viewer"]["acting"]["alliance"].take();
    assert_eq!(list(&levels, "serviceLevels").len(), 6, "{levels}");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    app.settle().await;
}
