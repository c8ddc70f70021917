//! Joint commissions: several schools back one request, each by its own head, and pay their parts of it to the penny.

use lateral_tests::commission::backing;
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// What a school pays of joint commissions in November, line by line, and in all.
async fn parts(who: &Persona<'_>, school: &SchoolOf<'_>) -> Json {
    let document = format!(
        "{{ school(urn: \"{}\") {{ commissionStatement(month: \"2026-11-30\") {{ total csv \
         lines(first: 9) {{ nodes {{ amount host {{ name }} }} }} }} }} }}",
        school.urn
    );
    who.asks(&document).await.at("school.commissionStatement").clone()
}

async fn answered(who: &Persona<'_>, id: &str, backs: bool) -> lateral_tests::Answer {
    who.commission("answerCommission", json!({"commission": id, "backs": backs})).await
}

/// Terms by the day.
fn paid(day: i64) -> Json {
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "DAY_RATE", "dayRate": day, "brokerage": 0});
    terms
}

async fn signed(deal: &Deal<'_>, terms: Json) -> domain::Id<domain::brokerage::Deployment> {
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, terms).await;
    deployment
}

#[tokio::test]
async fn three_schools_share_what_one_of_them_asks_for_to_the_penny() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (oak, fir) = (app.school("Oak Hill").await, app.school("Fir Hill").await);
    let (oaks, firs) = (oak.head().await, fir.head().await);
    let shares = [(&deal.host, 5_000, 2), (&oak, 3_333, 1), (&fir, 1_667, 1)];
    let no = async |who: &Persona<'_>, backers: &[(&SchoolOf<'_>, i32, i32)]| {
        let no = who.commission("askBackers", backing(deal.request, backers)).await.refused();
        (no.code, no.field)
    };
    assert_eq!(no(&deal.broker, &shares).await.0, "NOT_ALLOWED");
    assert_eq!(no(&oaks, &shares).await.0, "NOT_FOUND");
    let said = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(no(&deal.host_head, &shares[..2]).await, said("SHARES_NOT_WHOLE", "backers"));
    let twice = [(&deal.host, 5_000, 2), (&deal.host, 5_000, 1)];
    assert_eq!(no(&deal.host_head, &twice).await, said("BACKER_TWICE", "backers.1.school"));
    let without = [(&oak, 5_000, 2), (&fir, 5_000, 1)];
    assert_eq!(no(&deal.host_head, &without).await, said("COMMISSION_WITHOUT_LEAD", "backers"));

    let id = deal.commissioned(deal.request, &shares).await;
    assert_eq!(no(&deal.host_head, &shares).await.0, "COMMISSION_EXISTS");
    let deployment = signed(&deal, paid(35_001)).await;
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "COMMISSION_UNBACKED");
    assert_eq!(answered(&deal.broker, &id, true).await.refused().code, "NOT_ALLOWED");
    answered(&oaks, &id, true).await.done();
    let whole = answered(&firs, &id, true).await;
    assert_eq!(whole.at("answerCommission.commission.status"), "BACKED");
    assert_eq!(answered(&firs, &id, false).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.agree(deployment, None).await.done();
    let over = json!({"commission": id, "reason": "Another way"});
    assert_eq!(deal.host_head.commission("endCommission", over).await.refused().code, "STEP_NOT_OPEN");
    deal.host_head.step("startDeployment", deployment).await.done();
    let mut visits = Vec::new();
    for _ in 0..2 {
        let visit = deal.recorded(deployment, 1).await;
        deal.host_head.visit("confirmVisit", visit).await.done();
        visits.push(visit);
    }
    let (hosts, of_oak, of_fir) =
        (parts(&deal.host_head, &deal.host).await, parts(&oaks, &oak).await, parts(&firs, &fir).await);
    let totals = [&hosts, &of_oak, &of_fir].map(|it| it["total"].as_i64().unwrap());
    assert_eq!(totals, [17_500, 11_666, 5_835], "half, a third and a sixth of 350.01 pounds");
    assert_eq!(totals.iter().sum::<i64>(), 35_001, "no penny is lost");
    assert_eq!(of_oak["lines"]["nodes"].as_array().unwrap().len(), 2);
    assert!(of_oak["csv"].as_str().unwrap().contains(",Elm Park,58.33,"), "{}", of_oak["csv"]);
    let host = format!(
        "{{ school(urn: \"{}\") {{ statement(month: \"2026-11-30\", side: HOST) {{ total {{ paidBy {{ host }} }} }} }} }}",
        deal.host.urn
    );
    assert_eq!(deal.host_head.asks(&host).await.at("school.statement.total.paidBy.host"), 35_001);
    for (who, school) in [(&oaks, &fir), (&deal.home_head, &oak), (&deal.broker, &oak), (&app.stranger(), &oak)] {
        assert_eq!(parts(who, school).await, Json::Null, "it is the school's own");
    }
    // One visit, one transfer: the half-days are received where the visit was (SETTLED 3).
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 2, 0, 2, -2]));
    assert_eq!(oaks.standing(&oak).await, Some([0, 0, 0, 0, 0]));

    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let input = json!({"visit": visits[0].to_string(), "reason": "Not that day"});
    deal.host_head.ask(&reverse, json!({ "input": input })).await.done();
    let totals = [parts(&deal.host_head, &deal.host).await, parts(&oaks, &oak).await, parts(&firs, &fir).await];
    assert_eq!(totals.map(|it| it["total"].as_i64().unwrap()), [8_751, 5_833, 2_917]);
    app.settle().await;
    app.sound().await;

    let more = "INSERT INTO charge_part SELECT charge_id, commission_id, $1, deployment_id, host_id, month, visited_on, 1, \
                audience FROM charge_part WHERE school_id = $2 LIMIT 1";
    let refused = app.owner.run(more, values![deal.home.id.uuid(), oak.id.uuid()]).await;
    assert!(refused.is_err(), "who does not back it has no part");
    assert!(app.owner.run("UPDATE charge_part SET pence = pence + 1", values![]).await.is_err());
    let lost = "WITH gone AS (SELECT charge.id FROM charge LIMIT 1) INSERT INTO charge_part \
                SELECT gone.id, commission_id, school_id, charge_part.deployment_id, host_id, month, visited_on, 1, audience \
                FROM charge_part, gone WHERE charge_id <> gone.id LIMIT 1";
    let refused = app.owner.run(lost, values![]).await;
    assert!(refused.is_err(), "the parts of a charge are the whole of it");
}

