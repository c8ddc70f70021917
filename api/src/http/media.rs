//! Media types: what a client sends, and what it wants to read.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};

use crate::graphql::Code;

/// In what an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Media {
    /// The type of GraphQL over HTTP, whose status codes mean something.
    GraphqlResponse,
    /// Plain JSON, as older clients know it.
    #[default]
    Json,
}

impl Media {
    /// The content type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// Chooses by the Accept header. Who does not say gets plain JSON.
    pub fn wanted(request: &HttpRequest) -> Result<Self, Code> {
        let accept = joined(request, &ACCEPT).ok_or(Code::NotAcceptable)?;
        if accept.trim().is_empty() {
            return Ok(Self::Json);
        }
        let wishes: Vec<_> = accept.split(',').filter_map(Wish::read).collect();
        let graphql = Wish::of(&wishes, "application/graphql-response+json");
        let json = Wish::of(&wishes, "application/json");
        match (graphql, json) {
            (None, None) => Err(Code::NotAcceptable),
            (Some(graphql), Some(json)) if (graphql.weight, graphql.exactness) < (json.weight, json.exactness) => {
                Ok(Self::Json)
            }
            // A client that takes anything is not one that knows the newer type.
            (Some(graphql), _) if graphql.exactness == 2 => Ok(Self::GraphqlResponse),
            _ => Ok(Self::Json),
        }
    }
}

/// One entry of an Accept header.
#[derive(Clone, Copy)]
struct Wish<'a> {
    range: &'a str,
    /// Thousandths.
    weight: u32,
    /// How exactly it names a type: 2 by name, 1 by its first half, 0 not at all.
    exactness: u8,
}

impl<'a> Wish<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let range = parts.next().filter(|it| !it.is_empty())?;
        let mut weight = 1_000;
        for (name, value) in parts.filter_map(|it| it.split_once('=')) {
            let value = value.trim().trim_matches('"');
            match name.trim() {
                it if it.eq_ignore_ascii_case("q") => {
                    let given: f32 = value.parse().ok().filter(|it| (0.0..=1.0).contains(it))?;
                    weight = (given * 1_000.0).round() as u32;
                }
                it if it.eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") => return None,
                _ => {}
            }
        }
        Some(Self { range, weight, exactness: 0 })
    }

    /// The wish that speaks most exactly about the type, unless it says never.
    fn of(wishes: &[Self], media: &str) -> Option<Self> {
        let exactness = |range: &str| match range {
            "*/*" => Some(0),
            "application/*" => Some(1),
            it if it.eq_ignore_ascii_case(media) => Some(2),
            _ => None,
        };
        let speaking = wishes.iter().filter_map(|it| Some(Self { exactness: exactness(it.range)?, ..*it }));
        speaking.max_by_key(|it| (it.exactness, it.weight)).filter(|it| it.weight > 0)
    }
}

/// Whether a client wants to be told by events what it subscribes to: it names their type, and so reads nothing else.
pub fn wants_events(request: &HttpRequest) -> bool {
    let accept = joined(request, &ACCEPT).unwrap_or_default();
    let wishes: Vec<_> = accept.split(',').filter_map(Wish::read).collect();
    Wish::of(&wishes, "text/event-stream").is_some_and(|it| it.exactness == 2)
}

/// Refuses a body that is not plain JSON in UTF-8. The types that a form on any page can send are among the refused,
/// so that no other site makes a browser change something here.
pub fn check_body(request: &HttpRequest) -> Result<(), Code> {
    let refused = Code::UnsupportedMediaType;
    let encoding = joined(request, &CONTENT_ENCODING).ok_or(refused)?;
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        return Err(refused);
    }
    let given = joined(request, &CONTENT_TYPE).ok_or(refused)?;
    let mut parts = given.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|it| it.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts.filter_map(|it| it.split_once('=')).all(|(name, value)| {
        let value = value.trim().trim_matches('"');
        !name.trim().eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("utf8")
    });
    if is_json && is_utf8 { Ok(()) } else { Err(refused) }
}

/// All values of a header, joined by commas; `None` if one of them is not plain text.
fn joined(request: &HttpRequest, name: &HeaderName) -> Option<String> {
    let values: Option<Vec<_>> = request.headers().get_all(name).map(|it| it.to_str().ok()).collect();
    values.map(|it| it.join(","))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn wanted(accept: &str) -> Result<Media, Code> {
        Media::wanted(&TestRequest::post().insert_header((ACCEPT, accept)).to_http_request())
    }

    #[test]
    fn the_accept_header_chooses() {
        use Media::{GraphqlResponse, Json};
        for (accept, media) in [
            ("", Json),
            ("*/*", Json),
            ("application/*", Json),
            ("application/json", Json),
            ("application/graphql-response+json", GraphqlResponse),
            ("Application/GraphQL-Response+JSON; charset=UTF-8", GraphqlResponse),
            ("application/json, application/graphql-response+json", GraphqlResponse),
            ("application/graphql-response+json, application/json;q=0.9", GraphqlResponse),
            ("application/graphql-response+json;q=0.5, application/json", Json),
            ("application/graphql-response+json;q=0, */*", Json),
            ("application/json, */*;q=0.1", Json),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Json),
        ] {
            assert_eq!(wanted(accept), Ok(media), "{accept}");
        }
        assert_eq!(Media::wanted(&TestRequest::post().to_http_request()), Ok(Json));
    }

    #[test]
    fn a_client_that_reads_neither_is_refused() {
        for accept in
            ["text/html", "image/*", "application/json;q=0", "application/json; charset=latin1", ",", "*/*;q=2"]
        {
            assert_eq!(wanted(accept), Err(Code::NotAcceptable), "{accept}");
        }
    }

    #[test]
    fn events_are_for_those_who_name_them() {
        let wants = |accept: &str| wants_events(&TestRequest::post().insert_header((ACCEPT, accept)).to_http_request());
        assert!(wants("text/event-stream") && wants("Text/Event-Stream; charset=utf-8, application/json;q=0.5"));
        assert!(!wants("*/*") && !wants("text/event-stream;q=0") && !wants("application/json") && !wants(""));
    }

    #[test]
    fn only_plain_json_is_read() {
        let check = |content_type: &str| {
            check_body(&TestRequest::post().insert_header((CONTENT_TYPE, content_type)).to_http_request())
        };
        for fine in ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=\"UTF-8\""] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for simple in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/graphql",
            "application/json; charset=utf-16",
            "application/jsonp",
            "",
        ] {
            assert_eq!(check(simple), Err(Code::UnsupportedMediaType), "{simple}");
        }
        assert_eq!(check_body(&TestRequest::post().to_http_request()), Err(Code::UnsupportedMediaType));
        let zipped = TestRequest::post().insert_header((CONTENT_TYPE, "application/json"));
        let zipped = zipped.insert_header((CONTENT_ENCODING, "gzip")).to_http_request();
        assert_eq!(check_body(&zipped), Err(Code::UnsupportedMediaType));
    }
}
