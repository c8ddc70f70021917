//! Schools that close while they pay with others for something: their parts pass to whoever takes their place, or end.

use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::register::{HEADER, TestFile};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// An edition of the register by which a school closes, and another one with the next number follows it if it says so.
async fn closes(app: &TestApp, school: &SchoolOf<'_>, successor: Option<i32>) {
    let row = |urn: i32, status: i32| format!("{urn},\"201\",\"City of London\",\"School {urn}\",\"{status}\"\r\n");
    let heir = successor.map(|urn| row(urn, 1)).unwrap_or_default();
    let register = TestFile::of(format!("{HEADER}{}{heir}", row(school.urn, 2)));
    let links = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n";
    let link = successor.map(|urn| format!("{},{urn},,Successor,01-09-2026\r\n", school.urn)).unwrap_or_default();
    let links = TestFile::of(format!("{links}{link}"));
    app.import_from(register.path(), Some(links.path()), true).await.unwrap();
}

/// What a budget tells of its money and its schools.
async fn pool(who: &Persona<'_>, id: &str) -> Json {
    let document = "query ($id: ID!) { node(id: $id) { ... on PooledBudget {
        balance reserved members { school { urn } status committed } } } }";
    who.ask(document, json!({"id": id})).await.at("node").clone()
}

async fn commission(who: &Persona<'_>, id: &str) -> Json {
    let document = "query ($id: ID!) { node(id: $id) { ... on JointCommission {
        status reason lead { urn } backers { school { urn } part status } } } }";
    who.ask(document, json!({"id": id})).await.at("node").clone()
}

/// Work under way that costs 350 pounds a day, of which a budget pays its part if there is one.
async fn paid<'a>(deal: &Deal<'a>, payers: Json) -> domain::Id<domain::brokerage::Deployment> {
    let deployment = deal.planned().await;
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 0, "payers": payers});
    deal.signed_by_one(deployment, terms).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    deployment
}

