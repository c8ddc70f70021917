//! Reviews of a deployment as its parties meet them, what follows its end, and the dates that the database itself keeps.

use chrono::TimeDelta;
use lateral_tests::TestApp;
use persistence::values;
use serde_json::json;

#[tokio::test]
async fn a_deployment_is_reviewed_half_way_done_looked_at_again_and_closed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    app.clock.advance(TimeDelta::days(10));
    let ends = json!({"decision": "END", "finalDay": "2026-11-20"});
    let review = deal.broker.midterm(deployment, ends).await;
    review.done();
    assert_eq!(review.text("recordMidterm.review.finalDay"), "2026-11-20");
    assert_eq!(review.text("recordMidterm.review.deployment.status"), "ACTIVE");
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(deal.specialist.persona.record(deployment, 1).await.refused().code, "VISIT_OUTSIDE");
    assert_eq!(deal.host_head.midterm(deployment, json!({})).await.refused().code, "REVIEW_OUTSIDE");
    deal.host_head.midterm(deployment, json!({"heldOn": "2026-11-20"})).await.done();
    deal.recorded(deployment, 1).await;
    deal.host_head.step("pauseDeployment", deployment).await.done();
    assert_eq!(deal.host_head.midterm(deployment, json!({})).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.step("resumeDeployment", deployment).await.done();
    assert_eq!(deal.host_head.follow_up(deployment, json!({})).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(deal.host_head.follow_up(deployment, json!({})).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(deal.broker.close(deployment, Some("NO_TIME")).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.evaluate(deployment).await.done();
    deal.home_head.evaluate(deployment).await.done();

    assert_eq!(deal.home_head.schedule_follow_up(deployment, "2026-11-20").await.refused().code, "DATE_PASSED");
    assert_eq!(deal.home_head.schedule_follow_up(deployment, "2028-12-01").await.refused().code, "FOLLOW_UP_TOO_LATE");
    deal.home_head.schedule_follow_up(deployment, "2027-11-22").await.done();
    assert_eq!(deal.broker.close(deployment, None).await.refused().code, "FOLLOW_UP_MISSING");
    app.clock.advance(TimeDelta::days(365));
    let unrated = deal.host_head.follow_up(deployment, json!({"ratings": []})).await.refused();
    assert_eq!((unrated.code.as_str(), unrated.field.as_str()), ("OUTCOME_UNRATED", "ratings"));
    let review = deal.host_head.follow_up(deployment, json!({})).await;
    review.done();
    assert_eq!(review.text("recordFollowUp.review.deployment.status"), "FOLLOWED_UP");
    assert_eq!(deal.broker.close(deployment, Some("NO_TIME")).await.refused().code, "FOLLOW_UP_HELD");
    deal.broker.close(deployment, None).await.done();
    let told = app.settle().await;
    let reviewed = told.events().into_iter().skip_while(|name| *name != "visit.confirmed");
    let reviewed: Vec<_> = reviewed.filter(|name| !name.starts_with("offer.")).collect();
    assert_eq!(
        reviewed,
        [
            "visit.confirmed",
            "review.recorded",
            "review.recorded",
            "visit.recorded",
            "deployment.paused",
            "deployment.resumed",
            "deployment.completed",
            "evaluation.sealed",
            "evaluation.sealed",
            "deployment.evaluated",
            "deployment.follow_up_scheduled",
            "review.recorded",
            "deployment.followed_up",
            "deployment.closed",
            "month.closed",
        ]
    );
    // The specialist, like the parties, reads what was found; what nobody decided is not there.
    let seen = "query($id: ID!) { deployment(id: $id) { status midtermDoneAt finalDay followUpOn noFollowUp
        reviews(first: 9) { nodes { kind heldOn decision answers { question text } ratings { outcome rag details } } } } }";
    let answer = deal.specialist.persona.ask(seen, json!({"id": deployment.to_string()})).await;
    let it = answer.at("deployment");
    assert_eq!((it["status"].as_str(), it["finalDay"].as_str()), (Some("CLOSED"), None));
    assert_eq!(it["midtermDoneAt"], "2026-11-19T09:00:00.000000Z");
    assert_eq!((it["followUpOn"].as_str(), it["noFollowUp"].as_str()), (Some("2027-11-22"), None));
    let decisions: Vec<_> = it["reviews"]["nodes"].as_array().unwrap().iter().map(|it| &it["decision"]).collect();
    assert_eq!(decisions, [&json!("END"), &json!("CONTINUE"), &json!(null)]);
    let lasting = &it["reviews"]["nodes"][2];
    assert_eq!(lasting["answers"][0], json!({"question": "LASTING", "text": "The routines have lasted."}));
    assert_eq!(lasting["ratings"], json!([{"outcome": 1, "rag": "GREEN", "details": "Eight of nine read with ease."}]));
}

#[tokio::test]
async fn whoever_may_not_review_or_close_is_told_so_and_nothing_changes() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let stranger = app.school("Far Away").await.head().await;
    for who in [&deal.home_head, &deal.specialist.persona] {
        assert_eq!(who.midterm(deployment, json!({})).await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!(stranger.midterm(deployment, json!({})).await.refused().code, "NOT_FOUND");
    for (said, code) in [
        (json!({"decision": "END"}), "FINAL_DAY_UNCLEAR"),
        (json!({"finalDay": "2027-01-29"}), "FINAL_DAY_UNCLEAR"),
        (json!({"decision": "END", "finalDay": "2027-03-26"}), "FINAL_DAY_OUTSIDE"),
        (json!({"decision": "END", "finalDay": "2026-11-08"}), "FINAL_DAY_OUTSIDE"),
        (json!({"heldOn": "2026-11-08"}), "REVIEW_OUTSIDE"),
        (json!({"heldOn": "2026-11-10"}), "REVIEW_OUTSIDE"),
        (json!({"working": ""}), "TEXT_EMPTY"),
        (json!({"ratings": [{"outcome": 2, "rag": "RED", "details": "None"}]}), "OUTCOME_UNRATED"),
    ] {
        assert_eq!(deal.host_head.midterm(deployment, said.clone()).await.refused().code, code, "{said}");
    }
    assert_eq!(app.count("review").await, 0);
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(
        deal.specialist.persona.schedule_follow_up(deployment, "2027-06-01").await.refused().code,
        "NOT_ALLOWED"
    );
    assert_eq!(deal.home_head.follow_up(deployment, json!({})).await.refused().code, "NOT_ALLOWED");
    for who in [&deal.home_head, &deal.host_head] {
        who.evaluate(deployment).await.done();
    }
    for who in [&deal.home_head, &deal.host_head] {
        assert_eq!(who.close(deployment, Some("NOT_NEEDED")).await.refused().code, "NOT_ALLOWED");
    }
    let closed = deal.broker.close(deployment, Some("NOT_NEEDED")).await;
    closed.done();
    assert_eq!(closed.text("closeDeployment.deployment.status"), "CLOSED");
    assert_eq!(deal.broker.close(deployment, Some("NOT_NEEDED")).await.refused().code, "STEP_NOT_OPEN");
    assert!(app.settle().await.events().ends_with(&["deployment.closed_without_follow_up"]));
}

#[tokio::test]
async fn the_database_itself_keeps_the_dates_in_their_order() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 1).await;
    deal.host_head.midterm(deployment, json!({})).await.done();
    app.clock.advance(TimeDelta::days(3));
    deal.host_head.step("completeDeployment", deployment).await.done();
    for who in [&deal.home_head, &deal.host_head] {
        who.evaluate(deployment).await.done();
    }
    deal.host_head.follow_up(deployment, json!({})).await.done();
    deal.broker.close(deployment, None).await.done();
    let referral = "INSERT INTO referral (id, request_id, reason, status, sent_at, answered_at, audience) \
                    SELECT gen_random_uuid(), id, 'It came to its end.', 'ended', now(), now(), '{}' FROM support_request";
    app.write(referral, values![]).await;
    let day = "interval '1 day'";
    for (table, change, constraint) in [
        ("deployment", format!("agreed_at = planned_at - {day}"), "deployment_agreed_after_planned"),
        ("deployment", format!("started_at = agreed_at - {day}"), "deployment_started_after_agreed"),
        ("deployment", "agreed_at = NULL".into(), "deployment_started_after_agreed"),
        ("deployment", format!("midterm_done_at = started_at - {day}"), "deployment_midterm_after_start"),
        ("deployment", format!("midterm_done_at = ended_at + {day}"), "deployment_ended_last"),
        ("deployment", format!("evaluated_at = ended_at - {day}"), "deployment_evaluated_after_end"),
        ("deployment", format!("followed_up_at = evaluated_at - {day}"), "deployment_followed_up_after_evaluated"),
        ("deployment", format!("closed_at = followed_up_at - {day}"), "deployment_closed_last"),
        ("deployment", "followed_up_at = NULL".into(), "deployment_closed_for_a_reason"),
        ("deployment", "no_follow_up = 'no_time'".into(), "deployment_closed_for_a_reason"),
        ("deployment", "final_day = ends_on + 1".into(), "deployment_final_day_within"),
        ("deployment", format!("follow_up_on = (ended_at - {day})::date"), "deployment_follow_up_after_end"),
        ("deployment", format!("started_at = started_at + {day}, midterm_done_at = NULL"), "deployment_keeps_its_days"),
        ("deployment", format!("ended_at = ended_at + {day}, evaluated_at = NULL"), "deployment_keeps_its_days"),
        ("deployment", format!("home_agreed_at = planned_at - {day}"), "deployment_signed_after_planned"),
        ("deployment", format!("host_agreed_at = agreed_at + {day}"), "deployment_agreed_after_signed"),
        ("deployment", "home_agreed_by = NULL".into(), "deployment_signed_by_somebody"),
        ("deployment", "home_agreed_by = host_agreed_by".into(), "deployment_signed_by_two"),
        (
            "deployment",
            "terms = jsonb_set(terms, '{settlement,kind}', '\"waived\"')".into(),
            "deployment_waiver_approved",
        ),
        ("proposal", format!("home_accepted_at = sent_at - {day}"), "proposal_accepted_after_sent"),
        ("proposal", format!("ended_at = sent_at - {day}"), "proposal_ended_last"),
        ("proposal", format!("host_accepted_at = ended_at + {day}"), "proposal_ended_last"),
        ("proposal", "host_accepted_at = NULL".into(), "proposal_accepted_when_it_says"),
        ("proposal", "home_accepted_by = host_accepted_by".into(), "proposal_accepted_by_two"),
        ("referral", format!("answered_at = sent_at - {day}"), "referral_answered_after_sent"),
        ("visit", format!("recorded_at = visited_on - {day}"), "visit_recorded_after_visited"),
        ("visit", "confirmation_id = gen_random_uuid()".into(), "visit_confirmed_when_it_says"),
        ("visit", "status = 'confirmed'".into(), "visit_confirmed_when_it_says"),
        (
            "visit",
            format!(
                "status = 'confirmed', confirmation_id = gen_random_uuid(), confirmed_by = (SELECT head.person_id \
                 FROM membership AS head WHERE role = 'head' LIMIT 1), confirmed_at = recorded_at - {day}"
            ),
            "visit_confirmed_after_recorded",
        ),
        (
            "visit",
            "status = 'confirmed', confirmation_id = gen_random_uuid(), confirmed_by = recorded_by, \
             confirmed_at = recorded_at"
                .into(),
            "visit_confirmed_by_another",
        ),
        ("evaluation", format!("opened_at = written_at - {day}"), "evaluation_opened_after_written"),
        ("visit", "visited_on = visited_on - 1".into(), "visit_within_the_work"),
        ("visit", "visited_on = visited_on + 4".into(), "visit_within_the_work"),
        ("review", "held_on = held_on - 4".into(), "review_within_the_work"),
        ("review", "held_on = held_on + 4".into(), "review_within_the_work"),
        ("review", format!("written_at = written_at - 4 * {day}"), "review_written_after_held"),
        ("review", "decision = NULL WHERE kind = 'midterm'".into(), "review_decides_half_way"),
        ("review", "final_day = held_on WHERE kind = 'midterm'".into(), "review_end_names_its_day"),
        ("review", "kind = 'follow_up' WHERE kind = 'midterm'".into(), "review_within_the_work"),
    ] {
        let refused = app.owner.run(&format!("UPDATE {table} SET {change}"), values![]).await;
        let refused = refused.expect_err(&change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}: {refused}");
    }
    app.write("DELETE FROM referral", values![]).await;
    app.sound().await;
}
