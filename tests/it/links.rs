//! Every link of the contract, followed from a page of two and from a page of twenty: both cost as many statements
//! (API 1, no N+1).

mod nouns;
mod ways;

use std::collections::BTreeMap;
use std::time::Duration;

use lateral::graphql::{Limits, guarded};
use lateral_tests::deal::AUTUMN_2;
use lateral_tests::{Persona, TestApp, persona};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::json;

use self::nouns::TABLES;
use self::ways::ways;
use crate::access::contract::Contract;
use crate::rings::rows as rings;
use crate::rounds::rows::{CHOICES_OF_LINES, LINES_OF_REQUESTS, ROUND_OF_REQUESTS};
use crate::scenarios::rows::{OF_REQUESTS, TAKEN_BACK};
use crate::statements::World;

/// Fields that cost more where more is asked, each with its reason.
const DEARER: [(&str, &str); 8] = [
    ("SupportRequest.candidates", "a ranking of the whole market for each request; 50 points each"),
    ("SupportRequest.whyUnmet", "the same, under one change after another"),
    ("SupportRequest.whyUnplaced", "what its round is made of, read for each request; 50 points each"),
    ("BrokerageRound.choice", "the same, for each round; 50 points each"),
    (
        "Alliance.newHeads",
        "only one's own has them: the policy, the heads and where they led are what the first two lacked",
    ),
    ("Alliance.coverage", "only one's own alliance has it: a look at how fresh the market is"),
    ("Alliance.supplyGaps", "the same look, and its open requests"),
    (
        "Alliance.statement",
        "only one's own alliance has one: the statement and its visits are what the first two lacked",
    ),
];

