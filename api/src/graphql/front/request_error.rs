//! A request that is refused before anything of it runs.

use std::borrow::Cow;

use async_graphql::{Pos, ServerError};
use domain::Word;

use crate::graphql::front::Code;

/// Why a request is refused as a whole: a code, a sentence, and the places in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    /// The code.
    pub code: Code,
    /// The sentence that is shown.
    pub message: Cow<'static, str>,
    /// Where in the document.
    pub locations: Vec<Pos>,
}

impl RequestError {
    /// Refuses with a sentence of its own.
    pub fn saying(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), locations: Vec::new() }
    }

    /// Says where in the document.
    #[must_use]
    pub fn at(mut self, place: Pos) -> Self {
        self.locations.push(place);
        self
    }
}

impl From<Code> for RequestError {
    fn from(code: Code) -> Self {
        Self::saying(code, code.about().to_owned())
    }
}

impl From<RequestError> for ServerError {
    fn from(refused: RequestError) -> Self {
        let mut error = Self::new(refused.message, None);
        error.locations = refused.locations;
        error.extensions.get_or_insert_default().set("code", refused.code.shout());
        error
    }
}

impl From<RequestError> for Vec<ServerError> {
    fn from(refused: RequestError) -> Self {
        vec![refused.into()]
    }
}
