//! What is signed says what shall be better and what is done for it, and what was signed before that stays as it was.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, overlay, read};
use lateral_tests::terms::{outcome, step, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SHOWN: &str = "query ($id: ID!) { deployment(id: $id) { status terms {
    outcomes { improvement pupilGroup measure dueOn level } actionPlan { what owner dueOn } } } }";

async fn shown(who: &Persona<'_>, deployment: Id<Deployment>) -> Json {
    who.ask(SHOWN, json!({"id": deployment.to_string()})).await.at("deployment").clone()
}

/// The terms with something else in them.
fn with(otherwise: Json) -> Json {
    let mut it = terms();
    overlay(&mut it, otherwise);
    it
}

/// The codes and fields by which terms are refused.
async fn refused(deal: &Deal<'_>, deployment: Id<Deployment>, terms: Json) -> Vec<(String, String)> {
    let no = deal.home_head.agree(deployment, Some(terms)).await.refusals();
    no.into_iter().map(|no| (no.code, no.field)).collect()
}

fn told(code: &str, field: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), field.to_owned())]
}

#[tokio::test]
async fn what_is_signed_says_what_shall_be_better_and_what_is_done_for_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    for who in [&deal.home_head, &deal.host_head] {
        who.declare(deployment, &[]).await.done();
    }
    let mut unsaid = outcome("Year 1", "Phonics check in June", "2027-06-30");
    unsaid.as_object_mut().unwrap().remove("improvement");
    let no = refused(&deal, deployment, with(json!({"outcomes": [unsaid]}))).await;
    assert_eq!(no, told("IMPROVEMENT_MISSING", "outcomes.0.improvement"));
    for nothing in [json!(null), json!([])] {
        let no = refused(&deal, deployment, with(json!({"actionPlan": nothing}))).await;
        assert_eq!(no, told("ACTION_PLAN_MISSING", "actionPlan"));
    }
    // The support lasts from 9 November to 25 March.
    for outside in ["2026-11-08", "2027-03-26"] {
        let plan = json!([step("Comes and looks", "HOME", "2026-11-09"), step("Looks again", "ALLIANCE", outside)]);
        let no = refused(&deal, deployment, with(json!({"actionPlan": plan}))).await;
        assert_eq!(no, told("ACTION_STEP_OUTSIDE", "actionPlan.1.dueOn"));
    }
    let no = refused(&deal, deployment, with(json!({"actionPlan": [step(" ", "HOME", "2026-12-01")]}))).await;
    assert_eq!(no, told("TEXT_EMPTY", "actionPlan.0.what"));

    let plan = json!([
        step("Comes and looks", "SPECIALIST", "2026-11-09"),
        step("Gives the teachers an hour a week", "HOST", "2027-03-25"),
    ]);
    deal.home_head.agree(deployment, Some(with(json!({"actionPlan": plan})))).await.done();
    let expected = json!({"outcomes": [outcome("Year 1", "Phonics check in June", "2027-06-30")], "actionPlan": plan});
    for who in [&deal.home_head, &deal.host_head, &deal.broker, &deal.specialist.persona] {
        assert_eq!(shown(who, deployment).await["terms"], expected, "{:?}", who.role());
    }
    // Whoever changes the plan is not signed for by the other head.
    let other = with(json!({"actionPlan": [step("Comes once", "HOME", "2026-12-01")]}));
    deal.host_head.agree(deployment, Some(other)).await.done();
    assert_eq!(shown(&deal.broker, deployment).await["status"], "PLANNED");
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(shown(&deal.broker, deployment).await["status"], "AGREED");
    app.settle().await;
}

#[tokio::test]
async fn terms_from_before_are_written_anew_unless_they_are_signed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    let before = "UPDATE deployment SET terms = jsonb_set(terms - 'action_plan', '{outcomes,0}', \
                  (terms -> 'outcomes' -> 0) - 'improvement') WHERE id = $1";
    app.write(before, values![deployment.uuid()]).await;
    let no = deal.host_head.agree(deployment, None).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("ACTION_PLAN_MISSING", "actionPlan"));
    // The database does not agree it either, whoever writes.
    let sql = "UPDATE deployment SET host_interest = false, host_agreed_at = home_agreed_at, host_agreed_by = $2, \
               agreed_at = home_agreed_at, status = 'agreed' WHERE id = $1";
    let no = app.owner.run(sql, values![deployment.uuid(), deal.host_head.who().person.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("deployment_agreed_with_a_plan"));
    deal.host_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();

    app.write(before, values![deployment.uuid()]).await;
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    let seen = shown(&deal.host_head, deployment).await;
    assert_eq!((&seen["status"], &seen["terms"]["actionPlan"]), (&json!("COMPLETED"), &json!([])));
    assert_eq!(seen["terms"]["outcomes"][0]["improvement"], json!(null));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_request_may_say_what_shall_be_better_and_whoever_asks_for_a_peer_visit_says_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.write("UPDATE offer SET kind = 'peer_visit' WHERE id = $1", values![deal.offer.uuid()]).await;
    let ask = async |improvement: Json| {
        let objective = json!({"improvement": improvement, "pupilGroup": "Year 4", "measure": "The check in June",
            "dueOn": "2027-06-30", "level": "DEPARTMENT"});
        let input = json!({"offer": deal.offer.to_string(), "focus": "How Year 4 talk about fractions",
            "need": "They guess.", "objective": objective, "halfDays": 1, "startsOn": "2026-11-23",
            "endsOn": "2026-12-11", "interests": []});
        deal.host_head.ask(&act("askForPeerVisit", "AskForPeerVisitInput", "proposal"), json!({"input": input})).await
    };
    assert_eq!(ask(json!(null)).await.refused().code, "IMPROVEMENT_MISSING");
    let sent = ask(json!("They say why a half is more than a third")).await;
    sent.done();
    let proposal = read::<domain::brokerage::Proposal>(&sent.text("askForPeerVisit.proposal.id"));
    let asked = "query ($id: ID!) { proposal(id: $id) { request { objectives { improvement } } } }";
    let seen = deal.host_head.ask(asked, json!({"id": proposal.to_string()})).await;
    let said = json!([{"improvement": "They say why a half is more than a third"}]);
    assert_eq!(seen.at("proposal.request.objectives"), &said);
    let accept = act("acceptPeerVisit", "AcceptPeerVisitInput", "proposal");
    let input = json!({"proposal": proposal.to_string(), "interests": []});
    deal.home_head.ask(&accept, json!({"input": input})).await.done();
    let listed = deal.broker.asks("{ deployments(first: 1) { nodes { terms { actionPlan { owner dueOn } } } } }").await;
    assert_eq!(listed.at("deployments.nodes.0.terms.actionPlan"), &json!([{"owner": "HOME", "dueOn": "2026-12-11"}]));
    app.settle().await;
}
