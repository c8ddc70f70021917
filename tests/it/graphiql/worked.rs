//! Which acts the menu at `/graphiql` and the guides show, and why the rest are shown nowhere: a reviewed list.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lateral_tests::TestApp;

use crate::access::contract::Contract;

/// Acts without a worked operation, by why they have none.
const WITHOUT: [(&str, &[&str]); 7] = [
    (
        "needs the code of a letter, or a password",
        &["acceptInvitation", "changePassword", "requestPasswordReset", "resetPassword", "signOutEverywhere"],
    ),
    (
        "the other answer to what is shown",
        &[
            "acceptAllianceInvitation",
            "acceptSupportPlace",
            "answerCommission",
            "declineAllianceInvitation",
            "declineDesignation",
            "declineMentorship",
            "declineRing",
            "declineSupportPlace",
            "forbidRoundPair",
            "refusePolicyChange",
            "takeAllianceLead",
            "waiveAuditVisit",
            "waiveObligation",
        ],
    ),
    (
        "takes back or ends what is shown",
        &[
            "archiveScenario",
            "cancelRound",
            "cancelVisit",
            "clearHalfTerm",
            "closePool",
            "closeRound",
            "closeSupportGroup",
            "endCoaching",
            "endCommission",
            "endListing",
            "endMembership",
            "endMentorship",
            "leaveAlliance",
            "leavePool",
            "leaveSupportGroup",
            "liftRoundChoice",
            "reinstateDesignation",
            "resumeDeployment",
            "resumeMentorship",
            "reverseVisit",
            "revokeInvitation",
            "suspendDesignation",
            "withdrawAllianceInvitation",
            "withdrawAssurance",
            "withdrawCaseStudy",
            "withdrawDesignation",
            "withdrawErasure",
            "withdrawNeighbour",
            "withdrawOffer",
            "withdrawPolicyChange",
            "withdrawProposal",
            "withdrawReferral",
            "withdrawRequest",
            "withdrawRing",
        ],
    ),
    (
        "says anew, or in another order, what is shown",
        &[
            "assignWorkstream",
            "confirmOffer",
            "correctVisit",
            "draftRequest",
            "joinAlliance",
            "pauseDeployment",
            "replaceFacilitator",
            "reviseCaseStudy",
            "reviseOffer",
            "reviseRequest",
            "submitRequest",
            "takeUpRound",
        ],
    ),
    (
        "waits for days to pass, or for a school to close",
        &[
            "appealDesignation",
            "closeRequest",
            "decideObligation",
            "decideSuccession",
            "markUnmet",
            "meetObligation",
            "putVisitToBroker",
            "recordGrantReview",
            "reopenRequest",
        ],
    ),
    (
        "a form of its own, whose fields tell what they ask for",
        &[
            "approveOwnPlacement",
            "askBackers",
            "askToPool",
            "consentToCaseStudy",
            "consentToRing",
            "createObligation",
            "declareArisenInterest",
            "declareNeighbour",
            "draftCaseStudyFrom",
            "finishStage",
            "followTemplate",
            "grantCapacity",
            "letDeploymentGoOn",
            "markNotificationsRead",
            "offerAllianceLead",
            "prepareDeployment",
            "proposePolicyChange",
            "proposeRing",
            "recordDesignation",
            "recordFindings",
            "recordMeasure",
            "recordTrial",
            "requestErasure",
            "setHalfTerm",
            "setNotificationPreference",
            "stateLearning",
        ],
    ),
    (
        "runs the service, and is not tried for the sake of trying",
        &[
            "approvePolicyChange",
            "assignAllianceLead",
            "confirmMembership",
            "erasePerson",
            "foundAlliance",
            "setRetention",
            "suspendPerson",
        ],
    ),
];

fn below(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The texts of the files of a folder, and of those below it, whose names end so.
fn texts(folder: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
    found
}

#[tokio::test]
async fn every_act_is_shown_or_it_is_said_why_not() {
    let app = TestApp::start().await;
    let contract = Contract::read(&app).await;
    let guides = texts(&below("docs/guide"), ".md");
    let in_guides = guides.iter().flat_map(|page| page.split("```graphql").skip(1));
    let in_guides: String = in_guides.filter_map(|block| block.split("```").next()).collect();
    let shown = texts(&below("api/graphiql/src"), ".graphql").concat() + &in_guides;
    let acts: BTreeSet<String> = contract.fields(&contract.mutation).into_iter().map(|it| it.name).collect();
    let unshown: BTreeSet<String> = acts.iter().filter(|act| !shown.contains(&format!(" {act}("))).cloned().collect();
    let listed = WITHOUT.iter().flat_map(|(_, acts)| acts.iter().map(|act| (*act).to_owned()));
    assert_eq!(
        unshown,
        listed.collect(),
        "a new act is shown in the menu or in a guide, or stands here with its reason"
    );
}

#[test]
fn every_step_of_the_menu_is_taken_by_a_test_in_a_browser() {
    let here = below("tests/it");
    let tests = fs::read_to_string(here.join("graphiql.rs")).unwrap() + &texts(&here.join("graphiql"), ".rs").concat();
    let menu = texts(&below("api/graphiql/src"), "steps.js").concat();
    let steps = menu.split("\n    name: \"").skip(1).filter_map(|it| it.split('"').next());
    let untaken: Vec<_> = steps.filter(|step| !tests.contains(&format!("take(&browser, \"{step}\")"))).collect();
    assert_eq!(untaken, Vec::<&str>::new());
}
