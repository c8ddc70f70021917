//! The schools that have left an alliance, each with why.

use std::collections::HashMap;

use domain::Id;
use domain::directory::{Alliance, AllianceLeave, School};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, values};

/// The list of the schools that have left an alliance, the last to leave first.
pub const OF_ALLIANCE: &str = "alliance.former_members";

/// A school's place in an alliance that is over.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FormerMember {
    /// The alliance.
    pub alliance_id: Key<Alliance>,
    /// The school.
    pub school_id: Key<School>,
    /// Since when it was a member.
    pub since: At,
    /// Until when.
    pub until: At,
    /// Why it left; nothing where it left before a reason was kept.
    pub leave_reason: Option<Text<AllianceLeave>>,
}

/// For each of these alliances, a page of the schools that have left it, the last to leave first.
pub async fn pages(
    db: &Db,
    alliances: Vec<Id<Alliance>>,
    page: &PageRequest,
) -> Result<HashMap<Id<Alliance>, Page<FormerMember>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT former.* FROM unnest($1::uuid[]) AS listed (id) CROSS JOIN LATERAL (\
         SELECT alliance_id, school_id, since, until, leave_reason FROM alliance_member \
         WHERE alliance_id = listed.id AND until IS NOT NULL AND ($2::timestamptz IS NULL OR (until, school_id) {than} ($2, $3)) \
         ORDER BY until {way}, school_id {way} LIMIT {}) AS former ORDER BY until {way}, school_id {way}",
        page.limit(),
    );
    let from = page.from.as_ref();
    let values = values![Keys(alliances), from.map(Cursor::instant), from.map(|cursor| cursor.id)];
    let mut found: HashMap<_, Vec<FormerMember>> = HashMap::new();
    for row in db.rows::<FormerMember>(&sql, values).await? {
        found.entry(row.alliance_id.0).or_default().push(row);
    }
    let cursor = |it: &FormerMember| Cursor {
        list: OF_ALLIANCE,
        order: it.until.0.utc().timestamp_micros(),
        id: it.school_id.0.uuid(),
    };
    Ok(found.into_iter().map(|(alliance, rows)| (alliance, Page::of(page, rows, cursor))).collect())
}
