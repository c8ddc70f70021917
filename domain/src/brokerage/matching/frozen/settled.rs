//! What is settled of a plan before it is sought: who has whom in any case, who has whom on no account, and who has left.

use std::collections::{BTreeMap, BTreeSet};

use crate::Id;
use crate::brokerage::matching::Laid;
use crate::brokerage::matching::plan::{InstanceFault, Plan, PlanFault, Rest, RestFault};
use crate::exchange::{CapacityHolder, SupportRequest};

/// What is settled of a plan before it is sought. As it is made up of sets, the order in which somebody chose says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Who has whom in any case.
    pub pinned: BTreeMap<Id<SupportRequest>, CapacityHolder>,
    /// Who has whom on no account.
    pub forbidden: BTreeSet<(Id<SupportRequest>, CapacityHolder)>,
    /// The requests that have left: they have nobody, whatever was pinned for them.
    pub without: BTreeSet<Id<SupportRequest>>,
}

/// Why a market cannot be planned with that settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettledFault {
    /// A request is pinned to somebody who is no possible pair with it, or is forbidden.
    NoSuchPair {
        /// The request.
        request: Id<SupportRequest>,
    },
    /// More is pinned to somebody than there are places.
    NoPlace {
        /// Whose places they are.
        holder: CapacityHolder,
    },
    /// What is left is beyond what the planner takes.
    Left(InstanceFault),
}

impl Laid {
    /// What is left of the market with that settled: to be planned with it.
    pub fn under(&self, settled: &Settled) -> Result<Rest<'_>, SettledFault> {
        let mut pinned = Vec::new();
        for (request, holder) in settled.pinned.iter().filter(|(request, _)| !settled.without.contains(request)) {
            let pair = self.places_of(*request, *holder);
            pinned.push(pair.ok_or(SettledFault::NoSuchPair { request: *request })?);
        }
        let open = |request: u32, giver: u32| {
            let (request, holder) = (self.requests[request as usize], self.holders[giver as usize]);
            !settled.without.contains(&request) && !settled.forbidden.contains(&(request, holder))
        };
        Rest::of(&self.instance, &self.objective, Plan::new(pinned), open).map_err(|fault| match fault {
            RestFault::Left(fault) => SettledFault::Left(fault),
            RestFault::Pinned(PlanFault::OverCapacity { specialist, .. }) => {
                SettledFault::NoPlace { holder: self.holders[specialist as usize] }
            }
            RestFault::Pinned(
                PlanFault::NoSuchRequest { request }
                | PlanFault::NoSuchPair { request, .. }
                | PlanFault::PairTwice { request, .. }
                | PlanFault::TooMany { request, .. },
            ) => SettledFault::NoSuchPair { request: self.requests[request as usize] },
        })
    }

    /// The places of a request and of whoever may give to it in the instance; nothing if the two are no possible pair.
    pub fn places_of(&self, request: Id<SupportRequest>, holder: CapacityHolder) -> Option<(u32, u32)> {
        let at = self.requests.iter().position(|it| *it == request)?;
        let giver = self.by[at].keys().find(|giver| self.holders[**giver as usize] == holder)?;
        Some((u32::try_from(at).ok()?, *giver))
    }
}
