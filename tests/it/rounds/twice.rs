//! Two rounds at once, and processes that are cut off: nothing is promised twice, nothing is lost.

use domain::time::Timestamp;
use lateral::app::brokerage::round::plan_one;
use persistence::values;

use super::*;

/// A second alliance whose school asks for what the first one's school gives.
async fn second<'a>(app: &'a TestApp) -> (Persona<'a>, Id<SupportRequest>) {
    let school = app.school("Beech Hill").await;
    let alliance = app.alliance("The Brue Alliance", &school, &[]).await;
    let request = school.request(&alliance, 4).await;
    app.searched(&request.to_string(), "national").await;
    (alliance.broker().await, request)
}

#[tokio::test]
async fn two_rounds_that_are_planned_at_once_never_promise_the_same_half_days() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let (other, _) = second(&app).await;
    let rounds = [(&world.broker, open(&world.broker).await), (&other, open(&other).await)];
    for (broker, round) in &rounds {
        freeze(broker, *round).await.done();
    }
    // Whether the second has read the market before the first has kept its plan, or after, hangs on the machine.
    let (one, two) = tokio::join!(plan_one(&app.app, || false), plan_one(&app.app, || false));
    assert!(one.unwrap() && two.unwrap());
    assert_eq!(reserved(&app).await, 4, "whoever came second holds nothing");
    app.sound().await;
    app.settle().await;
    let mut ended = Vec::new();
    for (broker, round) in &rounds {
        let it = seen(broker, *round).await;
        ended.push((it["status"].as_str().unwrap().to_owned(), it["failure"].as_str().unwrap_or_default().to_owned()));
    }
    ended.sort();
    let nobody = ("FAILED".to_owned(), "NOBODY_IN_REACH".to_owned());
    assert_eq!(ended, [nobody, ("PLANNED".to_owned(), String::new())]);
    assert_eq!(reserved(&app).await, 4);
}

#[tokio::test]
async fn a_round_whose_process_is_gone_is_planned_by_another_when_nothing_is_heard_of_it() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    world.request(0).await;
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    let until: Timestamp = app.clock.now().plus_seconds(60);
    let sql = "UPDATE brokerage_round SET status = 'planning', taken_by = $1, taken_until = $2 WHERE id = $1";
    app.write(sql, values![round.uuid(), until.utc()]).await;
    app.settle().await;
    assert_eq!(seen(&world.broker, round).await["status"], "PLANNING", "somebody has it");
    app.clock.advance(chrono::TimeDelta::seconds(61));
    app.settle().await;
    assert_eq!(seen(&world.broker, round).await["status"], "PLANNED");
}

#[tokio::test]
async fn the_database_keeps_rounds_sound_whoever_writes() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 2, 4).await;
    let request = world.request(0).await;
    let round = planned(&world).await;
    let refused = async |sql: &str, constraint: &str| {
        let error = app.owner.run(sql, values![round.uuid()]).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint), "{sql}");
    };
    for (column, constraint) in [
        ("half_days = 0", "round_bundle_sound"),
        ("half_terms = '{}'", "round_bundle_sound"),
        ("planned_at = frozen_at - interval '1 day'", "round_forwards"),
        ("use_by = planned_at", "round_forwards"),
        ("requests = 0", "round_frozen_with_requests"),
        ("value = NULL", "round_plan_whole"),
        ("is_unique = NULL, value = bound + 1", "round_value_within_bound"),
        ("placed = 3", "round_value_within_bound"),
        ("is_unique = true, bound = value + 1", "round_unique_where_best"),
        ("ended_at = planned_at", "round_ended_when_it_says"),
        ("failure = 'unused'", "round_ended_when_it_says"),
        ("taken_by = id", "round_taken_while_planned"),
        ("status = 'planning'", "round_goes_forwards"),
        ("status = 'open'", "round_goes_forwards"),
    ] {
        refused(&format!("UPDATE brokerage_round SET {column} WHERE id = $1"), constraint).await;
    }
    for (column, constraint) in [
        ("price = NULL", "round_line_place_whole"),
        ("status = 'unplaced'", "round_line_unplaced_nowhere"),
        ("status = 'proposed'", "round_line_proposed"),
        ("offer_id = NULL, home_id = NULL, parts = NULL, worth = NULL, price = NULL", "round_line_placed_somewhere"),
    ] {
        refused(&format!("UPDATE round_line SET {column} WHERE round_id = $1"), constraint).await;
    }
    let nowhere = "UPDATE round_line SET status = 'left', offer_id = NULL, home_id = NULL, parts = NULL, worth = NULL, \
                   price = NULL WHERE round_id = $1";
    refused(nowhere, "round_line_specialist_of_a_place").await;
    let other = open(&world.broker).await;
    let again = "INSERT INTO round_line (round_id, request_id, status) VALUES ($1, $2, 'waiting')";
    let error = app.owner.run(again, values![other.uuid(), request.uuid()]).await.unwrap_err();
    assert_eq!(error.constraint(), Some("round_line_once"));
    let none = "INSERT INTO round_hold (round_id, request_id, window_id, half_days) \
                SELECT $1, $1, id, 1 FROM capacity_window LIMIT 1";
    refused(none, "round_hold_of_a_line").await;
    refused("UPDATE round_input SET input_hash = '' WHERE round_id = $1", "round_input_hash_whole").await;
    for (column, constraint) in [
        ("announced_at = planned_at", "round_announced_whole"),
        ("status = 'announced'", "round_announced_whole"),
        ("status = 'closed', ended_at = planned_at", "round_ended_when_it_says"),
    ] {
        refused(&format!("UPDATE brokerage_round SET {column} WHERE id = $1"), constraint).await;
    }
    refused(
        "UPDATE round_line SET unplaced_for = 'nobody_left' WHERE round_id = $1",
        "round_line_unplaced_for_a_reason",
    )
    .await;
    refused("UPDATE round_line SET status = 'accepted' WHERE round_id = $1", "round_line_proposed").await;
    let tried = |what: &str| {
        format!(
            "INSERT INTO round_try (round_id, request_id, number, offer_id, home_id, answer, refused_by, tried_at, answered_at) \
             SELECT round_id, request_id, 1, offer_id, home_id, {what} FROM round_line \
             JOIN brokerage_round AS round ON round.id = round_id WHERE round_id = $1"
        )
    };
    refused(&tried("'open', NULL, planned_at, NULL"), "round_try_proposed_or_refused").await;
    refused(&tried("'refused', NULL, planned_at, planned_at"), "round_try_proposed_or_refused").await;
    refused(&tried("'refused', 'same_trust', planned_at, NULL"), "round_try_answered").await;
    cancel(&world.broker, round).await.done();
    refused("UPDATE brokerage_round SET status = 'closed' WHERE id = $1", "round_goes_forwards").await;
    refused("UPDATE brokerage_round SET status = 'announced' WHERE id = $1", "round_goes_forwards").await;
}
