//! Who might mentor a head, or hold a support group, with what the rules weigh of them.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::Id;
use domain::directory::{Alliance, DesignationScheme, Post, School, Specialist};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use crate::column::{Key, Keys, Text};
use crate::{DbError, Tx, values};

/// Somebody who might mentor a head or hold a group.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Candidate {
    /// Who it is, as the specialist whom a school lends.
    pub specialist_id: Key<Specialist>,
    /// Who it is.
    pub person_id: Key<Person>,
    /// The school that lends them.
    pub home_id: Key<School>,
    /// The post that they hold there.
    pub post: Text<Post>,
    /// Whether they are lent just now.
    pub is_lent: bool,
    /// Whether a designation of the scheme holds today.
    pub is_designated: bool,
    /// How many other heads they mentor, or are asked to mentor.
    pub mentees: i32,
    /// Whether they manage the head.
    pub manages: bool,
}

/// Those whom an alliance has designated, and those of its own schools; nobody of a school that rests there (DOMAIN C27).
const OF_ALLIANCE: &str = "EXISTS (SELECT FROM designation WHERE designation.person_id = specialist.person_id \
    AND designation.scheme = $1 AND designation.status = 'designated' AND designation.since <= $2 \
    AND designation.ends_on >= $2 AND (designation.alliance_id = $5 OR EXISTS (SELECT FROM alliance_member AS member \
    WHERE member.alliance_id = $5 AND member.school_id = specialist.school_id AND member.until IS NULL))) \
    AND NOT EXISTS (SELECT FROM alliance_member AS member WHERE member.alliance_id = $5 \
    AND member.school_id = specialist.school_id AND member.rested_at IS NOT NULL)";

/// Whether a role makes its holder the manager of a school's head.
const MANAGES: &str = include_str!("manages.sql");

/// The head for whom somebody is weighed.
#[derive(Clone, Copy, Debug)]
pub struct For {
    /// Who it is.
    pub person: Id<Person>,
    /// The school that they lead.
    pub school: Id<School>,
}

/// One specialist, weighed as a mentor for a head, or by another scheme for nobody in particular. The transaction must see
/// every record.
pub async fn weighed(
    tx: &Tx,
    specialist: Id<Specialist>,
    scheme: DesignationScheme,
    of: Option<For>,
    today: NaiveDate,
) -> Result<Option<Candidate>, DbError> {
    let (person, school) = (of.map(|it| Key(it.person)), of.map(|it| Key(it.school)));
    let sql = format!(include_str!("mentor.sql"), manages = MANAGES, which = "specialist.id = $5");
    tx.row(&sql, values![Text(scheme), today, person, school, Key(specialist)]).await
}

/// Those who hold a designation as a mentor, of an alliance or at one of its schools, weighed for a head, or for nobody in
/// particular. The transaction must see every record.
pub async fn of_alliance(
    tx: &Tx,
    alliance: Id<Alliance>,
    of: Option<For>,
    today: NaiveDate,
) -> Result<Vec<Candidate>, DbError> {
    let (person, school) = (of.map(|it| Key(it.person)), of.map(|it| Key(it.school)));
    let sql = format!(include_str!("mentor.sql"), manages = MANAGES, which = OF_ALLIANCE);
    tx.rows(&sql, values![Text(DesignationScheme::Mentor), today, person, school, Key(alliance)]).await
}

/// Which of these people manage the heads of which of these schools. The transaction must see every record.
pub async fn managing(
    tx: &Tx,
    people: Vec<Id<Person>>,
    schools: Vec<Id<School>>,
) -> Result<HashSet<(Id<Person>, Id<School>)>, DbError> {
    #[derive(FromQueryResult)]
    struct Managing {
        person_id: Key<Person>,
        school_id: Key<School>,
    }
    let sql = format!(
        "SELECT DISTINCT held.person_id, own.id AS school_id FROM membership AS held \
         JOIN school AS at ON at.id = held.school_id JOIN school AS own ON own.id = ANY($2) \
         WHERE held.person_id = ANY($1) AND held.status = 'active' AND {MANAGES}"
    );
    let rows: Vec<Managing> = tx.rows(&sql, values![Keys(people), Keys(schools)]).await?;
    Ok(rows.into_iter().map(|row| (row.person_id.0, row.school_id.0)).collect())
}
