//! A grant from its opening to its last year.

use domain::access::Role;
use lateral_tests::deal::Deal;
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use crate::privacy::{kept_of, rows};

/// A step of a grant.
async fn step(who: &Persona<'_>, mutation: &str, input: &Json) -> lateral_tests::Answer {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ grant {{ id version toMatch years {{ status }} }} \
         userErrors {{ code field message rule }} }} }}"
    );
    who.ask(&document, json!({"input": input})).await
}

#[tokio::test]
async fn three_years_are_matched_reviewed_and_released_in_turn() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let broker = &deal.broker;
    let wanted = |schools: usize, starts_on: &str| {
        json!({
            "programme": "networked-learning-communities", "school": deal.host.gid(), "startsOn": starts_on,
            "application": {
                "member": "NETWORK", "stage": "RUNNING", "focus": "OTHER", "partners": ["UNIVERSITY"],
                "schools": vec![json!({"phase": "PRIMARY"}); schools],
            },
        })
    };
    let no = async |who: &Persona<'_>, mutation: &str, input: Json| step(who, mutation, &input).await.refused().code;
    assert_eq!(no(broker, "openGrant", wanted(5, "2003-09-01")).await, "GRANT_NOT_ELIGIBLE");
    assert_eq!(no(broker, "openGrant", wanted(6, "2006-09-01")).await, "PROGRAMME_CLOSED");
    assert_eq!(no(&deal.host_head, "openGrant", wanted(6, "2003-09-01")).await, "NOT_ALLOWED");
    let mut planning = wanted(6, "2003-09-01");
    planning["application"]["stage"] = json!("PLANNING");
    assert_eq!(no(broker, "openGrant", planning).await, "NOTHING_TO_FUND");
    let mut foreign = wanted(6, "2003-09-01");
    foreign["school"] = json!(app.school("Oak Hill").await.gid());
    assert_eq!(no(broker, "openGrant", foreign).await, "NOT_FOUND");
    let opened = step(broker, "openGrant", &wanted(6, "2003-09-01")).await;
    let id = opened.text("openGrant.grant.id");
    assert_eq!(opened.at("openGrant.grant.toMatch"), 5_000_000);

    let of = |number: i32| json!({"grant": id, "number": number});
    let matched = |number: i32, amount: i64| json!({"grant": id, "number": number, "amount": amount, "evidence": "The authority's letter"});
    assert_eq!(no(broker, "releaseGrantYear", of(1)).await, "GRANT_MATCH_MISSING");
    assert_eq!(no(broker, "evidenceMatch", matched(1, 4_999_999)).await, "GRANT_MATCH_TOO_LOW");
    assert_eq!(no(&deal.host_head, "evidenceMatch", matched(1, 5_000_000)).await, "NOT_ALLOWED");
    assert_eq!(no(&app.school("Fir Hill").await.head().await, "releaseGrantYear", of(1)).await, "NOT_FOUND");
    for number in 1..=3 {
        step(broker, "evidenceMatch", &matched(number, 5_000_000)).await.done();
        if number < 3 {
            step(broker, "releaseGrantYear", &of(number)).await.done();
        }
    }
    assert_eq!(no(broker, "releaseGrantYear", of(3)).await, "GRANT_REVIEW_MISSING");
    let review = |held_on: &str, passed: bool| json!({"grant": id, "heldOn": held_on, "passed": passed});
    assert_eq!(no(broker, "recordGrantReview", review("2005-08-31", true)).await, "GRANT_REVIEW_EARLY");
    let assessor = deal.alliance.somebody(Role::QaAssessor).await;
    step(&assessor, "recordGrantReview", &review("2005-09-01", true)).await.done();
    assert_eq!(no(&assessor, "releaseGrantYear", of(3)).await, "NOT_ALLOWED");
    let last = step(broker, "releaseGrantYear", &of(3)).await;
    let released = json!([{"status": "RELEASED"}, {"status": "RELEASED"}, {"status": "RELEASED"}]);
    assert_eq!(last.at("releaseGrantYear.grant.years"), &released);

    let asked = "query ($id: ID!) { node(id: $id) { ... on Grant { passed years { matched evidence } } } }";
    let seen = deal.host_head.ask(asked, json!({"id": id})).await;
    assert_eq!(seen.at("node.passed"), true);
    assert_eq!(seen.at("node.years.2.evidence"), "The authority's letter");
    assert_eq!(deal.home_head.ask(asked, json!({"id": id})).await.at("node"), &Json::Null);
    let told = app.settle().await;
    assert_eq!(told.events().iter().filter(|name| name.starts_with("grant.")).count(), 8);
}

