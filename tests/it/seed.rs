//! The demonstration world: whole by every invariant, the same every time, made once.

use domain::Word;
use domain::brokerage::{
    AssuranceStatus, AuditVisitStatus, BackerStatus, CaseStudyStatus, CommissionStatus, ConsentStatus,
    DeploymentStatus, GrantYearStatus, PoolMemberStatus, PoolStatus, ProposalStatus, ReferralStatus, VisitStatus,
};
use domain::communities::{CoachingPracticeStatus, MentorshipStatus, SupportGroupStatus, SupportPlaceStatus};
use domain::directory::{AllianceInvitationStatus, DesignationStatus, SpecialistStatus};
use domain::exchange::{OfferStatus, RequestStatus, ReservationState};
use domain::identity::MembershipStatus;
use domain::reciprocity::ObligationStatus;
use lateral::app::Caller;
use lateral::app::seed::{Scale, Seeded, seed};
use lateral_tests::TestApp;
use persistence::check;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Line {
    line: String,
}

async fn with_schools() -> TestApp {
    let app = TestApp::start().await;
    app.many_schools().await;
    app
}

async fn lines(app: &TestApp, sql: &str) -> Vec<String> {
    app.owner.rows::<Line>(sql, []).await.unwrap().into_iter().map(|row| row.line).collect()
}

/// Where a case study stands follows from who agrees to it.
const CASE_STUDY: &str = "CASE WHEN withdrawn_by IS NOT NULL THEN 'withdrawn' \
                          WHEN num_nulls(home_consented_at, host_consented_at) = 0 THEN 'agreed' ELSE 'draft' END";

/// Where each noun of the demonstration may stand: the table, the column, and every word that must occur in it. What nobody
/// does in a demonstration is left to those who try it: letters of invitation, copies of what is known of somebody, erasures,
/// and people who are suspended.
fn vocabularies() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    // A role that nobody has confirmed yet belongs to somebody who has been invited by a letter.
    let roles = but(&[MembershipStatus::Pending]);
    vec![
        ("alliance_invitation", "status", all::<AllianceInvitationStatus>()),
        ("audit_visit", "status", all::<AuditVisitStatus>()),
        ("coaching_practice", "status", all::<CoachingPracticeStatus>()),
        ("commission_backer", "status", all::<BackerStatus>()),
        ("case_study", CASE_STUDY, all::<CaseStudyStatus>()),
        ("consent", "status", all::<ConsentStatus>()),
        ("deployment", "status", all::<DeploymentStatus>()),
        ("designation", "status", all::<DesignationStatus>()),
        ("grant_year", "status", all::<GrantYearStatus>()),
        ("joint_commission", "status", all::<CommissionStatus>()),
        ("membership", "status", roles),
        ("mentorship", "status", all::<MentorshipStatus>()),
        ("obligation", "status", all::<ObligationStatus>()),
        ("offer", "status", all::<OfferStatus>()),
        ("pool_member", "status", all::<PoolMemberStatus>()),
        ("pooled_budget", "status", all::<PoolStatus>()),
        ("proposal", "status", all::<ProposalStatus>()),
        ("referral", "status", all::<ReferralStatus>()),
        ("reservation", "state", all::<ReservationState>()),
        ("safeguarding_assurance", "status", all::<AssuranceStatus>()),
        ("specialist", "status", all::<SpecialistStatus>()),
        ("support_group", "status", all::<SupportGroupStatus>()),
        ("support_group_place", "status", all::<SupportPlaceStatus>()),
        ("support_request", "status", all::<RequestStatus>()),
        ("visit", "status", all::<VisitStatus>()),
    ]
}

fn all<W: Word>() -> Vec<&'static str> {
    but::<W>(&[])
}

fn but<W: Word>(left_out: &[W]) -> Vec<&'static str> {
    W::ALL.iter().filter(|it| !left_out.contains(it)).map(|it| it.as_str()).collect()
}

