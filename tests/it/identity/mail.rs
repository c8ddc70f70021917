//! Letters on their way out: sent once, tried again, given up, and wiped; notices at once and once a day.

use chrono::TimeDelta;
use domain::identity::{LetterFault, MOST_TRIES, TRY_SECONDS, wait_after};
use lateral::app::Caller;
use lateral::worker::{Progress, mail, notices};
use lateral_tests::deal::{act, read};
use lateral_tests::post::{MailServer, Mood};
use lateral_tests::{Persona, TestApp};
use persistence::identity::letter;
use persistence::values;
use serde_json::json;

use super::email_of;

const RESET: &str = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { noted } }";

/// A service that writes to a mail server.
async fn writing_to(server: &MailServer) -> TestApp {
    TestApp::start_with(&[("LATERAL_MAIL_URL", &server.url), ("LATERAL_MAIL_WAIT_SECONDS", "1")]).await
}

/// Somebody who forgot the password, whose letter waits.
async fn forgetful(app: &TestApp) -> (Persona<'_>, String) {
    let who = app.school("Ash Lane").await.head().await;
    let email = email_of(app, &who).await;
    app.stranger().ask(RESET, json!({"input": {"email": email}})).await.done();
    app.settle().await;
    (who, email)
}

/// Sends until nothing is due.
async fn send(app: &TestApp) {
    while mail::tick(&app.app).await.unwrap() != Progress::Idle {}
}

fn name_of(letter: &str) -> &str {
    letter.lines().find(|line| line.starts_with("Message-ID: <")).expect("it has a name")
}

#[tokio::test]
async fn a_letter_goes_out_once_and_what_it_said_is_wiped() {
    let server = MailServer::start().await;
    let app = writing_to(&server).await;
    let (_, email) = forgetful(&app).await;
    // Two processes at once, and once more.
    let replica = app.replica(&[("LATERAL_MAIL_URL", &server.url)]).await;
    tokio::join!(send(&app), send(&replica));
    send(&app).await;
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    for part in [&format!("To: {email}"), "Subject: Your password for Lateral", "From: Lateral <no-reply@", "lat_"] {
        assert!(taken[0].contains(part), "{part} in {}", taken[0]);
    }
    assert!(taken[0].contains("Auto-Submitted: auto-generated"));
    assert_eq!(app.count("letter WHERE sent_at IS NOT NULL AND body = '' AND tries = 1").await, 1);
    assert_eq!(app.count("letter WHERE body <> ''").await, 0);
}

#[tokio::test]
async fn a_server_that_is_busy_hangs_up_or_is_silent_is_asked_again() {
    let server = MailServer::start().await;
    let app = writing_to(&server).await;
    forgetful(&app).await;
    let moods = [
        (Mood::Refusing(451), LetterFault::Unwilling),
        (Mood::HangingUp, LetterFault::Unreachable),
        (Mood::Silent, LetterFault::TimedOut),
        // Of the sender, and not of the mailbox: it can be put right.
        (Mood::Refusing(530), LetterFault::Unwilling),
    ];
    for (tries, (mood, fault)) in (1..).zip(moods) {
        server.is_now(mood);
        send(&app).await;
        send(&app).await;
        let word = domain::Word::as_str(fault);
        let put_off = format!("letter WHERE tries = {tries} AND fault = '{word}' AND body <> '' AND sent_at IS NULL");
        assert_eq!(app.count(&put_off).await, 1, "{mood:?}");
        app.clock.advance(TimeDelta::seconds(wait_after(tries).unwrap().into()));
    }
    assert!(server.taken().is_empty());
    server.is_now(Mood::Willing);
    send(&app).await;
    assert_eq!(server.taken().len(), 1);
    assert_eq!(app.count("letter WHERE sent_at IS NOT NULL AND fault IS NULL AND body = ''").await, 1);
}

