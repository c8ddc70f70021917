//! The steps by which what was begun is held, gone on with, or taken back, by whoever may take them: and what each gives
//! back.

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::Proposal;
use lateral_tests::deal::{Deal, act, read};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::json;

/// The input of a step of a deal's request, proposal, referral or visit.
fn input(mutation: &str) -> String {
    match mutation {
        "acceptReferral" => "AcceptReferralInput".to_owned(),
        _ => format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]),
    }
}

/// A step that needs nothing but an id.
async fn step(who: &Persona<'_>, mutation: &str, noun: &str, id: &impl ToString) -> Answer {
    who.ask(&act(mutation, &input(mutation), noun), json!({"input": {noun: id.to_string()}})).await
}

/// A step that ends something for a reason, which is read back from the field.
async fn ends(who: &Persona<'_>, mutation: &str, noun: &str, of: (&impl ToString, &str), field: &str) -> Answer {
    let document = act(mutation, &input(mutation), noun).replace(" id status ", &format!(" id status {field} "));
    who.ask(&document, json!({"input": {noun: of.0.to_string(), "reason": of.1}})).await
}

/// Proposes what another school offers for the deal's request.
async fn rival<'a>(deal: &Deal<'a>, school: &SchoolOf<'a>) -> Id<Proposal> {
    let other = school.specialist().await;
    school.time(&other, 20262, 4).await;
    let answer = deal.broker.propose(school.offer(&other).await, deal.request).await;
    answer.done();
    read(&answer.text("proposeSupport.proposal.id"))
}

async fn reserved(deal: &Deal<'_>, of: Id<Proposal>) -> i64 {
    let lines = "SELECT coalesce(sum(reserved), 0)::bigint AS number FROM capacity_window WHERE specialist_id = \
                 (SELECT specialist_id FROM proposal WHERE id = $1)";
    deal.app.number(lines, of.uuid()).await
}

