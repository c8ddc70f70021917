//! The table of memberships: who holds which role where.

use domain::Id;
use domain::access::{Role, Scope};
use domain::directory::{Alliance, School};
use domain::identity::{Membership, MembershipEnd, MembershipStatus, Person, Place};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

const COLUMNS: &str =
    "id, person_id, role, school_id, alliance_id, status, created_at, begun_at, until, ended_at, end_reason, version";

/// The name of the list of memberships, for its cursors.
pub const LIST: &str = "membership";

#[derive(FromQueryResult)]
struct Row {
    id: Key<Membership>,
    person_id: Key<Person>,
    role: Text<Role>,
    school_id: Option<Key<School>>,
    alliance_id: Option<Key<Alliance>>,
    status: Text<MembershipStatus>,
    created_at: At,
    begun_at: Option<At>,
    until: Option<At>,
    ended_at: Option<At>,
    end_reason: Option<Text<MembershipEnd>>,
    version: i32,
}

impl TryFrom<Row> for Membership {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let place = Place::of(row.school_id.map(|it| it.0), row.alliance_id.map(|it| it.0));
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            role: row.role.0,
            place: place.ok_or_else(|| DbError::broken("a membership at two places"))?,
            status: row.status.0,
            begun_at: row.created_at.0,
            confirmed_at: row.begun_at.map(|it| it.0),
            until: row.until.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            end_reason: row.end_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new membership; `false` if the person holds that role there already.
pub async fn insert(tx: &Tx, it: &Membership) -> Result<bool, DbError> {
    let (school, alliance) = (it.place.school(), it.place.alliance());
    let organisation = school.map(Id::uuid).or_else(|| alliance.map(Id::uuid));
    let audience: Vec<uuid::Uuid> = std::iter::once(it.person.uuid()).chain(organisation).collect();
    let sql = "INSERT INTO membership (id, person_id, role, school_id, alliance_id, status, created_at, begun_at, version, \
               audience, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               ON CONFLICT (person_id, role, coalesce(school_id, alliance_id, '00000000-0000-0000-0000-000000000000')) \
               WHERE status <> 'ended' DO NOTHING";
    let written = tx
        .run(
            sql,
            values![
                Key(it.id),
                Key(it.person),
                Text(it.role),
                school.map(Key),
                alliance.map(Key),
                Text(it.status),
                At(it.begun_at),
                it.confirmed_at.map(At),
                it.version,
                audience,
                it.until.map(At),
            ],
        )
        .await?;
    Ok(written == 1)
}

/// The membership, for changing.
pub async fn lock(tx: &Tx, id: Id<Membership>) -> Result<Option<Membership>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM membership WHERE id = $1 FOR UPDATE");
    tx.row::<Row>(&sql, values![Key(id)]).await?.map(Membership::try_from).transpose()
}

/// The memberships with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Membership>>) -> Result<Vec<Membership>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM membership WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let values = values![Keys(ids), seen.is_everything(), scope::ids(seen)];
    let rows = db.rows_for::<Row>(seen, &sql, values).await?;
    rows.into_iter().map(Membership::try_from).collect()
}

/// Writes where the membership stands, under the next version.
pub async fn save(tx: &Tx, it: &mut Membership) -> Result<(), DbError> {
    let sql = "UPDATE membership SET status = $2, begun_at = $3, ended_at = $4, end_reason = $5, version = version + 1 \
               WHERE id = $1";
    let (begun_at, ended_at) = (it.confirmed_at.map(At), it.ended_at.map(At));
    tx.run(sql, values![Key(it.id), Text(it.status), begun_at, ended_at, it.end_reason.map(Text)]).await?;
    it.version += 1;
    Ok(())
}

