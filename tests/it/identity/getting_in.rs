//! Invitations, confirmation of first heads, and the end of a role.

use chrono::TimeDelta;
use domain::access::Role;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

use super::{PASSWORD, email_of, secret_for};

/// Invites somebody.
pub const INVITE: &str = "mutation($input: InviteMemberInput!) { inviteMember(input: $input) {
    invitation { id version status role school { name } } userErrors { code field message } } }";
/// Takes an invitation up.
pub const ACCEPT: &str = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
    membership { id version status role school { name } } userErrors { code field message } } }";
/// Confirms a first head.
pub const CONFIRM: &str = "mutation($input: ConfirmMembershipInput!) { confirmMembership(input: $input) {
    membership { id version status } userErrors { code field message } } }";
const END: &str = "mutation($input: EndMembershipInput!) { endMembership(input: $input) {
    membership { id version status } userErrors { code field message } } }";
const REVOKE: &str = "mutation($input: RevokeInvitationInput!) { revokeInvitation(input: $input) {
    invitation { status } userErrors { code field message } } }";

/// The variables of an invitation to a school.
pub fn to_school(school: &impl std::fmt::Display, email: &str, role: &str) -> Json {
    json!({"input": {"email": email, "name": "Ash Fenn", "role": role, "school": school.to_string()}})
}

/// The variables of taking an invitation up.
pub fn accepting(secret: &str) -> Json {
    json!({"input": {"secret": secret, "password": PASSWORD}})
}

/// The variables of an act upon the membership of an answer.
pub fn membership(answer: &Answer, of: &str) -> Json {
    let it = answer.at(&format!("{of}.membership"));
    json!({"input": {"membership": it["id"], "expectedVersion": it["version"]}})
}

#[tokio::test]
async fn the_first_head_is_invited_by_a_broker_comes_in_and_is_confirmed() {
    let app = TestApp::narrow().await;
    let (lead, ash) = (app.school("Lead").await, app.school("Ash Lane").await);
    let alliance = app.alliance("The Marshes", &lead, &[&ash]).await;
    let broker = alliance.broker().await;
    let sent = broker.ask(INVITE, to_school(&ash.id, "ash@example.org", "HEAD")).await;
    sent.done();
    let secret = secret_for(&app, "ash@example.org").await;
    assert!(!sent.0.to_string().contains(&secret), "the secret is in the letter only");

    let came = app.stranger().ask(ACCEPT, accepting(&secret)).await;
    came.done();
    assert_eq!(came.text("acceptInvitation.membership.status"), "PENDING");
    let waiting = broker.asks("{ headshipsToConfirm(first: 5) { edges { node { id person { email } } } } }").await;
    assert_eq!(waiting.text("headshipsToConfirm.edges.0.node.person.email"), "ash@example.org");

    let elsewhere = app.alliance("Elsewhere", &lead, &[]).await.broker().await;
    assert_eq!(elsewhere.ask(CONFIRM, membership(&came, "acceptInvitation")).await.refused().code, "NOT_FOUND");
    let confirmed = broker.ask(CONFIRM, membership(&came, "acceptInvitation")).await;
    confirmed.done();
    assert_eq!(confirmed.text("confirmMembership.membership.status"), "ACTIVE");
    let again = broker.ask(CONFIRM, membership(&came, "acceptInvitation")).await;
    assert_eq!(again.refused().code, "VERSION_STALE", "told before that it is confirmed");
    let happened = app.settle().await;
    assert_eq!(
        happened.events(),
        [
            "invitation.sent",
            "person.entered",
            "invitation.accepted",
            "membership.claimed",
            "employment.begun",
            "membership.begun",
            "school.new_head"
        ]
    );
}

#[tokio::test]
async fn an_invitation_works_once_and_for_its_address_only() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let (head, other) = (ash.head().await, app.school("Elm Park").await.head().await);
    let email = email_of(&app, &other).await;
    head.ask(INVITE, to_school(&ash.id, &email, "COORDINATOR")).await.done();
    let secret = secret_for(&app, &email).await;

    let code = |answer: Answer| answer.refused().code;
    assert_eq!(code(app.stranger().ask(ACCEPT, accepting(&secret)).await), "SIGN_IN_FIRST");
    assert_eq!(code(head.ask(ACCEPT, accepting(&secret)).await), "INVITATION_FOR_ANOTHER");
    assert_eq!(code(other.ask(ACCEPT, accepting(&format!("{secret}0"))).await), "NOT_FOUND");
    other.ask(ACCEPT, accepting(&secret)).await.done();
    assert_eq!(code(other.ask(ACCEPT, accepting(&secret)).await), "INVITATION_NOT_OPEN");
    app.write("DELETE FROM letter", vec![]).await;
    head.ask(INVITE, to_school(&ash.id, &email, "COORDINATOR")).await.done();
    let again = secret_for(&app, &email).await;
    assert_eq!(code(other.ask(ACCEPT, accepting(&again)).await), "ROLE_HELD_ALREADY");
}

