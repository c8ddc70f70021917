//! A ring from its proposal to the support that is planned by it.

use super::*;

#[tokio::test]
async fn a_ring_is_proposed_to_three_schools_and_each_sees_its_own_give_and_get_only() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1, 2]).await;
    assert_eq!((reserved(&app).await, waiting(&app).await), (12, 0), "the time of all three is held");
    app.sound().await;

    let whole = seen(&world.broker, ring).await;
    assert_eq!(whole["legs"].as_array().unwrap().len(), 3);
    for leg in whole["legs"].as_array().unwrap() {
        let parts = leg["parts"].as_array().unwrap();
        let sum: i64 = parts.iter().map(|part| part["contribution"].as_i64().unwrap()).sum();
        assert_eq!(leg["points"].as_i64(), Some(sum), "the parts are the points");
    }
    for (at, head) in world.heads.iter().enumerate() {
        let it = seen(head, ring).await;
        assert_eq!((&it["schools"], &it["consents"]), (&json!(3), &json!(0)));
        let legs = it["legs"].as_array().unwrap();
        let urn = json!(world.schools[at].urn.to_string());
        assert_eq!(legs.len(), 2, "its own give and its own get");
        assert!(legs.iter().all(|leg| leg["gives"]["urn"] == urn || leg["gets"]["urn"] == urn));
        assert!(legs.iter().all(|leg| leg["points"].is_null() && leg["parts"].is_null()));
        let others = (0..3).filter(|other| *other != at && *other != (at + 1) % 3);
        for other in others {
            let request = "query($id: ID!) { supportRequest(id: $id) { title } }";
            let hidden = head.ask(request, json!({"id": world.requests[other].to_string()})).await;
            assert_eq!(hidden.at("supportRequest"), &Json::Null, "what the third asks for is not theirs to read");
        }
    }
    let told = app.settle().await;
    assert!(told.events().contains(&"ring.proposed"));
    let notices = "{ viewer { notifications(first: 20) { nodes { kind text dueAt } } } }";
    for head in &world.heads {
        let heard = head.asks(notices).await;
        let of = heard.at("viewer.notifications.nodes").as_array().unwrap().clone();
        assert!(of.iter().any(|it| it["kind"] == "ring.proposed" && !it["dueAt"].is_null()), "{of:?}");
    }
}

#[tokio::test]
async fn when_all_consent_the_support_of_each_is_planned_and_the_statement_shows_the_ring() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1, 2]).await;
    for (number, head) in world.heads.iter().enumerate() {
        let answer = consent(head, ring).await;
        answer.done();
        assert_eq!(answer.at("consentToRing.ring.consents"), &json!(number + 1));
        if number == 0 {
            assert_eq!(consent(head, ring).await.refused().code, "ALREADY_ANSWERED");
            let other = seen(&world.heads[1], ring).await;
            let told = other["legs"].as_array().unwrap().iter().filter(|leg| !leg["answer"].is_null()).count();
            assert_eq!((&other["consents"], told), (&json!(1), 0), "how many have consented, and not which");
        }
    }
    assert_eq!(reserved(&app).await, 12, "what the ring held, the proposals hold");
    app.sound().await;
    let it = seen(&world.broker, ring).await;
    assert_eq!(it["status"], "AGREED");
    for leg in it["legs"].as_array().unwrap() {
        assert_eq!((&leg["answer"], &leg["proposal"]["status"]), (&json!("CONSENTED"), &json!("CONFIRMED")));
        assert_eq!(leg["proposal"]["deployment"]["status"], "PLANNED");
    }
    let events = app.settle().await;
    let planned = events.events().iter().filter(|it| **it == "deployment.planned").count();
    assert_eq!((events.events().contains(&"ring.agreed"), planned), (true, 3));
    for (head, school) in world.heads.iter().zip(&world.schools) {
        let year = "query($urn: URN!) { school(urn: $urn) { reciprocity { statement { rings { ringId gives gets ring { status } } } } } }";
        let told = head.ask(year, json!({"urn": school.urn})).await;
        let rings = told.at("school.reciprocity.statement.rings").clone();
        let own = json!([{"ringId": ring.to_string(), "gives": 4, "gets": 4, "ring": {"status": "AGREED"}}]);
        assert_eq!(rings, own, "a give and a get that belong together: {told:?}");
    }
    assert_eq!(decline(&world.heads[0], ring).await.refused().code, "RING_NOT_OPEN");
    assert_eq!(withdraw(&world.broker, ring).await.refused().code, "RING_NOT_OPEN");
}

#[tokio::test]
async fn who_may_not_propose_or_answer_is_refused_and_another_alliance_sees_nothing() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1]).await;
    let other = app.school("Beech Hill").await;
    let elsewhere = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    assert_eq!(seen(&elsewhere, ring).await, Json::Null);
    assert_eq!(withdraw(&elsewhere, ring).await.refused().code, "NOT_FOUND");
    assert_eq!(consent(&other.head().await, ring).await.refused().code, "NOT_FOUND");
    assert_eq!(consent(&world.heads[2], ring).await.refused().code, "NOT_FOUND", "a school that is not in it");
    assert_eq!(consent(&world.broker, ring).await.refused().code, "NOT_YOURS_TO_ACCEPT");
    assert_eq!(withdraw(&world.heads[0], ring).await.refused().code, "NOT_ALLOWED");
    let input = json!({"legs": world.legs(&[0, 2])});
    assert_eq!(proposing(&world.heads[0], input.clone()).await.refused().code, "NOT_ALLOWED");
    let no = proposing(&elsewhere, input).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "legs.0.request"));
}

#[tokio::test]
async fn a_broker_with_a_post_at_one_of_the_schools_leaves_the_ring_to_another() {
    let app = TestApp::start().await;
    let world = World::new(&app, 2, 10).await;
    let post = "INSERT INTO employment VALUES (gen_random_uuid(), $1, $2, 'Teacher', '2020-09-01', NULL)";
    let row = persistence::values![world.broker.who().person.uuid(), world.schools[1].id.uuid()];
    app.write(post, row).await;
    let no = world.propose(&[0, 1]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("RING_OWN_SCHOOL", "legs"));
    let colleague = world.alliance.broker().await;
    proposing(&colleague, json!({"legs": world.legs(&[0, 1])})).await.done();
}

#[tokio::test]
async fn an_anonymous_request_stays_so_until_the_ring_is_agreed() {
    let app = TestApp::start().await;
    let mut world = World::new(&app, 2, 10).await;
    world.requests[1] = world.schools[1].anonymous_request(&world.alliance, 4).await;
    let ring = world.proposed(&[0, 1]).await;
    let first = world.schools[0].urn.to_string();
    let gets = async |by: &Persona<'_>| {
        let it = seen(by, ring).await;
        let legs = it["legs"].as_array().unwrap().clone();
        legs.iter().find(|leg| leg["gives"]["urn"] == first.as_str()).unwrap()["gets"].clone()
    };
    assert_eq!(gets(&world.heads[0]).await, Json::Null);
    assert_eq!(gets(&world.broker).await["urn"], world.schools[1].urn.to_string());
    for head in &world.heads {
        consent(head, ring).await.done();
    }
    assert_eq!(gets(&world.heads[0]).await["urn"], world.schools[1].urn.to_string());
}
