//! Commands that bring a database up to date, fill it and ask it, and a server that refuses the wrong one.

use std::io::Write;
use std::process::{Command, Stdio};

use actix_web::{App as Web, HttpServer, web};
use domain::access::Role;
use lateral_tests::register::{HEADER, TestFile, open_schools};
use lateral_tests::{TestApp, database};
use migrations::Migrator;

use super::{Ended, Keys, lateral, path, run};
use crate::identity::{PASSWORD, with_password};

#[tokio::test]
async fn migrating_says_what_it_did_and_where_a_database_stands() {
    let database = database::empty().await;
    let settings =
        [("LATERAL_OWNER_DATABASE_URL", database.owner.as_str()), ("LATERAL_DATABASE_URL", database.runtime.as_str())];
    let migrate = |words: &[&str]| Ended::from(lateral(words, &settings).output().unwrap());
    let all = |state: &str| Migrator::names().iter().map(|name| format!("{state}  {name}\n")).collect::<String>();
    assert_eq!(migrate(&["migrate", "status"]).well(), all("pending"));
    let count = Migrator::names().len();
    assert_eq!(migrate(&["migrate"]).well(), format!("{count} migration(s) applied; the schema is up to date\n"));
    assert_eq!(migrate(&["migrate", "status"]).well(), all("applied"));
    assert_eq!(migrate(&["migrate", "up"]).well(), "0 migration(s) applied; the schema is up to date\n");
    let (keys, checked) = (Keys::new(), "every invariant holds\n");
    assert_eq!(run(&["check"], &database, &keys, &[]).well(), checked, "the login was made, and may read");
}

#[tokio::test]
async fn a_server_refuses_a_database_that_is_not_as_it_must_be() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let serve = |settings: &[(&str, &str)]| run(&["serve"], &app.database, &keys, settings);
    serve(&[("LATERAL_DATABASE_URL", &app.database.owner)]).badly(&["is a superuser", "run lateral migrate"]);

    let last = Migrator::names().pop().unwrap();
    app.write(&format!("DELETE FROM seaql_migrations WHERE version = '{last}'"), vec![]).await;
    serve(&[]).badly(&[&format!("the database lacks migration {last}: run lateral migrate")]);
    app.write(&format!("INSERT INTO seaql_migrations VALUES ('{last}', 0), ('9999_later', 0)"), vec![]).await;
    serve(&[]).badly(&["has migration 9999_later, which this program does not know: run a newer one"]);
    let status = lateral(&["migrate", "status"], &[("LATERAL_DATABASE_URL", &app.database.owner)]).output().unwrap();
    assert!(Ended::from(status).well().ends_with("unknown  9999_later\n"));
    app.write("DELETE FROM seaql_migrations WHERE version = '9999_later'", vec![]).await;

    app.write("INSERT INTO installation (key, value) VALUES ('demonstration', 'yes')", vec![]).await;
    let production = [("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")];
    serve(&production).badly(&["holds a demonstration", "production refuses it"]);
    run(&["seed"], &app.database, &keys, &production).badly(&["demonstration"]);
}

#[tokio::test]
async fn a_demonstration_is_put_where_nobody_is() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    app.many_schools().await;
    app.national(Role::Operator).await;
    run(&["seed", "--schools", "20"], &app.database, &keys, &[]).badly(&["people are in this database already"]);
    assert_eq!(app.count("person").await + app.count("installation WHERE key = 'demonstration'").await, 1);
}

#[tokio::test]
async fn a_database_that_becomes_a_demonstration_is_served_no_longer_in_production() {
    let production = [("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")];
    let app = TestApp::start_with(&production).await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let told = async || [site.get("/readyz").await.status, site.sign_in(&email, PASSWORD).await.status];
    assert_eq!(told().await, [200, 200]);
    app.write("INSERT INTO installation (key, value) VALUES ('demonstration', 'yes')", vec![]).await;
    assert_eq!(told().await, [503, 503]);
}