#[tokio::test]
async fn a_bursary_that_asks_for_sharing_is_owed_with_its_opening_and_held_back_while_that_is_overdue() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let rules = json!({"since": "2026-09-01", "members": ["PERSON"], "years": 2, "shareBackDays": 100,
        "awards": [{"stage": "RUNNING", "amount": 250_000}]});
    app.rules("teacher-learning-academy", rules).await.done();
    let bursar = teacher(&deal).await;
    let input = json!({"programme": "teacher-learning-academy", "school": deal.host.gid(), "startsOn": "2026-09-01",
        "person": bursar.who().person.to_string(),
        "application": {"member": "PERSON", "stage": "RUNNING", "focus": "OTHER", "schools": []}});
    let opened = step(&deal.broker, "openGrant", &input).await;
    opened.done();
    let id = opened.text("openGrant.grant.id");
    let owed = "query ($id: ID!) { node(id: $id) { ... on Grant { shareBack { id kind source status dueOn creditor { name } } } } }";
    let it = deal.host_head.ask(owed, json!({"id": id})).await.at("node.shareBack").clone();
    let today = app.clock.now().plus_days(100).day().to_string();
    assert_eq!(
        [&it["kind"], &it["source"], &it["status"], &it["dueOn"], &it["creditor"]],
        [&json!("SHARE_PRACTICE"), &json!("BURSARY"), &json!("OPEN"), &json!(today), &Json::Null]
    );
    let release = |number: i32| json!({"grant": id, "number": number});
    step(&deal.broker, "releaseGrantYear", &release(1)).await.done();
    app.settle().await;
    app.clock.advance(chrono::TimeDelta::days(400));
    let no = step(&deal.broker, "releaseGrantYear", &release(2)).await.refused();
    assert_eq!(no.code, "SHARE_BACK_OVERDUE");
    let meet = "mutation ($input: MeetObligationInput!) { meetObligation(input: $input) { obligation { status } \
                userErrors { code field message rule } } }";
    let how = json!({"obligation": it["id"], "how": "A session for the zone"});
    deal.broker.ask(meet, json!({"input": how})).await.done();
    step(&deal.broker, "releaseGrantYear", &release(2)).await.done();
    app.settle().await;
    app.sound().await;
}

/// Somebody who is employed at the school that receives.
async fn teacher<'a>(deal: &Deal<'a>) -> Persona<'a> {
    let who = deal.host.somebody(Role::Specialist).await;
    let post = "INSERT INTO employment VALUES ($1, $2, $3, 'Teacher', '2020-09-01', NULL)";
    let row = values![deal.app.app.ids.uuid(), who.who().person.uuid(), deal.host.id.uuid()];
    deal.app.write(post, row).await;
    who
}

