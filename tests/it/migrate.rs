//! Bringing a database up to date: two at once, and one that is in the way of somebody.

mod kind;

use std::time::Duration;

use lateral_tests::database;
use migrations::Migrator;
use persistence::{Db, Settings, schema};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, FromQueryResult, TransactionTrait};

/// Everything that a schema is made of, counted.
const THINGS: &str = "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace) \
     + (SELECT count(*) FROM pg_trigger) + (SELECT count(*) FROM match_policy) AS count";

async fn count(db: &Db, sql: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        count: i64,
    }
    db.row::<Row>(sql, []).await.unwrap().unwrap().count
}

#[tokio::test]
async fn two_processes_that_migrate_an_empty_database_at_once_do_not_collide() {
    let database = database::empty().await;
    let up = || migrations::up(&database.owner, Some(&database.runtime));
    let (one, other, third) = tokio::join!(up(), up(), up());
    let mut applied = [one.unwrap(), other.unwrap(), third.unwrap()];
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, Migrator::names().len()]);
    let runtime = Db::connect(&Settings::of(&database.runtime)).await.unwrap();
    assert_eq!(schema::applied(&runtime).await.unwrap(), Migrator::names());
    assert_eq!(schema::unsafe_role(&runtime).await.unwrap(), None);
}

#[tokio::test]
async fn a_migration_that_would_hold_up_the_service_fails_soon_and_leaves_nothing() {
    let database = database::empty().await;
    let owner = Database::connect(&database.owner).await.unwrap();
    let last = Migrator::names().iter().position(|name| name == "0010_matching").unwrap();
    let list = "CREATE TABLE seaql_migrations (version varchar PRIMARY KEY, applied_at bigint NOT NULL)";
    owner.execute_unprepared(list).await.unwrap();
    for (name, text) in Migrator::names().iter().zip(migrations::texts()).take(last) {
        owner.execute_unprepared(text).await.unwrap();
        let noted = format!("INSERT INTO seaql_migrations VALUES ('{name}', 0)");
        owner.execute_unprepared(&noted).await.unwrap();
    }

    let db = Db::connect(&Settings { wait: Duration::from_secs(60), ..Settings::of(&database.owner) }).await.unwrap();
    let before = count(&db, THINGS).await;
    // Somebody works with the table that the last statement of the file is about.
    let busy = owner.begin().await.unwrap();
    busy.execute_unprepared("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let refused = migrations::up(&database.owner, None).await.unwrap_err().to_string();
    assert!(refused.contains("lock timeout"), "{refused}");
    assert_eq!((count(&db, THINGS).await, schema::applied(&db).await.unwrap().len()), (before, last));

    busy.rollback().await.unwrap();
    assert_eq!(migrations::up(&database.owner, None).await.unwrap(), Migrator::names().len() - last);
    assert!(count(&db, THINGS).await > before);
}

/// What listings of the first edition claimed: one that holds, one that is over, one of a listing that ended, one that nobody
/// looks after, and none.
const CLAIMED: &str = "
    INSERT INTO school (id, urn, name, status, phase, key_stages)
    SELECT pg_temp.id(n), 100000 + n, 'School', 'open', 'primary', '{ks1}' FROM generate_series(1, 2) AS n;
    INSERT INTO alliance (id, name, kind, lead_school_id, created_at)
    VALUES (pg_temp.id(3), 'Avon', 'teaching_school_alliance', pg_temp.id(1), '2020-01-01');
    INSERT INTO alliance_member (alliance_id, school_id, since) VALUES (pg_temp.id(3), pg_temp.id(1), '2020-01-01');
    INSERT INTO person (id, name, email, created_at)
    SELECT pg_temp.id(10 + n), 'P', n || '@example.org', '2020-01-01' FROM generate_series(1, 5) AS n;
    INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at, designation, designated_by,
        designated_on, designation_ends_on)
    VALUES
        (pg_temp.id(21), pg_temp.id(11), pg_temp.id(1), 'P', 'teacher', 'listed', '2020-01-01', 'sle', pg_temp.id(3), '2019-01-01', NULL),
        (pg_temp.id(22), pg_temp.id(12), pg_temp.id(1), 'P', 'governor', 'listed', '2020-01-01', 'nlg', NULL, '2015-01-01', '2020-02-01'),
        (pg_temp.id(23), pg_temp.id(11), pg_temp.id(2), 'P', 'teacher', 'ended', '2020-01-01', 'sle', pg_temp.id(3), '2018-01-01', NULL),
        (pg_temp.id(24), pg_temp.id(14), pg_temp.id(2), 'P', 'headteacher', 'listed', '2020-01-01', 'nle', NULL, '2015-01-01', NULL),
        (pg_temp.id(25), pg_temp.id(15), pg_temp.id(1), 'P', 'teacher', 'listed', '2020-01-01', 'none', NULL, NULL, NULL)";

