//! Who leads an alliance is handed on, and what an alliance asked of others is taken back by whoever asked.

use domain::access::Role;
use lateral_tests::deal::act;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::notifications::told;

async fn lead(who: &Persona<'_>, verb: &str, input: Json) -> Answer {
    let kind = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
    let document = format!(
        "mutation($input: {kind}!) {{ {verb}(input: $input) {{ alliance {{ version leadSchool {{ name }} \
         leadOfferedTo {{ name }} }} userErrors {{ code field }} }} }}"
    );
    who.ask(&document, json!({ "input": input })).await
}

/// Which school leads an alliance, to which that is offered, and its version, as a reader sees them.
async fn led(who: &Persona<'_>, alliance: &str) -> (Json, Json, i64) {
    let document = "query($id: ID!) { alliance(id: $id) { version leadSchool { name } leadOfferedTo { name } } }";
    let answer = who.ask(document, json!({"id": alliance})).await;
    let it = answer.at("alliance").clone();
    (it["leadSchool"]["name"].clone(), it["leadOfferedTo"]["name"].clone(), it["version"].as_i64().unwrap())
}

async fn heard(who: &Persona<'_>, kind: &str) -> usize {
    told(who).await.iter().filter(|it| it["kind"] == kind).count()
}

#[tokio::test]
async fn the_school_that_leads_hands_that_on_and_leaves() {
    let app = TestApp::start().await;
    let (ash, elm, oak) = (app.school("Ash Lane").await, app.school("Elm Park").await, app.school("Oak Hill").await);
    let alliance = app.alliance("Avon", &ash, &[&elm]).await;
    let (head, next, broker) = (ash.head().await, elm.head().await, alliance.broker().await);
    let id = alliance.id.to_string();
    let of = |school: Option<String>| json!({"alliance": id, "school": school});
    let take = json!({"alliance": id});
    assert_eq!(lead(&broker, "offerAllianceLead", of(Some(elm.gid()))).await.refused().code, "NOT_ALLOWED");
    let no = lead(&head, "offerAllianceLead", of(Some(oak.gid()))).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_A_MEMBER", "school"));
    assert_eq!(lead(&next, "takeAllianceLead", take.clone()).await.refused().code, "STEP_NOT_OPEN");
    let operator = app.national(Role::Operator).await;
    assert_eq!(lead(&operator, "assignAllianceLead", of(Some(elm.gid()))).await.refused().code, "LEAD_SCHOOL_OPEN");

    lead(&head, "offerAllianceLead", of(Some(elm.gid()))).await.done();
    lead(&head, "offerAllianceLead", of(None)).await.done();
    assert_eq!(lead(&next, "takeAllianceLead", take.clone()).await.refused().code, "STEP_NOT_OPEN");
    lead(&head, "offerAllianceLead", of(Some(elm.gid()))).await.done();
    let (ash_lane, elm_park) = (json!("Ash Lane"), json!("Elm Park"));
    for who in [&head, &next, &broker] {
        assert_eq!(led(who, &id).await.1, elm_park);
    }
    let (now, offered, version) = led(&oak.head().await, &id).await;
    assert_eq!((now, offered), (ash_lane.clone(), Json::Null), "an offer is no business of others");
    let stale = json!({"alliance": id, "expectedVersion": version - 1});
    assert_eq!(lead(&next, "takeAllianceLead", stale).await.refused().code, "VERSION_STALE");
    lead(&next, "takeAllianceLead", take).await.done();
    let (now, offered, _) = led(&next, &id).await;
    assert_eq!((now, offered), (elm_park, Json::Null));
    let leave = "mutation($input: LeaveAllianceInput!) { leaveAlliance(input: $input) { userErrors { code } } }";
    let left = |version: i64| json!({"input": {"alliance": id, "expectedVersion": version}});
    assert_eq!(head.ask(leave, left(version)).await.refused().code, "VERSION_STALE");
    head.ask(leave, left(led(&head, &id).await.2)).await.done();
    assert_eq!(next.ask(leave, json!({"input": {"alliance": id}})).await.refused().code, "LEAD_SCHOOL_STAYS");

    let settled = app.settle().await;
    let offered = "alliance.lead_offered";
    let names = [offered, "alliance.lead_kept", offered, "alliance.lead_handed", "alliance.left"];
    assert_eq!(settled.events(), names);
    assert_eq!(heard(&next, offered).await, 2);
    assert_eq!(heard(&broker, "alliance.lead_handed").await, 1);
    // What comes past the service is refused as well.
    let past = "UPDATE alliance SET lead_school_id = $1";
    let refused = app.owner.run(past, values![oak.id.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("alliance_led_by_a_member"));
}

#[tokio::test]
async fn where_the_lead_has_closed_an_operator_names_another_member() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let alliance = app.alliance("Avon", &ash, &[&elm]).await;
    let (operator, head) = (app.national(Role::Operator).await, elm.head().await);
    ash.closes().await;
    app.app.refresh_directory().await.unwrap();
    let input = json!({"alliance": alliance.id.to_string(), "school": elm.gid()});
    assert_eq!(lead(&head, "assignAllianceLead", input.clone()).await.refused().code, "NOT_ALLOWED");
    lead(&operator, "assignAllianceLead", input).await.done();
    assert_eq!(led(&head, &alliance.id.to_string()).await.0, "Elm Park");
    app.settle().await;
}

