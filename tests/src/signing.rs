//! What binds a school, through the public API: signed, confirmed and consented to in the version that stands.

use domain::Id;
use domain::brokerage::{CaseStudy, Deployment, Visit};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::app::TestApp;
use crate::deal::{act, read};
use crate::persona::Persona;

impl TestApp {
    /// The version in which the row of a table stands.
    pub async fn version(&self, table: &str, id: Uuid) -> i64 {
        self.number(&format!("SELECT version::bigint AS number FROM {table} WHERE id = $1"), id).await
    }
}

impl Persona<'_> {
    /// Signs the standing terms, or states them.
    pub async fn agree(&self, deployment: Id<Deployment>, terms: Option<Json>) -> Answer {
        self.agree_to(deployment, terms, self.app.version("deployment", deployment.uuid()).await).await
    }

    /// Signs the terms of a version that was read, or states them.
    pub async fn agree_to(&self, deployment: Id<Deployment>, terms: Option<Json>, version: i64) -> Answer {
        let document = act("agreeDeployment", "AgreeDeploymentInput", "deployment");
        let input = json!({"deployment": deployment.to_string(), "terms": terms, "expectedVersion": version});
        self.ask(&document, json!({"input": input})).await
    }

    /// Consents to a deployment, for whomever of the own school.
    pub async fn consents(&self, deployment: Id<Deployment>, kind: &str) -> Answer {
        let document = act("giveConsent", "GiveConsentInput", "deployment");
        let version = self.app.version("deployment", deployment.uuid()).await;
        let input = json!({"deployment": deployment.to_string(), "kind": kind, "expectedVersion": version});
        self.ask(&document, json!({"input": input})).await
    }

    /// A step of a visit that needs nothing but its id and its version.
    pub async fn visit(&self, mutation: &str, visit: Id<Visit>) -> Answer {
        let input = if mutation == "confirmVisit" { "ConfirmVisitInput" } else { "CancelVisitInput" };
        let version = self.app.version("visit", visit.uuid()).await;
        let said = json!({"visit": visit.to_string(), "expectedVersion": version});
        self.ask(&act(mutation, input, "visit"), json!({"input": said})).await
    }

    /// A step of a case study that needs nothing but its id and its version.
    pub async fn of_case_study(&self, mutation: &str, study: &str) -> Answer {
        let input = if mutation == "withdrawCaseStudy" { "WithdrawCaseStudyInput" } else { "CaseStudyInput" };
        let version = self.app.version("case_study", read::<CaseStudy>(study).uuid()).await;
        let said = json!({"caseStudy": study, "expectedVersion": version});
        self.ask(&act(mutation, input, "caseStudy"), json!({"input": said})).await
    }
}