/// What a query tells, line by line, of what stood before a migration and has gone through it.
async fn carried(migration: &str, before: &str, sql: &str) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Row {
        line: String,
    }
    let database = database::empty().await;
    let mut options = ConnectOptions::new(&database.owner);
    options.max_connections(1);
    let owner = Database::connect(options).await.unwrap();
    let next = Migrator::names().iter().position(|name| name.ends_with(migration)).unwrap();
    for text in migrations::texts().take(next) {
        owner.execute_unprepared(text).await.unwrap();
    }
    let id = "CREATE FUNCTION pg_temp.id(n integer) RETURNS uuid LANGUAGE sql RETURN \
              ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid";
    for text in [id, before, migrations::texts().nth(next).unwrap()] {
        owner.execute_unprepared(text).await.unwrap();
    }
    let db = Db::connect(&Settings::of(&database.owner)).await.unwrap();
    db.rows::<Row>(sql, []).await.unwrap().into_iter().map(|it| it.line).collect()
}

#[tokio::test]
async fn posts_that_overlap_become_the_first_of_them() {
    let before = "
        INSERT INTO school (id, urn, name, status, phase, key_stages)
        VALUES (pg_temp.id(1), 100001, 'School', 'open', 'primary', '{ks1}');
        INSERT INTO person (id, name, email, created_at) VALUES (pg_temp.id(2), 'P', 'p@example.org', '2020-01-01');
        INSERT INTO employment (id, person_id, school_id, post, started_on, ended_on)
        SELECT pg_temp.id(n), pg_temp.id(2), pg_temp.id(1), 'Teacher', started_on::date, ended_on::date
        FROM (VALUES (10, '2010-01-01', '2012-01-01'), (11, '2011-01-01', '2013-01-01'), (12, '2013-01-01', '2014-01-01'),
            (13, '2020-01-01', '2021-01-01'), (14, '2020-06-01', NULL)) AS post (n, started_on, ended_on)";
    let sql = "SELECT concat_ws(' ', right(id::text, 2), started_on, ended_on) AS line FROM employment ORDER BY id";
    let whole = ["10 2010-01-01 2013-01-01", "12 2013-01-01 2014-01-01", "13 2020-01-01"];
    assert_eq!(carried("_employment", before, sql).await, whole);
}

#[tokio::test]
async fn what_listings_claimed_is_carried_over_as_designations() {
    let sql = "SELECT concat_ws(' ', right(id::text, 2), scheme, status, issuer, since, ends_on > current_date, \
               audience[2], audience[4]) AS line FROM designation ORDER BY id";
    let carried = carried("_designation", CLAIMED, sql).await;
    let desks = "00000000-0000-a000-8000-000000000001 00000000-0000-b000-8000-000000000003";
    assert_eq!(
        carried,
        [
            format!("21 sle designated Avon 2019-01-01 t {desks}"),
            format!("22 nlg lapsed A national body 2015-01-01 f {desks}"),
        ]
    );
}

