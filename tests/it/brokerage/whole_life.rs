//! The whole life of support, from a request that nobody reads to a follow-up a year later: past every deadline, with one
//! specialist who is declined and one who is released, one piece of work for money and one for credit, and a real school that
//! becomes an academy in between. The broker does all of it in GraphiQL, wherever there is a browser.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::{Deployment, Proposal};
use domain::exchange::SupportRequest;
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::register::{LINKS, REGISTER, TestFile, real_rows};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Page, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::books::{Line, Of};
use crate::exchange::{request_terms, term};
use crate::identity::{PASSWORD, with_password};

/// Three primary schools of Bristol: Ashley Down, Glenfrome and St Werburgh's, which is an academy under its second number.
const SCHOOLS: [i32; 3] = [108_911, 108_931, 131_501];
const ACADEMY: i32 = 148_679;

/// Lets so many hours pass, and gives what the workers then did.
async fn after(app: &TestApp, hours: i64) -> Vec<String> {
    app.clock.advance(TimeDelta::hours(hours));
    app.settle().await.events().into_iter().map(str::to_owned).collect()
}

async fn raised(who: &Persona<'_>) -> Id<SupportRequest> {
    let mut terms = request_terms("Reading in year 1", &term(who.app, "pupil-achievement/english").await);
    lateral_tests::deal::overlay(
        &mut terms,
        json!({"keyStages": ["KS1"], "halfDays": 4, "startsOn": "2026-11-09", "endsOn": "2027-03-25"}),
    );
    let document = act("requestSupport", "RequestSupportInput", "request");
    read(&who.ask(&document, json!({"input": {"terms": terms}})).await.text("requestSupport.request.id"))
}

/// Both schools and the alliance agree to these terms, and the work begins.
async fn begun(broker: &Persona<'_>, [home, host]: [&Persona<'_>; 2], deployment: Id<Deployment>, settlement: Json) {
    let mut terms = terms();
    (terms["settlement"], terms["startsOn"]) = (settlement, json!("2026-11-30"));
    for head in [home, host] {
        head.declare(deployment, &[]).await.done();
    }
    host.agree(deployment, Some(terms)).await.done();
    broker.agree_for_alliance(deployment, None).await.done();
    home.agree(deployment, None).await.done();
    host.step("startDeployment", deployment).await.done();
}

/// The deployment that both heads plan by accepting a proposal.
async fn planned(broker: &Persona<'_>, heads: [&Persona<'_>; 2], proposal: Id<Proposal>) -> Id<Deployment> {
    for head in heads {
        head.accept(proposal).await.done();
    }
    let asked = "query ($id: ID!) { proposal(id: $id) { deployment { id } } }";
    read(&broker.ask(asked, json!({"id": proposal.to_string()})).await.text("proposal.deployment.id"))
}

async fn proposed(deal: &Deal<'_>, request: Id<SupportRequest>) -> Id<Proposal> {
    read(&deal.broker.propose(deal.offer, request).await.text("proposeSupport.proposal.id"))
}

/// The schools as the register had them before St Werburgh's became an academy.
async fn registered(app: &TestApp) -> [SchoolOf<'_>; 3] {
    let before = ["EstablishmentStatus (code)", "EstablishmentStatus (name)", "CloseDate"];
    let before: Vec<_> =
        before.into_iter().zip(["1", "Open", ""]).map(|(column, value)| (SCHOOLS[2], column, value)).collect();
    app.import_part(real_rows(REGISTER, &SCHOOLS, &before)).await.unwrap();
    SCHOOLS.map(|urn| app.listed(urn))
}

/// St Werburgh's becomes an academy, by the rows of the register that say so and their link.
async fn converts(app: &TestApp) -> SchoolOf<'_> {
    let register = TestFile::of(real_rows(REGISTER, &[SCHOOLS[0], SCHOOLS[1], SCHOOLS[2], ACADEMY], &[]));
    let links = TestFile::of(real_rows(LINKS, &[SCHOOLS[2], ACADEMY], &[]));
    let report = app.import_from(register.path(), Some(links.path()), true).await.unwrap();
    assert_eq!((report.passed_on, report.waiting), (1, 0));
    app.listed(ACADEMY)
}

/// The broker at GraphiQL, in a browser; without one, asking as any client does.
async fn at_graphiql<'a>(app: &TestApp, broker: Persona<'a>) -> Persona<'a> {
    let email = with_password(app, &broker).await;
    match Page::open(app, email, PASSWORD).await {
        Some(page) => broker.seated_at(Arc::new(page)),
        None => broker,
    }
}

