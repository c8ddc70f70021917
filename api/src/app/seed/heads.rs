//! Heads who are lent to new heads: two of the personas' alliance, and an adviser who holds groups with them (DOMAIN H115,
//! H117).

use domain::access::{Actor, Role};
use domain::directory::{
    Criteria, Designation, DesignationScheme, Post, SchoolStatus, Specialist, SpecialistForm, SpecialistProfile,
};
use domain::identity::Place;
use domain::rule::{Refusals, Rule};

use super::chance::Chance;
use super::designations::{Around, Stand, form, lead};
use super::world::World;

/// How many heads are lent.
const LENT: usize = 2;

impl World<'_> {
    /// Lists the heads and has the alliance designate them, and an adviser as a facilitator.
    pub fn lend_heads(&mut self, criteria: &[Criteria]) -> Result<(), Refusals> {
        let found = |scheme| criteria.iter().find(|it| it.scheme == scheme).ok_or(Rule::SchemeClosed);
        let schemes = [found(DesignationScheme::Mentor)?, found(DesignationScheme::Facilitator)?];
        for place in self.heads_alone(self.broking).into_iter().take(LENT) {
            let head = self.head(place);
            let Some(person) = head.person() else { continue };
            let name =
                self.filled.people.iter().find(|(it, _)| it.id == person).map(|(it, _)| it.name.as_str().to_owned());
            let profile = self.lent(name.unwrap_or_default(), Post::Headteacher)?;
            let home = (self.schools[place].id, SchoolStatus::Open);
            let (listed, _) = Specialist::list(&head, self.beside.id(self.since), person, home, profile, self.since)?;
            for scheme in schemes {
                self.designate_for(&listed, &head, scheme)?;
            }
            self.filled.specialists.push(listed);
        }
        self.lend_adviser(schemes[1])
    }

    /// Lists an adviser who is employed by the school that leads the alliance, and has the alliance designate them.
    fn lend_adviser(&mut self, facilitator: &Criteria) -> Result<(), Refusals> {
        let lead = self.groups[self.broking].lead;
        let school = self.schools[lead].id;
        // By numbers of its own, so that the rest of the world is the same with an adviser and without.
        let chance = std::mem::replace(&mut self.chance, Chance::of(self.beside.bits()));
        let person = self.person("adviser", Some(("Adviser to schools", school)));
        let actor = self.role(person, Role::Specialist, Place::School(school));
        self.chance = chance;
        let name = self.filled.people.last().map(|(it, _)| it.name.as_str().to_owned());
        let profile = self.lent(name.unwrap_or_default(), Post::Adviser)?;
        let home = (school, SchoolStatus::Open);
        let (listed, _) =
            Specialist::list(&self.head(lead), self.beside.id(self.since), person, home, profile, self.since)?;
        self.designate_for(&listed, &actor, facilitator)?;
        self.filled.specialists.push(listed);
        Ok(())
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

    fn lent(&mut self, name: String, post: Post) -> Result<SpecialistProfile, Refusals> {
        SpecialistForm {
            name,
            post,
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
