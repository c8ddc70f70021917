//! Work that goes on from the school to which its specialist has moved: who says so, and whose it is from which day on.

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::{Deployment, Visit};
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::grant::paid_by;
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::carrying_on::converts;
use super::moving::{joins, take_over};

/// The specialist of a deal moves to another school, whose head takes them over.
async fn moves<'a>(app: &'a TestApp, deal: &Deal<'_>) -> (SchoolOf<'a>, Persona<'a>) {
    let oak = app.school("Oak Hill").await;
    let head = oak.head().await;
    // The head knows whom they take over by a role, which makes them known.
    joins(app, &deal.specialist.persona, &oak, "specialist").await;
    take_over(&head, &deal.specialist.persona).await.done();
    (oak, head)
}

async fn recorded(who: &Persona<'_>, deployment: Id<Deployment>) -> Id<Visit> {
    // In person nobody comes without an assurance of the new employer's, which is another story.
    let document = act("recordVisit", "RecordVisitInput", "visit");
    let input = json!({
        "deployment": deployment.to_string(), "visitedOn": who.app.clock.now().day(), "mode": "REMOTE",
        "halfDays": 1, "note": "Planned the next lessons together.",
    });
    let answer = who.ask(&document, json!({"input": input})).await;
    answer.done();
    read(&answer.text("recordVisit.visit.id"))
}

async fn gross(who: &Persona<'_>, school: &SchoolOf<'_>) -> Json {
    let document = format!(
        "{{ school(urn: \"{}\") {{ statement(month: \"2026-11-01\", side: HOME) {{ total {{ price {{ gross }} }} }} }} }}",
        school.urn
    );
    who.asks(&document).await.at("school.statement.total.price.gross").clone()
}

