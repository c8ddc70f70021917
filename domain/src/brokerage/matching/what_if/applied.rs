//! A market with what is supposed of it.

use std::sync::Arc;

use uuid::Uuid;

use crate::brokerage::matching::draw::mix;
use crate::brokerage::matching::{Change, Free, Frozen, Giver, Home, Policy, WhatIf};
use crate::directory::School;
use crate::rule::{Faults, Refusals, Rejected};
use crate::{Id, Rule};

impl WhatIf {
    /// The market and the policy as they would be. Whoever is like somebody is like what there is today, also if that would not be
    /// there itself. A change that no request could notice is refused: it would look as if it made no difference.
    pub fn then(&self, policy: &Policy) -> Result<(Frozen, Policy), Refusals> {
        let mut faults = Faults::default();
        let mut then = self.today.clone();
        for (place, change) in self.changes.iter().enumerate() {
            faults.keep("changes", self.apply(place, change, &mut then));
        }
        then.givers.sort_unstable_by_key(|giver| giver.offer);
        let policy = faults.keep("changes", self.changes.policy(policy, policy.version()));
        faults.into_result(policy.map(|policy| (then, policy)))
    }

    fn apply(&self, place: usize, change: &Change, then: &mut Frozen) -> Result<(), Rejected> {
        let out_of_reach = |part: &str| Rule::ScenarioOutOfReach.at(change.field(place, part));
        match change {
            Change::AddOffers { like, number, at } => {
                let home = self.home(*at).ok_or_else(|| Rule::NotFound.at(change.field(place, "school")))?;
                let model = self.today.givers.iter().find(|giver| giver.offer == *like);
                let model = model.ok_or_else(|| out_of_reach("offer"))?;
                let one = |copy: u32| newcomer(model, &home, supposed(place, copy), supposed(place, copy));
                then.givers.extend((0..number.unsigned_abs()).map(one));
            }
            Change::AddSpecialist { like, at } => {
                let home = self.home(*at).ok_or_else(|| Rule::NotFound.at(change.field(place, "school")))?;
                let models = self.today.givers.iter().filter(|giver| giver.specialist == Some(*like));
                let one =
                    |(copy, model): (u32, &Giver)| newcomer(model, &home, supposed(place, 0), supposed(place, copy));
                let added: Vec<Giver> = (0..).zip(models).map(one).collect();
                if added.is_empty() {
                    return Err(out_of_reach("specialist"));
                }
                then.givers.extend(added);
            }
            Change::RemoveOffer { offer } => {
                drop_those(then, |giver| giver.offer == *offer).ok_or_else(|| out_of_reach("offer"))?;
            }
            Change::RemoveSpecialist { specialist } => {
                let of = |giver: &Giver| giver.specialist == Some(*specialist);
                drop_those(then, of).ok_or_else(|| out_of_reach("specialist"))?;
            }
            Change::Capacity { holder, half_days } => {
                let bundle = &then.bundle.half_terms;
                let mut found = false;
                for giver in then.givers.iter_mut().filter(|giver| giver.holder() == *holder) {
                    let outside = giver.free.iter().filter(|(half_term, _)| !bundle.contains(half_term));
                    let within = bundle.iter().map(|half_term| (*half_term, *half_days));
                    giver.free = Free::new(giver.free.first(), outside.chain(within).collect::<Vec<_>>());
                    found = true;
                }
                return if found { Ok(()) } else { Err(out_of_reach("holder")) };
            }
            Change::Weight { .. } | Change::Setting { .. } => {}
        }
        Ok(())
    }

    fn home(&self, school: Id<School>) -> Option<Arc<Home>> {
        self.homes.iter().find(|home| home.school == school).cloned().map(Arc::new)
    }
}

/// Somebody new at a school with an offer like another: as much time, and no work yet.
fn newcomer(model: &Giver, home: &Arc<Home>, specialist: Uuid, offer: Uuid) -> Giver {
    Giver {
        offer: Id::from_uuid(offer),
        specialist: Some(Id::from_uuid(specialist)),
        home: Arc::clone(home),
        completed: 0,
        jobs: 0,
        ..model.clone()
    }
}

/// An id of somebody or something that a change supposes: the same for the same change.
fn supposed(place: usize, copy: u32) -> Uuid {
    let upper = mix(place as u64);
    // Never the mixed upper half alone: in the draw that would be everybody's lot.
    Uuid::from_u64_pair(upper, mix(upper.wrapping_add(1 + u64::from(copy))))
}

/// Drops those for which it holds; nothing if there are none.
fn drop_those(then: &mut Frozen, of: impl Fn(&Giver) -> bool) -> Option<()> {
    let before = then.givers.len();
    then.givers.retain(|giver| !of(giver));
    (then.givers.len() < before).then_some(())
}
