//! What is given back is reckoned once more, with the accounts held, before the second signature agrees to it.

use domain::Id;
use domain::brokerage::Deployment;
use domain::directory::School;
use lateral_tests::TestApp;
use lateral_tests::deal::{Deal, act, terms};
use persistence::values;
use serde_json::{Value as Json, json};

use super::at_once;

/// As if the school that asks had received so many half-days of a third: its limit is twelve.
async fn received(deal: &Deal<'_>, half_days: i64) -> Id<School> {
    let third = deal.app.school("Oak Hill").await;
    for (school, credited, debited) in [(deal.host.id, 0, half_days), (third.id, half_days, 0)] {
        let account = "INSERT INTO ledger_account (id, school_id, kind, credited, debited, credited_for_credit, debited_for_credit) \
                       VALUES ($1, $2, 'support', $3, $4, $3, $4)";
        deal.app.write(account, values![deal.app.app.ids.uuid(), school.uuid(), credited, debited]).await;
    }
    third.id
}

/// What was posted to accounts without a transfer would not be sound.
async fn forgotten(app: &TestApp, third: Id<School>, half_days: i64) {
    let sql =
        "UPDATE ledger_account SET credited = 0, credited_for_credit = 0 WHERE school_id = $1 AND kind = 'support'";
    app.write(sql, values![third.uuid()]).await;
    let sql = "UPDATE ledger_account SET debited = debited - $1, debited_for_credit = debited_for_credit - $1 \
               WHERE kind = 'support' AND debited >= $1";
    app.write(sql, values![half_days]).await;
}

/// Two agreements of the same schools for four half-days each, both written and signed by the school that gives while neither
/// takes the other below its limit.
async fn both_written(deal: &Deal<'_>) -> [Id<Deployment>; 2] {
    let first = deal.planned().await;
    deal.home_head.declare(first, &[]).await.done();
    deal.host_head.declare(first, &[]).await.done();
    let second = deal.planned_beside().await;
    for it in [first, second] {
        deal.home_head.agree(it, Some(terms())).await.done();
        deal.broker.agree_for_alliance(it, None).await.done();
        assert_eq!(given_back(deal, it).await, Json::Null);
    }
    [first, second]
}

async fn given_back(deal: &Deal<'_>, of: Id<Deployment>) -> Json {
    let shown = "query ($id: ID!) { deployment(id: $id) { terms { giveBack { kind halfDays dueOn } } } }";
    deal.host_head.ask(shown, json!({"id": of.to_string()})).await.at("deployment.terms.giveBack").clone()
}

