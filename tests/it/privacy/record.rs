//! The record of what is kept of people, `docs/privacy.md`: printed from the reviewed lines.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use domain::Word;
use domain::identity::{DataClass, LawfulBasis, RecordClass};
use lateral_tests::TestApp;
use persistence::identity::retention;
use persistence::privacy::{Fate, columns, tables};

const MARK: &str = "<!-- printed from here on -->\n";

async fn printed(app: &TestApp) -> String {
    let policies = retention::in_force(app.app.db(), app.clock.now().day()).await.unwrap();
    let mut page = String::from(
        "\n## How long\n\n| class | what it is | kept once it is over | at least | why |\n|---|---|---|---|---|\n",
    );
    for class in RecordClass::ALL {
        let (about, class_name) = (class.about().replace('\n', " "), class.as_str());
        let line = match policies.iter().find(|it| it.class == *class) {
            Some(it) => format!("{} days | {} days | {} |", it.keep_days, it.at_least_days, it.note.as_str()),
            None => "no time is set | | |".to_owned(),
        };
        writeln!(page, "| `{class_name}` | {about} | {line}").unwrap();
    }
    page += "\n## What, what for and on which ground\n\n| table | class | ground | what for | about people | when they are erased |\n|---|---|---|---|---|---|\n";
    for table in tables().iter().filter(|it| it.basis != LawfulBasis::None) {
        let own: Vec<_> = columns().iter().filter(|it| it.table == table.name && it.of.is_some()).collect();
        let listed = |class: DataClass| {
            let names: Vec<_> = own.iter().filter(|it| it.class == class).map(|it| it.name).collect();
            if names.is_empty() { String::new() } else { format!("{}: {}", class.as_str(), names.join(", ")) }
        };
        let classes = [DataClass::Personal, DataClass::Words, DataClass::Secret].map(listed);
        let about: Vec<_> = classes.into_iter().filter(|it| !it.is_empty()).collect();
        let goes: Vec<_> = own.iter().filter(|it| it.of.is_some_and(|(_, fate)| fate != Fate::Keep)).collect();
        let fate = match goes.as_slice() {
            [] => "stays, by their id alone".to_owned(),
            rows if rows.iter().all(|it| it.of.is_some_and(|(_, fate)| fate == Fate::Row)) => "the row goes".to_owned(),
            some => format!("goes: {}", some.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")),
        };
        let (class, basis) = (table.records.as_str(), table.basis.as_str());
        writeln!(
            page,
            "| `{}` | `{class}` | {basis} | {} | {} | {fate} |",
            table.name,
            table.purpose,
            about.join("; ")
        )
        .unwrap();
    }
    page
}

#[tokio::test]
async fn the_record_of_what_is_kept_of_people_is_what_the_columns_say() {
    let app = TestApp::start().await;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/privacy.md");
    let page = fs::read_to_string(&kept).unwrap_or_default();
    let head = page.split(MARK).next().unwrap_or_default();
    let fresh = format!("{head}{MARK}{}", printed(&app).await);
    if page != fresh {
        let printed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("privacy.md");
        fs::write(&printed, fresh).unwrap();
        panic!("what is kept changed; review the difference, then: cp {} {}", printed.display(), kept.display());
    }
}
