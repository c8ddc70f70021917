//! Who hears of a guarantee that was missed: the head of the school that gives, once for each, and nobody who could learn by it
//! who asks.

use chrono::TimeDelta;
use lateral_tests::TestApp;
use persistence::values;
use serde_json::{Value as Json, json};

use super::guarantee::{of_a_giver, of_guarantee};
use super::service_levels::heard;

#[tokio::test]
async fn the_head_of_a_school_that_gives_hears_once_of_each_guarantee_that_is_missed_and_nobody_learns_who_it_is() {
    let app = TestApp::start().await;
    let deal = of_a_giver(&app).await;
    let far = app.alliance("Trent", &app.school("Oak Hill").await, &[]).await.broker().await;
    let unread = "UPDATE support_request SET status = 'submitted', stage = NULL, triaged_at = NULL, disclosure = 'anonymous' \
                  WHERE id = $1";
    app.write(unread, values![deal.request.uuid()]).await;
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    let answer = "Elm Park gives, and was not answered in the time that is guaranteed for that: “Reading”. All brokers of its \
                  alliance are told next, and then any alliance may take it on.";
    assert_eq!(
        heard(&deal.host_head).await,
        [("guarantee.breached".to_owned(), answer.to_owned())],
        "once, and by this"
    );
    app.clock.advance(TimeDelta::days(18));
    app.settle().await;
    assert_eq!(of_guarantee(&deal.host_head).await, ["guarantee.breached"], "in time is in time");
    app.clock.advance(TimeDelta::hours(1));
    assert!(app.settle().await.events().contains(&"guarantee.support_missed"));
    let support = "Your school gives, and no support was agreed for it in the time that is guaranteed for that: “Reading”. \
                   Who brokers it is told, then all of the alliance, and then any alliance may take it on.";
    let newest = heard(&deal.host_head).await.remove(0);
    assert_eq!(newest, ("guarantee.support_missed".to_owned(), support.to_owned()));
    app.clock.advance(TimeDelta::days(30));
    app.settle().await;
    assert_eq!(of_guarantee(&deal.host_head).await, ["guarantee.support_missed", "guarantee.breached"]);
    assert_eq!(of_guarantee(&deal.broker).await, ["guarantee.breached"], "by their own clocks they hear of the other");
    let noted = "query($id: ID!) { supportRequest(id: $id) { guarantee { breachedAt supportBreachedAt } } }";
    for who in [&deal.host_head, &deal.broker] {
        let seen = who.ask(noted, json!({"id": deal.request.to_string()})).await;
        assert!(seen.at("supportRequest.guarantee.supportBreachedAt").is_string(), "{:?}", who.role());
    }
    let told = heard(&far).await;
    assert!(
        !told.is_empty() && told.iter().all(|(kind, text)| !kind.starts_with("guarantee.") && !text.contains("Elm"))
    );
    assert_eq!(of_guarantee(&deal.home_head).await, Vec::<String>::new());
    let seen = far.ask(noted, json!({"id": deal.request.to_string()})).await;
    assert_eq!(seen.at("supportRequest.guarantee"), &Json::Null, "what it has given is told to nobody else");
    app.sound().await;
}
