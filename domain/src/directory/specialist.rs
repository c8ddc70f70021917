//! A specialist leader: somebody whom a home school lends to others, for what they know.

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::choice;
use crate::directory::{Alliance, Expertise, School, SchoolStatus, Taxonomy};
use crate::identity::Person;
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::Name;
use crate::{Event, Id, Timestamp, Word, words};

/// The longest journey that anybody may state, in minutes one way.
pub const MOST_TRAVEL_MINUTES: i32 = 600;

words! {
    /// The national schemes by which leaders were recognised for helping other schools (DOMAIN B15, B16, B25).
    pub enum Designation {
        /// Specialist leader of education: a serving middle or senior leader with a specialism.
        Sle = "sle",
        /// National leader of education: a head, designated nationally.
        Nle = "nle",
        /// Local leader of education: a head, designated by an alliance since about 2015.
        Lle = "lle",
        /// National leader of governance.
        Nlg = "nlg",
        /// Lead practitioner: a teacher with days to give to other schools.
        LeadPractitioner = "lead_practitioner",
        /// No scheme: the home school vouches alone.
        None = "none",
    }

    /// Whether a specialist is in the directory.
    pub enum SpecialistStatus {
        /// Listed by the home school and lent to others.
        Listed = "listed",
        /// No longer lent: has moved on, or the home school took the listing back.
        Ended = "ended",
    }

    /// The level of a post at a school: what a specialist holds, and whom they support.
    pub enum Post {
        /// Headteacher, principal or executive head.
        Headteacher = "headteacher",
        /// Deputy, assistant head, or another senior leader.
        SeniorLeader = "senior_leader",
        /// Leader of a subject, phase or year.
        MiddleLeader = "middle_leader",
        /// Business or finance leader.
        BusinessLeader = "business_leader",
        /// Teacher.
        Teacher = "teacher",
        /// Governor or trustee.
        Governor = "governor",
    }
}

impl Designation {
    /// The designation itself on a day on which it holds, by its first and last day (DOMAIN B16).
    pub fn badge(self, since: Option<NaiveDate>, until: Option<NaiveDate>, day: NaiveDate) -> Option<Self> {
        let begun = since.is_some_and(|start| start <= day);
        let ended = until.is_some_and(|end| end < day);
        (self != Self::None && begun && !ended).then_some(self)
    }

    /// The posts from which the scheme takes people (DOMAIN B15, B16); every post where there is no scheme.
    pub const fn posts(self) -> &'static [Post] {
        match self {
            Self::Sle => &[Post::SeniorLeader, Post::MiddleLeader, Post::BusinessLeader],
            Self::Nle | Self::Lle => &[Post::Headteacher],
            Self::Nlg => &[Post::Governor],
            Self::LeadPractitioner => &[Post::Teacher, Post::MiddleLeader],
            Self::None => Post::ALL,
        }
    }

    /// The posts whose holders such a specialist may support: people in similar positions (DOMAIN B15).
    pub const fn supports(self) -> &'static [Post] {
        match self {
            Self::Sle => &[Post::SeniorLeader, Post::MiddleLeader, Post::BusinessLeader, Post::Teacher],
            _ => Post::ALL,
        }
    }
}

/// A specialist leader in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specialist {
    /// Its id.
    pub id: Id<Specialist>,
    /// Who it is.
    pub person: Id<Person>,
    /// The school that employs and lends them.
    pub home: Id<School>,
    /// What is known of them.
    pub profile: SpecialistProfile,
    /// Whether they are lent.
    pub status: SpecialistStatus,
    /// When the home school entered them.
    pub listed_at: Timestamp,
    /// Counts the changes.
    pub version: i32,
}

crate::noun!(Specialist = "spl");

/// What a home school fills in to list a specialist.
#[derive(Clone, Debug)]
pub struct SpecialistForm {
    /// The name under which they are shown to people who are signed in.
    pub name: String,
    /// The post that they hold at home.
    pub post: Post,
    /// The scheme that recognised them.
    pub designation: Designation,
    /// The alliance that designated them.
    pub designated_by: Option<Id<Alliance>>,
    /// The day since which the designation holds.
    pub designated_on: Option<NaiveDate>,
    /// The day on which it ends or ended, if it does.
    pub designated_until: Option<NaiveDate>,
    /// What they know.
    pub specialisms: Vec<Id<Expertise>>,
    /// The posts whose holders they support.
    pub supports: Vec<Post>,
    /// The longest journey they make, in minutes one way.
    pub travel_minutes: i32,
}

