//! Mentors shared out among all new heads of an alliance at once (decision 132).

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use domain::Id;
use domain::access::Action;
use domain::brokerage::matching::plan::{Checkpoint, Step};
use domain::communities::{
    LeftOut, Mentor, MentoringPolicy, Mentorship, MentorshipEnd, Pair, SharedOut, Waiting, share_out as shared_out,
};
use domain::directory::{Alliance, School};
use domain::rule::Rule;
use persistence::Tx;
use persistence::communities::{headship, mentor, mentoring_policy, mentorship as mentorships, newcomer};
use persistence::directory::alliance as alliances;

use super::mentorship::acting_for;
use super::weighing;
use crate::app::{App, Caller, Fault, Outcome};

/// How long the planner may look for the best way. An alliance takes it some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// What came of sharing out mentors.
pub struct Sharing {
    /// How many mentors were suggested anew.
    pub suggested: usize,
    /// How many earlier suggestions stand.
    pub kept: usize,
    /// How many earlier suggestions of a run were taken back.
    pub withdrawn: usize,
    /// The heads for whom nobody is left.
    pub left_out: Vec<LeftOut>,
    /// Whether it is proved that no other way is better.
    pub is_exact: bool,
}

/// Suggests a mentor for every new head of the caller's alliance who waits for one, up to an end point. What an earlier run
/// suggested stays unless there is a better way for all; what a broker suggested in person, and what was offered, stays as it is.
pub async fn share_out(app: &App, caller: &Caller, ends_on: NaiveDate) -> Outcome<Sharing> {
    let alliance = acting_for(caller)?;
    caller.actor.require(Action::SuggestMentorship { alliance })?;
    let policy = mentoring_policy::newest(app.db()).await?;
    let tx = app.begin_wide(caller).await?;
    Mentorship::require_end_point(ends_on, &policy, tx.now())?;
    // One run at a time: the next one finds what this one suggested.
    alliances::lock(&tx, alliance).await?.ok_or(Rule::NotFound)?;
    let mut earlier = mentorships::lock_suggested(&tx, alliance).await?;
    let out = planned(app, &tx, alliance, &earlier, &policy).await?;
    let changes = out.against(&earlier);
    for it in earlier.iter_mut().filter(|it| changes.withdrawn.contains(&it.id)) {
        let event = it.end(&caller.actor, MentorshipEnd::Withdrawn, tx.now())?;
        mentorships::save(&tx, it).await?;
        tx.record(event);
    }
    let mut suggested = 0;
    for pair in &changes.made {
        let (by, id) = (&caller.actor, app.ids.next());
        let (it, event) = Mentorship::suggest_shared(by, id, alliance, pair, ends_on, &policy, tx.now())?;
        // A broker may have suggested the same two in person a moment ago: that stands.
        if mentorships::insert(&tx, &it).await? {
            tx.record(event);
            suggested += 1;
        }
    }
    tx.commit().await?;
    Ok(Sharing {
        suggested,
        kept: changes.kept.len(),
        withdrawn: changes.withdrawn.len(),
        left_out: out.left_out,
        is_exact: out.is_exact,
    })
}

/// Who is to mentor whom, by what is known now.
async fn planned(
    app: &App,
    tx: &Tx,
    alliance: Id<Alliance>,
    earlier: &[Mentorship],
    policy: &MentoringPolicy,
) -> Outcome<SharedOut> {
    // Whomever a broker has in mind in person waits for nobody else, and whoever is meant for them has a place less.
    let (by_run, in_person): (Vec<_>, Vec<_>) = earlier.iter().partition(|it| it.shared_out);
    let mut heads = newcomer::unmentored(tx, alliance).await?;
    heads.retain(|head| in_person.iter().all(|it| it.mentee != head.person_id.0));
    let candidates = mentor::of_alliance(tx, alliance, None, tx.now().day()).await?;
    let mentors: Vec<_> = candidates.iter().map(|it| it.person_id.0).collect();
    let people = mentors.iter().copied().chain(heads.iter().map(|it| it.person_id.0)).collect();
    let tenures = headship::known(tx, people).await?;
    let managing = mentor::managing(tx, mentors, heads.iter().map(|it| it.school_id.0).collect()).await?;

    let directory = app.snapshot();
    let listed = |school| directory.schools.get(school).map(|it| &it.school);
    let known: Vec<(Mentor, &School)> = candidates
        .iter()
        .filter_map(|it| {
            let mut mentor = weighing::mentor_of(it, &tenures, tx.now());
            let meant = in_person.iter().filter(|it| it.mentor == mentor.person).count();
            mentor.mentees = mentor.mentees.saturating_add(i32::try_from(meant).unwrap_or(i32::MAX));
            Some((mentor, listed(mentor.home)?))
        })
        .collect();
    let waiting: Vec<_> = heads
        .iter()
        .filter_map(|head| {
            let (person, school) = (head.person_id.0, head.school_id.0);
            let newcomer = weighing::newcomer_of(app, person, school, &tenures, policy, tx.now());
            let mentors = known.iter().map(|(mentor, home)| {
                let manages = managing.contains(&(mentor.person, school));
                (Pair { newcomer, mentor: Mentor { manages, ..*mentor }, has_another: false }, *home)
            });
            let suggested = by_run.iter().find(|it| it.mentee == person).map(|it| it.specialist);
            let waiting = Waiting { newcomer, school: listed(school)?, mentors: mentors.collect(), suggested };
            newcomer.transition.is_some().then_some(waiting)
        })
        .collect();
    let until = Instant::now() + PATIENCE;
    let mut watcher = |_: Checkpoint<'_>| if Instant::now() < until { Step::GoOn } else { Step::Stop };
    let out = shared_out(alliance, &waiting, policy, &mut watcher);
    Ok(out.map_err(|fault| Fault::Broken(format!("mentors cannot be shared out: {fault:?}")))?)
}
