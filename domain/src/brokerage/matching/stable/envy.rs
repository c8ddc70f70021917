//! Who would rather have each other than what a plan gives them.
//!
//! *Source*: blocking pairs as Gale and Shapley have them (1962), for teams pair by pair as Roth (1984); justified envy as
//! Abdulkadiroğlu and Sönmez, "School choice: a mechanism design approach" (2003): a school wants a specialist whose time goes
//! to another school that stands lower with that specialist. A pair that blocks without envy blocks because a place is free.
//!
//! *Cost*: one pass over the pairs.
//!
//! *Proof obligation*: the stable plan has none, and of any plan they are those that the definition names, pair by pair.

use crate::brokerage::matching::plan::{Objective, Plan, PlanFault};
use crate::brokerage::matching::stable::{Choice, Preferences};

/// Two who would both rather have each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockingPair {
    /// The request, which has an empty seat or somebody with fewer points.
    pub request: u32,
    /// The specialist.
    pub specialist: u32,
    /// Whether the specialist has a place that nobody takes.
    pub free: bool,
    /// The request that the specialist wants least of those he or she goes to, if this one stands higher: justified envy.
    pub instead_of: Option<u32>,
}

/// The pairs that block a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocking {
    /// How many there are.
    pub pairs: usize,
    /// In how many of them the school envies another with reason.
    pub envious: usize,
    /// The first of them, by request, then as the request wants them.
    pub listed: Vec<BlockingPair>,
}

/// The pairs that block a plan, of which so many at most are listed. A school that has somebody with just as many points
/// would not rather change.
pub fn blocking(preferences: &Preferences<'_>, plan: &Plan, most: usize) -> Result<Blocking, PlanFault> {
    let instance = preferences.instance();
    plan.value(instance, &Objective::linear())?;
    let loads = plan.loads(instance.gives().len());
    // Of each specialist, the request that he or she wants least of those in the plan.
    let mut least: Vec<Option<(u32, u32)>> = vec![None; instance.gives().len()];
    for (request, specialist) in plan.pairs().iter().copied() {
        let place = preferences.choice(request, specialist).map(|choice| (choice.place, request));
        least[specialist as usize] = least[specialist as usize].max(place);
    }
    let mut found = Blocking::default();
    for (request, ask) in (0_u32..).zip(instance.asks()) {
        let own: Vec<&Choice> = plan.of_request(request).filter_map(|own| preferences.choice(request, own)).collect();
        let content = (own.len() == ask.seats as usize).then(|| own.iter().map(|own| own.weight).min()).flatten();
        let list = preferences.of(request).iter();
        let rather = list.take_while(|choice| content.is_none_or(|points| choice.weight > points));
        for choice in rather.filter(|choice| own.iter().all(|own| own.specialist != choice.specialist)) {
            let specialist = choice.specialist as usize;
            let free = loads[specialist] < instance.gives()[specialist].capacity;
            let instead_of = least[specialist].filter(|(place, _)| *place > choice.place).map(|(_, request)| request);
            if !free && instead_of.is_none() {
                continue;
            }
            found.pairs += 1;
            found.envious += usize::from(instead_of.is_some());
            if found.listed.len() < most {
                found.listed.push(BlockingPair { request, specialist: choice.specialist, free, instead_of });
            }
        }
    }
    Ok(found)
}