#[tokio::test]
async fn what_a_school_put_into_a_pool_is_its_successors_and_pays_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.pooled().await;
    deal.broker.pool("askToPool", json!({"pool": id, "school": deal.home.gid()})).await.done();
    let payers = json!([{"by": "HOST", "part": 5_000}, {"by": "POOL", "pool": id, "part": 5_000}]);
    let deployment = paid(&deal, payers).await;
    let visit = deal.recorded(deployment, 1).await;
    let academy = 199_001;
    closes(&app, &deal.host, Some(academy)).await;
    let successor = app.listed(academy);
    let head = successor.head().await;
    let expected = json!({"balance": 100_000, "reserved": 35_000, "members": [
        {"school": {"urn": deal.host.urn.to_string()}, "status": "LEFT", "committed": 0},
        {"school": {"urn": deal.home.urn.to_string()}, "status": "ASKED", "committed": 0},
        {"school": {"urn": academy.to_string()}, "status": "JOINED", "committed": 100_000},
    ]});
    assert_eq!(pool(&head, &id).await, expected);
    head.visit("confirmVisit", visit).await.done();
    assert_eq!(pool(&head, &id).await["balance"], 91_250);
    head.pool("commitToPool", json!({"pool": id, "amount": 60_000})).await.done();
    app.settle().await;
    app.sound().await;

    // The giving school follows: it was asked, and its successor answers.
    closes(&app, &deal.home, Some(199_002)).await;
    let second = app.listed(199_002).head().await;
    second.pool("commitToPool", json!({"pool": id, "amount": 5_000})).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_part_of_a_joint_commission_passes_with_what_was_agreed_and_no_penny_is_lost() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 6_667, 2), (&oak, 3_333, 1)]).await;
    let yes = json!({"commission": id, "backs": true});
    oak.head().await.commission("answerCommission", yes).await.done();
    let deployment = paid(&deal, json!([])).await;
    let first = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", first).await.done();
    let academy = 199_001;
    closes(&app, &oak, Some(academy)).await;
    let successor = app.listed(academy);
    let oaks = successor.head().await;
    let told = commission(&oaks, &id).await;
    let backers = json!([
        {"school": {"urn": deal.host.urn.to_string()}, "part": 6_667, "status": "BACKING"},
        {"school": {"urn": academy.to_string()}, "part": 3_333, "status": "BACKING"},
    ]);
    assert_eq!((&told["status"], &told["backers"]), (&json!("AGREED"), &backers));
    let second = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", second).await.done();
    // What is taken back of an earlier visit comes back to whoever stands in for the school now.
    let paid = "SELECT coalesce(sum(pence), 0)::bigint AS number FROM charge_part WHERE school_id = $1";
    let part = async |school: &SchoolOf<'_>| app.number(paid, school.id.uuid()).await;
    assert_eq!((part(&deal.host).await, part(&oak).await, part(&successor).await), (23_335, 5_833, 5_832));
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let input = json!({"visit": first.to_string(), "reason": "Not that day"});
    deal.host_head.ask(&reverse, json!({ "input": input })).await.done();
    assert_eq!(part(&deal.host).await + part(&oak).await + part(&successor).await, 17_500);
    app.settle().await;
    app.sound().await;

    // The school that asked passes on too, with the lead of the commission.
    closes(&app, &deal.host, Some(199_002)).await;
    let head = app.listed(199_002).head().await;
    assert_eq!(commission(&head, &id).await["lead"], json!({"urn": "199002"}));
    let visit = deal.recorded(deployment, 1).await;
    head.visit("confirmVisit", visit).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn where_nobody_follows_a_part_ends_with_its_reason_as_soon_as_nothing_needs_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let other = deal.host.request(&deal.alliance, 2).await;
    let commissioned = deal.commissioned(other, &[(&deal.host, 5_000, 1), (&oak, 5_000, 1)]).await;
    closes(&app, &oak, None).await;
    let told = commission(&deal.host_head, &commissioned).await;
    assert_eq!(told["status"], "ENDED");
    assert_eq!(told["reason"], "A school that was to back it has closed, and none took its place.");

    let id = deal.pooled().await;
    let payers = json!([{"by": "HOST", "part": 5_000}, {"by": "POOL", "pool": id, "part": 5_000}]);
    let deployment = paid(&deal, payers).await;
    closes(&app, &deal.host, None).await;
    assert_eq!(pool(&deal.broker, &id).await["balance"], 100_000, "it was agreed for");
    deal.host_head.step("completeDeployment", deployment).await.done();
    closes(&app, &deal.host, None).await;
    let it = pool(&deal.broker, &id).await;
    assert_eq!((&it["balance"], &it["members"][0]["status"]), (&json!(0), &json!("LEFT")));
    for event in ["pool.left", "commission.ended"] {
        let kept = format!(
            "audit_entry WHERE event = '{event}' AND reason = 'The school has closed, and none took its place.'"
        );
        assert_eq!(app.count(&kept).await, 1, "{event}");
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn among_several_successors_a_broker_decides_for_the_parts_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.pooled().await;
    let halves = [app.school("Elm Park Juniors").await, app.school("Elm Park Infants").await];
    for half in &halves {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
        app.write(link, values![deal.host.urn, half.urn]).await;
    }
    deal.host.closes().await;
    app.settle().await;
    assert_eq!(pool(&deal.broker, &id).await["members"][0]["status"], "JOINED");
    let decide = "mutation($school: ID!, $successor: ID!) {
        decideSuccession(input: {school: $school, successor: $successor, reason: \"Most pupils are there\"}) {
        userErrors { code field message } } }";
    let chosen: [String; 2] = [deal.host.gid(), halves[1].gid()];
    deal.broker.ask(decide, json!({"school": chosen[0], "successor": chosen[1]})).await.done();
    let it = pool(&halves[1].head().await, &id).await;
    assert_eq!((&it["balance"], &it["members"][1]["committed"]), (&json!(100_000), &json!(100_000)));
    app.settle().await;
    app.sound().await;
}
