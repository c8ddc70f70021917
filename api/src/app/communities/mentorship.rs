//! Mentorships: suggested, offered, accepted, paused, ended.

use chrono::NaiveDate;
use domain::access::Action;
use domain::brokerage::{Decision, Deployment};
use domain::communities::{MentoringPolicy, Mentorship, MentorshipDecline, MentorshipEnd, Pair, Suggestion, rank};
use domain::directory::{Alliance, School, Specialist};
use domain::exchange::SupportKind;
use domain::rule::{Overrides, Rejected, Rule};
use domain::{Event, Id, Timestamp};
use persistence::communities::mentor::{self, For};
use persistence::communities::{headship, mentoring_policy, mentorship as mentorships, newcomer};
use persistence::directory::specialist as specialists;
use persistence::{DbError, Tx};

use super::weighing;
use crate::app::brokerage::overruling;
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome, Refusal};

/// Suggests a mentor for the head of a school, as a broker of an alliance to which it belongs.
pub async fn suggest(
    app: &App,
    caller: &Caller,
    school: Id<School>,
    mentor: Id<Specialist>,
    ends_on: NaiveDate,
    overrides: &[(Rule, String)],
) -> Outcome<Mentorship> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    let alliance = acting_for(caller)?;
    caller.actor.require(Action::SuggestMentorship { alliance })?;
    weighing::require_member(app, school, alliance)?;
    let policy = mentoring_policy::newest(app.db()).await?;
    let tx = app.begin_wide(caller).await?;
    let head = newcomer::head_of(&tx, school).await?.ok_or(Rule::HeadNotNew.at("school"))?;
    let pair = weighing::pair(app, &tx, (head, school), (mentor, None), &policy).await?;
    let id = app.ids.next();
    let (it, event) = Mentorship::suggest(&caller.actor, id, alliance, &pair, ends_on, &policy, tx.now())?;
    if !mentorships::insert(&tx, &it).await? {
        return Err(Rule::MentorshipOverlaps.at("mentor").into());
    }
    tx.record(event);
    weigh(app, caller, &tx, (&it, &pair), (&policy, &overrides)).await?;
    tx.commit().await?;
    Ok(it)
}

/// Warns a broker of what the mentor carries already; why they go on is their alliance's to read.
async fn weigh(
    app: &App,
    caller: &Caller,
    tx: &Tx,
    (it, pair): (&Mentorship, &Pair),
    (policy, overrides): (&MentoringPolicy, &Overrides),
) -> Outcome<()> {
    let decision = Decision::of(it.id, it.school, vec![it.alliance.uuid()]);
    overruling::weigh(app, caller, tx, pair.load(policy), (overrides, &decision)).await
}

/// Who might mentor the head of a school, the one who suits best first, as a broker sees it.
pub async fn suggestions(app: &App, caller: &Caller, school: Id<School>, most: usize) -> Outcome<Vec<Suggestion>> {
    let alliance = acting_for(caller)?;
    caller.actor.require(Action::SuggestMentorship { alliance })?;
    weighing::require_member(app, school, alliance)?;
    let policy = mentoring_policy::newest(app.db()).await?;
    let tx = app.begin_wide(caller).await?;
    let head = newcomer::head_of(&tx, school).await?.ok_or(Rule::HeadNotNew.at("school"))?;
    let of = For { person: head, school };
    let candidates = mentor::of_alliance(&tx, alliance, Some(of), tx.now().day()).await?;
    let people = candidates.iter().map(|it| it.person_id.0).chain([head]).collect();
    let tenures = headship::known(&tx, people).await?;
    let own = weighing::listed(app, school)?;
    let newcomer = weighing::newcomer_of(app, head, school, &tenures, &policy, tx.now());
    let directory = app.snapshot();
    let pairs = candidates.iter().filter_map(|it| {
        let mentor = weighing::mentor_of(it, &tenures, tx.now());
        let home = &directory.schools.get(mentor.home)?.school;
        Some((Pair { newcomer, mentor, has_another: false }, home))
    });
    let mut found = rank(pairs, &own, &policy);
    found.truncate(most);
    Ok(found)
}

/// Offers a suggested mentorship to those who answer.
pub async fn offer(
    app: &App,
    caller: &Caller,
    id: Id<Mentorship>,
    overrides: &[(Rule, String)],
    expected: Option<i32>,
) -> Outcome<Mentorship> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    let said = (Some(&overrides), expected);
    agree(app, caller, id, said, |it, pair, policy, now| it.offer(&caller.actor, pair, policy, now)).await
}

