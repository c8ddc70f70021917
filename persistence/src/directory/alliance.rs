//! Alliances, their members and their neighbours.

use chrono::NaiveDate;
use domain::directory::{Alliance, AllianceKind, AllianceLeave, AllianceMember, MemberRest, RestReason, School};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::At;
use crate::{Db, DbError, Key, Text, Tx, values};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, name, kind, lead_school_id, lead_offered_to, response_days, version FROM alliance ", $rest)
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Alliance>,
    name: String,
    kind: Text<AllianceKind>,
    lead_school_id: Key<School>,
    lead_offered_to: Option<Key<School>>,
    response_days: i32,
    version: i32,
}

impl From<Row> for Alliance {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            name: row.name.into_boxed_str(),
            kind: row.kind.0,
            lead: row.lead_school_id.0,
            lead_offered_to: row.lead_offered_to.map(|it| it.0),
            response_days: row.response_days,
            version: row.version,
        }
    }
}

/// Every alliance, by name.
pub async fn all(db: &Db) -> Result<Vec<Alliance>, DbError> {
    Ok(db.rows::<Row>(select!("ORDER BY name, id"), []).await?.into_iter().map(Alliance::from).collect())
}

#[derive(FromQueryResult)]
struct MemberRow {
    alliance_id: Key<Alliance>,
    school_id: Key<School>,
    since: At,
    rested_at: Option<At>,
    rests_until: Option<NaiveDate>,
    rest_reason: Option<Text<RestReason>>,
}

impl From<MemberRow> for AllianceMember {
    fn from(row: MemberRow) -> Self {
        let rest = row.rested_at.zip(row.rest_reason);
        Self {
            alliance: row.alliance_id.0,
            school: row.school_id.0,
            since: Some(row.since.0),
            rest: rest.map(|(since, reason)| MemberRest { since: since.0, until: row.rests_until, reason: reason.0 }),
        }
    }
}

macro_rules! select_member {
    ($rest:literal) => {
        concat!(
            "SELECT alliance_id, school_id, since, rested_at, rests_until, rest_reason FROM alliance_member \
             WHERE until IS NULL ",
            $rest
        )
    };
}

/// Every present membership.
pub async fn members(db: &Db) -> Result<Vec<AllianceMember>, DbError> {
    let rows = db.rows::<MemberRow>(select_member!("ORDER BY alliance_id, since, school_id"), []).await?;
    Ok(rows.into_iter().map(AllianceMember::from).collect())
}

#[derive(FromQueryResult)]
struct NeighbourRow {
    alliance_id: Key<Alliance>,
    neighbour_id: Key<Alliance>,
}

/// Every declaration of a neighbour, by the alliance that made it.
pub async fn neighbours(db: &Db) -> Result<Vec<(Id<Alliance>, Id<Alliance>)>, DbError> {
    let sql = "SELECT alliance_id, neighbour_id FROM alliance_neighbour";
    Ok(db.rows::<NeighbourRow>(sql, []).await?.into_iter().map(|row| (row.alliance_id.0, row.neighbour_id.0)).collect())
}

