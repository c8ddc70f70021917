//! Clocks that begin anew when a request comes back to the search, and the guarantee of a school that gives, which is measured
//! until support is agreed.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::{heard, kinds, steps};
use crate::identity::reminders::heard as reminded;

/// Ends work before its time.
async fn stopped(who: &Persona<'_>, deployment: Id<Deployment>) {
    let document = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input =
        json!({"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": "The year group has moved on."});
    who.ask(&document, json!({ "input": input })).await.done();
}

/// The guarantee of the deal's request, as somebody sees it.
async fn guarantee(who: &Persona<'_>, deal: &Deal<'_>) -> Json {
    let document = "query($id: ID!) { supportRequest(id: $id) { guarantee { supportBy supportLate } } }";
    who.ask(document, json!({"id": deal.request.to_string()})).await.at("supportRequest.guarantee").clone()
}

/// A deal whose host has given before it asks, on a day on which the guarantee of support holds.
pub async fn of_a_giver(app: &TestApp) -> Deal<'_> {
    app.clock.advance(TimeDelta::days(15));
    let deal = app.deal().await;
    let given = "UPDATE support_request SET asker_guaranteed = true WHERE id = $1";
    app.write(given, values![deal.request.uuid()]).await;
    deal
}

#[tokio::test]
async fn what_comes_back_is_looked_for_anew_and_silence_is_noted_told_and_carried_on() {
    for way in ["declined", "expired", "stopped"] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        match way {
            "stopped" => {
                let deployment = deal.active().await;
                stopped(&deal.host_head, deployment).await;
            }
            _ => {
                let proposal = deal.proposed().await;
                app.clock.advance(TimeDelta::hours(1));
                if way == "declined" {
                    deal.home_head.decline(proposal).await.done();
                } else {
                    app.clock.advance(TimeDelta::days(7));
                }
            }
        }
        assert!(app.settle().await.events().contains(&"request.returned"), "{way}");
        assert!(deal.request_is("matching").await, "{way}");
        let before = deal.broker.breaches(deal.alliance.id).await.unwrap();
        app.clock.advance(TimeDelta::hours(48));
        assert_eq!(app.settle().await.events(), [] as [&str; 0], "{way}: in time is in time");
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(app.settle().await.events(), ["service_level.breached"], "{way}");
        assert_eq!(heard(&deal.broker).await[0].1, "A proposal of somebody is late: “Reading”, of Elm Park.", "{way}");
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(app.settle().await.events(), ["service_level.escalated"], "{way}");
        assert_eq!(kinds(&deal.broker).await[0], "service_level.escalated", "{way}");
        app.clock.advance(TimeDelta::hours(48));
        assert_eq!(app.settle().await.events(), ["request.pooled"], "{way}");
        let noted = deal.broker.breaches(deal.alliance.id).await.unwrap();
        let told =
            [("NAMED_CANDIDATE", "BROKER"), ("NAMED_CANDIDATE", "ALLIANCE"), ("NAMED_CANDIDATE", "NATIONAL_POOL")];
        assert_eq!(Some(noted[before.len()..].to_vec()), steps(&told), "{way}");
        let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
        assert_eq!(levels["NAMED_CANDIDATE"], json!([2, 1, 1, 0]), "{way}: each search is a clock of its own");
        app.sound().await;
    }
}

