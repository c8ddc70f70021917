//! The world while it is being made: the schools that take part, their people, and everything that is to be stored.

use std::collections::HashMap;

use domain::access::Actor;
use domain::directory::{Alliance, AllianceKind, Expertise, KeyStage, School, Taxonomy, Trust};
use domain::time::Calendar;
use domain::{Id, Timestamp};
use persistence::seed::{Filled, Place};

use super::alliances::{self, Site};
use super::assurances::Taken;
use super::capacity::Capacity;
use super::chance::Chance;
use super::ledger::Ledger;

/// The number from which the whole world comes.
const SEED: u64 = 1_870;
/// Another one, for what has come to be told beside, so that the rest of the world is the same with it and without.
const SEED_BESIDE: u64 = 2_026;
/// When everybody came, in days before now.
const DAYS_SINCE: u32 = 900;

/// A school and its people.
pub struct Spot {
    /// Its id.
    pub id: Id<School>,
    /// Its number in the register.
    pub urn: i32,
    /// Its trust.
    pub trust: Option<Id<Trust>>,
    /// What it teaches.
    pub key_stages: Vec<KeyStage>,
    /// Where it stands.
    pub site: Site,
    /// The groups to which it belongs, by number.
    pub groups: Vec<usize>,
    /// Its head, if it takes part.
    pub head: Option<Actor>,
}

/// An alliance and its people.
pub struct Group {
    /// Its id.
    pub id: Id<Alliance>,
    /// Its lead school, by place.
    pub lead: usize,
    /// Its schools, by place.
    pub members: Vec<usize>,
    /// Its two brokers.
    pub brokers: Option<[Actor; 2]>,
    /// The offers of its schools, by place.
    pub offers: Vec<usize>,
}

/// Somebody or some school that delivers offers.
pub struct Giver {
    /// Who records the visits.
    pub recorder: Actor,
    /// The specialist, if it is one.
    pub specialist: Option<Id<domain::directory::Specialist>>,
    /// The school, by place.
    pub school: usize,
    /// What they know.
    pub topics: Vec<Id<Expertise>>,
}

/// The world while it is being made.
pub struct World<'a> {
    /// Chance.
    pub chance: Chance,
    /// Chance for what is told beside.
    pub beside: Chance,
    /// The present.
    pub now: Timestamp,
    /// When everybody came.
    pub since: Timestamp,
    /// The half-terms.
    pub calendar: &'a Calendar,
    /// The taxonomy.
    pub taxonomy: &'a Taxonomy,
    /// The terms that an offer or a request may name.
    pub topics: Vec<Id<Expertise>>,
    /// Every school that is open.
    pub schools: Vec<Spot>,
    /// Those that take part, by place.
    pub joined: Vec<usize>,
    /// The alliances.
    pub groups: Vec<Group>,
    /// The persona's school that asks.
    pub asking: usize,
    /// The persona's school that gives.
    pub giving: usize,
    /// The persona's alliance, by number.
    pub broking: usize,
    /// Who assesses for the personas' alliance.
    pub assessor: Option<Actor>,
    /// Who delivers offers.
    pub givers: Vec<Giver>,
    /// On which day of its first months each specialist applied, by number.
    pub applied: Vec<i32>,
    /// Who delivers each offer, by its place.
    pub offered_by: Vec<usize>,
    /// Everybody's time.
    pub capacity: Capacity,
    /// What everybody gives on each day.
    pub taken: Taken,
    /// Who gave and who received.
    pub ledger: Ledger,
    /// What is to be stored.
    pub filled: Filled,
}

