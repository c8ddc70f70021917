//! Those who run the offices of some schools, who come and go; and a head whom nobody has confirmed yet.

use domain::Id;
use domain::access::{Actor, Role};
use domain::directory::School;
use domain::identity::{Employment, Invitation, InvitationDraft, Membership, Person, Place, SchoolTies};
use domain::rule::Rejected;
use domain::text::{Email, Name};

use super::cast::caller;
use super::people::{DOMAIN, acting};
use super::world::World;
use super::{names, personas};
use crate::app::Caller;

/// How many offices take part.
const OFFICES: usize = 5;
/// The post of whoever runs one.
const POST: &str = "Office manager";

/// Who comes and goes beside the work.
pub struct Offices {
    /// Who runs the service.
    pub operator: Caller,
    /// Who reads for the nation.
    pub analyst: Caller,
    /// Those who run the offices of some schools of a neighbour, as they act.
    pub managers: [Caller; OFFICES],
    /// Another school of that neighbour, with its head.
    pub school: (Id<School>, Caller),
}

impl World<'_> {
    /// Enters them all, if there are schools enough.
    pub fn offices(&mut self) -> Option<Offices> {
        self.aside(|world| {
            let (operator, analyst) = (world.national(Role::Operator)?, world.national(Role::Analyst)?);
            let number = (0..world.groups.len()).find(|it| *it != world.broking)?;
            let schools = world.heads_alone(number);
            let (places, school) = (schools.first_chunk::<OFFICES>()?, *schools.get(OFFICES)?);
            let managers = places.map(|place| caller(&world.manager(place)));
            world.let_expire(school).ok()?;
            world.claim_headship(&operator).ok()?;
            let head = caller(&world.head(school));
            let (operator, analyst) = (caller(&operator), caller(&analyst));
            Some(Offices { operator, analyst, managers, school: (world.schools[school].id, head) })
        })
    }

    /// The persona with a role for the nation.
    fn national(&self, role: Role) -> Option<Actor> {
        let it = self.filled.memberships.iter().find(|it| it.role == role)?;
        Some(acting(it))
    }

    fn manager(&mut self, place: usize) -> Actor {
        let (id, urn) = (self.schools[place].id, self.schools[place].urn);
        let person = self.person(&format!("office.{urn}"), Some((POST, id)));
        self.role(person, Role::Coordinator, Place::School(id))
    }

    /// A head invited somebody weeks ago, who has never answered.
    fn let_expire(&mut self, place: usize) -> Result<(), Rejected> {
        let (head, sent) = (self.head(place), self.ago(40));
        let draft = self.draft("silent", Role::Coordinator, self.schools[place].id)?;
        let ties = SchoolTies { alliance: None, has_head: true };
        let (it, _) = Invitation::invite(&head, self.chance.id(sent), draft, ties, sent)?;
        self.filled.invitations.push((it, sent));
        Ok(())
    }

    /// The head of the first school that takes no part in any alliance has come by an operator's invitation, and waits to be
    /// confirmed.
    fn claim_headship(&mut self, operator: &Actor) -> Result<(), Rejected> {
        let Some(place) = self.schools.iter().position(|it| it.groups.is_empty()) else { return Ok(()) };
        let (school, urn) = (self.schools[place].id, self.schools[place].urn);
        let (sent, came) = (self.ago(6), self.ago(4));
        let draft = self.draft(&personas::head_mailbox(urn), Role::Head, school)?;
        let (mut it, _) = Invitation::invite(operator, self.chance.id(sent), draft, SchoolTies::default(), sent)?;
        let (who, _) = Person::begin(self.chance.id(came), it.name.clone(), it.email.clone());
        it.accept(&who, came).map(drop)?;
        let (role, id) = ((Place::School(school), None), self.chance.id(came));
        let (claimed, _) = Membership::begin(id, who.id, Role::Head, role, false, came)?;
        let post = Employment::begin(self.chance.id(came), who.id, school, Name::new("Headteacher")?, came.day());
        self.filled.employments.push(post.0);
        self.filled.memberships.push(claimed);
        self.filled.invitations.push((it, sent));
        self.filled.people.push((who, came));
        Ok(())
    }

    fn draft(&mut self, mailbox: &str, role: Role, school: Id<School>) -> Result<InvitationDraft, Rejected> {
        Ok(InvitationDraft {
            email: Email::new(&format!("{mailbox}@{DOMAIN}"))?,
            name: Name::new(&names::invent(&mut self.chance))?,
            role,
            place: Place::School(school),
            post: None,
            until: None,
        })
    }
}
