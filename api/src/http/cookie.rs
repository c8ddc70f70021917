//! The cookies of our own pages: no script reads them, no other site sends them.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use domain::Timestamp;

use crate::app::identity::Pair;
use crate::config::Config;

/// Where the refresh token is needed; it travels nowhere else.
const REFRESH_PATH: &str = "/auth";

/// The access token that a browser shows.
pub fn access(request: &HttpRequest, config: &Config) -> Option<String> {
    request.cookie(names(config).0).map(|it| it.value().to_owned())
}

/// The refresh token that a browser shows.
pub fn refresh(request: &HttpRequest, config: &Config) -> Option<String> {
    request.cookie(names(config).1).map(|it| it.value().to_owned())
}

/// The cookies of a new pair. Both stay as long as the sign-in can be renewed: an access token that has run out is then
/// refused, and the page renews it; a cookie that had gone would make a visitor of somebody who is signed in.
pub fn set(pair: &Pair, config: &Config, now: Timestamp) -> [Cookie<'static>; 2] {
    let (access, refresh) = names(config);
    let lasting = lasting(pair.refresh_expires_at, now);
    [
        made(access, pair.access.clone(), "/", lasting, config),
        made(refresh, pair.refresh.clone(), REFRESH_PATH, lasting, config),
    ]
}

/// The cookies that take both away.
pub fn cleared(config: &Config) -> [Cookie<'static>; 2] {
    let (access, refresh) = names(config);
    [
        made(access, String::new(), "/", Duration::ZERO, config),
        made(refresh, String::new(), REFRESH_PATH, Duration::ZERO, config),
    ]
}

fn lasting(until: Timestamp, now: Timestamp) -> Duration {
    Duration::seconds((until.utc() - now.utc()).num_seconds())
}

fn made(name: &'static str, value: String, path: &'static str, lasting: Duration, config: &Config) -> Cookie<'static> {
    Cookie::build(name, value)
        .path(path)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_secure(config))
        .max_age(lasting)
        .finish()
}

/// Over TLS the names carry a promise that browsers keep: no other host and no plain connection sets them.
fn names(config: &Config) -> (&'static str, &'static str) {
    if is_secure(config) { ("__Host-lateral", "__Secure-lateral-refresh") } else { ("lateral", "lateral-refresh") }
}

fn is_secure(config: &Config) -> bool {
    config.public_url.starts_with("https://")
}
