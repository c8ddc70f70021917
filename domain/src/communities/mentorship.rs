//! A mentorship: a more experienced head goes with one who begins, through a transition and up to an end point. Nothing of
//! what the two say is kept here (DOMAIN H116, K143).

mod answer;
mod pair;
mod parting;

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::access::{Action, Actor, heads_of};
use crate::communities::{MentoringPolicy, Transition};
use crate::directory::{Alliance, School, Specialist};
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

pub use answer::MentorshipDecline;
pub use pair::{Mentor, Pair};
pub use parting::Parting;

words! {
    /// Where a mentorship stands (DOMAIN C.2).
    pub enum MentorshipStatus {
        /// A broker thinks of it; nobody else knows.
        Suggested = "suggested",
        /// The two heads, and the mentor's school, are asked.
        Offered = "offered",
        /// It goes on.
        Active = "active",
        /// It rests for a while; nothing is lost by it (DOMAIN C27).
        Paused = "paused",
        /// It is over.
        Ended = "ended",
    }

    /// Why a mentorship is over, in words that blame nobody (DOMAIN E72).
    pub enum MentorshipEnd {
        /// Its end point was reached.
        EndPointReached = "end_point_reached",
        /// One of the two works elsewhere now.
        MovedOn = "moved_on",
        /// There is no time for it.
        NoTime = "no_time",
        /// Somebody else suits better.
        AnotherMentor = "another_mentor",
        /// The mentor is not available any more.
        MentorNotAvailable = "mentor_not_available",
        /// Taken back by the broker before it began.
        Withdrawn = "withdrawn",
        /// One of those who were asked said no.
        Declined = "declined",
        /// Not everybody answered in time.
        Lapsed = "lapsed",
    }
}

/// What a more experienced head and one who begins have agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentorship {
    /// Its id.
    pub id: Id<Mentorship>,
    /// The alliance whose brokers suggested it.
    pub alliance: Id<Alliance>,
    /// The head who is mentored.
    pub mentee: Id<Person>,
    /// The school that they lead.
    pub school: Id<School>,
    /// The head who mentors.
    pub mentor: Id<Person>,
    /// The mentor as the specialist whom a school lends.
    pub specialist: Id<Specialist>,
    /// The school that lends the mentor.
    pub home: Id<School>,
    /// The transition through which the mentor goes with the head (DOMAIN H120).
    pub transition: Transition,
    /// The end point: its last day.
    pub ends_on: NaiveDate,
    /// Where it stands.
    pub status: MentorshipStatus,
    /// The broker who suggested it.
    pub suggested_by: Id<Person>,
    /// When.
    pub suggested_at: Timestamp,
    /// Whether it came of sharing out all mentors of the alliance at once: only then may a later run take it back.
    pub shared_out: bool,
    /// When the others were asked.
    pub offered_at: Option<Timestamp>,
    /// Until when they may answer.
    pub respond_by: Option<Timestamp>,
    /// When the head who is mentored accepted.
    pub mentee_accepted_at: Option<Timestamp>,
    /// When the mentor accepted.
    pub mentor_accepted_at: Option<Timestamp>,
    /// When the mentor's school consented.
    pub home_accepted_at: Option<Timestamp>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// Since when it rests, if it does.
    pub paused_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub end: Option<MentorshipEnd>,
    /// Why it was declined, if it was.
    pub decline: Option<MentorshipDecline>,
    /// Counts the changes, from 1.
    pub version: i32,
}

crate::noun!(Mentorship = "mtr");

impl MentorshipEnd {
    /// Whether somebody may give it as the reason for ending a mentorship that stands there.
    const fn fits(self, status: MentorshipStatus) -> bool {
        match status {
            MentorshipStatus::Suggested | MentorshipStatus::Offered => matches!(self, Self::Withdrawn),
            MentorshipStatus::Active | MentorshipStatus::Paused => {
                matches!(self, Self::EndPointReached | Self::MovedOn | Self::NoTime | Self::AnotherMentor)
            }
            MentorshipStatus::Ended => false,
        }
    }
}

