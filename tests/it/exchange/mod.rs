//! The market at its GraphQL door: offers, how they are found, and requests for support.

mod anonymous;
mod brokers;
mod calendar;
mod capacity;
mod filters;
mod offer;
mod request;
mod search;
mod specialist;
mod taxonomy;
mod work_list;

use lateral_tests::{Answer, Persona, TestApp};
use serde_json::{Value as Json, json};

const OFFER: &str = "id title status version publishedAt lastConfirmedAt";
const REQUEST: &str = "id title status version school { name } submittedAt";

/// The id of a term of the taxonomy.
pub async fn term(app: &TestApp, code: &str) -> String {
    let answer =
        app.stranger().ask("query($code: String) { expertise(code: $code) { id } }", json!({"code": code})).await;
    answer.text("expertise.id")
}

/// What an offer says, about a term.
fn offer_terms(title: &str, term: &str) -> Json {
    json!({
        "kind": "SUPPORT", "title": title, "summary": "Plan, teach and review together over a term.",
        "expertise": [term], "keyStages": ["KS2"], "modes": ["IN_PERSON", "REMOTE"], "format": "SUSTAINED",
        "halfDaysPerHalfTerm": 6, "travelMinutes": 45, "settlements": ["RECIPROCAL_CREDIT"],
    })
}

/// What a request asks for, about a term.
pub fn request_terms(title: &str, term: &str) -> Json {
    json!({
        "kind": "SUPPORT", "title": title, "need": "Two new teachers and a scheme that nobody knows yet.",
        "objectives": [{"pupilGroup": "Year 4 below the expected standard", "measure": "Share who reach it", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
        "expertise": [term], "keyStages": ["KS2"], "modes": ["IN_PERSON"], "urgency": "SOON", "halfDays": 6,
        "startsOn": "2027-01-04", "endsOn": "2027-03-26", "settlement": "RECIPROCAL_CREDIT",
    })
}

/// Does something with an input, and asks for what the noun is then.
async fn act(by: &Persona<'_>, verb: &str, input_type: &str, noun: &str, fields: &str, input: Json) -> Answer {
    let document = format!(
        "mutation($input: {input_type}!) {{ {verb}(input: $input) {{ {noun} {{ {fields} }} \
         userErrors {{ code message field rule }} }} }}"
    );
    by.ask(&document, json!({"input": input})).await
}

/// Drafts an offer and gives its id.
async fn drafted(by: &Persona<'_>, terms: Json) -> String {
    let answer = act(by, "draftOffer", "DraftOfferInput", "offer", OFFER, json!({"terms": terms})).await;
    answer.done();
    answer.text("draftOffer.offer.id")
}

/// Does something with an offer that needs no more than its id.
async fn offer_act(by: &Persona<'_>, verb: &str, id: &str) -> Answer {
    let kind = if verb == "withdrawOffer" { "WithdrawOfferInput" } else { "OfferInput" };
    act(by, verb, kind, "offer", OFFER, json!({"offer": id})).await
}

/// Drafts and publishes an offer and gives its id.
async fn published(by: &Persona<'_>, terms: Json) -> String {
    let id = drafted(by, terms).await;
    offer_act(by, "publishOffer", &id).await.done();
    id
}

/// Raises a request.
async fn raise(by: &Persona<'_>, terms: Json) -> Answer {
    act(by, "requestSupport", "RequestSupportInput", "request", REQUEST, json!({"terms": terms})).await
}

/// Raises a request and gives its id.
async fn raised(by: &Persona<'_>, terms: Json) -> String {
    let answer = raise(by, terms).await;
    answer.done();
    answer.text("requestSupport.request.id")
}

/// Does something with a request that needs no more than its id.
async fn request_act(by: &Persona<'_>, verb: &str, id: &str) -> Answer {
    let kind = if verb == "triageRequest" { "TriageRequestInput" } else { "RequestInput" };
    act(by, verb, kind, "request", REQUEST, json!({"request": id})).await
}
