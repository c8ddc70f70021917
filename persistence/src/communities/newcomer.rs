//! Which heads of an alliance are new, and what each has of a mentor and a support group.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::communities::{Mentorship, MentorshipStatus, SupportGroupPlace, SupportPlaceStatus};
use domain::directory::{Alliance, School};
use domain::identity::{Membership, Person};
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of an alliance's new heads, the first to take up the role first.
pub const LIST: &str = "alliance.new_heads";

/// A head who is new at a school.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NewHead {
    /// The alliance of which it was asked.
    pub alliance_id: Key<Alliance>,
    membership_id: Key<Membership>,
    /// Who it is.
    pub person_id: Key<Person>,
    /// The name.
    pub name: String,
    /// The school.
    pub school_id: Key<School>,
    /// Since when they have led it, as far as that is known.
    pub started_on: NaiveDate,
    /// Whether the head has stated that day.
    pub stated: bool,
    /// The mentorship that is offered or goes on.
    pub mentorship_id: Option<Key<Mentorship>>,
    /// Where it stands.
    pub mentorship_status: Option<Text<MentorshipStatus>>,
    /// The place in a support group that is offered or taken.
    pub place_id: Option<Key<SupportGroupPlace>>,
    /// Where it stands.
    pub place_status: Option<Text<SupportPlaceStatus>>,
}

/// Who leads a school: of several the one who took up the role last. The transaction must see every record.
pub async fn head_of(tx: &Tx, school: Id<School>) -> Result<Option<Id<Person>>, DbError> {
    #[derive(FromQueryResult)]
    struct Head {
        person_id: Key<Person>,
    }
    let sql = "SELECT person_id FROM membership WHERE school_id = $1 AND role = 'head' AND status = 'active' \
               AND begun_at IS NOT NULL AND (until IS NULL OR until > $2) ORDER BY begun_at DESC, id DESC LIMIT 1";
    let row: Option<Head> = tx.row(sql, values![Key(school), At(tx.now())]).await?;
    Ok(row.map(|it| it.person_id.0))
}

/// Somebody who leads a school of an alliance and has no mentor.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Unmentored {
    /// Who it is.
    pub person_id: Key<Person>,
    /// The school that they lead.
    pub school_id: Key<School>,
}

/// Who leads a school of an alliance and has no mentor, nor is asked whether they want one: of several heads of a school the one
/// who took up the role last, and of several schools of a head the one that they took up last. The transaction must see every
/// record.
pub async fn unmentored(tx: &Tx, alliance: Id<Alliance>) -> Result<Vec<Unmentored>, DbError> {
    tx.rows(include_str!("unmentored.sql"), values![Key(alliance), At(tx.now())]).await
}

/// Whether somebody leads a school now. The transaction must see every record.
pub async fn leads(tx: &Tx, person: Id<Person>, school: Id<School>) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Leads {
        now: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM membership WHERE person_id = $1 AND school_id = $2 AND role = 'head' \
               AND status = 'active' AND (until IS NULL OR until > $3)) AS now";
    let row: Option<Leads> = tx.row(sql, values![Key(person), Key(school), At(tx.now())]).await?;
    Ok(row.is_some_and(|it| it.now))
}

/// Whether a head who takes up the role at a school now is new there and has no mentor or no place in a support group, for a
/// transaction that sees everything.
pub async fn lacks_support(tx: &Tx, person: Id<Person>, school: Id<School>) -> Result<bool, DbError> {
    #[derive(FromQueryResult)]
    struct Found {
        lacks: bool,
    }
    let sql = "SELECT lacks_support($1, $2, $3, $3) AS lacks";
    let row: Option<Found> = tx.row(sql, values![Key(person), Key(school), At(tx.now())]).await?;
    Ok(row.is_some_and(|it| it.lacks))
}

/// A page of the new heads of each of these alliances, of those whose headship began within so many months.
pub async fn pages(
    db: &Db,
    alliances: Vec<Id<Alliance>>,
    (now, months): (Timestamp, i32),
    page: &PageRequest,
) -> Result<HashMap<Id<Alliance>, Page<NewHead>>, DbError> {
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(include_str!("newcomer.sql"), than = than, way = way);
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let values = values![Keys(alliances), At(now), months, from, i64::from(page.limit())];
    let mut found: HashMap<_, Vec<NewHead>> = HashMap::new();
    for row in db.rows_for::<NewHead>(&scope::service(), &sql, values).await? {
        found.entry(row.alliance_id.0).or_default().push(row);
    }
    let cursor = |it: &NewHead| Cursor { list: LIST, order: 0, id: it.membership_id.0.uuid() };
    Ok(found.into_iter().map(|(alliance, rows)| (alliance, Page::of(page, rows, cursor))).collect())
}
