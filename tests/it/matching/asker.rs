//! What matching knows of the school that asks: what it gave and received, with whom it worked, what was declared.

use chrono::TimeDelta;
use domain::brokerage::Visit;
use lateral_tests::deal::{act, read};
use lateral_tests::register::{HEADER, open_schools};

use super::*;

/// The facts of a factor of an offer's score, for whoever asks about a request.
async fn facts(who: &Persona<'_>, request: &str, offer: &str, factor: &str) -> Json {
    let answer = who.ask(CANDIDATES, json!({"id": request})).await;
    let found = list(&answer, "candidates").iter().find(|it| it["offerId"] == offer);
    let parts = &found.unwrap_or_else(|| panic!("{offer} is no candidate: {}", answer.0))["parts"];
    let part = parts.as_array().unwrap().iter().find(|it| it["factor"] == factor).unwrap();
    let facts = part["facts"].as_array().unwrap().iter();
    let told = |it: &Json| if it["number"].is_null() { it["word"].clone() } else { it["number"].clone() };
    facts.map(|it| (it["name"].as_str().unwrap().to_owned(), told(it))).collect()
}

fn credit(balance: i32, newcomer: &str, guaranteed: &str) -> Json {
    json!({"balance": balance, "newcomer": newcomer, "cannot_give": "no", "guaranteed": guaranteed})
}

/// Has every offer and every request of the market be about mathematics.
async fn about_maths(app: &TestApp) {
    for table in ["offer", "support_request"] {
        let sql = format!("UPDATE {table} SET expertise = (SELECT ARRAY[id] FROM expertise WHERE code = $1)");
        app.write(&sql, values![MATHS]).await;
    }
}

/// Lets time pass for what lies behind: the rows of a table are older by so many days.
async fn ages(app: &TestApp, table: &str, column: &str, days: i32) {
    let sql = format!("UPDATE {table} SET {column} = {column} - make_interval(days => $1)");
    app.write(&format!("ALTER TABLE {table} DISABLE TRIGGER USER"), vec![]).await;
    app.write(&sql, values![days]).await;
}

#[tokio::test]
async fn a_confirmed_visit_moves_the_credit_the_links_and_the_joint_work_of_both_schools() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let helper = oak.specialist().await;
    oak.time(&helper, 20262, 10).await;
    let (third, of_home) = (oak.offer(&helper).await.to_string(), deal.offer.to_string());
    let by_home = deal.home.request(&deal.alliance, 1).await.to_string();
    let by_host = deal.host.request(&deal.alliance, 1).await.to_string();
    about_maths(&app).await;
    let (home, host) = (&deal.home_head, &deal.host_head);
    let even = credit(0, "yes", "no");

    let deployment = deal.active().await;
    for (who, request) in [(home, &by_home), (host, &by_host)] {
        assert_eq!(facts(who, request, &third, "RECIPROCITY").await, even, "a promise is no credit yet");
        assert_eq!(facts(who, request, &third, "ISOLATION").await, json!({"isolation": 600}), "one link");
    }
    for _ in 0..2 {
        let visit = deal.recorded(deployment, 2).await;
        host.visit("confirmVisit", visit).await.done();
        app.clock.advance(TimeDelta::days(1));
    }
    assert_eq!(facts(home, &by_home, &third, "RECIPROCITY").await, credit(4, "no", "yes"));
    assert_eq!(facts(host, &by_host, &third, "RECIPROCITY").await, credit(-4, "no", "no"));
    assert_eq!(facts(host, &by_host, &of_home, "JOINT_WORK").await, json!({"together": 0}));
    assert_eq!(facts(host, &by_host, &of_home, "VARIETY").await, json!({"lately": 1}));
    assert_eq!(facts(host, &by_host, &third, "VARIETY").await, json!({"lately": 0}));
    host.step("completeDeployment", deployment).await.done();
    assert_eq!(facts(host, &by_host, &of_home, "JOINT_WORK").await, json!({"together": 1}));
    assert_eq!(facts(host, &by_host, &third, "JOINT_WORK").await, json!({"together": 0}));

    ages(&app, "deployment", "planned_at", 366).await;
    assert_eq!(facts(host, &by_host, &of_home, "VARIETY").await, json!({"lately": 0}));
    ages(&app, "transfer", "at", 122).await;
    assert_eq!(facts(home, &by_home, &third, "RECIPROCITY").await, credit(3, "no", "yes"), "four fifths are kept");
    assert_eq!(facts(host, &by_host, &third, "RECIPROCITY").await, credit(-3, "no", "no"));
    ages(&app, "transfer", "at", 244).await;
    assert_eq!(facts(home, &by_home, &third, "RECIPROCITY").await, credit(1, "no", "no"), "a year ago is not lately");
    ages(&app, "transfer", "at", 6 * 122).await;
    assert_eq!(facts(home, &by_home, &third, "RECIPROCITY").await, even, "nine terms are all that count");
}

