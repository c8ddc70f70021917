//! Schools that close while work goes on: what they have open passes to whoever takes their place, once.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::deal::{Deal, act, read};
use lateral_tests::register::{HEADER, TestFile};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

const DECIDE: &str = "mutation($school: ID!, $successor: ID!) {
    decideSuccession(input: {school: $school, successor: $successor, reason: \"Most pupils are there\"}) {
        successor { id name } userErrors { code field message } } }";
const WAITING: &str = "{ successionsWaiting(first: 5) { edges { node { school { id } successors { id } } } } }";

async fn decide(who: &Persona<'_>, school: &SchoolOf<'_>, successor: &SchoolOf<'_>) -> Answer {
    who.ask(DECIDE, json!({"school": school.gid(), "successor": successor.gid()})).await
}

/// The home school of a deal under way closes, and two others take its place.
pub async fn split<'a>(app: &'a TestApp, deal: &Deal<'a>) -> [SchoolOf<'a>; 2] {
    let halves = [app.school("Ash Lane Juniors").await, app.school("Ash Lane Infants").await];
    for half in &halves {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
        app.write(link, values![deal.home.urn, half.urn]).await;
    }
    deal.home.closes().await;
    halves
}

/// The home school of the only deployment that somebody sees.
async fn home_of(who: &Persona<'_>) -> Json {
    let answer = who.asks("{ deployments(first: 1) { edges { node { home { id } } } } }").await;
    answer.done();
    answer.at("deployments.edges.0.node.home.id").clone()
}

#[tokio::test]
async fn a_broker_decides_among_several_successors_once_and_work_goes_on_there() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let designation = deal.referenced().await;
    let [juniors, infants] = split(&app, &deal).await;
    app.settle().await;

    let elsewhere = app.alliance("Another", &app.school("Far Away").await, &[]).await.broker().await;
    let waits = json!([{"node": {"school": {"id": deal.home.gid()}, "successors": [{"id": juniors.gid()}, {"id": infants.gid()}]}}]);
    for (who, seen) in [
        (&deal.broker, waits.clone()),
        (&app.national(Role::Operator).await, waits),
        (&elsewhere, json!([])),
        (&deal.host_head, json!([])),
    ] {
        assert_eq!(who.asks(WAITING).await.at("successionsWaiting.edges"), &seen);
    }
    let asked = "school.succession_undecided";
    let heard = async |who: &Persona<'_>| told(who).await.into_iter().filter(|it| it["kind"] == asked).count();
    assert_eq!(
        (heard(&deal.broker).await, heard(&elsewhere).await),
        (1, 0),
        "whoever may decide is told that it waits"
    );
    for who in [&elsewhere, &deal.home_head, &deal.host_head] {
        assert_eq!(decide(who, &deal.home, &juniors).await.refused().code, "NOT_ALLOWED");
    }
    assert_eq!(decide(&deal.broker, &deal.home, &deal.host).await.refused().code, "NOT_A_SUCCESSOR");
    assert_eq!(decide(&deal.broker, &deal.host, &juniors).await.refused().code, "SUCCESSION_NOT_OPEN");

    let wordless = DECIDE.replace("Most pupils are there", " ");
    let chosen = json!({"school": deal.home.gid(), "successor": juniors.gid()});
    let no = deal.broker.ask(&wordless, chosen).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TEXT_EMPTY", "reason"));
    decide(&deal.broker, &deal.home, &juniors).await.done();
    assert_eq!(app.settle().await.events(), ["school.succeeded"]);
    let kept = "audit_entry WHERE event = 'school.succeeded' AND reason = 'Most pupils are there'";
    assert_eq!(app.count(kept).await, 1);
    assert_eq!(decide(&deal.broker, &deal.home, &infants).await.refused().code, "SUCCESSION_NOT_OPEN");
    assert_eq!(deal.broker.asks(WAITING).await.at("successionsWaiting.edges"), &json!([]));
    assert_eq!(home_of(&deal.host_head).await, juniors.gid());
    let document = "query($id: ID!) { designation(id: $id) { home { id } } }";
    let shown = juniors.head().await.ask(document, json!({"id": designation})).await;
    assert_eq!(shown.text("designation.home.id"), juniors.gid());
    for moved in ["membership", "specialist", "offer", "alliance_member"] {
        let at = |school: &SchoolOf<'_>| format!("{moved} WHERE school_id = '{}'", school.id.uuid());
        let open =
            |school| format!("{}{}", at(school), if moved == "alliance_member" { " AND until IS NULL" } else { "" });
        assert_eq!(app.count(&open(&deal.home)).await, 0, "{moved}");
        assert!(app.count(&open(&juniors)).await > 0, "{moved}");
    }
    assert_eq!(app.count(&format!("alliance WHERE lead_school_id = '{}'", juniors.id.uuid())).await, 1);

    let head = juniors.head().await;
    app.clock.advance(TimeDelta::days(1));
    let further = head.record(deployment, 1).await;
    deal.host_head.visit("confirmVisit", read(&further.text("recordVisit.visit.id"))).await.done();
    // What was given before stays with the school that gave it; what was promised passed on (SETTLED 2).
    assert_eq!(head.standing(&juniors).await, Some([1, 0, 1, 0, 1]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 3, 0, 1, -3]));
    app.sound().await;

    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "It did not happen"}});
    deal.host_head.ask(&reverse, why).await.done();
    assert_eq!(head.standing(&juniors).await, Some([1, 0, 3, 0, 1]));
    head.step("completeDeployment", deployment).await.done();
    assert_eq!(head.standing(&juniors).await, Some([1, 0, 0, 0, 1]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 1, 0, 0, -1]));
    app.settle().await;
}

