//! Practice as a coach at one's own school, and what was heard of it: the way to coaching at other schools (DOMAIN H121).

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::access::{Action, Actor, heads_of};
use crate::directory::School;
use crate::exchange::SupportKind;
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

/// After how many months feedback on somebody's coaching is due (DOMAIN H121).
const FEEDBACK_MONTHS: u32 = 6;

/// The longest time ago at which somebody is said to have begun to coach, in days: five years.
const LONGEST_AGO: i64 = 1_826;

words! {
    /// Where somebody's practice as a coach stands.
    pub enum CoachingPracticeStatus {
        /// They coach at their own school, and have had no feedback yet.
        Practising = "practising",
        /// They have had feedback: what they offer to other schools is well founded.
        FeedbackGiven = "feedback_given",
        /// It ended before there was feedback.
        Ended = "ended",
    }

    /// Why somebody's practice as a coach ended before there was feedback, in words that blame nobody (DOMAIN E72).
    pub enum CoachingPracticeEnd {
        /// They work at another school now.
        MovedOn = "moved_on",
        /// There is no time for it.
        NoTime = "no_time",
        /// They do something else at the school now.
        OtherDuties = "other_duties",
    }
}

/// What somebody was told of their coaching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoachingFeedback {
    /// Who told it.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// What they were told.
    pub text: Remark,
}

/// Somebody's practice as a coach at their own school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoachingPractice {
    /// Its id.
    pub id: Id<CoachingPractice>,
    /// Who coaches.
    pub person: Id<Person>,
    /// The school at which they do.
    pub school: Id<School>,
    /// The first day.
    pub begun_on: NaiveDate,
    /// The head who had them begin.
    pub begun_by: Id<Person>,
    /// When that was recorded.
    pub recorded_at: Timestamp,
    /// The day from which on feedback is due.
    pub feedback_due_on: NaiveDate,
    /// Where it stands.
    pub status: CoachingPracticeStatus,
    /// The feedback, once it was given.
    pub feedback: Option<CoachingFeedback>,
    /// When it ended without feedback.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub end: Option<CoachingPracticeEnd>,
    /// Counts the changes, from 1.
    pub version: i32,
}

crate::noun!(CoachingPractice = "cpr");

/// Warns where somebody would coach at other schools who has had no feedback on coaching at their own. `coach` says of whoever
/// is named whether they have; nobody is warned where a school names nobody.
pub fn coach_warning(kind: SupportKind, coach: Option<bool>) -> Option<Rejected> {
    (kind == SupportKind::Coaching && coach == Some(false)).then(|| Rule::CoachUntried.at("overrides"))
}

