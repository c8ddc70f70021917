//! The class of every column, held against a database that has every migration.

use std::collections::BTreeSet;

use lateral_tests::TestApp;
use persistence::privacy::{columns, tables};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

async fn names(app: &TestApp, what: &str) -> BTreeSet<String> {
    let sql = format!(
        "SELECT DISTINCT {what} AS name FROM information_schema.columns AS it JOIN information_schema.tables \
         USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' \
         AND table_name <> 'seaql_migrations'"
    );
    app.owner.rows::<Name>(&sql, []).await.unwrap().into_iter().map(|row| row.name).collect()
}

/// The lines that one list lacks and the other has.
fn differences(there: &BTreeSet<String>, classed: &BTreeSet<String>, file: &str, line: &str) -> String {
    let new =
        there.difference(classed).map(|it| format!("add to persistence/src/privacy/{file}, in its order: {it} {line}"));
    let gone = classed.difference(there).map(|it| format!("take out of persistence/src/privacy/{file}: {it}"));
    new.chain(gone).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_column_of_the_database_has_its_class_and_every_table_its_purpose() {
    let app = TestApp::start().await;
    let classed = columns().iter().map(|it| format!("{}.{}", it.table, it.name)).collect();
    let line = "technical | public | organisational | personal PERSON_COLUMN keep | words PERSON_COLUMN blank | secret \
                PERSON_COLUMN row";
    let wrong = differences(&names(&app, "table_name || '.' || column_name").await, &classed, "columns.txt", line);
    assert!(wrong.is_empty(), "{wrong}");
    let purposed = tables().iter().map(|it| it.name.to_owned()).collect();
    let line = "RECORDS none|public_task|legal_obligation What it is kept for.";
    let wrong = differences(&names(&app, "table_name::text").await, &purposed, "tables.txt", line);
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn no_reference_to_a_person_is_left_without_its_person() {
    let app = TestApp::start().await;
    let sql = "SELECT con.conrelid::regclass::text || '.' || att.attname AS name FROM pg_constraint AS con \
               JOIN pg_attribute AS att ON att.attrelid = con.conrelid AND att.attnum = ANY (con.conkey) \
               WHERE con.contype = 'f' AND con.confrelid = 'person'::regclass ORDER BY 1";
    let classed: BTreeSet<_> =
        columns().iter().filter(|it| it.of.is_some()).map(|it| format!("{}.{}", it.table, it.name)).collect();
    let references = app.owner.rows::<Name>(sql, []).await.unwrap();
    assert!(references.len() > 20);
    for reference in references {
        assert!(classed.contains(&reference.name), "{} names a person: it is personal", reference.name);
    }
}
