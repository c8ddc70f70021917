//! Rate cards: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::{Fee, FeeKind, FeePlace, RateCard, Rates};
use domain::directory::{Alliance, DesignationScheme, Specialist};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, year, designation, day, fee_kind, fee_place, fee, hours, vat, included, version ",
            "FROM rate_card ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<RateCard>,
    alliance_id: Key<Alliance>,
    year: i32,
    designation: Option<Text<DesignationScheme>>,
    day: i64,
    fee_kind: Text<FeeKind>,
    fee_place: Text<FeePlace>,
    fee: i64,
    hours: i32,
    vat: bool,
    included: Option<String>,
    version: i32,
}

impl TryFrom<Row> for RateCard {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            year: row.year,
            designation: row.designation.map(|it| it.0),
            rates: Rates {
                day: row.day,
                fee: Fee { kind: row.fee_kind.0, place: row.fee_place.0, amount: row.fee },
                hours: row.hours,
                vat: row.vat,
                included: row.included.as_deref().map(prose).transpose()?,
            },
            version: row.version,
        })
    }
}

/// Locks an alliance's card for an academic year and a designation, if there is one.
pub async fn lock(
    tx: &Tx,
    alliance: Id<Alliance>,
    year: i32,
    designation: Option<DesignationScheme>,
) -> Result<Option<RateCard>, DbError> {
    let sql = select!("WHERE alliance_id = $1 AND year = $2 AND designation IS NOT DISTINCT FROM $3 FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(alliance), year, designation.map(Text)]).await?;
    row.map(RateCard::try_from).transpose()
}

/// Writes a card, new or in the place of the one before it.
pub async fn put(tx: &Tx, it: &RateCard) -> Result<(), DbError> {
    let sql = "INSERT INTO rate_card \
               (id, alliance_id, year, designation, day, fee_kind, fee_place, fee, hours, vat, included, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET day = $5, \
               fee_kind = $6, fee_place = $7, fee = $8, hours = $9, vat = $10, included = $11, version = $12";
    let Rates { day, fee, hours, vat, included } = &it.rates;
    let values = values![
        Key(it.id),
        Key(it.alliance),
        it.year,
        it.designation.map(Text),
        *day,
        Text(fee.kind),
        Text(fee.place),
        fee.amount,
        *hours,
        *vat,
        included.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// For whose day an alliance charges, and in which academic year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct For {
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// The academic year, by the calendar year of its September.
    pub year: i32,
    /// The specialist; nobody where a school sends its own people.
    pub specialist: Option<Id<Specialist>>,
}

/// The card for each of several: that of a designation that they hold on a day, the dearest of several, else that for whoever
/// has none.
const FOR_EACH: &str = "SELECT asked.nth, card.* \
    FROM unnest($1::uuid[], $2::int[], $3::uuid[]) WITH ORDINALITY AS asked (alliance_id, year, specialist_id, nth) \
    CROSS JOIN LATERAL (SELECT id, alliance_id, year, designation, day, fee_kind, fee_place, fee, hours, vat, included, version \
    FROM rate_card WHERE rate_card.alliance_id = asked.alliance_id AND rate_card.year = asked.year \
    AND (designation IS NULL OR designation IN (SELECT held.scheme \
    FROM designation AS held JOIN specialist ON specialist.person_id = held.person_id WHERE specialist.id = asked.specialist_id \
    AND held.status = 'designated' AND held.since <= $4 AND held.ends_on >= $4)) \
    ORDER BY designation IS NULL, day DESC LIMIT 1) AS card";

#[derive(FromQueryResult)]
struct NthRow {
    nth: i64,
    #[sea_orm(nested)]
    row: Row,
}

fn each(asked: &[For], today: NaiveDate) -> Vec<sea_orm::Value> {
    let nobody = Uuid::nil();
    let alliances = asked.iter().map(|it| it.alliance).collect();
    let years: Vec<i32> = asked.iter().map(|it| it.year).collect();
    let specialists: Vec<Uuid> = asked.iter().map(|it| it.specialist.map_or(nobody, Id::uuid)).collect();
    values![Keys::<Alliance>(alliances), years, specialists, today]
}

/// The card by which an alliance charges, if it has one for that year. The transaction sees every designation.
pub async fn for_one(tx: &Tx, of: For, today: NaiveDate) -> Result<Option<RateCard>, DbError> {
    let row: Option<NthRow> = tx.row(FOR_EACH, each(&[of], today)).await?;
    row.map(|it| it.row.try_into()).transpose()
}

/// The cards by which alliances charge, of each that has one. Of the designations, which are private, nothing is told but the
/// price; everybody may know those that hold.
pub async fn for_each(db: &Db, asked: Vec<For>, today: NaiveDate) -> Result<Vec<(For, RateCard)>, DbError> {
    let rows: Vec<NthRow> = db.rows_for(&scope::service(), FOR_EACH, each(&asked, today)).await?;
    let of = |nth: i64| usize::try_from(nth - 1).ok().and_then(|nth| asked.get(nth)).copied();
    let cards = rows.into_iter().filter_map(|it| Some((of(it.nth)?, it.row)));
    cards.map(|(of, row)| Ok((of, row.try_into()?))).collect()
}

/// The cards of these alliances for an academic year, by designation.
pub async fn of_alliances(db: &Db, ids: Vec<Id<Alliance>>, year: i32) -> Result<Vec<RateCard>, DbError> {
    let sql = select!("WHERE alliance_id = ANY($1) AND year = $2 ORDER BY alliance_id, designation");
    let rows: Vec<Row> = db.rows(sql, values![Keys(ids), year]).await?;
    rows.into_iter().map(RateCard::try_from).collect()
}

/// The cards with these ids.
pub async fn of_ids(db: &Db, ids: Vec<Id<RateCard>>) -> Result<Vec<RateCard>, DbError> {
    let rows: Vec<Row> = db.rows(select!("WHERE id = ANY($1)"), values![Keys(ids)]).await?;
    rows.into_iter().map(RateCard::try_from).collect()
}