#[tokio::test]
async fn each_return_is_noted_by_itself_and_whoever_is_named_in_time_is_in_time() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let breach = ("NAMED_CANDIDATE", "BROKER");
    for (days, told) in [(3, vec![breach]), (1, vec![breach]), (3, vec![breach, breach])] {
        let proposal = deal.proposed().await;
        app.clock.advance(TimeDelta::hours(1));
        deal.home_head.decline(proposal).await.done();
        app.settle().await;
        // Named too late, or in time: noted where it is done, and before a worker comes by.
        app.clock.advance(TimeDelta::days(days));
        let again = deal.proposed().await;
        assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&told), "{days}");
        app.settle().await;
        assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&told), "it is noted once");
        app.clock.advance(TimeDelta::hours(1));
        deal.home_head.decline(again).await.done();
    }
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([6, 4, 2, 12]), "what is not due yet is not counted");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_school_that_gives_has_support_agreed_within_three_weeks_or_that_is_noted_and_carried_to_all() {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    let by = "2026-12-15T09:00:00.000000Z";
    for who in [&deal.host_head, &deal.broker] {
        assert_eq!(guarantee(who, &deal).await, json!({"supportBy": by, "supportLate": false}), "{:?}", who.role());
    }
    let of_guarantee = async || -> Vec<String> {
        let all = deal.broker.breaches(deal.alliance.id).await.unwrap();
        all.into_iter().filter(|(level, _)| level == "GUARANTEE").map(|(_, step)| step).collect()
    };
    // Somebody is named, and nobody answers: triage and a name in time are not what was guaranteed.
    for _ in 0..2 {
        deal.proposed().await;
        app.clock.advance(TimeDelta::days(8));
        app.settle().await;
    }
    assert_eq!(guarantee(&deal.home_head, &deal).await, Json::Null, "what it has given is not told to others");
    app.clock.advance(TimeDelta::days(5));
    app.settle().await;
    assert_eq!(of_guarantee().await, Vec::<String>::new(), "in time is in time");
    app.clock.advance(TimeDelta::hours(1));
    assert!(app.settle().await.events().contains(&"service_level.breached"));
    assert_eq!(of_guarantee().await, ["BROKER"]);
    assert_eq!(guarantee(&deal.host_head, &deal).await["supportLate"], true);
    app.clock.advance(TimeDelta::hours(24));
    assert!(app.settle().await.events().contains(&"service_level.escalated"));
    app.clock.advance(TimeDelta::hours(48));
    app.settle().await;
    assert_eq!(of_guarantee().await, ["BROKER", "ALLIANCE", "NATIONAL_POOL"]);
    let opened = format!("support_request WHERE id = '{}' AND cardinality(referred) > 0", deal.request.uuid());
    assert_eq!(app.count(&opened).await, 1, "any alliance may take it on");
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["GUARANTEE"], json!([1, 0, 1, null]));
    app.sound().await;
}

#[tokio::test]
async fn a_search_that_finds_nobody_breaks_the_guarantee_as_any_other_silence_does() {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    let request = deal.request.to_string();
    app.searched(&request, "national").await;
    app.clock.advance(TimeDelta::days(5));
    app.settle().await;
    let input = json!({"input": {"request": request, "reason": "NO_CANDIDATE"}});
    deal.broker.ask(&act("markUnmet", "MarkUnmetInput", "request"), input).await.done();
    app.settle().await;
    let of_guarantee = async || -> Vec<String> {
        let all = deal.broker.breaches(deal.alliance.id).await.unwrap();
        all.into_iter().filter(|(level, _)| level == "GUARANTEE").map(|(_, step)| step).collect()
    };
    app.clock.advance(TimeDelta::days(14));
    app.settle().await;
    assert_eq!(reminded(&deal.broker, "request.guarantee_due").await, 1, "whom nobody was found for waits as well");
    app.clock.advance(TimeDelta::days(2));
    app.settle().await;
    assert_eq!(of_guarantee().await, Vec::<String>::new(), "until its day it may be taken up again");
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(app.settle().await.events(), ["guarantee.support_missed", "service_level.breached"]);
    assert_eq!(of_guarantee().await, ["BROKER"]);
    assert_eq!(heard(&deal.broker).await[0].1, "Support for a school that gives is late: “Reading”, of Elm Park.");
    assert_eq!(guarantee(&deal.host_head, &deal).await["supportLate"], true);
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(app.settle().await.events(), ["service_level.escalated"]);
    app.clock.advance(TimeDelta::hours(48));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "all of England was searched");
    assert_eq!(of_guarantee().await, ["BROKER", "ALLIANCE"]);
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["GUARANTEE"], json!([1, 0, 1, null]));
    let reopen = act("reopenRequest", "RequestInput", "request");
    deal.host_head.ask(&reopen, json!({"input": {"request": request}})).await.done();
    // The clocks are looked at once a minute.
    app.clock.advance(TimeDelta::minutes(2));
    app.settle().await;
    assert_eq!(
        of_guarantee().await,
        ["BROKER", "ALLIANCE", "NATIONAL_POOL"],
        "what is looked for again all may take on"
    );
    app.sound().await;
}

