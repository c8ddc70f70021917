//! Badges: of the designations, which are private, what everybody may know of those that hold.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{Alliance, DesignationScheme, Specialist};
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys, Text};
use crate::{Db, DbError, scope, values};

/// A designation that holds, as everybody may know it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Badge {
    specialist_id: Key<Specialist>,
    /// The scheme.
    pub scheme: Text<DesignationScheme>,
    /// The first day.
    pub since: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The alliance that gave it or looks after it.
    pub alliance_id: Key<Alliance>,
    /// Who gave it, where that was not the alliance.
    pub issuer: Option<String>,
}

/// The badges of these specialists on a day (DOMAIN B16): read by the service for everybody, and nothing else of the rows.
pub async fn of_specialists(
    db: &Db,
    ids: Vec<Id<Specialist>>,
    day: NaiveDate,
) -> Result<HashMap<Id<Specialist>, Vec<Badge>>, DbError> {
    let sql = "SELECT specialist.id AS specialist_id, scheme, since, ends_on, alliance_id, issuer \
               FROM specialist JOIN designation ON designation.person_id = specialist.person_id \
               WHERE specialist.id = ANY($1) AND designation.status = 'designated' AND since <= $2 AND ends_on >= $2 \
               ORDER BY since, designation.id";
    let mut found: HashMap<Id<Specialist>, Vec<Badge>> = HashMap::new();
    for row in db.rows_for::<Badge>(&scope::service(), sql, values![Keys(ids), day]).await? {
        found.entry(row.specialist_id.0).or_default().push(row);
    }
    Ok(found)
}