#[tokio::test]
async fn work_that_lapsed_is_no_link() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let asks = deal.host.request(&deal.alliance, 1).await.to_string();
    about_maths(&app).await;
    let offer = deal.offer.to_string();
    let seen = async || {
        let lately = facts(&deal.host_head, &asks, &offer, "VARIETY").await;
        (lately["lately"].as_i64(), facts(&deal.host_head, &asks, &offer, "ISOLATION").await["isolation"].as_i64())
    };
    assert_eq!(seen().await, (Some(0), Some(700)));
    deal.planned().await;
    assert_eq!(seen().await, (Some(1), Some(600)));
    app.clock.advance(TimeDelta::days(14) + TimeDelta::seconds(1));
    app.settle().await;
    assert_eq!(seen().await, (Some(0), Some(700)));
}

#[tokio::test]
async fn a_declared_interest_excludes_the_person_until_it_is_taken_back() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let colleague = deal.home.specialist().await;
    deal.home.time(&colleague, 20262, 10).await;
    let other = deal.home.offer(&colleague).await.to_string();
    let asks = deal.host.request(&deal.alliance, 1).await.to_string();
    about_maths(&app).await;
    let deployment = deal.planned().await;
    let seen = async || {
        let answer = deal.host_head.ask(CANDIDATES, json!({"id": asks})).await;
        let rules = list(&answer, "excluded").iter().map(|it| {
            let rules = it["rules"].as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap());
            (it["offerId"].as_str().unwrap().to_owned(), rules.collect::<Vec<_>>().join(" "))
        });
        let mut found = offers(&answer, "candidates");
        found.sort();
        (found, rules.collect::<Vec<_>>())
    };
    let mut both = vec![deal.offer.to_string(), other.clone()];
    both.sort();
    deal.home_head.declare(deployment, &[]).await.done();
    assert_eq!(seen().await, (both.clone(), vec![]));
    deal.host_head.declare(deployment, &["KINSHIP"]).await.done();
    let no = deal.broker.propose(deal.offer, read(&asks)).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("OFFER_EXCLUDED", "offer"), "nor is it proposed");
    let out = vec![(deal.offer.to_string(), "DECLARED_INTEREST".to_owned())];
    assert_eq!(seen().await, (vec![other], out), "the person is out, and the school is not");
    deal.host_head.declare(deployment, &[]).await.done();
    assert_eq!(seen().await, (both, vec![]));
}

#[tokio::test]
async fn an_interest_between_two_schools_excludes_whichever_asks() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let deployment = deal.planned().await;
    deal.host_head.declare(deployment, &["KINSHIP"]).await.done();
    let helper = deal.host.specialist().await;
    deal.host.time(&helper, 20262, 10).await;
    let back = deal.host.offer(&helper).await.to_string();
    let asks = deal.home.request(&deal.alliance, 1).await.to_string();
    about_maths(&app).await;
    let found = async || offers(&deal.home_head.ask(CANDIDATES, json!({"id": asks})).await, "candidates");
    assert_eq!(found().await, [back], "the interest was in the person who came");
    app.write("UPDATE deployment SET specialist_id = NULL WHERE id = $1", values![deployment.uuid()]).await;
    assert!(found().await.is_empty(), "the interest was between the schools");
}

