//! Interests that arise after the agreement: who declares and who reads them, what they hold up, and who looks at them.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::act;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

pub(super) async fn arises(who: &Persona<'_>, deployment: Id<Deployment>, interests: &[&str], note: Json) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "interests": interests, "note": note});
    let document = act("declareArisenInterest", "DeclareArisenInterestInput", "deployment");
    who.ask(&document, json!({ "input": input })).await
}

pub(super) async fn goes_on(who: &Persona<'_>, deployment: Id<Deployment>) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "reason": "They are cousins, and never worked together."});
    who.ask(&act("letDeploymentGoOn", "LetDeploymentGoOnInput", "deployment"), json!({ "input": input })).await
}

/// What somebody reads of the interests of a deployment: state, interests, and until when somebody is to look at it.
async fn read(who: &Persona<'_>, deployment: Id<Deployment>) -> Json {
    let document =
        "query ($id: ID!) { deployment(id: $id) { arisenInterests { status interests note respondBy reason } } }";
    who.ask(document, json!({"id": deployment.to_string()})).await.at("deployment.arisenInterests").clone()
}

async fn visit(who: &Persona<'_>, deployment: Id<Deployment>, on: &str) -> Answer {
    let input = json!({
        "deployment": deployment.to_string(), "visitedOn": on, "mode": "IN_PERSON", "halfDays": 1, "note": "Two lessons.",
    });
    who.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({ "input": input })).await
}

async fn heard(who: &Persona<'_>, kind: &str) -> usize {
    told(who).await.iter().filter(|it| it["kind"] == kind).count()
}

#[tokio::test]
async fn an_interest_that_arises_is_looked_at_within_a_week_by_a_broker_without_a_part_in_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let kin = async |who: &Persona<'_>| arises(who, deployment, &["KINSHIP"], Json::Null).await;
    assert_eq!(kin(&deal.home_head).await.refused().code, "STEP_NOT_OPEN", "before the agreement both sides declare");
    deal.signed_by_one(deployment, lateral_tests::deal::terms()).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let (second, far) = (deal.alliance.broker().await, app.school("Far Away").await.head().await);
    assert_eq!(kin(&far).await.refused().code, "NOT_FOUND");
    assert_eq!(goes_on(&second, deployment).await.refused().code, "SECOND_APPROVAL_IDLE");
    let no = arises(&deal.host_head, deployment, &[], Json::Null).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("CHOICE_MISSING", "interests"));
    let no = arises(&deal.host_head, deployment, &["OTHER"], Json::Null).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TEXT_EMPTY", "note"));
    kin(&deal.specialist.persona).await.done();
    assert_eq!(kin(&deal.specialist.persona).await.refused().code, "STEP_NOT_OPEN", "it waits already");
    arises(&deal.host_head, deployment, &["OTHER"], json!("My brother sells the scheme.")).await.done();
    app.settle().await;
    for who in [&second, &deal.broker, &deal.home_head] {
        assert_eq!(heard(who, "deployment.interest_arose").await, 2, "{:?}", who.role());
    }
    let by = "2026-11-16T09:00:00.000000Z";
    let line = |status: &str, interest: &str, note: Json, reason: Json| json!({"status": status, "interests": [interest], "note": note, "respondBy": by, "reason": reason});
    let sold = || json!("My brother sells the scheme.");
    let both =
        json!([line("WAITING", "KINSHIP", Json::Null, Json::Null), line("WAITING", "OTHER", sold(), Json::Null)]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(read(who, deployment).await, both, "{:?}", who.role());
    }
    assert_eq!(
        read(&deal.specialist.persona, deployment).await,
        json!([both[0]]),
        "what a head declares is not theirs"
    );

    // Nothing stops in the week, and what was done by then may be written down after it.
    deal.recorded(deployment, 1).await;
    app.clock.advance(TimeDelta::days(8));
    let settled = app.settle().await;
    assert!(settled.events().contains(&"deployment.interest_overdue"));
    for who in [&second, &deal.broker, &deal.home_head, &deal.host_head, &deal.specialist.persona] {
        assert_eq!(heard(who, "deployment.interest_overdue").await, 1, "{:?}", who.role());
    }
    let visit = async |on: &'static str| visit(&deal.specialist.persona, deployment, on).await;
    visit("2026-11-16").await.done();
    let no = visit("2026-11-17").await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("INTEREST_UNDECIDED", "visitedOn"));
    let past = "UPDATE visit SET visited_on = '2026-11-17' WHERE deployment_id = $1";
    let no = app.owner.run(past, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("visit_waits_for_a_second_broker"), "{no}");

    assert_eq!(goes_on(&deal.broker, deployment).await.refused().code, "SECOND_APPROVER_INVOLVED", "who proposed it");
    assert_eq!(goes_on(&deal.home_head, deployment).await.refused().code, "NOT_ALLOWED");
    goes_on(&second, deployment).await.done();
    visit("2026-11-17").await.done();
    let why = json!("They are cousins, and never worked together.");
    assert_eq!(read(&deal.host_head, deployment).await[1], line("GOES_ON", "OTHER", sold(), why));
    app.settle().await;
    for who in [&deal.home_head, &deal.host_head, &deal.specialist.persona] {
        assert_eq!(heard(who, "deployment.interest_let_go_on").await, 1, "{:?}", who.role());
    }

    // The matching leaves the two out for each other from then on.
    let next = deal.host.request(&deal.alliance, 2).await;
    let asked = "query ($id: ID!) { supportRequest(id: $id) { candidates(first: 5) { excluded { rules { rule } } } } }";
    let seen = deal.broker.ask(asked, json!({"id": next.to_string()})).await;
    assert_eq!(seen.at("supportRequest.candidates.excluded.0.rules.0.rule"), "DECLARED_INTEREST");
    app.sound().await;
}

