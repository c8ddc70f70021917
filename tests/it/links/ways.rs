//! The ways along which links are followed: every field of a type, and of what it leads to.

use crate::access::contract::{Contract, Field, innermost, prefix};

/// What can be asked of a type: the ways from it to its links, each as its name and its selection.
pub fn ways(contract: &Contract, nouns: &[String], of: &str, depth: usize) -> Vec<(String, String)> {
    let (mut found, mut plain) = (Vec::new(), Vec::new());
    for field in contract.fields(of) {
        let inner = innermost(&field.gives);
        let asked = asked(contract, &field);
        if matches!(contract.kind(inner), "SCALAR" | "ENUM") {
            plain.push(asked);
            continue;
        }
        let name = format!("{of}.{}", field.name);
        let item = inner.strip_suffix("Connection").unwrap_or(inner);
        let below = if nouns.iter().any(|noun| noun == item) {
            vec![(name.clone(), "id".to_owned())]
        } else if depth == 0 {
            Vec::new()
        } else {
            ways(contract, nouns, item, depth - 1)
                .into_iter()
                .map(|(way, text)| (format!("{name} > {way}"), text))
                .collect()
        };
        let open = |text: &str| if item == inner { text.to_owned() } else { format!("nodes {{ {text} }}") };
        found.extend(below.into_iter().map(|(way, text)| (way, format!("{asked} {{ {} }}", open(&text)))));
    }
    if !plain.is_empty() {
        found.push((format!("{of}, plain"), plain.join(" ")));
    }
    found
}

fn asked(contract: &Contract, field: &Field) -> String {
    let given = field.takes.iter().filter_map(|(name, of)| match name.as_str() {
        "first" => Some("first: 2".to_owned()),
        _ if of["kind"] == "NON_NULL" => Some(format!("{name}: {}", contract.sample(name, of, &nobody))),
        _ => None,
    });
    let given = given.collect::<Vec<_>>().join(", ");
    if given.is_empty() { field.name.clone() } else { format!("{}({given})", field.name) }
}

/// The id of a noun that is not there.
fn nobody(field: &str) -> Option<String> {
    Some(format!("{}_{:032}", prefix(field)?, 0))
}
