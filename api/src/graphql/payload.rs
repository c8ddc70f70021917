//! The answer to a mutation: what changed, or why not. Refusals are data; faults are errors.

use async_graphql::{Error, ErrorExtensions, SimpleObject};
use domain::rule::{Refusals, Rejected, Rule};

use crate::app::{Fault, Refusal};
use crate::graphql::adapter::Choice;

/// Why something was refused, in plain words and with a code that stays the same.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// The code of the rule that said no.
    pub code: Choice<Rule>,
    /// Why, in plain words.
    pub message: String,
    /// The path of the input field at fault; nothing when it is the act itself.
    pub field: Option<Vec<String>>,
    /// Where the rule comes from, such as `DOMAIN A12`.
    pub rule: Option<&'static str>,
    /// Whether it only warns: say in `overrides` why you go on, under this code, and it is done.
    pub warning: bool,
}

impl From<Rejected> for UserError {
    fn from(no: Rejected) -> Self {
        Self {
            message: no.message().to_owned(),
            field: no.field.as_ref().map(|path| path.split('.').map(camel).collect()),
            rule: no.rule.source(),
            warning: no.rule.warns(),
            code: Choice(no.rule),
        }
    }
}

/// The refusals of a mutation, as its payload shows them.
pub fn user_errors(refusals: Refusals) -> Vec<UserError> {
    refusals.into_vec().into_iter().map(UserError::from).collect()
}

/// A field's name as the contract spells it.
fn camel(name: &str) -> String {
    let mut upper = false;
    let letter = |c: char| {
        let letter = if upper { c.to_ascii_uppercase() } else { c };
        upper = c == '_';
        (c != '_').then_some(letter)
    };
    name.chars().filter_map(letter).collect()
}

/// A fault as an error of the answer: logged here, once, and shown without its cause.
pub fn fault(fault: &Fault) -> Error {
    let (code, message) = match fault {
        // The endpoint takes this one up: it waits for the first answer and gives the same.
        Fault::Repeated => ("IDEMPOTENCY_IN_PROGRESS", "The first request with this key is still being worked on."),
        Fault::Clash | Fault::Unavailable(_) => ("UNAVAILABLE", "The service is busy. Please try again in a moment."),
        Fault::Broken(_) => ("INTERNAL_SERVER_ERROR", "Something went wrong on our side."),
    };
    if matches!(fault, Fault::Repeated) {
        tracing::debug!(code, "a request bears a key that is taken");
    } else {
        tracing::error!(code, cause = %fault, "a request met a fault");
    }
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// A refusal where a query cannot show it as data.
pub fn refusal(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Fault(it) => fault(&it),
        Refusal::Rejected(refusals) => {
            let message =
                refusals.into_vec().into_iter().map(|no| no.message().to_owned()).collect::<Vec<_>>().join(" ");
            Error::new(message).extend_with(|_, extensions| extensions.set("code", "BAD_USER_INPUT"))
        }
    }
}

/// Declares the payload of a mutation: the noun that changed, or the user errors.
#[macro_export]
macro_rules! payload {
    ($($(#[doc = $about:literal])+ pub $payload:ident { $(#[doc = $noun_about:literal])+ $noun:ident: $object:ty } from $of:ty;)+) => {$(
        $(#[doc = $about])+
        #[derive(async_graphql::SimpleObject)]
        pub struct $payload {
            $(#[doc = $noun_about])+
            pub $noun: Option<$object>,
            /// Why nothing was changed; empty when it was.
            pub user_errors: Vec<$crate::graphql::payload::UserError>,
        }

        impl $payload {
            /// Shapes the outcome of the use case.
            pub fn of(outcome: $crate::app::Outcome<$of>) -> async_graphql::Result<Self> {
                match outcome {
                    Ok(it) => Ok(Self { $noun: Some(it.into()), user_errors: Vec::new() }),
                    Err($crate::app::Refusal::Rejected(refusals)) => {
                        Ok(Self { $noun: None, user_errors: $crate::graphql::payload::user_errors(refusals) })
                    }
                    Err($crate::app::Refusal::Fault(it)) => Err($crate::graphql::payload::fault(&it)),
                }
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_in_the_contract() {
        let error = UserError::from(Rule::TextEmpty.at("objectives.0.pupil_group"));
        assert_eq!(error.field, Some(vec!["objectives".into(), "0".into(), "pupilGroup".into()]));
        assert_eq!(error.message, "This may not be empty.");
    }
}
