//! The contract as a test reads it: every field with what it takes and gives, and samples of what it takes.

use std::collections::BTreeMap;

use lateral_tests::TestApp;
use serde_json::Value as Json;

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types { kind name isOneOf
    fields { name args { name type { ...T } } type { ...T } } inputFields { name type { ...T } }
    enumValues { name } possibleTypes { name } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// A field of an object, or of an input.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub takes: Vec<(String, Json)>,
    /// What it gives, or is.
    pub gives: Json,
}

/// Every type of the contract.
pub struct Contract {
    types: BTreeMap<String, Json>,
    /// The root of queries.
    pub query: String,
    /// The root of mutations.
    pub mutation: String,
}

impl Contract {
    /// Reads the contract from the service.
    pub async fn read(app: &TestApp) -> Self {
        let answer = app.service().asks(INTROSPECTION).await;
        let types = answer.at("__schema.types").as_array().unwrap().iter();
        Self {
            types: types.map(|it| (it["name"].as_str().unwrap().to_owned(), it.clone())).collect(),
            query: answer.text("__schema.queryType.name"),
            mutation: answer.text("__schema.mutationType.name"),
        }
    }

    /// The fields of a type; none if it has none.
    pub fn fields(&self, of: &str) -> Vec<Field> {
        let read = |it: &Json| Field {
            name: it["name"].as_str().unwrap().to_owned(),
            takes: it["args"].as_array().into_iter().flatten().map(named).collect(),
            gives: it["type"].clone(),
        };
        self.types[of]["fields"].as_array().into_iter().flatten().map(read).collect()
    }

    /// The kind of a named type.
    pub fn kind(&self, of: &str) -> &str {
        self.types[of]["kind"].as_str().unwrap()
    }

