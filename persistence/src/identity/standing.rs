//! What the owner of a token may do just now: one statement, asked again every moment.

use std::collections::HashMap;

use domain::access::Role;
use domain::directory::{Alliance, School};
use domain::identity::{Membership, Person, Session};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::identity::membership::Held;
use crate::{Db, DbError, scope, values};

/// Somebody who may act, and the roles in which they may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who it is.
    pub person: Id<Person>,
    /// Tokens of an outside issuer that are older than this are refused.
    pub signed_out_at: Option<Timestamp>,
    /// Their memberships that may act now, oldest first.
    pub held: Vec<Held>,
}

#[derive(FromQueryResult)]
struct Row {
    person_id: Key<Person>,
    signed_out_at: Option<At>,
    id: Option<Key<Membership>>,
    role: Option<Text<Role>>,
    school_id: Option<Key<School>>,
    alliance_id: Option<Key<Alliance>>,
}

const SELECTED: &str = "SELECT p.id AS person_id, p.signed_out_at, m.id, m.role, m.school_id, m.alliance_id FROM person p \
                        LEFT JOIN membership m ON m.person_id = p.id AND m.status = 'active' \
                        AND (m.until IS NULL OR m.until > $3)";

/// The standing of a sign-in; `None` if it is over or the person is suspended.
pub async fn of_session(
    db: &Db,
    person: Id<Person>,
    session: Id<Session>,
    now: Timestamp,
) -> Result<Option<Standing>, DbError> {
    let sql = format!(
        "{SELECTED} JOIN session s ON s.person_id = p.id WHERE p.id = $1 AND s.id = $2 AND s.revoked_at IS NULL \
         AND s.expires_at > $3 AND p.suspended_at IS NULL ORDER BY m.id"
    );
    let rows = db.rows_for::<Row>(&scope::service(), &sql, values![Key(person), Key(session), At(now)]).await?;
    Ok(standing(rows))
}

/// The standing of somebody whom an outside issuer knows; `None` if we do not, or the person is suspended.
pub async fn of_identity(db: &Db, issuer: &str, subject: &str, now: Timestamp) -> Result<Option<Standing>, DbError> {
    let sql = format!(
        "{SELECTED} JOIN external_identity e ON e.person_id = p.id WHERE e.issuer = $1 AND e.subject = $2 \
         AND p.suspended_at IS NULL ORDER BY m.id"
    );
    Ok(standing(db.rows_for::<Row>(&scope::service(), &sql, values![issuer, subject, At(now)]).await?))
}

/// The roles in which each of these people may act just now. Whoever is suspended has none, and is left out.
pub async fn of_persons(
    db: &Db,
    ids: Vec<Id<Person>>,
    now: Timestamp,
) -> Result<HashMap<Id<Person>, Vec<Held>>, DbError> {
    let sql = "SELECT m.person_id, NULL::timestamptz AS signed_out_at, m.id, m.role, m.school_id, m.alliance_id \
               FROM membership m JOIN person p ON p.id = m.person_id AND p.suspended_at IS NULL \
               WHERE m.person_id = ANY($1) AND m.status = 'active' AND (m.until IS NULL OR m.until > $2)";
    let mut held: HashMap<_, Vec<_>> = HashMap::new();
    for row in db.rows_for::<Row>(&scope::service(), sql, values![Keys(ids), At(now)]).await? {
        held.entry(row.person_id.0).or_default().extend(held_of(&row));
    }
    Ok(held)
}

fn held_of(row: &Row) -> Option<Held> {
    let (school, alliance) = (row.school_id.map(|it| it.0), row.alliance_id.map(|it| it.0));
    Some(Held { id: row.id?.0, role: row.role?.0, school, alliance })
}

fn standing(rows: Vec<Row>) -> Option<Standing> {
    let first = rows.first()?;
    let (person, signed_out_at) = (first.person_id.0, first.signed_out_at.map(|at| at.0));
    Some(Standing { person, signed_out_at, held: rows.iter().filter_map(held_of).collect() })
}
