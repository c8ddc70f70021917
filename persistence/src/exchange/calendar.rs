//! The calendar of half-terms: the national default, and the days that authorities and schools keep instead (SETTLED 6).

use chrono::NaiveDate;
use domain::directory::{LocalAuthority, School};
use domain::exchange::{CalendarOwner, CalendarSource, Calendars};
use domain::identity::Person;
use domain::time::{Calendar, Period};
use domain::{HalfTerm, Id};
use sea_orm::{FromQueryResult, Value};

use crate::column::{At, Bucket, Key, Text};
use crate::{Db, DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    code: Bucket,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

impl Row {
    fn days(&self) -> Result<(HalfTerm, Period), DbError> {
        let days = Period::new(self.starts_on, self.ends_on).map_err(|_| DbError::broken("a half-term runs backwards"));
        days.map(|days| (self.code.0, days))
    }
}

fn calendar(rows: &[Row]) -> Result<Calendar, DbError> {
    Ok(Calendar::new(rows.iter().map(Row::days).collect::<Result<_, _>>()?))
}

/// The nation's half-terms with their days.
pub async fn read(tx: &Tx) -> Result<Calendar, DbError> {
    let rows: Vec<Row> = tx.rows("SELECT code, starts_on, ends_on FROM half_term ORDER BY code", []).await?;
    calendar(&rows)
}

#[derive(FromQueryResult)]
struct OwnRow {
    school_id: Option<Key<School>>,
    local_authority_id: Option<Key<LocalAuthority>>,
    #[sea_orm(nested)]
    row: Row,
}

/// Every calendar that is kept.
pub async fn all(tx: &Tx) -> Result<Calendars, DbError> {
    let sql = "SELECT school_id, local_authority_id, half_term AS code, starts_on, ends_on FROM half_term_days";
    let mut own = Vec::new();
    for it in tx.rows::<OwnRow>(sql, []).await? {
        let owner = match (it.school_id, it.local_authority_id) {
            (Some(school), None) => CalendarOwner::School(school.0),
            (None, Some(authority)) => CalendarOwner::Authority(authority.0),
            _ => return Err(DbError::broken("days of a half-term without one owner")),
        };
        let (half_term, days) = it.row.days()?;
        own.push((owner, half_term, days));
    }
    Ok(Calendars::new(read(tx).await?, own))
}

/// A half-term of a school ($1) or an authority ($2): whose days hold.
const HELD: &str = "SELECT code, coalesce(own.starts_on, its.starts_on, half_term.starts_on) AS starts_on, \
                    coalesce(own.ends_on, its.ends_on, half_term.ends_on) AS ends_on, \
                    CASE WHEN own.half_term IS NOT NULL THEN 'school' WHEN its.half_term IS NOT NULL \
                    THEN 'local_authority' ELSE 'national' END AS source \
                    FROM half_term LEFT JOIN half_term_days AS own ON own.half_term = code AND own.school_id = $1 \
                    LEFT JOIN half_term_days AS its ON its.half_term = code AND its.local_authority_id \
                    = coalesce($2, (SELECT local_authority_id FROM school WHERE id = $1)) ORDER BY code";

/// The two columns of an owner, of which one is filled; none for the nation.
fn columns(owner: Option<CalendarOwner>) -> Vec<Value> {
    let (school, authority) = match owner {
        None => (None, None),
        Some(CalendarOwner::School(it)) => (Some(Key(it)), None),
        Some(CalendarOwner::Authority(it)) => (None, Some(Key(it))),
    };
    values![school, authority]
}

/// The calendar that holds for an owner.
pub async fn of(tx: &Tx, owner: CalendarOwner) -> Result<Calendar, DbError> {
    calendar(&tx.rows::<Row>(HELD, columns(Some(owner))).await?)
}

/// Waits for whoever else sets or takes back days of an owner, until the transaction ends: whether half-terms follow each other
/// is asked of one change at a time.
pub async fn lock(tx: &Tx, owner: CalendarOwner) -> Result<(), DbError> {
    let sql =
        "SELECT pg_advisory_xact_lock(hashtext('lateral.calendar'), hashtext(coalesce($1::uuid, $2::uuid)::text))";
    tx.run(sql, columns(Some(owner))).await.map(drop)
}

/// The days that hold for a half-term where an owner keeps none: its authority's, or the nation's.
pub async fn beneath(tx: &Tx, owner: CalendarOwner, half_term: HalfTerm) -> Result<Option<Period>, DbError> {
    let sql = "SELECT code, coalesce(its.starts_on, half_term.starts_on) AS starts_on, \
               coalesce(its.ends_on, half_term.ends_on) AS ends_on FROM half_term \
               LEFT JOIN half_term_days AS its ON its.half_term = code AND $2::uuid IS NULL \
               AND its.local_authority_id = (SELECT local_authority_id FROM school WHERE id = $1) WHERE code = $3";
    let mut values = columns(Some(owner));
    values.extend(values![Bucket(half_term)]);
    let row: Option<Row> = tx.row(sql, values).await?;
    row.map(|row| row.days().map(|(_, days)| days)).transpose()
}

/// The days of one half-term, and who set them.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Line {
    /// The half-term.
    pub code: Bucket,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Who set them.
    pub source: Text<CalendarSource>,
}

/// The calendar that holds for an owner, or the nation's, line by line.
pub async fn lines(db: &Db, owner: Option<CalendarOwner>) -> Result<Vec<Line>, DbError> {
    db.rows(HELD, columns(owner)).await
}

/// Writes the days that an owner keeps for a half-term.
pub async fn put(
    tx: &Tx,
    owner: CalendarOwner,
    half_term: HalfTerm,
    days: Period,
    by: Id<Person>,
) -> Result<(), DbError> {
    clear(tx, owner, half_term).await?;
    let sql = "INSERT INTO half_term_days (school_id, local_authority_id, half_term, starts_on, ends_on, set_by, set_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let mut values = columns(Some(owner));
    values.extend(values![Bucket(half_term), days.from(), days.until(), Key(by), At(tx.now())]);
    tx.run(sql, values).await.map(drop)
}

/// Takes back the days that an owner keeps for a half-term; gives whether there were any.
pub async fn clear(tx: &Tx, owner: CalendarOwner, half_term: HalfTerm) -> Result<bool, DbError> {
    let sql = "DELETE FROM half_term_days WHERE (school_id = $1 OR local_authority_id = $2) AND half_term = $3";
    let mut values = columns(Some(owner));
    values.extend(values![Bucket(half_term)]);
    Ok(tx.run(sql, values).await? > 0)
}
