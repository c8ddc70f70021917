//! What stands between a client and the service: clients that hang up or dawdle, a server that is told to stop, a
//! database that is away.

use lateral_tests::deal::{Deal, act};
use lateral_tests::{Site, TestApp};
use persistence::{Db, Settings, values};
use sea_orm::FromQueryResult;
use serde_json::json;

use crate::identity::{PASSWORD, with_password};

#[derive(FromQueryResult)]
struct Count {
    rows: i64,
}

async fn count(app: &TestApp, sql: &str) -> i64 {
    let sql = format!("SELECT count(*) AS rows FROM {sql}");
    app.owner.row::<Count>(&sql, values![]).await.unwrap().unwrap().rows
}

/// How many sessions of the service, but for the one that asks, are in some state.
async fn sessions(app: &TestApp, state: &str) -> i64 {
    let whose = "datname = current_database() AND usename = 'lateral_test_runtime'";
    count(app, &format!("pg_stat_activity WHERE {whose} AND {state}")).await
}

/// Waits until somebody waits for a lock that the test holds.
async fn somebody_waits(app: &TestApp) {
    while sessions(app, "wait_event_type = 'Lock'").await == 0 {}
}

/// Waits until nothing is under way.
async fn all_is_quiet(app: &TestApp) {
    while sessions(app, "state <> 'idle'").await > 0 {}
}

/// Keeps a request's row from being changed until it is dropped.
async fn hold(app: &TestApp, deal: &Deal<'_>) -> persistence::Tx {
    let stamp = persistence::Stamp {
        now: app.clock.now(),
        actor: domain::access::Actor::Service,
        request_id: "test".into(),
        ids: app.app.ids.source(),
        once: None,
    };
    let tx = app.owner.begin(stamp).await.unwrap();
    tx.run("SELECT FROM support_request WHERE id = $1 FOR UPDATE", values![deal.request.uuid()]).await.unwrap();
    tx
}

/// The bytes with which the deal's broker proposes.
async fn proposing(app: &TestApp, site: &Site, deal: &Deal<'_>) -> String {
    let email = with_password(app, &deal.broker).await;
    let pair = site.sign_in(&email, PASSWORD).await;
    let document = act("proposeSupport", "ProposeSupportInput", "proposal");
    let input = json!({ "offer": deal.offer.to_string(), "request": deal.request.to_string() });
    let body = json!({ "query": document, "variables": { "input": input } }).to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
        pair.text("accessToken"),
        body.len()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_during_a_write_leaves_it_whole_and_no_connection_spoilt() {
    let app = TestApp::start_with(&[("LATERAL_DATABASE_CONNECTIONS", "2")]).await;
    let deal = app.deal().await;
    let site = app.site().await;
    let bytes = proposing(&app, &site, &deal).await;
    for turn in 1..=20 {
        let held = hold(&app, &deal).await;
        let talk = site.talk(bytes.clone()).await;
        somebody_waits(&app).await;
        talk.hang_up();
        // Somebody else is answered meanwhile, and so the server has turned to its lines after the hanging up.
        assert_eq!(site.ask_openly("{ __typename }", json!(null)).await.status, 200);
        drop(held);
        all_is_quiet(&app).await;
        assert_eq!(count(&app, "proposal").await, turn, "the write goes on without whoever asked for it");
        let open = deal.broker.asks("{ proposals(first: 1) { edges { node { id } } } }").await;
        let proposal = lateral_tests::deal::read(&open.text("proposals.edges.0.node.id"));
        deal.host_head.decline(proposal).await.done();
    }
    for half in [&bytes[..20], &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 1]] {
        site.talk(half).await.hang_up();
    }
    assert_eq!(deal.held().await, (0, 0));
    // Each of the two connections writes, and what it writes is seen by others.
    for _ in 0..4 {
        deal.proposed().await;
        let open = deal.broker.asks("{ proposals(first: 1) { edges { node { id } } } }").await;
        deal.home_head.decline(lateral_tests::deal::read(&open.text("proposals.edges.0.node.id"))).await.done();
    }
    assert_eq!(count(&app, "proposal").await, 24);
    // A connection that was spoilt would stay in its transaction, and this would not end.
    all_is_quiet(&app).await;
    app.settle().await;
}

