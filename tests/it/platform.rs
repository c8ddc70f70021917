//! What every request stands on: transactions that end, row-level security, a schema that is known.

use std::task::Poll;
use std::time::Duration;

use domain::access::{Actor, Scope};
use lateral::app::Caller;
use lateral::worker::{self, Progress};
use lateral_tests::TestApp;
use persistence::{Db, DbError, Settings, Stamp, schema, values};

#[tokio::test]
async fn the_runtime_is_bound_by_row_level_security() {
    let app = TestApp::start().await;
    assert_eq!(schema::unsafe_role(app.app.db()).await.unwrap(), None);
    assert!(schema::unsafe_role(&app.owner).await.unwrap().is_some_and(|why| why.contains("superuser")));
    let mut url = url::Url::parse(&app.database.runtime).unwrap();
    for (number, (right, why)) in [("BYPASSRLS", "bypasses row-level security"), ("", "owns tables")].iter().enumerate()
    {
        let role = format!("{}_{number}", url.path().trim_start_matches('/'));
        app.owner.run(&format!("CREATE ROLE {role} LOGIN PASSWORD 'tried' {right}"), []).await.unwrap();
        app.owner.run("CREATE TABLE owned (id integer)", []).await.unwrap();
        if right.is_empty() {
            app.owner.run(&format!("ALTER TABLE owned OWNER TO {role}"), []).await.unwrap();
        }
        url.set_username(&role).unwrap();
        url.set_password(Some("tried")).unwrap();
        let db = Db::connect(&Settings::of(url.as_str())).await.unwrap();
        let told = schema::unsafe_role(&db).await.unwrap();
        db.close().await;
        app.owner.run("DROP TABLE owned", []).await.unwrap();
        app.owner.run(&format!("DROP ROLE {role}"), []).await.unwrap();
        assert!(told.is_some_and(|told| told.contains(why)), "{why}");
    }
}

#[tokio::test]
async fn of_two_transactions_that_wait_for_each_other_one_is_told_to_begin_again() {
    let app = TestApp::start().await;
    for key in ["one", "other"] {
        app.write("INSERT INTO installation (key, value) VALUES ($1, 'yes')", values![key]).await;
    }
    let both = tokio::sync::Barrier::new(2);
    let begins_with = async |first: &'static str, second: &'static str| {
        let tx = app.app.begin(&Caller::service("test")).await.unwrap();
        let take = "UPDATE installation SET value = 'no' WHERE key = $1";
        tx.run(take, values![first]).await.unwrap();
        both.wait().await;
        tx.run(take, values![second]).await
    };
    let ended = tokio::join!(begins_with("one", "other"), begins_with("other", "one"));
    let clashes = [&ended.0, &ended.1].into_iter().filter(|it| matches!(it, Err(DbError::Clash))).count();
    assert!(clashes == 1 && (ended.0.is_ok() || ended.1.is_ok()), "{ended:?}");
}

#[tokio::test]
async fn a_cancelled_begin_poisons_no_connection() {
    let app = TestApp::start().await;
    let settings = Settings { connections: 1, wait: Duration::from_secs(60), ..Settings::of(&app.database.runtime) };
    let one = Db::connect(&settings).await.unwrap();
    let stamp = Stamp {
        now: app.app.clock.now(),
        actor: Actor::Stranger,
        request_id: "cancelled".into(),
        ids: app.app.ids.source(),
        once: None,
    };
    for turn in 0..1_000_usize {
        // Dropped somewhere between before the first word is sent and after the last is read.
        polled(turn % 7, one.begin(stamp.clone())).await;
        if turn % 10 == 9 {
            let key = format!("seen {turn}");
            one.run("INSERT INTO installation (key, value) VALUES ($1, 'yes')", values![key.clone()]).await.unwrap();
            let seen = schema::installation(&app.owner, &key).await.unwrap();
            assert_eq!(
                seen.as_deref(),
                Some("yes"),
                "a transaction that nobody ends swallowed the insert of turn {turn}"
            );
        }
    }
}

/// Polls a future so many times, each after everybody else had a turn, and drops it.
async fn polled<F: Future>(times: usize, future: F) {
    let mut future = std::pin::pin!(future);
    for _ in 0..times {
        tokio::task::yield_now().await;
        let ended = std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if ended {
            return;
        }
    }
}

#[tokio::test]
async fn a_private_read_is_one_statement_and_one_round_trip() {
    let app = TestApp::start().await;
    let (statements, trips) = (app.statements(), app.app.db().traffic().round_trips());
    let scope = Scope::public();
    app.app.db().rows_for::<sea_orm::JsonValue>(&scope, "SELECT id FROM proposal", []).await.unwrap();
    assert_eq!(app.statements() - statements, 1);
    assert_eq!(app.app.db().traffic().round_trips() - trips, 1);
}

