//! A designation: the recognition of a person by a scheme, from the application to its end. What holds of every state is
//! here; the steps to a decision and those after it have files of their own.

mod application;
mod assessment;
mod decision;
mod moving;
mod record;
mod scheme;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::{Actor, Role, assessors_of, governors_of, heads_of};
use crate::directory::{Alliance, Expertise, Post, School};
use crate::identity::Person;
use crate::text::{Name, Note, Remark};
use crate::{Id, Rejected, Rule, Timestamp, words};

pub use application::DesignationForm;
pub use assessment::{Assessment, Finding, FindingForm};
pub use record::HeldForm;
pub use scheme::{Criteria, Criterion, DesignationScheme, IssuerKind, standing};

/// The longest time for which a designation holds before it is given anew, in days: five years.
pub const MOST_DAYS: i64 = 1_827;

words! {
    /// Where a designation stands (DOMAIN C.2).
    pub enum DesignationStatus {
        /// Applied for; the head of the home school is asked for a reference.
        Applied = "applied",
        /// The home school speaks for the person and consents to lend them; an assessor is next.
        Referenced = "referenced",
        /// Judged by every criterion; the alliance decides.
        Assessed = "assessed",
        /// It holds.
        Designated = "designated",
        /// It does not hold for the time being.
        Suspended = "suspended",
        /// Its last day is over.
        Lapsed = "lapsed",
        /// Taken back, or laid down by the person.
        Withdrawn = "withdrawn",
        /// The alliance decided against it.
        NotDesignated = "not_designated",
        /// The person has appealed; another assessor judges it again.
        Appealed = "appealed",
    }
}

/// What the home school's head says of somebody who applies: a reference, and thereby the consent to lend them (DOMAIN B15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Who says so.
    pub by: Id<Person>,
    /// What is said.
    pub text: Note,
    /// When.
    pub at: Timestamp,
}

/// What there is at the home school of whomever a designation concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtHome {
    /// Whether whoever acts has a post there.
    pub involved: bool,
    /// Whether it has a chair of governors who may act, and who is somebody else than the person.
    pub chaired: bool,
}

/// The recognition of a person by a scheme (DOMAIN B15, B16). It is the person's, so that it outlasts a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Its id.
    pub id: Id<Designation>,
    /// Who holds it or applies for it.
    pub person: Id<Person>,
    /// The school that speaks for them: where they worked when they applied, or where they have moved since.
    pub home: Id<School>,
    /// The school at which they worked when they applied, where that was another one.
    pub applied_from: Option<Id<School>>,
    /// When they last moved to another school.
    pub moved_at: Option<Timestamp>,
    /// The post that they held when they applied; of what is not decided, the one that they hold now.
    pub post: Post,
    /// The alliance that judges, decides and looks after it.
    pub alliance: Id<Alliance>,
    /// The scheme.
    pub scheme: DesignationScheme,
    /// The version of the scheme's criteria by which it is judged; none where it was entered as held before.
    pub criteria: Option<i32>,
    /// Who gave it, where it was entered as held before; else the alliance did.
    pub issuer: Option<Name>,
    /// The areas for which it is.
    pub specialisms: Vec<Id<Expertise>>,
    /// What speaks for it.
    pub evidence: Note,
    /// Months of leadership by the time of the application.
    pub leadership_months: Option<i32>,
    /// What the home school says.
    pub reference: Option<Reference>,
    /// How it was judged: once, and after an appeal once more.
    pub assessments: Vec<Assessment>,
    /// Where it stands.
    pub status: DesignationStatus,
    /// The days on which it holds, both included.
    pub since: Option<NaiveDate>,
    /// Its last day.
    pub until: Option<NaiveDate>,
    /// Why it was last declined, suspended or withdrawn.
    pub reason: Option<Remark>,
    /// Why the person appealed.
    pub appeal: Option<Remark>,
    /// When it was applied for or entered.
    pub applied_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When the person appealed.
    pub appealed_at: Option<Timestamp>,
    /// When it lapsed or was withdrawn.
    pub ended_at: Option<Timestamp>,
    /// Counts the changes, from 1.
    pub version: i32,
}

crate::noun!(Designation = "dsg");

/// What waits for somebody in a role (DOMAIN C.2): a reference, a judgement, a decision.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waiting {
    /// Where designations stand that wait for them.
    pub statuses: &'static [DesignationStatus],
    /// Where designations of heads stand that do.
    pub of_heads: &'static [DesignationStatus],
    /// Whether those of people at whose home school they have a post wait for others (DOMAIN C.3, E58).
    pub uninvolved: bool,
    /// Whether what they have judged waits for others to be judged once more.
    pub unjudged: bool,
    /// Whether an application waits for the home school's governors alone, as long as it has some who may act.
    pub unchaired: bool,
}

impl Waiting {
    /// What waits for somebody in this role. For a head who applies the governors speak; a broker does where there are none.
    pub const fn of(role: Role) -> Self {
        use DesignationStatus::{Appealed, Applied, Assessed, Referenced};

        let none = Self { statuses: &[], of_heads: &[], uninvolved: false, unjudged: false, unchaired: false };
        let judged: &[DesignationStatus] = &[Referenced, Appealed];
        match role {
            Role::Head => Self { statuses: &[Applied], ..none },
            Role::Governor => Self { of_heads: &[Applied], ..none },
            Role::QaAssessor => Self { statuses: judged, of_heads: judged, uninvolved: true, unjudged: true, ..none },
            Role::Broker => Self {
                statuses: &[Assessed],
                of_heads: &[Applied, Assessed],
                uninvolved: true,
                unchaired: true,
                ..none
            },
            _ => none,
        }
    }
}

impl Designation {
    /// Who reads it: the person, the head of the home school, the alliance's brokers and its assessors; of a head, the school's
    /// governors too.
    pub fn audience(&self) -> Vec<Uuid> {
        let governors = (self.post == Post::Headteacher).then(|| governors_of(self.home));
        [self.person.uuid(), heads_of(self.home), self.alliance.uuid(), assessors_of(self.alliance)]
            .into_iter()
            .chain(governors)
            .collect()
    }

    /// Whether it is or may become a designation that holds.
    pub const fn is_open(&self) -> bool {
        !matches!(
            self.status,
            DesignationStatus::Lapsed | DesignationStatus::Withdrawn | DesignationStatus::NotDesignated
        )
    }

    /// When it was last judged on the word of the school that speaks for the person now.
    pub fn assessed_at(&self) -> Option<Timestamp> {
        let said = self.reference.as_ref().map(|it| it.at);
        self.assessments.last().map(|it| it.at).filter(|at| said.is_none_or(|said| *at >= said))
    }

    /// The day on which it ended, of one that had begun.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        Some(self.ended_at?.day().min(self.until?))
    }

    /// Refuses to let somebody judge themselves (DOMAIN C.3).
    fn require_another(&self, by: &Actor) -> Result<(), Rejected> {
        if by.person() == Some(self.person) { Err(Rule::OwnDesignation.into()) } else { Ok(()) }
    }

    /// Refuses a broker who has a post at the home school (DOMAIN E58).
    fn require_uninvolved(by: &Actor, home: AtHome) -> Result<(), Rejected> {
        let deciding = by.role() == Some(Role::Broker) && home.involved;
        if deciding { Err(Rule::DesignatorInvolved.into()) } else { Ok(()) }
    }

    fn require_status(&self, from: &[DesignationStatus]) -> Result<(), Rejected> {
        if from.contains(&self.status) { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }
}

#[cfg(test)]
pub(crate) mod tests;