#[tokio::test]
async fn an_agreement_in_between_changes_what_is_given_back_and_the_terms_are_written_anew() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let third = received(&deal, 8).await;
    let [first, second] = both_written(&deal).await;
    deal.host_head.agree(first, None).await.done();
    let no = deal.host_head.agree(second, None).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GIVE_BACK_CHANGED", "giveBack"));
    // Eight received, four to come of the first and four of the second: four beyond the limit of twelve.
    assert!(no.message.contains("4 half-days would be given back by 2027-09-23"), "{}", no.message);
    let stands = "query ($id: ID!) { deployment(id: $id) { status hostAgreedAt } }";
    let seen = deal.host_head.ask(stands, json!({"id": second.to_string()})).await;
    assert_eq!(seen.at("deployment"), &json!({"status": "PLANNED", "hostAgreedAt": null}), "nothing was done");

    deal.home_head.agree(second, Some(terms())).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();
    let owed = json!({"kind": "GIVE_BACK", "halfDays": 4, "dueOn": "2027-09-23"});
    assert_eq!(given_back(&deal, second).await, owed);
    // What was reckoned and is sent back as it was read is reckoned again; less to come is less to give back.
    let stop = act("stopDeployment", "StopDeploymentInput", "deployment");
    let input = json!({"deployment": first.to_string(), "code": "TIMING", "reason": "Not this term"});
    deal.broker.ask(&stop, json!({ "input": input })).await.done();
    let no = deal.host_head.agree(second, None).await.refused();
    assert!(no.code == "GIVE_BACK_CHANGED" && no.message.contains("nothing is given back"), "{no:?}");
    let mut repeated = terms();
    repeated["giveBack"] = owed.clone();
    deal.home_head.agree(second, Some(repeated.clone())).await.done();
    assert_eq!(given_back(&deal, second).await, Json::Null);
    // What the heads state themselves stands.
    repeated["giveBack"] = json!({"kind": "HOST_VISIT", "dueOn": "2027-06-30"});
    deal.home_head.agree(second, Some(repeated)).await.done();
    deal.broker.agree_for_alliance(second, None).await.done();
    deal.host_head.agree(second, None).await.done();
    assert_eq!(given_back(&deal, second).await["kind"], "HOST_VISIT");
    forgotten(&app, third, 8).await;
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn a_signature_that_comes_after_the_day_of_the_give_back_is_refused_and_breaks_nothing() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let mut stated = terms();
    stated["giveBack"] = json!({"kind": "WRITE_UP", "dueOn": "2026-11-11"});
    let deployment = deal.planned().await;
    deal.signed_by_one(deployment, stated).await;
    app.clock.advance(chrono::TimeDelta::days(3));
    for no in [
        deal.host_head.agree(deployment, None).await.refused(),
        deal.broker.agree_for_alliance(deployment, None).await.refused(),
        deal.home_head.agree(deployment, None).await.refused(),
    ] {
        assert_eq!((no.code.as_str(), no.field.as_str()), ("DATE_PASSED", "giveBack.dueOn"));
    }
    let mut later = terms();
    later["giveBack"] = json!({"kind": "WRITE_UP", "dueOn": "2026-12-11"});
    deal.home_head.agree(deployment, Some(later)).await.done();
    deal.broker.agree_for_alliance(deployment, None).await.done();
    deal.host_head.agree(deployment, None).await.done();
    app.settle().await;
    app.sound().await;
}

#[tokio::test]
async fn nothing_is_given_back_for_support_that_is_paid_for() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.home_head.declare(deployment, &[]).await.done();
    let mut paid = terms();
    paid["settlement"] = json!({"kind": "DAY_RATE", "dayRate": 35_000, "brokerage": 5_000});
    paid["giveBack"] = json!({"kind": "WRITE_UP", "dueOn": "2027-06-30"});
    let no = deal.home_head.agree(deployment, Some(paid.clone())).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("GIVE_BACK_SETTLED", "giveBack"));
    paid["giveBack"] = Json::Null;
    deal.signed_by_one(deployment, paid).await;
    // As terms that were written before this was asked.
    let before = "UPDATE deployment SET terms = jsonb_set(terms, '{give_back}', \
                  '{\"kind\": \"write_up\", \"half_days\": null, \"due_on\": \"2027-06-30\"}') WHERE id = $1";
    app.write(before, values![deployment.uuid()]).await;
    assert_eq!(deal.host_head.agree(deployment, None).await.refused().code, "GIVE_BACK_SETTLED");
    let raced = "INSERT INTO obligation (id, debtor_id, creditor_id, kind, due_on, source, deployment_id, note, status, created_at, \
                 audience) SELECT gen_random_uuid(), host_id, home_id, 'write_up', '2027-06-30', 'deployment', id, 'A page', 'open', \
                 now(), audience FROM deployment WHERE id = $1";
    let refused = app.owner.run(raced, values![deployment.uuid()]).await.unwrap_err();
    assert_eq!(refused.constraint(), Some("obligation_agreed_for_credit"));
    app.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_second_signatures_at_once_the_later_one_hears_of_the_earlier() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let third = received(&deal, 8).await;
    let both = both_written(&deal).await;
    let document = act("agreeDeployment", "AgreeDeploymentInput", "deployment");
    let mut signatures = Vec::new();
    for it in both {
        let version = app.version("deployment", it.uuid()).await;
        let input = json!({"deployment": it.to_string(), "expectedVersion": version});
        signatures.push((deal.host_head.clone(), document.clone(), json!({ "input": input })));
    }
    assert_eq!(at_once(signatures).await, (1, vec!["GIVE_BACK_CHANGED".to_owned()]));
    forgotten(&app, third, 8).await;
    app.sound().await;
}
