//! What is kept about people: that every column has its class, that people have it and are forgotten, and that time forgets.

mod access;
mod columns;
mod erasure;
mod lines;
mod ready;
mod record;
mod retention;
mod writers;

use chrono::TimeDelta;
use lateral::app::Caller;
use lateral::app::identity::data_export;
use lateral_tests::deal::act;
use lateral_tests::{Answer, Persona, TestApp};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

#[derive(FromQueryResult)]
struct Count {
    number: i64,
}

/// Moves the clock by so many days.
fn days(app: &TestApp, days: i64) {
    app.clock.advance(TimeDelta::days(days));
}

/// How many rows a condition finds, whoever may see them.
async fn count(app: &TestApp, from: &str) -> i64 {
    let sql = format!("SELECT count(*) AS number FROM {from}");
    app.owner.row::<Count>(&sql, []).await.unwrap().unwrap().number
}

/// Everything that is kept about a person of the world.
pub async fn kept_of(app: &TestApp, who: &Persona<'_>) -> Json {
    let told = data_export::told(&app.app, &Caller::service("test"), who.who().person).await.unwrap();
    serde_json::from_str(&told).unwrap()
}

/// The rows of one table among what is kept.
pub fn rows<'a>(kept: &'a Json, table: &str) -> Vec<&'a Json> {
    let tables = kept["kept"].as_array().unwrap().iter().filter(|it| it["records"] == table);
    tables.flat_map(|it| it["rows"].as_array().unwrap()).collect()
}

/// Asks that a person be erased.
async fn ask_for_erasure(by: &Persona<'_>, of: Option<&Persona<'_>>, reason: Option<&str>) -> Answer {
    let input = json!({"person": of.map(|it| it.who().person.to_string()), "reason": reason});
    by.ask(&act("requestErasure", "RequestErasureInput", "erasure"), json!({"input": input})).await
}

/// Carries the wish to be erased out.
async fn erase(by: &Persona<'_>, erasure: &str) -> Answer {
    let input = json!({"erasure": erasure, "reason": "They asked by letter."});
    by.ask(&act("erasePerson", "ErasePersonInput", "erasure"), json!({"input": input})).await
}