impl<'a> World<'a> {
    /// Forms the alliances, and chooses where the personas work.
    pub fn new(
        places: Vec<Place>,
        successors: &HashMap<i32, Vec<i32>>,
        count: usize,
        (calendar, taxonomy): (&'a Calendar, &'a Taxonomy),
        now: Timestamp,
    ) -> Self {
        let since = Timestamp::new(now.utc() - chrono::TimeDelta::days(i64::from(DAYS_SINCE)));
        let mut chance = Chance::of(SEED);
        let schools: Vec<Spot> = places.into_iter().map(Spot::from).collect();
        let sites: Vec<&Site> = schools.iter().map(|spot| &spot.site).collect();
        let circles = alliances::form(&sites, successors, count);
        let mut world = Self {
            now,
            since,
            calendar,
            taxonomy,
            topics: taxonomy
                .terms()
                .iter()
                .filter(|it| it.parent.is_some() && taxonomy.is_current(it.id))
                .map(|it| it.id)
                .collect(),
            schools,
            joined: Vec::new(),
            groups: Vec::new(),
            asking: 0,
            giving: 0,
            broking: 0,
            assessor: None,
            givers: Vec::new(),
            applied: Vec::new(),
            offered_by: Vec::new(),
            capacity: Capacity::default(),
            taken: Taken::default(),
            ledger: Ledger::default(),
            filled: Filled::default(),
            chance: Chance::of(chance.bits()),
            beside: Chance::of(SEED_BESIDE),
        };
        for circle in circles {
            world.found(&circle.name, circle.lead, circle.members);
        }
        world.choose_places();
        world
    }

    fn found(&mut self, name: &str, lead: usize, members: Vec<usize>) {
        let id = self.chance.id(self.since);
        let number = self.groups.len();
        for member in &members {
            if self.schools[*member].groups.is_empty() {
                self.joined.push(*member);
            }
            self.schools[*member].groups.push(number);
        }
        let schools = members.iter().map(|member| self.schools[*member].id).collect();
        let alliance = Alliance {
            id,
            name: name.into(),
            kind: AllianceKind::TeachingSchoolAlliance,
            lead: self.schools[lead].id,
            lead_offered_to: None,
            response_days: 7,
            version: 1,
        };
        self.filled.alliances.push((alliance, schools, self.since));
        self.groups.push(Group { id, lead, members, brokers: None, offers: Vec::new() });
    }

    /// The personas work at the first alliance with two primary schools that belong to no trust and to no second
    /// alliance.
    fn choose_places(&mut self) {
        let fits = |world: &Self, place: &usize, lead: usize| {
            let spot = &world.schools[*place];
            let teaches = |stage| spot.key_stages.contains(&stage);
            let primary = teaches(KeyStage::Ks1) && teaches(KeyStage::Ks2) && !teaches(KeyStage::Ks3);
            *place != lead && spot.trust.is_none() && primary && spot.groups.len() == 1
        };
        let found = self.groups.iter().enumerate().find_map(|(number, group)| {
            let mut fitting = group.members.iter().filter(|place| fits(self, place, group.lead));
            Some((number, *fitting.next()?, *fitting.next()?))
        });
        if let Some((number, asking, giving)) = found {
            (self.broking, self.asking, self.giving) = (number, asking, giving);
        } else if let [asking, giving, ..] = self.joined[..] {
            (self.broking, self.asking, self.giving) = (self.schools[asking].groups[0], asking, giving);
        }
    }

    /// The head of a school that takes part.
    pub fn head(&self, place: usize) -> Actor {
        self.schools[place].head.clone().expect("every school that takes part has a head")
    }

    /// A broker of the alliance that looks after a school.
    pub fn brokers(&self, place: usize) -> [Actor; 2] {
        let group = &self.groups[self.schools[place].groups[0]];
        group.brokers.clone().expect("every alliance has brokers")
    }

    /// The alliances of a school.
    pub fn alliances(&self, place: usize) -> Vec<Id<Alliance>> {
        self.schools[place].groups.iter().map(|number| self.groups[*number].id).collect()
    }

    /// Everything that was made.
    pub fn finish(self) -> Filled {
        Filled { windows: self.capacity.windows, accounts: self.ledger.0.into_values().collect(), ..self.filled }
    }

    /// So many days before now.
    pub fn ago(&self, days: i32) -> Timestamp {
        Timestamp::new(self.now.utc() - chrono::TimeDelta::days(i64::from(days)))
    }
}

impl From<Place> for Spot {
    fn from(it: Place) -> Self {
        Self {
            id: it.school,
            urn: it.urn,
            trust: it.trust,
            key_stages: it.key_stages,
            site: Site { urn: it.urn, easting: it.easting, northing: it.northing },
            groups: Vec::new(),
            head: None,
        }
    }
}
