//! The catalogue of errors, for whoever writes a client.

use async_graphql::{Enum, Object, SimpleObject};
use domain::Word;
use domain::rule::Rule;

use crate::graphql::Code;

/// Where a code is told.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum ErrorPlace {
    /// In `userErrors` of a mutation's answer: a rule of the exchange said no.
    UserErrors,
    /// In `extensions.code` of the answer's errors: the request or a part of it could not be answered.
    Errors,
}

/// One error that may be met, with the code that stays the same.
#[derive(Clone, Debug, SimpleObject)]
pub struct CatalogueEntry {
    /// The code.
    pub code: String,
    /// Where it is told.
    pub place: ErrorPlace,
    /// What it means, in plain words.
    pub message: String,
    /// Where the rule comes from, such as `DOMAIN A12`; nothing where it is a matter of technique.
    pub rule: Option<&'static str>,
    /// Whether it only warns: whoever says why may go on nonetheless.
    pub warning: bool,
}

/// The question for the catalogue.
#[derive(Default)]
pub struct CatalogueQuery;

#[Object]
impl CatalogueQuery {
    /// Every error that this service tells, with its code and its meaning. Codes are added and never change their meaning.
    async fn error_catalogue(&self) -> Vec<CatalogueEntry> {
        let rules = Rule::ALL.iter().map(|rule| CatalogueEntry {
            code: rule.shout(),
            place: ErrorPlace::UserErrors,
            message: rule.about().to_owned(),
            rule: rule.source(),
            warning: rule.warns(),
        });
        let codes = Code::ALL.iter().map(|code| CatalogueEntry {
            code: code.shout(),
            place: ErrorPlace::Errors,
            message: code.about().to_owned(),
            rule: None,
            warning: false,
        });
        rules.chain(codes).collect()
    }
}
