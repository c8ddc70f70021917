//! The clocks of service levels are seen while they run, and whoever must act is reminded before they run out.

use chrono::TimeDelta;
use lateral_tests::deal::{Deal, act, read};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::{heard, raised, triaged};
use crate::identity::notifications::told;

/// By when somebody was told that something is due, each time that they were.
async fn due(who: &Persona<'_>, kind: &str) -> Vec<String> {
    let all = told(who).await;
    all.iter().filter(|it| it["kind"] == kind).map(|it| it["dueAt"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn pass(app: &TestApp, time: TimeDelta) {
    app.clock.advance(time);
    app.settle().await;
    app.settle().await;
}

/// By when somebody is to be proposed for a request, as a reader sees it.
async fn candidate_due(who: &Persona<'_>, request: &str) -> Json {
    let document = "query($id: ID!) { supportRequest(id: $id) { id candidateDueAt } }";
    let answer = who.ask(document, json!({"id": request})).await;
    assert_eq!(answer.done()["supportRequest"]["id"], request, "the request is seen");
    answer.at("supportRequest.candidateDueAt").clone()
}

#[tokio::test]
async fn by_when_somebody_is_to_be_proposed_is_seen_by_school_and_brokers_who_are_reminded() {
    let app = TestApp::start().await;
    let (ash, oak) = (app.school("Ash Lane").await, app.school("Oak Hill").await);
    let (own, other) = (app.alliance("Avon", &ash, &[]).await, app.alliance("Severn", &oak, &[]).await);
    let (head, broker, asked) = (ash.head().await, own.broker().await, other.broker().await);
    for disclosure in ["NAMED", "ANONYMOUS"] {
        let id = raised(&head, json!({"disclosure": disclosure})).await;
        let by = app.clock.now().plus_days(2).to_string();
        triaged(&broker, &id).await;
        let input = json!({"request": id, "alliance": other.id.to_string(), "reason": "Nobody here has the time."});
        broker.ask(&act("referRequest", "ReferRequestInput", "referral"), json!({ "input": input })).await.done();
        for who in [&head, &broker] {
            assert_eq!(candidate_due(who, &id).await, by, "{disclosure}");
        }
        assert_eq!(candidate_due(&asked, &id).await, Json::Null, "{disclosure}: who is asked is no broker of it yet");
        pass(&app, TimeDelta::hours(35)).await;
        let before = due(&broker, "request.candidate_due").await.len();
        pass(&app, TimeDelta::hours(2)).await;
        let reminded = due(&broker, "request.candidate_due").await;
        assert_eq!((reminded.len(), &reminded[0]), (before + 1, &by), "{disclosure}");
        for who in [&head, &asked] {
            assert!(due(who, "request.candidate_due").await.is_empty(), "{disclosure}");
        }
    }
}

#[tokio::test]
async fn whoever_proposes_somebody_in_time_is_not_reminded() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.proposed().await;
    assert_eq!(candidate_due(&deal.broker, &deal.request.to_string()).await, Json::Null);
    pass(&app, TimeDelta::hours(40)).await;
    assert!(due(&deal.broker, "request.candidate_due").await.is_empty());
}

#[tokio::test]
async fn a_school_that_gives_has_brokers_who_are_reminded_before_support_is_to_be_agreed() {
    let app = TestApp::start().await;
    app.clock.advance(TimeDelta::days(15));
    let deals = [app.deal().await, app.deal().await];
    let given = "UPDATE support_request SET asker_guaranteed = true WHERE id = $1";
    app.write(given, values![deals[0].request.uuid()]).await;
    let by = app.clock.now().plus_days(21).to_string();
    for deal in &deals {
        deal.proposed().await;
    }
    pass(&app, TimeDelta::days(17)).await;
    assert!(due(&deals[0].broker, "request.guarantee_due").await.is_empty(), "it is too early");
    pass(&app, TimeDelta::hours(25)).await;
    assert_eq!(due(&deals[0].broker, "request.guarantee_due").await, [by]);
    assert!(due(&deals[1].broker, "request.guarantee_due").await.is_empty(), "nobody is guaranteed it");
}

/// By when the first steps of some work are due, as a reader sees it.
async fn steps_due(who: &Persona<'_>, deployment: &str) -> Json {
    let document = "query($id: ID!) { node(id: $id) { ... on Deployment { meetingDueAt recordDueAt(visitedOn: \
         \"2026-12-18\") } } }";
    who.ask(document, json!({"id": deployment})).await.done()["node"].clone()
}

/// How often the head who gives, the specialist, the head who receives and the broker were reminded.
async fn reminded(deal: &Deal<'_>, kind: &str) -> [usize; 4] {
    let mut all = [0; 4];
    for (who, number) in
        [&deal.home_head, &deal.specialist.persona, &deal.host_head, &deal.broker].into_iter().zip(&mut all)
    {
        *number = due(who, kind).await.len();
    }
    all
}

#[tokio::test]
async fn by_when_those_who_work_together_meet_is_seen_and_whoever_gives_is_reminded() {
    for meets in [false, true] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let deployment = deal.planned().await;
        let by = app.clock.now().plus_days(7).to_string();
        for who in [&deal.home_head, &deal.host_head, &deal.broker, &deal.specialist.persona] {
            assert_eq!(steps_due(who, &deployment.to_string()).await["meetingDueAt"], by);
        }
        pass(&app, TimeDelta::hours(6 * 24 - 1)).await;
        assert_eq!(reminded(&deal, "deployment.meeting_due").await, [0; 4], "it is too early");
        if meets {
            deal.home_head.meet(deployment, json!({})).await.done();
        }
        pass(&app, TimeDelta::hours(2)).await;
        let told = if meets { [0; 4] } else { [1, 1, 0, 0] };
        assert_eq!(reminded(&deal, "deployment.meeting_due").await, told);
        if !meets {
            assert_eq!(due(&deal.home_head, "deployment.meeting_due").await, [by]);
        }
    }
}

#[tokio::test]
async fn of_a_peer_visit_that_a_broker_proposed_everybody_is_reminded_as_of_other_work() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("PEER_VISIT").await;
    let input = json!({"offer": deal.offer.to_string(), "request": deal.request.to_string(), "halfDays": 2});
    let sent =
        deal.broker.ask(&act("proposeSupport", "ProposeSupportInput", "proposal"), json!({"input": input})).await;
    for head in [&deal.home_head, &deal.host_head] {
        head.accept(read(&sent.text("proposeSupport.proposal.id"))).await.done();
    }
    pass(&app, TimeDelta::hours(6 * 24 + 1)).await;
    assert_eq!(reminded(&deal, "deployment.meeting_due").await, [1, 1, 0, 0]);
    pass(&app, TimeDelta::days(7)).await;
    assert_eq!(reminded(&deal, "deployment.agreement_due").await, [1, 0, 1, 1], "the alliance signs as well");
}

