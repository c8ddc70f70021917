//! Who holds a support group, one after another: a group is never left without one unnoticed (DOMAIN H117).

use super::{Facilitator, SupportGroup, SupportGroupStatus};
use crate::access::{Action, Actor};
use crate::directory::{Post, Specialist};
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// Which of the two places somebody takes who holds a support group.
    pub enum FacilitatorSide {
        /// That of the experienced head.
        Head = "head",
        /// That of the adviser, who is lent as one.
        Adviser = "adviser",
    }

    /// Why somebody holds a support group no longer, in words that blame nobody (DOMAIN E72).
    pub enum FacilitatorEnd {
        /// They work elsewhere now, or in a post that does not fit the place.
        MovedOn = "moved_on",
        /// They are not available any more.
        NotAvailable = "not_available",
        /// There is no time for it.
        NoTime = "no_time",
    }
}

/// That whoever holds a support group cannot go on, noted until somebody takes the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub why: FacilitatorEnd,
}

/// Somebody who held a support group, and was followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerFacilitator {
    /// The group.
    pub group: Id<SupportGroup>,
    /// Which place they took.
    pub side: FacilitatorSide,
    /// Who it was.
    pub person: Id<Person>,
    /// The same, as the specialist whom a school lent.
    pub specialist: Id<Specialist>,
    /// Until when they held it.
    pub held_until: Timestamp,
    /// Why no longer.
    pub reason: FacilitatorEnd,
    /// The broker who named whoever followed.
    pub replaced_by: Id<Person>,
}

impl FacilitatorSide {
    /// The post of those who take this place (DOMAIN H117).
    pub(super) const fn post(self) -> Post {
        match self {
            Self::Head => Post::Headteacher,
            Self::Adviser => Post::Adviser,
        }
    }
}

impl SupportGroup {
    /// Puts somebody in the place of one of the two who hold it, as a broker. `most_led` is for how many days the most
    /// experienced head with a place in it has led schools.
    pub fn replace(
        &mut self,
        by: &Actor,
        (side, next): (FacilitatorSide, &Facilitator),
        why: FacilitatorEnd,
        most_led: i64,
        now: Timestamp,
    ) -> Result<(FormerFacilitator, Event), Rejected> {
        by.require(Action::RunSupportGroup { alliance: self.alliance })?;
        let replaced_by = by.person().ok_or(Rule::NotAllowed)?;
        self.require_open()?;
        let (present, other) = match side {
            FacilitatorSide::Head => (self.head, self.adviser),
            FacilitatorSide::Adviser => (self.adviser, self.head),
        };
        // Whoever could not hold it for a while may take it up again.
        if next.person == present && self.missed(side).is_none() {
            return Err(Rule::FacilitatorUnchanged.at("facilitator"));
        }
        if next.post != side.post() || next.person == other {
            return Err(Rule::FacilitatorsAlike.at("facilitator"));
        }
        if !next.is_designated {
            return Err(Rule::FacilitatorNotDesignated.at("facilitator"));
        }
        if side == FacilitatorSide::Head && next.days_led <= most_led {
            return Err(Rule::FacilitatorLessExperienced.at("facilitator"));
        }
        let (person, specialist, missed) = match side {
            FacilitatorSide::Head => (&mut self.head, &mut self.head_specialist, &mut self.head_missed),
            FacilitatorSide::Adviser => (&mut self.adviser, &mut self.adviser_specialist, &mut self.adviser_missed),
        };
        let former = FormerFacilitator {
            group: self.id,
            side,
            person: std::mem::replace(person, next.person),
            specialist: std::mem::replace(specialist, next.specialist),
            held_until: now,
            reason: why,
            replaced_by,
        };
        *missed = None;
        Ok((former, Event::FacilitatorReplaced { group: self.id, alliance: self.alliance, side, reason: why }))
    }

    /// Notes by itself that one of the two who hold it cannot go on. It meets with the other one until a broker names
    /// somebody; nobody new is taken in before.
    pub fn miss(&mut self, side: FacilitatorSide, why: FacilitatorEnd, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if self.missed(side).is_some() {
            return Err(Rule::StepNotOpen.into());
        }
        let missed = match side {
            FacilitatorSide::Head => &mut self.head_missed,
            FacilitatorSide::Adviser => &mut self.adviser_missed,
        };
        *missed = Some(Missed { at: now, why });
        Ok(Event::FacilitatorMissed { group: self.id, alliance: self.alliance, side, reason: why })
    }

    /// Who of the two cannot go on, if somebody cannot.
    pub const fn missed(&self, side: FacilitatorSide) -> Option<Missed> {
        match side {
            FacilitatorSide::Head => self.head_missed,
            FacilitatorSide::Adviser => self.adviser_missed,
        }
    }