/// A ten of whatever a market has few of.
async fn furnish(app: &TestApp, world: &World<'_>) {
    let deal = &world.deal;
    for half_term in [20263, 20264, 20265, 20266, 20271, 20272, 20273, 20274] {
        assert!(half_term > AUTUMN_2);
        deal.home.time(&deal.specialist, half_term, 5).await;
    }
    for place in 0..10 {
        let school = app.school(&format!("Lea Bank {place}")).await;
        app.alliance(&format!("Alliance {place}"), &school, &[&deal.home]).await;
        deal.home.specialist().await;
        deal.home.head().await;
        let invited = json!({"name": "Ann", "email": format!("a{place}@example.org"), "role": "COORDINATOR",
                             "school": deal.home.gid()});
        let document = "mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { code } } }";
        deal.home_head.ask(document, json!({ "input": invited })).await.done();
    }
    let told = "INSERT INTO notification (id, person_id, event_id, kind, topic, subject, created_at) \
                SELECT gen_random_uuid(), $1, gen_random_uuid(), 'request.revised', 'requests', \
                'req_' || replace(id::text, '-', ''), $2 FROM support_request";
    app.write(told, values![deal.host_head.who().person.uuid(), app.clock.now().utc()]).await;
    let run = "mutation ($input: RunMatchInput!) { runMatch(input: $input) { userErrors { code } } }";
    for _ in 0..2 {
        deal.broker.ask(run, json!({"input": {"request": world.open}})).await.done();
    }
    for sql in [
        "INSERT INTO match_run SELECT (jsonb_populate_record(match_run, jsonb_build_object('id', gen_random_uuid(), \
         'request_id', support_request.id))).* FROM match_run CROSS JOIN support_request",
        "INSERT INTO conflict_declaration SELECT (jsonb_populate_record(conflict_declaration, jsonb_build_object('id', \
         gen_random_uuid(), 'deployment_id', deployment.id))).* FROM conflict_declaration JOIN deployment \
         ON deployment.id <> deployment_id",
        "INSERT INTO referral SELECT gen_random_uuid(), support_request.id, alliance_member.alliance_id, NULL, \
         'No capacity here.', 'sent', person.id, support_request.created_at, NULL, 1, support_request.audience \
         FROM support_request JOIN alliance_member ON alliance_member.school_id = support_request.school_id \
         CROSS JOIN (SELECT id FROM person LIMIT 1) AS person",
        "UPDATE deployment SET midterm_done_at = started_at WHERE started_at IS NOT NULL",
        "INSERT INTO review SELECT gen_random_uuid(), deployment.id, 'midterm', '2026-11-09', \
         '[{\"question\": \"working\", \"text\": \"Yes\"}]', '[{\"outcome\": 1, \"rag\": \"green\", \"details\": \"Seen\"}]', \
         'continue', NULL, brokered_by, started_at, audience FROM deployment WHERE started_at IS NOT NULL",
        "INSERT INTO case_study SELECT gen_random_uuid(), id, 'Reading', 'Reading', NULL, NULL, NULL, brokered_by, planned_at, 1, \
         audience FROM deployment",
        "INSERT INTO measure (deployment_id, outcome, unit, baseline_value, baseline_source, baseline_on, audience) \
         SELECT id, 1, 'months', 8000, 'A test', '2026-11-09', audience FROM deployment WHERE terms IS NOT NULL",
        "INSERT INTO evaluation SELECT gen_random_uuid(), id, 'home', 'fully', 'mostly', 'fully', 'fully', 'Well prepared.', \
         brokered_by, planned_at, planned_at, audience FROM deployment",
        "INSERT INTO initial_meeting SELECT gen_random_uuid(), id, planned_at::date, 'Both', 'Phonics', 'Weekly', 'Tuesdays', \
         brokered_by, planned_at, audience, 'remote' FROM deployment",
        "INSERT INTO audit_visit SELECT gen_random_uuid(), id, created_at::date, 'The lessons.', 'waived', raised_by, created_at, \
         NULL, NULL, 'It is known.', raised_by, created_at, 1, school_id || alliances FROM support_request",
        "INSERT INTO service_breach (id, level, step, request_id, alliance_id, started_at, due_at, noted_at, audience) \
         SELECT gen_random_uuid(), 'triage', 'broker', id, alliances[1], created_at, created_at + interval '1 hour', \
         created_at + interval '2 hours', ARRAY[alliances[1]] FROM support_request WHERE cardinality(alliances) > 0",
        "INSERT INTO departure SELECT id, home_id, planned_at FROM deployment",
        "INSERT INTO stage_plan SELECT id, 'improvement-cycle', 1 FROM deployment",
        "INSERT INTO finished_stage SELECT id, 1, 1, NULL, false, brokered_by, planned_at FROM deployment",
        "INSERT INTO data_export (id, person_id, status, asked_at) SELECT gen_random_uuid(), id, 'asked', created_at FROM person",
        "INSERT INTO erasure (id, person_id, status, asked_at, not_before) SELECT gen_random_uuid(), id, 'asked', created_at, \
         created_at FROM person",
        "INSERT INTO capacity_grant SELECT gen_random_uuid(), specialist.id, alliance.id, 2026, 2, 'A fund', person_id, \
         specialist.created_at FROM specialist CROSS JOIN (SELECT id FROM alliance LIMIT 1) AS alliance",
        "INSERT INTO designation (id, person_id, home_id, post, alliance_id, scheme, issuer, expertise, evidence, status, \
         since, ends_on, applied_at, decided_at, audience) SELECT gen_random_uuid(), person_id, school_id, post, \
         alliance_id, 'ast', 'A national body', '{}', 'Seen.', 'designated', '2011-09-01', '2029-08-31', created_at, \
         created_at, ARRAY[person_id, school_id, alliance_id] FROM specialist JOIN (SELECT DISTINCT ON (school_id) \
         school_id, alliance_id FROM alliance_member ORDER BY school_id, alliance_id) AS member USING (school_id)",
        "INSERT INTO obligation SELECT gen_random_uuid(), host_id, home_id, alliance_id, 'write_up', NULL, '2027-06-30', \
         'agreement', NULL, 'A page.', 'open', planned_at, NULL, NULL, NULL, NULL, NULL, 1, audience FROM deployment",
        "INSERT INTO overruling SELECT gen_random_uuid(), 'leadership_thin', 'Meant so', 'dep_', home_id, brokered_by, \
         planned_at, audience FROM deployment",
        "INSERT INTO consent SELECT gen_random_uuid(), id, 'home', 'head', 'given', NULL, brokered_by, planned_at, audience \
         FROM deployment",
        "INSERT INTO alliance_invitation (id, alliance_id, school_id, status, invited_by, invited_at, respond_by, audience) \
         SELECT gen_random_uuid(), alliance_id, school_id, 'invited', person.id, since, since + interval '1 day', \
         ARRAY[alliance_id, school_id] FROM alliance_member CROSS JOIN (SELECT id FROM person LIMIT 1) AS person",
        "INSERT INTO mentorship (id, alliance_id, mentee_id, school_id, mentor_id, specialist_id, home_id, transition, \
         ends_on, status, suggested_by, suggested_at, audience) SELECT gen_random_uuid(), of.id, head.person_id, \
         head.school_id, specialist.person_id, specialist.id, specialist.school_id, 'first_headship', '2027-06-30', \
         'suggested', specialist.person_id, head.created_at, ARRAY[of.id] FROM specialist \
         JOIN membership AS head ON head.role = 'head' AND head.school_id <> specialist.school_id \
         CROSS JOIN (SELECT alliance_id AS id FROM deployment LIMIT 1) AS of LIMIT 30",
        "INSERT INTO coaching_practice (id, person_id, school_id, begun_on, begun_by, recorded_at, feedback_due_on, status, \
         audience) SELECT gen_random_uuid(), person_id, school_id, '2026-11-02', person_id, created_at, '2027-05-02', \
         'practising', ARRAY[person_id, school_id] FROM (SELECT DISTINCT ON (person_id) * FROM membership \
         WHERE role = 'head' ORDER BY person_id) AS head",
        "UPDATE specialist SET post = CASE WHEN id = (SELECT id FROM specialist ORDER BY id LIMIT 1) THEN 'adviser' \
         ELSE 'headteacher' END",
        "INSERT INTO support_group (id, alliance_id, name, head_id, head_specialist_id, adviser_id, \
         adviser_specialist_id, status, formed_by, formed_at, audience) SELECT gen_random_uuid(), of.id, 'First', \
         one.person_id, one.id, other.person_id, other.id, 'forming', one.person_id, one.created_at, ARRAY[of.id] \
         FROM specialist AS one JOIN specialist AS other ON one.post = 'headteacher' AND other.post = 'adviser' \
         CROSS JOIN (SELECT alliance_id AS id FROM deployment LIMIT 1) AS of CROSS JOIN generate_series(1, 5) LIMIT 30",
        "INSERT INTO support_group_place (id, group_id, alliance_id, person_id, school_id, status, offered_at, respond_by, \
         audience) SELECT gen_random_uuid(), of.id, of.alliance_id, head.person_id, head.school_id, 'offered', \
         head.created_at, head.created_at + interval '14 days', ARRAY[of.alliance_id] FROM (SELECT DISTINCT ON (person_id) * \
         FROM membership WHERE role = 'head' ORDER BY person_id) AS head \
         CROSS JOIN (SELECT * FROM support_group LIMIT 1) AS of",
        "INSERT INTO trust SELECT gen_random_uuid(), 'TR' || n, 'Trust ' || n FROM generate_series(1, 20) AS n",
        "INSERT INTO local_authority SELECT gen_random_uuid(), 'L' || n, 'Authority ' || n, 'south_west' \
         FROM generate_series(1, 20) AS n",
        "INSERT INTO rate_card SELECT gen_random_uuid(), id, year, 'sle', 35000, 'fixed', 'inside', 5000, 5, false, NULL, 1 \
         FROM alliance, generate_series(2025, 2026) AS year",
        "INSERT INTO programme_grant SELECT gen_random_uuid(), 'learning-networks', 1, alliance_id, school_id, '2005-09-01', \
         'running', NULL, 1200000, 0, 0, NULL, NULL, NULL, NULL, since, 1, ARRAY[alliance_id, school_id] FROM alliance_member",
        "INSERT INTO grant_year SELECT id, 1, 'planned', 0, NULL, NULL, NULL, audience FROM programme_grant",
        "INSERT INTO pooled_budget SELECT gen_random_uuid(), alliance_id, school_id, 'A pool', 2026, 'open', since, NULL, 1, \
         ARRAY[alliance_id, school_id] FROM alliance_member",
        "INSERT INTO pool_member SELECT id, lead_id, 1, 'joined', 100, opened_at, opened_at FROM pooled_budget",
        "INSERT INTO pool_line (pool_id, nth, month, kind, school_id, pence, held, balance, reserved, at) \
         SELECT id, 1, '2026-11-01', 'commitment', lead_id, 100, 0, 100, 0, opened_at FROM pooled_budget",
        "INSERT INTO joint_commission (id, request_id, lead_id, purpose, status, asked_at, audience) \
         SELECT gen_random_uuid(), id, school_id, 'Reading', 'asked', created_at, audience FROM support_request",
        "INSERT INTO commission_backer SELECT id, lead_id, 1, 10000, 1, 'backing', asked_at FROM joint_commission",
        rings::OF_REQUESTS,
        ROUND_OF_REQUESTS,
        LINES_OF_REQUESTS,
        CHOICES_OF_LINES,
        OF_REQUESTS,
        TAKEN_BACK,
        "INSERT INTO register_edition SELECT gen_random_uuid(), 'test', 'sha ' || n, NULL, 1, '{}', \
         '2026-11-01T00:00:00Z' FROM generate_series(1, 20) AS n",
    ] {
        app.write(sql, values![]).await;
    }
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
}

