//! People who are lent, and words that are missing or differ, as each of those whom it takes.

use lateral_tests::TestApp;
use lateral_tests::browser::Browser;
use serde_json::{Value as Json, json};

use super::{SCHOOLS, list, signed_in, take};

#[tokio::test]
async fn people_are_designated_lent_and_moved_and_words_are_given_and_settled_in_a_browser() {
    let (Some(browser), app) = tokio::join!(Browser::open(), TestApp::demonstration(SCHOOLS)) else { return };
    let site = app.site().await;
    signed_in(&browser, &site, "specialist", "Specialist leader").await;

    take(&browser, "SeeSchemes").await;
    let applied = take(&browser, "Apply").await["applyForDesignation"]["designation"].take();
    assert_eq!(take(&browser, "SpeakFor").await["referenceDesignation"]["designation"]["status"], "REFERENCED");
    let waiting = take(&browser, "SeeApplications").await["viewer"]["designationsWaiting"].take();
    assert!(list(&waiting, "nodes").iter().any(|it| it["id"] == applied["id"]), "{waiting}");
    assert_eq!(take(&browser, "Judge").await["assessDesignation"]["designation"]["status"], "ASSESSED");
    let badge = take(&browser, "Designate").await["designate"]["designation"].take();
    assert_eq!((&badge["id"], &badge["status"]), (&applied["id"], &json!("DESIGNATED")));

    take(&browser, "SeeColleagues").await;
    assert_eq!(take(&browser, "ListSpecialist").await["listSpecialist"]["specialist"]["status"], "LISTED");
    assert_eq!(take(&browser, "PauseSpecialist").await["pauseSpecialist"]["specialist"]["status"], "PAUSED");
    assert_eq!(take(&browser, "ResumeSpecialist").await["resumeSpecialist"]["specialist"]["status"], "LISTED");
    take(&browser, "TakeOver").await;
    let departed = take(&browser, "SeeDepartures").await["viewer"]["departuresWaiting"].take();
    assert!(!list(&departed, "nodes").is_empty(), "somebody has left work that was under way");
    assert!(take(&browser, "TakeOn").await["takeOnDeployment"]["deployment"]["departure"]["takenOnAt"].is_string());
    assert!(take(&browser, "KeepSupport").await["keepDeployment"]["deployment"]["departure"]["keptAt"].is_string());

    take(&browser, "SeePlanned").await;
    let written = take(&browser, "WritePaidTerms").await["draftTerms"]["deployment"].take();
    let governors = |given: bool| json!({"side": "HOST", "kind": "CHAIR_OF_GOVERNORS", "given": given});
    let asks = |of: &Json, given| list(of, "consentsAsked").contains(&governors(given));
    assert!(asks(&written, false), "{written}");
    let withheld = take(&browser, "WithholdConsent").await["withholdConsent"]["deployment"].take();
    assert_eq!(withheld["consents"][0]["status"], "WITHHELD");
    let given = take(&browser, "GiveConsent").await["giveConsent"]["deployment"].take();
    assert!(asks(&given, true), "{given}");

    take(&browser, "SeeRunning").await;
    take(&browser, "WriteVisitDown").await;
    assert_eq!(take(&browser, "DisputeVisit").await["disputeVisit"]["visit"]["status"], "DISPUTED");
    assert_eq!(take(&browser, "SettleVisit").await["settleVisit"]["visit"]["status"], "CONFIRMED");
    let stopped = take(&browser, "StopSupport").await["stopDeployment"]["deployment"].take();
    assert_eq!((&stopped["status"], &stopped["stopCode"]), (&json!("STOPPED"), &json!("NEED_CHANGED")));
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    app.settle().await;
}
