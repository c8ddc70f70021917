//! The documented operations, by the real front: how many statements each costs, and that none costs more where there
//! is more to show (no N+1, SETTLED 21).

use std::fs;
use std::path::Path;

use lateral_tests::deal::{Deal, terms};
use lateral_tests::market::OfferOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::identity::{PASSWORD, with_password};

const MATHS: &str = "pupil-achievement/maths";

/// A documented operation.
fn document(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} is there"))
}

fn benchmark(name: &str) -> String {
    document(&format!("script/lib/bench/{name}.graphql"))
}

fn story(name: &str) -> String {
    document(&format!("api/graphiql/src/story/{name}.graphql"))
}

/// The same operation with other pages.
fn with_pages(document: &str, size: usize) -> String {
    [5, 10, 20].iter().fold(document.to_owned(), |text, usual| {
        text.replace(&format!("first: {usual},"), &format!("first: {size},"))
            .replace(&format!("first: {usual})"), &format!("first: {size})"))
    })
}

/// A market in which every list holds so many rows.
pub struct World<'a> {
    /// Who gives and who asks.
    pub deal: Deal<'a>,
    stranger: Persona<'a>,
    deployment: String,
    /// A request that offers about mathematics could meet.
    pub open: String,
    maths: String,
    rows: usize,
}

impl<'a> World<'a> {
    /// Makes it.
    pub async fn of(app: &'a TestApp, rows: usize) -> Self {
        let deal = app.deal().await;
        let deployment = deal.active().await;
        let visit = deal.recorded(deployment, 1).await;
        deal.host_head.visit("confirmVisit", visit).await.done();
        for _ in 0..rows {
            let school = app.school("Oak Hill").await;
            app.offer(&OfferOf::new(school.id, MATHS)).await;
            app.offer(&OfferOf::new(deal.home.id, MATHS)).await;
            deal.host.request(&deal.alliance, 4).await;
        }
        let more = i64::try_from(rows).unwrap();
        for sql in [
            "UPDATE offer SET place = school.place FROM school WHERE school.id = offer.school_id AND $1 > 0",
            "UPDATE support_request SET status = 'submitted', stage = NULL, triaged_at = NULL \
             WHERE status = 'matching' AND $1 > 0",
            // Before the one under way, specialists of other schools came for the same request, and each was stopped.
            "INSERT INTO proposal SELECT (jsonb_populate_record(proposal, jsonb_build_object('id', gen_random_uuid(), \
             'offer_id', offer.id, 'home_id', offer.school_id, 'specialist_id', offer.specialist_id))).* \
             FROM proposal JOIN offer ON offer.school_id <> proposal.home_id WHERE $1 > 0",
            "INSERT INTO deployment SELECT (jsonb_populate_record(deployment, jsonb_build_object('id', gen_random_uuid(), \
             'proposal_id', proposal.id, 'offer_id', proposal.offer_id, 'home_id', proposal.home_id, 'specialist_id', \
             proposal.specialist_id, 'status', 'stopped', 'promised', 0, 'ended_at', proposal.sent_at))).* \
             FROM deployment JOIN proposal ON proposal.id <> deployment.proposal_id WHERE $1 > 0",
            "INSERT INTO visit SELECT (jsonb_populate_record(visit, jsonb_build_object('id', gen_random_uuid(), \
             'deployment_id', deployment.id, 'confirmation_id', NULL, 'confirmed_by', NULL, 'confirmed_at', NULL, \
             'status', 'cancelled'))).* FROM visit JOIN deployment ON deployment.id <> visit.deployment_id WHERE $1 > 0",
            "INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at, \
             audience) SELECT gen_random_uuid(), deployment_id, visited_on, mode, 1, note, 'cancelled', recorded_by, \
             recorded_at, audience FROM visit CROSS JOIN generate_series(1, $1)",
            "INSERT INTO transfer (id, debit_account_id, credit_account_id, amount, kind, source_type, source_id, \
             deployment_id, at, audience, for_credit) SELECT gen_random_uuid(), debit_account_id, credit_account_id, 1, kind, \
             source_type, gen_random_uuid(), deployment_id, at, audience, for_credit FROM transfer CROSS JOIN generate_series(1, $1) \
             WHERE kind = 'promise'",
        ] {
            app.write(sql, values![more]).await;
        }
        let maths = app.stranger().asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
        let open = app.request(deal.host.id, deal.alliance.id, MATHS).await.to_string();
        let (stranger, maths) = (app.stranger(), maths.text("expertise.id"));
        Self { open, deployment: deployment.to_string(), maths, deal, stranger, rows }
    }

