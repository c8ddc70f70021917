//! A deployment that follows a template: forward through its stages, within their caps, and nothing left out in silence.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

async fn follow(who: &Persona<'_>, deployment: Id<Deployment>, template: &str) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "template": template});
    who.ask(&act("followTemplate", "FollowTemplateInput", "deployment"), json!({"input": input})).await
}

async fn finish(who: &Persona<'_>, deployment: Id<Deployment>, reason: Option<&str>, again: bool) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "skipReason": reason, "again": again});
    who.ask(&act("finishStage", "FinishStageInput", "deployment"), json!({"input": input})).await
}

async fn visit(who: &Persona<'_>, deployment: Id<Deployment>, half_days: i32, stage: Option<i32>) -> Answer {
    let input = json!({
        "deployment": deployment.to_string(), "visitedOn": who.app.clock.now().day(), "mode": "IN_PERSON",
        "halfDays": half_days, "note": "Looked at what there is.", "stage": stage,
    });
    who.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({"input": input})).await
}

async fn plan(who: &Persona<'_>, deployment: Id<Deployment>) -> Json {
    let asked = "query ($id: ID!) { deployment(id: $id) { stagePlan { template { code version } cycle stage \
                 finished { cycle stage skipReason } } } }";
    who.ask(asked, json!({"id": deployment.to_string()})).await.at("deployment.stagePlan").clone()
}

const WARNED: &str = "mutation($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id status version }
    userErrors { code field message warning } } }";
const OVERRULED: &str = "{ overrulings(first: 5) { nodes { code reason subject school { name } } } }";

