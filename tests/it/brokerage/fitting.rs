//! The kind of work, from the request to the agreement: what is asked for is what is proposed, planned and signed.

use domain::Id;
use domain::brokerage::{Deployment, Proposal};
use domain::exchange::SupportRequest;
use lateral_tests::TestApp;
use lateral_tests::deal::{AUTUMN_2, act, read, terms};
use persistence::values;
use serde_json::json;

#[tokio::test]
async fn a_peer_visit_that_a_broker_proposes_is_as_short_and_is_signed_and_watched_like_all_support() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    deal.of_kind("PEER_VISIT").await;
    let propose = async |half_days: i32| {
        let input =
            json!({"offer": deal.offer.to_string(), "request": deal.request.to_string(), "halfDays": half_days});
        deal.broker.ask(&act("proposeSupport", "ProposeSupportInput", "proposal"), json!({"input": input})).await
    };
    let long = propose(3).await.refused();
    assert_eq!((long.code.as_str(), long.field.as_str()), ("PEER_VISIT_TOO_LONG", "halfDays"));
    let sent = propose(2).await;
    sent.done();
    let proposal: Id<Proposal> = read(&sent.text("proposeSupport.proposal.id"));
    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    let seen = deal.broker.asks("{ deployments(first: 1) { nodes { id } } }").await;
    let deployment: Id<Deployment> = read(&seen.text("deployments.nodes.0.id"));
    deal.home_head.declare(deployment, &[]).await.done();
    deal.host_head.declare(deployment, &[]).await.done();
    deal.home_head.agree(deployment, Some(terms())).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "ALLIANCE_UNSIGNED");
    let constraint = async |sql: &str| {
        let no = app.owner.run(sql, values![deployment.uuid()]).await.unwrap_err();
        no.constraint().unwrap_or_else(|| panic!("{no}")).to_owned()
    };
    let alone = "UPDATE deployment SET status = 'agreed', agreed_at = home_agreed_at, host_agreed_at = home_agreed_at, \
                 host_agreed_by = brokered_by WHERE id = $1";
    assert_eq!(constraint(alone).await, "deployment_signed_for_alliance");
    let long = "UPDATE deployment SET status = 'agreed', half_days = 3 WHERE id = $1";
    assert_eq!(constraint(long).await, "deployment_peer_visit_is_short");
    // The two schools meet in time, as with everything that a broker proposes.
    app.clock.advance(chrono::TimeDelta::days(8));
    app.settle().await;
    let late = app.count("service_breach WHERE level = 'initial_meeting'").await;
    assert!(late > 0);
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn an_offer_of_another_kind_is_a_near_miss_and_no_broker_goes_past_it() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    let support = deal.request;
    deal.of_kind("SECONDMENT").await;
    let secondment = deal.request;
    let asked = "query ($id: ID!) { supportRequest(id: $id) { candidates(first: 5) { candidates { offer { id } }
        excluded { offer { id } rules { rule sentence } } } } }";
    let found = async |request: Id<SupportRequest>| {
        deal.broker.ask(asked, json!({"id": request.to_string()})).await.at("supportRequest.candidates").clone()
    };
    assert_eq!(found(secondment).await["candidates"][0]["offer"]["id"], deal.offer.to_string());
    let apart = found(support).await;
    assert_eq!(apart["candidates"], json!([]));
    let rules = json!([{"rule": "KIND_APART", "sentence": "Asks for support; this is an offer of a secondment."}]);
    assert_eq!(apart["excluded"], json!([{"offer": {"id": deal.offer.to_string()}, "rules": rules}]));
    let no = deal.broker.propose(deal.offer, support).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OFFER_EXCLUDED", "offer"));

    // What was proposed stays what it was, whatever the offer says by now.
    let proposal = deal.proposed().await;
    app.write("UPDATE offer SET kind = 'support' WHERE id = $1", values![deal.offer.uuid()]).await;
    deal.home_head.accept(proposal).await.done();
    deal.host_head.accept(proposal).await.done();
    let seen = "query ($id: ID!) { proposal(id: $id) { kind deployment { id kind } } }";
    let seen = deal.host_head.ask(seen, json!({"id": proposal.to_string()})).await;
    assert_eq!(seen.at("proposal.kind"), "SECONDMENT");
    assert_eq!(seen.at("proposal.deployment.kind"), "SECONDMENT");
    let refused = async |sql: &str| {
        let no = app.owner.run(sql, values![proposal.uuid()]).await.unwrap_err();
        no.constraint().unwrap_or_else(|| panic!("{no}")).to_owned()
    };
    let other = "UPDATE deployment SET kind = 'support' WHERE proposal_id = $1";
    assert_eq!(refused(other).await, "deployment_of_the_kind_proposed");
    let second = "INSERT INTO proposal SELECT (jsonb_populate_record(proposal, \
                  jsonb_build_object('id', gen_random_uuid(), 'kind', 'coaching'))).* FROM proposal WHERE id = $1";
    assert_eq!(refused(second).await, "proposal_of_the_kind_asked");
}

