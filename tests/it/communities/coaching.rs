//! Practice as a coach: begun at one's own school, heard after six months, and asked for before one coaches at others
//! (DOMAIN H121).

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::Deployment;
use domain::identity::Person;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SEEN: &str = "{ coachingPractices(first: 5) { nodes { status begunOn feedbackDueOn feedback feedbackBy { name }
    endReason school { name } } } }";

async fn seen(who: &Persona<'_>) -> Json {
    who.asks(SEEN).await.at("coachingPractices.nodes").clone()
}

fn person(who: &Persona<'_>) -> Id<Person> {
    who.who().person
}

async fn begun(deal: &Deal<'_>, on: &str) -> String {
    let begun = deal.home_head.begins_coach(person(&deal.specialist.persona), on).await;
    begun.done();
    begun.text("beginCoaching.coachingPractice.id")
}

#[tokio::test]
async fn a_coach_practises_for_six_months_and_then_has_feedback_from_the_head() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let coach = &deal.specialist.persona;
    let no = async |who: &Persona<'_>, of, on: &str| {
        let no = who.begins_coach(of, on).await.refused();
        (no.code, no.field)
    };
    let told = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    let today = app.clock.now().day();
    assert_eq!(no(coach, person(coach), "2026-11-09").await, told("NOT_ALLOWED", ""));
    assert_eq!(no(&deal.home_head, person(coach), "2030-01-01").await, told("DATE_TOO_FAR", "begunOn"));
    assert_eq!(no(&deal.home_head, person(coach), "2015-01-01").await, told("DATE_PASSED", "begunOn"));
    assert_eq!(no(&deal.home_head, person(&deal.host_head), "2026-11-09").await, told("NOT_FOUND", "person"));
    let left = deal.home.somebody(Role::Coordinator).await;
    deal.home_head.ends_role(left.who().membership).await.done();
    assert_eq!(no(&deal.home_head, person(&left), "2026-11-09").await, told("COACH_NOT_OF_SCHOOL", "person"));

    let id = begun(&deal, &today.to_string()).await;
    assert_eq!(no(&deal.home_head, person(coach), "2026-11-09").await, told("COACHING_BEGUN_ALREADY", "person"));
    assert_eq!(deal.home_head.gives_feedback(&id, "Listens well.").await.refused().code, "COACHING_FEEDBACK_EARLY");
    app.settle().await;
    app.clock.advance(TimeDelta::days(170));
    app.settle().await;
    let reminded = "query { viewer { notifications(first: 1) { nodes { text } } } }";
    let reminded = deal.home_head.asks(reminded).await.text("viewer.notifications.nodes.0.text");
    assert_eq!(reminded, "Feedback on coaching is due: somebody coaches within Ash Lane.");

    app.clock.advance(TimeDelta::days(20));
    assert_eq!(deal.host_head.gives_feedback(&id, "Listens well.").await.refused().code, "NOT_FOUND");
    assert_eq!(coach.gives_feedback(&id, "I listen well.").await.refused().code, "NOT_ALLOWED");
    deal.home_head.gives_feedback(&id, "Listens well.").await.done();
    assert_eq!(deal.home_head.gives_feedback(&id, "Again.").await.refused().code, "STEP_NOT_OPEN");
    for who in [coach, &deal.home_head] {
        let it = &seen(who).await[0];
        assert_eq!((&it["status"], &it["feedback"]), (&json!("FEEDBACK_GIVEN"), &json!("Listens well.")));
    }
    for who in [&deal.host_head, &deal.broker, &deal.home.somebody(Role::Coordinator).await] {
        assert_eq!(seen(who).await, json!([]), "{:?}", who.role());
    }
    let own = begins_own(&deal).await;
    assert_eq!(deal.home_head.gives_feedback(&own, "I coach well.").await.refused().code, "COACHING_FEEDBACK_OWN");
    let settled = app.settle().await;
    assert!(settled.events().contains(&"coaching_practice.feedback_given"), "{settled:?}");
}

