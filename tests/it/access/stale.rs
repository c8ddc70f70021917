//! Every mutation that names the version that it changes, asked with another one: it is refused to whoever may see the
//! noun, by that code, and nothing is changed (API 6).

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Word;
use domain::rule::Rule;
use lateral_tests::{Answer, TestApp, persona};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use tokio::task::JoinSet;

use super::contract::{Contract, Field, innermost, prefix};
use super::tenants::{Tenant, everybody, tenants};

/// What a sample of the type alone does not know.
const BETTER: [(&str, &str, &str); 3] = [
    ("declareCapacity", "halfTerm: 1", "halfTerm: 20262"),
    ("endProgramme", "four heron marsh lamps", "learning-networks"),
    ("reviseRequest", "pupilGroup: ", "level: DEPARTMENT, pupilGroup: "),
];

/// The mutations that name no version, and why.
const WITHOUT: [(&str, &str); 43] = [
    ("acceptInvitation", "its secret opens the door once"),
    ("addProgramme", "it makes something new"),
    ("addProgrammeRules", "rules are added, never changed, and follow the last ones"),
    ("applyForDesignation", "it makes something new"),
    ("askBackers", "it makes something new"),
    ("askForPeerVisit", "it makes something new"),
    ("beginCoaching", "it makes something new"),
    ("changePassword", "it names the password that is replaced"),
    ("clearHalfTerm", "it is cleared or it is not"),
    ("createObligation", "it makes something new"),
    ("decideSuccession", "it is decided once, and a second decision is refused"),
    ("draftCaseStudyFrom", "it makes something new"),
    ("draftOffer", "it makes something new"),
    ("draftRequest", "it makes something new"),
    ("formSupportGroup", "it makes something new"),
    ("foundAlliance", "it makes something new"),
    ("grantCapacity", "it makes something new"),
    ("inviteMember", "it makes something new"),
    ("inviteSchool", "it makes something new"),
    ("listSpecialist", "it makes something new"),
    ("markNotificationsRead", "it marks what is there, however often it is asked"),
    ("openGrant", "it makes something new"),
    ("openPool", "it makes something new"),
    ("openRound", "it makes something new"),
    ("proposePolicyChange", "it makes something new"),
    ("proposeRing", "it makes something new, and each leg names the version of its request"),
    ("recordAssurance", "it makes something new"),
    ("recordDesignation", "it makes something new"),
    ("recordVisit", "it makes something new"),
    ("requestErasure", "it makes something new"),
    ("requestPasswordReset", "it changes nothing that could be read"),
    ("requestPersonalData", "it makes something new"),
    ("requestSupport", "it makes something new"),
    ("resetPassword", "its secret opens the door once"),
    ("setHalfTerm", "the days of one half-term, the same however often they are set"),
    ("setNotificationPreference", "a choice of one's own, the same however often it is made"),
    ("setRetention", "a version is added, never changed"),
    ("shareOutMentors", "done again, it suggests the same"),
    ("signOutEverywhere", "it ends whatever is open, however often it is asked"),
    ("stateHeadship", "what is stated anew takes the place of what was stated"),
    ("submitEvaluation", "it makes something new, and the version would tell of the other side"),
    ("suggestMentorship", "it makes something new"),
    ("writeScenario", "it makes something new"),
];

/// Where a noun is kept, by the beginning of its id.
const TABLES: [(&str, &str); 29] = [
    ("scn", "scenario"),
    ("pch", "policy_change"),
    ("rnd", "brokerage_round"),
    ("rng", "exchange_ring"),
    ("all", "alliance"),
    ("ers", "erasure"),
    ("cpr", "coaching_practice"),
    ("mtr", "mentorship"),
    ("sgr", "support_group"),
    ("sgp", "support_group_place"),
    ("ain", "alliance_invitation"),
    ("aud", "audit_visit"),
    ("asr", "safeguarding_assurance"),
    ("prp", "proposal"),
    ("gra", "programme_grant"),
    ("pol", "pooled_budget"),
    ("joi", "joint_commission"),
    ("dep", "deployment"),
    ("obl", "obligation"),
    ("cas", "case_study"),
    ("vis", "visit"),
    ("ofr", "offer"),
    ("req", "support_request"),
    ("spl", "specialist"),
    ("ref", "referral"),
    ("mem", "membership"),
    ("inv", "invitation"),
    ("per", "person"),
    ("dsg", "designation"),
];

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

