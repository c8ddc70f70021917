//! Capacity: whose time there is in which half-term, and what proposals hold of it. The database refuses to oversell.

use domain::access::Scope;
use domain::brokerage::Proposal;
use domain::directory::{School, Specialist};
use domain::exchange::{
    CapacityHolder, CapacityOwner, CapacityWindow, Offer, Reservation, ReservationLine, ReservationState,
};
use domain::identity::Person;
use domain::{Event, HalfTerm, Id};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{Bucket, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct Row {
    id: Key<CapacityWindow>,
    specialist_id: Option<Key<Specialist>>,
    school_id: Option<Key<School>>,
    half_term: Bucket,
    half_days: i32,
    reserved: i32,
    committed: i32,
    version: i32,
}

impl TryFrom<Row> for CapacityWindow {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let holder = match (row.specialist_id, row.school_id) {
            (Some(specialist), None) => CapacityHolder::Specialist(specialist.0),
            (None, Some(school)) => CapacityHolder::School(school.0),
            _ => return Err(DbError::broken("capacity without one holder")),
        };
        Ok(Self {
            id: row.id.0,
            holder,
            half_term: row.half_term.0,
            half_days: row.half_days,
            reserved: row.reserved,
            committed: row.committed,
            version: row.version,
        })
    }
}

/// The two columns of a holder, of which one is filled.
fn columns(holder: CapacityHolder) -> (Option<Key<Specialist>>, Option<Key<School>>) {
    match holder {
        CapacityHolder::Specialist(it) => (Some(Key(it)), None),
        CapacityHolder::School(it) => (None, Some(Key(it))),
    }
}

fn codes(half_terms: &[HalfTerm]) -> Vec<i32> {
    half_terms.iter().map(|it| it.code()).collect()
}

/// Locks a holder's windows of these half-terms, by half-term and id.
pub async fn lock_windows(
    tx: &Tx,
    holder: CapacityHolder,
    half_terms: &[HalfTerm],
) -> Result<Vec<CapacityWindow>, DbError> {
    let sql = "SELECT id, specialist_id, school_id, half_term, half_days, reserved, committed, version \
               FROM capacity_window WHERE (specialist_id = $1 OR school_id = $2) AND half_term = ANY($3) \
               ORDER BY half_term, id FOR UPDATE";
    let (specialist, school) = columns(holder);
    let rows: Vec<Row> = tx.rows(sql, values![specialist, school, codes(half_terms)]).await?;
    rows.into_iter().map(CapacityWindow::try_from).collect()
}

/// Locks the windows of many holders, persons and schools, of these half-terms, by half-term and id.
pub(crate) async fn lock_of_holders(
    tx: &Tx,
    (specialists, schools): (Vec<Uuid>, Vec<Uuid>),
    half_terms: &[HalfTerm],
) -> Result<Vec<CapacityWindow>, DbError> {
    let sql = "SELECT id, specialist_id, school_id, half_term, half_days, reserved, committed, version \
               FROM capacity_window WHERE (specialist_id = ANY($1) OR school_id = ANY($2)) AND half_term = ANY($3) \
               ORDER BY half_term, id FOR UPDATE";
    let rows: Vec<Row> = tx.rows(sql, values![specialists, schools, codes(half_terms)]).await?;
    rows.into_iter().map(CapacityWindow::try_from).collect()
}

/// Opens a window for a holder unless there is one; gives whether it did.
pub async fn open(tx: &Tx, it: &CapacityWindow) -> Result<bool, DbError> {
    let sql = "INSERT INTO capacity_window (id, specialist_id, school_id, half_term, half_days) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let (specialist, school) = columns(it.holder);
    let values = values![Key(it.id), specialist, school, Bucket(it.half_term), it.half_days];
    Ok(tx.run(sql, values).await? > 0)
}

#[derive(FromQueryResult)]
struct Owner {
    school_id: Key<School>,
    person_id: Option<Key<Person>>,
}

/// Who decides about a holder's time; nobody if there is no such holder.
pub async fn owner(tx: &Tx, holder: CapacityHolder) -> Result<Option<CapacityOwner>, DbError> {
    let sql = "SELECT school_id, person_id FROM specialist WHERE id = $1 AND status <> 'ended' \
               UNION ALL SELECT id, NULL FROM school WHERE id = $2";
    let (specialist, school) = columns(holder);
    let row: Option<Owner> = tx.row(sql, values![specialist, school]).await?;
    Ok(row.map(|row| CapacityOwner { home: row.school_id.0, person: row.person_id.map(|it| it.0) }))
}

/// Writes what a holder declared for a locked window.
pub async fn save(tx: &Tx, it: &mut CapacityWindow) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE capacity_window SET half_days = $2, version = $3 WHERE id = $1";
    tx.run(sql, values![Key(it.id), it.half_days, it.version]).await.map(drop)
}