    /// The values of an enum, the fields of an input, the types behind an interface or a union.
    pub fn names(&self, of: &str, list: &str) -> Vec<String> {
        let all = self.types[of][list].as_array().into_iter().flatten();
        all.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Every field of every type that is not an input, as `Type.field`.
    pub fn every_field(&self) -> Vec<String> {
        let types = self.types.keys().filter(|name| !name.starts_with("__"));
        types.flat_map(|of| self.fields(of).into_iter().map(move |field| format!("{of}.{}", field.name))).collect()
    }

    /// The places below a field's arguments that hold an id: each as the names that lead to it.
    pub fn id_places(&self, of: &Field) -> Vec<Vec<String>> {
        of.takes.iter().flat_map(|(name, of)| self.places_below(name, of, 4)).collect()
    }

    fn places_below(&self, name: &str, of: &Json, depth: usize) -> Vec<Vec<String>> {
        let inner = innermost(of);
        let below = match self.kind(inner) {
            "SCALAR" if inner == "ID" => vec![Vec::new()],
            "INPUT_OBJECT" if depth > 0 => {
                let inputs = self.inputs(inner);
                inputs.iter().flat_map(|(name, of)| self.places_below(name, of, depth - 1)).collect()
            }
            _ => Vec::new(),
        };
        below.into_iter().map(|path| [vec![name.to_owned()], path].concat()).collect()
    }

    /// The arguments of a field with an id at one of its places, and whatever else they need.
    pub fn arguments_with(
        &self,
        of: &Field,
        place: &[String],
        id: &str,
        ids: &dyn Fn(&str) -> Option<String>,
    ) -> String {
        let given = of.takes.iter().filter_map(|(name, of)| match name.as_str() {
            it if it == place[0] => Some(format!("{name}: {}", self.value_with(of, &place[1..], id, ids))),
            "first" => Some("first: 5".to_owned()),
            _ if of["kind"] == "NON_NULL" => Some(format!("{name}: {}", self.sample(name, of, ids))),
            _ => None,
        });
        given.collect::<Vec<_>>().join(", ")
    }

    fn value_with(&self, of: &Json, place: &[String], id: &str, ids: &dyn Fn(&str) -> Option<String>) -> String {
        match (of["kind"].as_str().unwrap(), place) {
            ("NON_NULL", _) => self.value_with(&of["ofType"], place, id, ids),
            ("LIST", _) => format!("[{}]", self.value_with(&of["ofType"], place, id, ids)),
            (_, []) => format!("\"{id}\""),
            (_, [next, below @ ..]) => {
                let inputs = self.inputs(of["name"].as_str().unwrap());
                let given = inputs.iter().filter_map(|(name, of)| match of["kind"].as_str() {
                    _ if name == next => Some(format!("{name}: {}", self.value_with(of, below, id, ids))),
                    Some("NON_NULL") => Some(format!("{name}: {}", self.sample(name, of, ids))),
                    _ => None,
                });
                format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The fields of an input with their types.
    pub fn inputs(&self, of: &str) -> Vec<(String, Json)> {
        self.types[of]["inputFields"].as_array().into_iter().flatten().map(named).collect()
    }

    /// A value that a required argument or input field of this type takes, in the language of documents.
    pub fn sample(&self, field: &str, of: &Json, ids: &dyn Fn(&str) -> Option<String>) -> String {
        let (kind, name) = (of["kind"].as_str().unwrap(), of["name"].as_str().unwrap_or_default());
        match (kind, name) {
            ("NON_NULL", _) => self.sample(field, &of["ofType"], ids),
            ("LIST", _) => format!("[{}]", self.sample(field, &of["ofType"], ids)),
            ("ENUM", name) => self.names(name, "enumValues")[0].clone(),
            ("INPUT_OBJECT", name) => {
                // Of an input of which one part is given, the first will do.
                let one = usize::from(self.types[name]["isOneOf"] == true);
                let inputs = self.inputs(name).into_iter().enumerate();
                let needed = inputs.filter(|(place, (_, of))| of["kind"] == "NON_NULL" || *place < one).map(|it| it.1);
                let given = needed.map(|(name, of)| format!("{name}: {}", self.sample(&name, &of, ids)));
                format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
            }
            (_, "ID") => {
                let id =
                    ids(field).unwrap_or_else(|| panic!("of which noun is the id \"{field}\"? Say it in the test"));
                format!("\"{id}\"")
            }
            (_, "Int") if field == "year" => "2026".into(),
            (_, "Date") if field == "month" => "\"2026-11-01\"".into(),
            (_, "Int" | "HalfDays" | "Pence" | "Float" | "Latitude" | "Longitude") => "1".into(),
            (_, "Boolean") => "false".into(),
            (_, "DateTime") => "\"2026-12-01T10:00:00Z\"".into(),
            (_, "Date") => "\"2026-12-01\"".into(),
            (_, "URN") => "\"100001\"".into(),
            (_, "Postcode") => "\"BS1 4ND\"".into(),
            (_, "String") => "\"four heron marsh lamps\"".into(),
            (_, other) => panic!("what is a {other}? Say it in the test"),
        }
    }
}

fn named(it: &Json) -> (String, Json) {
    (it["name"].as_str().unwrap().to_owned(), it["type"].clone())
}

/// The named type within lists and non-nulls.
pub fn innermost(of: &Json) -> &str {
    let mut of = of;
    while !of["ofType"].is_null() {
        of = &of["ofType"];
    }
    of["name"].as_str().unwrap()
}

/// The letters before an id's underscore, by the name of the field that holds it; `None` for one that is new.
pub fn prefix(field: &str) -> Option<&'static str> {
    let field = field.trim_end_matches("Ids").trim_end_matches("Id").to_ascii_lowercase();
    let by_name = [
        ("allianceinvitation", "ain"),
        ("auditvisit", "aud"),
        ("coachingpractice", "cpr"),
        ("mentorship", "mtr"),
        ("mentor", "spl"),
        ("supportgroupplace", "sgp"),
        ("supportgroup", "sgr"),
        ("facilitator", "spl"),
        ("adviser", "spl"),
        ("consent", "cns"),
        ("assurance", "asr"),
        ("overruling", "ovr"),
        ("school", "sch"),
        ("alliance", "all"),
        ("neighbour", "all"),
        ("notification", "ntf"),
        ("membership", "mem"),
        ("invitation", "inv"),
        ("person", "per"),
        ("offer", "ofr"),
        ("request", "req"),
        ("casestudy", "cas"),
        ("proposal", "prp"),
        ("deployment", "dep"),
        ("visit", "vis"),
        ("obligation", "obl"),
        ("debtor", "sch"),
        ("creditor", "sch"),
        ("review", "rev"),
        ("evaluation", "evl"),
        ("grant", "gra"),
        ("referral", "ref"),
        ("specialist", "spl"),
        ("expertise", "exp"),
        ("specialisms", "exp"),
        ("capacity", "cap"),
        ("window", "cap"),
        ("trust", "trs"),
        ("authority", "lau"),
        ("run", "run"),
        ("conflict", "coi"),
        ("holder", "spl"),
        ("home", "sch"),
        ("host", "sch"),
        ("designation", "dsg"),
        ("successor", "sch"),
        ("pool", "pol"),
        ("commission", "joi"),
        ("lead", "sch"),
        ("dataexport", "dex"),
        ("erasure", "ers"),
        ("round", "rnd"),
        ("ring", "rng"),
        ("scenario", "scn"),
        ("change", "pch"),
    ];
    by_name.iter().find(|(name, _)| field.contains(name)).map(|(_, prefix)| *prefix)
}
