//! `/auth/sign-in`, `/auth/refresh`, `/auth/sign-out`: a pair of tokens for clients, a pair of cookies for our pages.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, HeaderName, RETRY_AFTER};
use actix_web::web::{self, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tracing::Instrument;

use crate::app::identity::{self, Denied, Pair};
use crate::app::{App, Caller, Fault};
use crate::graphql::{Code, RequestError};
use crate::http::{auth, body, cookie, media, origin, problem, request_id};
use crate::identity::token::Bearer;

/// The largest body that is read.
const LARGEST: usize = 16 * 1024;
/// Where a proxy says for whom it asks.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Adds the three addresses.
pub fn routes(web: &mut web::ServiceConfig) {
    web.service(
        web::scope("/auth")
            .wrap(actix_web::middleware::from_fn(crate::http::cors::guard))
            .route("/sign-in", web::post().to(sign_in))
            .route("/refresh", web::post().to(refresh))
            .route("/sign-out", web::post().to(sign_out))
            .default_service(web::to(problem::not_found)),
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Refresh {
    refresh_token: Option<String>,
}

async fn sign_in(request: HttpRequest, payload: Payload, app: web::Data<Arc<App>>) -> HttpResponse {
    let given: SignIn = match read(&request, payload, &app).await {
        Ok(given) => given,
        Err(refused) => return told(&request, &refused),
    };
    let (caller, from) = (caller(&request), address(&request, &app));
    let service = Arc::clone(&app);
    // A task of its own: a client that hangs up must not cancel a transaction half-way.
    let signing_in = async move { identity::sign_in(&service, &caller, &from, &given.email, &given.password).await };
    let task = tokio::spawn(signing_in.in_current_span());
    answer(&request, &app, task.await.unwrap_or_else(panicked))
}

async fn refresh(request: HttpRequest, payload: Payload, app: web::Data<Arc<App>>) -> HttpResponse {
    let given: Refresh = match read(&request, payload, &app).await {
        Ok(given) => given,
        Err(refused) => return told(&request, &refused),
    };
    let Some(shown) = shown(&request, &app, given) else {
        return denied(&request, &app, Denied::Over);
    };
    let (caller, service) = (caller(&request), Arc::clone(&app));
    let task = tokio::spawn(async move { identity::refresh(&service, &caller, &shown).await }.in_current_span());
    answer(&request, &app, task.await.unwrap_or_else(panicked))
}

/// Ends the sign-in whose token is shown. Whoever shows none, or one that is over, is signed out already.
async fn sign_out(request: HttpRequest, payload: Payload, app: web::Data<Arc<App>>) -> HttpResponse {
    let given: Refresh = match read(&request, payload, &app).await {
        Ok(given) => given,
        Err(refused) => return told(&request, &refused),
    };
    let access = auth::shown(&request, &app).ok().flatten();
    let session = match access {
        Some(token) => auth::bearer(&app, &token).await.ok(),
        None => None,
    };
    let session = session.and_then(|it| if let Bearer::Own { session, .. } = *it { Some(session) } else { None });
    let (shown, caller, service) = (shown(&request, &app, given), caller(&request), Arc::clone(&app));
    let signing_out = async move {
        if let Some(shown) = shown {
            identity::sign_out_of(&service, &caller, &shown).await?;
        }
        match session {
            Some(session) => identity::sign_out(&service, &caller, session).await,
            None => Ok(()),
        }
    };
    match tokio::spawn(signing_out.in_current_span()).await.unwrap_or_else(panicked) {
        Ok(()) => with_cookies(HttpResponse::NoContent().finish(), cookie::cleared(&app.config)),
        Err(why) => denied(&request, &app, why),
    }
}

/// Reads the body, unless it comes from a page that has no business here.
async fn read<T: DeserializeOwned>(request: &HttpRequest, payload: Payload, app: &App) -> Result<T, RequestError> {
    if origin::is_foreign_page(request, &app.config) {
        return Err(Code::OriginNotAllowed.into());
    }
    media::check_body(request)?;
    let bytes = body::read(request, payload, LARGEST, app.config.limits.arrives_within).await?;
    let said = "The body is not the JSON that is asked for here.";
    serde_json::from_slice(&bytes).map_err(|_| RequestError::saying(Code::BadRequest, said))
}

/// The refresh token of the body or, from a page of ours, of the cookie.
fn shown(request: &HttpRequest, app: &App, given: Refresh) -> Option<String> {
    let cookie = || origin::is_own_page(request, &app.config).then(|| cookie::refresh(request, &app.config)).flatten();
    given.refresh_token.or_else(cookie)
}

fn caller(request: &HttpRequest) -> Caller {
    Caller::stranger(&*request_id::of(request))
}

/// From where a request comes: behind a proxy, what the proxy says last. Of an IPv6 address, the network that one customer
/// is given whole.
fn address(request: &HttpRequest, app: &App) -> String {
    let forwarded = request.headers().get_all(FORWARDED_FOR).last().and_then(|it| it.to_str().ok());
    let forwarded = forwarded.and_then(|it| it.rsplit(',').next()).filter(|_| app.config.behind_proxy);
    let peer = || request.peer_addr().map(|it| it.ip().to_string());
    let said = forwarded.map(|it| it.trim().to_owned()).or_else(peer).unwrap_or_default();
    match said.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => format!("{:x?}", &address.segments()[..4]),
        _ => said,
    }
}

/// A page of ours gets cookies and no token that a script could read; every other client gets tokens.
fn answer(request: &HttpRequest, app: &App, outcome: Result<Pair, Denied>) -> HttpResponse {
    let pair = match outcome {
        Ok(pair) => pair,
        Err(why) => return denied(request, app, why),
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-store"));
    let mut said = serde_json::json!({
        "personId": pair.person.to_string(),
        "expiresAt": pair.access_expires_at.to_string(),
        "refreshExpiresAt": pair.refresh_expires_at.to_string(),
    });
    if origin::is_own_page(request, &app.config) {
        let cookies = cookie::set(&pair, &app.config, app.clock.now());
        return with_cookies(response.json(said), cookies);
    }
    said["tokenType"] = "Bearer".into();
    said["accessToken"] = pair.access.into();
    said["refreshToken"] = pair.refresh.into();
    response.json(said)
}

fn denied(request: &HttpRequest, app: &App, why: Denied) -> HttpResponse {
    let id = request_id::of(request);
    match why {
        Denied::Wrong => {
            problem::saying(Code::Unauthenticated, "The e-mail address and the password do not go together.", &id)
        }
        Denied::Over => with_cookies(
            problem::saying(Code::Unauthenticated, "This sign-in is over. Please sign in again.", &id),
            cookie::cleared(&app.config),
        ),
        Denied::Wait(seconds) => {
            let mut response = problem::of(Code::RateLimited, &id);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            response
        }
        Denied::Fault(fault) => {
            tracing::error!(request_id = %id, cause = %fault, "a sign-in met a fault");
            match fault {
                Fault::Clash | Fault::Unavailable(_) => problem::of(Code::Unavailable, &id),
                // A sign-in takes no key, so none can be taken.
                Fault::Repeated | Fault::Broken(_) => problem::of(Code::InternalServerError, &id),
            }
        }
    }
}

fn told(request: &HttpRequest, refused: &RequestError) -> HttpResponse {
    problem::saying(refused.code, &refused.message, &request_id::of(request))
}

fn panicked<T>(broken: tokio::task::JoinError) -> Result<T, Denied> {
    Err(Denied::Fault(Fault::Broken(broken.to_string())))
}

fn with_cookies(mut response: HttpResponse, cookies: [actix_web::cookie::Cookie<'static>; 2]) -> HttpResponse {
    for it in cookies {
        if let Err(error) = response.add_cookie(&it) {
            tracing::error!(%error, "a cookie could not be set");
        }
    }
    response
}
