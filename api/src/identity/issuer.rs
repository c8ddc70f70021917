//! An outside OpenID Connect issuer: its published keys, fetched when needed and kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use domain::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;

/// How long the published keys are believed without asking again.
const FRESH_SECONDS: i64 = 3_600;
/// How often an unknown key id, or a failure, may lead to another question.
const ASK_AGAIN_SECONDS: i64 = 60;
/// The longest answer that is read.
const LONGEST: usize = 256 * 1024;
/// How long the issuer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The shortest RSA modulus, in base64 digits of its 2,048 bits.
const SHORTEST_RSA: usize = 342;

/// Which outside issuer is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Its identifier, exactly as its tokens spell it.
    pub issuer: String,
    /// What its tokens call this service.
    pub audience: String,
    /// Where its keys are published; without it, its discovery document says.
    pub keys_url: Option<String>,
}

/// One published key, with the algorithm that it is used with: decided here, never by a token.
#[derive(Clone, Debug)]
pub struct PublishedKey {
    /// The half that verifies.
    pub verifying: DecodingKey,
    /// The only algorithm for it.
    pub algorithm: Algorithm,
}

/// An outside issuer and what is known of its keys.
#[derive(Debug)]
pub struct Outside {
    settings: Settings,
    client: reqwest::Client,
    known: RwLock<Arc<Known>>,
    /// One question at a time.
    asking: Mutex<i64>,
}

#[derive(Debug, Default)]
struct Known {
    keys: HashMap<String, PublishedKey>,
    fetched_at: Option<i64>,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// Keys that we cannot read are passed over, not an error: issuers publish new kinds.
#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl Outside {
    /// Prepares to ask the issuer; nothing is fetched before a token needs it.
    pub fn new(settings: Settings) -> Result<Self, String> {
        for url in [Some(&settings.issuer), settings.keys_url.as_ref()].into_iter().flatten() {
            check_url(url)?;
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { settings, client, known: RwLock::default(), asking: Mutex::new(i64::MIN) })
    }

    /// The issuer's identifier.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// What its tokens call this service.
    pub fn audience(&self) -> &str {
        &self.settings.audience
    }

    /// The published key of this id.
    pub async fn find(&self, kid: &str, now: Timestamp) -> Option<PublishedKey> {
        let now = now.utc().timestamp();
        let known = self.known();
        let fresh = known.fetched_at.is_some_and(|at| (now - at).abs() < FRESH_SECONDS);
        if fresh && let Some(key) = known.keys.get(kid) {
            return Some(key.clone());
        }
        self.ask(now).await;
        self.known().keys.get(kid).cloned()
    }

    fn known(&self) -> Arc<Known> {
        self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Fetches the keys, unless that was tried a moment ago. What was known stays when it fails.
    async fn ask(&self, now: i64) {
        let mut asked_at = self.asking.lock().await;
        if (now.saturating_sub(*asked_at)).abs() < ASK_AGAIN_SECONDS {
            return;
        }
        *asked_at = now;
        match self.fetch().await {
            Ok(keys) => {
                let known = Arc::new(Known { keys, fetched_at: Some(now) });
                *self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner) = known;
            }
            Err(why) => {
                tracing::warn!(issuer = self.settings.issuer, why, "the keys of the outside issuer were not had")
            }
        }
    }

    async fn fetch(&self) -> Result<HashMap<String, PublishedKey>, String> {
        let url = match &self.settings.keys_url {
            Some(url) => url.clone(),
            None => {
                let base = self.settings.issuer.trim_end_matches('/');
                let found: Discovery = self.get(&format!("{base}/.well-known/openid-configuration")).await?;
                if found.issuer != self.settings.issuer {
                    return Err("its discovery document speaks of another issuer".to_owned());
                }
                check_url(&found.jwks_uri).map_err(|why| format!("the address of its keys {why}"))?;
                found.jwks_uri
            }
        };
        let published: Published = self.get(&url).await?;
        let keys = published.keys.into_iter().filter_map(|value| published_key(serde_json::from_value(value).ok()?));
        Ok(keys.collect())
    }

