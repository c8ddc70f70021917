//! An offer through its life: drafted, published, paused, confirmed, gone stale, withdrawn (DOMAIN C.2).

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::directory::{School, SchoolStatus};
use crate::exchange::{OfferDraft, OfferStatus, OfferWithdrawal};
use crate::rule::{Rejected, Rule};
use crate::time::Calendar;
use crate::{Event, Id, Timestamp};

/// Something that a school offers to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: Id<Offer>,
    /// The school that offers it.
    pub school: Id<School>,
    /// What is offered.
    pub terms: OfferDraft,
    /// Where it stands.
    pub status: OfferStatus,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// When the school last said that it holds (DOMAIN A13).
    pub last_confirmed_at: Option<Timestamp>,
    /// Why it was taken back; nothing of what was taken back before a reason was kept.
    pub withdraw_reason: Option<OfferWithdrawal>,
    /// When it was drafted.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i32,
}

crate::noun!(Offer = "ofr");

impl Offer {
    /// Drafts an offer of a school. The specialist who delivers it, if one is named, must be the school's own: nobody
    /// offers other people's time (DOMAIN B15).
    pub fn draft(
        by: &Actor,
        id: Id<Self>,
        school: (Id<School>, SchoolStatus),
        specialist_home: Option<Id<School>>,
        terms: OfferDraft,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let (school, standing) = school;
        by.require(Action::DraftOffer { school })?;
        open(standing)?;
        own_specialist(school, &terms, specialist_home)?;
        let offer = Self {
            id,
            school,
            terms,
            status: OfferStatus::Draft,
            published_at: None,
            last_confirmed_at: None,
            withdraw_reason: None,
            created_at: now,
            version: 1,
        };
        Ok((offer, Event::OfferDrafted { offer: id, school }))
    }

    /// Changes what is offered. Once the head has signed an offer by publishing it, only the head changes it; a published
    /// one stays published and is thereby confirmed.
    pub fn revise(
        &mut self,
        by: &Actor,
        specialist_home: Option<Id<School>>,
        terms: OfferDraft,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        let signed = self.status != OfferStatus::Draft;
        by.require(Action::ReviseOffer { school: self.school, signed })?;
        self.refuse_in(&[OfferStatus::Withdrawn])?;
        own_specialist(self.school, &terms, specialist_home)?;
        self.terms = terms;
        if self.is_found() {
            self.last_confirmed_at = Some(now);
        }
        Ok(Event::OfferRevised { offer: self.id, school: self.school })
    }

    /// Publishes a draft: from now on everybody finds it.
    pub fn publish(&mut self, by: &Actor, standing: SchoolStatus, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::PublishOffer { school: self.school })?;
        open(standing)?;
        self.step(&[OfferStatus::Draft], OfferStatus::Published)?;
        self.published_at = Some(now);
        self.last_confirmed_at = Some(now);
        Ok(Event::OfferPublished { offer: self.id, school: self.school })
    }

    /// Holds a published offer back; nothing that the school gave or stands for is lost by it (DOMAIN C27).
    pub fn pause(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::PauseOffer { school: self.school })?;
        self.step(&[OfferStatus::Published], OfferStatus::Paused)?;
        Ok(Event::OfferPaused { offer: self.id, school: self.school })
    }

    /// Puts a paused offer out again, which confirms it.
    pub fn resume(&mut self, by: &Actor, standing: SchoolStatus, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::PublishOffer { school: self.school })?;
        open(standing)?;
        self.step(&[OfferStatus::Paused], OfferStatus::Published)?;
        self.last_confirmed_at = Some(now);
        Ok(Event::OfferResumed { offer: self.id, school: self.school })
    }

    /// Says that the offer still holds; a stale one is found again (DOMAIN A13).
    pub fn confirm(&mut self, by: &Actor, standing: SchoolStatus, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::ConfirmOffer { school: self.school })?;
        open(standing)?;
        self.step(&[OfferStatus::Published, OfferStatus::Stale], OfferStatus::Published)?;
        self.last_confirmed_at = Some(now);
        Ok(Event::OfferConfirmed { offer: self.id, school: self.school })
    }

    /// Takes the offer back for good, from wherever it stands, by a neutral code.
    pub fn withdraw(&mut self, by: &Actor, reason: OfferWithdrawal) -> Result<Event, Rejected> {
        by.require(Action::WithdrawOffer { school: self.school })?;
        self.refuse_in(&[OfferStatus::Withdrawn])?;
        self.status = OfferStatus::Withdrawn;
        self.withdraw_reason = Some(reason);
        Ok(Event::OfferWithdrawn { offer: self.id, school: self.school, reason })
    }

    /// Whether everybody finds it, and matching reads it.
    pub fn is_found(&self) -> bool {
        self.status == OfferStatus::Published
    }

    fn step(&mut self, from: &[OfferStatus], to: OfferStatus) -> Result<(), Rejected> {
        if !from.contains(&self.status) {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        Ok(())
    }

    fn refuse_in(&self, ended: &[OfferStatus]) -> Result<(), Rejected> {
        if ended.contains(&self.status) { Err(Rule::StepNotOpen.into()) } else { Ok(()) }
    }
}

/// The last day whose confirmations have gone stale by a given day: a whole half-term has passed since the one in which
/// they were given (DOMAIN A13). `None` while the calendar holds too few half-terms that have ended.
pub fn stale_since(calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
    let ended: Vec<_> = calendar.iter().map(|(_, days)| days.until()).filter(|last| *last < today).collect();
    ended.len().checked_sub(2).map(|place| ended[place])
}

/// A school that has closed, or has not yet opened, offers nothing (DOMAIN part B).
fn open(standing: SchoolStatus) -> Result<(), Rejected> {
    if standing.is_open() { Ok(()) } else { Err(Rule::SchoolNotOpen.into()) }
}

fn own_specialist(school: Id<School>, terms: &OfferDraft, home: Option<Id<School>>) -> Result<(), Rejected> {
    if terms.specialist.is_none() || home == Some(school) {
        Ok(())
    } else {
        Err(Rule::SpecialistNotOfSchool.at("specialist"))
    }
}