#[tokio::test]
async fn an_invitation_lapses_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    let sent = head.ask(INVITE, to_school(&ash.id, "ash@example.org", "SPECIALIST")).await;
    let it = sent.at("inviteMember.invitation").clone();
    let back = |version: i64| json!({"input": {"invitation": it["id"], "reason": "WRONG_ADDRESS", "expectedVersion": version}});
    let stranger_to_it = app.school("Elm Park").await.head().await;
    assert_eq!(stranger_to_it.ask(REVOKE, back(1)).await.refused().code, "NOT_FOUND");
    assert_eq!(head.ask(REVOKE, back(7)).await.refused().code, "VERSION_STALE");
    assert_eq!(head.ask(REVOKE, back(1)).await.text("revokeInvitation.invitation.status"), "REVOKED");
    assert_eq!(head.ask(REVOKE, back(1)).await.refused().code, "VERSION_STALE", "told before what the version is in");
    assert_eq!(head.ask(REVOKE, back(2)).await.refused().code, "INVITATION_NOT_OPEN");
    let secret = secret_for(&app, "ash@example.org").await;
    assert_eq!(app.stranger().ask(ACCEPT, accepting(&secret)).await.refused().code, "INVITATION_NOT_OPEN");
    assert_eq!(app.reasons("invitation.revoked").await, ["WRONG_ADDRESS"]);
    assert_eq!(app.count("invitation WHERE revoke_reason = 'wrong_address'").await, 1);

    head.ask(INVITE, to_school(&ash.id, "elm@example.org", "SPECIALIST")).await.done();
    let secret = secret_for(&app, "elm@example.org").await;
    app.clock.advance(TimeDelta::days(14));
    assert_eq!(app.stranger().ask(ACCEPT, accepting(&secret)).await.refused().code, "INVITATION_NOT_OPEN");
}

#[tokio::test]
async fn a_form_tells_every_fault_of_it() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let input = json!({"input": {"email": "nobody", "name": "", "role": "HEAD"}});
    let refusals = head.ask(INVITE, input).await.refusals();
    let faults: Vec<_> = refusals.iter().map(|no| (no.field.as_str(), no.code.as_str())).collect();
    assert_eq!(faults, [("email", "EMAIL_NOT_VALID"), ("name", "TEXT_EMPTY")]);
}

#[tokio::test]
async fn only_those_in_charge_invite() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    ash.head().await;
    for who in [ash.somebody(Role::Coordinator).await, elm.head().await, app.national(Role::Analyst).await] {
        let no = who.ask(INVITE, to_school(&ash.id, "x@example.org", "COORDINATOR")).await.refused();
        assert_eq!(no.code, "NOT_ALLOWED");
    }
    let nobody = app.stranger().ask(INVITE, to_school(&ash.id, "x@example.org", "COORDINATOR")).await;
    assert_eq!(nobody.error_code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_role_that_ends_takes_the_post_with_it() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    let head = ash.head().await;
    head.ask(INVITE, to_school(&ash.id, "ash@example.org", "COORDINATOR")).await.done();
    let secret = secret_for(&app, "ash@example.org").await;
    let came = app.stranger().ask(ACCEPT, accepting(&secret)).await;
    let posts = async |who: &Persona<'_>| {
        let members = format!(
            "{{ memberships(school: \"{}\", first: 9) {{ nodes {{ role person {{ employments {{ post \
            startedOn endedOn school {{ name }} }} }} }} }} }}",
            ash.gid()
        );
        let shown = who.asks(&members).await;
        let nodes = shown.at("memberships.nodes").as_array().unwrap().clone();
        nodes.into_iter().find(|it| it["role"] == "COORDINATOR").map(|mut it| it["person"]["employments"].take())
    };
    let began = json!({"post": "coordinator of the school", "startedOn": "2026-11-09", "endedOn": null,
        "school": {"name": "Ash Lane"}});
    assert_eq!(posts(&head).await, Some(json!([began])), "seen by whoever sees the person");
    let elsewhere = app.school("Elm Park").await.head().await;
    assert_eq!(elsewhere.ask(END, membership(&came, "acceptInvitation")).await.refused().code, "NOT_FOUND");
    let coordinator = ash.somebody(Role::Coordinator).await;
    assert_eq!(coordinator.ask(END, membership(&came, "acceptInvitation")).await.refused().code, "NOT_ALLOWED");
    let ended = head.ask(END, membership(&came, "acceptInvitation")).await;
    ended.done();
    assert_eq!(head.ask(END, membership(&came, "acceptInvitation")).await.refused().code, "VERSION_STALE");
    assert_eq!(head.ask(END, membership(&ended, "endMembership")).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(open_posts(&app).await, 0);
}

async fn open_posts(app: &TestApp) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        posts: i64,
    }
    let sql = "SELECT count(*) AS posts FROM employment WHERE ended_on IS NULL";
    app.owner.row::<Row>(sql, values![]).await.unwrap().unwrap().posts
}

