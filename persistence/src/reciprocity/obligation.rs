//! Obligations: the table, its conversions, its queries.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::Deployment;
use domain::directory::{Alliance, School};
use domain::identity::Person;
use domain::reciprocity::{Obligation, ObligationKind, ObligationSource, ObligationStatus};
use domain::{Event, Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::brokerage::prose;
use crate::column::{At, Key, Keys, Text};
use crate::directory::succession::Passed;
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of what a school owes and is owed, newest first.
pub const LIST: &str = "obligation.newest";

macro_rules! select {
    ($rest:literal) => {
        select!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $more,
            "id, debtor_id, creditor_id, alliance_id, kind, half_days, due_on, source, deployment_id, note, ",
            "noted_by, status, created_at, due_at, overdue_at, ended_at, ended_by, closed_by, met_with, fell_away, version ",
            "FROM obligation ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Obligation>,
    debtor_id: Key<School>,
    creditor_id: Option<Key<School>>,
    alliance_id: Option<Key<Alliance>>,
    kind: Text<ObligationKind>,
    half_days: Option<i32>,
    due_on: NaiveDate,
    source: Text<ObligationSource>,
    deployment_id: Option<Key<Deployment>>,
    note: String,
    noted_by: Option<Key<Person>>,
    status: Text<ObligationStatus>,
    created_at: At,
    due_at: Option<At>,
    overdue_at: Option<At>,
    ended_at: Option<At>,
    ended_by: Option<String>,
    closed_by: Option<Key<Person>>,
    met_with: Option<Key<Deployment>>,
    fell_away: bool,
    version: i32,
}

impl TryFrom<Row> for Obligation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            debtor: row.debtor_id.0,
            creditor: row.creditor_id.map(|it| it.0),
            alliance: row.alliance_id.map(|it| it.0),
            kind: row.kind.0,
            half_days: row.half_days,
            due_on: row.due_on,
            source: row.source.0,
            deployment: row.deployment_id.map(|it| it.0),
            note: prose(&row.note)?,
            noted_by: row.noted_by.map(|it| it.0),
            status: row.status.0,
            created_at: row.created_at.0,
            due_at: row.due_at.map(|it| it.0),
            overdue_at: row.overdue_at.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            ended_by: row.ended_by.as_deref().map(prose).transpose()?,
            closed_by: row.closed_by.map(|it| it.0),
            met_with: row.met_with.map(|it| it.0),
            fell_away: row.fell_away,
            version: row.version,
        })
    }
}

/// Writes a new obligation, to be seen by its audience.
pub async fn insert(tx: &Tx, it: &Obligation, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO obligation (id, debtor_id, creditor_id, alliance_id, kind, half_days, due_on, source, \
               deployment_id, note, status, created_at, version, audience, noted_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = values![
        Key(it.id),
        Key(it.debtor),
        it.creditor.map(Key),
        it.alliance.map(Key),
        Text(it.kind),
        it.half_days,
        it.due_on,
        Text(it.source),
        it.deployment.map(Key),
        it.note.as_str().to_owned(),
        Text(it.status),
        At(it.created_at),
        it.version,
        audience,
        it.noted_by.map(Key),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks an obligation that the reader may see, for changing.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<Obligation>) -> Result<Option<Obligation>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Obligation::try_from).transpose()
}

#[derive(FromQueryResult)]
struct MetRow {
    giver: Key<School>,
    #[sea_orm(nested)]
    obligation: Row,
}

/// Locks what the work of a deployment has met, for changing, in the order in which it was met; each with the school that gave
/// what met it: the one that owed, or the one that took its place since. The transaction sees every record, and holds the
/// deployment.
pub async fn met_with(tx: &Tx, given: Id<Deployment>) -> Result<Vec<(Obligation, Id<School>)>, DbError> {
    let sql = select!(
        "coalesce(gives_as($1, debtor_id), debtor_id) AS giver, ",
        "WHERE met_with = $1 ORDER BY ended_at, id FOR UPDATE"
    );
    let rows: Vec<MetRow> = tx.rows(sql, values![Key(given)]).await?;
    rows.into_iter().map(|row| Ok((row.obligation.try_into()?, row.giver.0))).collect()
}

