//! An outside OpenID Connect issuer, played by a server of this test.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use actix_web::{App as Web, HttpResponse, HttpServer, web};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use lateral_tests::{Site, TestApp};
use serde_json::{Value as Json, json};

use super::email_of;

const VIEWER: &str = "{ viewer { person { id email } acting { role } } }";

/// The issuer: its keys can be changed, and it counts how often it is asked for them.
struct Issuer {
    url: String,
    keys: Arc<Mutex<Vec<(String, EncodingKey, Algorithm)>>>,
    asked: Arc<AtomicU32>,
}

fn key(kid: &str, seed: u8) -> (String, EncodingKey, Algorithm) {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    (kid.to_owned(), EncodingKey::from_ed_der(&der), Algorithm::EdDSA)
}

/// A key of RSA and one of the curve P-256, as most issuers have them.
fn usual_keys() -> [(String, EncodingKey, Algorithm); 2] {
    let rsa = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let pem = STANDARD.encode(rsa.as_der().unwrap().as_ref());
    let pem = format!("-----BEGIN {0}-----\n{pem}\n-----END {0}-----", "PRIVATE KEY");
    let curve = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    [
        ("rsa".to_owned(), EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(), Algorithm::RS256),
        ("curve".to_owned(), EncodingKey::from_ec_der(curve.to_pkcs8v1().unwrap().as_ref()), Algorithm::ES256),
    ]
}

impl Issuer {
    async fn start() -> Self {
        let keys = Arc::new(Mutex::new(vec![key("one", 1)]));
        let asked = Arc::new(AtomicU32::new(0));
        let (shown, counted) = (keys.clone(), asked.clone());
        let server = HttpServer::new(move || {
            let (shown, counted) = (shown.clone(), counted.clone());
            let discovery = |request: actix_web::HttpRequest| {
                let url = format!("http://{}", request.connection_info().host());
                let said = json!({"issuer": url, "jwks_uri": format!("{url}/keys")});
                async move { HttpResponse::Ok().json(said) }
            };
            let published = move || {
                counted.fetch_add(1, Relaxed);
                let keys: Vec<Json> = shown.lock().unwrap().iter().map(published).collect();
                async move { HttpResponse::Ok().json(json!({"keys": keys})) }
            };
            Web::new()
                .route("/.well-known/openid-configuration", web::get().to(discovery))
                .route("/keys", web::get().to(published))
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        tokio::spawn(server.run());
        Self { url, keys, asked }
    }

    fn settings(&self) -> [(&str, &str); 2] {
        [("LATERAL_OIDC_ISSUER", &self.url), ("LATERAL_OIDC_AUDIENCE", "lateral-api")]
    }

    fn claims(&self, app: &TestApp) -> Json {
        let at = app.clock.now().utc().timestamp();
        json!({"iss": self.url, "aud": "lateral-api", "sub": "u-1", "iat": at, "exp": at + 300,
               "email": "new@example.org", "email_verified": true, "name": "Nye Fenn"})
    }

    fn token(&self, kid: &str, claims: &Json) -> String {
        self.token_of(&json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid}), kid, claims)
    }

    fn token_of(&self, head: &Json, signed_by: &str, claims: &Json) -> String {
        let part = |it: &Json| URL_SAFE_NO_PAD.encode(it.to_string());
        let message = format!("{}.{}", part(head), part(claims));
        let keys = self.keys.lock().unwrap();
        let (_, key, algorithm) = keys.iter().find(|(kid, ..)| kid == signed_by).unwrap();
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, *algorithm).unwrap();
        format!("{message}.{signature}")
    }
}

fn published((kid, key, algorithm): &(String, EncodingKey, Algorithm)) -> Json {
    let mut jwk = Jwk::from_encoding_key(key, *algorithm).unwrap();
    jwk.common.key_id = Some(kid.clone());
    serde_json::to_value(jwk).unwrap()
}

async fn viewer(site: &Site, token: &str) -> Json {
    site.ask(token, VIEWER).await.body["data"]["viewer"].clone()
}

#[tokio::test]
async fn a_newcomer_is_known_from_the_first_token_on_and_has_no_role() {
    let issuer = Issuer::start().await;
    let app = TestApp::start_with(&issuer.settings()).await;
    let site = app.site().await;
    let token = issuer.token("one", &issuer.claims(&app));
    let first = viewer(&site, &token).await;
    assert_eq!(first["person"]["email"], "new@example.org");
    assert!(first["acting"].is_null());
    assert_eq!(viewer(&site, &token).await, first);
    assert_eq!(app.settle().await.events(), ["person.entered"]);
}

#[tokio::test]
async fn somebody_known_by_the_verified_address_acts_in_their_role() {
    let issuer = Issuer::start().await;
    let app = TestApp::start_with(&issuer.settings()).await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (email_of(&app, &head).await, app.site().await);
    let mut claims = issuer.claims(&app);
    (claims["email"], claims["email_verified"], claims["sub"]) = (json!(email), json!(false), json!("u-2"));
    assert!(viewer(&site, &issuer.token("one", &claims)).await.is_null(), "anybody can claim an address");
    claims["email_verified"] = json!(true);
    let known = viewer(&site, &issuer.token("one", &claims)).await;
    assert_eq!(known["person"]["id"], head.who().person.to_string());
    assert_eq!(known["acting"]["role"], "HEAD");
}

