//! Who writes scenarios, who reads them, and what of them is told to whom.

use domain::access::Role;

use super::*;

#[tokio::test]
async fn a_scenario_is_its_authors_until_it_is_shared() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let id = write(&world.broker, world.more()).await;
    reckon(&world.broker, id).await.done();
    let colleague = world.alliance.broker().await;
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    let (analyst, operator) = (app.national(Role::Analyst).await, app.national(Role::Operator).await);
    let head = world.giving.head().await;
    let read = async |by: &Persona<'_>| seen(by, id).await != Json::Null;

    for stranger in [&colleague, &foreign, &analyst, &operator, &head] {
        assert!(!read(stranger).await);
        assert_eq!(share(stranger, id, "EXCHANGE").await.refused().code, "NOT_FOUND");
    }
    share(&world.broker, id, "COLLEAGUES").await.done();
    assert!(read(&colleague).await);
    assert!(!read(&foreign).await && !read(&analyst).await);
    share(&colleague, id, "EXCHANGE").await.done();
    for reader in [&foreign, &analyst, &operator] {
        assert!(read(reader).await);
        assert_eq!(archive(reader, id).await.refused().code, "NOT_ALLOWED");
    }
    assert!(!read(&head).await, "a school has no part in it");
    assert_eq!(
        share(&world.broker, id, "AUTHOR").await.refused().code,
        "STEP_NOT_OPEN",
        "what was read stays to be read"
    );
    let listed = "{ scenarios(first: 5, status: RECKONED) { nodes { id } } }";
    let nodes = |answer: Answer| answer.at("scenarios.nodes").clone();
    assert_eq!(nodes(foreign.asks(listed).await), json!([{"id": id.to_string()}]));
    assert_eq!(nodes(head.asks(listed).await), json!([]));
}

#[tokio::test]
async fn brokers_ask_about_their_alliance_and_analysts_about_the_nation() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let analyst = app.national(Role::Analyst).await;
    let id = write(&analyst, travel()).await;
    reckon(&analyst, id).await.done();
    assert_eq!(seen(&analyst, id).await["alliance"], Json::Null);
    for by in [world.giving.head().await, app.national(Role::Operator).await, app.national(Role::Auditor).await] {
        assert_eq!(writing(&by, travel()).await.refused().code, "NOT_ALLOWED");
    }
}

#[tokio::test]
async fn to_others_nothing_is_told_that_could_be_about_a_few() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 4).await;
    let id = write(&world.broker, world.more()).await;
    reckon(&world.broker, id).await.done();
    share(&world.broker, id, "EXCHANGE").await.done();
    assert_eq!(line(&seen(&world.broker, id).await, "MET")["then"], json!({"part": 2, "of": 2}));
    let analyst = app.national(Role::Analyst).await;
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    for reader in [&analyst, &foreign] {
        let it = seen(reader, id).await;
        assert_eq!((&it["report"]["requests"], &it["report"]["kept"]), (&Json::Null, &Json::Null));
        for line in it["report"]["lines"].as_array().unwrap() {
            let told = [&line["today"], &line["then"], &line["verdict"]];
            assert_eq!(told, [&Json::Null; 3], "{line}");
        }
    }
    // The nation's market is nobody's own.
    let nation = write(&analyst, travel()).await;
    reckon(&analyst, nation).await.done();
    assert_eq!(line(&seen(&analyst, nation).await, "MET")["today"], Json::Null);
}

#[tokio::test]
async fn a_school_that_asks_without_its_name_is_not_made_out_by_a_scenario() {
    let app = TestApp::start().await;
    let giving = app.school("Ash Lane").await;
    let quiet = app.school("Quiet Mead").await;
    let alliance = app.alliance("The Avon Alliance", &giving, &[&quiet]).await;
    let specialist = giving.specialist().await;
    giving.time(&specialist, AUTUMN_2, 4).await;
    let offer = giving.offer(&specialist).await;
    app.write("UPDATE offer SET half_days_per_half_term = 40 WHERE id = $1", values![offer.uuid()]).await;
    let request = quiet.anonymous_request(&alliance, 4).await;
    app.searched(&request.to_string(), "national").await;
    let analyst = app.national(Role::Analyst).await;
    let id = shown(&analyst, json!([{"removeOffer": {"offer": offer.to_string()}}])).await;
    app.settle().await;
    let told = "{ viewer { notifications(first: 20) { nodes { text } } } }";
    for reader in [&analyst, &alliance.broker().await, &app.national(Role::Operator).await] {
        let all = format!("{}{}", seen(reader, id).await, reader.asks(told).await.0);
        assert!(!all.contains(&quiet.urn.to_string()) && !all.contains("Quiet Mead"), "{all}");
        assert!(!all.contains(&request.to_string()), "{all}");
    }
}
