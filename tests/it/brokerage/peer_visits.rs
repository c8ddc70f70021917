//! A peer visit: from one head to another, without a broker and without money, and counted like all support.

use domain::Id;
use domain::brokerage::{Deployment, Proposal};
use lateral_tests::deal::{Deal, act, overlay, read};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::service_levels::steps;

async fn ask(deal: &Deal<'_>, who: &Persona<'_>, otherwise: Json) -> Answer {
    let mut input = json!({
        "offer": deal.offer.to_string(), "focus": "How my Year 4 talk about fractions", "need": "They guess.",
        "objective": {"improvement": "They say their tables aloud", "pupilGroup": "Year 4", "measure": "The check in June", "dueOn": "2027-06-30", "level": "DEPARTMENT"},
        "halfDays": 1, "startsOn": "2026-11-23", "endsOn": "2026-12-11", "interests": [],
    });
    overlay(&mut input, otherwise);
    who.ask(&act("askForPeerVisit", "AskForPeerVisitInput", "proposal"), json!({"input": input})).await
}

async fn accept(who: &Persona<'_>, proposal: Id<Proposal>, interests: &[&str]) -> Answer {
    let input = json!({"proposal": proposal.to_string(), "interests": interests});
    who.ask(&act("acceptPeerVisit", "AcceptPeerVisitInput", "proposal"), json!({"input": input})).await
}

/// A deal whose offer is a peer visit.
async fn peers(app: &TestApp) -> Deal<'_> {
    let deal = app.deal().await;
    app.write("UPDATE offer SET kind = 'peer_visit' WHERE id = $1", values![deal.offer.uuid()]).await;
    deal
}

async fn asked(deal: &Deal<'_>) -> Id<Proposal> {
    let answer = ask(deal, &deal.host_head, json!({})).await;
    answer.done();
    read(&answer.text("askForPeerVisit.proposal.id"))
}

#[tokio::test]
async fn two_heads_agree_a_visit_between_themselves_and_it_is_counted() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    let proposal = asked(&deal).await;
    assert_eq!(deal.held().await, (1, 0), "the time is held from the asking on");
    for (who, code) in [(&deal.broker, "NOT_ALLOWED"), (&deal.host_head, "NOT_ALLOWED")] {
        assert_eq!(accept(who, proposal, &[]).await.refused().code, code);
    }
    assert_eq!(accept(&deal.home_head, proposal, &["KINSHIP"]).await.refused().code, "PEER_VISIT_NEEDS_BROKER");
    accept(&deal.home_head, proposal, &[]).await.done();
    let seen = deal.host_head.asks(
        "{ deployments(first: 1) { nodes { id kind status terms { settlement { kind } } declarations { side } price { gross } } } }",
    );
    let seen = seen.await;
    let it = seen.at("deployments.nodes.0");
    assert_eq!((&it["kind"], &it["status"], &it["price"]), (&json!("PEER_VISIT"), &json!("AGREED"), &json!(null)));
    assert_eq!(it["terms"]["settlement"]["kind"], "RECIPROCAL_CREDIT");
    assert_eq!(it["declarations"].as_array().unwrap().len(), 2);
    let deployment: Id<Deployment> = read(it["id"].as_str().unwrap());
    assert_eq!(deal.held().await, (0, 1));
    app.clock.advance(chrono::TimeDelta::days(14));
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    assert_eq!(deal.home_head.standing(&deal.home).await, Some([1, 0, 0, 0, 1]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 1, 0, 0, -1]));
    let told = app.settle().await;
    let told: Vec<_> = told.events().into_iter().take(6).collect();
    assert_eq!(
        told,
        [
            "peer_visit.asked",
            "request.proposed",
            "proposal.confirmed",
            "deployment.planned",
            "deployment.agreed",
            "request.placed",
        ]
    );
    app.sound().await;
}

#[tokio::test]
async fn a_peer_visit_is_light_and_what_is_not_goes_through_a_broker() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    let refused = async |otherwise: Json| {
        let no = ask(&deal, &deal.host_head, otherwise).await.refused();
        (no.code, no.field)
    };
    let told = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(refused(json!({"halfDays": 3})).await, told("PEER_VISIT_TOO_LONG", "halfDays"));
    assert_eq!(refused(json!({"interests": ["FINANCIAL"]})).await, told("PEER_VISIT_NEEDS_BROKER", "interests"));
    assert_eq!(refused(json!({"endsOn": "2026-11-01"})).await.0, "PERIOD_BACKWARDS");
    let coordinator = deal.host.somebody(domain::access::Role::Coordinator).await;
    assert_eq!(ask(&deal, &coordinator, json!({})).await.refused().code, "NOT_ALLOWED");
    assert_eq!(ask(&deal, &deal.home_head, json!({})).await.refused().code, "PROPOSAL_TO_SELF");
    let support = deal.home.offer(&deal.specialist).await;
    assert_eq!(refused(json!({"offer": support.to_string()})).await, told("KIND_DIFFERS", "offer"));
    let trust = app.app.ids.uuid();
    app.write("INSERT INTO trust (id, name) VALUES ($1, 'Oak Trust')", values![trust]).await;
    for school in [deal.home.id, deal.host.id] {
        app.write("UPDATE school SET trust_id = $1 WHERE id = $2", values![trust, school.uuid()]).await;
    }
    app.settle().await;
    assert_eq!(refused(json!({})).await, told("PEER_VISIT_NEEDS_BROKER", "interests"));
}

