//! Breaches of service levels: the table, its conversions, its queries. Written once.

use std::collections::{HashMap, HashSet};

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Clock, Deployment, EscalationStep, Proposal, ServiceBreach, ServiceLevel, Visit};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of an alliance's breaches, newest first.
pub const OF_ALLIANCE: &str = "service_breach.of_alliance";

macro_rules! columns {
    () => {
        "id, level, step, request_id, proposal_id, deployment_id, visit_id, alliance_id, held_by, round, started_at, due_at, noted_at"
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<ServiceBreach>,
    level: Text<ServiceLevel>,
    step: Text<EscalationStep>,
    request_id: Key<SupportRequest>,
    proposal_id: Option<Key<Proposal>>,
    deployment_id: Option<Key<Deployment>>,
    visit_id: Option<Key<Visit>>,
    alliance_id: Option<Key<Alliance>>,
    held_by: Option<Key<Person>>,
    round: i32,
    started_at: At,
    due_at: At,
    noted_at: At,
}

impl From<Row> for ServiceBreach {
    fn from(row: Row) -> Self {
        let clock = Clock {
            level: row.level.0,
            request: row.request_id.0,
            proposal: row.proposal_id.map(|it| it.0),
            deployment: row.deployment_id.map(|it| it.0),
            visit: row.visit_id.map(|it| it.0),
            alliance: row.alliance_id.map(|it| it.0),
            held_by: row.held_by.map(|it| it.0),
            round: row.round,
            started_at: row.started_at.0,
            due_at: row.due_at.0,
        };
        Self { id: row.id.0, clock, step: row.step.0, noted_at: row.noted_at.0 }
    }
}

#[derive(FromQueryResult)]
struct Noted {
    id: Uuid,
}

/// Writes breaches, for a transaction that sees everything; gives which of them were not there. Each is noted once, whoever
/// comes first.
pub async fn insert(tx: &Tx, breaches: &[ServiceBreach]) -> Result<HashSet<Uuid>, DbError> {
    let mut noted = HashSet::new();
    for it in breaches {
        let sql = "INSERT INTO service_breach (id, level, step, request_id, proposal_id, deployment_id, visit_id, \
                   alliance_id, held_by, started_at, due_at, noted_at, audience, round) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
                   ON CONFLICT ON CONSTRAINT service_breach_once DO NOTHING RETURNING id";
        let clock = &it.clock;
        let audience: Vec<Uuid> = clock.alliance.map(Id::uuid).into_iter().collect();
        let values = values![
            Key(it.id),
            Text(clock.level),
            Text(it.step),
            Key(clock.request),
            clock.proposal.map(Key),
            clock.deployment.map(Key),
            clock.visit.map(Key),
            clock.alliance.map(Key),
            clock.held_by.map(Key),
            At(clock.started_at),
            At(clock.due_at),
            At(it.noted_at),
            audience,
            clock.round,
        ];
        let row: Option<Noted> = tx.row(sql, values).await?;
        noted.extend(row.map(|row| row.id));
    }
    Ok(noted)
}

/// The breaches with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<ServiceBreach>>) -> Result<Vec<ServiceBreach>, DbError> {
    let sql = concat!("SELECT ", columns!(), " FROM service_breach WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    Ok(rows.into_iter().map(ServiceBreach::from).collect())
}

#[derive(FromQueryResult)]
struct ListedRow {
    for_alliance: Key<Alliance>,
    #[sea_orm(nested)]
    breach: Row,
}

/// For each of these alliances, a page of its breaches, newest first, as far as the reader may see them.
pub async fn pages(
    db: &Db,
    seen: &Scope,
    alliances: Vec<Id<Alliance>>,
    page: &PageRequest,
) -> Result<HashMap<Id<Alliance>, Page<ServiceBreach>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT listed.for_alliance, breach.* FROM unnest($1::uuid[]) AS listed (for_alliance) CROSS JOIN LATERAL ( \
         SELECT {} FROM service_breach WHERE alliance_id = listed.for_alliance AND ($2 OR audience && $3) \
         AND ($4::uuid IS NULL OR id {than} $4) ORDER BY id {way} LIMIT {}) AS breach ORDER BY breach.id {way}",
        columns!(),
        page.limit(),
    );
    let mut found: HashMap<_, Vec<ServiceBreach>> = alliances.iter().map(|alliance| (*alliance, Vec::new())).collect();
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![Keys(alliances), seen.is_everything(), scope::ids(seen), from];
    for row in db.rows_for::<ListedRow>(seen, &sql, values).await? {
        found.entry(row.for_alliance.0).or_default().push(row.breach.into());
    }
    let cursor = |it: &ServiceBreach| Cursor { list: OF_ALLIANCE, order: 0, id: it.id.uuid() };
    Ok(found.into_iter().map(|(alliance, rows)| (alliance, Page::of(page, rows, cursor))).collect())
}
