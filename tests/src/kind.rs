//! A deal of a kind beyond plain support, made of that kind through the public API.

use serde_json::{Value as Json, json};

use crate::deal::{Deal, act, read};

impl Deal<'_> {
    /// The offer is of that kind from now on, and another request of the same kind, for four half-days, takes the place of
    /// the deal's own; its need is confirmed.
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
    }
}
