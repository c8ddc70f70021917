//! The chain of the audit trail: everything that happens is linked once, and whatever is done to it afterwards is told.

use chrono::TimeDelta;
use domain::audit::Fault;
use lateral::app::Caller;
use lateral::app::audit::{self, Verified};
use lateral_tests::TestApp;
use persistence::values;

/// As many events of an offer with their entries, of which nobody is told.
const MANY: &str = "WITH happened AS (
        INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, untold, relayed_at)
        SELECT gen_random_uuid(), 'offer.published', 'Offer', $1, 'head', '2026-11-09', '{}', false, '2026-11-09'
        FROM generate_series(1, $2)
        RETURNING *
    )
    INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id)
    SELECT id, at, 'test', name, noun, noun_id FROM happened";

async fn verified(app: &TestApp) -> Verified {
    audit::verify(&app.app).await.unwrap()
}

/// Whether every entry has its place and is what it was.
async fn whole(app: &TestApp) -> bool {
    let found = verified(app).await;
    (found.broken, found.waiting, found.whole.place) == (None, 0, app.count("audit_entry").await)
}

/// Does what only whoever owns the database can, with every trigger out of the way.
async fn tampered(app: &TestApp, statements: &str) {
    let loose = format!("DO $$ BEGIN SET LOCAL session_replication_role = replica; {statements}; END $$");
    app.owner.run(&loose, []).await.unwrap_or_else(|fault| panic!("{statements}: {fault}"));
}

#[tokio::test]
async fn a_day_of_acts_is_linked_in_its_order_and_verified() {
    let app = TestApp::start().await;
    assert_eq!(verified(&app).await.whole.place, 0, "nothing has happened");
    let deal = app.deal().await;
    deal.active().await;
    let found = verified(&app).await;
    assert_eq!((found.waiting, found.late), (app.count("audit_entry").await - found.whole.place, false));
    app.settle().await;
    assert!(whole(&app).await && app.count("audit_link").await > 6);
    let backwards =
        "audit_link AS one JOIN audit_link AS next ON next.place = one.place + 1 AND next.entry_id <= one.entry_id";
    assert_eq!(app.count(backwards).await, 0);
    let head = verified(&app).await.whole;
    app.settle().await;
    assert_eq!(verified(&app).await.whole, head, "what is linked is not linked again");
}

#[tokio::test]
async fn whatever_is_done_to_the_trail_afterwards_is_told_by_its_place() {
    let app = TestApp::start().await;
    app.deal().await.active().await;
    app.settle().await;
    for table in ["audit_link", "audit_entry"] {
        app.owner.run(&format!("CREATE TABLE sound_{table} AS TABLE {table}"), []).await.unwrap();
    }
    let third = "id = (SELECT entry_id FROM audit_link WHERE place = 3)";
    for (statements, fault) in [
        (format!("UPDATE audit_entry SET reason = 'Another' WHERE {third}"), Fault::Altered),
        (format!("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE {third}"), Fault::Altered),
        (format!("DELETE FROM audit_entry WHERE {third}"), Fault::EntryMissing),
        (format!("UPDATE audit_entry SET noun_id = gen_random_uuid() WHERE {third}"), Fault::EntryMissing),
        ("DELETE FROM audit_link WHERE place = 3".to_owned(), Fault::LinkMissing),
        // Two entries that are exchanged.
        (
            "UPDATE audit_entry SET request_id = other.request_id, event = other.event, after = other.after \
             FROM sound_audit_entry AS other JOIN audit_link AS there ON there.entry_id = other.id \
             JOIN audit_link AS here ON here.place + there.place = 7 AND here.place IN (3, 4) \
             WHERE here.entry_id = audit_entry.id"
                .to_owned(),
            Fault::Altered,
        ),
        // Two that change places.
        (
            "UPDATE audit_link SET place = -place WHERE place IN (3, 4); \
             UPDATE audit_link SET place = 7 + place WHERE place < 0"
                .to_owned(),
            Fault::OutOfOrder,
        ),
        // One that is put in between, and all others moved on.
        (
            "UPDATE audit_link SET place = -place WHERE place >= 3; UPDATE audit_link SET place = 1 - place WHERE place < 0; \
             INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) \
             SELECT gen_random_uuid(), at, 'put in', event, noun, noun_id FROM audit_entry \
             WHERE id = (SELECT entry_id FROM audit_link WHERE place = 2); \
             INSERT INTO audit_link (place, noun_id, entry_id, digest, head, linked_at) \
             SELECT 3, noun_id, id, sha256('a'), sha256('b'), at FROM audit_entry WHERE request_id = 'put in'"
                .to_owned(),
            Fault::Altered,
        ),
    ] {
        tampered(&app, &statements).await;
        let found = verified(&app).await;
        let broken = found.broken.unwrap_or_else(|| panic!("{statements}: nothing is told"));
        assert_eq!((broken.place, broken.fault, found.whole.place), (3, fault, 2), "{statements}");
        let sound = "DELETE FROM audit_link; DELETE FROM audit_entry; INSERT INTO audit_link TABLE sound_audit_link; \
                     INSERT INTO audit_entry TABLE sound_audit_entry";
        tampered(&app, sound).await;
        assert!(whole(&app).await);
    }
}

