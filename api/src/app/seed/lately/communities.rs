//! New heads, those who mentor them, the groups that support them, those who coach, and schools that are asked to join,
//! rest or leave.

use domain::Timestamp;
use domain::access::Actor;
use domain::communities::{CoachingPractice, CoachingPracticeEnd, HeadshipForm, MentorshipEnd, SupportGroupEnd};
use domain::directory::{AllianceInvitation, AllianceLeave, RestReason, Retraction, School};
use domain::{Id, Rule};
use persistence::communities::coaching_practice as practices;
use persistence::directory::alliance_invitation as invitations;

use crate::app::communities::{headship, mentorship, support_group, support_place};
use crate::app::directory::{alliance, alliance_invitation, alliance_rest};
use crate::app::seed::cast::{Cast, Company};
use crate::app::{App, Caller, Outcome};

/// How many heads have just begun.
const NEW: usize = 5;

/// The heads who have just begun: of the schools that come after those whose heads are lent.
fn new_heads(cast: &Cast) -> Option<&[(Id<School>, Caller); NEW]> {
    cast.own.heads.get(cast.lent.len()..)?.first_chunk::<NEW>()
}

/// Mentorships: suggested, offered, begun, at rest, and over.
pub async fn mentor(app: &App, cast: &Cast) -> Outcome<()> {
    let ([first, second], Some(new)) = (&cast.lent[..], new_heads(cast)) else { return Ok(()) };
    let (today, broker) = (app.clock.now().day(), &cast.own.broker);
    for (school, head) in new {
        begin_headship(app, head, (*school, 80)).await?;
    }
    for lent in [first, second] {
        if let Some(head) = cast.head(lent.home) {
            begin_headship(app, &head, (lent.home, 4_400)).await?;
        }
    }
    for (number, (school, head)) in new.iter().enumerate() {
        let mentor = if number < 3 { first } else { second };
        let until = today + chrono::Days::new(300);
        let id = mentorship::suggest(app, broker, *school, mentor.id, until, &[]).await?.id;
        if number == 0 {
            continue;
        }
        mentorship::offer(app, broker, id, &[], None).await?;
        if number == 1 {
            continue;
        }
        mentorship::accept(app, head, id, None).await?;
        if let Some(lends) = cast.head(mentor.home) {
            mentorship::accept(app, &lends, id, None).await?;
        }
        match number {
            2 => {}
            3 => mentorship::pause(app, head, id, None).await.map(|_| ())?,
            _ => mentorship::end(app, head, id, MentorshipEnd::NoTime, None).await.map(|_| ())?,
        }
    }
    Ok(())
}

/// A head states that the headship began so many days ago.
async fn begin_headship(app: &App, head: &Caller, (school, days): (Id<School>, u64)) -> Outcome<()> {
    let from = app.clock.now().day() - chrono::Days::new(days);
    headship::state(app, head, HeadshipForm { school, from, until: None }).await.map(drop)
}

/// Support groups: one is forming, one meets, and one was closed before anybody met; with places offered, accepted, declined,
/// left and not answered.
pub async fn support(app: &App, cast: &Cast) -> Outcome<()> {
    let ([first, ..], Some(adviser), Some(new)) = (&cast.lent[..], &cast.adviser, new_heads(cast)) else {
        return Ok(());
    };
    let broker = &cast.own.broker;
    let hold = (first.id, adviser.id);
    let [waits, accepts, declines, silent, leaves] = new;
    let forming = support_group::form(app, broker, "First headships in the north of the alliance", hold).await?;
    support_place::offer(app, broker, (forming.id, waits.0), None, None).await?;

    let meeting = support_group::form(app, broker, "Second year of headship", hold).await?;
    let place = support_place::offer(app, broker, (meeting.id, accepts.0), None, None).await?;
    support_place::accept(app, &accepts.1, place.id, None).await?;
    let place = support_place::offer(app, broker, (meeting.id, declines.0), None, None).await?;
    support_place::decline(app, &declines.1, place.id, None).await?;
    let reason = Some("The others join after the holidays.");
    support_group::begin(app, broker, meeting.id, reason, None).await?;

    let closed = support_group::form(app, broker, "Heads of one-form schools", hold).await?;
    support_place::offer(app, broker, (closed.id, silent.0), None, None).await?;
    let place = support_place::offer(app, broker, (closed.id, leaves.0), None, None).await?;
    support_place::accept(app, &leaves.1, place.id, None).await?;
    support_group::close(app, broker, closed.id, SupportGroupEnd::TooFew, None).await.map(drop)
}

