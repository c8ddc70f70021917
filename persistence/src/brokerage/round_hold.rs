//! What the plans of rounds hold of somebody's time until they are used: a part of what is reserved, so that nobody promises it
//! twice, whichever round or proposal asks first.

use domain::brokerage::Round;
use domain::exchange::{CapacityHolder, CapacityWindow, Offer, OfferShare, ReservationLine, SupportRequest};
use domain::{HalfTerm, Id};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{Bucket, Key, Keys};
use crate::exchange::capacity;
use crate::{DbError, Tx, values};

/// Half-days of one window that are held for a request of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The request.
    pub request: Id<SupportRequest>,
    /// What of whose time.
    pub line: ReservationLine,
}

/// Locks the windows of all these holders in some half-terms, in the order of the house.
pub async fn lock_windows(
    tx: &Tx,
    holders: &[CapacityHolder],
    half_terms: &[HalfTerm],
) -> Result<Vec<CapacityWindow>, DbError> {
    let (mut specialists, mut schools) = (Vec::new(), Vec::new());
    for holder in holders {
        match holder {
            CapacityHolder::Specialist(it) => specialists.push(it.uuid()),
            CapacityHolder::School(it) => schools.push(it.uuid()),
        }
    }
    capacity::lock_of_holders(tx, (specialists, schools), half_terms).await
}

/// How much may be asked of each of these offers that is published still, and how much of that is held.
pub async fn shares(tx: &Tx, offers: Vec<Id<Offer>>) -> Result<Vec<(Id<Offer>, OfferShare)>, DbError> {
    #[derive(FromQueryResult)]
    struct Share {
        id: Key<Offer>,
        most: i32,
        windows: Keys<CapacityWindow>,
        half_days: Vec<i32>,
    }
    let sql = "SELECT offer.id, half_days_per_half_term AS most, coalesce(held.windows, '{}') AS windows, \
                   coalesce(held.half_days, '{}') AS half_days \
               FROM offer LEFT JOIN LATERAL ( \
                   SELECT array_agg(window_id) AS windows, array_agg(half_days) AS half_days FROM ( \
                       SELECT window_id, reservation.half_days FROM reservation \
                       JOIN proposal ON proposal.id = proposal_id \
                       WHERE proposal.offer_id = offer.id AND state <> 'released' \
                       UNION ALL \
                       SELECT window_id, round_hold.half_days FROM round_hold \
                       JOIN round_line USING (round_id, request_id) WHERE round_line.offer_id = offer.id \
                       UNION ALL \
                       SELECT window_id, hold.half_days FROM exchange_ring_hold AS hold \
                       JOIN exchange_ring_leg USING (ring_id, place) WHERE exchange_ring_leg.offer_id = offer.id) AS part \
               ) AS held ON true \
               WHERE offer.id = ANY($1) AND offer.status = 'published'";
    let rows: Vec<Share> = tx.rows(sql, values![Keys(offers)]).await?;
    let share = |row: Share| {
        (row.id.0, OfferShare { most: row.most, held: row.windows.0.into_iter().zip(row.half_days).collect() })
    };
    Ok(rows.into_iter().map(share).collect())
}

/// Holds all of this for a locked round, or nothing of it. Gives whether there was room.
pub async fn hold(tx: &Tx, round: Id<Round>, holds: &[Hold]) -> Result<bool, DbError> {
    let lines: Vec<ReservationLine> = holds.iter().map(|it| it.line).collect();
    if !capacity::shift(tx, &lines, 1, 0).await? {
        return Ok(false);
    }
    let sql = "INSERT INTO round_hold (round_id, request_id, window_id, half_days) \
               SELECT $1, it.request_id, it.window_id, it.half_days \
               FROM unnest($2::uuid[], $3::uuid[], $4::integer[]) AS it (request_id, window_id, half_days)";
    let requests: Vec<Uuid> = holds.iter().map(|it| it.request.uuid()).collect();
    let windows: Vec<Uuid> = holds.iter().map(|it| it.line.window.uuid()).collect();
    let half_days: Vec<i32> = holds.iter().map(|it| it.line.half_days).collect();
    tx.run(sql, values![Key(round), requests, windows, half_days]).await?;
    Ok(true)
}

#[derive(FromQueryResult)]
struct Gone {
    window_id: Key<CapacityWindow>,
    half_term: Bucket,
    half_days: i32,
}

/// Gives back what a round holds: all of it, or what it holds for one request.
pub async fn release(tx: &Tx, round: Id<Round>, request: Option<Id<SupportRequest>>) -> Result<(), DbError> {
    let sql = "DELETE FROM round_hold USING capacity_window AS its \
               WHERE its.id = window_id AND round_id = $1 AND ($2::uuid IS NULL OR request_id = $2) \
               RETURNING window_id, its.half_term, round_hold.half_days";
    let gone: Vec<Gone> = tx.rows(sql, values![Key(round), request.map(Key)]).await?;
    let line =
        |it: Gone| ReservationLine { window: it.window_id.0, half_term: it.half_term.0, half_days: it.half_days };
    let lines: Vec<_> = gone.into_iter().map(line).collect();
    capacity::shift(tx, &lines, -1, 0).await.map(drop)
}
