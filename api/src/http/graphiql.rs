//! The page at `/graphiql`: a sign-in form, worked operations and GraphiQL itself, served from this binary and from nowhere else.

mod personas;

use std::io::Read;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, HeaderMap, IfNoneMatch},
    web::{self, Header, ServiceConfig},
};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

/// What the page may load and speak to: this service only, no inline script, no frame around it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";

/// A file of the page, as `script/graphiql` built it.
struct Asset {
    path: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    zipped: bool,
}

const ASSETS: [Asset; 4] = [
    Asset {
        path: "/graphiql",
        kind: "text/html; charset=utf-8",
        bytes: include_bytes!("../../assets/graphiql/page.html"),
        zipped: false,
    },
    Asset {
        path: "/graphiql/graphiql.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/graphiql/graphiql.js.gz"),
        zipped: true,
    },
    Asset {
        path: "/graphiql/graphiql.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../assets/graphiql/graphiql.css.gz"),
        zipped: true,
    },
    Asset {
        path: "/graphiql/licences.txt",
        kind: "text/plain; charset=utf-8",
        bytes: include_bytes!("../../assets/graphiql/licences.txt"),
        zipped: false,
    },
];

/// Adds the page and its files to the server.
pub fn routes(config: &mut ServiceConfig) {
    for asset in &ASSETS {
        let tag = EntityTag::new_strong(fingerprint(asset.bytes));
        config.route(
            asset.path,
            web::get().to(move |request: HttpRequest, known: Header<IfNoneMatch>| {
                let answer = answer(asset, &tag, &request, &known);
                async { answer }
            }),
        );
    }
    config.route("/graphiql/personas.json", web::get().to(personas::personas));
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The browser keeps each file and asks whether it is still the current one, so that a new release is seen at once.
fn answer(asset: &Asset, tag: &EntityTag, request: &HttpRequest, known: &IfNoneMatch) -> HttpResponse {
    let current = match known {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|it| it.weak_eq(tag)),
    };
    let mut response = if current { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag.to_string()))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .content_type(asset.kind);
    if current {
        return response.finish();
    }
    if asset.zipped && !takes_gzip(request.headers()) {
        let mut plain = Vec::new();
        GzDecoder::new(asset.bytes).read_to_end(&mut plain).expect("the file was zipped when it was built");
        return response.body(plain);
    }
    if asset.zipped {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    response.body(asset.bytes)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        dev::ServiceResponse,
        http::{StatusCode, header::HeaderName},
        test,
    };

    use super::*;

    fn header_of(response: &ServiceResponse, name: HeaderName) -> String {
        response.headers().get(name).unwrap().to_str().unwrap().to_owned()
    }

    #[actix_web::test]
    async fn a_known_file_is_not_sent_again() {
        let app = test::init_service(App::new().configure(routes)).await;
        let get = |path| test::TestRequest::get().uri(path);

        let first = test::call_service(&app, get("/graphiql").to_request()).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert!(header_of(&first, header::CONTENT_SECURITY_POLICY).starts_with("default-src 'self'"));
        let tag = header_of(&first, header::ETAG);

        let again =
            test::call_service(&app, get("/graphiql").insert_header((header::IF_NONE_MATCH, tag)).to_request()).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(test::read_body(again).await.is_empty());
    }

    #[actix_web::test]
    async fn a_client_that_cannot_unzip_gets_plain_text() {
        let app = test::init_service(App::new().configure(routes)).await;
        let get = || test::TestRequest::get().uri("/graphiql/graphiql.css");

        let zipped = test::call_service(&app, get().insert_header(("accept-encoding", "br, gzip")).to_request()).await;
        assert_eq!(header_of(&zipped, header::CONTENT_ENCODING), "gzip");

        let plain = test::call_service(&app, get().to_request()).await;
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        assert!(String::from_utf8(test::read_body(plain).await.to_vec()).unwrap().contains(".graphiql-container"));
    }
}
