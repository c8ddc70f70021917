//! What the register's changes look like to whoever asks: history with what was so before, reports, and nothing of people.

use std::collections::BTreeMap;

use lateral_tests::TestApp;
use lateral_tests::edition::SecondEdition;
use lateral_tests::register::{HEADER, data};
use serde_json::{Value as Json, json};

/// What is told of schools that the second edition changed: each change with what was so before.
pub async fn told(app: &TestApp, second: &SecondEdition) {
    let (old, new) = second.conversions[0];
    let history = "query($urn: URN!) { school(urn: $urn) { status history(first: 10) { nodes { field before after } } \
        links { kind urn school { name status } } } }";
    let of = async |urn: i32| app.stranger().ask(history, json!({ "urn": urn.to_string() })).await;
    let changes = async |urn: i32| -> BTreeMap<String, (Json, Json)> {
        let answer = of(urn).await;
        let changes = answer.at("school.history.nodes").as_array().unwrap().iter();
        let text = |it: &Json| it.as_str().unwrap().to_owned();
        changes.map(|it| (text(&it["field"]), (it["before"].clone(), it["after"].clone()))).collect()
    };
    let map = |of: &[(&str, Json, Json)]| -> BTreeMap<String, (Json, Json)> {
        of.iter().map(|(field, before, after)| ((*field).to_owned(), (before.clone(), after.clone()))).collect()
    };

    let renamed = changes(second.renamed[0]).await;
    let (before, after) = &renamed["name"];
    assert_eq!(format!("{} (renamed)", before.as_str().unwrap()), after.as_str().unwrap());
    let closed = map(&[("status", "open".into(), "closed".into()), ("closed_on", Json::Null, "2023-08-31".into())]);
    assert_eq!(changes(second.closed[0]).await, closed);
    let reopened = changes(second.reopened[0]).await;
    assert_eq!(reopened["status"], ("closed".into(), "open".into()));
    assert_eq!(reopened["closed_on"].1, Json::Null);
    let reorganised = &changes(second.reorganised[0]).await["local_authority_id"];
    assert_eq!(reorganised.0, "Cumbria");
    assert!(["Cumberland", "Westmorland and Furness"].contains(&reorganised.1.as_str().unwrap()), "{reorganised:?}");
    let moved = changes(second.moved[0]).await;
    assert_eq!(moved.keys().collect::<Vec<_>>(), ["easting", "northing", "street"]);
    assert_eq!([&moved["easting"].1, &moved["northing"].1, &moved["street"].1], ["430000", "430000", "A New Street"]);
    assert!(moved.values().all(|(before, after)| before != after), "{moved:?}");

    assert_eq!(of(old).await.text("school.status"), "CLOSED");
    let opened = of(new).await;
    let links = opened.at("school.links").as_array().unwrap();
    assert!(links.iter().any(|it| it["kind"] == "PREDECESSOR" && it["urn"] == old.to_string().as_str()), "{links:?}");
}

#[tokio::test]
async fn the_printed_report_says_what_was_read_and_what_was_not() {
    let app = TestApp::start().await;
    let header = HEADER.replace("\r\n", ",\"OpenDate\",\"Town\"\r\n");
    let row =
        |urn: i32, town: &str, rest: &str| format!("{urn},\"201\",\"City\",\"School {urn}\",{rest},\"{town}\"\r\n");
    let all = |town: &str| -> String { (100_000..100_040).map(|urn| row(urn, town, "\"1\",\"\"")).collect() };
    app.import([header.clone(), all("London")].concat()).await.unwrap();
    let second = [
        header,
        (100_000..100_003).map(|urn| row(urn, "Leeds", "\"1\",\"\"")).collect(),
        row(100_003, "London", "\"2\",\"31-02-2023\""),
        row(100_040, "London", "\"1\",\"\""),
        row(0, "London", "\"1\",\"\""),
        row(100_000, "London", "\"1\",\"\""),
        "100041,\"201\"\r\n".to_owned(),
        row(100_042, "London", "\"1\",\"\""),
    ];
    let report = app.import_part(second.concat()).await.unwrap().to_string();
    let (_, said) = report.split_once('\n').unwrap();
    assert_eq!(said, include_str!("register_report.txt"));
}

/// The register's columns that speak of people and of inspections.
const NEVER: [&str; 7] = [
    "HeadTitle (name)",
    "HeadFirstName",
    "HeadLastName",
    "HeadPreferredJobTitle",
    "OfstedLastInsp",
    "OfstedRating (name)",
    "LastChangedDate",
];

#[tokio::test]
async fn nothing_of_heads_and_inspections_is_kept_of_a_real_file() {
    let app = TestApp::start().await;
    let mut reader = csv::ReaderBuilder::new().from_path(data("edubasealldata-sample.csv")).unwrap();
    let header = reader.byte_headers().unwrap().clone();
    let never = NEVER.map(|name| header.iter().position(|it| it == name.as_bytes()).unwrap());
    let mut planted = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    planted.write_byte_record(&header).unwrap();
    for record in reader.byte_records() {
        let record = record.unwrap();
        let cells =
            record.iter().enumerate().map(|(at, cell)| if never.contains(&at) { &b"Quillfeather"[..] } else { cell });
        planted.write_record(cells).unwrap();
    }
    let report = app.import(planted.into_inner().unwrap()).await.unwrap();
    assert_eq!((report.read, report.unreadable()), (348, 0), "{report}");
    assert!(report.applied.added > 300, "{report}");

    #[derive(sea_orm::FromQueryResult)]
    struct Table {
        name: String,
    }
    let tables = "SELECT format('%I', relname) AS name FROM pg_class WHERE relkind = 'r' \
        AND relnamespace = 'public'::regnamespace";
    let tables = app.owner.rows::<Table>(tables, []).await.unwrap();
    assert!(tables.len() > 30, "every table is looked through");
    for Table { name } in tables {
        assert_eq!(app.count(&format!("{name} AS it WHERE it::text ILIKE '%quillfeather%'")).await, 0, "{name}");
    }
    let real = app.count("school AS it WHERE it::text ILIKE '%comet nursery%'").await;
    assert_eq!(real, 1, "what is kept would be found so");
}
