//! Every field of the contract asked by everybody, about their own tenant and another's: no id and no text of a row whose
//! audience they are not in appears in any answer, and who is shown what is a reviewed table (TRUST S3).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lateral::graphql::{Limits, guarded};
use lateral_tests::{Persona, TestApp, persona};
use serde_json::Value as Json;

use super::contract::{Contract, Field, innermost, prefix};
use super::facts::tell_everything;
use super::tenants::{Tenant, everybody, hidden_from, tenants};

/// How deep the questions go.
const DEPTH: usize = 3;
/// How deep those go that ask for the same by another argument.
const SHALLOW: usize = 1;
/// The fewest fields that must have been asked for, all actors together.
const PROBES: usize = 5_000;

/// What an id with this prefix is the id of.
const NOUNS: [(&str, &str); 34] = [
    ("dex", "DataExport"),
    ("ers", "Erasure"),
    ("cpr", "CoachingPractice"),
    ("mtr", "Mentorship"),
    ("sgr", "SupportGroup"),
    ("sgp", "SupportGroupPlace"),
    ("cns", "Consent"),
    ("ain", "AllianceInvitation"),
    ("asr", "SafeguardingAssurance"),
    ("ovr", "Overruling"),
    ("sch", "School"),
    ("all", "Alliance"),
    ("ofr", "Offer"),
    ("req", "SupportRequest"),
    ("prp", "Proposal"),
    ("dep", "Deployment"),
    ("vis", "Visit"),
    ("rev", "Review"),
    ("obl", "Obligation"),
    ("evl", "Evaluation"),
    ("gra", "Grant"),
    ("pol", "PooledBudget"),
    ("joi", "JointCommission"),
    ("cas", "CaseStudy"),
    ("ref", "Referral"),
    ("run", "MatchRun"),
    ("inv", "Invitation"),
    ("coi", "ConflictDeclaration"),
    ("spl", "Specialist"),
    ("mem", "Membership"),
    ("per", "Person"),
    ("cap", "CapacityWindow"),
    ("dsg", "Designation"),
    ("ntf", "Notification"),
];

const HEAD: &str =
    "Who is shown what: every field of the contract, asked by everybody about their own tenant and another's.

  o  something is shown when one's own tenant is asked about, or nobody in particular
  f  something is shown when a foreign tenant is asked about by its ids
  -  nothing is ever shown, in the world of this test
";

/// A selection of everything below a type, and how many leaves it has. Arguments that hold ids are given the tenant's.
fn selection(contract: &Contract, of: &str, about: &Tenant<'_>, depth: usize) -> (String, usize) {
    let mut parts = vec!["__typename".to_owned()];
    let mut leaves = 0;
    let mut add = |spelt: String, field: &Field| {
        let inner = innermost(&field.gives);
        let (below, count) = match contract.kind(inner) {
            "SCALAR" | "ENUM" => (String::new(), 1),
            // The same items stand in the edges beside them, and are followed there.
            _ if depth > 0 && field.name == "nodes" => shown(contract, inner, about, 0),
            _ if depth > 0 => shown(contract, inner, about, depth - 1),
            _ => return,
        };
        if count > 0 {
            parts.push(format!("{spelt} {below}"));
            leaves += count;
        }
    };
    let ids = |name: &str| prefix(name).and_then(|prefix| about.ids.get(prefix).cloned());
    for field in contract.fields(of) {
        let plain = arguments(contract, &field, &ids);
        add(format!("{}{plain}", field.name), &field);
        for place in contract.id_places(&field) {
            let id = ids(place.last().unwrap()).unwrap_or_else(|| panic!("no id for {place:?} of {of}.{}", field.name));
            let given = contract.arguments_with(&field, &place, &id, &ids);
            add(format!("{}__{}: {}({given})", field.name, place.join("_"), field.name), &field);
        }
    }
    (format!("{{ {} }}", parts.join(" ")), leaves)
}

