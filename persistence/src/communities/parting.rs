//! What mentoring rests on and is gone: of one person who has just left or lost something, or of everybody.

use domain::Id;
use domain::communities::{FacilitatorEnd, FacilitatorSide, Mentorship, Parting, SupportGroup};
use domain::identity::Person;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Text};
use crate::{DbError, Tx, values};

/// A mentorship that rests on something that is gone.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Parted {
    /// The mentorship.
    pub id: Key<Mentorship>,
    /// What is gone.
    pub parting: Text<Parting>,
}

/// One of the two who hold a support group, and cannot go on.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct MissedSide {
    /// The group.
    pub id: Key<SupportGroup>,
    /// Which of the two.
    pub side: Text<FacilitatorSide>,
    /// Why.
    pub why: Text<FacilitatorEnd>,
}

/// The mentorships that rest on something that is gone: those in which this person mentors or is mentored, or else all. The
/// transaction must see every record.
pub async fn parted(tx: &Tx, of: Option<Id<Person>>) -> Result<Vec<Parted>, DbError> {
    match of {
        Some(person) => {
            let which = "(mentorship.mentee_id = $2 OR mentorship.mentor_id = $2)";
            let sql = format!(include_str!("parting.sql"), which = which);
            tx.rows(&sql, values![At(tx.now()), Key(person)]).await
        }
        None => tx.rows(&format!(include_str!("parting.sql"), which = "true"), values![At(tx.now())]).await,
    }
}

/// Who holds a support group and cannot go on: this person, or else everybody. The transaction must see every record.
pub async fn missed(tx: &Tx, of: Option<Id<Person>>) -> Result<Vec<MissedSide>, DbError> {
    match of {
        Some(person) => {
            let which = "held.person_id = $2 AND (support_group.head_id = $2 OR support_group.adviser_id = $2)";
            let sql = format!(include_str!("missed.sql"), which = which);
            tx.rows(&sql, values![At(tx.now()), Key(person)]).await
        }
        None => tx.rows(&format!(include_str!("missed.sql"), which = "true"), values![At(tx.now())]).await,
    }
}