    async fn get<T: for<'de> Deserialize<'de>>(&self, url: &str) -> Result<T, String> {
        let mut answer = self.client.get(url).send().await.map_err(|error| error.without_url().to_string())?;
        if answer.status() != reqwest::StatusCode::OK {
            return Err(format!("it answered {}", answer.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| error.without_url().to_string())? {
            if body.len() + piece.len() > LONGEST {
                return Err("its answer is too long".to_owned());
            }
            body.extend_from_slice(&piece);
        }
        serde_json::from_slice(&body).map_err(|error| error.to_string())
    }
}

/// Refuses an address that is not of TLS, nor of this machine: keys must not be changed on their way. Why is told without
/// the address, which may hold a password.
pub(crate) fn check_url(url: &str) -> Result<(), &'static str> {
    let parsed = reqwest::Url::parse(url).map_err(|_| "is not the address of anything")?;
    let local = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let plain = parsed.username().is_empty() && parsed.password().is_none() && parsed.fragment().is_none();
    if plain && (parsed.scheme() == "https" || (parsed.scheme() == "http" && local)) {
        return Ok(());
    }
    Err("must be an https address, or http on this machine, without a user's name, password or #")
}

/// Takes a published key with the one algorithm that we would use it with.
fn published_key(jwk: Jwk) -> Option<(String, PublishedKey)> {
    let kid = jwk.common.key_id.clone()?;
    if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return None;
    }
    if jwk.common.key_operations.as_ref().is_some_and(|it| !it.contains(&KeyOperations::Verify)) {
        return None;
    }
    let stated = jwk.common.key_algorithm;
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(rsa) if rsa.n.trim_end_matches('=').len() >= SHORTEST_RSA => match stated {
            None | Some(KeyAlgorithm::RS256) => Algorithm::RS256,
            Some(KeyAlgorithm::RS384) => Algorithm::RS384,
            Some(KeyAlgorithm::RS512) => Algorithm::RS512,
            Some(KeyAlgorithm::PS256) => Algorithm::PS256,
            _ => return None,
        },
        // A point of a curve may as well be there to agree on secrets with: what is stated decides.
        AlgorithmParameters::EllipticCurve(it) => match (&it.curve, stated) {
            (EllipticCurve::P256, None | Some(KeyAlgorithm::ES256)) => Algorithm::ES256,
            (EllipticCurve::P384, None | Some(KeyAlgorithm::ES384)) => Algorithm::ES384,
            _ => return None,
        },
        AlgorithmParameters::OctetKeyPair(it) => match (&it.curve, stated) {
            (EllipticCurve::Ed25519, None | Some(KeyAlgorithm::EdDSA)) => Algorithm::EdDSA,
            _ => return None,
        },
        // A symmetric key that is published is no key.
        _ => return None,
    };
    Some((kid, PublishedKey { verifying: DecodingKey::from_jwk(&jwk).ok()?, algorithm }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(json: &str) -> Option<Algorithm> {
        published_key(serde_json::from_str(json).ok()?).map(|(_, key)| key.algorithm)
    }

    #[test]
    fn the_algorithm_belongs_to_the_key() {
        let n = format!("{}w", "u".repeat(341));
        assert_eq!(taken(&format!(r#"{{"kty":"RSA","kid":"a","n":"{n}","e":"AQAB"}}"#)), Some(Algorithm::RS256));
        let ed = r#"{"kty":"OKP","kid":"a","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        assert_eq!(taken(ed), Some(Algorithm::EdDSA));
    }

    #[test]
    fn a_key_that_is_stated_for_something_else_is_not_taken_for_signatures() {
        let p256 = r#""kty":"EC","kid":"a","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;
        let ed = r#""kty":"OKP","kid":"a","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
        for (key, stated, algorithm) in [
            (p256, "", Some(Algorithm::ES256)),
            (p256, r#","alg":"ES256""#, Some(Algorithm::ES256)),
            (p256, r#","alg":"ECDH-ES""#, None),
            (p256, r#","alg":"ES384""#, None),
            (p256, r#","key_ops":["verify"]"#, Some(Algorithm::ES256)),
            (p256, r#","key_ops":["deriveBits"]"#, None),
            (ed, r#","alg":"EdDSA""#, Some(Algorithm::EdDSA)),
            (ed, r#","alg":"ES256""#, None),
        ] {
            assert_eq!(taken(&format!("{{{key}{stated}}}")), algorithm, "{key}{stated}");
        }
    }

    #[test]
    fn weak_symmetric_and_encryption_keys_are_passed_over() {
        let n = format!("{}w", "u".repeat(169));
        assert_eq!(taken(&format!(r#"{{"kty":"RSA","kid":"a","n":"{n}","e":"AQAB"}}"#)), None);
        assert_eq!(taken(r#"{"kty":"oct","kid":"a","k":"c2VjcmV0"}"#), None);
        let n = format!("{}w", "u".repeat(341));
        assert_eq!(taken(&format!(r#"{{"kty":"RSA","kid":"a","use":"enc","n":"{n}","e":"AQAB"}}"#)), None);
        assert_eq!(taken(&format!(r#"{{"kty":"RSA","kid":"a","alg":"HS256","n":"{n}","e":"AQAB"}}"#)), None);
        assert_eq!(taken(&format!(r#"{{"kty":"RSA","n":"{n}","e":"AQAB"}}"#)), None);
    }

    #[test]
    fn keys_are_fetched_over_tls_or_from_this_machine() {
        for url in ["https://id.example.org", "http://127.0.0.1:9000/keys", "http://localhost/keys"] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        for url in ["http://id.example.org", "https://a:b@id.example.org", "file:///etc/passwd", "id.example.org"] {
            assert!(check_url(url).is_err(), "{url}");
        }
    }
}
