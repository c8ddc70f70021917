//! What is answered, approved and agreed by its day, or ends with it.

use chrono::TimeDelta;
use domain::access::Role;
use domain::brokerage::EscalationStep::{Alliance, Broker};
use domain::brokerage::ServiceLevel::{Answer, InitialMeeting};
use lateral_tests::TestApp;
use lateral_tests::deal::{act, terms};
use persistence::values;
use serde_json::json;

use super::{Seen, Told, Watch, after, day, days_before};
use crate::brokerage::asked::employ;
use crate::identity::{INVITE, to_school};
use crate::obligation::owes;

/// A proposal that nobody answers, one that nobody approves, and one of which both schools accept what nobody then agrees.
pub(super) async fn of_two_schools() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS"], &[]).await;
    let (second, governor) = (deal.alliance.broker().await, deal.home.somebody(Role::Governor).await);
    let (home, host, broker) = (&deal.home_head, &deal.host_head, &deal.broker);
    let of = (broker, deal.alliance.id);

    deal.proposed().await;
    let mut watch = Watch::begin(&app).await;
    let by = watch.days(7);
    watch.hear(days_before(by, 1), &[("proposal.answer_due", &[home, host])]).await;
    let told: [Told<'_>; 2] = [("proposal.expired", &[home, host, broker]), ("request.returned", &[broker])];
    watch.carried(by, of, (Answer, Broker), &told).await;

    employ(broker, &deal.host).await;
    deal.proposed().await;
    let by = app.clock.now().plus_days(7);
    watch.hear(days_before(by, 1), &[("proposal.approval_due", &[&second])]).await;
    watch.pass(after(by)).await;
    app.write("DELETE FROM employment WHERE person_id = $1", values![broker.who().person.uuid()]).await;

    let deployment = deal.planned().await;
    let planned = app.clock.now();
    home.declare(deployment, &[]).await.done();
    host.declare(deployment, &["KINSHIP"]).await.done();
    let by = planned.plus_days(7);
    let team = [home, &deal.specialist.persona];
    watch.hear(days_before(by, 1), &[("deployment.meeting_due", &team)]).await;
    watch.carried(by, of, (InitialMeeting, Broker), &[("service_level.breached", &[broker])]).await;
    let told: Told<'_> = ("service_level.escalated", &[broker, &second]);
    watch.carried(by.plus_days(1), of, (InitialMeeting, Alliance), &[told]).await;
    let by = planned.plus_days(14);
    let due: [Told<'_>; 3] = [
        ("deployment.agreement_due", &[home, host, broker]),
        ("deployment.approval_due", &[&second]),
        ("deployment.consent_due", &[&governor, broker]),
    ];
    watch.hear(days_before(by, 1), &due).await;
    watch.pass(by).await;
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(home.agree(deployment, Some(terms())).await.refused().code, "AGREEMENT_OVERDUE");
    let everybody = [home, host, broker, &deal.specialist.persona];
    watch.hear_now(after(by), &[("deployment.lapsed", &everybody)]).await;
    assert_eq!(deal.held().await, (0, 0), "and their time is free again");
    watch.end()
}

/// What an alliance, a school that pools money, one that backs another, one that is to join, one that owes something, and
/// somebody who is invited to a role do not answer or do by their day.
pub(super) async fn of_others() -> Seen {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (oak, fir) = (app.school("Oak Hill").await, app.school("Fir Hill").await);
    let other = app.alliance("The Oak Alliance", &oak, &[]).await;
    let (asked, oaks, firs) = (other.broker().await, oak.head().await, fir.head().await);
    let (home, host, broker) = (&deal.home_head, &deal.host_head, &deal.broker);

    let refers = deal.host.request(&deal.alliance, 4).await.to_string();
    let input = json!({"request": refers, "alliance": other.id.to_string(), "reason": "Nobody here has the time."});
    broker.ask(&act("referRequest", "ReferRequestInput", "referral"), json!({ "input": input })).await.done();
    let pool = deal.pooled().await;
    broker.pool("askToPool", json!({"pool": pool, "school": deal.home.gid()})).await.done();
    deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    let joins = act("inviteSchool", "InviteSchoolInput", "invitation");
    broker.ask(&joins, json!({"input": {"school": fir.gid()}})).await.done();
    owes(&deal, host, json!({})).await.done();
    let sent = home.ask(INVITE, to_school(&deal.home.id, "fenn@example.org", "COORDINATOR")).await;
    let invitation = sent.text("inviteMember.invitation.id");

    let mut watch = Watch::begin(&app).await;
    watch.hear(watch.days(6), &[("referral.answer_due", &[&asked])]).await;
    watch.hear(after(watch.days(7)), &[("referral.lapsed", &[broker, &asked])]).await;
    watch.hear(day("2026-11-20"), &[("obligation.due", &[host, home])]).await;
    watch.hear(watch.days(13), &[("commission.answer_due", &[&oaks])]).await;

    let status = async || {
        let document = "query($id: ID!) { node(id: $id) { ... on Invitation { status } } }";
        home.ask(document, json!({ "id": invitation })).await.text("node.status")
    };
    watch.pass(super::before(watch.days(14))).await;
    assert_eq!(status().await, "OPEN");
    watch.pass(watch.days(14)).await;
    assert_eq!(status().await, "EXPIRED", "of that nobody is told");

    watch.hear(after(watch.days(14)), &[("commission.lapsed", &[host, broker, &oaks])]).await;
    let due: [Told<'_>; 2] = [("pool.answer_due", &[home]), ("alliance_invitation.answer_due", &[&firs])];
    watch.hear(watch.days(27), &due).await;
    let over: [Told<'_>; 2] = [("pool.lapsed", &[broker, home]), ("alliance_invitation.lapsed", &[broker, &firs])];
    watch.hear(after(watch.days(28)), &over).await;
    watch.hear(day("2026-12-19"), &[("obligation.overdue", &[host, home, broker])]).await;
    watch.end()
}
