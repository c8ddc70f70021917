//! What an alliance settles for itself and what follows from it, and the schools that it asks to join (DOMAIN A3, A11, B22).

use chrono::TimeDelta;
use lateral_tests::deal::act;
use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

const SET: &str = "mutation($input: SetAlliancePolicyInput!) { setAlliancePolicy(input: $input) {
    alliance { responseDays policy { version holdsFrom } } userErrors { code field message } } }";

async fn set(who: &Persona<'_>, input: Json) -> Answer {
    who.ask(SET, json!({"input": input})).await
}

async fn answer(who: &Persona<'_>, verb: &str, invitation: &str) -> Answer {
    let document = act(verb, "AnswerAllianceInvitationInput", "invitation");
    who.ask(&document, json!({"input": {"allianceInvitation": invitation}})).await
}

async fn invite(who: &Persona<'_>, school: &str) -> Answer {
    let document = act("inviteSchool", "InviteSchoolInput", "invitation");
    who.ask(&document, json!({"input": {"school": school}})).await
}

#[tokio::test]
async fn an_alliance_settles_its_policy_version_by_version_and_lives_by_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let all = deal.alliance.id.to_string();
    let of = |input: Json| {
        let mut whole = json!({"alliance": all, "responseDays": 5});
        whole.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        whole
    };
    assert_eq!(set(&deal.host_head, of(json!({}))).await.refused().code, "NOT_ALLOWED");
    let no = set(&deal.broker, of(json!({"responseDays": 61}))).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OUTSIDE_NATIONAL_RANGE", "responseDays"));
    let first = set(&deal.broker, of(json!({"ownMembersFirst": true, "workstreams": ["Early reading"]}))).await;
    first.done();
    let told = json!({"responseDays": 5, "policy": {"version": 1, "holdsFrom": "2026-11-09"}});
    assert_eq!(first.at("setAlliancePolicy.alliance"), &told);
    let later = of(json!({"responseDays": 9, "holdsFrom": "2026-11-20", "acceptsReferrals": false}));
    assert_eq!(set(&deal.broker, with(&later, "expectedVersion", 0)).await.refused().code, "VERSION_STALE");
    let second = set(&deal.broker, with(&later, "expectedVersion", 1)).await;
    assert_eq!(second.at("setAlliancePolicy.alliance"), &told, "it does not hold yet");
    let document = "query($id: ID!) { alliance(id: $id) { policy { version workstreams setAt setBy { id } }
        policyHistory(first: 5) { nodes { version holdsFrom acceptsReferrals } } } }";
    let seen = app.stranger().ask(document, json!({"id": all})).await;
    let expected = json!({
        "policy": {"version": 1, "workstreams": ["Early reading"], "setAt": "2026-11-09T09:00:00.000000Z", "setBy": null},
        "policyHistory": {"nodes": [
            {"version": 2, "holdsFrom": "2026-11-20", "acceptsReferrals": false},
            {"version": 1, "holdsFrom": "2026-11-09", "acceptsReferrals": true},
        ]},
    });
    assert_eq!(seen.at("alliance"), &expected);

    // Its own schools come first, until the search is widened.
    let oak = app.school("Oak Hill").await;
    let other = oak.specialist().await;
    oak.time(&other, 20262, 4).await;
    let offer = oak.offer(&other).await;
    assert_eq!(deal.broker.propose(offer, deal.request).await.refused().code, "OWN_MEMBERS_FIRST");
    let own = deal.broker.propose(deal.offer, deal.request).await;
    own.done();
    let respond_by = "{ proposals(first: 1) { nodes { respondBy } } }";
    let told = deal.broker.asks(respond_by).await;
    assert_eq!(told.text("proposals.nodes.0.respondBy"), "2026-11-14T09:00:00.000000Z", "five days");
    app.searched(&deal.request.to_string(), "region").await;
    deal.broker.propose(offer, deal.request).await.done();

    // Whoever takes no referrals gets none.
    let oaks = app.alliance("The Oak Alliance", &oak, &[]).await;
    let (asks, wanted) = (oaks.broker().await, oak.request(&oaks, 2).await);
    let refer = async |who: &Persona<'_>| {
        let input = json!({"request": wanted.to_string(), "alliance": all, "reason": "Nobody here has the time"});
        who.ask(&act("referRequest", "ReferRequestInput", "referral"), json!({"input": input})).await
    };
    app.clock.advance(TimeDelta::days(11));
    assert_eq!(refer(&asks).await.refused().code, "REFERRALS_NOT_ACCEPTED");
    let told = deal.broker.ask("query($id: ID!) { alliance(id: $id) { responseDays } }", json!({"id": all})).await;
    assert_eq!(told.at("alliance.responseDays"), 9);
    app.settle().await;
}

