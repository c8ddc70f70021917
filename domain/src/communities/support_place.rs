//! A place in a support group: offered to a head who begins, who accepts or declines it, and may leave (DOMAIN H115, A11).

use uuid::Uuid;

use super::support_group::{MOST, USUAL_MOST, require_reason};
use crate::access::{Action, Actor};
use crate::communities::{MentoringPolicy, Newcomer, SupportGroup, SupportGroupStatus};
use crate::directory::{Alliance, School};
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// Where a place in a support group stands.
    pub enum SupportPlaceStatus {
        /// The head is asked and has not answered.
        Offered = "offered",
        /// The head takes part.
        Accepted = "accepted",
        /// The head said no; nobody asks why.
        Declined = "declined",
        /// The head did not answer in time, or the group was closed before.
        Lapsed = "lapsed",
        /// The head takes part no longer.
        Left = "left",
    }

    /// Why a head takes part no longer, in words that blame nobody (DOMAIN E72).
    pub enum SupportPlaceLeave {
        /// There is no time for it.
        NoTime = "no_time",
        /// The head works elsewhere now.
        MovedOn = "moved_on",
        /// Other support suits better.
        OtherSupport = "other_support",
        /// The group was closed.
        GroupClosed = "group_closed",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

/// A head's place in a support group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportGroupPlace {
    /// Its id.
    pub id: Id<SupportGroupPlace>,
    /// The group.
    pub group: Id<SupportGroup>,
    /// The alliance whose group it is.
    pub alliance: Id<Alliance>,
    /// The head.
    pub person: Id<Person>,
    /// The school that they lead.
    pub school: Id<School>,
    /// Where it stands.
    pub status: SupportPlaceStatus,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
    /// When it was answered, or lapsed.
    pub answered_at: Option<Timestamp>,
    /// When the head left.
    pub left_at: Option<Timestamp>,
    /// Why the head left; nothing of those who left before a reason was kept.
    pub leave_reason: Option<SupportPlaceLeave>,
    /// Counts the changes, from 1.
    pub version: i32,
}

crate::noun!(SupportGroupPlace = "sgp");

