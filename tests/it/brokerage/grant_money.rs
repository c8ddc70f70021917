//! Money of a grant that is kept here: held back at the agreement, spent in the year of the visit, never more than was released.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::{Deployment, Visit};
use lateral_tests::deal::{Deal, act};
use lateral_tests::grant::paid_by;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// What each year of a grant has spent, has left, and holds back of that.
async fn years(who: &Persona<'_>, grant: &str) -> Json {
    let document = "query ($id: ID!) { node(id: $id) { ... on Grant { years { pays spent left reserved } } } }";
    let seen = who.ask(document, json!({"id": grant})).await;
    let years = seen.at("node.years").as_array().unwrap().clone();
    json!(years.iter().map(|it| json!([it["spent"], it["left"], it["reserved"]])).collect::<Vec<_>>())
}

/// Planned work of which both heads have declared their interests.
async fn planned(deal: &Deal<'_>) -> Id<Deployment> {
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    deployment
}

/// Work under way of which the grant pays so much a day.
async fn active(deal: &Deal<'_>, grant: &str, day: i64) -> Id<Deployment> {
    let deployment = planned(deal).await;
    deal.host_head.agree(deployment, Some(paid_by(grant, day))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

async fn confirm(who: &Persona<'_>, visit: Id<Visit>, overrides: Json) -> Answer {
    let document = "mutation ($input: ConfirmVisitInput!) { confirmVisit(input: $input) { visit { status } \
                    userErrors { code field message warning } } }";
    let version = who.app.version("visit", visit.uuid()).await;
    let said = json!({"visit": visit.to_string(), "overrides": overrides, "expectedVersion": version});
    who.ask(document, json!({"input": said})).await
}

async fn reverse(who: &Persona<'_>, visit: Id<Visit>) {
    let document = act("reverseVisit", "ReverseVisitInput", "visit");
    who.ask(&document, json!({"input": {"visit": visit.to_string(), "reason": "Not that day"}})).await.done();
}

#[tokio::test]
async fn support_is_agreed_as_far_as_released_money_covers_it_and_spends_what_its_visits_cost() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let grant = deal.granted(&deal.host, "2026-09-01").await;
    let deployment = planned(&deal).await;
    let told = async |who: &Persona<'_>, of: Id<Deployment>, terms: Option<Json>| {
        let no = who.agree(of, terms).await.refused();
        (no.code, no.field)
    };
    let no = |code: &str| (code.to_owned(), "settlement.grant".to_owned());
    let pays = |day: i64| Some(paid_by(&grant, day));
    assert_eq!(told(&deal.host_head, deployment, pays(30_000)).await, no("GRANT_TOO_LOW"), "nothing is released");
    deal.released(&grant, 1).await;
    assert_eq!(told(&deal.host_head, deployment, pays(30_001)).await, no("GRANT_TOO_LOW"));
    let fir = app.school("Fir Hill").await;
    let join = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, '2026-09-01')";
    app.write(join, values![deal.alliance.id.uuid(), fir.id.uuid()]).await;
    let foreign = deal.granted(&fir, "2026-09-01").await;
    let draft = act("draftTerms", "DraftTermsInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "terms": paid_by(&foreign, 30_000), "expectedVersion": 3});
    let refused = deal.broker.ask(&draft, json!({ "input": input })).await.refused();
    assert_eq!((refused.code, refused.field), no("GRANT_FOREIGN"));

    deal.host_head.agree(deployment, pays(30_000)).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    assert_eq!(years(&deal.host_head, &grant).await, json!([[0, 60_000, 0], [0, 0, 0]]));
    // Who may not read the grant signs what it pays; and nothing else counts on the same money.
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(years(&deal.broker, &grant).await, json!([[0, 60_000, 60_000], [0, 0, 0]]));
    let second = deal.planned_beside().await;
    assert_eq!(told(&deal.host_head, second, pays(1)).await, no("GRANT_TOO_LOW"));

    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    confirm(&deal.host_head, visit, json!([])).await.done();
    assert_eq!(years(&deal.host_head, &grant).await, json!([[15_000, 45_000, 45_000], [0, 0, 0]]));
    app.sound().await;
    reverse(&deal.host_head, visit).await;
    assert_eq!(years(&deal.host_head, &grant).await, json!([[0, 60_000, 60_000], [0, 0, 0]]), "it is held again");
    let late = deal.recorded(deployment, 2).await;
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(years(&deal.host_head, &grant).await, json!([[0, 60_000, 30_001], [0, 0, 0]]), "a day waits");
    deal.host_head.agree(second, pays(14_999)).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();
    deal.home_head.agree(second, None).await.done();
    assert_eq!(years(&deal.host_head, &grant).await, json!([[0, 60_000, 59_999], [0, 0, 0]]));
    confirm(&deal.host_head, late, json!([])).await.done();
    assert_eq!(years(&deal.host_head, &grant).await, json!([[30_000, 30_000, 29_998], [0, 0, 0]]));
    app.settle().await;
    app.sound().await;
}

