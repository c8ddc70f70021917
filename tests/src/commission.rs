//! Schools that buy together: a budget that they pool, and requests that several of them back.

use domain::Id;
use domain::exchange::SupportRequest;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::deal::Deal;
use crate::persona::Persona;
use crate::world::SchoolOf;

/// What is asked of a pooled budget after each step.
const POOL: &str = "id version status balance reserved free members { school { name } status committed leaveReason }";
/// What is asked of a joint commission after each step.
const COMMISSION: &str = "id version status backers { school { name } part halfDays ceiling status }";

impl Persona<'_> {
    /// A step of a pooled budget.
    pub async fn pool(&self, mutation: &str, input: Json) -> Answer {
        self.joint(mutation, "pool", POOL, input).await
    }

    /// A step of a joint commission.
    pub async fn commission(&self, mutation: &str, input: Json) -> Answer {
        self.joint(mutation, "commission", COMMISSION, input).await
    }

    async fn joint(&self, mutation: &str, noun: &str, fields: &str, input: Json) -> Answer {
        let kind = match mutation {
            "closePool" => "PoolInput".to_owned(),
            _ => format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]),
        };
        let document = format!(
            "mutation Act($input: {kind}!) {{ {mutation}(input: $input) {{ {noun} {{ {fields} }} \
             userErrors {{ code field message rule }} }} }}"
        );
        self.ask(&document, json!({ "input": input })).await
    }
}

impl Deal<'_> {
    /// The broker opens a budget for this year, and the school that asks puts a thousand pounds in.
    pub async fn pooled(&self) -> String {
        let input = json!({
            "name": "The valley's pool", "year": 2026, "alliance": self.alliance.id.to_string(),
            "schools": [self.host.gid()],
        });
        let opened = self.broker.pool("openPool", input).await;
        opened.done();
        let id = opened.text("openPool.pool.id");
        self.host_head.pool("commitToPool", json!({"pool": id, "amount": 100_000})).await.done();
        id
    }

    /// The head of the school that asks names the schools that are to back a request, with their parts and half-days.
    pub async fn commissioned(&self, request: Id<SupportRequest>, backers: &[(&SchoolOf<'_>, i32, i32)]) -> String {
        let asked = self.host_head.commission("askBackers", backing(request, backers)).await;
        asked.done();
        asked.text("askBackers.commission.id")
    }
}

/// The schools that are asked to back a request, as an input.
pub fn backing(request: Id<SupportRequest>, backers: &[(&SchoolOf<'_>, i32, i32)]) -> Json {
    let backer = |(school, part, half_days): &(&SchoolOf<'_>, i32, i32)| json!({"school": school.gid(), "part": part, "halfDays": half_days});
    let backers: Vec<Json> = backers.iter().map(backer).collect();
    json!({"request": request.to_string(), "purpose": "Phonics for three schools of the valley", "backers": backers, "most": 500_000})
}
