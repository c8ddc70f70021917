//! Practice as a coach: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::communities::{CoachingFeedback, CoachingPractice, CoachingPracticeEnd, CoachingPracticeStatus};
use domain::directory::{School, Specialist};
use domain::identity::Person;
use domain::{Id, Word};
use sea_orm::FromQueryResult;

use crate::brokerage::prose;
use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of coaching practice that somebody may see, newest first.
pub const LIST: &str = "coaching_practice.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, person_id, school_id, begun_on, begun_by, recorded_at, feedback_due_on, status, feedback_by, ",
            "feedback_at, feedback, ended_at, end_reason, version FROM coaching_practice ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<CoachingPractice>,
    person_id: Key<Person>,
    school_id: Key<School>,
    begun_on: NaiveDate,
    begun_by: Key<Person>,
    recorded_at: At,
    feedback_due_on: NaiveDate,
    status: Text<CoachingPracticeStatus>,
    feedback_by: Option<Key<Person>>,
    feedback_at: Option<At>,
    feedback: Option<String>,
    ended_at: Option<At>,
    end_reason: Option<Text<CoachingPracticeEnd>>,
    version: i32,
}

impl TryFrom<Row> for CoachingPractice {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let feedback = match (row.feedback_by, row.feedback_at, row.feedback) {
            (Some(by), Some(at), Some(text)) => Some(CoachingFeedback { by: by.0, at: at.0, text: prose(&text)? }),
            _ => None,
        };
        Ok(Self {
            id: row.id.0,
            person: row.person_id.0,
            school: row.school_id.0,
            begun_on: row.begun_on,
            begun_by: row.begun_by.0,
            recorded_at: row.recorded_at.0,
            feedback_due_on: row.feedback_due_on,
            status: row.status.0,
            feedback,
            ended_at: row.ended_at.map(|it| it.0),
            end: row.end_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new practice. Gives whether the person was not practising already.
pub async fn insert(tx: &Tx, it: &CoachingPractice) -> Result<bool, DbError> {
    let sql = "INSERT INTO coaching_practice (id, person_id, school_id, begun_on, begun_by, recorded_at, \
               feedback_due_on, status, version, audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
               ON CONFLICT (person_id) WHERE status = 'practising' DO NOTHING";
    let values = values![
        Key(it.id),
        Key(it.person),
        Key(it.school),
        it.begun_on,
        Key(it.begun_by),
        At(it.recorded_at),
        it.feedback_due_on,
        Text(it.status),
        it.version,
        it.audience(),
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// Locks a practice that the reader may see, for changing.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<CoachingPractice>) -> Result<Option<CoachingPractice>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(CoachingPractice::try_from).transpose()
}

/// Locks the practice of somebody at a school where they hold no role any more. The transaction must see every record.
pub async fn lock_left(tx: &Tx, person: Id<Person>) -> Result<Vec<CoachingPractice>, DbError> {
    let sql = select!(
        "WHERE person_id = $1 AND status = 'practising' AND NOT EXISTS (SELECT FROM membership AS held \
         WHERE held.person_id = coaching_practice.person_id AND held.school_id = coaching_practice.school_id \
         AND held.status <> 'ended') FOR UPDATE"
    );
    let rows: Vec<Row> = tx.rows(sql, values![Key(person)]).await?;
    rows.into_iter().map(CoachingPractice::try_from).collect()
}

/// Writes what changed of a locked practice.
pub async fn save(tx: &Tx, it: &mut CoachingPractice) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE coaching_practice SET status = $2, feedback_by = $3, feedback_at = $4, feedback = $5, \
               ended_at = $6, end_reason = $7, version = $8 WHERE id = $1";
    let feedback = it.feedback.as_ref();
    let values = values![
        Key(it.id),
        Text(it.status),
        feedback.map(|it| Key(it.by)),
        feedback.map(|it| At(it.at)),
        feedback.map(|it| it.text.as_str().to_owned()),
        it.ended_at.map(At),
        it.end.map(Text),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Whether somebody whom a school lends has had feedback on coaching at their own school, wherever that was. The transaction
/// must see every record.
pub async fn was_heard(tx: &Tx, specialist: Id<Specialist>) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Heard {
        heard: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM coaching_practice JOIN specialist USING (person_id) \
               WHERE specialist.id = $1 AND coaching_practice.status = 'feedback_given') AS heard";
    let row: Option<Heard> = tx.row(sql, values![Key(specialist)]).await?;
    Ok(row.is_some_and(|it| it.heard))
}

/// The practices with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<CoachingPractice>>) -> Result<Vec<CoachingPractice>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(CoachingPractice::try_from).collect()
}

/// A page of the practices that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<CoachingPracticeStatus>,
    page: &PageRequest,
) -> Result<Page<CoachingPractice>, DbError> {
    let status = status.map(Word::as_str);
    newest::<Row, CoachingPractice>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
