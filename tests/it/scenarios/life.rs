//! A scenario from its writing to where it is put away.

use super::*;

#[tokio::test]
async fn a_scenario_is_written_reckoned_beside_today_and_put_away() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 4).await;
    let id = write(&world.broker, world.more()).await;
    let it = seen(&world.broker, id).await;
    assert_eq!((it["status"].as_str(), &it["report"]), (Some("WRITTEN"), &Json::Null));
    assert_eq!(
        it["changes"],
        json!([{"kind": "ADD_OFFERS", "offerId": world.offer.to_string(), "specialistId": null,
            "schoolId": world.giving.gid(), "factor": null, "setting": null, "number": 3}])
    );

    reckon(&world.broker, id).await.done();
    let it = seen(&world.broker, id).await;
    assert_eq!((it["status"].as_str(), it["report"]["requests"].as_i64()), (Some("RECKONED"), Some(3)));
    let met = line(&it, "MET");
    assert_eq!((&met["today"], &met["then"]), (&json!({"part": 1, "of": 3}), &json!({"part": 3, "of": 3})));
    assert_eq!(met["verdict"], "BETTER");
    let urgent = line(&it, "MET_OF_URGENCY");
    assert!(urgent["urgency"].is_string() && urgent["ofFairness"] == true);
    assert_eq!(reckon(&world.broker, id).await.refused().code, "STEP_NOT_OPEN", "it has its answer");

    archive(&world.broker, id).await.done();
    let kept = seen(&world.broker, id).await;
    assert_eq!((kept["status"].as_str(), kept["reason"].as_str()), (Some("ARCHIVED"), Some("Answered.")));
    assert_eq!(kept["report"], it["report"], "put away, and never thrown away");
    let events = app.settle().await;
    assert_eq!(events.events(), ["scenario.written", "scenario.reckoned", "scenario.archived"]);
}

#[tokio::test]
async fn a_scenario_comes_to_the_same_bytes_again_unless_they_were_altered() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 4).await;
    let id = write(&world.broker, world.more()).await;
    let replay = "query($id: ID!) { scenarioReplay(id: $id) { inputIntact same } }";
    let again = async || world.broker.ask(replay, json!({"id": id.to_string()})).await;
    assert_eq!(again().await.error_code(), "BAD_USER_INPUT", "nothing was reckoned");
    reckon(&world.broker, id).await.done();
    // Whatever becomes of the market meanwhile.
    app.write("UPDATE offer SET half_days_per_half_term = 8 WHERE id = $1", values![world.offer.uuid()]).await;
    assert_eq!(again().await.at("scenarioReplay"), &json!({"inputIntact": true, "same": true}));
    let altered = "UPDATE scenario_input SET input = decode('00', 'hex') WHERE scenario_id = $1";
    app.write(altered, values![id.uuid()]).await;
    assert_eq!(again().await.at("scenarioReplay"), &json!({"inputIntact": false, "same": false}));
}

#[tokio::test]
async fn every_fault_of_a_scenario_is_told_at_its_field() {
    let app = TestApp::start().await;
    let world = World::new(&app, 1, 4).await;
    let refused = async |changes: Json| {
        let all = writing(&world.broker, changes).await.refusals();
        all.into_iter().map(|it| (it.code, it.field)).collect::<Vec<_>>()
    };
    let at = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(refused(json!([])).await, [at("CHOICE_MISSING", "changes")]);
    let more = json!([{"addOffers": {"offer": world.offer.to_string(), "number": 51, "school": world.giving.gid()}}]);
    assert_eq!(refused(more).await, [at("NUMBER_OUT_OF_RANGE", "changes.0.addOffers.number")]);
    let twice = json!([travel()[0], travel()[0]]);
    assert_eq!(refused(twice).await, [at("SCENARIO_CHANGE_TWICE", "changes.1")]);
    let heavy = json!([{"weight": {"factor": "TRAVEL", "to": 200}}]);
    assert_eq!(refused(heavy).await, [at("POLICY_ONE_OFF_NOT_LAST", "changes")]);
    let large =
        json!([{"weight": {"factor": "FORMAT", "to": 900000}}, {"weight": {"factor": "EXPERTISE", "to": 400000}}]);
    assert_eq!(refused(large).await, [at("NUMBER_OUT_OF_RANGE", "changes")], "no plan could be made by them");

    let other = app.school("Beech Hill").await;
    let elsewhere = other.offer(&other.specialist().await).await;
    app.write("UPDATE offer SET status = 'withdrawn' WHERE id = $1", values![elsewhere.uuid()]).await;
    let id = write(&world.broker, json!([{"removeOffer": {"offer": elsewhere.to_string()}}])).await;
    let no = reckon(&world.broker, id).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("SCENARIO_OUT_OF_REACH", ""));
    app.write("UPDATE support_request SET half_days = 5 WHERE $1::uuid IS NOT NULL", values![id.uuid()]).await;
    let id = write(&world.broker, world.more()).await;
    assert_eq!(reckon(&world.broker, id).await.refused().code, "SCENARIO_EMPTY");
}

#[tokio::test]
async fn the_database_keeps_scenarios_sound_whoever_writes() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let id = write(&world.broker, world.more()).await;
    reckon(&world.broker, id).await.done();
    let refused = async |sql: &str, constraint: &str| {
        let error = app.owner.run(sql, values![id.uuid()]).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint), "{sql}");
    };
    for (column, constraint) in [
        ("status = 'written'", "scenario_goes_forwards"),
        ("half_days = 5", "scenario_goes_forwards"),
        ("changes = ''", "scenario_goes_forwards"),
        ("report = ''", "scenario_goes_forwards"),
        ("requests = 7", "scenario_goes_forwards"),
        ("status = 'archived'", "scenario_archived_when_it_says"),
        ("status = 'archived', archived_at = reckoned_at", "scenario_archived_when_it_says"),
        (
            "status = 'archived', archived_at = written_at - interval '1 day', archived_by = written_by, reason = 'So'",
            "scenario_forwards",
        ),
    ] {
        refused(&format!("UPDATE scenario SET {column} WHERE id = $1"), constraint).await;
    }
    let copy = |column: &str, value: &str| {
        let columns =
            "alliance_id, name, question, half_terms, changes, seed, readers, written_by, written_at, audience";
        let others: Vec<_> = [("half_days", "4"), ("status", "'written'"), ("requests", "NULL")]
            .into_iter()
            .map(|(name, usual)| (name, if name == column { value } else { usual }))
            .collect();
        let names: Vec<_> = others.iter().map(|(name, _)| *name).collect();
        let given: Vec<_> = others.iter().map(|(_, given)| *given).collect();
        format!(
            "INSERT INTO scenario (id, {columns}, {}) SELECT gen_random_uuid(), {columns}, {} FROM scenario WHERE id = $1",
            names.join(", "),
            given.join(", "),
        )
    };
    refused(&copy("half_days", "201"), "scenario_bundle_sound").await;
    refused(&copy("status", "'reckoned'"), "scenario_outcome_whole").await;
    refused(&copy("requests", "3"), "scenario_outcome_whole").await;
    archive(&world.broker, id).await.done();
    refused("UPDATE scenario SET status = 'reckoned' WHERE id = $1", "scenario_goes_forwards").await;
}
