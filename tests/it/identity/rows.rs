//! The second net: with the service's own policy out of the way, the database still shows no foreign row.

use domain::access::{Role, Scope};
use lateral_tests::TestApp;
use persistence::{Db, values};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::access::tenants::{everybody, tenants};

#[derive(FromQueryResult)]
struct Table {
    name: String,
    has_audience: bool,
}

#[derive(FromQueryResult)]
struct Count {
    rows: i64,
}

#[derive(FromQueryResult)]
struct Invited {
    id: Uuid,
    audience: Vec<Uuid>,
}

async fn guarded(app: &TestApp) -> Vec<Table> {
    let sql = "SELECT c.relname::text AS name, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid \
               AND a.attname = 'audience') AS has_audience FROM pg_class c WHERE c.relrowsecurity AND c.relkind = 'r' \
               AND c.relnamespace = 'public'::regnamespace ORDER BY 1";
    app.owner.rows::<Table>(sql, values![]).await.unwrap()
}

async fn count(db: &Db, seen: &Scope, sql: &str) -> i64 {
    db.row_for::<Count>(seen, sql, values![]).await.unwrap().unwrap().rows
}

#[tokio::test]
async fn every_table_of_private_rows_is_guarded_and_forced() {
    let app = TestApp::start().await;
    let sql = "SELECT c.relname::text AS name, true AS has_audience FROM pg_class c JOIN pg_attribute a \
               ON a.attrelid = c.oid WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace \
               AND a.attname IN ('audience', 'person_id', 'password_hash', 'token_hash') AND NOT a.attisdropped \
               AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1";
    let open = app.owner.rows::<Table>(sql, values![]).await.unwrap();
    // A specialist's profile is public but for the name, which is left out where nobody is signed in (SETTLED 12).
    let names: Vec<_> = open.iter().map(|it| it.name.as_str()).filter(|name| *name != "specialist").collect();
    assert!(names.is_empty(), "without row-level security: {names:?}");
}

#[tokio::test]
async fn without_a_reader_no_private_row_is_seen() {
    let app = TestApp::start().await;
    let ash = app.school("Ash Lane").await;
    ash.head().await;
    ash.somebody(Role::Coordinator).await;
    for table in guarded(&app).await {
        let sql = format!("SELECT count(*) AS rows FROM {}", table.name);
        assert_eq!(count(app.app.db(), &Scope::public(), &sql).await, 0, "{}", table.name);
        assert_eq!(app.app.db().row::<Count>(&sql, values![]).await.unwrap().unwrap().rows, 0, "{}", table.name);
    }
}

#[tokio::test]
async fn the_scope_and_the_database_show_the_same_rows() {
    let app = TestApp::start().await;
    let [own, _] = tenants(&app).await;
    let actors = everybody(&app, &own).await;
    let mut ids: Vec<_> = actors.iter().flat_map(|(_, who)| who.caller.scope().ids().to_vec()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.len() >= 8 && ids.len() <= 24, "{ids:?}");
    // One row for every choice of up to three of those ids.
    let sql = "INSERT INTO invitation (id, email, name, role, token_hash, created_at, expires_at, audience) \
               SELECT gen_random_uuid(), 'a@example.org', 'A', 'head', uuid_send(gen_random_uuid()), now(), now(), \
               ARRAY(SELECT DISTINCT id FROM unnest(ARRAY[a.id, b.id, c.id]) AS one (id) WHERE id IS NOT NULL) \
               FROM unnest($1::uuid[] || NULL::uuid) AS a (id), unnest($1::uuid[]) AS b (id), unnest($1::uuid[]) AS c (id)";
    app.write(sql, values![ids]).await;
    let all = app.owner.rows::<Invited>("SELECT id, audience FROM invitation", values![]).await.unwrap();
    for (name, who) in actors {
        let scope = who.caller.scope();
        let shown =
            app.app.db().rows_for::<Invited>(&scope, "SELECT id, audience FROM invitation", values![]).await.unwrap();
        let mut shown: Vec<_> = shown.into_iter().map(|it| it.id).collect();
        let mut seen: Vec<_> = all.iter().filter(|it| scope.sees(&it.audience)).map(|it| it.id).collect();
        shown.sort_unstable();
        seen.sort_unstable();
        assert_eq!(shown, seen, "{name}");
        assert!(seen.len() < all.len(), "{name}");
    }
    let service = domain::access::Actor::Service.scope();
    let shown =
        app.app.db().rows_for::<Invited>(&service, "SELECT id, audience FROM invitation", values![]).await.unwrap();
    assert_eq!(shown.len(), all.len());
}

