//! What the directory in memory knows of a school that offers or asks.

use domain::directory::{Alliance, School, SchoolStatus};
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

/// The alliances to which a school belongs: its brokers.
pub(in crate::app) fn brokers(app: &App, school: Id<School>) -> Vec<Id<Alliance>> {
    app.snapshot().alliances.of_school(school).map(|alliance| alliance.id).collect()
}
