//! Who brokers a request: the alliances of its school at that moment, and all of them where there is none (DOMAIN A2, A3, A11).

use lateral_tests::deal::act as step;
use lateral_tests::world::AllianceOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::{REQUEST, act, raised, request_act, request_terms, term};

const SHOWN: &str = "query($id: ID!) { supportRequest(id: $id) {
    status school { name } referrals { id status national reason } } }";

/// The request as somebody sees it; nothing if they do not.
async fn shown(who: &Persona<'_>, id: &str) -> Json {
    who.ask(SHOWN, json!({"id": id})).await.done()["supportRequest"].clone()
}

async fn membership(head: &Persona<'_>, verb: &str, alliance: &AllianceOf<'_>) {
    let document = format!("mutation($id: ID!) {{ {verb}(input: {{ alliance: $id }}) {{ userErrors {{ code }} }} }}");
    head.ask(&document, json!({"id": alliance.id.to_string()})).await.done();
}

async fn anonymous(app: &TestApp) -> Json {
    let mut terms = request_terms("Maths", &term(app, "pupil-achievement/maths").await);
    terms["disclosure"] = json!("ANONYMOUS");
    terms
}

async fn takes(who: &Persona<'_>, of: &Json) -> lateral_tests::Answer {
    let input = json!({"input": {"referral": of["referrals"][0]["id"]}});
    who.ask(&step("acceptReferral", "AcceptReferralInput", "referral"), input).await
}

#[tokio::test]
async fn what_belongs_to_no_alliance_waits_for_any_of_them_without_its_name() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let broker = app.alliance("Trent", &oak, &[]).await.broker().await;
    let other = app.alliance("Avon", &app.school("Elm Park").await, &[]).await.broker().await;
    let head = ash.head().await;
    raised(&head, anonymous(&app).await).await;
    let terms = anonymous(&app).await;
    let (statements, trips) = (app.statements(), app.app.db().traffic().round_trips());
    let at_once = raised(&head, terms).await;
    assert_eq!((app.statements() - statements, app.app.db().traffic().round_trips() - trips), (1, 1));
    let drafted =
        act(&head, "draftRequest", "RequestSupportInput", "request", REQUEST, json!({"terms": anonymous(&app).await}));
    let drafted = drafted.await.text("draftRequest.request.id");
    assert!(shown(&broker, &drafted).await.is_null());
    request_act(&head, "submitRequest", &drafted).await.done();
    for id in [&at_once, &drafted] {
        let seen = shown(&broker, id).await;
        assert_eq!((&seen["status"], &seen["school"]), (&json!("SUBMITTED"), &Json::Null));
        let referral = &seen["referrals"][0];
        assert_eq!((&referral["status"], &referral["national"]), (&json!("SENT"), &json!(true)));
        assert_eq!(referral["reason"], "The school belongs to no alliance.");
        let declined = json!({"input": {"referral": referral["id"]}});
        let declined = broker.ask(&step("declineReferral", "DeclineReferralInput", "referral"), declined).await;
        assert_eq!(declined.refused().code, "NOT_ALLOWED", "nobody declines for all");
        assert_eq!(request_act(&broker, "triageRequest", id).await.refused().code, "NOT_ALLOWED");
        takes(&broker, &seen).await.done();
        request_act(&broker, "triageRequest", id).await.done();
        assert_eq!(shown(&broker, id).await["school"]["name"], "Ash Lane");
        assert!(shown(&other, id).await.is_null(), "who is too late sees nothing of it");
    }
    app.settle().await;
}

