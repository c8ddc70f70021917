//! An obligation: what a school owes to another, or to all of them, by a day (DOMAIN C40, C.2). It is no debt of the ledger;
//! two tallies and what is owed stand side by side (DOMAIN C.4).

mod passing;
mod reckoning;

use chrono::NaiveDate;

use crate::access::{Action, Actor, Role};
use crate::brokerage::Deployment;
use crate::choice::amount;
use crate::directory::{Alliance, School};
use crate::identity::Person;
use crate::reciprocity::{Given, ObligationKind, ObligationSource, ObligationStatus};
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// The most half-days that are owed at once.
const MOST_HALF_DAYS: i32 = 200;

/// What a school owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Its id.
    pub id: Id<Obligation>,
    /// Who owes it.
    pub debtor: Id<School>,
    /// To whom; `None` for all schools.
    pub creditor: Option<Id<School>>,
    /// The alliance that watches it, beside those to which the two schools belong.
    pub alliance: Option<Id<Alliance>>,
    /// What is owed.
    pub kind: ObligationKind,
    /// How much, in half-days, where it is counted.
    pub half_days: Option<i32>,
    /// The day by which.
    pub due_on: NaiveDate,
    /// What it comes from.
    pub source: ObligationSource,
    /// The deployment with which it was agreed.
    pub deployment: Option<Id<Deployment>>,
    /// What is owed, in words.
    pub note: Remark,
    /// Who wrote that; nobody, where it was agreed with terms.
    pub noted_by: Option<Id<Person>>,
    /// Where it stands.
    pub status: ObligationStatus,
    /// When it was taken on.
    pub created_at: Timestamp,
    /// When it came due.
    pub due_at: Option<Timestamp>,
    /// When it was noted that its day had passed.
    pub overdue_at: Option<Timestamp>,
    /// When it was met or waived.
    pub ended_at: Option<Timestamp>,
    /// What met it, or why it was waived.
    pub ended_by: Option<Remark>,
    /// Who said so.
    pub closed_by: Option<Id<Person>>,
    /// The deployment by which it was met, if it was one.
    pub met_with: Option<Id<Deployment>>,
    /// Whether it was waived by itself, because the support for which it was agreed ended and none of it came.
    pub fell_away: bool,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// What a school gives back, as part of the terms of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiveBack {
    /// What is given.
    pub kind: ObligationKind,
    /// How much, in half-days, where it is counted.
    pub half_days: Option<i32>,
    /// The day by which.
    pub due_on: NaiveDate,
}

/// What is filled in to take on an obligation.
#[derive(Clone, Debug)]
pub struct Owing {
    /// The new obligation's id.
    pub id: Id<Obligation>,
    /// Who owes it.
    pub debtor: Id<School>,
    /// To whom; `None` for all schools.
    pub creditor: Option<Id<School>>,
    /// The alliance that watches it: that of the broker, else one of the debtor's.
    pub alliance: Option<Id<Alliance>>,
    /// What is owed, how much, and by when.
    pub what: GiveBack,
    /// What it comes from.
    pub source: ObligationSource,
    /// What is owed, in words.
    pub note: Remark,
}

impl GiveBack {
    /// Checks what is owed: half-days where the kind counts them, and a day to come.
    pub fn check(
        kind: ObligationKind,
        half_days: Option<i32>,
        due_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let counted = kind != ObligationKind::GiveBack || half_days.is_some();
        faults.need(counted, || Rule::GiveBackUncounted.at("halfDays"));
        if let Some(half_days) = half_days {
            faults.keep("halfDays", amount(half_days, 1..=MOST_HALF_DAYS));
        }
        faults.need(due_on >= today, || Rule::DatePassed.at("dueOn"));
        faults.end()?;
        Ok(Self { kind, half_days, due_on })
    }
}

impl Obligation {
    /// Takes an obligation on: the head of the school that owes it, or, for the conditions of a grant or a bursary, a broker
    /// of an alliance of that school (DOMAIN C40). `school_alliance` is the broker's alliance, if the school belongs to it.
    pub fn create(
        it: Owing,
        by: &Actor,
        school_alliance: Option<Id<Alliance>>,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        let conditional = matches!(it.source, ObligationSource::Grant | ObligationSource::Bursary);
        let school_alliance = school_alliance.filter(|_| conditional);
        by.require(Action::CreateObligation { debtor: it.debtor, school_alliance })?;
        let mut faults = Faults::default();
        faults.need(it.creditor != Some(it.debtor), || Rule::ObligationToSelf.at("creditor"));
        let watched = it.creditor.is_some() || it.alliance.is_some();
        faults.need(watched, || Rule::ObligationUnwatched.at("creditor"));
        // What is agreed with a deployment is agreed in its terms, by both heads.
        faults.need(it.source != ObligationSource::Deployment, || Rule::StepNotOpen.at("source"));
        faults.end()?;
        let (mut obligation, event) = Self::open(it, None, now);
        obligation.noted_by = by.person();
        Ok((obligation, event))
    }

