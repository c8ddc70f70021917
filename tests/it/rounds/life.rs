//! A round from its opening to its end.

use super::*;

#[tokio::test]
async fn a_round_is_opened_frozen_planned_used_and_closed() {
    let app = TestApp::start().await;
    let (world, offer) = World::new(&app, 3, 5).await;
    let requests = [world.request(0).await, world.request(1).await];
    let of_another_size = world.asking[2].request(&world.alliance, 5).await;

    let round = open(&world.broker).await;
    let opened = seen(&world.broker, round).await;
    assert_eq!((opened["status"].as_str(), opened["requests"].as_i64()), (Some("OPEN"), Some(0)));
    assert_eq!(freeze(&world.broker, round).await.at("freezeRound.round.requests"), &json!(2));
    assert_eq!(app.settle().await.events()[..3], ["round.opened", "round.frozen", "round.planning"]);

    let it = seen(&world.broker, round).await;
    assert_eq!(it["status"], "PLANNED");
    assert_eq!((&it["plan"]["placed"], &it["plan"]["policyVersion"]), (&json!(1), &json!(1)), "there is time for one");
    let lines = it["lines"]["nodes"].as_array().unwrap();
    let of = |status: &str| lines.iter().filter(|line| line["status"] == status).collect::<Vec<_>>();
    assert_eq!((of("PLACED").len(), of("UNPLACED").len()), (1, 1));
    let placed = of("PLACED")[0];
    assert_eq!(placed["place"]["offerId"], offer.to_string());
    let parts = placed["place"]["parts"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|part| part["contribution"].as_i64().unwrap()).sum();
    assert_eq!(placed["place"]["points"].as_i64(), Some(sum), "the parts are the points");
    let value = sum + placed["place"]["worth"].as_i64().unwrap();
    assert_eq!(it["plan"]["value"].as_i64(), Some(value), "the first job costs nothing");
    assert!(!lines.iter().any(|line| line["request"]["id"] == of_another_size.to_string()));
    assert_eq!(reserved(&app).await, 4, "held until it is used");

    let request: Id<SupportRequest> = placed["request"]["id"].as_str().unwrap().parse().unwrap();
    assert!(requests.contains(&request));
    let proposed = world.broker.propose(offer, request).await;
    proposed.done();
    assert_eq!(reserved(&app).await, 4, "the proposal holds now what the round held");
    app.sound().await;
    let it = seen(&world.broker, round).await;
    let line = it["lines"]["nodes"].as_array().unwrap().iter().find(|it| it["status"] == "PROPOSED").cloned();
    assert_eq!(line.unwrap()["proposal"]["id"], proposed.at("proposeSupport.proposal.id").clone());

    assert_eq!(close(&world.broker, round).await.at("closeRound.round.status"), "CLOSED");
    assert_eq!(close(&world.broker, round).await.refused().code, "STEP_NOT_OPEN");
    assert!(app.settle().await.events().contains(&"round.closed"));
}

#[tokio::test]
async fn what_a_plan_holds_is_free_again_when_the_round_is_closed() {
    let app = TestApp::start().await;
    let (world, offer) = World::new(&app, 2, 4).await;
    let request = world.request(0).await;
    let round = planned(&world).await;
    let other = world.request(1).await;
    assert_eq!(world.broker.propose(offer, other).await.refused().code, "CAPACITY_SHORT", "it is held for the first");
    close(&world.broker, round).await.done();
    assert_eq!(reserved(&app).await, 0);
    world.broker.propose(offer, other).await.done();
    app.settle().await;
    let again = open(&world.broker).await;
    assert_eq!(freeze(&world.broker, again).await.at("freezeRound.round.requests"), &json!(1), "{request} waits still");
}

#[tokio::test]
async fn the_most_urgent_is_met_first_whoever_came_first() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 2, 4).await;
    let (first, second) = (world.request(0).await, world.request(1).await);
    app.write("UPDATE support_request SET urgency = 'urgent' WHERE id = $1", persistence::values![second.uuid()]).await;
    let round = planned(&world).await;
    let it = seen(&world.broker, round).await;
    let lines = it["lines"]["nodes"].as_array().unwrap();
    let of = |id: Id<SupportRequest>| lines.iter().find(|line| line["request"]["id"] == id.to_string()).unwrap();
    assert_eq!((&of(first)["status"], &of(second)["status"]), (&json!("UNPLACED"), &json!("PLACED")));
}

