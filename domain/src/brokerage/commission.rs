//! Joint commissions: several schools back one request for support, each by the word of its own head, and share what it costs
//! (DOMAIN C39, A11).

mod ceiling;
mod statement;
mod succession;
mod vocabulary;

use crate::access::{Action, Actor};
use crate::brokerage::payer::{WHOLE, apportion};
use crate::brokerage::{Booked, Charge, Deployment, PayerKind};
use crate::directory::School;
use crate::exchange::{RequestStatus, SupportRequest};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use statement::{ChargePart, part_csv};
pub use succession::Parties;
pub use vocabulary::{BackerStatus, BackingDecline, CommissionStatus};

/// Within how many days a school is asked to answer: the request waits for it.
const ANSWER_DAYS: u32 = 14;
/// The most schools that back one request.
const MOST_BACKERS: usize = 30;

/// Several schools that back one request for support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointCommission {
    /// Its id.
    pub id: Id<JointCommission>,
    /// The request that they back.
    pub request: Id<SupportRequest>,
    /// The school that raised the request, and receives the support.
    pub lead: Id<School>,
    /// What they buy together, in words for the schools that are asked.
    pub purpose: Remark,
    /// The schools with their parts, the lead first.
    pub backers: Vec<Backer>,
    /// Where it stands.
    pub status: CommissionStatus,
    /// The support that was agreed for it.
    pub deployment: Option<Id<Deployment>>,
    /// What the receiving school pays of all of it as it was agreed, in pence; nothing of what was agreed before that was kept.
    pub price: Option<i64>,
    /// Who asked the schools, and says what they buy together.
    pub asked_by: Option<Id<Person>>,
    /// When the schools were asked.
    pub asked_at: Timestamp,
    /// Until when they may answer; nothing of what was asked before a day was kept.
    pub respond_by: Option<Timestamp>,
    /// When the last of them agreed to back it.
    pub backed_at: Option<Timestamp>,
    /// When the support was agreed, a school declined or did not answer in time, or it was taken back.
    pub ended_at: Option<Timestamp>,
    /// Why it was taken back.
    pub reason: Option<Remark>,
    /// Who took it back; nobody where it ended with its request, and the sentence is the service's own.
    pub ended_by: Option<Id<Person>>,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// A school that backs a joint commission, or is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backer {
    /// The school.
    pub school: Id<School>,
    /// Its part of what the receiving school would pay, in hundredths of a per cent.
    pub part: i64,
    /// How many of the half-days are for it.
    pub half_days: i32,
    /// The most that it may pay of all of it, in pence, as it was told when it was asked; nothing of those asked before that was
    /// told.
    pub ceiling: Option<i64>,
    /// What its head says.
    pub status: BackerStatus,
    /// When its head said so, or the time for it had passed.
    pub answered_at: Option<Timestamp>,
    /// Why it does not back it, if it does not.
    pub decline_reason: Option<BackingDecline>,
}

/// What is filled in to ask schools to back a request.
#[derive(Clone, Debug)]
pub struct Commissioning {
    /// The new id.
    pub id: Id<JointCommission>,
    /// What they buy together.
    pub purpose: Remark,
    /// The schools, each with its part and its half-days; the lead is one of them.
    pub backers: Vec<(Id<School>, i64, i32)>,
    /// The most that the receiving school would pay of all of it, in pence: each school is told its part of that, and bound to no
    /// more.
    pub most: i64,
}

