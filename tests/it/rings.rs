//! Rings of schools: each gives to the next and gets from the one before, and nothing is placed unless all consent.

mod ends;
mod life;
pub mod rows;
mod sound;
mod suggested;

use domain::Id;
use domain::brokerage::ExchangeRing;
use domain::exchange::{Offer, SupportRequest};
use lateral_tests::TestApp;
use lateral_tests::answer::Answer;
use lateral_tests::deal::AUTUMN_2;
use lateral_tests::persona::Persona;
use lateral_tests::world::{AllianceOf, SchoolOf};
use serde_json::{Value as Json, json};

/// What a step of a ring answers.
const STEP: &str = "{ ring { id status version consents } userErrors { code field message rule } }";

/// A ring with everything that is read of it.
const SEEN: &str =
    "query($id: ID!) { exchangeRing(id: $id) { id status schools consents respondBy end reason alliance { id }
    legs { gives { urn } gets { urn } halfDays offerId points answer reason request { id title } parts { contribution }
        proposal { id status deployment { id status halfDays } } } } }";

/// An alliance of schools that ask and can give: each for four half-days of what all the others offer.
pub struct World<'a> {
    pub alliance: AllianceOf<'a>,
    pub broker: Persona<'a>,
    pub schools: Vec<SchoolOf<'a>>,
    pub heads: Vec<Persona<'a>>,
    pub offers: Vec<Id<Offer>>,
    pub requests: Vec<Id<SupportRequest>>,
}

impl<'a> World<'a> {
    /// So many schools, each with a specialist who has so many half-days of this half-term.
    pub async fn new(app: &'a TestApp, schools: usize, half_days: i32) -> Self {
        let mut all = Vec::new();
        for number in 0..schools {
            all.push(app.school(&format!("School {number}")).await);
        }
        let alliance = app.alliance("The Avon Alliance", &all[0], &all[1..].iter().collect::<Vec<_>>()).await;
        let (mut heads, mut offers, mut requests) = (Vec::new(), Vec::new(), Vec::new());
        for school in &all {
            let specialist = school.specialist().await;
            school.time(&specialist, AUTUMN_2, half_days).await;
            offers.push(school.offer(&specialist).await);
            requests.push(school.request(&alliance, 4).await);
            heads.push(school.head().await);
        }
        Self { broker: alliance.broker().await, alliance, schools: all, heads, offers, requests }
    }

    /// A ring in this order: each of these schools gives to the next one, and the last to the first.
    pub fn legs(&self, schools: &[usize]) -> Json {
        let next = schools.iter().skip(1).chain(schools.first());
        let leg = |(gives, gets): (&usize, &usize)| json!({"request": self.requests[*gets].to_string(), "offer": self.offers[*gives].to_string()});
        schools.iter().zip(next).map(leg).collect()
    }

    /// Proposes a ring in this order.
    async fn propose(&self, schools: &[usize]) -> Answer {
        proposing(&self.broker, json!({"legs": self.legs(schools)})).await
    }

    /// A ring in this order that waits for its answers.
    pub async fn proposed(&self, schools: &[usize]) -> Id<ExchangeRing> {
        let answer = self.propose(schools).await;
        answer.done();
        answer.text("proposeRing.ring.id").parse().unwrap()
    }
}

async fn proposing(by: &Persona<'_>, input: Json) -> Answer {
    let document = format!("mutation($input: ProposeRingInput!) {{ proposeRing(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": input})).await
}

/// Consents to a ring.
pub async fn consent(by: &Persona<'_>, ring: Id<ExchangeRing>) -> Answer {
    let document = format!("mutation($input: RingInput!) {{ consentToRing(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"ring": ring.to_string()}})).await
}

async fn decline(by: &Persona<'_>, ring: Id<ExchangeRing>) -> Answer {
    reasoned(by, "declineRing", ring).await
}

async fn withdraw(by: &Persona<'_>, ring: Id<ExchangeRing>) -> Answer {
    reasoned(by, "withdrawRing", ring).await
}

async fn reasoned(by: &Persona<'_>, mutation: &str, ring: Id<ExchangeRing>) -> Answer {
    let document = format!("mutation($input: RingReasonInput!) {{ {mutation}(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"ring": ring.to_string(), "reason": "TIMING"}})).await
}

/// A ring as somebody sees it; null where they do not.
async fn seen(by: &Persona<'_>, ring: Id<ExchangeRing>) -> Json {
    by.ask(SEEN, json!({"id": ring.to_string()})).await.at("exchangeRing").clone()
}

/// Where a ring stands, and why it came to nothing.
async fn ended(by: &Persona<'_>, ring: Id<ExchangeRing>) -> (String, String) {
    let it = seen(by, ring).await;
    (it["status"].as_str().unwrap().to_owned(), it["end"].as_str().unwrap_or_default().to_owned())
}

/// How many half-days of all time are reserved.
async fn reserved(app: &TestApp) -> i64 {
    app.number("SELECT coalesce(sum(reserved), 0) AS number FROM capacity_window WHERE id <> $1", uuid::Uuid::nil())
        .await
}

/// How many requests wait for somebody.
async fn waiting(app: &TestApp) -> i64 {
    let sql = "SELECT count(*) AS number FROM support_request WHERE status = 'matching' AND id <> $1";
    app.number(sql, uuid::Uuid::nil()).await
}