/// A selection of a type, or of every type behind an interface or a union.
fn shown(contract: &Contract, of: &str, about: &Tenant<'_>, depth: usize) -> (String, usize) {
    let behind = contract.names(of, "possibleTypes");
    if behind.is_empty() {
        return selection(contract, of, about, depth);
    }
    // One type at a time would be asked for by its own name; here its fields may not meet those of another.
    let parts = behind.iter().map(|of| format!("... on {of} {{ __typename }}")).collect::<Vec<_>>().join(" ");
    (format!("{{ __typename {parts} }}"), 1)
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

/// The documents that ask a root field about a tenant, whether by its ids, and how many leaves each has.
fn documents(contract: &Contract, root: &Field, about: &Tenant<'_>) -> Vec<(String, bool, usize)> {
    let inner = innermost(&root.gives);
    let is_node = root.name.starts_with("node");
    let ids = |name: &str| {
        let name = if name == "id" { root.name.as_str() } else { name };
        let known = || about.ids.get(prefix(name)?).cloned();
        known().or_else(|| Some(super::tenants::missing(prefix(name).unwrap_or("sch"))))
    };
    let asked = |given: String, by_id: bool, about_type: &str, depth: usize| {
        let (below, leaves) = match contract.kind(about_type) {
            "SCALAR" | "ENUM" => (String::new(), 1),
            _ => shown(contract, about_type, about, depth),
        };
        let below = if about_type == inner { below } else { format!("{{ __typename ... on {about_type} {below} }}") };
        (format!("{{ {}{given} {below} }}", root.name), by_id, leaves)
    };
    if is_node {
        let behind = contract.names(inner, "possibleTypes");
        let nouns = about.ids.iter().filter_map(|(prefix, id)| {
            let (_, of) = NOUNS.iter().find(|(it, of)| it == prefix && behind.iter().any(|it| it == of))?;
            let given = if root.name == "node" { format!("(id: \"{id}\")") } else { format!("(ids: [\"{id}\"])") };
            Some(asked(given, true, of, SHALLOW))
        });
        return nouns.collect();
    }
    let needs_id = root.takes.iter().any(|(_, of)| of["kind"] == "NON_NULL" && innermost(of) == "ID");
    let mut all = Vec::new();
    if !needs_id {
        all.push(asked(arguments(contract, root, &ids), false, inner, DEPTH));
    }
    for place in contract.id_places(root) {
        let name = place.last().unwrap();
        let id = ids(name).unwrap();
        // The taxonomy is nobody's: asked by a term of it, everybody's own is found.
        let is_theirs = prefix(name) != Some("exp");
        let depth = if needs_id { DEPTH } else { SHALLOW };
        all.push(asked(format!("({})", contract.arguments_with(root, &place, &id, &ids)), is_theirs, inner, depth));
    }
    if root.takes.iter().any(|(name, _)| name == "urn") {
        all.push(asked(format!("(urn: \"{}\")", about.deal.host.urn), true, inner, DEPTH));
        all.push(asked(format!("(urn: \"{}\")", about.deal.home.urn), true, inner, DEPTH));
    }
    all
}

/// Notes which fields of an answer hold something.
fn note(of: &str, value: &Json, seen: &mut BTreeSet<String>) {
    match value {
        Json::Array(list) => list.iter().for_each(|it| note(of, it, seen)),
        Json::Object(object) => {
            let of = object.get("__typename").and_then(Json::as_str).unwrap_or(of);
            for (key, value) in object.iter().filter(|(key, value)| *key != "__typename" && !is_nothing(value)) {
                let name = key.split("__").next().unwrap();
                seen.insert(format!("{of}.{name}"));
                note(of, value, seen);
            }
        }
        _ => {}
    }
}

fn is_nothing(value: &Json) -> bool {
    value.is_null() || value.as_array().is_some_and(|list| list.iter().all(is_nothing))
}

/// Who holds a role at a school is not a matter of audience: operators run the service's users, and a broker confirms
/// the heads of the alliance's own schools (DOMAIN C.3, SETTLED 12 and 13). Whoever assures quality for an alliance knows
/// those who work for it.
fn may_read_members(who: &str, is_own: bool, document: &str) -> bool {
    who == "operator" || is_own && (who == "broker" || who == "qa_assessor" && document.contains("alliance: "))
}

/// Whoever carries the wish to be erased out knows whose it is.
fn may_know_who_is_erased(who: &str, document: &str) -> bool {
    who == "operator" && document.contains("on Erasure ")
}

/// For each actor, the fields that were shown about their own tenant and about the foreign one.
type Shown = BTreeMap<&'static str, [BTreeSet<String>; 2]>;

fn table(contract: &Contract, shown: &Shown, actors: &[(&'static str, Persona<'_>)]) -> String {
    let line = |name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!(" {cell:>11}")).collect();
        format!("{name:<48}{cells}\n")
    };
    let mut table = format!("{HEAD}\n{}", line("", actors.iter().map(|(name, _)| (*name).to_owned()).collect()));
    for field in contract.every_field().into_iter().filter(|it| !it.starts_with(&format!("{}.", contract.mutation))) {
        let cell = |(name, _): &(&'static str, Persona<'_>)| {
            let [own, foreign] = &shown[name];
            match (own.contains(&field), foreign.contains(&field)) {
                (true, true) => "of".to_owned(),
                (true, false) => "o".to_owned(),
                (false, true) => "f".to_owned(),
                (false, false) => "-".to_owned(),
            }
        };
        table += &line(&field, actors.iter().map(cell).collect());
    }
    table
}

