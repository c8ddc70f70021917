//! Programmes that are added, given new rules and ended by an operator, and the grants that are opened of them.

use domain::access::Role;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

const SHOWN: &str = "{ programmes { id code owner name about versions { number since until members \
                     round { number balancesRegions } parts { part funded areas } awards { stage focus amount halfDays } \
                     plansFirst years matched review { afterMonths beforeYear } leastSchools advisedSchools funded unfunded \
                     partners authority { floor schools percent } caps { per most } leadInUpperQuartile standing evaluates \
                     shareBackDays } } }";

/// Everything that rules can say.
fn whole() -> Json {
    json!({
        "since": "2026-09-01", "until": "2027-08-31", "members": ["NETWORK", "PARTNERSHIP"],
        "round": {"number": 1}, "parts": [{"part": "CORE", "funded": true, "areas": 36}],
        "awards": [
            {"stage": "PLANNING", "amount": 50_000},
            {"stage": "RUNNING", "focus": "MATHS", "amount": 140_000, "halfDays": 4},
        ],
        "plansFirst": true, "years": 3, "matched": 10_000, "review": {"afterMonths": 24, "beforeYear": 3},
        "leastSchools": 2, "advisedSchools": {"from": 5, "to": 6}, "funded": ["PRIMARY"], "unfunded": ["SECONDARY"],
        "partners": ["UNIVERSITY"], "authority": {"floor": 65, "schools": 15, "percent": 15},
        "caps": [{"per": "AUTHORITY", "most": 10}], "leadInUpperQuartile": true, "evaluates": true, "shareBackDays": 100,
    })
}

async fn add(who: &Persona<'_>, code: &str, rules: Json) -> Answer {
    let named =
        json!({"code": code, "owner": "The Department", "name": "Strong Starts", "about": "Schools help each other."});
    let mut input = named;
    input["rules"] = rules;
    let document = "mutation ($input: AddProgrammeInput!) { addProgramme(input: $input) { programme { id code } \
                    userErrors { code field message } } }";
    who.ask(document, json!({ "input": input })).await
}

async fn end(who: &Persona<'_>, code: &str, until: &str, read: Option<i32>) -> Answer {
    let document = "mutation ($input: EndProgrammeInput!) { endProgramme(input: $input) { \
                    programme { versions { number until endReason } } userErrors { code field message } } }";
    who.ask(
        document,
        json!({"input": {"programme": code, "until": until, "reason": "The money is spent", "expectedVersion": read}}),
    )
    .await
}

fn plain() -> Json {
    json!({"since": "2026-09-01", "members": ["SCHOOL"], "awards": [{"stage": "RUNNING", "amount": 60_000}]})
}

#[tokio::test]
async fn an_operator_adds_a_programme_and_everybody_reads_every_rule_of_it() {
    let app = TestApp::start().await;
    let (head, operator) = (app.school("Ash Lane").await.head().await, app.national(Role::Operator).await);
    assert_eq!(add(&head, "strong-starts", whole()).await.refused().code, "NOT_ALLOWED");
    let mut wrong = whole();
    wrong["years"] = json!(0);
    wrong["unfunded"] = json!(["PRIMARY"]);
    let no = add(&operator, "intensifying-support", wrong).await.refusals();
    let no: Vec<_> = no.iter().map(|it| (it.code.as_str(), it.field.as_str())).collect();
    let expected = [
        ("PROGRAMME_EXISTS", "code"),
        ("PROGRAMME_RULES_CONTRADICT", "rules.unfunded"),
        ("NUMBER_OUT_OF_RANGE", "rules.years"),
        ("NUMBER_OUT_OF_RANGE", "rules.review.beforeYear"),
    ];
    assert_eq!(no, expected);
    assert_eq!(add(&operator, "Strong Starts", whole()).await.refused().code, "PROGRAMME_CODE_NOT_PLAIN");
    let added = add(&operator, "strong-starts", whole()).await;
    added.done();
    let all = app.stranger().asks(SHOWN).await;
    let shown = all.at("programmes").as_array().unwrap().last().unwrap().clone();
    assert_eq!(shown["id"].as_str().unwrap(), added.text("addProgramme.programme.id"));
    let mut expected = whole();
    expected["number"] = json!(1);
    expected["round"]["balancesRegions"] = json!(false);
    expected["advisedSchools"] = json!([5, 6]);
    expected["standing"] = Json::Null;
    expected["awards"][0]["focus"] = Json::Null;
    expected["awards"][0]["halfDays"] = json!(0);
    assert_eq!(shown["versions"], json!([expected]));

    let people = json!({"since": "2027-09-01", "members": ["PERSON"], "standing": "LEAD_PRACTITIONER"});
    assert_eq!(app.rules("nobody-knows", people.clone()).await.refused().field, "programme");
    app.rules("strong-starts", people).await.done();
    assert_eq!(app.settle().await.events(), ["programme.added", "programme.rules_added", "programme.rules_added"]);
    app.sound().await;
}