#[tokio::test]
async fn what_predecessors_gave_counts_and_what_was_reversed_does_not() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let oak = app.school("Oak Hill").await;
    let helper = oak.specialist().await;
    oak.time(&helper, 20262, 10).await;
    let third = oak.offer(&helper).await.to_string();
    let by_host = deal.host.request(&deal.alliance, 1).await.to_string();
    let deployment = deal.active().await;
    let kept = deal.recorded(deployment, 2).await;
    app.clock.advance(TimeDelta::days(1));
    let wrong = deal.recorded(deployment, 1).await;
    for visit in [kept, wrong] {
        deal.host_head.visit("confirmVisit", visit).await.done();
    }
    let academy = app.school("Ash Academy").await;
    let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor')";
    app.write(link, values![deal.home.urn, academy.urn]).await;
    deal.home.closes().await;
    app.import_part(format!("{HEADER}{}", open_schools(100_000..100_001))).await.unwrap();
    let by_academy = academy.request(&deal.alliance, 1).await.to_string();
    about_maths(&app).await;
    let head = academy.head().await;
    assert_eq!(facts(&head, &by_academy, &third, "RECIPROCITY").await, credit(3, "no", "yes"));
    assert_eq!(facts(&deal.host_head, &by_host, &third, "RECIPROCITY").await, credit(-3, "no", "no"));

    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    let back = async |visit: Id<Visit>| {
        let why = json!({"input": {"visit": visit.to_string(), "reason": "It did not happen"}});
        deal.host_head.ask(&reverse, why).await.done();
    };
    back(wrong).await;
    assert_eq!(facts(&head, &by_academy, &third, "RECIPROCITY").await, credit(2, "no", "yes"));
    assert_eq!(facts(&deal.host_head, &by_host, &third, "RECIPROCITY").await, credit(-2, "no", "no"));
    back(kept).await;
    assert_eq!(facts(&head, &by_academy, &third, "RECIPROCITY").await, credit(0, "yes", "no"), "nothing was given");
    assert_eq!(facts(&deal.host_head, &by_host, &third, "RECIPROCITY").await, credit(0, "yes", "no"));
    app.settle().await;
}

#[tokio::test]
async fn one_trust_is_a_rule_of_its_own_and_no_declared_interest() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    let trust = app.app.ids.uuid();
    app.write("INSERT INTO trust (id, name) VALUES ($1, 'The Avon Trust')", values![trust]).await;
    for school in [&deal.home, &deal.host] {
        app.write("UPDATE school SET trust_id = $2 WHERE id = $1", values![school.id.uuid(), trust]).await;
    }
    let (open, strict) = (deal.host.request(&deal.alliance, 1).await, deal.host.request(&deal.alliance, 1).await);
    let allow = "UPDATE support_request SET allow_same_trust = id <> $1";
    app.write(allow, values![strict.uuid()]).await;
    about_maths(&app).await;
    let deployment = deal.planned().await;
    let rules = async |request: Id<SupportRequest>| {
        let answer = deal.host_head.ask(CANDIDATES, json!({"id": request.to_string()})).await;
        let rules = list(&answer, "excluded").iter().flat_map(|it| it["rules"].as_array().unwrap());
        let rules = rules.map(|rule| rule["rule"].as_str().unwrap().to_owned());
        (offers(&answer, "candidates").len(), rules.collect::<Vec<_>>().join(" "))
    };
    deal.host_head.declare(deployment, &["SAME_TRUST"]).await.done();
    assert_eq!(rules(open).await, (1, String::new()));
    assert_eq!(rules(strict).await, (0, "SAME_TRUST".to_owned()));
    deal.host_head.declare(deployment, &["SAME_TRUST", "KINSHIP"]).await.done();
    assert_eq!(rules(open).await, (0, "DECLARED_INTEREST".to_owned()));
    app.settle().await;
}