/// Up to twenty of a noun's ids, of those that somebody sees.
async fn seen(app: &TestApp, who: &Persona<'_>, prefix: &str, table: &str) -> Vec<String> {
    let sql = format!("SELECT replace(id::text, '-', '') AS name FROM {table} ORDER BY id DESC LIMIT 100");
    let rows = app.owner.rows::<Row>(&sql, values![]).await.unwrap();
    let ids: Vec<_> = rows.into_iter().map(|row| format!("{prefix}_{}", row.name)).collect();
    let answer = who.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
    let found = answer.done()["nodes"].as_array().unwrap().iter().filter_map(|it| it["id"].as_str());
    found.take(20).map(str::to_owned).collect()
}

#[tokio::test]
async fn no_link_costs_more_from_a_longer_page() {
    let app = TestApp::start().await;
    let world = World::of(&app, 22).await;
    furnish(&app, &world).await;
    let contract = Contract::read(&app).await;
    let mut nouns = contract.names("Node", "possibleTypes");
    nouns.sort();
    assert_eq!(nouns, TABLES.map(|(noun, ..)| noun.to_owned()));
    let (deal, service) = (&world.deal, app.service());
    let most = usize::MAX;
    let wide = Limits {
        selections: most,
        root_fields: most,
        repeats: most,
        nodes: u64::MAX,
        cost: u64::MAX,
        query: most,
        tokens: most,
        variable_bytes: most,
        deadline: Duration::from_secs(120),
        ..Limits::default()
    };
    let front = guarded(app.app.clone(), wide).await;
    let everybody = [&service, &deal.broker, &deal.host_head, &deal.home_head];
    let (mut wrong, mut dearer) = (Vec::new(), BTreeMap::new());
    for (noun, prefix, table) in TABLES {
        let mut most = 0;
        for who in everybody {
            let ids = seen(&app, who, prefix, table).await;
            most = most.max(ids.len());
            if ids.len() < 8 {
                continue;
            }
            let ways = ways(&contract, &nouns, noun, 3);
            let document = |ways: &[(String, String)]| {
                let asked = ways.iter().enumerate();
                let asked =
                    asked.map(|(at, (_, it))| format!("_{at}: nodes(ids: $ids) {{ ... on {noun} {{ {it} }} }}"));
                format!("query ($ids: [ID!]!) {{ {} }}", asked.collect::<Vec<_>>().join(" "))
            };
            let cost = async |document: &str, ids: &[String]| {
                let before = app.statements();
                let answer = persona::ask(&front, &app.app, who.caller.clone(), document, json!({ "ids": ids })).await;
                assert!(answer.0.get("errors").is_none(), "{document}: {}", answer.0);
                app.statements() - before
            };
            // Where all ways together cost no more for many, none of them does; what is kept from before would only help the two.
            let all = document(&ways);
            let many = cost(&all, &ids).await;
            if many <= cost(&all, &ids[..2]).await {
                continue;
            }
            for way in ways {
                let document = document(std::slice::from_ref(&way));
                cost(&document, &ids).await;
                let (few, many) = (cost(&document, &ids[..2]).await, cost(&document, &ids).await);
                let (way, _) = way;
                // One more is what the first two lacked, such as a specialist; one more a row is not.
                if many > few + 1 {
                    let link = way.split(" > ").next().unwrap().to_owned();
                    match DEARER.iter().find(|(known, _)| *known == link) {
                        Some((known, _)) => drop(dearer.insert(*known, many)),
                        None => wrong.push(format!("{way}: {few} for two, {many} for {}", ids.len())),
                    }
                }
            }
        }
        if most < 8 {
            wrong.push(format!("only {most} of {noun} are seen"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(dearer.len(), DEARER.len(), "an exception that is none: {dearer:?}");
}
