//! What may be seen: the reading half of permission. Outside this file's predicate it has one more spelling, a WHERE
//! clause in the database, and a test holds the two equal over every kind of audience.

use uuid::Uuid;

use crate::Id;
use crate::access::{Acting, Actor, Role};
use crate::directory::{Alliance, School};
use crate::identity::Person;

/// Stands for every alliance at once: what is referred to it, brokers of all of them read (SETTLED 7).
pub const NATIONAL_POOL: Id<Alliance> = Id::from_uuid(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

/// Stands for the operators of the service: what they run they read, and nothing of those for whom it is run.
pub const OPERATORS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002);

/// Stands for the national analysts: they read what counts for the nation, and of nobody in it.
pub const ANALYSTS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0003);

/// Stands for the heads of a school alone, where its coordinators have no part.
pub fn heads_of(school: Id<School>) -> Uuid {
    desk(school.uuid(), 0xA)
}

/// Stands for the assessors of an alliance: what they judge they read, and nothing else of the alliance's (DOMAIN C.3).
pub fn assessors_of(alliance: Id<Alliance>) -> Uuid {
    desk(alliance.uuid(), 0xB)
}

/// Stands for the governors of a school alone: what they say of its head, they read.
pub fn governors_of(school: Id<School>) -> Uuid {
    desk(school.uuid(), 0xC)
}

/// The same id in another version, of which no organisation has one. `succession.sql` spells it too.
const fn desk(of: Uuid, version: u128) -> Uuid {
    Uuid::from_u128((of.as_u128() & !(0xF << 76)) | (version << 76))
}

/// What one actor may see of records that are not public.
///
/// A private record carries its audience: the ids of the schools, alliances and persons who may read it. A scope
/// names the ids under which somebody reads. They see a record when the two share an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    everything: bool,
    ids: Vec<Uuid>,
}

impl Scope {
    /// The scope of an actor.
    pub fn of(actor: &Actor) -> Self {
        let ids = match actor {
            Actor::Stranger | Actor::Service => Vec::new(),
            Actor::Person(person) => vec![person.uuid()],
            Actor::Acting(acting) => match acting.role {
                // A specialist reads as a person: the school's own needs are the head's and the coordinator's business.
                Role::Specialist | Role::Auditor => vec![acting.person.uuid()],
                Role::Analyst => vec![acting.person.uuid(), ANALYSTS],
                Role::Operator => vec![acting.person.uuid(), OPERATORS],
                // An assessor judges designations and offers, and has no part in what members ask of each other (DOMAIN C.3).
                Role::QaAssessor => {
                    std::iter::once(acting.person.uuid()).chain(acting.alliance.map(assessors_of)).collect()
                }
                Role::Head | Role::Coordinator | Role::Governor | Role::TrustOfficer | Role::Broker => {
                    let school = acting.school.map(|school| school.uuid());
                    let alliance = acting.alliance.map(|alliance| alliance.uuid());
                    let pool = (acting.role == Role::Broker).then(|| NATIONAL_POOL.uuid());
                    let desk = match acting.role {
                        Role::Head => acting.school.map(heads_of),
                        Role::Governor => acting.school.map(governors_of),
                        _ => None,
                    };
                    std::iter::once(acting.person.uuid())
                        .chain(school)
                        .chain(alliance)
                        .chain(pool)
                        .chain(desk)
                        .collect()
                }
            },
        };
        Self { everything: actor.is_service(), ids }
    }

    /// The scope of a person in all of their roles at once: for what the person is told, whichever role acts.
    pub fn of_roles(person: Id<Person>, roles: impl IntoIterator<Item = Acting>) -> Self {
        let own = Self::of(&Actor::Person(person)).ids;
        let mut ids: Vec<Uuid> =
            roles.into_iter().flat_map(|role| Self::of(&Actor::Acting(role)).ids).chain(own).collect();
        ids.sort_unstable();
        ids.dedup();
        Self { everything: false, ids }
    }

    /// The scope of a stranger: public records only.
    pub const fn public() -> Self {
        Self { everything: false, ids: Vec::new() }
    }

    /// Whether a record with this audience is seen.
    pub fn sees(&self, audience: &[Uuid]) -> bool {
        self.everything || self.ids.iter().any(|id| audience.contains(id))
    }

    /// Whether nothing is hidden: the service's own scope.
    pub const fn is_everything(&self) -> bool {
        self.everything
    }

    /// The ids under which the reader reads.
    pub fn ids(&self) -> &[Uuid] {
        &self.ids
    }
}
