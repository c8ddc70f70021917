//! What the rules of mentoring weigh, read: how long people have led schools, and who might mentor whom.

use std::collections::HashMap;

use domain::communities::{Facilitator, Mentor, MentoringPolicy, Mentorship, Newcomer, Pair, Tenure, days_led};
use domain::directory::{Alliance, DesignationScheme, School, Specialist};
use domain::identity::Person;
use domain::rule::{Rejected, Rule};
use domain::{Id, Timestamp};
use persistence::communities::mentor::{self, Candidate, For};
use persistence::communities::{headship, mentorship, newcomer};
use persistence::{DbError, Tx};

use crate::app::{App, Outcome};

/// The times during which some people led schools.
pub(super) type Tenures = HashMap<Id<Person>, Vec<Tenure>>;

/// Refuses a school that is not a member of the alliance whose broker acts.
pub(super) fn require_member(app: &App, school: Id<School>, alliance: Id<Alliance>) -> Result<(), Rejected> {
    if app.snapshot().schools.get(school).is_none() {
        return Err(Rule::NotFound.at("school"));
    }
    let is_member = app.snapshot().alliances.of_school(school).any(|it| it.id == alliance);
    if is_member { Ok(()) } else { Err(Rule::NotAMember.at("school")) }
}

/// The head of a school, weighed by what is known of their headships.
pub(super) fn newcomer_of(
    app: &App,
    person: Id<Person>,
    school: Id<School>,
    tenures: &Tenures,
    policy: &MentoringPolicy,
    now: Timestamp,
) -> Newcomer {
    let authority = app.snapshot().schools.get(school).and_then(|it| it.school.authority);
    let known = tenures.get(&person).map_or(&[][..], Vec::as_slice);
    Newcomer::of(person, (school, authority), known, policy.new_months, now.day())
}

/// The head of a school, read and weighed.
pub(super) async fn newcomer(app: &App, tx: &Tx, school: Id<School>, policy: &MentoringPolicy) -> Outcome<Newcomer> {
    let person = newcomer::head_of(tx, school).await?.ok_or(Rule::HeadNotNew.at("school"))?;
    let tenures = headship::known(tx, vec![person]).await?;
    Ok(newcomer_of(app, person, school, &tenures, policy, tx.now()))
}

/// Somebody as a mentor, with how long they have led schools.
pub(super) fn mentor_of(it: &Candidate, tenures: &Tenures, now: Timestamp) -> Mentor {
    Mentor {
        specialist: it.specialist_id.0,
        person: it.person_id.0,
        home: it.home_id.0,
        is_lent: it.is_lent,
        is_designated: it.is_designated,
        days_led: led(tenures, it.person_id.0, now),
        mentees: it.mentees,
        manages: it.manages,
    }
}

fn led(tenures: &Tenures, person: Id<Person>, now: Timestamp) -> i64 {
    tenures.get(&person).map_or(0, |tenures| days_led(tenures, now.day()))
}

/// A head and somebody who might mentor them.
pub(super) async fn pair(
    app: &App,
    tx: &Tx,
    (person, school): (Id<Person>, Id<School>),
    (specialist, but): (Id<Specialist>, Option<Id<Mentorship>>),
    policy: &MentoringPolicy,
) -> Outcome<Pair> {
    let of = Some(For { person, school });
    let candidate = mentor::weighed(tx, specialist, DesignationScheme::Mentor, of, tx.now().day()).await?;
    let candidate = candidate.ok_or(Rule::NotListed.at("mentor"))?;
    let tenures = headship::known(tx, vec![person, candidate.person_id.0]).await?;
    Ok(Pair {
        newcomer: newcomer_of(app, person, school, &tenures, policy, tx.now()),
        mentor: mentor_of(&candidate, &tenures, tx.now()),
        has_another: mentorship::has_another(tx, person, but).await?,
    })
}

/// Somebody who might hold a support group.
pub(super) async fn facilitator(tx: &Tx, specialist: Id<Specialist>, field: &'static str) -> Outcome<Facilitator> {
    let scheme = DesignationScheme::Facilitator;
    let candidate = mentor::weighed(tx, specialist, scheme, None, tx.now().day()).await?;
    let candidate = candidate.ok_or(Rule::NotListed.at(field))?;
    let person = candidate.person_id.0;
    let tenures = headship::known(tx, vec![person]).await?;
    Ok(Facilitator {
        specialist,
        person,
        post: candidate.post.0,
        is_designated: candidate.is_designated,
        days_led: led(&tenures, person, tx.now()),
    })
}

/// For how many days the most experienced of some people has led schools.
pub(super) async fn most_led(tx: &Tx, people: Vec<Id<Person>>) -> Outcome<i64> {
    let tenures = headship::known(tx, people).await?;
    Ok(tenures.values().map(|known| days_led(known, tx.now().day())).max().unwrap_or(0))
}

/// What was read of a school that every mentorship names.
pub(super) fn listed(app: &App, school: Id<School>) -> Result<School, DbError> {
    let known = app.snapshot().schools.get(school).map(|it| it.school.clone());
    known.ok_or_else(|| DbError::broken("a school that the directory does not know"))
}
