//! What people are told: by whom it is heard, once, in words that hold no name too many, and when something is due.

use chrono::TimeDelta;
use domain::access::Role;
use lateral::worker::notices;
use lateral_tests::deal::read;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const LIST: &str = "query($unread: Boolean) { viewer { unreadCount notifications(first: 50, unread: $unread) {
    nodes { id kind topic text subject dueAt readAt } } } }";
const MARK: &str = "mutation($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input) { marked userErrors { code field message } } }";
const PREFER: &str = "mutation($input: SetNotificationPreferenceInput!) {
    setNotificationPreference(input: $input) { noted userErrors { code field message } } }";

/// What somebody was told, newest first.
pub async fn told(who: &Persona<'_>) -> Vec<Json> {
    let answer = who.ask(LIST, json!({"unread": false})).await;
    answer.done()["viewer"]["notifications"]["nodes"].as_array().unwrap().clone()
}

/// The same, as kind and sentence.
async fn heard(who: &Persona<'_>) -> Vec<(String, String)> {
    let text = |it: &Json, field: &str| it[field].as_str().unwrap().to_owned();
    told(who).await.iter().map(|it| (text(it, "kind"), text(it, "text"))).collect()
}

async fn kinds(who: &Persona<'_>) -> Vec<String> {
    heard(who).await.into_iter().map(|(kind, _)| kind).collect()
}

#[tokio::test]
async fn everybody_whom_it_concerns_hears_of_it_once_and_learns_no_name_too_many() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let coordinator = deal.host.somebody(Role::Coordinator).await;
    let stranger = app.school("Oak Hill").await.head().await;
    let request = deal.host.anonymous_request(&deal.alliance, 4).await;
    let sent = deal.broker.propose(deal.offer, request).await;
    let proposal = read(&sent.text("proposeSupport.proposal.id"));
    // Two processes tell at once, and once more.
    let replica = app.replica(&[]).await;
    let (one, other) = tokio::join!(notices::tick(&app.app), notices::tick(&replica.app));
    one.unwrap();
    other.unwrap();
    app.settle().await;

    let it = &told(&deal.home_head).await[0];
    assert_eq!(it["text"], "Ash Lane is proposed to a school, for “Reading”. Both heads answer.");
    assert_eq!((&it["kind"], &it["topic"]), (&json!("proposal.sent"), &json!("PROPOSALS")));
    assert_eq!(it["subject"], json!(sent.text("proposeSupport.proposal.id")));
    assert!(it["dueAt"].is_string(), "{it}");
    let named = "Ash Lane is proposed to Elm Park, for “Reading”. Both heads answer.";
    assert_eq!(heard(&deal.host_head).await, [("proposal.sent".into(), named.into())]);
    for nobody in [&deal.broker, &coordinator, &stranger] {
        assert_eq!(heard(nobody).await, [], "neither who did it nor anybody else: {:?}", nobody.role());
    }

    // The same notification names the school once the giver may know it.
    for head in [&deal.home_head, &deal.host_head] {
        head.accept(proposal).await.done();
    }
    app.settle().await;
    let home = heard(&deal.home_head).await;
    assert_eq!(home.last().unwrap().1, named);
    let kinds: Vec<_> = home.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["deployment.planned", "proposal.confirmed", "proposal.sent"], "one's own answer is no news");
    let broker = heard(&deal.broker).await.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(broker, ["deployment.planned", "proposal.confirmed", "proposal.accepted"]);
    assert!(heard(&deal.specialist.persona).await[0].1.contains("Ash Lane supports Elm Park"));

    // Whoever lost the role keeps the list and reads no names.
    let end = "UPDATE membership SET status = 'ended', ended_at = now() WHERE id = $1";
    app.write(end, values![deal.home_head.who().membership.uuid()]).await;
    let it = &told(&deal.home_head).await[2];
    assert_eq!(it["text"], "A school is proposed to a school, for a request for support. Both heads answer.");
    assert_eq!(it["subject"], Json::Null);
}