impl CoachingPractice {
    /// Has somebody of the school begin to coach there, as its head. `works_there` says whether they have a role at it.
    pub fn begin(
        by: &Actor,
        id: Id<Self>,
        (person, school): (Id<Person>, Id<School>),
        works_there: bool,
        begun_on: NaiveDate,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::RunCoachingPractice { school })?;
        let begun_by = by.person().ok_or(Rule::NotAllowed)?;
        if !works_there {
            return Err(Rule::CoachNotOfSchool.at("person"));
        }
        let today = now.day();
        if begun_on > today {
            return Err(Rule::DateTooFar.at("begunOn"));
        }
        if (today - begun_on).num_days() > LONGEST_AGO {
            return Err(Rule::DatePassed.at("begunOn"));
        }
        let it = Self {
            id,
            person,
            school,
            begun_on,
            begun_by,
            recorded_at: now,
            feedback_due_on: begun_on + Months::new(FEEDBACK_MONTHS),
            status: CoachingPracticeStatus::Practising,
            feedback: None,
            ended_at: None,
            end: None,
            version: 1,
        };
        Ok((it, Event::CoachingBegun { practice: id, person, school }))
    }

    /// Gives feedback, as a head of the school who is not the coach, and not before six months have passed.
    pub fn give_feedback(&mut self, by: &Actor, text: &str, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::RunCoachingPractice { school: self.school })?;
        self.require_practising()?;
        let giver = by.person().ok_or(Rule::NotAllowed)?;
        if giver == self.person {
            return Err(Rule::CoachingFeedbackOwn.into());
        }
        if now.day() < self.feedback_due_on {
            return Err(Rule::CoachingFeedbackEarly.into());
        }
        let text = Remark::new(text).map_err(|no| no.at("feedback"))?;
        self.status = CoachingPracticeStatus::FeedbackGiven;
        self.feedback = Some(CoachingFeedback { by: giver, at: now, text });
        Ok(Event::CoachingFeedbackGiven { practice: self.id, person: self.person, school: self.school })
    }

    /// Ends it before there was feedback, as the school's head or as the coach in person.
    pub fn end(&mut self, by: &Actor, why: CoachingPracticeEnd, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::EndCoachingPractice { school: self.school, person: self.person })?;
        self.require_practising()?;
        Ok(self.close(why, now))
    }

    /// Ends it by itself, when the coach has left the school.
    pub fn part(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_practising()?;
        Ok(self.close(CoachingPracticeEnd::MovedOn, now))
    }

    /// Who reads it: the coach, and the heads of the school.
    pub fn audience(&self) -> Vec<Uuid> {
        vec![self.person.uuid(), heads_of(self.school)]
    }

    fn require_practising(&self) -> Result<(), Rejected> {
        if self.status == CoachingPracticeStatus::Practising { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn close(&mut self, why: CoachingPracticeEnd, now: Timestamp) -> Event {
        self.status = CoachingPracticeStatus::Ended;
        self.ended_at = Some(now);
        self.end = Some(why);
        Event::CoachingEnded { practice: self.id, person: self.person, school: self.school, reason: why }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::brokerage::testing::{broker, head, id, start};

    fn begun_on(day: NaiveDate) -> Result<CoachingPractice, Rejected> {
        CoachingPractice::begin(&head(1), id(80), (id(33), id(1)), true, day, start()).map(|(it, _)| it)
    }

    /// The practice of somebody at school 1, whose head is `head(1)`, begun on the first day of the tests.
    pub(crate) fn begun() -> (CoachingPractice, Event) {
        CoachingPractice::begin(&head(1), id(80), (id(33), id(1)), true, start().day(), start()).unwrap()
    }

    /// Six months after the tests begin.
    fn later() -> Timestamp {
        start().plus_days(184)
    }

    #[test]
    fn a_head_has_somebody_of_the_own_school_begin_on_a_day_that_is_not_to_come() {
        let begin = |by: &Actor, works| {
            CoachingPractice::begin(by, id(80), (id(33), id(1)), works, start().day(), start()).map(|_| ())
        };
        assert_eq!(begin(&head(1), true), Ok(()));
        assert_eq!(begin(&head(1), false), Err(Rule::CoachNotOfSchool.at("person")));
        for other in [head(2), broker(10, 5), Actor::Person(id(33))] {
            assert_eq!(begin(&other, true), Err(Rule::NotAllowed.into()), "{other:?}");
        }
        let today = start().day();
        assert_eq!(begun_on(today + chrono::Days::new(1)), Err(Rule::DateTooFar.at("begunOn")));
        assert_eq!(begun_on(today - chrono::Days::new(1_827)), Err(Rule::DatePassed.at("begunOn")));
        assert!(begun_on(today - chrono::Days::new(1_826)).is_ok());
        let leap = begun_on("2023-08-31".parse().unwrap()).unwrap();
        assert_eq!(leap.feedback_due_on, "2024-02-29".parse().unwrap());
    }

    #[test]
    fn feedback_comes_from_another_head_after_six_months_and_once() {
        let (mut it, _) = begun();
        let early =
            Timestamp::new((it.feedback_due_on - chrono::Days::new(1)).and_hms_opt(23, 59, 59).unwrap().and_utc());
        assert_eq!(it.give_feedback(&head(1), "Listens well.", early), Err(Rule::CoachingFeedbackEarly.into()));
        assert_eq!(it.give_feedback(&head(2), "Listens well.", later()), Err(Rule::NotAllowed.into()));
        assert_eq!(it.give_feedback(&head(1), " ", later()), Err(Rule::TextEmpty.at("feedback")));
        let mut own = CoachingPractice { person: head(1).person().unwrap(), ..it.clone() };
        assert_eq!(own.give_feedback(&head(1), "I listen well.", later()), Err(Rule::CoachingFeedbackOwn.into()));
        assert!(it.give_feedback(&head(1), "Listens well.", later()).is_ok());
        assert_eq!(it.status, CoachingPracticeStatus::FeedbackGiven);
        assert_eq!(it.give_feedback(&head(1), "Again.", later()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.part(later()), Err(Rule::StepNotOpen.into()), "what was heard stays");
    }

    #[test]
    fn it_ends_by_the_head_by_the_coach_and_by_itself_with_a_move() {
        for by in [head(1), Actor::Person(id(33))] {
            let (mut it, _) = begun();
            assert!(it.end(&by, CoachingPracticeEnd::NoTime, later()).is_ok(), "{by:?}");
            assert_eq!(it.end(&by, CoachingPracticeEnd::NoTime, later()), Err(Rule::StepNotOpen.into()));
        }
        let (mut it, _) = begun();
        assert_eq!(it.end(&head(2), CoachingPracticeEnd::NoTime, later()), Err(Rule::NotAllowed.into()));
        assert!(it.part(later()).is_ok());
        assert_eq!(it.end, Some(CoachingPracticeEnd::MovedOn));
        assert_eq!(it.audience(), [it.person.uuid(), heads_of(it.school)]);
    }

    #[test]
    fn only_a_named_coach_without_feedback_warns() {
        let warned = |kind, coach| coach_warning(kind, coach).map(|no| no.rule);
        assert_eq!(warned(SupportKind::Coaching, Some(false)), Some(Rule::CoachUntried));
        assert_eq!(warned(SupportKind::Coaching, Some(true)), None);
        assert_eq!(warned(SupportKind::Coaching, None), None);
        assert_eq!(warned(SupportKind::Support, Some(false)), None);
    }
}
