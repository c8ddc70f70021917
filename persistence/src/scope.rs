//! A scope's second spelling: what the database is told about who reads.

use domain::access::Scope;

/// The words that open a transaction and tell row-level security who reads, in one round trip.
///
/// The reader is `*` for the service, else ids: nothing but hexadecimal digits, hyphens, commas or one asterisk, and so
/// safe inside the quotes.
pub(crate) fn opening(scope: &Scope) -> String {
    format!("BEGIN; SELECT set_config('lateral.reader', '{}', true)", reader(scope))
}

/// Who reads, as row-level security is told.
pub(crate) fn reader(scope: &Scope) -> String {
    if scope.is_everything() {
        return "*".to_owned();
    }
    scope.ids().iter().map(|id| id.hyphenated().to_string()).collect::<Vec<_>>().join(",")
}

/// The value of `$n` in `audience && $n`: the first net, and the one that an index serves. Row-level security is the
/// second. The service, which sees everything, reads without this condition.
pub fn ids(scope: &Scope) -> Vec<uuid::Uuid> {
    scope.ids().to_vec()
}

/// The service's own scope, for reads that serve nobody in particular: a sign-in, a worker.
pub(crate) fn service() -> Scope {
    domain::access::Actor::Service.scope()
}
