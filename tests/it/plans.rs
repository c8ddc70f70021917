//! The statements that every page or every write sends pass over no table: each row of it is found by an index.

use std::fs;
use std::path::Path;

use lateral::app::Caller;
use lateral_tests::TestApp;
use sea_orm::FromQueryResult;

/// The statements, and what stands where their comment leaves room. Those that read everything on purpose are not here: the
/// market and the standings at a start, the imports, the checks.
const STATEMENTS: [(&str, &str); 13] = [
    ("brokerage/asker.sql", ""),
    ("brokerage/deployment_tree.sql", ""),
    ("brokerage/market.sql", "AND school_id = ANY($2)"),
    ("brokerage/request_tree.sql", ""),
    ("brokerage/touched.sql", ""),
    ("directory/school_links.sql", ""),
    ("exchange/request_save.sql", ""),
    ("outbox_relayed.sql", ""),
    ("outbox_waiting.sql", ""),
    ("outbox_write.sql", ""),
    ("reciprocity/entries.sql", ""),
    ("reciprocity/pages.sql", ""),
    ("reciprocity/standings.sql", ""),
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

#[tokio::test]
async fn no_statement_of_a_page_passes_over_a_table() {
    let app = TestApp::start().await;
    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    // Tables of a test are small, and reading one whole would be cheapest: what remains under this has no index to use.
    tx.run("SET LOCAL enable_seqscan = off", []).await.unwrap();
    tx.run("SET LOCAL plan_cache_mode = force_generic_plan", []).await.unwrap();
    let mut passes = Vec::new();
    for (place, (file, room)) in STATEMENTS.iter().enumerate() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../persistence/src");
        let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        let tree = text("brokerage/deployment_tree.sql").replace("request_id = ANY($1)", "request_id = asked.id");
        let sql = text(file)
            .replace("/* of some schools */", room)
            .replace("{request}", "asked.id AS asked")
            .replace("{tree}", &tree);
        let sql = sql.replace("{than}", "<").replace("{way}", "DESC").replace("{limit}", "21");
        let name = format!("statement_{place}");
        tx.run(&format!("PREPARE {name} AS\n{sql}"), []).await.unwrap_or_else(|error| panic!("{file}: {error}"));
        let nothing = vec!["NULL"; values(&sql)].join(", ");
        let plan = tx.rows::<Line>(&format!("EXPLAIN EXECUTE {name} ({nothing})"), []).await.unwrap();
        // Nor does any gather all that its reader sees, to throw away what is not asked for.
        let wasteful = ["Seq Scan on", "BitmapAnd"];
        let scans = plan.into_iter().filter(|line| wasteful.iter().any(|it| line.text.contains(it)));
        passes.extend(scans.map(|line| format!("{file}: {}", line.text.trim())));
    }
    assert!(passes.is_empty(), "{}", passes.join("\n"));
}
