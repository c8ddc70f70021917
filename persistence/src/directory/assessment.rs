//! The assessments of a designation as JSON in one column: they are written whole and never searched.

use domain::directory::{Assessment, Finding};
use domain::identity::Person;
use domain::text::Remark;
use domain::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::DbError;

#[derive(Serialize, Deserialize)]
struct Stored {
    by: String,
    at: chrono::DateTime<chrono::Utc>,
    findings: Vec<StoredFinding>,
}

#[derive(Serialize, Deserialize)]
struct StoredFinding {
    criterion: String,
    met: bool,
    evidence: String,
}

/// The assessments as they are stored.
pub(crate) fn store(assessments: &[Assessment]) -> Json {
    let finding = |it: &Finding| serde_json::json!({ "criterion": it.criterion, "met": it.met, "evidence": it.evidence.as_str() });
    let assessment = |it: &Assessment| {
        let findings: Json = it.findings.iter().map(finding).collect();
        serde_json::json!({ "by": it.by.uuid().to_string(), "at": it.at.to_string(), "findings": findings })
    };
    assessments.iter().map(assessment).collect()
}

/// The assessments as they were stored.
pub(crate) fn restore(json: Json) -> Result<Vec<Assessment>, DbError> {
    let stored: Vec<Stored> = serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))?;
    let finding = |it: StoredFinding| {
        let evidence = Remark::new(&it.evidence).map_err(|_| DbError::broken("a stored text is not plain"))?;
        Ok(Finding { criterion: it.criterion, met: it.met, evidence })
    };
    let assessment = |it: Stored| {
        let findings = it.findings.into_iter().map(finding).collect::<Result<_, DbError>>()?;
        let by = Uuid::try_parse(&it.by).map_err(|_| DbError::broken("an assessor without an id"))?;
        Ok(Assessment { by: Id::<Person>::from_uuid(by), at: Timestamp::new(it.at), findings })
    };
    stored.into_iter().map(assessment).collect()
}
