//! A school rests in an alliance for a while: what it keeps, what it is spared, and how that ends.

use chrono::TimeDelta;
use lateral_tests::deal::Deal;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::converts;
use crate::identity::notifications::told;

pub async fn rest(who: &Persona<'_>, verb: &str, input: Json) -> Answer {
    let kind = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let document = format!(
        "mutation($input: {kind}!) {{ {verb}(input: $input) {{ alliance {{ version memberCount ownRest {{ since until reason }} }} \
         userErrors {{ code field }} }} }}"
    );
    who.ask(&document, json!({ "input": input })).await
}

async fn refused(who: &Persona<'_>, verb: &str, input: Json) -> (String, String) {
    let no = rest(who, verb, input).await.refused();
    (no.code, no.field)
}

/// Who of an alliance's members is seen to rest, and why.
async fn resting(who: &Persona<'_>, alliance: &str) -> Vec<Json> {
    let document =
        "query($id: ID!) { alliance(id: $id) { members(first: 9) { nodes { school { name } rest { reason } } } } }";
    let answer = who.ask(document, json!({"id": alliance})).await;
    let all = answer.at("alliance.members.nodes").as_array().unwrap().clone();
    all.into_iter()
        .filter(|it| !it["rest"].is_null())
        .map(|it| json!([it["school"]["name"], it["rest"]["reason"]]))
        .collect()
}

async fn joined(who: &Persona<'_>, alliance: &str) {
    let join = "mutation($id: ID!) { joinAlliance(input: { alliance: $id }) { userErrors { code } } }";
    who.ask(join, json!({"id": alliance})).await.done();
}

fn plain(code: &str) -> (String, String) {
    (code.to_owned(), String::new())
}

#[tokio::test]
async fn a_head_lets_the_own_school_rest_and_it_takes_part_again_by_a_word_or_after_its_last_day() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (id, far) = (deal.alliance.id.to_string(), app.school("Far Away").await.head().await);
    let of = |until: Json| json!({"alliance": id, "reason": "OWN_NEEDS", "until": until});
    assert_eq!(refused(&deal.broker, "pauseMembership", of(Json::Null)).await, plain("NOT_ALLOWED"));
    assert_eq!(refused(&far, "pauseMembership", of(Json::Null)).await, plain("NOT_A_MEMBER"));
    assert_eq!(refused(&deal.home_head, "pauseMembership", of(Json::Null)).await, plain("LEAD_SCHOOL_ACTS"));
    assert_eq!(refused(&deal.host_head, "resumeMembership", json!({"alliance": id})).await, plain("STEP_NOT_OPEN"));
    let until = |code: &str| (code.to_owned(), "until".to_owned());
    assert_eq!(refused(&deal.host_head, "pauseMembership", of(json!("2026-11-08"))).await, until("DATE_PASSED"));
    assert_eq!(refused(&deal.host_head, "pauseMembership", of(json!("2027-11-11"))).await, until("DATE_TOO_FAR"));

    let paused = rest(&deal.host_head, "pauseMembership", of(Json::Null)).await;
    paused.done();
    let own = json!({"since": "2026-11-09T09:00:00.000000Z", "until": null, "reason": "OWN_NEEDS"});
    assert_eq!(paused.at("pauseMembership.alliance.ownRest"), &own);
    assert_eq!(paused.at("pauseMembership.alliance.memberCount"), 2, "it stays a member");
    let version = paused.at("pauseMembership.alliance.version").as_i64().unwrap();
    for who in [&deal.broker, &deal.host_head] {
        assert_eq!(resting(who, &id).await, [json!(["Elm Park", "OWN_NEEDS"])]);
    }
    for who in [&deal.home_head, &far, &app.stranger()] {
        assert_eq!(resting(who, &id).await, Vec::<Json>::new(), "it is no business of others");
    }
    assert_eq!(refused(&deal.host_head, "pauseMembership", of(Json::Null)).await, plain("STEP_NOT_OPEN"));
    let lead = json!({"alliance": id, "school": deal.host.gid()});
    let offer =
        "mutation($input: OfferAllianceLeadInput!) { offerAllianceLead(input: $input) { userErrors { code field } } }";
    assert_eq!(deal.home_head.ask(offer, json!({"input": lead})).await.refused().code, "MEMBERSHIP_RESTS");
    let stale = json!({"alliance": id, "expectedVersion": version - 1});
    assert_eq!(refused(&deal.host_head, "resumeMembership", stale).await.0, "VERSION_STALE");
    rest(&deal.host_head, "resumeMembership", json!({"alliance": id, "expectedVersion": version})).await.done();
    assert_eq!(resting(&deal.broker, &id).await, Vec::<Json>::new());

    app.clock.advance(TimeDelta::hours(1));
    rest(&deal.host_head, "pauseMembership", of(json!("2026-11-16"))).await.done();
    app.clock.advance(TimeDelta::days(7));
    app.settle().await;
    assert_eq!(resting(&deal.broker, &id).await.len(), 1, "its last day");
    app.clock.advance(TimeDelta::days(1));
    let events = app.settle().await;
    assert!(events.events().contains(&"alliance.member_resumed"));
    assert_eq!(resting(&deal.broker, &id).await, Vec::<Json>::new());
    let heard = async |who: &Persona<'_>, kind: &str| told(who).await.iter().filter(|it| it["kind"] == kind).count();
    assert_eq!(heard(&deal.broker, "alliance.member_paused").await, 2);
    assert_eq!(heard(&deal.broker, "alliance.member_resumed").await, 2);
    assert_eq!(heard(&deal.host_head, "alliance.member_resumed").await, 1, "nobody is told of the own act");
    assert_eq!(heard(&deal.home_head, "alliance.member_paused").await, 0);
    assert_eq!(app.reasons("alliance.member_paused").await, ["OWN_NEEDS", "OWN_NEEDS"]);
    app.sound().await;
}

