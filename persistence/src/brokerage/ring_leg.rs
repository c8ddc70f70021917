//! What each school of a ring gives to the next, and who may be asked to.

use std::collections::{BTreeSet, HashMap};

use domain::access::Scope;
use domain::brokerage::matching::Part;
use domain::brokerage::{DeclineReason, ExchangeRing, MatchRun, Proposal, RingAnswer, RingLeg};
use domain::directory::{Alliance, School, Specialist};
use domain::exchange::{Offer, SupportKind, SupportRequest};
use domain::identity::Person;
use domain::time::Period;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{At, Key, Keys, Text};
use crate::reciprocity::transfer::instants;
use crate::{Db, DbError, Tx, scope, values};

const COLUMNS: &str = "ring_id, place, request_id, offer_id, home_id, host_id, specialist_id, run_id, kind, half_days, anonymous, \
                       parts, answer, answered_at, answered_by, reason, proposal_id";

#[derive(FromQueryResult)]
struct Row {
    ring_id: Key<ExchangeRing>,
    place: i32,
    request_id: Key<SupportRequest>,
    offer_id: Key<Offer>,
    home_id: Key<School>,
    host_id: Key<School>,
    specialist_id: Option<Key<Specialist>>,
    run_id: Option<Key<MatchRun>>,
    kind: Text<SupportKind>,
    half_days: i32,
    anonymous: bool,
    parts: Vec<u8>,
    answer: Option<Text<RingAnswer>>,
    answered_at: Option<At>,
    answered_by: Option<Key<Person>>,
    reason: Option<Text<DeclineReason>>,
    proposal_id: Option<Key<Proposal>>,
}

impl TryFrom<Row> for RingLeg {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            ring: row.ring_id.0,
            place: row.place,
            request: row.request_id.0,
            offer: row.offer_id.0,
            home: row.home_id.0,
            host: row.host_id.0,
            specialist: row.specialist_id.map(|it| it.0),
            run: row.run_id.map(|it| it.0),
            kind: row.kind.0,
            half_days: row.half_days,
            anonymous: row.anonymous,
            parts: Part::all_of(&row.parts).ok_or_else(|| DbError::broken("parts of no score"))?,
            answer: row.answer.map(|it| it.0),
            answered_at: row.answered_at.map(|it| it.0),
            answered_by: row.answered_by.map(|it| it.0),
            reason: row.reason.map(|it| it.0),
            proposal: row.proposal_id.map(|it| it.0),
        })
    }
}

