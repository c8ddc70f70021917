//! `docs/rules.md`, checked: every hard row of the domain has codes that exist and tests that hear them, and every soft one
//! that warns is a rule that only warns. Nothing that refuses is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::{Rule, Word};

/// The rows on which the kinds of work, mentoring and coaching rest: each stands on the page, whether a rule refuses or not.
const OF_KINDS: [&str; 16] = [
    "A14", "B24", "C31", "D43", "D46", "D48", "D50", "D51", "G93", "H115", "H116", "H117", "H118", "H119", "H120",
    "H121",
];

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

/// Whether a source is a row of the domain, as H121: a letter and a number. What comes from a table of states or of roles is
/// not, and is shown where those are.
fn is_row(source: &str) -> bool {
    source.strip_prefix("DOMAIN ").is_some_and(|row| {
        let number = row.trim_start_matches(|it: char| it.is_ascii_uppercase());
        row.len() == number.len() + 1 && number.parse::<u32>().is_ok()
    })
}

#[test]
fn no_rule_that_comes_from_a_row_is_left_out_of_the_page() {
    let rows = rows();
    let of: BTreeSet<_> = rows.iter().map(|row| row[0].as_str()).collect();
    let without: Vec<_> = OF_KINDS.iter().filter(|row| !of.contains(**row)).collect();
    assert!(without.is_empty(), "no row of {without:?}");
    let codes: BTreeSet<_> = rows.iter().map(|row| row[2].as_str()).collect();
    let from_rows = Rule::ALL.iter().filter(|rule| rule.source().is_some_and(is_row));
    let missing = from_rows.filter(|rule| !codes.contains(rule.shout().as_str()));
    let missing: Vec<_> = missing.map(|rule| format!("{} of {}", rule.shout(), rule.source().unwrap())).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(is_row("DOMAIN H121") && !is_row("DOMAIN C.1") && !is_row("DOMAIN part B") && !is_row("SETTLED 4"));
}