#[tokio::test]
async fn by_when_a_visit_is_written_down_is_seen_and_whoever_gives_is_reminded_of_a_step_without_one() {
    // The school that gives takes a step of the plan by Friday the 18th of December; Christmas lies in between.
    for written in [false, true] {
        let app = TestApp::start().await;
        let deal = app.deal().await;
        let deployment = deal.active().await;
        let by = "2026-12-30T00:00:00.000000Z";
        assert_eq!(steps_due(&deal.home_head, &deployment.to_string()).await["recordDueAt"], by);
        if written {
            deal.recorded(deployment, 1).await;
        }
        pass(&app, TimeDelta::days(49)).await;
        assert_eq!(reminded(&deal, "deployment.record_due").await, [0; 4], "it is too early");
        pass(&app, TimeDelta::days(1)).await;
        let told = if written { [0; 4] } else { [1, 1, 0, 0] };
        assert_eq!(reminded(&deal, "deployment.record_due").await, told);
        if !written {
            assert_eq!(due(&deal.home_head, "deployment.record_due").await, [by]);
        }
    }
}

#[tokio::test]
async fn a_broker_who_wishes_to_hear_of_no_deadlines_hears_what_is_late_of_their_own() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let document = "mutation { setNotificationPreference(input: {topic: DEADLINES, way: NONE}) { noted } }";
    deal.broker.asks(document).await.done();
    deal.planned().await;
    app.settle().await;
    app.clock.advance(TimeDelta::hours(7 * 24 + 1));
    app.settle().await;
    let late = ("service_level.breached".to_owned(), "The initial meeting is late: “Reading”, of Elm Park.".to_owned());
    assert!(heard(&deal.broker).await.contains(&late), "what is due from oneself stays in the list");
    app.clock.advance(TimeDelta::hours(24));
    app.settle().await;
    let told = "The initial meeting is still missing, and all of the alliance are told: “Reading”, of Elm Park.";
    assert_eq!(heard(&deal.broker).await[0].1, told);
}
