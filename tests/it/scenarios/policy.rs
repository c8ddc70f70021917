//! Changes of the matching policy: seen before they are made, made by two, and made in no other way.

use domain::access::Role;
use persistence::brokerage::match_policy;

use super::*;

/// Two analysts and an operator.
async fn keepers(app: &TestApp) -> [Persona<'_>; 3] {
    [app.national(Role::Analyst).await, app.national(Role::Analyst).await, app.national(Role::Operator).await]
}

/// The policy that the market of the service ranks by.
async fn holding(app: &TestApp) -> i32 {
    app.app.board.refresh(&app.app).await.unwrap();
    app.app.board.with(|held| Ok(held.policy(app.app.clock.now())?.version())).unwrap()
}

#[tokio::test]
async fn weights_change_by_a_scenario_that_everybody_sees_and_a_second_person_approves() {
    let app = TestApp::start().await;
    World::new(&app, 2, 4).await;
    let [analyst, second, _] = keepers(&app).await;
    let scenario = shown(&analyst, travel()).await;
    let change = propose(&analyst, scenario).await;
    assert_eq!(approve(&analyst, change).await.refused().code, "POLICY_SECOND_PERSON");
    assert_eq!(holding(&app).await, 1);
    approve(&second, change).await.done();
    assert_eq!(holding(&app).await, 2, "it holds in every process as soon as it is approved");
    let versions = match_policy::all(app.app.db()).await.unwrap();
    assert_eq!(versions[0].note, "Rural schools wait longest.");
    let asked =
        "query($id: ID!) { policyChange(id: $id) { status policyVersion scenario { id } weights { factor weight } } }";
    let it = second.ask(asked, json!({"id": change.to_string()})).await.at("policyChange").clone();
    assert_eq!((&it["status"], &it["policyVersion"]), (&json!("APPROVED"), &json!(2)));
    assert_eq!(it["scenario"]["id"], scenario.to_string());
    let weights = it["weights"].as_array().unwrap();
    assert!(weights.contains(&json!({"factor": "TRAVEL", "weight": 20})));
    assert!(weights.contains(&json!({"factor": "CONTEXT", "weight": 14})), "all else is as it was");
    assert_eq!(approve(&second, change).await.refused().code, "STEP_NOT_OPEN");
    app.sound().await;
}

#[tokio::test]
async fn what_was_not_shown_or_is_no_policy_is_not_put_forward() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let [analyst, second, operator] = keepers(&app).await;
    let code = async |by: &Persona<'_>, scenario| proposing(by, scenario, json!({})).await.refused().code;
    let written = write(&analyst, travel()).await;
    share(&analyst, written, "EXCHANGE").await.done();
    assert_eq!(code(&analyst, written).await, "POLICY_WITHOUT_SCENARIO", "nothing was reckoned");
    let unshared = write(&analyst, travel()).await;
    reckon(&analyst, unshared).await.done();
    assert_eq!(code(&analyst, unshared).await, "POLICY_WITHOUT_SCENARIO", "nobody else has seen it");
    assert_eq!(code(&second, unshared).await, "NOT_FOUND");
    let of_time = shown(&analyst, world.more()).await;
    assert_eq!(code(&analyst, of_time).await, "POLICY_WITHOUT_SCENARIO", "people are no policy");
    let of_alliance = shown(&world.broker, travel()).await;
    assert_eq!(code(&analyst, of_alliance).await, "POLICY_WITHOUT_SCENARIO", "an alliance is not the nation");
    let shown = shown(&analyst, travel()).await;
    for by in [&world.broker, &operator] {
        assert_eq!(code(by, shown).await, "NOT_ALLOWED");
    }
    let from = |at: &str| json!({"holdsFrom": at});
    let no = proposing(&analyst, shown, from("2026-11-01T00:00:00Z")).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_PASSED", "holdsFrom"));
    let no = proposing(&analyst, shown, from("2028-11-01T00:00:00Z")).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_TOO_FAR", "holdsFrom"));
    propose(&analyst, shown).await;
    assert_eq!(code(&second, shown).await, "POLICY_CHANGE_OPEN", "one at a time");
}

#[tokio::test]
async fn what_was_seen_beside_an_older_policy_is_seen_again() {
    let app = TestApp::start().await;
    World::new(&app, 2, 4).await;
    let [analyst, second, operator] = keepers(&app).await;
    let earlier = shown(&analyst, json!([{"weight": {"factor": "CONTEXT", "to": 15}}])).await;
    let change = propose(&analyst, shown(&analyst, travel()).await).await;
    approve(&operator, change).await.done();
    assert_eq!(proposing(&second, earlier, json!({})).await.refused().code, "POLICY_OVERTAKEN");
    let again = shown(&second, json!([{"weight": {"factor": "CONTEXT", "to": 15}}])).await;
    assert_eq!(seen(&second, again).await["report"]["policyVersion"], 2);
    let change = propose(&second, again).await;
    approve(&operator, change).await.done();
    assert_eq!(holding(&app).await, 3);
}

