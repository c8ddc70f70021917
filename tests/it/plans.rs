//! The statements that every page or every write sends pass over no table: each row of it is found by an index.

use std::fs;
use std::path::Path;

use lateral::app::Caller;
use lateral_tests::TestApp;
use persistence::Tx;
use sea_orm::FromQueryResult;

/// The statements, and what stands where their comment leaves room. Those that read everything on purpose are not here: the
/// market and the standings at a start, the imports, the checks.
const STATEMENTS: [(&str, &str); 30] = [
    ("audit_append.sql", ""),
    ("audit_unlinked.sql", ""),
    ("audit_walk.sql", ""),
    ("brokerage/asker.sql", ""),
    ("brokerage/deployment_tree.sql", ""),
    ("brokerage/market.sql", "AND school_id = ANY($2)"),
    ("brokerage/request_tree.sql", ""),
    ("brokerage/service_figures.sql", ""),
    ("brokerage/service_late.sql", ""),
    ("brokerage/touched.sql", ""),
    ("communities/missed.sql", "(support_group.head_id = $2 OR support_group.adviser_id = $2)"),
    ("communities/newcomer.sql", ""),
    ("communities/parting.sql", "(mentorship.mentee_id = $2 OR mentorship.mentor_id = $2)"),
    ("communities/tenure.sql", ""),
    ("directory/designation_waiting.sql", ""),
    ("directory/school_links.sql", ""),
    ("exchange/request_save.sql", ""),
    ("exchange/unsupported.sql", ""),
    ("identity/notification_named.sql", ""),
    ("identity/telling_hearers.sql", ""),
    ("identity/telling_remind.sql", ""),
    ("outbox_relayed.sql", ""),
    ("outbox_waiting.sql", ""),
    ("outbox_write.sql", ""),
    ("reciprocity/entries.sql", ""),
    ("reciprocity/obligations.sql", ""),
    ("reciprocity/obligations_stood.sql", ""),
    ("reciprocity/pages.sql", ""),
    ("reciprocity/standings.sql", ""),
    ("reciprocity/statement.sql", ""),
];

#[derive(FromQueryResult)]
struct Line {
    #[sea_orm(from_alias = "QUERY PLAN")]
    text: String,
}

/// How many values a statement takes.
fn values(sql: &str) -> usize {
    let numbers = sql.split('$').skip(1).map(|it| it.chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.filter_map(|it| it.parse().ok()).max().unwrap_or(0)
}

/// A statement as it is sent, with its parts in their places.
fn statement(file: &str, room: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../persistence/src");
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let tree = text("brokerage/deployment_tree.sql").replace("request_id = ANY($1)", "request_id = asked.id");
    // What is due soon is looked for, and who hears of it, by a statement of three files.
    let parts = match file {
        "identity/telling_remind.sql" => {
            [text("identity/telling_remind_clock.sql"), text(file), text("identity/telling_remind_heard.sql")].concat()
        }
        _ => text(file),
    };
    let sql = parts
        .replace("/* of some schools */", room)
        .replace("{which}", room)
        .replace("{request}", "asked.id AS asked")
        .replace("{tree}", &tree);
    sql.replace("{than}", "<").replace("{way}", "DESC").replace("{limit}", "21")
}

/// What a plan that fits every value does with the tables; whatever passes over one, or gathers all that its reader sees to
/// throw away what is not asked for.
async fn waste(tx: &Tx, name: &str, file: &str, sql: &str) -> Vec<String> {
    tx.run("SET LOCAL plan_cache_mode = force_generic_plan", []).await.unwrap();
    tx.run(&format!("PREPARE {name} AS\n{sql}"), []).await.unwrap_or_else(|error| panic!("{file}: {error}"));
    let nothing = vec!["NULL"; values(sql)].join(", ");
    let plan = tx.rows::<Line>(&format!("EXPLAIN EXECUTE {name} ({nothing})"), []).await.unwrap();
    let found = plan.iter().filter(|line| ["Seq Scan on", "BitmapAnd"].iter().any(|it| line.text.contains(it)));
    found.map(|line| format!("{file}: {}", line.text.trim())).collect()
}

#[tokio::test]
async fn no_statement_of_a_page_passes_over_a_table() {
    let app = TestApp::start().await;
    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    // Tables of a test are small, and reading one whole would be cheapest: what remains under this has no index to use.
    tx.run("SET LOCAL enable_seqscan = off", []).await.unwrap();
    let mut passes = Vec::new();
    for (place, (file, room)) in STATEMENTS.iter().enumerate() {
        passes.extend(waste(&tx, &format!("statement_{place}"), file, &statement(file, room)).await);
    }
    assert!(passes.is_empty(), "{}", passes.join("\n"));
}

#[tokio::test]
async fn one_request_is_found_by_its_id_among_thousands_that_its_reader_sees() {
    let app = TestApp::start().await;
    app.deal().await;
    let many = "INSERT INTO support_request
                SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
                FROM support_request AS one, generate_series(1, 5000)";
    app.owner.run(many, []).await.unwrap();
    app.owner.run("VACUUM ANALYZE support_request", []).await.unwrap();
    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    // Where rows are dear to fetch, much is done to fetch fewer.
    tx.run("SET LOCAL random_page_cost = 4", []).await.unwrap();
    let file = "brokerage/request_tree.sql";
    let sql = statement(file, "");
    assert_eq!(waste(&tx, "one", file, &sql).await, Vec::<String>::new());
    let listed = waste(&tx, "listed", file, &sql.replace("asked.id = $1", "asked.id = ANY($1)")).await;
    assert!(listed.iter().any(|line| line.contains("BitmapAnd")), "asked for by a list, it is not: {listed:?}");
}
