//! Work that rests: when it did, that nobody comes in it, and that nothing is lost by it (DOMAIN C27).

use chrono::{NaiveDate, TimeDelta};
use domain::Id;
use domain::brokerage::{Deployment, Visit};
use lateral_tests::deal::{Deal, act, read};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Writes down a visit of some day.
async fn visited(who: &Persona<'_>, deployment: Id<Deployment>, on: NaiveDate) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "visitedOn": on, "mode": "IN_PERSON", "halfDays": 1,
        "note": "Watched two lessons."});
    who.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({"input": input})).await
}

async fn pauses(who: &Persona<'_>, deployment: Id<Deployment>) -> Json {
    let asked = "query ($id: ID!) { deployment(id: $id) { pauses { beganAt endedAt } } }";
    who.ask(asked, json!({"id": deployment.to_string()})).await.at("deployment.pauses").clone()
}

/// Holds the work, lets so many days pass, and gives the day on which it was held.
async fn held(deal: &Deal<'_>, deployment: Id<Deployment>, days: i64) -> NaiveDate {
    let on = deal.app.clock.now().day();
    deal.host_head.step("pauseDeployment", deployment).await.done();
    deal.app.clock.advance(TimeDelta::days(days));
    on
}

#[tokio::test]
async fn what_rests_has_no_visits_and_goes_on_with_what_it_had() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let standing = deal.home_head.standing(&deal.home).await;
    assert_eq!(pauses(&deal.host_head, deployment).await, json!([]));
    let began = app.clock.now();
    let first = held(&deal, deployment, 3).await;
    let day = |n: i64| first + TimeDelta::days(n);
    let person = &deal.specialist.persona;
    // In the morning of that day somebody was there; since then nobody.
    visited(person, deployment, first).await.done();
    for n in 1..=3 {
        let no = visited(person, deployment, day(n)).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("VISIT_IN_PAUSE", "visitedOn"), "day {n}");
    }
    assert_eq!(pauses(person, deployment).await, json!([{"beganAt": began.to_string(), "endedAt": null}]));
    let went_on = app.clock.now();
    deal.home_head.step("resumeDeployment", deployment).await.done();
    let whole = json!([{"beganAt": began.to_string(), "endedAt": went_on.to_string()}]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker, person] {
        assert_eq!(pauses(who, deployment).await, whole, "{:?}", who.role());
    }
    assert_eq!(visited(person, deployment, day(2)).await.refused().code, "VISIT_IN_PAUSE", "it still rested then");
    let last = visited(person, deployment, day(3)).await;
    last.done();
    assert_eq!((deal.home_head.standing(&deal.home).await, deal.held().await), (standing, (0, 4)));
    // Nor is a record moved into it.
    let input = json!({"visit": last.text("recordVisit.visit.id"), "visitedOn": day(1), "mode": "IN_PERSON", "halfDays": 1,
        "note": "Watched two lessons.", "expectedVersion": 1});
    let no = person.ask(&act("correctVisit", "CorrectVisitInput", "visit"), json!({"input": input})).await.refused();
    assert_eq!(no.code, "VISIT_IN_PAUSE");
    let visit: Id<Visit> = read(&last.text("recordVisit.visit.id"));
    let no = app.owner.run("UPDATE visit SET visited_on = visited_on - 1 WHERE id = $1", values![visit.uuid()]).await;
    assert_eq!(no.unwrap_err().constraint(), Some("visit_in_no_pause"));
    deal.host_head.visit("confirmVisit", visit).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_stopped_rests_no_more_and_pauses_never_overlap() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    // Twice at one moment: neither loses the other.
    for _ in 0..2 {
        deal.host_head.step("pauseDeployment", deployment).await.done();
        deal.broker.step("resumeDeployment", deployment).await.done();
    }
    held(&deal, deployment, 2).await;
    let input = json!({"deployment": deployment.to_string(), "code": "TIMING", "reason": "The dates no longer suit."});
    deal.host_head
        .ask(&act("stopDeployment", "StopDeploymentInput", "deployment"), json!({"input": input}))
        .await
        .done();
    let all = pauses(&deal.broker, deployment).await;
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all[2]["endedAt"], json!(app.clock.now().to_string()));
    let id = || values![deployment.uuid()];
    for (change, constraint) in [
        (
            "UPDATE deployment_pause SET ended_at = began_at - interval '1 day' WHERE deployment_id = $1 AND nth = 3",
            "deployment_pause_forwards",
        ),
        (
            "INSERT INTO deployment_pause SELECT deployment_id, 4, began_at + interval '1 day', NULL FROM deployment_pause \
          WHERE deployment_id = $1 AND nth = 3",
            "deployment_pause_never_overlaps",
        ),
        (
            "UPDATE deployment_pause SET ended_at = NULL WHERE deployment_id = $1 AND nth = 3",
            "deployment_rests_as_it_says",
        ),
        (
            "UPDATE deployment SET status = 'paused', ended_at = NULL, stop_code = NULL, stop_reason = NULL, stopped_by = NULL \
          WHERE id = $1",
            "deployment_rests_as_it_says",
        ),
        (
            "UPDATE deployment_pause SET began_at = began_at - interval '1 year' WHERE deployment_id = $1 AND nth = 1",
            "deployment_pause_within_the_work",
        ),
        (
            "UPDATE deployment_pause SET ended_at = ended_at + interval '1 day' WHERE deployment_id = $1 AND nth = 3",
            "deployment_pause_within_the_work",
        ),
        ("UPDATE deployment SET ended_at = ended_at - interval '1 day' WHERE id = $1", "deployment_keeps_its_pauses"),
    ] {
        let no = app.owner.run(change, id()).await.expect_err(change);
        assert_eq!(no.constraint(), Some(constraint), "{no}");
    }
    app.settle().await;
    app.sound().await;
}
