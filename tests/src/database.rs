//! A database for each test, copied from a template that is migrated once for all tests of a cluster.

use std::time::Duration;

use lateral::app::Ids;
use persistence::{Db, Settings, values};
use sea_orm::FromQueryResult;

/// The login that the service under test uses: it owns nothing, as in production.
const RUNTIME: &str = "lateral_test_runtime";

/// The key of the lock under which the template is made.
const LOCK: i64 = 7_420;

/// How long the cluster may take: a busy machine is not what a test is about.
const PATIENCE: Duration = Duration::from_secs(60);

/// The addresses of one test's database.
#[derive(Clone, Debug)]
pub struct Database {
    /// With the owner's login, for the world's builders.
    pub owner: String,
    /// With the runtime's login, for the service.
    pub runtime: String,
}

/// Makes a database with the schema and nothing in it.
pub async fn create() -> Database {
    let (db, admin) = cluster().await;
    let template = template(&db, &admin).await;
    copied(&db, &admin, &template, RUNTIME).await
}

/// Makes a database without a schema; its runtime's login has a name that no other has, and is not there yet.
pub async fn empty() -> Database {
    let (db, admin) = cluster().await;
    copied(&db, &admin, "template1", &format!("runtime_{}", Ids.uuid().simple())).await
}

/// The cluster of the tests, and the address of its superuser.
#[expect(clippy::disallowed_methods, reason = "tests are told by the script that runs them where their cluster is")]
async fn cluster() -> (Db, String) {
    let admin = std::env::var("LATERAL_TEST_DATABASE_URL")
        .expect("LATERAL_TEST_DATABASE_URL names a PostgreSQL superuser; script/test starts one");
    let settings = Settings { connections: 1, wait: PATIENCE, lock: PATIENCE, ..Settings::of(&admin) };
    (Db::connect(&settings).await.expect("the test cluster answers"), admin)
}

async fn copied(db: &Db, admin: &str, template: &str, runtime: &str) -> Database {
    let name = format!("test_{}", Ids.uuid().simple());
    // As files: page by page through the log, which is the default, costs the server twice as much.
    let copy = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
    db.run(&copy, []).await.expect("a database is copied");
    db.close().await;
    let owner = renamed(admin, &name);
    Database { runtime: signed_in(&owner, runtime), owner }
}

/// Makes the template unless another test did, and gives its name.
async fn template(db: &Db, admin: &str) -> String {
    #[derive(FromQueryResult)]
    struct There {
        _one: i32,
    }
    #[derive(FromQueryResult)]
    struct Catalogue {
        names: String,
    }
    let name = format!("template_{:016x}", fingerprint());
    db.run("SELECT pg_advisory_lock($1)", values![LOCK]).await.expect("the template's lock is free in the end");
    let there = db.row::<There>("SELECT 1 AS _one FROM pg_database WHERE datname = $1", values![name.clone()]).await;
    if there.expect("databases can be listed").is_none() {
        // Made under another name first: a run that is ended half-way leaves no template that looks whole.
        let draft = format!("{name}_draft");
        db.run(&format!("DROP DATABASE IF EXISTS {draft}"), []).await.expect("a stale draft goes");
        db.run(&format!("CREATE DATABASE {draft}"), []).await.expect("a draft is made");
        let owner = renamed(admin, &draft);
        migrations::up(&owner, Some(&signed_in(&owner, RUNTIME)))
            .await
            .expect("the migrations apply and the login is made");
        // What the migrations wrote over in the catalogue is not copied for every test. The tables themselves stay as they are:
        // of one that was packed empty the planner believes that it has no pages.
        let admin = Db::connect(&Settings { connections: 1, statement: PATIENCE, ..Settings::of(&owner) }).await;
        let admin = admin.expect("the draft can be reached");
        let catalogue = "SELECT string_agg(oid::regclass::text, ', ') AS names FROM pg_class \
                         WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND NOT relisshared";
        let tables = admin.row::<Catalogue>(catalogue, []).await.expect("the catalogue can be read");
        let names = tables.expect("there is a catalogue").names;
        admin.run(&format!("VACUUM FULL {names}"), []).await.expect("the draft is packed");
        admin.close().await;
        db.run(&format!("ALTER DATABASE {draft} RENAME TO {name}"), []).await.expect("the draft becomes the template");
    }
    db.run("SELECT pg_advisory_unlock($1)", values![LOCK]).await.expect("the lock is given back");
    name
}

/// A number that changes when a migration does (FNV-1a).
fn fingerprint() -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    migrations::texts().flat_map(str::bytes).fold(0xcbf2_9ce4_8422_2325, step)
}

fn renamed(url: &str, name: &str) -> String {
    let (address, _) = url.rsplit_once('/').expect("the address names a database");
    format!("{address}/{name}")
}

/// The same database with a login whose password is its name.
pub fn signed_in(owner: &str, login: &str) -> String {
    let (_, place) = owner.split_once("://").expect("the address has a scheme");
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    format!("postgres://{login}:{login}@{place}")
}
