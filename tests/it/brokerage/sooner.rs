//! Alliances that are sooner than it is nationally: by their own policy, from the instant on at which they say so.

use chrono::TimeDelta;
use domain::Id;
use domain::directory::Alliance;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::{raised, steps, triaged};

async fn set(who: &Persona<'_>, of: Id<Alliance>, levels: Json) -> Answer {
    let document = "mutation($input: SetAlliancePolicyInput!) { setAlliancePolicy(input: $input) {
        alliance { policy { candidateHours meetingDays recordDays } } userErrors { code field message } } }";
    let mut input = json!({"alliance": of.to_string(), "responseDays": 7});
    lateral_tests::deal::overlay(&mut input, levels);
    who.ask(document, json!({"input": input})).await
}

/// Within what time each level is kept, as number, unit and whether that is sooner than nationally.
async fn within(who: &Persona<'_>, of: Id<Alliance>) -> Vec<Json> {
    let document = "query($id: ID!) { alliance(id: $id) { serviceLevels(from: \"2026-11-01\", until: \"2026-12-01\") {
        level within unit sooner } } }";
    let answer = who.ask(document, json!({"id": of.to_string()})).await;
    let levels = answer.at("alliance.serviceLevels").as_array().unwrap().clone();
    levels.iter().map(|it| json!([it["level"], it["within"], it["unit"], it["sooner"]])).collect()
}

#[tokio::test]
async fn an_alliance_promises_to_be_sooner_and_never_later() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let own = app.alliance("Avon", &ash, &[]).await;
    let broker = own.broker().await;
    let national = [
        json!(["TRIAGE", null, "HOURS", false]),
        json!(["NAMED_CANDIDATE", 48, "HOURS", false]),
        json!(["ANSWER", 7, "DAYS", false]),
        json!(["INITIAL_MEETING", 7, "DAYS", false]),
        json!(["VISIT_RECORD", 5, "WORKING_DAYS", false]),
        json!(["GUARANTEE", null, "DAYS", false]),
    ];
    assert_eq!(within(&broker, own.id).await, national);
    for (levels, code, field) in [
        (json!({"candidateHours": 49}), "LONGER_THAN_NATIONAL", "candidateHours"),
        (json!({"meetingDays": 8}), "LONGER_THAN_NATIONAL", "meetingDays"),
        (json!({"recordDays": 6}), "LONGER_THAN_NATIONAL", "recordDays"),
        (json!({"recordDays": 0}), "NUMBER_OUT_OF_RANGE", "recordDays"),
    ] {
        let no = set(&broker, own.id, levels).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), (code, field));
    }
    let done = set(&broker, own.id, json!({"candidateHours": 24, "recordDays": 5})).await;
    let kept = json!({"candidateHours": 24, "meetingDays": null, "recordDays": 5});
    assert_eq!(done.at("setAlliancePolicy.alliance.policy"), &kept);
    let told = within(&broker, own.id).await;
    assert_eq!(told[1], json!(["NAMED_CANDIDATE", 24, "HOURS", true]));
    assert_eq!(told[4], national[4], "as long as nationally is not sooner");

    let longer = "INSERT INTO alliance_policy SELECT (jsonb_populate_record(policy, jsonb_build_object(\
                  'version', version + 1, 'candidate_hours', 49))).* FROM alliance_policy AS policy";
    let refused = app.owner.run(longer, values![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("alliance_policy_within_national"));
    app.settle().await;
}

#[tokio::test]
async fn what_began_before_keeps_its_time_and_what_begins_after_has_the_shorter_one() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let own = app.alliance("Avon", &ash, &[]).await;
    let (head, broker) = (ash.head().await, own.broker().await);
    let before = raised(&head, json!({})).await;
    app.clock.advance(TimeDelta::seconds(1));
    set(&broker, own.id, json!({"candidateHours": 24})).await.done();
    let after = raised(&head, json!({})).await;
    for request in [&before, &after] {
        triaged(&broker, request).await;
    }
    app.settle().await;
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(app.settle().await.events(), [] as [&str; 0], "in time is in time");
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(app.settle().await.events(), ["service_level.breached"]);
    let whose = "query($id: ID!) { alliance(id: $id) { serviceBreaches(first: 9) { nodes { request { id } } } } }";
    let told = broker.ask(whose, json!({"id": own.id.to_string()})).await;
    assert_eq!(told.at("alliance.serviceBreaches.nodes"), &json!([{"request": {"id": after}}]));
    let levels = broker.levels(own.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([1, 0, 1, null]), "the other one is not due yet");
    // Whoever takes the promise back does so for what begins from then on.
    set(&broker, own.id, json!({})).await.done();
    app.clock.advance(TimeDelta::hours(24));
    app.settle().await;
    let once = [("NAMED_CANDIDATE", "BROKER"), ("NAMED_CANDIDATE", "ALLIANCE"), ("NAMED_CANDIDATE", "BROKER")];
    assert_eq!(broker.breaches(own.id).await, steps(&once));
    let levels = broker.levels(own.id).await.unwrap();
    assert_eq!(levels["NAMED_CANDIDATE"], json!([2, 0, 2, null]));
}

#[tokio::test]
async fn those_who_meet_and_those_who_write_down_have_the_time_of_their_alliance() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let of = deal.alliance.id;
    set(&deal.broker, of, json!({"meetingDays": 2, "recordDays": 1})).await.done();
    let deployment = deal.agreed().await;
    app.settle().await;
    app.clock.advance(TimeDelta::days(2) + TimeDelta::hours(1));
    assert!(app.settle().await.events().contains(&"service_level.breached"));
    let meeting = ("INITIAL_MEETING", "BROKER");
    assert_eq!(deal.broker.breaches(of).await, steps(&[meeting]));
    let levels = deal.broker.levels(of).await.unwrap();
    assert_eq!(levels["INITIAL_MEETING"], json!([1, 0, 1, null]));

    deal.host_head.step("startDeployment", deployment).await.done();
    let visited_on = app.clock.now().day();
    app.clock.advance(TimeDelta::days(2));
    let input = json!({"deployment": deployment.to_string(), "visitedOn": visited_on, "mode": "IN_PERSON", "halfDays": 1,
        "note": "Watched a lesson."});
    let document = lateral_tests::deal::act("recordVisit", "RecordVisitInput", "visit");
    deal.specialist.persona.ask(&document, json!({ "input": input })).await.done();
    let breaches = deal.broker.breaches(of).await.unwrap();
    assert!(breaches.contains(&("VISIT_RECORD".to_owned(), "BROKER".to_owned())), "{breaches:?}");
    app.settle().await;
    app.sound().await;
}