#[tokio::test]
async fn a_school_that_joins_an_alliance_is_answered_by_it_from_then_on() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let own = app.alliance("Trent", &oak, &[]).await;
    let broker = own.broker().await;
    let other = app.alliance("Avon", &app.school("Elm Park").await, &[]).await;
    let head = ash.head().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(raised(&head, anonymous(&app).await).await);
    }
    let pooled = shown(&other.broker().await, &ids[0]).await;
    for (id, status) in ids.iter().zip(["submitted", "triaged", "matching", "unmet"]) {
        let uuid: uuid::Uuid = id.split_once('_').unwrap().1.parse().unwrap();
        app.write("UPDATE support_request SET status = $2 WHERE id = $1", values![uuid, status]).await;
    }
    let run = "INSERT INTO match_run (id, request_id, stage, policy_version, seed, input_hash, input, ranking, ran_at, audience) \
               SELECT id, id, 'own_group', 1, 0, '', '', '', created_at, ARRAY[school_id] FROM support_request";
    app.write(run, vec![]).await;
    membership(&head, "joinAlliance", &own).await;
    for id in &ids {
        assert_eq!(shown(&broker, id).await["school"]["name"], "Ash Lane");
        assert_eq!(shown(&head, id).await["referrals"][0]["status"], "ENDED", "its own alliance is asked first");
    }
    assert_eq!(app.count(&format!("match_run WHERE '{}' = ANY (audience)", own.id.uuid())).await, 4);
    let late = takes(&other.broker().await, &pooled).await;
    assert_eq!(late.refused().code, "NOT_FOUND", "it waits for nobody else any more");
    request_act(&broker, "triageRequest", &ids[0]).await.done();
    assert_eq!(app.settle().await.events().iter().filter(|name| **name == "referral.ended").count(), 4);
}

#[tokio::test]
async fn an_alliance_whose_school_has_left_reads_none_of_what_waits_and_any_may_take_it_on() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let (left, kept) = (app.alliance("Trent", &oak, &[&ash]).await, app.alliance("Avon", &oak, &[&ash]).await);
    let (former, other) = (left.broker().await, kept.broker().await);
    let head = ash.head().await;
    let mut terms = anonymous(&app).await;
    terms["disclosure"] = json!("NAMED");
    let (open, unmet) = (raised(&head, terms.clone()).await, raised(&head, terms).await);
    let mark = async |who: &Persona<'_>| {
        app.searched(&unmet, "national").await;
        let input = json!({"request": unmet, "reason": "NO_CANDIDATE"});
        act(who, "markUnmet", "MarkUnmetInput", "request", "id", input).await.done();
    };
    mark(&former).await;
    let refer = json!({"input": {"request": open, "reason": "Nobody here has the time."}});
    former.ask(&step("referRequest", "ReferRequestInput", "referral"), refer).await.done();
    membership(&head, "leaveAlliance", &left).await;
    for id in [&open, &unmet] {
        assert!(shown(&former, id).await.is_null(), "it is not theirs to read any longer");
        assert!(shown(&other, id).await.is_object());
    }
    membership(&head, "leaveAlliance", &kept).await;
    let seen = shown(&former, &open).await;
    assert_eq!(seen["referrals"][1]["reason"], "The school belongs to no alliance.");
    assert!(shown(&other, &unmet).await.is_null(), "nobody is asked for what is over");
    request_act(&head, "reopenRequest", &unmet).await.done();
    for id in [&open, &unmet] {
        let seen = shown(&other, id).await;
        let mut seen = seen.clone();
        let referrals = seen["referrals"].as_array().unwrap();
        seen["referrals"] = json!([referrals.iter().find(|it| it["status"] == "SENT").unwrap()]);
        takes(&other, &seen).await.done();
    }
    mark(&other).await;
    app.settle().await;
}

#[tokio::test]
async fn a_raise_does_not_pass_a_leave_or_a_join_of_which_its_process_has_not_heard() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let (left, joined) = (app.alliance("Trent", &oak, &[&ash]).await, app.alliance("Avon", &oak, &[]).await);
    let (former, own) = (left.broker().await, joined.broker().await);
    let head = ash.head().await;
    let terms = anonymous(&app).await;
    let late = [app.replica(&[]).await, app.replica(&[]).await, app.replica(&[]).await];
    membership(&head, "joinAlliance", &joined).await;
    let told = raised(&head.at(&late[0]), terms.clone()).await;
    membership(&head, "leaveAlliance", &left).await;
    let after = raised(&head.at(&late[1]), terms.clone()).await;
    assert!(shown(&own, &told).await["school"].is_object() && shown(&own, &after).await["school"].is_object());
    assert!(shown(&former, &after).await.is_null() && shown(&former, &told).await.is_null());
    membership(&head, "leaveAlliance", &joined).await;
    let alone = raised(&head.at(&late[2]), terms).await;
    for who in [&former, &own] {
        let seen = shown(who, &alone).await;
        assert_eq!((&seen["school"], &seen["referrals"][0]["national"]), (&Json::Null, &json!(true)));
    }
    app.settle().await;
}
