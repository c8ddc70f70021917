//! An announced round after each no: the next best is proposed, nobody else is moved, and nobody is asked twice for the same.

use lateral::app::brokerage::round::go_on;
use persistence::values;

use super::announced::{Line, Market, announce, asked, figure, lines_of, so_many};
use super::*;

/// The lines of other requests than this one.
fn others(lines: &[Line], of: &str) -> Vec<Line> {
    lines.iter().filter(|line| line.request != of).cloned().collect()
}

fn of<'l>(lines: &'l [Line], request: &str) -> &'l Line {
    lines.iter().find(|line| line.request == request).unwrap()
}

#[tokio::test]
async fn after_a_no_the_next_best_is_proposed_and_the_rest_is_left_as_it_is() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4, 4], 2).await;
    let round = market.announced().await;
    let before = lines_of(&market, round).await;
    market.both_accept(&before[0]).await;
    let said_no = before[1].clone();
    market.home_of(&said_no).await.decline(said_no.proposal()).await.done();
    let settled = app.settle().await;
    assert!(["round.answered", "round.repaired"].iter().all(|it| settled.events().contains(it)), "{settled:?}");
    let after = lines_of(&market, round).await;
    let found = of(&after, &said_no.request);
    assert_eq!((found.status.as_str(), found.tries), ("PROPOSED", 2));
    assert!(
        found.offer != said_no.offer && found.offer != before[0].offer,
        "who has time and was not asked: {found:?}"
    );
    let rest = others(&after, &said_no.request);
    assert_eq!((rest[0].status.as_str(), &rest[0].proposal), ("ACCEPTED", &before[0].proposal));
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "accepted", "declined", "repaired"].map(|name| figure(&it, name)), [3, 1, 1, 1]);
    assert_eq!(reserved(&app).await, 8);
}

#[tokio::test]
async fn a_place_that_a_no_frees_serves_a_request_that_the_plan_gave_nobody() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4], 2).await;
    let round = market.announced().await;
    let before = lines_of(&market, round).await;
    assert_eq!((so_many(&before, "PROPOSED"), so_many(&before, "UNPLACED")), (1, 1));
    let said_no = before.iter().find(|line| line.status == "PROPOSED").unwrap();
    market.host_of(said_no).await.decline(said_no.proposal()).await.done();
    app.settle().await;
    let after = lines_of(&market, round).await;
    let gone = of(&after, &said_no.request);
    assert_eq!((gone.status.as_str(), &gone.unplaced_for), ("UNPLACED", &json!("NOBODY_LEFT")));
    assert_eq!(others(&after, &said_no.request)[0].status, "PROPOSED", "the time is free for the other one");
}

#[tokio::test]
async fn when_all_say_no_each_is_told_and_the_round_closes_with_what_happened() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 1).await;
    let round = market.announced().await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let line = lines_of(&market, round).await.remove(0);
        market.home_of(&line).await.decline(line.proposal()).await.done();
        seen.push(line.offer);
        app.settle().await;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 2, "nobody is asked twice");
    let it = asked(&market.broker, round).await;
    assert_eq!(it["status"], "CLOSED");
    assert_eq!(["proposed", "declined", "accepted", "unplaced"].map(|name| figure(&it, name)), [2, 2, 0, 1]);
    let line = lines_of(&market, round).await.remove(0);
    assert_eq!((line.status.as_str(), &line.unplaced_for), ("UNPLACED", &json!("NOBODY_LEFT")));
    let told = "{ viewer { notifications(first: 20) { nodes { text } } } }";
    let told = market.broker.asks(told).await.0.to_string();
    assert!(told.contains("has nobody left") && told.contains("was closed"), "{told}");
    assert_eq!(reserved(&app).await, 0);
    // It waits still, for the next round.
    let again = open(&market.broker).await;
    assert_eq!(freeze(&market.broker, again).await.at("freezeRound.round.requests"), &json!(1));
}

#[tokio::test]
async fn nobody_is_asked_for_ever_five_noes_are_enough() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4; 6], 1).await;
    let round = market.announced().await;
    for _ in 0..5 {
        let line = lines_of(&market, round).await.remove(0);
        assert_eq!(line.status, "PROPOSED");
        market.home_of(&line).await.decline(line.proposal()).await.done();
        app.settle().await;
    }
    let line = lines_of(&market, round).await.remove(0);
    assert_eq!((line.tries, &line.unplaced_for), (5, &json!("ASKED_OFTEN")));
    assert_eq!(asked(&market.broker, round).await["status"], "CLOSED");
}