/// Locks what was agreed with the terms of a deployment, for changing. The transaction sees every record, and holds the deployment.
pub async fn of_deployment(tx: &Tx, deployment: Id<Deployment>) -> Result<Option<Obligation>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE deployment_id = $1 FOR UPDATE"), values![Key(deployment)]).await?;
    row.map(Obligation::try_from).transpose()
}

/// Locks what closed schools owe and is still open where one school would owe it to itself, once each of them has passed on to the
/// school beside it; for changing. The transaction sees every record.
pub async fn of_one(tx: &Tx, pairs: &[Passed]) -> Result<Vec<Obligation>, DbError> {
    let sql = select!(
        "WHERE status IN ('open', 'due', 'overdue') AND id IN ( \
         SELECT its.id FROM obligation AS its \
         LEFT JOIN unnest($1::uuid[], $2::uuid[]) AS debtor (old, new) ON debtor.old = debtor_id \
         LEFT JOIN unnest($1::uuid[], $2::uuid[]) AS creditor (old, new) ON creditor.old = creditor_id \
         WHERE (debtor_id = ANY($1) OR creditor_id = ANY($1)) \
         AND coalesce(debtor.new, debtor_id) = coalesce(creditor.new, creditor_id)) ORDER BY id FOR UPDATE"
    );
    let (old, new): (Vec<_>, Vec<_>) = pairs.iter().map(|it| (it.school.0.uuid(), it.successor.0.uuid())).unzip();
    let rows: Vec<Row> = tx.rows(sql, values![old, new]).await?;
    rows.into_iter().map(Obligation::try_from).collect()
}

