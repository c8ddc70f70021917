//! Terms that both heads sign, as a head types them.

use serde_json::{Value as Json, json};

/// The terms that both heads and the alliance sign.
pub fn terms() -> Json {
    json!({
        "outcomes": [outcome("Year 1", "Phonics check in June", "2027-06-30")],
        "actionPlan": [
            step("Teaches phonics in both classes while the teachers watch", "HOME", "2026-12-18"),
            step("Gives the two teachers an hour a week to plan together", "HOST", "2027-01-15"),
        ],
        "settlement": {"kind": "RECIPROCAL_CREDIT"},
        "exitPlan": "The reading lead takes the sessions over.",
        "startsOn": "2026-11-09",
        "endsOn": "2027-03-25",
    })
}

/// The same terms between other days, on the last of which every step of the plan is done.
pub fn terms_between(from: &str, until: &str) -> Json {
    let mut it = terms();
    (it["startsOn"], it["endsOn"]) = (from.into(), until.into());
    for step in it["actionPlan"].as_array_mut().into_iter().flatten() {
        step["dueOn"] = until.into();
    }
    it
}

/// An expected outcome for a group of pupils.
pub fn outcome(pupil_group: &str, measure: &str, due_on: &str) -> Json {
    json!({
        "improvement": "Every child reads to somebody each day", "pupilGroup": pupil_group, "measure": measure,
        "dueOn": due_on, "level": "DEPARTMENT",
    })
}

/// A step of an action plan.
pub fn step(what: &str, owner: &str, due_on: &str) -> Json {
    json!({"what": what, "owner": owner, "dueOn": due_on})
}
