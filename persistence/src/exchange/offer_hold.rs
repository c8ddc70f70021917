//! Offers that stop being found together: gone stale, of schools that have closed, in the name of somebody who left.

use chrono::NaiveDate;
use domain::directory::{School, Specialist};
use domain::exchange::{Offer, OfferWithdrawal};
use domain::{Event, Id};
use sea_orm::{FromQueryResult, Value};

use crate::column::{Key, Text};
use crate::{DbError, Tx, values};

/// An offer that was changed together with others.
#[derive(FromQueryResult)]
struct Touched {
    id: Key<Offer>,
    school_id: Key<School>,
}

/// Holds back what schools that have closed still offer, and gives the event of each.
pub async fn pause_of_closed(tx: &Tx) -> Result<Vec<Event>, DbError> {
    pause(tx, "school_id IN (SELECT id FROM school WHERE status = 'closed')", values![]).await
}

/// Locks every offer that names a specialist, for changing.
pub async fn lock_of_specialist(tx: &Tx, id: Id<Specialist>) -> Result<(), DbError> {
    let sql = "SELECT id FROM offer WHERE specialist_id = $1 ORDER BY id FOR UPDATE";
    tx.run(sql, values![Key(id)]).await.map(drop)
}

/// Holds back what names a specialist, and gives the event of each.
pub async fn pause_of_specialist(tx: &Tx, id: Id<Specialist>) -> Result<Vec<Event>, DbError> {
    pause(tx, "specialist_id = $1", values![Key(id)]).await
}

/// Takes back what names a specialist who works elsewhere now, and gives the event of each.
pub async fn withdraw_of_specialist(tx: &Tx, id: Id<Specialist>) -> Result<Vec<Event>, DbError> {
    let sql = "UPDATE offer SET status = 'withdrawn', withdraw_reason = $2, version = version + 1 \
               WHERE specialist_id = $1 AND status <> 'withdrawn' RETURNING id, school_id";
    let reason = OfferWithdrawal::PeopleChanged;
    let rows: Vec<Touched> = tx.rows(sql, values![Key(id), Text(reason)]).await?;
    Ok(rows.into_iter().map(|it| Event::OfferWithdrawn { offer: it.id.0, school: it.school_id.0, reason }).collect())
}

async fn pause(tx: &Tx, which: &str, values: Vec<Value>) -> Result<Vec<Event>, DbError> {
    let sql = format!(
        "UPDATE offer SET status = 'paused', version = version + 1 \
         WHERE status IN ('published', 'stale') AND {which} RETURNING id, school_id"
    );
    let rows: Vec<Touched> = tx.rows(&sql, values).await?;
    Ok(rows.into_iter().map(|it| Event::OfferPaused { offer: it.id.0, school: it.school_id.0 }).collect())
}

/// Marks up to so many published offers stale that nobody has confirmed since a day, and gives the event of each.
pub async fn go_stale(tx: &Tx, confirmed_by: NaiveDate, most: u32) -> Result<Vec<Event>, DbError> {
    let sql = "UPDATE offer SET status = 'stale', version = version + 1 WHERE id IN (SELECT id FROM offer \
               WHERE status = 'published' AND last_confirmed_at < $1::date + 1 ORDER BY last_confirmed_at LIMIT $2 \
               FOR UPDATE SKIP LOCKED) RETURNING id, school_id";
    let rows: Vec<Touched> = tx.rows(sql, values![confirmed_by, i64::from(most)]).await?;
    Ok(rows.into_iter().map(|it| Event::OfferWentStale { offer: it.id.0, school: it.school_id.0 }).collect())
}
