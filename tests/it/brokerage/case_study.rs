//! Case studies as the two schools meet them: made of what they wrote, theirs until both agree, hidden again by either.

use lateral_tests::deal::act;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SEEN: &str = "query($id: ID!, $study: ID!) { node(id: $study) { id } deployment(id: $id) {
    caseStudy { status title text version homeConsentedAt hostConsentedAt } } }";

async fn seen(who: &Persona<'_>, deployment: &impl ToString, study: &str) -> Json {
    let answer = who.ask(SEEN, json!({"id": deployment.to_string(), "study": study})).await;
    let it = answer.at("deployment.caseStudy").clone();
    assert_eq!(answer.at("node").is_null(), it.is_null());
    it
}

#[tokio::test]
async fn a_case_study_is_the_two_schools_until_both_agree_and_is_hidden_by_whoever_withdraws() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let (home, host) = (&deal.home_head, &deal.host_head);
    assert_eq!(home.draft_case_study(deployment).await.refused().code, "STEP_NOT_OPEN");
    host.midterm(deployment, json!({})).await.done();
    host.measure(deployment, json!({})).await.done();
    host.step("completeDeployment", deployment).await.done();
    host.final_review(deployment, json!({})).await.done();
    deal.specialist.persona.self_evaluation(deployment).await.done();
    host.evaluate(deployment).await.done();
    for who in [&deal.broker, &deal.specialist.persona] {
        assert_eq!(who.draft_case_study(deployment).await.refused().code, "NOT_ALLOWED");
    }
    let drafted = home.draft_case_study(deployment).await;
    drafted.done();
    let study = drafted.text("draftCaseStudyFrom.caseStudy.id");
    assert_eq!(host.draft_case_study(deployment).await.refused().code, "CASE_STUDY_EXISTS");
    let text = seen(host, &deployment, &study).await["text"].as_str().unwrap().to_owned();
    for told in
        ["Phonics check in June", "takes the sessions over", "Two more visits.", "reads first", "nothing can be said"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    for kept in ["Watching together", "They knew the school", "Ash Lane", "Elm Park"] {
        assert!(!text.contains(kept), "{kept}: {text}");
    }
    let others = [&deal.broker, &deal.specialist.persona];
    for who in others {
        assert!(seen(who, &deployment, &study).await.is_null(), "{:?}", who.role());
        assert_eq!(who.of_case_study("consentToCaseStudy", &study).await.refused().code, "NOT_FOUND");
    }

    home.of_case_study("consentToCaseStudy", &study).await.done();
    let other = json!({"caseStudy": study, "title": "Reading first", "text": "We read first.", "expectedVersion": 2});
    host.revise_case_study(other.clone()).await.done();
    assert_eq!(host.revise_case_study(other).await.refused().code, "VERSION_STALE");
    host.of_case_study("consentToCaseStudy", &study).await.done();
    assert!(seen(&deal.broker, &deployment, &study).await.is_null(), "one of two is not enough");
    home.of_case_study("consentToCaseStudy", &study).await.done();
    for who in others {
        let it = seen(who, &deployment, &study).await;
        assert_eq!((&it["status"], &it["text"]), (&json!("AGREED"), &json!("We read first.")), "{:?}", who.role());
        assert_eq!(who.of_case_study("withdrawCaseStudy", &study).await.refused().code, "NOT_ALLOWED");
    }
    let late = json!({"caseStudy": study, "title": "Reading", "text": "We read.", "expectedVersion": 5});
    assert_eq!(home.revise_case_study(late).await.refused().code, "STEP_NOT_OPEN");

    let withdraw = act("withdrawCaseStudy", "WithdrawCaseStudyInput", "caseStudy").replace(" id ", " id withdrawal ");
    let input = json!({"input": {"caseStudy": study, "reason": "RECOGNISABLE"}});
    let withdrawn = host.ask(&withdraw, input).await;
    withdrawn.done();
    assert_eq!(withdrawn.text("withdrawCaseStudy.caseStudy.withdrawal"), "RECOGNISABLE");
    for who in [&deal.broker, &deal.specialist.persona, home] {
        assert!(seen(who, &deployment, &study).await.is_null(), "{:?}", who.role());
    }
    assert_eq!(home.of_case_study("consentToCaseStudy", &study).await.refused().code, "NOT_FOUND");
    assert_eq!(seen(host, &deployment, &study).await["status"], "WITHDRAWN");
    assert_eq!(host.of_case_study("withdrawCaseStudy", &study).await.refused().code, "STEP_NOT_OPEN");
    host.of_case_study("consentToCaseStudy", &study).await.done();
    assert_eq!(seen(home, &deployment, &study).await["status"], "DRAFT");
    assert!(seen(&deal.broker, &deployment, &study).await.is_null());
    let told = app.settle().await;
    let of_study: Vec<_> = told.events().into_iter().filter(|it| it.starts_with("case_study")).collect();
    let expected = ["drafted", "consented", "revised", "consented", "agreed", "withdrawn", "consented"];
    assert_eq!(of_study, expected.map(|it| format!("case_study.{it}")));
    assert_eq!(app.reasons("case_study.withdrawn").await, ["RECOGNISABLE"]);
    assert_eq!(app.count("case_study WHERE withdrawal IS NOT NULL").await, 0, "it was agreed to again");
    app.sound().await;
    for (change, constraint) in [
        ("home_consented_at = drafted_at - interval '1 day'", "case_study_consented_after_drafted"),
        ("withdrawn_by = 'host'", "case_study_withdrawn_without_consent"),
    ] {
        let refused = app.owner.run(&format!("UPDATE case_study SET {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}");
    }
}
