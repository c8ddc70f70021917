//! What brokers do beside the straight way, and what they settle for their alliance, as each of those whom it takes.

use lateral_tests::TestApp;
use lateral_tests::browser::Browser;
use serde_json::json;

use super::{SCHOOLS, list, signed_in, take};

#[tokio::test]
async fn brokers_go_beside_the_straight_way_in_a_browser() {
    let (Some(browser), app) = tokio::join!(Browser::open(), TestApp::demonstration(SCHOOLS)) else { return };
    let site = app.site().await;
    signed_in(&browser, &site, "broker", "Alliance broker").await;

    take(&browser, "SeeSearches").await;
    let asked = take(&browser, "AskForAuditVisit").await["askForAuditVisit"]["auditVisit"].take();
    assert_eq!(asked["status"], "ASKED");
    let held = take(&browser, "RecordAuditVisit").await["recordAuditVisit"]["auditVisit"].take();
    assert_eq!(held["status"], "HELD");
    let run = take(&browser, "WidenSearch").await["widenMatch"]["run"].take();
    assert_ne!(run["stage"], "OWN_GROUP", "it looks farther than before");

    take(&browser, "SeeOtherDesk").await;
    let sent = take(&browser, "ReferToThem").await["referRequest"]["referral"].take();
    assert!(sent["status"] == "SENT" && sent["respondBy"].is_string(), "{sent}");
    let declined = take(&browser, "DeclineReferral").await["declineReferral"]["referral"].take();
    assert_eq!((&declined["status"], &declined["declineReason"]), (&json!("DECLINED"), &json!("CAPACITY")));
    assert_eq!(take(&browser, "ReferOn").await["referRequest"]["referral"]["status"], "SENT");
    let accepted = take(&browser, "AcceptReferral").await["acceptReferral"]["referral"].take();
    assert_eq!(accepted["status"], "ACCEPTED");
    assert!(list(&accepted["request"], "alliances").len() > 1, "{accepted}");

    let alliance = take(&browser, "SeeAlliance").await["viewer"]["acting"]["alliance"].take();
    take(&browser, "AskForOwnSchool").await;
    take(&browser, "ConfirmNeed").await;
    let proposal = take(&browser, "Propose").await["proposeSupport"]["proposal"].take();
    assert_eq!(proposal["host"]["urn"], alliance["leadSchool"]["urn"]);
    let approved = take(&browser, "ApprovePlacement").await["approvePlacement"]["proposal"].take();
    assert_eq!(approved["needsApproval"], false);

    let settled = take(&browser, "SettlePolicy").await["setAlliancePolicy"]["alliance"]["policy"].take();
    assert!(settled["version"].as_i64() > alliance["policy"]["version"].as_i64(), "{settled}");
    let day = take(&browser, "SetRates").await["setRateCard"]["rateCard"]["day"].take();
    assert_eq!(day, json!({"gross": 35_000, "brokerage": 5_000, "net": 30_000}));
    take(&browser, "SeeNeighbourhood").await;
    let invited = take(&browser, "AskSchoolIn").await["inviteSchool"]["invitation"].take();
    assert_eq!(invited["status"], "INVITED");
    let opened = take(&browser, "OpenGrant").await["openGrant"]["grant"].take();
    assert_eq!(opened["years"][0]["status"], "PLANNED");
    take(&browser, "EvidenceMatch").await;
    let released = take(&browser, "ReleaseYear").await["releaseGrantYear"]["grant"].take();
    assert_eq!(released["years"][0]["status"], "RELEASED");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    app.settle().await;
}
