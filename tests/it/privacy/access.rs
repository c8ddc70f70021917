//! People have what is kept about them: all of it, nothing of anybody else's, and nobody else has it.

use domain::access::Role;
use domain::identity::DataClass;
use lateral::app::identity::data_export;
use lateral_tests::deal::read;
use lateral_tests::{Answer, Persona, TestApp};
use persistence::privacy::columns;
use persistence::values;
use serde_json::{Value as Json, json};

use super::{count, days, kept_of, rows};
use crate::access::facts::tell_everything;
use crate::access::tenants::{everybody, tenants};
use crate::identity::{PASSWORD, email_of, with_password};

const ASK: &str = "mutation ($input: RequestPersonalDataInput!) { requestPersonalData(input: $input) { \
                   dataExport { id status address } userErrors { code field } } }";
const OWN: &str = "{ viewer { dataExport { id status readyAt expiresAt address } } }";

async fn ask(who: &Persona<'_>, input: Json) -> Answer {
    who.ask(ASK, json!({"input": input})).await
}

#[tokio::test]
async fn whatever_leads_to_a_person_is_told_and_nothing_of_others() {
    let app = TestApp::start().await;
    let [own, _] = tenants(&app).await;
    app.settle().await;
    // What else may be known of rows, though not of all at once: from here on the world is not sound any more.
    tell_everything(&app).await;
    let people = everybody(&app, &own).await;
    let (mut told, mut seen) = (0, std::collections::BTreeSet::new());
    for (name, who) in people.iter().filter(|(name, _)| *name != "stranger") {
        let person = who.who().person;
        let mut expected = Vec::new();
        for it in columns().iter().filter(|it| matches!(it.class, DataClass::Personal | DataClass::Words)) {
            let lead = it.of.unwrap().0.condition().replace("$1", &format!("'{}'", person.uuid()));
            expected.push((
                it,
                count(&app, &format!("{} AS it WHERE {lead} AND it.{} IS NOT NULL", it.table, it.name)).await,
            ));
        }
        let kept = kept_of(&app, who).await;
        assert_eq!(
            (kept["shape"].as_str(), kept["person"].as_str()),
            (Some("lateral.personal-data.1"), Some(&*person.to_string()))
        );
        for (it, expected) in expected {
            let given = rows(&kept, it.table).into_iter().filter(|row| !row[it.name].is_null()).count();
            assert_eq!(i64::try_from(given).unwrap(), expected, "{name}: {}.{}", it.table, it.name);
            if given > 0 {
                seen.insert((it.table, it.name));
            }
            told += given;
        }
        for (other, whose) in people.iter().filter(|(other, _)| other != name && *other != "stranger") {
            let address = email_of(&app, whose).await;
            assert!(!kept.to_string().contains(&address), "{name} is told the address of the {other}");
        }
        for secret in columns().iter().filter(|it| it.class == DataClass::Secret) {
            assert!(rows(&kept, secret.table).iter().all(|row| row.get(secret.name).is_none()), "{}", secret.name);
        }
    }
    assert!(told > 300 && seen.len() > 80, "{told} values of {} columns", seen.len());
}

