//! The command that asks the audit trail whether it is what it was.

use lateral_tests::TestApp;

use super::{Keys, run};

#[tokio::test]
async fn the_trail_is_verified_and_a_break_is_told_by_its_place() {
    let (app, keys) = (TestApp::start().await, Keys::new());
    let verify = || run(&["audit", "verify"], &app.database, &keys, &[]);
    app.deal().await.proposed().await;
    app.settle().await;
    let (linked, said) = (app.count("audit_link").await, verify());
    assert!(said.well().starts_with(&format!("linked, and as they were: {linked}; the head is ")), "{said:?}");
    assert_eq!(said.well().trim_end().rsplit(' ').next().map(str::len), Some(64), "{said:?}");

    let waits = "INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) \
                 SELECT gen_random_uuid(), now() - interval '2 hours', 'test', event, noun, noun_id FROM audit_entry LIMIT 1";
    app.write(waits, vec![]).await;
    let late = verify();
    late.badly(&["has waited for its link for more than an hour"]);
    assert!(late.out.contains("waiting for their link: 1, the oldest since 20"), "{late:?}");

    let altered = "DO $$ BEGIN SET LOCAL session_replication_role = replica; UPDATE audit_entry SET reason = 'Another' \
                   WHERE id = (SELECT entry_id FROM audit_link WHERE place = 2); END $$";
    app.write(altered, vec![]).await;
    let broken = verify();
    broken.badly(&["the chain of the audit trail breaks: place 2: entry ", " was altered"]);
    assert!(broken.out.starts_with("linked, and as they were: 1; "), "{broken:?}");
}
