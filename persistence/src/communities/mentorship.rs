//! Mentorships: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::communities::{Mentorship, MentorshipDecline, MentorshipEnd, MentorshipStatus, Transition};
use domain::directory::{Alliance, School, Specialist};
use domain::identity::Person;
use domain::{Id, Word};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::page::newest;
use crate::{Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of mentorships that somebody may see, newest first.
pub const LIST: &str = "mentorship.newest";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, alliance_id, mentee_id, school_id, mentor_id, specialist_id, home_id, transition, ends_on, status, ",
            "suggested_by, suggested_at, shared_out, offered_at, respond_by, mentee_accepted_at, mentor_accepted_at, ",
            "home_accepted_at, started_at, paused_at, ended_at, end_reason, decline_reason, version FROM mentorship ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Mentorship>,
    alliance_id: Key<Alliance>,
    mentee_id: Key<Person>,
    school_id: Key<School>,
    mentor_id: Key<Person>,
    specialist_id: Key<Specialist>,
    home_id: Key<School>,
    transition: Text<Transition>,
    ends_on: NaiveDate,
    status: Text<MentorshipStatus>,
    suggested_by: Key<Person>,
    suggested_at: At,
    shared_out: bool,
    offered_at: Option<At>,
    respond_by: Option<At>,
    mentee_accepted_at: Option<At>,
    mentor_accepted_at: Option<At>,
    home_accepted_at: Option<At>,
    started_at: Option<At>,
    paused_at: Option<At>,
    ended_at: Option<At>,
    end_reason: Option<Text<MentorshipEnd>>,
    decline_reason: Option<Text<MentorshipDecline>>,
    version: i32,
}

impl TryFrom<Row> for Mentorship {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let at = |it: Option<At>| it.map(|it| it.0);
        Ok(Self {
            id: row.id.0,
            alliance: row.alliance_id.0,
            mentee: row.mentee_id.0,
            school: row.school_id.0,
            mentor: row.mentor_id.0,
            specialist: row.specialist_id.0,
            home: row.home_id.0,
            transition: row.transition.0,
            ends_on: row.ends_on,
            status: row.status.0,
            suggested_by: row.suggested_by.0,
            suggested_at: row.suggested_at.0,
            shared_out: row.shared_out,
            offered_at: at(row.offered_at),
            respond_by: at(row.respond_by),
            mentee_accepted_at: at(row.mentee_accepted_at),
            mentor_accepted_at: at(row.mentor_accepted_at),
            home_accepted_at: at(row.home_accepted_at),
            started_at: at(row.started_at),
            paused_at: at(row.paused_at),
            ended_at: at(row.ended_at),
            end: row.end_reason.map(|it| it.0),
            decline: row.decline_reason.map(|it| it.0),
            version: row.version,
        })
    }
}

/// Writes a new suggestion. Gives whether the alliance had not suggested the same two already.
pub async fn insert(tx: &Tx, it: &Mentorship) -> Result<bool, DbError> {
    let sql = "INSERT INTO mentorship (id, alliance_id, mentee_id, school_id, mentor_id, specialist_id, home_id, \
               transition, ends_on, status, suggested_by, suggested_at, version, audience, shared_out) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
               ON CONFLICT (mentee_id, mentor_id, alliance_id) WHERE status = 'suggested' DO NOTHING";
    let values = values![
        Key(it.id),
        Key(it.alliance),
        Key(it.mentee),
        Key(it.school),
        Key(it.mentor),
        Key(it.specialist),
        Key(it.home),
        Text(it.transition),
        it.ends_on,
        Text(it.status),
        Key(it.suggested_by),
        At(it.suggested_at),
        it.version,
        it.audience(),
        it.shared_out,
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// A mentorship that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<Mentorship>) -> Result<Option<Mentorship>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Mentorship::try_from).transpose()
}

/// Locks a mentorship for changing.
pub async fn lock(tx: &Tx, id: Id<Mentorship>) -> Result<Option<Mentorship>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(Mentorship::try_from).transpose()
}