/// Agreed by a template, and begun.
async fn begun(deal: &Deal<'_>, template: &str) -> Id<Deployment> {
    let deployment = deal.planned().await;
    follow(&deal.broker, deployment, template).await.done();
    deal.signed_by_one(deployment, terms()).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

/// The constraint by which the database refuses a statement about one row.
async fn refused_by_database(app: &TestApp, sql: &str, id: uuid::Uuid) -> String {
    let no = app.owner.run(sql, values![id]).await.unwrap_err();
    no.constraint().unwrap_or_else(|| panic!("{no}")).to_owned()
}

#[tokio::test]
async fn the_stages_of_a_template_are_gone_through_in_order_and_left_out_only_for_a_reason() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = begun(&deal, "consultancy-bundle").await;
    let person = &deal.specialist.persona;
    assert_eq!(visit(person, deployment, 1, None).await.refused().code, "STAGE_MISSING");
    assert_eq!(visit(person, deployment, 1, Some(2)).await.refused().code, "STAGE_AHEAD");
    assert_eq!(visit(person, deployment, 1, Some(5)).await.refused().code, "NUMBER_OUT_OF_RANGE");
    let document = "mutation($id: ID!) { finishStage(input: {deployment: $id}) { userErrors { code field warning } } }";
    let warned = deal.host_head.ask(document, json!({"id": deployment.to_string()})).await;
    let warning = json!([{"code": "STAGE_UNVISITED", "field": ["skipReason"], "warning": true}]);
    assert_eq!(warned.at("finishStage.userErrors"), &warning);
    visit(person, deployment, 1, Some(1)).await.done();
    let reason = Some("The school knows itself.");
    assert_eq!(finish(&deal.host_head, deployment, reason, false).await.refused().code, "STAGE_NOT_SKIPPED");
    assert_eq!(finish(person, deployment, None, false).await.refused().code, "NOT_ALLOWED");
    finish(&deal.host_head, deployment, None, false).await.done();
    finish(&deal.host_head, deployment, Some("Told on the day itself."), false).await.done();
    assert_eq!(deal.host_head.step("completeDeployment", deployment).await.refused().code, "STAGES_LEFT");
    assert_eq!(finish(&deal.broker, deployment, None, true).await.refused().code, "CYCLE_NOT_REPEATED");
    finish(&deal.broker, deployment, Some("The governors decided."), false).await.done();
    assert_eq!(deal.host_head.step("completeDeployment", deployment).await.refused().code, "STAGES_LEFT");
    finish(&deal.broker, deployment, Some("The new head looks at it."), false).await.done();
    let expected = json!({
        "template": {"code": "consultancy-bundle", "version": 1}, "cycle": null, "stage": null,
        "finished": [
            {"cycle": 1, "stage": 1, "skipReason": null},
            {"cycle": 1, "stage": 2, "skipReason": "Told on the day itself."},
            {"cycle": 1, "stage": 3, "skipReason": "The governors decided."},
            {"cycle": 1, "stage": 4, "skipReason": "The new head looks at it."},
        ],
    });
    assert_eq!(plan(&deal.host_head, deployment).await, expected);
    assert_eq!(finish(&deal.broker, deployment, None, false).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.step("completeDeployment", deployment).await.done();
    let told = app.settle().await;
    let told = |name: &str| told.events().iter().filter(|it| **it == name).count();
    let counts = ["deployment.template_followed", "deployment.stage_finished", "deployment.stage_skipped"].map(told);
    assert_eq!(counts, [1, 1, 3]);
    app.sound().await;
}

#[tokio::test]
async fn a_stage_takes_no_more_than_its_half_days_unless_somebody_says_why() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = begun(&deal, "attendance-behaviour-hub").await;
    let person = &deal.specialist.persona;
    finish(&deal.host_head, deployment, None, false).await.done();
    let first = visit(person, deployment, 1, Some(2)).await;
    first.done();
    app.clock.advance(chrono::TimeDelta::days(1));
    let full = visit(person, deployment, 2, Some(2)).await.refused();
    assert_eq!((full.code.as_str(), full.field.as_str()), ("STAGE_FULL", "halfDays"));
    let second = visit(person, deployment, 1, Some(2)).await;
    second.done();
    // The database keeps it too, whoever writes.
    let sql = "UPDATE visit SET half_days = 2 WHERE id = $1";
    let id = read::<domain::brokerage::Visit>(&second.text("recordVisit.visit.id"));
    assert_eq!(refused_by_database(&app, sql, id.uuid()).await, "visit_within_its_stage");
    let sql = "UPDATE visit SET stage = NULL, cycle = NULL WHERE id = $1";
    assert_eq!(refused_by_database(&app, sql, id.uuid()).await, "visit_of_a_stage");
    let sql = "INSERT INTO finished_stage SELECT deployment_id, 1, 4, NULL, false, finished_by, finished_at \
               FROM finished_stage WHERE deployment_id = $1";
    assert_eq!(refused_by_database(&app, sql, deployment.uuid()).await, "finished_stage_in_order");

    app.clock.advance(chrono::TimeDelta::days(1));
    let beyond = async |overrides: Json| {
        let input = json!({"deployment": deployment.to_string(), "visitedOn": app.clock.now().day(), "mode": "IN_PERSON",
            "halfDays": 1, "note": "Looked again.", "stage": 2, "overrides": overrides});
        person.ask(WARNED, json!({"input": input})).await
    };
    let warned = beyond(json!(null)).await;
    let error = warned.at("recordVisit.userErrors.0");
    assert_eq!((&error["code"], &error["warning"]), (&json!("STAGE_FULL"), &json!(true)));
    let third = beyond(json!([{"code": "STAGE_FULL", "reason": "The school has a second site."}])).await;
    third.done();
    let (subject, school) = (third.text("recordVisit.visit.id"), json!({"name": "Ash Lane"}));
    let kept = json!([{"code": "STAGE_FULL", "reason": "The school has a second site.", "subject": subject, "school": school}]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(who.asks(OVERRULED).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    // Each of the three is confirmed as it stands.
    for recorded in [&first, &second, &third] {
        deal.host_head.visit("confirmVisit", read(&recorded.text("recordVisit.visit.id"))).await.done();
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_stage_whose_visit_was_taken_back_is_asked_for_once_more_at_the_end() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = begun(&deal, "consultancy-bundle").await;
    let recorded = visit(&deal.specialist.persona, deployment, 1, Some(1)).await;
    let id = recorded.text("recordVisit.visit.id");
    for reason in [None, Some("Told on the day itself."), Some("The governors decided."), Some("The new head does.")] {
        finish(&deal.host_head, deployment, reason, false).await.done();
    }
    let cancel = act("cancelVisit", "CancelVisitInput", "visit");
    deal.home_head.ask(&cancel, json!({"input": {"visit": id, "reason": "NOT_HELD"}})).await.done();
    let document = "mutation($input: CompleteDeploymentInput!) { completeDeployment(input: $input) { \
                    deployment { status } userErrors { code field message warning } } }";
    let complete = async |overrides: Json| {
        let input = json!({"deployment": deployment.to_string(), "overrides": overrides});
        deal.host_head.ask(document, json!({ "input": input })).await
    };
    let warned = complete(json!(null)).await;
    let error = warned.at("completeDeployment.userErrors.0");
    assert_eq!((&error["code"], &error["warning"]), (&json!("STAGE_UNVISITED"), &json!(true)));
    let sql = "UPDATE deployment SET status = 'completed', ended_at = now() WHERE id = $1";
    assert_eq!(refused_by_database(&app, sql, deployment.uuid()).await, "deployment_leaves_out_no_stage");
    let why = "The school knew it by then.";
    complete(json!([{"code": "STAGE_UNVISITED", "reason": why}])).await.done();
    let kept = json!([{"code": "STAGE_UNVISITED", "reason": why, "subject": deployment.to_string(),
        "school": {"name": "Elm Park"}}]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(who.asks(OVERRULED).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_cycle_begins_again_after_its_review() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = begun(&deal, "improvement-cycle").await;
    let why = Some("Done with the local authority.");
    for (reason, again) in [(why, false), (None, false), (why, false), (why, true)] {
        finish(&deal.host_head, deployment, reason, again).await.done();
    }
    let now = plan(&deal.host_head, deployment).await;
    assert_eq!((&now["cycle"], &now["stage"]), (&json!(2), &json!(1)));
    let recorded = visit(&deal.specialist.persona, deployment, 1, Some(1)).await;
    recorded.done();
    let asked = "{ deployments(first: 1) { nodes { visits(first: 1) { nodes { cycle stage } } } } }";
    let seen = deal.broker.asks(asked).await;
    assert_eq!(seen.at("deployments.nodes.0.visits.nodes.0"), &json!({"cycle": 2, "stage": 1}));
}

#[tokio::test]
async fn a_template_is_chosen_before_anybody_signs_and_has_room_for_the_work() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let all = deal.broker.asks("{ deploymentTemplates { code mostHalfDays stages { place mostHalfDays } } }").await;
    let codes: Vec<_> = all.at("deploymentTemplates").as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, ["attendance-behaviour-hub", "consultancy-bundle", "improvement-cycle"]);
    assert_eq!(follow(&deal.broker, deployment, "unheard-of").await.refused().code, "NOT_FOUND");
    app.write("UPDATE deployment SET half_days = 15 WHERE id = $1", values![deployment.uuid()]).await;
    let exceeded = follow(&deal.broker, deployment, "consultancy-bundle").await.refused();
    assert_eq!((exceeded.code.as_str(), exceeded.field.as_str()), ("TEMPLATE_EXCEEDED", "template"));
    assert_eq!(exceeded.message, "Consultancy bundle takes at most 14 half-days, and this deployment has 15.");
    let document = "mutation($input: FollowTemplateInput!) { followTemplate(input: $input) { deployment { id } \
                    userErrors { code warning } } }";
    let bundle = |overrides| {
        json!({"input": {"deployment": deployment.to_string(), "template": "consultancy-bundle",
        "overrides": overrides}})
    };
    let warned = deal.broker.ask(document, bundle(json!(null))).await;
    assert_eq!(warned.at("followTemplate.userErrors"), &json!([{"code": "TEMPLATE_EXCEEDED", "warning": true}]));
    assert_eq!(plan(&deal.broker, deployment).await, json!(null), "who was warned has chosen nothing");
    let why = json!([{"code": "TEMPLATE_EXCEEDED", "reason": "Two schools share the site."}]);
    deal.broker.ask(document, bundle(why)).await.done();
    let kept = json!([{"code": "TEMPLATE_EXCEEDED", "reason": "Two schools share the site.",
        "subject": deployment.to_string(), "school": {"name": "Elm Park"}}]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(who.asks(OVERRULED).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    follow(&deal.broker, deployment, "attendance-behaviour-hub").await.done();
    app.write("UPDATE deployment SET half_days = 4 WHERE id = $1", values![deployment.uuid()]).await;
    deal.signed_by_one(deployment, terms()).await;
    follow(&deal.host_head, deployment, "consultancy-bundle").await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "STEP_NOT_OPEN", "unsigned");
    let free = visit(&deal.specialist.persona, deployment, 1, Some(1)).await;
    assert_eq!(free.refused().code, "STEP_NOT_OPEN");
}
