//! Connections of the pool: what is said on them, and what becomes of those that are left in the middle.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use domain::access::Actor;
use lateral_tests::TestApp;
use persistence::{Db, DbError, Settings, Stamp, values};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::time::timeout;
use url::Url;

/// Lines to a database on which every question is counted that waits for an answer.
struct Line {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    /// How many of the lines, the oldest first, let nothing through.
    dead: Arc<AtomicUsize>,
}

impl Line {
    async fn to(database: &Url) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let server = (database.host_str().unwrap().to_owned(), database.port().unwrap());
        let (count, dead) = (Arc::clone(&asked), Arc::new(AtomicUsize::new(0)));
        let cut = Arc::clone(&dead);
        tokio::spawn(async move {
            for number in 1.. {
                let Ok((client, _)) = listener.accept().await else { return };
                let server = TcpStream::connect(server.clone()).await.unwrap();
                tokio::spawn(relayed(client, server, (number, Arc::clone(&cut)), Arc::clone(&count)));
            }
        });
        Self { address, asked, dead }
    }

    fn asked(&self) -> usize {
        self.asked.load(SeqCst)
    }

    /// The address of a database, by this line.
    fn by(&self, database: &Url) -> String {
        let mut url = database.clone();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.address.port())).unwrap();
        url.query_pairs_mut().append_pair("sslmode", "disable");
        url.into()
    }
}

/// Passes on what both sides say, and counts the client's messages that end with a wait: a simple query, and a sync.
async fn relayed(
    client: TcpStream,
    server: TcpStream,
    (number, dead): (usize, Arc<AtomicUsize>),
    asked: Arc<AtomicUsize>,
) {
    let ((mut hears, mut tells), (mut answers, mut takes)) = (client.into_split(), server.into_split());
    tokio::spawn(async move { tokio::io::copy(&mut answers, &mut tells).await });
    let mut kind = 0;
    // The first message alone has no letter before its length.
    while let Ok(length) = hears.read_u32().await {
        let mut message = vec![0; length as usize - 4];
        hears.read_exact(&mut message).await.unwrap();
        if number <= dead.load(SeqCst) {
            std::future::pending().await
        }
        asked.fetch_add(usize::from(b"QS".contains(&kind)), SeqCst);
        if kind != 0 {
            takes.write_u8(kind).await.unwrap();
        }
        takes.write_u32(length).await.unwrap();
        takes.write_all(&message).await.unwrap();
        let Ok(next) = hears.read_u8().await else { return };
        kind = next;
    }
}

fn stamp(app: &TestApp) -> Stamp {
    let (now, ids) = (app.clock.now(), app.app.ids.source());
    Stamp { now, actor: Actor::Service, request_id: "test".into(), ids, once: None }
}

fn alone(url: impl Into<String>) -> Settings {
    Settings { connections: 1, wait: Duration::from_secs(60), ..Settings::of(url) }
}

/// Long enough for a server on this machine to answer, were it to.
const BRIEF: Duration = Duration::from_millis(300);

/// Longer than anything takes here that ends at all.
const LONG: Duration = Duration::from_secs(60);

const ONE: &str = "SELECT 1 FROM installation WHERE key = $1";

