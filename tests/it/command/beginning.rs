//! A new database comes to life by commands and mutations alone: an operator, an alliance, its broker, a request that is
//! answered.

use chrono::{DateTime, Days};
use lateral_tests::TestApp;
use lateral_tests::register::{HEADER, TestFile, open_schools};
use reqwest::Client;
use serde_json::{Value as Json, json};

use super::{Keys, Server, path, run};
use crate::exchange::{request_terms, term};
use crate::identity::PASSWORD;

/// A client that asks a server at its address.
struct Desk {
    url: String,
    client: Client,
}

impl Desk {
    async fn post(&self, to: &str, body: Json, token: Option<&str>) -> Json {
        let request = self.client.post(format!("{}{to}", self.url)).json(&body);
        let answer = token.into_iter().fold(request, |it, token| it.bearer_auth(token)).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Sets the first password by the code that a command printed, and signs in.
    async fn comes_in(&self, email: &str, code: &str) -> String {
        let reset = "mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { set } }";
        let body = json!({"query": reset, "variables": {"input": {"secret": code, "password": PASSWORD}}});
        assert_eq!(self.post("/graphql", body, None).await["data"]["resetPassword"]["set"], true);
        let pair = self.post("/auth/sign-in", json!({"email": email, "password": PASSWORD}), None).await;
        pair["accessToken"].as_str().unwrap().to_owned()
    }

    async fn ask(&self, token: &str, query: &str, variables: Json) -> Json {
        let told = self.post("/graphql", json!({"query": query, "variables": variables}), Some(token)).await;
        assert!(told.get("errors").is_none(), "{told}");
        told["data"].clone()
    }
}

#[tokio::test]
async fn an_empty_database_comes_to_its_first_answered_request() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let command = |words: &[&str]| run(words, &app.database, &keys, &[]);
    let register = TestFile::of(format!("{HEADER}{}", open_schools(100_000..100_050)));
    command(&["import", "register", path(register.path())]).well();
    let code = |words: &[&str]| command(words).well().lines().last().unwrap().to_owned();
    let operator = code(&["user", "create", "--email", "ada@example.org", "--role", "operator"]);
    let server = Server::start(&app.database, &keys);
    let desk = Desk { url: server.url.clone(), client: Client::builder().no_proxy().build().unwrap() };
    let operator = desk.comes_in("ada@example.org", &operator).await;
    let lead = desk.ask(&operator, "{ school(urn: \"100000\") { id } }", Json::Null).await["school"]["id"].clone();
    let found = "mutation($input: FoundAllianceInput!) { foundAlliance(input: $input) { alliance { id } userErrors { code } } }";
    let input = json!({"input": {"name": "River Alliance", "kind": "TEACHING_SCHOOL_ALLIANCE", "leadSchool": lead}});
    let alliance = desk.ask(&operator, found, input).await["foundAlliance"]["alliance"]["id"].clone();
    let alliance = alliance.as_str().unwrap();

    let broker = code(&["user", "create", "--email", "bo@example.org", "--role", "broker", "--alliance", alliance]);
    let broker = desk.comes_in("bo@example.org", &broker).await;
    let head = code(&["user", "create", "--email", "cy@example.org", "--role", "head", "--school", "100000"]);
    let head = desk.comes_in("cy@example.org", &head).await;
    // The server goes by its own clock, so that the window is to come whenever this runs.
    let sql = "SELECT extract(epoch FROM now())::bigint AS number WHERE $1::uuid IS NOT NULL";
    let today = DateTime::from_timestamp(app.number(sql, uuid::Uuid::nil()).await, 0).unwrap().date_naive();
    let mut terms = request_terms("Maths in years 3 and 4", &term(&app, "pupil-achievement/maths").await);
    for (place, days) in [("/startsOn", 30), ("/endsOn", 90), ("/objectives/0/dueOn", 120)] {
        *terms.pointer_mut(place).unwrap() = json!((today + Days::new(days)).to_string());
    }
    let raise = "mutation($terms: RequestTermsInput!) { requestSupport(input: {terms: $terms}) { request { id } userErrors { code field } } }";
    let raised = desk.ask(&head, raise, json!({"terms": terms})).await;
    let request = &raised["requestSupport"]["request"]["id"];
    assert!(request.is_string(), "{raised}");
    let list = "query($id: ID!) { alliance(id: $id) { workList(first: 5) { nodes { id school { urn } } } } }";
    let list = desk.ask(&broker, list, json!({"id": alliance})).await;
    assert_eq!(list["alliance"]["workList"]["nodes"], json!([{"id": request, "school": {"urn": "100000"}}]));
    let triage =
        "mutation($id: ID!) { triageRequest(input: {request: $id}) { request { status } userErrors { code } } }";
    let told = desk.ask(&broker, triage, json!({"id": request})).await;
    assert_eq!(told["triageRequest"], json!({"request": {"status": "TRIAGED"}, "userErrors": []}));
    assert_eq!(server.stop().0, Some(0));
}

#[tokio::test]
async fn an_alliance_is_founded_at_the_terminal_or_the_reason_is_told() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let ash = app.school("Ash Lane").await.urn.to_string();
    let found = |name: &str, kind: &str, urn: &str| {
        let words = ["alliance", "found", "--name", name, "--kind", kind, "--lead-urn", urn];
        run(&words, &app.database, &keys, &[])
    };
    found("River", "club", &ash).badly(&["\"club\" is none of", "teaching_school_alliance", "hub"]);
    found("River", "hub", "999999").badly(&["the register has no school 999999"]);
    found(" ", "hub", &ash).badly(&[domain::Word::about(domain::Rule::TextEmpty)]);
    assert!(found("River", "hub", &ash).well().starts_with("River is founded (all_"));
    found("Stream", "hub", &ash).badly(&[domain::Word::about(domain::Rule::LeadsAlready)]);
}
