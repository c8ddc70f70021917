//! Whose work is to be supported, by their posts: people in positions like those of whoever supports them (DOMAIN B15).

use domain::Id;
use domain::exchange::SupportRequest;
use lateral_tests::TestApp;
use lateral_tests::deal::{Deal, act, read};
use persistence::values;
use serde_json::{Value as Json, json};

/// What a school asks for: support of the holders of these posts.
async fn terms(deal: &Deal<'_>, posts: &[&str]) -> Json {
    let area = deal.host_head.asks("{ expertise(code: \"pupil-achievement/english\") { id } }").await;
    json!({
        "kind": "SUPPORT", "title": "Early reading", "need": "Two who lead it are new.", "urgency": "SOON",
        "expertise": [area.at("expertise.id")], "keyStages": ["KS1"], "modes": ["IN_PERSON"], "halfDays": 2,
        "startsOn": deal.app.clock.now().day(), "endsOn": "2027-03-25", "settlement": "RECIPROCAL_CREDIT",
        "objectives": [{"pupilGroup": "Year 1", "measure": "Phonics check", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
        "forPosts": posts,
    })
}

/// Asks for support of the holders of these posts, and has the broker look for somebody; gives the request.
async fn raised(deal: &Deal<'_>, posts: &[&str]) -> Id<SupportRequest> {
    let document = act("requestSupport", "RequestSupportInput", "request");
    let raised = deal.host_head.ask(&document, json!({"input": {"terms": terms(deal, posts).await}})).await;
    raised.done();
    let id = raised.text("requestSupport.request.id");
    let triage = act("triageRequest", "TriageRequestInput", "request");
    deal.broker.ask(&triage, json!({"input": {"request": id}})).await.done();
    read(&id)
}

/// What is told of the offer of the school that gives: nothing where it is a candidate.
async fn against(deal: &Deal<'_>, request: Id<SupportRequest>) -> Json {
    let asked = "query ($id: ID!) { supportRequest(id: $id) { candidates(first: 5) { candidates { offer { id } }
        excluded { offer { id } rules { rule sentence } } } } }";
    let seen = deal.broker.ask(asked, json!({"id": request.to_string()})).await;
    let found = seen.at("supportRequest.candidates");
    let offer = json!(deal.offer.to_string());
    match found["excluded"].as_array().unwrap().iter().find(|it| it["offer"]["id"] == offer) {
        Some(excluded) => excluded["rules"].clone(),
        None => {
            assert_eq!(found["candidates"][0]["offer"]["id"], offer);
            json!([])
        }
    }
}

async fn supports(app: &TestApp, deal: &Deal<'_>, posts: &str) {
    let sql = "UPDATE specialist SET supports = $2::text::text[] WHERE id = $1";
    app.write(sql, values![deal.specialist.id.uuid(), posts.to_owned()]).await;
}

#[tokio::test]
async fn nobody_is_proposed_who_does_not_support_people_in_the_posts_that_are_named() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    supports(&app, &deal, "{middle_leader,headteacher}").await;
    let (middle, both, heads) = (
        raised(&deal, &["MIDDLE_LEADER"]).await,
        raised(&deal, &["TEACHER", "MIDDLE_LEADER"]).await,
        raised(&deal, &["HEADTEACHER"]).await,
    );
    let shown = "query ($id: ID!) { supportRequest(id: $id) { forPosts } }";
    for who in [&deal.host_head, &deal.broker] {
        let seen = who.ask(shown, json!({"id": both.to_string()})).await;
        assert_eq!(seen.at("supportRequest.forPosts"), &json!(["MIDDLE_LEADER", "TEACHER"]), "{:?}", who.role());
    }
    let unsaid = deal.broker.ask(shown, json!({"id": deal.request.to_string()})).await;
    assert_eq!(unsaid.at("supportRequest.forPosts"), &json!([]));
    for fits in [deal.request, middle, heads] {
        assert_eq!(against(&deal, fits).await, json!([]));
    }
    let sentence =
        "Asks for support of middle leaders and teachers; this person supports headteachers and middle leaders.";
    assert_eq!(against(&deal, both).await, json!([{"rule": "POSTS_APART", "sentence": sentence}]));
    let no = deal.broker.propose(deal.offer, both).await.refused();
    let told = (no.code.as_str(), no.field.as_str(), no.message.as_str());
    assert_eq!(told, ("OFFER_EXCLUDED", "offer", sentence), "the broker reads the same words");
    deal.broker.propose(deal.offer, middle).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_designation_is_for_people_in_similar_posts_whatever_a_listing_of_before_says() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.designated().await;
    app.settle().await;
    // So it could be written before listings were held against what somebody holds.
    supports(&app, &deal, "{headteacher,middle_leader}").await;
    let (middle, heads) = (raised(&deal, &["MIDDLE_LEADER"]).await, raised(&deal, &["HEADTEACHER"]).await);
    assert_eq!(against(&deal, middle).await, json!([]));
    let sentence = "Asks for support of headteachers; this person supports middle leaders.";
    assert_eq!(against(&deal, heads).await, json!([{"rule": "POSTS_APART", "sentence": sentence}]));
    assert_eq!(deal.broker.propose(deal.offer, heads).await.refused().code, "OFFER_EXCLUDED");
    app.settle().await;
}

#[tokio::test]
async fn each_post_is_named_once_and_a_revised_request_names_others() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let said = async |mutation: &str, kind: &str, input: Json| {
        let document = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ request {{ id version forPosts }} \
             userErrors {{ code field message }} }} }}"
        );
        deal.host_head.ask(&document, json!({ "input": input })).await
    };
    let twice = json!({"terms": terms(&deal, &["TEACHER", "TEACHER"]).await});
    let no = said("requestSupport", "RequestSupportInput", twice).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("CHOICE_REPEATED", "forPosts"));
    let drafted = said("draftRequest", "RequestSupportInput", json!({"terms": terms(&deal, &["TEACHER"]).await})).await;
    drafted.done();
    let request = drafted.at("draftRequest.request").clone();
    assert_eq!(request["forPosts"], json!(["TEACHER"]));
    let anew = terms(&deal, &["SENIOR_LEADER"]).await;
    let anew = json!({"request": request["id"], "expectedVersion": request["version"], "terms": anew});
    let revised = said("reviseRequest", "ReviseRequestInput", anew).await;
    revised.done();
    assert_eq!(revised.at("reviseRequest.request.forPosts"), &json!(["SENIOR_LEADER"]));
    app.settle().await;
}
