//! What schools are expected to give, what they owe, and what is guaranteed to those who give.

mod passing;

use chrono::TimeDelta;
use lateral_tests::deal::{Deal, act, terms};
use lateral_tests::world::SchoolOf;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

/// Takes an obligation on, of the deal's host to its home school.
pub async fn owes(deal: &Deal<'_>, who: &Persona<'_>, changed: Json) -> Answer {
    let mut input = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "WRITE_UP",
        "dueOn": "2026-12-18", "source": "AGREEMENT", "note": "How the phonics were taught"});
    for (field, value) in changed.as_object().into_iter().flatten() {
        input[field] = value.clone();
    }
    who.ask(&act("createObligation", "CreateObligationInput", "obligation"), json!({ "input": input })).await
}

async fn ends(who: &Persona<'_>, mutation: &str, obligation: &str) -> Answer {
    let (input, words) = match mutation {
        "meetObligation" => ("MeetObligationInput", "how"),
        _ => ("WaiveObligationInput", "reason"),
    };
    let input_of = json!({"input": {"obligation": obligation, words: "It was published"}});
    who.ask(&act(mutation, input, "obligation"), input_of).await
}

/// What somebody sees of a school's obligations.
async fn seen(who: &Persona<'_>, of: &SchoolOf<'_>) -> Vec<Json> {
    let document = "query ($urn: URN!) { school(urn: $urn) { obligations(first: 9) { nodes { kind halfDays dueOn source \
                    status debtor { id } creditor { id } deployment { id } } } } }";
    let answer = who.ask(document, json!({"urn": of.urn})).await;
    answer.done();
    answer.at("school.obligations.nodes").as_array().unwrap().clone()
}

/// How a school's position is weighed.
async fn weighed(who: &Persona<'_>, of: &SchoolOf<'_>) -> Json {
    let document = "query ($urn: URN!) { school(urn: $urn) { reciprocity { band expected grace limit policyVersion \
                    sentences } } }";
    who.ask(document, json!({"urn": of.urn})).await.at("school.reciprocity").clone()
}

