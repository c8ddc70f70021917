//! What is owed: met in words or with the work of other support, let go, and owed again when that work is taken back.

use super::acts::{head_of, said};
use super::world::{Slot, World};
use crate::access::Actor;
use crate::brokerage::{Deployment, VisitStatus};
use crate::reciprocity::{Given, HalfDaysOf};
use crate::{Id, Timestamp};

impl World {
    /// Somebody says that what is owed is met, or lets it go.
    pub fn end_obligation(&mut self, slot: &mut Slot, by: &Actor) {
        let (how, now) = (self.below(8), self.now);
        let Some(owed) = &mut slot.owed else { return };
        match how {
            0 => drop(owed.waive((by, &[]), None, said(), now)),
            1 => drop(owed.meet((by, &[]), None, (said(), None), now)),
            _ => {}
        }
    }

    /// Whoever is owed something says that it is met with some work.
    pub fn name_work(&mut self) {
        let (place, now) = (self.below(self.slots.len()), self.now);
        let Some((work, given)) =
            self.slots[place].as_ref().and_then(|it| Some((it.deployment.as_ref()?, self.given(it)?)))
        else {
            return;
        };
        let (home, host) = (work.home, work.host);
        let by = head_of(host);
        let owed = self.slots.iter_mut().flatten().chain(&mut self.over).filter_map(|it| it.owed.as_mut());
        let mut between = owed.filter(|it| it.is_open() && (it.debtor, it.creditor) == (home, Some(host)));
        if let Some(it) = between.next() {
            drop(it.meet((&by, &[]), None, (said(), Some(&given)), now));
        }
    }

    /// What some support has given, and what that met by now.
    fn given(&self, of: &Slot) -> Option<Given> {
        let deployment = of.deployment.as_ref()?;
        let met = self.everything().filter_map(|it| it.owed.as_ref()).filter(|it| it.met_with == Some(deployment.id));
        let mut given = Given::of(deployment, &[], of.confirmed());
        met.for_each(|it| given.used(deployment.home, it.created_at, it.takes()));
        Some(given)
    }

    /// Whether the confirmed half-days of some support cover all that they met.
    pub fn covers_what_it_met(&self, slot: &Slot) -> bool {
        let home = slot.deployment.as_ref().map(|it| it.home);
        home.zip(self.given(slot)).is_none_or(|(home, it)| it.covers(home, self.now, 0))
    }

    /// Takes up again what the work of some support covers no longer, the last that was met first.
    pub fn uncover(&mut self, slot: &Slot, of: &Deployment) {
        let mut given = Given::of(of, &[], slot.confirmed());
        let mut met: Vec<_> =
            self.slots.iter_mut().flatten().chain(&mut self.over).filter(|it| it.is_met_with(of.id)).collect();
        met.sort_by_key(|it| it.met_at());
        for other in met {
            let (came, now) = (other.came(), self.now);
            let (Some(owed), Some(own)) = (&mut other.owed, &other.deployment) else { continue };
            if !given.take(of.home, owed.created_at, owed.takes()) {
                let _ = owed.reopen().unwrap();
                let _ = owed.reckon(own, came, now);
                self.reopened += 1;
            }
        }
    }
}

impl Slot {
    /// The confirmed half-days by their days.
    fn confirmed(&self) -> Vec<HalfDaysOf> {
        let confirmed = self.visits.iter().filter(|it| it.status == VisitStatus::Confirmed);
        confirmed.map(|it| (it.record.visited_on, it.record.half_days)).collect()
    }

    fn is_met_with(&self, work: Id<Deployment>) -> bool {
        self.owed.as_ref().is_some_and(|it| it.met_with == Some(work))
    }

    fn met_at(&self) -> Option<(Timestamp, Id<crate::reciprocity::Obligation>)> {
        self.owed.as_ref().and_then(|it| Some((it.ended_at?, it.id)))
    }
}
