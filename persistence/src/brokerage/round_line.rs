//! The requests in a round, each with the place that the plan gives it.

use std::collections::HashMap;

use domain::access::Scope;
use domain::brokerage::matching::Part;
use domain::brokerage::{Proposal, Round, RoundLine, RoundLineStatus, RoundPlace, RoundUnplaced};
use domain::directory::{School, Specialist};
use domain::exchange::{CapacityHolder, Offer, SupportRequest};
use domain::{Id, Rule, Word};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The requests of a round, in the order of their ids.
pub const OF_ROUND: &str = "round_line.of_round";

/// How many are written in one statement.
const AT_ONCE: usize = 2_000;

macro_rules! columns {
    () => {
        "round_id, request_id, status, offer_id, specialist_id, home_id, parts, worth, price, proposal_id, tries, \
         refused_by, unplaced_for"
    };
}

#[derive(FromQueryResult)]
struct Row {
    round_id: Key<Round>,
    request_id: Key<SupportRequest>,
    status: Text<RoundLineStatus>,
    offer_id: Option<Key<Offer>>,
    specialist_id: Option<Key<Specialist>>,
    home_id: Option<Key<School>>,
    parts: Option<Vec<u8>>,
    worth: Option<i64>,
    price: Option<i64>,
    proposal_id: Option<Key<Proposal>>,
    tries: i32,
    refused_by: Option<Text<Rule>>,
    unplaced_for: Option<Text<RoundUnplaced>>,
}

impl TryFrom<Row> for RoundLine {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let parts = row.parts.map(|bytes| Part::all_of(&bytes).ok_or_else(|| DbError::broken("parts of no score")));
        let parts = parts.transpose()?;
        let (by, home) = (row.specialist_id, row.home_id);
        let place = (|| {
            Some(RoundPlace {
                offer: row.offer_id?.0,
                holder: by.map_or(CapacityHolder::School(home?.0), |it| CapacityHolder::Specialist(it.0)),
                home: home?.0,
                parts: parts?,
                worth: row.worth?,
                price: row.price?,
            })
        })();
        Ok(Self {
            round: row.round_id.0,
            request: row.request_id.0,
            status: row.status.0,
            place,
            proposal: row.proposal_id.map(|it| it.0),
            tries: row.tries,
            refused_by: row.refused_by.map(|it| it.0),
            unplaced_for: row.unplaced_for.map(|it| it.0),
        })
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Key<SupportRequest>,
}

/// Takes requests into a locked round, but for those that another one has taken meanwhile. Gives how many.
pub async fn insert(tx: &Tx, lines: &[RoundLine]) -> Result<u64, DbError> {
    let mut taken = 0;
    let sql = "INSERT INTO round_line (round_id, request_id, status) \
               SELECT it.round_id, it.request_id, it.status \
               FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS it (round_id, request_id, status) \
               ON CONFLICT DO NOTHING";
    for some in lines.chunks(AT_ONCE) {
        let rounds: Vec<Uuid> = some.iter().map(|it| it.round.uuid()).collect();
        let requests: Vec<Uuid> = some.iter().map(|it| it.request.uuid()).collect();
        taken += tx.run(sql, values![rounds, requests, statuses(some)]).await?;
    }
    Ok(taken)
}

/// Writes what changed of the lines of a locked round, but for how they were proposed. What a plan gave to a line stays with it.
pub async fn save(tx: &Tx, lines: &[RoundLine]) -> Result<(), DbError> {
    let placed: Vec<_> = lines.iter().filter_map(|it| Some((it, it.place.as_ref()?))).collect();
    for some in placed.chunks(AT_ONCE) {
        save_placed(tx, some).await?;
    }
    let others: Vec<_> = lines.iter().filter(|it| it.place.is_none()).collect();
    // What the plan gives nobody any more loses its place in the same instant.
    let emptied = others.iter().filter(|it| it.status == RoundLineStatus::Unplaced);
    let requests: Vec<Uuid> = emptied.map(|it| it.request.uuid()).collect();
    if let Some(round) = others.first().map(|it| it.round) {
        let sql = "UPDATE round_line SET status = 'unplaced', offer_id = NULL, specialist_id = NULL, home_id = NULL, \
                   parts = NULL, worth = NULL, price = NULL \
                   WHERE round_id = $1 AND request_id = ANY($2) AND offer_id IS NOT NULL";
        tx.run(sql, values![Key(round), requests]).await?;
    }
    let sql = "UPDATE round_line AS line SET status = it.status \
               FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS it (round_id, request_id, status) \
               WHERE line.round_id = it.round_id AND line.request_id = it.request_id";
    for some in others.chunks(AT_ONCE) {
        let rounds: Vec<Uuid> = some.iter().map(|it| it.round.uuid()).collect();
        let requests: Vec<Uuid> = some.iter().map(|it| it.request.uuid()).collect();
        tx.run(sql, values![rounds, requests, statuses(some.iter().copied())]).await?;
    }
    Ok(())
}

