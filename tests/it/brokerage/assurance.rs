//! The word of an employer, without which nobody works at another school (DOMAIN part B).

mod coming;

use chrono::{Days, TimeDelta};
use domain::Id;
use domain::access::Role;
use domain::brokerage::{Deployment, SafeguardingAssurance};
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

/// Gives the word for the specialist of a deal, with whatever else is said.
async fn assure(who: &Persona<'_>, deal: &Deal<'_>, otherwise: Json) -> Answer {
    who.assure(deal.specialist.id, otherwise).await
}

async fn withdraw(who: &Persona<'_>, id: Id<SafeguardingAssurance>) -> Answer {
    let input = json!({"assurance": id.to_string(), "reason": "A new check is under way"});
    who.ask(&act("withdrawAssurance", "WithdrawAssuranceInput", "assurance"), json!({"input": input})).await
}

async fn visit(who: &Persona<'_>, deployment: Id<Deployment>, on: chrono::NaiveDate, mode: &str) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "visitedOn": on, "mode": mode, "halfDays": 1,
        "note": "Watched a lesson."});
    who.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({"input": input})).await
}

/// Takes away what the world's schools have given their word for.
async fn unassured(app: &TestApp) {
    app.write("DELETE FROM safeguarding_assurance", vec![]).await;
}

/// How many people were told of something.
async fn told(app: &TestApp, kind: &str, whom: &Persona<'_>) -> i64 {
    let sql = format!("SELECT count(*) AS number FROM notification WHERE person_id = $1 AND kind = '{kind}'");
    app.number(&sql, whom.who().person.uuid()).await
}

#[tokio::test]
async fn nothing_in_person_is_agreed_or_counted_without_the_employers_word() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    unassured(&app).await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "ASSURANCE_MISSING");
    let coordinator = deal.home.somebody(Role::Coordinator).await;
    for who in [&deal.host_head, &deal.broker, &coordinator, &deal.specialist.persona] {
        assert_eq!(assure(who, &deal, json!({})).await.refused().code, "NOT_ALLOWED", "{:?}", who.role());
    }
    let given = assure(&deal.home_head, &deal, json!({})).await;
    given.done();
    let id: Id<SafeguardingAssurance> = read(&given.text("recordAssurance.assurance.id"));
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let asked = "query($id: ID!) { deployment(id: $id) { assurance { status scope checkedOn validUntil letterRef assuredBy \
                 employer { name } specialist { name } } } }";
    let seen = deal.host_head.ask(asked, json!({"id": deployment.to_string()})).await;
    let shown = json!({"status": "GIVEN", "scope": "ACCOMPANIED", "checkedOn": "2026-09-03", "validUntil": "2027-08-31",
        "letterRef": "Letter of 3 September", "assuredBy": "HEAD", "employer": {"name": "Ash Lane"},
        "specialist": {"name": "Robin Example"}});
    assert_eq!(seen.at("deployment.assurance"), &shown);
    let elsewhere = app.school("Far Away").await.head().await;
    let node = json!({"id": id.to_string()});
    let hidden = elsewhere.ask("query($id: ID!) { node(id: $id) { id } }", node).await;
    assert_eq!(hidden.at("node"), &Json::Null);
    assert_eq!(withdraw(&elsewhere, id).await.refused().code, "NOT_FOUND");
    let today = app.clock.now().day();
    visit(&deal.home_head, deployment, today, "IN_PERSON").await.done();
    app.settle().await;

    // Taken back, it holds from that very day on no more; over the network none is needed.
    app.clock.advance(TimeDelta::days(1));
    let today = app.clock.now().day();
    withdraw(&deal.home_head, id).await.done();
    assert_eq!(withdraw(&deal.home_head, id).await.refused().code, "STEP_NOT_OPEN");
    for mode in ["IN_PERSON", "BLENDED"] {
        let no = visit(&deal.home_head, deployment, today, mode).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("ASSURANCE_MISSING", "mode"));
    }
    let yesterday = today - Days::new(1);
    visit(&deal.home_head, deployment, yesterday, "BLENDED").await.done();
    let remote = visit(&deal.home_head, deployment, today, "REMOTE").await;
    let remote = remote.text("recordVisit.visit.id");
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"visit": remote, "visitedOn": today, "mode": "IN_PERSON", "halfDays": 1, "note": "It was there.",
        "expectedVersion": 1});
    assert_eq!(deal.home_head.ask(&correct, json!({"input": input})).await.refused().code, "ASSURANCE_MISSING");
    let events = app.settle().await;
    assert_eq!(&events.events()[..2], ["assurance.withdrawn", "deployment.unassured"]);
    for whom in [&deal.host_head, &deal.broker, &deal.home_head] {
        assert_eq!(told(&app, "deployment.unassured", whom).await, 1, "{:?}", whom.role());
    }
    assure(&deal.home_head, &deal, json!({})).await.done();
    visit(&deal.home_head, deployment, today, "IN_PERSON").await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_assurance_lapses_by_the_clock_and_its_schools_and_brokers_hear_of_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    unassured(&app).await;
    let last = app.clock.now().day();
    assure(&deal.home_head, &deal, json!({"validUntil": last})).await.done();
    let deployment = deal.active().await;
    app.settle().await;
    assert_eq!(told(&app, "assurance.ends_soon", &deal.home_head).await, 1);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.settle().await.events(), ["assurance.lapsed", "deployment.unassured"]);
    let today = app.clock.now().day();
    assert_eq!(visit(&deal.home_head, deployment, today, "IN_PERSON").await.refused().code, "ASSURANCE_MISSING");
    visit(&deal.home_head, deployment, last, "IN_PERSON").await.done();
    for whom in [&deal.host_head, &deal.broker, &deal.home_head] {
        assert_eq!(told(&app, "deployment.unassured", whom).await, 1, "{:?}", whom.role());
    }
    assert_eq!(app.settle().await.events(), ["visit.recorded"]);
}