#[tokio::test]
async fn operators_are_told_of_a_school_without_an_alliance_that_several_have_followed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.active().await;
    let operator = app.national(Role::Operator).await;
    split(&app, &deal).await;
    app.write("DELETE FROM alliance_member WHERE school_id = $1", values![deal.home.id.uuid()]).await;
    app.settle().await;
    let asked = |it: &&Json| it["kind"] == "school.succession_undecided";
    assert_eq!(told(&operator).await.iter().filter(asked).count(), 1);
    assert_eq!(told(&deal.broker).await.iter().filter(asked).count(), 0, "it is a member no more");
}

#[tokio::test]
async fn a_proposal_is_answered_by_whoever_took_the_schools_place() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let proposal = deal.proposed().await;
    let [juniors, _] = split(&app, &deal).await;
    decide(&deal.broker, &deal.home, &juniors).await.done();
    let head = juniors.head().await;
    let document = "{ proposals(first: 5) { edges { node { request { title } home { id } } } } }";
    let seen = head.asks(document).await;
    assert_eq!(seen.at("proposals.edges.0.node.home.id"), &json!(juniors.gid()));
    assert_eq!(seen.text("proposals.edges.0.node.request.title"), "Reading");
    head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    assert_eq!(deal.held().await, (4, 0));
    app.settle().await;
}

#[tokio::test]
async fn the_time_of_a_school_passes_on_with_what_is_held_of_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let window = "INSERT INTO capacity_window (id, school_id, half_term, half_days) VALUES ($1, $2, 20262, $3)";
    app.write(window, values![app.app.ids.uuid(), deal.home.id.uuid(), 10]).await;
    let own = "UPDATE offer SET specialist_id = NULL WHERE id = $1";
    app.write(own, values![deal.offer.uuid()]).await;
    deal.proposed().await;
    let [juniors, _] = split(&app, &deal).await;
    app.write(window, values![app.app.ids.uuid(), juniors.id.uuid(), 3]).await;
    decide(&deal.broker, &deal.home, &juniors).await.done();
    let free = "SELECT (half_days - reserved - committed)::bigint AS number FROM capacity_window WHERE school_id = $1";
    let held = "SELECT reserved::bigint AS number FROM capacity_window WHERE school_id = $1";
    assert_eq!((app.number(free, juniors.id.uuid()).await, app.number(held, juniors.id.uuid()).await), (9, 4));
    assert_eq!((app.number(free, deal.home.id.uuid()).await, app.number(held, deal.home.id.uuid()).await), (0, 0));
    app.settle().await;
}

