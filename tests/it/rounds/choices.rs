//! What brokers choose in a plan: weighed beforehand, kept with exactly what it loses, and the time moves with it.

use persistence::values;

use super::*;

const WEIGHED: &str =
    "query($round: ID!, $request: ID!, $offer: ID!, $kind: RoundChoiceKind!) { brokerageRound(id: $round) {
    choice(request: $request, offer: $offer, kind: $kind) { possible why { code } loss displaced } } }";

const CHOSEN: &str = "query($id: ID!) { brokerageRound(id: $id) { version plan { value bound best chosenLoss }
    choices(first: 20) { nodes { number kind loss reason offerId request { id } } } } }";

const BY_PLAN: &str = "query($request: ID!, $offer: ID!) { whyNot(request: $request, offer: $offer) {
    plan { answer sentence points given price loss displaced } }
    supportRequest(id: $request) { whyUnplaced { reason sentence outbidBy } } }";

const REPLAY: &str = "query($id: ID!) { roundReplay(id: $id) { inputIntact same } }";

async fn act(by: &Persona<'_>, mutation: &str, input: Json) -> Answer {
    let of = if mutation == "liftRoundChoice" { "LiftRoundChoiceInput" } else { "RoundPairInput" };
    let document = format!("mutation($input: {of}!) {{ {mutation}(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": input})).await
}

fn pair(round: Id<Round>, request: Id<SupportRequest>, offer: Id<Offer>) -> Json {
    json!({"round": round.to_string(), "request": request.to_string(), "offer": offer.to_string()})
}

async fn no(by: &Persona<'_>, mutation: &str, input: Json) -> (String, String) {
    let no = act(by, mutation, input).await.refused();
    (no.code, no.field)
}

async fn chosen(by: &Persona<'_>, round: Id<Round>) -> Json {
    by.ask(CHOSEN, json!({"id": round.to_string()})).await.at("brokerageRound").clone()
}

async fn value(by: &Persona<'_>, round: Id<Round>) -> i64 {
    let it = chosen(by, round).await;
    assert_eq!(it["plan"]["best"], true, "the proof is of the whole plan");
    it["plan"]["value"].as_i64().unwrap()
}

async fn by_plan(by: &Persona<'_>, request: Id<SupportRequest>, offer: Id<Offer>) -> Answer {
    by.ask(BY_PLAN, json!({"request": request.to_string(), "offer": offer.to_string()})).await
}

/// Where a request stands in a round, and what it is given.
async fn line(by: &Persona<'_>, round: Id<Round>, request: Id<SupportRequest>) -> (String, Json) {
    let it = seen(by, round).await;
    let lines = it["lines"]["nodes"].as_array().unwrap();
    let line = lines.iter().find(|line| line["request"]["id"] == request.to_string()).unwrap();
    (line["status"].as_str().unwrap().to_owned(), line["place"]["offerId"].clone())
}

/// Two requests for one place, of which the second is urgent, in a round that has its plan.
async fn contested<'a>(app: &'a TestApp) -> (World<'a>, Id<Offer>, [Id<SupportRequest>; 2], Id<Round>) {
    let (world, offer) = World::new(app, 3, 4).await;
    let requests = [world.request(0).await, world.request(1).await];
    let urgent = "UPDATE support_request SET urgency = 'urgent' WHERE id = $1";
    app.write(urgent, values![requests[1].uuid()]).await;
    let round = planned(&world).await;
    (world, offer, requests, round)
}