/// Up to so many roles whose time is over, those first that ended first.
pub async fn over(tx: &Tx, most: i64) -> Result<Vec<Id<Membership>>, DbError> {
    let sql = "SELECT id FROM membership WHERE status <> 'ended' AND until <= $1 ORDER BY until, id LIMIT $2";
    let rows: Vec<Over> = tx.rows(sql, values![At(tx.now()), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

#[derive(FromQueryResult)]
struct Over {
    id: Key<Membership>,
}

/// How many others may act in the same role at the same place just now, with those rows locked, so that two cannot leave
/// at once.
pub async fn lock_others(tx: &Tx, it: &Membership) -> Result<u32, DbError> {
    let sql = "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id \
               WHERE m.role = $2 AND m.status = 'active' AND m.id <> $1 AND (m.until IS NULL OR m.until > $5) \
               AND p.suspended_at IS NULL AND m.school_id IS NOT DISTINCT FROM $3 \
               AND m.alliance_id IS NOT DISTINCT FROM $4 ORDER BY m.id FOR UPDATE OF m FOR SHARE OF p";
    let (school, alliance) = (it.place.school().map(Key), it.place.alliance().map(Key));
    let others = tx.rows::<IdOnly>(sql, values![Key(it.id), Text(it.role), school, alliance, At(tx.now())]).await?;
    Ok(u32::try_from(others.len()).unwrap_or(u32::MAX))
}

#[derive(FromQueryResult)]
struct IdOnly {
    #[expect(dead_code, reason = "only how many there are is asked")]
    id: Key<Membership>,
}

/// Whether the school has a confirmed head who may act just now.
pub async fn has_head(tx: &Tx, school: Id<School>) -> Result<bool, DbError> {
    let sql = "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id \
               WHERE m.school_id = $1 AND m.role = 'head' AND m.status = 'active' AND (m.until IS NULL OR m.until > $2) \
               AND p.suspended_at IS NULL LIMIT 1";
    Ok(tx.row::<IdOnly>(sql, values![Key(school), At(tx.now())]).await?.is_some())
}

/// Whether the school has a governor who may act just now, but for one person. Sees everything, so the transaction is wide.
pub async fn has_governor(tx: &Tx, school: Id<School>, but: Id<Person>) -> Result<bool, DbError> {
    let sql = "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id \
               WHERE m.school_id = $1 AND m.role = 'governor' AND m.status = 'active' AND m.person_id <> $3 \
               AND (m.until IS NULL OR m.until > $2) AND p.suspended_at IS NULL LIMIT 1";
    Ok(tx.row::<IdOnly>(sql, values![Key(school), At(tx.now()), Key(but)]).await?.is_some())
}

/// The role that a person may act in at a school, for changing.
pub async fn lock_role(
    tx: &Tx,
    person: Id<Person>,
    role: Role,
    school: Id<School>,
) -> Result<Option<Membership>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership WHERE person_id = $1 AND role = $2 AND school_id = $3 AND status = 'active' \
         FOR UPDATE"
    );
    let values = values![Key(person), Text(role), Key(school)];
    tx.row::<Row>(&sql, values).await?.map(Membership::try_from).transpose()
}

/// The roles of a person that have not ended, for changing.
pub async fn lock_of(tx: &Tx, person: Id<Person>) -> Result<Vec<Membership>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM membership WHERE person_id = $1 AND status <> 'ended' ORDER BY id FOR UPDATE");
    tx.rows::<Row>(&sql, values![Key(person)]).await?.into_iter().map(Membership::try_from).collect()
}

/// Whether the person still holds a role at the school, confirmed or not.
pub async fn works_at(tx: &Tx, person: Id<Person>, school: Id<School>) -> Result<bool, DbError> {
    let sql = "SELECT id FROM membership WHERE person_id = $1 AND school_id = $2 AND status <> 'ended' LIMIT 1";
    Ok(tx.row::<IdOnly>(sql, values![Key(person), Key(school)]).await?.is_some())
}

/// Whether the school belongs to the alliance now.
pub async fn belongs(db: &Db, school: Id<School>, alliance: Id<Alliance>) -> Result<bool, DbError> {
    Ok(db.row::<Belongs>(BELONGS, values![Key(school), Key(alliance)]).await?.is_some_and(|it| it.is_member))
}

