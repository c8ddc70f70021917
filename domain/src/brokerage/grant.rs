//! Grants of national programmes: money for some years, of which each is released when others have matched it and the reviews
//! before it are passed (DOMAIN C36). What moves the money is in `grant/money.rs`.

mod money;

use chrono::{Days, Months, NaiveDate};

use crate::access::{Action, Actor};
use crate::brokerage::GrantYearStatus;
use crate::directory::{Alliance, Application, Award, Programme, ProgrammeMember, ProgrammeRules, ReviewGate, School};
use crate::identity::Person;
use crate::reciprocity::{GiveBack, Obligation, ObligationKind, ObligationSource, Owing};
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, Word};

pub use money::{GrantHeld, GrantLine, GrantLineKind};

/// Money of a programme for a network that a school leads, or for somebody who works there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: Id<Grant>,
    /// The programme's short name.
    pub programme: String,
    /// The version of the programme's rules by which it was opened.
    pub version_of_rules: i32,
    /// The alliance whose brokers keep it.
    pub alliance: Id<Alliance>,
    /// The school that leads, or at which the person works.
    pub school: Id<School>,
    /// The person for whom it is, where people take part in the programme.
    pub person: Option<Id<Person>>,
    /// The first day of the first year.
    pub starts_on: NaiveDate,
    /// What each year pays, as it was when the grant was opened.
    pub award: Award,
    /// What others must match of it, in pence a year.
    pub to_match: i64,
    /// The review that must be passed, if there is one.
    pub review: Option<ReviewGate>,
    /// The good practice that is owed for it, by the programme's rules (DOMAIN C40).
    pub share_back: Option<Id<Obligation>>,
    /// When it was reviewed last, and whether it passed.
    pub reviewed: Option<(NaiveDate, bool)>,
    /// Its years, the first before the others.
    pub years: Vec<GrantYear>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// One year of a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantYear {
    /// Which one, from 1.
    pub year: i32,
    /// Where it stands.
    pub status: GrantYearStatus,
    /// What it pays, in pence.
    pub pence: i64,
    /// What confirmed visits have spent of it, in pence.
    pub spent: i64,
    /// What is held back of it for support that was agreed, in pence.
    pub reserved: i64,
    /// What others have matched, in pence.
    pub matched: i64,
    /// By what that is seen.
    pub evidence: Option<Remark>,
    /// When it was evidenced.
    pub evidenced_at: Option<Timestamp>,
    /// When its money was released.
    pub released_at: Option<Timestamp>,
}

/// What is known of a grant that is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The new id.
    pub id: Id<Grant>,
    /// The alliance whose brokers keep it.
    pub alliance: Id<Alliance>,
    /// The school that leads, or at which the person works.
    pub school: Id<School>,
    /// For whom it is, and whether they are employed at the school.
    pub person: Option<(Id<Person>, bool)>,
    /// The id of what is owed for it, if the programme asks that good practice be shared.
    pub share_back: Id<Obligation>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// Who would take part.
    pub application: &'a Application,
}