impl SupportGroupPlace {
    /// Offers a place to a head who begins, as a broker. `taken` counts the places that are offered or accepted; beyond
    /// fifteen a reason is recorded, beyond twenty nobody is taken in (DOMAIN G93). `led` is for how many days the head who
    /// holds the group has led schools.
    pub fn offer(
        by: &Actor,
        id: Id<Self>,
        group: &SupportGroup,
        newcomer: &Newcomer,
        (taken, led, reason): (i64, i64, Option<&str>),
        policy: &MentoringPolicy,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::RunSupportGroup { alliance: group.alliance })?;
        if group.status == SupportGroupStatus::Closed {
            return Err(Rule::StepNotOpen.into());
        }
        group.require_held()?;
        if newcomer.transition.is_none() {
            return Err(Rule::HeadNotNew.at("school"));
        }
        if newcomer.person == group.head || led <= newcomer.days_led {
            return Err(Rule::FacilitatorLessExperienced.at("school"));
        }
        if taken >= MOST {
            return Err(Rule::SupportGroupFull.at("supportGroup"));
        }
        require_reason(taken >= USUAL_MOST, reason)?;
        let respond_by = now.plus_days(policy.answer_days.unsigned_abs());
        let it = Self {
            id,
            group: group.id,
            alliance: group.alliance,
            person: newcomer.person,
            school: newcomer.school,
            status: SupportPlaceStatus::Offered,
            offered_at: now,
            respond_by,
            answered_at: None,
            left_at: None,
            leave_reason: None,
            version: 1,
        };
        let event = Event::SupportPlaceOffered { place: id, group: group.id, alliance: group.alliance, respond_by };
        Ok((it, event))
    }

    /// Accepts it, as the head in person.
    pub fn accept(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open(by)?;
        if now > self.respond_by {
            return Err(Rule::StepNotOpen.into());
        }
        self.answer(SupportPlaceStatus::Accepted, now);
        Ok(Event::SupportPlaceAccepted { place: self.id, group: self.group, alliance: self.alliance })
    }

    /// Declines it, as the head in person. Nobody asks why.
    pub fn decline(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open(by)?;
        self.answer(SupportPlaceStatus::Declined, now);
        Ok(Event::SupportPlaceDeclined { place: self.id, group: self.group, alliance: self.alliance })
    }

    /// Leaves the group, as the head in person and by a neutral code. Nobody has to say why.
    pub fn leave(&mut self, by: &Actor, reason: SupportPlaceLeave, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AnswerSupportPlace { person: self.person })?;
        if self.status != SupportPlaceStatus::Accepted {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(self.part(reason, now))
    }

    /// Ends it when its time to be answered has passed.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        if self.status != SupportPlaceStatus::Offered || now <= self.respond_by {
            return Err(Rule::StepNotOpen.into());
        }
        Ok(self.run_out(now))
    }

    /// Ends it with its group, whether it was accepted or not.
    pub fn close(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        match self.status {
            SupportPlaceStatus::Offered => Ok(self.run_out(now)),
            SupportPlaceStatus::Accepted => Ok(self.part(SupportPlaceLeave::GroupClosed, now)),
            _ => Err(Rule::StepNotOpen.into()),
        }
    }

    /// Who reads it: the head, the alliance's brokers, and the two who hold the group.
    pub fn audience(&self, group: &SupportGroup) -> Vec<Uuid> {
        let mut readers = group.audience();
        readers.push(self.person.uuid());
        readers
    }

    fn require_open(&self, by: &Actor) -> Result<(), Rejected> {
        by.require(Action::AnswerSupportPlace { person: self.person })?;
        if self.status == SupportPlaceStatus::Offered { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn answer(&mut self, status: SupportPlaceStatus, now: Timestamp) {
        self.status = status;
        self.answered_at = Some(now);
    }

    fn run_out(&mut self, now: Timestamp) -> Event {
        self.answer(SupportPlaceStatus::Lapsed, now);
        Event::SupportPlaceLapsed { place: self.id, group: self.group, alliance: self.alliance }
    }

    fn part(&mut self, reason: SupportPlaceLeave, now: Timestamp) -> Event {
        self.status = SupportPlaceStatus::Left;
        self.left_at = Some(now);
        self.leave_reason = Some(reason);
        Event::SupportPlaceLeft { place: self.id, group: self.group, alliance: self.alliance, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{broker, head, id, start};
    use crate::communities::SupportGroupEnd;
    use crate::communities::testing::{first, formed, newcomer};

    fn offer(
        by: &Actor,
        newcomer: &Newcomer,
        (taken, led, reason): (i64, i64, Option<&str>),
    ) -> Result<SupportGroupPlace, Rejected> {
        let told = SupportGroupPlace::offer(by, id(72), &formed().0, newcomer, (taken, led, reason), &first(), start());
        told.map(|(it, _)| it)
    }

    fn offered() -> SupportGroupPlace {
        offer(&broker(10, 5), &newcomer(), (0, 3_000, None)).unwrap()
    }

    #[test]
    fn a_place_is_for_a_new_head_with_less_experience_than_whoever_holds_the_group() {
        let tried = |newcomer: Newcomer, weighed| offer(&broker(10, 5), &newcomer, weighed).map(|_| ());
        assert_eq!(tried(newcomer(), (0, 3_000, None)), Ok(()));
        let settled = Newcomer { transition: None, ..newcomer() };
        assert_eq!(tried(settled, (0, 3_000, None)), Err(Rule::HeadNotNew.at("school")));
        assert_eq!(tried(newcomer(), (0, 80, None)), Err(Rule::FacilitatorLessExperienced.at("school")));
        assert_eq!(offer(&head(1), &newcomer(), (0, 3_000, None)), Err(Rule::NotAllowed.into()));
        let (mut group, _) = formed();
        let _ = group.close(&broker(10, 5), SupportGroupEnd::TooFew, start()).unwrap();
        let told =
            SupportGroupPlace::offer(&broker(10, 5), id(72), &group, &newcomer(), (0, 3_000, None), &first(), start());
        assert_eq!(told.map(|_| ()), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn beyond_fifteen_a_reason_is_needed_and_beyond_twenty_there_is_no_place() {
        let tried = |taken, reason| offer(&broker(10, 5), &newcomer(), (taken, 3_000, reason)).map(|_| ());
        assert_eq!(tried(14, None), Ok(()));
        assert_eq!(tried(15, None), Err(Rule::SupportGroupSizeUnsaid.at("reason")));
        assert_eq!(tried(15, Some("She knows them all")), Ok(()));
        assert_eq!(tried(19, Some("She knows them all")), Ok(()));
        assert_eq!(tried(20, Some("She knows them all")), Err(Rule::SupportGroupFull.at("supportGroup")));
    }

    #[test]
    fn the_head_in_person_answers_once_and_may_leave() {
        for other in [head(1), broker(10, 5)] {
            assert_eq!(offered().accept(&other, start()), Err(Rule::NotAllowed.into()));
            assert_eq!(offered().decline(&other, start()), Err(Rule::NotAllowed.into()));
        }
        let (mut yes, mut no) = (offered(), offered());
        assert_eq!(yes.leave(&head(2), SupportPlaceLeave::NoTime, start()), Err(Rule::StepNotOpen.into()));
        assert!(yes.accept(&head(2), start()).is_ok() && no.decline(&head(2), start()).is_ok());
        assert_eq!(yes.decline(&head(2), start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(yes.leave(&broker(10, 5), SupportPlaceLeave::NoTime, start()), Err(Rule::NotAllowed.into()));
        assert!(yes.leave(&head(2), SupportPlaceLeave::NoTime, start()).is_ok());
        assert_eq!(yes.leave(&head(2), SupportPlaceLeave::NoTime, start()), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn what_nobody_answers_lapses_and_a_closed_group_keeps_nobody() {
        let (last, late) = (start().plus_days(14), start().plus_days(14).plus_seconds(1));
        assert_eq!(offered().lapse(last), Err(Rule::StepNotOpen.into()));
        assert_eq!(offered().accept(&head(2), late), Err(Rule::StepNotOpen.into()));
        let mut it = offered();
        assert!(it.lapse(late).is_ok());
        assert_eq!(it.close(late), Err(Rule::StepNotOpen.into()));
        let mut open = offered();
        assert!(open.close(start()).is_ok());
        assert_eq!(open.status, SupportPlaceStatus::Lapsed);
        let mut taken = offered();
        assert!(taken.accept(&head(2), start()).is_ok() && taken.close(start()).is_ok());
        assert_eq!(taken.status, SupportPlaceStatus::Left);
    }
}
