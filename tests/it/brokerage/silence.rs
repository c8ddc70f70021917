//! What an alliance or a school is asked ends after its day if they do not answer: whoever asked hears of it and may ask again.

use chrono::TimeDelta;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

/// Until when an answer is asked for by every event of this name; nothing where no day is told.
pub async fn respond_by(app: &TestApp, event: &str) -> Vec<Option<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        day: Option<String>,
    }
    let sql = "SELECT body::jsonb -> 'data' ->> 'respondBy' AS day FROM outbox WHERE name = $1 ORDER BY id";
    let rows: Vec<Row> = app.owner.rows(sql, values![event]).await.unwrap();
    rows.into_iter().map(|row| row.day).collect()
}

/// How often somebody was told of this.
async fn heard(who: &Persona<'_>, kind: &str) -> usize {
    told(who).await.iter().filter(|it| it["kind"] == kind).count()
}

/// Lets so much time pass, and everything happen that is due then, twice.
async fn pass(app: &TestApp, time: TimeDelta) -> Vec<String> {
    app.clock.advance(time);
    let events = app.settle().await.events().into_iter().map(str::to_owned).collect();
    assert!(app.settle().await.events().is_empty(), "what is over ends once");
    events
}

async fn refer(deal: &Deal<'_>, to: Option<String>) -> String {
    let input = json!({"request": deal.request.to_string(), "alliance": to, "reason": "Nobody here has the time."});
    let sent = deal.broker.ask(&act("referRequest", "ReferRequestInput", "referral"), json!({ "input": input })).await;
    sent.done();
    sent.text("referRequest.referral.id")
}

async fn referral(who: &Persona<'_>, id: &str) -> Json {
    let document = "query($id: ID!) { node(id: $id) { ... on Referral { status respondBy request { id } } } }";
    who.ask(document, json!({"id": id})).await.done()["node"].clone()
}

#[tokio::test]
async fn an_alliance_that_does_not_answer_a_referral_is_not_waited_for_and_the_national_pool_has_no_day() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let lead = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &lead, &[]).await;
    let asked = other.broker().await;
    let (to_one, to_all) = (refer(&deal, Some(other.id.to_string())).await, refer(&deal, None).await);
    app.settle().await;
    let by = referral(&asked, &to_one).await["respondBy"].clone();
    assert_eq!(by, "2026-11-16T09:00:00.000000Z");
    assert_eq!(referral(&deal.broker, &to_all).await["respondBy"], Json::Null);
    assert_eq!(respond_by(&app, "referral.sent").await, [by.as_str().map(str::to_owned), None]);
    let sent: Vec<_> = told(&asked).await.into_iter().filter(|it| it["kind"] == "referral.sent").collect();
    assert_eq!(sent.iter().filter(|it| it["dueAt"] == by).count(), 1);
    assert_eq!(sent.iter().filter(|it| it["dueAt"].is_null()).count(), 1, "nobody owes an answer for all");

    pass(&app, TimeDelta::hours(6 * 24 - 1)).await;
    assert_eq!(heard(&asked, "referral.answer_due").await, 0, "it is too early");
    pass(&app, TimeDelta::hours(2)).await;
    assert_eq!((heard(&asked, "referral.answer_due").await, heard(&deal.broker, "referral.answer_due").await), (1, 0));
    app.clock.advance(TimeDelta::hours(23));
    assert!(!app.settle().await.events().contains(&"referral.lapsed"), "the last instant is in time");
    app.clock.advance(TimeDelta::seconds(1));
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    let no = asked.ask(&take, json!({"input": {"referral": to_one}})).await.refused();
    assert_eq!(no.code, "ANSWER_OVERDUE");
    assert!(pass(&app, TimeDelta::zero()).await.contains(&"referral.lapsed".to_owned()));
    assert_eq!(referral(&asked, &to_one).await["status"], "LAPSED");
    for who in [&deal.broker, &asked] {
        assert_eq!(heard(who, "referral.lapsed").await, 1, "{:?}", who.role());
    }
    assert_eq!(referral(&deal.broker, &to_all).await["status"], "SENT");
    assert_eq!(asked.ask(&take, json!({"input": {"referral": to_one}})).await.refused().code, "STEP_NOT_OPEN");
    let again = refer(&deal, Some(other.id.to_string())).await;
    asked.ask(&take, json!({"input": {"referral": again}})).await.done();
    app.settle().await;
    let early = "UPDATE referral SET status = 'lapsed', answered_at = sent_at WHERE id = $1";
    let refused = app.owner.run(early, values![uuid::Uuid::parse_str(&again[4..]).unwrap()]).await;
    assert_eq!(refused.unwrap_err().constraint(), Some("referral_lapsed_after_its_day"));
}

