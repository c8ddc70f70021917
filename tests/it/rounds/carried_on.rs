//! What happens to an announced round from outside: requests, offers, schools and people leave, time passes, brokers change, and it
//! is closed or called off. It ends cleanly and says what happened.

use domain::access::Role;
use persistence::values;

use super::announced::{Market, announce, asked, figure, lines_of, so_many, take_up};
use super::*;

#[tokio::test]
async fn a_request_that_is_taken_back_half_way_leaves_the_round() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4], 2).await;
    let round = market.announced().await;
    let line = lines_of(&market, round).await.into_iter().find(|line| line.status == "PROPOSED").unwrap();
    let document = "mutation($input: WithdrawRequestInput!) { withdrawRequest(input: $input) { userErrors { code } } }";
    let input = json!({"input": {"request": line.request, "reason": "TIMING"}});
    market.host_of(&line).await.ask(document, input).await.done();
    assert!(app.settle().await.events().contains(&"round.request_left"));
    let lines = lines_of(&market, round).await;
    assert_eq!((so_many(&lines, "LEFT"), so_many(&lines, "PROPOSED") + so_many(&lines, "UNPLACED")), (1, 1));
    let it = asked(&market.broker, round).await;
    assert_eq!((figure(&it, "left"), figure(&it, "withdrawn")), (1, 1));
}

#[tokio::test]
async fn a_school_that_closes_and_a_specialist_who_leaves_are_a_no_and_the_next_is_asked() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4, 4], 1).await;
    let round = market.planned().await;
    let first = lines_of(&market, round).await.remove(0);
    let at = market.offers.iter().position(|it| it.to_string() == first.offer).unwrap();
    market.giving[at].closes().await;
    announce(&market.broker, round).await.done();
    app.settle().await;
    let second = lines_of(&market, round).await.remove(0);
    assert_eq!((second.status.as_str(), second.offer == first.offer), ("PROPOSED", false));
    assert_ne!(second.refused_by, Json::Null, "the school that closed was kept from being proposed");

    let at = market.offers.iter().position(|it| it.to_string() == second.offer).unwrap();
    market.home_of(&second).await.ends_role(market.roles[at]).await.done();
    app.settle().await;
    let third = lines_of(&market, round).await.remove(0);
    assert!(third.status == "PROPOSED" && third.offer != second.offer && third.offer != first.offer, "{third:?}");
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "withdrawn", "refused"].map(|name| figure(&it, name)), [2, 1, 1]);
}

#[tokio::test]
async fn a_round_that_is_called_off_or_closed_leaves_what_was_proposed_with_its_schools() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 2).await;
    let round = market.announced().await;
    let lines = lines_of(&market, round).await;
    cancel(&market.broker, round).await.done();
    app.settle().await;
    assert_eq!(reserved(&app).await, 8, "the proposals hold it");
    market.both_accept(&lines[0]).await;
    market.home_of(&lines[1]).await.decline(lines[1].proposal()).await.done();
    app.settle().await;
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "open", "accepted"].map(|name| figure(&it, name)), [2, 2, 0], "as it was when it ended");
    let planned = "SELECT count(*) AS number FROM deployment WHERE request_id = $1";
    let request: Id<SupportRequest> = lines[0].request.parse().unwrap();
    assert_eq!(app.number(planned, request.uuid()).await, 1);
    // The one that was declined waits for the next round, which another round may be.
    let again = market.announced().await;
    close(&market.broker, again).await.done();
    assert_eq!(asked(&market.broker, again).await["status"], "CLOSED");
}

#[tokio::test]
async fn an_announced_round_proposes_for_six_weeks_and_closes_when_its_last_answer_is_there() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 1).await;
    let round = market.announced().await;
    let first = lines_of(&market, round).await.remove(0);
    let longer = "UPDATE proposal SET respond_by = sent_at + interval '43 days' WHERE id = $1";
    app.write(longer, values![first.proposal().uuid()]).await;
    app.clock.advance(chrono::TimeDelta::days(42) + chrono::TimeDelta::seconds(1));
    app.settle().await;
    assert_eq!(asked(&market.broker, round).await["status"], "ANNOUNCED", "an answer is still to come");
    market.home_of(&first).await.decline(first.proposal()).await.done();
    app.settle().await;
    let line = lines_of(&market, round).await.remove(0);
    assert_eq!((line.status.as_str(), &line.unplaced_for), ("UNPLACED", &json!("OUT_OF_TIME")));
    assert_eq!(asked(&market.broker, round).await["status"], "CLOSED");
}

#[tokio::test]
async fn nothing_is_proposed_by_a_broker_who_has_left_until_another_takes_it_up() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4], 1).await;
    let round = market.planned().await;
    announce(&market.broker, round).await.done();
    let ended = "UPDATE membership SET status = 'ended', ended_at = $2, end_reason = 'left' WHERE id = $1";
    let role = market.broker.who().membership.uuid();
    app.write(ended, values![role, app.clock.now().utc()]).await;
    app.settle().await;
    let other = market.alliance.broker().await;
    let it = asked(&other, round).await;
    assert_eq!((figure(&it, "proposed"), figure(&it, "waiting"), reserved(&app).await), (0, 1, 4));
    take_up(&other, round).await.done();
    app.settle().await;
    let by = "SELECT count(*) AS number FROM proposal WHERE sent_by = $1";
    assert_eq!(app.number(by, other.who().person.uuid()).await, 1);
}

#[tokio::test]
async fn of_the_nations_round_each_alliance_proposes_its_own_once_it_has_taken_it_up() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 1).await;
    let school = app.school("Beech Hill").await;
    let alliance = app.alliance("The Brue Alliance", &school, &[]).await;
    let request = school.request(&alliance, 4).await;
    for it in [request, market.requests[0]] {
        app.searched(&it.to_string(), "national").await;
    }
    let (operator, other) = (app.national(Role::Operator).await, alliance.broker().await);
    let round = open(&operator).await;
    freeze(&operator, round).await.done();
    app.settle().await;
    assert_eq!(announce(&market.broker, round).await.refused().code, "NOT_ALLOWED", "it is the operator's to announce");
    announce(&operator, round).await.done();
    app.settle().await;
    assert_eq!(take_up(&operator, round).await.refused().code, "NOT_ALLOWED", "an operator proposes nothing");
    let it = asked(&operator, round).await;
    assert_eq!((figure(&it, "proposed"), figure(&it, "waiting"), &it["lines"]["nodes"]), (0, 2, &json!([])));
    let told = "{ viewer { notifications(first: 20) { nodes { text } } } }";
    for broker in [&market.broker, &other] {
        let told = broker.asks(told).await.0.to_string();
        assert!(told.contains("is announced"), "{told}");
    }
    take_up(&other, round).await.done();
    app.settle().await;
    let it = asked(&operator, round).await;
    assert_eq!((figure(&it, "proposed"), figure(&it, "waiting")), (1, 1), "the other alliance has not taken it up");
    let of_whom = "SELECT count(*) AS number FROM proposal WHERE request_id = $1 AND alliance_id IS NOT NULL";
    assert_eq!(app.number(of_whom, request.uuid()).await, 1);
    app.clock.advance(chrono::TimeDelta::days(43));
    app.settle().await;
    let it = asked(&operator, round).await;
    assert_eq!((&it["status"], figure(&it, "unplaced"), reserved(&app).await), (&json!("CLOSED"), 2, 0));
    let lines = asked(&market.broker, round).await["lines"]["nodes"].clone();
    assert_eq!(lines[0]["unplacedFor"], "OUT_OF_TIME");
}
