//! What one request may ask for: every number in one place (TRUST section 1, API part 1). `docs/limits.md` explains them.

use std::time::Duration;

/// The limits of one request. The defaults are the published ones.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a request body.
    pub body: usize,
    /// How long the head of a request, and its body, may take to arrive.
    pub arrives_within: Duration,
    /// Levels of arrays and objects in a JSON body.
    pub json_depth: usize,
    /// Bytes of a query.
    pub query: usize,
    /// Words and signs of a query.
    pub tokens: usize,
    /// Levels of brackets in a query, and of selection sets with fragments written out.
    pub nesting: usize,
    /// Operations of a document.
    pub operations: usize,
    /// Fragments of a document.
    pub fragments: usize,
    /// Variables of an operation.
    pub variables: usize,
    /// Directives at one place of a document.
    pub directives: usize,
    /// Selections of an operation with fragments written out.
    pub selections: usize,
    /// Fields that an operation asks of the root.
    pub root_fields: usize,
    /// Changes that a document makes.
    pub mutations: usize,
    /// How often one field may be asked in one selection set, under whatever alias.
    pub repeats: usize,
    /// Levels of fields.
    pub depth: usize,
    /// Levels of fields below `__schema` and `__type`.
    pub introspection_depth: usize,
    /// Levels of lists below `__schema` and `__type`.
    pub introspection_lists: usize,
    /// Records that an answer could hold.
    pub nodes: u64,
    /// Cost of an operation.
    pub cost: u64,
    /// Bytes that variables may come to when every use of them is written out.
    pub variable_bytes: usize,
    /// How long an operation may run.
    pub deadline: Duration,
    /// Errors of one answer.
    pub errors: usize,
    /// Characters of one error's message.
    pub error_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            arrives_within: Duration::from_secs(10),
            json_depth: 64,
            query: 64 * 1024,
            tokens: 10_000,
            nesting: 64,
            operations: 10,
            fragments: 50,
            variables: 100,
            directives: 5,
            selections: 2_000,
            root_fields: 20,
            mutations: 4,
            repeats: 30,
            depth: 15,
            introspection_depth: 20,
            introspection_lists: 3,
            nodes: 50_000,
            cost: 2_000,
            variable_bytes: 8 * 1024 * 1024,
            deadline: Duration::from_secs(10),
            errors: 20,
            error_length: 500,
        }
    }
}

/// Who may ask about the schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Introspection {
    /// Nobody.
    Off,
    /// Callers who have signed in.
    #[default]
    SignedIn,
    /// Everybody.
    Everyone,
}

impl Introspection {
    /// Whether this caller may.
    pub const fn allows(self, signed_in: bool) -> bool {
        match self {
            Self::Off => false,
            Self::SignedIn => signed_in,
            Self::Everyone => true,
        }
    }
}
