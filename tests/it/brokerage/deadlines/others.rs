//! What is due of people and of places: designations, assurances, practice, mentors, groups, roles, rests, grants, successors.

use domain::access::Role;
use lateral_tests::TestApp;
use lateral_tests::deal::terms;
use persistence::values;
use serde_json::json;

use super::{Seen, Told, Watch, after, day};
use crate::directory::resting::rest;
use crate::directory::succession::split;

/// Somebody who coaches, a new head who is mentored and does not answer the offer of a place in a group, somebody with a
/// designation, somebody of whom their school has given its word, an auditor, and somebody who asks what is kept about them.
pub(super) async fn people() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (home, host, broker, gives) = (&deal.home_head, &deal.host_head, &deal.broker, &deal.specialist.persona);
    let deployment = deal.active().await;
    app.write("DELETE FROM safeguarding_assurance", vec![]).await;
    home.assure(deal.specialist.id, json!({})).await.done();
    let auditor = app.national(Role::Auditor).await;
    // As a senior leader: the group makes an adviser of them.
    deal.designated().await;
    let mentor = deal.experienced().await;
    deal.mentored(&mentor).await;
    let (group, place) = deal.grouped(&mentor).await;
    host.place("leaveSupportGroup", &place).await.done();
    let school = json!({"school": deal.host.gid()});
    broker.group("offerSupportPlace", "OfferSupportPlaceInput", &group, school).await.done();
    home.begins_coach(gives.who().person, "2026-11-09").await.done();
    let asks = "mutation { requestPersonalData(input: {}) { dataExport { id } userErrors { code } } }";
    gives.asks(asks).await.done();

    let mut watch = Watch { app: &app, began: app.clock.now(), seen: Seen::default() };
    watch.hear_now(watch.days(0), &[("data_export.ready", &[gives])]).await;
    watch.hear(watch.days(7), &[("data_export.expired", &[])]).await;
    watch.hear(after(watch.days(14)), &[("support_group_place.lapsed", &[broker, host])]).await;
    watch.hear(watch.days(42), &[("school.new_head_unsupported", &[broker])]).await;
    watch.hear(watch.days(90), &[("membership.ended", &[&auditor])]).await;
    host.step("completeDeployment", deployment).await.done();
    // Six months of practice are over on 9 May.
    watch.hear(day("2027-04-25"), &[("coaching_practice.feedback_due", &[home])]).await;
    watch.hear(day("2027-06-16"), &[("mentorship.ending", &[home, host, broker])]).await;
    watch.hear(day("2027-07-01"), &[("mentorship.ended", &[home, host])]).await;
    let due: [Told<'_>; 2] = [("designation.ends_soon", &[gives, home, broker]), ("assurance.ends_soon", &[home])];
    watch.hear(day("2027-08-03"), &due).await;
    let over: [Told<'_>; 2] = [("designation.lapsed", &[gives, home, broker]), ("assurance.lapsed", &[home])];
    watch.hear(day("2027-09-01"), &over).await;
    watch.end()
}

/// Somebody who is offered as a mentor, and whom nobody accepts.
pub(super) async fn offered() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mentor = deal.experienced().await;
    let suggested = deal.broker.suggests(&deal.host, &mentor).await;
    let id = suggested.text("suggestMentorship.mentorship.id");
    deal.broker.mentors("offerMentorship", &id).await.done();
    let mut watch = Watch::begin(&app).await;
    let told: Told<'_> = ("mentorship.ended", &[&deal.home_head, &deal.host_head, &deal.broker]);
    watch.hear(after(watch.days(14)), &[told]).await;
    watch.end()
}

/// A school that rests, a month that is closed, a grant that is to be reviewed, work without an assurance, and a school that
/// closes and that several follow.
pub(super) async fn places() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (home, host, broker) = (&deal.home_head, &deal.host_head, &deal.broker);
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 0});
    deal.signed_by_one(deployment, paid).await;
    host.agree(deployment, None).await.done();
    host.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    host.visit("confirmVisit", visit).await.done();
    app.write("DELETE FROM safeguarding_assurance", vec![]).await;
    home.assure(deal.specialist.id, json!({"validUntil": "2026-11-13"})).await.done();
    let application = json!({"member": "NETWORK", "stage": "RUNNING", "focus": "OTHER",
        "partners": ["UNIVERSITY"], "schools": vec![json!({"phase": "PRIMARY"}); 6]});
    let input = json!({"programme": "networked-learning-communities", "school": deal.host.gid(),
        "startsOn": "2003-09-01", "application": application});
    broker.grant("openGrant", input).await.done();
    // As if its review were in three days.
    let soon = "UPDATE programme_grant SET starts_on = (date '2026-11-12' - make_interval(months => review_after_months))::date";
    app.write(soon, values![]).await;
    rest(
        host,
        "pauseMembership",
        json!({"alliance": deal.alliance.id.to_string(), "reason": "CAPACITY", "until": "2026-11-16"}),
    )
    .await
    .done();

    let mut watch = Watch::begin(&app).await;
    watch.hear(day("2026-11-12"), &[("grant.review_due", &[broker])]).await;
    let unassured: [Told<'_>; 2] = [("assurance.lapsed", &[home]), ("deployment.unassured", &[home, host, broker])];
    watch.hear(day("2026-11-14"), &unassured).await;
    watch.hear(day("2026-11-17"), &[("alliance.member_resumed", &[broker, host])]).await;
    watch.hear(day("2026-12-10"), &[("month.closed", &[])]).await;
    split(&app, &deal).await;
    watch.hear_now(app.clock.now(), &[("school.succession_undecided", &[broker])]).await;
    watch.end()
}
