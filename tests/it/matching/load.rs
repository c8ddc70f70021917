//! What else a giver has to do: it counts, and only brokers are told it.

use super::*;

#[tokio::test]
async fn a_broker_sees_the_givers_load_and_the_school_does_not() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    app.offer(&OfferOf::new(world.elm.id, MATHS)).await;
    let factors = |answer: &Answer| -> Vec<String> {
        let parts = list(answer, "candidates")[0]["parts"].as_array().unwrap();
        parts.iter().map(|part| part["factor"].as_str().unwrap().to_owned()).collect()
    };
    let score = |answer: &Answer| {
        let it = &list(answer, "candidates")[0];
        let parts = it["parts"].as_array().unwrap().iter();
        let sum: i64 = parts.map(|part| part["contribution"].as_i64().unwrap()).sum();
        assert_eq!(it["score"], sum, "the parts that are shown are the score that is shown");
        sum
    };
    let (head, broker) = (world.ash.head().await, world.alliance.broker().await);
    let idle = [world.candidates(&head).await, world.candidates(&broker).await];
    let deal = app.deal().await;
    deal.planned().await;
    let by_deal =
        "UPDATE deployment SET home_id = $1, specialist_id = (SELECT specialist_id FROM offer WHERE school_id = $1)";
    app.write(by_deal, values![world.elm.id.uuid()]).await;
    let fresh = app.replica(&[]).await;
    let busy = [world.candidates(&head.at(&fresh)).await, world.candidates(&broker.at(&fresh)).await];
    assert!(!factors(&busy[0]).contains(&"LOAD".to_owned()) && factors(&busy[1]).contains(&"LOAD".to_owned()));
    assert_eq!(list(&idle[0], "candidates")[0], list(&busy[0], "candidates")[0], "no number tells a head");
    assert!(score(&busy[1]) < score(&idle[1]), "a broker is told");
}