#[tokio::test]
async fn neither_school_alone_arranges_anything_and_no_broker_searches_for_it() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    let proposal = asked(&deal).await;
    let request = deal.host_head.asks("{ proposals(first: 1) { nodes { request { id } } } }").await;
    let request = read(&request.text("proposals.nodes.0.request.id"));
    let other = deal.home.offer(&deal.specialist).await;
    app.write("UPDATE offer SET kind = 'peer_visit' WHERE id = $1", values![other.uuid()]).await;
    assert_eq!(deal.broker.propose(other, request).await.refused().code, "STEP_NOT_OPEN");
    deal.home_head.decline(proposal).await.done();
    assert_eq!(deal.held().await, (0, 0));
    let status = "SELECT count(*) AS number FROM support_request WHERE id = $1 AND status = 'withdrawn'";
    assert_eq!(app.number(status, request.uuid()).await, 1, "what was declined is not searched for");

    // What a broker proposes is answered like every proposal, of this kind too.
    let short = "UPDATE support_request SET kind = 'peer_visit', half_days = 2 WHERE id = $1";
    app.write(short, values![deal.request.uuid()]).await;
    let brokered = deal.proposed().await;
    assert_eq!(accept(&deal.home_head, brokered, &[]).await.refused().code, "KIND_DIFFERS");
    app.sound().await;
}

#[tokio::test]
async fn no_peer_visit_in_person_is_agreed_without_the_employers_word() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    app.write("DELETE FROM safeguarding_assurance", values![]).await;
    let proposal = asked(&deal).await;
    assert_eq!(accept(&deal.home_head, proposal, &[]).await.refused().code, "ASSURANCE_MISSING");
    assert_eq!(deal.held().await, (1, 0), "the time is held as before");
    app.assured(deal.specialist.id).await;
    accept(&deal.home_head, proposal, &[]).await.done();
    assert_eq!(deal.held().await, (0, 1));
    app.sound().await;
}

#[tokio::test]
async fn what_the_school_that_asked_would_give_back_its_head_signs_apart() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    // As if it had received all that it may without giving anything.
    let third = app.school("Oak Hill").await;
    for (school, credited, debited) in [(&deal.host, 0_i64, 12_i64), (&third, 12, 0)] {
        let account = "INSERT INTO ledger_account (id, school_id, kind, credited, debited, credited_for_credit, debited_for_credit) \
             VALUES ($1, $2, 'support', $3, $4, $3, $4)";
        app.write(account, values![app.app.ids.uuid(), school.id.uuid(), credited, debited]).await;
    }
    let proposal = asked(&deal).await;
    accept(&deal.home_head, proposal, &[]).await.done();
    let seen =
        "{ deployments(first: 1) { nodes { id status homeAgreedAt hostAgreedAt terms { giveBack { halfDays } } } } }";
    let seen = deal.host_head.asks(seen).await;
    let it = seen.at("deployments.nodes.0");
    assert_eq!((&it["status"], &it["hostAgreedAt"]), (&json!("PLANNED"), &Json::Null), "it had asked for no debt");
    assert_eq!(it["terms"]["giveBack"]["halfDays"], 1);
    deal.host_head.agree(read(it["id"].as_str().unwrap()), None).await.done();
    assert_eq!(deal.held().await, (0, 1));
    // What was posted to accounts without a transfer would not be sound.
    let empty = "UPDATE ledger_account SET credited = 0, debited = 0, credited_for_credit = 0, debited_for_credit = 0 \
                 WHERE kind = 'support'";
    app.write(empty, values![]).await;
    let told = app.settle().await;
    assert!(told.events().contains(&"deployment.signed") && told.events().contains(&"obligation.created"), "{told:?}");
}