/// Writes what changed of a locked obligation. Who came to stand on either side of it reads it from then on, and so do the
/// alliances to which they belong.
pub async fn save(tx: &Tx, it: &mut Obligation) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE obligation SET debtor_id = $2, creditor_id = $3, status = $4, ended_at = $5, ended_by = $6, \
               met_with = $7, version = $8, half_days = $9, fell_away = $10, closed_by = $12, \
               audience = CASE WHEN (debtor_id, creditor_id) IS NOT DISTINCT FROM ($2, $3) THEN audience \
               ELSE ARRAY(SELECT unnest(audience || $11) UNION SELECT alliance_id FROM alliance_member \
               WHERE until IS NULL AND school_id = ANY($11)) END \
               FROM (SELECT set_config('lateral.now', $13, true)) AS told WHERE id = $1";
    let sides: Vec<Uuid> = [Some(it.debtor), it.creditor].into_iter().flatten().map(Id::uuid).collect();
    let values = values![
        Key(it.id),
        Key(it.debtor),
        it.creditor.map(Key),
        Text(it.status),
        it.ended_at.map(At),
        it.ended_by.as_ref().map(|it| it.as_str().to_owned()),
        it.met_with.map(Key),
        it.version,
        it.half_days,
        it.fell_away,
        sides,
        it.closed_by.map(Key),
        tx.now().to_string(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Lets an alliance that a school joined read what the school owes and is owed.
pub async fn admit(tx: &Tx, school: Id<School>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "UPDATE obligation SET audience = audience || $2 \
               WHERE (debtor_id = $1 OR creditor_id = $1) AND NOT audience @> ARRAY[$2]";
    tx.run(sql, values![Key(school), Key(alliance)]).await.map(drop)
}

/// Ends that for an alliance that a school left, unless it watches the obligation or the other school belongs to it.
pub async fn dismiss(tx: &Tx, school: Id<School>, alliance: Id<Alliance>) -> Result<(), DbError> {
    let sql = "UPDATE obligation SET audience = array_remove(audience, $2) \
               WHERE (debtor_id = $1 OR creditor_id = $1) AND alliance_id IS DISTINCT FROM $2 \
               AND NOT EXISTS (SELECT FROM alliance_member AS member WHERE member.alliance_id = $2 \
               AND member.until IS NULL AND member.school_id <> $1 AND member.school_id IN (debtor_id, creditor_id))";
    tx.run(sql, values![Key(school), Key(alliance)]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Moved {
    id: Key<Obligation>,
    due_on: NaiveDate,
}

/// Lets come due, or notes as overdue, up to so many obligations whose day it is, in one statement; gives what happened.
/// Their day is in UTC, like every deadline's.
pub async fn come_due(tx: &Tx, near: NaiveDate, now: Timestamp, most: u32) -> Result<Vec<Event>, DbError> {
    let sql = format!(
        "UPDATE obligation AS it SET status = CASE WHEN it.due_on < $2 THEN 'overdue' ELSE 'due' END, \
         due_at = coalesce(it.due_at, $3), overdue_at = CASE WHEN it.due_on < $2 THEN $3 END, version = it.version + 1 \
         FROM (SELECT id FROM obligation WHERE (status = 'open' AND due_on <= $1 OR status = 'due' AND due_on < $2) \
         AND status IN ('open', 'due') ORDER BY due_on LIMIT {most} FOR UPDATE SKIP LOCKED) AS turn \
         WHERE it.id = turn.id RETURNING it.id, it.due_on"
    );
    let today = now.day();
    let rows: Vec<Moved> = tx.rows(&sql, values![near, today, At(now)]).await?;
    let told = |row: Moved| {
        let (obligation, due_on) = (row.id.0, row.due_on);
        if due_on < today {
            Event::ObligationOverdue { obligation, due_on }
        } else {
            Event::ObligationDue { obligation, due_on }
        }
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Whether the day of an obligation has passed and it is still owed, noted or not.
pub async fn is_overdue(tx: &Tx, id: Id<Obligation>, today: NaiveDate) -> Result<bool, DbError> {
    let sql = "SELECT count(*) AS number FROM obligation \
               WHERE id = $1 AND status IN ('open', 'due', 'overdue') AND due_on < $2";
    #[derive(FromQueryResult)]
    struct Late {
        number: i64,
    }
    let row: Option<Late> = tx.row(sql, values![Key(id), today]).await?;
    Ok(row.is_some_and(|row| row.number > 0))
}

/// The obligations with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Obligation>>) -> Result<Vec<Obligation>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Obligation::try_from).collect()
}

#[derive(FromQueryResult)]
struct ListedRow {
    for_school: Key<School>,
    #[sea_orm(nested)]
    obligation: Row,
}

/// For each of these schools, a page of what it owes and is owed, newest first, as far as the reader may see it: all, or
/// what was neither met nor waived at the end of a day, its predecessors' included.
pub async fn pages(
    db: &Db,
    seen: &Scope,
    schools: Vec<Id<School>>,
    open_after: Option<NaiveDate>,
    page: &PageRequest,
) -> Result<HashMap<Id<School>, Page<Obligation>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let mut found: HashMap<_, Vec<Obligation>> = schools.iter().map(|school| (*school, Vec::new())).collect();
    let mut values = values![Keys(schools), seen.is_everything(), scope::ids(seen), from];
    let limit = page.limit();
    let sql = match open_after {
        Some(day) => {
            values.extend(values![At(Timestamp::midnight(day).plus_days(1))]);
            format!(include_str!("obligations_stood.sql"), than = than, way = way, limit = limit)
        }
        None => format!(include_str!("obligations.sql"), than = than, way = way, limit = limit),
    };
    for row in db.rows_for::<ListedRow>(seen, &sql, values).await? {
        found.entry(row.for_school.0).or_default().push(row.obligation.try_into()?);
    }
    let cursor = |it: &Obligation| Cursor { list: LIST, order: 0, id: it.id.uuid() };
    Ok(found.into_iter().map(|(school, rows)| (school, Page::of(page, rows, cursor))).collect())
}
