//! Nobody gives more than two half-days in a day, wherever they are (DOMAIN C26).

use domain::Id;
use domain::brokerage::Deployment;
use lateral_tests::TestApp;
use lateral_tests::deal::{Deal, act, read, terms};
use persistence::values;
use serde_json::json;

/// Another deployment of the same specialist, under way at another school.
async fn elsewhere(deal: &Deal<'_>) -> Id<Deployment> {
    let school = deal.app.school("Oak Hill").await;
    let joined = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
    let row = values![deal.alliance.id.uuid(), school.id.uuid(), deal.app.clock.now().utc()];
    deal.app.write(joined, row).await;
    let head = school.head().await;
    let offer = deal.home.offer(&deal.specialist).await;
    let sent = deal.broker.propose(offer, school.request(&deal.alliance, 4).await).await;
    sent.done();
    let proposal = read(&sent.text("proposeSupport.proposal.id"));
    deal.home_head.accept(proposal).await.done();
    head.accept(proposal).await.done();
    let of = "query($id: ID!) { proposal(id: $id) { deployment { id } } }";
    let planned = deal.broker.ask(of, json!({"id": proposal.to_string()})).await;
    let deployment = read(&planned.text("proposal.deployment.id"));
    for who in [&deal.home_head, &head] {
        who.declare(deployment, &[]).await.done();
    }
    deal.home_head.agree(deployment, Some(terms())).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    head.agree(deployment, None).await.done();
    head.step("startDeployment", deployment).await.done();
    deployment
}

#[tokio::test]
async fn one_person_has_a_morning_and_an_afternoon_over_all_deployments() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (here, there) = (deal.active().await, elsewhere(&deal).await);
    let visit = deal.recorded(here, 1).await;
    let no = deal.home_head.record(there, 2).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("HALF_DAYS_ELSEWHERE", "halfDays"));
    deal.recorded(there, 1).await;
    for deployment in [here, there] {
        assert_eq!(deal.home_head.record(deployment, 1).await.refused().code, "HALF_DAYS_ELSEWHERE");
    }
    let correct = act("correctVisit", "CorrectVisitInput", "visit");
    let input = json!({"visit": visit.to_string(), "visitedOn": app.clock.now().day(), "mode": "IN_PERSON",
        "halfDays": 2, "note": "The whole day.", "expectedVersion": 1});
    assert_eq!(deal.home_head.ask(&correct, json!({"input": input})).await.refused().code, "HALF_DAYS_ELSEWHERE");
    // What is taken back is free for others.
    deal.home_head.visit("cancelVisit", visit).await.done();
    deal.recorded(there, 1).await;
    app.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_schools_that_count_the_same_day_at_once_do_not_both_have_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployments = [deal.active().await, elsewhere(&deal).await];
    for round in 0..6 {
        let one = deal.home_head.record(deployments[0], 2);
        let other = deal.specialist.persona.record(deployments[1], 2);
        let answers: [_; 2] = tokio::join!(one, other).into();
        let codes: Vec<_> = answers.iter().flat_map(|it| it.refusals()).map(|no| no.code).collect();
        assert_eq!(codes, ["HALF_DAYS_ELSEWHERE"], "{round}");
        let written = answers.iter().filter_map(|it| it.at("recordVisit.visit.id").as_str());
        for visit in written {
            deal.home_head.visit("cancelVisit", read(visit)).await.done();
        }
    }
    app.settle().await;
}

#[tokio::test]
async fn the_database_has_the_last_word() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (here, there) = (deal.active().await, elsewhere(&deal).await);
    deal.recorded(here, 2).await;
    let twice = "INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at, \
                 audience) SELECT $1, $2, visited_on, mode, 1, note, status, recorded_by, recorded_at, audience FROM visit";
    let row = values![app.app.ids.uuid(), there.uuid()];
    let refused = app.owner.run(twice, row).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("visit_leaves_a_day_whole"));
}
