//! Brokerage as its users meet it: from a proposal to a confirmed visit, and every way in which it does not come to that.

mod action_plan;
mod after_the_end;
mod agreements;
mod anonymous;
mod arisen;
mod as_read;
mod asked;
mod assurance;
mod beforehand;
mod books;
mod case_study;
mod ceilings;
mod clashes;
mod clocks;
mod commissions;
mod consents;
mod deadlines;
mod disputes;
mod escalation;
mod evaluation;
mod fitting;
mod grant_money;
mod grants;
mod guarantee;
mod impact;
mod kinds;
mod missed;
mod overrulings;
mod pauses;
mod peer_visits;
mod pool_spent;
mod pools;
mod rates;
mod referrals;
mod review;
mod rules;
mod service_levels;
mod signers;
pub mod silence;
mod sooner;
mod statements;
mod steps;
mod templates;
mod time;
mod trust;
mod whole_life;
mod workstreams;

pub use rates::SET as SET_CARD;

use chrono::TimeDelta;
use lateral_tests::TestApp;
use lateral_tests::deal::{act, read, terms};
use serde_json::json;

#[tokio::test]
async fn the_whole_path_leads_from_a_proposal_to_a_half_day_on_each_side() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    assert!(deal.request_is("placed").await);
    assert_eq!(deal.held().await, (0, 4));
    let visit = deal.recorded(deployment, 1).await;
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 4, 0, 0]));
    deal.host_head.visit("confirmVisit", visit).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 3, 0, 1]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 1, 0, 3, -1]));
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 0, 0, 1]));
    assert_eq!(deal.held().await, (0, 1), "what was not used is free again");
    let events = app.settle().await;
    let told = events.events();
    assert_eq!(
        told.iter().copied().filter(|name| !name.starts_with("request.")).collect::<Vec<_>>(),
        [
            "proposal.sent",
            "proposal.accepted",
            "proposal.confirmed",
            "deployment.planned",
            "conflict.declared",
            "conflict.declared",
            "deployment.drafted",
            "deployment.signed",
            "deployment.alliance_signed",
            "deployment.agreed",
            "deployment.started",
            "visit.recorded",
            "visit.confirmed",
            "deployment.completed",
        ]
    );
    app.sound().await;
}

#[tokio::test]
async fn only_the_two_heads_accept_for_their_schools() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    let coordinator = deal.home.somebody(domain::access::Role::Coordinator).await;
    for (who, code) in [
        (&deal.broker, "NOT_YOURS_TO_ACCEPT"),
        (&coordinator, "NOT_YOURS_TO_ACCEPT"),
        (&deal.specialist.persona, "NOT_YOURS_TO_ACCEPT"),
        (&app.school("Far Away").await.head().await, "NOT_FOUND"),
    ] {
        assert_eq!(who.accept(proposal).await.refused().code, code);
        assert_eq!(who.decline(proposal).await.refused().code, code);
    }
    assert_eq!(app.stranger().accept(proposal).await.error_code(), "UNAUTHENTICATED");
    deal.host_head.accept(proposal).await.done();
    assert_eq!(deal.host_head.accept(proposal).await.refused().code, "ALREADY_ANSWERED");
    deal.home_head.accept(proposal).await.done();
    assert_eq!(deal.home_head.decline(proposal).await.refused().code, "PROPOSAL_NOT_OPEN");
}

#[tokio::test]
async fn a_decline_gives_the_time_back_and_returns_the_request_to_the_search() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    assert!(deal.request_is("proposed").await);
    assert_eq!(deal.held().await, (4, 0));
    deal.home_head.decline(proposal).await.done();
    assert!(deal.request_is("matching").await);
    assert_eq!(deal.held().await, (0, 0));
    app.sound().await;
}

#[tokio::test]
async fn a_proposal_that_nobody_answers_expires_by_the_clock() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::days(7));
    assert_eq!(app.settle().await.events(), Vec::<&str>::new());
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(deal.host_head.accept(proposal).await.refused().code, "PROPOSAL_OVERDUE");
    assert_eq!(app.settle().await.events(), ["proposal.expired", "request.returned"]);
    assert!(deal.request_is("matching").await);
    assert_eq!(deal.held().await, (0, 0));
    app.sound().await;
}

#[tokio::test]
async fn the_first_confirmed_proposal_ends_its_rivals_and_frees_their_time() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let rival = app.school("Oak Hill").await;
    let other = rival.specialist().await;
    let window = rival.time(&other, 20262, 4).await;
    let offer = rival.offer(&other).await;
    let proposal = deal.proposed().await;
    assert_eq!(deal.broker.propose(deal.offer, deal.request).await.refused().code, "PROPOSAL_REPEATED");
    let answer = deal.broker.propose(offer, deal.request).await;
    answer.done();
    let second = read(&answer.text("proposeSupport.proposal.id"));
    deal.host_head.accept(proposal).await.done();
    deal.home_head.accept(proposal).await.done();
    assert_eq!(rival.head().await.accept(second).await.refused().code, "PROPOSAL_NOT_OPEN");
    let reserved = "SELECT reserved::bigint AS number FROM capacity_window WHERE id = $1";
    assert_eq!(app.number(reserved, window.uuid()).await, 0);
    assert_eq!(deal.broker.propose(offer, deal.request).await.refused().code, "STEP_NOT_OPEN");
    app.sound().await;
}

