//! Offers through their life, and who may do what with them.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use serde_json::json;

use super::{OFFER, act, drafted, offer_act, offer_terms, published, term};

#[tokio::test]
async fn a_head_takes_an_offer_through_its_life() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let id = drafted(&head, offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await)).await;
    for (verb, status) in [
        ("publishOffer", "PUBLISHED"),
        ("pauseOffer", "PAUSED"),
        ("resumeOffer", "PUBLISHED"),
        ("confirmOffer", "PUBLISHED"),
        ("withdrawOffer", "WITHDRAWN"),
    ] {
        let answer = offer_act(&head, verb, &id).await;
        answer.done();
        assert_eq!(answer.text(&format!("{verb}.offer.status")), status, "{verb}");
    }
    assert_eq!(offer_act(&head, "publishOffer", &id).await.refused().code, "STEP_NOT_OPEN");
    let settled = app.settle().await;
    let told = settled.events().into_iter().filter(|name| *name != "capacity.declared").collect::<Vec<_>>();
    assert_eq!(
        told,
        ["offer.drafted", "offer.published", "offer.paused", "offer.resumed", "offer.confirmed", "offer.withdrawn"]
    );
    let other = drafted(&head, offer_terms("Reading", &term(&app, "pupil-achievement/maths").await)).await;
    let why = json!({"offer": other, "reason": "REPLACED"});
    let answer = act(&head, "withdrawOffer", "WithdrawOfferInput", "offer", "withdrawalReason", why).await;
    assert_eq!(answer.text("withdrawOffer.offer.withdrawalReason"), "REPLACED");
    app.settle().await;
    assert_eq!(app.reasons("offer.withdrawn").await, ["NOT_STATED", "REPLACED"]);
}

#[tokio::test]
async fn whoever_publishes_gives_what_the_offer_states_unless_it_is_declared_otherwise() {
    let app = TestApp::start().await;
    let maths = term(&app, "pupil-achievement/maths").await;
    let windows = async |school: &SchoolOf<'_>| {
        let document = "query($id: ID!) { capacity(school: $id) { halfTerm halfDays } }";
        let answer = school.head().await.ask(document, json!({"id": school.gid()})).await;
        let told = answer.at("capacity").as_array().unwrap_or_else(|| panic!("{}", answer.0)).clone();
        let each = told.iter().map(|it| (it["halfTerm"].as_i64().unwrap(), it["halfDays"].as_i64().unwrap()));
        each.collect::<Vec<_>>()
    };
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (head, other) = (ash.head().await, elm.head().await);
    let publish = async |head: &Persona<'_>, half_days: i32| {
        let mut terms = offer_terms("Maths mastery", &maths);
        terms["halfDaysPerHalfTerm"] = json!(half_days);
        offer_act(head, "publishOffer", &drafted(head, terms).await).await.done();
    };
    publish(&head, 6).await;
    let year: Vec<(i64, i64)> = [20262, 20263, 20264, 20265, 20266, 20271].map(|code| (code, 6)).into();
    assert_eq!(windows(&ash).await, year);
    publish(&head, 3).await;
    assert_eq!(windows(&ash).await, year, "a second offer draws on the same time");
    let sql = "INSERT INTO capacity_window (id, school_id, half_term, half_days) VALUES ($1, $2, 20263, 9)";
    app.write(sql, persistence::values![app.app.ids.uuid(), elm.id.uuid()]).await;
    publish(&other, 6).await;
    let declared: Vec<_> = year.iter().map(|it| if it.0 == 20263 { (20263, 9) } else { *it }).collect();
    assert_eq!(windows(&elm).await, declared, "what was declared stands");
}

#[tokio::test]
async fn a_coordinator_drafts_and_confirms_and_the_head_signs() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, helper) = (ash.head().await, ash.somebody(Role::Coordinator).await);
    let terms = offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await);
    let id = drafted(&helper, terms.clone()).await;
    assert_eq!(offer_act(&helper, "publishOffer", &id).await.refused().code, "NOT_ALLOWED");
    offer_act(&head, "publishOffer", &id).await.done();
    offer_act(&helper, "confirmOffer", &id).await.done();
    let read = "query ($id: ID!) { offer(id: $id) { version } }";
    let version = head.ask(read, json!({ "id": id })).await.at("offer.version").clone();
    let revise = json!({"offer": id, "expectedVersion": version, "terms": terms});
    let no = act(&helper, "reviseOffer", "ReviseOfferInput", "offer", OFFER, revise.clone()).await.refused();
    assert_eq!(no.code, "NOT_ALLOWED");
    act(&head, "reviseOffer", "ReviseOfferInput", "offer", OFFER, revise).await.done();
}

#[tokio::test]
async fn every_fault_of_a_form_comes_back_at_once_with_its_field() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let mut terms = offer_terms(" ", &term(&app, "process/study-groups").await);
    terms["keyStages"] = json!([]);
    terms["halfDaysPerHalfTerm"] = json!(0);
    let answer = act(&head, "draftOffer", "DraftOfferInput", "offer", OFFER, json!({"terms": terms})).await;
    let told: Vec<_> = answer.refusals().into_iter().map(|no| (no.field, no.code)).collect();
    let expected = [
        ("title", "TEXT_EMPTY"),
        ("expertise", "EXPERTISE_UNKNOWN"),
        ("keyStages", "CHOICE_MISSING"),
        ("halfDaysPerHalfTerm", "NUMBER_OUT_OF_RANGE"),
    ];
    assert_eq!(told, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
}