#[tokio::test]
async fn notifications_are_read_and_marked_by_their_owner_alone() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.proposed().await;
    app.settle().await;
    let (own, other) = (told(&deal.home_head).await, told(&deal.host_head).await);
    let (own, other) = (own[0]["id"].clone(), other[0]["id"].clone());
    let node = "query($id: ID!) { node(id: $id) { ... on Notification { readAt text } } }";
    assert!(deal.home_head.ask(node, json!({"id": own})).await.at("node.text").is_string());
    assert_eq!(deal.home_head.ask(node, json!({"id": other})).await.at("node"), &Json::Null);
    for named in [json!([other]), json!([own, other])] {
        let no = deal.home_head.ask(MARK, json!({"input": {"notifications": named}})).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "notifications"));
    }
    let many: Vec<_> = (0..101).map(|n| format!("ntf_{n:032x}")).collect();
    let no = deal.home_head.ask(MARK, json!({"input": {"notifications": many}})).await.refused();
    assert_eq!(no.code, "NUMBER_OUT_OF_RANGE");
    let unread = async |who: &Persona<'_>| {
        let answer = who.ask(LIST, json!({"unread": true})).await;
        let listed = answer.done()["viewer"]["notifications"]["nodes"].as_array().unwrap().len();
        (answer.at("viewer.unreadCount").as_i64().unwrap(), listed)
    };
    assert_eq!(unread(&deal.home_head).await, (1, 1));
    deal.home_head.ask(MARK, json!({"input": {"notifications": [own, own]}})).await.done();
    assert_eq!((unread(&deal.home_head).await, unread(&deal.host_head).await), ((0, 0), (1, 1)));
    assert!(told(&deal.home_head).await[0]["readAt"].is_string(), "it stays in the list");
    deal.host_head.ask(MARK, json!({"input": {}})).await.done();
    assert_eq!(unread(&deal.host_head).await, (0, 0));
    assert_eq!(app.stranger().ask(MARK, json!({"input": {}})).await.error_code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn what_is_due_reminds_those_who_owe_it_once_and_its_breach_reaches_the_brokers() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    app.settle().await;
    let due = told(&deal.host_head).await.last().unwrap()["dueAt"].as_str().unwrap().to_owned();
    let due = domain::Timestamp::new(due.parse().unwrap());
    app.clock.advance(due.utc() - app.clock.now().utc() - TimeDelta::hours(25));
    app.settle().await;
    assert!(!kinds(&deal.host_head).await.contains(&"proposal.answer_due".to_owned()), "it is too early");
    app.clock.advance(TimeDelta::hours(2));
    app.settle().await;
    app.settle().await;
    assert_eq!(kinds(&deal.host_head).await, ["proposal.answer_due", "proposal.accepted", "proposal.sent"]);
    assert_eq!(kinds(&deal.home_head).await, ["proposal.sent"], "who has answered owes nothing");
    app.clock.advance(TimeDelta::hours(24));
    app.settle().await;
    for who in [&deal.host_head, &deal.home_head, &deal.broker] {
        assert!(kinds(who).await.contains(&"proposal.expired".to_owned()), "{:?}", who.role());
    }

    // A request that nobody reads: its brokers are reminded, and then everybody hears that it is overdue.
    let raised = deal.host.request(&deal.alliance, 1).await;
    let soon = app.clock.now().utc() + TimeDelta::hours(11);
    let sql = "UPDATE support_request SET status = 'submitted', stage = NULL, triaged_at = NULL, respond_by = $2, \
               response_policy = 1, asker_credit = 0, asker_guaranteed = false, asker_isolation = 0 WHERE id = $1";
    app.write(sql, values![raised.uuid(), soon]).await;
    app.settle().await;
    assert_eq!(kinds(&deal.broker).await[0], "request.answer_due");
    app.clock.advance(TimeDelta::hours(12));
    app.settle().await;
    assert_eq!(kinds(&deal.broker).await[0], "request.overdue");
    assert_eq!(kinds(&deal.host_head).await[0], "request.overdue");
}

#[tokio::test]
async fn a_visit_that_nobody_confirms_is_not_forgotten() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 1).await;
    app.settle().await;
    assert_eq!(kinds(&deal.host_head).await[0], "visit.recorded");
    app.clock.advance(TimeDelta::hours(6 * 24 + 1));
    app.settle().await;
    assert_eq!(kinds(&deal.host_head).await[0], "visit.confirmation_due");
    app.clock.advance(TimeDelta::days(1));
    app.settle().await;
    for who in [&deal.host_head, &deal.broker] {
        assert_eq!(kinds(who).await[0], "visit.confirmation_overdue");
    }
}

#[tokio::test]
async fn whoever_has_not_said_how_it_was_is_reminded_in_the_last_week() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.home_head.evaluate(deployment).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::days(20));
    app.settle().await;
    let due = "deployment.evaluation_due".to_owned();
    assert!(!kinds(&deal.host_head).await.contains(&due), "it is too early");
    app.clock.advance(TimeDelta::days(2));
    app.settle().await;
    assert!(kinds(&deal.host_head).await.contains(&due), "it is the last week");
    assert!(!kinds(&deal.home_head).await.contains(&due), "who has spoken owes nothing");
}

#[tokio::test]
async fn everybody_chooses_what_they_hear_but_for_what_is_due_from_them() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let ways = "{ viewer { notificationPreferences { topic way } } }";
    let usual = deal.host_head.asks(ways).await;
    assert_eq!(usual.at("viewer.notificationPreferences.5"), &json!({"topic": "DEADLINES", "way": "E_MAIL_AT_ONCE"}));
    for topic in ["PROPOSALS", "SUPPORT"] {
        deal.host_head.ask(PREFER, json!({"input": {"topic": topic, "way": "IN_APP"}})).await.done();
        deal.host_head.ask(PREFER, json!({"input": {"topic": topic, "way": "NONE"}})).await.done();
    }
    let chosen = deal.host_head.asks(ways).await;
    assert_eq!(chosen.at("viewer.notificationPreferences.1"), &json!({"topic": "PROPOSALS", "way": "NONE"}));
    assert_eq!(deal.home_head.asks(ways).await.0, usual.0, "everybody for themselves");
    let proposal = deal.proposed().await;
    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    app.settle().await;
    assert_eq!(kinds(&deal.host_head).await, ["deployment.planned", "proposal.sent"], "what is due stays");
}

#[tokio::test]
async fn what_happened_before_there_were_notifications_is_told_to_nobody() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.proposed().await;
    // As the migration leaves what is there already; and an event of a later edition waits for that.
    app.write("UPDATE outbox SET untold = false", vec![]).await;
    let later = "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body) \
                 SELECT gen_random_uuid(), 'proposal.framed', noun, noun_id, actor, at, body FROM outbox LIMIT 1";
    app.owner.run(later, []).await.unwrap();
    notices::tick(&app.app).await.unwrap();
    assert_eq!(heard(&deal.host_head).await, []);
    assert_eq!(app.count("outbox WHERE untold").await, 1);
}