    /// Refuses to take anybody in, or to begin, while one of the two is missed.
    pub(in crate::communities) fn require_held(&self) -> Result<(), Rejected> {
        let missed = self.head_missed.or(self.adviser_missed);
        if missed.is_some() { Err(Rule::SupportGroupUnheld.into()) } else { Ok(()) }
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.status == SupportGroupStatus::Closed { Err(Rule::StepNotOpen.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{broker, head, start};
    use crate::communities::SupportGroupEnd;
    use crate::communities::testing::{facilitator, formed};

    const WHY: FacilitatorEnd = FacilitatorEnd::MovedOn;

    fn replace(it: &mut SupportGroup, side: FacilitatorSide, next: Facilitator) -> Result<FormerFacilitator, Rejected> {
        it.replace(&broker(10, 5), (side, &next), WHY, 2_000, start()).map(|(former, _)| former)
    }

    fn another_head() -> Facilitator {
        facilitator(64, Post::Headteacher)
    }

    #[test]
    fn each_place_is_taken_by_its_kind_and_the_former_one_is_kept() {
        let (mut it, _) = formed();
        let before = it.clone();
        let tried = |next| replace(&mut before.clone(), FacilitatorSide::Head, next).map(|_| ());
        assert_eq!(tried(facilitator(64, Post::SeniorLeader)), Err(Rule::FacilitatorsAlike.at("facilitator")));
        let same_as_adviser = Facilitator { person: before.adviser, ..another_head() };
        assert_eq!(tried(same_as_adviser), Err(Rule::FacilitatorsAlike.at("facilitator")));
        let plain = Facilitator { is_designated: false, ..another_head() };
        assert_eq!(tried(plain), Err(Rule::FacilitatorNotDesignated.at("facilitator")));
        let young = Facilitator { days_led: 2_000, ..another_head() };
        assert_eq!(tried(young), Err(Rule::FacilitatorLessExperienced.at("facilitator")));
        let present = Facilitator { person: before.head, ..another_head() };
        assert_eq!(tried(present), Err(Rule::FacilitatorUnchanged.at("facilitator")));

        let former = replace(&mut it, FacilitatorSide::Head, another_head()).unwrap();
        assert_eq!((former.person, former.specialist), (before.head, before.head_specialist));
        assert_eq!((it.head, it.head_specialist), (another_head().person, another_head().specialist));
        assert_eq!((it.adviser, former.reason, former.held_until), (before.adviser, WHY, start()));
        let deputy = replace(&mut it, FacilitatorSide::Adviser, facilitator(65, Post::SeniorLeader)).map(|_| ());
        assert_eq!(deputy, Err(Rule::FacilitatorsAlike.at("facilitator")), "who leads no school is no adviser by that");
        let adviser = Facilitator { days_led: 0, ..facilitator(65, Post::Adviser) };
        let former = replace(&mut it, FacilitatorSide::Adviser, adviser).unwrap();
        assert_eq!((former.person, it.adviser), (before.adviser, adviser.person), "an adviser has led no school");
        let by_head = it.replace(&head(1), (FacilitatorSide::Head, &another_head()), WHY, 0, start());
        assert_eq!(by_head.map(|_| ()), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn whoever_is_missed_is_missed_once_and_until_somebody_takes_the_place() {
        let (mut it, _) = formed();
        assert_eq!(it.require_held(), Ok(()));
        assert!(it.miss(FacilitatorSide::Head, FacilitatorEnd::NotAvailable, start()).is_ok());
        let again = it.miss(FacilitatorSide::Head, FacilitatorEnd::NotAvailable, start());
        assert_eq!(again, Err(Rule::StepNotOpen.into()));
        assert_eq!(it.require_held(), Err(Rule::SupportGroupUnheld.into()));
        let back = Facilitator { person: it.head, specialist: it.head_specialist, ..another_head() };
        assert!(replace(&mut it, FacilitatorSide::Head, back).is_ok(), "they may take it up again");
        assert_eq!((it.missed(FacilitatorSide::Head), it.require_held()), (None, Ok(())));
        let _ = it.close(&broker(10, 5), SupportGroupEnd::Done, start()).unwrap();
        assert_eq!(replace(&mut it, FacilitatorSide::Head, another_head()), Err(Rule::StepNotOpen.into()));
        let late = it.miss(FacilitatorSide::Adviser, FacilitatorEnd::MovedOn, start());
        assert_eq!(late, Err(Rule::StepNotOpen.into()), "a closed group misses nobody");
    }
}