#[tokio::test]
async fn an_obligation_is_taken_on_comes_due_and_is_met_by_whoever_may_say_so() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let stranger = app.school("Oak Hill").await.head().await;
    for who in [&deal.home_head, &deal.broker, &stranger] {
        assert_eq!(owes(&deal, who, json!({})).await.refused().code, "NOT_ALLOWED");
    }
    for (changed, code) in [
        (json!({"creditor": deal.host.gid()}), "OBLIGATION_TO_SELF"),
        (json!({"kind": "GIVE_BACK"}), "GIVE_BACK_UNCOUNTED"),
        (json!({"dueOn": "2026-11-08"}), "DATE_PASSED"),
        (json!({"source": "DEPLOYMENT"}), "STEP_NOT_OPEN"),
    ] {
        assert_eq!(owes(&deal, &deal.host_head, changed).await.refused().code, code);
    }
    let first = owes(&deal, &deal.host_head, json!({})).await.text("createObligation.obligation.id");
    let bursary = json!({"creditor": null, "kind": "SHARE_PRACTICE", "source": "BURSARY", "dueOn": "2027-06-30"});
    let second = owes(&deal, &deal.broker, bursary).await.text("createObligation.obligation.id");
    let statuses = async |who: &Persona<'_>, of: &SchoolOf<'_>| -> Vec<String> {
        seen(who, of).await.iter().map(|it| it["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(statuses(&deal.host_head, &deal.host).await, ["OPEN", "OPEN"]);
    assert_eq!(
        statuses(&deal.home_head, &deal.home).await,
        ["OPEN"],
        "what is owed to all is between school and alliance"
    );
    assert_eq!(statuses(&deal.broker, &deal.host).await, ["OPEN", "OPEN"]);
    assert_eq!(statuses(&stranger, &deal.host).await, Vec::<String>::new());
    app.settle().await;

    app.clock.advance(TimeDelta::days(20));
    let happened = app.settle().await;
    let owed: Vec<_> = happened.events().into_iter().filter(|name| name.starts_with("obligation.")).collect();
    assert_eq!(owed, ["obligation.due"]);
    assert_eq!(statuses(&deal.host_head, &deal.host).await, ["OPEN", "DUE"]);
    app.clock.advance(TimeDelta::days(20));
    app.settle().await;
    assert_eq!(statuses(&deal.host_head, &deal.host).await, ["OPEN", "OVERDUE"]);
    let told = "SELECT count(*) AS number FROM outbox WHERE noun_id = $1 AND name = 'obligation.overdue'";
    let id = |text: &str| text.split_once('_').unwrap().1.parse().unwrap();
    assert_eq!(app.number(told, id(&first)).await, 1, "it is noted once");

    for (who, code) in [(&deal.host_head, "NOT_ALLOWED"), (&stranger, "NOT_FOUND")] {
        assert_eq!(ends(who, "meetObligation", &first).await.refused().code, code);
        assert_eq!(ends(who, "waiveObligation", &first).await.refused().code, code);
    }
    ends(&deal.home_head, "meetObligation", &first).await.done();
    assert_eq!(ends(&deal.broker, "waiveObligation", &first).await.refused().code, "STEP_NOT_OPEN");
    assert_eq!(ends(&deal.host_head, "meetObligation", &second).await.refused().code, "NOT_ALLOWED");
    ends(&deal.broker, "waiveObligation", &second).await.done();
    assert_eq!(statuses(&deal.host_head, &deal.host).await, ["WAIVED", "MET"]);
    let lone = app.school("Lea Bank").await;
    let alone = json!({"debtor": lone.gid(), "creditor": null, "dueOn": "2027-06-30"});
    assert_eq!(owes(&deal, &lone.head().await, alone).await.refused().code, "OBLIGATION_UNWATCHED");
    app.settle().await;
}

#[tokio::test]
async fn support_below_the_limit_is_never_refused_and_raises_a_give_back_that_both_heads_sign() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let before = weighed(&deal.host_head, &deal.host).await;
    // 210 pupils, and nobody to lend: four half-days a year, of which half is expected.
    let numbers = |it: &Json| ["expected", "grace", "limit", "policyVersion"].map(|field| it[field].as_i64().unwrap());
    assert_eq!((numbers(&before), &before["band"]), ([2, 8, 12, 1], &json!("WITHIN")));
    assert_eq!(before["sentences"].as_array().map(Vec::len), Some(3));
    assert_eq!(weighed(&deal.home_head, &deal.host).await, Json::Null, "another school's position is its own business");

    // As if it had received ten half-days of a third school.
    let third = app.school("Oak Hill").await;
    for (school, credited, debited) in [(&deal.host, 0_i64, 10_i64), (&third, 10, 0)] {
        let account = "INSERT INTO ledger_account (id, school_id, kind, credited, debited, credited_for_credit, debited_for_credit) \
             VALUES ($1, $2, 'support', $3, $4, $3, $4)";
        app.write(account, values![app.app.ids.uuid(), school.id.uuid(), credited, debited]).await;
    }
    let moved = domain::Event::SchoolSucceeded { school: deal.host.id, successor: third.id };
    app.app.cache.forget_here(&moved, &app.app.snapshot());
    assert_eq!(weighed(&deal.broker, &deal.host).await["band"], "BELOW");
    let deployment = deal.planned().await;
    for head in [&deal.home_head, &deal.host_head] {
        head.declare(deployment, &[]).await.done();
    }
    deal.home_head.agree(deployment, Some(terms())).await.done();
    let shown = "query ($id: ID!) { deployment(id: $id) { terms { giveBack { kind halfDays dueOn } } } }";
    let proposed = deal.host_head.ask(shown, json!({"id": deployment.to_string()})).await;
    // 10 received and 4 to come, 2 beyond the limit of 12; due half a year after the last day.
    let owed = json!({"kind": "GIVE_BACK", "halfDays": 2, "dueOn": "2027-09-23"});
    assert_eq!(proposed.at("deployment.terms.giveBack"), &owed);
    assert_eq!(seen(&deal.host_head, &deal.host).await, Vec::<Json>::new(), "nothing is owed before both have signed");
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    let expected = json!({"kind": "GIVE_BACK", "halfDays": 2, "dueOn": "2027-09-23", "source": "DEPLOYMENT",
        "status": "OPEN", "debtor": {"id": deal.host.gid()}, "creditor": {"id": deal.home.gid()},
        "deployment": {"id": deployment.to_string()}});
    for (who, of) in [(&deal.host_head, &deal.host), (&deal.home_head, &deal.home), (&deal.broker, &deal.home)] {
        assert_eq!(seen(who, of).await, std::slice::from_ref(&expected));
    }
    // What was posted to accounts without a transfer would not be sound.
    app.write(
        "UPDATE ledger_account SET debited = 0, debited_for_credit = 0 WHERE school_id = $1 AND kind = 'support'",
        values![deal.host.id.uuid()],
    )
    .await;
    app.write(
        "UPDATE ledger_account SET credited = 0, credited_for_credit = 0 WHERE school_id = $1",
        values![third.id.uuid()],
    )
    .await;
    app.settle().await;
}

#[tokio::test]
async fn what_is_owed_passes_to_a_single_successor_and_among_several_by_decision() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mut owed = Vec::new();
    for _ in 0..2 {
        owed.push(owes(&deal, &deal.host_head, json!({})).await.text("createObligation.obligation.id"));
    }
    let halves = [app.school("Elm Juniors").await, app.school("Elm Infants").await];
    let decide = async |who: &Persona<'_>, obligation: &str, to: &SchoolOf<'_>| {
        let input = json!({"input": {"obligation": obligation, "successor": to.gid()}});
        who.ask(&act("decideObligation", "DecideObligationInput", "obligation"), input).await
    };
    assert_eq!(decide(&deal.broker, &owed[0], &halves[0]).await.refused().code, "SUCCESSION_NOT_OPEN");
    for half in &halves {
        let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
        app.write(link, values![deal.host.urn, half.urn]).await;
    }
    deal.host.closes().await;
    app.settle().await;
    assert_eq!(decide(&deal.home_head, &owed[0], &halves[0]).await.refused().code, "NOT_ALLOWED");
    assert_eq!(decide(&deal.broker, &owed[0], &deal.home).await.refused().code, "NOT_A_SUCCESSOR");
    decide(&deal.broker, &owed[0], &halves[1]).await.done();
    let debtor = |it: &SchoolOf<'_>| json!({"id": it.gid()});
    let infants = halves[1].head().await;
    assert_eq!(seen(&infants, &halves[1]).await[0]["debtor"], debtor(&halves[1]));

    let whole = "mutation ($school: ID!, $successor: ID!) { \
                 decideSuccession(input: {school: $school, successor: $successor, reason: \"Most pupils are there\"}) \
                 { userErrors { code field message } } }";
    deal.broker.ask(whole, json!({"school": deal.host.gid(), "successor": halves[0].gid()})).await.done();
    let juniors = halves[0].head().await;
    let rest = seen(&juniors, &halves[0]).await;
    assert_eq!((rest.len(), &rest[0]["debtor"]), (1, &debtor(&halves[0])), "the rest passes with everything else");
    assert_eq!(seen(&infants, &halves[1]).await.len(), 1);
    ends(&deal.home_head, "meetObligation", &owed[1]).await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_alliance_reads_what_is_owed_while_the_school_belongs_to_it() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    owes(&deal, &deal.host_head, json!({})).await.done();
    let other = app.alliance("The Oak Alliance", &app.school("Oak Hill").await, &[]).await;
    let broker = other.broker().await;
    let moves = async |mutation: &str| {
        let document = format!(
            "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ userErrors {{ code field message }} }} }}",
            mutation[..1].to_uppercase(),
            &mutation[1..]
        );
        deal.host_head.ask(&document, json!({"input": {"alliance": other.id.to_string()}})).await.done().clone()
    };
    let count = async || seen(&broker, &deal.host).await.len();
    assert_eq!(count().await, 0);
    moves("joinAlliance").await;
    assert_eq!(count().await, 1);
    moves("leaveAlliance").await;
    assert_eq!(count().await, 0);
    app.settle().await;
}

