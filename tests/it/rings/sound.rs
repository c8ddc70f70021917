//! The database keeps rings sound, whoever writes.

use persistence::values;

use super::*;

#[tokio::test]
async fn the_database_keeps_rings_sound_whoever_writes() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 10).await;
    let ring = world.proposed(&[0, 1]).await;
    let refused = async |sql: &str, constraint: &str| {
        let error = app.owner.run(sql, values![ring.uuid()]).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint), "{sql}");
    };
    for (column, constraint) in [
        ("schools = 5", "ring_of_few"),
        ("consents = 3", "ring_of_few"),
        ("respond_by = proposed_at", "ring_forwards"),
        ("consents = schools", "ring_agreed_by_all"),
        ("ended_at = proposed_at", "ring_ended_when_it_says"),
        ("reason = 'fit'", "ring_ended_when_it_says"),
    ] {
        refused(&format!("UPDATE exchange_ring SET {column} WHERE id = $1"), constraint).await;
    }
    for (column, constraint) in [
        ("host_id = home_id", "ring_leg_between_two"),
        ("answer = 'consented'", "ring_leg_answered_when_it_says"),
        ("reason = 'fit'", "ring_leg_answered_when_it_says"),
    ] {
        refused(&format!("UPDATE exchange_ring_leg SET {column} WHERE ring_id = $1 AND place = 1"), constraint).await;
    }
    for (sql, constraint) in [
        (
            "UPDATE exchange_ring_leg SET home_id = (SELECT home_id FROM exchange_ring_leg WHERE ring_id = $1 AND place = 2), \
             host_id = home_id WHERE ring_id = $1 AND place = 1",
            "ring_leg_gives_once",
        ),
        (
            "INSERT INTO exchange_ring_leg SELECT (jsonb_populate_record(leg, '{\"place\": 5}')).* \
             FROM exchange_ring_leg AS leg WHERE ring_id = $1 AND place = 1",
            "ring_leg_of_few",
        ),
        ("INSERT INTO exchange_ring_hold SELECT $1, 4, id, 1 FROM capacity_window LIMIT 1", "ring_hold_of_a_leg"),
    ] {
        refused(sql, constraint).await;
    }
    withdraw(&world.broker, ring).await.done();
    refused("UPDATE exchange_ring SET status = 'agreed' WHERE id = $1", "ring_goes_forwards").await;
}
