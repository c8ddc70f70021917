//! Whatever has an id is found by it, by those who may see it, and by nobody else.

use lateral_tests::deal::act;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::identity::{INVITE, to_school};
use crate::rings::rows as rings;
use crate::scenarios::rows::TAKEN_BACK;

const TYPES: &str =
    "{ __schema { types { kind name interfaces { name } fields { name type { kind ofType { name } } } } } }";
const SET_CARD: &str =
    "mutation ($input: SetRateCardInput!) { setRateCard(input: $input) { rateCard { id } userErrors { code } } }";
const NODE: &str = "query ($id: ID!) { node(id: $id) { __typename id } }";
const NODES: &str = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

/// The id of the first row of a table, as the contract spells it.
async fn first(app: &TestApp, prefix: &str, table: &str) -> String {
    let row = app.owner.row::<Key>(&format!("SELECT id FROM {table} ORDER BY id LIMIT 1"), []).await.unwrap();
    let row = row.unwrap_or_else(|| panic!("there is a row of {table}"));
    format!("{prefix}_{}", row.id.simple())
}

/// Every object type of the contract that has an id, and whether it is a node.
async fn with_id(app: &TestApp) -> Vec<(String, bool)> {
    let answer = app.service().asks(TYPES).await;
    let types = answer.at("__schema.types").as_array().unwrap().iter().filter(|it| it["kind"] == "OBJECT");
    let has_id = |it: &&Json| {
        let mut fields = it["fields"].as_array().unwrap().iter();
        fields.any(|it| it["name"] == "id" && it["type"]["ofType"]["name"] == "ID")
    };
    let is_node = |it: &Json| it["interfaces"].as_array().unwrap().iter().any(|it| it["name"] == "Node");
    types.filter(has_id).map(|it| (it["name"].as_str().unwrap().to_owned(), is_node(it))).collect()
}