async fn save_placed(tx: &Tx, some: &[(&RoundLine, &RoundPlace)]) -> Result<(), DbError> {
    let sql = "UPDATE round_line AS line SET status = it.status, offer_id = it.offer_id, home_id = it.home_id, \
               specialist_id = nullif(it.specialist_id, $10), parts = it.parts, worth = it.worth, price = it.price, \
               unplaced_for = NULL \
               FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[], \
                   $8::bigint[], $9::bigint[]) \
                   AS it (round_id, request_id, status, offer_id, home_id, specialist_id, parts, worth, price) \
               WHERE line.round_id = it.round_id AND line.request_id = it.request_id";
    // A list of ids has no gaps: this stands for nobody.
    let nobody = Uuid::nil();
    let by = |it: &RoundPlace| match it.holder {
        CapacityHolder::Specialist(it) => it.uuid(),
        CapacityHolder::School(_) => nobody,
    };
    let values = values![
        some.iter().map(|(line, _)| line.round.uuid()).collect::<Vec<_>>(),
        some.iter().map(|(line, _)| line.request.uuid()).collect::<Vec<_>>(),
        statuses(some.iter().map(|(line, _)| *line)),
        some.iter().map(|(_, it)| it.offer.uuid()).collect::<Vec<_>>(),
        some.iter().map(|(_, it)| it.home.uuid()).collect::<Vec<_>>(),
        some.iter().map(|(_, it)| by(it)).collect::<Vec<_>>(),
        some.iter().map(|(_, it)| Part::bytes_of(&it.parts)).collect::<Vec<_>>(),
        some.iter().map(|(_, it)| it.worth).collect::<Vec<_>>(),
        some.iter().map(|(_, it)| it.price).collect::<Vec<_>>(),
        nobody,
    ];
    tx.run(sql, values).await.map(drop)
}

fn statuses<'l>(lines: impl IntoIterator<Item = &'l RoundLine>) -> Vec<String> {
    lines.into_iter().map(|it| it.status.as_str().to_owned()).collect()
}

