//! Specialist leaders: the table, its conversions, its queries. Profiles are public; the name is shown to who signs in.

use std::collections::HashMap;

use domain::Id;
use domain::directory::{Expertise, ListingEnd, Post, School, Specialist, SpecialistProfile, SpecialistStatus};
use domain::identity::Person;
use domain::text::Name;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, values};

/// A specialist as a page shows one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SpecialistRow {
    /// Its id.
    pub id: Key<Specialist>,
    /// Who it is.
    pub person_id: Key<Person>,
    /// The home school.
    pub school_id: Key<School>,
    /// The name.
    pub name: String,
    /// The post that they hold at home.
    pub post: Text<Post>,
    /// The posts whose holders they support.
    pub supports: Texts<Post>,
    /// What they know.
    pub expertise: Keys<Expertise>,
    /// The longest journey they make, in minutes one way.
    pub travel_minutes: i32,
    /// Whether they are lent.
    pub status: Text<SpecialistStatus>,
    /// Why they are not lent any more.
    pub end_reason: Option<Text<ListingEnd>>,
    /// When they were listed.
    pub created_at: At,
    /// Counts the changes.
    pub version: i32,
}

impl From<&Specialist> for SpecialistRow {
    fn from(it: &Specialist) -> Self {
        let profile = &it.profile;
        Self {
            id: Key(it.id),
            person_id: Key(it.person),
            school_id: Key(it.home),
            name: profile.name.as_str().to_owned(),
            post: Text(profile.post),
            supports: Texts(profile.supports.clone()),
            expertise: Keys(profile.specialisms.clone()),
            travel_minutes: profile.travel_minutes,
            status: Text(it.status),
            end_reason: it.end_reason.map(Text),
            created_at: At(it.listed_at),
            version: it.version,
        }
    }
}

impl TryFrom<SpecialistRow> for Specialist {
    type Error = DbError;

    fn try_from(row: SpecialistRow) -> Result<Self, DbError> {
        let profile = SpecialistProfile {
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            post: row.post.0,
            specialisms: row.expertise.0,
            supports: row.supports.0,
            travel_minutes: row.travel_minutes,
        };
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            home: row.school_id.0,
            profile,
            status: row.status.0,
            end_reason: row.end_reason.map(|it| it.0),
            listed_at: row.created_at.0,
            version: row.version,
        })
    }
}

