//! Files that are not what they should be (TRUST section 3): each is refused, or read for what is good in it, and a
//! refused one changes nothing.

use std::io::Write;
use std::time::Duration;

use domain::directory::register::FileFault;
use lateral::app::directory::import::NotImported;
use lateral_tests::TestApp;
use lateral_tests::register::{HEADER, TestFile, open_schools};

fn fault(refused: Result<lateral::app::directory::Report, NotImported>) -> FileFault {
    match refused {
        Err(NotImported::File(fault, _)) => fault,
        other => panic!("the file should be refused: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_no_register_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let header_renamed = HEADER.replace("\"URN\"", "\"Number\"");
    for file in [
        String::new(),
        "Group UID,Group Name\r\n1,x\r\n".to_owned(),
        "<!DOCTYPE html><html></html>".to_owned(),
        "\0\0\0\0".to_owned(),
        format!("{header_renamed}{}", open_schools(100_000..100_010)),
    ] {
        let refused = fault(app.import(&file).await);
        assert!(matches!(refused, FileFault::Empty | FileFault::NotARegister { .. }), "{refused:?} for {file:?}");
    }
    assert_eq!(fault(app.import(HEADER).await), FileFault::NoSchools);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(HEADER.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(fault(app.import(utf16).await), FileFault::Utf16);
    assert_eq!(app.count("school").await + app.count("register_edition").await, 0);
}

#[tokio::test]
async fn half_a_file_changes_nothing() {
    let app = TestApp::start().await;
    let whole = format!("{HEADER}{}", open_schools(100_000..103_000));
    let half = &whole[..whole.len() / 2 + 3];
    assert!(matches!(fault(app.import(half).await), FileFault::Truncated { .. }));
    let unclosed = format!("{HEADER}{}103000,\"201\",\"City", open_schools(100_000..100_100));
    assert_eq!(fault(app.import(unclosed).await), FileFault::Truncated { line: 102 });
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(whole.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert!(matches!(fault(app.import(&packed[..packed.len() / 2]).await), FileFault::Truncated { .. }));
    // Wherever the packing is cut: what comes out of it may end between two rows, or be nothing.
    for cut in [4, 12, packed.len() - 9, packed.len() - 8, packed.len() - 1] {
        let refused = fault(app.import(&packed[..cut]).await);
        assert!(matches!(refused, FileFault::Truncated { .. }), "{refused:?} at {cut} of {}", packed.len());
    }
    assert_eq!(app.count("school").await, 0);
    assert_eq!(app.import(packed).await.unwrap().applied.added, 3_000);
}

#[tokio::test]
async fn bad_rows_are_refused_by_line_and_the_rest_is_read() {
    let app = TestApp::start().await;
    let row = |urn: &str, name: &str| format!("{urn},\"201\",\"City of London\",\"{name}\",\"1\"\r\n");
    let file = [
        HEADER.to_owned(),
        open_schools(100_000..100_020),
        row("100000", "Again"),
        row("0", "Zero"),
        row("-100001", "Negative"),
        row("ABCDEF", "Letters"),
        row("100031", "Nul\0l"),
        row("100032", &"x".repeat(5_000_000)),
        row("100033", "=HYPERLINK(\"\"http://example.org\"\")"),
        "100034,\"201\",\"City of \"London\",\"Broken\",\"1\"\r\n".to_owned(),
        row("100035", "Siân’s"),
    ]
    .concat();
    let report = app.import(file).await.unwrap();
    assert_eq!((report.read, report.applied.added), (29, 22));
    let refused: Vec<_> = report.refused.iter().map(|it| (it.number, it.fault.spelt())).collect();
    assert_eq!(
        refused,
        [
            (22, "urn_repeated"),
            (23, "urn_not_valid"),
            (24, "urn_not_valid"),
            (25, "urn_not_valid"),
            (26, "name_not_valid"),
            (27, "row_too_large"),
            (29, "quotes_broken"),
        ]
    );
    // A formula is text like any other here; what leaves for a spreadsheet is made harmless there.
    assert_eq!(app.count("school WHERE name = '=HYPERLINK(\"http://example.org\")'").await, 1);
    assert_eq!(app.count("school WHERE name = 'Siân’s'").await, 1);
}

#[tokio::test]
async fn every_encoding_and_order_of_columns_says_the_same() {
    let file =
        format!("{HEADER}{}100035,\"201\",\"City of London\",\"Siân’s\",\"1\"\r\n", open_schools(100_000..100_020));
    let windows: Vec<u8> = file.chars().map(|it| if it == '’' { 0x92 } else { it as u8 }).collect();
    let turned = file.lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\r\n");
    for bytes in [windows, format!("\u{feff}{file}").into_bytes(), turned.collect::<String>().into_bytes()] {
        let app = TestApp::start().await;
        assert_eq!(app.import(bytes).await.unwrap().applied.added, 21);
        assert_eq!(app.count("school WHERE urn = 100035 AND name = 'Siân’s'").await, 1);
    }
}

trait Spelt {
    fn spelt(&self) -> &'static str;
}

impl<W: domain::Word> Spelt for W {
    fn spelt(&self) -> &'static str {
        self.as_str()
    }
}

#[tokio::test]
async fn a_zip_called_csv_is_known_by_its_first_bytes() {
    let app = TestApp::start().await;
    let register = format!("{HEADER}{}", open_schools(100_000..100_100));
    let bytes = zipped(&[("readme.txt", "not this one"), ("all.csv", &register)]);
    assert_eq!(app.import(bytes).await.unwrap().applied.added, 100);
}

#[tokio::test]
async fn of_several_files_in_a_zip_the_one_that_is_named_as_the_register_is_read() {
    let app = TestApp::start().await;
    let register = format!("{HEADER}{}", open_schools(100_000..100_100));
    let links = "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"\r\n\
        \"100000\",\"100001\",\"School\",\"Successor\",\"01-09-2020\"\r\n";
    let all = TestFile::of(zipped(&[
        ("__MACOSX/._edubasealldata20230901.csv", "a shadow"),
        ("extract/groups.csv", "\"Group UID\"\r\n\"1\"\r\n"),
        ("extract/links_edubasealldata20230901.csv", links),
        ("extract/edubasealldata20230901.csv", &register),
    ]));
    let report = app.import_from(all.path(), Some(all.path()), false).await.unwrap();
    assert_eq!(report.applied.added, 100);
    assert_eq!(app.count("school_link").await, 1);

    let unnamed = app.import(zipped(&[("one.csv", &register), ("two.csv", &register)])).await;
    let Err(NotImported::Unreadable(why)) = unnamed else { panic!("nobody knows which to read: {unnamed:?}") };
    assert!(why.to_string().contains("edubaseall"), "{why}");
}

/// An archive of files, by name.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn closing_more_than_one_in_twenty_needs_force() {
    let app = TestApp::start().await;
    app.import(format!("{HEADER}{}", open_schools(100_000..100_100))).await.unwrap();
    let closing = |count| {
        let closed = open_schools(100_000..100_000 + count).replace("\"1\"\r\n", "\"2\"\r\n");
        format!("{HEADER}{closed}{}", open_schools(100_000 + count..100_100))
    };
    let refused = app.import(closing(6)).await;
    assert_eq!(fault(refused), FileFault::ClosesTooMany { closing: 6, open: 100 });
    assert_eq!(app.count("school WHERE status = 'closed'").await, 0);
    assert_eq!(app.import(closing(5)).await.unwrap().applied.closed, 5);
    let forced = TestFile::of(closing(50));
    assert_eq!(app.import_from(forced.path(), None, true).await.unwrap().applied.closed, 45);
}

#[tokio::test]
async fn a_file_that_is_cut_between_two_rows_is_known_by_what_it_leaves_out() {
    let app = TestApp::start().await;
    app.import(format!("{HEADER}{}", open_schools(100_000..100_100))).await.unwrap();
    let cut = |rows: i32| format!("{HEADER}{}", open_schools(100_000..100_000 + rows)).replace("School", "College");
    assert_eq!(fault(app.import(cut(94)).await), FileFault::LeavesOutTooMany { absent: 6, open: 100 });
    assert_eq!(app.count("school WHERE name LIKE 'College%'").await, 0);
    assert_eq!(app.import(cut(95)).await.unwrap().applied.absent, 5);
    assert_eq!(app.import_part(cut(10)).await.unwrap().applied.absent, 90);
    assert_eq!(app.count("school WHERE status = 'open'").await, 100, "what is left out stays as it is");
}

#[tokio::test]
async fn an_import_that_is_killed_half_way_changes_nothing() {
    let app = TestApp::start().await;
    let file = format!("{HEADER}{}", open_schools(100_000..130_000));
    let held = app.database.owner.clone();
    // The lock of imports is held by somebody else, so that the import cannot end before it is killed.
    let other = persistence::Db::connect(&persistence::Settings::of(&held)).await.unwrap();
    let tx = other
        .begin(persistence::Stamp {
            now: app.clock.now(),
            actor: domain::access::Actor::Service,
            request_id: "test".into(),
            ids: app.app.ids.source(),
            once: None,
        })
        .await
        .unwrap();
    tx.run("LOCK TABLE school IN EXCLUSIVE MODE", []).await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(1_500), app.import(&file)).await.is_err(), "it was to wait");
    drop(tx);
    assert_eq!(app.count("school").await + app.count("register_edition").await, 0);
    assert_eq!(app.import(&file).await.unwrap().applied.added, 30_000, "nothing is left in the way of the next");
}

#[tokio::test]
async fn two_imports_at_once_do_not_collide() {
    let app = TestApp::start().await;
    let file = format!("{HEADER}{}", open_schools(100_000..102_000));
    let (one, other) = tokio::join!(app.import(&file), app.import(&file));
    assert_eq!(one.unwrap().applied.added + other.unwrap().applied.added, 2_000);
    assert_eq!(app.count("school").await, 2_000);
}
