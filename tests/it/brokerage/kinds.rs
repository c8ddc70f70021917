//! Kinds of work beyond plain support, through the contract: what each asks, of whom, and what the database refuses by itself.

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

async fn prepare(who: &Persona<'_>, deployment: Id<Deployment>, part: Json) -> Answer {
    let input = json!({"deployment": deployment.to_string(), "part": part});
    who.ask(&act("prepareDeployment", "PrepareDeploymentInput", "deployment"), json!({"input": input})).await
}

async fn write(who: &Persona<'_>, verb: &str, kind: &str, deployment: Id<Deployment>, mut said: Json) -> Answer {
    said["deployment"] = json!(deployment.to_string());
    who.ask(&act(verb, kind, "deployment"), json!({"input": said})).await
}

/// Planned, with terms and declarations, and refused for what its kind asks.
async fn planned(deal: &Deal<'_>, code: &str) -> Id<Deployment> {
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    assert_eq!(deal.home_head.agree(deployment, Some(terms())).await.refused().code, code);
    deployment
}

async fn begin(deal: &Deal<'_>, deployment: Id<Deployment>) {
    deal.home_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
}

async fn read(who: &Persona<'_>, deployment: Id<Deployment>, fields: &str) -> Json {
    let asked = format!("query ($id: ID!) {{ deployment(id: $id) {{ particulars {{ {fields} }} }} }}");
    who.ask(&asked, json!({"id": deployment.to_string()})).await.at("deployment.particulars").clone()
}

/// The constraint by which the database refuses a statement about one row.
async fn refused_by_database(app: &TestApp, sql: &str, id: uuid::Uuid) -> String {
    let no = app.owner.run(sql, values![id]).await.unwrap_err();
    no.constraint().unwrap_or_else(|| panic!("{no}")).to_owned()
}

#[tokio::test]
async fn joint_practice_has_two_sides_from_the_first_day_to_the_last() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("JOINT_PRACTICE_DEVELOPMENT").await;
    let deployment = planned(&deal, "JOINT_PART_MISSING").await;
    let part = |gain: &str| json!({"jointPractice": {"gain": gain, "contribution": "Our phonics lead", "practiceBefore": "Notices first"}});
    assert_eq!(prepare(&deal.broker, deployment, part("Calm")).await.refused().code, "NOT_YOURS_TO_PREPARE");
    let empty = prepare(&deal.home_head, deployment, part(" ")).await.refused();
    assert_eq!((empty.code.as_str(), empty.field.as_str()), ("TEXT_EMPTY", "jointPractice.gain"));
    let other = prepare(&deal.home_head, deployment, json!({"coaching": {"focus": "a", "goal": "b"}})).await;
    assert_eq!(other.refused().code, "NOT_YOURS_TO_PREPARE");
    prepare(&deal.home_head, deployment, part("Calmer starts")).await.done();
    assert_eq!(deal.home_head.agree(deployment, Some(terms())).await.refused().code, "JOINT_PART_MISSING");
    prepare(&deal.host_head, deployment, part("Better readers")).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    prepare(&deal.host_head, deployment, part("Readers who choose books")).await.done();
    deal.host_head.agree(deployment, None).await.done();
    assert_eq!(deal.host_head.step("startDeployment", deployment).await.refused().code, "STEP_NOT_OPEN", "unsigned");
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.home_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();

    let complete = async || deal.host_head.step("completeDeployment", deployment).await;
    assert_eq!(complete().await.refused().code, "TRIAL_CYCLE_MISSING");
    let trial = |on: &str| json!({"heldOn": on, "note": "Two classes tried it."});
    let today = app.clock.now().day().to_string();
    let late = write(&deal.home_head, "recordTrial", "RecordTrialInput", deployment, trial("2027-06-01")).await;
    assert_eq!(late.refused().code, "TRIAL_CYCLE_OUTSIDE");
    for head in [&deal.home_head, &deal.host_head] {
        write(head, "recordTrial", "RecordTrialInput", deployment, trial(&today)).await.done();
    }
    deal.host_head.step("pauseDeployment", deployment).await.done();
    let rested = (app.clock.now().day() + chrono::Days::new(1)).to_string();
    app.clock.advance(chrono::TimeDelta::days(2));
    deal.host_head.step("resumeDeployment", deployment).await.done();
    let no = write(&deal.home_head, "recordTrial", "RecordTrialInput", deployment, trial(&rested)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TRIAL_CYCLE_OUTSIDE", "heldOn"), "the work rested then");
    let moved = "UPDATE deployment SET particulars = jsonb_set(particulars, '{home,cycles,0,held_on}', to_jsonb($2::text)) \
                 WHERE id = $1";
    let no = app.owner.run(moved, persistence::values![deployment.uuid(), rested]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("deployment_trial_in_no_pause"), "{no}");
    assert_eq!(complete().await.refused().code, "LEARNING_MISSING");
    let learned = || json!({"learned": "Practice comes before talk.", "practiceAfter": "We begin with a question."});
    for head in [&deal.home_head, &deal.host_head] {
        write(head, "stateLearning", "StateLearningInput", deployment, learned()).await.done();
    }
    complete().await.done();
    let seen = read(
        &deal.broker,
        deployment,
        "jointPractice { home { gain trials { heldOn } learned } host { gain practiceBefore practiceAfter } } coaching { focus }",
    );
    let expected = json!({
        "jointPractice": {
            "home": {"gain": "Calmer starts", "trials": [{"heldOn": today}], "learned": "Practice comes before talk."},
            "host": {
                "gain": "Readers who choose books", "practiceBefore": "Notices first",
                "practiceAfter": "We begin with a question.",
            },
        },
        "coaching": null,
    });
    assert_eq!(seen.await, expected);
    let told = app.settle().await;
    let told = |name: &str| told.events().iter().filter(|it| **it == name).count();
    let counts = ["deployment.prepared", "deployment.trial_recorded", "deployment.learning_stated"].map(told);
    assert_eq!(counts, [3, 2, 2]);
    app.sound().await;
}

