//! Forgetting somebody: asked for, waited for, and carried out by an operator, unless something stands in the way.

use crate::access::{Action, Actor};
use crate::identity::data_export::needs_reason;
use crate::identity::{ErasureWithdrawal, Person};
use crate::rule::{Rejected, Rule};
use crate::text::Remark;
use crate::{Event, Id, Timestamp, words};

/// For how many days somebody who asked to be erased may think better of it.
const SECOND_THOUGHTS_DAYS: u32 = 7;

words! {
    /// Where the wish to be erased stands.
    pub enum ErasureStatus {
        /// It waits for an operator, and until its day.
        Asked = "asked",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// It was carried out: nothing names the person any more.
        CarriedOut = "carried_out",
    }
}

/// What ties somebody to the service, and so stands in the way of erasing them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Whether support by them is proposed, planned or under way.
    pub has_open_work: bool,
    /// Whether they lead a school that would have no head without them.
    pub is_only_head: bool,
    /// Whether nobody else runs the service.
    pub is_only_operator: bool,
    /// Until when records of work of theirs must name them, if they must.
    pub kept_until: Option<Timestamp>,
}

/// The wish that somebody be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Which one.
    pub id: Id<Self>,
    /// Who is to be erased.
    pub person: Id<Person>,
    /// Where it stands.
    pub status: ErasureStatus,
    /// Who asked: the person, or an operator on their behalf; nobody where it came by time.
    pub asked_by: Option<Id<Person>>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// From when on it may be carried out.
    pub not_before: Timestamp,
    /// Until when records must name the person, where that was so when it was asked for.
    pub restricted_until: Option<Timestamp>,
    /// When it was carried out or taken back.
    pub ended_at: Option<Timestamp>,
    /// Why it was taken back, if it was; nothing of those taken back before a reason was kept.
    pub withdraw_reason: Option<ErasureWithdrawal>,
    /// Counts the changes, so that a stale one is refused.
    pub version: i32,
}

impl Erasure {
    /// Asks that somebody be erased: everybody for themselves, an operator for somebody else and saying why.
    pub fn ask(
        by: &Actor,
        id: Id<Self>,
        person: Id<Person>,
        reason: Option<&Remark>,
        ties: &Ties,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::AskForErasure { person })?;
        needs_reason(by, person, reason)?;
        let restricted_until = ties.kept_until.filter(|until| *until > now);
        let thought_over = now.plus_days(SECOND_THOUGHTS_DAYS);
        let not_before = restricted_until.map_or(thought_over, |until| until.max(thought_over));
        let it = Self {
            id,
            person,
            status: ErasureStatus::Asked,
            asked_by: by.person(),
            asked_at: now,
            not_before,
            restricted_until,
            ended_at: None,
            withdraw_reason: None,
            version: 1,
        };
        Ok((it, Event::ErasureAsked { erasure: id, person, not_before }))
    }

    /// Takes the wish back, by a neutral code.
    pub fn withdraw(&mut self, by: &Actor, reason: ErasureWithdrawal, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AskForErasure { person: self.person })?;
        self.end(ErasureStatus::Withdrawn, now)?;
        self.withdraw_reason = Some(reason);
        Ok(Event::ErasureWithdrawn { erasure: self.id, person: self.person, reason })
    }

    /// Carries it out: an operator does, and never their own.
    pub fn carry_out(&mut self, by: &Actor, ties: &Ties, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::CarryOutErasure {})?;
        if by.person() == Some(self.person) {
            return Err(Rule::OwnErasure.into());
        }
        if self.status != ErasureStatus::Asked {
            return Err(Rule::StepNotOpen.into());
        }
        ties.check(now)?;
        if now < self.not_before {
            let said = format!("There is time to think better of it until {}.", self.not_before.day());
            return Err(Rejected::from(Rule::ErasureWaits).saying(said));
        }
        self.end(ErasureStatus::CarriedOut, now)?;
        Ok(self.done())
    }

    /// Erases somebody whose account is over for long enough. Nobody asked, so nobody waits.
    pub fn by_time(id: Id<Self>, person: Id<Person>, ties: &Ties, now: Timestamp) -> Result<(Self, Event), Rejected> {
        ties.check(now)?;
        let it = Self {
            id,
            person,
            status: ErasureStatus::CarriedOut,
            asked_by: None,
            asked_at: now,
            not_before: now,
            restricted_until: None,
            ended_at: Some(now),
            withdraw_reason: None,
            version: 1,
        };
        let event = it.done();
        Ok((it, event))
    }

    const fn done(&self) -> Event {
        Event::PersonErased { person: self.person, erasure: self.id }
    }

    fn end(&mut self, to: ErasureStatus, now: Timestamp) -> Result<(), Rejected> {
        if self.status != ErasureStatus::Asked {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        self.ended_at = Some(now);
        Ok(())
    }
}