#[tokio::test]
async fn what_several_schools_buy_is_money_and_no_more_than_was_agreed() {
    let app = TestApp::start().await;
    let oak = app.school("Oak Hill").await;
    let oaks = oak.head().await;
    for (second, half_days, terms, code) in
        [(&oak, 2, terms(), "COMMISSION_UNPAID"), (&oak, 3, paid(30_000), "COMMISSION_BEYOND_AGREED")]
    {
        let deal = app.deal().await;
        let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (second, 5_000, half_days)]).await;
        answered(&oaks, &id, true).await.done();
        let deployment = signed(&deal, terms).await;
        assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, code);
    }
    let deal = app.deal().await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&deal.home, 5_000, 2)]).await;
    answered(&deal.home_head, &id, true).await.done();
    let deployment = signed(&deal, paid(30_000)).await;
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "COMMISSION_BY_GIVER");
    let back = json!({"commission": id, "reason": "The giver does not pay"});
    deal.host_head.commission("endCommission", back).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn one_school_that_does_not_back_it_ends_it_for_all() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let oaks = oak.head().await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    let asked = "{ viewer { notifications(first: 5) { nodes { text } } } }";
    app.settle().await;
    let heard = oaks.asks(asked).await;
    let sentence = "Your school is asked to back what another school asks for.";
    assert_eq!(heard.at("viewer.notifications.nodes.0.text"), sentence);
    let no = json!({"commission": id, "backs": false, "reason": "NO_NEED"});
    oaks.commission("answerCommission", no).await.done();
    let document = "query($id: ID!) { node(id: $id) { ... on JointCommission { backers { declineReason } } } }";
    for (who, told) in [(&oaks, json!("NO_NEED")), (&deal.host_head, json!("NO_NEED")), (&deal.broker, Json::Null)] {
        let seen = who.ask(document, json!({"id": id})).await;
        assert_eq!(seen.at("node.backers.1.declineReason"), &told, "for the two schools alone");
    }
    let deployment = signed(&deal, terms()).await;
    deal.host_head.agree(deployment, None).await.done();
    let other = deal.host.request(&deal.alliance, 2).await;
    let id = deal.commissioned(other, &[(&deal.host, 5_000, 1), (&oak, 5_000, 1)]).await;
    let withdraw = act("withdrawRequest", "WithdrawRequestInput", "request");
    let input = json!({"request": other.to_string(), "reason": "TIMING"});
    deal.host_head.ask(&withdraw, json!({ "input": input })).await.done();
    assert_eq!(answered(&oaks, &id, true).await.refused().code, "STEP_NOT_OPEN", "it ended with its request");
    app.settle().await;
    assert_eq!(app.reasons("commission.declined").await, ["NO_NEED"]);
    app.sound().await;
}

