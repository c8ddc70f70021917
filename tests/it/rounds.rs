//! Brokerage rounds: many requests and all who can help, planned together.

pub mod announced;
mod carried_on;
mod choices;
mod ends;
mod life;
mod national;
mod repaired;
mod report;
pub mod rows;
mod told;
mod twice;

use domain::Id;
use domain::brokerage::Round;
use domain::exchange::{Offer, SupportRequest};
use lateral_tests::TestApp;
use lateral_tests::answer::Answer;
use lateral_tests::deal::AUTUMN_2;
use lateral_tests::persona::Persona;
use lateral_tests::world::{AllianceOf, SchoolOf, SpecialistOf};
use serde_json::{Value as Json, json};

/// What a step of a round answers.
const STEP: &str = "{ round { id status version requests } userErrors { code field message rule } }";

/// A round with everything that is read of it.
const SEEN: &str = "query($id: ID!) { brokerageRound(id: $id) { id name status requests halfDays halfTerms useBy failure reason
    alliance { id } progress { placed of value bound }
    plan { placed value bound best unique policyVersion inputHash }
    lines(first: 50) { nodes { status request { id } proposal { id status }
        place { offerId points worth price school { urn } specialist { id } parts { factor contribution sentence } } } } } }";

/// An alliance of which the first school gives and the others ask.
struct World<'a> {
    alliance: AllianceOf<'a>,
    broker: Persona<'a>,
    /// Those who ask.
    asking: Vec<SchoolOf<'a>>,
}

impl<'a> World<'a> {
    /// So many schools that ask beside one that gives, whose specialist has time for so many half-days of this half-term.
    async fn new(app: &'a TestApp, asking: usize, half_days: i32) -> (Self, Id<Offer>) {
        let giving = app.school("Ash Lane").await;
        let mut schools = Vec::new();
        for number in 0..asking {
            schools.push(app.school(&format!("School {number}")).await);
        }
        let members: Vec<_> = schools.iter().collect();
        let alliance = app.alliance("The Avon Alliance", &giving, &members).await;
        let offer = offer_of(&giving, half_days).await;
        (Self { broker: alliance.broker().await, alliance, asking: schools }, offer)
    }

    /// A request of one of the schools for four half-days.
    async fn request(&self, number: usize) -> Id<SupportRequest> {
        self.asking[number].request(&self.alliance, 4).await
    }
}

/// An offer of a school, of a specialist with so many half-days in this half-term.
async fn offer_of(school: &SchoolOf<'_>, half_days: i32) -> Id<Offer> {
    offer_by(school, &school.specialist().await, half_days).await
}

/// An offer of a school, of this specialist with so many half-days in this half-term.
async fn offer_by(school: &SchoolOf<'_>, specialist: &SpecialistOf<'_>, half_days: i32) -> Id<Offer> {
    school.time(specialist, AUTUMN_2, half_days).await;
    let offer = school.offer(specialist).await;
    // As much of it may be asked in a half-term as there is.
    let much = "UPDATE offer SET half_days_per_half_term = 40 WHERE id = $1";
    specialist.persona.app.write(much, persistence::values![offer.uuid()]).await;
    offer
}

/// Opens a round for bundles of four half-days in this half-term.
pub async fn open(by: &Persona<'_>) -> Id<Round> {
    let input = json!({"name": "Autumn", "halfDays": 4, "halfTerms": [AUTUMN_2]});
    opening(by, input).await.text("openRound.round.id").parse().unwrap()
}

async fn opening(by: &Persona<'_>, input: Json) -> Answer {
    by.ask(&format!("mutation($input: OpenRoundInput!) {{ openRound(input: $input) {STEP} }}"), json!({"input": input}))
        .await
}

pub async fn freeze(by: &Persona<'_>, round: Id<Round>) -> Answer {
    step(by, "freezeRound", round).await
}

async fn close(by: &Persona<'_>, round: Id<Round>) -> Answer {
    step(by, "closeRound", round).await
}

async fn step(by: &Persona<'_>, mutation: &str, round: Id<Round>) -> Answer {
    let document = format!("mutation($input: RoundInput!) {{ {mutation}(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"round": round.to_string()}})).await
}

async fn cancel(by: &Persona<'_>, round: Id<Round>) -> Answer {
    let document = format!("mutation($input: CancelRoundInput!) {{ cancelRound(input: $input) {STEP} }}");
    by.ask(&document, json!({"input": {"round": round.to_string(), "reason": "Too early."}})).await
}

/// A round as somebody sees it; null where they do not.
async fn seen(by: &Persona<'_>, round: Id<Round>) -> Json {
    by.ask(SEEN, json!({"id": round.to_string()})).await.at("brokerageRound").clone()
}

/// A round of these requests that has its plan.
async fn planned(world: &World<'_>) -> Id<Round> {
    let round = open(&world.broker).await;
    freeze(&world.broker, round).await.done();
    world.broker.app.settle().await;
    round
}

/// How many half-days of all time are reserved.
async fn reserved(app: &TestApp) -> i64 {
    app.number("SELECT coalesce(sum(reserved), 0) AS number FROM capacity_window WHERE id <> $1", uuid::Uuid::nil())
        .await
}