#[tokio::test]
async fn every_noun_is_found_by_its_id_and_by_nobody_whom_it_does_not_concern() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.agreed().await;
    deal.host_head.consents(deployment, "HEAD").await.done();
    deal.home_head.meet(deployment, json!({})).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    deal.host_head.midterm(deployment, json!({})).await.done();
    deal.host_head.step("completeDeployment", deployment).await.done();
    deal.host_head.evaluate(deployment).await.done();
    deal.host_head.draft_case_study(deployment).await.done();
    let refer = act("referRequest", "ReferRequestInput", "referral");
    let second = deal.host.request(&deal.alliance, 2).await;
    let input = json!({"input": {"request": second.to_string(), "reason": "Nobody here has the time"}});
    deal.broker.ask(&refer, input).await.done();
    deal.home_head.ask(INVITE, to_school(&deal.home.id, "new@example.org", "COORDINATOR")).await.done();
    let lea = app.school("Lea Bank").await;
    let invite = act("inviteSchool", "InviteSchoolInput", "invitation");
    deal.broker.ask(&invite, json!({"input": {"school": lea.gid()}})).await.done();
    for (sql, name) in [
        ("INSERT INTO trust (id, name) VALUES ($1, $2)", "Oak Trust"),
        (
            "INSERT INTO obligation SELECT $1, host_id, home_id, alliance_id, 'write_up', NULL, '2027-06-30', 'agreement', \
             NULL, $2, 'open', planned_at, NULL, NULL, NULL, NULL, NULL, 1, audience FROM deployment",
            "A page",
        ),
        (
            "INSERT INTO audit_visit SELECT $1, request_id, planned_at::date, $2, 'waived', brokered_by, planned_at, NULL, NULL, \
             'It is known.', brokered_by, planned_at, 1, ARRAY[host_id, alliance_id] FROM deployment",
            "The lessons",
        ),
        (
            "INSERT INTO service_breach (id, level, step, request_id, alliance_id, started_at, due_at, noted_at, audience) \
             SELECT $1, $2, 'broker', request_id, alliance_id, planned_at, planned_at + interval '1 hour', \
             planned_at + interval '2 hours', ARRAY[alliance_id] FROM deployment",
            "triage",
        ),
        ("INSERT INTO local_authority (id, code, name) VALUES ($1, '801', $2)", "Bristol"),
        (
            "INSERT INTO register_edition (id, source, sha256, rows_read, report, applied_at) \
             VALUES ($1, $2, '', 0, '{}', now())",
            "edubasealldata.csv",
        ),
    ] {
        app.write(sql, values![app.app.ids.uuid(), name]).await;
    }
    let overruled = "INSERT INTO overruling SELECT $1, 'leadership_thin', $2, 'dep_', home_id, brokered_by, planned_at, \
                     ARRAY[home_id, alliance_id] FROM deployment";
    app.write(overruled, values![app.app.ids.uuid(), "Meant so"]).await;
    let designation = deal.referenced().await;
    deal.pooled().await;
    let backed = deal.host.request(&deal.alliance, 1).await;
    deal.commissioned(backed, &[(&deal.host, 5_000, 1), (&deal.home, 5_000, 0)]).await;
    for ask in ["requestPersonalData(input: {}) { dataExport { id }", "requestErasure(input: {}) { erasure { id }"] {
        deal.host_head.asks(&format!("mutation {{ {ask} userErrors {{ code }} }} }}")).await.done();
    }
    let rates = json!({"day": 35_000, "fee": {"kind": "FIXED", "place": "INSIDE", "amount": 5_000}});
    let card = json!({"input": {"year": 2026, "designation": "SLE", "rates": rates}});
    deal.broker.ask(SET_CARD, card).await.done();
    let network = json!({"member": "NETWORK", "stage": "RUNNING", "planned": true, "focus": "OTHER",
        "schools": [{"phase": "PRIMARY"}]});
    let input = json!({"programme": "learning-networks", "school": deal.host.gid(), "startsOn": "2005-09-01",
        "application": network});
    let open = "mutation ($input: OpenGrantInput!) { openGrant(input: $input) { userErrors { code } } }";
    deal.broker.ask(open, json!({"input": input})).await.done();
    let input = json!({"name": "Spring", "halfDays": 4, "halfTerms": [20263]});
    let round = "mutation ($input: OpenRoundInput!) { openRound(input: $input) { userErrors { code } } }";
    deal.broker.ask(round, json!({ "input": input })).await.done();
    let input = json!({"name": "More", "question": "What if?", "halfDays": 4, "halfTerms": [20263],
        "changes": [{"weight": {"factor": "TRAVEL", "to": 20}}]});
    let scenario = "mutation ($input: WriteScenarioInput!) { writeScenario(input: $input) { userErrors { code } } }";
    deal.broker.ask(scenario, json!({ "input": input })).await.done();
    app.write(TAKEN_BACK, Vec::new()).await;
    app.write(rings::OF_REQUESTS, Vec::new()).await;
    let mentor = deal.experienced().await;
    let mentorship = deal.mentored(&mentor).await;
    let (group, place) = deal.grouped(&mentor).await;
    deal.practised().await;
    app.settle().await;

    let (home, host, broker, nobody) = (&deal.home_head, &deal.host_head, &deal.broker, &app.stranger());
    let own_told = format!("notification WHERE person_id = '{}'", host.who().person.uuid());
    let transfer = first(&app, "", "transfer WHERE kind = 'support'").await;
    let examples: Vec<(&str, String, &Persona<'_>)> = vec![
        ("School", deal.home.id.to_string(), nobody),
        ("Alliance", deal.alliance.id.to_string(), nobody),
        ("Trust", first(&app, "trs", "trust").await, nobody),
        ("LocalAuthority", first(&app, "lau", "local_authority").await, nobody),
        ("Expertise", first(&app, "exp", "expertise").await, nobody),
        ("AllianceInvitation", first(&app, "ain", "alliance_invitation").await, broker),
        ("Programme", first(&app, "prg", "programme").await, nobody),
        ("Specialist", deal.specialist.id.to_string(), nobody),
        ("RegisterEdition", first(&app, "reg", "register_edition").await, nobody),
        ("Offer", deal.offer.to_string(), nobody),
        ("SupportRequest", deal.request.to_string(), host),
        ("CapacityWindow", first(&app, "cap", "capacity_window").await, home),
        ("MatchRun", first(&app, "run", "match_run").await, broker),
        ("Designation", designation, home),
        ("Grant", first(&app, "gra", "programme_grant").await, host),
        ("PooledBudget", first(&app, "pol", "pooled_budget").await, host),
        ("ExchangeRing", first(&app, "rng", "exchange_ring").await, broker),
        ("BrokerageRound", first(&app, "rnd", "brokerage_round").await, broker),
        ("Scenario", first(&app, "scn", "scenario").await, broker),
        ("PolicyChange", first(&app, "pch", "policy_change").await, broker),
        ("JointCommission", first(&app, "joi", "joint_commission").await, host),
        ("RateCard", first(&app, "rat", "rate_card").await, home),
        ("Referral", first(&app, "ref", "referral").await, broker),
        ("Proposal", first(&app, "prp", "proposal").await, home),
        ("Deployment", deployment.to_string(), host),
        ("ConflictDeclaration", first(&app, "coi", "conflict_declaration").await, host),
        ("Consent", first(&app, "cns", "consent").await, host),
        ("AuditVisit", first(&app, "aud", "audit_visit").await, host),
        ("InitialMeeting", first(&app, "imt", "initial_meeting").await, host),
        ("ServiceBreach", first(&app, "slb", "service_breach").await, broker),
        ("SafeguardingAssurance", first(&app, "asr", "safeguarding_assurance").await, host),
        ("Overruling", first(&app, "ovr", "overruling").await, broker),
        ("Visit", visit.to_string(), host),
        ("Obligation", first(&app, "obl", "obligation").await, host),
        ("Review", first(&app, "rev", "review").await, host),
        ("CaseStudy", first(&app, "cas", "case_study").await, host),
        ("Evaluation", first(&app, "evl", "evaluation").await, host),
        ("LedgerEntry", format!("crd{transfer}"), home),
        ("LedgerEntry", format!("dbt{transfer}"), host),
        ("LedgerEntry", format!("crd{transfer}"), broker),
        ("CoachingPractice", first(&app, "cpr", "coaching_practice").await, &deal.specialist.persona),
        ("Mentorship", mentorship, home),
        ("SupportGroup", group, host),
        ("SupportGroupPlace", place, host),
        ("Person", home.who().person.to_string(), home),
        ("Membership", home.who().membership.to_string(), home),
        ("Invitation", first(&app, "inv", "invitation").await, home),
        ("DataExport", first(&app, "dex", "data_export").await, host),
        ("Erasure", first(&app, "ers", "erasure").await, host),
        ("Notification", first(&app, "ntf", &own_told).await, host),
    ];
    for (name, is_node) in with_id(&app).await {
        assert!(is_node, "{name} has an id and is no Node");
        assert!(examples.iter().any(|(of, ..)| *of == name), "an example of {name} is needed here");
    }
    let elsewhere = app.school("Oak Hill").await.head().await;
    for (name, id, who) in &examples {
        let found = who.ask(NODE, json!({ "id": id })).await;
        assert_eq!(found.done()["node"], json!({"__typename": name, "id": id}), "{name}");
        if who.role().is_some() {
            // What alliances charge is for every school.
            let others = [nobody, &elsewhere];
            for other in if *name == "RateCard" { &others[..1] } else { &others } {
                assert_eq!(other.ask(NODE, json!({ "id": id })).await.0, json!({"data": {"node": null}}), "{name}");
            }
        }
    }
    // The other side's entry is its own business.
    assert_eq!(home.ask(NODE, json!({ "id": format!("dbt{transfer}") })).await.at("node"), &Json::Null);

    // All of them at once: in their order, and one statement for each kind that is not in memory.
    let ids: Vec<_> = examples.iter().flat_map(|(_, id, _)| [id, id]).collect();
    let before = app.statements();
    let found = host.ask(NODES, json!({ "ids": ids })).await;
    assert_eq!(
        app.statements() - before,
        46,
        "one for each kind, two more for what was told, none for what is in memory"
    );
    let found = found.done()["nodes"].as_array().unwrap();
    assert_eq!(found.len(), ids.len());
    for (id, found) in ids.iter().zip(found).filter(|(_, found)| !found.is_null()) {
        assert_eq!(&found["id"], id.as_str());
    }
    assert!(found.iter().filter(|it| !it.is_null()).count() >= 26, "{found:?}");
}

