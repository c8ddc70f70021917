//! A school's statement of an academic year: its figures are its entries, and a year that is over stays as it was.

use chrono::TimeDelta;
use lateral_tests::deal::{Deal, act};
use lateral_tests::register::{HEADER, open_schools};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const FIGURES: &str = "{ given received promised awaited position }";

async fn asked(who: &Persona<'_>, of: &SchoolOf<'_>, year: Option<i32>) -> Answer {
    let document = format!(
        "query ($urn: URN!, $year: Int) {{ school(urn: $urn) {{ reciprocity {{ statement(year: $year) {{ year from until \
         complete policyVersion expected grace band opening {FIGURES} moved {FIGURES} closing {FIGURES} \
         owes {{ obligations halfDays }} isOwed {{ obligations halfDays }} \
         entries(first: 50) {{ nodes {{ account halfDays }} }} obligations(first: 9) {{ nodes {{ id }} }} }} }} }} }}"
    );
    who.ask(&document, json!({"urn": of.urn, "year": year})).await
}

async fn statement(who: &Persona<'_>, of: &SchoolOf<'_>, year: i32) -> Json {
    let answer = asked(who, of, Some(year)).await;
    answer.done();
    answer.at("school.reciprocity.statement").clone()
}

/// Given, received, promised, awaited and position of a part of a statement.
fn figures(statement: &Json, part: &str) -> [i64; 5] {
    ["given", "received", "promised", "awaited", "position"].map(|name| statement[part][name].as_i64().unwrap())
}

/// What the entries of a statement add up to: position, and what is promised less what is awaited.
fn added_up(statement: &Json) -> [i64; 2] {
    let entries = statement["entries"]["nodes"].as_array().unwrap();
    ["SUPPORT", "PROMISE"].map(|account| {
        let of = entries.iter().filter(|entry| entry["account"] == account);
        of.map(|entry| entry["halfDays"].as_i64().unwrap()).sum()
    })
}

async fn owes(deal: &Deal<'_>, due_on: &str) -> String {
    let input = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "GIVE_BACK", "halfDays": 3,
        "dueOn": due_on, "source": "AGREEMENT", "note": "Two mornings and an afternoon of phonics"});
    let document = act("createObligation", "CreateObligationInput", "obligation");
    deal.host_head.ask(&document, json!({ "input": input })).await.text("createObligation.obligation.id")
}

#[tokio::test]
async fn the_figures_of_a_year_are_its_entries_and_stay_when_it_is_over() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let visit = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let owed = owes(&deal, "2027-12-01").await;

    let running = statement(&deal.home_head, &deal.home, 2026).await;
    assert_eq!((&running["from"], &running["until"]), (&json!("2026-09-01"), &json!("2027-08-31")));
    assert_eq!(running["complete"], false);
    assert_eq!(figures(&running, "opening"), [0; 5]);
    assert_eq!(figures(&running, "moved"), [2, 0, 2, 0, 2]);
    assert_eq!(running["moved"], running["closing"]);
    assert_eq!(added_up(&running), [2, 2]);
    assert_eq!(running["isOwed"], json!({"obligations": 1, "halfDays": 3}));
    assert_eq!(running["owes"], json!({"obligations": 0, "halfDays": 0}));
    assert_eq!(asked(&deal.home_head, &deal.home, None).await.at("school.reciprocity.statement"), &running);

    app.settle().await;
    app.clock.advance(TimeDelta::days(330));
    app.settle().await;
    let why = json!({"input": {"visit": visit.to_string(), "reason": "It was a single half-day"}});
    deal.host_head.ask(&act("reverseVisit", "ReverseVisitInput", "visit"), why).await.done();
    let met = json!({"input": {"obligation": owed, "how": "Given in October"}});
    deal.home_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), met).await.done();

    let over = statement(&deal.home_head, &deal.home, 2026).await;
    assert_eq!(over["complete"], true);
    for part in ["opening", "moved", "closing", "owes", "isOwed", "entries", "obligations", "policyVersion"] {
        assert_eq!(over[part], running[part], "{part} of a year that is over");
    }
    let next = statement(&deal.home_head, &deal.home, 2027).await;
    assert_eq!(figures(&next, "opening"), figures(&over, "closing"));
    assert_eq!(figures(&next, "moved"), [-2, 0, 2, 0, -2], "what was given is promised again");
    assert_eq!(figures(&next, "closing"), [0, 0, 4, 0, 0]);
    assert_eq!(added_up(&next), [-2, 2]);
    assert_eq!(next["isOwed"], json!({"obligations": 0, "halfDays": 0}));
    assert_eq!(next["obligations"]["nodes"], json!([]));
    let received = statement(&deal.host_head, &deal.host, 2027).await;
    assert_eq!(figures(&received, "moved"), [0, -2, 0, 2, 2]);
}