#[tokio::test]
async fn a_plan_comes_out_the_same_from_what_it_was_made_of_and_tells_when_that_was_altered() {
    let app = TestApp::start().await;
    let (world, offer) = World::new(&app, 2, 5).await;
    world.request(0).await;
    world.request(1).await;
    let round = planned(&world).await;
    let asked = "query($id: ID!) { roundReplay(id: $id) { inputIntact same } }";
    let id = json!({"id": round.to_string()});
    let replay = async |by: &Persona<'_>| by.ask(asked, id.clone()).await.at("roundReplay").clone();
    let same = json!({"inputIntact": true, "same": true});
    assert_eq!(replay(&world.broker).await, same);
    // The market may change, and what was proposed since is still what the plan gave.
    let lines = seen(&world.broker, round).await["lines"]["nodes"].clone();
    let placed = lines.as_array().unwrap().iter().find(|line| line["status"] == "PLACED").unwrap().clone();
    world.broker.propose(offer, placed["request"]["id"].as_str().unwrap().parse().unwrap()).await.done();
    assert_eq!(replay(&world.broker).await, same);
    let head = world.asking[0].head().await;
    assert_eq!(replay(&head).await, Json::Null);
    let altered = "UPDATE round_input SET input = decode('0300', 'hex') WHERE round_id = $1";
    app.write(altered, persistence::values![round.uuid()]).await;
    assert_eq!(replay(&world.broker).await, json!({"inputIntact": false, "same": false}));
}

#[tokio::test]
async fn a_bundle_that_makes_no_sense_is_refused_with_every_fault() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 1, 4).await;
    let refused = async |input: Json| {
        let answer = opening(&world.broker, input).await;
        answer.refusals().into_iter().map(|no| (no.code, no.field)).collect::<Vec<_>>()
    };
    let at = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    let none = json!({"name": " ", "halfDays": 0, "halfTerms": []});
    let all = [at("TEXT_EMPTY", "name"), at("NUMBER_OUT_OF_RANGE", "halfDays"), at("CHOICE_MISSING", "halfTerms")];
    assert_eq!(refused(none).await, all);
    let over = json!({"name": "Autumn", "halfDays": 4, "halfTerms": [20261]});
    assert_eq!(refused(over).await, [at("DATE_PASSED", "halfTerms")]);
    let unknown = json!({"name": "Autumn", "halfDays": 4, "halfTerms": [AUTUMN_2, 20267]});
    assert_eq!(refused(unknown).await, [at("NUMBER_OUT_OF_RANGE", "halfTerms.1")]);
}

#[tokio::test]
async fn only_what_suits_the_bundle_and_was_confirmed_takes_part() {
    let app = TestApp::start().await;
    let (world, _) = World::new(&app, 4, 40).await;
    let set = async |column: &str| {
        let request = world.request(0).await;
        let sql = format!("UPDATE support_request SET {column} WHERE id = $1");
        app.write(&sql, persistence::values![request.uuid()]).await;
        request
    };
    set("status = 'submitted'").await;
    set("status = 'proposed'").await;
    set("starts_on = '2027-01-05'").await;
    set("half_days = 3").await;
    let audited = set("status = 'triaged'").await;
    world.broker.ask_for_audit(&audited.to_string(), json!({})).await.done();
    set("alliances = '{}'").await;
    let round = open(&world.broker).await;
    let no = freeze(&world.broker, round).await.refused();
    assert_eq!(no.code, "ROUND_EMPTY");
    world.request(1).await;
    freeze(&world.broker, round).await.done();
    // What is in one round is in no other.
    world.request(2).await;
    let second = open(&world.broker).await;
    assert_eq!(freeze(&world.broker, second).await.at("freezeRound.round.requests"), &json!(1));
    app.settle().await;
}
