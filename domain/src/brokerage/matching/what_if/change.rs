//! What may be supposed to be otherwise, as values that were checked.

use crate::Id;
use crate::brokerage::matching::{Factor, Policy, PolicyFault, Setting};
use crate::directory::{School, Specialist};
use crate::exchange::{CapacityHolder, Offer};
use crate::rule::{Faults, Refusals, Rejected};
use crate::{Rule, choice, words};

/// The most changes of one scenario.
const MOST_CHANGES: usize = 20;
/// The most offers that one change adds.
const MOST_OFFERS: i32 = 50;
/// The most half-days that somebody gives in one half-term.
const MOST_HALF_DAYS: i32 = 200;
/// The most that a weight or a number of the policy may be.
const MOST_NUMBER: i32 = 1_000_000;

words! {
    /// What is supposed to be otherwise.
    pub enum ChangeKind {
        /// More people at a school, each with an offer like one that there is.
        AddOffers = "add_offers",
        /// An offer that would not be there.
        RemoveOffer = "remove_offer",
        /// One more person at a school, with all offers that another has.
        AddSpecialist = "add_specialist",
        /// A person who would not be there.
        RemoveSpecialist = "remove_specialist",
        /// What somebody would have free in each half-term.
        Capacity = "capacity",
        /// A weight of the matching policy.
        Weight = "weight",
        /// A number of the matching policy.
        Setting = "setting",
    }
}

/// Something that is supposed to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// So many more people at a school, each with an offer like one that there is, and with as much time.
    AddOffers {
        /// The offer that they are like.
        like: Id<Offer>,
        /// How many.
        number: i32,
        /// The school at which they would work.
        at: Id<School>,
    },
    /// An offer that would not be there.
    RemoveOffer {
        /// The offer.
        offer: Id<Offer>,
    },
    /// One more person at a school, with all offers that another has, and with as much time.
    AddSpecialist {
        /// The person whom this one is like.
        like: Id<Specialist>,
        /// The school at which he or she would work.
        at: Id<School>,
    },
    /// A person who would not be there.
    RemoveSpecialist {
        /// The person.
        specialist: Id<Specialist>,
    },
    /// What somebody would have free in each half-term of the bundle.
    Capacity {
        /// Whose time it is.
        holder: CapacityHolder,
        /// How many half-days.
        half_days: i32,
    },
    /// A weight of the policy.
    Weight {
        /// The factor.
        factor: Factor,
        /// What it would weigh.
        to: i32,
    },
    /// A number of the policy.
    Setting {
        /// Which.
        setting: Setting,
        /// What it would be.
        to: i32,
    },
}

/// What a change is about, where only one may be about it.
#[derive(PartialEq)]
enum Subject {
    Offer(Id<Offer>),
    Holder(CapacityHolder),
    Weight(Factor),
    Setting(Setting),
}

/// The changes of one scenario: each within its range, and no two about the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

impl Change {
    /// The field of a form in which a part of the change stands that has this place in its list.
    pub(super) fn field(&self, place: usize, part: &str) -> String {
        let name = match self.kind() {
            ChangeKind::AddOffers => "addOffers",
            ChangeKind::RemoveOffer => "removeOffer",
            ChangeKind::AddSpecialist => "addSpecialist",
            ChangeKind::RemoveSpecialist => "removeSpecialist",
            ChangeKind::Capacity => "capacity",
            ChangeKind::Weight => "weight",
            ChangeKind::Setting => "setting",
        };
        format!("changes.{place}.{name}.{part}")
    }