#[tokio::test]
async fn a_study_visit_has_an_agenda_and_a_protocol_and_ends_with_what_was_found() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("STUDY_VISIT").await;
    let deployment = planned(&deal, "STUDY_VISIT_UNPREPARED").await;
    let visit = |agenda: &str, protocol: &str| json!({"studyVisit": {"agenda": agenda, "protocol": protocol}});
    let bare = prepare(&deal.home_head, deployment, visit(" ", "")).await.refusals();
    let fields: Vec<_> = bare.iter().map(|no| (no.code.as_str(), no.field.as_str())).collect();
    assert_eq!(fields, [("TEXT_EMPTY", "studyVisit.agenda"), ("TEXT_EMPTY", "studyVisit.protocol")]);
    let visitors = prepare(&deal.host_head, deployment, visit("Assembly", "We watch")).await;
    assert_eq!(visitors.refused().code, "NOT_YOURS_TO_PREPARE");
    prepare(&deal.home_head, deployment, visit("Assembly, then two lessons", "We watch")).await.done();
    begin(&deal, deployment).await;
    let complete = async || deal.host_head.step("completeDeployment", deployment).await;
    assert_eq!(complete().await.refused().code, "STUDY_FINDINGS_MISSING");
    let found = || json!({"findings": "Calm corridors", "application": "One rule instead of nine"});
    let hosts = write(&deal.home_head, "recordFindings", "RecordFindingsInput", deployment, found()).await;
    assert_eq!(hosts.refused().code, "NOT_YOURS_TO_PREPARE");
    write(&deal.host_head, "recordFindings", "RecordFindingsInput", deployment, found()).await.done();
    complete().await.done();
    let seen = read(&deal.broker, deployment, "studyVisit { agenda country application }").await;
    let expected =
        json!({"agenda": "Assembly, then two lessons", "country": null, "application": "One rule instead of nine"});
    assert_eq!(seen["studyVisit"], expected);
    app.sound().await;
}

#[tokio::test]
async fn coaching_secondment_and_pupils_ask_each_for_their_own() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("SECONDMENT").await;
    let deployment = planned(&deal, "SECONDMENT_INCOMPLETE").await;
    let post = |until: &str, returns: bool| {
        json!({"secondment": {
            "startsOn": "2026-11-23", "endsOn": until, "fte": 60, "substantivePost": "Head of Year 9", "returnsToPost": returns,
        }})
    };
    let kept = prepare(&deal.home_head, deployment, post("2027-03-25", false)).await.refused();
    assert_eq!((kept.code.as_str(), kept.field.as_str()), ("RETURN_RIGHT_MISSING", "secondment.returnsToPost"));
    prepare(&deal.home_head, deployment, post("2027-03-26", true)).await.done();
    let manager = || json!({"lineManager": "Deputy head"});
    assert_eq!(prepare(&deal.home_head, deployment, manager()).await.refused().code, "NOT_YOURS_TO_PREPARE");
    prepare(&deal.host_head, deployment, manager()).await.done();
    let outside = deal.home_head.agree(deployment, Some(terms())).await.refused();
    assert_eq!(outside.code, "SECONDMENT_OUTSIDE");
    prepare(&deal.home_head, deployment, post("2027-03-25", true)).await.done();
    begin(&deal, deployment).await;
    let seen = read(&deal.broker, deployment, "secondment { fte endsOn substantivePost lineManager }").await;
    let expected =
        json!({"fte": 60, "endsOn": "2027-03-25", "substantivePost": "Head of Year 9", "lineManager": "Deputy head"});
    assert_eq!(seen["secondment"], expected);
    deal.host_head.step("completeDeployment", deployment).await.done();

    let mut deal = app.deal_of(app.school("Fir Bank").await, app.school("Bay Tree").await).await;
    deal.of_kind("COACHING").await;
    let deployment = planned(&deal, "COACHING_GOAL_MISSING").await;
    let goal = || json!({"coaching": {"focus": "Questioning", "goal": "Fewer closed questions"}});
    assert_eq!(prepare(&deal.home_head, deployment, goal()).await.refused().code, "NOT_YOURS_TO_PREPARE");
    prepare(&deal.host_head, deployment, goal()).await.done();
    deal.practised().await;
    begin(&deal, deployment).await;

    let mut deal = app.deal_of(app.school("Yew Green").await, app.school("Lime Road").await).await;
    deal.of_kind("PUPIL_COLLABORATION").await;
    let deployment = planned(&deal, "PUPIL_GROUP_MISSING").await;
    let group = || json!({"pupilCollaboration": {"description": "Two classes of Year 5", "band": "FROM_31_TO_60"}});
    prepare(&deal.home_head, deployment, group()).await.done();
    assert_eq!(deal.home_head.agree(deployment, Some(terms())).await.refused().code, "PUPIL_GROUP_MISSING");
    prepare(&deal.host_head, deployment, group()).await.done();
    begin(&deal, deployment).await;
    let goal = json!({"coaching": {"focus": "Questioning", "goal": "Fewer"}});
    assert_eq!(prepare(&deal.host_head, deployment, goal).await.refused().code, "STEP_NOT_OPEN");
    app.sound().await;
}