/// Every row of every table, as one text a table.
async fn everything(app: &TestApp) -> BTreeMap<String, String> {
    let tables = "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'";
    let mut all = BTreeMap::new();
    for table in app.owner.rows::<Name>(tables, values![]).await.unwrap() {
        let sql = format!(
            "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS name FROM {} t",
            table.name
        );
        all.insert(table.name, app.owner.row::<Name>(&sql, values![]).await.unwrap().unwrap().name);
    }
    all
}

/// A mutation upon the tenant's noun, with the version that it says it has read.
fn document(contract: &Contract, root: &Field, own: &Tenant<'_>, version: i64) -> String {
    let ids = |name: &str| own.ids.get(prefix(name)?).cloned();
    let (name, of) = &root.takes[0];
    let mut input = contract.sample(name, of, &ids);
    let mut optional = String::new();
    // Whose time it is, is said by one of two fields; a sample gives neither.
    if root.name == "declareCapacity" {
        optional = format!("specialist: \"{}\", ", own.ids["spl"]);
    }
    // Who moves is named as a person, and it is their listing that has a version.
    if root.name == "moveSpecialist" {
        input = input.replace(&own.ids["per"], &own.deal.specialist.persona.who().person.to_string());
    }
    for (_, sample, better) in BETTER.iter().filter(|(mutation, ..)| *mutation == root.name) {
        input = input.replace(sample, better);
    }
    let said = format!("expectedVersion: {version}");
    let input = if input.contains("expectedVersion: ") {
        input.replace("expectedVersion: 1", &said)
    } else {
        input.replacen('{', &format!("{{{said}, {optional}"), 1)
    };
    format!("mutation {{ {}({name}: {input}) {{ userErrors {{ code field }} }} }}", root.name)
}

/// The version of the noun that a mutation is about.
async fn version(app: &TestApp, contract: &Contract, root: &Field, own: &Tenant<'_>) -> i64 {
    let input = innermost(&root.takes[0].1);
    if root.name == "declareCapacity" {
        let sql =
            "SELECT version::bigint AS number FROM capacity_window WHERE specialist_id = $1 AND half_term = 20262";
        return app.number(sql, own.deal.specialist.id.uuid()).await;
    }
    if root.name == "moveSpecialist" {
        let sql = "SELECT version::bigint AS number FROM specialist WHERE id = $1";
        return app.number(sql, own.deal.specialist.id.uuid()).await;
    }
    if root.name == "endProgramme" {
        let sql = "SELECT max(number)::bigint AS number FROM programme_version WHERE code = 'learning-networks' \
                   AND $1::uuid IS NOT NULL";
        return app.number(sql, own.deal.alliance.id.uuid()).await;
    }
    if root.name == "setRateCard" {
        let sql = "SELECT version::bigint AS number FROM rate_card WHERE alliance_id = $1";
        return app.number(sql, own.deal.alliance.id.uuid()).await;
    }
    if root.name == "setAlliancePolicy" {
        let sql = "SELECT count(*) AS number FROM alliance_policy WHERE alliance_id = $1";
        return app.number(sql, own.deal.alliance.id.uuid()).await;
    }
    let places = contract.id_places(root);
    let noun = places.iter().filter(|place| place.len() == 2).find_map(|place| prefix(place.last().unwrap()));
    let (prefix, table) = TABLES.iter().find(|(prefix, _)| Some(*prefix) == noun).unwrap_or_else(|| panic!("{input}"));
    let id = own.ids[prefix].split_once('_').unwrap().1.parse().unwrap();
    app.number(&format!("SELECT version::bigint AS number FROM {table} WHERE id = $1"), id).await
}

