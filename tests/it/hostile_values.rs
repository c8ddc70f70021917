//! Values that mean harm, over real HTTP and to the byte (TRUST section 3): each is refused in words or kept as it is, and
//! none of them breaks anything.

use domain::access::Role;
use lateral_tests::deal::act;
use lateral_tests::{Reply, Site, TestApp};
use serde_json::{Value as Json, json};

use crate::exchange::{request_terms, term};
use crate::identity::{PASSWORD, with_password};

const DRAFT: &str = "mutation ($input: RequestSupportInput!) { draftRequest(input: $input) {
    request { id title } userErrors { code field } } }";

/// A head who drafts requests, and what a sound one says.
struct Drafting {
    site: Site,
    token: String,
    terms: Json,
}

impl Drafting {
    async fn begin(app: &TestApp) -> Self {
        let head = app.school("Ash Lane").await.head().await;
        let (email, site) = (with_password(app, &head).await, app.site().await);
        let token = site.sign_in(&email, PASSWORD).await.text("accessToken").to_owned();
        Self { site, token, terms: request_terms("Maths", &term(app, "pupil-achievement/maths").await) }
    }

    /// Drafts with a value, given in JSON of whatever kind, in place of what a sound request says there.
    async fn with(&self, field: &str, raw: &str) -> Reply {
        let mut terms = self.terms.clone();
        terms[field] = json!("<here>");
        let body = json!({"query": DRAFT, "variables": {"input": {"terms": terms}}}).to_string();
        self.sent(body.replace("\"<here>\"", raw)).await
    }

    async fn sent(&self, body: String) -> Reply {
        let request = self.site.request("POST", "/graphql").bearer_auth(&self.token);
        let reply = self.site.send(request.header("content-type", "application/json").body(body)).await;
        assert!(reply.status < 500 && reply.code() != "INTERNAL_SERVER_ERROR", "{reply:?}");
        reply
    }
}

/// The code with which a reply refuses; nothing if it does not.
fn refusal(reply: &Reply) -> Option<String> {
    let payloads = reply.body["data"].as_object().into_iter().flatten();
    let told = payloads.filter_map(|(_, payload)| payload["userErrors"][0]["code"].as_str()).next();
    told.or(Some(reply.code()).filter(|code| *code != "none")).map(str::to_owned)
}

#[tokio::test]
async fn numbers_and_days_that_are_none_are_refused_in_words() {
    let app = TestApp::start().await;
    let drafting = Drafting::begin(&app).await;
    for raw in [
        "2147483648",
        "9223372036854775808",
        "18446744073709551616",
        "1e308",
        "-1e308",
        "1e999",
        "1.5",
        "-0.0",
        "-1",
        "0",
        "201",
        "\"3\"",
        "true",
        "null",
        "[]",
        "{}",
        "NaN",
        "0x10",
    ] {
        let reply = drafting.with("halfDays", raw).await;
        assert!(refusal(&reply).is_some(), "{raw}: {reply:?}");
    }
    for raw in [
        "\"0000-00-00\"",
        "\"2027-02-31\"",
        "\"2027-02-29\"",
        "\"2027-13-01\"",
        "\"10000-01-01\"",
        "\"2027-1-4\"",
        "\"2027- 1-04\"",
        "\"+027-01-04\"",
        "\"-027-01-04\"",
        "\"2027/01/04\"",
        "\"2027-01-04T00:00:00Z\"",
        "\"+99:99\"",
        "\"20270104\"",
        "\"\"",
        "20270104",
        "null",
        "\"２０２７-01-04\"",
        // It ends before it begins, or begins before today.
        "\"2027-03-27\"",
        "\"1066-10-14\"",
    ] {
        let reply = drafting.with("startsOn", raw).await;
        assert!(refusal(&reply).is_some(), "{raw}: {reply:?}");
    }
    let listed = drafting.site.ask(&drafting.token, "{ supportRequests(first: 5) { edges { node { id } } } }").await;
    assert_eq!(listed.body["data"]["supportRequests"]["edges"], json!([]));
    assert_eq!(refusal(&drafting.with("halfDays", "6").await), None, "and a sound one is taken");
}

#[tokio::test]
async fn instants_need_a_zone_and_a_place_in_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let document = act("proposeSupport", "ProposeSupportInput", "proposal");
    let with = |respond_by: &str| {
        let input =
            json!({"offer": deal.offer.to_string(), "request": deal.request.to_string(), "respondBy": respond_by});
        deal.broker.ask(&document, json!({"input": input}))
    };
    for respond_by in [
        "0000-00-00T00:00:00Z",
        "2026-11-31T10:00:00Z",
        "2026-11-12T24:00:01Z",
        "2026-11-12T10:00:00+99:99",
        // The missing and the doubled hour of London, without the zone that would tell which is meant.
        "2027-03-28T01:30:00",
        "2026-10-25T01:30:00",
        "2026-11-12",
        "tomorrow",
        "",
        "1e18",
        // Before now.
        "2026-11-09T08:59:59Z",
    ] {
        let answer = with(respond_by).await;
        assert!(answer.0.get("errors").is_some() || !answer.refusals().is_empty(), "{respond_by}: {}", answer.0);
        assert_ne!(answer.error_code(), "INTERNAL_SERVER_ERROR", "{respond_by}");
    }
    // A leap second is an instant, whether or not the one in question was one.
    assert_ne!(with("2026-11-12T23:59:60Z").await.error_code(), "INTERNAL_SERVER_ERROR");
    app.sound().await;
}