    /// Which kind of change it is.
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::AddOffers { .. } => ChangeKind::AddOffers,
            Self::RemoveOffer { .. } => ChangeKind::RemoveOffer,
            Self::AddSpecialist { .. } => ChangeKind::AddSpecialist,
            Self::RemoveSpecialist { .. } => ChangeKind::RemoveSpecialist,
            Self::Capacity { .. } => ChangeKind::Capacity,
            Self::Weight { .. } => ChangeKind::Weight,
            Self::Setting { .. } => ChangeKind::Setting,
        }
    }

    /// Whether it is about the policy, and leaves the market as it is.
    pub const fn is_of_policy(&self) -> bool {
        matches!(self, Self::Weight { .. } | Self::Setting { .. })
    }

    fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::AddOffers { .. } | Self::AddSpecialist { .. } => return None,
            Self::RemoveOffer { offer } => Subject::Offer(*offer),
            Self::RemoveSpecialist { specialist } => Subject::Holder(CapacityHolder::Specialist(*specialist)),
            Self::Capacity { holder, .. } => Subject::Holder(*holder),
            Self::Weight { factor, .. } => Subject::Weight(*factor),
            Self::Setting { setting, .. } => Subject::Setting(*setting),
        })
    }

    /// Its number, with the part of the form in which it stands and its range.
    const fn number(&self) -> Option<(&'static str, i32, std::ops::RangeInclusive<i32>)> {
        match self {
            Self::AddOffers { number, .. } => Some(("number", *number, 1..=MOST_OFFERS)),
            Self::Capacity { half_days, .. } => Some(("halfDays", *half_days, 0..=MOST_HALF_DAYS)),
            Self::Weight { to, .. } | Self::Setting { to, .. } => Some(("to", *to, 0..=MOST_NUMBER)),
            Self::RemoveOffer { .. } | Self::AddSpecialist { .. } | Self::RemoveSpecialist { .. } => None,
        }
    }
}

impl Changes {
    /// Checks changes: at least one, each within its range, and no two about the same thing.
    pub fn parse(changes: Vec<Change>) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        faults.need(!changes.is_empty(), || Rule::ChoiceMissing.at("changes"));
        faults.need(changes.len() <= MOST_CHANGES, || Rule::NumberOutOfRange.at("changes"));
        // What is too long is not looked through: each change is laid beside all before it.
        for (place, change) in changes.iter().enumerate().take(MOST_CHANGES) {
            if let Some((part, number, range)) = change.number() {
                faults.keep(change.field(place, part), choice::amount(number, range));
            }
            let subject = change.subject();
            let repeated = subject.is_some() && changes[..place].iter().any(|earlier| earlier.subject() == subject);
            faults.need(!repeated, || Rule::ScenarioChangeTwice.at(format!("changes.{place}")));
        }
        faults.into_result(Some(Self(changes)))
    }

    /// Each of them, as they were given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.0.iter()
    }

    /// Whether they are about the policy alone.
    pub fn are_of_policy(&self) -> bool {
        self.0.iter().all(Change::is_of_policy)
    }

    /// The schools at which somebody is added.
    pub fn schools(&self) -> Vec<Id<School>> {
        let at = |change: &Change| match change {
            Change::AddOffers { at, .. } | Change::AddSpecialist { at, .. } => Some(*at),
            _ => None,
        };
        let mut schools: Vec<_> = self.0.iter().filter_map(at).collect();
        schools.sort_unstable();
        schools.dedup();
        schools
    }

    /// A policy with their weights and numbers, as another version.
    pub fn policy(&self, policy: &Policy, version: i32) -> Result<Policy, Rejected> {
        let weight = |change: &Change| match change {
            Change::Weight { factor, to } => Some((*factor, *to)),
            _ => None,
        };
        let setting = |change: &Change| match change {
            Change::Setting { setting, to } => Some((*setting, *to)),
            _ => None,
        };
        let weights: Vec<_> = self.0.iter().filter_map(weight).collect();
        let settings: Vec<_> = self.0.iter().filter_map(setting).collect();
        policy.with(version, &weights, &settings).map_err(|fault| match fault {
            PolicyFault::OneOffNotLast => Rule::PolicyOneOffNotLast.at("changes"),
            _ => Rule::NumberOutOfRange.at("changes"),
        })
    }
}