/// The head coaches too, and has for a year.
async fn begins_own(deal: &Deal<'_>) -> String {
    let begun = deal.home_head.begins_coach(person(&deal.home_head), "2026-01-05").await;
    begun.done();
    begun.text("beginCoaching.coachingPractice.id")
}

#[tokio::test]
async fn practice_ends_by_a_word_or_with_the_last_role_at_the_school() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let coach = &deal.specialist.persona;
    let id = begun(&deal, "2026-11-02").await;
    let document = act("endCoaching", "EndCoachingInput", "coachingPractice");
    let end = async |who: &Persona<'_>| {
        who.ask(&document, json!({"input": {"coachingPractice": id, "reason": "NO_TIME"}})).await
    };
    assert_eq!(end(&deal.host_head).await.refused().code, "NOT_FOUND");
    end(coach).await.done();
    assert_eq!(end(coach).await.refused().code, "STEP_NOT_OPEN");
    begun(&deal, "2026-11-03").await;
    deal.home_head.ends_role(coach.who().membership).await.done();
    let shown = seen(&deal.home_head).await;
    assert_eq!((&shown[0]["endReason"], &shown[1]["endReason"]), (&json!("MOVED_ON"), &json!("NO_TIME")));
    app.settle().await;
}

const PUBLISH: &str = "mutation($input: OfferInput!) { publishOffer(input: $input) {
    offer { status } userErrors { code field message rule warning } } }";

/// An offer of coaching by the specialist of a deal, drafted.
async fn drafted(deal: &Deal<'_>) -> String {
    let maths = deal.home_head.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let terms = json!({
        "kind": "COACHING", "title": "Coaching for leaders", "summary": "Six sessions over a term.",
        "expertise": [maths.at("expertise.id")], "keyStages": ["KS2"], "modes": ["IN_PERSON"], "format": "SUSTAINED",
        "halfDaysPerHalfTerm": 6, "travelMinutes": 45, "settlements": ["RECIPROCAL_CREDIT"],
        "specialist": deal.specialist.id.to_string(),
    });
    let document = act("draftOffer", "DraftOfferInput", "offer");
    let drafted = deal.home_head.ask(&document, json!({"input": {"terms": terms}})).await;
    drafted.done();
    drafted.text("draftOffer.offer.id")
}

const WHY: &str = "She has coached in industry for years.";

fn reason() -> Json {
    json!([{"code": "COACH_UNTRIED", "reason": WHY}])
}

#[tokio::test]
async fn whoever_offers_a_coach_before_there_was_feedback_is_warned_and_says_why() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let publish = async |offer: &str, overrides: Json| {
        deal.home_head.ask(PUBLISH, json!({"input": {"offer": offer, "overrides": overrides}})).await
    };
    let offer = drafted(&deal).await;
    let warned = publish(&offer, json!(null)).await;
    assert_eq!((warned.refused().code.as_str(), warned.refused().field.as_str()), ("COACH_UNTRIED", "overrides"));
    let error = warned.at("publishOffer.userErrors.0");
    assert_eq!((&error["warning"], &error["rule"]), (&json!(true), &json!("DOMAIN H121")));
    publish(&offer, reason()).await.done();
    let list = "{ overrulings(first: 5) { nodes { code reason subject } } }";
    let kept = json!([{"code": "COACH_UNTRIED", "reason": WHY, "subject": offer}]);
    for who in [&deal.home_head, &deal.broker] {
        assert_eq!(who.asks(list).await.at("overrulings.nodes"), &kept, "{:?}", who.role());
    }
    assert_eq!(deal.host_head.asks(list).await.at("overrulings.nodes"), &json!([]));

    // A published offer that becomes one of coaching is weighed as well.
    let maths = deal.home_head.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
    let document = "mutation($input: ReviseOfferInput!) { reviseOffer(input: $input) {
        offer { id } userErrors { code field message } } }";
    let version = app.number("SELECT version::bigint AS number FROM offer WHERE id = $1", deal.offer.uuid()).await;
    let revise = async |overrides: Json| -> Answer {
        let terms = json!({
            "kind": "COACHING", "title": "Coaching", "summary": "Six sessions.", "expertise": [maths.at("expertise.id")],
            "keyStages": ["KS2"], "modes": ["REMOTE"], "format": "SUSTAINED", "halfDaysPerHalfTerm": 6,
            "settlements": ["RECIPROCAL_CREDIT"], "specialist": deal.specialist.id.to_string(),
        });
        let input = json!({"offer": deal.offer.to_string(), "expectedVersion": version, "terms": terms,
            "overrides": overrides});
        deal.home_head.ask(document, json!({"input": input})).await
    };
    assert_eq!(revise(json!(null)).await.refused().code, "COACH_UNTRIED");
    revise(reason()).await.done();

    let second = drafted(&deal).await;
    deal.practised().await;
    publish(&second, json!(null)).await.done();
    app.settle().await;
}