#[tokio::test]
async fn a_school_that_asks_without_its_name_is_known_to_those_who_back_it_and_to_nobody_else() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let (oak, far) = (app.school("Oak Hill").await, app.school("Far Away").await);
    let request = deal.host.anonymous_request(&deal.alliance, 4).await;
    let sent = deal.broker.propose(deal.offer, request).await;
    let proposal: domain::Id<domain::brokerage::Proposal> = read(&sent.text("proposeSupport.proposal.id"));
    let id = deal.commissioned(request, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    app.settle().await;
    let seen_of = async |who: &Persona<'_>, id: &str, request: &str| {
        let document = "query ($id: ID!, $request: ID!, $urn: URN!) {
            node(id: $id) { ... on JointCommission { lead { name } request { id } backers { school { name } } } }
            supportRequest(id: $request) { commission { id } }
            school(urn: $urn) { commissions(first: 5) { nodes { id } } } }";
        let given = json!({"id": id, "request": request, "urn": deal.host.urn});
        let it = who.ask(document, given).await;
        let name = it.at("node.lead.name").clone();
        let listed = it.at("school.commissions.nodes").as_array().map_or(0, Vec::len);
        (name, it.at("supportRequest.commission.id").clone(), listed)
    };
    let seen = async |who: &Persona<'_>| seen_of(who, &id, &request.to_string()).await;
    let nothing = (Json::Null, Json::Null, 0);
    for who in [&deal.home_head, &deal.specialist.persona, &far.head().await, &app.stranger()] {
        assert_eq!(seen(who).await, nothing, "{:?}", who.role());
    }
    let known = (json!("Elm Park"), json!(id), 1);
    for who in [&deal.host_head, &deal.broker] {
        assert_eq!(seen(who).await, known);
    }
    assert_eq!(
        seen(&oak.head().await).await,
        (json!("Elm Park"), Json::Null, 1),
        "of the request itself it reads nothing"
    );
    deal.home_head.accept(proposal).await.done();
    assert_eq!(seen(&deal.home_head).await, nothing);

    let other = deal.host.anonymous_request(&deal.alliance, 4).await;
    let id = deal.commissioned(other, &[(&deal.host, 5_000, 2), (&oak, 5_000, 2)]).await;
    let broker = app.alliance("The Far Alliance", &far, &[]).await.broker().await;
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let input = json!({"request": other.to_string(), "reason": "Nobody here has the time."});
    let sent = deal.broker.ask(&refer, json!({ "input": input })).await;
    sent.done();
    assert_eq!(seen_of(&broker, &id, &other.to_string()).await, nothing, "whoever is only asked to take it on");
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    let input = json!({"referral": sent.text("referRequest.referral.id")});
    broker.ask(&take, json!({ "input": input })).await.done();
    assert_eq!(
        seen_of(&broker, &id, &other.to_string()).await,
        (json!("Elm Park"), json!(id), 1),
        "whoever took it on"
    );
    app.settle().await;
}
