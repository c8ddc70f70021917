//! Every list of the contract read page by page, from the start and from the end: the same rows in the same order, each
//! once, although all of them were made at one instant.

mod alliances;
mod cursor;
mod joint;
mod lists;
mod rings;
mod rounds;
mod scenarios;

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lateral_tests::{Persona, TestApp};
use serde_json::Value as Json;

/// The rows of each list: two pages and a half of two.
const ROWS: usize = 5;

/// A list, and somebody who has rows in it.
struct List<'a> {
    /// The type and the field.
    name: &'static str,
    /// Who reads.
    who: Persona<'a>,
    /// The document; `@` stands for the arguments and what is selected.
    document: String,
    /// Where the connection is in the answer.
    path: &'static str,
    /// What tells one item from another.
    item: &'static str,
}

impl List<'_> {
    /// The items of a page, whether there are pages before and after, and the cursors of its ends.
    async fn page(&self, arguments: &str) -> (Vec<Json>, [bool; 2], [Json; 2]) {
        let comma = if self.document.contains("(@") { "" } else { ", " };
        let asked = format!(
            "{comma}{arguments}) {{ edges {{ cursor node {{ {} }} }} \
             pageInfo {{ hasPreviousPage hasNextPage startCursor endCursor }} }}",
            self.item
        );
        let answer = self.who.asks(&self.document.replace('@', &asked)).await;
        answer.done();
        let connection = answer.at(self.path);
        let edges = connection["edges"].as_array().unwrap_or_else(|| panic!("{}: {}", self.name, answer.0));
        let info = &connection["pageInfo"];
        let ends = edges.first().zip(edges.last()).map(|(first, last)| (&first["cursor"], &last["cursor"]));
        assert!(ends.is_none_or(|ends| ends == (&info["startCursor"], &info["endCursor"])), "{}: {info}", self.name);
        (
            edges.iter().map(|edge| edge["node"].clone()).collect(),
            [info["hasPreviousPage"] == true, info["hasNextPage"] == true],
            [info["startCursor"].clone(), info["endCursor"].clone()],
        )
    }

    /// Reads the whole list in one piece and by twos, both ways.
    async fn walk(&self) {
        let name = self.name;
        let (all, more, _) = self.page("first: 100").await;
        assert_eq!(more, [false, false], "{name} at once");
        assert!(all.len() >= ROWS, "{name} has {} rows", all.len());
        let once: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(once.len(), all.len(), "{name} repeats itself");

        let (mut forward, mut place) = (Vec::new(), String::new());
        while forward.len() <= all.len() {
            let (items, [before, after], [_, end]) = self.page(&format!("first: 2{place}")).await;
            assert_eq!((before, items.is_empty()), (!forward.is_empty(), false), "{name} forward");
            forward.extend(items);
            if !after {
                break;
            }
            place = format!(", after: {end}");
        }
        assert_eq!(forward, all, "{name} forward");

        let (mut backward, mut place) = (Vec::new(), String::new());
        while backward.len() <= all.len() {
            let (items, [before, after], [start, _]) = self.page(&format!("last: 2{place}")).await;
            assert_eq!((after, items.is_empty()), (!backward.is_empty(), false), "{name} backward");
            backward.extend(items.into_iter().rev());
            if !before {
                break;
            }
            place = format!(", before: {start}");
        }
        backward.reverse();
        assert_eq!(backward, all, "{name} backward");
        self.forge().await;
    }

    /// Reads from cursors that somebody made up from a true one: each gives a page or is refused as what it is.
    async fn forge(&self) {
        let (_, _, [true_one, _]) = self.page("first: 1").await;
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(true_one.as_str().unwrap()).unwrap()).unwrap();
        let parts: Vec<&str> = plain.split('|').collect();
        for order in [i64::MIN, i64::MIN + 1, -400_000_000_000_000_000, -1, 0, 400_000_000_000_000_000, i64::MAX] {
            let forged = URL_SAFE_NO_PAD.encode(format!("{}|{order}|{}", parts[0], parts[2]));
            for arguments in [format!("first: 2, after: \"{forged}\""), format!("last: 2, before: \"{forged}\"")] {
                let comma = if self.document.contains("(@") { "" } else { ", " };
                let asked = format!("{comma}{arguments}) {{ nodes {{ {} }} }}", self.item);
                let answer = self.who.asks(&self.document.replace('@', &asked)).await;
                assert!(
                    matches!(&answer.error_code()[..], "" | "BAD_USER_INPUT"),
                    "{}: {order}: {}",
                    self.name,
                    answer.0
                );
            }
        }
    }
}

/// Every field of the contract that gives a connection.
async fn connections(app: &TestApp) -> BTreeSet<String> {
    let document = "{ __schema { types { name fields { name type { name ofType { name } } } } } }";
    let answer = app.service().asks(document).await;
    let mut found = BTreeSet::new();
    for of in answer.at("__schema.types").as_array().unwrap() {
        for field in of["fields"].as_array().into_iter().flatten() {
            let gives = [&field["type"]["name"], &field["type"]["ofType"]["name"]];
            if gives.iter().any(|name| name.as_str().is_some_and(|it| it.ends_with("Connection"))) {
                found.insert(format!("{}.{}", of["name"].as_str().unwrap(), field["name"].as_str().unwrap()));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_list_reads_the_same_both_ways() {
    let app = TestApp::start().await;
    let lists = lists::lists(&app).await;
    let walked: BTreeSet<String> = lists.iter().map(|list| list.name.to_owned()).collect();
    assert_eq!(walked, connections(&app).await, "a list that nobody walks");
    for list in lists {
        list.walk().await;
    }
}