fn with(input: &Json, field: &str, value: i32) -> Json {
    let mut input = input.clone();
    input[field] = value.into();
    input
}

#[tokio::test]
async fn a_school_is_asked_to_join_and_its_own_head_answers_in_time() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let alliance = app.alliance("The Avon Alliance", &ash, &[]).await;
    let (broker, head) = (alliance.broker().await, oak.head().await);
    assert_eq!(invite(&broker, &ash.gid()).await.refused().code, "ALREADY_MEMBER");
    assert_eq!(invite(&head, &oak.gid()).await.refused().code, "NOT_ALLOWED");
    let mut asked = Vec::new();
    for verb in ["declineAllianceInvitation", "lapses", "acceptAllianceInvitation", "joins"] {
        let sent = invite(&broker, &oak.gid()).await;
        sent.done();
        let id = sent.text("inviteSchool.invitation.id");
        assert_eq!(invite(&broker, &oak.gid()).await.refused().code, "SCHOOL_INVITED_ALREADY");
        assert_eq!(answer(&broker, "acceptAllianceInvitation", &id).await.refused().code, "NOT_ALLOWED");
        let stranger = ash.head().await;
        assert_eq!(answer(&stranger, "acceptAllianceInvitation", &id).await.refused().code, "NOT_FOUND");
        match verb {
            "lapses" => {
                app.settle().await;
                app.clock.advance(TimeDelta::days(28));
                assert!(app.settle().await.events().is_empty(), "the last instant is in time");
                app.clock.advance(TimeDelta::seconds(1));
                assert_eq!(answer(&head, "acceptAllianceInvitation", &id).await.refused().code, "INVITATION_NOT_OPEN");
                assert_eq!(app.settle().await.events(), ["alliance_invitation.lapsed"]);
            }
            "joins" => {
                let join = "mutation($id: ID!) { joinAlliance(input: {alliance: $id}) { userErrors { code } } }";
                head.ask(join, json!({"id": alliance.id.to_string()})).await.done();
            }
            _ => drop(answer(&head, verb, &id).await.done()),
        }
        if verb == "acceptAllianceInvitation" {
            let leave = "mutation($id: ID!) { leaveAlliance(input: {alliance: $id}) { userErrors { code } } }";
            head.ask(leave, json!({"id": alliance.id.to_string()})).await.done();
        }
        asked.push(id);
    }
    let document = "{ allianceInvitations(first: 9) { nodes { id status school { name } alliance { name } } } }";
    for who in [&broker, &head] {
        let seen = who.asks(document).await;
        let nodes = seen.at("allianceInvitations.nodes").as_array().unwrap().clone();
        let told: Vec<_> =
            nodes.iter().rev().map(|it| (it["id"].as_str().unwrap(), it["status"].as_str().unwrap())).collect();
        let statuses = ["DECLINED", "LAPSED", "ACCEPTED", "ACCEPTED"];
        assert_eq!(told, asked.iter().map(String::as_str).zip(statuses).collect::<Vec<_>>());
    }
    let count = "query($id: ID!) { alliance(id: $id) { memberCount } }";
    let seen = broker.ask(count, json!({"id": alliance.id.to_string()})).await;
    assert_eq!(seen.at("alliance.memberCount"), 2);
    app.settle().await;
}
