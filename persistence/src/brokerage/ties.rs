//! What schools have done with others, as far as it says how cut off they are (DOMAIN K139).

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::matching::Ties;
use domain::directory::{Alliance, Expertise, School};
use domain::exchange::RequestStatus;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys, Texts};
use crate::{Db, DbError, scope, values};

/// What these schools have done with others, on a day; nothing of those that have worked with nobody. For the service: who may
/// read it is decided above.
pub async fn of(db: &Db, schools: Vec<Id<School>>, today: NaiveDate) -> Result<HashMap<Id<School>, Ties>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        school_id: Key<School>,
        links: i32,
        last_on: Option<NaiveDate>,
    }
    let values = values![Keys(schools), today];
    let rows: Vec<Row> = db.rows_for(&scope::service(), include_str!("ties.sql"), values).await?;
    let ties = |row: Row| (row.school_id.0, Ties { links: row.links, last_on: row.last_on });
    Ok(rows.into_iter().map(ties).collect())
}

/// What a school asks for in an open request.
#[derive(FromQueryResult)]
pub struct OpenNeed {
    /// The school.
    pub school_id: Key<School>,
    /// The areas of expertise.
    pub expertise: Keys<Expertise>,
}

/// What the open requests that an alliance brokers ask for, of those that the reader may see.
pub async fn needs(db: &Db, seen: &Scope, alliance: Id<Alliance>) -> Result<Vec<OpenNeed>, DbError> {
    let open =
        [RequestStatus::Submitted, RequestStatus::Triaged, RequestStatus::Matching, RequestStatus::Proposed].to_vec();
    let sql = "SELECT school_id, expertise FROM support_request WHERE ($1 OR audience && $2) \
               AND alliances @> ARRAY[$3::uuid] AND status = ANY($4) ORDER BY id";
    let values = values![seen.is_everything(), scope::ids(seen), Key(alliance), Texts(open)];
    db.rows_for(seen, sql, values).await
}
