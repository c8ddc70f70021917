//! Deployments: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::{Deployment, DeploymentStatus, NoFollowUp, Proposal, StopReason};
use domain::directory::{Alliance, School, Specialist};
use domain::exchange::{Offer, SupportKind, SupportRequest};
use domain::identity::Person;
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{particulars, prose, terms};
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of deployments that somebody may see, newest first.
pub const LIST: &str = "deployment.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, proposal_id, request_id, offer_id, kind, arranged, alliance_id, brokered_by, home_id, host_id, ",
            "specialist_id, person_id, half_days, terms, home_interest, host_interest, own_placement, ",
            "second_approval_by, drafted_by, drafted_at, home_agreed_at, home_agreed_by, host_agreed_at, host_agreed_by, ",
            "alliance_agreed_at, alliance_agreed_by, promised, status, agree_by, planned_at, agreed_at, ",
            "started_at, midterm_done_at, final_day, ended_at, stop_code, stop_reason, stopped_by, signed_off_at, ",
            "evaluated_at, follow_up_on, followed_up_at, closed_at, no_follow_up, particulars, version FROM deployment ",
            $rest
        )
    };
}

/// A row of the table.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) id: Key<Deployment>,
    proposal_id: Key<Proposal>,
    request_id: Key<SupportRequest>,
    offer_id: Key<Offer>,
    kind: Text<SupportKind>,
    arranged: bool,
    alliance_id: Key<Alliance>,
    brokered_by: Key<Person>,
    home_id: Key<School>,
    host_id: Key<School>,
    specialist_id: Option<Key<Specialist>>,
    person_id: Option<Key<Person>>,
    half_days: i32,
    terms: Option<serde_json::Value>,
    home_interest: Option<bool>,
    host_interest: Option<bool>,
    own_placement: bool,
    second_approval_by: Option<Key<Person>>,
    drafted_by: Option<Key<Person>>,
    drafted_at: Option<At>,
    home_agreed_at: Option<At>,
    home_agreed_by: Option<Key<Person>>,
    host_agreed_at: Option<At>,
    host_agreed_by: Option<Key<Person>>,
    alliance_agreed_at: Option<At>,
    alliance_agreed_by: Option<Key<Person>>,
    promised: i32,
    status: Text<DeploymentStatus>,
    agree_by: At,
    planned_at: At,
    agreed_at: Option<At>,
    started_at: Option<At>,
    midterm_done_at: Option<At>,
    final_day: Option<NaiveDate>,
    ended_at: Option<At>,
    stop_code: Option<Text<StopReason>>,
    stop_reason: Option<String>,
    stopped_by: Option<Key<Person>>,
    signed_off_at: Option<At>,
    evaluated_at: Option<At>,
    follow_up_on: Option<NaiveDate>,
    followed_up_at: Option<At>,
    closed_at: Option<At>,
    no_follow_up: Option<Text<NoFollowUp>>,
    particulars: Option<serde_json::Value>,
    version: i32,
}

