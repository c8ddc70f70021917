//! A token is trusted when everything about it is as we would have made it, and otherwise not at all.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::identity::keys::tests::Folder;

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

fn bearer() -> Bearer {
    Bearer::Own { person: Id::from_uuid(Uuid::from_u128(1)), session: Id::from_uuid(Uuid::from_u128(2)) }
}

fn tokens(folder: &Folder) -> Tokens {
    Tokens::new(Keyring::open(&folder.0, now()).unwrap(), "https://lateral.test", "lateral", None)
}

fn issued(tokens: &Tokens) -> String {
    tokens.issue(Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)), now()).unwrap().0
}

fn claims() -> Value {
    let at = seconds(now());
    json!({
        "iss": "https://lateral.test", "aud": "lateral",
        "sub": Id::<Person>::from_uuid(Uuid::from_u128(1)).to_string(),
        "sid": Id::<Session>::from_uuid(Uuid::from_u128(2)).to_string(),
        "iat": at, "nbf": at, "exp": at + 600,
    })
}

fn head(tokens: &Tokens) -> Value {
    json!({"alg": "EdDSA", "typ": "at+jwt", "kid": tokens.keys.signing(now()).kid})
}

/// Signs whatever it is given with our own key: only what is in the token can be wrong with it.
fn signed(tokens: &Tokens, head: &Value, claims: &Value) -> String {
    signed_by(&tokens.keys.signing(now()).signing, head, claims)
}

fn signed_by(key: &EncodingKey, head: &Value, claims: &Value) -> String {
    let part = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
    let message = format!("{}.{}", part(head), part(claims));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

fn with(mut it: Value, field: &str, value: Value) -> Value {
    if value.is_null() {
        it.as_object_mut().unwrap().remove(field);
    } else {
        it[field] = value;
    }
    it
}

#[tokio::test]
async fn what_we_issue_we_trust_until_it_expires() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let token = issued(&tokens);
    for at in [now(), now(), now().plus_seconds(599)] {
        assert_eq!(tokens.verify(&token, at).await.as_deref(), Ok(&bearer()));
    }
    assert_eq!(tokens.verify(&token, now().plus_seconds(600)).await, Err(Untrusted("it has expired")));
}

#[tokio::test]
async fn the_same_made_by_hand_is_trusted() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let token = signed(&tokens, &head(&tokens), &claims());
    assert_eq!(tokens.verify(&token, now()).await.as_deref(), Ok(&bearer()));
}

#[tokio::test]
async fn a_claim_that_is_missing_wrong_or_odd_is_refused() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let at = seconds(now());
    let odd = [
        ("iss", json!(null)),
        ("iss", json!("https://lateral.test/")),
        ("iss", json!(["https://lateral.test"])),
        ("aud", json!(null)),
        ("aud", json!("lateral-staging")),
        ("aud", json!([])),
        ("sub", json!(null)),
        ("sub", json!("")),
        ("sub", json!(1)),
        ("sub", json!("per_1")),
        ("sid", json!(null)),
        ("sid", json!("mem_00000000000000000000000000000002")),
        ("exp", json!(null)),
        ("exp", json!(at)),
        ("exp", json!(-1)),
        ("exp", json!((at + 600).to_string())),
        ("exp", json!(at as f64 + 600.5)),
        ("exp", json!(1e300)),
        ("exp", json!({})),
        ("exp", json!(true)),
        ("nbf", json!(null)),
        ("nbf", json!(at + 61)),
        ("nbf", json!("now")),
        ("nbf", json!([at])),
    ];
    for (claim, value) in odd {
        let token = signed(&tokens, &head(&tokens), &with(claims(), claim, value.clone()));
        assert!(tokens.verify(&token, now()).await.is_err(), "{claim}: {value}");
    }
}

#[tokio::test]
async fn a_head_that_chooses_how_it_is_checked_is_refused() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let odd = [
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("HS256")),
        ("alg", json!("RS256")),
        ("alg", json!("ES256")),
        ("alg", json!(null)),
        ("typ", json!("JWT")),
        ("typ", json!("id+jwt")),
        ("typ", json!(null)),
        ("kid", json!(null)),
        ("kid", json!("")),
        ("kid", json!("../../etc/passwd")),
        ("kid", json!("' OR 1=1 --")),
        ("kid", json!("a\0b")),
        ("kid", json!(["a"])),
        ("jku", json!("https://attacker.example/keys")),
        ("x5u", json!("https://attacker.example/cert")),
        ("jwk", jwk),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
    ];
    for (field, value) in odd {
        let token = signed(&tokens, &with(head(&tokens), field, value.clone()), &claims());
        assert!(tokens.verify(&token, now()).await.is_err(), "{field}: {value}");
    }
}

#[tokio::test]
async fn a_signature_that_is_stripped_swapped_or_made_with_the_public_half_is_refused() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let token = issued(&tokens);
    let (message, signature) = token.rsplit_once('.').unwrap();
    let mut forged = vec![
        format!("{message}."),
        message.to_owned(),
        format!("{token}."),
        format!("{token}.{signature}"),
        token[..token.len() - 1].to_owned(),
        String::new(),
        "..".to_owned(),
        "a.b.c".to_owned(),
        "x".repeat(100_000),
    ];
    let other = Folder::new();
    let theirs = Keyring::open(&other.0, now()).unwrap().signing(now());
    forged.push(signed_by(&theirs.signing, &head(&tokens), &claims()));
    let key = tokens.keys.signing(now());
    let public = EncodingKey::from_secret(key.verifying.try_get_as_bytes().unwrap());
    let mut hs = Header::new(Algorithm::HS256);
    (hs.kid, hs.typ) = (Some(key.kid.clone()), Some(TYPE.to_owned()));
    forged.push(jsonwebtoken::encode(&hs, &claims(), &public).unwrap());
    for token in forged {
        assert!(tokens.verify(&token, now()).await.is_err(), "{token:.80}");
    }
}

#[tokio::test]
async fn another_environments_token_is_refused() {
    let (folder, other) = (Folder::new(), Folder::new());
    let (ours, theirs) = (tokens(&folder), tokens(&other));
    assert!(ours.verify(&issued(&theirs), now()).await.is_err());
}

#[tokio::test]
async fn old_tokens_outlive_a_rotation_and_no_longer() {
    let folder = Folder::new();
    let tokens = tokens(&folder);
    let old = issued(&tokens);
    tokens.keys.rotate(now()).unwrap();
    let new = issued(&tokens);
    assert_ne!(key_id(&old), key_id(&new));
    for token in [&old, &new] {
        assert!(tokens.verify(token, now().plus_seconds(599)).await.is_ok());
        assert!(tokens.verify(token, now().plus_seconds(601)).await.is_err());
    }
}
