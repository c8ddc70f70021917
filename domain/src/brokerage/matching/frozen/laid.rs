//! A frozen market laid out for the planner: who may meet whom, and what each pair and each request is worth.
//!
//! The points of a pair are those of the ranking (SETTLED 27) but for three parts. What the school that asks has given, and how cut
//! off it is, are alike for everybody who could come: here requests compete, so they belong to the worth of meeting the
//! request (SETTLED 9). And what the giver has to do already costs by the number of jobs that the plan itself gives.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::brokerage::RoundPlace;
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, InstanceFault, Objective, ObjectiveFault, Pairing};
use crate::brokerage::matching::policy::FULL;
use crate::brokerage::matching::score::{reciprocity, value};
use crate::brokerage::matching::{
    Asked, Factor, Frozen, Giver, Market, Pair, Part, Policy, Setting, Sought, first_broken, lot, parts,
};
use crate::exchange::{CapacityHolder, Offer, SupportRequest, Urgency};
use crate::{Id, Word};

/// The most jobs of one giver, agreed before or given here, with which a plan reckons: more than anybody can have, and half of
/// what the planner takes.
const MOST_JOBS: u32 = 500;
/// From which job on each further one costs as much as the one before, at the latest.
const STEPS_OF_LOAD: i64 = 64;

/// What meeting a request at all is worth, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worths {
    /// Of any request.
    pub met: i64,
    /// More for each step of urgency.
    pub urgency: i64,
    /// More for each thousandth of isolation.
    pub isolation: i64,
}

impl Worths {
    /// The numbers that hold: those of the interchange format, in undivided points.
    pub const FIRST: Self = Self { met: 60_000, urgency: 30_000, isolation: 40 };
}

/// Why a market cannot be laid out: its numbers are beyond what the planner takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayingFault {
    /// Those of the pairs, the requests or the givers.
    Instance(InstanceFault),
    /// Those of the load.
    Objective(ObjectiveFault),
}

impl From<InstanceFault> for LayingFault {
    fn from(fault: InstanceFault) -> Self {
        Self::Instance(fault)
    }
}

impl From<ObjectiveFault> for LayingFault {
    fn from(fault: ObjectiveFault) -> Self {
        Self::Objective(fault)
    }
}

/// A frozen market as the planner reads it.
#[derive(Clone, Debug)]
pub struct Laid {
    /// Who asks, who gives, and who may meet whom.
    pub instance: Instance,
    /// What each further job of one giver costs.
    pub objective: Objective,
    /// The request of each place in the instance.
    pub requests: Vec<Id<SupportRequest>>,
    /// Whose time the giver of each place in the instance has.
    pub holders: Vec<CapacityHolder>,
    /// The offers of the market by which each request may be met, by giver.
    pub(super) by: Vec<BTreeMap<u32, Arc<Giver>>>,
}

/// Who gives, with the offers that have room for a bundle.
struct Room {
    /// How many bundles each of them has room for.
    bundles: u32,
    /// How many jobs were agreed before.
    jobs: u32,
}

impl Frozen {
    /// Lays it out under the policy of its version. A giver is whoever's time it is, a person or a school: all of its offers draw on
    /// one capacity, and each request is laid beside the one of them that suits it best (SETTLED 5).
    ///
    /// A giver can take as many bundles as fit into each of the offers that have room for one. That may be less than all of them
    /// have together, and never more than any has.
    pub fn lay_out(&self, policy: &Policy) -> Result<Laid, LayingFault> {
        let givers: Vec<Arc<Giver>> = self.givers.iter().cloned().map(Arc::new).collect();
        let rooms = self.rooms(&givers);
        let holders: Vec<CapacityHolder> = rooms.keys().copied().collect();
        let place: BTreeMap<CapacityHolder, u32> = rooms.keys().copied().zip(0..).collect();
        let of_offer: BTreeMap<_, _> = givers.iter().map(|giver| (giver.offer, giver)).collect();
        let market = Market::new(self.terms.clone(), givers.iter().cloned());

        let (mut pairs, mut by) = (Vec::new(), Vec::new());
        for sought in &self.sought {
            let asked = Asked::new(policy, &self.terms, &sought.question);
            let mut best: BTreeMap<u32, Suiting> = BTreeMap::new();
            for giver in market.near(&sought.question.expertise) {
                let pair = asked.beside(giver);
                if pair.stage() > sought.stage || first_broken(&pair).is_some() {
                    continue;
                }
                // Whoever passes the rule on capacity has room for a bundle.
                let Some(at) = place.get(&giver.holder()) else { continue };
                let points = points(&pair).map(|part| part.contribution()).sum();
                let found = Suiting { points, lot: Reverse(draw(self.seed, giver.offer)), giver };
                match best.get_mut(at) {
                    Some(known) if known.key() >= found.key() => {}
                    Some(known) => *known = found,
                    None => drop(best.insert(*at, found)),
                }
            }
            pairs.push(best.iter().map(|(at, it)| Pairing { specialist: *at, weight: it.points }).collect());
            by.push(best.into_iter().map(|(at, it)| (at, Arc::clone(of_offer[&it.giver.offer]))).collect());
        }
        let asks =
            self.sought.iter().map(|it| Ask { key: lot(it.question.request), seats: 1, worth: self.worth(policy, it) });
        let gives = rooms.iter().map(|(holder, room)| Give {
            key: lot_of(*holder),
            capacity: room.bundles.min(MOST_JOBS),
            jobs: room.jobs.min(MOST_JOBS),
        });
        let draft = Draft { asks: asks.collect(), gives: gives.collect(), pairs, seed: self.seed };
        let requests = self.sought.iter().map(|it| it.question.request).collect();
        Ok(Laid { instance: Instance::new(draft)?, objective: objective(policy)?, requests, holders, by })
    }