#[tokio::test]
async fn work_is_held_and_goes_on_and_nobody_loses_by_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let coordinator = deal.host.somebody(Role::Coordinator).await;
    app.settle().await;
    let promised = deal.home_head.standing(&deal.home).await;
    assert_eq!(deal.specialist.persona.step("pauseDeployment", deployment).await.refused().code, "NOT_ALLOWED");
    assert_eq!(deal.host_head.step("resumeDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
    for (pauses, resumes) in [(&deal.host_head, &deal.home_head), (&deal.broker, &coordinator)] {
        let held = pauses.step("pauseDeployment", deployment).await;
        held.done();
        assert_eq!(held.text("pauseDeployment.deployment.status"), "PAUSED");
        assert_eq!(pauses.step("pauseDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
        assert_eq!(pauses.step("completeDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
        assert_eq!((deal.held().await, deal.home_head.standing(&deal.home).await), ((0, 4), promised));
        let on = resumes.step("resumeDeployment", deployment).await;
        on.done();
        assert_eq!(on.text("resumeDeployment.deployment.status"), "ACTIVE");
    }
    deal.recorded(deployment, 1).await;
    let told = app.settle().await;
    let (paused, resumed) = ("deployment.paused", "deployment.resumed");
    assert_eq!(told.events(), [paused, resumed, paused, resumed, "visit.recorded"]);
}

#[tokio::test]
async fn a_broker_takes_a_proposal_back_and_the_last_one_returns_the_request_to_the_search() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let (one, other) = (deal.proposed().await, rival(&deal, &oak).await);
    deal.home_head.accept(one).await.done();
    for who in [&deal.home_head, &deal.host_head] {
        assert_eq!(step(who, "withdrawProposal", "proposal", &one).await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!((deal.held().await, reserved(&deal, other).await), ((4, 0), 4));
    let back = ends(&deal.broker, "withdrawProposal", "proposal", (&one, "CAPACITY"), "declineReason").await;
    back.done();
    assert_eq!(back.text("withdrawProposal.proposal.status"), "WITHDRAWN");
    assert_eq!(back.text("withdrawProposal.proposal.declineReason"), "CAPACITY");
    assert_eq!((deal.held().await, reserved(&deal, other).await), ((0, 0), 4), "the other one keeps its time");
    assert!(deal.request_is("proposed").await);
    assert_eq!(deal.host_head.accept(one).await.refused().code, "PROPOSAL_NOT_OPEN");
    assert_eq!(step(&deal.broker, "withdrawProposal", "proposal", &one).await.refused().code, "PROPOSAL_NOT_OPEN");
    app.sound().await;
    step(&deal.broker, "withdrawProposal", "proposal", &other).await.done();
    assert!(deal.request_is("matching").await);
    assert_eq!(reserved(&deal, other).await, 0);
    let told = app.settle().await;
    assert!(told.events().ends_with(&["proposal.withdrawn", "proposal.withdrawn", "request.returned"]), "{told:?}");
    assert_eq!(app.reasons("proposal.withdrawn").await, ["CAPACITY", "NOT_STATED"]);
}

#[tokio::test]
async fn a_request_that_is_taken_back_frees_what_was_held_for_it_unless_work_is_planned() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let (one, other) = (deal.proposed().await, rival(&deal, &oak).await);
    deal.host_head.accept(one).await.done();
    for (who, code) in [(&deal.broker, "REQUEST_NOT_YOURS"), (&deal.home_head, "REQUEST_NOT_YOURS")] {
        assert_eq!(step(who, "withdrawRequest", "request", &deal.request).await.refused().code, code);
    }
    assert_eq!((deal.held().await, reserved(&deal, other).await), ((4, 0), 4));
    step(&deal.host_head, "withdrawRequest", "request", &deal.request).await.done();
    assert!(deal.request_is("withdrawn").await);
    assert_eq!((deal.held().await, reserved(&deal, other).await), ((0, 0), 0));
    assert_eq!(deal.home_head.accept(one).await.refused().code, "PROPOSAL_NOT_OPEN");
    assert_eq!(deal.broker.propose(deal.offer, deal.request).await.refused().code, "STEP_NOT_OPEN");
    let told = app.settle().await;
    assert!(told.events().ends_with(&["proposal.withdrawn", "proposal.withdrawn", "request.withdrawn"]), "{told:?}");
    assert_eq!(app.reasons("proposal.withdrawn").await, ["NEED_CHANGED"; 2]);

    let deal = app.deal().await;
    deal.planned().await;
    assert_eq!(
        step(&deal.host_head, "withdrawRequest", "request", &deal.request).await.refused().code,
        "DEPLOYMENT_RUNS"
    );
    assert_eq!(deal.held().await, (4, 0));
    app.sound().await;
}

#[tokio::test]
async fn a_referral_that_is_declined_leaves_the_request_where_it_was() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let lead = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &lead, &[]).await;
    let (asked, stranger) = (other.broker().await, lead.head().await);
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let request = deal.request.to_string();
    let input = json!({"input": {"request": request, "alliance": other.id.to_string(), "reason": "Nobody has time"}});
    let reads = async || {
        let document = "query ($id: ID!) { supportRequest(id: $id) { status } }";
        asked.ask(document, json!({"id": request})).await.at("supportRequest").clone()
    };
    for _ in 0..2 {
        assert!(reads().await.is_null());
        let sent = deal.broker.ask(&refer, input.clone()).await;
        sent.done();
        assert!(reads().await.is_object(), "whoever is asked may read it");
        let id = sent.text("referRequest.referral.id");
        assert_eq!(step(&deal.broker, "declineReferral", "referral", &id).await.refused().code, "NOT_ALLOWED");
        assert_eq!(step(&stranger, "declineReferral", "referral", &id).await.refused().code, "NOT_FOUND");
        let declined = ends(&asked, "declineReferral", "referral", (&id, "TRAVEL"), "declineReason").await;
        declined.done();
        assert_eq!(declined.text("declineReferral.referral.status"), "DECLINED");
        assert_eq!(declined.text("declineReferral.referral.declineReason"), "TRAVEL");
        for mutation in ["declineReferral", "acceptReferral"] {
            assert!(!step(&asked, mutation, "referral", &id).await.refusals().is_empty(), "{mutation}, once more");
        }
        // It may be asked once more, and declines once more.
    }
    assert!(deal.request_is("matching").await);
    assert_eq!(asked.propose(deal.offer, deal.request).await.refused().code, "NOT_FOUND");
    deal.broker.propose(deal.offer, deal.request).await.done();
    app.settle().await;
    assert_eq!(app.reasons("referral.declined").await, ["TRAVEL"; 2]);
}

#[tokio::test]
async fn what_cannot_be_ended_keeps_nothing_else_from_its_end() {
    let app = TestApp::start().await;
    let broken = app.deal().await;
    broken.proposed().await;
    app.clock.advance(TimeDelta::minutes(1));
    let sound = app.deal().await;
    let expires = sound.proposed().await;
    let waits = sound.host.request(&sound.alliance, 1).await;
    app.write("UPDATE support_request SET status = 'submitted' WHERE id = $1", values![waits.uuid()]).await;
    app.settle().await;
    app.write("UPDATE support_request SET title = '' WHERE id = $1", values![broken.request.uuid()]).await;
    app.clock.advance(TimeDelta::days(8));
    for _ in 0..2 {
        assert!(lateral::worker::tick(&app.app).await.is_err(), "the fault is told");
    }
    assert!(sound.request_is("matching").await && broken.request_is("proposed").await);
    assert_eq!((sound.held().await, broken.held().await), ((0, 0), (4, 0)));
    assert_eq!(sound.home_head.accept(expires).await.refused().code, "PROPOSAL_NOT_OPEN");
    let relayed = "SELECT count(*) AS number FROM outbox WHERE relayed_at IS NOT NULL AND noun_id = $1 AND name = $2";
    for (noun, name) in [(expires.uuid(), "proposal.expired"), (waits.uuid(), "request.overdue")] {
        let sql = relayed.replace("$2", &format!("'{name}'"));
        assert_eq!(app.number(&sql, noun).await, 1, "{name} has reached whoever listens");
    }
    app.write("UPDATE support_request SET title = 'Reading' WHERE id = $1", values![broken.request.uuid()]).await;
    app.settle().await;
    assert!(broken.request_is("matching").await);
}

#[tokio::test]
async fn a_record_of_a_visit_is_taken_back_before_it_is_confirmed_and_its_time_is_free_again() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 2).await;
    assert_eq!(deal.specialist.persona.record(deployment, 1).await.refused().code, "DAY_IS_FULL");
    app.clock.advance(TimeDelta::days(1));
    let visit = deal.recorded(deployment, 2).await;
    let before = deal.home_head.standing(&deal.home).await;
    app.clock.advance(TimeDelta::days(1));
    let full = deal.specialist.persona.record(deployment, 1).await.refused();
    assert_eq!(full.code, "VISIT_BEYOND_AGREED", "four half-days were agreed");
    for (who, code) in [(&deal.host_head, "NOT_ALLOWED"), (&deal.broker, "NOT_ALLOWED")] {
        assert_eq!(who.visit("cancelVisit", visit).await.refused().code, code);
    }
    let cancelled = ends(&deal.specialist.persona, "cancelVisit", "visit", (&visit, "REPEATED"), "cancelReason").await;
    cancelled.done();
    assert_eq!(cancelled.text("cancelVisit.visit.status"), "CANCELLED");
    assert_eq!(cancelled.text("cancelVisit.visit.cancelReason"), "REPEATED");
    assert_eq!(deal.host_head.visit("confirmVisit", visit).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(deal.home_head.visit("cancelVisit", visit).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(deal.home_head.standing(&deal.home).await, before, "the ledger has not moved");
    let again = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", again).await.done();
    assert_eq!(deal.specialist.persona.visit("cancelVisit", again).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([2, 0, 2, 0, 2]));
    app.settle().await;
    assert_eq!(app.reasons("visit.cancelled").await, ["REPEATED"]);
    let through = "query ($id: ID!) { supportRequest(id: $id) { deployments { visits(first: 9) { nodes {
        status cancelReason } } } } }";
    let seen = deal.host_head.ask(through, json!({"id": deal.request.to_string()})).await;
    let visits = seen.at("supportRequest.deployments.0.visits.nodes").as_array().unwrap().clone();
    assert!(visits.contains(&json!({"status": "CANCELLED", "cancelReason": "REPEATED"})), "{}", seen.0);
}

#[tokio::test]
async fn whatever_ends_past_the_service_ends_for_a_reason_that_is_not_stated() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 1).await;
    for (table, change, reason, undo) in [
        ("visit", "status = 'cancelled'", "cancel_reason", "status = 'recorded'"),
        ("specialist", "status = 'ended'", "end_reason", "status = 'listed'"),
        ("membership", "status = 'ended', ended_at = created_at", "end_reason", "status = 'active', ended_at = NULL"),
        ("alliance_member", "until = since + interval '1 day'", "leave_reason", "until = NULL"),
        ("offer", "status = 'withdrawn'", "withdraw_reason", "status = 'published'"),
    ] {
        app.write(&format!("UPDATE {table} SET {change}"), vec![]).await;
        let ended = app.count(table).await;
        assert_eq!(app.count(&format!("{table} WHERE {reason} = 'not_stated'")).await, ended, "{table}");
        let refused = app.owner.run(&format!("UPDATE {table} SET {undo}"), vec![]).await.expect_err(table);
        assert!(refused.constraint().is_some_and(|name| name.ends_with("_for_a_reason")), "{table}");
    }
}