/// Locks what an alliance suggests and nobody was asked yet, for changing.
pub async fn lock_suggested(tx: &Tx, alliance: Id<Alliance>) -> Result<Vec<Mentorship>, DbError> {
    let sql = select!("WHERE alliance_id = $1 AND status = 'suggested' ORDER BY id FOR UPDATE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(alliance)]).await?;
    rows.into_iter().map(Mentorship::try_from).collect()
}

/// Writes what changed of a locked mentorship.
pub async fn save(tx: &Tx, it: &mut Mentorship) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE mentorship SET home_id = $2, status = $3, offered_at = $4, respond_by = $5, \
               mentee_accepted_at = $6, mentor_accepted_at = $7, home_accepted_at = $8, started_at = $9, \
               paused_at = $10, ended_at = $11, end_reason = $12, version = $13, audience = $14, \
               decline_reason = $15 WHERE id = $1";
    let values = values![
        Key(it.id),
        Key(it.home),
        Text(it.status),
        it.offered_at.map(At),
        it.respond_by.map(At),
        it.mentee_accepted_at.map(At),
        it.mentor_accepted_at.map(At),
        it.home_accepted_at.map(At),
        it.started_at.map(At),
        it.paused_at.map(At),
        it.ended_at.map(At),
        it.end.map(Text),
        it.version,
        it.audience(),
        it.decline.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Holds the mentorships of a specialist with anybody at a school that have begun and not ended, so that none ends meanwhile.
pub async fn hold_standing(tx: &Tx, mentor: Id<Specialist>, school: Id<School>) -> Result<Vec<Mentorship>, DbError> {
    let sql =
        select!("WHERE specialist_id = $1 AND school_id = $2 AND status IN ('active', 'paused') ORDER BY id FOR SHARE");
    let rows: Vec<Row> = tx.rows(sql, values![Key(mentor), Key(school)]).await?;
    rows.into_iter().map(Mentorship::try_from).collect()
}

/// Whether a head has another mentor than by this mentorship, or is asked whether they want one.
pub async fn has_another(tx: &Tx, mentee: Id<Person>, but: Option<Id<Mentorship>>) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Has {
        another: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM mentorship WHERE mentee_id = $1 AND status IN ('offered', 'active', 'paused') \
               AND id IS DISTINCT FROM $2) AS another";
    let row: Option<Has> = tx.row(sql, values![Key(mentee), but.map(Key)]).await?;
    Ok(row.is_some_and(|it| it.another))
}

/// Locks mentorships that have run out: offers whose time to be answered has passed and those whose last day is over, but
/// for those that another process has in hand.
pub async fn lock_due(tx: &Tx, most: i64) -> Result<Vec<Mentorship>, DbError> {
    let unanswered =
        select!("WHERE status = 'offered' AND respond_by < $1 ORDER BY respond_by LIMIT $2 FOR UPDATE SKIP LOCKED");
    let mut rows: Vec<Row> = tx.rows(unanswered, values![At(tx.now()), most]).await?;
    let over = select!(
        "WHERE status IN ('active', 'paused') AND ends_on < $1 ORDER BY ends_on LIMIT $2 FOR UPDATE SKIP LOCKED"
    );
    rows.extend(tx.rows::<Row>(over, values![tx.now().day(), most]).await?);
    rows.into_iter().map(Mentorship::try_from).collect()
}

/// The mentorships with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Mentorship>>) -> Result<Vec<Mentorship>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Mentorship::try_from).collect()
}

/// A page of the mentorships that the reader may see, newest first.
pub async fn page(
    db: &Db,
    seen: &Scope,
    status: Option<MentorshipStatus>,
    page: &PageRequest,
) -> Result<Page<Mentorship>, DbError> {
    let status = status.map(Word::as_str);
    newest::<Row, Mentorship>(db, seen, select!(""), status, (page, LIST), |it| it.id.uuid()).await
}