impl TryFrom<Row> for Deployment {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            proposal: row.proposal_id.0,
            request: row.request_id.0,
            offer: row.offer_id.0,
            kind: row.kind.0,
            arranged: row.arranged,
            alliance: row.alliance_id.0,
            brokered_by: row.brokered_by.0,
            home: row.home_id.0,
            host: row.host_id.0,
            specialist: row.specialist_id.map(|it| it.0),
            person: row.person_id.map(|it| it.0),
            half_days: row.half_days,
            terms: row.terms.map(terms::restore).transpose()?,
            particulars: row.particulars.map(|it| particulars::restore(row.kind.0, it).map(Box::new)).transpose()?,
            home_interest: row.home_interest,
            host_interest: row.host_interest,
            own_placement: row.own_placement,
            approved_by: row.second_approval_by.map(|it| it.0),
            drafted_by: row.drafted_by.map(|it| it.0),
            drafted_at: row.drafted_at.map(|it| it.0),
            home_agreed_at: row.home_agreed_at.map(|it| it.0),
            home_agreed_by: row.home_agreed_by.map(|it| it.0),
            host_agreed_at: row.host_agreed_at.map(|it| it.0),
            host_agreed_by: row.host_agreed_by.map(|it| it.0),
            alliance_agreed_at: row.alliance_agreed_at.map(|it| it.0),
            alliance_agreed_by: row.alliance_agreed_by.map(|it| it.0),
            promised: row.promised,
            status: row.status.0,
            agree_by: row.agree_by.0,
            planned_at: row.planned_at.0,
            agreed_at: row.agreed_at.map(|it| it.0),
            started_at: row.started_at.map(|it| it.0),
            midterm_done_at: row.midterm_done_at.map(|it| it.0),
            final_day: row.final_day,
            ended_at: row.ended_at.map(|it| it.0),
            stop_code: row.stop_code.map(|it| it.0),
            stop_reason: row.stop_reason.as_deref().map(prose).transpose()?,
            stopped_by: row.stopped_by.map(|it| it.0),
            signed_off_at: row.signed_off_at.map(|it| it.0),
            evaluated_at: row.evaluated_at.map(|it| it.0),
            follow_up_on: row.follow_up_on,
            followed_up_at: row.followed_up_at.map(|it| it.0),
            closed_at: row.closed_at.map(|it| it.0),
            no_follow_up: row.no_follow_up.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Who sees a deployment and its visits: the two schools, the alliance, the specialist.
pub fn audience(it: &Deployment) -> Vec<Uuid> {
    let parties = [it.home.uuid(), it.host.uuid(), it.alliance.uuid()];
    parties.into_iter().chain(it.person.map(|person| person.uuid())).collect()
}

/// Who sees what a deployment posts in the ledger: the two schools and the alliance.
pub fn ledger_audience(it: &Deployment) -> Vec<Uuid> {
    vec![it.home.uuid(), it.host.uuid(), it.alliance.uuid()]
}

/// Writes a new deployment.
pub async fn insert(tx: &Tx, it: &Deployment) -> Result<(), DbError> {
    let sql = "INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, alliance_id, brokered_by, home_id, \
               host_id, specialist_id, person_id, half_days, own_placement, status, agree_by, planned_at, version, \
               audience, second_approval_by, arranged) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    let values = values![
        Key(it.id),
        Key(it.proposal),
        Key(it.request),
        Key(it.offer),
        Text(it.kind),
        Key(it.alliance),
        Key(it.brokered_by),
        Key(it.home),
        Key(it.host),
        it.specialist.map(Key),
        it.person.map(Key),
        it.half_days,
        it.own_placement,
        Text(it.status),
        At(it.agree_by),
        At(it.planned_at),
        it.version,
        audience(it),
        it.approved_by.map(Key),
        it.arranged,
    ];
    tx.run(sql, values).await.map(drop)
}

/// A deployment that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Deployment>) -> Result<Option<Deployment>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Deployment::try_from).transpose()
}

/// Locks a deployment for changing.
pub async fn lock(tx: &Tx, id: Id<Deployment>) -> Result<Option<Deployment>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(Deployment::try_from).transpose()
}