    /// The obligation that two heads agreed with the terms of a deployment: of the host, to the school that gives.
    pub fn agreed(id: Id<Self>, of: &Deployment, now: Timestamp) -> Option<(Self, Event)> {
        let what = of.terms.as_ref()?.give_back?;
        let note = Remark::new("Agreed with the terms of the support.").expect("the sentence is plain and short");
        let (debtor, creditor, alliance) = (of.host, Some(of.home), Some(of.alliance));
        let source = ObligationSource::Deployment;
        Some(Self::open(Owing { id, debtor, creditor, alliance, what, source, note }, Some(of.id), now))
    }

    /// Says what met it: the school to which it is owed, or a broker. Work that is named for it was given by the school that
    /// owes to the one to which it is owed, since then, for nothing but credit, and its half-days met nothing else. `posts` are
    /// those of the two schools at which whoever says so has a post.
    pub fn meet(
        &mut self,
        (by, posts): (&Actor, &[Id<School>]),
        school_alliance: Option<Id<Alliance>>,
        (how, with): (Remark, Option<&Given>),
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::MeetObligation { creditor: self.creditor, alliance: school_alliance })?;
        self.require_apart(by, posts)?;
        self.require_open()?;
        if let Some(given) = with {
            self.require_given(given)?;
        }
        self.end(ObligationStatus::Met, (how, by), now)?;
        self.met_with = with.map(|given| given.deployment);
        Ok(Event::ObligationMet { obligation: self.id })
    }

    /// How many half-days of work it takes to meet it: what is not counted takes one.
    pub fn takes(&self) -> i32 {
        self.half_days.unwrap_or(1)
    }

    /// Takes it up again where it stood, because the work that met it was not done as confirmed.
    pub fn reopen(&mut self) -> Result<Event, Rejected> {
        if self.status != ObligationStatus::Met || self.met_with.is_none() {
            return Err(Rule::StepNotOpen.into());
        }
        self.take_up();
        Ok(Event::ObligationReopened { obligation: self.id })
    }

    /// Waives it, saying why: the school to which it is owed, or a broker. `posts` are those of the two schools at which whoever
    /// does has a post.
    pub fn waive(
        &mut self,
        (by, posts): (&Actor, &[Id<School>]),
        school_alliance: Option<Id<Alliance>>,
        reason: Remark,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::WaiveObligation { creditor: self.creditor, alliance: school_alliance })?;
        self.require_apart(by, posts)?;
        self.end(ObligationStatus::Waived, (reason, by), now)?;
        Ok(Event::ObligationWaived { obligation: self.id })
    }

    /// Whether it is still owed.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, ObligationStatus::Open | ObligationStatus::Due | ObligationStatus::Overdue)
    }

    fn open(it: Owing, deployment: Option<Id<Deployment>>, now: Timestamp) -> (Self, Event) {
        let GiveBack { kind, half_days, due_on } = it.what;
        let obligation = Self {
            id: it.id,
            debtor: it.debtor,
            creditor: it.creditor,
            alliance: it.alliance,
            kind,
            half_days,
            due_on,
            source: it.source,
            deployment,
            note: it.note,
            noted_by: None,
            status: ObligationStatus::Open,
            created_at: now,
            due_at: None,
            overdue_at: None,
            ended_at: None,
            ended_by: None,
            closed_by: None,
            met_with: None,
            fell_away: false,
            version: 1,
        };
        (obligation, Event::ObligationCreated { obligation: it.id, kind, due_on })
    }

    fn end(&mut self, status: ObligationStatus, (words, by): (Remark, &Actor), now: Timestamp) -> Result<(), Rejected> {
        self.require_open()?;
        self.status = status;
        self.ended_at = Some(now);
        self.ended_by = Some(words);
        self.closed_by = by.person();
        Ok(())
    }

    /// Lets it be owed again where it stood before it was ended.
    fn take_up(&mut self) {
        self.status = match (self.due_at, self.overdue_at) {
            (_, Some(_)) => ObligationStatus::Overdue,
            (Some(_), None) => ObligationStatus::Due,
            (None, None) => ObligationStatus::Open,
        };
        (self.ended_at, self.ended_by, self.closed_by) = (None, None, None);
        (self.met_with, self.fell_away) = (None, false);
    }

    /// Nobody settles or forgives what is owed by a school at which they have a post; and no broker what is owed to such a school,
    /// for which its own head speaks (DOMAIN E58).
    fn require_apart(&self, by: &Actor, posts: &[Id<School>]) -> Result<(), Rejected> {
        let speaks = self.creditor.is_some_and(|creditor| by.is_at(&[Role::Head], creditor));
        let own = posts.contains(&self.debtor) || !speaks && self.creditor.is_some_and(|it| posts.contains(&it));
        if own { Err(Rule::ObligationInvolved.into()) } else { Ok(()) }
    }

    fn require_given(&self, given: &Given) -> Result<(), Rejected> {
        let broken = if !given.is_by(self.debtor) {
            // Only what the school itself gave meets what it owes.
            Rule::NotFound
        } else if self.creditor.is_some_and(|creditor| creditor != given.host) {
            Rule::GivenElsewhere
        } else if !given.is_free {
            Rule::GivenForReturn
        } else if !given.covers(self.debtor, self.created_at, self.takes()) {
            Rule::GivenTooLittle
        } else {
            return Ok(());
        };
        Err(broken.at("deployment"))
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.is_open() { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

#[cfg(test)]
mod tests;