/// Notes where a request of a round stands that is proposed, answered or kept from being proposed. The place of one that has none
/// any more is forgotten: what became of it stands in what was tried.
pub async fn turn(tx: &Tx, it: &RoundLine) -> Result<(), DbError> {
    let sql = "UPDATE round_line SET status = $3, proposal_id = $4, tries = $5, refused_by = $6, unplaced_for = $7, \
               offer_id = CASE WHEN $8 THEN offer_id END, specialist_id = CASE WHEN $8 THEN specialist_id END, \
               home_id = CASE WHEN $8 THEN home_id END, parts = CASE WHEN $8 THEN parts END, \
               worth = CASE WHEN $8 THEN worth END, price = CASE WHEN $8 THEN price END \
               WHERE round_id = $1 AND request_id = $2";
    let values = values![
        Key(it.round),
        Key(it.request),
        Text(it.status),
        it.proposal.map(Key),
        it.tries,
        it.refused_by.map(Text),
        it.unplaced_for.map(Text),
        it.place.is_some(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// The lines of a round, by request.
pub async fn all_of(tx: &Tx, round: Id<Round>) -> Result<Vec<RoundLine>, DbError> {
    let sql = concat!("SELECT ", columns!(), " FROM round_line WHERE round_id = $1 ORDER BY request_id");
    let rows: Vec<Row> = tx.rows(sql, values![Key(round)]).await?;
    rows.into_iter().map(RoundLine::try_from).collect()
}

/// The requests of a round that were proposed since to whomever the plan gives them.
pub async fn followed(tx: &Tx, round: Id<Round>) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT line.request_id AS id FROM round_line AS line JOIN proposal ON proposal.id = line.proposal_id \
               WHERE line.round_id = $1 AND line.status = 'proposed' AND line.home_id = proposal.home_id \
               AND line.specialist_id IS NOT DISTINCT FROM proposal.specialist_id ORDER BY line.request_id";
    let rows: Vec<Found> = tx.rows(sql, values![Key(round)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The round with a plan that is not over in which a request still waits for somebody.
pub async fn planned_with(tx: &Tx, request: Id<SupportRequest>) -> Result<Option<Id<Round>>, DbError> {
    #[derive(FromQueryResult)]
    struct In {
        round_id: Key<Round>,
    }
    let sql = "SELECT round_id FROM round_line JOIN brokerage_round AS round ON round.id = round_id \
               WHERE request_id = $1 AND NOT is_over AND round_line.status IN ('placed', 'unplaced') \
               AND round.status = 'planned'";
    let row: Option<In> = tx.row(sql, values![Key(request)]).await?;
    Ok(row.map(|row| row.round_id.0))
}

/// Locks the lines of a locked round, by request.
pub async fn lock_of(tx: &Tx, round: Id<Round>) -> Result<Vec<RoundLine>, DbError> {
    let sql = concat!("SELECT ", columns!(), " FROM round_line WHERE round_id = $1 ORDER BY request_id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(round)]).await?;
    rows.into_iter().map(RoundLine::try_from).collect()
}

/// Locks the line of a locked request in the round that is not over, if it is in one that has not let it go.
pub async fn lock_of_request(tx: &Tx, request: Id<SupportRequest>) -> Result<Option<RoundLine>, DbError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM round_line WHERE request_id = $1 AND NOT is_over AND status <> 'left' FOR UPDATE"
    );
    let row: Option<Row> = tx.row(sql, values![Key(request)]).await?;
    row.map(RoundLine::try_from).transpose()
}

/// Which offer the plan of a round gives to which request, whatever has become of it since.
pub async fn given(tx: &Tx, round: Id<Round>) -> Result<Vec<(Id<SupportRequest>, Id<Offer>)>, DbError> {
    #[derive(FromQueryResult)]
    struct Given {
        request_id: Key<SupportRequest>,
        offer_id: Key<Offer>,
    }
    let sql = "SELECT request_id, given.offer_id FROM round_line JOIN brokerage_round AS round ON round.id = round_id \
               CROSS JOIN LATERAL (SELECT CASE WHEN round.announced_at IS NULL THEN round_line.offer_id ELSE planned_offer_id \
                   END AS offer_id) AS given WHERE round_id = $1 AND given.offer_id IS NOT NULL";
    let rows: Vec<Given> = tx.rows(sql, values![Key(round)]).await?;
    Ok(rows.into_iter().map(|row| (row.request_id.0, row.offer_id.0)).collect())
}

/// Requests in a round that is not over that wait for nobody any more.
pub async fn gone(tx: &Tx, most: i64) -> Result<Vec<Id<SupportRequest>>, DbError> {
    let sql = "SELECT request.id FROM round_line JOIN support_request AS request ON request.id = request_id \
               WHERE NOT is_over AND round_line.status IN ('waiting', 'placed', 'unplaced') \
               AND request.status NOT IN ('triaged', 'matching') ORDER BY request.id LIMIT $1";
    let rows: Vec<Found> = tx.rows(sql, values![most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// For each of these rounds, a page of its requests that the reader may see.
pub async fn pages_of_rounds(
    db: &Db,
    seen: &Scope,
    rounds: Vec<Id<Round>>,
    page: &PageRequest,
) -> Result<HashMap<Id<Round>, Page<RoundLine>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT line.* FROM unnest($1::uuid[]) AS round (id) CROSS JOIN LATERAL (SELECT {} FROM round_line \
         JOIN (SELECT id AS readable, alliances FROM support_request) AS request ON readable = request_id \
         WHERE round_id = round.id AND ($2 OR alliances && $3) AND ($4::uuid IS NULL OR request_id {than} $4) \
         ORDER BY request_id {way} LIMIT {}) AS line ORDER BY line.request_id {way}",
        columns!(),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let mut lines: HashMap<_, Vec<RoundLine>> = rounds.iter().map(|round| (*round, Vec::new())).collect();
    let values = values![Keys(rounds), seen.is_everything(), scope::ids(seen), from];
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        lines.entry(row.round_id.0).or_default().push(row.try_into()?);
    }
    let cursor = |it: &RoundLine| Cursor { list: OF_ROUND, order: 0, id: it.request.uuid() };
    Ok(lines.into_iter().map(|(round, lines)| (round, Page::of(page, lines, cursor))).collect())
}