impl JointCommission {
    /// Asks schools to back a request that its own school has raised and that is not placed yet. Its head says thereby that the
    /// lead backs it.
    pub fn ask(
        it: Commissioning,
        request: &SupportRequest,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Vec<Event>), Refusals> {
        use RequestStatus::{Matching, Proposed, Submitted, Triaged};

        by.require(Action::LeadCommission { school: request.school })?;
        if !matches!(request.status, Submitted | Triaged | Matching | Proposed) {
            return Err(Rule::StepNotOpen.into());
        }
        let mut faults = Faults::default();
        let several = (2..=MOST_BACKERS).contains(&it.backers.len());
        faults.need(several, || Rule::NumberOutOfRange.at("backers"));
        faults.need((1..=ceiling::MOST_PENCE).contains(&it.most), || Rule::NumberOutOfRange.at("most"));
        for (n, (school, part, half_days)) in it.backers.iter().enumerate() {
            let field = |of: &str| format!("backers.{n}.{of}");
            let twice = it.backers[..n].iter().any(|(other, ..)| other == school);
            faults.need(!twice, || Rule::BackerTwice.at(field("school")));
            faults.need((1..=WHOLE).contains(part), || Rule::NumberOutOfRange.at(field("part")));
            faults.need((0..=request.draft.kind.most_half_days()).contains(half_days), || {
                Rule::NumberOutOfRange.at(field("halfDays"))
            });
        }
        let whole = it.backers.iter().map(|(_, part, _)| part.clamp(&0, &WHOLE)).sum::<i64>();
        faults.need(whole == WHOLE, || Rule::SharesNotWhole.at("backers"));
        let leads = it.backers.iter().any(|(school, ..)| *school == request.school);
        faults.need(leads, || Rule::CommissionWithoutLead.at("backers"));
        faults.end()?;
        let backer = |(school, part, half_days): (Id<School>, i64, i32)| {
            let leads = school == request.school;
            let status = if leads { BackerStatus::Backing } else { BackerStatus::Asked };
            let ceiling = Some(ceiling::part_of(it.most, part));
            Backer { school, part, half_days, ceiling, status, answered_at: leads.then_some(now), decline_reason: None }
        };
        let mut backers: Vec<Backer> = it.backers.into_iter().map(backer).collect();
        backers.sort_by_key(|it| it.school != request.school);
        let respond_by = now.plus_days(ANSWER_DAYS);
        let asked = backers.iter().skip(1).map(|backer| backer.school);
        let asked = asked.map(|school| Event::CommissionAsked { commission: it.id, school, respond_by });
        let events = asked.collect();
        let commission = Self {
            id: it.id,
            request: request.id,
            lead: request.school,
            purpose: it.purpose,
            backers,
            status: CommissionStatus::Asked,
            deployment: None,
            price: None,
            asked_by: by.person(),
            asked_at: now,
            respond_by: Some(respond_by),
            backed_at: None,
            ended_at: None,
            reason: None,
            ended_by: None,
            version: 1,
        };
        Ok((commission, events))
    }

    /// Says, for the own school, whether it backs the commission or why not: its head's consent (DOMAIN A11). A no ends
    /// it, because the parts of the others would no longer make up the whole.
    pub fn answer(
        &mut self,
        school: Id<School>,
        no: Option<BackingDecline>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Event>, Rejected> {
        by.require(Action::AnswerCommission { school })?;
        let (commission, request) = (self.id, self.request);
        let (open, late) = (self.status == CommissionStatus::Asked, self.is_late(now));
        let asked = |it: &&mut Backer| open && it.school == school && it.status == BackerStatus::Asked;
        let backer = self.backers.iter_mut().find(asked).ok_or(Rule::StepNotOpen)?;
        if no.is_none() && late {
            return Err(Rule::AnswerOverdue.into());
        }
        backer.answered_at = Some(now);
        if let Some(reason) = no {
            (backer.status, backer.decline_reason) = (BackerStatus::Declined, no);
            self.status = CommissionStatus::Declined;
            self.ended_at = Some(now);
            return Ok(vec![Event::CommissionDeclined { commission, school, request, reason }]);
        }
        backer.status = BackerStatus::Backing;
        let mut events = vec![Event::CommissionBacked { commission, school, request }];
        if self.backers.iter().all(|it| it.status == BackerStatus::Backing) {
            self.status = CommissionStatus::Backed;
            self.backed_at = Some(now);
            events.push(Event::CommissionWhole { commission, request });
        }
        Ok(events)
    }

    /// Takes it back, saying why, before the support is agreed.
    pub fn end(&mut self, reason: Remark, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::LeadCommission { school: self.lead })?;
        let event = self.stop(reason, now)?;
        self.ended_by = by.person();
        Ok(event)
    }