/// What was asked before a day was kept: another alliance long ago, the national pool, and two schools, one of which has answered.
const ASKED: &str = "SET session_replication_role = replica;
    INSERT INTO referral (id, request_id, from_alliance_id, to_alliance_id, reason, status, sent_by, sent_at, audience)
    SELECT pg_temp.id(n), pg_temp.id(2), pg_temp.id(3), whose, 'No time', 'sent', pg_temp.id(4), '2020-01-01', '{}'
    FROM (VALUES (11, pg_temp.id(5)), (12, NULL)) AS it (n, whose);
    INSERT INTO pool_member (pool_id, school_id, place, status, committed, asked_at, answered_at)
    VALUES (pg_temp.id(6), pg_temp.id(21), 1, 'asked', 0, now(), NULL),
        (pg_temp.id(6), pg_temp.id(22), 2, 'declined', 0, '2020-01-01', '2020-01-02');
    INSERT INTO joint_commission (id, request_id, lead_id, purpose, status, asked_at, audience)
    VALUES (pg_temp.id(31), pg_temp.id(2), pg_temp.id(7), 'Reading', 'asked', '2020-01-01', '{}');
    RESET session_replication_role";

#[tokio::test]
async fn whoever_was_asked_before_a_day_was_kept_has_a_week_at_least_and_the_national_pool_none() {
    let sql = "SELECT concat_ws(' ', right(id::text, 2), round(extract(epoch FROM respond_by - now()) / 86400)) AS line
        FROM (
            SELECT id, respond_by FROM referral
            UNION ALL SELECT school_id, respond_by FROM pool_member
            UNION ALL SELECT id, respond_by FROM joint_commission
        ) AS asked (id, respond_by) ORDER BY id";
    assert_eq!(carried("_respond_by", ASKED, sql).await, ["11 7", "12", "21 28", "22", "31 7"]);
}

/// What was confirmed before there were charges: two visits of a deployment at an odd price, and one that was reversed.
const CONFIRMED: &str = "SET session_replication_role = replica;
    INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, host_id, home_id, alliance_id, brokered_by, half_days,
        terms, home_interest, host_interest, status, agree_by, planned_at, agreed_at, started_at, audience)
    VALUES (pg_temp.id(1), pg_temp.id(2), pg_temp.id(3), pg_temp.id(4), 'support', pg_temp.id(5), pg_temp.id(6), pg_temp.id(7),
        pg_temp.id(8), 4, '{\"settlement\": {\"kind\": \"day_rate\", \"day_rate\": 35001, \"cover\": 1001}}', false, false,
        'active', '2026-10-21', '2026-10-07', '2026-10-14', '2026-10-20', '{}');
    INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at, confirmation_id,
        confirmed_by, confirmed_at, audience)
    SELECT pg_temp.id(10 + n), pg_temp.id(1), '2026-10-30'::date + n, 'in_person', 1, 'Reading', status, pg_temp.id(8),
        '2026-11-03', pg_temp.id(20 + n), pg_temp.id(8), '2026-11-04', '{}'
    FROM (VALUES (1, 'confirmed'), (2, 'confirmed'), (3, 'reversed')) AS it (n, status);
    RESET session_replication_role";