#[tokio::test]
async fn a_version_holds_from_its_day_on() {
    let app = TestApp::start().await;
    World::new(&app, 2, 4).await;
    let [analyst, second, _] = keepers(&app).await;
    let scenario = shown(&analyst, travel()).await;
    let input = json!({"holdsFrom": "2026-11-23T00:00:00Z"});
    let change = proposing(&analyst, scenario, input).await.text("proposePolicyChange.change.id").parse().unwrap();
    approve(&second, change).await.done();
    assert_eq!(holding(&app).await, 1);
    let next = shown(&analyst, json!([{"weight": {"factor": "CONTEXT", "to": 15}}])).await;
    assert_eq!(proposing(&analyst, next, json!({})).await.refused().code, "POLICY_OVERTAKEN", "the newest is to come");
    app.clock.advance(chrono::TimeDelta::days(15));
    assert_eq!(holding(&app).await, 2);
}

#[tokio::test]
async fn what_is_refused_taken_back_or_lapses_is_kept_and_told() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let [analyst, second, operator] = keepers(&app).await;
    let scenario = shown(&analyst, travel()).await;
    let refused = propose(&analyst, scenario).await;
    assert_eq!(end(&analyst, "refusePolicyChange", refused).await.refused().code, "POLICY_SECOND_PERSON");
    assert_eq!(end(&world.broker, "refusePolicyChange", refused).await.refused().code, "NOT_ALLOWED");
    end(&operator, "refusePolicyChange", refused).await.done();
    let withdrawn = propose(&analyst, scenario).await;
    assert_eq!(end(&second, "withdrawPolicyChange", withdrawn).await.refused().code, "NOT_ALLOWED");
    end(&analyst, "withdrawPolicyChange", withdrawn).await.done();
    propose(&analyst, scenario).await;
    app.clock.advance(chrono::TimeDelta::days(31));
    let events = app.settle().await;
    assert!(events.events().contains(&"policy_change.lapsed"));
    let all = "{ policyChanges(first: 5) { nodes { status endedFor } } }";
    let expected = json!([{"status": "LAPSED", "endedFor": null}, {"status": "WITHDRAWN", "endedFor": "Too early."},
        {"status": "REFUSED", "endedFor": "Too early."}]);
    assert_eq!(
        world.broker.asks(all).await.at("policyChanges.nodes"),
        &expected,
        "every broker sees what was put forward"
    );
    assert_eq!(world.giving.head().await.asks(all).await.at("policyChanges.nodes"), &json!([]));
    assert_eq!(holding(&app).await, 1);
    let told = "{ viewer { notifications(first: 20) { nodes { text } } } }";
    let texts = second.asks(told).await.0.to_string();
    assert!(texts.contains("waits for a second person: “More help”."), "{texts}");
}

#[tokio::test]
async fn no_version_is_added_that_nobody_approved_whoever_writes() {
    let app = TestApp::start().await;
    World::new(&app, 2, 4).await;
    let [analyst, second, _] = keepers(&app).await;
    let change = propose(&analyst, shown(&analyst, travel()).await).await;
    let refused = async |sql: &str, constraint: &str| {
        let error = app.owner.run(sql, values![change.uuid()]).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint), "{sql}");
    };
    let add = |what: &str, of: &str| {
        format!(
            "INSERT INTO match_policy (version, weights, settings, since, note, change_id) SELECT {what} FROM {of} WHERE $1::uuid IS NOT NULL"
        )
    };
    let whole = "policy_version, weights, settings, holds_from, 'So', id";
    refused(&add("2, weights, settings, since, 'So', NULL", "match_policy"), "match_policy_approved").await;
    refused(&add(whole, "policy_change"), "match_policy_approved").await;
    for (column, constraint) in [
        ("status = 'approved', ended_at = proposed_at, ended_by = proposed_by", "policy_change_second_person"),
        ("status = 'refused', ended_at = proposed_at", "policy_change_ended_when_it_says"),
        ("answer_by = proposed_at", "policy_change_forwards"),
        ("holds_from = proposed_at - interval '1 day'", "policy_change_forwards"),
        ("weights = '{}'", "policy_change_goes_forwards"),
        ("policy_version = 3", "policy_change_goes_forwards"),
    ] {
        refused(&format!("UPDATE policy_change SET {column} WHERE id = $1"), constraint).await;
    }
    let early = "UPDATE policy_change SET status = 'approved', ended_at = holds_from + interval '1 day', \
                 ended_by = (SELECT id FROM person WHERE id <> proposed_by LIMIT 1) WHERE id = $1";
    refused(early, "policy_change_approved_before_it_holds").await;
    approve(&second, change).await.done();
    refused(
        "UPDATE policy_change SET status = 'refused', ended_for = 'So' WHERE id = $1",
        "policy_change_goes_forwards",
    )
    .await;
    refused(&add("4, weights, settings, holds_from, 'So', id", "policy_change"), "match_policy_follows").await;
    let other = "policy_version + 1, weights, settings, holds_from, 'So', id";
    refused(&add(other, "policy_change"), "match_policy_as_approved").await;
}