#[tokio::test]
async fn what_was_consented_to_and_signed_ends_where_the_post_that_is_lent_changes() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS"], &[]).await;
    let governor = deal.home.somebody(domain::access::Role::Governor).await;
    deal.of_kind("SECONDMENT").await;
    let deployment = planned(&deal, "SECONDMENT_INCOMPLETE").await;
    let post = |fte: i32| {
        json!({"secondment": {"startsOn": "2026-11-23", "endsOn": "2027-03-25", "fte": fte,
            "substantivePost": "Head of Year 9", "returnsToPost": true}})
    };
    prepare(&deal.home_head, deployment, post(20)).await.done();
    prepare(&deal.host_head, deployment, json!({"lineManager": "Deputy head"})).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    app.settle().await;
    prepare(&deal.home_head, deployment, post(20)).await.done();
    let outlives = "UPDATE deployment SET particulars = jsonb_set(particulars, '{post,fte}', '100') WHERE id = $1";
    assert_eq!(refused_by_database(&app, outlives, deployment.uuid()).await, "deployment_ends_consents");
    prepare(&deal.home_head, deployment, post(100)).await.done();
    let told = app.settle().await;
    let told: Vec<_> = told.events().into_iter().filter(|it| *it != "deployment.prepared").collect();
    assert_eq!(told, ["consent.outdated", "deployment.consent_asked"]);
    let person = deal.broker.who().person.uuid();
    let heard = format!("notification WHERE kind = 'deployment.prepared' AND person_id = '{person}'");
    assert!(app.count(&heard).await > 0, "so does the broker whose signature fell");
    deal.home_head.agree(deployment, None).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "CONSENT_MISSING");
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.sound().await;
}

#[tokio::test]
async fn nothing_in_the_schema_tells_of_a_single_pupil() {
    let app = TestApp::start().await;
    let asked = "{ in: __type(name: \"PupilCollaborationInput\") { inputFields { name } } \
                  out: __type(name: \"PupilGroup\") { fields { name } } }";
    let answer = app.school("Ash Lane").await.head().await.asks(asked).await;
    let named = |part: &Json| part.as_array().unwrap().iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    assert_eq!(named(answer.at("in.inputFields")), [json!("description"), json!("band")]);
    assert_eq!(named(answer.at("out.fields")), [json!("description"), json!("band")]);
}

#[tokio::test]
async fn the_database_refuses_what_its_kind_does_not_allow() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("STUDY_VISIT").await;
    let deployment = planned(&deal, "STUDY_VISIT_UNPREPARED").await;
    let to = async |status: &str, more: &str| {
        let sql = format!("UPDATE deployment SET status = '{status}'{more} WHERE id = $1");
        refused_by_database(&app, &sql, deployment.uuid()).await
    };
    assert_eq!(to("agreed", ", agreed_at = planned_at").await, "deployment_prepared");
    let plan = json!({"studyVisit": {"agenda": "Assembly", "protocol": "We watch"}});
    prepare(&deal.home_head, deployment, plan).await.done();
    begin(&deal, deployment).await;
    assert_eq!(to("completed", ", ended_at = now()").await, "deployment_concluded");
}

#[tokio::test]
async fn an_objective_and_an_outcome_say_their_level_and_their_place_in_a_plan() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    let mut signed = terms();
    signed["outcomes"][0]["level"] = json!("DEPARTMENT");
    signed["outcomes"][0]["planReference"] = json!("Reading, target 2");
    deal.signed_by_one(deployment, signed).await;
    let asked = "query ($id: ID!) { deployment(id: $id) { terms { outcomes { level planReference } } } }";
    let seen = deal.host_head.ask(asked, json!({"id": deployment.to_string()})).await;
    let expected = json!([{"level": "DEPARTMENT", "planReference": "Reading, target 2"}]);
    assert_eq!(seen.at("deployment.terms.outcomes"), &expected);
}