/// Writes a new specialist.
pub async fn insert(tx: &Tx, it: &Specialist) -> Result<(), DbError> {
    let sql = "INSERT INTO specialist (id, person_id, school_id, name, post, supports, expertise, travel_minutes, \
               status, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let row = SpecialistRow::from(it);
    let values = values![
        row.id,
        row.person_id,
        row.school_id,
        row.name,
        row.post,
        row.supports,
        row.expertise,
        row.travel_minutes,
        row.status,
        row.created_at,
        row.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks a specialist, for changing.
pub async fn lock(tx: &Tx, id: Id<Specialist>) -> Result<Option<Specialist>, DbError> {
    let row: Option<SpecialistRow> =
        tx.row("SELECT specialist.* FROM specialist WHERE id = $1 FOR UPDATE", values![Key(id)]).await?;
    row.map(Specialist::try_from).transpose()
}

/// A person's listings at a school: the one that holds, and if `ended` is asked for those that have ended too.
pub async fn listings(tx: &Tx, who: Id<Person>, home: Id<School>, ended: bool) -> Result<Vec<Id<Specialist>>, DbError> {
    #[derive(FromQueryResult)]
    struct Listing {
        id: Key<Specialist>,
    }
    let sql =
        "SELECT id FROM specialist WHERE person_id = $1 AND school_id = $2 AND ($3 OR status <> 'ended') ORDER BY id";
    let rows: Vec<Listing> = tx.rows(sql, values![Key(who), Key(home), ended]).await?;
    Ok(rows.into_iter().map(|it| it.id.0).collect())
}

/// The schools that lend a person.
pub async fn homes(tx: &Tx, who: Id<Person>) -> Result<Vec<Id<School>>, DbError> {
    #[derive(FromQueryResult)]
    struct Home {
        school_id: Key<School>,
    }
    let sql = "SELECT school_id FROM specialist WHERE person_id = $1 AND status <> 'ended' ORDER BY school_id";
    let rows: Vec<Home> = tx.rows(sql, values![Key(who)]).await?;
    Ok(rows.into_iter().map(|row| row.school_id.0).collect())
}

/// Writes whether a locked specialist is lent, and if not any more, why.
pub async fn save(tx: &Tx, it: &mut Specialist) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE specialist SET status = $2, version = $3, end_reason = $4 WHERE id = $1";
    tx.run(sql, values![Key(it.id), Text(it.status), it.version, it.end_reason.map(Text)]).await.map(drop)
}

/// Writes where and as what a locked specialist works now.
pub async fn save_move(tx: &Tx, it: &mut Specialist) -> Result<(), DbError> {
    it.version += 1;
    let row = SpecialistRow::from(&*it);
    let sql = "UPDATE specialist SET school_id = $2, name = $3, post = $4, supports = $5, expertise = $6, \
               travel_minutes = $7, status = $8, version = $9, end_reason = $10 WHERE id = $1";
    let values = values![
        row.id,
        row.school_id,
        row.name,
        row.post,
        row.supports,
        row.expertise,
        row.travel_minutes,
        row.status,
        row.version,
        row.end_reason,
    ];
    tx.run(sql, values).await.map(drop)
}

/// The specialist whom a person is, or was last, while nobody lends them.
pub async fn last_of_person(tx: &Tx, who: Id<Person>) -> Result<Option<Id<Specialist>>, DbError> {
    #[derive(FromQueryResult)]
    struct Last {
        id: Key<Specialist>,
    }
    let sql = "SELECT id FROM specialist WHERE person_id = $1 ORDER BY status = 'ended', created_at DESC LIMIT 1";
    let row: Option<Last> = tx.row(sql, values![Key(who)]).await?;
    Ok(row.map(|it| it.id.0))
}

/// The home school of a specialist who is lent, kept from changing until the transaction ends.
pub async fn home(tx: &Tx, id: Id<Specialist>) -> Result<Option<Id<School>>, DbError> {
    #[derive(FromQueryResult)]
    struct Home {
        school_id: Key<School>,
    }
    let sql = "SELECT school_id FROM specialist WHERE id = $1 AND status <> 'ended' FOR SHARE";
    let row: Option<Home> = tx.row(sql, values![Key(id)]).await?;
    Ok(row.map(|it| it.school_id.0))
}

/// These specialists, in no order.
pub async fn of_ids(db: &Db, ids: Vec<Id<Specialist>>) -> Result<Vec<SpecialistRow>, DbError> {
    db.rows("SELECT specialist.* FROM specialist WHERE id = ANY($1)", values![Keys(ids)]).await
}

/// The list of the specialists whom a school lends, those first who have been longest.
pub const OF_SCHOOL: &str = "specialist.of_school";

/// A page of the specialists whom each of these schools lends, those first who have been longest.
pub async fn pages_of_schools(
    db: &Db,
    schools: Vec<Id<School>>,
    page: &PageRequest,
) -> Result<HashMap<Id<School>, Page<SpecialistRow>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT lent.* FROM unnest($1::uuid[]) AS school (id) CROSS JOIN LATERAL (SELECT specialist.* FROM specialist \
         WHERE school_id = school.id AND status <> 'ended' AND ($2::uuid IS NULL OR specialist.id {than} $2) \
         ORDER BY specialist.id {way} LIMIT {}) AS lent",
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let mut found: HashMap<Id<School>, Vec<SpecialistRow>> = HashMap::new();
    for row in db.rows::<SpecialistRow>(&sql, values![Keys(schools), from]).await? {
        found.entry(row.school_id.0).or_default().push(row);
    }
    let cursor = |it: &SpecialistRow| Cursor { list: OF_SCHOOL, order: 0, id: it.id.0.uuid() };
    Ok(found.into_iter().map(|(school, rows)| (school, Page::of(page, rows, cursor))).collect())
}

/// The specialist whom a person is, if they are lent.
pub async fn of_person(db: &Db, person: Id<Person>) -> Result<Option<SpecialistRow>, DbError> {
    db.row("SELECT specialist.* FROM specialist WHERE person_id = $1 AND status <> 'ended'", values![Key(person)]).await
}

/// The specialist whom a person is, kept from changing until the transaction ends; nothing if nobody lends them.
pub async fn hold_of_person(tx: &Tx, person: Id<Person>) -> Result<Option<Specialist>, DbError> {
    let sql = "SELECT specialist.* FROM specialist WHERE person_id = $1 AND status <> 'ended' FOR SHARE";
    let row: Option<SpecialistRow> = tx.row(sql, values![Key(person)]).await?;
    row.map(Specialist::try_from).transpose()
}

/// A specialist who is lent, kept from changing until the transaction ends.
pub async fn hold(tx: &Tx, id: Id<Specialist>) -> Result<Option<Specialist>, DbError> {
    let sql = "SELECT specialist.* FROM specialist WHERE id = $1 AND status <> 'ended' FOR SHARE";
    let row: Option<SpecialistRow> = tx.row(sql, values![Key(id)]).await?;
    row.map(Specialist::try_from).transpose()
}

/// These people as specialists, where somebody lends them.
pub async fn of_persons(db: &Db, ids: Vec<Id<Person>>) -> Result<Vec<SpecialistRow>, DbError> {
    let sql = "SELECT specialist.* FROM specialist WHERE person_id = ANY($1) AND status <> 'ended'";
    db.rows(sql, values![Keys(ids)]).await
}

/// Whether the reader of this transaction knows a person: row-level security shows only colleagues.
pub async fn is_known(tx: &Tx, person: Id<Person>) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Seen {
        known: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM person WHERE id = $1) AS known";
    let row: Option<Seen> = tx.row(sql, values![Key(person)]).await?;
    Ok(row.is_some_and(|it| it.known))
}
