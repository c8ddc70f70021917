//! Practice as a coach: begun, heard, ended; and the warning where somebody coaches at other schools before (DOMAIN H121).

use chrono::NaiveDate;
use domain::communities::{CoachingPractice, CoachingPracticeEnd, coach_warning};
use domain::directory::{School, Specialist};
use domain::exchange::SupportKind;
use domain::identity::Person;
use domain::rule::{Rejected, Rule};
use domain::{Event, Id, Timestamp};
use persistence::Tx;
use persistence::communities::coaching_practice as practices;
use persistence::directory::specialist;
use persistence::identity::membership;

use crate::app::exchange::{current, standing};
use crate::app::{App, Caller, Outcome};

/// Has somebody begin to coach at a school; without one named, at the caller's own.
pub async fn begin(
    app: &App,
    caller: &Caller,
    school: Option<Id<School>>,
    person: Id<Person>,
    begun_on: NaiveDate,
) -> Outcome<CoachingPractice> {
    let (school, _) = standing::of(app, standing::meant(caller, school)?)?;
    let tx = app.begin(caller).await?;
    // Whom the school does not know is nobody to it: the head sees only people with a role or a post there.
    if !specialist::is_known(&tx, person).await? {
        return Err(Rule::NotFound.at("person").into());
    }
    let works = membership::works_at(&tx, person, school).await?;
    let id = app.ids.next();
    let (it, event) = CoachingPractice::begin(&caller.actor, id, (person, school), works, begun_on, tx.now())?;
    // Another school may have them practise, which this one does not see.
    tx.widen().await?;
    if !practices::insert(&tx, &it).await? {
        return Err(Rule::CoachingBegunAlready.at("person").into());
    }
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// Gives somebody feedback on their coaching.
pub async fn give_feedback(
    app: &App,
    caller: &Caller,
    id: Id<CoachingPractice>,
    text: &str,
    expected: Option<i32>,
) -> Outcome<CoachingPractice> {
    change(app, caller, id, expected, |it, now| it.give_feedback(&caller.actor, text, now)).await
}

/// Ends somebody's practice before there was feedback.
pub async fn end(
    app: &App,
    caller: &Caller,
    id: Id<CoachingPractice>,
    why: CoachingPracticeEnd,
    expected: Option<i32>,
) -> Outcome<CoachingPractice> {
    change(app, caller, id, expected, |it, now| it.end(&caller.actor, why, now)).await
}

async fn change(
    app: &App,
    caller: &Caller,
    id: Id<CoachingPractice>,
    expected: Option<i32>,
    decide: impl FnOnce(&mut CoachingPractice, Timestamp) -> Result<Event, Rejected> + Send,
) -> Outcome<CoachingPractice> {
    let tx = app.begin(caller).await?;
    let mut it = practices::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("coachingPractice"))?;
    current(it.version, expected)?;
    tx.record(decide(&mut it, tx.now())?);
    practices::save(&tx, &mut it).await?;
    tx.commit().await?;
    Ok(it)
}

/// The warning, asked for as the last question of a step, where whoever is named to coach has had no feedback on coaching at
/// their own school (DOMAIN H121). The transaction sees every record from here on.
pub(in crate::app) async fn untried(
    tx: &Tx,
    kind: SupportKind,
    coach: Option<Id<Specialist>>,
) -> Outcome<Option<Rejected>> {
    let Some(coach) = coach.filter(|_| kind == SupportKind::Coaching) else { return Ok(None) };
    tx.widen().await?;
    let heard = practices::was_heard(tx, coach).await?;
    Ok(coach_warning(kind, Some(heard)))
}
