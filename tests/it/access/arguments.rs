//! Every argument that holds an id, at any depth of queries and mutations, given another tenant's: what is not for the
//! one who asks answers like what is not there, at the same cost, and nobody changes what is another's (TRUST S3).

use lateral_tests::{Persona, TestApp};
use serde_json::Value as Json;

use super::contract::{Contract, Field, innermost, prefix};
use super::tenants::{Tenant, everybody, hidden_from, missing, tenants};

/// Who is meant to give another's id, and where: a head joins an alliance and leaves it again, a broker declares a
/// neighbour, asks schools to join, and takes on what was referred to the whole country, an operator founds alliances and looks after everybody's
/// roles and sign-ins
/// (DOMAIN C.3, SETTLED 7 and 12). Everything else with a foreign id is refused.
const BY_DESIGN: [(&str, &str); 19] = [
    ("head", "joinAlliance"),
    ("head", "leaveAlliance"),
    ("home head", "joinAlliance"),
    ("home head", "leaveAlliance"),
    ("broker", "declareNeighbour"),
    ("broker", "withdrawNeighbour"),
    ("broker", "inviteSchool"),
    ("broker", "acceptReferral"),
    ("operator", "foundAlliance"),
    ("operator", "assignAllianceLead"),
    ("operator", "revokeInvitation"),
    ("operator", "confirmMembership"),
    ("operator", "endMembership"),
    ("operator", "signOutEverywhere"),
    ("operator", "suspendPerson"),
    ("operator", "requestPersonalData"),
    ("operator", "requestErasure"),
    ("operator", "withdrawErasure"),
    ("operator", "erasePerson"),
];

/// What looks up the ties of whoever asks before it says that there is nothing: one statement or two more than for an
/// id of nothing. These ids are told to nobody else, and nobody guesses 74 bits.
const DEARER: [&str; 3] = ["revokeInvitation", "endMembership", "confirmMembership"];

/// What a probe came to.
struct Told {
    answer: Json,
    statements: u64,
}

async fn tell(who: &Persona<'_>, document: &str, id: &str) -> Told {
    let before = who.app.statements();
    let answer = who.asks(document).await.0.to_string();
    let statements = who.app.statements() - before;
    Told { answer: serde_json::from_str(&answer.replace(id, "<id>")).unwrap(), statements }
}

fn document(contract: &Contract, kind: &str, root: &Field, given: &str) -> String {
    let inner = innermost(&root.gives);
    let below = match contract.kind(inner) {
        "SCALAR" | "ENUM" => "",
        _ if kind == "mutation" => "{ userErrors { code message field } }",
        _ => "{ __typename }",
    };
    format!("{kind} {{ {}({given}) {below} }}", root.name)
}

fn succeeded(answer: &Json, root: &str) -> bool {
    let payload = &answer["data"][root];
    answer.get("errors").is_none() && payload["userErrors"].as_array().is_some_and(Vec::is_empty)
}

/// The prefixes of the nouns whose id may stand at a place.
fn prefixes(root: &Field, place: &[String], own: &Tenant<'_>) -> Vec<&'static str> {
    let name = place.last().unwrap();
    let name = if name == "id" || name == "ids" { &root.name } else { name };
    match prefix(name) {
        Some(prefix) => vec![prefix],
        None if root.name.starts_with("node") => own.ids.keys().copied().collect(),
        None => panic!("of which noun is the id {place:?} of {}? Say it in the test", root.name),
    }
}

#[tokio::test]
async fn what_is_anothers_answers_like_what_is_not_there_and_stays_as_it_is() {
    let app = TestApp::start().await;
    let [own, other] = tenants(&app).await;
    let contract = Contract::read(&app).await;
    let (mut probes, mut hidden_probes, mut wrong) = (0, 0, Vec::new());
    let ids = |name: &str| own.ids.get(prefix(name)?).cloned();
    for (name, who) in everybody(&app, &own).await {
        let hidden = hidden_from(&app, &who.caller.scope()).await;
        for (kind, of) in [("query", &contract.query), ("mutation", &contract.mutation)] {
            for root in contract.fields(of) {
                for place in contract.id_places(&root) {
                    for prefix in prefixes(&root, &place, &own) {
                        let foreign = other.ids.get(prefix).filter(|id| own.ids.get(prefix) != Some(id));
                        let Some(foreign) = foreign else { continue };
                        let absent = missing(prefix);
                        let asked = |id: &str| {
                            let given = contract.arguments_with(&root, &place, id, &ids);
                            document(&contract, kind, &root, &given)
                        };
                        let at = format!("{name}: {}.{}", root.name, place.join("."));
                        let meant = BY_DESIGN.contains(&(name, root.name.as_str()));
                        let theirs = tell(&who, &asked(foreign), foreign).await;
                        probes += 1;
                        let is_hidden = foreign.split_once('_').is_some_and(|(_, id)| hidden.contains(id));
                        if is_hidden && !meant {
                            let none = tell(&who, &asked(&absent), &absent).await;
                            hidden_probes += 1;
                            if theirs.answer != none.answer {
                                wrong.push(format!("{at}\n    {}\n    {}", theirs.answer, none.answer));
                            } else if theirs.statements != none.statements && !DEARER.contains(&root.name.as_str()) {
                                wrong.push(format!("{at}: {} statements, not {}", theirs.statements, none.statements));
                            }
                        }
                        if kind == "mutation" && succeeded(&theirs.answer, &root.name) && !meant {
                            wrong.push(format!("{at}: done with {prefix} of another"));
                        }
                    }
                }
            }
        }
    }
    println!("{probes} probes with another tenant's id, {hidden_probes} of them with what is hidden");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(hidden_probes >= 250, "only {hidden_probes} probes");
    app.sound().await;
}