#[tokio::test]
async fn what_is_not_answered_in_time_or_taken_back_is_a_no_as_well() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4, 4], 1).await;
    let round = market.announced().await;
    let first = lines_of(&market, round).await.remove(0);
    app.clock.advance(chrono::TimeDelta::days(15));
    app.settle().await;
    let second = lines_of(&market, round).await.remove(0);
    assert!(second.status == "PROPOSED" && second.offer != first.offer, "{second:?}");
    let document =
        "mutation($input: WithdrawProposalInput!) { withdrawProposal(input: $input) { userErrors { code } } }";
    let input = json!({"input": {"proposal": second.proposal, "reason": "TIMING"}});
    market.broker.ask(document, input).await.done();
    app.settle().await;
    let third = lines_of(&market, round).await.remove(0);
    assert!(third.status == "PROPOSED" && third.offer != second.offer && third.offer != first.offer, "{third:?}");
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "expired", "withdrawn", "repaired"].map(|name| figure(&it, name)), [3, 1, 1, 2]);
}

#[tokio::test]
async fn what_a_rule_keeps_from_being_proposed_is_a_no_with_that_rule() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 1).await;
    let round = market.planned().await;
    let planned = lines_of(&market, round).await.remove(0);
    let offer: Id<Offer> = planned.offer.parse().unwrap();
    app.write("UPDATE offer SET status = 'paused', version = version + 1 WHERE id = $1", values![offer.uuid()]).await;
    announce(&market.broker, round).await.done();
    app.settle().await;
    let line = lines_of(&market, round).await.remove(0);
    assert_eq!((line.status.as_str(), &line.refused_by, line.tries), ("PROPOSED", &json!("NOT_FOUND"), 2));
    assert_ne!(line.offer, planned.offer);
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "refused", "repaired"].map(|name| figure(&it, name)), [1, 1, 1]);
    assert_eq!(reserved(&app).await, 4);
}

#[tokio::test]
async fn a_process_that_is_cut_off_between_two_proposals_loses_none_and_two_at_once_make_none_twice() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4, 4], 3).await;
    let round = market.planned().await;
    announce(&market.broker, round).await.done();
    // As if the process had ended after the first.
    let first = lines_of(&market, round).await.remove(0);
    market.broker.propose(first.offer.parse().unwrap(), first.request.parse().unwrap()).await.done();
    app.sound().await;
    let (one, two) = tokio::join!(go_on(&app.app), go_on(&app.app));
    assert!(one.is_ok() && two.is_ok());
    app.settle().await;
    let lines = lines_of(&market, round).await;
    assert_eq!((so_many(&lines, "PROPOSED"), reserved(&app).await), (3, 12));
    let all = "SELECT count(*) AS number FROM proposal WHERE id <> $1";
    assert_eq!(app.number(all, uuid::Uuid::nil()).await, 3);
    assert_eq!(figure(&asked(&market.broker, round).await, "proposed"), 3);
}

#[tokio::test]
async fn two_rounds_that_repair_at_once_never_promise_the_same_half_days() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 1).await;
    let school = app.school("Beech Hill").await;
    let alliance = app.alliance("The Brue Alliance", &school, &[]).await;
    let request = school.request(&alliance, 4).await;
    app.searched(&request.to_string(), "national").await;
    app.searched(&market.requests[0].to_string(), "national").await;
    let other = alliance.broker().await;
    let rounds = [(&market.broker, market.planned().await), (&other, open(&other).await)];
    freeze(&other, rounds[1].1).await.done();
    app.settle().await;
    for (broker, round) in &rounds {
        announce(broker, *round).await.done();
    }
    app.settle().await;
    assert_eq!(reserved(&app).await, 8, "each has one of the two");
    // A third one has time for one more, and both are told no.
    let third = app.school("Third").await;
    offer_of(&third, 4).await;
    app.settle().await;
    let open_ones = "UPDATE proposal SET respond_by = sent_at + interval '1 minute' WHERE id <> $1";
    app.write(open_ones, values![uuid::Uuid::nil()]).await;
    app.clock.advance(chrono::TimeDelta::minutes(2));
    lateral::worker::tick(&app.app).await.unwrap();
    let (one, two) = tokio::join!(go_on(&app.app), go_on(&app.app));
    assert!(one.is_ok() && two.is_ok());
    app.sound().await;
    app.settle().await;
    let over = "SELECT count(*) AS number FROM capacity_window WHERE reserved + committed > half_days AND id <> $1";
    assert_eq!(app.number(over, uuid::Uuid::nil()).await, 0);
    for (broker, round) in &rounds {
        let it = asked(broker, *round).await;
        assert_eq!(figure(&it, "expired"), 1, "{it}");
    }
}