impl Ties {
    /// Refuses as long as something stands in the way.
    fn check(&self, now: Timestamp) -> Result<(), Rejected> {
        if self.has_open_work {
            return Err(Rule::ErasureWithOpenWork.into());
        }
        if self.is_only_head {
            return Err(Rule::ErasureOfOnlyHead.into());
        }
        if self.is_only_operator {
            return Err(Rule::LastOperator.into());
        }
        match self.kept_until.filter(|until| *until > now) {
            Some(until) => {
                let said = format!("Records of work must name the person until {}.", until.day());
                Err(Rejected::from(Rule::ErasureRetained).saying(said))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::access::Role;
    use crate::identity::data_export::tests::now;
    use crate::identity::membership::tests::acting;

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(uuid::Uuid::from_u128(n))
    }

    /// Asked by person 7 for themselves, whom nothing ties.
    pub(crate) fn asked() -> (Erasure, Event) {
        Erasure::ask(&acting(7, Role::Specialist), id(91), id(7), None, &Ties::default(), now()).unwrap()
    }

    fn carried_out(by: &Actor, ties: Ties, days: u32) -> Result<(), Rule> {
        asked().0.carry_out(by, &ties, now().plus_days(days)).map(drop).map_err(|no| no.rule)
    }

    #[test]
    fn people_ask_for_themselves_and_operators_for_others_with_a_reason() {
        let ask = |by: &Actor, why: Option<&str>| {
            let why = why.map(|it| Remark::new(it).unwrap());
            Erasure::ask(by, id(91), id(7), why.as_ref(), &Ties::default(), now()).map(drop)
        };
        assert_eq!(ask(&Actor::Person(id(7)), None), Ok(()));
        assert_eq!(ask(&acting(8, Role::Head), Some("They left")), Err(Rule::NotAllowed.into()));
        assert_eq!(ask(&acting(9, Role::Operator), None), Err(Rule::TextEmpty.at("reason")));
        assert_eq!(ask(&acting(9, Role::Operator), Some("By letter")), Ok(()));
    }

    #[test]
    fn it_waits_a_week_and_as_long_as_records_must_name_the_person() {
        let operator = acting(9, Role::Operator);
        assert_eq!(carried_out(&operator, Ties::default(), 6), Err(Rule::ErasureWaits));
        assert_eq!(carried_out(&operator, Ties::default(), 7), Ok(()));
        let ties = Ties { kept_until: Some(now().plus_days(30)), ..Ties::default() };
        let (it, _) = Erasure::ask(&Actor::Person(id(7)), id(91), id(7), None, &ties, now()).unwrap();
        assert_eq!((it.not_before, it.restricted_until), (now().plus_days(30), Some(now().plus_days(30))));
        assert_eq!(carried_out(&operator, ties, 29), Err(Rule::ErasureRetained));
        assert_eq!(carried_out(&operator, ties, 30), Ok(()));
    }

    #[test]
    fn only_another_operator_carries_it_out() {
        assert_eq!(carried_out(&acting(8, Role::Head), Ties::default(), 7), Err(Rule::NotAllowed));
        assert_eq!(carried_out(&acting(7, Role::Operator), Ties::default(), 7), Err(Rule::OwnErasure));
    }

    #[test]
    fn what_ties_somebody_stands_in_the_way() {
        let operator = acting(9, Role::Operator);
        let none = Ties::default();
        assert_eq!(carried_out(&operator, Ties { has_open_work: true, ..none }, 7), Err(Rule::ErasureWithOpenWork));
        assert_eq!(carried_out(&operator, Ties { is_only_head: true, ..none }, 7), Err(Rule::ErasureOfOnlyHead));
        assert_eq!(carried_out(&operator, Ties { is_only_operator: true, ..none }, 7), Err(Rule::LastOperator));
        let by_time = Erasure::by_time(id(91), id(7), &Ties { has_open_work: true, ..none }, now());
        assert_eq!(by_time.map(drop), Err(Rule::ErasureWithOpenWork.into()));
    }

    #[test]
    fn what_was_taken_back_is_not_carried_out() {
        let (mut it, _) = asked();
        assert_eq!(it.withdraw(&acting(8, Role::Head), ErasureWithdrawal::Stays, now()), Err(Rule::NotAllowed.into()));
        assert!(it.withdraw(&Actor::Person(id(7)), ErasureWithdrawal::Stays, now()).is_ok());
        let late = now().plus_days(8);
        assert_eq!(it.carry_out(&acting(9, Role::Operator), &Ties::default(), late), Err(Rule::StepNotOpen.into()));
    }
}
