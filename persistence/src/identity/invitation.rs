//! The table of invitations. The secret of each is stored as its hash.

use domain::Id;
use domain::access::{Role, Scope};
use domain::directory::{Alliance, School};
use domain::identity::{Invitation, InvitationRevocation, Person, Place};
use domain::text::{Email, Name};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

const COLUMNS: &str = "id, email, name, role, school_id, alliance_id, post, until, invited_by, expires_at, \
                       accepted_at, revoked_at, revoke_reason, version";

#[derive(FromQueryResult)]
struct Row {
    id: Key<Invitation>,
    email: String,
    name: String,
    role: Text<Role>,
    school_id: Option<Key<School>>,
    alliance_id: Option<Key<Alliance>>,
    post: Option<String>,
    until: Option<At>,
    invited_by: Option<Key<Person>>,
    expires_at: At,
    accepted_at: Option<At>,
    revoked_at: Option<At>,
    revoke_reason: Option<Text<InvitationRevocation>>,
    version: i32,
}

impl TryFrom<Row> for Invitation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = |_| DbError::broken("an invitation's text does not pass its own rule");
        let place = Place::of(row.school_id.map(|it| it.0), row.alliance_id.map(|it| it.0));
        Ok(Self {
            id: row.id.0,
            email: Email::new(&row.email).map_err(unreadable)?,
            name: Name::new(&row.name).map_err(unreadable)?,
            role: row.role.0,
            place: place.ok_or_else(|| DbError::broken("an invitation to two places"))?,
            post: row.post.map(|post| Name::new(&post)).transpose().map_err(unreadable)?,
            until: row.until.map(|it| it.0),
            invited_by: row.invited_by.map(|it| it.0),
            expires_at: row.expires_at.0,
            accepted_at: row.accepted_at.map(|it| it.0),
            revoked_at: row.revoked_at.map(|it| it.0),
            revoke_reason: row.revoke_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new invitation with the hash of its secret.
pub async fn insert(tx: &Tx, it: &Invitation, token_hash: Vec<u8>) -> Result<(), DbError> {
    let (school, alliance) = (it.place.school(), it.place.alliance());
    let organisation = school.map(Id::uuid).or_else(|| alliance.map(Id::uuid));
    let audience: Vec<uuid::Uuid> = it.invited_by.map(Id::uuid).into_iter().chain(organisation).collect();
    let sql = "INSERT INTO invitation (id, email, name, role, school_id, alliance_id, post, invited_by, expires_at, \
               token_hash, created_at, version, audience, until) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    tx.run(
        sql,
        values![
            Key(it.id),
            it.email.as_str(),
            it.name.as_str(),
            Text(it.role),
            school.map(Key),
            alliance.map(Key),
            it.post.as_ref().map(Name::as_str),
            it.invited_by.map(Key),
            At(it.expires_at),
            token_hash,
            At(tx.now()),
            it.version,
            audience,
            it.until.map(At),
        ],
    )
    .await
    .map(drop)
}

/// The invitation, for changing.
pub async fn lock(tx: &Tx, id: Id<Invitation>) -> Result<Option<Invitation>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invitation WHERE id = $1 FOR UPDATE");
    tx.row::<Row>(&sql, values![Key(id)]).await?.map(Invitation::try_from).transpose()
}

/// The invitation with this secret, for changing.
pub async fn lock_by_secret(tx: &Tx, token_hash: Vec<u8>) -> Result<Option<Invitation>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invitation WHERE token_hash = $1 FOR UPDATE");
    tx.row::<Row>(&sql, values![token_hash]).await?.map(Invitation::try_from).transpose()
}

/// The invitations with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Invitation>>) -> Result<Vec<Invitation>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invitation WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let values = values![Keys(ids), seen.is_everything(), scope::ids(seen)];
    let rows = db.rows_for::<Row>(seen, &sql, values).await?;
    rows.into_iter().map(Invitation::try_from).collect()
}

/// Writes where the invitation stands, under the next version.
pub async fn save(tx: &Tx, it: &mut Invitation) -> Result<(), DbError> {
    let sql = "UPDATE invitation SET accepted_at = $2, revoked_at = $3, revoke_reason = $4, version = version + 1 \
               WHERE id = $1";
    let why = it.revoke_reason.map(Text);
    tx.run(sql, values![Key(it.id), it.accepted_at.map(At), it.revoked_at.map(At), why]).await?;
    it.version += 1;
    Ok(())
}

/// The invitation with this secret, and whether somebody is known by its address already.
pub async fn find_by_secret(db: &Db, token_hash: Vec<u8>) -> Result<Option<(Invitation, bool)>, DbError> {
    #[derive(FromQueryResult)]
    struct Known {
        is_known: bool,
        #[sea_orm(nested)]
        row: Row,
    }
    let sql = format!(
        "SELECT {COLUMNS}, EXISTS (SELECT FROM person WHERE person.email = invitation.email) AS is_known \
         FROM invitation WHERE token_hash = $1"
    );
    let found = db.row_for::<Known>(&crate::scope::service(), &sql, values![token_hash]).await?;
    found.map(|it| Ok((it.row.try_into()?, it.is_known))).transpose()
}
