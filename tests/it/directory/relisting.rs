//! A listing that is written anew, held against what its person holds or has applied for (DOMAIN B15).

use domain::access::Role;
use lateral_tests::designation::findings;
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

use super::moving::joins;

/// Lists a person, or takes them over, in a post and for the support of people in some.
async fn lists(head: &Persona<'_>, verb: &str, who: &Persona<'_>, post: &str, supports: &[&str]) -> Answer {
    let maths = head.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let kind = if verb == "moveSpecialist" { "MoveSpecialistInput" } else { "ListSpecialistInput" };
    let document = format!(
        "mutation($input: {kind}!) {{ {verb}(input: $input) {{ specialist {{ id post supports }} \
         userErrors {{ code field message }} }} }}"
    );
    let input = json!({
        "person": who.who().person.to_string(), "name": "Robin Example", "post": post,
        "specialisms": [maths.at("expertise.id")], "supports": supports, "travelMinutes": 45,
    });
    head.ask(&document, json!({"input": input})).await
}

/// Ends a listing.
async fn ends(head: &Persona<'_>, specialist: &str) {
    let document =
        "mutation($input: EndListingInput!) { endListing(input: $input) { userErrors { code field message } } }";
    head.ask(document, json!({"input": {"specialist": specialist, "reason": "CAPACITY"}})).await.done();
}

fn told(answer: &Answer) -> Vec<(String, String)> {
    answer.refusals().into_iter().map(|no| (no.code, no.field)).collect()
}

fn no(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

#[tokio::test]
async fn whoever_moves_serves_and_supports_as_the_designation_asks_or_lays_it_down() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.designated().await;
    let (oak, robin) = (app.school("Oak Hill").await, &deal.specialist.persona);
    let head = oak.head().await;
    joins(&app, robin, &oak, "specialist").await;
    let moves = async |post: &str, supports: &[&str]| lists(&head, "moveSpecialist", robin, post, supports).await;
    let heads = moves("HEADTEACHER", &["HEADTEACHER", "TEACHER"]).await;
    assert_eq!(told(&heads), [no("POST_DOES_NOT_FIT", "post"), no("SUPPORT_NOT_SIMILAR", "supports")]);
    assert_eq!(told(&moves("MIDDLE_LEADER", &["GOVERNOR"]).await), [no("SUPPORT_NOT_SIMILAR", "supports")]);
    assert_eq!(told(&moves("TEACHER", &["TEACHER"]).await), [no("POST_DOES_NOT_FIT", "post")]);
    assert_eq!(app.count("specialist WHERE school_id = (SELECT id FROM school WHERE name = 'Oak Hill')").await, 0);
    let why = json!({"reason": "I lead a school now."});
    robin.designation("withdrawDesignation", "DesignationReasonInput", &id, why).await.done();
    moves("HEADTEACHER", &["HEADTEACHER", "TEACHER"]).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_listing_that_is_written_anew_fits_what_is_held_or_applied_for() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let robin = &deal.specialist.persona;
    deal.referenced().await;
    ends(&deal.home_head, &deal.specialist.id.to_string()).await;
    let anew =
        async |supports: &[&str]| lists(&deal.home_head, "listSpecialist", robin, "SENIOR_LEADER", supports).await;
    let refused = anew(&["HEADTEACHER"]).await;
    assert_eq!(told(&refused), [no("SUPPORT_NOT_SIMILAR", "supports")]);
    let sentence = "A designation as SLE, held or applied for, is for the support of people in other posts than these.";
    assert_eq!(refused.refused().message, sentence);
    let listed = anew(&["MIDDLE_LEADER", "TEACHER"]).await;
    listed.done();
    let shown: &Json = listed.at("listSpecialist.specialist.supports");
    assert_eq!(shown, &json!(["MIDDLE_LEADER", "TEACHER"]));
    // Somebody who holds nothing and has applied for nothing supports whom the school says.
    let other = deal.home.somebody(Role::Specialist).await;
    lists(&deal.home_head, "listSpecialist", &other, "SENIOR_LEADER", &["HEADTEACHER"]).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn nobody_appeals_for_what_their_listing_does_not_fit_any_more() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (robin, id) = (&deal.specialist.persona, deal.referenced().await);
    let judged = json!({"findings": findings(false)});
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    assessor.designation("assessDesignation", "AssessDesignationInput", &id, judged).await.done();
    let why = json!({"reason": "For a reason"});
    deal.broker.designation("declineDesignation", "DesignationReasonInput", &id, why.clone()).await.done();
    ends(&deal.home_head, &deal.specialist.id.to_string()).await;
    let anew = async |post: &str| lists(&deal.home_head, "listSpecialist", robin, post, &["TEACHER"]).await;
    let listed = anew("HEADTEACHER").await;
    let appeals = async || robin.designation("appealDesignation", "DesignationReasonInput", &id, why.clone()).await;
    assert_eq!(told(&appeals().await), [no("POST_DOES_NOT_FIT", "")]);
    ends(&deal.home_head, &listed.text("listSpecialist.specialist.id")).await;
    anew("SENIOR_LEADER").await.done();
    appeals().await.done();
    app.settle().await;
    app.sound().await;
}
