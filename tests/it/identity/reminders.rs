//! What is due of running work and after its end reaches those from whom it is due, once.

use chrono::TimeDelta;
use lateral_tests::deal::{Deal, act};
use lateral_tests::terms::terms;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

use super::notifications::told;
use crate::brokerage::silence::respond_by;

/// How often somebody was told of this.
pub(crate) async fn heard(who: &Persona<'_>, kind: &str) -> usize {
    told(who).await.iter().filter(|it| it["kind"] == kind).count()
}

/// Lets so many days pass, and everything happen that is due then, twice.
async fn pass(app: &TestApp, days: i64) {
    app.clock.advance(TimeDelta::days(days));
    app.settle().await;
    app.settle().await;
}

/// Who has heard of this how often: the head who gives, the head who receives, and the broker.
async fn all(deal: &Deal<'_>, kind: &str) -> [usize; 3] {
    [heard(&deal.home_head, kind).await, heard(&deal.host_head, kind).await, heard(&deal.broker, kind).await]
}

#[tokio::test]
async fn half_way_and_at_its_last_day_those_who_run_the_work_are_reminded_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.active().await;
    // From 9 November to 25 March: half-way on 16 January.
    pass(&app, 60).await;
    assert_eq!(all(&deal, "deployment.midterm_due").await, [0; 3], "it is too early");
    pass(&app, 2).await;
    pass(&app, 5).await;
    assert_eq!(all(&deal, "deployment.midterm_due").await, [0, 1, 1]);
    pass(&app, 60).await;
    assert_eq!(all(&deal, "deployment.ends_soon").await, [0; 3], "it is too early");
    pass(&app, 4).await;
    assert_eq!(all(&deal, "deployment.ends_soon").await, [1; 3]);
    assert_eq!(all(&deal, "deployment.past_its_end").await, [0; 3]);
    pass(&app, 7).await;
    pass(&app, 7).await;
    assert_eq!(all(&deal, "deployment.past_its_end").await, [1; 3]);
    assert_eq!(all(&deal, "deployment.ends_soon").await, [1; 3]);
}

#[tokio::test]
async fn agreed_work_that_nobody_begins_reaches_both_heads_and_the_brokers_and_is_begun_by_its_last_day() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.agreed().await;
    // From 9 November to 25 March.
    app.settle().await;
    assert_eq!(all(&deal, "deployment.start_due").await, [0; 3], "it may begin today");
    pass(&app, 1).await;
    pass(&app, 30).await;
    assert_eq!(all(&deal, "deployment.start_due").await, [1; 3]);
    pass(&app, 105).await;
    assert_eq!(all(&deal, "deployment.never_begun").await, [0; 3], "it is the last day");
    pass(&app, 1).await;
    pass(&app, 7).await;
    assert_eq!(all(&deal, "deployment.never_begun").await, [1; 3]);
    assert_eq!(all(&deal, "deployment.start_due").await, [1; 3]);
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "DATE_PASSED");
    let begun = "UPDATE deployment SET status = 'active', started_at = $1 WHERE id = $2";
    let values = values![app.clock.now().utc(), deployment.uuid()];
    let refused = app.owner.run(begun, values).await.expect_err("it is over");
    assert_eq!(refused.constraint(), Some("deployment_begins_by_its_last_day"));
    pass(&app, 300).await;
    assert_eq!(all(&deal, "deployment.never_begun").await, [1; 3]);
}

#[tokio::test]
async fn while_work_rests_nobody_is_reminded_of_its_half_or_its_end() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    pass(&app, 50).await;
    deal.host_head.step("pauseDeployment", deployment).await.done();
    // Half-way is on 16 January, after 68 days.
    pass(&app, 40).await;
    assert_eq!(all(&deal, "deployment.midterm_due").await, [0; 3]);
    deal.host_head.step("resumeDeployment", deployment).await.done();
    pass(&app, 1).await;
    assert_eq!(all(&deal, "deployment.midterm_due").await, [0, 1, 1], "now it is time to look");
    deal.host_head.step("pauseDeployment", deployment).await.done();
    // The last day is 25 March, after 136 days.
    pass(&app, 44).await;
    assert_eq!(all(&deal, "deployment.ends_soon").await, [0; 3]);
    pass(&app, 2).await;
    assert_eq!(all(&deal, "deployment.past_its_end").await, [1; 3], "no pause puts the last day off");
    assert_eq!(all(&deal, "deployment.midterm_due").await, [0, 1, 1]);
}

