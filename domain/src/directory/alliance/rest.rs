//! A school rests in an alliance for a while: it stays a member, loses nothing by it, and is asked for nothing new there (DOMAIN
//! C27).

use chrono::NaiveDate;

use super::AllianceMember;
use crate::access::{Action, Actor};
use crate::directory::School;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

/// The most days ahead at which a rest may end by itself: a school year. Whoever rests for longer says so anew.
const MOST_DAYS: u32 = 366;

words! {
    /// Why a school rests in an alliance: neutral codes (DOMAIN E72).
    pub enum RestReason {
        /// It has no time to spare just now.
        Capacity = "capacity",
        /// It looks after needs of its own first.
        OwnNeeds = "own_needs",
        /// Those who lead it change.
        Leadership = "leadership",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

/// How a school rests in an alliance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRest {
    /// Since when.
    pub since: Timestamp,
    /// The last day, if it ends by itself.
    pub until: Option<NaiveDate>,
    /// Why, by a neutral code.
    pub reason: RestReason,
}

impl AllianceMember {
    /// Whether the school rests there just now.
    pub const fn rests(&self) -> bool {
        self.rest.is_some()
    }

    /// Rests for a while, by the school's own head and a neutral code, until a last day or until it says otherwise. The school
    /// that leads cannot: nobody else would answer for the alliance.
    pub fn pause(
        &mut self,
        by: &Actor,
        lead: Id<School>,
        (reason, until): (RestReason, Option<NaiveDate>),
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::RestMembership { school: self.school })?;
        if self.since.is_none() {
            return Err(Rule::NotAMember.into());
        }
        if lead == self.school {
            return Err(Rule::LeadSchoolActs.into());
        }
        if self.rests() {
            return Err(Rule::StepNotOpen.into());
        }
        if until.is_some_and(|day| day < now.day()) {
            return Err(Rule::DatePassed.at("until"));
        }
        if until.is_some_and(|day| day > now.plus_days(MOST_DAYS).day()) {
            return Err(Rule::DateTooFar.at("until"));
        }
        self.rest = Some(MemberRest { since: now, until, reason });
        Ok(Event::AllianceMemberPaused { alliance: self.alliance, school: self.school, reason, until })
    }

    /// Takes part again, by the school's own head.
    pub fn resume(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::RestMembership { school: self.school })?;
        self.rest.take().ok_or(Rule::StepNotOpen)?;
        Ok(Event::AllianceMemberResumed { alliance: self.alliance, school: self.school })
    }

    /// Takes part again by itself, when the last day of its rest is over.
    pub fn run_out(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        let over = self.rest.and_then(|it| it.until).is_some_and(|until| until < now.day());
        if !over {
            return Err(Rule::StepNotOpen.into());
        }
        self.rest = None;
        Ok(Event::AllianceMemberResumed { alliance: self.alliance, school: self.school })
    }

    /// Refuses to ask a school that rests for anything new.
    pub fn require_awake(rests: bool, field: impl Into<String>) -> Result<(), Rejected> {
        if rests { Err(Rule::MembershipRests.at(field.into())) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at, tests::acting_for};
    use crate::directory::{AllianceMemberStatus, School};

    const ASH: Id<School> = Id::from_uuid(Uuid::from_u128(1));
    const ELM: Id<School> = Id::from_uuid(Uuid::from_u128(2));

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn elm() -> AllianceMember {
        AllianceMember { alliance: Id::from_uuid(Uuid::from_u128(3)), school: ELM, since: Some(now()), rest: None }
    }

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn only_a_schools_own_head_lets_it_rest_and_it_stays_a_member() {
        let mut it = elm();
        let why = (RestReason::OwnNeeds, None);
        for other in [
            acting_at(Role::Head, ASH),
            acting_at(Role::Coordinator, ELM),
            acting_for(Role::Broker, it.alliance),
            Actor::Stranger,
        ] {
            assert_eq!(it.pause(&other, ASH, why, now()), Err(Rule::NotAllowed.into()), "{other:?}");
            assert_eq!(it.resume(&other), Err(Rule::NotAllowed.into()), "{other:?}");
        }
        let head = acting_at(Role::Head, ELM);
        assert_eq!(it.resume(&head), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.pause(&head, ASH, why, now()).unwrap().name(), "alliance.member_paused");
        assert_eq!((it.status(ASH), it.since), (AllianceMemberStatus::Resting, Some(now())));
        assert_eq!(it.pause(&head, ASH, why, now()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.resume(&head).unwrap().name(), "alliance.member_resumed");
        assert_eq!(it.status(ASH), AllianceMemberStatus::Member);
    }

    #[test]
    fn neither_the_lead_rests_nor_a_school_that_is_no_member_and_leaving_ends_a_rest() {
        let why = (RestReason::Capacity, None);
        let head = acting_at(Role::Head, ELM);
        assert_eq!(elm().pause(&head, ELM, why, now()), Err(Rule::LeadSchoolActs.into()));
        let mut stranger = AllianceMember { since: None, ..elm() };
        assert_eq!(stranger.pause(&head, ASH, why, now()), Err(Rule::NotAMember.into()));
        let mut it = elm();
        let _ = it.pause(&head, ASH, why, now()).unwrap();
        let _ = it.leave(&head, ASH, crate::directory::AllianceLeave::Capacity).unwrap();
        assert_eq!((it.rest, it.status(ASH)), (None, AllianceMemberStatus::Left));
    }

    #[test]
    fn a_rest_has_its_last_day_within_a_year_and_is_over_after_it() {
        let head = acting_at(Role::Head, ELM);
        let until = |until| elm().pause(&head, ASH, (RestReason::NotStated, until), now()).map(drop);
        assert_eq!(until(day("2026-11-20")), Err(Rule::DatePassed.at("until")));
        assert_eq!(until(day("2026-11-21")), Ok(()));
        assert_eq!(until(day("2027-11-22")), Ok(()));
        assert_eq!(until(day("2027-11-23")), Err(Rule::DateTooFar.at("until")));
        let mut it = elm();
        let _ = it.pause(&head, ASH, (RestReason::NotStated, day("2026-11-28")), now()).unwrap();
        assert_eq!(it.run_out(now().plus_days(7)), Err(Rule::StepNotOpen.into()), "its last day");
        assert_eq!(it.run_out(now().plus_days(8)).unwrap().name(), "alliance.member_resumed");
        let _ = it.pause(&head, ASH, (RestReason::NotStated, None), now()).unwrap();
        assert_eq!(it.run_out(now().plus_days(900)), Err(Rule::StepNotOpen.into()), "it says itself when");
    }
}
