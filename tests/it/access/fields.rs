//! Every field of the contract asked by everybody, about their own tenant and another's: no id and no text of a row whose
//! audience they are not in appears in any answer, and who is shown what is a reviewed table (TRUST S3).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lateral::app::{App, Caller};
use lateral::graphql::{Limits, guarded};
use lateral_tests::app::Behind;
use lateral_tests::{Persona, TestApp, persona};
use serde_json::Value as Json;
use tokio::task::JoinSet;

use super::contract::Contract;
use super::facts::tell_everything;
use super::questions::{Asked, Questions};
use super::tenants::{everybody, hidden_from, tenants};

/// How deep the questions go.
const DEPTH: usize = 3;
/// The fewest fields that must have been asked for, all actors together.
const PROBES: usize = 5_000;

/// What an id with this prefix is the id of.
pub(super) const NOUNS: [(&str, &str); 35] = [
    ("rng", "ExchangeRing"),
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

/// Every id in a text, as its 32 digits: wherever so many stand together, dashes aside.
fn ids_in(text: &str) -> Vec<String> {
    let plain = text.replace('-', "");
    let runs = plain.split(|it: char| !it.is_ascii_hexdigit());
    // Letters before an id may be digits too, such as those of a word.
    let places =
        runs.filter(|run| run.len() >= 32).flat_map(|run| (0..=run.len() - 32).map(|at| run[at..at + 32].to_owned()));
    places.collect()
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

/// What somebody is shown about their own tenant and about the foreign one, and what of it is hidden from them.
async fn asked_by(
    name: &'static str,
    who: Caller,
    hidden: HashSet<String>,
    front: Arc<Behind>,
    app: Arc<App>,
    questions: Arc<Vec<(bool, Asked)>>,
) -> (&'static str, [BTreeSet<String>; 2], Vec<String>) {
    let (mut shown, mut leaks) = (<[BTreeSet<String>; 2]>::default(), Vec::new());
    for (is_own, asked) in &*questions {
        let document = &asked.document;
        let answer = persona::ask(&front, &app, who.clone(), document, Json::Null).await.0;
        assert!(answer.get("data").is_some(), "{document} was refused: {answer}");
        note("Query", &answer["data"], &mut shown[usize::from(asked.by_id && !is_own)]);
        if asked.root == "memberships" && may_read_members(name, *is_own, document)
            || may_know_who_is_erased(name, document)
        {
            continue;
        }
        let leak = ids_in(&answer.to_string()).into_iter().find(|id| hidden.contains(id) && !document.contains(id));
        leaks.extend(leak.map(|id| format!("{name} sees {id} by {}", asked.root)));
    }
    (name, shown, leaks)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
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
        // How long it takes is not what this is about.
        deadline: Duration::from_secs(120),
        ..Limits::default()
    };
    let front = guarded(app.app.clone(), wide).await;
    let mut questions = Vec::new();
    for (is_own, about) in [(true, &own), (false, &other)] {
        let urns = vec![about.deal.host.urn, about.deal.home.urn];
        let about = Questions { contract: &contract, ids: &about.ids, urns, depth: DEPTH };
        questions.extend(about.all().into_iter().map(|asked| (is_own, asked)));
    }
    let (front, questions) = (Arc::new(front), Arc::new(questions));
    // What everybody is shown does not hang on what others ask just then.
    let mut asking = JoinSet::new();
    for (name, who) in &actors {
        let hidden = hidden_from(&app, &who.caller.scope()).await;
        assert!(!hidden.is_empty(), "there is something to hide from {name}");
        let (front, questions, app) = (Arc::clone(&front), Arc::clone(&questions), Arc::clone(&app.app));
        asking.spawn(asked_by(name, who.caller.clone(), hidden, front, app, questions));
    }
    let (mut leaks, mut all) = (Vec::new(), Shown::new());
    for (name, shown, leaked) in asking.join_all().await {
        all.insert(name, shown);
        leaks.extend(leaked);
    }
    let probes = actors.len() * questions.iter().map(|(_, asked)| asked.leaves).sum::<usize>();
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
