//! Proposals: the table, its conversions, its queries.

use std::collections::HashMap;

use domain::access::Scope;
use domain::brokerage::{DeclineReason, MatchRun, Proposal, ProposalStatus, Side};
use domain::directory::{Alliance, School, Specialist};
use domain::exchange::{Offer, SupportKind, SupportRequest};
use domain::identity::Person;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of proposals that somebody may see, newest first.
pub const LIST: &str = "proposal.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, request_id, offer_id, run_id, alliance_id, home_id, host_id, specialist_id, kind, half_days, message, ",
            "anonymous, own_placement, second_approval_by, sent_by, sent_at, respond_by, status, home_accepted_at, home_accepted_by, ",
            "host_accepted_at, host_accepted_by, ended_at, declined_by, decline_reason, version FROM proposal ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Proposal>,
    request_id: Key<SupportRequest>,
    offer_id: Key<Offer>,
    run_id: Option<Key<MatchRun>>,
    alliance_id: Key<Alliance>,
    home_id: Key<School>,
    host_id: Key<School>,
    specialist_id: Option<Key<Specialist>>,
    kind: Text<SupportKind>,
    half_days: i32,
    message: Option<String>,
    anonymous: bool,
    own_placement: bool,
    second_approval_by: Option<Key<Person>>,
    sent_by: Key<Person>,
    sent_at: At,
    respond_by: At,
    status: Text<ProposalStatus>,
    home_accepted_at: Option<At>,
    home_accepted_by: Option<Key<Person>>,
    host_accepted_at: Option<At>,
    host_accepted_by: Option<Key<Person>>,
    ended_at: Option<At>,
    declined_by: Option<Text<Side>>,
    decline_reason: Option<Text<DeclineReason>>,
    version: i32,
}

impl TryFrom<Row> for Proposal {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            request: row.request_id.0,
            offer: row.offer_id.0,
            run: row.run_id.map(|it| it.0),
            alliance: row.alliance_id.0,
            home: row.home_id.0,
            host: row.host_id.0,
            specialist: row.specialist_id.map(|it| it.0),
            kind: row.kind.0,
            half_days: row.half_days,
            message: row.message.as_deref().map(prose).transpose()?,
            anonymous: row.anonymous,
            own_placement: row.own_placement,
            approved_by: row.second_approval_by.map(|it| it.0),
            sent_by: row.sent_by.0,
            sent_at: row.sent_at.0,
            respond_by: row.respond_by.0,
            status: row.status.0,
            home_accepted_at: row.home_accepted_at.map(|it| it.0),
            home_accepted_by: row.home_accepted_by.map(|it| it.0),
            host_accepted_at: row.host_accepted_at.map(|it| it.0),
            host_accepted_by: row.host_accepted_by.map(|it| it.0),
            ended_at: row.ended_at.map(|it| it.0),
            declined_by: row.declined_by.map(|it| it.0),
            decline_reason: row.decline_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new proposal, to be seen by its audience.
pub async fn insert(tx: &Tx, it: &Proposal, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO proposal (id, request_id, offer_id, run_id, alliance_id, home_id, host_id, specialist_id, \
               half_days, message, anonymous, own_placement, sent_by, sent_at, respond_by, status, version, audience, \
               host_accepted_at, host_accepted_by, kind) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    let values = values![
        Key(it.id),
        Key(it.request),
        Key(it.offer),
        it.run.map(Key),
        Key(it.alliance),
        Key(it.home),
        Key(it.host),
        it.specialist.map(Key),
        it.half_days,
        it.message.as_ref().map(|it| it.as_str().to_owned()),
        it.anonymous,
        it.own_placement,
        Key(it.sent_by),
        At(it.sent_at),
        At(it.respond_by),
        Text(it.status),
        it.version,
        audience,
        it.host_accepted_at.map(At),
        it.host_accepted_by.map(Key),
        Text(it.kind),
    ];
    tx.run(sql, values).await.map(drop)
}

/// A proposal that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Proposal>) -> Result<Option<Proposal>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Proposal::try_from).transpose()
}

/// Locks a proposal for changing.
pub async fn lock(tx: &Tx, id: Id<Proposal>) -> Result<Option<Proposal>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(Proposal::try_from).transpose()
}

