//! Bringing a database up to date: two at once, and one that is in the way of somebody.

use std::time::Duration;

use lateral_tests::database;
use migrations::Migrator;
use persistence::{Db, Settings, schema};
use sea_orm::{ConnectionTrait, Database, FromQueryResult, TransactionTrait};

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