impl Mentorship {
    /// Suggests a mentor for a head who begins, as a broker. Nobody else hears of it before it is offered.
    pub fn suggest(
        by: &Actor,
        id: Id<Self>,
        alliance: Id<Alliance>,
        pair: &Pair,
        ends_on: NaiveDate,
        policy: &MentoringPolicy,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::SuggestMentorship { alliance })?;
        let suggested_by = by.person().ok_or(Rule::NotAllowed)?;
        pair.check()?;
        let transition = pair.newcomer.transition.ok_or_else(|| Rule::HeadNotNew.at("school"))?;
        Self::require_end_point(ends_on, policy, now)?;
        let it = Self {
            id,
            alliance,
            mentee: pair.newcomer.person,
            school: pair.newcomer.school,
            mentor: pair.mentor.person,
            specialist: pair.mentor.specialist,
            home: pair.mentor.home,
            transition,
            ends_on,
            status: MentorshipStatus::Suggested,
            suggested_by,
            suggested_at: now,
            shared_out: false,
            offered_at: None,
            respond_by: None,
            mentee_accepted_at: None,
            mentor_accepted_at: None,
            home_accepted_at: None,
            started_at: None,
            paused_at: None,
            ended_at: None,
            end: None,
            decline: None,
            version: 1,
        };
        Ok((it, Event::MentorshipSuggested { mentorship: id, alliance }))
    }

    /// Refuses an end point that has passed or is farther ahead than a mentorship lasts.
    pub fn require_end_point(ends_on: NaiveDate, policy: &MentoringPolicy, now: Timestamp) -> Result<(), Rejected> {
        let today = now.day();
        let last = today + Months::new(policy.most_months.unsigned_abs());
        if ends_on <= today || ends_on > last {
            return Err(Rule::EndPointOutside.at("endsOn"));
        }
        Ok(())
    }

    /// Suggests two whom sharing out the mentors brought together, as the broker who had it done. It is a suggestion like any
    /// other: nobody hears of it before a broker offers it, and nothing is placed without a yes.
    pub fn suggest_shared(
        by: &Actor,
        id: Id<Self>,
        alliance: Id<Alliance>,
        pair: &Pair,
        ends_on: NaiveDate,
        policy: &MentoringPolicy,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let (it, event) = Self::suggest(by, id, alliance, pair, ends_on, policy, now)?;
        Ok((Self { shared_out: true, ..it }, event))
    }

    /// Asks the two heads and the mentor's school, as a broker.
    pub fn offer(
        &mut self,
        by: &Actor,
        pair: &Pair,
        policy: &MentoringPolicy,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::SuggestMentorship { alliance: self.alliance })?;
        self.require_status(&[MentorshipStatus::Suggested])?;
        pair.check()?;
        if self.ends_on <= now.day() {
            return Err(Rule::EndPointOutside.into());
        }
        let respond_by = now.plus_days(policy.answer_days.unsigned_abs());
        self.status = MentorshipStatus::Offered;
        // The school that lends the mentor today is the one that is asked.
        self.home = pair.mentor.home;
        self.offered_at = Some(now);
        self.respond_by = Some(respond_by);
        Ok(Event::MentorshipOffered { mentorship: self.id, alliance: self.alliance, respond_by })
    }

    /// Rests for a while, by either of the two or a broker. Neither loses standing by it (DOMAIN C27).
    pub fn pause(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(self.running())?;
        self.require_status(&[MentorshipStatus::Active])?;
        self.status = MentorshipStatus::Paused;
        self.paused_at = Some(now);
        Ok(Event::MentorshipPaused { mentorship: self.id, alliance: self.alliance })
    }

    /// Goes on after a rest.
    pub fn resume(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(self.running())?;
        self.require_status(&[MentorshipStatus::Paused])?;
        self.status = MentorshipStatus::Active;
        self.paused_at = None;
        Ok(Event::MentorshipResumed { mentorship: self.id, alliance: self.alliance })
    }

    /// Ends it, by either of the two or a broker; before it has begun, it is the broker's to take back.
    pub fn end(&mut self, by: &Actor, why: MentorshipEnd, now: Timestamp) -> Result<Event, Rejected> {
        if matches!(self.status, MentorshipStatus::Suggested | MentorshipStatus::Offered) {
            by.require(Action::SuggestMentorship { alliance: self.alliance })?;
        } else {
            by.require(self.running())?;
        }
        if self.status == MentorshipStatus::Ended {
            return Err(Rule::StepNotOpen.into());
        }
        if !why.fits(self.status) {
            return Err(Rule::EndReasonUnfit.at("reason"));
        }
        Ok(self.close(why, now))
    }

    /// Ends it by itself: when its last day is over, or when not everybody has answered in time.
    pub fn run_out(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        match self.status {
            MentorshipStatus::Offered if self.respond_by.is_some_and(|until| now > until) => {
                Ok(self.close(MentorshipEnd::Lapsed, now))
            }
            MentorshipStatus::Active | MentorshipStatus::Paused if self.ends_on < now.day() => {
                Ok(self.close(MentorshipEnd::EndPointReached, now))
            }
            _ => Err(Rule::StepNotOpen.into()),
        }
    }

    /// Who reads it: the alliance's brokers, and once it was offered the two heads and the mentor's own head.
    pub fn audience(&self) -> Vec<Uuid> {
        let asked = [self.mentee.uuid(), self.mentor.uuid(), heads_of(self.home)];
        let asked = asked.into_iter().filter(|_| self.offered_at.is_some());
        std::iter::once(self.alliance.uuid()).chain(asked).collect()
    }

    const fn running(&self) -> Action {
        Action::RunMentorship { mentee: self.mentee, mentor: self.mentor, alliance: self.alliance }
    }

    fn close(&mut self, end: MentorshipEnd, now: Timestamp) -> Event {
        self.status = MentorshipStatus::Ended;
        self.paused_at = None;
        self.ended_at = Some(now);
        self.end = Some(end);
        Event::MentorshipEnded { mentorship: self.id, alliance: self.alliance, reason: end, declined: self.decline }
    }

    fn require_status(&self, from: &[MentorshipStatus]) -> Result<(), Rejected> {
        if from.contains(&self.status) { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
