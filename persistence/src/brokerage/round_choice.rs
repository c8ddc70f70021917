//! What brokers chose in the plans of rounds, with what each choice lost.

use std::collections::HashMap;

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Round, RoundChoice, RoundChoiceKind};
use domain::directory::{School, Specialist};
use domain::exchange::{CapacityHolder, Offer, SupportRequest};
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// What was chosen in a round, in the order in which it was.
pub const OF_ROUND: &str = "round_choice.of_round";

macro_rules! columns {
    () => {
        "round_id, number, request_id, offer_id, specialist_id, home_id, kind, loss, chosen_by, chosen_at, reason"
    };
}

#[derive(FromQueryResult)]
struct Row {
    round_id: Key<Round>,
    number: i32,
    request_id: Key<SupportRequest>,
    offer_id: Key<Offer>,
    specialist_id: Option<Key<Specialist>>,
    home_id: Key<School>,
    kind: Text<RoundChoiceKind>,
    loss: i64,
    chosen_by: Key<Person>,
    chosen_at: At,
    reason: Option<String>,
}

impl TryFrom<Row> for RoundChoice {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let of_school = CapacityHolder::School(row.home_id.0);
        Ok(Self {
            round: row.round_id.0,
            number: row.number,
            request: row.request_id.0,
            offer: row.offer_id.0,
            holder: row.specialist_id.map_or(of_school, |it| CapacityHolder::Specialist(it.0)),
            home: row.home_id.0,
            kind: row.kind.0,
            loss: row.loss,
            chosen_by: row.chosen_by.0,
            chosen_at: row.chosen_at.0,
            reason: row.reason.as_deref().map(prose).transpose()?,
        })
    }
}

/// Writes a new choice of a locked round.
pub async fn insert(tx: &Tx, it: &RoundChoice) -> Result<(), DbError> {
    let sql = "INSERT INTO round_choice (round_id, number, request_id, offer_id, specialist_id, home_id, kind, loss, \
               chosen_by, chosen_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let specialist = match it.holder {
        CapacityHolder::Specialist(it) => Some(Key(it)),
        CapacityHolder::School(_) => None,
    };
    let values = values![
        Key(it.round),
        it.number,
        Key(it.request),
        Key(it.offer),
        specialist,
        Key(it.home),
        Text(it.kind),
        it.loss,
        Key(it.chosen_by),
        At(it.chosen_at),
        it.reason.as_ref().map(|it| it.as_str().to_owned()),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Takes a choice out of a locked round: that it was lifted, and by whom, is on record as an event.
pub async fn remove(tx: &Tx, it: &RoundChoice) -> Result<(), DbError> {
    let sql = "DELETE FROM round_choice WHERE round_id = $1 AND number = $2";
    tx.run(sql, values![Key(it.round), it.number]).await.map(drop)
}

/// Everything that was chosen in a round, in the order in which it was.
pub async fn of_round(tx: &Tx, id: Id<Round>) -> Result<Vec<RoundChoice>, DbError> {
    let sql = concat!("SELECT ", columns!(), " FROM round_choice WHERE round_id = $1 ORDER BY number");
    let rows: Vec<Row> = tx.rows(sql, values![Key(id)]).await?;
    rows.into_iter().map(RoundChoice::try_from).collect()
}

/// For each of these rounds, a page of what was chosen for requests that the reader brokers.
pub async fn pages_of_rounds(
    db: &Db,
    seen: &Scope,
    rounds: Vec<Id<Round>>,
    page: &PageRequest,
) -> Result<HashMap<Id<Round>, Page<RoundChoice>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT choice.* FROM unnest($1::uuid[]) AS round (id) CROSS JOIN LATERAL (SELECT {} FROM round_choice \
         JOIN (SELECT id AS readable, alliances FROM support_request) AS request ON readable = request_id \
         WHERE round_id = round.id AND ($2 OR alliances && $3) AND ($4::bigint IS NULL OR number {than} $4) \
         ORDER BY number {way} LIMIT {}) AS choice ORDER BY choice.number {way}",
        columns!(),
        page.limit(),
    );
    let from = page.from.as_ref().map(|cursor| cursor.order);
    let mut found: HashMap<_, Vec<RoundChoice>> = rounds.iter().map(|round| (*round, Vec::new())).collect();
    let values = values![Keys(rounds), seen.is_everything(), scope::ids(seen), from];
    for row in db.rows_for::<Row>(seen, &sql, values).await? {
        found.entry(row.round_id.0).or_default().push(row.try_into()?);
    }
    let cursor = |it: &RoundChoice| Cursor { list: OF_ROUND, order: i64::from(it.number), id: Uuid::nil() };
    Ok(found.into_iter().map(|(round, choices)| (round, Page::of(page, choices, cursor))).collect())
}
