//! Reviews of deployments: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::{
    Answer, Deployment, FollowUpWay, ImpactLevel, Rag, Rating, Review, ReviewDecision, ReviewKind, ReviewQuestion,
};
use domain::identity::Person;
use domain::{Id, Word};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{deployment, prose};
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deployment_id, kind, held_on, answers, ratings, decision, way, final_day, in_place, written_by, ",
            "written_at ",
            "FROM review ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Review>,
    deployment_id: Key<Deployment>,
    kind: Text<ReviewKind>,
    held_on: NaiveDate,
    answers: Json,
    ratings: Json,
    decision: Option<Text<ReviewDecision>>,
    way: Option<Text<FollowUpWay>>,
    final_day: Option<NaiveDate>,
    in_place: bool,
    written_by: Key<Person>,
    written_at: At,
}

#[derive(Serialize, Deserialize)]
struct StoredAnswer {
    question: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct StoredRating {
    outcome: i32,
    rag: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    details: String,
}

impl TryFrom<Row> for Review {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let answers: Vec<StoredAnswer> = serde_json::from_value(row.answers).map_err(broken)?;
        let ratings: Vec<StoredRating> = serde_json::from_value(row.ratings).map_err(broken)?;
        let answer = |it: StoredAnswer| -> Result<Answer, DbError> {
            Ok(Answer { question: word(&it.question)?, text: prose(&it.text)? })
        };
        let rating = |it: StoredRating| -> Result<Rating, DbError> {
            let level = it.level.as_deref().map(word::<ImpactLevel>).transpose()?;
            Ok(Rating { outcome: it.outcome, rag: word::<Rag>(&it.rag)?, level, details: prose(&it.details)? })
        };
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            kind: row.kind.0,
            held_on: row.held_on,
            answers: answers.into_iter().map(answer).collect::<Result<_, _>>()?,
            ratings: ratings.into_iter().map(rating).collect::<Result<_, _>>()?,
            decision: row.decision.map(|it| it.0),
            way: row.way.map(|it| it.0),
            final_day: row.final_day,
            in_place: row.in_place,
            written_by: row.written_by.0,
            written_at: row.written_at.0,
        })
    }
}

fn word<W: Word>(text: &str) -> Result<W, DbError> {
    W::read(text).ok_or_else(|| DbError::broken(format!("{text} is not a {}", W::NAME)))
}

fn broken(error: serde_json::Error) -> DbError {
    DbError::broken(error.to_string())
}

/// The answers of a review as they are stored.
pub(crate) fn stored_answers(it: &Review) -> Result<Json, DbError> {
    let answer = |it: &Answer| StoredAnswer {
        question: ReviewQuestion::as_str(it.question).to_owned(),
        text: it.text.as_str().to_owned(),
    };
    serde_json::to_value(it.answers.iter().map(answer).collect::<Vec<_>>()).map_err(broken)
}

/// The ratings of a review as they are stored.
pub(crate) fn stored_ratings(it: &Review) -> Result<Json, DbError> {
    let rating = |it: &Rating| StoredRating {
        outcome: it.outcome,
        rag: it.rag.as_str().to_owned(),
        level: it.level.map(|it| it.as_str().to_owned()),
        details: it.details.as_str().to_owned(),
    };
    serde_json::to_value(it.ratings.iter().map(rating).collect::<Vec<_>>()).map_err(broken)
}

/// Who sees a review: whoever sees the deployment, but how the one who gave sees the own work is for the school that gave
/// and the alliance (DOMAIN F8).
pub fn audience(it: &Review, of: &Deployment) -> Vec<Uuid> {
    let mut parties = deployment::audience(of);
    if it.kind == ReviewKind::SelfEvaluation {
        parties.retain(|party| *party != of.host.uuid());
    }
    parties
}

/// Writes a new review, which nobody changes any more.
pub async fn insert(tx: &Tx, it: &Review, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO review (id, deployment_id, kind, held_on, answers, ratings, decision, final_day, written_by, \
               written_at, audience, in_place, way) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        Text(it.kind),
        it.held_on,
        stored_answers(it)?,
        stored_ratings(it)?,
        it.decision.map(Text),
        it.final_day,
        Key(it.written_by),
        At(it.written_at),
        audience,
        it.in_place,
        it.way.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Written {
    kind: Text<ReviewKind>,
}

/// Of which kinds a deployment has reviews, for a transaction that sees everything.
pub async fn written(tx: &Tx, of: Id<Deployment>) -> Result<Vec<ReviewKind>, DbError> {
    let rows: Vec<Written> = tx.rows("SELECT kind FROM review WHERE deployment_id = $1", values![Key(of)]).await?;
    Ok(rows.into_iter().map(|row| row.kind.0).collect())
}

/// Whether the specialist of a deployment still acts in that role, for a transaction that sees everything.
pub async fn specialist_acts(tx: &Tx, of: &Deployment) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Found {
        acts: bool,
    }
    let Some(person) = of.person else { return Ok(false) };
    let found: Option<Found> =
        tx.row("SELECT acts_as_specialist($1, $2) AS acts", values![Key(person), At(tx.now())]).await?;
    Ok(found.is_some_and(|it| it.acts))
}

/// A deployment's reviews, in the order in which they were written down, for a transaction that sees everything.
pub async fn all_of(tx: &Tx, of: Id<Deployment>) -> Result<Vec<Review>, DbError> {
    let rows: Vec<Row> = tx.rows(select!("WHERE deployment_id = $1 ORDER BY id"), values![Key(of)]).await?;
    rows.into_iter().map(Review::try_from).collect()
}

/// The reviews with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Review>>) -> Result<Vec<Review>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Review::try_from).collect()
}

/// The list of a deployment's reviews, in the order in which they were written down.
pub const OF_DEPLOYMENT: &str = "review.of_deployment";

/// A page of a deployment's reviews, of all of them.
pub fn page_of(page: &PageRequest, all: Vec<Review>) -> Page<Review> {
    let cursor = |it: &Review| Cursor { list: OF_DEPLOYMENT, order: 0, id: it.id.uuid() };
    Page::of_all(page, all, |it| (0, it.id.uuid()), cursor)
}

/// The reviews of these deployments, in the order in which they were written down.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Review>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY id");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Review::try_from).collect()
}
