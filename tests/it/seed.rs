//! The demonstration world: whole by every invariant, the same every time, made once.

use domain::Word;
use domain::exchange::ReservationState;
use lateral::app::Caller;
use lateral::app::seed::{Scale, Seeded, seed};
use lateral_tests::TestApp;
use persistence::{check, values};
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

/// The page of the lifecycles, which is printed from the code.
const LIFECYCLES: &str = include_str!("../../docs/lifecycles.md");

/// Where a school stands in an alliance.
const IN_ALLIANCE: &str = "CASE WHEN until IS NOT NULL THEN 'left' WHEN rested_at IS NOT NULL THEN 'resting' \
    WHEN school_id = (SELECT lead_school_id FROM alliance WHERE id = alliance_id) THEN 'lead' ELSE 'member' END";

/// Where each noun of that page is kept: its heading, the table, and what says there where it stands. An hour that passes is
/// compared with `$1`.
const KEPT: [(&str, &str, &str); 36] = [
    ("Offer", "offer", "status"),
    ("Support request", "support_request", "status"),
    ("Audit visit", "audit_visit", "status"),
    ("Referral", "referral", "status"),
    ("Proposal", "proposal", "status"),
    ("Brokerage round", "brokerage_round", "status"),
    ("Request in a brokerage round", "round_line", "status"),
    ("Ring of schools", "exchange_ring", "status"),
    ("Scenario", "scenario", "status"),
    ("Change of the matching policy", "policy_change", "status"),
    ("Deployment", "deployment", "status"),
    (
        "Departure of a specialist",
        "departure",
        "CASE WHEN decided_at IS NOT NULL THEN 'kept' WHEN taken_on_at IS NOT NULL THEN 'taken_on' ELSE 'noted' END",
    ),
    ("Interest that arises after the agreement", "arisen_interest", "status"),
    ("Visit", "visit", "status"),
    ("Safeguarding assurance", "safeguarding_assurance", "status"),
    ("Consent beside the signatures", "consent", "status"),
    (
        "Case study",
        "case_study",
        "CASE WHEN withdrawn_by IS NOT NULL THEN 'withdrawn' \
         WHEN num_nulls(home_consented_at, host_consented_at) = 0 THEN 'agreed' ELSE 'draft' END",
    ),
    ("Obligation", "obligation", "status"),
    ("Pooled budget", "pooled_budget", "status"),
    ("School in a pooled budget", "pool_member", "status"),
    ("Joint commission", "joint_commission", "status"),
    ("School that backs a joint commission", "commission_backer", "status"),
    ("Year of a grant", "grant_year", "status"),
    ("Specialist", "specialist", "status"),
    ("Designation", "designation", "status"),
    ("School in an alliance", "alliance_member", IN_ALLIANCE),
    ("Invitation to an alliance", "alliance_invitation", "status"),
    (
        "Person",
        "person",
        "CASE WHEN erased_at IS NOT NULL THEN 'erased' WHEN suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END",
    ),
    (
        "Invitation of a person",
        "invitation",
        "CASE WHEN accepted_at IS NOT NULL THEN 'accepted' WHEN revoked_at IS NOT NULL THEN 'revoked' \
         WHEN expires_at <= $1 THEN 'expired' ELSE 'open' END",
    ),
    ("Role at a place", "membership", "status"),
    ("Mentorship", "mentorship", "status"),
    ("Support group", "support_group", "status"),
    ("Place in a support group", "support_group_place", "status"),
    ("Practice as a coach", "coaching_practice", "status"),
    ("What is kept about somebody", "data_export", "status"),
    ("Erasure", "erasure", "status"),
];

/// Each noun of the page, with every state in which it can stand.
fn lifecycles() -> Vec<(&'static str, Vec<&'static str>)> {
    let nouns = LIFECYCLES.split("\n## ").skip(1).map(|it| it.split_once('\n').unwrap());
    let states = |text: &'static str| {
        let table = text.split("| state | what it means |\n|---|---|\n").nth(1).unwrap();
        let rows = table.lines().take_while(|it| !it.is_empty());
        rows.map(|it| it.split('`').nth(1).unwrap()).collect()
    };
    nouns.map(|(noun, text)| (noun, states(text))).collect()
}

/// Every state of a lifecycle in which nothing of the demonstration stands.
async fn unseen(app: &TestApp) -> Vec<String> {
    let (now, lifecycles) = (app.clock.now().utc(), lifecycles());
    let nouns: Vec<_> = lifecycles.iter().map(|(noun, _)| *noun).collect();
    assert_eq!(KEPT.map(|(noun, ..)| noun).to_vec(), nouns, "where each noun of the page is kept, in its order");
    let mut unseen = Vec::new();
    for ((noun, states), (_, table, stands)) in lifecycles.into_iter().zip(KEPT) {
        let sql = format!("SELECT DISTINCT {stands} AS line FROM {table} WHERE $1::timestamptz IS NOT NULL");
        let seen = app.owner.rows::<Line>(&sql, values![now]).await.unwrap();
        let missing = states.into_iter().filter(|state| !seen.iter().any(|it| it.line == *state));
        unseen.extend(missing.map(|state| format!("{noun}: {state}")));
    }
    unseen
}

#[tokio::test]
async fn a_world_is_whole_and_made_once() {
    let app = with_schools().await;
    let scale = Scale { schools: 150, specialists: 220, offers: 200, requests: 400, deployments: 300 };
    let made = seed(&app.app, scale, "none").await.unwrap();
    assert!(matches!(made, Seeded::Made(size) if size.offers == 200 && size.requests == 400), "{made:?}");

    let tx = app.app.begin_wide(&Caller::service("test")).await.unwrap();
    assert_eq!(check::breaches(&tx).await.unwrap(), []);

    assert_eq!(unseen(&app).await, Vec::<String>::new(), "the demonstration shows every state");
    let held: Vec<_> = ReservationState::ALL.iter().map(|it| it.as_str()).collect();
    let mut seen = lines(&app, "SELECT DISTINCT state AS line FROM reservation").await;
    seen.sort_by_key(|it| held.iter().position(|state| state == it));
    assert_eq!(seen, held, "what a proposal holds of somebody's time");
    for table in ["initial_meeting", "stage_plan", "half_term_days", "capacity_grant", "overruling"] {
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
        // What is done today bears an id of the service's own.
        "SELECT concat_ws(' ', CASE WHEN at < timestamptz '2026-11-09T09:00:00Z' THEN id END, amount, kind, at) AS line \
         FROM transfer ORDER BY at, kind, amount, id",
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
