//! What the directory in memory knows of a school that offers or asks.

use domain::directory::{Alliance, School, SchoolStatus};
use domain::exchange::Brokered;
use domain::{Id, Rule};

use crate::app::{App, Caller, Outcome};

/// The school that is meant: the one that is named, else the one at which the caller acts.
pub(in crate::app) fn meant(caller: &Caller, named: Option<Id<School>>) -> Outcome<Id<School>> {
    let own = caller.actor.acting().and_then(|acting| acting.school);
    named.or(own).ok_or_else(|| Rule::NotAllowed.at("school").into())
}

/// A school with its standing by the national register.
pub(in crate::app) fn of(app: &App, school: Id<School>) -> Outcome<(Id<School>, SchoolStatus)> {
    let directory = app.snapshot();
    let listed = directory.schools.get(school).ok_or(Rule::NotFound.at("school"))?;
    Ok((school, listed.school.status))
}

/// Who answers a request of a school that is raised now, its alliances, and what sets the time in which they do.
///
/// The market must have been read: see [`Board::ready`](crate::app::brokerage::matching::Board::ready).
pub(in crate::app) fn brokered(app: &App, school: Id<School>, alliances: Vec<Id<Alliance>>) -> Outcome<Brokered> {
    let (policy, asker) = app.board.with(|held| held.response(school))?;
    Ok(Brokered { alliances, policy, asker })
}