#[tokio::test]
async fn what_was_confirmed_before_there_were_charges_is_charged() {
    let database = database::empty().await;
    let mut options = ConnectOptions::new(&database.owner);
    options.max_connections(1);
    let owner = Database::connect(options).await.unwrap();
    let next = Migrator::names().iter().position(|name| name.ends_with("_charge")).unwrap();
    for text in migrations::texts().take(next) {
        owner.execute_unprepared(text).await.unwrap();
    }
    let id = "CREATE FUNCTION pg_temp.id(n integer) RETURNS uuid LANGUAGE sql RETURN \
              ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid";
    owner.execute_unprepared(id).await.unwrap();
    owner.execute_unprepared(CONFIRMED).await.unwrap();
    let loose = format!("SET session_replication_role = replica; {}", migrations::texts().nth(next).unwrap());
    owner.execute_unprepared(&loose).await.unwrap();
    #[derive(FromQueryResult)]
    struct Row {
        line: String,
    }
    let db = Db::connect(&Settings::of(&database.owner)).await.unwrap();
    let sql = "SELECT concat_ws(' ', right(visit_id::text, 2), month, half_days, nth, gross, brokerage, by_host, cover, \
               cardinality(audience)) AS line FROM charge ORDER BY visit_id";
    let booked = db.rows::<Row>(sql, []).await.unwrap();
    let lines = booked.into_iter().map(|it| it.line).collect::<Vec<_>>();
    assert_eq!(lines, ["11 2026-10-01 1 1 17501 0 17501 250 3", "12 2026-11-01 1 1 17500 0 17500 250 3"]);
}

/// Work that rested before pauses were kept: what went on, twice; what rests, with a line in the trail and without; what was
/// stopped while it rested.
const RESTED: &str = "SET session_replication_role = replica;
    INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, host_id, home_id, alliance_id, brokered_by, half_days,
        terms, home_interest, host_interest, status, agree_by, planned_at, agreed_at, started_at, ended_at, stop_code,
        stop_reason, audience)
    SELECT pg_temp.id(n), pg_temp.id(10 + n), pg_temp.id(20 + n), pg_temp.id(30), 'support', pg_temp.id(31), pg_temp.id(32),
        pg_temp.id(33), pg_temp.id(34), 4, '{}', false, false, status, '2026-10-21', '2026-10-07', '2026-10-14', '2026-10-20',
        CASE status WHEN 'stopped' THEN '2026-11-04'::timestamptz END, CASE status WHEN 'stopped' THEN 'timing' END,
        CASE status WHEN 'stopped' THEN 'The dates' END, '{}'
    FROM (VALUES (1, 'active'), (2, 'paused'), (3, 'stopped'), (4, 'paused')) AS it (n, status);
    INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id)
    SELECT pg_temp.id(40 + row_number() OVER (ORDER BY at)::integer), at::timestamptz, 'r', 'deployment.' || event, 'Deployment',
        pg_temp.id(n)
    FROM (VALUES (1, '2026-11-02', 'paused'), (1, '2026-11-05', 'resumed'), (1, '2026-11-10', 'paused'),
        (1, '2026-11-12', 'resumed'), (2, '2026-11-06', 'paused'), (3, '2026-11-03', 'paused'),
        (3, '2026-11-04', 'stopped')) AS step (n, at, event);
    RESET session_replication_role";

#[tokio::test]
async fn what_rested_before_pauses_were_kept_is_read_from_the_trail() {
    let sql = "SELECT concat_ws(' ', right(deployment_id::text, 1), nth, CASE WHEN began_at > now() - interval '1 hour' \
               THEN 'now' ELSE began_at::date::text END, ended_at::date) AS line \
               FROM deployment_pause ORDER BY deployment_id, nth";
    let kept = [
        "1 1 2026-11-02 2026-11-05",
        "1 2 2026-11-10 2026-11-12",
        "2 1 2026-11-06",
        "3 1 2026-11-03 2026-11-04",
        "4 1 now",
    ];
    assert_eq!(carried("_pause", RESTED, sql).await, kept);
}

