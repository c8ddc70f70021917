//! The first head of a school over HTTP: somebody with a password and no say, until whoever knows the school confirms
//! them (SETTLED 13).

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::{Answer, Persona, Site, TestApp};
use serde_json::{Value as Json, json};

use super::getting_in::{ACCEPT, CONFIRM, accepting, membership};
use super::notifications::told;
use super::{INVITE, PASSWORD, secret_for, to_school};

const VIEWER: &str = "{ viewer { person { email } acting { role school { name } } } }";

/// Who acts by a token, if anybody does.
async fn acting(site: &Site, token: &str) -> Json {
    let reply = site.ask(token, VIEWER).await;
    assert_eq!(reply.body["data"]["viewer"]["person"]["email"], "ash@example.org", "the person is known: {reply:?}");
    reply.body["data"]["viewer"]["acting"].clone()
}

async fn comes_in_and_is_confirmed_by(app: &TestApp, who: &Persona<'_>, school: &str) {
    who.ask(INVITE, to_school(&school, "ash@example.org", "HEAD")).await.done();
    let secret = secret_for(app, "ash@example.org").await;
    let site = app.site().await;
    let came = Answer(site.ask_openly(ACCEPT, accepting(&secret)).await.body);
    came.done();
    let pair = site.sign_in("ash@example.org", PASSWORD).await;
    assert_eq!(pair.status, 200, "the password of the invitation signs in: {pair:?}");
    let token = pair.text("accessToken");

    assert!(acting(&site, token).await.is_null());
    let named = site.post("/graphql", &json!({"query": VIEWER})).bearer_auth(token);
    let named = named.header("lateral-acting-as", came.text("acceptInvitation.membership.id"));
    assert_eq!(site.send(named).await.code(), "FORBIDDEN", "a role that waits cannot be taken up");
    let invite = site
        .post("/graphql", &json!({"query": INVITE, "variables": to_school(&school, "x@example.org", "COORDINATOR")}));
    let no = site.send(invite.bearer_auth(token)).await;
    assert_eq!(no.body["data"]["inviteMember"]["userErrors"][0]["code"], "NOT_ALLOWED");
    let confirm = site.post("/graphql", &json!({"query": CONFIRM, "variables": membership(&came, "acceptInvitation")}));
    let no = site.send(confirm.bearer_auth(token)).await;
    let code = &no.body["data"]["confirmMembership"]["userErrors"][0]["code"];
    assert!(code == "NOT_ALLOWED" || code == "NOT_FOUND", "nobody confirms themselves: {no:?}");

    who.ask(CONFIRM, membership(&came, "acceptInvitation")).await.done();
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(acting(&site, token).await, json!({"role": "HEAD", "school": {"name": "Ash Lane"}}));
    let invite = site
        .post("/graphql", &json!({"query": INVITE, "variables": to_school(&school, "x@example.org", "COORDINATOR")}));
    let done = site.send(invite.bearer_auth(token)).await;
    assert_eq!(done.body["data"]["inviteMember"]["invitation"]["status"], "OPEN", "{done:?}");
    app.settle().await;
}

#[tokio::test]
async fn a_first_head_can_do_nothing_until_an_operator_confirms_them() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    comes_in_and_is_confirmed_by(&app, &app.national(Role::Operator).await, &ash.gid()).await;
}

#[tokio::test]
async fn a_first_head_can_do_nothing_until_a_broker_of_their_alliance_confirms_them() {
    let app = TestApp::start().await;
    let (lead, ash) = (app.school("Lead").await, app.school("Ash Lane").await);
    let alliance = app.alliance("The Marshes", &lead, &[&ash]).await;
    comes_in_and_is_confirmed_by(&app, &alliance.broker().await, &ash.gid()).await;
}

#[tokio::test]
async fn the_brokers_of_a_school_hear_of_its_new_head_at_once_and_again_while_they_have_no_mentor_and_no_group() {
    let app = TestApp::start().await;
    let (lead, ash) = (app.school("Lead").await, app.school("Ash Lane").await);
    let (alliance, other) = (app.alliance("The Marshes", &lead, &[&ash]).await, app.school("Far Away").await);
    let far = app.alliance("Trent", &other, &[]).await.broker().await;
    let broker = alliance.broker().await;
    comes_in_and_is_confirmed_by(&app, &broker, &ash.gid()).await;
    let words = async |who: &Persona<'_>, kind: &str| -> Vec<Json> {
        let told = told(who).await;
        told.iter().filter(|it| it["kind"] == kind).map(|it| it["text"].clone()).collect()
    };
    let begun = json!("Ash Lane has a new head, who has no mentor or no place in a support group yet.");
    assert_eq!(words(&broker, "school.new_head").await, [begun]);
    assert_eq!(words(&far, "school.new_head").await, [] as [Json; 0]);
    app.clock.advance(TimeDelta::days(41));
    app.settle().await;
    assert_eq!(words(&broker, "school.new_head_unsupported").await, [] as [Json; 0], "it is too early");
    for _ in 0..2 {
        app.clock.advance(TimeDelta::days(2));
        app.settle().await;
        let still = json!("The new head of Ash Lane still has no mentor or no place in a support group.");
        assert_eq!(words(&broker, "school.new_head_unsupported").await, [still]);
    }
    assert_eq!(words(&far, "school.new_head_unsupported").await, [] as [Json; 0]);
}
