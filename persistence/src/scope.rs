//! A scope's second spelling: what the database is told about who reads.

use domain::access::Scope;
use uuid::Uuid;

/// The words that open a transaction and tell row-level security who reads, in one round trip.
///
/// The reader is made of ids: nothing but hexadecimal digits, hyphens and commas, and so safe inside the quotes.
pub(crate) fn opening(scope: &Scope) -> String {
    format!("BEGIN; SELECT set_config('lateral.reader', '{}', true)", reader(scope))
}

/// A query of `values` bound values that tells row-level security who reads, all in one round trip. The reader is one value
/// more, bound after the others; the setting ends with the statement's own transaction, before anybody else has the
/// connection.
///
/// The rows hang on the told reader, and `OFFSET 0` keeps the planner from lifting the query out from under it: the setting
/// is made before the first row is looked at. Were it not, the policies would show nothing.
pub(crate) fn telling(sql: &str, values: usize) -> String {
    format!(
        "SELECT rows.* FROM (SELECT set_config('lateral.reader', ${}, true) AS reader) AS told, \
         LATERAL (SELECT asked.* FROM ({sql}\n) AS asked WHERE told.reader IS NOT NULL OFFSET 0) AS rows",
        values + 1
    )
}

/// Who reads, as row-level security is told: ids, and for the service nobody's id, which may read every row.
pub(crate) fn reader(scope: &Scope) -> String {
    if scope.is_everything() {
        return Uuid::nil().to_string();
    }
    scope.ids().iter().map(|id| id.hyphenated().to_string()).collect::<Vec<_>>().join(",")
}

/// The value of `$n` in `audience && $n`: the first net. Row-level security is the second, and the one that an index serves. The service, which sees everything, reads without this condition.
pub fn ids(scope: &Scope) -> Vec<Uuid> {
    scope.ids().to_vec()
}

/// The service's own scope, for reads that serve nobody in particular: a sign-in, a worker.
pub(crate) fn service() -> Scope {
    domain::access::Actor::Service.scope()
}
