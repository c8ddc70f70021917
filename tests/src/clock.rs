//! What comes before the work, through the public API: the employer's word, audit visits and initial meetings, and how an
//! alliance keeps its time.

use domain::Id;
use domain::brokerage::Deployment;
use domain::directory::{Alliance, Specialist};
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::deal::{act, overlay};
use crate::persona::Persona;

impl Persona<'_> {
    /// Gives an employer's word for a specialist who was checked in September, with whatever else is said of it.
    pub async fn assure(&self, specialist: Id<Specialist>, otherwise: Json) -> Answer {
        let document = act("recordAssurance", "RecordAssuranceInput", "assurance");
        let mut input = json!({
            "specialist": specialist.to_string(), "checkedOn": "2026-09-03", "scope": "ACCOMPANIED",
            "letterRef": "Letter of 3 September", "validUntil": "2027-08-31",
        });
        overlay(&mut input, otherwise);
        self.ask(&document, json!({"input": input})).await
    }

    /// Writes down an initial meeting of today, with whatever else is said of it.
    pub async fn meet(&self, deployment: Id<Deployment>, otherwise: Json) -> Answer {
        let document = "mutation Act($input: RecordInitialMeetingInput!) { recordInitialMeeting(input: $input) { \
             meeting { id heldOn deployment { status version } } userErrors { code field message rule } } }";
        let mut input = json!({
            "deployment": deployment.to_string(), "heldOn": self.app.clock.now().day(), "mode": "IN_PERSON",
            "attended": "Both reading leads.", "focus": "Phonics in Year 1.", "frequency": "Every second Tuesday.",
            "access": "Released on Tuesdays; signs in at the office.",
        });
        overlay(&mut input, otherwise);
        self.ask(document, json!({"input": input})).await
    }

    /// Asks for an audit visit of tomorrow, with whatever else is said of it.
    pub async fn ask_for_audit(&self, request: &str, otherwise: Json) -> Answer {
        let document = act("askForAuditVisit", "AskForAuditVisitInput", "auditVisit");
        let mut input = json!({
            "request": request, "plannedOn": self.app.clock.now().plus_days(1).day(), "purpose": "See how phonics is taught.",
        });
        overlay(&mut input, otherwise);
        self.ask(&document, json!({"input": input})).await
    }

    /// Writes down that an audit visit was held today, with whatever else is said of it.
    pub async fn hold_audit(&self, audit: &str, otherwise: Json) -> Answer {
        let document = act("recordAuditVisit", "RecordAuditVisitInput", "auditVisit");
        let mut input = json!({
            "auditVisit": audit, "heldOn": self.app.clock.now().day(), "way": "ACCOMPANIED",
            "finding": "Lessons differ from room to room.",
        });
        overlay(&mut input, otherwise);
        self.ask(&document, json!({"input": input})).await
    }

    /// Does without an audit visit.
    pub async fn waive_audit(&self, audit: &str, reason: &str) -> Answer {
        let document = act("waiveAuditVisit", "WaiveAuditVisitInput", "auditVisit");
        self.ask(&document, json!({"input": {"auditVisit": audit, "reason": reason}})).await
    }

    /// How an alliance kept its service levels in the autumn of 2026, by level: fell due, met, breached, median hours. Nothing
    /// where this persona is not shown it.
    pub async fn levels(&self, of: Id<Alliance>) -> Option<Json> {
        let document = "query($id: ID!) { alliance(id: $id) { serviceLevels(from: \"2026-11-01\", until: \"2026-12-01\") { \
             level fellDue met breached medianHours } } }";
        let answer = self.ask(document, json!({"id": of.to_string()})).await;
        let levels = answer.done()["alliance"]["serviceLevels"].as_array()?.clone();
        let one = |it: &Json| (it["level"].as_str().unwrap_or_default().to_owned(), figures(it));
        Some(levels.iter().map(one).collect::<serde_json::Map<_, _>>().into())
    }

    /// What an alliance did not do in time, oldest first, as level and step. Nothing where this persona is not shown it.
    pub async fn breaches(&self, of: Id<Alliance>) -> Option<Vec<(String, String)>> {
        let document = "query($id: ID!) { alliance(id: $id) { serviceBreaches(last: 50) { nodes { level step } } } }";
        let answer = self.ask(document, json!({"id": of.to_string()})).await;
        let nodes = answer.done()["alliance"]["serviceBreaches"]["nodes"].as_array()?.clone();
        let word = |it: &Json, field: &str| it[field].as_str().unwrap_or_default().to_owned();
        Some(nodes.iter().rev().map(|it| (word(it, "level"), word(it, "step"))).collect())
    }
}

fn figures(it: &Json) -> Json {
    ["fellDue", "met", "breached", "medianHours"].iter().map(|field| it[*field].clone()).collect()
}
