//! What a deployment came to, as its parties meet it: measures that are absent or there, reviews after the end, sign-off.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const IMPACT: &str = "query($id: ID!) { deployment(id: $id) { status signedOffAt
    impact { outcome unit change sentence baseline { value absent on } mid { value } end { value absent on } }
    reviews(first: 9) { nodes { kind answers { question text } ratings { outcome rag level } } } } }";

async fn seen(who: &Persona<'_>, deployment: &impl ToString) -> Json {
    who.ask(IMPACT, json!({"id": deployment.to_string()})).await.at("deployment").clone()
}

#[tokio::test]
async fn what_is_absent_is_shown_as_absent_and_a_change_with_how_little_it_proves() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let first = seen(&deal.specialist.persona, &deployment).await["impact"].clone();
    assert_eq!(first[0]["baseline"], Json::Null);
    assert!(first[0]["sentence"].as_str().unwrap().ends_with("So nothing can be said of a change."));

    let head = &deal.host_head;
    head.measure(deployment, json!({"on": "2026-10-01"})).await.done();
    app.clock.advance(TimeDelta::days(30));
    let absent = json!({"point": "END", "value": null, "unit": null, "absent": "NOT_YET", "on": "2026-12-01"});
    head.measure(deployment, absent).await.done();
    let it = seen(&deal.broker, &deployment).await["impact"][0].clone();
    assert_eq!(it["baseline"], json!({"value": 80.0, "absent": null, "on": "2026-10-01"}));
    assert_eq!(it["end"], json!({"value": null, "absent": "NOT_YET", "on": "2026-12-01"}));
    assert_eq!((&it["change"], &it["mid"]), (&Json::Null, &Json::Null));

    for (said, code) in [
        (json!({"absent": "NOT_SHARED"}), "MEASURE_UNCLEAR"),
        (json!({"value": null}), "MEASURE_UNCLEAR"),
        (json!({"value": 0.001}), "NUMBER_OUT_OF_RANGE"),
        (json!({"outcome": 2}), "OUTCOME_UNKNOWN"),
        (json!({"point": "END", "unit": "points"}), "MEASURE_UNIT_DIFFERS"),
        (json!({"point": "MID", "on": "2026-12-02"}), "MEASURE_OUTSIDE"),
        (json!({"point": "END", "on": "2026-11-01"}), "MEASURE_OUTSIDE"),
        (json!({"on": "2027-01-01"}), "MEASURE_OUTSIDE"),
        (json!({"source": " "}), "TEXT_EMPTY"),
    ] {
        assert_eq!(head.measure(deployment, said.clone()).await.refused().code, code, "{said}");
    }
    for who in [&deal.home_head, &deal.broker, &deal.specialist.persona] {
        assert_eq!(who.measure(deployment, json!({})).await.refused().code, "NOT_ALLOWED");
    }
    head.measure(deployment, json!({"point": "END", "value": 92.5, "on": "2026-12-01"})).await.done();
    let it = seen(&deal.home_head, &deployment).await["impact"][0].clone();
    assert_eq!((&it["change"], &it["unit"]), (&json!(12.5), &json!("months")));
    assert!(it["sentence"].as_str().unwrap().contains("does not show that the support was the cause"));
    assert!(app.settle().await.events().ends_with(&["deployment.measured"; 3]));
    for change in ["baseline_on = end_on + 1", "mid_value = 1, mid_source = 'x', mid_on = end_on + 1"] {
        let refused = app.owner.run(&format!("UPDATE measure SET {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some("measure_days_in_order"), "{change}");
    }
    for (change, constraint) in [
        ("end_absent = 'not_yet'", "measure_number_or_reason"),
        ("end_on = NULL", "measure_number_or_reason"),
        ("unit = NULL", "measure_number_has_unit"),
    ] {
        let refused = app.owner.run(&format!("UPDATE measure SET {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}");
    }
}

#[tokio::test]
async fn both_sides_look_back_and_a_broker_without_a_post_there_signs_off() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    assert_eq!(deal.host_head.final_review(deployment, json!({})).await.refused().code, "STEP_NOT_OPEN");
    app.clock.advance(TimeDelta::days(5));
    deal.host_head.step("completeDeployment", deployment).await.done();
    let specialist = &deal.specialist.persona;
    for who in [&deal.home_head, &deal.broker, specialist] {
        assert_eq!(who.final_review(deployment, json!({})).await.refused().code, "NOT_ALLOWED");
    }
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(who.self_evaluation(deployment).await.refused().code, "NOT_ALLOWED");
    }
    let early = json!({"heldOn": "2026-11-09"});
    assert_eq!(deal.host_head.final_review(deployment, early).await.refused().code, "REVIEW_OUTSIDE");
    let review = deal.host_head.final_review(deployment, json!({})).await;
    review.done();
    assert_eq!(deal.host_head.final_review(deployment, json!({})).await.refused().code, "REVIEWED_ALREADY");
    assert_eq!(deal.broker.step("signOffDeployment", deployment).await.refused().code, "REVIEW_MISSING");
    let own = specialist.self_evaluation(deployment).await;
    own.done();
    let own = own.text("recordSelfEvaluation.review.id");
    // How somebody sees the own work is for the own school and the alliance.
    let node = "query($id: ID!) { node(id: $id) { id } }";
    for (who, kinds) in [(&deal.host_head, 1), (&deal.home_head, 2), (&deal.broker, 2), (specialist, 2)] {
        let reviews = seen(who, &deployment).await["reviews"]["nodes"].as_array().unwrap().len();
        assert_eq!(reviews, kinds, "{:?}", who.role());
        assert_eq!(who.ask(node, json!({"id": own})).await.at("node").is_null(), kinds == 1, "{:?}", who.role());
    }
    let levels = &seen(&deal.home_head, &deployment).await["reviews"]["nodes"][0]["ratings"];
    assert_eq!(levels, &json!([{"outcome": 1, "rag": "GREEN", "level": "DEPARTMENT"}]));

    let person = deal.broker.who().person;
    let post = "INSERT INTO membership SELECT gen_random_uuid(), $1, 'coordinator', $2, NULL, 'active', begun_at, \
                created_at, audience FROM membership WHERE person_id = $1";
    let columns = "(id, person_id, role, school_id, alliance_id, status, begun_at, created_at, audience)";
    let post = post.replace("INTO membership", &format!("INTO membership {columns}"));
    app.write(&post, values![person.uuid(), deal.home.id.uuid()]).await;
    assert_eq!(deal.broker.step("signOffDeployment", deployment).await.refused().code, "SIGN_OFF_INVOLVED");
    assert_eq!(deal.home_head.step("signOffDeployment", deployment).await.refused().code, "NOT_ALLOWED");
    let second = deal.alliance.somebody(Role::Broker).await;
    second.step("signOffDeployment", deployment).await.done();
    assert_eq!(second.step("signOffDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
    let it = seen(&deal.host_head, &deployment).await;
    assert_eq!((&it["status"], &it["signedOffAt"]), (&json!("COMPLETED"), &json!("2026-11-14T09:00:00.000000Z")));
    let told = app.settle().await;
    assert!(told.events().ends_with(&["review.recorded", "review.recorded", "deployment.signed_off"]));
    for (change, constraint) in [
        ("signed_off_at = ended_at - interval '1 day'", "deployment_signed_off_after_end"),
        (
            "evaluated_at = ended_at, closed_at = ended_at, no_follow_up = 'no_time', signed_off_at = ended_at + interval '1 day'",
            "deployment_closed_after_sign_off",
        ),
    ] {
        let refused = app.owner.run(&format!("UPDATE deployment SET {change}"), values![]).await.expect_err(change);
        assert_eq!(refused.constraint(), Some(constraint), "{change}");
    }
    app.sound().await;
}