#[tokio::test]
async fn what_has_no_link_is_told_once_it_has_waited_for_an_hour() {
    let app = TestApp::start().await;
    app.deal().await.proposed().await;
    app.settle().await;
    let sound = verified(&app).await.whole.place;
    // The end of the chain is cut off: its entry is not taken for a new one.
    tampered(&app, "DELETE FROM audit_link WHERE place = (SELECT max(place) FROM audit_link)").await;
    assert_eq!(audit::link(&app.app).await.unwrap(), 0);
    let found = verified(&app).await;
    assert_eq!((found.broken, found.whole.place, found.waiting, found.late), (None, sound - 1, 1, false));
    app.clock.advance(TimeDelta::minutes(61));
    assert!(verified(&app).await.late);
    // One of before, that is put in without an event: nobody links it.
    let put_in = "INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) \
                  SELECT gen_random_uuid(), at - interval '1 day', 'test', event, noun, noun_id FROM audit_entry LIMIT 1";
    app.owner.run(put_in, []).await.unwrap();
    assert_eq!(audit::link(&app.app).await.unwrap(), 0);
    assert_eq!(verified(&app).await.waiting, 2);
}

#[tokio::test]
async fn what_is_committed_late_is_linked_later() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let early = app.app.ids.uuid();
    let late = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    for sql in [
        "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, untold) \
         VALUES ($1, 'offer.published', 'Offer', $2, 'head', $3, '{}', false)",
        "INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) \
         VALUES ($1, $3, 'test', 'offer.published', 'Offer', $2)",
    ] {
        late.run(sql, values![early, deal.offer.uuid(), app.clock.now().utc()]).await.unwrap();
    }
    deal.proposed().await;
    app.settle().await;
    let before = verified(&app).await.whole.place;
    assert!(before > 0 && whole(&app).await, "nobody waits for it");
    late.commit().await.unwrap();
    app.settle().await;
    assert!(whole(&app).await);
    let places = "SELECT place AS number FROM audit_link WHERE entry_id = $1";
    assert_eq!(app.number(places, early).await, before + 1);
}

#[tokio::test]
async fn two_processes_that_link_a_backlog_at_once_make_one_chain() {
    let app = TestApp::start().await;
    let (deal, other) = (app.deal().await, app.replica(&[]).await);
    let backlog = 5 * i64::from(audit::LINKED_AT_ONCE) + 7;
    app.owner.run(MANY, values![deal.offer.uuid(), backlog]).await.unwrap();
    // An event without its entry is told elsewhere, and keeps nothing waiting.
    let alone = "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, untold, relayed_at) \
                 VALUES ('00000000-0000-0000-0000-000000000001', 'offer.paused', 'Offer', $1, 'head', now(), '{}', false, now())";
    app.owner.run(alone, values![deal.offer.uuid()]).await.unwrap();
    let (mut linked, mut turns) = (0, 0);
    while linked < app.count("audit_entry").await {
        let (one, two) = tokio::join!(audit::link(&app.app), audit::link(&other.app));
        linked += i64::try_from(one.unwrap() + two.unwrap()).unwrap();
        turns += 1;
        assert!(turns < 50, "{linked} are linked");
    }
    assert!(linked >= backlog && whole(&app).await);
}

#[tokio::test]
async fn the_database_keeps_the_chain_as_it_is() {
    let app = TestApp::start().await;
    app.deal().await.proposed().await;
    app.settle().await;
    for table in ["audit_link", "audit_entry"] {
        let column = if table == "audit_link" { "place" } else { "event" };
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
        ] {
            let refused = app.owner.run(&sql, []).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{sql}: {refused}");
            let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
            let refused = tx.run(&sql, []).await.unwrap_err().to_string();
            assert!(refused.contains("permission denied"), "{sql}: {refused}");
        }
    }
    // A gap, another beginning, another head.
    for (place, head) in [
        ("max(place) + 2", "sha256((SELECT head FROM audit_link ORDER BY place DESC LIMIT 1) || sha256('a'))"),
        ("max(place) + 1", "sha256(decode(repeat('00', 32), 'hex') || sha256('a'))"),
        ("max(place) + 1", "sha256('b')"),
    ] {
        let link = format!(
            "INSERT INTO audit_link (place, noun_id, entry_id, digest, head, linked_at) \
             SELECT {place}, gen_random_uuid(), gen_random_uuid(), sha256('a'), {head}, now() FROM audit_link"
        );
        let refused = app.owner.run(&link, []).await.unwrap_err();
        assert_eq!(refused.constraint(), Some("audit_link_follows"), "{place} {head}");
    }
}