#[tokio::test]
async fn a_head_or_a_body_that_dawdles_is_given_up() {
    let app = TestApp::start_with(&[("LATERAL_LIMIT_ARRIVAL_SECONDS", "1")]).await;
    let site = app.site().await;
    let body = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    let form = "POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Ty";
    let (slow_body, slow_form, slow_head) = tokio::join!(site.raw(body), site.raw(form), site.raw(head));
    assert!(slow_body.starts_with("HTTP/1.1 408") && slow_body.contains("BODY_TOO_SLOW"), "{slow_body}");
    assert!(slow_form.starts_with("HTTP/1.1 408") && slow_form.contains("BODY_TOO_SLOW"), "{slow_form}");
    assert!(slow_head.starts_with("HTTP/1.1 408"), "{slow_head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_answers_what_it_has_and_takes_no_more() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    // A process of its own: the connections that a server opened end with its threads.
    let site = app.replica(&[]).await.site().await;
    let bytes = proposing(&app, &site, &deal).await;
    let held = hold(&app, &deal).await;
    let talk = site.talk(bytes).await;
    somebody_waits(&app).await;
    let stopping = tokio::spawn(site.begin_to_stop());
    while site.listens().await {}
    drop(held);
    let heard = talk.heard().await;
    assert!(heard.starts_with("HTTP/1.1 200") && heard.contains("\"userErrors\":[]"), "{heard}");
    stopping.await.unwrap();
    site.end().await;
    assert_eq!(count(&app, "proposal").await, 1);
    app.settle().await;
}

#[tokio::test]
async fn a_service_is_ready_only_with_the_database_that_it_knows() {
    let app = TestApp::start_with(&[("LATERAL_DATABASE_WAIT_SECONDS", "1")]).await;
    let site = app.site().await;
    assert_eq!((site.get("/livez").await.status, site.get("/readyz").await.status), (200, 200));
    for (spoil, mend) in [
        (
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('0999_tomorrow', 0)",
            "DELETE FROM seaql_migrations WHERE version = '0999_tomorrow'",
        ),
        (
            "UPDATE seaql_migrations SET version = version || '?' WHERE version LIKE '0001%'",
            "UPDATE seaql_migrations SET version = trim(trailing '?' from version)",
        ),
    ] {
        app.owner.run(spoil, []).await.unwrap();
        let reply = site.get("/readyz").await;
        assert_eq!((reply.status, reply.header("content-type")), (503, vec!["application/problem+json"]), "{spoil}");
        assert_eq!((reply.code(), reply.text("requestId").len()), ("UNAVAILABLE", 32));
        assert!(!reply.body.to_string().contains("0001"), "{reply:?}");
        app.owner.run(mend, []).await.unwrap();
        assert_eq!(site.get("/readyz").await.status, 200);
    }
    let (cluster, name) = app.database.owner.rsplit_once('/').unwrap();
    let admin = Db::connect(&Settings { connections: 1, ..Settings::of(format!("{cluster}/postgres")) }).await.unwrap();
    let closing = |open: bool| format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {open}");
    admin.run(&closing(false), []).await.unwrap();
    let others = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.run(&others, []).await.unwrap();
    assert_eq!((site.get("/livez").await.status, site.get("/readyz").await.status), (200, 503));
    let asked =
        site.ask_openly("{ school(urn: \"100000\") { name } offers(first: 1) { edges { cursor } } }", json!(null));
    let answer = asked.await;
    assert_eq!(answer.code(), "UNAVAILABLE", "{answer:?}");
    admin.run(&closing(true), []).await.unwrap();
    // Connections that were cut are found out one by one.
    while site.get("/readyz").await.status != 200 {}
    assert_eq!(site.ask_openly("{ offers(first: 1) { edges { cursor } } }", json!(null)).await.code(), "none");
}