impl Grant {
    /// Opens a grant by the rules of the day on which it begins, with everything that stands against it.
    pub fn open(
        it: &Opening<'_>,
        programme: &Programme,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::OpenGrant { alliance: it.alliance })?;
        let rules = programme.on(it.starts_on).ok_or_else(|| Rule::ProgrammeClosed.at("startsOn"))?;
        let (number, rules): (i32, &ProgrammeRules) = (rules.number, &rules.rules);
        let weighed = rules.weigh(it.application);
        let mut faults = Faults::default();
        for shortfall in weighed.shortfalls {
            let field = format!("application.{}", shortfall.as_str());
            faults.need(false, || Rule::GrantNotEligible.at(field).saying(shortfall.about().to_owned()));
        }
        faults.need(weighed.award.is_some(), || Rule::NothingToFund.at("application.stage"));
        let is_for_person = it.application.member == ProgrammeMember::Person;
        faults.need(it.person.is_some() || !is_for_person, || Rule::GrantPersonMissing.at("person"));
        faults.need(it.person.is_none() || is_for_person, || Rule::GrantNotForPerson.at("person"));
        let employed = it.person.is_none_or(|(_, employed)| employed) || !is_for_person;
        faults.need(employed, || Rule::GrantPersonElsewhere.at("person"));
        let award = faults.into_result(weighed.award)?;
        let year = |year| GrantYear {
            year,
            status: GrantYearStatus::Planned,
            pence: award.pence,
            spent: 0,
            reserved: 0,
            matched: 0,
            evidence: None,
            evidenced_at: None,
            released_at: None,
        };
        let grant = Self {
            id: it.id,
            programme: programme.code.clone(),
            version_of_rules: number,
            alliance: it.alliance,
            school: it.school,
            person: it.person.map(|(person, _)| person),
            starts_on: it.starts_on,
            award,
            to_match: rules.to_match(&award),
            review: rules.review,
            share_back: rules.share_back_days.map(|_| it.share_back),
            reviewed: None,
            years: (1..=rules.years.unwrap_or(1)).map(year).collect(),
            opened_at: now,
            version: 1,
        };
        Ok((grant, Event::GrantOpened { grant: it.id, alliance: it.alliance, school: it.school }))
    }

    /// What the school owes for a grant that was just opened: good practice, shared with all schools, so many days from now or
    /// from the first day on (DOMAIN C40). A person's grant is a bursary.
    pub fn condition(
        &self,
        (programme, application): (&Programme, &Application),
        by: &Actor,
        now: Timestamp,
    ) -> Result<Option<(Obligation, Event)>, Refusals> {
        by.require(Action::OpenGrant { alliance: self.alliance })?;
        let days = programme.on(self.starts_on).and_then(|it| it.rules.share_back_days);
        let Some((id, days)) = self.share_back.zip(days) else { return Ok(None) };
        let due_on = self.starts_on.max(now.day()) + Days::new(days.unsigned_abs().into());
        let is_bursary = application.member == ProgrammeMember::Person;
        let owing = Owing {
            id,
            debtor: self.school,
            creditor: None,
            alliance: Some(self.alliance),
            what: GiveBack { kind: ObligationKind::SharePractice, half_days: None, due_on },
            source: if is_bursary { ObligationSource::Bursary } else { ObligationSource::Grant },
            note: Remark::new("Good practice is shared for the grant.").expect("the sentence is plain and short"),
        };
        Obligation::create(owing, by, Some(self.alliance), now).map(Some)
    }

    /// Writes down what others have matched of a year's money; before it is released it may be put right.
    pub fn evidence(
        &mut self,
        year: i32,
        pence: i64,
        evidence: Remark,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::EvidenceMatch { alliance: self.alliance })?;
        let (grant, to_match) = (self.id, self.to_match);
        let it = self.year(year)?;
        if it.status == GrantYearStatus::Released {
            return Err(Rule::StepNotOpen.into());
        }
        if pence < to_match {
            return Err(Rule::GrantMatchTooLow.at("amount"));
        }
        it.status = GrantYearStatus::MatchEvidenced;
        it.matched = pence;
        it.evidence = Some(evidence);
        it.evidenced_at = Some(now);
        Ok(Event::GrantMatched { grant, year })
    }

    /// Writes down the review that must be passed; not before its time. One that was not passed may be held again.
    pub fn review(&mut self, on: NaiveDate, passed: bool, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ReviewGrant { alliance: self.alliance })?;
        let gate = self.review.ok_or(Rule::StepNotOpen)?;
        if self.has_passed() {
            return Err(Rule::StepNotOpen.into());
        }
        let earliest = self.starts_on + Months::new(gate.after_months.unsigned_abs());
        let last = self.reviewed.map(|(on, _)| on);
        if on < earliest || last.is_some_and(|last| on < last) || on > now.day() {
            return Err(Rule::GrantReviewEarly.at("heldOn"));
        }
        self.reviewed = Some((on, passed));
        Ok(Event::GrantReviewed { grant: self.id })
    }

    /// Releases a year's money: once the year has begun, the one before it was released, others have matched it, and the
    /// review before it is passed. Nothing is released while what is owed for it is overdue (DOMAIN C40), as `overdue` says.
    pub fn release(&mut self, year: i32, overdue: bool, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ReleaseGrant { alliance: self.alliance })?;
        let (grant, passed, gate) = (self.id, self.has_passed(), self.review);
        let begins = self.starts_on + Months::new(12 * (year.unsigned_abs().max(1) - 1).min(100));
        let status = |years: &[GrantYear]| years.iter().find(|it| it.year == year - 1).map(|it| it.status);
        let in_turn = year == 1 || status(&self.years) == Some(GrantYearStatus::Released);
        let matched = self.to_match == 0;
        let it = self.year(year)?;
        if it.status == GrantYearStatus::Released || !in_turn {
            return Err(Rule::StepNotOpen.into());
        }
        if begins > now.day() {
            return Err(Rule::GrantYearAhead.at("year"));
        }
        if overdue {
            return Err(Rule::ShareBackOverdue.at("year"));
        }
        if it.status != GrantYearStatus::MatchEvidenced && !matched {
            return Err(Rule::GrantMatchMissing.at("year"));
        }
        if gate.is_some_and(|gate| year >= gate.before_year) && !passed {
            return Err(Rule::GrantReviewMissing.at("year"));
        }
        it.status = GrantYearStatus::Released;
        it.released_at = Some(now);
        Ok(Event::GrantYearReleased { grant, year })
    }

    /// Whether the review is passed.
    pub fn has_passed(&self) -> bool {
        self.reviewed.is_some_and(|(_, passed)| passed)
    }

    fn year(&mut self, year: i32) -> Result<&mut GrantYear, Rejected> {
        self.years.iter_mut().find(|it| it.year == year).ok_or_else(|| Rule::NumberOutOfRange.at("year"))
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
