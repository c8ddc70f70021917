//! What is due of announced rounds: by whose authority is proposed, what is to be proposed, answered, looked for again and closed.

use domain::access::{Acting, Role};
use domain::brokerage::{Round, RoundMandate};
use domain::directory::Alliance;
use domain::exchange::SupportRequest;
use domain::identity::{Membership, Person};
use domain::{HalfTerm, Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Bucket, Key, Text};
use crate::{DbError, Tx, values};

#[derive(FromQueryResult)]
struct Found {
    id: Key<SupportRequest>,
}

#[derive(FromQueryResult)]
struct Due {
    id: Key<Round>,
}

/// Keeps by whose authority the requests of an alliance are proposed from now on.
pub async fn give(tx: &Tx, it: &RoundMandate) -> Result<(), DbError> {
    let sql = "INSERT INTO round_mandate (round_id, alliance_id, person_id, membership_id, given_at) \
               VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (round_id, alliance_id) DO UPDATE SET person_id = $3, membership_id = $4, given_at = $5";
    let values = values![Key(it.round), Key(it.alliance), Key(it.person), Key(it.membership), At(it.given_at)];
    tx.run(sql, values).await.map(drop)
}

/// Keeps for the lines of a locked round what its plan gives them: from its announcement on their places may become others.
pub async fn keep_plan(tx: &Tx, id: Id<Round>) -> Result<(), DbError> {
    tx.run("UPDATE round_line SET planned_offer_id = offer_id WHERE round_id = $1", values![Key(id)]).await.map(drop)
}

/// The requests whose place is to be proposed, each with the broker by whose authority: one whose role holds still.
pub async fn to_propose(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<(Id<SupportRequest>, Acting)>, DbError> {
    #[derive(FromQueryResult)]
    struct Proposing {
        request_id: Key<SupportRequest>,
        person_id: Key<Person>,
        membership_id: Key<Membership>,
        role: Text<Role>,
        alliance_id: Key<Alliance>,
    }
    let sql = "SELECT line.request_id, given.* FROM brokerage_round AS round \
               JOIN round_line AS line ON line.round_id = round.id AND line.status = 'placed' \
               JOIN support_request AS request ON request.id = line.request_id \
               CROSS JOIN LATERAL ( \
                   SELECT mandate.person_id, mandate.membership_id, membership.role, mandate.alliance_id \
                   FROM round_mandate AS mandate \
                   JOIN membership ON membership.id = mandate.membership_id AND membership.status = 'active' \
                       AND (membership.until IS NULL OR membership.until > $1) \
                   JOIN person ON person.id = mandate.person_id AND person.suspended_at IS NULL \
                   WHERE mandate.round_id = round.id AND mandate.alliance_id = ANY(request.alliances) \
                   ORDER BY mandate.given_at, mandate.alliance_id LIMIT 1) AS given \
               WHERE round.status = 'announced' AND round.ask_until >= $1 \
               AND request.status IN ('triaged', 'matching') ORDER BY line.request_id LIMIT $2";
    let rows: Vec<Proposing> = tx.rows(sql, values![At(now), most]).await?;
    let acting = |row: &Proposing| Acting {
        person: row.person_id.0,
        membership: row.membership_id.0,
        role: row.role.0,
        school: None,
        alliance: Some(row.alliance_id.0),
    };
    Ok(rows.iter().map(|row| (row.request_id.0, acting(row))).collect())
}

/// How the time lies over half-terms that a round holds for a request.
pub async fn held_for(tx: &Tx, round: Id<Round>, request: Id<SupportRequest>) -> Result<Vec<(HalfTerm, i32)>, DbError> {
    #[derive(FromQueryResult)]
    struct Held {
        half_term: Bucket,
        half_days: i32,
    }
    let sql = "SELECT its.half_term, hold.half_days FROM round_hold AS hold JOIN capacity_window AS its ON its.id = window_id \
               WHERE round_id = $1 AND request_id = $2 ORDER BY its.half_term";
    let rows: Vec<Held> = tx.rows(sql, values![Key(round), Key(request)]).await?;
    Ok(rows.into_iter().map(|row| (row.half_term.0, row.half_days)).collect())
}

/// The requests of announced rounds of which what was proposed has been answered, or ended otherwise.
pub async fn answered(tx: &Tx, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT line.request_id AS id FROM brokerage_round AS round \
               JOIN round_line AS line ON line.round_id = round.id AND line.status = 'proposed' \
               JOIN proposal ON proposal.id = line.proposal_id \
               WHERE round.status = 'announced' AND proposal.status NOT IN ('sent', 'home_accepted', 'host_accepted') \
               ORDER BY line.request_id LIMIT $1";
    let rows: Vec<Found> = tx.rows(sql, values![most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Announced rounds in which somebody is to be looked for again, those announced longest ago first.
pub async fn to_repair(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Round>>, DbError> {
    let sql = "SELECT round.id FROM brokerage_round AS round WHERE round.status = 'announced' AND round.ask_until >= $1 \
               AND EXISTS ( \
                   SELECT FROM round_line AS line JOIN support_request AS request ON request.id = line.request_id \
                   WHERE line.round_id = round.id AND line.status = 'waiting' \
                   AND request.status IN ('triaged', 'matching')) \
               ORDER BY round.announced_at, round.id LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Announced rounds in which nothing is to be proposed and no answer is to come, or whose time to propose is over while something
/// still was to be.
pub async fn to_end(tx: &Tx, now: Timestamp, most: i64) -> Result<Vec<Id<Round>>, DbError> {
    let sql = "SELECT round.id FROM brokerage_round AS round WHERE round.status = 'announced' AND ( \
                   NOT EXISTS (SELECT FROM round_line AS line WHERE line.round_id = round.id \
                       AND line.status IN ('waiting', 'placed', 'proposed')) \
                   OR round.ask_until < $1 AND EXISTS (SELECT FROM round_line AS line WHERE line.round_id = round.id \
                       AND line.status IN ('waiting', 'placed'))) \
               ORDER BY round.announced_at, round.id LIMIT $2";
    let rows: Vec<Due> = tx.rows(sql, values![At(now), most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// Notes of a locked round whether the time of those who were found anew had been taken meanwhile. Gives how often in a row.
pub async fn overtaken(tx: &Tx, id: Id<Round>, taken: bool) -> Result<i32, DbError> {
    #[derive(FromQueryResult)]
    struct Often {
        overtaken: i32,
    }
    let sql = "UPDATE brokerage_round SET overtaken = CASE WHEN $2 THEN overtaken + 1 ELSE 0 END WHERE id = $1 \
               RETURNING overtaken";
    let row: Option<Often> = tx.row(sql, values![Key(id), taken]).await?;
    Ok(row.map_or(0, |row| row.overtaken))
}
