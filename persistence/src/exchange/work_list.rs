//! What an alliance has to answer, in the order in which it is due, and what nobody answered in time.

use std::collections::HashMap;

use domain::access::Scope;
use domain::directory::Alliance;
use domain::exchange::{RequestStatus, SupportRequest};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use super::RequestRow;
use super::request::select;
use crate::column::{At, Key, Keys, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of what an alliance has to answer.
pub const LIST: &str = "request.due";

#[derive(FromQueryResult)]
struct ListedRow {
    for_alliance: Key<Alliance>,
    #[sea_orm(nested)]
    request: RequestRow,
}

/// For each of these alliances, a page of the raised requests that it brokers or is asked to take on, in any of these
/// states, the one that is due first before the others.
pub async fn pages(
    db: &Db,
    seen: &Scope,
    alliances: Vec<Id<Alliance>>,
    statuses: Vec<RequestStatus>,
    page: &PageRequest,
) -> Result<HashMap<Id<Alliance>, Page<RequestRow>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT alliance.id AS for_alliance, request.* FROM unnest($3::uuid[]) AS alliance (id) \
         CROSS JOIN LATERAL ({} WHERE ($1 OR audience && $2) \
         AND (alliances @> ARRAY[alliance.id] OR referred @> ARRAY[alliance.id]) AND status = ANY($4) \
         AND respond_by IS NOT NULL AND ($5::timestamptz IS NULL OR (respond_by, support_request.id) {than} ($5, $6)) \
         ORDER BY respond_by {way}, support_request.id {way} LIMIT {}) AS request \
         ORDER BY request.respond_by {way}, request.id {way}",
        select!("").replacen("SELECT id,", "SELECT support_request.id,", 1),
        page.limit(),
    );
    let mut requests: HashMap<_, Vec<RequestRow>> = alliances.iter().map(|alliance| (*alliance, Vec::new())).collect();
    let values = values![
        seen.is_everything(),
        scope::ids(seen),
        Keys(alliances),
        Texts(statuses),
        page.from.as_ref().map(Cursor::instant),
        page.from.as_ref().map(|cursor| cursor.id),
    ];
    for row in db.rows_for::<ListedRow>(seen, &sql, values).await? {
        requests.entry(row.for_alliance.0).or_default().push(row.request);
    }
    let order = |it: &RequestRow| it.respond_by.map_or(0, |at| at.0.utc().timestamp_micros());
    let cursor = |it: &RequestRow| Cursor { list: LIST, order: order(it), id: it.id.0.uuid() };
    Ok(requests.into_iter().map(|(alliance, rows)| (alliance, Page::of(page, rows, cursor))).collect())
}

#[derive(FromQueryResult)]
struct Due {
    id: Key<SupportRequest>,
}

/// Up to so many raised requests that nobody answered in time, those that were due first before the others.
pub async fn unanswered(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = format!(
        "SELECT id FROM support_request WHERE status = 'submitted' AND overdue_at IS NULL AND respond_by < $1 \
         ORDER BY respond_by LIMIT {most}"
    );
    let rows: Vec<Due> = tx.rows(&sql, values![At(now)]).await?;
    Ok(rows.into_iter().map(|it| it.id.0).collect())
}

/// Up to so many requests of schools that give for which no support was agreed by the day that is guaranteed, and of which that
/// was not noted, those that have waited longest before the others.
pub async fn unsupported(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let rows: Vec<Due> = tx.rows(include_str!("unsupported.sql"), values![At(now), most]).await?;
    Ok(rows.into_iter().map(|it| it.id.0).collect())
}