#[tokio::test]
async fn whoever_declared_a_neighbour_or_asked_a_school_takes_that_back() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let (avon, severn) = (app.alliance("Avon", &ash, &[]).await, app.alliance("Severn", &oak, &[]).await);
    let (broker, other) = (avon.broker().await, severn.broker().await);
    let neighbour = async |who: &Persona<'_>, verb: &str, input: Json| {
        let kind = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
        let document =
            format!("mutation($input: {kind}!) {{ {verb}(input: $input) {{ userErrors {{ code field }} }} }}");
        who.ask(&document, json!({ "input": input })).await
    };
    let of = |id: &str| json!({"neighbour": id});
    neighbour(&broker, "declareNeighbour", of(&severn.id.to_string())).await.done();
    neighbour(&other, "declareNeighbour", of(&avon.id.to_string())).await.done();
    assert_eq!(app.count("alliance_neighbour").await, 2);
    let back = json!({"neighbour": severn.id.to_string(), "reason": "MISTAKEN"});
    let stale = json!({"neighbour": severn.id.to_string(), "expectedVersion": 1});
    assert_eq!(neighbour(&broker, "withdrawNeighbour", stale).await.refused().code, "VERSION_STALE");
    neighbour(&broker, "withdrawNeighbour", back.clone()).await.done();
    let no = neighbour(&broker, "withdrawNeighbour", back).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NOT_FOUND", "neighbour"));
    let of_avon = format!("alliance_neighbour WHERE alliance_id = '{}'", avon.id.uuid());
    assert_eq!(app.count(&of_avon).await, 0, "what the other said stays its own");
    assert_eq!(app.count("alliance_neighbour").await, 1);

    let head = oak.head().await;
    let invite = act("inviteSchool", "InviteSchoolInput", "invitation");
    let sent = broker.ask(&invite, json!({"input": {"school": oak.gid()}})).await;
    let id = sent.text("inviteSchool.invitation.id");
    let withdraw = act("withdrawAllianceInvitation", "WithdrawAllianceInvitationInput", "invitation");
    let input = json!({"input": {"allianceInvitation": id, "reason": "NEED_CHANGED"}});
    assert_eq!(head.ask(&withdraw, input.clone()).await.refused().code, "NOT_ALLOWED", "who is asked declines");
    assert_eq!(other.ask(&withdraw, input.clone()).await.refused().code, "NOT_FOUND");
    broker.ask(&withdraw, input.clone()).await.done();
    assert_eq!(broker.ask(&withdraw, input).await.refused().code, "INVITATION_NOT_OPEN");
    let document = "query($id: ID!) { node(id: $id) { ... on AllianceInvitation { status withdrawalReason } } }";
    let seen = head.ask(document, json!({"id": id})).await;
    assert_eq!(seen.at("node"), &json!({"status": "WITHDRAWN", "withdrawalReason": "NEED_CHANGED"}));
    app.settle().await;
    assert_eq!(app.reasons("alliance.neighbour_withdrawn").await, ["MISTAKEN"]);
    assert_eq!(app.reasons("alliance_invitation.withdrawn").await, ["NEED_CHANGED"]);
    assert_eq!(heard(&head, "alliance_invitation.withdrawn").await, 1);
    broker.ask(&invite, json!({"input": {"school": oak.gid()}})).await.done();
    app.settle().await;
}

#[tokio::test]
async fn whoever_referred_a_request_to_an_alliance_takes_that_back() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let far = app.school("Far Away").await;
    let trent = app.alliance("Trent", &far, &[]).await;
    let asked = trent.broker().await;
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let send = async |to: Option<String>| {
        let input = json!({"request": deal.request.to_string(), "alliance": to, "reason": "Nobody here has the time."});
        let sent = deal.broker.ask(&refer, json!({ "input": input })).await;
        sent.done();
        sent.text("referRequest.referral.id")
    };
    let id = send(Some(trent.id.to_string())).await;
    let withdraw = act("withdrawReferral", "WithdrawReferralInput", "referral");
    let input = |id: &str| json!({"input": {"referral": id, "reason": "ANOTHER_WAY"}});
    assert_eq!(asked.ask(&withdraw, input(&id)).await.refused().code, "NOT_ALLOWED", "who is asked declines");
    deal.broker.ask(&withdraw, input(&id)).await.done();
    assert_eq!(deal.broker.ask(&withdraw, input(&id)).await.refused().code, "STEP_NOT_OPEN");
    let accept = act("acceptReferral", "AcceptReferralInput", "referral");
    assert_eq!(asked.ask(&accept, json!({"input": {"referral": id}})).await.refused().code, "STEP_NOT_OPEN");
    let document = "query($id: ID!) { node(id: $id) { ... on Referral { status withdrawalReason } } }";
    let seen = deal.broker.ask(document, json!({"id": id})).await;
    assert_eq!(seen.at("node"), &json!({"status": "WITHDRAWN", "withdrawalReason": "ANOTHER_WAY"}));
    app.settle().await;
    assert_eq!(app.reasons("referral.withdrawn").await, ["ANOTHER_WAY"]);
    assert_eq!(heard(&asked, "referral.withdrawn").await, 1);
    let pooled = send(None).await;
    assert_eq!(deal.broker.ask(&withdraw, input(&pooled)).await.refused().code, "STEP_NOT_OPEN", "that is declined");
    send(Some(trent.id.to_string())).await;
    app.settle().await;
}