#[tokio::test]
async fn the_loss_that_is_told_beforehand_is_the_loss_when_it_is_chosen() {
    let app = TestApp::start().await;
    let (world, offer, [calm, urgent], round) = contested(&app).await;
    let broker = &world.broker;
    let before = chosen(broker, round).await;
    let was = value(broker, round).await;

    let asked =
        json!({"round": round.to_string(), "request": calm.to_string(), "offer": offer.to_string(), "kind": "PINNED"});
    let weighed = broker.ask(WEIGHED, asked.clone()).await;
    let weighed = weighed.at("brokerageRound.choice");
    assert_eq!((&weighed["possible"], &weighed["displaced"]), (&json!(true), &json!(1)));
    let loss = weighed["loss"].as_i64().unwrap();
    assert!(loss > 0);

    let head = world.asking[0].head().await;
    let told = by_plan(&head, calm, offer).await;
    assert_eq!(told.text("whyNot.plan.answer"), "WORTH_MORE_ELSEWHERE");
    assert_eq!(told.at("whyNot.plan.loss"), &json!(loss));
    assert_eq!((told.at("whyNot.plan.displaced"), told.at("whyNot.plan.given")), (&json!(1), &Json::Null));
    assert!(told.at("whyNot.plan.price").as_i64() > told.at("whyNot.plan.points").as_i64());
    assert!(told.text("whyNot.plan.sentence").contains("one other request would have somebody else, or nobody"));
    assert_eq!(told.text("supportRequest.whyUnplaced.reason"), "OUTBID");
    assert_eq!(told.at("supportRequest.whyUnplaced.outbidBy"), &json!(loss));
    let all = told.0.to_string();
    assert!(
        !all.contains(&urgent.to_string()) && !all.contains("School 1"),
        "others are counted and never named: {all}"
    );
    assert_eq!(chosen(broker, round).await, before, "nothing is touched by asking");

    let reason = json!({"reason": "They have waited longest."});
    let mut input = pair(round, calm, offer);
    input.as_object_mut().unwrap().extend(reason.as_object().unwrap().clone());
    act(broker, "pinRoundPair", input).await.done();
    assert_eq!(value(broker, round).await, was - loss, "exactly");
    let it = chosen(broker, round).await;
    assert_eq!(it["plan"]["chosenLoss"], loss);
    let kept = &it["choices"]["nodes"];
    assert_eq!(
        (&kept[0]["kind"], &kept[0]["loss"], kept.as_array().unwrap().len()),
        (&json!("PINNED"), &json!(loss), 1)
    );
    assert_eq!(
        (&kept[0]["reason"], &kept[0]["request"]["id"]),
        (&json!("They have waited longest."), &json!(calm.to_string()))
    );
    assert_eq!(line(broker, round, calm).await, ("PLACED".to_owned(), json!(offer.to_string())));
    assert_eq!(line(broker, round, urgent).await, ("UNPLACED".to_owned(), Json::Null));
    assert_eq!(reserved(&app).await, 4, "the time moved with the plan");
    assert!(app.settle().await.events().contains(&"round.chosen"));
    let id = json!({"id": round.to_string()});
    assert_eq!(broker.ask(REPLAY, id.clone()).await.at("roundReplay"), &json!({"inputIntact": true, "same": true}));

    let at = |code: &str| (code.to_owned(), "offer".to_owned());
    assert_eq!(no(broker, "pinRoundPair", pair(round, calm, offer)).await, at("ROUND_CHOICE_REPEATED"));
    assert_eq!(
        no(broker, "forbidRoundPair", pair(round, calm, offer)).await,
        at("ROUND_PAIR_IMPOSSIBLE"),
        "lifted first"
    );
    assert_eq!(no(broker, "pinRoundPair", pair(round, urgent, offer)).await, at("ROUND_PLACES_SETTLED"));
    assert_eq!(no(broker, "liftRoundChoice", pair(round, urgent, offer)).await, at("NOT_FOUND"));
    let told = by_plan(&head, calm, offer).await;
    assert_eq!(told.text("whyNot.plan.answer"), "GIVEN");
    assert!(told.at("supportRequest.whyUnplaced").is_null());

    act(broker, "liftRoundChoice", pair(round, calm, offer)).await.done();
    assert_eq!(value(broker, round).await, was);
    let it = chosen(broker, round).await;
    assert_eq!((&it["plan"]["chosenLoss"], &it["choices"]["nodes"]), (&json!(0), &json!([])));
    assert_eq!(line(broker, round, urgent).await.0, "PLACED");
    assert!(app.settle().await.events().contains(&"round.choice_lifted"));
}