#[tokio::test]
async fn a_person_asks_is_told_when_it_is_ready_fetches_it_and_then_it_is_deleted() {
    let app = TestApp::start().await;
    let head = app.school("Ash Lane").await.head().await;
    let (email, site) = (with_password(&app, &head).await, app.site().await);
    let asked = ask(&head, json!({})).await;
    asked.done();
    assert_eq!(asked.text("requestPersonalData.dataExport.status"), "ASKED");
    assert!(asked.at("requestPersonalData.dataExport.address").is_null());
    assert_eq!(ask(&head, json!({})).await.refused().code, "DATA_ASKED_ALREADY");
    assert_eq!(app.settle().await.events(), ["data_export.asked", "data_export.ready"]);
    let ready = head.asks(OWN).await;
    assert_eq!(ready.text("viewer.dataExport.status"), "READY");
    let path = ready.text("viewer.dataExport.address");
    let path = &path[path.find("/personal-data/").unwrap()..];

    let pair = site.sign_in(&email, PASSWORD).await;
    let fetched = site.send(site.request("GET", path).bearer_auth(pair.text("accessToken"))).await;
    assert_eq!((fetched.status, fetched.header("cache-control")), (200, vec!["no-store"]), "{fetched:?}");
    assert_eq!(rows(&fetched.body, "person")[0]["email"], email);
    assert!(rows(&fetched.body, "person")[0].get("password_hash").is_none());

    // Not without a token, and not by another who is signed in.
    assert_eq!(site.get(path).await.status, 401);
    let elm = app.school("Elm Park").await.head().await;
    let other = site.sign_in(&with_password(&app, &elm).await, PASSWORD).await;
    let no = site.send(site.request("GET", path).bearer_auth(other.text("accessToken"))).await;
    assert_eq!((no.status, no.code()), (404, "NOT_FOUND"));
    let nothing = site.request("GET", "/personal-data/dex_01920000000070008000000000000001");
    let none = site.send(nothing.bearer_auth(other.text("accessToken"))).await;
    assert_eq!(none.body["detail"], no.body["detail"]);

    days(&app, 7);
    assert!(app.settle().await.events().contains(&"data_export.expired"));
    assert_eq!(head.asks(OWN).await.text("viewer.dataExport.status"), "EXPIRED");
    assert_eq!(count(&app, "data_export WHERE content IS NOT NULL").await, 0);
    let id = read(&asked.text("requestPersonalData.dataExport.id"));
    assert!(data_export::fetch(&app.app, &head.caller, id).await.is_err());
    ask(&head, json!({})).await.done();
    app.settle().await;
}

#[tokio::test]
async fn an_operator_asks_for_somebody_with_a_reason_and_cannot_fetch_it() {
    let app = TestApp::start().await;
    let (head, operator) = (app.school("Ash Lane").await.head().await, app.national(Role::Operator).await);
    let person = head.who().person.to_string();
    let no = ask(&operator, json!({"person": person})).await.refused();
    assert_eq!((no.code.as_str(), no.field.as_str()), ("TEXT_EMPTY", "reason"));
    let asked = ask(&operator, json!({"person": person, "reason": "By letter of 3 November"})).await;
    asked.done();
    assert_eq!(ask(&head, json!({"person": operator.who().person.to_string()})).await.refused().code, "NOT_ALLOWED");
    let id = read(&asked.text("requestPersonalData.dataExport.id"));
    let early = data_export::fetch(&app.app, &head.caller, id).await.unwrap_err();
    assert!(format!("{early:?}").contains("DataNotReady"));
    app.settle().await;
    assert!(data_export::fetch(&app.app, &operator.caller, id).await.is_err());
    assert!(data_export::fetch(&app.app, &head.caller, id).await.is_ok());
    assert_eq!(
        count(&app, "audit_entry WHERE event = 'data_export.asked' AND reason = 'By letter of 3 November'").await,
        1
    );
    let told = head.asks("{ viewer { notifications(first: 5) { nodes { kind } } } }").await;
    let kinds = told.at("viewer.notifications.nodes").to_string();
    assert!(kinds.contains("data_export.asked") && kinds.contains("data_export.ready"), "{kinds}");
}

#[tokio::test]
async fn the_school_of_an_anonymous_request_is_not_told_to_those_to_whom_it_was_proposed() {
    let app = TestApp::start().await;
    let deal = app.deal().await;
    app.write("UPDATE support_request SET disclosure = 'anonymous' WHERE id = $1", values![deal.request.uuid()]).await;
    deal.proposed().await;
    app.settle().await;
    for who in [&deal.home_head, &deal.specialist.persona] {
        let kept = kept_of(&app, who).await.to_string();
        let host = deal.host.id.uuid();
        assert!(
            !kept.contains(&host.to_string())
                && !kept.contains(&host.simple().to_string())
                && !kept.contains("Elm Park")
        );
    }
}
