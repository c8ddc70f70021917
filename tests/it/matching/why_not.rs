//! Why not a certain offer, as heads and brokers are told.

use super::*;

const WHY_NOT: &str =
    "query($id: ID!, $offer: ID!, $first: Int! = 20) { whyNot(request: $id, offer: $offer, first: $first) {
    asOf marketVersion freshness policyVersion offerId offer { id } answer sentence of less
    rules { rule sentence } it { rank score } than { rank score offerId }
    differences { factor less it { contribution } than { contribution sentence } } } }";

impl World<'_> {
    async fn why_not(&self, who: &Persona<'_>, offer: impl ToString, first: i32) -> Answer {
        who.ask(WHY_NOT, json!({"id": self.request.to_string(), "offer": offer.to_string(), "first": first})).await
    }
}

#[tokio::test]
async fn a_head_is_told_the_rule_or_the_place_and_what_others_have_more() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let near = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let family = app.offer(&OfferOf::new(world.elm.id, ENGLISH)).await;
    let far = app.school_at("Exe Bridge", 378_000, 173_000).await;
    let farther = app.offer(&OfferOf { travel_minutes: 200, ..OfferOf::new(far.id, ENGLISH) }).await;
    let stale = app.offer(&OfferOf { status: "stale", ..OfferOf::new(world.elm.id, MATHS) }).await;
    let other = app.offer(&OfferOf::new(world.elm.id, BEHAVIOUR)).await;
    let head = world.ash.head().await;

    let best = world.why_not(&head, near, 20).await;
    best.done();
    assert_eq!(best.text("whyNot.answer"), "BEST");
    assert_eq!(best.text("whyNot.sentence"), "It is the first of 3 that could meet the request.");
    assert!(best.at("whyNot.than").is_null() && best.at("whyNot.less").is_null());
    assert_eq!(best.text("whyNot.freshness"), "CURRENT");

    let less = world.why_not(&head, family, 20).await;
    assert_eq!(less.text("whyNot.answer"), "SCORES_LESS");
    assert_eq!(less.at("whyNot.it.rank"), 2);
    assert_eq!(less.text("whyNot.than.offerId"), near.to_string());
    assert_eq!(less.text("whyNot.differences.0.factor"), "EXPERTISE");
    let score = |who: &str| less.at(&format!("whyNot.{who}.score")).as_i64().unwrap();
    assert_eq!(less.at("whyNot.less").as_i64(), Some(score("than") - score("it")));
    let apart = less.at("whyNot.differences").as_array().unwrap();
    assert_eq!(apart.iter().map(|it| it["less"].as_i64().unwrap()).sum::<i64>(), score("than") - score("it"));

    let below = world.why_not(&head, farther, 2).await;
    assert_eq!(below.text("whyNot.answer"), "BELOW_CUT");
    assert_eq!((below.at("whyNot.it.rank"), below.at("whyNot.than.rank")), (&json!(3), &json!(2)));
    assert!(below.text("whyNot.sentence").starts_with("It is number 3 of 3, and the list ends with number 2."));

    let rule = |answer: &Answer| answer.text("whyNot.rules.0.rule");
    assert_eq!(rule(&world.why_not(&head, stale, 20).await), "OFFER_NOT_OPEN");
    assert_eq!(rule(&world.why_not(&head, other, 20).await), "EXPERTISE_APART");
}

#[tokio::test]
async fn only_those_who_see_the_candidates_are_told_and_only_of_what_is_in_the_market() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let offer = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let draft = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    app.write("UPDATE offer SET status = 'draft', published_at = NULL WHERE id = $1", values![draft.uuid()]).await;
    let other = app.alliance("Exe", &app.school("Fir Hill").await, &[]).await.broker().await;
    for who in [&world.elm.head().await, &other, &app.stranger()] {
        assert!(world.why_not(who, offer, 20).await.at("whyNot").is_null());
    }
    let (head, broker) = (world.ash.head().await, world.alliance.broker().await);
    for who in [&head, &broker] {
        assert_eq!(world.why_not(who, offer, 20).await.text("whyNot.answer"), "BEST");
        assert!(world.why_not(who, draft, 20).await.at("whyNot").is_null());
        assert!(world.why_not(who, app.app.ids.next::<domain::exchange::Offer>(), 20).await.at("whyNot").is_null());
    }
    for room in [0, 101] {
        let no = world.why_not(&head, offer, room).await;
        assert_eq!(no.0["errors"][0]["extensions"]["code"], "SHORTLIST_SIZE_OUT_OF_RANGE");
    }
}

#[tokio::test]
async fn a_broker_is_told_the_load_and_a_head_no_number_of_it() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let busy = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let idle = app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let deal = app.deal().await;
    deal.planned().await;
    let by_deal = "UPDATE deployment SET home_id = $1, specialist_id = (SELECT specialist_id FROM offer WHERE id = $2)";
    app.write(by_deal, values![world.elm.id.uuid(), busy.uuid()]).await;
    let fresh = app.replica(&[]).await;
    let broker = world.why_not(&world.alliance.broker().await.at(&fresh), busy, 20).await;
    assert_eq!(broker.text("whyNot.than.offerId"), idle.to_string());
    assert_eq!(broker.text("whyNot.differences.0.factor"), "LOAD");
    assert!(broker.at("whyNot.less").as_i64() > Some(0));

    let head = world.why_not(&world.ash.head().await.at(&fresh), busy, 20).await;
    assert_eq!((head.at("whyNot.it.rank"), head.at("whyNot.less")), (&json!(2), &json!(0)));
    assert!(head.at("whyNot.differences").as_array().unwrap().is_empty());
    let besides = "told in no number: what givers have to do besides, or the draw among equals.";
    assert!(head.text("whyNot.sentence").ends_with(besides));
}
