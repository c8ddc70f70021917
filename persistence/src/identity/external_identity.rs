//! The table of names by which outside issuers know people.

use crate::column::Key;
use crate::{DbError, Tx, values};
use domain::Id;
use domain::identity::Person;

/// Remembers by which name an issuer knows a person; `false` if that name is taken.
pub async fn insert(tx: &Tx, issuer: &str, subject: &str, person: Id<Person>) -> Result<bool, DbError> {
    let sql = "INSERT INTO external_identity (issuer, subject, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.run(sql, values![issuer, subject, Key(person)]).await? == 1)
}
