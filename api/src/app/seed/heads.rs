//! Heads who are lent to new heads: two of the personas' alliance, and an adviser who holds groups with them (DOMAIN H115,
//! H117).

use domain::access::Actor;
use domain::directory::{
    Criteria, Designation, DesignationScheme, Post, SchoolStatus, Specialist, SpecialistForm, SpecialistProfile,
};
use domain::rule::{Refusals, Rule};

use super::designations::{Around, Stand, form, lead};
use super::world::World;

/// How many heads are lent.
const LENT: usize = 2;

impl World<'_> {
    /// Lists the heads and has the alliance designate them, and one of its specialists as a facilitator.
    pub fn lend_heads(&mut self, criteria: &[Criteria]) -> Result<(), Refusals> {
        let found = |scheme| criteria.iter().find(|it| it.scheme == scheme).ok_or(Rule::SchemeClosed);
        let schemes = [found(DesignationScheme::Mentor)?, found(DesignationScheme::Facilitator)?];
        let Some((adviser, person)) = self.adviser() else { return Ok(()) };
        self.designate_for(&adviser, &person, schemes[1])?;
        for place in self.heads_alone(self.broking).into_iter().take(LENT) {
            let head = self.head(place);
            let Some(person) = head.person() else { continue };
            let name =
                self.filled.people.iter().find(|(it, _)| it.id == person).map(|(it, _)| it.name.as_str().to_owned());
            let profile = self.lent(name.unwrap_or_default())?;
            let home = (self.schools[place].id, SchoolStatus::Open);
            let (listed, _) = Specialist::list(&head, self.beside.id(self.since), person, home, profile, self.since)?;
            for scheme in schemes {
                self.designate_for(&listed, &head, scheme)?;
            }
            self.filled.specialists.push(listed);
        }
        Ok(())
    }

    /// A leader of the personas' alliance who is no head; not the personas' own, who has enough to do.
    pub fn adviser(&self) -> Option<(Specialist, Actor)> {
        let mut listed = self.givers.iter().zip(&self.filled.specialists).skip(1);
        let of = listed.find(|(giver, it)| {
            giver.specialist == Some(it.id) && self.schools[giver.school].groups[0] == self.broking
        })?;
        Some((of.1.clone(), of.0.recorder.clone()))
    }

    /// The schools of an alliance that belong to no other one and have one head, but for its lead, by place.
    pub fn heads_alone(&self, number: usize) -> Vec<usize> {
        let group = &self.groups[number];
        let of_personas = [self.asking, self.giving];
        let alone = |place: &usize| {
            *place != group.lead && !of_personas.contains(place) && self.schools[*place].groups.len() == 1
        };
        group.members.iter().copied().filter(alone).collect()
    }

    fn lent(&mut self, name: String) -> Result<SpecialistProfile, Refusals> {
        SpecialistForm {
            name,
            post: Post::Headteacher,
            specialisms: vec![*self.beside.pick(&self.topics)],
            supports: vec![Post::Headteacher],
            travel_minutes: 60,
        }
        .check(self.taxonomy)
    }

    fn designate_for(&mut self, who: &Specialist, person: &Actor, of: &Criteria) -> Result<(), Refusals> {
        let Some([broker, second]) = self.groups[self.broking].brokers.clone() else { return Ok(()) };
        let Some(home) = self.joined.iter().copied().find(|place| self.schools[*place].id == who.home) else {
            return Ok(());
        };
        // Whoever leads a school is vouched for by the alliance, everybody else by the own head.
        let head = if who.profile.post == Post::Headteacher { second } else { self.head(home) };
        let Some(assessor) = self.assessor.clone() else { return Ok(()) };
        let around = Around { person: person.clone(), head, assessor, broker };
        let (id, known) = (self.beside.id(self.since), (of, self.taxonomy));
        let alliance = self.groups[self.broking].id;
        let (mut it, _) = Designation::apply(person, id, who, alliance, form(who, of.scheme), known, self.since)?;
        lead(&mut it, Stand::Designated, of, &around)?;
        self.filled.designations.push(it);
        Ok(())
    }
}
