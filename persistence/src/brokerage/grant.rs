//! Grants and their years: the tables, their conversions, their queries.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Scope, assessors_of};
use domain::brokerage::{Grant, GrantYear, GrantYearStatus};
use domain::directory::{
    Alliance, Award, CapScope, FundingStage, LocalAuthority, Places, ProgrammeFocus, Region, ReviewGate, School,
};
use domain::identity::Person;
use domain::reciprocity::Obligation;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of an alliance's grants, in the order in which they were opened.
pub const OF_ALLIANCE: &str = "grant.of_alliance";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, programme, version_of_rules, alliance_id, school_id, person_id, starts_on, stage, focus, pence, half_days, ",
            "to_match, review_after_months, review_before_year, share_back_id, reviewed_on, review_passed, opened_at, version, ",
            "(SELECT jsonb_agg(to_jsonb(one) - 'audience' ORDER BY one.year) FROM grant_year AS one ",
            "WHERE one.grant_id = programme_grant.id) AS years FROM programme_grant ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Grant>,
    programme: String,
    version_of_rules: i32,
    alliance_id: Key<Alliance>,
    school_id: Key<School>,
    person_id: Option<Key<Person>>,
    starts_on: NaiveDate,
    stage: Text<FundingStage>,
    focus: Option<Text<ProgrammeFocus>>,
    pence: i64,
    half_days: i32,
    to_match: i64,
    review_after_months: Option<i32>,
    review_before_year: Option<i32>,
    share_back_id: Option<Key<Obligation>>,
    reviewed_on: Option<NaiveDate>,
    review_passed: Option<bool>,
    opened_at: At,
    version: i32,
    years: Json,
}

#[derive(Deserialize)]
struct Year {
    year: i32,
    status: String,
    pence: Option<i64>,
    spent: i64,
    reserved: i64,
    matched: i64,
    evidence: Option<String>,
    evidenced_at: Option<DateTime<Utc>>,
    released_at: Option<DateTime<Utc>>,
}

impl TryFrom<Year> for GrantYear {
    type Error = DbError;

    fn try_from(it: Year) -> Result<Self, DbError> {
        let status = GrantYearStatus::read(&it.status).ok_or_else(|| DbError::broken("an unknown state of a year"))?;
        Ok(Self {
            year: it.year,
            status,
            pence: it.pence.unwrap_or(0),
            spent: it.spent,
            reserved: it.reserved,
            matched: it.matched,
            evidence: it.evidence.as_deref().map(prose).transpose()?,
            evidenced_at: it.evidenced_at.map(Timestamp::new),
            released_at: it.released_at.map(Timestamp::new),
        })
    }
}

impl TryFrom<Row> for Grant {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let years: Vec<Year> = serde_json::from_value(row.years).map_err(|error| DbError::broken(error.to_string()))?;
        let focus = row.focus.map(|it| it.0);
        let gate = row.review_after_months.zip(row.review_before_year);
        Ok(Self {
            id: row.id.0,
            programme: row.programme,
            version_of_rules: row.version_of_rules,
            alliance: row.alliance_id.0,
            school: row.school_id.0,
            person: row.person_id.map(|it| it.0),
            starts_on: row.starts_on,
            award: Award { stage: row.stage.0, focus, pence: row.pence, half_days: row.half_days },
            to_match: row.to_match,
            review: gate.map(|(after_months, before_year)| ReviewGate { after_months, before_year }),
            share_back: row.share_back_id.map(|it| it.0),
            reviewed: row.reviewed_on.zip(row.review_passed),
            years: years.into_iter().map(GrantYear::try_from).collect::<Result<_, _>>()?,
            opened_at: row.opened_at.0,
            version: row.version,
        })
    }
}

/// Who sees a grant: the alliance's brokers and its assessors, who may review it, the school, and the person for whom it is.
fn audience(it: &Grant) -> Vec<Uuid> {
    let own = it.person.map(Id::uuid);
    [it.alliance.uuid(), assessors_of(it.alliance), it.school.uuid()].into_iter().chain(own).collect()
}

/// Writes a new grant with its years.
pub async fn insert(tx: &Tx, it: &Grant) -> Result<(), DbError> {
    let sql = "INSERT INTO programme_grant (id, programme, version_of_rules, alliance_id, school_id, starts_on, stage, \
               focus, pence, half_days, to_match, review_after_months, review_before_year, opened_at, version, audience, \
               share_back_id, person_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    let values = values![
        Key(it.id),
        it.programme.clone(),
        it.version_of_rules,
        Key(it.alliance),
        Key(it.school),
        it.starts_on,
        Text(it.award.stage),
        it.award.focus.map(Text),
        it.award.pence,
        it.award.half_days,
        it.to_match,
        it.review.map(|gate| gate.after_months),
        it.review.map(|gate| gate.before_year),
        At(it.opened_at),
        it.version,
        audience(it),
        it.share_back.map(Key),
        it.person.map(Key),
    ];
    tx.run(sql, values).await?;
    write_years(tx, it).await
}