#[tokio::test]
async fn a_request_goes_from_triage_to_follow_up_past_every_deadline() {
    let app = TestApp::start().await;
    // Two schools that give, each with a specialist; the third asks both.
    let [ashley, glenfrome, host] = registered(&app).await;
    let mut deal = app.deal_of(ashley, host.clone()).await;
    deal.broker = at_graphiql(&app, deal.broker).await;
    let joins = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
    app.write(joins, values![deal.alliance.id.uuid(), glenfrome.id.uuid(), app.clock.now().utc()]).await;
    let (released, glenfrome_head) = (glenfrome.specialist().await, glenfrome.head().await);
    glenfrome.time(&released, lateral_tests::deal::AUTUMN_2, 10).await;
    let second_offer = glenfrome.offer(&released).await;
    let second_broker = deal.alliance.broker().await;
    // Each employer gives its own word for its specialist, and the brokers say what a day costs; nothing is there before.
    app.write("DELETE FROM safeguarding_assurance", vec![]).await;
    deal.home_head.assure(deal.specialist.id, json!({})).await.done();
    glenfrome_head.assure(released.id, json!({})).await.done();
    let fee = json!({"kind": "FIXED", "place": "INSIDE", "amount": 5_000});
    let card = json!({"year": 2026, "rates": {"day": 35_000, "fee": fee}});
    deal.broker.ask(super::rates::SET, json!({"input": card})).await.done();
    app.settle().await;

    // Nobody reads the request: the broker hears, then all of the alliance, then the brokers of all alliances.
    let request = raised(&deal.host_head).await;
    assert!(after(&app, 48).await.contains(&"request.overdue".to_owned()));
    assert!(after(&app, 24).await.contains(&"service_level.escalated".to_owned()));
    assert!(after(&app, 48).await.contains(&"request.pooled".to_owned()));
    let triage = act("triageRequest", "TriageRequestInput", "request");
    deal.broker.ask(&triage, json!({"input": {"request": request.to_string()}})).await.done();

    // The first school declines; of the second nobody answers in time, and then both accept.
    let declined = proposed(&deal, request).await;
    deal.home_head.decline(declined).await.done();
    let ask_glenfrome = async || {
        let sent = deal.broker.propose(second_offer, request).await;
        read::<Proposal>(&sent.text("proposeSupport.proposal.id"))
    };
    ask_glenfrome().await;
    app.settle().await;
    let expired = after(&app, 11 * 24).await;
    assert!(expired.contains(&"proposal.expired".to_owned()) && expired.contains(&"request.returned".to_owned()));
    let paid = planned(&deal.broker, [&glenfrome_head, &deal.host_head], ask_glenfrome().await).await;

    // They do not meet within a week, and the alliance hears of it.
    assert!(after(&app, 7 * 24 + 1).await.contains(&"service_level.breached".to_owned()));
    assert!(after(&app, 24).await.contains(&"service_level.escalated".to_owned()));
    glenfrome_head.meet(paid, json!({})).await.done();

    let credited = planned(&deal.broker, [&deal.home_head, &deal.host_head], proposed(&deal, deal.request).await).await;
    begun(&deal.broker, [&glenfrome_head, &deal.host_head], paid, json!({"kind": "DAY_RATE"})).await;
    begun(&deal.broker, [&deal.home_head, &deal.host_head], credited, json!({"kind": "RECIPROCAL_CREDIT"})).await;
    let owed = json!({"debtor": host.gid(), "creditor": deal.home.gid(), "kind": "HOST_VISIT", "dueOn": "2027-03-01",
        "source": "AGREEMENT", "note": "A morning in our reading lessons"});
    deal.host_head
        .ask(&act("createObligation", "CreateObligationInput", "obligation"), json!({"input": owed}))
        .await
        .done();
    app.settle().await;

    // A visit that nobody confirms, and one that is written down too late.
    app.clock.advance(TimeDelta::days(3));
    let first = released.persona.record(paid, 2).await;
    let day = app.clock.now().day();
    app.clock.advance(TimeDelta::days(10));
    let late = json!({"deployment": paid.to_string(), "visitedOn": day.succ_opt().unwrap(), "mode": "IN_PERSON",
        "halfDays": 1, "note": "Planned the next half-term."});
    let late = released.persona.ask(&act("recordVisit", "RecordVisitInput", "visit"), json!({"input": late})).await;
    assert!(after(&app, 0).await.contains(&"service_level.breached".to_owned()));
    let reminded = "{ viewer { notifications(first: 20) { nodes { kind } } } }";
    let told = deal.host_head.asks(reminded).await.0.to_string();
    assert!(told.contains("visit.confirmation_overdue"), "{told}");
    deal.host_head.visit("confirmVisit", read(&first.text("recordVisit.visit.id"))).await.done();

    // St Werburgh's becomes an academy: its support, its ledger and what it owes carry on under the new number.
    let academy = converts(&app).await;
    let head = academy.head().await;
    app.settle().await;
    assert_eq!(head.standing(&academy).await, Some([0, 2, 0, 6, -2]));
    let owes = "query ($urn: URN!) { school(urn: $urn) { obligations(first: 5) { nodes { kind debtor { urn } } } } }";
    let owes = head.ask(owes, json!({"urn": academy.urn})).await;
    assert_eq!(
        owes.at("school.obligations.nodes"),
        &json!([{"kind": "HOST_VISIT", "debtor": {"urn": ACADEMY.to_string()}}])
    );
    head.visit("confirmVisit", read(&late.text("recordVisit.visit.id"))).await.done();
    let by_credit = deal.recorded(credited, 1).await;
    head.visit("confirmVisit", by_credit).await.done();
    assert_eq!(head.standing(&academy).await, Some([0, 4, 0, 4, -4]));

    // The month is right to the penny for everybody whom it concerns: a day and a half at 350 pounds with 50 brokerage, and
    // half a day for credit. What was confirmed before the conversion stays with the school that was visited then, and
    // stands on the statement of the academy too, which is that school going on.
    let (two, one, free) =
        (Line::paid(&glenfrome, &host, 2), Line::paid(&glenfrome, &academy, 1), Line::free(&deal.home, &academy));
    let everybody = [
        (&glenfrome_head, Of::School(&glenfrome, "HOME"), vec![two, one]),
        (&deal.home_head, Of::School(&deal.home, "HOME"), vec![free]),
        (&deal.host_head, Of::School(&host, "HOST"), vec![two]),
        (&head, Of::School(&academy, "HOST"), vec![two, one, free]),
        (&deal.broker, Of::Alliance(&deal.alliance), vec![two, one, free]),
    ];
    for closed in [false, true] {
        if closed {
            after(&app, 30 * 24).await;
        }
        for (who, of, lines) in &everybody {
            of.tells(who, closed, lines).await;
        }
    }
    head.midterm(paid, json!({})).await.done();
    head.step("completeDeployment", paid).await.done();
    for (who, mutation, input, answers) in [
        (
            &head,
            "recordFinalReview",
            "RecordFinalReviewInput",
            json!({"impact": "Lessons begin with reading.", "goingOn": "The reading lead holds the sessions.",
                "ratings": [{"outcome": 1, "rag": "GREEN", "details": "Eight of nine read with ease.", "level": "DEPARTMENT"}]}),
        ),
        (
            &released.persona,
            "recordSelfEvaluation",
            "RecordSelfEvaluationInput",
            json!({"wentWell": "Watching lessons together.", "otherwise": "Fewer meetings.", "learned": "Short visits are worth much."}),
        ),
    ] {
        let mut draft = json!({"deployment": paid.to_string(), "heldOn": app.clock.now().day()});
        lateral_tests::deal::overlay(&mut draft, answers);
        let document = format!(
            "mutation Act($input: {input}!) {{ {mutation}(input: $input) {{ review {{ id }} userErrors {{ code field message rule }} }} }}"
        );
        who.ask(&document, json!({ "input": draft })).await.done();
    }
    second_broker.step("signOffDeployment", paid).await.done();

    // One side speaks, the other is reminded and does not: what was said is open when the time is over.
    glenfrome_head.evaluate(paid).await.done();
    after(&app, 22 * 24).await;
    assert!(head.asks(reminded).await.0.to_string().contains("deployment.evaluation_due"));
    assert!(after(&app, 7 * 24).await.contains(&"deployment.evaluated".to_owned()));
    let next_year = app.clock.now().plus_days(365);
    deal.broker.schedule_follow_up(paid, &next_year.day().to_string()).await.done();
    after(&app, 365 * 24).await;
    head.follow_up(paid, json!({})).await.done();
    deal.broker.close(paid, None).await.done();

    let breaches = deal.broker.breaches(deal.alliance.id).await.unwrap();
    for (level, step) in [
        ("TRIAGE", "BROKER"),
        ("TRIAGE", "ALLIANCE"),
        ("TRIAGE", "NATIONAL_POOL"),
        ("NAMED_CANDIDATE", "BROKER"),
        ("ANSWER", "BROKER"),
        ("INITIAL_MEETING", "BROKER"),
        ("INITIAL_MEETING", "ALLIANCE"),
        ("VISIT_RECORD", "BROKER"),
    ] {
        assert!(breaches.contains(&(level.to_owned(), step.to_owned())), "{level} {step}: {breaches:?}");
    }
    app.settle().await;
    app.sound().await;
}
