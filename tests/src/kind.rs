//! A deal of a kind beyond plain support, made of that kind through the public API.

use domain::Id;
use domain::brokerage::Deployment;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::deal::{Deal, act, read};
use crate::persona::Persona;

impl Deal<'_> {
    /// The offer is of that kind from now on, and another request of the same kind, for four half-days, takes the place of
    /// the deal's own; its need is confirmed. Where people of that school travel, its head has given the word for them.
    pub async fn of_kind(&mut self, kind: &str) {
        let reading = self.home_head.asks("{ expertise(code: \"pupil-achievement/english\") { id } }").await;
        let about = |terms: Json| {
            let mut terms = terms;
            terms["kind"] = kind.into();
            terms["expertise"] = json!([reading.at("expertise.id")]);
            terms["keyStages"] = json!(["KS1"]);
            terms["modes"] = json!(["IN_PERSON"]);
            terms
        };
        let offered = about(json!({
            "title": "Early reading", "summary": "Phonics that hold.", "format": "SUSTAINED", "halfDaysPerHalfTerm": 6,
            "settlements": ["RECIPROCAL_CREDIT"], "specialist": self.specialist.id.to_string(),
        }));
        let version = self.app.version("offer", self.offer.uuid()).await;
        let elsewhere = json!([{"code": "COACH_UNTRIED", "reason": "They have coached elsewhere."}]);
        let input = json!({
            "offer": self.offer.to_string(), "expectedVersion": version, "terms": offered, "overrides": elsewhere,
        });
        self.home_head.ask(&act("reviseOffer", "ReviseOfferInput", "offer"), json!({ "input": input })).await.done();

        let wanted = about(json!({
            "title": "Reading", "need": "Too few read well.", "urgency": "SOON", "halfDays": 4,
            "objectives": [{"pupilGroup": "Year 1", "measure": "Phonics check in June", "dueOn": "2027-06-30", "level": "DEPARTMENT"}],
            "startsOn": self.app.clock.now().day(), "endsOn": "2027-03-25", "settlement": "RECIPROCAL_CREDIT",
        }));
        let raise = act("requestSupport", "RequestSupportInput", "request");
        let raised = self.host_head.ask(&raise, json!({"input": {"terms": wanted}})).await;
        raised.done();
        let request = raised.text("requestSupport.request.id");
        let triage = act("triageRequest", "TriageRequestInput", "request");
        self.broker.ask(&triage, json!({"input": {"request": request}})).await.done();
        self.request = read(&request);
        if ["STUDY_VISIT", "JOINT_PRACTICE_DEVELOPMENT", "PUPIL_COLLABORATION"].contains(&kind) {
            self.visitors_assured().await.done();
        }
    }

    /// The head of the school that asks gives its word for whomever it sends.
    pub async fn visitors_assured(&self) -> Answer {
        self.host_head.assure(self.specialist.id, json!({"specialist": null})).await
    }

    /// Writes down one school's part of what the kind of work asks.
    pub async fn prepared(&self, who: &Persona<'_>, deployment: Id<Deployment>, part: Json) {
        let input = json!({"deployment": deployment.to_string(), "part": part});
        let document = act("prepareDeployment", "PrepareDeploymentInput", "deployment");
        who.ask(&document, json!({ "input": input })).await.done();
    }
}