/// A checked profile of a specialist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialistProfile {
    /// The name under which they are shown to people who are signed in.
    pub name: Name,
    /// The post that they hold at home.
    pub post: Post,
    /// The scheme that recognised them.
    pub designation: Designation,
    /// The alliance that designated them.
    pub designated_by: Option<Id<Alliance>>,
    /// The day since which the designation holds.
    pub designated_on: Option<NaiveDate>,
    /// The day on which it ends or ended, if it does.
    pub designated_until: Option<NaiveDate>,
    /// What they know.
    pub specialisms: Vec<Id<Expertise>>,
    /// The posts whose holders they support.
    pub supports: Vec<Post>,
    /// The longest journey they make, in minutes one way.
    pub travel_minutes: i32,
}

impl SpecialistForm {
    /// Checks the form against the rules of its scheme and notes every fault (DOMAIN B15, B16).
    pub fn check(self, taxonomy: &Taxonomy) -> Result<SpecialistProfile, Refusals> {
        let mut faults = Faults::default();
        let name = faults.keep("name", Name::new(&self.name));
        let specialisms = faults.keep("specialisms", taxonomy.choose(self.specialisms));
        let supports = faults.keep("supports", choice::some_of(self.supports));
        let scheme = self.designation;
        faults.need(scheme.posts().contains(&self.post), || Rule::PostDoesNotFit.at("post"));
        let similar = supports.iter().flatten().all(|post| scheme.supports().contains(post));
        faults.need(similar, || Rule::SupportNotSimilar.at("supports"));
        // Nobody but its issuer can say that a designation holds, so it is never shown without issuer and day.
        let issued = scheme == Designation::None || self.designated_on.is_some();
        faults.need(issued, || Rule::DesignationUndated.at("designatedOn"));
        let by_alliance = !matches!(scheme, Designation::Sle) || self.designated_by.is_some();
        faults.need(by_alliance, || Rule::DesignationWithoutIssuer.at("designatedBy"));
        let forwards = self.designated_until.is_none_or(|end| self.designated_on.is_some_and(|start| start <= end));
        faults.need(forwards, || Rule::PeriodBackwards.at("designatedUntil"));
        let travel = faults.keep("travelMinutes", choice::amount(self.travel_minutes, 0..=MOST_TRAVEL_MINUTES));
        faults.into_result(name.zip(specialisms).zip(supports).zip(travel).map(
            |(((name, specialisms), supports), travel_minutes)| SpecialistProfile {
                name,
                post: self.post,
                designation: scheme,
                designated_by: self.designated_by,
                designated_on: self.designated_on,
                designated_until: self.designated_until,
                specialisms,
                supports,
                travel_minutes,
            },
        ))
    }
}

impl Specialist {
    /// Lists somebody. Only the home school's head may: listing is the home school's consent to lend (DOMAIN B15).
    pub fn list(
        by: &Actor,
        id: Id<Self>,
        person: Id<Person>,
        home: (Id<School>, SchoolStatus),
        profile: SpecialistProfile,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        let (home, status) = home;
        by.require(Action::ListSpecialist { home })?;
        if !status.is_open() {
            return Err(Rule::SchoolNotOpen.at("home").into());
        }
        let event = Event::SpecialistListed { specialist: id, school: home };
        Ok((Self { id, person, home, profile, status: SpecialistStatus::Listed, listed_at: now, version: 1 }, event))
    }

    /// Takes a listing back: from now on the home school does not release them (DOMAIN B15). What is agreed runs on.
    pub fn end(&mut self, by: &Actor) -> Result<Event, Rejected> {
        by.require(Action::ListSpecialist { home: self.home })?;
        if self.status == SpecialistStatus::Ended {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = SpecialistStatus::Ended;
        Ok(Event::ListingEnded { specialist: self.id, school: self.home })
    }

    /// The designation to show as a badge on a day: only one that holds then (DOMAIN B16).
    pub fn badge(&self, day: NaiveDate) -> Option<Designation> {
        self.profile.badge(day)
    }
}

impl SpecialistProfile {
    /// The designation that holds on a day, if one does (DOMAIN B16).
    pub fn badge(&self, day: NaiveDate) -> Option<Designation> {
        self.designation.badge(self.designated_on, self.designated_until, day)
    }
}