#[tokio::test]
async fn who_reads_is_told_for_one_statement_only() {
    let app = TestApp::start().await;
    app.deal().await;
    let settings = Settings { connections: 1, ..Settings::of(&app.database.runtime) };
    let one = Db::connect(&settings).await.unwrap();
    let sql = "SELECT id FROM support_request";
    let seen = one.rows_for::<sea_orm::JsonValue>(&Actor::Service.scope(), sql, []).await.unwrap();
    assert!(!seen.is_empty(), "the service sees every request");
    let left = one.rows::<sea_orm::JsonValue>(sql, []).await.unwrap();
    assert!(left.is_empty(), "the next on the same connection has not said who they are");
    let public = one.rows_for::<sea_orm::JsonValue>(&Scope::public(), sql, []).await.unwrap();
    assert!(public.is_empty(), "the public sees none");
}

#[tokio::test]
async fn who_reads_is_told_before_the_first_row_is_looked_at() {
    let app = TestApp::start().await;
    // Two tables that join to next to nothing, as far as PostgreSQL knows: it would look at them first and tell afterwards.
    for (table, rows) in [("early", 2_000), ("late", 20_000)] {
        for sql in [
            format!("CREATE TABLE {table} (id integer, early integer, kind integer, audience uuid[] NOT NULL)"),
            format!("INSERT INTO {table} SELECT n, n % 2000, n % 7, '{{}}' FROM generate_series(1, {rows}) AS n"),
            format!("CALL guard('{table}')"),
            format!("GRANT SELECT ON {table} TO PUBLIC"),
            format!("ANALYZE {table}"),
        ] {
            app.owner.run(&sql, []).await.unwrap();
        }
    }
    let sql = "SELECT late.id FROM late JOIN early ON early.id = late.early WHERE early.kind = 1 AND late.kind = 1";
    let seen = app.app.db().rows_for::<sea_orm::JsonValue>(&Actor::Service.scope(), sql, []).await.unwrap();
    assert!(!seen.is_empty(), "the service sees every row");
}

#[tokio::test]
async fn an_audit_entry_says_where_a_record_stood_and_what_is_so_now_and_nobodys_text() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.proposed().await;
    let withdraw = "mutation($id: ID!) { withdrawRequest(input: {request: $id, reason: NEED_CHANGED}) {
        request { status } userErrors { code } } }";
    deal.host_head.ask(withdraw, serde_json::json!({"id": deal.request.to_string()})).await.done();
    app.settle().await;
    assert!(app.count("audit_entry").await > 4);
    assert_eq!(
        app.count("audit_entry WHERE after IS NULL OR NOT after::jsonb ? 'request' AND NOT after::jsonb ? 'proposal'")
            .await,
        0
    );
    let withdrawn = "audit_entry WHERE event = 'request.withdrawn' \
                     AND before::jsonb ->> 'event' = 'request.proposed' AND before::jsonb ->> 'request' = after::jsonb ->> 'request' \
                     AND after::jsonb ->> 'reason' = 'NEED_CHANGED' AND reason = 'need_changed'";
    assert_eq!(app.count(withdrawn).await, 1);
    let chain = "audit_entry AS it WHERE event = 'request.proposed' AND before::jsonb ->> 'event' = 'request.matched'";
    assert_eq!(app.count(chain).await, 1, "what the same act said first is before what it said then");
    let fallen = "audit_entry WHERE event = 'proposal.withdrawn' AND before::jsonb ->> 'event' = 'proposal.sent'";
    assert_eq!(app.count(fallen).await, 1);
    assert_eq!(app.count("audit_entry WHERE event = 'proposal.sent' AND before IS NOT NULL").await, 0);
    assert_eq!(app.count("audit_entry WHERE concat(before, after) ~* 'reading|phonics|example'").await, 0);
}

#[tokio::test]
async fn a_backlog_is_relayed_in_one_turn_and_by_one_connection() {
    let app = TestApp::narrow().await;
    let events = "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, untold) \
                  SELECT gen_random_uuid(), 'offer.published', 'Offer', gen_random_uuid(), 'head', now(), '{}', false \
                  FROM generate_series(1, 1100)";
    app.owner.run(events, []).await.unwrap();
    let waiting = async || {
        let sql = "SELECT count(*) AS number FROM outbox WHERE relayed_at IS NULL AND noun_id <> $1";
        app.number(sql, uuid::Uuid::nil()).await
    };
    assert_eq!(waiting().await, 1100);
    assert_eq!(worker::tick(&app.app).await.unwrap(), Progress::Idle);
    assert_eq!(waiting().await, 0);
}