/// Takes back what a specialist was to give from today on and nothing holds, and gives the event of each half-term.
pub async fn keep_held(tx: &Tx, who: Id<Specialist>) -> Result<Vec<Event>, DbError> {
    let sql = "UPDATE capacity_window SET half_days = reserved + committed, version = version + 1 \
               WHERE specialist_id = $1 AND half_days > reserved + committed \
               AND half_term IN (SELECT code FROM half_term WHERE ends_on >= $2) \
               RETURNING id, specialist_id, school_id, half_term, half_days, reserved, committed, version";
    let rows: Vec<Row> = tx.rows(sql, values![Key(who), tx.now().day()]).await?;
    let told =
        |it: Row| Event::CapacityDeclared { window: it.id.0, half_term: it.half_term.0, half_days: it.half_days };
    Ok(rows.into_iter().map(told).collect())
}

/// The windows that the reader ($1, $2) may see: those of the own school, its specialists' and one's own.
const SEEN: &str = "SELECT it.id, it.specialist_id, it.school_id, half_term, half_days, reserved, committed, it.version \
                    FROM capacity_window AS it LEFT JOIN specialist AS whose ON whose.id = it.specialist_id \
                    WHERE ($1 OR it.school_id = ANY($2) OR whose.school_id = ANY($2) OR whose.person_id = ANY($2))";

/// The windows with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<CapacityWindow>>) -> Result<Vec<CapacityWindow>, DbError> {
    let sql = format!("{SEEN} AND it.id = ANY($3)");
    let rows: Vec<Row> = db.rows(&sql, values![seen.is_everything(), scope::ids(seen), Keys(ids)]).await?;
    rows.into_iter().map(CapacityWindow::try_from).collect()
}

/// The windows of a holder from a half-term on, two years at most, if the reader may see them.
pub async fn of_holder(
    db: &Db,
    seen: &Scope,
    holder: CapacityHolder,
    from: HalfTerm,
) -> Result<Vec<CapacityWindow>, DbError> {
    let sql = format!(
        "{SEEN} AND (it.specialist_id = $3 OR it.school_id = $4) AND half_term >= $5 ORDER BY half_term LIMIT 12"
    );
    let (specialist, school) = columns(holder);
    let values = values![seen.is_everything(), scope::ids(seen), specialist, school, Bucket(from)];
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(CapacityWindow::try_from).collect()
}

/// Moves half-days of windows between free, reserved and committed, by their signs; whole or not at all, and never
/// beyond what a window has. Gives whether it could.
pub(crate) async fn shift(tx: &Tx, lines: &[ReservationLine], reserved: i32, committed: i32) -> Result<bool, DbError> {
    if lines.is_empty() {
        return Ok(true);
    }
    let mut windows: Vec<Uuid> = lines.iter().map(|line| line.window.uuid()).collect();
    let half_days: Vec<i32> = lines.iter().map(|line| line.half_days).collect();
    let locked = "SELECT id FROM capacity_window WHERE id = ANY($1) ORDER BY half_term, id FOR UPDATE";
    tx.run(locked, values![windows.clone()]).await?;
    let sql = "UPDATE capacity_window AS held \
               SET reserved = held.reserved + line.half_days * $3, committed = held.committed + line.half_days * $4 \
               FROM (SELECT id, sum(half_days)::integer AS half_days \
                     FROM unnest($1::uuid[], $2::integer[]) AS it (id, half_days) GROUP BY id) AS line \
               WHERE held.id = line.id \
               AND held.reserved + held.committed + line.half_days * ($3 + $4) <= held.half_days";
    let moved = tx.run(sql, values![windows.clone(), half_days, reserved, committed]).await?;
    windows.sort_unstable();
    windows.dedup();
    Ok(moved == windows.len() as u64)
}

/// What open proposals and deployments of an offer hold of each window, and the plans of rounds, and rings of schools.
pub async fn held_by(tx: &Tx, offer: Id<Offer>) -> Result<Vec<(Id<CapacityWindow>, i32)>, DbError> {
    #[derive(FromQueryResult)]
    struct Part {
        window_id: Key<CapacityWindow>,
        half_days: i32,
    }
    let sql = "SELECT window_id, sum(held.half_days)::integer AS half_days FROM ( \
                   SELECT window_id, reservation.half_days FROM reservation \
                   JOIN proposal ON proposal.id = proposal_id \
                   WHERE proposal.offer_id = $1 AND state <> 'released' \
                   UNION ALL \
                   SELECT window_id, round_hold.half_days FROM round_hold JOIN round_line USING (round_id, request_id) \
                   WHERE round_line.offer_id = $1 \
                   UNION ALL \
                   SELECT window_id, hold.half_days FROM exchange_ring_hold AS hold \
                   JOIN exchange_ring_leg USING (ring_id, place) WHERE exchange_ring_leg.offer_id = $1) AS held \
               GROUP BY window_id";
    let parts: Vec<Part> = tx.rows(sql, values![Key(offer)]).await?;
    Ok(parts.into_iter().map(|it| (it.window_id.0, it.half_days)).collect())
}

