//! Whose word a deployment waits for beside the two signatures. Each of them is asked as soon as it waits, and told until when
//! (DOMAIN B23, C32, E58).

use crate::brokerage::{Consent, ConsentStatus, Deployment, DeploymentStatus, Side};
use crate::directory::{ConsentKind, School};
use crate::identity::Person;
use crate::{Event, Id, Timestamp};

/// Whose word a deployment waits for beside the two signatures: a second broker's, or of those whose consent counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    home: Option<Id<School>>,
    approval: bool,
    /// When the waiver was written that waits for approval, and by whom: each is asked for by itself.
    waiver: Option<(Timestamp, Id<Person>)>,
    consents: Vec<(Side, ConsentKind)>,
}

impl Waits {
    /// What a deployment waits for, by the consents that are asked for it and what was said of it so far. What is under way, or
    /// over, waits for none.
    pub fn of(it: &Deployment, asked: Vec<(Side, ConsentKind)>, said: &[Consent]) -> Self {
        use DeploymentStatus::{Agreed, Planned};

        let given = |side, kind| said.iter().any(|it| it.is(side, kind) && it.status == ConsentStatus::Given);
        let mut consents = asked;
        consents.retain(|(side, kind)| matches!(it.status, Planned | Agreed) && !given(*side, *kind));
        let approval = it.status == Planned && it.needs_approval() && it.approved_by.is_none();
        let waiver = it.drafted_at.zip(it.drafted_by).filter(|_| approval && it.is_waived());
        Self { home: Some(it.home), approval, waiver, consents }
    }

    /// Asks for every word that was not waited for before. Where another school gives by now, everything is asked anew of it.
    pub fn ask(&self, it: &Deployment, before: &Self) -> Vec<Event> {
        let passed = self.home != before.home;
        let asked = |side, kind| !(passed && side == Side::Home) && before.consents.contains(&(side, kind));
        let another = self.waiver.is_some() && self.waiver != before.waiver;
        let new = passed || !before.approval || another;
        let approval = (self.approval && new)
            .then_some(Event::DeploymentApprovalAsked { deployment: it.id, agree_by: it.agree_by });
        let new = self.consents.iter().filter(|(side, kind)| !asked(*side, *kind));
        let (deployment, respond_by) = (it.id, it.consent_by());
        let consents = new.map(|(side, kind)| Event::ConsentAsked { deployment, side: *side, kind: *kind, respond_by });
        approval.into_iter().chain(consents).collect()
    }
}

impl Deployment {
    /// Until when a consent is waited for: as long as the deployment may be agreed, and once it is until its first day.
    fn consent_by(&self) -> Timestamp {
        match &self.terms {
            Some(terms) if self.status == DeploymentStatus::Agreed => Timestamp::midnight(terms.period.from()),
            _ => self.agree_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{active, broker, id, planned, start, terms, waived};

    const GOVERNORS: (Side, ConsentKind) = (Side::Home, ConsentKind::ChairOfGovernors);
    const PAYERS: (Side, ConsentKind) = (Side::Host, ConsentKind::ChairOfGovernors);

    fn given((side, kind): (Side, ConsentKind)) -> Consent {
        let (status, said_by) = (ConsentStatus::Given, id(20));
        Consent { id: id(80), deployment: id(3), side, kind, status, reason: None, said_by, said_at: start() }
    }

    fn names(events: &[Event]) -> Vec<&'static str> {
        events.iter().map(Event::name).collect()
    }

    #[test]
    fn each_consent_is_asked_for_once_and_none_that_is_given() {
        let it = planned();
        let first = Waits::of(&it, vec![GOVERNORS], &[]);
        let asked = first.ask(&it, &Waits::default());
        let by = it.agree_by;
        let told =
            |side| Event::ConsentAsked { deployment: it.id, side, kind: ConsentKind::ChairOfGovernors, respond_by: by };
        assert_eq!(asked, [told(Side::Home)]);
        let paid = Waits::of(&it, vec![GOVERNORS, PAYERS], &[]);
        assert_eq!(paid.ask(&it, &first), [told(Side::Host)], "who was asked is not asked twice");
        let done = Waits::of(&it, vec![GOVERNORS, PAYERS], &[given(GOVERNORS), given(PAYERS)]);
        assert_eq!(done.ask(&it, &paid), []);
        assert_eq!(paid.ask(&it, &done), [told(Side::Home), told(Side::Host)], "what has ended is asked for anew");
    }

    #[test]
    fn what_another_school_gives_is_asked_of_it() {
        let it = planned();
        let before = Waits::of(&it, vec![GOVERNORS, PAYERS], &[]);
        let moved = Deployment { home: id(9), own_placement: true, ..it };
        let after = Waits::of(&moved, vec![GOVERNORS, PAYERS], &[]);
        assert_eq!(names(&after.ask(&moved, &before)), ["deployment.approval_asked", "deployment.consent_asked"]);
    }

    #[test]
    fn a_second_broker_is_asked_when_an_interest_appears_and_not_again() {
        let it = planned();
        let before = Waits::of(&it, Vec::new(), &[]);
        let declared = Deployment { home_interest: Some(true), ..it };
        let after = Waits::of(&declared, Vec::new(), &[]);
        assert_eq!(names(&after.ask(&declared, &before)), ["deployment.approval_asked"]);
        assert_eq!(after.ask(&declared, &after), []);
        let approved = Deployment { approved_by: Some(id(6)), ..declared };
        assert_eq!(Waits::of(&approved, Vec::new(), &[]).ask(&approved, &before), []);
    }

    #[test]
    fn each_waiver_is_asked_for_by_itself() {
        let draft =
            |it: &mut Deployment, payer, by, at| it.draft(waived(payer), &broker(10, by), at).map(drop).unwrap();
        let mut it = planned();
        draft(&mut it, "Ash Lane", 5, start());
        let first = Waits::of(&it, Vec::new(), &[]);
        assert_eq!(names(&first.ask(&it, &Waits::default())), ["deployment.approval_asked"]);
        draft(&mut it, "Ash Lane", 6, start().plus_days(1));
        assert_eq!(Waits::of(&it, Vec::new(), &[]).ask(&it, &first), [], "the same terms change nothing");
        draft(&mut it, "Elm Park", 6, start().plus_days(1));
        let other = Waits::of(&it, Vec::new(), &[]);
        assert_eq!(names(&other.ask(&it, &first)), ["deployment.approval_asked"]);
        let interest = Deployment { home_interest: Some(true), terms: Some(terms()), ..it };
        assert_eq!(Waits::of(&interest, Vec::new(), &[]).ask(&interest, &other), [], "it waits for approval as before");
    }

    #[test]
    fn once_agreed_the_first_day_is_the_last_on_which_a_consent_counts_and_work_waits_for_none() {
        let mut it = Deployment { status: DeploymentStatus::Agreed, ..active() };
        let asked = Waits::of(&it, vec![GOVERNORS], &[]).ask(&it, &Waits::default());
        let first = Timestamp::midnight(it.terms.as_ref().unwrap().period.from());
        assert!(matches!(asked[..], [Event::ConsentAsked { respond_by, .. }] if respond_by == first));
        it.status = DeploymentStatus::Active;
        assert_eq!(Waits::of(&it, vec![GOVERNORS], &[]).ask(&it, &Waits::default()), []);
    }
}
