//! Signing in, renewing and signing out over HTTP.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::{Reply, TestApp};
use persistence::values;
use serde_json::json;

use super::{PASSWORD, with_password};

const VIEWER: &str = "{ viewer { person { id } acting { id role } } }";

fn is_signed_out(reply: &Reply) -> bool {
    reply.body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
}

#[tokio::test]
async fn a_sign_in_gives_a_pair_that_works() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email.to_uppercase(), PASSWORD).await;
    assert_eq!(pair.status, 200, "{pair:?}");
    assert_eq!(pair.header("cache-control"), ["no-store"]);
    assert!(pair.header("set-cookie").is_empty());
    let viewer = site.ask(pair.text("accessToken"), VIEWER).await;
    assert_eq!(viewer.body["data"]["viewer"]["person"]["id"], head.who().person.to_string());
    assert_eq!(viewer.body["data"]["viewer"]["acting"]["role"], "HEAD");
    app.clock.advance(TimeDelta::seconds(600));
    assert!(is_signed_out(&site.ask(pair.text("accessToken"), VIEWER).await));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let said = |mut reply: Reply| {
        assert_eq!((reply.status, reply.header("content-type")), (401, vec!["application/problem+json"]));
        reply.body["requestId"].take();
        reply.body
    };
    let wrong = said(site.sign_in(&email, "three otters under the weir").await);
    for email in ["nobody@example.org", "no address", "", &"x".repeat(10_000)] {
        assert_eq!(said(site.sign_in(email, PASSWORD).await), wrong, "{email:.40}");
    }
    app.write("UPDATE person SET suspended_at = now()", values![]).await;
    assert_eq!(said(site.sign_in(&email, PASSWORD).await), wrong);
}

#[tokio::test]
async fn attempts_run_out_and_come_back() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    for _ in 0..10 {
        assert_eq!(site.sign_in(&email, "three otters under the weir").await.status, 401);
    }
    let waiting = site.sign_in(&email, PASSWORD).await;
    assert_eq!((waiting.status, waiting.header("retry-after")), (429, vec!["60"]));
    app.clock.advance(TimeDelta::seconds(60));
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn whoever_hammers_an_account_keeps_its_owner_out_of_nothing() {
    let app = TestApp::start_with(&[("LATERAL_BEHIND_PROXY", "true")]).await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let sign_in = |from: &str, password: &str| {
        let request = site.post("/auth/sign-in", &json!({"email": email, "password": password}));
        site.send(request.header("x-forwarded-for", format!("192.0.2.1, {from}")))
    };
    let mut told = Vec::new();
    for last in 0..70 {
        // One customer's network, however many addresses of it are used.
        told.push(sign_in(&format!("2001:db8:1:2::{last:x}"), "three otters under the weir").await.status);
    }
    assert_eq!(told.iter().filter(|it| **it == 401).count(), 10, "ten guesses, and no more: {told:?}");
    assert_eq!(told.last(), Some(&429));
    assert_eq!(sign_in("198.51.100.7", PASSWORD).await.status, 200, "the owner is elsewhere, and gets in");
    assert_eq!(sign_in("2001:db8:1:2::1", PASSWORD).await.status, 429);
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_family() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let first = site.sign_in(&email, PASSWORD).await;
    let refresh = |token: String| site.send(site.post("/auth/refresh", &json!({"refreshToken": token})));
    let second = refresh(first.text("refreshToken").to_owned()).await;
    assert_eq!(second.status, 200);
    assert!(!is_signed_out(&site.ask(second.text("accessToken"), VIEWER).await));
    assert_eq!(refresh(first.text("refreshToken").to_owned()).await.status, 401);
    assert_eq!(refresh(second.text("refreshToken").to_owned()).await.status, 401);
    assert!(is_signed_out(&site.ask(second.text("accessToken"), VIEWER).await), "the thief's token is dead too");
    assert_eq!(app.settle().await.events(), ["session.revoked"]);
    assert_eq!(site.sign_in(&email, PASSWORD).await.status, 200, "another sign-in is another family");
}

#[tokio::test]
async fn of_many_who_show_one_refresh_token_at_once_one_is_first() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let first = site.sign_in(&email, PASSWORD).await;
    let body = json!({"refreshToken": first.text("refreshToken")});
    let (a, b, c) = tokio::join!(
        site.send(site.post("/auth/refresh", &body)),
        site.send(site.post("/auth/refresh", &body)),
        site.send(site.post("/auth/refresh", &body)),
    );
    let renewed: Vec<_> = [&a, &b, &c].into_iter().filter(|it| it.status == 200).collect();
    assert_eq!(renewed.len(), 1);
    let token = json!({"refreshToken": renewed[0].text("refreshToken")});
    assert_eq!(site.send(site.post("/auth/refresh", &token)).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_sign_in_at_once() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let (one, other) = (site.sign_in(&email, PASSWORD).await, site.sign_in(&email, PASSWORD).await);
    assert!(!is_signed_out(&site.ask(one.text("accessToken"), VIEWER).await));
    let out = site.send(site.post("/auth/sign-out", &json!({})).bearer_auth(one.text("accessToken"))).await;
    assert_eq!(out.status, 204);
    assert!(is_signed_out(&site.ask(one.text("accessToken"), VIEWER).await));
    assert!(!is_signed_out(&site.ask(other.text("accessToken"), VIEWER).await));
    site.ask(other.text("accessToken"), "mutation { signOutEverywhere(input: {}) { userErrors { code } } }").await;
    assert!(is_signed_out(&site.ask(other.text("accessToken"), VIEWER).await));
}