#[tokio::test]
async fn a_school_that_does_not_answer_is_out_of_a_pooled_budget_until_it_is_asked_again() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let pool = deal.pooled().await;
    let ask = json!({"pool": pool, "school": deal.home.gid()});
    deal.broker.pool("askToPool", ask.clone()).await.done();
    app.settle().await;
    let document = "query($id: ID!) { node(id: $id) { ... on PooledBudget { members { status respondBy } } } }";
    let member = async |at: usize, field: &str| {
        deal.home_head.ask(document, json!({"id": pool})).await.done()["node"]["members"][at][field].clone()
    };
    let by = member(1, "respondBy").await;
    assert_eq!(by, "2026-12-07T09:00:00.000000Z");
    assert_eq!(respond_by(&app, "pool.asked").await, vec![by.as_str().map(str::to_owned); 2]);
    pass(&app, TimeDelta::hours(27 * 24 + 1)).await;
    assert_eq!(heard(&deal.home_head, "pool.answer_due").await, 1);
    assert_eq!(heard(&deal.host_head, "pool.answer_due").await, 0, "who has answered owes nothing");
    app.clock.advance(TimeDelta::hours(23) + TimeDelta::seconds(1));
    let commit = json!({"pool": pool, "amount": 50_000});
    assert_eq!(deal.home_head.pool("commitToPool", commit.clone()).await.refused().code, "ANSWER_OVERDUE");
    assert!(pass(&app, TimeDelta::zero()).await.contains(&"pool.lapsed".to_owned()));
    assert_eq!((member(0, "status").await, member(1, "status").await), (json!("JOINED"), json!("LAPSED")));
    for (who, times) in [(&deal.broker, 1), (&deal.home_head, 1), (&deal.host_head, 0)] {
        assert_eq!(heard(who, "pool.lapsed").await, times, "{:?}", who.role());
    }
    assert_eq!(deal.home_head.pool("commitToPool", commit.clone()).await.refused().code, "STEP_NOT_OPEN");
    deal.broker.pool("askToPool", ask).await.done();
    deal.home_head.pool("commitToPool", commit).await.done();
    app.settle().await;
    app.sound().await;
}

async fn answered(who: &Persona<'_>, id: &str, backs: bool) -> Answer {
    who.commission("answerCommission", json!({"commission": id, "backs": backs})).await
}

#[tokio::test]
async fn a_joint_commission_that_a_school_does_not_answer_holds_up_no_agreement() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (oak, fir) = (app.school("Oak Hill").await, app.school("Fir Hill").await);
    let (oaks, firs) = (oak.head().await, fir.head().await);
    let shares = [(&deal.host, 5_000, 2), (&oak, 3_000, 1), (&fir, 2_000, 1)];
    let id = deal.commissioned(deal.request, &shares).await;
    answered(&firs, &id, true).await.done();
    app.settle().await;
    let document = "query($id: ID!) { node(id: $id) { ... on JointCommission { status respondBy endedAt reason
        backers { status } } } }";
    let told = async |who: &Persona<'_>| who.ask(document, json!({"id": id})).await.done()["node"].clone();
    let by = told(&oaks).await["respondBy"].clone();
    assert_eq!(by, "2026-11-23T09:00:00.000000Z");
    assert_eq!(respond_by(&app, "commission.asked").await, vec![by.as_str().map(str::to_owned); 2]);
    pass(&app, TimeDelta::days(9)).await;
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 0});
    deal.signed_by_one(deployment, paid).await;
    app.settle().await;
    pass(&app, TimeDelta::hours(4 * 24 + 1)).await;
    assert_eq!((heard(&oaks, "commission.answer_due").await, heard(&firs, "commission.answer_due").await), (1, 0));
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "COMMISSION_UNBACKED");
    app.clock.advance(TimeDelta::hours(23) + TimeDelta::seconds(1));
    assert_eq!(answered(&oaks, &id, true).await.refused().code, "ANSWER_OVERDUE");
    assert!(pass(&app, TimeDelta::zero()).await.contains(&"commission.lapsed".to_owned()));
    let backers = json!([{"status": "BACKING"}, {"status": "LAPSED"}, {"status": "BACKING"}]);
    let it = told(&oaks).await;
    assert_eq!((&it["status"], &it["reason"], &it["backers"]), (&json!("LAPSED"), &Json::Null, &backers));
    for who in [&deal.host_head, &deal.broker, &oaks, &firs] {
        assert_eq!(heard(who, "commission.lapsed").await, 1, "{:?}", who.role());
    }
    assert_eq!(heard(&deal.home_head, "commission.lapsed").await, 0);
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}
