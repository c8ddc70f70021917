//! Many clients at once, at two servers over one database (TRUST F9 and F12).

use std::sync::Arc;

use lateral_tests::deal::{act, read};
use lateral_tests::{Reply, Site, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};
use tokio::task::JoinSet;

use crate::exchange::{request_terms, term};
use crate::identity::{PASSWORD, with_password};

/// How many times the last place is raced for, unless the environment says otherwise.
const ROUNDS: usize = 12;

#[expect(clippy::disallowed_methods, reason = "a campaign is told by its script how long it is to be")]
fn rounds() -> usize {
    let told = std::env::var("LATERAL_TRUST_ROUNDS").ok();
    told.map_or(ROUNDS, |rounds| rounds.parse().expect("LATERAL_TRUST_ROUNDS is a number"))
}

async fn two_sites(app: &TestApp) -> Arc<[Site; 2]> {
    Arc::new([app.site().await, app.replica(&[]).await.site().await])
}

fn code(reply: &Reply, payload: &str) -> Option<String> {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.body.get("errors").is_none(), "{reply:?}");
    let errors = reply.body["data"][payload]["userErrors"].as_array().unwrap();
    errors.first().map(|no| no["code"].as_str().unwrap().to_owned())
}

/// Asks until there is an answer, as a client does that is told to come back: because the first of its kind is still being
/// worked on, or because the service is busy, which on a slow machine it is. Gives how often it was told so.
async fn answered(site: &Site, body: &Json, token: &str, key: &str) -> (u32, Reply) {
    let mut told_to_wait = 0;
    loop {
        let request = site.post("/graphql", body).bearer_auth(token).header("idempotency-key", key);
        let reply = site.send(request.header("accept", "application/graphql-response+json")).await;
        match reply.status {
            200 if !reply.raw.contains(r#""code":"UNAVAILABLE""#) => return (told_to_wait, reply),
            200 => {}
            409 => assert_eq!((reply.code(), reply.header("retry-after")), ("IDEMPOTENCY_IN_PROGRESS", vec!["1"])),
            _ => assert_eq!((reply.status, reply.header("retry-after")), (503, vec!["1"]), "{reply:?}"),
        }
        told_to_wait += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_of_two_servers_get_the_last_place_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let one = "UPDATE capacity_window SET half_days = 1 WHERE specialist_id = $1";
    app.write(one, values![deal.specialist.id.uuid()]).await;
    let sites = two_sites(&app).await;
    let email = with_password(&app, &deal.broker).await;
    let mut tokens = Vec::new();
    for site in &*sites {
        tokens.push(site.sign_in(&email, PASSWORD).await.text("accessToken").to_owned());
    }
    let mut requests = Vec::new();
    for _ in 0..64 {
        requests.push(deal.host.request(&deal.alliance, 1).await.to_string());
    }
    let document = act("proposeSupport", "ProposeSupportInput", "proposal");
    let mut by_site = [0, 0];
    for round in 0..rounds() {
        let mut asking = JoinSet::new();
        for (client, request) in requests.iter().enumerate() {
            let (sites, token) = (Arc::clone(&sites), tokens[client % 2].clone());
            let input = json!({"offer": deal.offer.to_string(), "request": request, "halfDays": 1});
            let body = json!({"query": document, "variables": {"input": input}});
            let key = format!("{round}-{client}");
            asking.spawn(async move { (client, answered(&sites[client % 2], &body, &token, &key).await.1) });
        }
        let mut replies = asking.join_all().await;
        replies.sort_unstable_by_key(|(client, _)| *client);
        let codes: Vec<_> = replies.iter().map(|(_, reply)| code(reply, "proposeSupport")).collect();
        let won: Vec<usize> = (0..codes.len()).filter(|client| codes[*client].is_none()).collect();
        assert_eq!(won.len(), 1, "round {round}: {codes:?}");
        assert!(codes.iter().flatten().all(|code| code == "CAPACITY_SHORT"), "round {round}: {codes:?}");
        by_site[won[0] % 2] += 1;
        assert_eq!(deal.held().await, (1, 0));
        let proposal = &replies[won[0]].1.body["data"]["proposeSupport"]["proposal"]["id"];
        deal.home_head.decline(read(proposal.as_str().unwrap())).await.done();
    }
    println!("{} rounds, won at either server: {by_site:?}", rounds());
    app.settle().await;
}

const REQUEST: &str = "mutation ($input: RequestSupportInput!) { requestSupport(input: $input) {
    request { id title } userErrors { code field } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_identical_submissions_at_once_have_one_effect_and_one_answer() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    app.alliance("The Avon Alliance", &ash, &[]).await;
    let head = ash.head().await;
    let sites = two_sites(&app).await;
    let email = with_password(&app, &head).await;
    let pair = sites[0].sign_in(&email, PASSWORD).await;
    let input = json!({"terms": request_terms("Maths", &term(&app, "pupil-achievement/maths").await)});
    let body: Json = json!({"query": REQUEST, "variables": {"input": input}});
    let mut submitting = JoinSet::new();
    for client in 0..1_000 {
        let (sites, body, token) = (Arc::clone(&sites), body.clone(), pair.text("accessToken").to_owned());
        submitting.spawn(async move { answered(&sites[client % 2], &body, &token, "the-only-one").await });
    }
    let ended = submitting.join_all().await;
    let told_to_wait: u32 = ended.iter().map(|(waits, _)| waits).sum();
    let answers: Vec<_> = ended.into_iter().map(|(_, reply)| reply).collect();
    println!("1000 submissions, {told_to_wait} of them told to come back");
    assert_eq!(code(&answers[0], "requestSupport"), None);
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let written = "SELECT count(*) AS number FROM support_request WHERE school_id = $1";
    assert_eq!(app.number(written, ash.id.uuid()).await, 1);
    assert_eq!(app.settle().await.events(), ["request.submitted"]);
}
