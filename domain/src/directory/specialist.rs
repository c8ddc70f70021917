//! A specialist leader: somebody whom a home school lends to others, for what they know.

use crate::access::{Action, Actor};
use crate::choice;
use crate::directory::{Expertise, School, SchoolStatus, Taxonomy};
use crate::identity::Person;
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::Name;
use crate::{Event, Id, Timestamp, words};

/// The longest journey that anybody may state, in minutes one way.
pub const MOST_TRAVEL_MINUTES: i32 = 600;

words! {
    /// Whether a specialist is in the directory.
    pub enum SpecialistStatus {
        /// Listed by the home school and lent to others.
        Listed = "listed",
        /// Not lent for a while; nothing is lost by it (DOMAIN C27).
        Paused = "paused",
        /// No longer lent: has moved on, or the home school took the listing back.
        Ended = "ended",
    }

    /// Why a specialist's listing ended: neutral codes (DOMAIN E72).
    pub enum ListingEnd {
        /// They work elsewhere, or not as a specialist any more.
        MovedOn = "moved_on",
        /// The home school has nobody to stand in for them.
        Capacity = "capacity",
        /// They wish it themselves.
        OwnWish = "own_wish",
        /// Another reason, not stated.
        NotStated = "not_stated",
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
        /// Adviser to schools, of a local authority or another service, or a leader who is seconded to one.
        Adviser = "adviser",
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
    /// Why they are not lent any more; nothing where that was so before a reason was kept.
    pub end_reason: Option<ListingEnd>,
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
    /// What they know.
    pub specialisms: Vec<Id<Expertise>>,
    /// The posts whose holders they support.
    pub supports: Vec<Post>,
    /// The longest journey they make, in minutes one way.
    pub travel_minutes: i32,
}

impl SpecialistForm {
    /// Checks the form and notes every fault (DOMAIN B15).
    pub fn check(self, taxonomy: &Taxonomy) -> Result<SpecialistProfile, Refusals> {
        let mut faults = Faults::default();
        let name = faults.keep("name", Name::new(&self.name));
        let specialisms = faults.keep("specialisms", taxonomy.choose(self.specialisms));
        let supports = faults.keep("supports", choice::some_of(self.supports));
        let travel = faults.keep("travelMinutes", choice::amount(self.travel_minutes, 0..=MOST_TRAVEL_MINUTES));
        faults.into_result(name.zip(specialisms).zip(supports).zip(travel).map(
            |(((name, specialisms), supports), travel_minutes)| SpecialistProfile {
                name,
                post: self.post,
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
        let (status, end_reason) = (SpecialistStatus::Listed, None);
        Ok((Self { id, person, home, profile, status, end_reason, listed_at: now, version: 1 }, event))
    }

    /// Takes somebody over from another school, as the head of the school at which they work now and which lends them from
    /// now on (DOMAIN C.1). `joined` says whether they have taken up a specialist's role there: nobody is moved who did not
    /// agree to it.
    pub fn move_to(
        &mut self,
        by: &Actor,
        home: (Id<School>, SchoolStatus),
        profile: SpecialistProfile,
        joined: bool,
    ) -> Result<Event, Rejected> {
        let (home, status) = home;
        by.require(Action::ListSpecialist { home })?;
        if !status.is_open() {
            return Err(Rule::SchoolNotOpen.at("school"));
        }
        if !joined {
            return Err(Rule::NotTakenOn.at("person"));
        }
        if self.home == home {
            return Err(Rule::NotMoved.at("person"));
        }
        let from = std::mem::replace(&mut self.home, home);
        self.profile = profile;
        (self.status, self.end_reason) = (SpecialistStatus::Listed, None);
        Ok(Event::SpecialistMoved { specialist: self.id, from, school: home })
    }

    /// Holds a specialist back for a while, as the home school's head or as the specialist in person. What is agreed runs on,
    /// offers stay as they are, and nobody loses standing by it (DOMAIN C27).
    pub fn pause(&mut self, by: &Actor) -> Result<Event, Rejected> {
        self.step(by, SpecialistStatus::Listed, SpecialistStatus::Paused)?;
        Ok(Event::SpecialistPaused { specialist: self.id, school: self.home })
    }

    /// Lends a specialist again who was held back.
    pub fn resume(&mut self, by: &Actor) -> Result<Event, Rejected> {
        self.step(by, SpecialistStatus::Paused, SpecialistStatus::Listed)?;
        Ok(Event::SpecialistResumed { specialist: self.id, school: self.home })
    }

    fn step(&mut self, by: &Actor, from: SpecialistStatus, to: SpecialistStatus) -> Result<(), Rejected> {
        by.require(Action::DeclareCapacity { home: self.home, person: Some(self.person) })?;
        if self.status != from {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = to;
        Ok(())
    }

    /// Takes a listing back, by a neutral code: from now on the home school does not release them (DOMAIN B15). What is agreed
    /// runs on.
    pub fn end(&mut self, by: &Actor, reason: ListingEnd) -> Result<Event, Rejected> {
        by.require(Action::ListSpecialist { home: self.home })?;
        if self.status == SpecialistStatus::Ended {
            return Err(Rule::StepNotOpen.into());
        }
        (self.status, self.end_reason) = (SpecialistStatus::Ended, Some(reason));
        Ok(Event::ListingEnded { specialist: self.id, school: self.home, reason })
    }
}