#[tokio::test]
async fn after_the_end_whoever_looks_back_signs_off_or_follows_up_is_reminded_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.broker.schedule_follow_up(deployment, "2027-03-01").await.done();
    pass(&app, 20).await;
    assert_eq!(all(&deal, "deployment.final_review_due").await, [0; 3], "it is too early");
    pass(&app, 2).await;
    assert_eq!(
        all(&deal, "deployment.final_review_due").await,
        [0, 1, 0],
        "no head writes how a specialist sees the work"
    );
    assert_eq!(heard(&deal.specialist.persona, "deployment.final_review_due").await, 1);
    pass(&app, 14).await;
    pass(&app, 3).await;
    assert_eq!(all(&deal, "deployment.sign_off_due").await, [0, 0, 1]);
    // 39 days have passed: it is 18 December.
    pass(&app, 65).await;
    assert_eq!(all(&deal, "deployment.follow_up_due").await, [0, 0, 0], "it is too early");
    pass(&app, 2).await;
    assert_eq!(all(&deal, "deployment.follow_up_due").await, [0, 1, 1]);
    pass(&app, 8).await;
    assert_eq!(all(&deal, "deployment.follow_up_overdue").await, [0, 1, 1]);
    assert_eq!(all(&deal, "deployment.follow_up_due").await, [0, 1, 1]);
    assert_eq!(all(&deal, "deployment.follow_up_unplanned").await, [0; 3], "it had its day");
}

#[tokio::test]
async fn what_has_no_day_for_its_follow_up_and_what_is_not_closed_after_it_reaches_the_brokers_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    for head in [&deal.home_head, &deal.host_head] {
        head.evaluate(deployment).await.done();
    }
    pass(&app, 41).await;
    assert_eq!(all(&deal, "deployment.follow_up_unplanned").await, [0; 3], "it is too early");
    pass(&app, 1).await;
    pass(&app, 30).await;
    assert_eq!(all(&deal, "deployment.follow_up_unplanned").await, [0, 0, 1]);
    deal.broker.follow_up(deployment, json!({})).await.done();
    pass(&app, 27).await;
    assert_eq!(all(&deal, "deployment.close_due").await, [0; 3], "it is too early");
    pass(&app, 1).await;
    pass(&app, 30).await;
    assert_eq!(all(&deal, "deployment.close_due").await, [0, 0, 1]);
}

#[tokio::test]
async fn where_the_specialist_is_gone_a_head_writes_how_the_work_is_seen_in_their_place() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.host_head.final_review(deployment, json!({})).await.done();
    assert_eq!(deal.home_head.self_evaluation(deployment).await.refused().code, "NOT_ALLOWED");
    let gone = "UPDATE membership SET status = 'ended', ended_at = $2 WHERE person_id = $1 AND role = 'specialist'";
    app.write(gone, values![deal.specialist.persona.who().person.uuid(), app.clock.now().utc()]).await;
    pass(&app, 22).await;
    assert_eq!(all(&deal, "deployment.final_review_due").await, [1, 0, 0]);
    assert_eq!(deal.broker.step("signOffDeployment", deployment).await.refused().code, "REVIEW_MISSING");
    deal.home_head.self_evaluation(deployment).await.done();
    app.settle().await;
    // The school that received was told of its own review alone, by nobody but itself.
    assert_eq!(all(&deal, "review.recorded").await, [1, 0, 2]);
    let seen = "query($id: ID!) { deployment(id: $id) { reviews(first: 5) { nodes { kind inPlace } } } }";
    let seen = deal.broker.ask(seen, json!({"id": deployment.to_string()})).await;
    let said = json!([{"kind": "FINAL", "inPlace": false}, {"kind": "SELF_EVALUATION", "inPlace": true}]);
    assert_eq!(seen.at("deployment.reviews.nodes"), &said);
    deal.broker.step("signOffDeployment", deployment).await.done();
    let refused = app.owner.run("UPDATE review SET in_place = true", values![]).await.expect_err("a final review");
    assert_eq!(refused.constraint(), Some("review_in_place_of_a_specialist"));
}