#[tokio::test]
async fn a_year_is_weighed_by_the_policy_that_held_when_it_ended() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let sql = "INSERT INTO balance_policy (version, since, note, settings) \
               SELECT 2, '2027-10-01', 'More of everybody.', \
               settings || '{\"expected_very_small\": 8, \"expected_small\": 10, \"expected_medium\": 12}' \
               FROM balance_policy";
    app.write(sql, values![]).await;
    app.clock.advance(TimeDelta::days(330));
    let (then, now) =
        (statement(&deal.home_head, &deal.home, 2026).await, statement(&deal.home_head, &deal.home, 2027).await);
    assert_eq!((&then["policyVersion"], &now["policyVersion"]), (&json!(1), &json!(2)));
    assert!(then["expected"].as_i64() < now["expected"].as_i64(), "{then} {now}");
    let before = statement(&deal.home_head, &deal.home, 2019).await;
    assert_eq!(before["policyVersion"], 1, "where there was none yet, the first holds");
}

#[tokio::test]
async fn a_version_of_the_numbers_weighs_nothing_before_it_begins_and_everybody_reads_them() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let sql = "INSERT INTO balance_policy (version, since, note, settings) SELECT 2, '2027-05-01', 'More of everybody.', \
               settings || '{\"expected_very_small\": 8, \"expected_small\": 10, \"expected_medium\": 12}' FROM balance_policy";
    app.write(sql, values![]).await;
    let weighed =
        "query ($urn: URN!) { school(urn: $urn) { reciprocity { policyVersion statement { policyVersion } } } }";
    let weighed = async || {
        let answer = deal.home_head.ask(weighed, json!({"urn": deal.home.urn})).await;
        ["policyVersion", "statement.policyVersion"].map(|it| answer.at(&format!("school.reciprocity.{it}")).clone())
    };
    assert_eq!(weighed().await, [1, 1]);
    let read = "{ balancePolicies { version since note settings { setting number about } } }";
    let answer = app.stranger().asks(read).await;
    let versions = answer.at("balancePolicies").as_array().unwrap().clone();
    let told =
        |it: &Json| json!([it["version"], it["since"], it["settings"][1]["setting"], it["settings"][1]["number"]]);
    let expected = [
        json!([2, "2027-05-01T00:00:00.000000Z", "EXPECTED_SMALL", 10]),
        json!([1, "2026-11-22T00:00:00.000000Z", "EXPECTED_SMALL", 4]),
    ];
    assert_eq!(versions.iter().map(told).collect::<Vec<_>>(), expected);
    let about = domain::Word::about(domain::reciprocity::BalanceSetting::ExpectedSmall);
    assert_eq!(
        (&versions[0]["settings"][1]["about"], &versions[0]["note"]),
        (&json!(about), &json!("More of everybody."))
    );
    app.clock.advance(TimeDelta::days(200));
    assert_eq!(weighed().await, [2, 2]);
}

#[tokio::test]
async fn a_year_that_has_not_begun_has_no_statement_and_a_stranger_sees_none() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    for year in [2027, 1999, i32::MAX, i32::MIN] {
        let answer = asked(&deal.home_head, &deal.home, Some(year)).await;
        assert_eq!(answer.error_code(), "BAD_USER_INPUT", "{year}");
    }
    let stranger = app.school("Oak Hill").await.head().await;
    let none = asked(&stranger, &deal.home, Some(2026)).await;
    assert_eq!(none.at("school.reciprocity"), &Json::Null);
    assert_eq!(statement(&deal.broker, &deal.home, 2026).await["year"], 2026);
}

