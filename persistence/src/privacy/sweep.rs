//! Forgetting records whose time is over, by their class: deleted, or without the words that people wrote in them.

use domain::Id;
use domain::Timestamp;
use domain::identity::{Person, RecordClass};
use sea_orm::FromQueryResult;

use super::words::{Written, column, listed, remade};
use crate::column::{At, Key};
use crate::{Db, DbError, Tx, values};

/// How many rows of a table are forgotten at once.
pub const SWEPT_AT_ONCE: u64 = 1_000;

/// Rows of one table that are forgotten with their class.
struct Swept {
    class: RecordClass,
    table: &'static str,
    /// Which of them are over before the instant that is the first value.
    over: &'static str,
    /// Which words are taken away; none where the rows are deleted.
    words: &'static [Written],
}

/// When a deployment and everything that hangs on it is over.
const ENDED: &str = "deployment_id IN (SELECT id FROM deployment WHERE ended_at < $1)";

const SWEPT: &[Swept] = &[
    deleted(
        RecordClass::SignIn,
        "refresh_token",
        "session_id IN (SELECT id FROM session WHERE coalesce(revoked_at, expires_at) < $1)",
    ),
    deleted(
        RecordClass::SignIn,
        "session",
        "coalesce(revoked_at, expires_at) < $1 AND NOT EXISTS (SELECT FROM refresh_token WHERE session_id = session.id)",
    ),
    deleted(RecordClass::SignIn, "password_reset", "expires_at < $1"),
    deleted(RecordClass::SignIn, "reset_wish", "created_at < $1"),
    deleted(RecordClass::Letter, "letter", "expires_at < $1"),
    deleted(RecordClass::Notice, "notification", "created_at < $1"),
    deleted(RecordClass::Notice, "reminder", "due_at < $1"),
    deleted(RecordClass::Invitation, "invitation", "coalesce(accepted_at, revoked_at, expires_at) < $1"),
    deleted(RecordClass::Export, "data_export", "status = 'expired' AND expires_at < $1"),
    unworded(
        RecordClass::Designation,
        "designation",
        "coalesce(ended_at, CASE status WHEN 'not_designated' THEN decided_at END) < $1",
        &[column("evidence"), column("reference"), column("appeal")],
    ),
    unworded(RecordClass::Designation, "coaching_practice", "feedback_at < $1", &[column("feedback")]),
    unworded(
        RecordClass::Work,
        "visit",
        ENDED,
        &[column("note"), column("reverse_reason"), column("dispute_words"), column("settle_reason")],
    ),
    unworded(
        RecordClass::Work,
        "deployment",
        "ended_at < $1",
        &[column("stop_reason"), remade("terms", "without_words")],
    ),
    unworded(RecordClass::Work, "obligation", "ended_at < $1", &[column("note"), column("ended_by")]),
    unworded(
        RecordClass::Work,
        "joint_commission",
        "ended_at < $1 AND NOT EXISTS (SELECT FROM deployment WHERE deployment.id = joint_commission.deployment_id \
         AND coalesce(deployment.ended_at, 'infinity') >= $1)",
        &[column("purpose"), column("reason")],
    ),
    unworded(RecordClass::Work, "evaluation", ENDED, &[column("words")]),
    unworded(RecordClass::Work, "review", ENDED, &[listed("answers", &["text"]), listed("ratings", &["details"])]),
    unworded(RecordClass::Work, "case_study", ENDED, &[column("title"), column("text")]),
    unworded(RecordClass::Work, "conflict_declaration", ENDED, &[column("note")]),
    unworded(RecordClass::Work, "arisen_interest", ENDED, &[column("note"), column("reason")]),
    unworded(RecordClass::Work, "brokerage_round", "ended_at < $1", &[column("reason")]),
    unworded(
        RecordClass::Work,
        "scenario",
        "archived_at < $1",
        &[column("name"), column("question"), column("reason")],
    ),
    unworded(
        RecordClass::Work,
        "policy_change",
        "ended_at < $1 AND status <> 'approved'",
        &[column("reason"), column("ended_for")],
    ),
    unworded(RecordClass::Work, "consent", ENDED, &[column("reason")]),
    unworded(
        RecordClass::Work,
        "proposal",
        "coalesce((SELECT agreed.ended_at FROM deployment AS agreed WHERE agreed.proposal_id = proposal.id), ended_at) < $1",
        &[column("message")],
    ),
    unworded(
        RecordClass::Request,
        "support_request",
        "status IN ('placed', 'unmet', 'closed', 'withdrawn') AND greatest(created_at, (ends_on + 1)::timestamp AT TIME ZONE 'UTC') < $1 \
         AND NOT EXISTS (SELECT FROM deployment WHERE request_id = support_request.id \
         AND coalesce(ended_at, 'infinity') >= $1)",
        &[
            column("title"),
            column("need"),
            listed("objectives", &["improvement", "pupil_group", "measure", "plan_reference"]),
            column("override_reason"),
        ],
    ),
];

