//! What no proposal goes past, and what is held back when somebody or some school no longer gives.

use lateral_tests::deal::{act, read};
use lateral_tests::register::{HEADER, TestFile};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const PUBLISHED: &str = "{ offers(first: 9) { nodes { id } } }";

async fn statuses(app: &TestApp, offer: uuid::Uuid, status: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS number FROM offer WHERE id = $1 AND status = '{status}'"), offer).await
}

async fn listing(who: &Persona<'_>, verb: &str, input: Json) -> lateral_tests::Answer {
    let (noun, kind) = match verb {
        "endListing" => ("specialist", "EndListingInput"),
        _ => ("membership", "EndMembershipInput"),
    };
    let fields = if verb == "endListing" { "id endReason" } else { "id status endReason" };
    let document = format!(
        "mutation($input: {kind}!) {{ {verb}(input: $input) {{ {noun} {{ {fields} }} userErrors {{ code field message }} }} }}"
    );
    who.ask(&document, json!({"input": input})).await
}

#[tokio::test]
async fn no_proposal_goes_past_a_hard_rule_but_a_long_journey() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    for (change, undo, sentence) in [
        ("UPDATE offer SET key_stages = '{ks4}'", "UPDATE offer SET key_stages = '{ks1}'", "none of the key stages"),
        (
            "UPDATE support_request SET exclude_neighbours = true",
            "UPDATE support_request SET exclude_neighbours = false",
            "compete for the same pupils",
        ),
        ("UPDATE offer SET modes = '{remote}'", "UPDATE offer SET modes = '{in_person}'", "no way of working"),
        (
            "UPDATE offer SET expertise = (SELECT ARRAY[id] FROM expertise WHERE code = 'behaviour-and-safety')",
            "UPDATE offer SET expertise = (SELECT expertise FROM support_request LIMIT 1)",
            "no area that is asked for",
        ),
        (
            "UPDATE support_request SET designation = 'nle'",
            "UPDATE support_request SET designation = NULL",
            "current designation",
        ),
        (
            "UPDATE specialist SET status = 'ended'",
            "UPDATE specialist SET status = 'listed', end_reason = NULL",
            "does not release",
        ),
    ] {
        app.write(change, vec![]).await;
        // Each reads the market anew: what is written past the service tells nobody.
        let fresh = app.replica(&[]).await;
        let no = deal.broker.at(&fresh).propose(deal.offer, deal.request).await.refused();
        assert_eq!((no.code.as_str(), no.field.as_str()), ("OFFER_EXCLUDED", "offer"), "{change}");
        assert!(no.message.contains(sentence), "{}", no.message);
        app.write(undo, vec![]).await;
    }
    app.write("UPDATE school SET easting = 530000, northing = 180000 WHERE urn = $1", values![deal.host.urn]).await;
    app.write("UPDATE school SET easting = 400000, northing = 560000 WHERE urn = $1", values![deal.home.urn]).await;
    app.write("UPDATE offer SET travel_minutes = 5", vec![]).await;
    deal.broker.at(&app.replica(&[]).await).propose(deal.offer, deal.request).await.done();
}

#[tokio::test]
async fn an_offer_is_not_asked_for_more_in_a_half_term_than_it_states() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let propose = async |request: String, half_days: i32| {
        let input = json!({"offer": deal.offer.to_string(), "request": request, "halfDays": half_days});
        let document = act("proposeSupport", "ProposeSupportInput", "proposal");
        deal.broker.ask(&document, json!({"input": input})).await
    };
    let no = propose(deal.request.to_string(), 7).await.refused();
    assert_eq!(no.code, "CAPACITY_SHORT", "ten are free, and the offer states six");
    propose(deal.request.to_string(), 4).await.done();
    let other = deal.host.request(&deal.alliance, 1).await.to_string();
    assert_eq!(propose(other.clone(), 3).await.refused().code, "CAPACITY_SHORT");
    propose(other, 2).await.done();
    assert_eq!(deal.held().await, (6, 0));
    let third = deal.host.request(&deal.alliance, 1).await.to_string();
    let asked = "query($id: ID!) { supportRequest(id: $id) { candidates(first: 1) {
        candidates { offerId } excluded { rules { rule } } } } }";
    let seen = deal.broker.ask(asked, json!({"id": third})).await;
    assert_eq!(seen.at("supportRequest.candidates.candidates"), &json!([]));
    assert_eq!(seen.text("supportRequest.candidates.excluded.0.rules.0.rule"), "CAPACITY_SHORT");
}

#[tokio::test]
async fn what_a_closed_school_offers_is_held_back_by_the_import_and_not_proposed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    assert_eq!(deal.broker.asks(PUBLISHED).await.at("offers.nodes").as_array().unwrap().len(), 1);
    let closed = format!("{},\"201\",\"City of London\",\"Ash Lane\",\"2\"\r\n", deal.home.urn);
    let register = TestFile::of(format!("{HEADER}{closed}"));
    app.import_from(register.path(), None, true).await.unwrap();
    assert_eq!(statuses(&app, deal.offer.uuid(), "paused").await, 1);
    assert!(app.settle().await.events().contains(&"offer.paused"));
    assert_eq!(deal.broker.asks(PUBLISHED).await.at("offers.nodes"), &json!([]));
    assert_eq!(deal.broker.propose(deal.offer, deal.request).await.refused().code, "NOT_FOUND");
    // Even one that was missed is not proposed.
    app.write("UPDATE offer SET status = 'published'", vec![]).await;
    assert_eq!(deal.broker.propose(deal.offer, deal.request).await.refused().code, "SCHOOL_NOT_OPEN");
}

