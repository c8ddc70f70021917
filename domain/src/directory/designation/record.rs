//! A designation that somebody holds already, of a scheme that is closed: entered with its dates, not given anew.

use chrono::NaiveDate;

use super::{AtHome, Criteria, Designation, DesignationScheme, DesignationStatus};
use crate::access::{Action, Actor};
use crate::directory::{Alliance, Expertise, Specialist, Taxonomy};
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Note};
use crate::{Event, Id, Rule, Timestamp};

/// What is known of a designation that is held already.
#[derive(Clone, Debug)]
pub struct HeldForm {
    /// The scheme, which is closed.
    pub scheme: DesignationScheme,
    /// Who gave it.
    pub issuer: String,
    /// Since when it is held.
    pub since: NaiveDate,
    /// Until when it is shown, before somebody looks at it again.
    pub until: NaiveDate,
    /// The areas for which it is.
    pub specialisms: Vec<Id<Expertise>>,
    /// What shows that it was given.
    pub evidence: String,
}

impl Designation {
    /// Enters what somebody holds of a closed scheme, as a broker of the alliance that looks after it: with its issuer, its
    /// dates and what shows it (DOMAIN B16, B25). `involved` says whether the broker has a post at the home school, `member`
    /// whether that belongs to the alliance.
    pub fn record(
        by: &Actor,
        id: Id<Self>,
        (who, involved): (&Specialist, bool),
        (alliance, member): (Id<Alliance>, bool),
        form: HeldForm,
        (criteria, taxonomy): (&Criteria, &Taxonomy),
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::RecordDesignation { alliance })?;
        if by.person() == Some(who.person) {
            return Err(Rule::OwnDesignation.into());
        }
        Self::require_uninvolved(by, AtHome { involved, ..AtHome::default() })?;
        let (mut faults, today) = (Faults::default(), now.day());
        faults.need(member, || Rule::NotAMember.at("alliance"));
        faults.need(criteria.is_closed(today), || Rule::SchemeOpen.at("scheme"));
        let before = criteria.closed_on.is_none_or(|closed| form.since < closed);
        faults.need(before, || Rule::HeldAfterClosing.at("since"));
        faults.need(form.until >= today, || Rule::DatePassed.at("until"));
        faults.need((form.until - today).num_days() < super::MOST_DAYS, || Rule::DesignationTooLong.at("until"));
        let issuer = faults.keep("issuer", Name::new(&form.issuer));
        let specialisms = faults.keep("specialisms", taxonomy.choose(form.specialisms));
        let evidence = faults.keep("evidence", Note::new(&form.evidence));
        let ((issuer, specialisms), evidence) = faults.into_result(issuer.zip(specialisms).zip(evidence))?;
        let (scheme, since, until) = (form.scheme, form.since, form.until);
        let it = Self {
            id,
            person: who.person,
            home: who.home,
            applied_from: None,
            moved_at: None,
            post: who.profile.post,
            alliance,
            scheme,
            criteria: None,
            issuer: Some(issuer),
            specialisms,
            evidence,
            leadership_months: None,
            reference: None,
            assessments: Vec::new(),
            status: DesignationStatus::Designated,
            since: Some(since),
            until: Some(until),
            reason: None,
            appeal: None,
            applied_at: now,
            decided_at: Some(now),
            appealed_at: None,
            ended_at: None,
            version: 1,
        };
        Ok((it, Event::DesignationRecorded { designation: id, scheme, alliance, since, until }))
    }
}
