//! What an alliance has to answer, in the order in which it is due, and what nobody answered in time.

use domain::access::Scope;
use domain::directory::Alliance;
use domain::exchange::{RequestStatus, SupportRequest};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use super::RequestRow;
use super::request::select;
use crate::column::{At, Key, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of what an alliance has to answer.
pub const LIST: &str = "request.due";

/// A page of the raised requests that an alliance brokers or is asked to take on, in any of these states, the one that is due
/// first before the others.
pub async fn page(
    db: &Db,
    seen: &Scope,
    alliance: Id<Alliance>,
    statuses: Vec<RequestStatus>,
    page: &PageRequest,
) -> Result<Page<RequestRow>, DbError> {
    let sql = if page.backward {
        select!(
            "WHERE ($1 OR audience && $2) AND (alliances @> ARRAY[$3] OR referred @> ARRAY[$3]) AND status = ANY($4) \
             AND respond_by IS NOT NULL AND ($5::timestamptz IS NULL OR (respond_by, id) < ($5, $6)) \
             ORDER BY respond_by DESC, id DESC LIMIT $7"
        )
    } else {
        select!(
            "WHERE ($1 OR audience && $2) AND (alliances @> ARRAY[$3] OR referred @> ARRAY[$3]) AND status = ANY($4) \
             AND respond_by IS NOT NULL AND ($5::timestamptz IS NULL OR (respond_by, id) > ($5, $6)) \
             ORDER BY respond_by, id LIMIT $7"
        )
    };
    let values = values![
        seen.is_everything(),
        scope::ids(seen),
        Key(alliance),
        Texts(statuses),
        page.from.as_ref().map(Cursor::instant),
        page.from.as_ref().map(|cursor| cursor.id),
        i64::from(page.limit()),
    ];
    let rows: Vec<RequestRow> = db.rows_for(seen, sql, values).await?;
    let order = |it: &RequestRow| it.respond_by.map_or(0, |at| at.0.utc().timestamp_micros());
    Ok(Page::of(page, rows, |it| Cursor { list: LIST, order: order(it), id: it.id.0.uuid() }))
}

#[derive(FromQueryResult)]
struct Due {
    id: Key<SupportRequest>,
}

/// Up to so many raised requests that nobody answered in time, those that were due first before the others.
pub async fn unanswered(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT id FROM support_request WHERE status = 'submitted' AND overdue_at IS NULL AND respond_by < $1 \
               ORDER BY respond_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|it| it.id.0).collect())
}