    /// Ends with its request, for which no support was agreed.
    pub fn fall(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.stop(Remark::new("The request came to its end.").expect("the sentence is plain and short"), now)
    }

    /// Ends it when not every school has answered in time: the parts of the others do not make up the whole.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        if !self.is_late(now) {
            return Err(Rule::StepNotOpen.into());
        }
        for silent in self.backers.iter_mut().filter(|it| it.status == BackerStatus::Asked) {
            silent.status = BackerStatus::Lapsed;
            silent.answered_at = Some(now);
        }
        self.status = CommissionStatus::Lapsed;
        self.ended_at = Some(now);
        Ok(Event::CommissionLapsed { commission: self.id, request: self.request })
    }

    fn is_late(&self, now: Timestamp) -> bool {
        self.status == CommissionStatus::Asked && self.respond_by.is_some_and(|last| now > last)
    }

    fn stop(&mut self, reason: Remark, now: Timestamp) -> Result<Event, Rejected> {
        if !matches!(self.status, CommissionStatus::Asked | CommissionStatus::Backed) {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = CommissionStatus::Ended;
        self.ended_at = Some(now);
        self.reason = Some(reason);
        Ok(Event::CommissionEnded { commission: self.id })
    }

    /// Binds the schools to the support that is agreed: every school backs it, it is paid for in money, no more half-days are
    /// told to the schools than were agreed, the school that gives does not pay itself, and none pays more than it was told.
    ///
    /// Part of agreeing, whose own permission was asked by then.
    pub fn bind(&mut self, to: &Deployment, now: Timestamp) -> Result<Event, Rejected> {
        if self.status != CommissionStatus::Backed {
            return Err(Rule::CommissionUnbacked.into());
        }
        if !to.terms.as_ref().is_some_and(|terms| terms.settlement.is_money()) {
            return Err(Rule::CommissionUnpaid.at("settlement.kind"));
        }
        if self.backers.iter().map(|it| it.half_days).sum::<i32>() > to.half_days {
            return Err(Rule::CommissionBeyondAgreed.into());
        }
        if self.backers.iter().any(|it| it.school == to.home) {
            return Err(Rule::CommissionByGiver.into());
        }
        self.require_told(to)?;
        self.status = CommissionStatus::Agreed;
        self.price = Some(Self::price_of(to));
        self.deployment = Some(to.id);
        self.ended_at = Some(now);
        Ok(Event::CommissionAgreed { commission: self.id })
    }

    /// Cuts what the receiving school pays of a charge into the schools' parts. As charges do, each part is the difference
    /// between what the school pays of everything with this charge and without it: so a school's parts always add up to its part
    /// of the whole, to the penny, whatever was reversed in between. What its head took on in the place of others the lead pays
    /// alone: the others have not agreed to that.
    pub fn parts(&self, of: &Deployment, charge: &Charge, booked: &Booked) -> Vec<ChargePart> {
        let Some(terms) = &of.terms else { return Vec::new() };
        let weights: Vec<i64> = self.backers.iter().map(|it| it.part).collect();
        let bill = |half_days| terms.settlement.bill(half_days, of.half_days).paid.of(PayerKind::Host);
        let before = apportion(bill(booked.half_days), &weights);
        let after = apportion(bill(booked.half_days + charge.half_days), &weights);
        let part = |(backer, (before, after)): (&Backer, (i64, i64))| ChargePart {
            charge: charge.id,
            commission: self.id,
            deployment: of.id,
            school: backer.school,
            host: charge.host,
            month: charge.month,
            visited_on: charge.visited_on,
            pence: after - before,
        };
        let mut parts: Vec<_> = self.backers.iter().zip(before.into_iter().zip(after)).map(part).collect();
        if let Some(lead) = parts.first_mut() {
            lead.pence += charge.taken_on.by_host();
        }
        parts
    }
}

#[cfg(test)]
mod tests;