#[tokio::test]
async fn whoever_has_not_signed_is_reminded_a_day_before_the_time_is_over() {
    let app = TestApp::start().await;
    let [unsigned, signed] = [app.deal().await, app.deal().await];
    for (deal, whole) in [(&unsigned, false), (&signed, true)] {
        let deployment = deal.planned().await;
        for head in [&deal.home_head, &deal.host_head] {
            head.declare(deployment, &[]).await.done();
        }
        deal.home_head.agree(deployment, Some(terms())).await.done();
        if whole {
            deal.broker.agree_for_alliance(deployment, None).await.done();
        }
    }
    pass(&app, 12).await;
    assert_eq!(all(&unsigned, "deployment.agreement_due").await, [0; 3], "it is too early");
    pass(&app, 1).await;
    assert_eq!(all(&unsigned, "deployment.agreement_due").await, [0, 1, 1]);
    assert_eq!(all(&signed, "deployment.agreement_due").await, [0, 1, 0], "the alliance has signed");
}

#[tokio::test]
async fn a_dispute_that_nobody_settles_reaches_whoever_gave_and_the_brokers() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let (settled, open) = (deal.recorded(deployment, 1).await, deal.recorded(deployment, 1).await);
    for visit in [settled, open] {
        let input = json!({"visit": visit.to_string(), "reason": "OTHER_LENGTH", "words": "It was one lesson.",
            "expectedVersion": 1});
        let document = act("disputeVisit", "DisputeVisitInput", "visit");
        deal.host_head.ask(&document, json!({ "input": input })).await.done();
    }
    pass(&app, 5).await;
    assert_eq!(all(&deal, "visit.dispute_due").await, [0; 3], "it is too early");
    deal.host_head.visit("confirmVisit", settled).await.done();
    pass(&app, 1).await;
    pass(&app, 5).await;
    assert_eq!(all(&deal, "visit.dispute_due").await, [1, 0, 1]);
}

#[tokio::test]
async fn the_review_of_a_grant_is_due_from_its_alliance_until_it_is_held() {
    for reviewed in [false, true] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let application = json!({"member": "NETWORK", "stage": "RUNNING", "focus": "OTHER",
            "partners": ["UNIVERSITY"], "schools": vec![json!({"phase": "PRIMARY"}); 6]});
        let input = json!({"programme": "networked-learning-communities", "school": deal.host.gid(),
            "startsOn": "2003-09-01", "application": application});
        let open = act("openGrant", "OpenGrantInput", "grant").replace(" status", "");
        let grant = deal.broker.ask(&open, json!({ "input": input })).await.text("openGrant.grant.id");
        // As if its review were in three days.
        let soon = "UPDATE programme_grant SET starts_on = (date '2026-11-12' - make_interval(months => review_after_months))::date";
        app.write(soon, values![]).await;
        pass(&app, 2).await;
        assert_eq!(all(&deal, "grant.review_due").await, [0; 3], "it is too early");
        if reviewed {
            app.write("UPDATE programme_grant SET reviewed_on = '2026-11-12', review_passed = true", values![]).await;
        }
        pass(&app, 1).await;
        pass(&app, 9).await;
        assert_eq!(all(&deal, "grant.review_due").await, [0, 0, usize::from(!reviewed)], "{grant}");
    }
}

#[tokio::test]
async fn a_school_that_is_asked_to_join_is_told_until_when_and_reminded_the_day_before() {
    for answered in [false, true] {
        let app = TestApp::start().await;
        let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
        let alliance = app.alliance("The Avon Alliance", &ash, &[]).await;
        let (broker, head) = (alliance.broker().await, oak.head().await);
        let document = act("inviteSchool", "InviteSchoolInput", "invitation");
        let sent = broker.ask(&document, json!({"input": {"school": oak.gid()}})).await;
        sent.done();
        app.settle().await;
        let by = "2026-12-07T09:00:00.000000Z";
        assert_eq!(respond_by(&app, "alliance_invitation.sent").await, [Some(by.to_owned())]);
        assert_eq!(told(&head).await[0]["dueAt"], by);
        pass(&app, 26).await;
        assert_eq!(heard(&head, "alliance_invitation.answer_due").await, 0, "it is too early");
        if answered {
            let decline = act("declineAllianceInvitation", "AnswerAllianceInvitationInput", "invitation");
            let input = json!({"allianceInvitation": sent.text("inviteSchool.invitation.id")});
            head.ask(&decline, json!({ "input": input })).await.done();
        }
        pass(&app, 1).await;
        assert_eq!(heard(&head, "alliance_invitation.answer_due").await, usize::from(!answered));
        assert_eq!(heard(&broker, "alliance_invitation.answer_due").await, 0);
    }
}
