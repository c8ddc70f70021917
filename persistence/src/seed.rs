//! The demonstration world as rows: what a seed needs to know of a database, and many rows at once into it.

mod assurance;
mod brokerage;
mod grant;
mod market;
mod obligation;
mod people;
mod read;

use chrono::NaiveDate;
use domain::brokerage::{
    CaseStudy, Charge, ConflictDeclaration, Deployment, Evaluation, Grant, GrantLine, InitialMeeting, Measure, Pause,
    Proposal, RateCard, Review, SafeguardingAssurance, Visit,
};
use domain::directory::{Alliance, AlliancePolicy, Designation, Programme, School, Specialist};
use domain::exchange::{CapacityWindow, Offer, Reservation, SupportRequest};
use domain::identity::{Employment, Invitation, Membership, Person};
use domain::reciprocity::{LedgerAccount, Obligation, Transfer};
use domain::{Id, Timestamp, Word};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};

use crate::directory::alliance_policy;
use crate::{Db, DbError, Tx, values};

pub use read::{Place, calendar, places, successors};

/// How many rows go into the database with one statement.
const AT_ONCE: usize = 4_000;

/// Everything that a demonstration world consists of.
#[derive(Default)]
pub struct Filled {
    /// People, and when they came.
    pub people: Vec<(Person, Timestamp)>,
    /// Where they work.
    pub employments: Vec<Employment>,
    /// The roles in which they act.
    pub memberships: Vec<Membership>,
    /// Invitations to roles, and when they were sent. Nobody knows their secrets.
    pub invitations: Vec<(Invitation, Timestamp)>,
    /// Alliances, their schools, and since when.
    pub alliances: Vec<(Alliance, Vec<Id<School>>, Timestamp)>,
    /// What alliances charge.
    pub rate_cards: Vec<RateCard>,
    /// Specialists.
    pub specialists: Vec<Specialist>,
    /// What they hold, held or applied for.
    pub designations: Vec<Designation>,
    /// Offers, and where their schools stand: metres east and north.
    pub offers: Vec<(Offer, (i32, i32))>,
    /// Everybody's time.
    pub windows: Vec<CapacityWindow>,
    /// Requests for support.
    pub requests: Vec<SupportRequest>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
    /// What proposals hold.
    pub reservations: Vec<Reservation>,
    /// Deployments.
    pub deployments: Vec<Deployment>,
    /// Declared interests, each with the place of its deployment.
    pub declarations: Vec<(ConflictDeclaration, usize)>,
    /// Initial meetings, each with the place of its deployment.
    pub meetings: Vec<(InitialMeeting, usize)>,
    /// What employers assure of whom they send.
    pub assurances: Vec<SafeguardingAssurance>,
    /// Visits, each with the place of its deployment.
    pub visits: Vec<(Visit, usize)>,
    /// Pauses of deployments.
    pub pauses: Vec<Pause>,
    /// Reviews, each with the place of its deployment.
    pub reviews: Vec<(Review, usize)>,
    /// What was measured, each with the place of its deployment.
    pub measures: Vec<(Measure, usize)>,
    /// Case studies, each with the place of its deployment.
    pub case_studies: Vec<(CaseStudy, usize)>,
    /// What the sides say of each other, each with the place of its deployment.
    pub evaluations: Vec<(Evaluation, usize)>,
    /// What visits cost.
    pub charges: Vec<Charge>,
    /// Programmes that pay in it.
    pub programmes: Vec<Programme>,
    /// Their grants.
    pub grants: Vec<Grant>,
    /// What is held back of grants, and spent.
    pub grant_lines: Vec<GrantLine>,
    /// What alliances have settled for themselves.
    pub policies: Vec<AlliancePolicy>,
    /// What schools owe.
    pub obligations: Vec<Obligation>,
    /// Accounts of the ledger.
    pub accounts: Vec<LedgerAccount>,
    /// Its transfers, each with the place of its deployment.
    pub transfers: Vec<(Transfer, usize)>,
}

/// Writes a world in one transaction, which must see everything. Everybody in it has the same password.
pub async fn store(tx: &Tx, world: &Filled, password_hash: &str) -> Result<(), DbError> {
    // It writes for longer than any request may, and makes its rows between two statements.
    tx.run("SET LOCAL statement_timeout = '10min'", []).await?;
    tx.run("SET LOCAL idle_in_transaction_session_timeout = '10min'", []).await?;
    people::store(tx, world, password_hash).await?;
    market::store(tx, world).await?;
    assurance::store(tx, world).await?;
    brokerage::store(tx, world).await?;
    grant::store(tx, world).await?;
    obligation::store(tx, world).await?;
    for policy in &world.policies {
        alliance_policy::insert(tx, policy).await?;
    }
    let mark = "INSERT INTO installation (key, value) VALUES ('demonstration', $1), ($2, $1)";
    tx.run(mark, values![tx.now().to_string(), UNFINISHED]).await.map(drop)
}

/// The mark of a world of which not everything is told yet.
pub const UNFINISHED: &str = "demonstration_unfinished";

/// Takes that mark away: the world is whole.
pub async fn finish(db: &Db) -> Result<(), DbError> {
    db.run("DELETE FROM installation WHERE key = $1", values![UNFINISHED]).await.map(drop)
}

/// Whether anybody is known here already.
pub async fn is_inhabited(db: &Db) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        is_inhabited: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM person) AS is_inhabited";
    let row = db.row_for::<Row>(&crate::scope::service(), sql, values![]).await?;
    Ok(row.is_none_or(|it| it.is_inhabited))
}

/// Tells the planner what the new rows are like, so that the first queries are planned well. Only their owner may.
pub async fn analyse(owner: &Db) -> Result<(), DbError> {
    owner.run("ANALYZE", []).await.map(drop)
}

/// Writes rows, given as objects whose fields are the columns, all the same.
async fn fill(tx: &Tx, table: &str, rows: impl Iterator<Item = Json>) -> Result<(), DbError> {
    let mut rows = rows.peekable();
    let Some(Json::Object(first)) = rows.peek() else { return Ok(()) };
    let columns = first.keys().cloned().collect::<Vec<_>>().join(", ");
    let sql = format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, $1::json)"
    );
    while rows.peek().is_some() {
        let some: Vec<Json> = rows.by_ref().take(AT_ONCE).collect();
        tx.run(&sql, values![Json::Array(some).to_string()]).await?;
    }
    Ok(())
}

fn key<N>(id: Id<N>) -> Json {
    json!(id.uuid().as_hyphenated().to_string())
}

fn keys<N>(ids: &[Id<N>]) -> Json {
    ids.iter().map(|id| key(*id)).collect()
}

fn uuids(ids: &[uuid::Uuid]) -> Json {
    ids.iter().map(|id| json!(id.as_hyphenated().to_string())).collect()
}

fn word<W: Word>(word: W) -> Json {
    json!(word.as_str())
}

fn words<W: Word>(words: &[W]) -> Json {
    words.iter().map(|it| word(*it)).collect()
}

fn at(at: Timestamp) -> Json {
    json!(at.to_string())
}

fn on(day: NaiveDate) -> Json {
    json!(day.to_string())
}