/// Reserves what a proposal holds. Gives whether there was room.
pub async fn reserve(tx: &Tx, it: &Reservation) -> Result<bool, DbError> {
    if !shift(tx, &it.lines, 1, 0).await? {
        return Ok(false);
    }
    let sql = "INSERT INTO reservation (proposal_id, window_id, half_days, state) \
               SELECT $1, id, half_days, $4 FROM unnest($2::uuid[], $3::integer[]) AS line (id, half_days) \
               ON CONFLICT (proposal_id, window_id) DO UPDATE SET half_days = excluded.half_days, state = excluded.state";
    let windows: Vec<Uuid> = it.lines.iter().map(|line| line.window.uuid()).collect();
    let half_days: Vec<i32> = it.lines.iter().map(|line| line.half_days).collect();
    tx.run(sql, values![Key(it.proposal), windows, half_days, Text(it.state)]).await?;
    Ok(true)
}

#[derive(FromQueryResult)]
struct Held {
    proposal_id: Key<Proposal>,
    window_id: Key<CapacityWindow>,
    half_term: Bucket,
    half_days: i32,
    state: Text<ReservationState>,
}

const HELD: &str = "SELECT held.proposal_id, held.window_id, it.half_term, held.half_days, held.state \
                    FROM reservation AS held JOIN capacity_window AS it ON it.id = held.window_id \
                    WHERE held.proposal_id = ANY($1) AND held.state <> 'released' \
                    ORDER BY held.proposal_id, it.half_term, it.id";

fn gather(rows: Vec<Held>) -> Vec<Reservation> {
    let mut all: Vec<Reservation> = Vec::new();
    for row in rows {
        let line = ReservationLine { window: row.window_id.0, half_term: row.half_term.0, half_days: row.half_days };
        match all.last_mut().filter(|it| it.proposal == row.proposal_id.0) {
            Some(it) => it.lines.push(line),
            None => all.push(Reservation { proposal: row.proposal_id.0, lines: vec![line], state: row.state.0 }),
        }
    }
    all
}

/// What these proposals hold. Their rows change only under the lock of the proposal or its deployment.
pub async fn held(tx: &Tx, proposals: Vec<Id<Proposal>>) -> Result<Vec<Reservation>, DbError> {
    Ok(gather(tx.rows(HELD, values![Keys(proposals)]).await?))
}

/// What these proposals hold, for readers. Who may see the proposals decides who may ask.
pub async fn of_proposals(db: &Db, ids: Vec<Id<Proposal>>) -> Result<Vec<Reservation>, DbError> {
    Ok(gather(db.rows(HELD, values![Keys(ids)]).await?))
}

/// Turns what a proposal reserved into what its deployment is committed to.
pub async fn commit(tx: &Tx, proposal: Id<Proposal>) -> Result<bool, DbError> {
    for it in held(tx, vec![proposal]).await? {
        if it.state != ReservationState::Reserved || !shift(tx, &it.lines, -1, 1).await? {
            return Ok(false);
        }
    }
    let sql = "UPDATE reservation SET state = $2 WHERE proposal_id = $1 AND state = 'reserved'";
    tx.run(sql, values![Key(proposal), Text(ReservationState::Committed)]).await?;
    Ok(true)
}

/// Gives back all that these proposals hold.
pub async fn release(tx: &Tx, proposals: Vec<Id<Proposal>>) -> Result<(), DbError> {
    let (mut reserved, mut committed) = (Vec::new(), Vec::new());
    for it in held(tx, proposals.clone()).await? {
        let lines = if it.state == ReservationState::Committed { &mut committed } else { &mut reserved };
        lines.extend(it.lines);
    }
    shift(tx, &reserved, -1, 0).await?;
    shift(tx, &committed, 0, -1).await?;
    let sql = "UPDATE reservation SET state = $2 WHERE proposal_id = ANY($1) AND state <> $2";
    tx.run(sql, values![Keys(proposals), Text(ReservationState::Released)]).await.map(drop)
}

/// Keeps what was used of a deployment's committed half-days, earliest first, and gives back the rest.
pub async fn give_back(tx: &Tx, proposal: Id<Proposal>, used: i32) -> Result<(), DbError> {
    for mut it in held(tx, vec![proposal]).await? {
        let given = it.give_back(used);
        let (reserved, committed) = if it.state == ReservationState::Committed { (0, -1) } else { (-1, 0) };
        shift(tx, &given, reserved, committed).await?;
        for line in given {
            let kept = it.lines.iter().find(|kept| kept.window == line.window).map(|kept| kept.half_days);
            let state = if kept.is_some() { it.state } else { ReservationState::Released };
            let sql = "UPDATE reservation SET half_days = $3, state = $4 WHERE proposal_id = $1 AND window_id = $2";
            let half_days = kept.unwrap_or(line.half_days);
            tx.run(sql, values![Key(proposal), Key(line.window), half_days, Text(state)]).await?;
        }
    }
    Ok(())
}