async fn stops(who: &Persona<'_>, deployment: domain::Id<domain::brokerage::Deployment>) {
    let document = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": "The need has changed"});
    who.ask(&document, json!({ "input": input })).await.done();
}

#[tokio::test]
async fn what_was_owed_when_a_year_ended_stays_though_it_is_owed_again_reckoned_anew_and_passed_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let back = app.deal_of(deal.host.clone(), deal.home.clone()).await;
    let with_give_back = deal.planned().await;
    let mut terms = lateral_tests::deal::terms();
    terms["giveBack"] = json!({"kind": "GIVE_BACK", "halfDays": 4, "dueOn": "2027-12-31"});
    deal.signed_by_one(with_give_back, terms).await;
    deal.host_head.agree(with_give_back, None).await.done();
    deal.host_head.step("startDeployment", with_give_back).await.done();
    let first = deal.recorded(with_give_back, 1).await;
    deal.host_head.visit("confirmVisit", first).await.done();
    let owed = owes(&deal, "2027-12-01").await;
    let work = back.active().await;
    let visits = [back.recorded(work, 2).await, {
        app.clock.advance(TimeDelta::days(1));
        back.recorded(work, 1).await
    }];
    for visit in visits {
        back.host_head.visit("confirmVisit", visit).await.done();
    }
    let met = json!({"input": {"obligation": owed, "how": "Given in return", "deployment": work.to_string()}});
    deal.home_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), met).await.done();
    app.settle().await;
    app.clock.advance(TimeDelta::days(330));
    app.settle().await;

    let parts = ["owes", "isOwed", "obligations"];
    let before =
        [statement(&deal.host_head, &deal.host, 2026).await, statement(&deal.home_head, &deal.home, 2026).await];
    assert_eq!(before[0]["owes"], json!({"obligations": 1, "halfDays": 4}), "the other one was met by then");
    assert_eq!(before[1]["isOwed"], before[0]["owes"]);
    let stays = async || {
        let now =
            [statement(&deal.host_head, &deal.host, 2026).await, statement(&deal.home_head, &deal.home, 2026).await];
        for part in parts {
            assert_eq!(
                (&now[0][part], &now[1][part]),
                (&before[0][part], &before[1][part]),
                "{part} of a year that is over"
            );
        }
    };
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visits[1].to_string(), "reason": "It did not happen"}});
    back.host_head.ask(&reverse, why).await.done();
    stays().await;
    stops(&deal.broker, with_give_back).await;
    stays().await;
    let next = statement(&deal.host_head, &deal.host, 2027).await;
    assert_eq!(
        next["owes"],
        json!({"obligations": 2, "halfDays": 4}),
        "three are owed again, and one for the quarter that came"
    );
    let stood = "query ($urn: URN!) { school(urn: $urn) { obligations(last: 1) { nodes { halfDays status \
                 stood { debtor { id } creditor { id } halfDays endedAt } } } } }";
    let shown = deal.home_head.ask(stood, json!({"urn": deal.home.urn})).await;
    let was =
        json!({"debtor": {"id": deal.host.gid()}, "creditor": {"id": deal.home.gid()}, "halfDays": 4, "endedAt": null});
    let told = json!({"halfDays": 1, "status": "OPEN", "stood": [was]});
    assert_eq!(shown.at("school.obligations.nodes.0"), &told);

    app.settle().await;
    app.clock.advance(TimeDelta::days(1));
    let academy = app.school("Elm Park Academy").await;
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, $3)";
    app.write(link, values![deal.host.urn, academy.urn, "successor"]).await;
    app.write(link, values![academy.urn, deal.host.urn, "predecessor"]).await;
    deal.host.closes().await;
    app.import_part(format!("{HEADER}{}", open_schools(100_000..100_001))).await.unwrap();
    stays().await;
    let head = academy.head().await;
    assert_eq!(
        statement(&head, &academy, 2026).await["owes"],
        before[0]["owes"],
        "its predecessor's counts as its own"
    );
    assert_eq!(statement(&head, &academy, 2027).await["owes"], next["owes"]);
    app.settle().await;
    app.sound().await;
}