/// Accepts a mentorship for whom the caller speaks.
pub async fn accept(app: &App, caller: &Caller, id: Id<Mentorship>, expected: Option<i32>) -> Outcome<Mentorship> {
    agree(app, caller, id, (None, expected), |it, pair, _, now| it.accept(&caller.actor, pair, now)).await
}

/// Declines a mentorship.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<Mentorship>,
    reason: MentorshipDecline,
    expected: Option<i32>,
) -> Outcome<Mentorship> {
    change(app, caller, id, expected, |it, now| it.decline(&caller.actor, reason, now)).await
}

/// Lets a mentorship rest for a while.
pub async fn pause(app: &App, caller: &Caller, id: Id<Mentorship>, expected: Option<i32>) -> Outcome<Mentorship> {
    change(app, caller, id, expected, |it, now| it.pause(&caller.actor, now)).await
}

/// Lets a mentorship go on.
pub async fn resume(app: &App, caller: &Caller, id: Id<Mentorship>, expected: Option<i32>) -> Outcome<Mentorship> {
    change(app, caller, id, expected, |it, _| it.resume(&caller.actor)).await
}

/// Ends a mentorship, or takes one back that has not begun.
pub async fn end(
    app: &App,
    caller: &Caller,
    id: Id<Mentorship>,
    why: MentorshipEnd,
    expected: Option<i32>,
) -> Outcome<Mentorship> {
    change(app, caller, id, expected, |it, now| it.end(&caller.actor, why, now)).await
}

/// The alliance for which the caller acts.
pub(super) fn acting_for(caller: &Caller) -> Result<Id<Alliance>, Rule> {
    caller.actor.acting().and_then(|acting| acting.alliance).ok_or(Rule::NotAllowed)
}

/// A transaction that sees everything, with a mentorship that the caller may see, locked.
async fn locked(app: &App, caller: &Caller, id: Id<Mentorship>, expected: Option<i32>) -> Outcome<(Tx, Mentorship)> {
    let tx = app.begin(caller).await?;
    let found = mentorships::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.widen().await?;
    // Whatever is offered to one mentor is offered in turn, so that nobody is given more heads than they may have.
    specialists::lock(&tx, found.specialist).await?;
    let it = mentorships::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}

/// A step that weighs anew whether the two may be brought together, and with `overrides` what the mentor carries.
async fn agree(
    app: &App,
    caller: &Caller,
    id: Id<Mentorship>,
    (overrides, expected): (Option<&Overrides>, Option<i32>),
    decide: impl Fn(&mut Mentorship, &Pair, &MentoringPolicy, Timestamp) -> Result<Event, Rejected> + Send + Sync,
) -> Outcome<Mentorship> {
    let policy = mentoring_policy::newest(app.db()).await?;
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let of = (it.mentee, it.school);
        let pair = weighing::pair(app, &tx, of, (it.specialist, Some(it.id)), &policy).await?;
        let event = decide(&mut it, &pair, &policy, tx.now())?;
        mentorships::save(&tx, &mut it).await.map_err(overlaps)?;
        tx.record(event);
        if let Some(overrides) = overrides {
            weigh(app, caller, &tx, (&it, &pair), (&policy, overrides)).await?;
        }
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Refuses to agree mentoring beside which no mentorship stands; what stands is held until it is agreed.
pub(in crate::app) async fn require_beside(tx: &Tx, it: &Deployment) -> Outcome<()> {
    let mentor = it.specialist.filter(|_| it.kind == SupportKind::Mentoring);
    let known = match mentor {
        Some(mentor) => mentorships::hold_standing(tx, mentor, it.host).await?,
        None => Vec::new(),
    };
    Ok(it.require_mentorship(&known)?)
}

async fn change(
    app: &App,
    caller: &Caller,
    id: Id<Mentorship>,
    expected: Option<i32>,
    decide: impl Fn(&mut Mentorship, Timestamp) -> Result<Event, Rejected> + Send + Sync,
) -> Outcome<Mentorship> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let event = decide(&mut it, tx.now())?;
        mentorships::save(&tx, &mut it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// One mentor at a time: also where two are offered at once.
fn overlaps(error: DbError) -> Refusal {
    match error.constraint() {
        Some("mentorship_never_overlaps") => Rule::MentorshipOverlaps.into(),
        _ => error.into(),
    }
}
