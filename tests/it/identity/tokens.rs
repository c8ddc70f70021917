//! Hostile tokens at the door; what each of them lacks is tried one by one beside the code that checks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use lateral_tests::{Reply, Site, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::{PASSWORD, with_password};

const VIEWER: &str = "{ viewer { person { id } } }";

fn part(of: &Json) -> String {
    URL_SAFE_NO_PAD.encode(of.to_string())
}

fn read(part: &str) -> Json {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn with(mut it: Json, field: &str, value: Json) -> Json {
    it[field] = value;
    it
}

fn is_refused(reply: &Reply) -> bool {
    reply.body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED" && reply.body.get("data").is_none()
}

async fn is_taken(site: &Site, token: &str) -> bool {
    site.ask(token, VIEWER).await.body["data"]["viewer"]["person"]["id"].is_string()
}

#[tokio::test]
async fn a_token_that_was_tampered_with_is_refused_and_nothing_is_told() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    let token = pair.text("accessToken");
    assert!(is_taken(&site, token).await);
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let (kept, said) = (read(head), read(claims));
    assert_eq!((&kept["alg"], &kept["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
    let other = app.school("Elm Park").await.head().await.who().person.to_string();
    let mut hostile = vec![
        format!("{head}.{claims}."),
        format!("{head}.{claims}"),
        format!("{head}.{}.{signature}", part(&with(said.clone(), "sub", json!(other)))),
        format!("{head}.{}.{signature}", part(&with(said.clone(), "exp", json!(4_102_444_800_i64)))),
        pair.text("refreshToken").to_owned(),
        "null".to_owned(),
    ];
    for (field, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("RS256")),
        ("typ", json!("JWT")),
        ("kid", json!("../../../../dev/null")),
        ("kid", json!("' OR '1'='1")),
        ("jku", json!(format!("{}/keys", site.url))),
        ("jwk", json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})),
        ("x5u", json!("https://attacker.example/cert")),
        ("crit", json!(["exp"])),
    ] {
        hostile.push(format!("{}.{claims}.{signature}", part(&with(kept.clone(), field, value))));
    }
    for token in hostile {
        let reply = site.ask(&token, VIEWER).await;
        assert!(is_refused(&reply), "{token}: {reply:?}");
        assert_eq!(reply.body["errors"][0]["message"], site.ask("x", VIEWER).await.body["errors"][0]["message"]);
    }
    for header in ["Basic YTpi", "Bearer", "bearer  ", "Token x"] {
        let request = site.post("/graphql", &json!({"query": VIEWER})).header("authorization", header);
        assert!(is_refused(&site.send(request).await), "{header}");
    }
}

#[tokio::test]
async fn keys_rotate_and_old_tokens_are_good_until_they_expire() {
    let app = TestApp::start_with(&[("LATERAL_PUBLIC_URL", "http://rotation.test")]).await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let old = site.sign_in(&email, PASSWORD).await;
    app.app.gate.tokens.keys().rotate(app.clock.now()).unwrap();
    let new = site.sign_in(&email, PASSWORD).await;
    let kid = |reply: &Reply| read(reply.text("accessToken").split('.').next().unwrap())["kid"].clone();
    assert_ne!(kid(&old), kid(&new));
    app.clock.advance(TimeDelta::seconds(599));
    assert!(is_taken(&site, old.text("accessToken")).await && is_taken(&site, new.text("accessToken")).await);
    app.clock.advance(TimeDelta::seconds(1));
    assert!(is_refused(&site.ask(old.text("accessToken"), VIEWER).await));
}

#[tokio::test]
async fn another_environments_token_is_refused() {
    let (one, other) =
        (TestApp::start().await, TestApp::start_with(&[("LATERAL_PUBLIC_URL", "http://other.test")]).await);
    let head = one.school("Ash Lane").await.head().await;
    let email = with_password(&one, &head).await;
    let (here, there) = (one.site().await, other.site().await);
    let pair = here.sign_in(&email, PASSWORD).await;
    assert!(is_taken(&here, pair.text("accessToken")).await);
    assert!(is_refused(&there.ask(pair.text("accessToken"), VIEWER).await), "it has the key, not the issuer");
}

#[tokio::test]
async fn what_is_revoked_elsewhere_is_refused_within_a_second() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    assert!(is_taken(&site, pair.text("accessToken")).await);
    app.write("UPDATE session SET revoked_at = $1", values![app.clock.now().utc()]).await;
    app.clock.advance(TimeDelta::seconds(1));
    assert!(is_refused(&site.ask(pair.text("accessToken"), VIEWER).await));
}

#[tokio::test]
async fn a_request_of_somebody_known_costs_no_statement_for_who_they_are() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    site.ask(pair.text("accessToken"), "{ __typename }").await;
    let before = app.statements();
    for _ in 0..10 {
        assert_eq!(site.ask(pair.text("accessToken"), "{ __typename }").await.status, 200);
    }
    assert_eq!(app.statements(), before);
}
