//! Whether a request comes from a page of ours, so that the cookie that a browser adds to it may count.

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};

use crate::config::{Config, Mode};

/// What browsers say about where a request comes from, also where they send no Origin.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the page that sends the request is ours. Browsers name a page's origin with whatever can change something.
pub fn is_own(request: &HttpRequest, config: &Config) -> bool {
    let headers = request.headers();
    match headers.get(ORIGIN).map(|it| it.to_str()) {
        Some(origin) => origin.is_ok_and(|it| is_ours(it, headers, config)),
        None => {
            request.method().is_safe()
                && text(headers, FETCH_SITE).is_none_or(|it| matches!(it, "same-origin" | "none"))
        }
    }
}

/// Whether the request comes from a page at all, and from one of ours.
pub fn is_own_page(request: &HttpRequest, config: &Config) -> bool {
    request.headers().contains_key(ORIGIN) && is_own(request, config)
}

/// Whether the request comes from a page that is neither ours nor on the list.
pub fn is_foreign_page(request: &HttpRequest, config: &Config) -> bool {
    let headers = request.headers();
    let Some(origin) = headers.get(ORIGIN) else { return false };
    !origin.to_str().is_ok_and(|it| is_ours(it, headers, config) || config.origins.iter().any(|listed| listed == it))
}

fn is_ours(origin: &str, headers: &HeaderMap, config: &Config) -> bool {
    // While developing, the service is reached under several names; a browser does not let a page lie about Host.
    let here = || text(headers, HOST).is_some_and(|host| origin.strip_prefix("http://") == Some(host));
    origin == of(&config.public_url) || (config.mode == Mode::Development && here())
}

/// The origin of an address: its scheme and authority.
fn of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    url[start..].find('/').map_or(url, |at| &url[..start + at])
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::config::Needs;

    fn config(mode: &str) -> Config {
        let read = |name: &str| match name {
            "LATERAL_PUBLIC_URL" => Some("https://lateral.example/base".to_owned()),
            "LATERAL_ORIGINS" => Some("https://partner.example".to_owned()),
            "LATERAL_MODE" => Some(mode.to_owned()),
            _ => None,
        };
        Config::read(Needs::Nothing, read).unwrap()
    }

    fn from(origin: &str) -> HttpRequest {
        TestRequest::post().insert_header((HOST, "localhost:8080")).insert_header((ORIGIN, origin)).to_http_request()
    }

    #[test]
    fn our_own_page_counts_and_no_other() {
        let config = config("production");
        assert!(is_own_page(&from("https://lateral.example"), &config));
        for origin in [
            "https://lateral.example.attacker.example",
            "http://lateral.example",
            "https://lateral.example/base",
            "https://partner.example",
            "http://localhost:8080",
            "null",
            "",
        ] {
            assert!(!is_own(&from(origin), &config), "{origin}");
        }
        assert!(!is_foreign_page(&from("https://partner.example"), &config));
        assert!(is_foreign_page(&from("https://attacker.example"), &config));
    }

    #[test]
    fn while_developing_any_name_of_this_machine_is_ours() {
        assert!(is_own_page(&from("http://localhost:8080"), &config("development")));
        assert!(!is_own(&from("http://localhost:9090"), &config("development")));
    }

    #[test]
    fn what_can_change_something_must_name_its_page() {
        let config = config("production");
        assert!(!is_own(&TestRequest::post().to_http_request(), &config));
        assert!(is_own(&TestRequest::get().to_http_request(), &config));
        let other_site = TestRequest::get().insert_header((FETCH_SITE, "cross-site")).to_http_request();
        assert!(!is_own(&other_site, &config));
    }
}