#[tokio::test]
async fn the_head_who_lends_a_coach_answers_for_it_and_the_other_head_does_not() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("COACHING").await;
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    let part = json!({"coaching": {"focus": "Questioning", "goal": "Fewer closed questions"}});
    let input = json!({"deployment": deployment.to_string(), "part": part});
    let document = act("prepareDeployment", "PrepareDeploymentInput", "deployment");
    deal.host_head.ask(&document, json!({"input": input})).await.done();
    deal.host_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    assert_eq!(deal.home_head.agree(deployment, None).await.refused().code, "COACH_UNTRIED");
    assert_eq!(status(&deal, deployment).await, "PLANNED", "a warning keeps it back");
    let document = act("agreeDeployment", "AgreeDeploymentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "overrides": reason(),
        "expectedVersion": app.version("deployment", deployment.uuid()).await});
    deal.home_head.ask(&document, json!({"input": input})).await.done();
    assert_eq!(status(&deal, deployment).await, "AGREED");
    assert_eq!(app.count("overruling WHERE rule = 'coach_untried'").await, 2, "one for the offer, one for the work");
    app.settle().await;
}

async fn status(deal: &Deal<'_>, deployment: Id<Deployment>) -> String {
    let asked = "query($id: ID!) { deployment(id: $id) { status } }";
    deal.broker.ask(asked, json!({"id": deployment.to_string()})).await.text("deployment.status")
}

#[tokio::test]
async fn the_database_itself_keeps_practice_in_its_order() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    begun(&deal, "2026-05-04").await;
    let heard = "status = 'feedback_given', feedback = 'Well.', feedback_by = begun_by, feedback_at =";
    for (change, constraint) in [
        ("status = 'feedback_given'".to_owned(), "coaching_practice_stands_where_it_says"),
        ("feedback = 'Well.'".to_owned(), "coaching_feedback_whole"),
        ("status = 'ended', ended_at = recorded_at".to_owned(), "coaching_practice_ended_for_a_reason"),
        (
            "status = 'ended', end_reason = 'no_time', ended_at = recorded_at - interval '1 day'".to_owned(),
            "coaching_practice_ended_last",
        ),
        ("begun_on = '2027-05-04', feedback_due_on = '2027-11-04'".to_owned(), "coaching_practice_begun_in_the_past"),
        ("feedback_due_on = begun_on".to_owned(), "coaching_feedback_due_in_six_months"),
        (format!("{heard} recorded_at - interval '1 day'"), "coaching_feedback_in_time"),
        (format!("{heard} recorded_at, person_id = begun_by"), "coaching_feedback_by_another"),
    ] {
        let refused = app.owner.run(&format!("UPDATE coaching_practice SET {change}"), values![]).await;
        assert_eq!(refused.expect_err(&change).constraint(), Some(constraint), "{change}");
    }
    let second = "INSERT INTO coaching_practice SELECT (jsonb_populate_record(one, \
                  jsonb_build_object('id', gen_random_uuid()))).* FROM coaching_practice AS one";
    let refused = app.owner.run(second, values![]).await.expect_err("a second practice");
    assert_eq!(refused.constraint(), Some("coaching_practice_once"));
    app.sound().await;
}