#[tokio::test]
async fn a_world_is_whole_and_made_once() {
    let app = with_schools().await;
    let scale = Scale { schools: 150, specialists: 220, offers: 200, requests: 400, deployments: 300 };
    let made = seed(&app.app, scale, "none").await.unwrap();
    assert!(matches!(made, Seeded::Made(size) if size.offers == 200 && size.requests == 400), "{made:?}");

    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    assert_eq!(check::breaches(&tx).await.unwrap(), []);

    let mut missing = Vec::new();
    for (table, column, words) in vocabularies() {
        let seen = lines(&app, &format!("SELECT DISTINCT {column} AS line FROM {table}")).await;
        let unseen = words.into_iter().filter(|word| !seen.iter().any(|it| it == word));
        missing.extend(unseen.map(|word| format!("{table}.{column}: {word}")));
    }
    assert_eq!(missing, Vec::<String>::new(), "the demonstration shows every state");
    for table in ["initial_meeting", "stage_plan", "departure", "half_term_days", "capacity_grant", "overruling"] {
        let some = format!("SELECT 'some' AS line WHERE EXISTS (SELECT FROM {table})");
        assert_eq!(lines(&app, &some).await, ["some"], "{table}");
    }

    shows_what_grants_pay(&app).await;

    assert_eq!(seed(&app.app, scale, "none").await.unwrap(), Seeded::Before);
    // What happened today is told to those whom it concerns, and what is late is noted, as soon as the workers run.
    app.settle().await;
    for table in ["notification", "service_breach"] {
        let some = format!("SELECT 'some' AS line WHERE EXISTS (SELECT FROM {table})");
        assert_eq!(lines(&app, &some).await, ["some"], "{table}");
    }
}

/// Fails unless grants pay for support that is agreed, under way and done: of the first all is held back, of the second a part is
/// spent, and of the third nothing is held that no visit waits for.
async fn shows_what_grants_pay(app: &TestApp) {
    let sql = "SELECT DISTINCT concat_ws(' ', CASE WHEN status IN ('agreed', 'active') THEN status ELSE 'done' END,
            CASE WHEN spent > 0 THEN 'spent' END, CASE WHEN held > 0 AND status IN ('agreed', 'active') THEN 'held' END) AS line
        FROM deployment
        CROSS JOIN LATERAL (
            SELECT sum(pence) AS spent, sum(held) AS held FROM grant_line WHERE deployment_id = deployment.id
        ) AS paid
        WHERE terms #>> '{settlement,kind}' = 'grant' AND terms #>> '{settlement,grant}' IS NOT NULL
        ORDER BY line";
    assert_eq!(lines(app, sql).await, ["active spent held", "agreed held", "done spent"]);
}

#[tokio::test]
async fn two_worlds_are_alike_to_the_letter() {
    let (one, other) = (with_schools().await, with_schools().await);
    for app in [&one, &other] {
        seed(&app.app, Scale::of_schools(80), "none").await.unwrap();
        shows_what_grants_pay(app).await;
        app.settle().await;
        app.sound().await;
    }
    for sql in [
        "SELECT concat_ws(' ', id, name, email) AS line FROM person ORDER BY id",
        "SELECT concat_ws(' ', id, status, since, audience) AS line FROM designation ORDER BY id",
        "SELECT concat_ws(' ', id, title, status, audience) AS line FROM support_request ORDER BY id",
        "SELECT concat_ws(' ', id, amount, kind, at) AS line FROM transfer ORDER BY id",
    ] {
        let seen = lines(&one, sql).await;
        assert!(seen.len() > 20);
        assert_eq!(seen, lines(&other, sql).await);
    }
}

#[tokio::test]
async fn a_world_whose_making_broke_off_is_not_taken_for_one_that_was_made() {
    let app = with_schools().await;
    let scale = Scale { schools: 150, specialists: 220, offers: 200, requests: 400, deployments: 300 };
    // The last of what is told of the day on which a world is made, when all the rest is stored.
    app.owner.run("ALTER TABLE alliance_invitation ADD CONSTRAINT broken CHECK (false)", []).await.unwrap();
    assert!(seed(&app.app, scale, "none").await.is_err());
    app.owner.run("ALTER TABLE alliance_invitation DROP CONSTRAINT broken", []).await.unwrap();
    assert_eq!(seed(&app.app, scale, "none").await.unwrap(), Seeded::BrokenOff);
    assert_eq!(
        lines(&app, "SELECT key AS line FROM installation WHERE key = 'demonstration'").await,
        ["demonstration"]
    );
    app.settle().await;
}

#[tokio::test]
async fn without_the_register_nothing_is_made() {
    let app = TestApp::start().await;
    assert_eq!(seed(&app.app, Scale::default(), "none").await.unwrap(), Seeded::NoRegister);
    assert!(lines(&app, "SELECT email AS line FROM person").await.is_empty());
}
