//! The people of the demonstration: a head for every school, brokers and assessors for every alliance, specialists.

use domain::access::{Acting, Actor, Role};
use domain::directory::School;
use domain::identity::{Employment, Membership, MembershipStatus, Person, PersonStatus, Place};
use domain::text::{Email, Name};
use domain::{Id, Timestamp};

use super::names;
use super::personas::{self, PERSONAS};
use super::world::World;

/// Where the invented people's letters would go: a domain that can never exist.
pub const DOMAIN: &str = "lateral.example";

impl World<'_> {
    /// Enters the people of every school and alliance that takes part.
    pub fn settle_people(&mut self) {
        let (asking, giving, broking) = (self.asking, self.giving, self.broking);
        for place in self.joined.clone() {
            let (id, urn) = (self.schools[place].id, self.schools[place].urn);
            let person = self.person(&personas::head_mailbox(urn), Some(("Headteacher", id)));
            self.schools[place].head = Some(self.role(person, Role::Head, Place::School(id)));
            // The personas lead their schools together with somebody, so that every school has a head by its number.
            if place == asking || place == giving {
                let mailbox = if place == asking { "head" } else { "partner" };
                let person = self.person(mailbox, Some(("Co-headteacher", id)));
                self.schools[place].head = Some(self.role(person, Role::Head, Place::School(id)));
            }
            if place == asking {
                let person = self.person("coordinator", Some(("Office manager", id)));
                self.role(person, Role::Coordinator, Place::School(id));
                let person = self.person("governor", None);
                self.role(person, Role::Governor, Place::School(id));
            }
            if place == giving {
                let person = self.person("trust", None);
                self.role(person, Role::TrustOfficer, Place::School(id));
            }
        }
        for number in 0..self.groups.len() {
            let (alliance, lead) = (self.groups[number].id, self.schools[self.groups[number].lead].id);
            let own = number == broking;
            let place = Place::Alliance(alliance);
            let person = self.person(&self.broker_mailbox(number), None);
            let first = self.role(person, Role::Broker, place);
            if own {
                // One person may hold several roles and says which one acts; the first stands first.
                self.role_since(person, Role::Coordinator, Place::School(lead), self.since.plus_days(30));
            }
            let person = self.person(&if own { "second".into() } else { format!("broker.{number}.second") }, None);
            let second = self.role(person, Role::Broker, place);
            self.groups[number].brokers = Some([first, second]);
            if own {
                let person = self.person("assessor", None);
                self.role(person, Role::QaAssessor, place);
            }
        }
        for persona in PERSONAS.iter().filter(|it| it.role.held_at() == Place::National.kind()) {
            let person = self.person(persona.mailbox, None);
            self.role(person, persona.role, Place::National);
        }
    }

    /// The personas are the broker of their alliance and the one of the first other alliance.
    fn broker_mailbox(&self, number: usize) -> String {
        if number == self.broking {
            return "broker".to_owned();
        }
        if number == usize::from(self.broking == 0) { "neighbour".to_owned() } else { format!("broker.{number}") }
    }

    /// Enters somebody under an address, with a post if they have one.
    pub fn person(&mut self, mailbox: &str, post: Option<(&str, Id<School>)>) -> Id<Person> {
        let id = self.chance.id(self.since);
        let name = Name::new(&names::invent(&mut self.chance)).expect("invented names are short and plain");
        let email = Email::new(&format!("{mailbox}@{DOMAIN}")).expect("mailboxes here are short and plain");
        let person = Person { id, name, email, status: PersonStatus::Active, version: 1 };
        self.filled.people.push((person, self.since));
        if let Some((post, school)) = post {
            self.filled.employments.push(Employment {
                id: self.chance.id(self.since),
                person: id,
                school,
                post: Name::new(post).expect("posts are short and plain"),
                from: self.since.day(),
                until: None,
            });
        }
        id
    }

    /// Gives somebody a role, and says who acts in it.
    pub fn role(&mut self, person: Id<Person>, role: Role, place: Place) -> Actor {
        self.role_since(person, role, place, self.since)
    }

    fn role_since(&mut self, person: Id<Person>, role: Role, place: Place, since: Timestamp) -> Actor {
        let held = Membership {
            id: self.chance.id(since),
            person,
            role,
            place,
            status: MembershipStatus::Active,
            begun_at: since,
            confirmed_at: Some(since),
            until: (role == Role::Auditor).then(|| self.now.plus_days(366)),
            ended_at: None,
            end_reason: None,
            version: 1,
        };
        let actor = acting(&held);
        self.filled.memberships.push(held);
        actor
    }
}

/// Whoever holds a role, as they act in it.
pub fn acting(it: &Membership) -> Actor {
    let &Membership { id, person, role, place, .. } = it;
    Actor::Acting(Acting { person, membership: id, role, school: place.school(), alliance: place.alliance() })
}
