//! A scenario touches nothing but itself.

use std::collections::BTreeMap;

use sea_orm::FromQueryResult;

use super::*;

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// What is written of every act, whatever it is.
const OF_EVERY_ACT: [&str; 3] = ["audit_entry", "outbox", "idempotency"];

/// Every table with a sum over its rows.
async fn tables(app: &TestApp) -> BTreeMap<String, String> {
    let names = "SELECT table_name::text AS text FROM information_schema.tables \
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";
    let mut found = BTreeMap::new();
    for Text { text: name } in app.owner.rows::<Text>(names, []).await.unwrap() {
        let sum =
            format!("SELECT coalesce(md5(string_agg(it::text, '|' ORDER BY it::text)), '') AS text FROM {name} AS it");
        let sum = app.owner.row::<Text>(&sum, []).await.unwrap().unwrap();
        found.insert(name, sum.text);
    }
    found
}

#[tokio::test]
async fn a_scenario_of_every_change_writes_nothing_but_itself() {
    let app = TestApp::start().await;
    let world = World::new(&app, 3, 4).await;
    let second = world.giving.specialist().await;
    world.giving.time(&second, AUTUMN_2, 4).await;
    let third = world.giving.specialist().await;
    for specialist in [&second, &third] {
        world.giving.offer(specialist).await;
    }
    let changes = json!([
        {"addOffers": {"offer": world.offer.to_string(), "number": 2, "school": world.giving.gid()}},
        {"addSpecialist": {"specialist": second.id.to_string(), "school": world.giving.gid()}},
        {"removeOffer": {"offer": world.offer.to_string()}},
        {"removeSpecialist": {"specialist": third.id.to_string()}},
        {"capacity": {"holder": {"specialist": second.id.to_string()}, "halfDays": 8}},
        {"weight": {"factor": "TRAVEL", "to": 20}},
        {"setting": {"setting": "LOAD_EACH", "to": 80}},
    ]);
    let before = tables(&app).await;
    let id = write(&world.broker, changes).await;
    reckon(&world.broker, id).await.done();
    share(&world.broker, id, "COLLEAGUES").await.done();
    let after = tables(&app).await;
    let changed = after.iter().filter(|(name, sum)| before.get(*name) != Some(*sum)).map(|(name, _)| name.as_str());
    let own: Vec<_> = changed.filter(|name| !OF_EVERY_ACT.contains(name)).collect();
    assert_eq!(own, ["scenario", "scenario_input"]);
    archive(&world.broker, id).await.done();
    app.sound().await;
}