#[tokio::test]
async fn nobody_reads_a_row_whose_audience_they_are_not_in() {
    let app = TestApp::start().await;
    let (ash, elm) = (app.school("Ash Lane").await, app.school("Elm Park").await);
    let people = [ash.head().await, ash.somebody(Role::Coordinator).await, elm.head().await];
    let alliance = app.alliance("The Marshes", &ash, &[]).await;
    let (broker, operator) = (alliance.broker().await, app.national(Role::Operator).await);
    for who in people.iter().chain([&broker, &operator]) {
        let seen = who.caller.scope();
        let own = seen.ids().iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
        for table in guarded(&app).await.into_iter().filter(|table| table.has_audience) {
            let sql =
                format!("SELECT count(*) AS rows FROM {} WHERE NOT (audience && ARRAY[{own}]::uuid[])", table.name);
            assert_eq!(count(app.app.db(), &seen, &sql).await, 0, "{} by {:?}", table.name, who.role());
        }
    }
    let memberships = "SELECT count(*) AS rows FROM membership";
    assert_eq!(count(app.app.db(), &people[0].caller.scope(), memberships).await, 2, "one's own school's");
    assert_eq!(count(app.app.db(), &people[2].caller.scope(), memberships).await, 1);
    let persons = "SELECT count(*) AS rows FROM person";
    assert_eq!(count(app.app.db(), &people[2].caller.scope(), persons).await, 1, "colleagues, and nobody else");
}

#[tokio::test]
async fn with_the_policy_out_of_the_way_no_row_of_another_tenants_market_is_found() {
    let app = TestApp::start().await;
    let [own, _other] = tenants(&app).await;
    // A part of a charge, whatever it is of: what it adds up to is not asked here.
    let part = "DO $$ BEGIN SET LOCAL session_replication_role = replica; \
                INSERT INTO charge_part (charge_id, commission_id, deployment_id, school_id, host_id, month, visited_on, pence, \
                audience) SELECT gen_random_uuid(), gen_random_uuid(), id, host_id, host_id, date_trunc('month', planned_at)::date, \
                planned_at::date, 1, ARRAY[gen_random_uuid()] FROM deployment; END $$";
    app.write(part, vec![]).await;
    let tables: Vec<_> = guarded(&app).await.into_iter().filter(|table| table.has_audience).collect();
    for (name, who) in everybody(&app, &own).await {
        let seen = who.caller.scope();
        let ids = seen.ids().iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
        for table in &tables {
            let foreign =
                format!("SELECT count(*) AS rows FROM {} WHERE NOT (audience && ARRAY[{ids}]::uuid[])", table.name);
            assert_eq!(count(app.app.db(), &seen, &foreign).await, 0, "{} by the {name}", table.name);
            let there = app.owner.row::<Count>(&foreign, values![]).await.unwrap().unwrap().rows;
            // What is referred to the whole country is for every broker.
            let for_all = name == "broker" && table.name == "referral";
            assert!(there > 0 || for_all, "there is a row of {} that the {name} must not find", table.name);
        }
    }
    let proposals = "SELECT count(*) AS rows FROM proposal";
    assert_eq!(count(app.app.db(), &own.deal.broker.caller.scope(), proposals).await, 1, "and one's own is found");
}