/// A member of the deal's alliance whose offer could meet the deal's request; gives it with its head and that offer.
async fn third<'a>(
    deal: &Deal<'a>,
) -> (lateral_tests::world::SchoolOf<'a>, Persona<'a>, domain::Id<domain::exchange::Offer>) {
    let oak = deal.app.school("Oak Hill").await;
    let (head, person) = (oak.head().await, oak.specialist().await);
    joined(&head, &deal.alliance.id.to_string()).await;
    oak.time(&person, 20262, 10).await;
    let offer = oak.offer(&person).await;
    (oak, head, offer)
}

#[tokio::test]
async fn where_a_school_rests_it_is_not_put_forward_as_one_of_the_own_and_asked_for_nothing_new() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.alliance.id.to_string();
    let (oak, head, offer) = third(&deal).await;
    let settle =
        "mutation($id: ID!) { setAlliancePolicy(input: {alliance: $id, responseDays: 7, ownMembersFirst: true}) {
        userErrors { code } } }";
    deal.broker.ask(settle, json!({"id": id})).await.done();
    let stage = async || {
        let asked = "query ($id: ID!) { supportRequest(id: $id) { candidates(first: 9) { candidates { offer { id } stage } } } }";
        let seen = deal.broker.ask(asked, json!({"id": deal.request.to_string()})).await;
        let all = seen.at("supportRequest.candidates.candidates").as_array().unwrap().clone();
        all.into_iter().find(|it| it["offer"]["id"] == offer.to_string()).map(|it| it["stage"].clone())
    };
    let own = stage().await.expect("it is a candidate among the own");
    rest(&head, "pauseMembership", json!({"alliance": id, "reason": "CAPACITY"})).await.done();
    app.settle().await;
    assert_ne!(stage().await, Some(own.clone()), "not as one of the own");
    assert_eq!(deal.broker.propose(offer, deal.request).await.refused().code, "OWN_MEMBERS_FIRST");
    let pool = json!({"name": "The pool", "year": 2026, "alliance": id, "schools": [deal.host.gid(), oak.gid()]});
    let no = deal.broker.pool("openPool", pool.clone()).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("MEMBERSHIP_RESTS", "schools.1"));
    let grant = json!({
        "programme": "intensifying-support", "school": oak.gid(), "startsOn": "2026-09-01",
        "application": {"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER", "schools": [{"phase": "PRIMARY"}]},
    });
    let no = deal.broker.grant("openGrant", grant).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("MEMBERSHIP_RESTS", "school"));

    rest(&head, "resumeMembership", json!({"alliance": id})).await.done();
    app.settle().await;
    assert_eq!(stage().await, Some(own));
    deal.broker.pool("openPool", pool).await.done();
    deal.broker.propose(offer, deal.request).await.done();
}