#[tokio::test]
async fn an_id_of_nothing_is_nothing_and_what_is_no_id_is_refused() {
    let app = TestApp::start().await;
    let school = app.school("Ash Lane").await.id.to_string();
    let nobody = app.stranger();
    for id in [
        "sch_01920000000070008000000000000001",
        "xyz_01920000000070008000000000000001",
        "ses_01920000000070008000000000000001",
    ] {
        assert_eq!(nobody.ask(NODE, json!({ "id": id })).await.0, json!({"data": {"node": null}}), "{id}");
    }
    for id in ["", "7", "sch_", "sch_0192", &school[4..], &school.to_uppercase()] {
        let answer = nobody.ask(NODE, json!({ "id": id })).await;
        assert_eq!((answer.error_code().as_str(), answer.at("node")), ("BAD_USER_INPUT", &Json::Null), "{id}");
    }
    let found = nobody.ask(NODES, json!({ "ids": ["sch_01920000000070008000000000000001", school, school] })).await;
    assert_eq!(
        found.done()["nodes"],
        json!([null, {"__typename": "School", "id": school}, {"__typename": "School", "id": school}])
    );
    let many = |count: usize| json!({ "ids": vec![school.clone(); count] });
    assert_eq!(nobody.ask(NODES, many(100)).await.done()["nodes"].as_array().unwrap().len(), 100);
    assert_eq!(nobody.ask(NODES, many(101)).await.error_code(), "TOO_MANY_IDS");

    let typed = "query ($id: ID!) { node(id: $id) { ...S ... on Offer { title } } } fragment S on School { name }";
    assert_eq!(nobody.ask(typed, json!({ "id": school })).await.done()["node"], json!({ "name": "Ash Lane" }));
}

#[tokio::test]
async fn a_field_that_may_be_null_fails_alone() {
    let app = TestApp::start().await;
    let school = app.school("Ash Lane").await;
    let both = format!(
        "{{ supportRequest(id: \"req_01920000000070008000000000000001\") {{ id }} school(urn: \"{}\") {{ name }} }}",
        school.urn
    );
    let answer = app.stranger().asks(&both).await;
    assert_eq!(answer.0["data"], json!({"supportRequest": null, "school": {"name": "Ash Lane"}}));
    assert_eq!(answer.error_code(), "UNAUTHENTICATED");
    assert_eq!(answer.0["errors"][0]["path"], json!(["supportRequest"]));
}