#[tokio::test]
async fn texts_are_kept_to_the_byte_or_refused() {
    let app = TestApp::start().await;
    let drafting = Drafting::begin(&app).await;
    let marks = format!("a{}", "\u{301}".repeat(20_000));
    for text in [
        "a\u{7}b",
        "a\u{1b}[31mb",
        "a\u{202e}b",
        "a\u{2066}b",
        "a\u{200b}b",
        "\u{feff}a",
        "a\u{2060}b",
        "a\nb",
        "",
        "   ",
        "\u{a0}",
        &"x".repeat(141),
        &"x".repeat(100_000),
        &marks,
    ] {
        let reply = drafting.with("title", &json!(text).to_string()).await;
        assert!(refusal(&reply).is_some_and(|code| code.starts_with("TEXT_")), "{:.40?}: {reply:?}", text);
    }
    for (raw, code) in [
        ("\"a\\u0000b\"", "BAD_USER_INPUT"),
        ("\"\\ud800\"", "BAD_REQUEST"),
        ("\"\\udfff\\ud800\"", "BAD_REQUEST"),
        ("7", "BAD_USER_INPUT"),
    ] {
        assert_eq!(refusal(&drafting.with("title", raw).await).as_deref(), Some(code), "{raw}");
    }
    for text in [
        "O'Brien",
        "D’Arcy",
        "Zoë",
        "Siân Llŷr",
        "ŵ",
        "A",
        "العربية",
        "Аdmin",
        "👩‍👩‍👧‍👦 and 🇬🇧",
        "<script>alert(1)</script>",
        "'; DROP TABLE school; --",
        "=HYPERLINK(\"x\")",
        "%00",
        "{{7*7}}",
        "../../etc/passwd",
    ] {
        let reply = drafting.with("title", &json!(text).to_string()).await;
        assert_eq!(reply.body["data"]["draftRequest"]["request"]["title"], text, "{reply:?}");
    }
    let twin = drafting.with("title", "\"Zoe\u{308}\"").await;
    assert_eq!(twin.body["data"]["draftRequest"]["request"]["title"], "Zoë", "two spellings, one text");
    let broken = [&b"{\"query\": \"{ __typename } # \xff\"}"[..], b"{\"query\": \"\xed\xa0\x80\"}"];
    for body in broken {
        assert_eq!(drafting.site.send_text(body).await.code(), "BAD_REQUEST");
    }
}

#[tokio::test]
async fn ids_cursors_and_fields_that_were_made_up_are_refused() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let other = app.school("Far Away").await.somebody(Role::Head).await;
    let foreign = deal.broker.asks("{ supportRequests(first: 1) { edges { cursor } } }").await;
    let foreign = foreign.text("supportRequests.edges.0.cursor");
    for cursor in ["", "%%%", "bm9uc2Vuc2U", &"A".repeat(10_000), "null", "-1", &foreign] {
        let answer = deal
            .broker
            .ask("query ($c: String) { offers(first: 1, after: $c) { edges { cursor } } }", json!({"c": cursor}));
        assert_eq!(answer.await.error_code(), "BAD_USER_INPUT", "{cursor:.40}");
    }
    // Another's cursor says where to read on, not what may be read.
    let after = "query ($c: String) { supportRequests(first: 5, after: $c) { edges { node { id } } } }";
    assert_eq!(other.ask(after, json!({"c": foreign})).await.at("supportRequests.edges"), &json!([]));
    for (field, id) in [("supportRequest", deal.offer.to_string()), ("offer", deal.request.to_string())] {
        let document = format!("query ($id: ID!) {{ {field}(id: $id) {{ id }} }}");
        let answer = deal.broker.ask(&document, json!({"id": id})).await;
        assert!(answer.0["data"].is_null() && answer.0.get("errors").is_some(), "{field}: {}", answer.0);
    }
    for made_up in ["status", "version", "home", "sentBy", "__typename", "id"] {
        let mut input = json!({"offer": deal.offer.to_string(), "request": deal.request.to_string()});
        input[made_up] = json!("confirmed");
        let document = act("proposeSupport", "ProposeSupportInput", "proposal");
        let answer = deal.broker.ask(&document, json!({"input": input})).await;
        assert!(answer.0["data"].is_null() && answer.0.get("errors").is_some(), "{made_up}: {}", answer.0);
    }
    let many = |count: usize| {
        let one = format!("acceptProposal(input: {{proposal: \"prp_{:032x}\"}}) {{ userErrors {{ code }} }}", 1);
        let all = (0..count).map(|it| format!("m{it}: {one} ")).collect::<String>();
        format!("mutation {{ {all} }}")
    };
    let site = app.site().await;
    assert_eq!(site.ask_openly(&many(5), Json::Null).await.code(), "TOO_MANY_MUTATIONS");
    assert_eq!(site.ask_openly(&many(4), Json::Null).await.code(), "UNAUTHENTICATED");
}