#[tokio::test]
async fn rules_follow_one_another_and_no_grant_loses_those_by_which_it_was_opened() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let operator = app.national(Role::Operator).await;
    add(&operator, "strong-starts", plain()).await.done();
    let opens = async |starts_on: &str| {
        let application = json!({"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER"});
        let input = json!({"programme": "strong-starts", "school": deal.host.gid(), "startsOn": starts_on,
            "application": application});
        deal.broker.grant("openGrant", input).await
    };
    opens("2027-04-01").await.done();
    let next =
        |since: &str| json!({"since": since, "members": ["SCHOOL"], "awards": [{"stage": "RUNNING", "amount": 1}]});
    let no = async |since: &str| {
        let no = app.rules("strong-starts", next(since)).await.refused();
        assert_eq!(no.field, "rules.since");
        no.code
    };
    assert_eq!(no("2026-09-01").await, "PROGRAMME_RULES_OVERLAP");
    assert_eq!(no("2026-11-01").await, "DATE_PASSED");
    assert_eq!(no("2027-04-01").await, "PROGRAMME_RULES_IN_USE");
    assert_eq!(end(&operator, "strong-starts", "2027-03-31", None).await.refused().code, "PROGRAMME_RULES_IN_USE");
    assert_eq!(end(&deal.broker, "strong-starts", "2027-08-31", None).await.refused().code, "NOT_ALLOWED");
    app.rules("strong-starts", next("2027-04-02")).await.done();
    let of = "query ($id: ID!) { node(id: $id) { ... on Grant { rules award { amount } } } }";
    let amount = async |starts_on: &str| {
        let opened = opens(starts_on).await;
        let id = opened.text("openGrant.grant.id");
        let seen = deal.broker.ask(of, json!({ "id": id })).await;
        json!([seen.at("node.rules"), seen.at("node.award.amount")])
    };
    assert_eq!(amount("2027-04-01").await, json!([1, 60_000]));
    assert_eq!(amount("2027-04-02").await, json!([2, 1]));
    let wordless = "mutation { endProgramme(input: {programme: \"strong-starts\", until: \"2027-08-31\", reason: \" \"}) { \
                    programme { id } userErrors { code field message } } }";
    let no = operator.asks(wordless).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TEXT_EMPTY", "reason"));
    // Whoever has not read the rules that were added meanwhile does not end them.
    assert_eq!(end(&operator, "strong-starts", "2027-08-31", Some(1)).await.refused().code, "VERSION_STALE");
    let ended = end(&operator, "strong-starts", "2027-08-31", Some(2)).await;
    let versions = json!([
        {"number": 1, "until": "2027-04-01", "endReason": null},
        {"number": 2, "until": "2027-08-31", "endReason": "The money is spent"},
    ]);
    assert_eq!(ended.at("endProgramme.programme.versions"), &versions);
    assert_eq!(end(&operator, "strong-starts", "2027-09-01", None).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(opens("2027-09-01").await.refused().code, "PROGRAMME_CLOSED");
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn the_database_keeps_rules_of_one_day_apart_and_as_they_were_said() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    deal.granted(&deal.host, "2026-09-01").await;
    for (sql, fault) in [
        (
            "INSERT INTO programme_version (code, number, since, rules) VALUES ('intensifying-support', 9, '2025-09-01', '{}')",
            "programme_version_one_a_day",
        ),
        ("UPDATE programme_version SET rules = '{}' WHERE until IS NULL", "programme_version_stays"),
        ("UPDATE programme_version SET until = NULL WHERE until IS NOT NULL", "programme_version_stays"),
        ("DELETE FROM programme_version", "programme_version_stays"),
        ("UPDATE programme_version SET end_reason = 'Otherwise' WHERE until IS NOT NULL", "programme_version_stays"),
        ("UPDATE programme_version SET end_reason = 'Soon' WHERE until IS NULL", "programme_version_ends_for_a_reason"),
        ("UPDATE programme_version SET until = '2026-08-31' WHERE until IS NULL", "programme_version_in_use"),
        (
            "INSERT INTO programme_grant SELECT (jsonb_populate_record(programme_grant, jsonb_build_object('id', \
             gen_random_uuid(), 'version_of_rules', 2))).* FROM programme_grant",
            "grant_by_the_rules_of_its_first_day",
        ),
    ] {
        let refused = app.owner.run(sql, values![]).await.unwrap_err();
        assert_eq!(refused.constraint(), Some(fault), "{sql}");
    }
}