/// Writes a new alliance, with the school that leads it.
pub async fn found(tx: &Tx, it: &Alliance, lead: &AllianceMember, now: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO alliance (id, name, kind, lead_school_id, response_days, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let (name, days) = (it.name.to_string(), it.response_days);
    tx.run(sql, values![Key(it.id), name, Text(it.kind), Key(it.lead), days, At(now)]).await?;
    join(tx, lead, now).await
}

#[derive(FromQueryResult)]
struct LedRow {
    kind: Text<AllianceKind>,
}

/// The kinds of the alliances that a school leads. The school is locked, so that nobody founds another for it meanwhile.
pub async fn led_by(tx: &Tx, school: Id<School>) -> Result<Vec<AllianceKind>, DbError> {
    tx.run("SELECT FROM school WHERE id = $1 FOR NO KEY UPDATE", values![Key(school)]).await?;
    let sql = "SELECT kind FROM alliance WHERE lead_school_id = $1";
    Ok(tx.rows::<LedRow>(sql, values![Key(school)]).await?.into_iter().map(|row| row.kind.0).collect())
}

/// Locks an alliance, so that its members and neighbours change one at a time.
pub async fn lock(tx: &Tx, id: Id<Alliance>) -> Result<Option<Alliance>, DbError> {
    Ok(tx.row::<Row>(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?.map(Alliance::from))
}

/// A school's place in an alliance: the present one, or an empty one.
pub async fn member(tx: &Tx, alliance: Id<Alliance>, school: Id<School>) -> Result<AllianceMember, DbError> {
    let sql = select_member!("AND alliance_id = $1 AND school_id = $2");
    let row = tx.row::<MemberRow>(sql, values![Key(alliance), Key(school)]).await?;
    Ok(row.map_or(AllianceMember { alliance, school, since: None, rest: None }, AllianceMember::from))
}

/// Writes how a member rests, or that it takes part again.
pub async fn save_rest(tx: &Tx, it: &AllianceMember) -> Result<(), DbError> {
    let sql = "UPDATE alliance_member SET rested_at = $3, rests_until = $4, rest_reason = $5 \
        WHERE alliance_id = $1 AND school_id = $2 AND until IS NULL";
    let (at, reason) = (it.rest.map(|rest| At(rest.since)), it.rest.map(|rest| Text(rest.reason)));
    let until = it.rest.and_then(|rest| rest.until);
    tx.run(sql, values![Key(it.alliance), Key(it.school), at, until, reason]).await.map(drop)
}

/// Members whose last day of rest is before today, those longest ago first.
pub async fn rested(db: &Db, today: NaiveDate, most: i64) -> Result<Vec<AllianceMember>, DbError> {
    let sql = select_member!("AND rests_until < $1 ORDER BY rests_until, alliance_id, school_id LIMIT $2");
    Ok(db.rows::<MemberRow>(sql, values![today, most]).await?.into_iter().map(AllianceMember::from).collect())
}

/// Begins a membership; one that ended in the same instant goes on.
pub async fn join(tx: &Tx, member: &AllianceMember, now: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3) \
        ON CONFLICT (alliance_id, school_id, since) DO UPDATE SET until = NULL, leave_reason = NULL";
    tx.run(sql, values![Key(member.alliance), Key(member.school), At(now)]).await.map(drop)
}

/// Ends a membership; that it was stays, with why it ended.
pub async fn leave(tx: &Tx, member: &AllianceMember, why: AllianceLeave, now: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE alliance_member SET until = greatest($3, since + interval '1 microsecond'), leave_reason = $4 \
        WHERE alliance_id = $1 AND school_id = $2 AND until IS NULL";
    tx.run(sql, values![Key(member.alliance), Key(member.school), At(now), Text(why)]).await.map(drop)
}

/// The alliances to which a school belongs at this moment, in the order in which a snapshot of the directory has them.
pub async fn of_school(tx: &Tx, school: Id<School>) -> Result<Vec<Id<Alliance>>, DbError> {
    let sql = select_member!("AND school_id = $1 ORDER BY alliance_id");
    Ok(tx.rows::<MemberRow>(sql, values![Key(school)]).await?.into_iter().map(|row| row.alliance_id.0).collect())
}

/// Keeps that one alliance declared another its neighbour; saying it twice is saying it once.
pub async fn declare(tx: &Tx, alliance: Id<Alliance>, neighbour: Id<Alliance>) -> Result<(), DbError> {
    let sql = "INSERT INTO alliance_neighbour (alliance_id, neighbour_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.run(sql, values![Key(alliance), Key(neighbour)]).await.map(drop)
}

/// Takes back that one alliance declared another its neighbour; gives whether it had.
pub async fn withdraw(tx: &Tx, alliance: Id<Alliance>, neighbour: Id<Alliance>) -> Result<bool, DbError> {
    let sql = "DELETE FROM alliance_neighbour WHERE alliance_id = $1 AND neighbour_id = $2";
    Ok(tx.run(sql, values![Key(alliance), Key(neighbour)]).await? > 0)
}

/// Writes which school leads a locked alliance, and to which that is offered, under the next version.
pub async fn save_lead(tx: &Tx, it: &mut Alliance) -> Result<(), DbError> {
    let sql = "UPDATE alliance SET lead_school_id = $2, lead_offered_to = $3 WHERE id = $1";
    tx.run(sql, values![Key(it.id), Key(it.lead), it.lead_offered_to.map(Key)]).await?;
    touch(tx, it).await
}

/// Counts a change of a locked alliance: of its lead, its members or its neighbours.
pub async fn touch(tx: &Tx, it: &mut Alliance) -> Result<(), DbError> {
    it.version += 1;
    tx.run("UPDATE alliance SET version = $2 WHERE id = $1", values![Key(it.id), it.version]).await.map(drop)
}