#[tokio::test]
async fn our_page_gets_cookies_that_no_script_reads_and_no_other_page_uses() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let form = site.post("/auth/sign-in", &json!({"email": email, "password": PASSWORD}));
    let page = site.send(form.header("origin", &site.url)).await;
    assert!(page.body.get("accessToken").is_none() && page.body.get("refreshToken").is_none());
    let cookies = page.header("set-cookie");
    assert_eq!(cookies.len(), 2);
    assert!(cookies.iter().all(|it| it.contains("HttpOnly") && it.contains("SameSite=Strict")), "{cookies:?}");
    assert!(cookies[1].contains("Path=/auth"), "{cookies:?}");
    // As long as the sign-in can be renewed, even the access token is shown: one that is over is told so, and renewed.
    assert!(cookies.iter().all(|it| it.contains("Max-Age=1209600")), "{cookies:?}");
    let shown: Vec<_> = cookies.iter().map(|it| it.split(';').next().unwrap()).collect();
    let ask = || site.post("/graphql", &json!({"query": VIEWER})).header("cookie", shown[0]);
    let own = site.send(ask().header("origin", &site.url)).await;
    assert_eq!(own.body["data"]["viewer"]["person"]["id"], head.who().person.to_string());
    for foreign in ["https://attacker.example", "null"] {
        let refused = site.send(ask().header("origin", foreign)).await;
        assert_eq!(refused.body["errors"][0]["extensions"]["code"], "ORIGIN_NOT_ALLOWED", "{foreign}");
    }
    assert_eq!(site.send(ask()).await.body["errors"][0]["extensions"]["code"], "ORIGIN_NOT_ALLOWED");
    let renew = || site.post("/auth/refresh", &json!({})).header("cookie", shown[1]);
    assert_eq!(site.send(renew()).await.status, 401);
    assert_eq!(site.send(renew().header("origin", "https://attacker.example")).await.status, 403);
    assert_eq!(site.send(renew().header("origin", &site.url)).await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_page_signs_nobody_in() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let body = json!({"email": email, "password": PASSWORD});
    let foreign = site.send(site.post("/auth/sign-in", &body).header("origin", "https://attacker.example")).await;
    assert_eq!((foreign.status, foreign.text("code")), (403, "ORIGIN_NOT_ALLOWED"));
    let form = site.post("/auth/sign-in", &body).header("content-type", "text/plain");
    assert_eq!(site.send(form).await.status, 415);
    for odd in [json!({}), json!({"email": email}), json!({"email": email, "password": [PASSWORD]}), json!([])] {
        assert_eq!(site.send(site.post("/auth/sign-in", &odd)).await.status, 400, "{odd}");
    }
}

#[tokio::test]
async fn whoever_holds_several_roles_names_the_one_that_acts() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let (head, other) = (ash.head().await, elm.head().await);
    let sql = "INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience) \
               SELECT gen_random_uuid(), $1, 'coordinator', $2, 'active', $3, $3, ARRAY[$1, $2] RETURNING id";
    let (person, now) = (head.who().person.uuid(), app.clock.now().utc());
    app.write(sql, values![person, elm.id.uuid(), now]).await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    let ask = |named: Option<String>| {
        let request = site.post("/graphql", &json!({"query": VIEWER})).bearer_auth(pair.text("accessToken"));
        site.send(match named {
            Some(named) => request.header("lateral-acting-as", named),
            None => request,
        })
    };
    assert!(ask(None).await.body["data"]["viewer"]["acting"].is_null());
    let named = ask(Some(head.who().membership.to_string())).await;
    assert_eq!(named.body["data"]["viewer"]["acting"]["role"], "HEAD");
    let of_another = ask(Some(other.who().membership.to_string())).await;
    assert_eq!(of_another.body["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(ask(Some("head".into())).await.body["errors"][0]["extensions"]["code"], "BAD_REQUEST");
}

#[tokio::test]
async fn what_is_taken_away_is_honoured_within_a_second() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, coordinator) = (ash.head().await, ash.somebody(Role::Coordinator).await);
    let (email, site) = (with_password(&app, &coordinator).await, app.site().await);
    let pair = site.sign_in(&email, PASSWORD).await;
    let role = async || site.ask(pair.text("accessToken"), VIEWER).await.body["data"]["viewer"]["acting"].clone();
    assert_eq!(role().await["role"], "COORDINATOR");
    // Another process ends the role: this one has a second to notice.
    let ended = "UPDATE membership SET status = 'ended', ended_at = created_at WHERE id = $1";
    app.write(ended, values![coordinator.who().membership.uuid()]).await;
    app.clock.advance(TimeDelta::seconds(1));
    assert!(role().await.is_null());
    // This process ends a role: nobody waits.
    let (email, own) = (with_password(&app, &head).await, head.who().membership);
    let pair = site.sign_in(&email, PASSWORD).await;
    let end = format!(
        "mutation {{ endMembership(input: {{membership: \"{own}\", expectedVersion: 1}}) {{ userErrors {{ code }} }} }}"
    );
    site.ask(pair.text("accessToken"), &end).await;
    assert!(site.ask(pair.text("accessToken"), VIEWER).await.body["data"]["viewer"]["acting"].is_null());
}