#[tokio::test]
async fn a_grant_for_a_person_says_for_whom_and_they_read_it_and_have_it_told() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let rules = json!({"since": "2026-09-01", "members": ["PERSON"], "standing": "LEAD_PRACTITIONER",
        "awards": [{"stage": "RUNNING", "halfDays": 20}]});
    app.rules("school-networks", rules).await.done();
    let own = teacher(&deal).await;
    let wanted = |person: Option<&Persona<'_>>| {
        json!({"programme": "school-networks", "school": deal.host.gid(), "startsOn": "2026-09-01",
            "person": person.map(|it| it.who().person.to_string()),
            "application": {"member": "PERSON", "stage": "RUNNING", "focus": "OTHER", "standing": ["LEAD_PRACTITIONER"]}})
    };
    let no = async |input: Json| {
        let no = step(&deal.broker, "openGrant", &input).await.refused();
        assert_eq!(no.field, "person");
        no.code
    };
    assert_eq!(no(wanted(None)).await, "GRANT_PERSON_MISSING");
    // A role at the school is no post there.
    for elsewhere in [&deal.home_head, &deal.host.somebody(Role::Specialist).await] {
        assert_eq!(no(wanted(Some(elsewhere))).await, "GRANT_PERSON_ELSEWHERE");
    }
    let mut school = wanted(Some(&own));
    school["programme"] = json!("intensifying-support");
    school["startsOn"] = json!("2004-01-10");
    school["application"] = json!({"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER"});
    let told = step(&deal.broker, "openGrant", &school).await.refusals();
    assert!(told.iter().any(|no| no.code == "GRANT_NOT_FOR_PERSON"), "{:?}", told.len());
    let opened = step(&deal.broker, "openGrant", &wanted(Some(&own))).await;
    opened.done();
    let id = opened.text("openGrant.grant.id");

    let document = "query ($id: ID!) { node(id: $id) { ... on Grant { person { id } award { halfDays } } } }";
    let shown = json!({"person": {"id": own.who().person.to_string()}, "award": {"halfDays": 20}});
    for who in [&own, &deal.host_head] {
        assert_eq!(who.ask(document, json!({ "id": id })).await.at("node"), &shown, "{:?}", who.role());
    }
    let unnamed = json!({"person": null, "award": {"halfDays": 20}});
    assert_eq!(
        deal.broker.ask(document, json!({ "id": id })).await.at("node"),
        &unnamed,
        "who works there is the school's"
    );
    for who in [&deal.home_head, &deal.host.somebody(Role::Specialist).await] {
        assert_eq!(who.ask(document, json!({ "id": id })).await.at("node"), &Json::Null, "{:?}", who.role());
    }
    let kept = kept_of(&app, &own).await;
    let grants = rows(&kept, "programme_grant");
    assert_eq!(grants.len(), 1);
    assert_eq!([&grants[0]["programme"], &grants[0]["half_days"]], [&json!("school-networks"), &json!(20)]);
    for (change, fault) in [
        ("'person_id', NULL", "grant_for_whom_its_rules_say"),
        (
            "'programme', 'intensifying-support', 'version_of_rules', 1, 'starts_on', '2003-01-10'",
            "grant_for_whom_its_rules_say",
        ),
        ("'school_id', (SELECT id FROM school WHERE id <> school_id LIMIT 1)", "grant_for_somebody_of_the_school"),
    ] {
        let again = format!(
            "INSERT INTO programme_grant SELECT (jsonb_populate_record(programme_grant, jsonb_build_object('id', \
             gen_random_uuid(), {change}))).* FROM programme_grant"
        );
        let refused = app.owner.run(&again, values![]).await.unwrap_err();
        assert_eq!(refused.constraint(), Some(fault), "{change}");
    }
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn what_is_known_of_the_school_and_of_other_grants_stands_before_what_is_typed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let rules = json!({"since": "2026-09-01", "members": ["SCHOOL"], "awards": [{"stage": "RUNNING", "amount": 250_000}],
        "funded": ["PRIMARY"], "unfunded": ["SECONDARY"], "caps": [{"per": "AUTHORITY", "most": 1}]});
    app.rules("intensifying-support", rules).await.done();
    app.write("INSERT INTO local_authority (id, code, name) VALUES (gen_random_uuid(), '801', 'Bristol')", vec![])
        .await;
    app.write("UPDATE school SET local_authority_id = (SELECT id FROM local_authority)", vec![]).await;
    let input = json!({"programme": "intensifying-support", "school": deal.host.gid(), "startsOn": "2026-09-01",
        "application": {"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER", "schools": [{"phase": "PRIMARY"}],
            "taken": [{"per": "AUTHORITY", "count": 0}]}});
    let stands_against = async || {
        let no = step(&deal.broker, "openGrant", &input).await.refused();
        assert_eq!(no.code, "GRANT_NOT_ELIGIBLE");
        no.field
    };
    app.write("UPDATE school SET phase = 'secondary', key_stages = '{ks3,ks4}'", vec![]).await;
    assert_eq!(stands_against().await, "application.nobodyFunded");
    app.write("UPDATE school SET phase = 'primary', key_stages = '{ks1,ks2}'", vec![]).await;
    step(&deal.broker, "openGrant", &input).await.done();
    assert_eq!(stands_against().await, "application.cap", "the authority has its one");
    app.write("UPDATE school SET local_authority_id = NULL", vec![]).await;
    step(&deal.broker, "openGrant", &input).await.done();
}

