//! `lateral check` finds each of the things that must not be: every invariant is broken once, and named.

mod broken;
mod running;

use domain::access::Actor;
use lateral_tests::TestApp;
use persistence::{Stamp, Tx, check};
use sea_orm::ConnectionTrait;

use self::broken::BROKEN;

const WORLD: &str = include_str!("check_world.sql");

/// The rule that has a test of its own.
const GIVERS: &str = "time that is held is the giver's";

/// A transaction of the owner's in which the world is broken, to be dropped with all that it did.
async fn broken(app: &TestApp, statements: &str) -> Tx {
    let stamp = Stamp {
        now: app.clock.now(),
        actor: Actor::Service,
        request_id: "test".into(),
        ids: app.app.ids.source(),
        once: None,
    };
    let tx = app.owner.begin(stamp).await.unwrap();
    // As after a fault below us: neither triggers nor references stand in the way.
    let loose = format!("SET LOCAL session_replication_role = replica; {WORLD} {statements}");
    tx.execute_unprepared(&loose).await.unwrap_or_else(|fault| panic!("{statements}: {fault}"));
    tx
}

#[tokio::test]
async fn every_invariant_is_asked() {
    let app = TestApp::start().await;
    let sound = check::breaches(&broken(&app, "").await).await.unwrap();
    assert_eq!(sound, [], "the world of this test is not sound to begin with");
    for (statements, words) in BROKEN {
        let found = check::breaches(&broken(&app, statements).await).await.unwrap();
        assert!(found.iter().any(|it| it.rule.contains(words)), "after {statements}, of \"{words}\": {found:#?}");
    }
}

#[test]
fn every_rule_that_is_asked_is_broken_here() {
    let files = [
        include_str!("../../persistence/src/check.sql"),
        include_str!("../../persistence/src/check_clock.sql"),
        include_str!("../../persistence/src/check_round.sql"),
        include_str!("../../persistence/src/check_seen.sql"),
        include_str!("../../persistence/src/check_settlement.sql"),
        include_str!("../../persistence/src/check_mentoring.sql"),
        include_str!("../../persistence/src/check_time.sql"),
    ];
    let asked = files.into_iter().flat_map(str::lines);
    let asked = asked.filter_map(|line| line.trim_start().strip_prefix("SELECT '")?.split("', ").next());
    let broken = |rule: &str| BROKEN.iter().any(|(_, words)| rule.contains(words)) || rule == GIVERS;
    let whole: Vec<_> = asked.filter(|rule| !broken(&rule.replace("''", "'"))).collect();
    assert_eq!(whole, Vec::<&str>::new());
}

#[tokio::test]
async fn time_held_for_one_person_is_not_taken_from_another() {
    let app = TestApp::start().await;
    let tx = broken(&app, "UPDATE capacity_window SET school_id = pg_temp.id(2)").await;
    let found = check::breaches(&tx).await.unwrap();
    assert_eq!(found.iter().map(|it| it.rule.as_str()).collect::<Vec<_>>(), [GIVERS]);
}

#[tokio::test]
async fn asking_changes_nothing() {
    let app = TestApp::start().await;
    let tx = broken(&app, "").await;
    check::breaches(&tx).await.unwrap();
    let refused = tx.run("DELETE FROM reservation", []).await;
    assert!(refused.is_err_and(|fault| fault.to_string().contains("read-only")));
}
