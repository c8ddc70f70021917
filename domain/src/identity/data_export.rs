//! Everything that is kept about somebody, prepared for them because it was asked for, fetched by them alone, and deleted.

use crate::access::{Action, Actor};
use crate::identity::Person;
use crate::rule::{Rejected, Rule};
use crate::text::Remark;
use crate::{Event, Id, Timestamp, words};

words! {
    /// Where the answer to somebody who asked what is kept about them stands.
    pub enum DataExportStatus {
        /// It is being prepared.
        Asked = "asked",
        /// It can be fetched.
        Ready = "ready",
        /// Its time is over, and what it held is deleted.
        Expired = "expired",
    }
}

/// Everything that is kept about one person, as it was when it was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataExport {
    /// Which one.
    pub id: Id<Self>,
    /// About whom, and who alone may fetch it.
    pub person: Id<Person>,
    /// Where it stands.
    pub status: DataExportStatus,
    /// Who asked: the person, an operator on their behalf, or nobody who is signed in.
    pub asked_by: Option<Id<Person>>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was prepared.
    pub ready_at: Option<Timestamp>,
    /// Until when it can be fetched.
    pub expires_at: Option<Timestamp>,
    /// Counts the changes.
    pub version: i32,
}

impl DataExport {
    /// Asks what is kept about somebody: everybody about themselves, an operator for somebody else and saying why.
    pub fn ask(
        by: &Actor,
        id: Id<Self>,
        person: Id<Person>,
        reason: Option<&Remark>,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::AskForData { person })?;
        needs_reason(by, person, reason)?;
        let it = Self {
            id,
            person,
            status: DataExportStatus::Asked,
            asked_by: by.person(),
            asked_at: now,
            ready_at: None,
            expires_at: None,
            version: 1,
        };
        Ok((it, Event::DataExportAsked { export: id, person }))
    }

    /// Notes that it was prepared, and can be fetched for so many days.
    pub fn prepare(&mut self, days: u32, now: Timestamp) -> Result<Event, Rejected> {
        self.turn(DataExportStatus::Asked, DataExportStatus::Ready)?;
        self.ready_at = Some(now);
        self.expires_at = Some(now.plus_days(days));
        Ok(Event::DataExportReady { export: self.id, person: self.person })
    }

    /// Ends it once its time is over; what it held is deleted with that.
    pub fn expire(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        if self.expires_at.is_none_or(|at| now < at) {
            return Err(Rule::StepNotOpen.into());
        }
        self.turn(DataExportStatus::Ready, DataExportStatus::Expired)?;
        Ok(Event::DataExportExpired { export: self.id, person: self.person })
    }

    /// Whether somebody may fetch what it holds at an instant: the person alone, once it is ready and until it expires.
    pub fn check_fetched(&self, by: &Actor, now: Timestamp) -> Result<(), Rejected> {
        by.require(Action::FetchData { person: self.person })?;
        let open = self.status == DataExportStatus::Ready && self.expires_at.is_some_and(|at| now < at);
        if open { Ok(()) } else { Err(Rule::DataNotReady.into()) }
    }

    fn turn(&mut self, from: DataExportStatus, to: DataExportStatus) -> Result<(), Rejected> {
        if self.status != from {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        Ok(())
    }
}

/// Whoever asks something for somebody else says why; it stands in the trail.
pub(super) fn needs_reason(by: &Actor, person: Id<Person>, reason: Option<&Remark>) -> Result<(), Rejected> {
    let own = by.person() == Some(person);
    if own || by.is_service() || reason.is_some() { Ok(()) } else { Err(Rule::TextEmpty.at("reason")) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::access::Role;
    use crate::identity::membership::tests::acting;

    pub(crate) fn now() -> Timestamp {
        Timestamp::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(uuid::Uuid::from_u128(n))
    }

    /// Asked by person 7 about themselves.
    pub(crate) fn asked() -> (DataExport, Event) {
        DataExport::ask(&acting(7, Role::Head), id(90), id(7), None, now()).unwrap()
    }

    #[test]
    fn people_ask_about_themselves_and_operators_for_others_with_a_reason() {
        let ask = |by: &Actor, why: Option<&str>| {
            let why = why.map(|it| Remark::new(it).unwrap());
            DataExport::ask(by, id(90), id(7), why.as_ref(), now()).map(|(it, _)| it.asked_by)
        };
        assert_eq!(ask(&Actor::Person(id(7)), None), Ok(Some(id(7))));
        assert_eq!(ask(&acting(8, Role::Head), Some("I would like to")), Err(Rule::NotAllowed.into()));
        assert_eq!(ask(&acting(9, Role::Operator), None), Err(Rule::TextEmpty.at("reason")));
        assert_eq!(ask(&acting(9, Role::Operator), Some("By letter of 3 November")), Ok(Some(id(9))));
    }

    #[test]
    fn only_the_person_fetches_it_while_it_is_ready() {
        let (mut it, _) = asked();
        let own = Actor::Person(id(7));
        assert_eq!(it.check_fetched(&own, now()), Err(Rule::DataNotReady.into()));
        assert!(it.prepare(7, now()).is_ok());
        assert_eq!(it.check_fetched(&own, now().plus_days(6)), Ok(()));
        for other in [acting(9, Role::Operator), acting(8, Role::Head), Actor::Stranger] {
            assert_eq!(it.check_fetched(&other, now()), Err(Rule::NotAllowed.into()));
        }
        assert_eq!(it.check_fetched(&own, now().plus_days(7)), Err(Rule::DataNotReady.into()));
    }

    #[test]
    fn it_expires_when_its_time_is_over_and_not_before() {
        let (mut it, _) = asked();
        assert_eq!(it.expire(now().plus_days(9)), Err(Rule::StepNotOpen.into()));
        assert!(it.prepare(7, now()).is_ok());
        assert_eq!(it.prepare(7, now()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.expire(now().plus_days(6)), Err(Rule::StepNotOpen.into()));
        assert!(it.expire(now().plus_days(7)).is_ok());
    }
}