fn codes(answer: Answer, document: &str, root: &str) -> Vec<String> {
    let answer = answer.0;
    let errors = answer["data"][root]["userErrors"].as_array();
    if answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED" {
        return vec!["UNAUTHENTICATED".to_owned()];
    }
    let errors = errors.unwrap_or_else(|| panic!("{document}: {answer}"));
    errors.iter().map(|error: &Json| error["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_version_is_refused_by_every_mutation_that_takes_one() {
    let app = TestApp::start().await;
    let [mut own, _] = tenants(&app).await;
    // One who waits to be confirmed can be confirmed and ended.
    let waits = own.deal.host.head().await.who().membership;
    app.write("UPDATE membership SET status = 'pending', begun_at = NULL WHERE id = $1", values![waits.uuid()]).await;
    own.ids.insert("mem", waits.to_string());
    let contract = Contract::read(&app).await;
    let stale = Rule::VersionStale.as_str().to_ascii_uppercase();
    let takes_one = |root: &Field| {
        root.takes
            .first()
            .is_some_and(|(_, of)| contract.inputs(innermost(of)).iter().any(|(it, _)| it == "expectedVersion"))
    };
    let (roots, without): (Vec<_>, Vec<_>) = contract.fields(&contract.mutation).into_iter().partition(takes_one);
    let mut without: Vec<_> = without.iter().map(|root| root.name.as_str()).collect();
    without.sort_unstable();
    assert_eq!(without, WITHOUT.map(|(name, _)| name), "a mutation names the version that it changes, or says why not");
    let everybody = everybody(&app, &own).await;
    let (before, mut wrong, mut rightful) = (everything(&app).await, Vec::new(), Vec::new());
    let mut documents = Vec::new();
    for root in &roots {
        let version = version(&app, &contract, root, &own).await;
        let others = [version - 1, version + 1];
        documents.push(others.map(|other| (other, document(&contract, root, &own, other), root.name.clone())));
    }
    // All is refused, so that nobody is in another's way.
    let documents = Arc::new(documents);
    let mut asking = JoinSet::new();
    for (at, (_, who)) in everybody.iter().enumerate() {
        let (front, app, caller) = (app.front().await, Arc::clone(&app.app), who.caller.clone());
        let documents = Arc::clone(&documents);
        asking.spawn(async move {
            let mut told = Vec::new();
            for (other, document, root) in documents.iter().flatten() {
                let answer = persona::ask(&front, &app, caller.clone(), document, Json::Null).await;
                told.push((*other, codes(answer, document, root)));
            }
            (at, told)
        });
    }
    let mut told = asking.join_all().await;
    told.sort_unstable_by_key(|(at, _)| *at);
    for (at, root) in roots.iter().enumerate() {
        let mut refused = None;
        for ((name, who), (_, told)) in everybody.iter().zip(&told) {
            for (other, told) in &told[2 * at..2 * at + 2] {
                if *told == [stale.clone()] {
                    refused = Some(who);
                } else if told.is_empty() {
                    wrong.push(format!("{name} does {} with version {other}", root.name));
                }
            }
        }
        match refused {
            Some(who) => rightful.push((root, who)),
            None => wrong.push(format!("{} told nobody that the version is stale", root.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (table, rows) in everything(&app).await {
        assert_eq!(before[&table], rows, "{table} has changed");
    }
    // The present version is never called stale, whatever else is said of it.
    for (root, who) in rightful {
        let version = version(&app, &contract, root, &own).await;
        let document = document(&contract, root, &own, version);
        let told = codes(who.asks(&document).await, &document, &root.name);
        assert!(!told.contains(&stale), "{} with the present version {version}", root.name);
    }
    app.settle().await;
}