#[tokio::test]
async fn whom_a_broker_forbids_goes_to_somebody_else_and_the_loss_is_what_was_told() {
    let app = TestApp::start().await;
    let (world, offer, [calm, urgent], round) = contested(&app).await;
    let was = value(&world.broker, round).await;
    let asked = json!({"round": round.to_string(), "request": urgent.to_string(), "offer": offer.to_string(), "kind": "FORBIDDEN"});
    let loss = world.broker.ask(WEIGHED, asked).await.at("brokerageRound.choice.loss").as_i64().unwrap();
    act(&world.broker, "forbidRoundPair", pair(round, urgent, offer)).await.done();
    assert_eq!(value(&world.broker, round).await, was - loss);
    assert_eq!(line(&world.broker, round, calm).await.0, "PLACED");
    let told = by_plan(&world.broker, urgent, offer).await;
    assert_eq!(told.text("whyNot.plan.answer"), "NOT_POSSIBLE");
    assert!(told.at("whyNot.plan.loss").is_null());
    let nobody = app.app.ids.next::<Offer>();
    let unknown = no(&world.broker, "pinRoundPair", pair(round, calm, nobody)).await;
    assert_eq!(unknown, ("NOT_FOUND".to_owned(), "offer".to_owned()));
    app.settle().await;
}

#[tokio::test]
async fn a_choice_whose_time_was_promised_elsewhere_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let (world, first_offer) = World::new(&app, 3, 4).await;
    let second = offer_of(&world.asking[2], 4).await;
    let request = world.request(0).await;
    let round = planned(&world).await;
    let first = line(&world.broker, round, request).await.1;
    let other = if first == second.to_string() { first_offer } else { second };
    let elsewhere = world.request(1).await;
    world.broker.propose(other, elsewhere).await.done();
    let (before, held) = (chosen(&world.broker, round).await, reserved(&app).await);
    assert_eq!(
        no(&world.broker, "pinRoundPair", pair(round, request, other)).await,
        ("ROUND_TIME_TAKEN".to_owned(), String::new())
    );
    assert_eq!((chosen(&world.broker, round).await, reserved(&app).await), (before, held));
    assert_eq!(line(&world.broker, round, request).await, ("PLACED".to_owned(), first));
    app.settle().await;
}

#[tokio::test]
async fn what_was_proposed_as_the_plan_says_stays_as_it_is() {
    let app = TestApp::start().await;
    let (world, offer) = World::new(&app, 3, 8).await;
    let requests = [world.request(0).await, world.request(1).await];
    let round = planned(&world).await;
    world.broker.propose(offer, requests[0]).await.done();
    let no = no(&world.broker, "forbidRoundPair", pair(round, requests[0], offer)).await;
    assert_eq!(no, ("STEP_NOT_OPEN".to_owned(), "request".to_owned()));
    act(&world.broker, "forbidRoundPair", pair(round, requests[1], offer)).await.done();
    assert_eq!(line(&world.broker, round, requests[0]).await, ("PROPOSED".to_owned(), json!(offer.to_string())));
    assert_eq!(line(&world.broker, round, requests[1]).await.0, "UNPLACED");
    assert_eq!(reserved(&app).await, 4, "the proposal's");
    let replay = world.broker.ask(REPLAY, json!({"id": round.to_string()})).await;
    assert_eq!(replay.at("roundReplay.same"), &json!(true));
    app.settle().await;
    close(&world.broker, round).await.done();
    let late = act(&world.broker, "liftRoundChoice", pair(round, requests[1], offer)).await.refused();
    assert_eq!(late.code, "STEP_NOT_OPEN");
    assert_eq!(chosen(&world.broker, round).await["choices"]["nodes"].as_array().unwrap().len(), 1, "it is kept");
}

