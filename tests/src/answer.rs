//! The answer to a question, with the ways in which a test looks at it.

use serde_json::Value as Json;

/// The answer to one GraphQL request.
#[derive(Clone, Debug)]
pub struct Answer(pub Json);

/// One user error of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct No {
    /// The code.
    pub code: String,
    /// The path of the input field, joined by dots; empty when it is the act itself.
    pub field: String,
    /// The sentence.
    pub message: String,
}

impl Answer {
    /// The data, where nothing went wrong: no errors, and no user errors in any payload.
    pub fn done(&self) -> &Json {
        assert!(self.0.get("errors").is_none(), "errors: {}", self.0);
        let refusals = self.refusals();
        assert!(refusals.is_empty(), "refused: {refusals:?}");
        &self.0["data"]
    }

    /// The value at a path of the data, such as `school.offers.edges.0.node.title`.
    pub fn at(&self, path: &str) -> &Json {
        let pointer = path.split('.').fold("/data".to_owned(), |pointer, key| pointer + "/" + key);
        self.0.pointer(&pointer).unwrap_or(&Json::Null)
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> String {
        self.at(path).as_str().unwrap_or_else(|| panic!("no text at {path} in {}", self.0)).to_owned()
    }

    /// The only user error; fails where there is none or several.
    pub fn refused(&self) -> No {
        let mut refusals = self.refusals();
        assert_eq!(refusals.len(), 1, "one refusal is expected: {}", self.0);
        refusals.remove(0)
    }

    /// Every user error of every payload.
    pub fn refusals(&self) -> Vec<No> {
        let payloads = self.0["data"].as_object().into_iter().flatten();
        let errors = payloads.filter_map(|(_, payload)| payload["userErrors"].as_array()).flatten();
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        errors
            .map(|error| No {
                code: text(&error["code"]),
                field: error["field"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join("."),
                message: text(&error["message"]),
            })
            .collect()
    }

    /// The code of the first error of the answer.
    pub fn error_code(&self) -> String {
        self.0["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}
