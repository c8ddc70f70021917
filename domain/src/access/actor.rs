//! Who acts: a person in one role at one organisation, the service itself, or a stranger.

use crate::access::{Action, Scope, policy};
use crate::directory::{Alliance, School};
use crate::identity::{Membership, Person};
use crate::rule::Rejected;
use crate::{Id, words};

words! {
    /// What somebody may do, and where (DOMAIN C.3).
    pub enum Role {
        /// Leads a school: signs for it, releases its staff.
        Head = "head",
        /// Drafts offers and requests for a school and logs visits, but does not sign.
        Coordinator = "coordinator",
        /// A specialist leader: keeps own capacity and visits. Never accepts without the home head.
        Specialist = "specialist",
        /// Brokers for an alliance: triages, matches, proposes. Never accepts for a school.
        Broker = "broker",
        /// Assesses offers and designations for an alliance, never those of the own school.
        QaAssessor = "qa_assessor",
        /// Reads national aggregates, no personal data.
        Analyst = "analyst",
        /// Reads accountability artefacts for a limited time.
        Auditor = "auditor",
        /// Runs the service: users, imports, keys and jobs. Reads no request text and no protected record.
        Operator = "operator",
        /// Reads for a school's governing body and gives its consent where an alliance's policy asks for it; edits nothing.
        Governor = "governor",
        /// Reads for a school's trust and gives its consent where an alliance's policy asks for it; edits nothing.
        TrustOfficer = "trust_officer",
    }
}

/// A person in the role and at the place that they chose to act in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who it is.
    pub person: Id<Person>,
    /// The membership that acts.
    pub membership: Id<Membership>,
    /// What it allows.
    pub role: Role,
    /// The school at which it holds, if it is a school's.
    pub school: Option<Id<School>>,
    /// The alliance at which it holds, if it is an alliance's.
    pub alliance: Option<Id<Alliance>>,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody whom we know.
    Stranger,
    /// A person who is signed in but acts in no role: a newcomer, or someone who holds several and named none.
    Person(Id<Person>),
    /// A person in one of their roles.
    Acting(Acting),
    /// The service itself: a worker, an import, the seed.
    Service,
}

impl Actor {
    /// Refuses unless the policy allows the action.
    pub fn require(&self, action: Action) -> Result<(), Rejected> {
        if policy::allows(self, action) { Ok(()) } else { Err(action.refusal().into()) }
    }

    /// Whether the policy allows the action.
    pub fn can(&self, action: Action) -> bool {
        policy::allows(self, action)
    }

    /// What this actor may see.
    pub fn scope(&self) -> Scope {
        Scope::of(self)
    }

    /// The person, if it is one.
    pub const fn person(&self) -> Option<Id<Person>> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Acting(acting) => Some(acting.person),
            Self::Stranger | Self::Service => None,
        }
    }

    /// The membership that acts, if one does.
    pub const fn acting(&self) -> Option<&Acting> {
        match self {
            Self::Acting(acting) => Some(acting),
            _ => None,
        }
    }

    /// The role that acts, if one does.
    pub fn role(&self) -> Option<Role> {
        self.acting().map(|acting| acting.role)
    }

    /// Whether a role of this list acts at the school.
    pub fn is_at(&self, roles: &[Role], school: Id<School>) -> bool {
        self.acting().is_some_and(|acting| acting.school == Some(school) && roles.contains(&acting.role))
    }

    /// Whether a role of this list acts for the alliance.
    pub fn is_for(&self, roles: &[Role], alliance: Id<Alliance>) -> bool {
        self.acting().is_some_and(|acting| acting.alliance == Some(alliance) && roles.contains(&acting.role))
    }

    /// Whether it is the service itself.
    pub const fn is_service(&self) -> bool {
        matches!(self, Self::Service)
    }
}