/// Locks every open proposal of a request, in the order of their ids.
pub async fn lock_open(tx: &Tx, request: Id<SupportRequest>) -> Result<Vec<Proposal>, DbError> {
    let sql = select!(
        "WHERE request_id = $1 AND status IN ('sent', 'home_accepted', 'host_accepted') ORDER BY id FOR UPDATE"
    );
    let rows: Vec<Row> = tx.rows(sql, values![Key(request)]).await?;
    rows.into_iter().map(Proposal::try_from).collect()
}

/// The proposal of a locked request that both schools accepted last, if there is one.
pub async fn confirmed(tx: &Tx, request: Id<SupportRequest>) -> Result<Option<Proposal>, DbError> {
    let sql = select!("WHERE request_id = $1 AND status = 'confirmed' ORDER BY ended_at DESC, id DESC LIMIT 1");
    let row: Option<Row> = tx.row(sql, values![Key(request)]).await?;
    row.map(Proposal::try_from).transpose()
}

/// The open proposals of a specialist, by request, not locked.
pub async fn open_of_specialist(tx: &Tx, who: Id<Specialist>) -> Result<Vec<Proposal>, DbError> {
    let sql = select!(
        "WHERE specialist_id = $1 AND status IN ('sent', 'home_accepted', 'host_accepted') ORDER BY request_id, id"
    );
    let rows: Vec<Row> = tx.rows(sql, values![Key(who)]).await?;
    rows.into_iter().map(Proposal::try_from).collect()
}

/// Writes what changed of a locked proposal.
pub async fn save(tx: &Tx, it: &mut Proposal) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE proposal SET status = $2, home_accepted_at = $3, host_accepted_at = $4, ended_at = $5, \
               declined_by = $6, decline_reason = $7, version = $8, second_approval_by = $9, home_accepted_by = $10, \
               host_accepted_by = $11 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        it.home_accepted_at.map(At),
        it.host_accepted_at.map(At),
        it.ended_at.map(At),
        it.declined_by.map(Text),
        it.decline_reason.map(Text),
        it.version,
        it.approved_by.map(Key),
        it.home_accepted_by.map(Key),
        it.host_accepted_by.map(Key),
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Due {
    id: Key<Proposal>,
}

/// Open proposals whose time to be answered has passed, longest first.
pub async fn due(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Proposal>>, DbError> {
    let sql = "SELECT id FROM proposal WHERE status IN ('sent', 'home_accepted', 'host_accepted') AND respond_by < $1 \
               ORDER BY respond_by LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The proposal with this id, if the reader may see it.
pub async fn read(db: &Db, seen: &Scope, id: Id<Proposal>) -> Result<Option<Proposal>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = db.row_for(seen, sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Proposal::try_from).transpose()
}

/// The proposals with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Proposal>>) -> Result<Vec<Proposal>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Proposal::try_from).collect()
}

/// The list of a request's proposals, oldest first.
pub const OF_REQUEST: &str = "proposal.of_request";

/// A page of the proposals for each of these requests that the reader may see, oldest first.
pub async fn pages_of_requests(
    db: &Db,
    seen: &Scope,
    requests: Vec<Id<SupportRequest>>,
    page: &PageRequest,
) -> Result<HashMap<Id<SupportRequest>, Page<Proposal>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT proposal.* FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL ({} WHERE request_id = asked.id \
         AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR proposal.id {than} $4) ORDER BY proposal.id {way} LIMIT {}) \
         AS proposal",
        select!(""),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![Keys(requests), seen.is_everything(), scope::ids(seen), from];
    let mut found: HashMap<Id<SupportRequest>, Vec<Proposal>> = HashMap::new();
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        let it = Proposal::try_from(row)?;
        found.entry(it.request).or_default().push(it);
    }
    let cursor = |it: &Proposal| Cursor { list: OF_REQUEST, order: 0, id: it.id.uuid() };
    Ok(found.into_iter().map(|(request, rows)| (request, Page::of(page, rows, cursor))).collect())
}

/// A page of the proposals that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<ProposalStatus>,
    page: &PageRequest,
) -> Result<Page<Proposal>, DbError> {
    newest::<Row, Proposal>(db, seen, select!(""), status.map(Word::as_str), (page, LIST), |it| it.id.uuid()).await
}
