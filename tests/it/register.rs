//! The real register, and a second edition over a part of it: nothing of the market is lost.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::{Deployment, Visit};
use lateral_tests::TestApp;
use lateral_tests::deal::Deal;
use lateral_tests::edition::{part, second};
use lateral_tests::register::{HEADER, LINKS, REGISTER, TestFile, data, open_schools, unpacked};
use lateral_tests::world::SchoolOf;
use persistence::values;
use serde_json::json;
use uuid::Uuid;

use crate::register_told::told;

#[tokio::test]
async fn the_real_register_is_read_whole() {
    let app = TestApp::start().await;
    let first = app.import_from(&data(REGISTER), Some(&data(LINKS)), false).await.unwrap();
    assert_eq!((first.read, first.applied.added), (46_522, 45_901));
    assert_eq!(first.unreadable(), 0, "{first}");
    assert_eq!(app.count("school WHERE status IN ('open', 'closing')").await, 24_348);
    assert_eq!(app.count("school WHERE place IS NULL AND status = 'open'").await, 312);
    assert_eq!(app.count("local_authority WHERE region IS NOT NULL").await, 152);
    assert_eq!(app.count("school WHERE type_code IN ('25', '26', '30', '37')").await, 0);
    let aldgate = "{ school(urn: \"100000\") { name phase keyStages pupils deprivationBand latitude longitude \
        localAuthority { code name } address { street postcode } } }";
    let answer = app.stranger().asks(aldgate).await;
    assert_eq!(answer.text("school.name"), "The Aldgate School");
    assert_eq!(answer.text("school.address.postcode"), "EC3A 5DE");
    assert!((answer.at("school.latitude").as_f64().unwrap() - 51.5139).abs() < 0.001);
}

#[tokio::test]
async fn a_second_edition_loses_nothing_of_the_market() {
    let app = TestApp::start().await;
    let (first, links) = part(&unpacked(REGISTER), &unpacked(LINKS));
    let second = second(&first);
    let (first, links) = (TestFile::of(first), TestFile::of(links));
    let read = app.import_from(first.path(), Some(links.path()), false).await.unwrap();
    assert!(read.applied.added > 5_000 && read.links.1 > 100, "{read}");
    let again = app.import_from(first.path(), Some(links.path()), false).await.unwrap();
    assert_eq!((again.applied.added, again.applied.changed, again.links.1), (0, 0, 0), "{again}");
    assert_eq!(app.count("school_change").await, 0);

    let (old, new) = second.conversions[0];
    let (split, _) = second.split;
    for urn in [old, split] {
        market(&app, urn).await;
    }
    let (register, links) = (TestFile::of(&second.register), TestFile::of(&second.links));
    let (converted, academy) = second.conversions[1];
    let deal = app.deal_of(app.listed(converted), app.listed(100_000)).await;
    let deployment = deal.active().await;
    let confirmed = deal.recorded(deployment, 2).await;
    deal.host_head.visit("confirmVisit", confirmed).await.done();
    app.clock.advance(TimeDelta::days(1));
    let open = deal.recorded(deployment, 1).await;
    let report = app.import_from(register.path(), Some(links.path()), false).await.unwrap();
    let applied = &report.applied;
    assert_eq!(applied.added as usize, second.conversions.len() + 2);
    assert_eq!(applied.closed as usize, second.conversions.len() + second.closed.len() + 1);
    assert_eq!(applied.reopened as usize, second.reopened.len());
    assert_eq!(applied.absent as usize, second.absent.len());
    let of = |field: &str| applied.changed_by_field.iter().find(|it| it.0 == field).map_or(0, |it| it.1 as usize);
    assert_eq!(of("name"), second.renamed.len());
    assert_eq!(of("street"), second.moved.len());
    assert_eq!(of("local_authority_id"), second.reorganised.len());
    assert_eq!((report.passed_on, report.waiting), (2, 1));

    let at = |table: &str, urn: i32| format!("{table} x JOIN school s ON s.id = x.school_id WHERE s.urn = {urn}");
    for (table, urn, count) in [
        ("offer", new, 1),
        ("support_request", new, 2),
        ("offer", old, 0),
        ("offer", split, 1),
        ("support_request", split, 2),
    ] {
        assert_eq!(app.count(&at(table, urn)).await, count, "{table} of {urn}");
    }
    assert_eq!(app.count("offer").await + app.count("support_request").await, 6 + 2);
    let moved = format!("{} AND s.id = ANY(x.audience) AND cardinality(x.audience) = 2", at("support_request", new));
    assert_eq!(app.count(&moved).await, 1, "the successor's people read it, and so do those who could before");
    let events = app.settle().await;
    assert_eq!(events.events().iter().filter(|it| **it == "school.succeeded").count(), 2);
    goes_on(&deal, deployment, [confirmed, open], app.listed(academy)).await;

    told(&app, &second).await;
}

