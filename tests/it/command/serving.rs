//! From an empty database to the first operator's first question, by the commands alone.

use std::io::BufReader;
use std::process::Stdio;

use lateral_tests::TestApp;
use reqwest::Client;
use serde_json::{Value as Json, json};

use super::{Keys, Server, lateral, path, run};
use crate::access::tenants::missing;
use crate::identity::PASSWORD;

async fn post(client: &Client, url: String, body: Json, token: Option<&str>) -> (String, Json) {
    let request = client.post(url).json(&body);
    let answer = token.into_iter().fold(request, |it, token| it.bearer_auth(token)).send().await.unwrap();
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    (id, answer.json().await.unwrap())
}

#[tokio::test]
async fn the_first_operator_comes_in_with_the_code_that_is_shown_once() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let user = |words: &[&str]| run(&[&["user"], words].concat(), &app.database, &keys, &[]);
    user(&["create", "--email", "ada@example.org", "--role", "king"]).badly(&["\"king\" is none of", "operator"]);
    for (alliance, why) in [("the marshes", "is not the id"), (&missing("all"), "there is no alliance all_")] {
        let mistyped = user(&["create", "--email", "ada@example.org", "--role", "broker", "--alliance", alliance]);
        mistyped.badly(&[why]);
    }
    let ash = app.school("Ash Lane").await;
    app.write("CREATE UNIQUE INDEX barred ON membership (role) WHERE role = 'head'", vec![]).await;
    ash.head().await;
    let head = |email: &str| user(&["create", "--email", email, "--role", "head", "--school", &ash.urn.to_string()]);
    head("ada@example.org").badly(&["barred"]);
    assert_eq!(app.count("person WHERE email = 'ada@example.org'").await, 0, "nobody is entered without the role");
    app.write("DROP INDEX barred", vec![]).await;
    assert!(head("grace@example.org").well().starts_with("grace@example.org is head from now on"));
    assert_eq!(
        app.count("employment WHERE post = 'head of the school' AND ended_on IS NULL").await,
        1,
        "with the post"
    );
    let created = user(&["create", "--email", "ada@example.org", "--role", "operator"]);
    assert!(created.well().starts_with("ada@example.org is operator from now on"), "{created:?}");
    let code = created.out.lines().last().unwrap();
    let taken = domain::Word::about(domain::Rule::EmailTaken);
    user(&["create", "--email", "Ada@example.org", "--role", "analyst"]).badly(&[taken]);

    let (server, client) = (Server::start(&app.database, &keys), Client::builder().no_proxy().build().unwrap());
    let ready = client.get(format!("{}/readyz", server.url)).send().await.unwrap();
    assert_eq!(ready.status(), 200);
    let reset = "mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { set userErrors { code } } }";
    let body = json!({"query": reset, "variables": {"input": {"secret": code, "password": PASSWORD}}});
    let (_, set) = post(&client, format!("{}/graphql", server.url), body.clone(), None).await;
    assert_eq!(set["data"]["resetPassword"]["set"], true, "{set}");
    let (_, again) = post(&client, format!("{}/graphql", server.url), body, None).await;
    assert_ne!(again["data"]["resetPassword"]["userErrors"], json!([]), "a code serves once: {again}");

    let sign_in = json!({"email": "ada@example.org", "password": PASSWORD});
    let (id, pair) = post(&client, format!("{}/auth/sign-in", server.url), sign_in, None).await;
    let token = pair["accessToken"].as_str().unwrap();
    let who = json!({"query": "{ viewer { person { email } } }"});
    let (_, who) = post(&client, format!("{}/graphql", server.url), who, Some(token)).await;
    assert_eq!(who["data"]["viewer"]["person"]["email"], "ada@example.org", "{who}");

    let renew = async || {
        let shown = json!({"refreshToken": pair["refreshToken"]});
        post(&client, format!("{}/auth/refresh", server.url), shown, None).await
    };
    assert!(renew().await.1["accessToken"].is_string());
    let (twice, over) = renew().await;
    assert_eq!(over["status"], 401, "{over}");

    let suspended = user(&["suspend", "--email", "ada@example.org"]);
    assert_eq!(suspended.well(), "ada@example.org is suspended from now on\n");
    let (code, logged) = server.stop();
    assert_eq!(code, Some(0), "it ends well when it is told to end");
    let answered = logged.iter().find(|it| it["span"]["id"] == id.as_str() && it["fields"]["message"] == "answered");
    assert_eq!(answered.expect("the log names the request as the answer does")["fields"]["route"], "/auth/sign-in");
    let warned = logged.iter().find(|it| it["fields"]["message"].to_string().contains("shown twice"));
    assert_eq!(warned.expect("who shows a token twice is logged")["span"]["id"], twice.as_str(), "by its request");
    assert!(!logged.iter().any(|it| it.to_string().contains("ada@example.org")), "no address is logged: {logged:?}");
}

#[tokio::test]
async fn the_workers_alone_relay_what_waits_and_end_when_they_are_told() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let event = "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body)
                 VALUES (gen_random_uuid(), 'offer.published', 'Offer', gen_random_uuid(), 'head', now(), '{}')";
    app.write(event, vec![]).await;
    let settings = [("LATERAL_DATABASE_URL", app.database.runtime.as_str()), ("LATERAL_KEYS", path(&keys.0))];
    let mut child = lateral(&["work"], &settings).stderr(Stdio::piped()).spawn().unwrap();
    let err = BufReader::new(child.stderr.take().unwrap());
    let mut workers = Server { child, err, url: String::new() };
    while app.count("outbox WHERE relayed_at IS NULL").await > 0 {
        assert_eq!(workers.child.try_wait().unwrap(), None, "they work until they are told to end");
    }
    assert_eq!(workers.stop().0, Some(0));
}