#[tokio::test]
async fn tokens_signed_by_rsa_and_by_a_curve_are_verified_by_the_published_keys() {
    let issuer = Issuer::start().await;
    issuer.keys.lock().unwrap().extend(usual_keys());
    let app = TestApp::start_with(&issuer.settings()).await;
    let (site, claims) = (app.site().await, issuer.claims(&app));
    let token = |alg: &str, kid: &str, signed_by: &str| {
        issuer.token_of(&json!({"alg": alg, "typ": "at+jwt", "kid": kid}), signed_by, &claims)
    };
    for (alg, kid, other) in [("RS256", "rsa", "curve"), ("ES256", "curve", "one")] {
        let known = viewer(&site, &token(alg, kid, kid)).await;
        assert_eq!(known["person"]["email"], "new@example.org", "{alg}");
        assert!(viewer(&site, &token(alg, kid, other)).await.is_null(), "{alg}, signed by another key of the issuer");
        let mut forged = token(alg, kid, kid).into_bytes();
        let tenth = forged.len() - 10;
        forged[tenth] = if forged[tenth] == b'A' { b'B' } else { b'A' };
        assert!(viewer(&site, &String::from_utf8(forged).unwrap()).await.is_null(), "{alg}, forged");
    }
    for (alg, kid) in [("RS384", "rsa"), ("PS256", "rsa"), ("ES384", "curve"), ("RS256", "curve"), ("HS256", "rsa")] {
        assert!(viewer(&site, &token(alg, kid, kid)).await.is_null(), "{kid} is not for {alg}");
    }
}

#[tokio::test]
async fn what_the_issuer_did_not_sign_for_us_is_refused() {
    let issuer = Issuer::start().await;
    let app = TestApp::start_with(&issuer.settings()).await;
    let site = app.site().await;
    let at = app.clock.now().utc().timestamp();
    let altered = |field: &str, value: Json| {
        let mut claims = issuer.claims(&app);
        claims[field] = value;
        issuer.token("one", &claims)
    };
    let head = |alg: &str, typ: &str, kid: &str| json!({"alg": alg, "typ": typ, "kid": kid});
    let own = app.app.gate.tokens.keys().signing(app.clock.now()).kid.clone();
    let hostile = [
        altered("aud", json!("another-service")),
        altered("aud", json!(["another-service"])),
        altered("iss", json!("https://lateral.test")),
        altered("exp", json!(at)),
        altered("nbf", json!(at + 3_600)),
        altered("iat", json!("today")),
        altered("sub", json!("")),
        altered("sub", json!(null)),
        issuer.token_of(&head("EdDSA", "JWT", "one"), "one", &issuer.claims(&app)),
        issuer.token_of(&head("HS256", "at+jwt", "one"), "one", &issuer.claims(&app)),
        issuer.token_of(&head("none", "at+jwt", "one"), "one", &issuer.claims(&app)),
        issuer.token_of(&head("EdDSA", "at+jwt", "two"), "one", &issuer.claims(&app)),
        issuer.token_of(&head("EdDSA", "at+jwt", &own), "one", &issuer.claims(&app)),
    ];
    for token in hostile {
        assert!(viewer(&site, &token).await.is_null(), "{token}");
    }
    assert!(!viewer(&site, &issuer.token("one", &issuer.claims(&app))).await.is_null());
}

#[tokio::test]
async fn keys_are_kept_and_asked_for_again_when_an_unknown_one_turns_up() {
    let issuer = Issuer::start().await;
    let app = TestApp::start_with(&issuer.settings()).await;
    let site = app.site().await;
    for _ in 0..3 {
        assert!(!viewer(&site, &issuer.token("one", &issuer.claims(&app))).await.is_null());
    }
    assert_eq!(issuer.asked.load(Relaxed), 1);
    issuer.keys.lock().unwrap().push(key("two", 2));
    app.clock.advance(TimeDelta::seconds(61));
    assert!(!viewer(&site, &issuer.token("two", &issuer.claims(&app))).await.is_null());
    issuer.keys.lock().unwrap().push(key("three", 3));
    for _ in 0..20 {
        assert!(viewer(&site, &issuer.token("three", &issuer.claims(&app))).await.is_null());
    }
    assert_eq!(issuer.asked.load(Relaxed), 2, "a flood of unknown keys is not passed on");
    issuer.keys.lock().unwrap().remove(0);
    app.clock.advance(TimeDelta::hours(1));
    issuer.keys.lock().unwrap().insert(0, key("one", 1));
    let withdrawn = issuer.token("one", &issuer.claims(&app));
    issuer.keys.lock().unwrap().remove(0);
    assert!(viewer(&site, &withdrawn).await.is_null(), "a key that the issuer withdrew is no longer trusted");
}

#[tokio::test]
async fn signing_out_everywhere_ends_outside_tokens_too() {
    let issuer = Issuer::start().await;
    let app = TestApp::start_with(&issuer.settings()).await;
    let site = app.site().await;
    let token = issuer.token("one", &issuer.claims(&app));
    assert!(!viewer(&site, &token).await.is_null());
    app.clock.advance(TimeDelta::seconds(2));
    site.ask(&token, "mutation { signOutEverywhere(input: {}) { userErrors { code } } }").await;
    assert!(viewer(&site, &token).await.is_null());
    app.clock.advance(TimeDelta::seconds(2));
    assert!(!viewer(&site, &issuer.token("one", &issuer.claims(&app))).await.is_null());
}