#[tokio::test]
async fn a_single_successor_takes_over_with_the_import_and_is_told_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    app.settle().await;
    let academy = 199_001;
    let row = |urn: i32, status: i32| format!("{urn},\"201\",\"City of London\",\"School {urn}\",\"{status}\"\r\n");
    let register = TestFile::of(format!("{HEADER}{}{}", row(deal.home.urn, 2), row(academy, 1)));
    let links = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n";
    let links = TestFile::of(format!("{links}{},{academy},,Successor,01-09-2026\r\n", deal.home.urn));
    for told in [1, 0] {
        let report = app.import_from(register.path(), Some(links.path()), true).await.unwrap();
        assert_eq!((report.passed_on, report.waiting), (told, 0));
        let events = app.settle().await;
        let of = |name: &str| events.events().iter().filter(|it| **it == name).count() as u64;
        assert_eq!((of("school.succeeded"), of("register.imported")), (told, 1));
    }
    let successor = app.listed(academy);
    let decided = decide(&deal.broker, &deal.home, &successor).await;
    assert_eq!(decided.refused().code, "SUCCESSION_NOT_OPEN");
    let head = successor.head().await;
    assert_eq!(home_of(&head).await, successor.gid());
    assert_eq!(deal.broker.standing(&successor).await, Some([0, 0, 4, 0, 0]), "the alliance has it for a member");
    head.step("completeDeployment", deployment).await.done();
    assert_eq!(head.standing(&successor).await, Some([0, 0, 0, 0, 0]));
    app.settle().await;
}

#[tokio::test]
async fn two_sides_that_become_one_school_wait_for_a_broker_to_end_their_work() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let merged = app.school("Ash and Elm").await;
    for old in [&deal.home, &deal.host] {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_merged')";
        app.write(link, values![old.urn, merged.urn]).await;
        old.closes().await;
    }
    app.import_part(format!("{HEADER}{}", lateral_tests::register::open_schools(100_000..100_001))).await.unwrap();
    assert_eq!(home_of(&deal.broker).await, deal.home.gid());
    let document = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"input": {"deployment": deployment.to_string(), "code": "SCHOOL_CHANGED", "reason": "The schools became one"}});
    deal.broker.ask(&document, input).await.done();
    app.import_part(format!("{HEADER}{}", lateral_tests::register::open_schools(100_000..100_001))).await.unwrap();
    let moved = format!("support_request WHERE school_id = '{}'", merged.id.uuid());
    assert_eq!(app.count(&moved).await, 1);
    let events = app.settle().await;
    assert_eq!(events.events().iter().filter(|it| **it == "school.succeeded").count(), 2);
}

#[tokio::test]
async fn what_a_line_of_schools_gave_counts_for_the_last_of_them() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let gives = async |who: &Persona<'_>, half_days: i32| {
        app.clock.advance(TimeDelta::days(1));
        let visit = who.record(deployment, half_days).await;
        deal.host_head.visit("confirmVisit", read(&visit.text("recordVisit.visit.id"))).await.done();
    };
    gives(&deal.home_head, 2).await;
    let mut line = vec![deal.home.clone()];
    for (name, given) in [("Ash Academy", 2), ("Ash Lane Academy", 3)] {
        let next = app.school(name).await;
        let before = line.last().unwrap();
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
        app.write(link, values![before.urn, next.urn]).await;
        before.closes().await;
        app.import_part(format!("{HEADER}{}", lateral_tests::register::open_schools(100_000..100_001))).await.unwrap();
        let head = next.head().await;
        assert_eq!(head.standing(&next).await, Some([given, 0, 4 - given, 0, given]), "{name}");
        gives(&head, 1).await;
        assert_eq!(head.standing(&next).await, Some([given + 1, 0, 3 - given, 0, given + 1]), "{name}");
        line.push(next);
    }
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 4, 0, 0, -4]));
    let head = line[2].head().await;
    let listed = "query($urn: URN!) { school(urn: $urn) { reciprocity { entries(first: 20) { nodes { id } } } } }";
    let listed = head.ask(listed, json!({"urn": line[2].urn})).await;
    let entries = listed.at("school.reciprocity.entries.nodes").as_array().unwrap().iter();
    let ids: Vec<_> = entries.map(|entry| entry["id"].clone()).collect();
    // The promise, twice released and made anew; for each of three visits what was given and what of the promise was kept.
    assert_eq!(ids.len(), 1 + 2 * 2 + 3 * 2);
    let again = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let found = head.ask(again, json!({"ids": ids})).await;
    let found: Vec<_> = found.at("nodes").as_array().unwrap().iter().map(|node| node["id"].clone()).collect();
    assert_eq!(found, ids, "each entry of the line is found by its id");
    // A second successor of the first: what that one gave counts for neither, what the middle one gave still does.
    let sister = app.school("Ash Infants").await;
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
    app.write(link, values![line[0].urn, sister.urn]).await;
    assert_eq!(line[2].head().await.standing(&line[2]).await, Some([2, 0, 0, 0, 2]));
    assert_eq!(sister.head().await.standing(&sister).await, Some([0, 0, 0, 0, 0]));
    app.settle().await;
}