    /// The statements and the round trips of an operation that was asked before, and its answer. What the cache would
    /// spare is counted: its shelves are as after an event.
    async fn cost(&self, who: &Persona<'_>, document: &str, variables: &Json) -> (u64, u64, Answer) {
        let service = &self.deal.app.app;
        let event = domain::Event::SchoolSucceeded { school: self.deal.home.id, successor: self.deal.host.id };
        service.cache.forget_here(&event, &service.snapshot());
        who.ask(document, variables.clone()).await.done();
        let (statements, trips) = (self.deal.app.statements(), self.deal.app.app.db().traffic().round_trips());
        let answer = who.ask(document, variables.clone()).await;
        answer.done();
        let traffic = self.deal.app.app.db().traffic();
        (traffic.statements() - statements, traffic.round_trips() - trips, answer)
    }

    fn terms(&self) -> Json {
        json!({"terms": {
            "kind": "SUPPORT", "title": "Maths in years 3 and 4", "need": "Two teachers are new.", "expertise": [self.maths],
            "objectives": [{"pupilGroup": "Year 4", "measure": "The multiplication check", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
            "keyStages": ["KS2"], "modes": ["IN_PERSON"], "urgency": "SOON", "halfDays": 2, "startsOn": "2026-11-09",
            "endsOn": "2027-02-05", "settlement": "RECIPROCAL_CREDIT",
        }})
    }

    /// Every query that is documented: who asks, with what, how many statements it may cost, and the lists that hold so
    /// many rows as the page wants.
    fn queries(&self) -> Vec<(&'static str, String, &Persona<'a>, Json, u64, &'static str)> {
        let Deal { home, host, host_head, home_head, broker, request, .. } = &self.deal;
        let (urn, request) = (json!({"urn": home.urn}), json!({"request": request.to_string()}));
        let open = json!({"request": self.open});
        let near = json!({"near": {"urn": home.urn, "withinKm": 50}, "expertise": [self.maths], "keyStages": ["KS2"]});
        let wide = json!({"expertise": [self.maths], "keyStages": ["KS2"]});
        let first = document("script/lib/first-query.graphql").replace("100000", &home.urn.to_string());
        vec![
            ("first-query", first.replace("phonics", "help"), &self.stranger, json!({}), 1, "offers.edges"),
            ("q1", benchmark("q1"), home_head, urn.clone(), 1, "school.offers.edges"),
            ("q2", benchmark("q2"), home_head, wide, 1, "offers.edges"),
            ("q3", benchmark("q3"), home_head, urn.clone(), 1, "schools.edges"),
            ("q4", benchmark("q4"), host_head, request, 1, "supportRequest.deployments"),
            ("q5", benchmark("q5"), home_head, json!({"text": "help"}), 1, "offers.edges"),
            ("candidates", benchmark("candidates"), broker, open.clone(), 4, "supportRequest.candidates.candidates"),
            ("FindHelp", story("find_help"), host_head, near, 1, "offers.edges"),
            ("SeeCandidates", story("see_candidates"), host_head, open, 4, "supportRequest.candidates.candidates"),
            (
                "WaitingRequests",
                story("waiting_requests"),
                broker,
                json!({}),
                // Who asks, in which roles, and the list.
                3,
                "viewer.acting.alliance.workList.nodes",
            ),
            ("SeeGiven", story("see_given"), home_head, urn, 2, "school.reciprocity.entries.nodes"),
            (
                "SeeReceived",
                story("see_received"),
                host_head,
                json!({"urn": host.urn}),
                2,
                "school.reciprocity.entries.nodes",
            ),
        ]
    }
}

#[tokio::test]
async fn no_documented_query_costs_more_where_there_is_more_to_show() {
    let (few, many) = (TestApp::start().await, TestApp::start().await);
    let (few, many) = (World::of(&few, 2).await, World::of(&many, 22).await);
    let mut wrong = Vec::new();
    for (small, large) in few.queries().into_iter().zip(many.queries()) {
        let (name, document, who, variables, most, list) = small;
        let (of_few, _, _) = few.cost(who, &with_pages(&document, 2), &variables).await;
        let (_, document, who, variables, _, _) = large;
        let (at_two, _, _) = many.cost(who, &with_pages(&document, 2), &variables).await;
        let (at_twenty, _, answer) = many.cost(who, &with_pages(&document, 20), &variables).await;
        let shown = answer.at(list).as_array().map_or(0, Vec::len);
        // Fewer is well: what was asked before may be kept. One more a row is not.
        if [of_few, at_two, at_twenty].iter().any(|cost| *cost > most) || shown < 20 {
            wrong.push(format!("{name}: {of_few}, {at_two}, {at_twenty} statements of {most}, {shown} rows shown"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_request_is_raised_with_its_event_in_one_round_trip() {
    let app = TestApp::start().await;
    let world = World::of(&app, 2).await;
    let raise = benchmark("q6");
    let (statements, trips, _) = world.cost(&world.deal.host_head, &raise, &world.terms()).await;
    assert_eq!((statements, trips), (1, 1));
    let (statements, _, _) = world.cost(&world.deal.host_head, &story("raise_request"), &world.terms()).await;
    assert_eq!(statements, 1);
}

#[tokio::test]
async fn who_asks_is_known_from_before_and_costs_no_statement() {
    let app = TestApp::start().await;
    let world = World::of(&app, 2).await;
    let head = &world.deal.host_head;
    let (email, site) = (with_password(&app, head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    let body = json!({"query": benchmark("q4"), "variables": {"request": world.deal.request.to_string()}});
    let ask = async || {
        let before = app.statements();
        let reply = site.send(site.post("/graphql", &body).bearer_auth(pair.text("accessToken"))).await;
        assert!(reply.body["data"]["supportRequest"]["id"].is_string(), "{reply:?}");
        app.statements() - before
    };
    ask().await;
    // That of the operation itself: what its sign-in may do just now is remembered for a moment.
    assert_eq!(ask().await, 1);
}

/// Tells the story of the menu to its end; gives what each of its changes cost.
async fn told(world: &World<'_>) -> Vec<(&'static str, u64)> {
    let Deal { app, home_head, host_head, broker, .. } = &world.deal;
    let mut costs = Vec::new();
    let mut step = async |name: &'static str, who: &Persona<'_>, file: &str, variables: Json| {
        let before = app.statements();
        let answer = who.ask(&story(file), variables).await;
        answer.done();
        costs.push((name, app.statements() - before));
        answer
    };
    let raised = step("RaiseRequest", host_head, "raise_request", world.terms()).await;
    let request = json!({"request": raised.text("requestSupport.request.id")});
    let matched = step("ConfirmNeed", broker, "confirm_need", request.clone()).await;
    let found = matched.at("runMatch.run.shortlist.candidates").as_array().unwrap();
    assert!(found.len() >= world.rows, "{}", matched.0);
    let of_home = found.iter().find(|it| it["school"]["urn"] == json!(world.deal.home.urn.to_string())).unwrap();
    let chosen = json!({
        "request": request["request"], "offer": of_home["offer"]["id"], "run": matched.text("runMatch.run.id"),
        "message": "Would this suit you?",
    });
    let proposed = step("Propose", broker, "propose", chosen).await;
    let proposal = json!({"proposal": proposed.text("proposeSupport.proposal.id")});
    step("AcceptForHome", home_head, "accept_for_home", proposal.clone()).await;
    let accepted = step("AcceptForHost", host_head, "accept_for_host", proposal).await;
    let deployment = accepted.text("acceptProposal.proposal.deployment.id");
    assert_ne!(deployment, world.deployment);
    let of = json!({"deployment": deployment});
    let declared = step("DeclareForHost", host_head, "declare_for_host", of.clone()).await;
    let version = declared.at("declareConflict.deployment.version");
    let signs = json!({"deployment": deployment, "version": version, "terms": terms()});
    let signed = step("SignForHost", host_head, "sign_for_host", signs).await;
    let version = signed.at("agreeDeployment.deployment.version");
    let signs = json!({"deployment": deployment, "version": version});
    step("SignForAlliance", broker, "sign_for_alliance", signs).await;
    let declared = step("DeclareForHome", home_head, "declare_for_home", of).await;
    let version = declared.at("declareConflict.deployment.version");
    step("SignForHome", home_head, "sign_for_home", json!({"deployment": deployment, "version": version})).await;
    let visit = json!({
        "deployment": deployment, "visitedOn": "2026-11-09", "mode": "IN_PERSON", "halfDays": 1, "note": "Taught together.",
    });
    let recorded = step("RecordVisit", home_head, "record_visit", visit).await;
    let visit = recorded.at("recordVisit.visit");
    step("ConfirmVisit", host_head, "confirm_visit", json!({"visit": visit["id"], "version": visit["version"]})).await;
    costs
}

#[tokio::test]
async fn no_step_of_the_story_costs_more_in_a_larger_market() {
    let (few, many) = (TestApp::narrow().await, TestApp::narrow().await);
    let (few, many) = (World::of(&few, 2).await, World::of(&many, 22).await);
    assert_eq!(told(&few).await, told(&many).await);
}

#[test]
fn every_documented_operation_is_counted_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    assert!(
        document("README.md").contains(&document("script/lib/first-query.graphql")),
        "the README shows it as it is"
    );
    for folder in ["script/lib", "script/lib/bench", "api/graphiql/src/story"] {
        for file in fs::read_dir(root.join(folder)).unwrap().map(|it| it.unwrap().path()) {
            if file.extension().is_some_and(|it| it == "graphql") {
                let name = file.file_stem().unwrap().to_string_lossy().into_owned();
                let counted = include_str!("statements.rs").contains(&format!("\"{name}\""));
                assert!(counted, "{folder}/{name}.graphql is documented and nobody counts its statements");
            }
        }
    }
}
