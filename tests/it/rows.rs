//! `docs/rules.md`, checked: every hard row of the domain has codes that exist and tests that hear them, and every soft one
//! that warns is a rule that only warns.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::{Rule, Word};

/// The tests of the house by their names, each with its body.
fn tests() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut open: Vec<PathBuf> = vec![root.join("tests/it"), root.join("domain/src")];
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(path).unwrap();
            for (at, _) in text.match_indices("fn ") {
                let name: String = text[at + 3..].chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
                let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
                let indent: String = text[line..].chars().take_while(|it| *it == ' ').collect();
                let end = text[at..].find(&format!("\n{indent}}}\n")).map_or(text.len(), |it| at + it);
                found.entry(name).or_default().push_str(&text[at..end]);
            }
        }
    }
    found
}

/// The rows of the tables of the page, cell by cell.
fn rows() -> Vec<Vec<String>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let text = fs::read_to_string(page).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| row"));
    let cell = |cell: &str| cell.trim().trim_matches('`').to_owned();
    rows.map(|line| line.trim_matches('|').split('|').map(cell).collect()).collect()
}

#[test]
fn every_row_of_the_page_has_codes_that_exist_and_tests_that_hear_them() {
    let tests = tests();
    let (mut wrong, mut hard, mut soft) = (Vec::new(), 0, Vec::new());
    for row in rows() {
        let [of, _, code, ..] = &row[..] else { panic!("{row:?} has too few cells") };
        let rule = Rule::ALL.iter().find(|rule| rule.shout() == *code);
        if rule.is_none() && code != "–" {
            wrong.push(format!("{of}: {code} is no code"));
        }
        if rule.is_some_and(|rule| rule.source().is_none()) {
            wrong.push(format!("{of}: {code} does not say where it comes from"));
        }
        let Some(test) = row.get(3) else {
            soft.extend(rule);
            continue;
        };
        hard += 1;
        let Some(body) = tests.get(test) else {
            wrong.push(format!("{of}: there is no test {test}"));
            continue;
        };
        let told = |rule: &Rule| body.contains(&rule.shout()) || body.contains(&format!("{rule:?}"));
        if !rule.is_none_or(told) {
            wrong.push(format!("{of}: {test} does not hear {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(hard > 50, "only {hard} rows");
    let named = |rules: Vec<&Rule>| rules.into_iter().map(|rule| rule.shout()).collect::<BTreeSet<_>>();
    let warns = Rule::ALL.iter().filter(|rule| rule.warns()).collect();
    assert_eq!(named(soft), named(warns), "every rule that only warns stands among the soft rows");
}
