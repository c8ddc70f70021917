//! Mentors shared out among all new heads of an alliance at once, by the planner that plans the nation (DOMAIN H115, H119).
//!
//! New heads ask, mentors with room give. A pair is possible where the rules of mentoring allow it ([`Pair`]); its points are how
//! alike the two schools are, how near, and how experienced the mentor is. A further head of one mentor costs more than all of
//! these can give, so whoever carries most comes last; and that a head has somebody at all is worth far more than who it is.
//! What was suggested in an earlier run and is still allowed counts for a little more, so that a run that is repeated suggests
//! the same two again.

mod changes;
mod left_out;
mod points;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::Id;
use crate::brokerage::matching::plan::{
    Ask, Checkpoint, Draft, Give, Instance, InstanceFault, Objective, ObjectiveFault, Pairing, Step, solve,
};
use crate::brokerage::matching::{lot, mix};
use crate::communities::{MentoringPolicy, Newcomer, Pair};
use crate::directory::{Alliance, School, Specialist};
use crate::identity::Person;

pub use changes::SharingChanges;
pub use left_out::LeftOut;
pub(in crate::communities) use points::{carried, metres, points};

/// What it is worth that a head has a mentor at all, in points: more than any load takes away.
const WORTH: i64 = 400_000;
/// What keeps an earlier suggestion, in points: as much as two schools can be alike, and less than a further head costs.
const KEPT: i64 = 1_000;

/// A new head without a mentor.
#[derive(Clone, Debug)]
pub struct Waiting<'a> {
    /// The head.
    pub newcomer: Newcomer,
    /// The school that they lead.
    pub school: &'a School,
    /// Who might mentor them, as far as anybody knows, with the school that lends each.
    pub mentors: Vec<(Pair, &'a School)>,
    /// Whom an earlier run suggested, if that still stands.
    pub suggested: Option<Id<Specialist>>,
}

/// Who is to mentor whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedOut {
    /// Two who are to be suggested to each other, by head.
    pub pairs: Vec<Pair>,
    /// The heads for whom nobody is left, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether it is proved that no other way is worth more.
    pub is_exact: bool,
}

/// Why mentors cannot be shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingFault {
    /// The heads and mentors make no instance.
    Instance(InstanceFault),
    /// The policy's most makes no costs.
    Costs(ObjectiveFault),
}

/// Shares out the mentors of an alliance among these heads. Somebody who mentors on behalf of several schools has room once.
/// The order in which heads and mentors are given changes nothing.
pub fn share_out(
    alliance: Id<Alliance>,
    waiting: &[Waiting<'_>],
    policy: &MentoringPolicy,
    watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
) -> Result<SharedOut, SharingFault> {
    let mut heads: Vec<&Waiting<'_>> = waiting.iter().collect();
    heads.sort_unstable_by_key(|it| it.newcomer.person);
    let mentees = mentees(&heads);
    let place: BTreeMap<Id<Person>, u32> = mentees.keys().copied().zip(0..).collect();
    // Of several schools that lend the same person, the one that suits best.
    let chosen: Vec<BTreeMap<u32, (i64, Pair)>> = heads.iter().map(|head| best_of_each(head, &place)).collect();

    let gives = mentees.iter().map(|(person, carries)| Give {
        key: lot(*person),
        capacity: u32::try_from(policy.most_mentees - carries).unwrap_or(0),
        jobs: u32::try_from(*carries).unwrap_or(0),
    });
    let asks = heads.iter().map(|head| Ask { key: lot(head.newcomer.person), seats: 1, worth: WORTH });
    let row = |of_head: &BTreeMap<u32, (i64, Pair)>| {
        of_head.iter().map(|(specialist, (weight, _))| Pairing { specialist: *specialist, weight: *weight }).collect()
    };
    let draft = Draft {
        asks: asks.collect(),
        gives: gives.collect(),
        pairs: chosen.iter().map(row).collect(),
        seed: mix(lot(alliance)),
    };
    let instance = Instance::new(draft).map_err(SharingFault::Instance)?;
    let costs = Objective::fair((0..=policy.most_mentees).map(carried).collect()).map_err(SharingFault::Costs)?;
    let solved = solve(&instance, &costs, watcher);

    let mut out = SharedOut { is_exact: solved.is_exact(), ..SharedOut::default() };
    for (at, head) in (0..).zip(&heads) {
        match solved.plan.of_request(at).next() {
            Some(mentor) => out.pairs.push(chosen[at as usize][&mentor].1),
            None => out.left_out.push(LeftOut::of(head)),
        }
    }
    Ok(out)
}

/// How many heads each mentor has who is possible for anybody.
fn mentees(heads: &[&Waiting<'_>]) -> BTreeMap<Id<Person>, i32> {
    let mut mentees = BTreeMap::new();
    for (pair, _) in heads.iter().flat_map(|head| &head.mentors) {
        let carries = mentees.entry(pair.mentor.person).or_insert(0);
        *carries = pair.mentor.mentees.max(*carries);
    }
    mentees
}

/// For each mentor who is possible for a head, the best of their schools and the points.
fn best_of_each(head: &Waiting<'_>, place: &BTreeMap<Id<Person>, u32>) -> BTreeMap<u32, (i64, Pair)> {
    let mut best: BTreeMap<u32, (i64, Pair)> = BTreeMap::new();
    for (pair, home) in head.mentors.iter().filter(|(pair, _)| pair.check().is_ok()) {
        let kept = if head.suggested == Some(pair.mentor.specialist) { KEPT } else { 0 };
        let weight = points(pair, home, head.school) + kept;
        let better = |known: &(i64, Pair)| {
            let lower = std::cmp::Reverse(pair.mentor.specialist);
            (weight, lower) > (known.0, std::cmp::Reverse(known.1.mentor.specialist))
        };
        let at = place[&pair.mentor.person];
        if best.get(&at).is_none_or(better) {
            best.insert(at, (weight, *pair));
        }
    }
    best
}
