//! What was tried in announced rounds: whom each request was proposed to, or would have been but for a rule, and what came of it.

use std::collections::{BTreeSet, HashMap};

use domain::brokerage::{Proposal, Round, RoundAnswer, RoundFigures};
use domain::directory::{School, Specialist};
use domain::exchange::{CapacityHolder, Offer, SupportRequest};
use domain::{Id, Rule, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

/// A pair of a round that was proposed, or that a rule kept from it.
#[derive(Clone, Copy, Debug)]
pub struct RoundTry {
    /// The round.
    pub round: Id<Round>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// The offer.
    pub offer: Id<Offer>,
    /// Who would come, if the offer names somebody.
    pub specialist: Option<Id<Specialist>>,
    /// The school that would give.
    pub home: Id<School>,
    /// The proposal; nothing where a rule kept it from being made.
    pub proposal: Option<Id<Proposal>>,
    /// The points of the pair; nothing where it was proposed beside the plan.
    pub points: Option<i64>,
    /// What came of it so far.
    pub answer: RoundAnswer,
    /// The rule that kept it from being made.
    pub refused_by: Option<Rule>,
}

/// Keeps what was tried for a locked request.
pub async fn insert(tx: &Tx, it: &RoundTry) -> Result<(), DbError> {
    let sql = "INSERT INTO round_try (round_id, request_id, number, offer_id, specialist_id, home_id, proposal_id, points, \
               answer, refused_by, tried_at, answered_at) \
               SELECT $1, $2, count(*) + 1, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $8 <> 'open' THEN $10 END \
               FROM round_try WHERE round_id = $1 AND request_id = $2";
    let values = values![
        Key(it.round),
        Key(it.request),
        Key(it.offer),
        it.specialist.map(Key),
        Key(it.home),
        it.proposal.map(Key),
        it.points,
        Text(it.answer),
        it.refused_by.map(Text),
        At(tx.now()),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Notes what came of a proposal of a round.
pub async fn answer(
    tx: &Tx,
    (round, proposal): (Id<Round>, Id<Proposal>),
    answer: RoundAnswer,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "UPDATE round_try SET answer = $3, answered_at = $4 \
               WHERE round_id = $1 AND proposal_id = $2 AND answer = 'open'";
    tx.run(sql, values![Key(round), Key(proposal), Text(answer), At(at)]).await.map(drop)
}

/// The pairs of a round that were tried: nobody is asked for the same twice.
pub async fn pairs(tx: &Tx, round: Id<Round>) -> Result<BTreeSet<(Id<SupportRequest>, CapacityHolder)>, DbError> {
    #[derive(FromQueryResult)]
    struct Pair {
        request_id: Key<SupportRequest>,
        specialist_id: Option<Key<Specialist>>,
        home_id: Key<School>,
    }
    let sql = "SELECT request_id, specialist_id, home_id FROM round_try WHERE round_id = $1";
    let rows: Vec<Pair> = tx.rows(sql, values![Key(round)]).await?;
    let holder = |row: &Pair| {
        row.specialist_id.as_ref().map_or(CapacityHolder::School(row.home_id.0), |it| CapacityHolder::Specialist(it.0))
    };
    Ok(rows.iter().map(|row| (row.request_id.0, holder(row))).collect())
}

#[derive(FromQueryResult)]
struct Figures {
    id: Key<Round>,
    proposed: i32,
    open: i32,
    accepted: i32,
    declined: i32,
    expired: i32,
    withdrawn: i32,
    refused: i32,
    repaired: i32,
    waiting: i32,
    gone: i32,
    unplaced: i32,
    points: i64,
}

/// What these rounds have come to: figures alone, for whoever may see the rounds.
pub async fn figures(db: &Db, rounds: Vec<Id<Round>>) -> Result<HashMap<Id<Round>, RoundFigures>, DbError> {
    let sql = include_str!("round_figures.sql");
    let rows = db.rows_for::<Figures>(&scope::service(), sql, values![Keys(rounds)]).await?;
    let figures = |row: &Figures| RoundFigures {
        proposed: row.proposed,
        open: row.open,
        accepted: row.accepted,
        declined: row.declined,
        expired: row.expired,
        withdrawn: row.withdrawn,
        refused: row.refused,
        repaired: row.repaired,
        waiting: row.waiting,
        left: row.gone,
        unplaced: row.unplaced,
        points: row.points,
    };
    Ok(rows.iter().map(|row| (row.id.0, figures(row))).collect())
}
