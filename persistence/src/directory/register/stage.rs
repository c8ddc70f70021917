//! Rows of the file, staged in a table of this transaction alone, so that half a file changes nothing.

use chrono::NaiveDate;
use domain::directory::register::Listing;
use domain::directory::{Atlas, School};
use domain::{Id, Word};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use crate::{DbError, Tx, values};

/// Makes ready for an edition: waits for any other import to end, and opens a table for this one's rows.
pub async fn open(tx: &Tx) -> Result<(), DbError> {
    // An import is one long transaction; the limits of requests are not meant for it.
    tx.run("SELECT set_config('statement_timeout', '300s', true), set_config('lock_timeout', '300s', true)", [])
        .await?;
    tx.run("SELECT set_config('idle_in_transaction_session_timeout', '300s', true)", []).await?;
    tx.run("SELECT pg_advisory_xact_lock(hashtext('lateral.register'))", []).await?;
    tx.run(include_str!("stage.sql"), []).await?;
    Ok(())
}

/// One row of the file as the staging table takes it; what is not said is left out.
#[derive(Serialize)]
struct Row<'a> {
    id: Uuid,
    urn: i32,
    kept: i64,
    name: &'a str,
    status: &'static str,
    phase: &'static str,
    key_stages: Vec<&'static str>,
    special: bool,
    version: i32,
    #[serde(flatten)]
    said: Said<'a>,
}

/// What a row may leave unsaid.
#[derive(Serialize)]
struct Said<'a> {
    type_code: &'a Option<String>,
    type_name: &'a Option<String>,
    type_group: &'a Option<String>,
    low_age: Option<i32>,
    high_age: Option<i32>,
    gender: &'a Option<String>,
    religious_character: &'a Option<String>,
    admissions: &'a Option<String>,
    capacity: Option<i32>,
    pupils: Option<i32>,
    free_meal_permille: Option<i32>,
    authority_code: &'a Option<String>,
    authority_name: &'a Option<String>,
    establishment_number: &'a Option<String>,
    region: Option<&'static str>,
    trust_uid: Option<&'a str>,
    trust_name: Option<&'a str>,
    ukprn: Option<i32>,
    district: &'a Option<String>,
    ward: &'a Option<String>,
    constituency: &'a Option<String>,
    rurality: Option<&'static str>,
    street: &'a Option<String>,
    locality: &'a Option<String>,
    town: &'a Option<String>,
    county: &'a Option<String>,
    postcode: &'a Option<String>,
    telephone: &'a Option<String>,
    website: &'a Option<String>,
    easting: Option<i32>,
    northing: Option<i32>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
}

/// A listing with the id that the school gets if it is new.
pub struct Staged {
    /// The id.
    pub id: Id<School>,
    /// What the file says.
    pub listing: Listing,
}

/// Stages some rows.
pub async fn stage(tx: &Tx, atlas: &Atlas, rows: &[Staged]) -> Result<(), DbError> {
    let rows: Vec<_> = rows.iter().map(|it| row(atlas, it)).collect();
    let json = serde_json::to_string(&rows).map_err(|error| DbError::broken(error.to_string()))?;
    let sql = "INSERT INTO staged SELECT * FROM json_populate_recordset(NULL::staged, $1::json)";
    tx.run(sql, values![json]).await.map(drop)
}

fn row<'a>(atlas: &Atlas, staged: &'a Staged) -> Row<'a> {
    let it = &staged.listing;
    let degrees = it.place.and_then(|place| atlas.wgs84(place));
    Row {
        id: staged.id.uuid(),
        urn: it.urn.number(),
        kept: it.kept.bits(),
        name: &it.name,
        status: it.status.as_str(),
        phase: it.phase.as_str(),
        key_stages: it.key_stages.iter().map(Word::as_str).collect(),
        special: it.special,
        version: 1,
        said: Said {
            type_code: &it.type_code,
            type_name: &it.type_name,
            type_group: &it.type_group,
            low_age: it.low_age,
            high_age: it.high_age,
            gender: &it.gender,
            religious_character: &it.religious_character,
            admissions: &it.admissions,
            capacity: it.capacity,
            pupils: it.pupils,
            free_meal_permille: it.free_meal_permille,
            authority_code: &it.authority_code,
            authority_name: &it.authority_name,
            establishment_number: &it.establishment_number,
            region: it.region.map(Word::as_str),
            trust_uid: it.trust.as_ref().and_then(|trust| trust.uid.as_deref()),
            trust_name: it.trust.as_ref().map(|trust| trust.name.as_str()),
            ukprn: it.ukprn,
            district: &it.district,
            ward: &it.ward,
            constituency: &it.constituency,
            rurality: it.rurality.map(Word::as_str),
            street: &it.street,
            locality: &it.locality,
            town: &it.town,
            county: &it.county,
            postcode: &it.postcode,
            telephone: &it.telephone,
            website: &it.website,
            easting: it.place.map(|place| place.easting),
            northing: it.place.map(|place| place.northing),
            latitude: degrees.map(|it| it.latitude),
            longitude: degrees.map(|it| it.longitude),
            opened_on: it.opened_on,
            closed_on: it.closed_on,
        },
    }
}

/// What an edition would do to the schools that are open now.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// How many there are.
    pub open: u64,
    /// How many of them the staged rows say are closed.
    pub closing: u64,
    /// Of how many the staged rows say nothing.
    pub absent: u64,
}

/// Counts what the staged rows would do.
pub async fn tally(tx: &Tx) -> Result<Effect, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        open: i64,
        closing: i64,
        absent: i64,
    }
    let row = tx.row::<Row>(include_str!("tally.sql"), []).await?;
    let Row { open, closing, absent } = row.ok_or_else(|| DbError::broken("counting gave nothing"))?;
    let of = i64::unsigned_abs;
    Ok(Effect { open: of(open), closing: of(closing), absent: of(absent) })
}

/// A school that is open now.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Open {
    /// Its number.
    pub urn: i32,
    /// Its name.
    pub name: String,
}

/// The first of the open schools, by URN, that the staged rows say are closed or, instead, of which they say nothing.
pub async fn at_stake(tx: &Tx, absent: bool, most: usize) -> Result<Vec<Open>, DbError> {
    let which = if absent { "t.urn IS NULL" } else { "t.status = 'closed'" };
    let sql = format!(
        "SELECT s.urn, s.name FROM school s LEFT JOIN staged t ON t.urn = s.urn \
         WHERE s.status IN ('open', 'closing') AND {which} ORDER BY s.urn LIMIT {most}"
    );
    tx.rows(&sql, []).await
}
