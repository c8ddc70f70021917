//! What the market says of schools and areas: isolation for the school and its brokers, coverage and gaps for brokers of their own.

use domain::access::Role;

use super::*;

const ISOLATION: &str = "query($id: ID!) { node(id: $id) { ... on School { isolation {
    points geography capacity will reason sentences } } } }";

const COVERAGE: &str = "query($id: ID!, $phase: Phase) { alliance(id: $id) { coverage(phase: $phase) {
    expertise { code } schools covered coveredByOne pupils pupilsCovered unknownRolls uncovered { name } } } }";

const GAPS: &str = "query($id: ID!) { alliance(id: $id) { supplyGaps {
    localAuthority { name } expertise { code } kind needs unserved thin suppliers weight } } }";

async fn isolation(who: &Persona<'_>, school: &SchoolOf<'_>) -> Json {
    who.ask(ISOLATION, json!({"id": school.gid()})).await.at("node.isolation").clone()
}

/// How far the main area of what schools offer here is covered.
async fn covered(who: &Persona<'_>, alliance: &str, phase: Option<&str>) -> Json {
    let answer = who.ask(COVERAGE, json!({"id": alliance, "phase": phase})).await;
    let fields = answer.at("alliance.coverage").as_array().unwrap().clone();
    let mut field = fields.into_iter().find(|it| it["expertise"]["code"] == "pupil-achievement").unwrap();
    field.as_object_mut().unwrap().remove("expertise");
    field
}

#[tokio::test]
async fn how_cut_off_a_school_is_is_told_to_its_own_and_to_its_brokers() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let told = isolation(&deal.host_head, &deal.host).await;
    let numbers = ["points", "geography", "capacity", "will"].map(|it| told[it].as_i64().unwrap());
    // Fewer than forty schools give, it is small and one school alone could help it, and it has worked with nobody.
    assert_eq!(numbers, [700, 1_000, 600, 1_000]);
    assert_eq!(told["reason"], "GEOGRAPHY");
    assert_eq!(told["sentences"][0], "Fewer than 40 other schools offer support so far.");
    let coordinator = deal.host.somebody(Role::Coordinator).await;
    for who in [&deal.broker, &coordinator] {
        assert_eq!(isolation(who, &deal.host).await, told, "{:?}", who.role());
    }
    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    let operator = app.national(Role::Operator).await;
    for who in [&deal.home_head, &deal.specialist.persona, &elsewhere, &operator] {
        assert_eq!(isolation(who, &deal.host).await, Json::Null, "{:?}", who.role());
    }

    deal.active().await;
    let told = isolation(&deal.host_head, &deal.host).await;
    assert_eq!((&told["points"], &told["will"]), (&json!(600), &json!(0)), "it works with somebody now");
    let sentences = told["sentences"].as_array().unwrap();
    assert!(sentences.contains(&json!("It has worked with one other school.")), "{sentences:?}");
}

#[tokio::test]
async fn coverage_counts_the_schools_of_an_alliance_and_names_those_whom_nobody_could_reach() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let alliance = deal.alliance.id.to_string();
    let found = covered(&deal.broker, &alliance, None).await;
    let expected = json!({"schools": 2, "covered": 1, "coveredByOne": 1, "pupils": 420, "pupilsCovered": 210,
        "unknownRolls": 0, "uncovered": [{"name": "Ash Lane"}]});
    assert_eq!(found, expected, "its own offer reaches no school");
    let oak = app.school("Oak Hill").await;
    let other = oak.specialist().await;
    oak.time(&other, 20262, 4).await;
    oak.offer(&other).await;
    let expected = json!({"schools": 2, "covered": 2, "coveredByOne": 1, "pupils": 420, "pupilsCovered": 420,
        "unknownRolls": 0, "uncovered": []});
    assert_eq!(covered(&deal.broker, &alliance, Some("PRIMARY")).await, expected);
    assert_eq!(covered(&deal.broker, &alliance, Some("SECONDARY")).await["schools"], 0);
    for who in [&deal.home_head, &deal.host_head, &deal.specialist.persona] {
        let answer = who.ask(COVERAGE, json!({"id": alliance})).await;
        assert_eq!(answer.at("alliance.coverage"), &Json::Null, "{:?}", who.role());
    }
}

#[tokio::test]
async fn gaps_count_what_is_asked_of_an_alliance_and_name_no_school() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let gaps = async |who: &Persona<'_>| who.ask(GAPS, json!({"id": deal.alliance.id.to_string()})).await;
    deal.host.anonymous_request(&deal.alliance, 2).await;
    let answer = gaps(&deal.broker).await;
    let found = answer.at("alliance.supplyGaps").as_array().unwrap();
    assert_eq!(found.len(), 1);
    // One school alone could come to both requests of a small primary school.
    for (field, expected) in [
        ("localAuthority", Json::Null),
        ("kind", json!("THIN")),
        ("needs", json!(2)),
        ("unserved", json!(0)),
        ("thin", json!(2)),
        ("suppliers", json!(1)),
        ("weight", json!(4)),
    ] {
        assert_eq!(found[0][field], expected, "{field}");
    }
    assert!(!answer.0.to_string().contains("Elm Park"));
    let elsewhere = app.alliance("Trent", &app.school("Far Away").await, &[]).await.broker().await;
    for who in [&deal.home_head, &deal.host_head, &elsewhere] {
        assert_eq!(gaps(who).await.at("alliance.supplyGaps"), &Json::Null, "{:?}", who.role());
    }
}