/// Work that was under way when its school was converted is there under the new number, and goes on to its end.
async fn goes_on(deal: &Deal<'_>, it: Id<Deployment>, [confirmed, open]: [Id<Visit>; 2], academy: SchoolOf<'_>) {
    let head = academy.head().await;
    let asked = "query($id: ID!) { node(id: $id) { ... on Deployment { status home { id } specialist { school { id } }
        visits(first: 9) { nodes { id status halfDays } } } } }";
    let seen = head.ask(asked, json!({"id": it.to_string()})).await;
    let id = json!({"id": academy.gid()});
    let visits = json!([
        {"id": confirmed.to_string(), "status": "CONFIRMED", "halfDays": 2},
        {"id": open.to_string(), "status": "RECORDED", "halfDays": 1},
    ]);
    let stands = json!({"status": "ACTIVE", "home": id, "specialist": {"school": id}, "visits": {"nodes": visits}});
    assert_eq!(seen.at("node"), &stands, "{}", seen.0);
    let lines = "SELECT sum(r.half_days)::bigint AS number FROM reservation r JOIN deployment USING (proposal_id) WHERE id = $1";
    assert_eq!((deal.held().await, deal.app.number(lines, it.uuid()).await), ((0, 4), 4));
    assert_eq!(head.standing(&academy).await, Some([2, 0, 2, 0, 2]), "what the predecessor gave counts");
    deal.host_head.visit("confirmVisit", open).await.done();
    head.step("completeDeployment", it).await.done();
    assert_eq!(head.standing(&academy).await, Some([3, 0, 0, 0, 3]));
    assert_eq!(deal.host_head.standing(&deal.host).await, Some([0, 3, 0, 0, -3]));
    deal.app.settle().await;
    deal.app.sound().await;
}

/// An offer, a request and the draft of one, of a school, as rows.
async fn market(app: &TestApp, urn: i32) {
    let now = app.clock.now().utc();
    let school = "(SELECT id FROM school WHERE urn = $1)";
    let offer = format!(
        "INSERT INTO offer (id, school_id, kind, title, summary, expertise, key_stages, modes, format, settlements, \
         half_days_per_half_term, status, created_at) VALUES ($2, {school}, 'support', 'Phonics', 'Phonics', \
         ARRAY[$2], '{{ks1}}', '{{in_person}}', 'one_off', '{{day_rate}}', 4, 'published', $3)"
    );
    app.write(&offer, values![urn, Uuid::from_u128(urn.unsigned_abs().into()), now]).await;
    let person = Uuid::from_u128(u128::from(urn.unsigned_abs()) + 1_000_000);
    let sql = "INSERT INTO person (id, name, email, created_at) VALUES ($1, 'Head', $2, $3)";
    app.write(sql, values![person, format!("head{urn}@example.sch.uk"), now]).await;
    for (id, status) in [(person, "submitted"), (Uuid::from_u128(person.as_u128() + 1_000_000), "draft")] {
        let request = format!(
            "INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, modes, \
             urgency, half_days, starts_on, ends_on, disclosure, settlement, status, raised_by, created_at, audience) \
             VALUES ($2, {school}, 'Help', 'Help', '[]', 'support', '{{}}', '{{}}', '{{}}', 'soon', 2, '2026-11-01', \
             '2026-12-01', 'named', 'day_rate', $5, $4, $3, ARRAY[{school}])"
        );
        app.write(&request, values![urn, id, now, person, status]).await;
    }
}

#[tokio::test]
async fn an_absent_row_closes_nothing_and_an_absent_column_changes_nothing() {
    let app = TestApp::start().await;
    let header = HEADER.replace("\r\n", ",\"Town\",\"NumberOfPupils\"\r\n");
    let rows = open_schools(100_000..100_100).replace("\r\n", ",\"London\",\"210\"\r\n");
    app.import(format!("{header}{rows}")).await.unwrap();
    let report = app.import(format!("{HEADER}{}", open_schools(100_000..100_095))).await.unwrap();
    assert_eq!((report.applied.changed, report.applied.closed, report.applied.absent), (0, 0, 5));
    assert_eq!(app.count("school WHERE status = 'open' AND town = 'London' AND pupils = 210").await, 100);
}

#[tokio::test]
async fn the_report_is_kept_with_the_edition_and_told() {
    let app = TestApp::start().await;
    app.import(format!("{HEADER}{}0,\"201\",\"x\",\"y\",\"1\"\r\n", open_schools(100_000..100_010))).await.unwrap();
    let question = "{ registerFreshness { openSchools daysOld latest { rowsRead sha256 report } } }";
    let answer = app.stranger().asks(question).await;
    assert_eq!(answer.at("registerFreshness.openSchools"), 10);
    assert_eq!(answer.at("registerFreshness.daysOld"), 0);
    assert_eq!(answer.at("registerFreshness.latest.rowsRead"), 11);
    assert_eq!(answer.at("registerFreshness.latest.report.refused.0.line"), 12);
    assert_eq!(answer.at("registerFreshness.latest.report.refusedRows"), 1);
    assert_eq!(answer.at("registerFreshness.latest.report.doubtedCells"), 0);
    assert_eq!(answer.text("registerFreshness.latest.sha256").len(), 64);
    assert_eq!(app.settle().await.events(), ["register.imported"]);
}
