//! What follows the work of a deployment, through the public API: what it came to, and what is made of it.

use domain::Id;
use domain::brokerage::Deployment;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::deal::{act, overlay};
use crate::persona::Persona;

impl Persona<'_> {
    /// Writes down a first number, of today, with whatever else is said of it.
    pub async fn measure(&self, deployment: Id<Deployment>, otherwise: Json) -> Answer {
        let document = act("recordMeasure", "RecordMeasureInput", "deployment");
        let mut input = json!({
            "deployment": deployment.to_string(), "outcome": 1, "point": "BASELINE", "value": 80, "unit": "months",
            "source": "The school's reading test", "on": self.app.clock.now().day(),
        });
        overlay(&mut input, otherwise);
        self.ask(&document, json!({"input": input})).await
    }

    /// Writes down a final review of today, with whatever else is said of it.
    pub async fn final_review(&self, deployment: Id<Deployment>, otherwise: Json) -> Answer {
        let document = "mutation Act($input: RecordFinalReviewInput!) { recordFinalReview(input: $input) { \
             review { id kind deployment { status version } } userErrors { code field message rule } } }";
        let mut input = json!({
            "deployment": deployment.to_string(), "heldOn": self.app.clock.now().day(),
            "impact": "Every class of the year group reads first.", "goingOn": "The reading lead holds the sessions.",
            "ratings": [{"outcome": 1, "rag": "GREEN", "level": "DEPARTMENT", "details": "Eight of nine read."}],
        });
        overlay(&mut input, otherwise);
        self.ask(document, json!({"input": input})).await
    }

    /// Writes down how one sees the own work, today.
    pub async fn self_evaluation(&self, deployment: Id<Deployment>) -> Answer {
        let document = "mutation Act($input: RecordSelfEvaluationInput!) { recordSelfEvaluation(input: $input) { \
             review { id kind deployment { status version } } userErrors { code field message rule } } }";
        let input = json!({
            "deployment": deployment.to_string(), "heldOn": self.app.clock.now().day(),
            "wentWell": "Watching together.", "otherwise": "Fewer meetings.", "learned": "To ask first.",
        });
        self.ask(document, json!({"input": input})).await
    }

    /// Drafts a case study.
    pub async fn draft_case_study(&self, deployment: Id<Deployment>) -> Answer {
        let document = act("draftCaseStudyFrom", "DraftCaseStudyFromInput", "caseStudy");
        self.ask(&document, json!({"input": {"deployment": deployment.to_string()}})).await
    }

    /// Changes the words of a case study.
    pub async fn revise_case_study(&self, input: Json) -> Answer {
        let document = act("reviseCaseStudy", "ReviseCaseStudyInput", "caseStudy");
        self.ask(&document, json!({"input": input})).await
    }
}