#[tokio::test]
async fn later_visits_are_the_new_schools_and_earlier_ones_stay_the_former_ones() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 5_000});
    deal.signed_by_one(deployment, paid).await;
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let maya = &deal.specialist.persona;
    let confirmed = recorded(maya, deployment).await;
    deal.host_head.visit("confirmVisit", confirmed).await.done();
    app.clock.advance(TimeDelta::days(1));
    let waits = recorded(maya, deployment).await;
    let (oak, head) = moves(&app, &deal).await;

    let read_by = "query($id: ID!) { deployment(id: $id) { departure { takenOnBy { name } keptAt } visits(first: 5) { nodes { id } } } }";
    let id = json!({"id": deployment.to_string()});
    let seen = head.ask(read_by, id.clone()).await;
    let asked = json!({"departure": {"takenOnBy": null, "keptAt": null}, "visits": {"nodes": []}});
    assert_eq!(seen.at("deployment"), &asked, "whoever is asked reads what it is, and nothing of how it went");
    assert_eq!(deal.broker.step("keepDeployment", deployment).await.refused().code, "NEW_HOME_NOT_ASKED");
    for other in [&deal.home_head, &deal.host_head, &deal.broker, maya] {
        assert_eq!(
            other.step("takeOnDeployment", deployment).await.refused().code,
            "NOT_ALLOWED",
            "{:?}",
            other.role()
        );
    }
    head.step("takeOnDeployment", deployment).await.done();
    assert_eq!(head.step("takeOnDeployment", deployment).await.refused().code, "STEP_NOT_OPEN");
    let post = "INSERT INTO employment VALUES ($1, $2, $3, 'Governor', '2020-09-01', NULL)";
    let involved = deal.alliance.broker().await;
    app.write(post, values![app.app.ids.uuid(), involved.who().person.uuid(), oak.id.uuid()]).await;
    assert_eq!(involved.step("keepDeployment", deployment).await.refused().code, "NEW_HOME_INVOLVED");
    deal.broker.step("keepDeployment", deployment).await.done();

    // What was given before the move stays the former school's, whenever it is confirmed.
    deal.host_head.visit("confirmVisit", waits).await.done();
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(deal.home_head.record(deployment, 1).await.refused().code, "NOT_ALLOWED");
    let later = recorded(&head, deployment).await;
    deal.host_head.visit("confirmVisit", later).await.done();
    assert_eq!(gross(&deal.home_head, &deal.home).await, 35_000);
    assert_eq!(gross(&head, &oak).await, 17_500);
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([2, 0, 0, 0, 2]));
    assert_eq!(head.standing(&oak).await, Some([1, 0, 1, 0, 1]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 3, 0, 1, -3]));
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": confirmed.to_string(), "reason": "Another day"}});
    deal.host_head.ask(&reverse, why).await.done();
    assert_eq!(gross(&deal.home_head, &deal.home).await, 17_500);
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 0, 0, 1]));
    assert_eq!(head.standing(&oak).await, Some([1, 0, 2, 0, 1]));
    app.settle().await;
    app.sound().await;
    head.step("completeDeployment", deployment).await.done();
    assert_eq!(head.standing(&oak).await, Some([1, 0, 0, 0, 1]));
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn consents_to_a_release_end_with_the_move_and_are_asked_of_the_new_school() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS"], &["HEAD"]).await;
    let deployment = deal.planned().await;
    let governor = deal.home.somebody(Role::Governor).await;
    deal.signed_by_one(deployment, terms()).await;
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    deal.host_head.consents(deployment, "HEAD").await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    let (oak, head) = moves(&app, &deal).await;
    let asked = "query($id: ID!) { deployment(id: $id) { consents { side status } consentsAsked { given } } }";
    let id = json!({"id": deployment.to_string()});
    let seen = deal.broker.ask(asked, id.clone()).await;
    let ended = json!([{"side": "HOME", "status": "ENDED"}, {"side": "HOST", "status": "GIVEN"}]);
    assert_eq!(seen.at("deployment"), &json!({"consents": ended, "consentsAsked": [{"given": false}]}));
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "CONSENT_MISSING");
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|name| **name == "consent.ended").count(), 1, "{:?}", told.events());

    // What the former school says once more counts for nothing after the work is another's.
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    head.step("takeOnDeployment", deployment).await.done();
    deal.broker.step("keepDeployment", deployment).await.done();
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "CONSENT_MISSING");
    let no = governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.refused();
    assert_eq!(no.code, "NOT_YOURS_TO_CONSENT");
    oak.somebody(Role::Governor).await.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn nobody_gives_to_the_school_where_they_work() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    joins(&app, &deal.specialist.persona, &deal.host, "specialist").await;
    take_over(&deal.host_head, &deal.specialist.persona).await.done();
    assert_eq!(deal.host_head.step("takeOnDeployment", deployment).await.refused().code, "NEW_HOME_RECEIVES");
    assert_eq!(deal.broker.step("keepDeployment", deployment).await.refused().code, "NEW_HOME_NOT_ASKED");
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input =
        json!({"input": {"deployment": deployment.to_string(), "code": "SCHOOL_CHANGED", "reason": "A colleague now"}});
    deal.broker.ask(&stop, input).await.done();
    assert!(!app.settle().await.events().contains(&"deployment.home_asked"));
    app.sound().await;
}