/// Practice as a coach: somebody practises, somebody has had feedback, and somebody has ended it.
pub async fn coach(app: &App, cast: &Cast) -> Outcome<()> {
    let somebody = cast.lent.iter().chain(&cast.adviser).chain(&cast.idle);
    let of_others = somebody.filter_map(|it| Some((it, cast.head(it.home)?.actor)));
    let coaches = of_others.filter(|(it, head)| head.person() != Some(it.person));
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    let now = tx.now();
    for (number, (coach, head)) in coaches.take(3).enumerate() {
        let begun_on = now.day() - chrono::Days::new(200);
        let of = (coach.person, coach.home);
        let (mut it, event) = CoachingPractice::begin(&head, app.ids.next(), of, true, begun_on, now)?;
        practices::insert(&tx, &it).await?;
        tx.record(event);
        match number {
            0 => continue,
            1 => tx.record(it.give_feedback(&head, "Listens for longer than most, and asks short questions.", now)?),
            _ => tx.record(it.end(&head, CoachingPracticeEnd::OtherDuties, now)?),
        }
        practices::save(&tx, &mut it).await?;
    }
    Ok(tx.commit().await?)
}

/// Schools of a neighbour are asked to join the personas' alliance: one is asked, one has joined, one does not wish to, and one
/// has not answered in time.
pub async fn invite(app: &App, cast: &Cast) -> Outcome<()> {
    let broker = &cast.own.broker;
    let Some(heads) = cast.neighbours.iter().find_map(|it| it.heads.first_chunk::<4>()) else { return Ok(()) };
    let [asked, joins, declines, silent] = heads;
    let it = alliance_invitation::invite(app, broker, asked.0, None).await?;
    alliance_invitation::withdraw(app, broker, it.id, Retraction::Mistaken, None).await?;
    alliance_invitation::invite(app, broker, asked.0, None).await?;
    let it = alliance_invitation::invite(app, broker, joins.0, None).await?;
    alliance_invitation::accept(app, &joins.1, it.id, None).await?;
    let it = alliance_invitation::invite(app, broker, declines.0, None).await?;
    alliance_invitation::decline(app, &declines.1, it.id, None).await?;
    not_answered(app, &broker.actor, (cast, silent.0)).await
}

/// A school of a neighbour rests there for a while, and another one has left.
pub async fn part(app: &App, cast: &Cast) -> Outcome<()> {
    let apart = |it: &&Company| it.heads.len() >= 6;
    let Some(company) = cast.neighbours.iter().rev().find(apart) else { return Ok(()) };
    let [.., (_, rests), (school, leaves)] = &company.heads[..] else { return Ok(()) };
    let (of, until) = ((company.alliance, None), app.clock.now().plus_days(60).day());
    alliance_rest::pause(app, rests, of, (RestReason::OwnNeeds, Some(until))).await?;
    alliance::leave(app, leaves, of, *school, AllianceLeave::OtherAlliance).await.map(drop)
}

async fn not_answered(app: &App, broker: &Actor, (cast, school): (&Cast, Id<School>)) -> Outcome<()> {
    let now = app.clock.now();
    let sent = Timestamp::new(now.utc() - chrono::TimeDelta::days(40));
    let of = (cast.own.alliance, school);
    let (mut it, _) = AllianceInvitation::send(broker, app.ids.next(), of, false, None, sent)?;
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    if !invitations::insert(&tx, &it).await? {
        return Err(Rule::SchoolInvitedAlready.at("school").into());
    }
    it.lapse(now).map(drop)?;
    invitations::save(&tx, &mut it).await?;
    Ok(tx.commit().await?)
}
