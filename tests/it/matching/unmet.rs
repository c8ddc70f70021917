//! Why nobody could meet a request, and what would help.

use super::*;

const UNMET: &str = "query($id: ID!) { supportRequest(id: $id) { whyUnmet {
    asOf marketVersion freshness sentence rule excludedBy { rule offers }
    changes { change candidates sentence facts { name number word } } } } }";

impl World<'_> {
    async fn unmet(&self, who: &Persona<'_>) -> Answer {
        who.ask(UNMET, json!({"id": self.request.to_string()})).await
    }
}

#[tokio::test]
async fn a_head_is_told_which_rule_removes_most_and_the_least_that_would_help() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let far = app.school_at("Exe Bridge", 418_000, 173_000).await;
    for _ in 0..2 {
        app.offer(&OfferOf::new(far.id, MATHS)).await;
    }
    app.offer(&OfferOf { half_days: 1, ..OfferOf::new(world.elm.id, MATHS) }).await;
    app.write("UPDATE support_request SET half_days = 3", vec![]).await;
    let head = world.ash.head().await;
    let answer = world.unmet(&head).await;
    answer.done();
    assert_eq!(answer.text("supportRequest.whyUnmet.rule"), "JOURNEY_TOO_LONG");
    assert_eq!(
        answer.text("supportRequest.whyUnmet.sentence"),
        "Of 3 offers in these areas, 2 fall out first because the journey is longer than the giver makes."
    );
    assert_eq!(answer.text("supportRequest.whyUnmet.freshness"), "CURRENT");
    let changes = answer.at("supportRequest.whyUnmet.changes").as_array().unwrap();
    let told = |change: &str| changes.iter().find(|it| it["change"] == change).unwrap();
    assert_eq!(told("FEWER_HALF_DAYS")["facts"][0], json!({"name": "half_days", "number": 2, "word": null}));
    assert_eq!(told("LONGER_JOURNEY")["candidates"], 2);
    let minutes = i32::try_from(told("LONGER_JOURNEY")["facts"][0]["number"].as_i64().unwrap()).unwrap();

    // What it says is so: with a minute less nobody can, and with the minutes that it names both can.
    for (more, candidates) in [(minutes - 1, 0), (minutes, 2)] {
        app.write("UPDATE offer SET travel_minutes = 60 + $1 WHERE school_id = $2", values![more, far.id.uuid()]).await;
        let fresh = app.replica(&[]).await;
        assert_eq!(offers(&world.candidates(&head.at(&fresh)).await, "candidates").len(), candidates);
        assert_eq!(world.unmet(&head.at(&fresh)).await.at("supportRequest.whyUnmet").is_null(), candidates > 0);
    }
}

#[tokio::test]
async fn only_those_who_see_the_candidates_are_told_why_there_are_none() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let sql = "UPDATE support_request SET audience = audience || $1, responders = ARRAY[$2], named_to = ARRAY[$2]";
    app.write(sql, values![vec![world.elm.id.uuid()], world.elm.id.uuid()]).await;
    let (head, broker) = (world.ash.head().await, world.alliance.broker().await);
    for who in [&head, &broker] {
        let sentence = world.unmet(who).await.text("supportRequest.whyUnmet.sentence");
        assert_eq!(sentence, "Nobody offers anything in a main area that is asked for.");
    }
    let answer = world.unmet(&world.elm.head().await).await;
    assert!(answer.at("supportRequest").is_object() && answer.at("supportRequest.whyUnmet").is_null());
}
