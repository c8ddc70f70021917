//! Charges and closed months: the tables, their conversions, their queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::{
    Amounts, Booked, Charge, ClosedMonth, Deployment, InPlaceOf, Paid, PayerKind, Totals, Visit, VisitConfirmation,
};
use domain::directory::{Alliance, School};
use domain::exchange::SettlementKind;
use domain::time::Month;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use super::deployment::ledger_audience;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of a statement's lines, in the order of the visits.
pub const OF_STATEMENT: &str = "charge.of_statement";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, month, visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, kind, vat, ",
            "visited_on, half_days, nth, gross, brokerage, by_host, by_alliance, by_grant, by_other, by_pool, taken_on, taken_on_of_pool, ",
            "taken_on_by, cover, ",
            "in_kind, at ",
            "FROM charge ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Charge>,
    month: NaiveDate,
    visit_id: Key<Visit>,
    confirmation_id: Key<VisitConfirmation>,
    deployment_id: Key<Deployment>,
    alliance_id: Key<Alliance>,
    home_id: Key<School>,
    host_id: Key<School>,
    kind: Text<SettlementKind>,
    vat: bool,
    visited_on: NaiveDate,
    half_days: i32,
    nth: i32,
    gross: i64,
    brokerage: i64,
    by_host: i64,
    by_alliance: i64,
    by_grant: i64,
    by_other: i64,
    by_pool: i64,
    taken_on: i64,
    taken_on_of_pool: i64,
    taken_on_by: Text<PayerKind>,
    cover: i64,
    in_kind: i64,
    at: At,
}

impl From<Row> for Charge {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            month: Month::of(row.month),
            visit: row.visit_id.0,
            confirmation: row.confirmation_id.0,
            deployment: row.deployment_id.0,
            alliance: row.alliance_id.0,
            home: row.home_id.0,
            host: row.host_id.0,
            kind: row.kind.0,
            vat: row.vat,
            visited_on: row.visited_on,
            half_days: row.half_days,
            nth: row.nth,
            amounts: Amounts {
                gross: row.gross,
                brokerage: row.brokerage,
                paid: Paid::of_all([row.by_host, row.by_alliance, row.by_grant, row.by_other, row.by_pool]),
                cover: row.cover,
                in_kind: row.in_kind,
            },
            taken_on: InPlaceOf { by: row.taken_on_by.0, grant: row.taken_on, pool: row.taken_on_of_pool },
            at: row.at.0,
        }
    }
}

#[derive(FromQueryResult)]
struct Before {
    half_days: i32,
    of_visit: i32,
    home: Option<Key<School>>,
    host: Option<Key<School>>,
    taken_on: i64,
    taken_on_of_pool: i64,
    taken_on_by: Option<Text<PayerKind>>,
}

/// What was booked of a locked deployment before, and of one of its visits.
pub async fn booked(tx: &Tx, deployment: Id<Deployment>, visit: Id<Visit>) -> Result<Booked, DbError> {
    let sql = "SELECT coalesce(sum(half_days), 0)::integer AS half_days, \
               (count(*) FILTER (WHERE visit_id = $2))::integer AS of_visit, \
               (array_agg(home_id ORDER BY nth DESC) FILTER (WHERE visit_id = $2))[1] AS home, \
               (array_agg(host_id ORDER BY nth DESC) FILTER (WHERE visit_id = $2))[1] AS host, \
               coalesce(sum(taken_on) FILTER (WHERE visit_id = $2), 0)::bigint AS taken_on, \
               coalesce(sum(taken_on_of_pool) FILTER (WHERE visit_id = $2), 0)::bigint AS taken_on_of_pool, \
               (array_agg(taken_on_by ORDER BY nth DESC) FILTER (WHERE visit_id = $2))[1] AS taken_on_by \
               FROM charge WHERE deployment_id = $1";
    let row: Option<Before> = tx.row(sql, values![Key(deployment), Key(visit)]).await?;
    Ok(row.map_or_else(Booked::default, |row| Booked {
        half_days: row.half_days,
        of_visit: row.of_visit,
        between: row.home.zip(row.host).map(|(home, host)| (home.0, host.0)),
        taken_on: InPlaceOf {
            by: row.taken_on_by.map_or(PayerKind::Host, |by| by.0),
            grant: row.taken_on,
            pool: row.taken_on_of_pool,
        },
    }))
}

/// Books a charge. The deployment is the one to which it belongs.
pub async fn insert(tx: &Tx, it: &Charge, deployment: &Deployment) -> Result<(), DbError> {
    let sql = "INSERT INTO charge (id, month, visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, \
               kind, vat, visited_on, half_days, nth, gross, brokerage, by_host, by_alliance, by_grant, by_other, by_pool, \
               cover, in_kind, at, audience, taken_on, taken_on_of_pool, taken_on_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
               $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)";
    let mut audience = ledger_audience(deployment);
    audience.extend([it.home.uuid(), it.host.uuid()]);
    audience.sort_unstable();
    audience.dedup();
    let [by_host, by_alliance, by_grant, by_other, by_pool] = it.amounts.paid.all();
    let values = values![
        Key(it.id),
        it.month.first(),
        Key(it.visit),
        Key(it.confirmation),
        Key(it.deployment),
        Key(it.alliance),
        Key(it.home),
        Key(it.host),
        Text(it.kind),
        it.vat,
        it.visited_on,
        it.half_days,
        it.nth,
        it.amounts.gross,
        it.amounts.brokerage,
        by_host,
        by_alliance,
        by_grant,
        by_other,
        by_pool,
        it.amounts.cover,
        it.amounts.in_kind,
        At(it.at),
        audience,
        it.taken_on.grant,
        it.taken_on.pool,
        Text(it.taken_on.by),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Whose statement is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// What a school gave.
    Home(Id<School>),
    /// What a school received.
    Host(Id<School>),
    /// What an alliance brokered.
    Alliance(Id<Alliance>),
}