#[tokio::test]
async fn what_a_school_asked_for_and_what_is_under_way_go_on_while_it_rests_and_it_stands_as_it_stood() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.alliance.id.to_string();
    rest(&deal.host_head, "pauseMembership", json!({"alliance": id})).await.done();
    let asked = "query($id: ID!) { alliance(id: $id) { workList(first: 5) { nodes { id } } } }";
    let seen = deal.broker.ask(asked, json!({"id": id})).await;
    assert_eq!(seen.text("alliance.workList.nodes.0.id"), deal.request.to_string(), "its broker has it as before");
    let deployment = deal.active().await;
    let before = deal.broker.standing(&deal.host).await.expect("its broker sees where it stands");
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let after = deal.host_head.standing(&deal.host).await.unwrap();
    assert_eq!((after[1], after[2..4].to_vec()), (before[1] + 1, vec![before[2], before[3] - 1]));
    rest(&deal.host_head, "resumeMembership", json!({"alliance": id})).await.done();
    assert_eq!(deal.host_head.standing(&deal.host).await.unwrap(), after);
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_rest_passes_to_the_academy_and_ends_with_the_membership() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.alliance.id.to_string();
    let at = "UPDATE alliance_member SET rested_at = greatest(since, $2), rest_reason = $3 WHERE school_id = $1";
    let now = persistence::column::At(app.clock.now());
    let refused = async |school: uuid::Uuid, reason: Option<&str>| {
        let no = app.owner.run(at, values![school, now, reason.map(str::to_owned)]).await.unwrap_err();
        no.constraint().map(str::to_owned)
    };
    assert_eq!(
        refused(deal.home.id.uuid(), Some("capacity")).await.as_deref(),
        Some("alliance_member_lead_does_not_rest")
    );
    assert_eq!(refused(deal.host.id.uuid(), None).await.as_deref(), Some("alliance_member_rests_for_a_reason"));
    rest(&deal.host_head, "pauseMembership", json!({"alliance": id, "reason": "LEADERSHIP"})).await.done();
    let backwards = "UPDATE alliance_member SET rests_until = '2026-11-01' WHERE school_id = $1";
    let no = app.owner.run(backwards, values![deal.host.id.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("alliance_member_rests_forwards"));

    let academy = converts(&app, &deal.host, "Elm Park Academy").await;
    assert_eq!(resting(&deal.broker, &id).await, [json!(["Elm Park Academy", "LEADERSHIP"])]);
    let head = academy.head().await;
    let leave = "mutation($id: ID!) { leaveAlliance(input: { alliance: $id }) { userErrors { code } } }";
    head.ask(leave, json!({"id": id})).await.done();
    assert_eq!(app.count("alliance_member WHERE rested_at IS NOT NULL").await, 0);
    joined(&head, &id).await;
    assert_eq!(resting(&deal.broker, &id).await, Vec::<Json>::new());
    app.settle().await;
    app.sound().await;
}
