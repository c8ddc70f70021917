//! What a world tells somebody, written so that two worlds can be compared: whatever is made by chance is left out.

use std::collections::{BTreeMap, BTreeSet};

use lateral::graphql::{Limits, guarded};
use lateral_tests::{Persona, persona};
use serde_json::Value as Json;

use super::world::World;
use crate::access::contract::{Contract, Field, prefix};
use crate::access::questions::Questions;
use crate::access::tenants::missing;

/// How deep the questions go.
const DEPTH: usize = 2;
/// What changes who may know, or with whom somebody has to do.
const BY_DESIGN: [&str; 10] = [
    "acceptProposal",
    "acceptReferral",
    "declareNeighbour",
    "declineProposal",
    "declineReferral",
    "foundAlliance",
    "inviteSchool",
    "joinAlliance",
    "leaveAlliance",
    "withdrawNeighbour",
];

/// Who tries what would be refused.
const TRIERS: [&str; 2] = ["head", "broker of the helpers"];

/// Each question by whoever asks, with its answer and how many statements that cost.
pub type Told = BTreeMap<(&'static str, String), (String, u64)>;

/// What each asks of a world.
pub struct Asking {
    queries: Vec<String>,
    mutations: Vec<String>,
    /// The ids that both worlds have, with a word for each.
    words: Vec<(String, &'static str)>,
}

impl Asking {
    /// Everything that can be asked about the two schools and the request, with these ids beside those of the world.
    pub async fn of(world: &World<'_>, more: &[(&'static str, String)]) -> Self {
        let contract = Contract::read(world.app).await;
        let (mut queries, mut mutations) = (BTreeSet::new(), BTreeSet::new());
        let mut words = vec![(world.request.to_string(), "<request>")];
        words.extend(more.iter().map(|(prefix, id)| (id.clone(), *prefix)));
        for (side, [school, alliance, head]) in world
            .sides
            .iter()
            .zip([["<heron>", "<sedge>", "<head of heron>"], ["<kestrel>", "<rill>", "<head of kestrel>"]])
        {
            let person = side.head.who().person.to_string();
            words.extend([
                (side.school.gid(), school),
                (side.alliance.id.to_string(), alliance),
                (person.clone(), head),
            ]);
            let mut ids = BTreeMap::from([
                ("sch", side.school.gid()),
                ("all", side.alliance.id.to_string()),
                ("per", person),
                ("req", world.request.to_string()),
            ]);
            ids.extend(more.iter().cloned());
            mutations.extend(refusable(&contract, &ids));
            for prefix in ["spl", "exp", "ofr", "dep", "pol", "gra", "run", "prp", "mem", "trs", "lau"] {
                ids.entry(prefix).or_insert_with(|| missing(prefix));
            }
            let questions = Questions { contract: &contract, ids: &ids, urns: vec![side.school.urn], depth: DEPTH };
            queries.extend(questions.all().into_iter().map(|asked| asked.document));
        }
        Self { queries: queries.into_iter().collect(), mutations: mutations.into_iter().collect(), words }
    }

    /// What these people are told of the world, by every question that there is.
    pub async fn told(&self, world: &World<'_>, who: &[(&'static str, Persona<'_>)]) -> Told {
        let most = usize::MAX;
        let wide = Limits {
            selections: most,
            repeats: most,
            nodes: u64::MAX,
            cost: u64::MAX,
            query: most,
            tokens: most,
            ..Limits::default()
        };
        let front = guarded(world.app.app.clone(), wide).await;
        let mut told = Told::new();
        for (name, who) in who {
            // Some try what they may not do, too.
            let tries = TRIERS.contains(name);
            for document in self.queries.iter().chain(tries.then_some(&self.mutations).into_iter().flatten()) {
                let before = world.app.statements();
                let answer = persona::ask(&front, &world.app.app, who.caller.clone(), document, Json::Null).await.0;
                let cost = world.app.statements() - before;
                told.insert((*name, self.plain(document)), (self.plain(&steady(answer).to_string()), cost));
            }
        }
        told
    }

    /// A text with words for the ids that both worlds have, and without those of a single one.
    pub fn plain(&self, text: &str) -> String {
        let known = self.words.iter().fold(text.to_owned(), |text, (id, word)| text.replace(id, word));
        let mut plain = String::with_capacity(known.len());
        for run in known.split_inclusive(|it: char| !it.is_ascii_hexdigit()) {
            let (digits, end) = run.split_at(run.trim_end_matches(|it: char| !it.is_ascii_hexdigit()).len());
            plain.push_str(if digits.len() >= 32 { "~" } else { digits });
            plain.push_str(end);
        }
        plain
    }
}

/// What can be tried with an id of theirs, and would be refused.
fn refusable(contract: &Contract, ids: &BTreeMap<&'static str, String>) -> Vec<String> {
    let all =
        |name: &str| Some(ids.get(prefix(name)?).cloned().unwrap_or_else(|| missing(prefix(name).unwrap_or("sch"))));
    let roots = contract.fields(&contract.mutation).into_iter().filter(|root| !BY_DESIGN.contains(&root.name.as_str()));
    let tried = |root: Field| {
        let places = contract.id_places(&root).into_iter();
        let theirs = places.filter_map(|place| {
            let id = ids.get(prefix(place.last()?)?)?;
            let given = contract.arguments_with(&root, &place, id, &all);
            Some(format!("mutation {{ {}({given}) {{ userErrors {{ code message field }} }} }}", root.name))
        });
        theirs.collect::<Vec<_>>()
    };
    roots.flat_map(tried).collect()
}

/// An answer without cursors: they hold ids that no other world has.
fn steady(answer: Json) -> Json {
    match answer {
        Json::Object(object) => object
            .into_iter()
            .map(|(key, value)| {
                let is_cursor = ["cursor", "startCursor", "endCursor"].contains(&key.as_str()) && value.is_string();
                (key, if is_cursor { "<cursor>".into() } else { steady(value) })
            })
            .collect(),
        Json::Array(list) => list.into_iter().map(steady).collect(),
        plain => plain,
    }
}
