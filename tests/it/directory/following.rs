//! What somebody holds or has applied for follows them to another school, whose head speaks for them and reads of it.

use domain::access::Role;
use lateral_tests::deal::{Deal, act};
use lateral_tests::designation::findings;
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::moving::{joins, take_over};

/// The specialist moves to a new school, which is in no alliance.
async fn moves<'a>(deal: &Deal<'a>) -> (SchoolOf<'a>, Persona<'a>) {
    let oak = deal.app.school("Oak Hill").await;
    let head = oak.head().await;
    joins(deal.app, &deal.specialist.persona, &oak, "specialist").await;
    take_over(&head, &deal.specialist.persona).await.done();
    (oak, head)
}

/// What somebody reads of a designation; nothing if they may not.
async fn seen(who: &Persona<'_>, id: &str) -> Json {
    let document = "query($id: ID!) { designation(id: $id) { status home { name } appliedFrom { name } reference
        assessments { met } } }";
    who.ask(document, json!({"id": id})).await.at("designation").clone()
}

async fn speaks(who: &Persona<'_>, id: &str) -> lateral_tests::Answer {
    let said = json!({"text": "Leads well.", "releases": true});
    who.designation("referenceDesignation", "ReferenceDesignationInput", id, said).await
}

/// How often somebody was told of something.
async fn told(who: &Persona<'_>, kind: &str) -> i64 {
    let sql = format!("SELECT count(*) AS number FROM notification WHERE person_id = $1 AND kind = '{kind}'");
    who.app.number(&sql, who.who().person.uuid()).await
}

#[tokio::test]
async fn an_application_that_is_not_decided_waits_for_the_new_heads_word() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.referenced().await;
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    let judged = json!({"findings": findings(true)});
    assessor.designation("assessDesignation", "AssessDesignationInput", &id, judged.clone()).await.done();
    let (_, head) = moves(&deal).await;
    let returned = json!({
        "status": "APPLIED", "home": {"name": "Oak Hill"}, "appliedFrom": {"name": "Ash Lane"}, "reference": null,
        "assessments": [],
    });
    assert_eq!(seen(&head, &id).await, returned);
    assert_eq!(seen(&deal.home_head, &id).await, Json::Null, "it is not the former head's any more");
    let until = json!({"until": "2027-08-31"});
    let no = deal.broker.designation("designate", "DesignateInput", &id, until.clone()).await.refused();
    assert_eq!(no.code, "STEP_NOT_OPEN");
    let settled = app.settle().await;
    assert!(settled.events().contains(&"designation.returned"), "{:?}", settled.events());
    for (who, times) in [(&head, 1), (&deal.specialist.persona, 1), (&deal.home_head, 0), (&deal.broker, 0)] {
        assert_eq!(told(who, "designation.returned").await, times, "{:?}", who.role());
    }
    assert_eq!(speaks(&deal.home_head, &id).await.refused().code, "NOT_FOUND");
    speaks(&head, &id).await.done();
    assessor.designation("assessDesignation", "AssessDesignationInput", &id, judged).await.done();
    deal.broker.designation("designate", "DesignateInput", &id, until).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_held_is_read_where_its_holder_works_and_no_longer_where_they_worked() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.designated().await;
    let (_, head) = moves(&deal).await;
    let it = seen(&head, &id).await;
    assert_eq!((&it["status"], &it["appliedFrom"]["name"]), (&json!("DESIGNATED"), &json!("Ash Lane")));
    assert_eq!(seen(&deal.home_head, &id).await, Json::Null);
    let why = json!({"reason": "On leave"});
    deal.broker.designation("suspendDesignation", "DesignationReasonInput", &id, why).await.done();
    app.settle().await;
    assert_eq!(
        (told(&head, "designation.suspended").await, told(&deal.home_head, "designation.suspended").await),
        (1, 0)
    );
    app.sound().await;
}

#[tokio::test]
async fn it_follows_whoever_is_listed_anew_and_not_taken_over_too() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.referenced().await;
    let maya = &deal.specialist.persona;
    let end = act("endListing", "EndListingInput", "specialist");
    deal.home_head.ask(&end, json!({"input": {"specialist": deal.specialist.id.to_string()}})).await.done();
    let oak = app.school("Oak Hill").await;
    let head = oak.head().await;
    joins(&app, maya, &oak, "specialist").await;
    let maths = head.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let input = json!({
        "person": maya.who().person.to_string(), "name": "Robin Example", "post": "MIDDLE_LEADER",
        "specialisms": [maths.at("expertise.id")], "supports": ["TEACHER"], "travelMinutes": 45,
    });
    head.ask(&act("listSpecialist", "ListSpecialistInput", "specialist"), json!({"input": input})).await.done();
    assert_eq!(seen(&head, &id).await["status"], "APPLIED");
    speaks(&head, &id).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn an_appeal_after_a_move_waits_for_the_new_head_and_the_database_takes_the_order_of_its_days() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let id = deal.referenced().await;
    let judges = async |by: &Persona<'_>| {
        let judged = json!({"findings": findings(false)});
        by.designation("assessDesignation", "AssessDesignationInput", &id, judged).await
    };
    let (first, second) =
        (deal.alliance.somebody(Role::QaAssessor).await, deal.alliance.somebody(Role::QaAssessor).await);
    let maya = &deal.specialist.persona;
    let why = json!({"reason": "For a reason"});
    let later = || app.clock.advance(chrono::TimeDelta::hours(1));
    later();
    judges(&first).await.done();
    deal.broker.designation("declineDesignation", "DesignationReasonInput", &id, why.clone()).await.done();
    later();
    let (_, head) = moves(&deal).await;
    later();
    maya.designation("appealDesignation", "DesignationReasonInput", &id, why.clone()).await.done();
    assert_eq!(seen(&head, &id).await["status"], "APPLIED");
    later();
    speaks(&head, &id).await.done();
    later();
    assert_eq!(judges(&first).await.refused().code, "SAME_ASSESSOR");
    judges(&second).await.done();
    deal.broker.designation("declineDesignation", "DesignationReasonInput", &id, why).await.done();
    app.settle().await;
    app.sound().await;
    for crooked in [
        "moved_at = NULL",
        "moved_at = applied_at - interval '1 second'",
        "referenced_at = appealed_at - interval '4 hours'",
    ] {
        let refused = app.owner.run(&format!("UPDATE designation SET {crooked}"), values![]).await.unwrap_err();
        assert!(refused.constraint().is_some_and(|it| it.starts_with("designation_check")), "{crooked}: {refused}");
    }
}