#[tokio::test]
async fn the_guarantee_for_a_school_that_gives_is_told_and_its_breach_is_noted_once() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let raised = "UPDATE support_request SET status = 'submitted', stage = NULL, triaged_at = NULL, asker_guaranteed = $2 \
                  WHERE id = $1";
    let document = "query ($id: ID!) { supportRequest(id: $id) { guarantee { deadline breachedAt } } }";
    let told = async |who: &Persona<'_>| {
        who.ask(document, json!({"id": deal.request.to_string()})).await.at("supportRequest.guarantee").clone()
    };
    app.write(raised, values![deal.request.uuid(), false]).await;
    assert_eq!(told(&deal.host_head).await, Json::Null, "who has not given has none");
    app.write(raised, values![deal.request.uuid(), true]).await;
    let before = told(&deal.host_head).await;
    assert!(before["deadline"].is_string() && before["breachedAt"].is_null(), "{before}");
    app.settle().await;
    app.clock.advance(TimeDelta::days(3));
    app.settle().await;
    app.settle().await;
    let noted = "SELECT count(*) AS number FROM outbox WHERE noun_id = $1 AND name = 'guarantee.breached'";
    assert_eq!(app.number(noted, deal.request.uuid()).await, 1);
    for who in [&deal.host_head, &deal.broker] {
        assert!(told(who).await["breachedAt"].is_string());
    }
    let triage = act("triageRequest", "TriageRequestInput", "request");
    deal.broker.ask(&triage, json!({"input": {"request": deal.request.to_string()}})).await.done();
    assert!(told(&deal.host_head).await["breachedAt"].is_string(), "an answer that comes later does not take it back");
    app.settle().await;
}
