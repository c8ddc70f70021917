//! Schools: the facts that are held in memory, and the rest that is read when somebody looks.

use std::collections::HashMap;

use domain::Id;
use domain::directory::{
    DeprivationBand, GridPoint, KeyStage, KeyStages, LinkKind, LocalAuthority, Phase, Region, RegisterEdition,
    Rurality, School, SchoolStatus, SizeBand, Trust, Urn,
};
use sea_orm::FromQueryResult;

use crate::column::{At, Keys, Texts};
use crate::{Cursor, Db, DbError, Key, Page, PageRequest, Text, values};

/// A school as memory holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What the trade needs to know.
    pub school: School,
    /// The pupils on roll.
    pub pupils: Option<i32>,
    /// The town.
    pub town: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// Degrees north and east.
    pub degrees: Option<(f64, f64)>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<School>,
    urn: i32,
    name: String,
    status: Text<SchoolStatus>,
    phase: Text<Phase>,
    key_stages: Texts<KeyStage>,
    pupils: Option<i32>,
    deprivation: Option<i16>,
    rurality: Option<Text<Rurality>>,
    special: bool,
    region: Option<Text<Region>>,
    local_authority_id: Option<Key<LocalAuthority>>,
    trust_id: Option<Key<Trust>>,
    easting: Option<i32>,
    northing: Option<i32>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    town: Option<String>,
    postcode: Option<String>,
}

impl TryFrom<Row> for Known {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let urn = Urn::new(row.urn).ok_or_else(|| DbError::broken("a URN without six digits"))?;
        let key_stages: KeyStages = row.key_stages.0.into_iter().collect();
        let band = |number: i16| u8::try_from(number).ok().and_then(DeprivationBand::new);
        Ok(Self {
            school: School {
                id: row.id.0,
                urn,
                name: row.name.into_boxed_str(),
                status: row.status.0,
                phase: row.phase.0,
                key_stages,
                size: row.pupils.map(|pupils| SizeBand::of(pupils.unsigned_abs())),
                deprivation: row.deprivation.and_then(band),
                rurality: row.rurality.map(|it| it.0),
                special: row.special,
                region: row.region.map(|it| it.0),
                authority: row.local_authority_id.map(|it| it.0),
                trust: row.trust_id.map(|it| it.0),
                place: row.easting.zip(row.northing).and_then(|(easting, northing)| GridPoint::new(easting, northing)),
            },
            pupils: row.pupils,
            town: row.town,
            postcode: row.postcode,
            degrees: row.latitude.zip(row.longitude),
        })
    }
}

/// Gives every school of the register to `take`, closed ones too, by URN, one at a time.
pub async fn each_known(db: &Db, mut take: impl FnMut(Known)) -> Result<(), DbError> {
    let sql = "SELECT id, urn, name, status, phase, key_stages, pupils, deprivation, rurality, special, region, \
        local_authority_id, trust_id, easting, northing, latitude, longitude, town, postcode \
        FROM school ORDER BY urn";
    db.each(sql, values![], |row: Row| {
        take(row.try_into()?);
        Ok(())
    })
    .await
}

/// What is told of a school beyond what memory holds.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Details {
    /// The school.
    pub id: Key<School>,
    /// The kind of establishment.
    pub type_name: Option<String>,
    /// The group of kinds.
    pub type_group: Option<String>,
    /// The age of the youngest pupils, in years.
    pub low_age: Option<i16>,
    /// The age at which the oldest leave, in years.
    pub high_age: Option<i16>,
    /// Boys, girls or both.
    pub gender: Option<String>,
    /// Its religious character.
    pub religious_character: Option<String>,
    /// How pupils are admitted.
    pub admissions: Option<String>,
    /// How many pupils there is room for.
    pub capacity: Option<i32>,
    /// Its number within the local authority.
    pub establishment_number: Option<String>,
    /// The first line of its address.
    pub street: Option<String>,
    /// The second line of its address.
    pub locality: Option<String>,
    /// Its county.
    pub county: Option<String>,
    /// Its telephone number.
    pub telephone: Option<String>,
    /// Its web site.
    pub website: Option<String>,
    /// The day on which it opened.
    pub opened_on: Option<chrono::NaiveDate>,
    /// The day on which it closed or will close.
    pub closed_on: Option<chrono::NaiveDate>,
}

/// The details of some schools.
pub async fn details(db: &Db, schools: &[Id<School>]) -> Result<Vec<Details>, DbError> {
    let ids: Vec<_> = schools.iter().map(|id| id.uuid()).collect();
    let sql = "SELECT id, type_name, type_group, low_age, high_age, gender, religious_character, admissions, \
        capacity, establishment_number, street, locality, county, telephone, website, opened_on, closed_on \
        FROM school WHERE id = ANY($1)";
    db.rows(sql, values![ids]).await
}

/// Something that an edition of the register changed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Change {
    /// Its number: later changes have higher ones.
    pub id: i64,
    /// The school.
    pub school_id: Key<School>,
    /// The edition.
    pub edition_id: Key<RegisterEdition>,
    /// When it was applied.
    pub applied_at: At,
    /// What changed, by the name of the column.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
}

/// The list of what the register changed of one school, the newest first.
pub const HISTORY: &str = "school.history";

/// A page of what the register changed of each of these schools, the newest first, in one statement.
pub async fn histories(
    db: &Db,
    schools: Vec<Id<School>>,
    page: &PageRequest,
) -> Result<HashMap<Id<School>, Page<Change>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT c.id, c.school_id, c.edition_id, e.applied_at, c.field, c.before, c.after \
         FROM unnest($1::uuid[]) AS school (id) CROSS JOIN LATERAL (SELECT * FROM school_change \
         WHERE school_id = school.id AND ($2::bigint IS NULL OR id {than} $2) ORDER BY id {way} LIMIT {}) AS c \
         JOIN register_edition AS e ON e.id = c.edition_id ORDER BY c.id {way}",
        page.limit(),
    );
    let mut changes: HashMap<Id<School>, Vec<Change>> = HashMap::new();
    for row in db.rows::<Change>(&sql, values![Keys(schools), page.from.as_ref().map(|from| from.order)]).await? {
        changes.entry(row.school_id.0).or_default().push(row);
    }
    let cursor = |it: &Change| Cursor { list: HISTORY, order: it.id, id: it.edition_id.0.uuid() };
    Ok(changes.into_iter().map(|(school, rows)| (school, Page::of(page, rows, cursor))).collect())
}

/// A link between two schools, seen from one of them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LinkRow {
    /// The school from which it is seen.
    pub school_urn: i32,
    /// The school to which it leads.
    pub linked_urn: i32,
    /// How they are linked.
    pub kind: Text<LinkKind>,
    /// Since when.
    pub established_on: Option<chrono::NaiveDate>,
}

/// The links of some schools, in both directions whichever of them the register lists.
pub async fn links(db: &Db, urns: &[Urn]) -> Result<Vec<LinkRow>, DbError> {
    let urns: Vec<_> = urns.iter().map(|urn| urn.number()).collect();
    db.rows(include_str!("school_links.sql"), values![urns]).await
}