#[tokio::test]
async fn no_clock_of_an_alliance_runs_for_what_two_heads_arrange() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    // Nothing else is under way.
    app.write("UPDATE support_request SET status = 'withdrawn'", values![]).await;
    accept(&deal.home_head, asked(&deal).await, &[]).await.done();
    app.clock.advance(chrono::TimeDelta::days(14));
    app.settle().await;
    let seen = deal.host_head.asks("{ deployments(first: 1) { nodes { id } } }").await;
    let deployment: Id<Deployment> = read(&seen.text("deployments.nodes.0.id"));
    deal.host_head.step("startDeployment", deployment).await.done();
    let visited = app.clock.now().day();
    app.clock.advance(chrono::TimeDelta::days(9));
    let record = json!({"input": {"deployment": deployment.to_string(), "visitedOn": visited, "mode": "IN_PERSON",
        "halfDays": 1, "note": "Listened to two groups."}});
    deal.home_head.ask(&act("recordVisit", "RecordVisitInput", "visit"), record).await.done();
    let unanswered = ask(&deal, &deal.host_head, json!({"startsOn": "2026-11-30", "endsOn": "2026-12-18"})).await;
    unanswered.done();
    app.clock.advance(chrono::TimeDelta::days(15));
    app.settle().await;
    let expired = "SELECT count(*) AS number FROM proposal WHERE request_id <> $1 AND status = 'expired'";
    assert_eq!(app.number(expired, deal.request.uuid()).await, 1);
    assert_eq!(deal.broker.breaches(deal.alliance.id).await, steps(&[]));
    let levels = deal.broker.levels(deal.alliance.id).await.unwrap();
    for level in ["NAMED_CANDIDATE", "ANSWER", "INITIAL_MEETING", "VISIT_RECORD"] {
        assert_eq!(levels[level], json!([0, 0, 0, null]), "{level}");
    }
}

#[tokio::test]
async fn schools_without_an_alliance_are_counted_by_nobody() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    app.write(
        "UPDATE alliance_member SET until = since + interval '1 day' WHERE alliance_id = $1",
        values![deal.alliance.id.uuid()],
    )
    .await;
    assert_eq!(ask(&deal, &deal.host_head, json!({})).await.refused().code, "PEER_VISIT_UNWATCHED");
}

#[tokio::test]
async fn a_visit_waits_for_the_consents_that_the_alliance_asks_for() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    deal.asks_consents(&["CHAIR_OF_GOVERNORS"], &[]).await;
    let governor = deal.home.somebody(domain::access::Role::Governor).await;
    let proposal = asked(&deal).await;
    accept(&deal.home_head, proposal, &[]).await.done();
    let seen = deal.host_head.asks("{ deployments(first: 1) { nodes { id status terms { exitPlan } } } }").await;
    assert_eq!(seen.at("deployments.nodes.0.status"), "PLANNED");
    let deployment: Id<Deployment> = read(&seen.text("deployments.nodes.0.id"));
    assert_eq!(deal.home_head.agree(deployment, None).await.refused().code, "CONSENT_MISSING");
    governor.consents(deployment, "CHAIR_OF_GOVERNORS").await.done();
    deal.home_head.agree(deployment, None).await.done();
    assert_eq!(deal.held().await, (0, 1));
}

#[tokio::test]
async fn a_head_who_accepts_for_one_day_is_warned_where_other_leaders_are_out_on_it() {
    let app = TestApp::start().await;
    let deal = peers(&app).await;
    let day = json!({"startsOn": "2026-11-23", "endsOn": "2026-11-23"});
    let first = ask(&deal, &deal.host_head, day.clone()).await;
    accept(&deal.home_head, read(&first.text("askForPeerVisit.proposal.id")), &[]).await.done();
    let other = deal.home.specialist().await;
    deal.home.time(&other, 20262, 4).await;
    let offer = deal.home.offer(&other).await;
    app.write("UPDATE offer SET kind = 'peer_visit' WHERE id = $1", values![offer.uuid()]).await;
    let mut input = day;
    input["offer"] = offer.to_string().into();
    let second = ask(&deal, &deal.host_head, input).await;
    second.done();
    let proposal = second.text("askForPeerVisit.proposal.id");
    let no = accept(&deal.home_head, read(&proposal), &[]).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("LEADERSHIP_THIN", "terms"));
    let reason = json!([{"code": "LEADERSHIP_THIN", "reason": "The deputy leads that day."}]);
    let input = json!({"proposal": proposal, "interests": [], "overrides": reason});
    let document = act("acceptPeerVisit", "AcceptPeerVisitInput", "proposal");
    deal.home_head.ask(&document, json!({ "input": input })).await.done();
    assert_eq!(app.count("overruling WHERE rule = 'leadership_thin'").await, 1);
    app.settle().await;
}
