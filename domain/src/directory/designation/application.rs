//! How a designation begins: somebody applies, and the home school speaks for them.

use super::{AtHome, Criteria, Designation, DesignationScheme, DesignationStatus, Reference};
use crate::access::{Action, Actor};
use crate::directory::{Alliance, Expertise, Post, Specialist, Taxonomy};
use crate::rule::{Faults, Refusals};
use crate::text::Note;
use crate::{Event, Id, Rule, Timestamp, choice};

/// The longest time in leadership that anybody may state, in months.
const MOST_MONTHS: i32 = 600;

/// What somebody says who applies.
#[derive(Clone, Debug)]
pub struct DesignationForm {
    /// The scheme.
    pub scheme: DesignationScheme,
    /// The areas for which they apply.
    pub specialisms: Vec<Id<Expertise>>,
    /// What speaks for them.
    pub evidence: String,
    /// How long they have led, in months.
    pub leadership_months: i32,
}

impl Designation {
    /// Applies, as a person whom a school lists as a specialist, by the criteria in force (DOMAIN B15, B16). Nothing is asked
    /// of the school's type, phase or inspection grade.
    pub fn apply(
        by: &Actor,
        id: Id<Self>,
        who: &Specialist,
        alliance: Id<Alliance>,
        form: DesignationForm,
        (criteria, taxonomy): (&Criteria, &Taxonomy),
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::ApplyForDesignation { person: who.person })?;
        let (mut faults, profile) = (Faults::default(), &who.profile);
        faults.need(!criteria.is_closed(now.day()), || Rule::SchemeClosed.at("scheme"));
        faults.need(criteria.takes(profile.post), || Rule::PostDoesNotFit.at("scheme"));
        faults.need(criteria.is_for(&profile.supports), || Rule::SupportNotSimilar.at("scheme"));
        let specialisms = faults.keep("specialisms", taxonomy.choose(form.specialisms));
        let evidence = faults.keep("evidence", Note::new(&form.evidence));
        let months = faults.keep("leadershipMonths", choice::amount(form.leadership_months, 0..=MOST_MONTHS));
        let least = criteria.leadership_months;
        faults.need(months.is_none_or(|months| months >= least), || {
            Rule::LeadershipTooShort.at("leadershipMonths").saying(format!("This scheme asks for {least} months."))
        });
        let (specialisms, evidence) = faults.into_result(specialisms.zip(evidence))?;
        let it = Self {
            id,
            person: who.person,
            home: who.home,
            applied_from: None,
            moved_at: None,
            post: profile.post,
            alliance,
            scheme: form.scheme,
            criteria: Some(criteria.version),
            issuer: None,
            specialisms,
            evidence,
            leadership_months: Some(form.leadership_months),
            reference: None,
            assessments: Vec::new(),
            status: DesignationStatus::Applied,
            since: None,
            until: None,
            reason: None,
            appeal: None,
            applied_at: now,
            decided_at: None,
            appealed_at: None,
            ended_at: None,
            version: 1,
        };
        Ok((it, Event::DesignationApplied { designation: id, scheme: form.scheme, alliance }))
    }

    /// Speaks for somebody, as the head of the home school, and consents to lend them: both or neither (DOMAIN B15). For a
    /// head who applies the chair of governors speaks; where there is none, a broker of the alliance enters their letter.
    pub fn refer(
        &mut self,
        by: &Actor,
        at_home: AtHome,
        (text, releases): (&str, bool),
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        let home = self.home;
        by.require(match self.post {
            Post::Headteacher => Action::ReferenceHead { home, alliance: (!at_home.chaired).then_some(self.alliance) },
            _ => Action::ReferenceDesignation { home },
        })?;
        self.require_another(by)?;
        Self::require_uninvolved(by, at_home)?;
        self.require_status(&[DesignationStatus::Applied])?;
        let mut faults = Faults::default();
        faults.need(releases, || Rule::CapacityConsentMissing.at("releases"));
        let text = faults.keep("text", Note::new(text));
        let by = by.person().ok_or(Rule::NotAllowed)?;
        let text = faults.into_result(text)?;
        self.reference = Some(Reference { by, text, at: now });
        self.status = DesignationStatus::Referenced;
        Ok(Event::DesignationReferenced { designation: self.id })
    }
}