#[tokio::test]
async fn what_is_agreed_in_time_is_kept_and_work_that_stops_is_guaranteed_anew() {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    let deployment = deal.agreed().await;
    deal.host_head.step("startDeployment", deployment).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::days(2));
    stopped(&deal.host_head, deployment).await;
    let anew = json!({"supportBy": "2026-12-17T09:00:00.000000Z", "supportLate": false});
    assert_eq!(guarantee(&deal.host_head, &deal).await, anew, "three weeks from the day on which it ended");
    app.settle().await;
    app.clock.advance(TimeDelta::days(20));
    app.settle().await;
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    assert_eq!(levels["GUARANTEE"], json!([1, 1, 0, 0]), "the first was kept");
    app.clock.advance(TimeDelta::days(1) + TimeDelta::hours(1));
    app.settle().await;
    let breaches = deal.broker.breaches(deal.alliance.id).await.unwrap();
    assert!(breaches.contains(&("GUARANTEE".to_owned(), "BROKER".to_owned())), "{breaches:?}");
    assert_eq!(guarantee(&deal.host_head, &deal).await["supportLate"], true);
    assert_eq!(of_guarantee(&deal.host_head).await, ["guarantee.support_missed"], "the second time it was missed");
    app.sound().await;
}

/// What somebody was told of a guarantee, the latest first.
pub async fn of_guarantee(who: &Persona<'_>) -> Vec<String> {
    kinds(who).await.into_iter().filter(|kind| kind.starts_with("guarantee.")).collect()
}

#[tokio::test]
async fn support_that_is_agreed_too_late_is_noted_where_it_is_agreed() {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    app.clock.advance(TimeDelta::days(15));
    app.settle().await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, lateral_tests::deal::terms()).await;
    app.clock.advance(TimeDelta::days(7));
    deal.host_head.agree(deployment, None).await.done();
    let breaches = deal.broker.breaches(deal.alliance.id).await.unwrap();
    assert_eq!(breaches.last(), Some(&("GUARANTEE".to_owned(), "BROKER".to_owned())), "{breaches:?}");
    assert_eq!(guarantee(&deal.host_head, &deal).await["supportLate"], true, "it stays so");
    app.settle().await;
    app.clock.advance(TimeDelta::days(9));
    app.settle().await;
    let steps = "service_breach WHERE level = 'guarantee'";
    assert_eq!(app.count(steps).await, 1, "what is done is carried to nobody else");
    app.sound().await;
}

#[tokio::test]
async fn the_database_itself_keeps_the_rounds_of_a_clock_and_their_days_in_order() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    // A generated column is not written, so the columns are named.
    let named = "id, level, step, request_id, alliance_id, started_at, due_at, noted_at, audience, round";
    let again = |level: &str, round: i32| {
        format!(
            "INSERT INTO service_breach ({named}) SELECT gen_random_uuid(), {level}, step, request_id, alliance_id, \
             started_at, due_at, noted_at, audience, {round} FROM service_breach LIMIT 1"
        )
    };
    for (sql, constraint) in [
        (again("level", 0), "service_breach_once"),
        (again("'triage'", 1), "service_breach_of_a_round"),
        (again("level", -1), "service_breach_of_a_round"),
    ] {
        let refused = app.owner.run(&sql, values![]).await.expect_err(&sql);
        assert_eq!(refused.constraint(), Some(constraint), "{sql}: {refused}");
    }
    app.owner.run(&again("level", 1), values![]).await.unwrap();
    for (column, constraint) in [
        ("returned_at", "support_request_returned_forwards"),
        ("placed_at", "support_request_placed_forwards"),
        ("support_missed_at", "support_request_missed_forwards"),
    ] {
        for instants in [
            "ARRAY[submitted_at - interval '1 day']",
            "ARRAY[submitted_at + interval '2 days', submitted_at + interval '1 day']",
        ] {
            let sql = format!("UPDATE support_request SET {column} = {instants} WHERE id = $1");
            let refused = app.owner.run(&sql, values![deal.request.uuid()]).await.expect_err(&sql);
            assert_eq!(refused.constraint(), Some(constraint), "{sql}: {refused}");
        }
    }
    let nobodys =
        "UPDATE support_request SET support_missed_at = ARRAY[submitted_at + interval '22 days'] WHERE id = $1";
    let refused = app.owner.run(nobodys, values![deal.request.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("support_request_missed_of_a_guarantee"), "{refused}");
}