#[tokio::test]
async fn a_draft_does_not_exist_for_others_and_a_published_offer_is_public() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (head, other) = (ash.head().await, elm.head().await);
    let id = drafted(&head, offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await)).await;
    let ask = "query($id: ID!) { offer(id: $id) { title school { name } } }";
    assert!(other.ask(ask, json!({"id": id})).await.at("offer").is_null());
    assert_eq!(offer_act(&other, "publishOffer", &id).await.refused().code, "NOT_FOUND");
    assert_eq!(head.ask(ask, json!({"id": id})).await.text("offer.title"), "Maths mastery");
    offer_act(&head, "publishOffer", &id).await.done();
    assert_eq!(app.stranger().ask(ask, json!({"id": id})).await.text("offer.school.name"), "Ash Lane");
    assert_eq!(offer_act(&other, "withdrawOffer", &id).await.refused().code, "NOT_ALLOWED");
}

#[tokio::test]
async fn a_school_sees_its_own_offers_in_every_state_and_others_what_is_published() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let head = ash.head().await;
    let maths = term(&app, "pupil-achievement/maths").await;
    drafted(&head, offer_terms("A draft", &maths)).await;
    published(&head, offer_terms("The first", &maths)).await;
    published(&head, offer_terms("The second", &maths)).await;
    let own = "{ ownOffers(first: 10) { edges { node { title status } } }
        ready: ownOffers(last: 2, statuses: [PUBLISHED]) { edges { node { title } } pageInfo { hasPreviousPage } } }";
    let answer = head.asks(own).await;
    let titles = |list: &str| {
        let edges = answer.at(&format!("{list}.edges")).as_array().unwrap().clone();
        edges.iter().map(|edge| edge["node"]["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles("ownOffers"), ["The second", "The first", "A draft"]);
    assert_eq!(titles("ready"), ["The second", "The first"]);
    assert_eq!(answer.at("ready.pageInfo.hasPreviousPage"), false);
    for other in [elm.head().await, ash.somebody(Role::Specialist).await] {
        assert!(other.asks(own).await.at("ownOffers.edges").as_array().unwrap().is_empty());
    }
    let public = "query($urn: URN!, $after: String) { school(urn: $urn) { offers(first: 1, after: $after) {
        edges { node { title } } pageInfo { endCursor hasNextPage } } } }";
    let first = app.stranger().ask(public, json!({"urn": ash.urn.to_string()})).await;
    let after = first.text("school.offers.pageInfo.endCursor");
    let second = app.stranger().ask(public, json!({"urn": ash.urn.to_string(), "after": after})).await;
    let shown = [&first, &second].map(|it| it.text("school.offers.edges.0.node.title"));
    assert_eq!(shown, ["The second", "The first"]);
    assert_eq!(second.at("school.offers.pageInfo.hasNextPage"), false);
    app.settle().await;
}

#[tokio::test]
async fn whoever_read_an_older_version_changes_nothing() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let id = published(&head, offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await)).await;
    let input = json!({"offer": id, "expectedVersion": 1});
    let no = act(&head, "pauseOffer", "OfferInput", "offer", OFFER, input).await.refused();
    assert_eq!(no.code, "VERSION_STALE");
    let input = json!({"offer": id, "expectedVersion": 2});
    act(&head, "pauseOffer", "OfferInput", "offer", OFFER, input).await.done();
}

#[tokio::test]
async fn an_offer_that_nobody_confirms_for_a_half_term_goes_stale_and_returns_with_a_word() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let id = published(&head, offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await)).await;
    let status = async || {
        let answer = head
            .ask(
                "query($id: ID!) { offer(id: $id) { status } offers(first: 5) { edges { node { id } } } }",
                json!({"id": id}),
            )
            .await;
        (answer.text("offer.status"), answer.at("offers.edges").as_array().unwrap().len())
    };
    app.settle().await;
    // Published on 9 November; the half-term after that one ends on 12 February.
    app.clock.advance(TimeDelta::days(95));
    assert!(app.settle().await.events().is_empty());
    assert_eq!(status().await, ("PUBLISHED".into(), 1));
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.settle().await.events(), ["offer.went_stale"]);
    assert_eq!(status().await, ("STALE".into(), 0));
    offer_act(&head, "confirmOffer", &id).await.done();
    assert_eq!(status().await, ("PUBLISHED".into(), 1));
    app.settle().await;
}

#[tokio::test]
async fn a_closed_school_offers_nothing_and_a_stranger_signs_in_first() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let terms = offer_terms("Maths mastery", &term(&app, "pupil-achievement/maths").await);
    let input = json!({"terms": terms});
    let stranger = act(&app.stranger(), "draftOffer", "DraftOfferInput", "offer", OFFER, input.clone()).await;
    assert_eq!(stranger.error_code(), "UNAUTHENTICATED");
    let input_elsewhere = json!({"school": app.school("Elm Park").await.gid(), "terms": terms});
    let no = act(&head, "draftOffer", "DraftOfferInput", "offer", OFFER, input_elsewhere).await.refused();
    assert_eq!(no.code, "NOT_ALLOWED");
    ash.closes().await;
    let no = act(&head, "draftOffer", "DraftOfferInput", "offer", OFFER, input).await.refused();
    assert_eq!(no.code, "SCHOOL_NOT_OPEN");
}