#[tokio::test]
async fn a_letter_that_cannot_arrive_is_given_up_wiped_and_shown_to_the_operator() {
    let server = MailServer::start().await;
    let app = writing_to(&server).await;
    let (_, email) = forgetful(&app).await;
    server.is_now(Mood::Refusing(550));
    send(&app).await;
    let given_up = letter::given_up(app.app.db()).await.unwrap();
    assert_eq!((given_up.len(), &given_up[0].email, given_up[0].fault.0), (1, &email, LetterFault::Refused));
    assert_eq!(app.count("letter WHERE body = ''").await, 1);

    // Tried as often as there are tries, or claimed by processes that never came back.
    server.is_now(Mood::Refusing(451));
    let lasting = "UPDATE letter SET expires_at = 'infinity'";
    app.stranger().ask(RESET, json!({"input": {"email": email}})).await.done();
    app.settle().await;
    app.write(lasting, vec![]).await;
    for tries in 1..=MOST_TRIES {
        send(&app).await;
        app.clock.advance(TimeDelta::seconds(wait_after(tries).unwrap_or_default().into()));
    }
    send(&app).await;
    let given_up = letter::given_up(app.app.db()).await.unwrap();
    assert_eq!((given_up[0].tries, given_up[0].fault.0), (MOST_TRIES, LetterFault::Unwilling));
    app.stranger().ask(RESET, json!({"input": {"email": email}})).await.done();
    app.settle().await;
    app.write("UPDATE letter SET tries = $1 WHERE body <> ''", values![MOST_TRIES]).await;
    send(&app).await;
    let given_up = letter::given_up(app.app.db()).await.unwrap();
    assert!(given_up.iter().any(|it| it.fault.0 == LetterFault::Lost));
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn whoever_dies_with_a_letter_leaves_it_to_be_sent_and_at_most_once_too_often() {
    let server = MailServer::start().await;
    let app = writing_to(&server).await;
    forgetful(&app).await;
    // Died between the claim and the sending.
    let tx = app.app.begin(&Caller::service("test")).await.unwrap();
    let claimed = letter::claim(&tx, 8, tx.now().plus_seconds(TRY_SECONDS)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claimed.len(), 1);
    send(&app).await;
    assert!(server.taken().is_empty(), "somebody has it");
    app.clock.advance(TimeDelta::seconds(TRY_SECONDS.into()));
    // The next died between the sending and the note, and the server forgot to say that it took it.
    server.is_now(Mood::Forgetful);
    send(&app).await;
    server.is_now(Mood::Willing);
    app.clock.advance(TimeDelta::seconds(wait_after(2).unwrap().into()));
    send(&app).await;
    let taken = server.taken();
    assert_eq!(taken.len(), 2, "one too many");
    assert_eq!(name_of(&taken[0]), name_of(&taken[1]), "by which a mailbox knows it again");
    // The first comes back late: what it notes changes nothing.
    let tx = app.app.begin(&Caller::service("test")).await.unwrap();
    letter::give_up(&tx, &claimed[0], LetterFault::Lost).await.unwrap();
    letter::put_off(&tx, &claimed[0], LetterFault::Lost, tx.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.count("letter WHERE sent_at IS NOT NULL AND fault IS NULL").await, 1);
}

#[tokio::test]
async fn people_are_written_to_as_they_wish_and_read_no_name_too_many() {
    let server = MailServer::start().await;
    let app = writing_to(&server).await;
    let deal = app.deal().await;
    let prefer = "mutation($input: SetNotificationPreferenceInput!) {
        setNotificationPreference(input: $input) { noted userErrors { code } } }";
    let at_once = json!({"input": {"topic": "PROPOSALS", "way": "E_MAIL_AT_ONCE"}});
    deal.home_head.ask(prefer, at_once).await.done();
    let request = deal.host.anonymous_request(&deal.alliance, 4).await;
    let sent = deal.broker.propose(deal.offer, request).await;
    let proposal = read(&sent.text("proposeSupport.proposal.id"));
    notices::tick(&app.app).await.unwrap();
    send(&app).await;
    let taken = server.taken();
    assert_eq!(taken.len(), 1, "the others hear in the morning");
    // As lines are folded for the way.
    let flat = |letter: &str| letter.replace("=\r\n", "");
    assert!(taken[0].contains(&email_of(&app, &deal.home_head).await) && !taken[0].contains("Elm"), "{}", taken[0]);
    assert!(flat(&taken[0]).contains("Ash Lane is proposed to a school"), "{}", taken[0]);

    deal.home_head.accept(proposal).await.done();
    let withdraw = act("withdrawProposal", "WithdrawProposalInput", "proposal");
    deal.broker.ask(&withdraw, json!({"input": {"proposal": proposal.to_string()}})).await.done();
    // Whoever may not sign in is written to no more.
    let suspended = "UPDATE person SET suspended_at = now() WHERE id = $1";
    app.write(suspended, values![deal.home_head.who().person.uuid()]).await;
    notices::tick(&app.app).await.unwrap();
    app.clock.advance(TimeDelta::hours(22));
    let replica = app.replica(&[("LATERAL_MAIL_URL", &server.url)]).await;
    tokio::join!(send(&app), send(&replica));
    let taken: Vec<_> = server.taken().iter().skip(1).map(|it| flat(it)).collect();
    let host = email_of(&app, &deal.host_head).await;
    let home = email_of(&app, &deal.home_head).await;
    assert!(!taken.iter().any(|it| it.contains(&home)), "{taken:#?}");
    let taken: Vec<_> = taken.into_iter().filter(|it| it.contains(&host)).collect();
    assert_eq!(taken.len(), 1, "one letter for all that happened: {taken:#?}");
    for part in [host.as_str(), "Dear ", "Elm Park", "One school accepted", "taken back", "/docs/notifications"] {
        assert!(taken[0].contains(part), "{part} in {}", taken[0]);
    }
    assert_eq!(app.count("notification WHERE mailed_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn without_a_server_letters_go_into_a_folder_or_wait_and_it_is_said() {
    let folder = std::env::temp_dir().join(format!("lateral-test-mail-{}", lateral::app::Ids.uuid().simple()));
    let app = TestApp::start_with(&[("LATERAL_MAIL_FOLDER", folder.to_str().unwrap())]).await;
    let (_, email) = forgetful(&app).await;
    send(&app).await;
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let written = std::fs::read_to_string(&files[0]).unwrap();
    assert!(written.contains(&format!("To: {email}")) && written.contains("lat_"), "{written}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&files[0]).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "it holds a secret");
    std::fs::remove_file(&files[0]).unwrap();
    std::fs::remove_dir(&folder).unwrap();

    let production = [("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")];
    let app = TestApp::start_with(&production).await;
    forgetful(&app).await;
    send(&app).await;
    assert_eq!(app.count("letter WHERE tries = 0 AND body <> ''").await, 1);
    let site = app.site().await;
    let ready = site.request("GET", "/readyz").send().await.unwrap().text().await.unwrap();
    assert_eq!(ready, "ready\ne-mail is not set up: letters wait\n");
    let choices = site.request("GET", "/docs/notifications").send().await.unwrap().text().await.unwrap();
    assert!(choices.contains("setNotificationPreference"));
}