#[tokio::test]
async fn what_is_missing_for_an_agreement_is_told_by_the_field() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let agree = |terms| deal.home_head.agree(deployment, terms);
    assert_eq!(agree(None).await.refused().code, "TERMS_MISSING");
    assert_eq!(agree(Some(terms())).await.refused().code, "DECLARATION_MISSING");
    let mut bare = terms();
    bare["outcomes"] = json!([]);
    bare["settlement"] = json!({"kind": "WAIVED"});
    bare.as_object_mut().unwrap().remove("exitPlan");
    let refusals = agree(Some(bare)).await.refusals();
    let told: Vec<_> = refusals.iter().map(|no| (no.code.as_str(), no.field.as_str())).collect();
    assert_eq!(
        told,
        [
            ("OUTCOME_MISSING", "outcomes"),
            ("EXIT_PLAN_MISSING", "exitPlan"),
            ("SETTLEMENT_INCOMPLETE", "settlement.payer"),
            ("SETTLEMENT_INCOMPLETE", "settlement.reason"),
        ]
    );
    let mut unlevelled = terms();
    unlevelled["outcomes"][0].as_object_mut().unwrap().remove("level");
    let no = agree(Some(unlevelled)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OBJECTIVE_LEVEL_MISSING", "outcomes.0.level"));
}

#[tokio::test]
async fn a_broker_who_places_the_own_school_needs_a_second_one() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let sql = "INSERT INTO employment (id, person_id, school_id, post, started_on) \
               VALUES (gen_random_uuid(), $1, $2, 'middle_leader', '2026-09-01')";
    let person = deal.broker.who().person.uuid();
    app.write(sql, persistence::values![person, deal.host.id.uuid()]).await;
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    assert_eq!(deal.host_head.accept(proposal).await.refused().code, "SECOND_APPROVAL_MISSING");
    let approve = act("approvePlacement", "ApprovePlacementInput", "proposal");
    let input = json!({"input": {"proposal": proposal.to_string()}});
    for (who, code) in [(&deal.broker, "SECOND_APPROVER_INVOLVED"), (&deal.host_head, "NOT_ALLOWED")] {
        assert_eq!(who.ask(&approve, input.clone()).await.refused().code, code);
    }
    deal.alliance.broker().await.ask(&approve, input).await.done();
    deal.host_head.accept(proposal).await.done();
    let planned =
        deal.broker.asks("{ proposals(first: 1) { nodes { needsApproval deployment { id approved } } } }").await;
    assert_eq!(planned.at("proposals.nodes.0.deployment.approved"), true);
    let deployment = read(&planned.text("proposals.nodes.0.deployment.id"));
    // An interest that is declared later is approved anew.
    deal.home_head.declare(deployment, &["KINSHIP"]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "SECOND_APPROVAL_MISSING");
    for (who, code) in [(&deal.broker, "SECOND_APPROVER_INVOLVED"), (&deal.host_head, "NOT_ALLOWED")] {
        assert_eq!(who.step("approveOwnPlacement", deployment).await.refused().code, code);
    }
    let second = deal.alliance.broker().await;
    second.step("approveOwnPlacement", deployment).await.done();
    second.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.sound().await;
}

#[tokio::test]
async fn nobody_sees_or_touches_a_deployment_of_others() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    let elsewhere = app.school("Far Away").await;
    let alliance = app.alliance("Another", &elsewhere, &[]).await;
    for stranger in [elsewhere.head().await, alliance.broker().await] {
        assert_eq!(stranger.step("pauseDeployment", deployment).await.refused().code, "NOT_FOUND");
        assert_eq!(stranger.record(deployment, 1).await.refused().code, "NOT_FOUND");
        assert_eq!(stranger.visit("confirmVisit", visit).await.refused().code, "NOT_FOUND");
        let seen = stranger
            .asks("{ deployments(first: 5) { edges { node { id } } } proposals(first: 5) { edges { cursor } } }");
        let seen = seen.await;
        assert_eq!((seen.at("deployments.edges"), seen.at("proposals.edges")), (&json!([]), &json!([])));
        assert_eq!(stranger.standing(&deal.home).await, None);
    }
    let seen = deal
        .broker
        .asks("{ deployments(first: 5) { edges { node { visits(first: 5) { nodes { status } } } } } }")
        .await;
    assert_eq!(seen.at("deployments.edges.0.node.visits.nodes.0.status"), "RECORDED");
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    let document = act("acceptProposal", "AcceptProposalInput", "proposal");
    let input = |version: i32| json!({"input": {"proposal": proposal.to_string(), "expectedVersion": version}});
    deal.home_head.ask(&document, input(1)).await.done();
    assert_eq!(deal.host_head.ask(&document, input(1)).await.refused().code, "VERSION_STALE");
    deal.host_head.ask(&document, input(2)).await.done();
}

#[tokio::test]
async fn what_is_stopped_gives_back_its_time_and_its_promise() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 2).await;
    let document = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"input": {"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": "The need has changed"}});
    assert_eq!(deal.specialist.persona.ask(&document, input.clone()).await.refused().code, "NOT_ALLOWED");
    deal.home_head.ask(&document, input).await.done();
    assert!(deal.request_is("matching").await);
    assert_eq!(deal.held().await, (0, 2));
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([0, 0, 0, 0, 0]));
    app.sound().await;
}