#[tokio::test]
async fn what_makes_no_sense_or_holds_a_certificate_is_refused_field_by_field() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    for (otherwise, code, field) in [
        (json!({"checkedOn": "2026-12-01"}), "CHECK_AHEAD", "checkedOn"),
        (json!({"validUntil": "2026-11-01"}), "DATE_PASSED", "validUntil"),
        (json!({"validUntil": "2031-08-31"}), "ASSURANCE_TOO_LONG", "validUntil"),
        (json!({"letterRef": "DBS 0012 3456 7890"}), "CERTIFICATE_NUMBER", "letterRef"),
    ] {
        let no = assure(&deal.home_head, &deal, otherwise).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), (code, field));
    }
    let holds = "UPDATE safeguarding_assurance SET letter = '0012 3456 7890'";
    let refused = app.owner.run(holds, vec![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("assurance_holds_no_certificate"));
    // A head who is a specialist is spoken for by a governor.
    let own = "UPDATE specialist SET person_id = $1";
    app.write(own, values![deal.home_head.who().person.uuid()]).await;
    let no = assure(&deal.home_head, &deal, json!({})).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OWN_ASSURANCE", "specialist"));
    assure(&deal.home.somebody(Role::Governor).await, &deal, json!({})).await.done();
    app.settle().await;
}

#[tokio::test]
async fn a_visit_before_the_day_since_which_it_is_asked_needs_none() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    unassured(&app).await;
    let (today, tomorrow) = (app.clock.now().day(), app.clock.now().day() + Days::new(1));
    let policy = "INSERT INTO assurance_policy VALUES (4, $1, 'As where deployments were open before.', $1, $1)";
    app.write(policy, values![tomorrow]).await;
    visit(&deal.home_head, deployment, today, "IN_PERSON").await.done();
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(visit(&deal.home_head, deployment, tomorrow, "IN_PERSON").await.refused().code, "ASSURANCE_MISSING");
    app.settle().await;
}