#[tokio::test]
async fn the_last_operator_stays() {
    let app = TestApp::start().await;
    let one = app.national(Role::Operator).await;
    let own =
        |who: &Persona<'_>| json!({"input": {"membership": who.who().membership.to_string(), "expectedVersion": 1}});
    assert_eq!(one.ask(END, own(&one)).await.refused().code, "LAST_OPERATOR");
    let two = app.national(Role::Operator).await;
    one.ask(END, own(&one)).await.done();
    assert_eq!(two.ask(END, own(&two)).await.refused().code, "LAST_OPERATOR");
}

#[tokio::test]
async fn whoever_is_suspended_or_whose_time_is_over_is_nobodys_operator_or_head() {
    let app = TestApp::start().await;
    let one = app.national(Role::Operator).await;
    let own = json!({"input": {"membership": one.who().membership.to_string(), "expectedVersion": 1}});
    let (suspended, lapsed) = (app.national(Role::Operator).await, app.national(Role::Operator).await);
    let suspend = "UPDATE person SET suspended_at = now() WHERE id = $1";
    app.write(suspend, values![suspended.who().person.uuid()]).await;
    let lapse = "UPDATE membership SET until = created_at + interval '1 hour' WHERE id = $1";
    app.write(lapse, values![lapsed.who().membership.uuid()]).await;
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(one.ask(END, own.clone()).await.refused().code, "LAST_OPERATOR");
    app.write("UPDATE person SET suspended_at = NULL", vec![]).await;
    app.clock.advance(-TimeDelta::seconds(1));
    one.ask(END, own).await.done();

    // A school whose head is suspended has none: the next one is a first head again, whom the alliance asks in.
    for (name, lost, of) in [("Ash Lane", suspend, true), ("Elm Park", lapse, false)] {
        let school = app.school(name).await;
        let (head, broker) = (school.head().await, app.alliance(name, &school, &[]).await.broker().await);
        let next = to_school(&school.id, "next@example.org", "HEAD");
        assert_eq!(broker.ask(INVITE, next.clone()).await.refused().code, "NOT_ALLOWED");
        let id = if of { head.who().person.uuid() } else { head.who().membership.uuid() };
        app.write(lost, values![id]).await;
        app.clock.advance(TimeDelta::hours(1));
        broker.ask(INVITE, next).await.done();
    }
}

#[tokio::test]
async fn the_viewer_sees_every_role_of_their_own_and_members_see_each_other() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let head = ash.head().await;
    ash.somebody(Role::Specialist).await;
    let viewer = head.asks("{ viewer { person { name email } acting { role } memberships { id role } } }").await;
    assert_eq!(viewer.text("viewer.acting.role"), "HEAD");
    assert_eq!(viewer.at("viewer.memberships").as_array().unwrap().len(), 1);
    let members = |school: String| {
        format!(
            "{{ memberships(school: \"{school}\", first: 9) {{ edges {{ node {{ role person {{ email }} }} }} }} }}"
        )
    };
    let own = head.asks(&members(ash.id.to_string())).await;
    assert_eq!(own.at("memberships.edges").as_array().unwrap().len(), 2);
    assert!(head.asks(&members(elm.id.to_string())).await.at("memberships").is_null());
    assert!(ash.somebody(Role::Specialist).await.asks(&members(ash.id.to_string())).await.at("memberships").is_null());
    assert!(app.stranger().asks("{ viewer { person { name } } }").await.at("viewer").is_null());
}

#[tokio::test]
async fn an_operator_suspends_whom_they_have_read_and_nobody_who_has_changed_since() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let operator = app.national(Role::Operator).await;
    let document = "mutation ($input: SuspendPersonInput!) { suspendPerson(input: $input) {
        person { id version } userErrors { code } } }";
    let input = |suspended: bool, version: i64| {
        let person = head.who().person.to_string();
        json!({"input": {"person": person, "suspended": suspended, "reason": "SAFETY", "expectedVersion": version}})
    };
    let version = head.asks("{ viewer { person { version } } }").await.at("viewer.person.version").as_i64().unwrap();
    assert_eq!(head.ask(document, input(true, version)).await.refused().code, "NOT_ALLOWED");
    let suspended = operator.ask(document, input(true, version)).await;
    assert_eq!(suspended.at("suspendPerson.person.version"), &json!(version + 1), "{}", suspended.0);
    assert_eq!(operator.ask(document, input(false, version)).await.refused().code, "VERSION_STALE");
    assert_eq!(app.count("person WHERE suspend_reason = 'safety'").await, 1);
    operator.ask(document, input(false, version + 1)).await.done();
    assert_eq!(app.count("person WHERE suspend_reason IS NOT NULL").await, 0, "whoever may sign in has none");
    app.settle().await;
    assert_eq!(app.reasons("person.suspended").await, ["SAFETY"]);
}
