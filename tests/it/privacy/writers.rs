//! Words that somebody wrote of a piece of work: told to whoever wrote them and to nobody else, and gone when their time is over.

use domain::access::Role;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};

use super::{count, days, kept_of, rows};

const STOPPED: &str = "The year group has moved on.";
const REVERSED: &str = "It was the Tuesday.";
const SETTLED: &str = "Both agree by telephone that it was held.";
const APART: &str = "Each buys for itself.";
const OWED: &str = "How the phonics were taught.";
const WAIVED: &str = "It was shown at the conference instead.";

/// Work that was stopped, of which everybody wrote something.
async fn written(app: &TestApp) -> Deal<'_> {
    let deal = app.deal().await;
    let raised = "UPDATE support_request SET raised_by = $2 WHERE id = $1";
    app.write(raised, values![deal.request.uuid(), deal.host_head.who().person.uuid()]).await;
    let deployment = deal.active().await;
    let (home, host) = (&deal.home_head, &deal.host_head);
    let visit = deal.recorded(deployment, 1).await;
    host.visit("confirmVisit", visit).await.done();
    let step = async |who: &Persona<'_>, mutation: &str, kind: &str, noun: &str, input: Json| {
        let answer = who.ask(&act(mutation, kind, noun), json!({ "input": input })).await;
        answer.done();
        answer.at(&format!("{mutation}.{noun}.id")).clone()
    };
    let input = json!({"visit": visit.to_string(), "reason": REVERSED});
    step(host, "reverseVisit", "ReverseVisitInput", "visit", input).await;
    let disputed = deal.recorded(deployment, 1).await;
    let input =
        json!({"visit": disputed.to_string(), "expectedVersion": 1, "reason": "NOT_HELD", "words": "Nobody came."});
    step(host, "disputeVisit", "DisputeVisitInput", "visit", input).await;
    let input = json!({"visit": disputed.to_string(), "expectedVersion": 2, "outcome": "STANDS", "reason": SETTLED});
    step(&deal.broker, "settleVisit", "SettleVisitInput", "visit", input).await;
    let input = json!({"deployment": deployment.to_string(), "code": "NEED_CHANGED", "reason": STOPPED});
    step(host, "stopDeployment", "StopDeploymentInput", "deployment", input).await;
    // Of work that is stopped there is none to be drafted.
    let study = "INSERT INTO case_study (id, deployment_id, title, text, drafted_by, drafted_at, version, audience) \
                 SELECT gen_random_uuid(), id, 'Reading', 'They read.', $2, ended_at, 1, ARRAY[home_id, host_id] FROM deployment \
                 WHERE id = $1";
    app.write(study, values![deployment.uuid(), home.who().person.uuid()]).await;
    let owed = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "WRITE_UP", "dueOn": "2026-12-18",
        "source": "AGREEMENT", "note": OWED});
    let owed = step(host, "createObligation", "CreateObligationInput", "obligation", owed).await;
    let input = json!({"obligation": owed, "reason": WAIVED});
    step(home, "waiveObligation", "WaiveObligationInput", "obligation", input).await;
    let id = deal.commissioned(deal.request, &[(&deal.host, 5_000, 2), (&deal.home, 5_000, 2)]).await;
    let over = json!({"commission": id, "reason": APART});
    host.commission("endCommission", over).await.done();
    app.settle().await;
    deal
}

/// The words of a column among what is kept of somebody.
fn words(kept: &Json, table: &str, column: &str) -> Vec<Json> {
    rows(kept, table).into_iter().map(|row| row[column].clone()).filter(|it| !it.is_null()).collect()
}

#[tokio::test]
async fn whoever_wrote_something_has_it_and_nobody_else() {
    let app = TestApp::start().await;
    let deal = written(&app).await;
    let (home, host) = (kept_of(&app, &deal.home_head).await, kept_of(&app, &deal.host_head).await);
    let (broker, specialist) = (kept_of(&app, &deal.broker).await, kept_of(&app, &deal.specialist.persona).await);
    for (writer, others, table, column, said) in [
        (&host, [&home, &broker, &specialist], "deployment", "stop_reason", Some(STOPPED)),
        (&host, [&home, &broker, &specialist], "visit", "reverse_reason", Some(REVERSED)),
        (&broker, [&home, &host, &specialist], "visit", "settle_reason", Some(SETTLED)),
        (&host, [&home, &broker, &specialist], "joint_commission", "reason", Some(APART)),
        (&host, [&home, &broker, &specialist], "obligation", "note", Some(OWED)),
        (&home, [&host, &broker, &specialist], "obligation", "ended_by", Some(WAIVED)),
        (
            &host,
            [&home, &broker, &specialist],
            "joint_commission",
            "purpose",
            Some("Phonics for three schools of the valley"),
        ),
        (&home, [&host, &broker, &specialist], "deployment", "terms", None),
        (&home, [&host, &broker, &specialist], "case_study", "text", None),
        (&host, [&home, &broker, &specialist], "support_request", "need", Some("Too few read well.")),
        (&host, [&home, &broker, &specialist], "support_request", "objectives", None),
    ] {
        let own = words(writer, table, column);
        assert_eq!(own.len(), 1, "{table}.{column}: {own:?}");
        if let Some(said) = said {
            assert_eq!(own[0], said, "{table}.{column}");
        }
        for other in others {
            assert_eq!(words(other, table, column), Vec::<Json>::new(), "{table}.{column} is its writer's alone");
        }
    }
}