/// Writes the legs of a new ring: each to be seen by the alliance and by its own two schools.
pub async fn insert(tx: &Tx, alliance: Id<Alliance>, legs: &[RingLeg]) -> Result<(), DbError> {
    let sql = "INSERT INTO exchange_ring_leg (ring_id, place, request_id, offer_id, home_id, host_id, specialist_id, run_id, kind, \
               half_days, anonymous, parts, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    for it in legs {
        let values = values![
            Key(it.ring),
            it.place,
            Key(it.request),
            Key(it.offer),
            Key(it.home),
            Key(it.host),
            it.specialist.map(Key),
            it.run.map(Key),
            Text(it.kind),
            it.half_days,
            it.anonymous,
            Part::bytes_of(&it.parts),
            vec![alliance.uuid(), it.home.uuid(), it.host.uuid()],
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// Writes what was answered for the legs of a locked ring, and what came of them.
pub async fn save(tx: &Tx, legs: &[RingLeg]) -> Result<(), DbError> {
    let sql = "UPDATE exchange_ring_leg SET answer = $3, answered_at = $4, answered_by = $5, reason = $6, proposal_id = $7 \
               WHERE ring_id = $1 AND place = $2";
    for it in legs {
        let values = values![
            Key(it.ring),
            it.place,
            it.answer.map(Text),
            it.answered_at.map(At),
            it.answered_by.map(Key),
            it.reason.map(Text),
            it.proposal.map(Key),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// The legs of a ring in its order. Their answers change only under its lock, and nothing else of them does.
pub async fn of_ring(tx: &Tx, ring: Id<ExchangeRing>) -> Result<Vec<RingLeg>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM exchange_ring_leg WHERE ring_id = $1 ORDER BY place");
    let rows: Vec<Row> = tx.rows(&sql, values![Key(ring)]).await?;
    rows.into_iter().map(RingLeg::try_from).collect()
}

/// The legs of these rings that the reader may see: a school those in which it gives and gets.
pub async fn of_rings(
    db: &Db,
    seen: &Scope,
    rings: Vec<Id<ExchangeRing>>,
) -> Result<HashMap<Id<ExchangeRing>, Vec<RingLeg>>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM exchange_ring_leg WHERE ring_id = ANY($1) AND ($2 OR audience && $3) ORDER BY ring_id, place"
    );
    let mut found: HashMap<_, Vec<RingLeg>> = HashMap::new();
    let values = values![Keys(rings), seen.is_everything(), scope::ids(seen)];
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        found.entry(row.ring_id.0).or_default().push(row.try_into()?);
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Found {
    id: Key<SupportRequest>,
}

/// Whether a request takes part in a ring that waits for its answers.
pub async fn is_in_ring(tx: &Tx, request: Id<SupportRequest>) -> Result<bool, DbError> {
    let sql = "SELECT request_id AS id FROM exchange_ring_leg WHERE request_id = $1 AND NOT is_over";
    let row: Option<Found> = tx.row(sql, values![Key(request)]).await?;
    Ok(row.is_some())
}

/// Requests that an alliance brokers, that wait for somebody, and of whose school others may be given something: those longest
/// waiting first. None that is in a round or under an audit visit.
pub async fn waiting(tx: &Tx, alliance: Id<Alliance>, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT id FROM support_request AS request \
               WHERE status IN ('triaged', 'matching') AND NOT audit_open AND $1 = ANY(alliances) \
               AND EXISTS (SELECT FROM offer WHERE offer.school_id = request.school_id AND offer.status = 'published') \
               AND NOT EXISTS (SELECT FROM round_line AS line \
                   WHERE line.request_id = request.id AND NOT line.is_over AND line.status <> 'left') \
               ORDER BY id LIMIT $2";
    let rows: Vec<Found> = tx.rows(sql, values![Key(alliance), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// For these requests, the schools that are not asked again to give: they have said no to that, or the school that asks has.
pub async fn refused(
    tx: &Tx,
    requests: Vec<Id<SupportRequest>>,
) -> Result<BTreeSet<(Id<School>, Id<SupportRequest>)>, DbError> {
    #[derive(FromQueryResult)]
    struct Refused {
        home_id: Key<School>,
        request_id: Key<SupportRequest>,
    }
    let sql = "SELECT DISTINCT leg.home_id, leg.request_id FROM exchange_ring_leg AS leg \
               JOIN exchange_ring_leg AS said ON said.ring_id = leg.ring_id AND said.home_id IN (leg.home_id, leg.host_id) \
               WHERE leg.request_id = ANY($1) AND said.answer = 'declined'";
    let rows: Vec<Refused> = tx.rows(sql, values![Keys(requests)]).await?;
    Ok(rows.into_iter().map(|row| (row.home_id.0, row.request_id.0)).collect())
}

/// What a school gave and got by a ring that was agreed.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct RingShare {
    of_school: Uuid,
    ring: Uuid,
    agreed_at: At,
    /// How many half-days it gives.
    pub gives: i32,
    /// How many it gets.
    pub gets: i32,
}

impl RingShare {
    /// The school.
    pub fn school(&self) -> Id<School> {
        Id::from_uuid(self.of_school)
    }

    /// The ring.
    pub fn ring(&self) -> Id<ExchangeRing> {
        Id::from_uuid(self.ring)
    }

    /// When it was agreed.
    pub fn agreed_at(&self) -> Timestamp {
        self.agreed_at.0
    }
}

/// The rings that these schools agreed to on these days, as far as the reader may see them, the earliest first.
pub async fn shares(db: &Db, seen: &Scope, schools: Vec<Id<School>>, days: Period) -> Result<Vec<RingShare>, DbError> {
    let sql = "SELECT gives.home_id AS of_school, ring.id AS ring, ring.ended_at AS agreed_at, gives.half_days AS gives, \
                   gets.half_days AS gets \
               FROM exchange_ring_leg AS gives \
               JOIN exchange_ring_leg AS gets ON gets.ring_id = gives.ring_id AND gets.host_id = gives.home_id \
               JOIN exchange_ring AS ring ON ring.id = gives.ring_id \
               WHERE gives.home_id = ANY($1) AND ring.status = 'agreed' AND ring.ended_at >= $2 AND ring.ended_at < $3 \
               AND ($4 OR gives.audience && $5) ORDER BY ring.ended_at, ring.id";
    let (from, until) = instants(days);
    let values = values![Keys(schools), At(from), At(until), seen.is_everything(), scope::ids(seen)];
    db.rows_for(seen, sql, values).await
}