    /// What meeting a request at all is worth: how urgent it is, how cut off its school, and what that has given (SETTLED 9).
    fn worth(&self, policy: &Policy, sought: &Sought) -> i64 {
        let question = &sought.question;
        let steps = Urgency::ALL.iter().position(|it| *it == question.urgency).unwrap_or(0);
        let isolation = i64::from(question.isolation.clamp(0, FULL));
        let Worths { met, urgency, isolation: of_isolation } = self.worths;
        let given = value(policy, &reciprocity(policy, question));
        let given = i64::from(policy.weight(Factor::Reciprocity)) * i64::from(given);
        met + urgency * i64::try_from(steps).unwrap_or(0) + of_isolation * isolation + given
    }

    fn rooms(&self, givers: &[Arc<Giver>]) -> BTreeMap<CapacityHolder, Room> {
        let mut rooms: BTreeMap<CapacityHolder, Room> = BTreeMap::new();
        for giver in givers {
            let bundles = self.bundle.fit_into(&giver.free);
            if bundles > 0 {
                let jobs = u32::try_from(giver.jobs).unwrap_or(0);
                let room = rooms.entry(giver.holder()).or_insert(Room { bundles, jobs });
                room.bundles = room.bundles.min(bundles);
                room.jobs = room.jobs.max(jobs);
            }
        }
        rooms
    }

    /// The place that a plan gives to a request, at a price.
    pub fn place(&self, policy: &Policy, laid: &Laid, (request, giver): (u32, u32), price: i64) -> Option<RoundPlace> {
        let sought = self.sought.get(request as usize)?;
        let found = laid.by.get(request as usize)?.get(&giver)?;
        let asked = Asked::new(policy, &self.terms, &sought.question);
        Some(RoundPlace {
            offer: found.offer,
            holder: *laid.holders.get(giver as usize)?,
            home: found.home.school,
            parts: points(&asked.beside(found)).collect(),
            worth: laid.instance.asks()[request as usize].worth,
            price,
        })
    }
}

/// An offer by which a request may be met.
struct Suiting<'g> {
    points: i64,
    lot: Reverse<u64>,
    giver: &'g Giver,
}

impl Suiting<'_> {
    /// The most points first; of equals the first by draw, then by id.
    fn key(&self) -> (i64, Reverse<u64>, Reverse<Id<Offer>>) {
        (self.points, self.lot, Reverse(self.giver.offer))
    }
}

/// What whoever gives is known by in the draw among equals.
fn lot_of(holder: CapacityHolder) -> u64 {
    match holder {
        CapacityHolder::Specialist(it) => lot(it),
        CapacityHolder::School(it) => lot(it),
    }
}

/// The parts of the points of a pair: all of the ranking but for those that are the request's own, and the load.
fn points<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Part> + use<'p> {
    let of_pair = |part: &Part| !matches!(part.reason.factor(), Factor::Reciprocity | Factor::Isolation | Factor::Load);
    parts(pair).filter(of_pair)
}

/// What each further job of one giver costs: as much as it takes from the score of whoever has that many.
fn objective(policy: &Policy) -> Result<Objective, ObjectiveFault> {
    let (each, square) = (policy.setting(Setting::LoadEach), policy.setting(Setting::LoadSquare));
    let lost = |jobs: i64| (jobs * i64::from(each) + jobs * jobs * i64::from(square)).min(i64::from(FULL));
    let weight = i64::from(policy.weight(Factor::Load));
    Objective::fair((0..STEPS_OF_LOAD).map(|jobs| weight * lost(jobs)).collect())
}
