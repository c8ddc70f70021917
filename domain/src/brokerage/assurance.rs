//! Safeguarding assurances: the employer's word that somebody was checked for work at schools (DOMAIN part B, KCSIE). A
//! word is all there is of it: no certificate, no number of one, no document.

mod travel;

use chrono::{Months, NaiveDate};
pub use travel::{Assurances, Travelling};

use crate::access::{Action, Actor, Role};
use crate::directory::{School, Specialist};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Remark, Title};
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

/// The most months for which an assurance is given at once, from the day on which it is given.
const MOST_MONTHS: Months = Months::new(36);
/// The digits of the number of a certificate of the Disclosure and Barring Service.
const CERTIFICATE_DIGITS: usize = 12;

words! {
    /// The work at a school for which somebody was checked.
    pub enum AssuranceScope {
        /// Work at a school, always in the company of its staff.
        Accompanied = "accompanied",
        /// Work at a school, also without its staff beside.
        Unaccompanied = "unaccompanied",
    }

    /// Where a safeguarding assurance stands.
    pub enum AssuranceStatus {
        /// It was given, and holds until its last day.
        Given = "given",
        /// The employer took it back.
        Withdrawn = "withdrawn",
        /// Its last day is over.
        Lapsed = "lapsed",
        /// The person works for another school now.
        Ended = "ended",
    }
}

/// An employer's assurance that somebody was checked for work at schools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeguardingAssurance {
    /// Its id.
    pub id: Id<SafeguardingAssurance>,
    /// The school that employs them and gives its word.
    pub employer: Id<School>,
    /// The specialist for whom; nobody where it is for whomever the school sends.
    pub specialist: Option<Id<Specialist>>,
    /// The person who is that specialist.
    pub person: Option<Id<Person>>,
    /// When the employer checked last.
    pub checked_on: NaiveDate,
    /// For which work.
    pub scope: AssuranceScope,
    /// Where the employer's letter is found, if there is one.
    pub letter: Option<Title>,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
    /// Who gave it.
    pub assured_by: Id<Person>,
    /// As what they did: the head, or a governor for the head.
    pub assured_as: Role,
    /// When.
    pub assured_at: Timestamp,
    /// Where it stands.
    pub status: AssuranceStatus,
    /// When it ended, in whatever way.
    pub ended_at: Option<Timestamp>,
    /// Why it was withdrawn.
    pub end_reason: Option<Remark>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(SafeguardingAssurance = "asr");

/// For whom an employer speaks: one specialist, or whomever the school sends.
#[derive(Clone, Copy, Debug)]
pub struct Assured {
    /// The employer.
    pub employer: Id<School>,
    /// The specialist, and the person who that is.
    pub specialist: Option<(Id<Specialist>, Id<Person>)>,
}

/// An assurance as it is typed.
#[derive(Clone, Debug)]
pub struct AssuranceForm {
    /// When the employer checked last.
    pub checked_on: NaiveDate,
    /// For which work.
    pub scope: AssuranceScope,
    /// Where the employer's letter is found.
    pub letter: Option<String>,
    /// The last day on which it holds.
    pub valid_until: NaiveDate,
}

impl SafeguardingAssurance {
    /// Gives an assurance for the employer. Nobody gives it for themselves: a head's is given by a governor.
    pub fn give(
        id: Id<Self>,
        of: Assured,
        form: &AssuranceForm,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::AssureSafeguarding { home: of.employer })?;
        let (assured_by, assured_as) = by.person().zip(by.role()).ok_or(Rule::NotAllowed)?;
        let (specialist, person) = of.specialist.unzip();
        if person == Some(assured_by) {
            return Err(Rule::OwnAssurance.at("specialist").into());
        }
        let today = now.day();
        let mut faults = Faults::default();
        faults.need(form.checked_on <= today, || Rule::CheckAhead.at("checkedOn"));
        faults.need(form.valid_until >= today, || Rule::DatePassed.at("validUntil"));
        let last = today.checked_add_months(MOST_MONTHS).unwrap_or(today);
        faults.need(form.valid_until <= last, || Rule::AssuranceTooLong.at("validUntil"));
        let typed = form.letter.as_deref();
        faults.need(!typed.is_some_and(holds_certificate), || Rule::CertificateNumber.at("letterRef"));
        let letter = typed.map(|text| faults.keep("letterRef", Title::new(text)));
        faults.end()?;
        let it = Self {
            id,
            employer: of.employer,
            specialist,
            person,
            checked_on: form.checked_on,
            scope: form.scope,
            letter: letter.flatten(),
            valid_until: form.valid_until,
            assured_by,
            assured_as,
            assured_at: now,
            status: AssuranceStatus::Given,
            ended_at: None,
            end_reason: None,
            version: 1,
        };
        Ok((it, Event::AssuranceGiven { assurance: id, school: of.employer }))
    }

    /// Takes it back for the employer, saying why. From this day on no visit in person rests on it.
    pub fn withdraw(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AssureSafeguarding { home: self.employer })?;
        self.close(AssuranceStatus::Withdrawn, now)?;
        self.end_reason = Some(reason);
        Ok(Event::AssuranceWithdrawn { assurance: self.id, school: self.employer })
    }

    /// Ends it when its last day is over.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        if self.valid_until >= now.day() {
            return Err(Rule::StepNotOpen.into());
        }
        self.close(AssuranceStatus::Lapsed, now)?;
        Ok(Event::AssuranceLapsed { assurance: self.id, school: self.employer })
    }

    /// Ends it because the person works for another school now: whoever employs them gives their own.
    pub fn end(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.close(AssuranceStatus::Ended, now)?;
        Ok(Event::AssuranceEnded { assurance: self.id, school: self.employer })
    }

    fn close(&mut self, as_what: AssuranceStatus, now: Timestamp) -> Result<(), Rejected> {
        if self.status != AssuranceStatus::Given {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = as_what;
        self.ended_at = Some(now);
        Ok(())
    }

    /// Whether work on that day may rest on it: it was given by then, its last day is not over, and it had not ended.
    pub fn covers(&self, day: NaiveDate) -> bool {
        let ended = self.ended_at.is_some_and(|at| day >= at.day());
        (self.assured_at.day()..=self.valid_until).contains(&day) && !ended
    }
}

/// Whether a text holds the number of a certificate: twelve digits, with spaces or hyphens between them or without. The table
/// reads it the same way.
fn holds_certificate(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let begins = |at: &usize| digit(*at) && (*at == 0 || !digit(at - 1));
    (0..letters.len()).filter(begins).any(|from| {
        let run = (from..letters.len()).take_while(|at| digit(*at) || matches!(letters[*at], ' ' | '-'));
        run.filter(|at| digit(*at)).nth(CERTIFICATE_DIGITS - 1).is_some_and(|last| !digit(last + 1))
    })
}

#[cfg(test)]
pub(crate) mod tests;