#[tokio::test]
async fn a_statement_is_one_question_to_the_server_and_a_transaction_two_more() {
    let app = TestApp::start().await;
    let url = Url::parse(&app.database.runtime).unwrap();
    let line = Line::to(&url).await;
    let db = Db::connect(&alone(line.by(&url))).await.unwrap();
    let scope = Actor::Service.scope();
    let read = async || db.rows_for::<sea_orm::JsonValue>(&scope, "SELECT id FROM proposal", []).await.unwrap();
    read().await;
    db.run(ONE, values!["first"]).await.unwrap();
    let before = line.asked();
    for times in 1..=3 {
        db.run(ONE, values!["again"]).await.unwrap();
        read().await;
        assert_eq!(line.asked() - before, 2 * times);
    }
    let before = line.asked();
    let tx = db.begin(stamp(&app)).await.unwrap();
    tx.run(ONE, values!["inside"]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(line.asked() - before, 3);
}

#[tokio::test]
async fn a_transaction_that_nobody_ends_is_rolled_back_before_anybody_asks_again() {
    let app = TestApp::start().await;
    let db = Db::connect(&alone(&app.database.runtime)).await.unwrap();
    let tx = db.begin(stamp(&app)).await.unwrap();
    tx.run("INSERT INTO installation (key, value) VALUES ('left', 'open')", []).await.unwrap();
    drop(tx);
    // Whoever waits for it, waits for nothing but the rollback: nobody asks for that connection any more.
    app.owner.run("INSERT INTO installation (key, value) VALUES ('left', 'alone')", []).await.unwrap();
    assert_eq!(app.count("installation WHERE key = 'left' AND value = 'alone'").await, 1);
}

#[tokio::test]
async fn a_line_on_which_nobody_answers_is_given_up() {
    let app = TestApp::start().await;
    let url = Url::parse(&app.database.runtime).unwrap();
    let line = Line::to(&url).await;
    let settings = Settings { statement: Duration::from_millis(10), ..Settings::of(line.by(&url)) };
    let db = Db::connect(&Settings { connections: 1, ..settings }).await.unwrap();
    line.dead.store(1, SeqCst);
    assert!(timeout(BRIEF, db.run(ONE, values!["dead"])).await.is_err());
    // The first line keeps the only place until it is given up.
    let given_up = async { while db.run(ONE, values!["again"]).await.is_err() {} };
    timeout(LONG, given_up).await.expect("the dead line is given up");
}

#[tokio::test]
async fn a_server_that_has_too_many_connections_is_called_again() {
    let app = TestApp::start().await;
    let name = app.database.runtime.rsplit_once('/').unwrap().1;
    app.owner.run(&format!("ALTER DATABASE {name} CONNECTION LIMIT 0"), []).await.unwrap();
    let settings = alone(&app.database.runtime);
    let mut calling = std::pin::pin!(Db::connect(&settings));
    assert!(timeout(BRIEF, &mut calling).await.is_err());
    app.owner.run(&format!("ALTER DATABASE {name} CONNECTION LIMIT -1"), []).await.unwrap();
    calling.await.unwrap();
}

#[test]
fn a_runtime_that_ends_takes_what_was_left_open_with_it() {
    let lasting = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let ending = Builder::new_current_thread().enable_all().build().unwrap();
    let (app, db) = lasting.block_on(async {
        let app = TestApp::start().await;
        let db = Db::connect(&alone(&app.database.runtime)).await.unwrap();
        (app, db)
    });
    ending.block_on(async {
        let tx = db.begin(stamp(&app)).await.unwrap();
        tx.run("INSERT INTO installation (key, value) VALUES ('left', 'open')", []).await.unwrap();
        drop(tx);
    });
    drop(ending);
    lasting.block_on(async {
        db.run("INSERT INTO installation (key, value) VALUES ('next', 'kept')", []).await.unwrap();
        assert_eq!(app.count("installation WHERE key = 'next'").await, 1);
        assert_eq!(app.count("installation WHERE key = 'left'").await, 0);
        drop(app);
    });
}

#[tokio::test]
async fn a_statement_that_fails_spoils_no_connection_and_one_that_was_cut_is_replaced() {
    let app = TestApp::start().await;
    let db = Db::connect(&alone(&app.database.runtime)).await.unwrap();
    let pid = async |db: &Db| {
        let row: sea_orm::JsonValue = db.row("SELECT pg_backend_pid() AS pid", []).await.unwrap().unwrap();
        row["pid"].as_i64().unwrap()
    };
    let first = pid(&db).await;
    assert!(matches!(db.run("SELECT 1 / $1", values![0]).await, Err(DbError::Broken(_))));
    assert_eq!(pid(&db).await, first);
    app.owner.run("SELECT pg_terminate_backend($1)", values![first as i32]).await.unwrap();
    assert!(matches!(db.run(ONE, values!["cut"]).await, Err(DbError::Unavailable(_))));
    assert_ne!(pid(&db).await, first);
}

#[tokio::test]
async fn whoever_gets_no_connection_in_time_is_told_so_and_an_old_one_is_lent_no_more() {
    let app = TestApp::start().await;
    let db = Db::connect(&Settings { connections: 1, ..Settings::of(&app.database.runtime) }).await.unwrap();
    let tx = db.begin(stamp(&app)).await.unwrap();
    assert!(matches!(db.run(ONE, values!["late"]).await, Err(DbError::Unavailable(_))));
    tx.commit().await.unwrap();
    db.run(ONE, values!["in time"]).await.unwrap();

    let brief = Db::connect(&Settings { life: Duration::ZERO, ..alone(&app.database.runtime) }).await.unwrap();
    let pid = async || brief.row::<sea_orm::JsonValue>("SELECT pg_backend_pid() AS pid", []).await.unwrap();
    assert_ne!(pid().await, pid().await);
}