/// Support by credit, by the day and waived, with what each has posted and what is owed for it: some under way, some ended.
const POSTED: &str = "SET session_replication_role = replica;
    INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, host_id, home_id, alliance_id, brokered_by, half_days,
        terms, home_interest, host_interest, status, agree_by, planned_at, agreed_at, started_at, ended_at, stop_code,
        stop_reason, audience)
    SELECT pg_temp.id(n), pg_temp.id(100 + n), pg_temp.id(3), pg_temp.id(4), 'support', pg_temp.id(5), pg_temp.id(6),
        pg_temp.id(7), pg_temp.id(8), 4,
        jsonb_build_object('settlement', jsonb_build_object('kind', kind), 'give_back', jsonb_build_object('half_days', 3)),
        false, false, CASE WHEN ended_at IS NULL THEN 'active' ELSE 'stopped' END, '2026-10-21', '2026-10-07', '2026-10-14',
        '2026-10-20', ended_at::timestamptz, CASE WHEN ended_at IS NOT NULL THEN 'timing' END,
        CASE WHEN ended_at IS NOT NULL THEN 'Over' END, '{}'
    FROM (VALUES (11, 'reciprocal_credit', '2026-11-10'), (12, 'day_rate', '2026-11-10'), (13, 'waived', NULL))
        AS it (n, kind, ended_at);
    INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at, confirmation_id,
        confirmed_by, confirmed_at, audience)
    VALUES (pg_temp.id(20), pg_temp.id(11), '2026-11-02', 'remote', 2, 'Reading', 'confirmed', pg_temp.id(8), '2026-11-03',
        pg_temp.id(21), pg_temp.id(9), '2026-11-04', '{}');
    INSERT INTO ledger_account (id, school_id, kind, credited, debited) VALUES
        (pg_temp.id(31), pg_temp.id(6), 'support', 3, 0), (pg_temp.id(32), pg_temp.id(5), 'support', 0, 3);
    INSERT INTO transfer (id, debit_account_id, credit_account_id, amount, kind, source_type, source_id, deployment_id,
        reverses, at, audience)
    SELECT pg_temp.id(40 + n), pg_temp.id(30 + debit), pg_temp.id(33 - debit), amount, kind, 'confirmation', pg_temp.id(60 + n),
        pg_temp.id(deployment), pg_temp.id(40 + reverses), '2026-11-04', '{}'
    FROM (VALUES (1, 2, 2, 'support', 11, NULL), (2, 2, 1, 'support', 12, NULL), (3, 2, 1, 'support', 13, NULL),
        (4, 1, 1, 'reversal', 13, 3)) AS it (n, debit, amount, kind, deployment, reverses);
    INSERT INTO obligation (id, debtor_id, creditor_id, kind, half_days, due_on, source, deployment_id, note, status, created_at,
        audience)
    SELECT pg_temp.id(40 + n), pg_temp.id(5), pg_temp.id(6), 'give_back', 3, '2027-06-30', 'deployment', pg_temp.id(n), 'Three',
        'open', '2026-10-14', '{}' FROM generate_series(11, 13) AS n;
    RESET session_replication_role";

#[tokio::test]
async fn what_was_posted_before_is_for_credit_where_its_terms_are() {
    let sql = "SELECT concat_ws(' ', 'transfer', right(id::text, 2), for_credit) AS line FROM transfer \
               UNION ALL SELECT concat_ws(' ', 'account', right(id::text, 2), credited_for_credit, debited_for_credit) \
               FROM ledger_account ORDER BY line";
    let told = ["account 31 2 0", "account 32 0 2", "transfer 41 t", "transfer 42 f", "transfer 43 t", "transfer 44 t"];
    assert_eq!(carried("_for_credit", POSTED, sql).await, told);
}

#[tokio::test]
async fn what_is_owed_for_support_that_ended_before_is_cut_to_what_came() {
    let posted = POSTED.replace("reverses, at, audience)", "reverses, at, audience, for_credit)");
    let posted = posted.replace(
        "'2026-11-04', '{}'\n    FROM (VALUES (1,",
        "'2026-11-04', '{}', deployment <> 12\n    FROM (VALUES (1,",
    );
    let sql = "SELECT concat_ws(' ', right(deployment_id::text, 2), status, half_days, fell_away, version) AS line \
               FROM obligation ORDER BY line";
    assert_eq!(carried("_owed_and_told", &posted, sql).await, ["11 open 2 f 2", "12 waived 3 t 2", "13 open 3 f 1"]);
}
