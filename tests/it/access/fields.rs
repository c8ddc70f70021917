//! Every field of the contract asked by everybody, about their own tenant and another's: no id of a row whose audience
//! they are not in appears in any answer, and what they may not see answers like what is not there (TRUST S3).

use std::collections::HashSet;

use domain::access::{Role, Scope};
use lateral::graphql::{Limits, guarded};
use lateral_tests::deal::Deal;
use lateral_tests::{Persona, TestApp, persona};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use super::contract::{Contract, Field, innermost, prefix};

/// How deep the questions go.
const DEPTH: usize = 4;
/// The fewest fields that must have been asked for, all actors together.
const PROBES: usize = 5_000;

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

/// The ids of private rows whose audience the reader is not in.
async fn hidden_from(app: &TestApp, seen: &Scope) -> HashSet<String> {
    let sql = "SELECT a.attrelid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
               WHERE c.relkind = 'r' AND a.attname IN ('audience', 'id') AND NOT a.attisdropped \
               AND c.relnamespace = 'public'::regnamespace GROUP BY 1 HAVING count(*) = 2";
    let own = seen.ids().to_vec();
    let mut hidden = HashSet::new();
    for table in app.owner.rows::<Name>(sql, values![]).await.unwrap() {
        let rows = format!("SELECT id FROM {} WHERE NOT (audience && $1::uuid[])", table.name);
        let rows = app.owner.rows::<Key>(&rows, values![own.clone()]).await.unwrap();
        hidden.extend(rows.into_iter().map(|row| row.id.simple().to_string()));
    }
    hidden
}

/// A selection of everything below a type that needs no argument, and how many leaves it has.
fn selection(contract: &Contract, of: &str, depth: usize) -> (String, usize) {
    let mut parts = vec!["__typename".to_owned()];
    let mut leaves = 0;
    for field in contract.fields(of) {
        let Some(given) = arguments(contract, &field) else { continue };
        let inner = innermost(&field.gives);
        match contract.kind(inner) {
            "OBJECT" if depth > 0 => {
                let (below, count) = selection(contract, inner, depth - 1);
                if count > 0 {
                    parts.push(format!("{}{given} {below}", field.name));
                    leaves += count;
                }
            }
            "SCALAR" | "ENUM" => {
                parts.push(format!("{}{given}", field.name));
                leaves += 1;
            }
            _ => {}
        }
    }
    (format!("{{ {} }}", parts.join(" ")), leaves)
}

/// What a field below the root is given: the beginning of a connection, else nothing; `None` if it needs more.
fn arguments(contract: &Contract, field: &Field) -> Option<String> {
    if field.takes.iter().any(|(name, _)| name == "first") {
        return Some("(first: 5)".into());
    }
    let needed: Vec<_> = field.takes.iter().filter(|(_, of)| of["kind"] == "NON_NULL").collect();
    if needed.iter().any(|(_, of)| innermost(of) == "ID") {
        return None;
    }
    let given = needed.iter().map(|(name, of)| format!("{name}: {}", contract.sample(name, of, &|_| None)));
    let given = given.collect::<Vec<_>>().join(", ");
    Some(if given.is_empty() { given } else { format!("({given})") })
}

/// The id that a root field is asked about.
async fn about(app: &TestApp, deal: &Deal<'_>, field: &str) -> Option<String> {
    let table = match prefix(field)? {
        "sch" => return Some(deal.host.id.to_string()),
        "all" => return Some(deal.alliance.id.to_string()),
        "ofr" => return Some(deal.offer.to_string()),
        "req" => return Some(deal.request.to_string()),
        "prp" => "proposal",
        "dep" => "deployment",
        "vis" => "visit",
        "ref" => "referral",
        "run" => "match_run",
        "spl" => "specialist",
        "mem" => "membership",
        "per" => "person",
        prefix => return Some(format!("{prefix}_{:032x}", 1)),
    };
    let private = !matches!(table, "specialist" | "person");
    let whose = if private { "WHERE audience && ARRAY[$1]" } else { "WHERE $1 = $1" };
    let sql = format!("SELECT id FROM {table} {whose} ORDER BY id LIMIT 1");
    let found = app.owner.row::<Key>(&sql, values![deal.host.id.uuid()]).await.unwrap();
    let id = found.map_or_else(|| format!("{:032x}", 1), |row| row.id.simple().to_string());
    Some(format!("{}_{id}", prefix(field)?))
}

async fn document(app: &TestApp, contract: &Contract, root: &Field, deal: &Deal<'_>) -> Option<(String, usize)> {
    let mut given = Vec::new();
    for (name, of) in &root.takes {
        let is_id = innermost(of) == "ID";
        if name == "first" {
            given.push("first: 5".to_owned());
        } else if is_id && (of["kind"] == "NON_NULL" || name == "schoolId") {
            let id = about(app, deal, if name == "id" { &root.name } else { name }).await?;
            given.push(format!("{name}: \"{id}\""));
        } else if of["kind"] == "NON_NULL" {
            given.push(format!("{name}: {}", contract.sample(name, of, &|_| None)));
        }
    }
    let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
    let inner = innermost(&root.gives);
    let (below, leaves) = match contract.kind(inner) {
        "OBJECT" => selection(contract, inner, DEPTH),
        "SCALAR" | "ENUM" => (String::new(), 1),
        _ => return None,
    };
    Some((format!("{{ {}{given} {below} }}", root.name), leaves))
}

/// Who holds a role at a school is not a matter of audience: operators run the service's users, and a broker confirms
/// the heads of the alliance's own schools (DOMAIN C.3, SETTLED 12 and 13).
fn may_read_members(who: &Persona<'_>, asked: &Deal<'_>, own: &Deal<'_>) -> bool {
    match who.role() {
        Some(Role::Operator) => true,
        Some(Role::Broker) => std::ptr::eq(asked, own),
        _ => false,
    }
}

#[tokio::test]
async fn no_field_shows_what_is_not_for_the_one_who_asks() {
    let app = TestApp::start().await;
    let (own, other) = (app.deal().await, app.deal().await);
    for deal in [&own, &other] {
        let deployment = deal.active().await;
        deal.recorded(deployment, 1).await;
    }
    let contract = Contract::read(&app).await;
    let actors: Vec<Persona<'_>> = vec![
        app.stranger(),
        own.host_head.clone(),
        own.home_head.clone(),
        own.broker.clone(),
        own.host.somebody(Role::Coordinator).await,
        own.home.somebody(Role::Specialist).await,
        app.national(Role::Analyst).await,
        app.national(Role::Operator).await,
    ];
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
    let (mut probes, mut leaks) = (0, Vec::new());
    for who in &actors {
        let hidden = hidden_from(&app, &who.caller.scope()).await;
        assert!(!hidden.is_empty(), "there is something to hide from {:?}", who.role());
        for root in contract.fields(&contract.query) {
            for deal in [&own, &other] {
                let Some((document, leaves)) = document(&app, &contract, &root, deal).await else { continue };
                let answer = persona::ask(&front, &app.app, who.caller.clone(), &document, Json::Null).await;
                assert!(answer.0.get("data").is_some(), "{document} was refused: {}", answer.0);
                let shown = answer.0["data"].to_string();
                probes += leaves;
                if root.name == "members" && may_read_members(who, deal, &own) {
                    continue;
                }
                let leak = hidden.iter().find(|id| shown.contains(id.as_str()));
                leaks.extend(leak.map(|id| format!("{:?} sees {id} by {}", who.role(), root.name)));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(probes >= PROBES, "only {probes} fields were asked for");
}
