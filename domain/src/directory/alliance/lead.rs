//! Which school leads an alliance: its head offers that to another member, whose own head takes it on. Where the school that
//! leads has closed, an operator sees to it.

use super::Alliance;
use crate::access::{Action, Actor};
use crate::directory::{AllianceKind, School, SchoolStatus};
use crate::{Event, Id, Rejected, Rule};

/// A school that may come to lead an alliance.
#[derive(Clone, Copy, Debug)]
pub struct LeadCandidate<'a> {
    /// The school.
    pub school: Id<School>,
    /// Whether it belongs to the alliance.
    pub is_member: bool,
    /// Whether it rests there.
    pub rests: bool,
    /// Where it stands in the register.
    pub standing: SchoolStatus,
    /// The kinds of the alliances that it leads already.
    pub leads: &'a [AllianceKind],
}

impl Alliance {
    /// Offers another member to lead the alliance, by the head of the school that leads it. Nothing changes before that school's
    /// head takes it on (DOMAIN A11).
    pub fn offer_lead(&mut self, by: &Actor, to: &LeadCandidate<'_>) -> Result<Event, Rejected> {
        by.require(Action::OfferAllianceLead { lead: self.lead })?;
        self.check(to)?;
        self.lead_offered_to = Some(to.school);
        Ok(Event::AllianceLeadOffered { alliance: self.id, school: to.school })
    }

    /// Takes that offer back, as long as it was not taken on.
    pub fn keep_lead(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::OfferAllianceLead { lead: self.lead })?;
        let school = self.lead_offered_to.take().ok_or(Rule::StepNotOpen)?;
        Ok(Event::AllianceLeadKept { alliance: self.id, school })
    }

    /// Leads the alliance from now on, by the head of the member to which it was offered.
    pub fn take_lead(&mut self, by: &Actor, to: &LeadCandidate<'_>) -> Result<Event, Rejected> {
        by.require(Action::TakeAllianceLead { school: to.school })?;
        if self.lead_offered_to != Some(to.school) {
            return Err(Rule::StepNotOpen.into());
        }
        self.hand_to(to)
    }

    /// Names the member that leads the alliance from now on, by an operator, where the school that led it has closed. Its head's
    /// consent is asked before, in writing, as where an alliance is founded.
    pub fn assign_lead(
        &mut self,
        by: &Actor,
        to: &LeadCandidate<'_>,
        lead_standing: SchoolStatus,
    ) -> Result<Event, Rejected> {
        by.require(Action::AssignAllianceLead {})?;
        if lead_standing.is_open() {
            return Err(Rule::LeadSchoolOpen.into());
        }
        self.hand_to(to)
    }

    fn check(&self, to: &LeadCandidate<'_>) -> Result<(), Rejected> {
        if !to.is_member {
            return Err(Rule::NotAMember.at("school"));
        }
        if to.rests {
            return Err(Rule::MembershipRests.at("school"));
        }
        if !to.standing.is_open() {
            return Err(Rule::SchoolClosed.at("school"));
        }
        if self.lead == to.school || to.leads.contains(&self.kind) {
            return Err(Rule::LeadsAlready.at("school"));
        }
        Ok(())
    }

    fn hand_to(&mut self, to: &LeadCandidate<'_>) -> Result<Event, Rejected> {
        self.check(to)?;
        let former = std::mem::replace(&mut self.lead, to.school);
        self.lead_offered_to = None;
        Ok(Event::AllianceLeadHanded { alliance: self.id, school: to.school, former })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at, tests::acting_for};

    const ASH: Id<School> = Id::from_uuid(Uuid::from_u128(1));
    const ELM: Id<School> = Id::from_uuid(Uuid::from_u128(2));

    fn north() -> Alliance {
        Alliance {
            id: Id::from_uuid(Uuid::from_u128(3)),
            name: "North".into(),
            kind: AllianceKind::Hub,
            lead: ASH,
            lead_offered_to: None,
            response_days: 7,
            version: 1,
        }
    }

    fn elm() -> LeadCandidate<'static> {
        LeadCandidate { school: ELM, is_member: true, rests: false, standing: SchoolStatus::Open, leads: &[] }
    }

    #[test]
    fn the_lead_is_offered_by_one_head_and_taken_by_the_other() {
        let (ash, of_elm) = (acting_at(Role::Head, ASH), acting_at(Role::Head, ELM));
        let mut it = north();
        assert_eq!(it.take_lead(&of_elm, &elm()), Err(Rule::StepNotOpen.into()), "nobody has offered it");
        for by in [&of_elm, &acting_for(Role::Broker, it.id), &acting_at(Role::Coordinator, ASH)] {
            assert_eq!(it.offer_lead(by, &elm()), Err(Rule::NotAllowed.into()), "{by:?}");
            assert_eq!(it.keep_lead(by), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        assert_eq!(it.offer_lead(&ash, &elm()).unwrap().name(), "alliance.lead_offered");
        assert_eq!(it.lead, ASH, "nothing changes before it is taken on");
        assert_eq!(it.take_lead(&ash, &elm()), Err(Rule::NotAllowed.into()));
        assert_eq!(it.keep_lead(&ash).unwrap().name(), "alliance.lead_kept");
        assert_eq!(it.take_lead(&of_elm, &elm()), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.keep_lead(&ash), Err(Rule::StepNotOpen.into()));
        let _ = it.offer_lead(&ash, &elm()).unwrap();
        let told = Event::AllianceLeadHanded { alliance: it.id, school: ELM, former: ASH };
        assert_eq!(it.take_lead(&of_elm, &elm()), Ok(told));
        assert_eq!((it.lead, it.lead_offered_to), (ELM, None));
    }

    #[test]
    fn only_an_open_member_that_leads_no_other_of_the_kind_is_offered_it() {
        let ash = acting_at(Role::Head, ASH);
        for (to, no) in [
            (LeadCandidate { is_member: false, ..elm() }, Rule::NotAMember),
            (LeadCandidate { rests: true, ..elm() }, Rule::MembershipRests),
            (LeadCandidate { standing: SchoolStatus::Closed, ..elm() }, Rule::SchoolClosed),
            (LeadCandidate { leads: &[AllianceKind::Hub], ..elm() }, Rule::LeadsAlready),
            (LeadCandidate { school: ASH, ..elm() }, Rule::LeadsAlready),
        ] {
            assert_eq!(north().offer_lead(&ash, &to), Err(no.at("school")));
            let offered = || Alliance { lead_offered_to: Some(to.school), ..north() };
            assert_eq!(offered().take_lead(&acting_at(Role::Head, to.school), &to), Err(no.at("school")), "since then");
        }
        assert!(north().offer_lead(&ash, &LeadCandidate { leads: &[AllianceKind::Trust], ..elm() }).is_ok());
    }

    #[test]
    fn an_operator_names_who_leads_where_the_lead_has_closed() {
        let ash = acting_at(Role::Head, ASH);
        assert_eq!(north().assign_lead(&ash, &elm(), SchoolStatus::Closed), Err(Rule::NotAllowed.into()));
        let open = north().assign_lead(&Actor::Service, &elm(), SchoolStatus::Open);
        assert_eq!(open, Err(Rule::LeadSchoolOpen.into()));
        let mut it = north();
        assert!(it.assign_lead(&Actor::Service, &elm(), SchoolStatus::Closed).is_ok());
        assert_eq!(it.lead, ELM);
    }
}
