//! Answers of the GraphQL endpoint: the media type that was wanted and the status that fits it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use async_graphql::{Response, ServerError};
use serde::Serialize;

use crate::graphql::Code;
use crate::http::Media;

/// Which edition of GraphQL over HTTP decides the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// The edition that clients and audits know: 400 before execution, 200 after.
    #[default]
    Settled,
    /// The current draft: 422 for what can be read and not accepted, 294 for answers with errors.
    Draft,
}

/// An answer, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// What is said.
    pub body: Vec<u8>,
    /// How it ended, from which the status follows.
    pub ending: Ending,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It ran; `true` if without errors.
    Ran(bool),
    /// It was refused before it ran, or given up.
    Refused(Code),
}

#[derive(Serialize)]
struct Errors<'a> {
    errors: &'a [ServerError],
}

impl Rendered {
    /// Renders what execution gave.
    pub fn response(response: &Response) -> Self {
        Self { body: render(response), ending: Ending::Ran(response.errors.is_empty()) }
    }

    /// Renders a refusal; there is no `data` in it.
    pub fn refusal((code, errors): &(Code, Vec<ServerError>)) -> Self {
        Self { body: render(&Errors { errors }), ending: Ending::Refused(*code) }
    }

    /// Sends it.
    pub fn send(self, media: Media, profile: Profile) -> HttpResponse {
        let mut response = HttpResponse::build(self.status(media, profile));
        response.insert_header((CONTENT_TYPE, HeaderValue::from_static(media.content_type())));
        response.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
        match self.ending {
            Ending::Refused(Code::MethodNotAllowed) => {
                response.insert_header((ALLOW, HeaderValue::from_static("POST")))
            }
            Ending::Refused(Code::Unauthenticated) => {
                response.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Ending::Refused(Code::Unavailable | Code::IdempotencyInProgress | Code::DeadlineExceeded) => {
                response.insert_header((RETRY_AFTER, HeaderValue::from_static("1")))
            }
            _ => &mut response,
        };
        response.body(self.body)
    }

    fn status(&self, media: Media, profile: Profile) -> StatusCode {
        match (self.ending, media, profile) {
            (Ending::Ran(false), Media::GraphqlResponse, Profile::Draft) => partial(),
            (Ending::Ran(_), ..) => StatusCode::OK,
            (Ending::Refused(code), Media::Json, _) if code.is_of_document() => StatusCode::OK,
            (Ending::Refused(code), Media::GraphqlResponse, Profile::Draft) if code.is_unprocessable() => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            (Ending::Refused(code), ..) => code.status(),
        }
    }
}

/// 294, which the draft gives to answers that hold both data and errors.
fn partial() -> StatusCode {
    StatusCode::from_u16(294).unwrap_or(StatusCode::OK)
}

fn render(answer: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(answer).expect("values and errors are plain JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(ending: Ending, media: Media, profile: Profile) -> u16 {
        Rendered { body: Vec::new(), ending }.send(media, profile).status().as_u16()
    }

    #[test]
    fn the_status_follows_the_media_type_and_the_profile() {
        use Media::{GraphqlResponse, Json};
        use Profile::{Draft, Settled};
        let unparsed = Ending::Refused(Code::GraphqlParseFailed);
        let invalid = Ending::Refused(Code::GraphqlValidationFailed);
        for (ending, media, profile, expected) in [
            (Ending::Ran(true), GraphqlResponse, Draft, 200),
            (Ending::Ran(false), GraphqlResponse, Draft, 294),
            (Ending::Ran(false), GraphqlResponse, Settled, 200),
            (Ending::Ran(false), Json, Draft, 200),
            (unparsed, GraphqlResponse, Settled, 400),
            (unparsed, GraphqlResponse, Draft, 400),
            (unparsed, Json, Settled, 200),
            (invalid, GraphqlResponse, Settled, 400),
            (invalid, GraphqlResponse, Draft, 422),
            (invalid, Json, Draft, 200),
            (Ending::Refused(Code::BadRequest), Json, Settled, 400),
            (Ending::Refused(Code::MethodNotAllowed), Json, Settled, 405),
            (Ending::Refused(Code::InternalServerError), Json, Settled, 500),
        ] {
            assert_eq!(status(ending, media, profile), expected, "{ending:?} {media:?} {profile:?}");
        }
    }
}