impl Whose {
    /// Whether a charge stands on it.
    pub fn holds(self, it: &Charge) -> bool {
        match self {
            Self::Home(school) => it.home == school,
            Self::Host(school) => it.host == school,
            Self::Alliance(alliance) => it.alliance == alliance,
        }
    }
}

/// The charges of a month that stand on any of these statements, in the order of the visits.
pub async fn of_month(db: &Db, seen: &Scope, whose: &[Whose], month: Month) -> Result<Vec<Charge>, DbError> {
    let school = |it: &Whose| match it {
        Whose::Home(school) | Whose::Host(school) => Some(*school),
        Whose::Alliance(_) => None,
    };
    let alliance = |it: &Whose| if let Whose::Alliance(alliance) = it { Some(*alliance) } else { None };
    let homes = whose.iter().filter(|it| matches!(it, Whose::Home(_))).filter_map(school).collect();
    let hosts = whose.iter().filter(|it| matches!(it, Whose::Host(_))).filter_map(school).collect();
    let alliances = whose.iter().filter_map(alliance).collect();
    let sql = select!(
        "WHERE month = $1 AND (home_id = ANY($2) OR host_id = ANY($3) OR alliance_id = ANY($4)) \
         AND ($5 OR audience && $6) ORDER BY visited_on, id"
    );
    let values = values![
        month.first(),
        Keys::<School>(homes),
        Keys::<School>(hosts),
        Keys::<Alliance>(alliances),
        seen.is_everything(),
        scope::ids(seen),
    ];
    let rows: Vec<Row> = db.rows_for(seen, sql, values).await?;
    Ok(rows.into_iter().map(Charge::from).collect())
}

/// A page of a statement's lines, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<Charge>) -> Page<Charge> {
    let order = |it: &Charge| i64::from(chrono::Datelike::num_days_from_ce(&it.visited_on));
    let cursor = |it: &Charge| Cursor { list: OF_STATEMENT, order: order(it), id: it.id.uuid() };
    Page::of_all(page, all, |it| (order(it), it.id.uuid()), cursor)
}

#[derive(FromQueryResult)]
struct Sum {
    alliance_id: Key<Alliance>,
    half_days: i32,
    credit: i32,
    gross: i64,
    brokerage: i64,
    by_host: i64,
    by_alliance: i64,
    by_grant: i64,
    by_other: i64,
    by_pool: i64,
    cover: i64,
    in_kind: i64,
}

/// What these alliances' charges of some months add up to: from a month until another, both included.
pub async fn sums(
    db: &Db,
    seen: &Scope,
    alliances: Vec<Id<Alliance>>,
    (from, until): (Month, Month),
) -> Result<Vec<(Id<Alliance>, Totals)>, DbError> {
    let sql = "SELECT alliance_id, sum(half_days)::integer AS half_days, \
               coalesce(sum(half_days) FILTER (WHERE kind = 'reciprocal_credit'), 0)::integer AS credit, \
               sum(gross)::bigint AS gross, sum(brokerage)::bigint AS brokerage, sum(by_host)::bigint AS by_host, \
               sum(by_alliance)::bigint AS by_alliance, sum(by_grant)::bigint AS by_grant, \
               sum(by_other)::bigint AS by_other, sum(by_pool)::bigint AS by_pool, sum(cover)::bigint AS cover, sum(in_kind)::bigint AS in_kind \
               FROM charge WHERE alliance_id = ANY($1) AND month BETWEEN $2 AND $3 AND ($4 OR audience && $5) \
               GROUP BY alliance_id";
    let values = values![Keys(alliances), from.first(), until.first(), seen.is_everything(), scope::ids(seen)];
    let rows: Vec<Sum> = db.rows_for(seen, sql, values).await?;
    let totals = |row: Sum| {
        let amounts = Amounts {
            gross: row.gross,
            brokerage: row.brokerage,
            paid: Paid::of_all([row.by_host, row.by_alliance, row.by_grant, row.by_other, row.by_pool]),
            cover: row.cover,
            in_kind: row.in_kind,
        };
        (row.alliance_id.0, Totals { half_days: row.half_days, credit: row.credit, amounts })
    };
    Ok(rows.into_iter().map(totals).collect())
}

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether a month, or one before it, has charges and is not closed yet.
pub async fn is_open(tx: &Tx, month: Month) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM charge WHERE month <= $1 \
               AND month > coalesce((SELECT max(month) FROM closed_month), '-infinity')) AS is";
    let row: Option<Is> = tx.row(sql, values![month.first()]).await?;
    Ok(row.is_some_and(|row| row.is))
}

/// Closes a month and all before it; says whether nobody else has.
pub async fn close(tx: &Tx, id: Id<ClosedMonth>, month: Month, now: Timestamp) -> Result<bool, DbError> {
    let sql = "INSERT INTO closed_month (id, month, closed_at) VALUES ($1, $2, $3) ON CONFLICT (month) DO NOTHING";
    Ok(tx.run(sql, values![Key(id), month.first(), At(now)]).await? > 0)
}