#[tokio::test]
async fn a_school_that_takes_work_on_and_converts_has_still_taken_it_on() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    let (oak, head) = moves(&app, &deal).await;
    head.step("takeOnDeployment", deployment).await.done();
    let academy = converts(&app, &oak, "Oak Hill Academy").await;
    deal.broker.step("keepDeployment", deployment).await.done();
    let home = "SELECT count(*) AS number FROM deployment WHERE home_id = $1";
    assert_eq!(app.number(home, academy.id.uuid()).await, 1);
    let kept = "SELECT count(*) AS number FROM former_home WHERE deployment_id = $1";
    assert_eq!(app.number(kept, deployment.uuid()).await, 1);
    let changed = app.owner.run("UPDATE former_home SET until_on = until_on - 1", vec![]).await;
    assert!(changed.is_err(), "what was whose is written once");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_grant_of_the_school_that_gave_does_not_pay_for_work_of_another() {
    let app = TestApp::start().await;
    for of_home in [true, false] {
        let deal = app.deal().await;
        let grant = deal.granted(if of_home { &deal.home } else { &deal.host }, "2026-09-01").await;
        deal.released(&grant, 1).await;
        let deployment = deal.planned().await;
        deal.home_head.declare(deployment, &[]).await.done();
        deal.host_head.declare(deployment, &[]).await.done();
        let payer = if of_home { &deal.home_head } else { &deal.host_head };
        payer.agree(deployment, Some(paid_by(&grant, 30_000))).await.done();
        deal.broker.agree_for_alliance(deployment, None).await.done();
        let other = if of_home { &deal.host_head } else { &deal.home_head };
        other.agree(deployment, None).await.done();
        let (_, head) = moves(&app, &deal).await;
        head.step("takeOnDeployment", deployment).await.done();
        let kept = deal.broker.step("keepDeployment", deployment).await;
        if of_home {
            assert_eq!(kept.refused().code, "GRANT_FOREIGN");
        } else {
            kept.done();
        }
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_school_that_pays_for_support_does_not_become_its_giver() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let head = oak.head().await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    head.commission("answerCommission", json!({"commission": id, "backs": true})).await.done();
    let deployment = deal.planned().await;
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 0});
    deal.signed_by_one(deployment, paid).await;
    deal.host_head.agree(deployment, None).await.done();
    joins(&app, &deal.specialist.persona, &oak, "specialist").await;
    take_over(&head, &deal.specialist.persona).await.done();
    head.step("takeOnDeployment", deployment).await.done();
    assert_eq!(deal.broker.step("keepDeployment", deployment).await.refused().code, "COMMISSION_BY_GIVER");
    app.settle().await;
    app.sound().await;
}

/// One half-day that a school owes to the one that asks.
async fn owes(deal: &Deal<'_>, head: &Persona<'_>, of: &SchoolOf<'_>) -> String {
    let input = json!({"debtor": of.gid(), "creditor": deal.host.gid(), "kind": "GIVE_BACK", "halfDays": 1,
        "dueOn": "2027-06-30", "source": "AGREEMENT", "note": "A morning of phonics"});
    let document = act("createObligation", "CreateObligationInput", "obligation");
    head.ask(&document, json!({ "input": input })).await.text("createObligation.obligation.id")
}

#[tokio::test]
async fn what_the_former_school_gave_meets_nothing_that_the_new_one_owes() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let earlier = owes(&deal, &deal.home_head, &deal.home).await;
    let deployment = deal.active().await;
    let visit = recorded(&deal.specialist.persona, deployment).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let (oak, head) = moves(&app, &deal).await;
    let later = owes(&deal, &head, &oak).await;
    head.step("takeOnDeployment", deployment).await.done();
    deal.broker.step("keepDeployment", deployment).await.done();
    let meets = async |obligation: &str| {
        let input = json!({"obligation": obligation, "how": "It was given", "deployment": deployment.to_string()});
        deal.host_head.ask(&act("meetObligation", "MeetObligationInput", "obligation"), json!({ "input": input })).await
    };
    assert_eq!(meets(&later).await.refused().code, "GIVEN_TOO_LITTLE", "the former school gave that");
    let raced = "UPDATE obligation SET status = 'met', ended_at = now(), ended_by = 'Given', met_with = $1 \
                 WHERE debtor_id = $2";
    let refused = app.owner.run(raced, values![deployment.uuid(), oak.id.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("obligation_met_by_work_that_covers_it"));
    meets(&earlier).await.done();
    app.clock.advance(TimeDelta::days(1));
    let own = recorded(&head, deployment).await;
    deal.host_head.visit("confirmVisit", own).await.done();
    meets(&later).await.done();
    app.settle().await;
    app.sound().await;

    // What one of them gave is taken back, and only what that met is owed again, whoever stands in its place by then.
    converts(&app, &deal.home, "Ash Lane Academy").await;
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let why = json!({"input": {"visit": visit.to_string(), "reason": "Another day"}});
    deal.host_head.ask(&reverse, why).await.done();
    let met = "SELECT count(*) AS number FROM obligation WHERE met_with = $1";
    assert_eq!(app.number(met, deployment.uuid()).await, 1);
    let met = "SELECT count(*) AS number FROM obligation WHERE status = 'met' AND debtor_id = $1";
    assert_eq!(app.number(met, oak.id.uuid()).await, 1, "what its own work met stays met");
    app.settle().await;
    app.sound().await;
}