#[tokio::test]
async fn mentoring_is_agreed_beside_a_mentorship_of_the_same_two() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    let mentor = deal.experienced().await;
    deal.specialist.id = read(&mentor);
    deal.home.time(&deal.specialist, AUTUMN_2, 10).await;
    app.assured(deal.specialist.id).await;
    deal.of_kind("MENTORING").await;
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms()).await;
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "MENTORSHIP_MISSING");
    let alone = "UPDATE deployment SET status = 'agreed', agreed_at = alliance_agreed_at, host_agreed_at = alliance_agreed_at, \
                 host_agreed_by = (SELECT host_accepted_by FROM proposal WHERE proposal.id = proposal_id) WHERE id = $1";
    let no = app.owner.run(alone, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(no.constraint(), Some("deployment_beside_a_mentorship"));

    let mentorship = deal.mentored(&mentor).await;
    deal.host_head.mentors("pauseMentorship", &mentorship).await.done();
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "MENTORSHIP_MISSING");
    deal.host_head.mentors("resumeMentorship", &mentorship).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_secondment_may_last_a_whole_school_year_and_other_work_not() {
    let app = TestApp::start().await;
    let mut deal = app.deal().await;
    let support = deal.planned().await;
    deal.of_kind("SECONDMENT").await;
    let reading = deal.host_head.asks("{ expertise(code: \"pupil-achievement/english\") { id } }").await;
    let raise = async |half_days: i32| {
        let terms = json!({
            "kind": "SECONDMENT", "title": "A deputy", "need": "Our deputy is ill for the year.", "urgency": "SOON",
            "expertise": [reading.at("expertise.id")], "keyStages": ["KS1"], "modes": ["IN_PERSON"],
            "halfDays": half_days, "startsOn": app.clock.now().day(), "endsOn": "2027-11-20", "settlement": "DAY_RATE",
            "objectives": [{"pupilGroup": "Year 1", "measure": "Phonics check", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
        });
        let document = act("requestSupport", "RequestSupportInput", "request");
        deal.host_head.ask(&document, json!({"input": {"terms": terms}})).await
    };
    raise(390).await.done();
    let no = raise(391).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NUMBER_OUT_OF_RANGE", "halfDays"));

    // The offer gives so much at once.
    app.write("UPDATE offer SET half_days_per_half_term = 8 WHERE id = $1", values![deal.offer.uuid()]).await;
    let secondment = deal.planned().await;
    for (planned, most) in [(secondment, 390), (support, 200)] {
        for (table, of) in [("deployment", "id"), ("proposal", "proposal_id"), ("support_request", "request_id")] {
            let set = format!(
                "UPDATE {table} SET half_days = $2 WHERE id = (SELECT {of} FROM deployment AS it WHERE it.id = $1)"
            );
            app.owner.run(&set, values![planned.uuid(), most]).await.unwrap();
            let no = app.owner.run(&set, values![planned.uuid(), most + 1]).await.unwrap_err();
            assert_eq!(no.constraint(), Some(format!("{table}_takes_what_its_kind_may").as_str()), "{no}");
        }
    }
}
