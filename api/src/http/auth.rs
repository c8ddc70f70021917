//! Who sends a request: its token, made out, and the role that it names.

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderName};
use domain::Id;
use domain::access::Actor;
use domain::identity::Membership;
use persistence::identity::standing::Standing;

use crate::app::{App, Caller, Refusal, identity};
use crate::graphql::{Code, RequestError, once};
use crate::http::{cookie, origin, request_id};
use crate::identity::standing;
use crate::identity::token::Bearer;

/// The header that names the membership in which the caller acts.
const ACTING_AS: HeaderName = HeaderName::from_static("lateral-acting-as");
/// The header under which a write is done once.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Makes out the caller of a request; without a token it is a stranger.
pub async fn caller(request: &HttpRequest, app: &App) -> Result<Caller, RequestError> {
    let caller = Caller::stranger(&*request_id::of(request));
    let actor = match shown(request, app)? {
        Some(token) => {
            let bearer = bearer(app, &token).await?;
            let standing = standing(app, &caller, &bearer).await?;
            standing::actor(&standing, acting_as(request)?).map_err(|_| {
                RequestError::saying(Code::Forbidden, "You do not hold the role that Lateral-Acting-As names.")
            })?
        }
        None => Actor::Stranger,
    };
    Ok(Caller { actor, idempotency_key: idempotency_key(request)?, ..caller })
}

/// What a token says, if it can be trusted.
pub(super) async fn bearer(app: &App, token: &str) -> Result<std::sync::Arc<Bearer>, RequestError> {
    app.gate.tokens.verify(token, app.clock.now()).await.map_err(|why| {
        tracing::debug!(why = why.0, "a token was refused");
        Code::Unauthenticated.into()
    })
}

/// The token that a request shows. A page of ours shows a cookie; everybody else the Authorization header.
pub(super) fn shown(request: &HttpRequest, app: &App) -> Result<Option<String>, RequestError> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    if let Some(header) = headers.next() {
        let token = header.to_str().ok().and_then(|it| it.split_once(' '));
        return match (token, headers.next()) {
            (Some((scheme, token)), None) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
            _ => Err(Code::Unauthenticated.into()),
        };
    }
    let Some(token) = cookie::access(request, &app.config) else { return Ok(None) };
    // A browser shows the cookie whoever wrote the page, so the page must be ours.
    if origin::is_own(request, &app.config) { Ok(Some(token)) } else { Err(Code::OriginNotAllowed.into()) }
}

async fn standing(app: &App, caller: &Caller, bearer: &Bearer) -> Result<std::sync::Arc<Standing>, RequestError> {
    let now = app.clock.now();
    let known = app.gate.standings.of(app.db(), bearer, now).await.map_err(|error| broken(error.into()))?;
    if let Some(known) = known {
        return Ok(known);
    }
    // Somebody whom the outside issuer vouches for and who comes for the first time.
    if let Bearer::Outside(foreigner) = bearer
        && identity::recognise(app, caller, foreigner).await.map_err(broken)?
    {
        app.gate.standings.forget_identity(foreigner);
        let known = app.gate.standings.of(app.db(), bearer, now).await.map_err(|error| broken(error.into()))?;
        return known.ok_or_else(|| Code::Unauthenticated.into());
    }
    Err(Code::Unauthenticated.into())
}

fn acting_as(request: &HttpRequest) -> Result<Option<Id<Membership>>, RequestError> {
    let Some(named) = request.headers().get(ACTING_AS) else { return Ok(None) };
    let id = named.to_str().ok().and_then(|it| it.trim().parse().ok());
    let said = "Lateral-Acting-As names no membership. It looks like mem_ and 32 digits.";
    id.map(Some).ok_or_else(|| RequestError::saying(Code::BadRequest, said))
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, RequestError> {
    let Some(key) = request.headers().get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = key.to_str().ok().filter(|it| once::is_key(it));
    key.map(|it| Some(it.to_owned())).ok_or_else(|| Code::IdempotencyKeyNotUsable.into())
}

fn broken(refusal: Refusal) -> RequestError {
    tracing::error!(?refusal, "who is asking could not be made out");
    Code::Unavailable.into()
}
