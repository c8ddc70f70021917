//! The questions that the contract can be asked about somebody: every field of it, as deep as is wished.

use std::collections::BTreeMap;

use super::contract::{Contract, Field, innermost, prefix};
use super::fields::NOUNS;
use super::tenants::missing;

/// How deep those go that ask for the same by another argument.
const SHALLOW: usize = 1;

/// About whom is asked, and how.
pub struct Questions<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// An id of each noun that has to do with them, by its prefix.
    pub ids: &'a BTreeMap<&'static str, String>,
    /// Their schools.
    pub urns: Vec<i32>,
    /// How deep the questions go.
    pub depth: usize,
}

/// One question.
pub struct Asked {
    /// The field of the root.
    pub root: String,
    /// The question itself.
    pub document: String,
    /// Whether it is asked by their ids.
    pub by_id: bool,
    /// How many leaves it has.
    pub leaves: usize,
}

impl Questions<'_> {
    /// Every question.
    pub fn all(&self) -> Vec<Asked> {
        self.contract.fields(&self.contract.query).iter().flat_map(|root| self.of(root)).collect()
    }

    /// A selection of everything below a type, and how many leaves it has. Arguments that hold ids are given theirs.
    fn selection(&self, of: &str, depth: usize) -> (String, usize) {
        let contract = self.contract;
        let mut parts = vec!["__typename".to_owned()];
        let mut leaves = 0;
        let mut add = |spelt: String, field: &Field| {
            let inner = innermost(&field.gives);
            let (below, count) = match contract.kind(inner) {
                "SCALAR" | "ENUM" => (String::new(), 1),
                // The same items stand in the edges beside them, and are followed there.
                _ if depth > 0 && field.name == "nodes" => self.shown(inner, 0),
                _ if depth > 0 => self.shown(inner, depth - 1),
                _ => return,
            };
            if count > 0 {
                parts.push(format!("{spelt} {below}"));
                leaves += count;
            }
        };
        let ids = |name: &str| self.ids.get(prefix(name)?).cloned();
        for field in contract.fields(of) {
            let plain = arguments(contract, &field, &ids);
            add(format!("{}{plain}", field.name), &field);
            for place in contract.id_places(&field) {
                let id = ids(place.last().unwrap());
                let id = id.unwrap_or_else(|| panic!("no id for {place:?} of {of}.{}", field.name));
                let given = contract.arguments_with(&field, &place, &id, &ids);
                add(format!("{}__{}: {}({given})", field.name, place.join("_"), field.name), &field);
            }
        }
        (format!("{{ {} }}", parts.join(" ")), leaves)
    }

    /// A selection of a type, or of every type behind an interface or a union.
    fn shown(&self, of: &str, depth: usize) -> (String, usize) {
        let behind = self.contract.names(of, "possibleTypes");
        if behind.is_empty() {
            return self.selection(of, depth);
        }
        // One type at a time would be asked for by its own name; here its fields may not meet those of another.
        let parts = behind.iter().map(|of| format!("... on {of} {{ __typename }}")).collect::<Vec<_>>().join(" ");
        (format!("{{ __typename {parts} }}"), 1)
    }

    /// The questions of a field of the root.
    fn of(&self, root: &Field) -> Vec<Asked> {
        let contract = self.contract;
        let inner = innermost(&root.gives);
        let ids = |name: &str| {
            let prefix = prefix(if name == "id" { root.name.as_str() } else { name }).unwrap_or("sch");
            Some(self.ids.get(prefix).cloned().unwrap_or_else(|| missing(prefix)))
        };
        let asked = |given: String, by_id: bool, about_type: &str, depth: usize| {
            let (below, leaves) = match contract.kind(about_type) {
                "SCALAR" | "ENUM" => (String::new(), 1),
                _ => self.shown(about_type, depth),
            };
            let below =
                if about_type == inner { below } else { format!("{{ __typename ... on {about_type} {below} }}") };
            Asked { document: format!("{{ {}{given} {below} }}", root.name), by_id, leaves, root: root.name.clone() }
        };
        if root.name.starts_with("node") {
            let behind = contract.names(inner, "possibleTypes");
            let nouns = self.ids.iter().filter_map(|(prefix, id)| {
                let (_, of) = NOUNS.iter().find(|(it, of)| it == prefix && behind.iter().any(|it| it == of))?;
                let given = if root.name == "node" { format!("(id: \"{id}\")") } else { format!("(ids: [\"{id}\"])") };
                Some(asked(given, true, of, SHALLOW))
            });
            return nouns.collect();
        }
        let needs_id = root.takes.iter().any(|(_, of)| of["kind"] == "NON_NULL" && innermost(of) == "ID");
        let mut all = Vec::new();
        if !needs_id {
            all.push(asked(arguments(contract, root, &ids), false, inner, self.depth));
        }
        for place in contract.id_places(root) {
            let name = place.last().unwrap();
            let id = ids(name).unwrap();
            // The taxonomy is nobody's: asked by a term of it, everybody's own is found.
            let is_theirs = prefix(name) != Some("exp");
            let depth = if needs_id { self.depth } else { SHALLOW };
            all.push(asked(format!("({})", contract.arguments_with(root, &place, &id, &ids)), is_theirs, inner, depth));
        }
        if root.takes.iter().any(|(name, _)| name == "urn") {
            let of_urn = |urn: &i32| asked(format!("(urn: \"{urn}\")"), true, inner, self.depth);
            all.extend(self.urns.iter().map(of_urn));
        }
        all
    }
}

/// What a field needs, and the beginning of a connection.
fn arguments(contract: &Contract, field: &Field, ids: &dyn Fn(&str) -> Option<String>) -> String {
    let given = field.takes.iter().filter_map(|(name, of)| match name.as_str() {
        "first" => Some("first: 5".to_owned()),
        _ if of["kind"] == "NON_NULL" => Some(format!("{name}: {}", contract.sample(name, of, ids))),
        _ => None,
    });
    let given = given.collect::<Vec<_>>().join(", ");
    if given.is_empty() { given } else { format!("({given})") }
}
