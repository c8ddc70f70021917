//! Schools that alliances ask to join: the table, its conversions, its queries.

use domain::access::Scope;
use domain::directory::{Alliance, AllianceInvitation, AllianceInvitationStatus, Retraction, School};
use domain::identity::Person;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of invitations that somebody may see, newest first.
pub const LIST: &str = "alliance_invitation.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, school_id, status, invited_by, invited_at, respond_by, answered_at, ",
            "withdraw_reason, version FROM alliance_invitation ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<AllianceInvitation>,
    alliance_id: Key<Alliance>,
    school_id: Key<School>,
    status: Text<AllianceInvitationStatus>,
    invited_by: Key<Person>,
    invited_at: At,
    respond_by: At,
    answered_at: Option<At>,
    withdraw_reason: Option<Text<Retraction>>,
    version: i32,
}

impl TryFrom<Row> for AllianceInvitation {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            school: row.school_id.0,
            status: row.status.0,
            invited_by: row.invited_by.0,
            invited_at: row.invited_at.0,
            respond_by: row.respond_by.0,
            answered_at: row.answered_at.map(|it| it.0),
            withdraw_reason: row.withdraw_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new invitation, to be seen by the alliance and the school. Gives whether there was none open between the two.
pub async fn insert(tx: &Tx, it: &AllianceInvitation) -> Result<bool, DbError> {
    let sql = "INSERT INTO alliance_invitation (id, alliance_id, school_id, status, invited_by, invited_at, respond_by, \
               version, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (alliance_id, school_id) WHERE status = 'invited' DO NOTHING";
    let values = values![
        Key(it.id),
        Key(it.alliance),
        Key(it.school),
        Text(it.status),
        Key(it.invited_by),
        At(it.invited_at),
        At(it.respond_by),
        it.version,
        vec![it.alliance.uuid(), it.school.uuid()],
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// An invitation that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<AllianceInvitation>) -> Result<Option<AllianceInvitation>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(AllianceInvitation::try_from).transpose()
}

/// Locks an invitation for changing, after its alliance.
pub async fn lock(tx: &Tx, id: Id<AllianceInvitation>) -> Result<Option<AllianceInvitation>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(AllianceInvitation::try_from).transpose()
}

/// Locks the invitation of a school to an alliance that waits for an answer, if there is one.
pub async fn lock_open(
    tx: &Tx,
    alliance: Id<Alliance>,
    school: Id<School>,
) -> Result<Option<AllianceInvitation>, DbError> {
    let sql = select!("WHERE alliance_id = $1 AND school_id = $2 AND status = 'invited' FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(alliance), Key(school)]).await?;
    row.map(AllianceInvitation::try_from).transpose()
}

/// Writes what changed of a locked invitation.
pub async fn save(tx: &Tx, it: &mut AllianceInvitation) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE alliance_invitation SET status = $2, answered_at = $3, version = $4, withdraw_reason = $5 \
               WHERE id = $1";
    let why = it.withdraw_reason.map(Text);
    tx.run(sql, values![Key(it.id), Text(it.status), it.answered_at.map(At), it.version, why]).await.map(drop)
}

/// Locks invitations whose time to be answered has passed, those longest ago first, but for those that another process
/// has in hand.
pub async fn lock_due(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<AllianceInvitation>, DbError> {
    let sql =
        select!("WHERE status = 'invited' AND respond_by < $1 ORDER BY respond_by LIMIT $2 FOR UPDATE SKIP LOCKED");
    let rows: Vec<Row> = tx.rows(sql, values![At(now), most]).await?;
    rows.into_iter().map(AllianceInvitation::try_from).collect()
}

/// The invitations with these ids that the reader may see.
pub async fn of_ids(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<AllianceInvitation>>,
) -> Result<Vec<AllianceInvitation>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(AllianceInvitation::try_from).collect()
}

/// A page of the invitations that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<AllianceInvitationStatus>,
    page: &PageRequest,
) -> Result<Page<AllianceInvitation>, DbError> {
    let status = status.map(Word::as_str);
    newest::<Row, AllianceInvitation>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
