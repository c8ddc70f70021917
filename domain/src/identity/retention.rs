//! How long each class of records is kept: dated data, set by the operator and never changed afterwards (DOMAIN C.1).

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::identity::{Person, RecordClass};
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::Remark;
use crate::{Event, Id, Timestamp};

/// The fewest and the most days for which records may be kept once they are over: a day, and a hundred years.
const KEEP_DAYS: std::ops::RangeInclusive<i32> = 1..=36_525;

/// How long records of one class are kept once they are over, from a day on. No such period is verified by a source; each is
/// the operator's own choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Which one.
    pub id: Id<Self>,
    /// Of which records.
    pub class: RecordClass,
    /// The how many-th for that class.
    pub version: i32,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// For how many days they are kept once they are over.
    pub keep_days: i32,
    /// For how many days at least they name whom they name, even if somebody asks to be erased.
    pub at_least_days: i32,
    /// Why so long.
    pub note: Remark,
    /// Who set it; nobody for what the service came with.
    pub set_by: Option<Id<Person>>,
    /// When it was set.
    pub set_at: Timestamp,
}

/// What somebody fills in to set how long records are kept.
#[derive(Clone, Debug)]
pub struct RetentionForm {
    /// For how many days they are kept once they are over.
    pub keep_days: i32,
    /// For how many days at least they name whom they name.
    pub at_least_days: i32,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// Why so long.
    pub note: String,
}

impl RetentionPolicy {
    /// Sets how long records of a class are kept, after the version that was set last.
    pub fn set(
        by: &Actor,
        id: Id<Self>,
        class: RecordClass,
        last: i32,
        form: &RetentionForm,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::SetRetention {})?;
        if !class.has_its_time() {
            return Err(Rule::RetentionFixed.at("recordClass").into());
        }
        let mut faults = Faults::default();
        let note = faults.keep("note", Remark::new(&form.note));
        faults.need(KEEP_DAYS.contains(&form.keep_days), || Rule::NumberOutOfRange.at("keep_days"));
        let least = 0..=form.keep_days.max(0);
        faults.need(least.contains(&form.at_least_days), || Rule::NumberOutOfRange.at("at_least_days"));
        faults.need(form.from >= now.day(), || Rule::DatePassed.at("from"));
        let note = faults.into_result(note)?;
        let it = Self {
            id,
            class,
            version: last + 1,
            from: form.from,
            keep_days: form.keep_days,
            at_least_days: form.at_least_days,
            note,
            set_by: by.person(),
            set_at: now,
        };
        Ok((it, Event::RetentionSet { policy: id, class }))
    }

    /// Whether somebody may see what is due to be forgotten.
    pub fn check_read(by: &Actor) -> Result<(), Rejected> {
        by.require(Action::SetRetention {})
    }

    /// What was over at this instant, or before, is forgotten.
    pub fn over_before(&self, now: Timestamp) -> Timestamp {
        Timestamp::new(now.utc() - chrono::TimeDelta::days(i64::from(self.keep_days)))
    }

    /// Until when a record that was over at an instant must name whom it names.
    pub fn names_until(&self, over: Timestamp) -> Timestamp {
        over.plus_days(self.at_least_days.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::identity::data_export::tests::now;
    use crate::identity::membership::tests::acting;

    fn form() -> RetentionForm {
        RetentionForm { keep_days: 400, at_least_days: 0, from: now().day(), note: "Two inspections".into() }
    }

    fn set(by: &Actor, class: RecordClass, form: &RetentionForm) -> Result<RetentionPolicy, Vec<Rejected>> {
        let id = Id::from_uuid(uuid::Uuid::from_u128(92));
        RetentionPolicy::set(by, id, class, 1, form, now()).map(|(it, _)| it).map_err(Refusals::into_vec)
    }

    #[test]
    fn operators_set_how_long_records_are_kept_by_new_versions() {
        let it = set(&acting(9, Role::Operator), RecordClass::Work, &form()).unwrap();
        assert_eq!(
            (it.version, it.over_before(now())),
            (2, Timestamp::new(now().utc() - chrono::TimeDelta::days(400)))
        );
        assert_eq!(set(&acting(8, Role::Head), RecordClass::Work, &form()), Err(vec![Rule::NotAllowed.into()]));
    }

    #[test]
    fn what_names_nobody_or_stands_in_the_contract_has_no_time_that_could_be_set() {
        for class in [RecordClass::Money, RecordClass::Trail, RecordClass::Answer, RecordClass::Directory] {
            let no = set(&acting(9, Role::Operator), class, &form());
            assert_eq!(no, Err(vec![Rule::RetentionFixed.at("recordClass")]), "{class:?}");
        }
    }

    #[test]
    fn times_make_sense_and_begin_today_at_the_earliest() {
        let operator = acting(9, Role::Operator);
        let bad = RetentionForm { keep_days: 0, at_least_days: 1, note: String::new(), ..form() };
        let bad = RetentionForm { from: now().day() - chrono::Days::new(1), ..bad };
        let no = set(&operator, RecordClass::Work, &bad).unwrap_err();
        let rules: Vec<_> = no.iter().map(|no| no.rule).collect();
        assert_eq!(rules, [Rule::TextEmpty, Rule::NumberOutOfRange, Rule::NumberOutOfRange, Rule::DatePassed]);
    }
}