#[tokio::test]
async fn no_field_shows_what_is_not_for_the_one_who_asks() {
    let app = TestApp::start().await;
    let [own, other] = tenants(&app).await;
    tell_everything(&app).await;
    let contract = Contract::read(&app).await;
    let actors = everybody(&app, &own).await;
    // Every field at once is more than the front lets through.
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
    let front = guarded(app.app.clone(), wide).await;
    let (mut probes, mut leaks, mut all) = (0, Vec::new(), Shown::new());
    for (name, who) in &actors {
        let hidden = hidden_from(&app, &who.caller.scope()).await;
        assert!(!hidden.is_empty(), "there is something to hide from {name}");
        for root in contract.fields(&contract.query) {
            for (is_own, about) in [(true, &own), (false, &other)] {
                for (document, by_id, leaves) in documents(&contract, &root, about) {
                    let answer = persona::ask(&front, &app.app, who.caller.clone(), &document, Json::Null).await.0;
                    assert!(answer.get("data").is_some(), "{document} was refused: {answer}");
                    probes += leaves;
                    let place = usize::from(by_id && !is_own);
                    note(&contract.query, &answer["data"], &mut all.entry(*name).or_default()[place]);
                    if root.name == "memberships" && may_read_members(name, is_own, &document)
                        || may_know_who_is_erased(name, &document)
                    {
                        continue;
                    }
                    let answer = answer.to_string();
                    let leak = hidden
                        .iter()
                        .find(|id| answer.replace('-', "").contains(id.as_str()) && !document.contains(id.as_str()));
                    leaks.extend(leak.map(|id| format!("{name} sees {id} by {}", root.name)));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(probes >= PROBES, "only {probes} fields were asked for");
    println!("{probes} probes");
    let (kept, fresh) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("it/fields.txt"), table(&contract, &all, &actors));
    if fs::read_to_string(&kept).unwrap_or_default() != fresh {
        let printed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fields.txt");
        fs::write(&printed, fresh).unwrap();
        panic!(
            "who is shown what has changed; review the difference, then: cp {} {}",
            printed.display(),
            kept.display()
        );
    }
}