#[tokio::test]
async fn a_network_that_a_secondary_school_leads_gets_nothing_where_secondary_schools_are_only_involved() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.write(
        "UPDATE school SET phase = 'secondary', key_stages = '{ks3,ks4}' WHERE id = $1",
        values![deal.host.id.uuid()],
    )
    .await;
    let application = json!({"member": "NETWORK", "stage": "RUNNING", "planned": true, "focus": "OTHER",
        "schools": [{"phase": "PRIMARY"}, {"phase": "PRIMARY"}]});
    let input = |school: &str| json!({"programme": "learning-networks", "school": school, "startsOn": "2005-09-01", "application": application});
    let no = step(&deal.broker, "openGrant", &input(&deal.host.gid())).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GRANT_NOT_ELIGIBLE", "application.leadUnfunded"));
    step(&deal.broker, "openGrant", &input(&deal.home.gid())).await.done();
}

#[tokio::test]
async fn a_later_round_takes_nobody_from_a_region_that_is_ahead_of_its_even_share() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    for (number, since, until) in [(1, "2026-09-01", json!("2027-08-31")), (2, "2027-09-01", Json::Null)] {
        let rules = json!({"since": since, "until": until, "members": ["SCHOOL"],
            "awards": [{"stage": "RUNNING", "amount": 250_000}],
            "round": {"number": number, "balancesRegions": number > 1}});
        app.rules("intensifying-support", rules).await.done();
    }
    let opens = async |school: &str, starts_on: &str, places: Json| {
        // Where the school lies is what the register says, whatever is typed.
        let application = json!({"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER", "region": "NORTH_EAST",
            "places": places});
        let input = json!({"programme": "intensifying-support", "school": school, "startsOn": starts_on,
            "application": application});
        step(&deal.broker, "openGrant", &input).await
    };
    let (elm, ash) = (deal.host.gid(), deal.home.gid());
    opens(&elm, "2027-01-04", json!([])).await.done();
    opens(&ash, "2027-01-04", json!([])).await.done();
    let no = opens(&elm, "2027-09-01", json!([])).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GRANT_NOT_ELIGIBLE", "application.region"));
    // Eighteen in all are two for each of the nine regions.
    let elsewhere = json!([{"region": "LONDON", "count": 9}, {"region": "SOUTH_EAST", "count": 7}]);
    opens(&elm, "2027-09-01", elsewhere.clone()).await.done();
    assert_eq!(opens(&ash, "2027-09-01", elsewhere).await.refused().field, "application.region");
    app.write("UPDATE school SET region = 'north_west' WHERE urn = $1", values![deal.home.urn]).await;
    opens(&ash, "2027-09-01", json!([{"region": "SOUTH_WEST", "count": 9}])).await.done();
    app.settle().await;
    app.sound().await;
}