#[tokio::test]
async fn an_import_shows_how_far_it_is_on_a_terminal_only() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let file = TestFile::of(format!("{HEADER}{}", open_schools(100_000..100_100)));
    let words = ["import", "register", path(file.path())];
    assert!(!run(&words, &app.database, &keys, &[]).err.contains("reading the register"));
    let settings = [("LATERAL_DATABASE_URL", app.database.runtime.as_str()), ("LATERAL_KEYS", path(&keys.0))];
    let on_a_terminal = format!("{} {}", env!("CARGO_BIN_EXE_lateral-tried"), words.join(" "));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &on_a_terminal, "/dev/null"]).envs(settings).stdin(Stdio::null());
    assert!(Ended::from(script.output().unwrap()).well().contains("reading the register"));
}

#[tokio::test]
async fn an_import_tells_what_it_did_or_why_nothing() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let import = |file: &TestFile| run(&["import", "register", path(file.path())], &app.database, &keys, &[]);
    import(&TestFile::of("<!DOCTYPE html><html></html>")).badly(&["nothing was imported", "this is not the register"]);
    let whole = format!("{HEADER}{}", open_schools(100_000..100_100));
    import(&TestFile::of(whole.trim_end())).badly(&["nothing was imported", "cut off", "line 101"]);
    let missing = run(&["import", "register", "/nowhere.csv"], &app.database, &keys, &[]);
    missing.badly(&["/nowhere.csv", "No such file"]);
    assert_eq!(app.count("school").await + app.count("register_edition").await, 0);

    let whole = TestFile::of(whole);
    let once = |file: &TestFile| run(&["import", "register", path(file.path()), "--once"], &app.database, &keys, &[]);
    assert!(once(&whole).well().contains("  added             100\n"));
    assert!(once(&whole).well().ends_with("was applied before.\n"));
    let older = TestFile::of(format!("{HEADER}{}", open_schools(100_000..100_099)));
    assert!(once(&older).well().ends_with("was applied before.\n"), "nor does another go over it");
    assert_eq!(app.count("register_edition").await, 1);
    assert!(import(&whole).well().contains("  added               0\n"), "without the word it is applied again");
    let closing = format!("{HEADER}{}", open_schools(100_000..100_100)).replace("\"1\"\r\n", "\"2\"\r\n");
    let refused = import(&TestFile::of(format!("{closing}0,\"201\",\"City\",\"None\",\"1\"\r\n")));
    refused.badly(&[
        "close 100 of 100 open schools",
        "--force",
        "  rows read         101\n",
        "  schools           100\n",
    ]);
    refused.badly(&["    line 102: The reference number is not six digits.\n", "    100019 School 100019\n"]);
    assert!(
        !refused.err.contains("100020") && refused.out.is_empty(),
        "the first twenty, and on the side: {refused:?}"
    );
}

#[tokio::test]
async fn a_check_ends_badly_where_an_invariant_does_not_hold() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let check = || run(&["check"], &app.database, &keys, &[]);
    assert_eq!(check().well(), "every invariant holds\n");
    let key =
        "INSERT INTO idempotency (caller, operation, key, fingerprint, created_at) VALUES ('a', 'b', 'c', '', now())";
    app.write(key, vec![]).await;
    let broken = check();
    broken.badly(&["1 invariant(s) do not hold"]);
    assert!(broken.out.contains("1 row(s) break it: a key stands for work"), "{broken:?}");
}

#[tokio::test]
async fn an_edition_is_fetched_from_an_address() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let plain = format!("{HEADER}{}", open_schools(100_000..100_050));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(format!("{HEADER}{}", open_schools(100_000..100_060)).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let server = HttpServer::new(move || {
        let (plain, packed) = (plain.clone(), packed.clone());
        Web::new()
            .route("/plain.csv", web::get().to(move || std::future::ready(plain.clone())))
            .route("/edition", web::get().to(move || std::future::ready(packed.clone())))
    });
    let server = server.workers(1).bind("127.0.0.1:0").unwrap();
    let address = server.addrs()[0];
    let server = tokio::spawn(server.run());
    let database = app.database.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let import = |path: &str| {
            let address = format!("http://{address}/{path}");
            run(&["import", "register", &address], &database, &keys, &[])
        };
        ["missing.csv", "plain.csv", "edition?of=today"].map(import)
    });
    let [missing, plain, packed] = asked.await.unwrap();
    server.abort();
    missing.badly(&["missing.csv", "404"]);
    assert!(plain.well().starts_with("plain.csv\n") && plain.out.contains("  added              50\n"), "{plain:?}");
    assert!(packed.well().starts_with("edition\n") && packed.out.contains("  added              10\n"), "{packed:?}");
}
