//! What a ring of schools holds of somebody's time until it is agreed or comes to nothing: a part of what is reserved, so that nobody
//! promises it twice.

use domain::Id;
use domain::brokerage::{ExchangeRing, Proposal, RingLeg};
use domain::exchange::{CapacityWindow, ReservationLine, ReservationState};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{Bucket, Key, Text};
use crate::exchange::capacity;
use crate::{DbError, Tx, values};

/// Holds half-days of locked windows for a leg. Gives whether there was room.
pub async fn hold(tx: &Tx, leg: &RingLeg, lines: &[ReservationLine]) -> Result<bool, DbError> {
    if !capacity::shift(tx, lines, 1, 0).await? {
        return Ok(false);
    }
    let sql = "INSERT INTO exchange_ring_hold (ring_id, place, window_id, half_days) \
               SELECT $1, $2, it.window_id, it.half_days FROM unnest($3::uuid[], $4::integer[]) AS it (window_id, half_days)";
    let windows: Vec<Uuid> = lines.iter().map(|line| line.window.uuid()).collect();
    let half_days: Vec<i32> = lines.iter().map(|line| line.half_days).collect();
    tx.run(sql, values![Key(leg.ring), leg.place, windows, half_days]).await?;
    Ok(true)
}

/// Passes what a leg holds on to the proposal that came of it: it stays reserved.
pub async fn pass_on(tx: &Tx, leg: &RingLeg, to: Id<Proposal>) -> Result<(), DbError> {
    let sql = "WITH passed AS (DELETE FROM exchange_ring_hold WHERE ring_id = $1 AND place = $2 RETURNING window_id, half_days) \
               INSERT INTO reservation (proposal_id, window_id, half_days, state) SELECT $3, window_id, half_days, $4 FROM passed";
    tx.run(sql, values![Key(leg.ring), leg.place, Key(to), Text(ReservationState::Reserved)]).await.map(drop)
}

/// Gives back all that a ring holds.
pub async fn release(tx: &Tx, ring: Id<ExchangeRing>) -> Result<(), DbError> {
    #[derive(FromQueryResult)]
    struct Gone {
        window_id: Key<CapacityWindow>,
        half_term: Bucket,
        half_days: i32,
    }
    let sql = "DELETE FROM exchange_ring_hold AS hold USING capacity_window AS its \
               WHERE its.id = window_id AND ring_id = $1 RETURNING window_id, its.half_term, hold.half_days";
    let gone: Vec<Gone> = tx.rows(sql, values![Key(ring)]).await?;
    let line =
        |it: Gone| ReservationLine { window: it.window_id.0, half_term: it.half_term.0, half_days: it.half_days };
    let lines: Vec<_> = gone.into_iter().map(line).collect();
    capacity::shift(tx, &lines, -1, 0).await.map(drop)
}