async fn write_years(tx: &Tx, it: &Grant) -> Result<(), DbError> {
    // What is spent and held back is moved by the lines of the ledger alone.
    let sql = "INSERT INTO grant_year (grant_id, year, status, matched, evidence, evidenced_at, released_at, audience, pence) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (grant_id, year) DO UPDATE SET status = $3, \
               matched = $4, evidence = $5, evidenced_at = $6, released_at = $7";
    for year in &it.years {
        let values = values![
            Key(it.id),
            year.year,
            Text(year.status),
            year.matched,
            year.evidence.as_ref().map(|it| it.as_str().to_owned()),
            year.evidenced_at.map(At),
            year.released_at.map(At),
            audience(it),
            year.pence,
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// How many grants of a programme there are, by the rules that hold on a day: in all, and of schools of one authority. The
/// programme is locked.
pub async fn opened(
    tx: &Tx,
    programme: &str,
    on: NaiveDate,
    authority: Option<Id<LocalAuthority>>,
) -> Result<Vec<(CapScope, i32)>, DbError> {
    #[derive(FromQueryResult)]
    struct Opened {
        in_all: i32,
        of_authority: i32,
    }
    let sql = "SELECT count(*)::int AS in_all, \
               count(*) FILTER (WHERE school.local_authority_id = $3)::int AS of_authority \
               FROM programme_grant JOIN school ON school.id = school_id \
               JOIN programme_version AS version ON version.code = programme AND version.number = version_of_rules \
               WHERE programme = $1 AND version.since <= $2 AND (version.until IS NULL OR version.until >= $2)";
    let row = tx.row::<Opened>(sql, values![programme, on, authority.map(Key)]).await?;
    let row = row.ok_or_else(|| DbError::broken("a count without a row"))?;
    Ok(vec![(CapScope::Programme, row.in_all), (CapScope::Authority, row.of_authority)])
}

/// How many grants of a programme the schools of each region lead, of all its rounds. To be asked while nobody else opens one.
pub async fn places(tx: &Tx, programme: &str) -> Result<Places, DbError> {
    #[derive(FromQueryResult)]
    struct Placed {
        region: Text<Region>,
        count: i32,
    }
    let sql = "SELECT region, count(*)::int AS count FROM programme_grant JOIN school ON school.id = school_id \
               WHERE programme = $1 AND region IS NOT NULL GROUP BY region";
    let rows: Vec<Placed> = tx.rows(sql, values![programme]).await?;
    Ok(Places::new(rows.into_iter().map(|row| (row.region.0, row.count))))
}

/// A grant that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Grant>) -> Result<Option<Grant>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Grant::try_from).transpose()
}

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether an alliance keeps a grant of a programme that is called so and pays money, as far as the reader may see it.
pub async fn is_kept(tx: &Tx, seen: &Scope, alliance: Id<Alliance>, name: &str) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM programme_grant JOIN programme \
               ON programme.code = programme_grant.programme \
               WHERE alliance_id = $1 AND pence > 0 AND lower($2) IN (lower(programme.code), lower(programme.name)) \
               AND ($3 OR programme_grant.audience && $4)) AS is";
    let row: Option<Is> =
        tx.row(sql, values![Key(alliance), name.to_owned(), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(row.is_some_and(|row| row.is))
}

/// Locks a grant for changing, and for adding lines to its ledger: nobody else adds one meanwhile.
pub async fn lock(tx: &Tx, id: Id<Grant>) -> Result<Option<Grant>, DbError> {
    // Locked first and read after, so that its years are those that whoever held the lock before has left.
    tx.run("SELECT FROM programme_grant WHERE id = $1 FOR UPDATE", values![Key(id)]).await?;
    let row: Option<Row> = tx.row(select!("WHERE id = $1"), values![Key(id)]).await?;
    row.map(Grant::try_from).transpose()
}

/// Writes what changed of a locked grant.
pub async fn save(tx: &Tx, it: &mut Grant) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE programme_grant SET reviewed_on = $2, review_passed = $3, version = $4 WHERE id = $1";
    let (on, passed) = it.reviewed.unzip();
    tx.run(sql, values![Key(it.id), on, passed, it.version]).await?;
    write_years(tx, it).await
}

/// The grants with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Grant>>) -> Result<Vec<Grant>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Grant::try_from).collect()
}

/// The grants of these alliances that the reader may see, in the order in which they were opened.
pub async fn of_alliances(db: &Db, seen: &Scope, ids: Vec<Id<Alliance>>) -> Result<Vec<Grant>, DbError> {
    let sql = select!("WHERE alliance_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Grant::try_from).collect()
}

/// A page of an alliance's grants, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<Grant>) -> Page<Grant> {
    let cursor = |it: &Grant| Cursor { list: OF_ALLIANCE, order: 0, id: it.id.uuid() };
    Page::of_all(page, all, |it| (0, it.id.uuid()), cursor)
}