#[tokio::test]
async fn what_was_written_of_work_goes_with_its_time_and_what_was_counted_stays() {
    let app = TestApp::start().await;
    let deal = written(&app).await;
    let withdraw = act("withdrawRequest", "WithdrawRequestInput", "request");
    let input = json!({"request": deal.request.to_string(), "reason": "TIMING"});
    deal.host_head.ask(&withdraw, json!({ "input": input })).await.done();
    app.settle().await;
    let operator = app.national(Role::Operator).await;
    for class in ["WORK", "REQUEST"] {
        let document = "mutation ($input: SetRetentionInput!) { setRetention(input: $input) { userErrors { code } } }";
        let input =
            json!({"recordClass": class, "keepDays": 100, "from": "2026-11-09", "note": "Our officer's choice"});
        operator.ask(document, json!({ "input": input })).await.done();
    }
    let kept = [
        "deployment WHERE stop_reason <> 'Removed.' OR terms ->> 'exit_plan' <> 'Removed.'",
        "visit WHERE reverse_reason <> 'Removed.' OR settle_reason <> 'Removed.'",
        "obligation WHERE note <> 'Removed.' OR ended_by <> 'Removed.'",
        "joint_commission WHERE purpose <> 'Removed.' OR reason <> 'Removed.'",
        "case_study WHERE text <> 'Removed.'",
        "support_request WHERE need <> 'Removed.'",
    ];
    let left = async || {
        let mut left = Vec::new();
        for words in kept {
            left.push(count(&app, words).await);
        }
        left
    };
    assert_eq!(left().await, [1, 2, 1, 1, 1, 1]);
    days(&app, 100);
    lateral::app::identity::retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [1, 2, 1, 1, 1, 1], "to the day it is kept");
    days(&app, 1);
    lateral::app::identity::retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 0, 0, 1], "the days that were asked for are not over yet");
    days(&app, 365);
    lateral::app::identity::retention::forget_over(&app.app).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 0, 0, 0]);
    let stays = "deployment WHERE terms #>> '{outcomes,0,measure}' = 'Phonics check in June' \
                 AND terms #>> '{settlement,kind}' = 'reciprocal_credit'";
    assert_eq!(count(&app, stays).await, 1, "what both heads signed is read by its measures");
    assert_eq!(lateral::app::identity::retention::forget_over(&app.app).await.unwrap(), 0, "twice is once");
    // What is left can still be read.
    let read = "query($id: ID!) { supportRequest(id: $id) { need withdrawalReason
        deployments { stopReason terms { exitPlan outcomes { measure } } } } }";
    let told = deal.host_head.ask(read, json!({"id": deal.request.to_string()})).await;
    assert_eq!(told.text("supportRequest.need"), "Removed.");
    assert_eq!(told.text("supportRequest.withdrawalReason"), "TIMING", "a word of a list says nothing of anybody");
    assert_eq!(told.text("supportRequest.deployments.0.terms.exitPlan"), "Removed.");
    app.settle().await;
}

#[tokio::test]
async fn what_terms_say_of_money_and_days_stays_when_their_words_go() {
    let app = TestApp::start().await;
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        terms: Json,
    }
    let terms = json!({
        "outcomes": [{"measure": "Phonics check"}], "override_reason": "Two heads share it", "exit_plan": "The lead goes on",
        "action_plan": [{"what": "Teaches phonics", "owner": "home", "due_on": "2026-12-18"}],
        "settlement": {"kind": "waived", "reason": "A new school", "approver": "Ann Other", "payer": null,
            "in_kind": [{"by": "host", "what": "Two rooms", "value": 5}]},
    });
    let sql = "SELECT without_words($1) AS terms";
    let left = app.owner.row::<Row>(sql, values![terms]).await.unwrap().unwrap().terms;
    let expected = json!({
        "outcomes": [{"measure": "Phonics check"}], "override_reason": "Removed.", "exit_plan": "Removed.",
        "action_plan": [{"what": "Removed.", "owner": "home", "due_on": "2026-12-18"}],
        "settlement": {"kind": "waived", "reason": "Removed.", "approver": "Removed.", "payer": null,
            "in_kind": [{"by": "host", "what": "Removed.", "value": 5}]},
    });
    assert_eq!(left, expected);
}