#[tokio::test]
async fn a_listing_that_is_taken_back_holds_back_what_is_offered_in_that_name() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let whose = json!({"specialist": deal.specialist.id.to_string()});
    for who in [&deal.broker, &deal.specialist.persona] {
        assert_eq!(listing(who, "endListing", whose.clone()).await.refused().code, "NOT_ALLOWED");
    }
    let mut ends = whose.clone();
    ends["reason"] = json!("CAPACITY");
    let ended = listing(&deal.home_head, "endListing", ends).await;
    ended.done();
    assert_eq!(ended.text("endListing.specialist.endReason"), "CAPACITY");
    assert_eq!(listing(&deal.home_head, "endListing", whose).await.refused().code, "STEP_NOT_OPEN");
    let of = "query ($id: ID!) { node(id: $id) { ... on Specialist { status endReason } } }";
    let id = json!({"id": deal.specialist.id.to_string()});
    for (who, reason) in [(&deal.specialist.persona, json!("CAPACITY")), (&deal.host_head, Json::Null)] {
        let seen = who.ask(of, id.clone()).await;
        assert_eq!(seen.at("node"), &json!({"status": "ENDED", "endReason": reason}), "{:?}", who.role());
    }
    assert_eq!(app.settle().await.events(), ["specialist.listing_ended", "offer.paused"]);
    assert_eq!(app.reasons("specialist.listing_ended").await, ["CAPACITY"]);
    let resume = act("resumeOffer", "OfferInput", "offer");
    let resumed = deal.home_head.ask(&resume, json!({"input": {"offer": deal.offer.to_string()}})).await;
    assert_eq!(resumed.refused().code, "SPECIALIST_NOT_OF_SCHOOL");
}

#[tokio::test]
async fn with_the_membership_of_a_specialist_the_listing_ends() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let membership = deal.specialist.persona.who().membership.to_string();
    let input = json!({"membership": membership, "expectedVersion": 1, "reason": "DUTIES_CHANGED"});
    let ended = listing(&deal.home_head, "endMembership", input).await;
    ended.done();
    assert_eq!(ended.text("endMembership.membership.endReason"), "DUTIES_CHANGED");
    assert_eq!(app.reasons("membership.ended").await, ["DUTIES_CHANGED"]);
    assert_eq!(app.reasons("specialist.listing_ended").await, ["MOVED_ON"]);
    let sql = "SELECT count(*) AS number FROM specialist WHERE id = $1 AND status = 'ended'";
    assert_eq!(app.number(sql, deal.specialist.id.uuid()).await, 1);
    assert_eq!(statuses(&app, deal.offer.uuid(), "paused").await, 1);
}

#[tokio::test]
async fn whoever_is_listed_and_leaves_the_school_is_not_lent_any_more() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let helper = deal.home.somebody(domain::access::Role::Coordinator).await;
    let sql = "UPDATE specialist SET person_id = $1 WHERE id = $2";
    app.write(sql, values![helper.who().person.uuid(), deal.specialist.id.uuid()]).await;
    let input = json!({"membership": helper.who().membership.to_string(), "expectedVersion": 1});
    listing(&deal.home_head, "endMembership", input).await.done();
    assert_eq!(statuses(&app, deal.offer.uuid(), "paused").await, 1);
}

#[tokio::test]
async fn a_request_is_not_closed_while_another_alliances_deployment_for_it_runs() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let lead = app.school("Oak Hill").await;
    let other = app.alliance("The Oak Alliance", &lead, &[&deal.home]).await;
    let broker = other.broker().await;
    let run = "mutation($id: ID!) { runMatch(input: {request: $id}) { run { id } userErrors { code field message } } }";
    let request = json!({"id": deal.request.to_string()});
    deal.broker.ask(run, request.clone()).await.done();
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let to =
        json!({"request": deal.request.to_string(), "alliance": other.id.to_string(), "reason": "Nobody has time"});
    let mut stale = to.clone();
    stale["expectedVersion"] = json!(7);
    assert_eq!(deal.broker.ask(&refer, json!({"input": stale})).await.refused().code, "VERSION_STALE");
    let referral = deal.broker.ask(&refer, json!({"input": to})).await.text("referRequest.referral.id");
    let runs = "query($id: ID!) { supportRequest(id: $id) { matchRuns(first: 5) { nodes { id } } } }";
    let seen = broker.ask(runs, request.clone()).await;
    assert_eq!(seen.at("supportRequest.matchRuns.nodes"), &json!([]));
    let take = act("acceptReferral", "AcceptReferralInput", "referral");
    broker.ask(&take, json!({"input": {"referral": referral}})).await.done();
    let seen = broker.ask(runs, request.clone()).await;
    assert_eq!(seen.at("supportRequest.matchRuns.nodes").as_array().unwrap().len(), 1, "how far it was searched");

    let proposal = broker.propose(deal.offer, deal.request).await.text("proposeSupport.proposal.id");
    deal.home_head.accept(read(&proposal)).await.done();
    deal.host_head.accept(read(&proposal)).await.done();
    let planned = broker.asks("{ proposals(first: 1) { nodes { deployment { id } } } }").await;
    let deployment = read(&planned.text("proposals.nodes.0.deployment.id"));
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    deal.home_head.agree(deployment, Some(lateral_tests::deal::terms())).await.done();
    broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let close = act("closeRequest", "RequestInput", "request");
    let input = json!({"input": {"request": deal.request.to_string()}});
    for who in [&deal.broker, &broker, &deal.host_head] {
        assert_eq!(who.ask(&close, input.clone()).await.refused().code, "DEPLOYMENT_RUNS", "{:?}", who.role());
    }
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.broker.ask(&close, input.clone()).await.done();
    assert!(deal.request_is("closed").await);
    assert_eq!(deal.broker.ask(&close, input).await.refused().code, "STEP_NOT_OPEN");
    app.sound().await;
}
