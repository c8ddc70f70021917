//! Somebody leaves a school: in whatever order their roles and their listing end, and also by a role's time alone, those who
//! wait for them are told.

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

use super::moving::joins;

const END: &str =
    "mutation($input: EndMembershipInput!) { endMembership(input: $input) { userErrors { code field message } } }";

/// A deal with running work, and a second specialist's proposal that is open.
async fn under_way(deal: &Deal<'_>) -> Id<Deployment> {
    let running = deal.active().await;
    let request = deal.host.request(&deal.alliance, 1).await;
    deal.broker.propose(deal.offer, request).await.done();
    running
}

/// What is open with the specialist: proposals, deployments that wait for their broker, listings and posts.
async fn open(deal: &Deal<'_>) -> [i64; 4] {
    let who = deal.specialist.id.uuid();
    let number = |sql: &'static str| deal.app.number(sql, who);
    [
        number("SELECT count(*) AS number FROM proposal WHERE specialist_id = $1 AND status = 'sent'").await,
        number(
            "SELECT count(*) AS number FROM departure JOIN deployment ON deployment.id = deployment_id \
             WHERE specialist_id = $1 AND decided_at IS NULL",
        )
        .await,
        number("SELECT count(*) AS number FROM specialist WHERE id = $1 AND status <> 'ended'").await,
        number(
            "SELECT count(*) AS number FROM employment \
             WHERE person_id = (SELECT person_id FROM specialist WHERE id = $1) AND ended_on IS NULL",
        )
        .await,
    ]
}

async fn ends(head: &Persona<'_>, membership: uuid::Uuid) {
    let membership = Id::<domain::identity::Membership>::from_uuid(membership).to_string();
    head.ask(END, json!({"input": {"membership": membership, "expectedVersion": 1}})).await.done();
}

#[tokio::test]
async fn a_leaver_whose_listing_ended_first_is_waited_for_no_longer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let running = under_way(&deal).await;
    let end = act("endListing", "EndListingInput", "specialist");
    deal.home_head.ask(&end, json!({"input": {"specialist": deal.specialist.id.to_string()}})).await.done();
    assert_eq!(open(&deal).await, [1, 0, 0, 0], "who is only not lent any more has not left");
    ends(&deal.home_head, deal.specialist.persona.who().membership.uuid()).await;
    assert_eq!(open(&deal).await, [0, 1, 0, 0]);
    let settled = app.settle().await;
    assert!(settled.events().contains(&"deployment.specialist_left"), "{:?}", settled.events());
    let told =
        "SELECT count(*) AS number FROM notification WHERE person_id = $1 AND kind = 'deployment.specialist_left'";
    assert_eq!(app.number(told, deal.broker.who().person.uuid()).await, 1, "{running}");
    app.sound().await;
}

#[tokio::test]
async fn whoever_lays_the_specialists_role_down_first_and_the_last_one_later_is_waited_for_no_longer() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    under_way(&deal).await;
    joins(&app, maya, &deal.home, "coordinator").await;
    ends(&deal.home_head, maya.who().membership.uuid()).await;
    assert_eq!(open(&deal).await, [1, 0, 0, 0], "a coordinator still works there");
    let sql = "SELECT id FROM membership WHERE person_id = $1 AND role = 'coordinator'";
    let coordinator = app.owner.rows::<sea_orm::JsonValue>(sql, values![maya.who().person.uuid()]).await.unwrap();
    ends(&deal.home_head, coordinator[0]["id"].as_str().unwrap().parse().unwrap()).await;
    assert_eq!(open(&deal).await, [0, 1, 0, 0]);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_role_that_was_given_until_a_day_ends_with_it_and_so_does_what_hangs_on_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let maya = &deal.specialist.persona;
    under_way(&deal).await;
    let until = app.clock.now().utc() + TimeDelta::days(3);
    let person = maya.who().person.uuid();
    let post = "INSERT INTO employment VALUES ($1, $2, $3, 'Teacher', '2020-09-01')";
    app.write(post, values![app.app.ids.uuid(), person, deal.home.id.uuid()]).await;
    let sql = "UPDATE membership SET until = $2 WHERE id = $1";
    app.write(sql, values![maya.who().membership.uuid(), until]).await;
    app.settle().await;
    app.clock.advance(TimeDelta::days(3) - TimeDelta::seconds(1));
    app.settle().await;
    assert_eq!(open(&deal).await, [1, 0, 1, 1], "it holds until its last second");
    app.clock.advance(TimeDelta::seconds(1));
    let settled = app.settle().await;
    assert_eq!(open(&deal).await, [0, 1, 0, 0]);
    for name in ["membership.ended", "specialist.listing_ended", "employment.ended", "deployment.specialist_left"] {
        assert_eq!(settled.events().iter().filter(|it| **it == name).count(), 1, "{name}: {:?}", settled.events());
    }
    assert_eq!(app.reasons("membership.ended").await, ["TIME_OVER"]);
    // The role is free to be given to them once more.
    joins(&app, maya, &deal.home, "specialist").await;
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn whose_role_ends_by_time_while_another_holds_on_stays_at_the_school() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let helper = ash.somebody(Role::Coordinator).await;
    joins(&app, &helper, &ash, "governor").await;
    let sql = "UPDATE membership SET until = $2 WHERE person_id = $1 AND role = 'governor'";
    let (person, until) = (helper.who().person.uuid(), app.clock.now().utc() + TimeDelta::days(3));
    app.write(sql, values![person, until]).await;
    app.clock.advance(TimeDelta::days(4));
    assert_eq!(app.settle().await.events(), ["membership.ended"]);
    let sql = "SELECT count(*) AS number FROM membership WHERE person_id = $1 AND status = 'active'";
    assert_eq!(app.number(sql, person).await, 1);
}