const fn deleted(class: RecordClass, table: &'static str, over: &'static str) -> Swept {
    Swept { class, table, over, words: &[] }
}

const fn unworded(class: RecordClass, table: &'static str, over: &'static str, words: &'static [Written]) -> Swept {
    Swept { class, table, over, words }
}

impl Swept {
    /// Which rows wait to be forgotten: over, and not without their words already.
    fn waiting(&self) -> String {
        let worded = self.words.iter().map(Written::stands).collect::<Vec<_>>();
        let and = if worded.is_empty() { String::new() } else { format!(" AND ({})", worded.join(" OR ")) };
        format!("FROM {} WHERE {}{and}", self.table, self.over)
    }

    fn statement(&self) -> String {
        let (table, waiting) = (self.table, self.waiting());
        let some =
            format!("{table}.ctid = ANY (ARRAY(SELECT {table}.ctid {waiting} LIMIT {SWEPT_AT_ONCE} FOR UPDATE))");
        if self.words.is_empty() {
            return format!("DELETE FROM {table} WHERE {some}");
        }
        let sets: Vec<String> = self.words.iter().map(Written::removed).collect();
        format!("UPDATE {table} SET {} WHERE {some}", sets.join(", "))
    }
}

#[derive(FromQueryResult)]
struct Count {
    number: i64,
}

/// Forgets records of a class that were over before an instant, up to so many of each table. Gives the number of rows. The
/// transaction must see everything.
pub async fn sweep(tx: &Tx, class: RecordClass, before: Timestamp) -> Result<u64, DbError> {
    let mut gone = 0;
    for it in SWEPT.iter().filter(|it| it.class == class) {
        gone += tx.run(&it.statement(), values![At(before)]).await?;
    }
    Ok(gone)
}

/// How many records of a class would be forgotten that were over before an instant, with people whose account is.
pub async fn due(db: &Db, class: RecordClass, before: Timestamp) -> Result<i64, DbError> {
    let mut number = 0;
    for it in SWEPT.iter().filter(|it| it.class == class) {
        number += count(db, &format!("SELECT count(*) AS number {}", it.waiting()), before).await?;
    }
    if class == RecordClass::Account {
        number += count(db, &format!("SELECT count(*) AS number {PEOPLE}"), before).await?;
    }
    Ok(number)
}

async fn count(db: &Db, sql: &str, before: Timestamp) -> Result<i64, DbError> {
    let row = db.row_for::<Count>(&crate::scope::service(), sql, values![At(before)]).await?;
    Ok(row.map_or(0, |row| row.number))
}

/// People whose account is over: they hold no role, are not listed, and have not signed in since.
const PEOPLE: &str = "FROM person WHERE erased_at IS NULL AND created_at < $1 \
     AND NOT EXISTS (SELECT FROM membership WHERE person_id = person.id AND (status <> 'ended' OR ended_at >= $1)) \
     AND NOT EXISTS (SELECT FROM specialist WHERE person_id = person.id AND status <> 'ended') \
     AND NOT EXISTS (SELECT FROM session WHERE person_id = person.id AND created_at >= $1)";

/// The people whose account was over before an instant, the first to come first, so many of them after one of them.
pub async fn forgotten_by_now(
    tx: &Tx,
    before: Timestamp,
    after: Option<Id<Person>>,
    most: u32,
) -> Result<Vec<Id<Person>>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Key<Person>,
    }
    let sql = format!("SELECT id {PEOPLE} AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3");
    let rows = tx.rows::<Row>(&sql, values![At(before), after.map(Key), i64::from(most)]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}