/// The same, asked within a transaction.
pub async fn belongs_now(tx: &Tx, school: Id<School>, alliance: Id<Alliance>) -> Result<bool, DbError> {
    Ok(tx.row::<Belongs>(BELONGS, values![Key(school), Key(alliance)]).await?.is_some_and(|it| it.is_member))
}

const BELONGS: &str = "SELECT EXISTS (SELECT FROM alliance_member WHERE school_id = $1 AND alliance_id = $2 AND until IS NULL) \
                       AS is_member";

#[derive(FromQueryResult)]
struct Belongs {
    is_member: bool,
}

/// A membership with the name of its holder, for lists.
#[derive(Clone, Debug)]
pub struct Member {
    /// The membership.
    pub membership: Membership,
    /// The holder's name.
    pub name: String,
    /// The holder's address; lists show it to those who look after the place.
    pub email: String,
    /// The holder's version.
    pub version: i32,
}

#[derive(FromQueryResult)]
struct MemberRow {
    name: String,
    email: String,
    person_version: i32,
    #[sea_orm(nested)]
    membership: Row,
}

impl TryFrom<MemberRow> for Member {
    type Error = DbError;

    fn try_from(row: MemberRow) -> Result<Self, DbError> {
        let (name, email, version) = (row.name, row.email, row.person_version);
        Ok(Self { membership: row.membership.try_into()?, name, email, version })
    }
}

/// Which memberships a list shows.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// Those of one person that have not ended.
    Of(Id<Person>),
    /// Those at a school that have not ended.
    AtSchool(Id<School>),
    /// Those at an alliance that have not ended.
    AtAlliance(Id<Alliance>),
    /// Those that wait for confirmation, anywhere.
    Waiting,
    /// Those that wait for confirmation at the schools of an alliance.
    WaitingAt(Id<Alliance>),
}

/// A page of memberships, oldest first. Who may ask is decided above; the scope is what row-level security is told.
pub async fn page(db: &Db, seen: &Scope, which: Which, wanted: &PageRequest) -> Result<Page<Member>, DbError> {
    let (condition, id) = match which {
        Which::Of(person) => ("m.person_id = $1 AND m.status <> 'ended'", person.uuid()),
        Which::AtSchool(school) => ("m.school_id = $1 AND m.status <> 'ended'", school.uuid()),
        Which::AtAlliance(alliance) => ("m.alliance_id = $1 AND m.status <> 'ended'", alliance.uuid()),
        Which::Waiting => ("m.status = 'pending' AND $1 = $1", uuid::Uuid::nil()),
        Which::WaitingAt(alliance) => (
            "m.status = 'pending' AND m.school_id IN (SELECT school_id FROM alliance_member WHERE alliance_id = $1 \
             AND until IS NULL)",
            alliance.uuid(),
        ),
    };
    let (beyond, order) = if wanted.backward { ("<", "DESC") } else { (">", "ASC") };
    let from = wanted.from.as_ref();
    let columns = COLUMNS.replace(", ", ", m.");
    let sql = format!(
        "SELECT m.{columns}, p.name, p.email, p.version AS person_version FROM membership m JOIN person p ON p.id = m.person_id WHERE {condition} \
         AND ($2::uuid IS NULL OR m.id {beyond} $2) ORDER BY m.id {order} LIMIT {}",
        wanted.limit()
    );
    let rows = db.rows_for::<MemberRow>(seen, &sql, values![id, from.map(|it| it.id)]).await?;
    let rows = rows.into_iter().map(Member::try_from).collect::<Result<Vec<_>, _>>()?;
    // Ids sort by the time at which they were made, so the id is the whole order.
    Ok(Page::of(wanted, rows, |it| Cursor { list: LIST, order: 0, id: it.membership.id.uuid() }))
}

/// A membership that acts: what a caller is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The membership.
    pub id: Id<Membership>,
    /// Its role.
    pub role: Role,
    /// Its school.
    pub school: Option<Id<School>>,
    /// Its alliance.
    pub alliance: Option<Id<Alliance>>,
}
