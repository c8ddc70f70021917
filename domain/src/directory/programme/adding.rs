//! Programmes are added, get new rules and end, as whoever runs the service says. What was said stays: rules follow one another,
//! and the days of rules by which a grant was opened are not cut from under it (DOMAIN C37, decision 109).

use chrono::{Days, NaiveDate};

use super::{Programme, ProgrammeRules, ProgrammeVersion};
use crate::access::{Action, Actor};
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Remark};
use crate::time::Period;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// The most letters of a short name.
const MOST_LETTERS: usize = 60;

/// A programme as it is typed, with its first rules.
#[derive(Clone, Debug)]
pub struct ProgrammeForm {
    /// Its short name.
    pub code: String,
    /// Whose programme it is.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its first rules.
    pub first: RulesForm,
}

/// The rules of a programme for a time, as they are typed.
#[derive(Clone, Debug)]
pub struct RulesForm {
    /// The first day.
    pub since: NaiveDate,
    /// The last day; nothing while they go on.
    pub until: Option<NaiveDate>,
    /// What holds.
    pub rules: ProgrammeRules,
}

impl Programme {
    /// Whether a text may be a short name: small letters and digits, in words joined by hyphens.
    pub fn is_code(text: &str) -> bool {
        let plain =
            |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        text.len() <= MOST_LETTERS && text.split('-').all(plain)
    }

    /// Adds a programme with its first rules. `taken` says whether there is one by that short name.
    pub fn add(id: Id<Self>, form: &ProgrammeForm, taken: bool, by: &Actor) -> Result<(Self, [Event; 2]), Refusals> {
        by.require(Action::KeepProgrammes {})?;
        let mut faults = Faults::default();
        faults.need(Self::is_code(&form.code), || Rule::ProgrammeCodeNotPlain.at("code"));
        faults.need(!taken, || Rule::ProgrammeExists.at("code"));
        let owner = faults.keep("owner", Name::new(&form.owner));
        let name = faults.keep("name", Name::new(&form.name));
        let about = faults.keep("about", Remark::new(&form.about));
        form.first.check(None, &mut faults);
        let ((owner, name), about) = faults.into_result(owner.zip(name).zip(about))?;
        let mut it = Self {
            id,
            code: form.code.clone(),
            owner: owner.as_str().to_owned(),
            name: name.as_str().to_owned(),
            about: about.as_str().to_owned(),
            versions: Vec::new(),
            figures: Vec::new(),
        };
        let first = it.follow(&form.first);
        Ok((it, [Event::ProgrammeAdded { programme: id }, first]))
    }

    /// Adds rules that follow those of before. Rules without an end then end on the day before, which has not passed: `opened`
    /// is the latest first day of the grants that were opened by them.
    pub fn add_rules(
        &mut self,
        form: &RulesForm,
        opened: Option<NaiveDate>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusals> {
        by.require(Action::KeepProgrammes {})?;
        let mut faults = Faults::default();
        form.check(Some(self), &mut faults);
        faults.end()?;
        let mut events = Vec::new();
        let last = form.since - Days::new(1);
        if let Some(open) = self.versions.last().filter(|it| it.until.is_none()) {
            if last < open.since {
                return Err(Rule::ProgrammeRulesOverlap.at("rules.since").into());
            }
            events.push(self.close(last, opened, now).map_err(|no| no.at("rules.since"))?);
        }
        events.push(self.follow(form));
        Ok(events)
    }

    /// Ends rules that have no end, for a reason, on a day that has not passed, or was yesterday.
    pub fn end(
        &mut self,
        (until, reason): (NaiveDate, Remark),
        opened: Option<NaiveDate>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::KeepProgrammes {})?;
        let event = self.close(until, opened, now)?;
        if let Some(it) = self.versions.last_mut() {
            it.end_reason = Some(reason);
        }
        Ok(event)
    }

    /// The number of the rules that were added last: it grows with each, so that whoever ends them can say which they have
    /// read.
    pub fn version(&self) -> i32 {
        self.versions.last().map_or(0, |it| it.number)
    }

    fn close(&mut self, until: NaiveDate, opened: Option<NaiveDate>, now: Timestamp) -> Result<Event, Rejected> {
        let programme = self.id;
        let open = self.versions.last_mut().filter(|it| it.until.is_none()).ok_or(Rule::StepNotOpen)?;
        if until < open.since {
            return Err(Rule::PeriodBackwards.at("until"));
        }
        if until < now.day() - Days::new(1) {
            return Err(Rule::DatePassed.at("until"));
        }
        if opened.is_some_and(|opened| opened > until) {
            return Err(Rule::ProgrammeRulesInUse.at("until"));
        }
        open.until = Some(until);
        Ok(Event::ProgrammeEnded { programme, version: open.number, until })
    }

    fn follow(&mut self, form: &RulesForm) -> Event {
        let version = self.versions.last().map_or(1, |it| it.number + 1);
        let RulesForm { since, until, rules } = form.clone();
        self.versions.push(ProgrammeVersion { number: version, since, until, end_reason: None, rules });
        Event::ProgrammeRulesAdded { programme: self.id, version, since }
    }
}

impl RulesForm {
    /// Checks the days, after the rules of before, and everything that would hold on them.
    fn check(&self, of: Option<&Programme>, faults: &mut Faults) {
        let mut own = Faults::default();
        self.check_each(of, &mut own);
        for no in own.end().map_err(Refusals::into_vec).err().unwrap_or_default() {
            let field = format!("rules.{}", no.field.as_deref().unwrap_or_default());
            faults.need(false, || no.at(field));
        }
    }

    fn check_each(&self, of: Option<&Programme>, faults: &mut Faults) {
        if let Some(until) = self.until {
            faults.keep("until", Period::new(self.since, until));
        }
        let last = of.and_then(|it| it.versions.last());
        let after = last.and_then(|it| it.until).is_none_or(|until| self.since > until);
        faults.need(after, || Rule::ProgrammeRulesOverlap.at("since"));
        let rounds = of.map_or(&[][..], |it| &it.versions[..]).iter().filter_map(|it| it.rules.round);
        let rounds = rounds.map(|it| it.number).max().unwrap_or(0);
        let next = self.rules.round.is_none_or(|round| round.number == rounds + 1);
        faults.need(next, || Rule::NumberOutOfRange.at("round.number"));
        self.rules.check(faults);
    }
}

#[cfg(test)]
mod tests;
