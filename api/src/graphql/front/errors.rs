//! How errors are told: a code each, the request id, and nothing of how Lateral is built.

use async_graphql::{ServerError, Value};
use domain::Word;

use crate::graphql::front::{Code, Limits};

/// Makes the errors of one answer fit to be shown; what broke on our side is logged, once, and told without detail.
pub fn told(mut errors: Vec<ServerError>, limits: &Limits, request_id: &str, suggests: bool) -> Vec<ServerError> {
    errors.truncate(limits.errors);
    for error in &mut errors {
        let code = code(error);
        if code == Code::InternalServerError && !is_told(error) {
            tracing::error!(request_id, message = %error.message, path = ?error.path, "a field broke");
            error.message = Code::InternalServerError.about().to_owned();
        }
        if !suggests && let Some(at) = error.message.find(" Did you mean") {
            error.message.truncate(at);
        }
        if let Some((end, _)) = error.message.char_indices().nth(limits.error_length) {
            error.message.truncate(end);
        }
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", code.shout());
        // An answer that was kept names the request that it answered.
        if extensions.get("requestId").is_none() {
            extensions.set("requestId", request_id);
        }
    }
    errors
}

/// The code that the error carries, or the one that fits where the library made it.
fn code(error: &ServerError) -> Code {
    if let Some(Value::String(code)) = error.extensions.as_ref().and_then(|it| it.get("code")) {
        return Code::read(&code.to_ascii_lowercase()).unwrap_or(Code::InternalServerError);
    }
    // The library's own words when an argument cannot be read by its type.
    let of_input = ["Failed to parse \"", "Expected input type \""].iter().any(|it| error.message.starts_with(it));
    if of_input { Code::BadUserInput } else { Code::InternalServerError }
}

/// Whether whoever made the error chose its code, and so its message.
fn is_told(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|it| it.get("code").is_some())
}
