//! Pooled budgets and their schools: the tables, their conversions, their queries.

use chrono::{DateTime, Utc};
use domain::access::Scope;
use domain::brokerage::{Deployment, PoolAccount, PoolLeave, PoolMember, PoolMemberStatus, PoolStatus, PooledBudget};
use domain::directory::{Alliance, School};
use domain::text::Name;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of an alliance's pooled budgets, in the order in which they were opened.
pub const OF_ALLIANCE: &str = "pool.of_alliance";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, lead_id, name, year, status, opened_at, closed_at, version, ",
            "(SELECT coalesce(jsonb_agg(to_jsonb(one) ORDER BY one.place), '[]') FROM pool_member AS one ",
            "WHERE one.pool_id = pooled_budget.id) AS members, coalesce(last.nth, 0) AS lines, ",
            "coalesce(last.balance, 0) AS balance, coalesce(last.reserved, 0) AS reserved ",
            "FROM pooled_budget LEFT JOIN LATERAL (SELECT nth, balance, reserved FROM pool_line ",
            "WHERE pool_id = pooled_budget.id ORDER BY nth DESC LIMIT 1) AS last ON true ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<PooledBudget>,
    alliance_id: Key<Alliance>,
    lead_id: Option<Key<School>>,
    name: String,
    year: i32,
    status: Text<PoolStatus>,
    opened_at: At,
    closed_at: Option<At>,
    version: i32,
    members: Json,
    lines: i32,
    balance: i64,
    reserved: i64,
}

#[derive(Deserialize)]
struct Member {
    school_id: Uuid,
    status: String,
    committed: i64,
    asked_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    left_at: Option<DateTime<Utc>>,
    leave_reason: Option<String>,
}

impl TryFrom<Member> for PoolMember {
    type Error = DbError;

    fn try_from(it: Member) -> Result<Self, DbError> {
        let status = PoolMemberStatus::read(&it.status);
        let unknown = || DbError::broken("an unknown reason to leave a pooled budget");
        let reason = it.leave_reason.map(|reason| PoolLeave::read(&reason).ok_or_else(unknown));
        Ok(Self {
            school: Id::from_uuid(it.school_id),
            status: status.ok_or_else(|| DbError::broken("an unknown state of a school in a pooled budget"))?,
            committed: it.committed,
            asked_at: Timestamp::new(it.asked_at),
            answered_at: it.answered_at.map(Timestamp::new),
            left_at: it.left_at.map(Timestamp::new),
            leave_reason: reason.transpose()?,
        })
    }
}

impl TryFrom<Row> for PooledBudget {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let members: Vec<Member> =
            serde_json::from_value(row.members).map_err(|error| DbError::broken(error.to_string()))?;
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            lead: row.lead_id.map(|it| it.0),
            name: Name::new(&row.name).map_err(|_| DbError::broken("a stored name is not plain"))?,
            year: row.year,
            status: row.status.0,
            members: members.into_iter().map(PoolMember::try_from).collect::<Result<_, _>>()?,
            account: PoolAccount { lines: row.lines, balance: row.balance, reserved: row.reserved },
            opened_at: row.opened_at.0,
            closed_at: row.closed_at.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Who sees a budget: the alliance, the school that keeps it, and every school that was asked.
fn audience(it: &PooledBudget) -> Vec<Uuid> {
    let schools = it.members.iter().map(|member| member.school.uuid()).chain(it.lead.map(Id::uuid));
    let mut all: Vec<_> = schools.chain([it.alliance.uuid()]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Writes a new budget with its schools.
pub async fn insert(tx: &Tx, it: &PooledBudget) -> Result<(), DbError> {
    let sql = "INSERT INTO pooled_budget (id, alliance_id, lead_id, name, year, status, opened_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = values![
        Key(it.id),
        Key(it.alliance),
        it.lead.map(Key),
        it.name.as_str().to_owned(),
        it.year,
        Text(it.status),
        At(it.opened_at),
        it.version,
        audience(it),
    ];
    tx.run(sql, values).await?;
    write_members(tx, it).await
}

async fn write_members(tx: &Tx, it: &PooledBudget) -> Result<(), DbError> {
    let sql = "INSERT INTO pool_member (pool_id, school_id, place, status, committed, asked_at, answered_at, left_at, \
               leave_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (pool_id, school_id) DO UPDATE SET status = $4, \
               committed = $5, asked_at = $6, answered_at = $7, left_at = $8, leave_reason = $9";
    for (place, member) in (1..).zip(&it.members) {
        let place: i32 = place;
        let values = values![
            Key(it.id),
            Key(member.school),
            place,
            Text(member.status),
            member.committed,
            At(member.asked_at),
            member.answered_at.map(At),
            member.left_at.map(At),
            member.leave_reason.map(Text),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// A budget that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<PooledBudget>) -> Result<Option<PooledBudget>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(PooledBudget::try_from).transpose()
}

/// Locks a budget for changing, and for adding lines to its ledger: nobody else adds one meanwhile.
pub async fn lock(tx: &Tx, id: Id<PooledBudget>) -> Result<Option<PooledBudget>, DbError> {
    // Locked first and read after, so that the lines are those of whoever held the lock before.
    tx.run("SELECT FROM pooled_budget WHERE id = $1 FOR UPDATE", values![Key(id)]).await?;
    let row: Option<Row> = tx.row(select!("WHERE id = $1"), values![Key(id)]).await?;
    row.map(PooledBudget::try_from).transpose()
}

/// Locks the budget that holds money back for some support, or that paid for it, if there is one.
pub async fn lock_of(tx: &Tx, deployment: Id<Deployment>) -> Result<Option<PooledBudget>, DbError> {
    #[derive(FromQueryResult)]
    struct Found {
        pool_id: Key<PooledBudget>,
    }
    let sql = "SELECT pool_id FROM pool_line WHERE deployment_id = $1 LIMIT 1";
    match tx.row::<Found>(sql, values![Key(deployment)]).await? {
        Some(found) => lock(tx, found.pool_id.0).await,
        None => Ok(None),
    }
}

/// Writes what changed of a locked budget.
pub async fn save(tx: &Tx, it: &mut PooledBudget) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE pooled_budget SET status = $2, closed_at = $3, version = $4, audience = $5, lead_id = $6 \
               WHERE id = $1";
    let lead = it.lead.map(Key);
    tx.run(sql, values![Key(it.id), Text(it.status), it.closed_at.map(At), it.version, audience(it), lead]).await?;
    write_members(tx, it).await
}

/// The budgets with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<PooledBudget>>) -> Result<Vec<PooledBudget>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(PooledBudget::try_from).collect()
}

/// The budgets of these alliances that the reader may see, in the order in which they were opened.
pub async fn of_alliances(db: &Db, seen: &Scope, ids: Vec<Id<Alliance>>) -> Result<Vec<PooledBudget>, DbError> {
    let sql = select!("WHERE alliance_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(PooledBudget::try_from).collect()
}

/// A page of an alliance's budgets, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<PooledBudget>) -> Page<PooledBudget> {
    let cursor = |it: &PooledBudget| Cursor { list: OF_ALLIANCE, order: 0, id: it.id.uuid() };
    Page::of_all(page, all, |it| (0, it.id.uuid()), cursor)
}
