//! `docs/HOUSE.md`, checked: how long files are, who leans on whom, which rooms a floor has, and a few habits.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use domain::{Rule, Word};

/// The floors that hold code of the service.
const FLOORS: [&str; 4] = ["domain", "persistence", "api", "migrations"];

/// The parts of the trade; a folder of this name may stand on every floor.
const ROOMS: [&str; 8] =
    ["identity", "directory", "exchange", "brokerage", "reciprocity", "quality", "communities", "integrations"];

/// What a floor must not know, as the beginning of a path in its code.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    (
        "domain/src",
        &["actix", "async_graphql", "migrations::", "persistence::", "redis::", "reqwest", "sea_orm", "sqlx", "tokio"],
    ),
    ("persistence/src", &["actix", "lateral::", "async_graphql", "domain::access::policy", "redis::", "reqwest"]),
    ("api/src", &["sea_orm::", "sqlx::"]),
    ("migrations/src", &["actix", "lateral::", "async_graphql", "domain::", "persistence::", "redis::"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder of the repository with its path from there; none if the folder is not there yet.
fn below(folder: &str, ending: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

fn code() -> Vec<(String, String)> {
    let floors = FLOORS.iter().chain(&["tests"]).flat_map(|floor| below(floor, ".rs"));
    floors.map(|(name, path)| (name, fs::read_to_string(path).unwrap())).collect()
}

fn none(breaches: Vec<String>, rule: &str) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

#[test]
fn files_are_at_most_three_hundred_lines_long() {
    let files = FLOORS.iter().chain(&["tests", "script"]).flat_map(|folder| below(folder, ""));
    let long = files.filter(|(name, _)| {
        !name.contains("/snapshots/")
            && (name.ends_with(".rs") || name.ends_with(".sql") || name.starts_with("script/"))
    });
    let long = long.filter_map(|(name, path)| {
        let lines = fs::read_to_string(path).unwrap().lines().count();
        (lines > 300).then(|| format!("{name}: {lines} lines"))
    });
    none(long.collect(), "split it by noun or by verb");
}

#[test]
fn every_rule_that_says_no_is_tried() {
    // What a file holds for tests: all of it, or what follows its first mark.
    let tests = |(name, text): (String, String)| {
        let whole = name.starts_with("tests") || name.ends_with("tests.rs") || name.contains("/tests/");
        if whole {
            text
        } else {
            text.split_once("#[cfg(test)]").map(|(_, tests)| tests.to_owned()).unwrap_or_default()
        }
    };
    let tried: String = code().into_iter().map(tests).collect();
    let words: BTreeSet<&str> = tried.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
    let untried = Rule::ALL
        .iter()
        .filter(|rule| !words.contains(rule.shout().as_str()) && !words.contains(format!("{rule:?}").as_str()));
    none(untried.map(|rule| format!("{rule:?}")).collect(), "a rule without a test");
}

#[test]
fn a_floor_does_not_know_what_is_above_it() {
    let mut breaches = Vec::new();
    for (floor, words) in FORBIDDEN {
        for (name, text) in code().into_iter().filter(|(name, _)| name.starts_with(floor)) {
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for word in words.iter().filter(|word| starts_a_path(line, word)) {
                    breaches.push(format!("{name}:{}: {word}", number + 1));
                }
            }
        }
    }
    none(breaches, "this floor must not know that");
}

/// Whether a word stands in a line where a path begins, not within another word and not further along a path.
fn starts_a_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric() && it != '_' && it != ':' && it != '"' && it != '.')
    })
}

#[test]
fn every_floor_has_the_same_rooms() {
    let beside = [
        ("domain/src", &["access"][..]),
        ("persistence/src", &["seed"]),
        ("api/src/app", &["seed"]),
        ("api/src/graphql", &["front"]),
    ];
    let mut breaches = Vec::new();
    for (floor, others) in beside {
        for entry in fs::read_dir(root().join(floor)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // A file that was split into a folder of its own name is no room.
            let split = path.with_extension("rs").exists();
            if path.is_dir() && !split && !ROOMS.contains(&name.as_str()) && !others.contains(&name.as_str()) {
                breaches.push(format!("{floor}/{name}"));
            }
        }
    }
    none(breaches, "not one of the rooms in docs/HOUSE.md");
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    let drawers = ["util", "utils", "common", "helper", "helpers", "misc", "shared"];
    let named = code().into_iter().map(|(name, _)| name).filter(|name| {
        let stem = name.trim_end_matches(".rs");
        stem.split('/').any(|part| drawers.contains(&part))
    });
    none(named.collect(), "name it after what it holds");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = code().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name);
    none(silent.collect(), "it should open with one `//!` sentence");
}

#[test]
fn nothing_is_silenced_or_left_for_later() {
    let marks = [concat!("#[", "allow("), concat!("#![", "allow("), concat!("// ", "TODO"), concat!("// ", "FIXME")];
    let mut breaches = Vec::new();
    for (name, text) in code() {
        for (number, line) in text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| line.contains(*mark)) {
                breaches.push(format!("{name}:{}: {mark}", number + 1));
            }
        }
    }
    none(breaches, "use #[expect(…, reason = …)], or finish it");
}

#[test]
fn what_is_run_by_name_can_be_run() {
    let lame = [".ci", "script"].iter().flat_map(|folder| below(folder, "")).filter(|(name, path)| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let program = text.starts_with("#!") && !name.starts_with("script/lib/");
        program && fs::metadata(path).unwrap().permissions().mode() & 0o111 == 0
    });
    none(lame.map(|(name, _)| name).collect(), "it begins with #! and so should be executable");
}

#[test]
fn a_field_that_may_be_null_fails_alone() {
    // `Result<Option<T>>` would take its siblings with it: the library looks for the nearest `Option` above.
    let mut breaches = Vec::new();
    for (name, text) in code().into_iter().filter(|(name, _)| name.starts_with("api/src/graphql/")) {
        for (number, line) in text.lines().enumerate() {
            let resolves = line.starts_with("    async fn") && line.contains("&self") || line.starts_with("    ) ->");
            if resolves && line.contains("-> Result<Option<") && line.ends_with(">> {") {
                breaches.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(breaches, "give Option<Result<T>>, by `nullable`");
}

#[test]
fn what_a_decision_holds_for_is_there() {
    let tops = ["api/", "domain/", "persistence/", "migrations/", "tests/", "script/", "docs/", "data/", ".ci/"];
    let mut breaches = Vec::new();
    for (name, path) in below("docs/decisions", ".md") {
        let text = fs::read_to_string(path).unwrap();
        // Every second piece stands between backticks.
        for named in text.split('`').skip(1).step_by(2).filter(|it| tops.iter().any(|top| it.starts_with(top))) {
            let pattern = named.contains(['*', '{', ' ', '…', '<']);
            let file = named.split(':').next().unwrap_or_default();
            if !pattern && !root().join(file).exists() {
                breaches.push(format!("{name}: {named}"));
            }
        }
    }
    none(breaches, "a decision names what is not there");
}