/// Locks the deployments of these schools, on either side, that carry on when one of them closes; their requests and
/// proposals first, in the order of the house.
pub async fn lock_unfinished(tx: &Tx, schools: Vec<Id<School>>) -> Result<Vec<Deployment>, DbError> {
    for locked in [
        "SELECT id FROM support_request WHERE school_id = ANY($1) OR responders && $1 ORDER BY id FOR UPDATE",
        "SELECT id FROM proposal WHERE host_id = ANY($1) OR home_id = ANY($1) ORDER BY id FOR UPDATE",
    ] {
        tx.run(locked, values![Keys(schools.clone())]).await?;
    }
    let sql =
        select!("WHERE (host_id = ANY($1) OR home_id = ANY($1)) AND carries_on(id, status) ORDER BY id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Keys(schools)]).await?;
    rows.into_iter().map(Deployment::try_from).collect()
}

#[derive(FromQueryResult)]
struct Is {
    is: bool,
}

/// Whether a request has a deployment that is planned or runs.
pub async fn is_live(tx: &Tx, request: Id<SupportRequest>) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT FROM deployment WHERE request_id = $1 \
               AND status IN ('planned', 'agreed', 'active', 'paused')) AS is";
    let row: Option<Is> = tx.row(sql, values![Key(request)]).await?;
    Ok(row.is_some_and(|row| row.is))
}

/// Writes what changed of a locked deployment.
pub async fn save(tx: &Tx, it: &mut Deployment) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE deployment SET terms = $2, home_interest = $3, host_interest = $4, second_approval_by = $5, \
               home_agreed_at = $6, host_agreed_at = $7, promised = $8, status = $9, agreed_at = $10, \
               started_at = $11, ended_at = $12, ends_on = $13, stop_reason = $14, version = $15, midterm_done_at = $16, \
               final_day = $17, stop_code = $18, follow_up_on = $19, followed_up_at = $20, closed_at = $21, \
               no_follow_up = $22, evaluated_at = $23, signed_off_at = $24, particulars = $25, \
               drafted_by = $26, home_agreed_by = $27, host_agreed_by = $28, stopped_by = $29, drafted_at = $30, \
               alliance_agreed_at = $31, alliance_agreed_by = $32 WHERE id = $1";
    let values = values![
        Key(it.id),
        it.terms.as_ref().map(terms::store).transpose()?,
        it.home_interest,
        it.host_interest,
        it.approved_by.map(Key),
        it.home_agreed_at.map(At),
        it.host_agreed_at.map(At),
        it.promised,
        Text(it.status),
        it.agreed_at.map(At),
        it.started_at.map(At),
        it.ended_at.map(At),
        it.terms.as_ref().map(|terms| terms.period.until()),
        it.stop_reason.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
        it.midterm_done_at.map(At),
        it.final_day,
        it.stop_code.map(Text),
        it.follow_up_on,
        it.followed_up_at.map(At),
        it.closed_at.map(At),
        it.no_follow_up.map(Text),
        it.evaluated_at.map(At),
        it.signed_off_at.map(At),
        it.particulars.as_deref().map(particulars::store).transpose()?,
        it.drafted_by.map(Key),
        it.home_agreed_by.map(Key),
        it.host_agreed_by.map(Key),
        it.stopped_by.map(Key),
        it.drafted_at.map(At),
        it.alliance_agreed_at.map(At),
        it.alliance_agreed_by.map(Key),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The deployments with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Deployment>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Deployment::try_from).collect()
}

/// The deployments that came of these proposals.
pub async fn of_proposals(db: &Db, seen: &Scope, ids: Vec<Id<Proposal>>) -> Result<Vec<Deployment>, DbError> {
    let sql = select!("WHERE proposal_id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Deployment::try_from).collect()
}

/// A page of the deployments that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<DeploymentStatus>,
    page: &PageRequest,
) -> Result<Page<Deployment>, DbError> {
    newest::<Row, Deployment>(db, seen, select!(""), status.map(Word::as_str), (page, LIST), |it| it.id.uuid()).await
}

/// Locks completed deployments that ended before an instant and whose evaluation is open, longest first, but for those
/// that somebody is at.
pub async fn lock_unevaluated(tx: &Tx, ended_before: Timestamp, most: i64) -> Result<Vec<Deployment>, DbError> {
    let sql = select!("WHERE status = 'completed' AND ended_at < $1 ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED");
    let rows: Vec<Row> = tx.rows(sql, values![At(ended_before), most]).await?;
    rows.into_iter().map(Deployment::try_from).collect()
}