#[tokio::test]
async fn the_database_takes_no_visit_without_one() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.active().await;
    deal.recorded(deployment, 1).await;
    unassured(&app).await;
    let refused = app.owner.run("UPDATE visit SET mode = 'blended'", vec![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_rests_on_an_assurance"));
    app.owner.run("UPDATE visit SET mode = 'remote'", vec![]).await.unwrap();
}

#[tokio::test]
async fn the_word_is_asked_of_the_school_whose_people_travel() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("STUDY_VISIT").await;
    unassured(&app).await;
    let deployment = deal.planned().await;
    let plan = json!({"studyVisit": {"agenda": "Assembly, then two lessons", "protocol": "We watch"}});
    deal.prepared(&deal.home_head, deployment, plan).await;
    deal.signed_by_one(deployment, terms()).await;
    app.assured(deal.specialist.id).await;
    let no = deal.host_head.agree(deployment, None).await.refused();
    assert_eq!(no.code, "ASSURANCE_MISSING", "who is visited travels nowhere");
    assert!(no.message.starts_with("People of the school that receives"), "{}", no.message);
    let word = deal.visitors_assured().await;
    word.done();
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let seen = "query ($id: ID!) { deployment(id: $id) { assurance { id } visitorsAssurance { id } } }";
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        let seen = who.ask(seen, json!({"id": deployment.to_string()})).await;
        let word = word.at("recordAssurance.assurance.id");
        assert_eq!(seen.at("deployment"), &json!({"assurance": null, "visitorsAssurance": {"id": word}}));
    }
    let today = app.clock.now().day();
    visit(&deal.home_head, deployment, today, "IN_PERSON").await.done();
    app.settle().await;
    withdraw(&deal.host_head, read(&word.text("recordAssurance.assurance.id"))).await.done();
    assert_eq!(app.settle().await.events()[..2], ["assurance.withdrawn", "deployment.visitors_unassured"]);
    for who in [&deal.home_head, &deal.host_head, &deal.broker] {
        assert_eq!(told(&app, "deployment.visitors_unassured", who).await, 1, "{:?}", who.role());
    }
    assert_eq!(visit(&deal.home_head, deployment, today, "IN_PERSON").await.refused().code, "ASSURANCE_MISSING");
    let refused = app.owner.run("UPDATE visit SET mode = 'blended'", vec![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_rests_on_an_assurance"));
}

#[tokio::test]
async fn where_people_of_both_schools_travel_both_give_their_word() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("PUPIL_COLLABORATION").await;
    unassured(&app).await;
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        let group = json!({"pupilCollaboration": {"description": "Two classes of Year 5", "band": "FROM_31_TO_60"}});
        deal.prepared(head, deployment, group).await;
    }
    deal.signed_by_one(deployment, terms()).await;
    for both in [false, true] {
        assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "ASSURANCE_MISSING");
        if both {
            deal.visitors_assured().await.done();
        } else {
            app.assured(deal.specialist.id).await;
        }
    }
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    visit(&deal.home_head, deployment, app.clock.now().day(), "IN_PERSON").await.done();
    app.settle().await;
    app.sound().await;
    app.write("DELETE FROM safeguarding_assurance WHERE specialist_id IS NULL", vec![]).await;
    let refused = app.owner.run("UPDATE visit SET mode = 'blended'", vec![]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_rests_on_an_assurance"));
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

/// What a field would be called that holds what is kept nowhere.
const FORBIDDEN: [&str; 6] = ["certificate", "dbs", "disclosurenumber", "upload", "attachment", "document"];

#[tokio::test]
async fn nothing_in_the_contract_or_the_database_takes_a_certificate_a_number_of_one_or_a_file() {
    let app = TestApp::start().await;
    let asked = "{ __schema { types { name kind fields { name args { name } } inputFields { name } } } }";
    let contract = app.service().asks(asked).await;
    let mut names = Vec::new();
    for of in contract.at("__schema.types").as_array().unwrap() {
        let name = of["name"].as_str().unwrap();
        names.push(name.to_owned());
        for field in ["fields", "inputFields"].into_iter().flat_map(|list| of[list].as_array().into_iter().flatten()) {
            names.push(format!("{name}.{}", field["name"].as_str().unwrap()));
            let arguments = field["args"].as_array().into_iter().flatten();
            names.extend(arguments.map(|it| format!("{name}.{}", it["name"].as_str().unwrap())));
        }
    }
    assert!(names.len() > 1_000, "the whole contract is walked");
    let columns = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
                   WHERE table_schema = 'public'";
    names.extend(app.owner.rows::<Name>(columns, vec![]).await.unwrap().into_iter().map(|row| row.name));
    let spelt = |name: &str| name.to_lowercase().replace('_', "");
    let wrong = names.iter().filter(|name| FORBIDDEN.iter().any(|word| spelt(name).contains(word)));
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&String>::new());
}
