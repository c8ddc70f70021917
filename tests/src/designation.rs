//! Designations of a test's world: the acts that lead from an application to a badge, through the public API.

use domain::access::Role;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::deal::{Deal, act};
use crate::persona::Persona;
use crate::world::AllianceOf;

/// The codes of the criteria of a specialist leader.
pub const SLE_CRITERIA: [&str; 3] = ["specialism", "impact", "coaching"];

/// What is found of each criterion of a specialist leader.
pub fn findings(met: bool) -> Json {
    SLE_CRITERIA.map(|it| json!({"criterion": it, "met": met, "evidence": "Seen on a visit."})).into_iter().collect()
}

impl Persona<'_> {
    /// Applies to an alliance to be a specialist leader.
    pub async fn apply(&self, alliance: &AllianceOf<'_>) -> Answer {
        let maths = self.asks("{ expertise(code: \"pupil-achievement/maths\") { id } }").await;
        let input = json!({
            "scheme": "SLE", "alliance": alliance.id.to_string(), "specialisms": [maths.at("expertise.id")],
            "evidence": "Three years of results.", "leadershipMonths": 30,
        });
        self.ask(&act("applyForDesignation", "ApplyForDesignationInput", "designation"), json!({"input": input})).await
    }

    /// Does something about a designation.
    pub async fn designation(&self, verb: &str, kind: &str, id: &str, more: Json) -> Answer {
        let mut input = json!({"designation": id});
        let fields = more.as_object().expect("what is said more is an object").clone();
        input.as_object_mut().expect("an input is an object").extend(fields);
        self.ask(&act(verb, kind, "designation"), json!({"input": input})).await
    }
}

impl Deal<'_> {
    /// The specialist applies, and the home school speaks for them; gives the designation's id.
    pub async fn referenced(&self) -> String {
        let applied = self.specialist.persona.apply(&self.alliance).await;
        applied.done();
        let id = applied.text("applyForDesignation.designation.id");
        let said = json!({"text": "Leads well.", "releases": true});
        self.home_head.designation("referenceDesignation", "ReferenceDesignationInput", &id, said).await.done();
        id
    }

    /// The specialist is judged by a new assessor and designated until August 2027; gives the designation's id.
    pub async fn designated(&self) -> String {
        let id = self.referenced().await;
        let assessor = self.alliance.somebody(Role::QaAssessor).await;
        let found = json!({"findings": findings(true)});
        assessor.designation("assessDesignation", "AssessDesignationInput", &id, found).await.done();
        self.broker.designation("designate", "DesignateInput", &id, json!({"until": "2027-08-31"})).await.done();
        id
    }
}