#[tokio::test]
async fn the_end_of_the_work_decides_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    arises(&deal.specialist.persona, deployment, &["KINSHIP"], Json::Null).await.done();
    deal.recorded(deployment, 1).await;
    app.clock.advance(TimeDelta::days(8));
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(read(&deal.host_head, deployment).await[0]["status"], "ENDED");

    let no = visit(&deal.specialist.persona, deployment, "2026-11-17").await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("INTEREST_UNDECIDED", "visitedOn"));
    visit(&deal.specialist.persona, deployment, "2026-11-16").await.done();
    let past = "UPDATE visit SET visited_on = '2026-11-17' WHERE deployment_id = $1 AND visited_on = '2026-11-16'";
    let no = app.owner.run(past, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("visit_waits_for_a_second_broker"), "{no}");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn agreed_work_does_not_begin_and_a_second_broker_may_stop_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.agreed().await;
    arises(&deal.broker, deployment, &["FINANCIAL"], Json::Null).await.done();
    app.clock.advance(TimeDelta::days(8));
    app.settle().await;
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "INTEREST_UNDECIDED");
    let began = "UPDATE deployment SET status = 'active', started_at = agreed_at + interval '8 days' WHERE id = $1";
    let no = app.owner.run(began, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("deployment_waits_for_a_second_broker"), "{no}");
    for (column, constraint) in [
        ("respond_by = declared_at", "arisen_interest_forwards"),
        ("interests = '{}'", "arisen_interest_names_one"),
        ("ended_at = declared_at", "arisen_interest_ended_when_it_says"),
        ("status = 'goes_on', ended_at = declared_at", "arisen_interest_goes_on_by_somebody"),
        ("status = 'goes_on', ended_at = declared_at, ended_by = declared_by", "arisen_interest_let_on_by_another"),
    ] {
        let sql = format!("UPDATE arisen_interest SET {column} WHERE deployment_id = $1");
        let no = app.owner.run(&sql, values![deployment.uuid()]).await.unwrap_err();
        assert_eq!(no.constraint(), Some(constraint), "{no}");
    }
    let second = deal.alliance.broker().await;
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "code": "NOT_STATED", "reason": "Somebody else had better do it."});
    second.ask(&stop, json!({ "input": input })).await.done();
    assert_eq!(read(&deal.host_head, deployment).await[0]["status"], "ENDED");
    assert_eq!(goes_on(&second, deployment).await.refused().code, "SECOND_APPROVAL_IDLE");
    app.settle().await;
    app.sound().await;
}