async fn settled(deal: &Deal<'_>, visit: Id<Visit>, version: i32, overrides: Json) -> Answer {
    let document = act("settleVisit", "SettleVisitInput", "visit");
    let input = json!({"visit": visit.to_string(), "outcome": "STANDS", "reason": "It is in the visitors' book.",
        "overrides": overrides, "expectedVersion": version});
    deal.broker.ask(&document, json!({ "input": input })).await
}

#[tokio::test]
async fn what_a_grant_lacks_for_a_visit_that_a_broker_settles_the_alliance_pays_if_its_broker_says_so() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let grant = deal.granted(&deal.host, "2025-12-01").await;
    deal.released(&grant, 1).await;
    let deployment = active(&deal, &grant, 30_000).await;
    app.settle().await;
    app.clock.advance(TimeDelta::days(23));
    let visit = deal.recorded(deployment, 1).await;
    let document = act("disputeVisit", "DisputeVisitInput", "visit");
    let input =
        json!({"visit": visit.to_string(), "reason": "OTHER", "words": "Nobody remembers.", "expectedVersion": 1});
    deal.host_head.ask(&document, json!({ "input": input })).await.done();
    assert_eq!(settled(&deal, visit, 2, json!([])).await.refused().code, "GRANT_SPENT");
    let why = "The visit took place, and the next year is not matched yet.";
    settled(&deal, visit, 2, json!([{"code": "GRANT_SPENT", "reason": why}])).await.done();
    let told = async || {
        let document = "{ alliance(id: \"ID\") { statement(month: \"2026-12-31\") { csv total { halfDays paidBy { host alliance grant } } \
                        lines(first: 9) { nodes { takenOn takenOnBy } } } } overrulings(first: 5) { nodes { code reason } } }";
        let seen = deal.broker.asks(&document.replace("ID", &deal.alliance.id.to_string())).await;
        (seen.at("alliance.statement").clone(), seen.at("overrulings.nodes").clone())
    };
    let (statement, overrulings) = told().await;
    assert_eq!(statement["total"], json!({"halfDays": 1, "paidBy": {"host": 0, "alliance": 15_000, "grant": 0}}));
    assert_eq!(statement["lines"]["nodes"], json!([{"takenOn": 15_000, "takenOnBy": "ALLIANCE"}]));
    assert_eq!(overrulings, json!([{"code": "GRANT_SPENT", "reason": why}]));
    let csv = statement["csv"].as_str().unwrap().to_owned();
    let [columns, cells] = [0, 1].map(|n| csv.lines().nth(n).unwrap().split(',').collect::<Vec<_>>());
    let cell = |name: &str| cells[columns.iter().position(|it| *it == name).unwrap()];
    assert_eq!([cell("taken on"), cell("taken on by"), cell("paid by alliance")], ["150.00", "alliance", "150.00"]);
    reverse(&deal.host_head, visit).await;
    let (statement, _) = told().await;
    assert_eq!(statement["total"], json!({"halfDays": 0, "paidBy": {"host": 0, "alliance": 0, "grant": 0}}));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn where_a_grant_runs_out_the_school_pays_only_when_its_head_says_so() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    // Its second year begins in the middle of the work.
    let grant = deal.granted(&deal.host, "2025-12-01").await;
    deal.released(&grant, 1).await;
    let deployment = active(&deal, &grant, 30_000).await;
    assert_eq!(years(&deal.broker, &grant).await, json!([[0, 60_000, 60_000], [0, 0, 0]]));
    app.settle().await;
    app.clock.advance(TimeDelta::days(23));
    let visit = deal.recorded(deployment, 1).await;
    let warned = confirm(&deal.host_head, visit, json!([])).await;
    assert_eq!(warned.refused().code, "GRANT_SPENT");
    assert_eq!(warned.at("confirmVisit.userErrors.0.warning"), true);
    let why = "The year was released late, and the work could not wait.";
    let meant = json!([{"code": "GRANT_SPENT", "reason": why}]);
    confirm(&deal.host_head, visit, meant.clone()).await.done();
    let list = "{ overrulings(first: 5) { nodes { code reason subject school { name } } } }";
    let kept =
        json!([{"code": "GRANT_SPENT", "reason": why, "subject": visit.to_string(), "school": {"name": "Elm Park"}}]);
    for who in [&deal.broker, &deal.host_head] {
        assert_eq!(who.asks(list).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    assert_eq!(deal.home_head.asks(list).await.at("overrulings.nodes"), &json!([]), "not the other school's to read");
    let paid = async || {
        let document = "{ alliance(id: \"ID\") { statement(month: \"2026-12-31\") { total { paidBy { host grant } } \
                        lines(first: 9) { nodes { takenOn } } } } }";
        let seen = deal.broker.asks(&document.replace("ID", &deal.alliance.id.to_string())).await;
        seen.at("alliance.statement").clone()
    };
    let by_school =
        json!({"total": {"paidBy": {"host": 15_000, "grant": 0}}, "lines": {"nodes": [{"takenOn": 15_000}]}});
    assert_eq!(paid().await, by_school);
    app.sound().await;

    // A broker settles a dispute for no school's purse.
    let disputed = deal.recorded(deployment, 1).await;
    let document = act("disputeVisit", "DisputeVisitInput", "visit");
    let input =
        json!({"visit": disputed.to_string(), "reason": "OTHER", "words": "Nobody remembers.", "expectedVersion": 1});
    deal.host_head.ask(&document, json!({ "input": input })).await.done();
    let settle = async |version: i32| settled(&deal, disputed, version, json!([])).await;
    let warned = settle(2).await.refused();
    assert_eq!(warned.code, "GRANT_SPENT");
    assert!(warned.message.contains("your alliance would pay"), "{}", warned.message);
    deal.released(&grant, 2).await;
    settle(2).await.done();
    assert_eq!(years(&deal.broker, &grant).await, json!([[0, 60_000, 60_000], [15_000, 45_000, 0]]));

    // What the school took on comes back to the school, and confirmed again it is the grant's.
    reverse(&deal.host_head, visit).await;
    assert_eq!(paid().await["total"], json!({"paidBy": {"host": 0, "grant": 15_000}}));
    assert_eq!(years(&deal.broker, &grant).await, json!([[0, 60_000, 60_000], [15_000, 45_000, 0]]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_grant_that_is_kept_here_is_referred_to_among_several_payers_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let grant = deal.granted(&deal.host, "2026-09-01").await;
    deal.released(&grant, 1).await;
    let deployment = planned(&deal).await;
    let shared = |name: &str, grant: Json, kind: &str| {
        let mut terms = paid_by("", 30_000);
        let payers = json!([{"by": "HOST", "part": 5_000}, {"by": "GRANT", "name": name, "part": 5_000}]);
        terms["settlement"] =
            json!({"kind": kind, "dayRate": 30_000, "brokerage": 0, "payers": payers, "grant": grant});
        terms
    };
    let named = shared("Intensifying Support Schools", Json::Null, "DAY_RATE");
    let no = deal.host_head.agree(deployment, Some(named)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GRANT_UNREFERENCED", "settlement.grant"));
    // A charity from elsewhere stays a name.
    deal.host_head.agree(deployment, Some(shared("The Valley Trust", Json::Null, "DAY_RATE"))).await.done();
    deal.host_head.agree(deployment, Some(shared("The programme", json!(grant), "GRANT"))).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(years(&deal.broker, &grant).await, json!([[0, 60_000, 30_000], [0, 0, 0]]), "half of it");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_database_lets_no_year_be_overspent_and_no_line_be_changed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let grant = deal.granted(&deal.host, "2026-09-01").await;
    deal.released(&grant, 1).await;
    let deployment = active(&deal, &grant, 20_000).await;
    let visit = deal.recorded(deployment, 1).await;
    confirm(&deal.host_head, visit, json!([])).await.done();
    let line = "INSERT INTO grant_line (id, grant_id, year, kind, deployment_id, charge_id, pence, held, at) \
                SELECT gen_random_uuid(), grant_id, $1, $2, deployment_id, charge_id, $3, $4, at FROM grant_line \
                WHERE kind = 'draw'";
    for (year, kind, pence, held, fault) in [
        (1, "draw", 10_000_i64, 0_i64, "grant_line_charged_once"),
        (1, "draw", 10_000, -10_001, "grant_line_by_its_kind"),
        (2, "draw", 1, 0, "grant_line_of_the_year_of_its_visit"),
        (2, "return", -1, 0, "grant_year_never_overspent"),
    ] {
        let refused = app.owner.run(line, values![year, kind, pence, held]).await.unwrap_err();
        assert_eq!(refused.constraint(), Some(fault), "{year} {kind} {pence} {held}");
    }
    for (sql, fault) in [
        ("UPDATE grant_year SET spent = pence + 1 WHERE year = 1", "grant_year_never_overspent"),
        ("UPDATE grant_year SET reserved = 1 WHERE year = 2", "grant_year_never_overspent"),
        ("UPDATE grant_year SET pence = pence + 1", "grant_year_pays_what_its_grant_does"),
        ("UPDATE charge SET taken_on = -1", ""),
        ("UPDATE grant_line SET pence = 1", ""),
        ("DELETE FROM grant_line", ""),
    ] {
        let refused = app.owner.run(sql, values![]).await.unwrap_err();
        assert!(fault.is_empty() || refused.constraint() == Some(fault), "{sql}: {refused}");
    }
    app.settle().await;
    app.sound().await;
}