#[tokio::test]
async fn two_brokers_who_choose_at_once_both_have_their_way_or_one_is_told() {
    let app = TestApp::start().await;
    let (world, offer, [calm, urgent], round) = contested(&app).await;
    let other = world.alliance.broker().await;
    let (one, two) = tokio::join!(
        act(&world.broker, "forbidRoundPair", pair(round, calm, offer)),
        act(&other, "forbidRoundPair", pair(round, urgent, offer)),
    );
    one.done();
    two.done();
    let it = chosen(&other, round).await;
    assert_eq!((&it["plan"]["value"], it["choices"]["nodes"].as_array().unwrap().len()), (&json!(0), 2));
    assert_eq!(reserved(&app).await, 0);
    app.settle().await;
    let with = |request| {
        let mut input = pair(round, request, offer);
        input["expectedVersion"] = it["version"].clone();
        input
    };
    let (one, two) =
        tokio::join!(act(&world.broker, "liftRoundChoice", with(calm)), act(&other, "liftRoundChoice", with(urgent)),);
    let refusals: Vec<_> = one.refusals().into_iter().chain(two.refusals()).map(|no| no.code).collect();
    assert_eq!(refusals, ["VERSION_STALE"], "whoever was second had read another plan");
    app.settle().await;
}

#[tokio::test]
async fn in_the_nations_round_each_alliance_chooses_for_its_own_requests() {
    let app = TestApp::start().await;
    let (world, offer) = World::new(&app, 2, 4).await;
    let request = world.request(0).await;
    app.searched(&request.to_string(), "national").await;
    let operator = app.national(domain::access::Role::Operator).await;
    let round = open(&operator).await;
    freeze(&operator, round).await.done();
    app.settle().await;
    let school = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &school, &[]).await.broker().await;
    let not_found = |field: &str| ("NOT_FOUND".to_owned(), field.to_owned());
    for stranger in [&operator, &foreign] {
        assert_eq!(no(stranger, "forbidRoundPair", pair(round, request, offer)).await, not_found("request"));
    }
    let head = world.asking[0].head().await;
    assert_eq!(no(&head, "forbidRoundPair", pair(round, request, offer)).await, not_found("round"));
    act(&world.broker, "forbidRoundPair", pair(round, request, offer)).await.done();
    assert_eq!(chosen(&world.broker, round).await["choices"]["nodes"].as_array().unwrap().len(), 1);
    for stranger in [&operator, &foreign] {
        assert_eq!(chosen(stranger, round).await["choices"]["nodes"], json!([]));
    }
    assert!(by_plan(&foreign, request, offer).await.at("whyNot").is_null());
    let asked = json!({"round": round.to_string(), "request": request.to_string(), "offer": offer.to_string(), "kind": "PINNED"});
    assert!(foreign.ask(WEIGHED, asked).await.at("brokerageRound.choice").is_null());
    app.settle().await;
}

#[tokio::test]
async fn the_database_keeps_choices_sound_whoever_writes() {
    let app = TestApp::start().await;
    let (world, offer, [calm, _], round) = contested(&app).await;
    act(&world.broker, "pinRoundPair", pair(round, calm, offer)).await.done();
    let refused = async |sql: &str, constraint: &str| {
        let error = app.owner.run(sql, values![round.uuid()]).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint), "{sql}");
    };
    refused("UPDATE round_choice SET loss = -1 WHERE round_id = $1", "round_choice_sound").await;
    refused("UPDATE round_choice SET request_id = id FROM offer WHERE round_id = $1", "round_choice_of_a_line").await;
    let again = |columns: &str| {
        format!(
            "INSERT INTO round_choice (round_id, number, request_id, offer_id, specialist_id, home_id, kind, loss, \
             chosen_by, chosen_at) SELECT round_id, 2, request_id, offer_id, {columns}, 0, chosen_by, chosen_at \
             FROM round_choice WHERE round_id = $1"
        )
    };
    refused(&again("specialist_id, home_id, 'forbidden'"), "round_choice_once").await;
    refused(&again("NULL, home_id, 'pinned'"), "round_choice_pinned_once").await;
    refused("UPDATE brokerage_round SET chosen_loss = -1 WHERE id = $1", "round_chosen_loss_sound").await;
}
