//! What every step of a ring begins with: its requests, locked in the order of their ids, and then the ring.

use std::collections::BTreeSet;

use domain::brokerage::{ExchangeRing, RingLeg};
use domain::exchange::SupportRequest;
use domain::{Id, Rule};
use persistence::Tx;
use persistence::brokerage::{ring as rings, ring_leg as legs};
use persistence::exchange::request as requests;

use crate::app::brokerage::{current, wide};
use crate::app::{App, Caller, Outcome};

/// A locked ring with its legs and its requests, in a transaction that sees every record.
pub(super) struct Ground {
    pub tx: Tx,
    /// By id.
    pub requests: Vec<SupportRequest>,
    pub ring: ExchangeRing,
    /// In the order of the ring.
    pub legs: Vec<RingLeg>,
}

impl Ground {
    /// Locks a ring that the caller may see.
    pub async fn lock(app: &App, caller: &Caller, id: Id<ExchangeRing>, expected: Option<i32>) -> Outcome<Self> {
        let tx = app.begin_wide(caller).await?;
        rings::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        let all = legs::of_ring(&tx, id).await?;
        let ids: BTreeSet<_> = all.iter().map(|leg| leg.request).collect();
        let mut locked = Vec::with_capacity(ids.len());
        for request in ids {
            locked.push(requests::lock(&tx, &wide(), request).await?.ok_or(Rule::NotFound)?);
        }
        let ring = rings::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        current(ring.version, expected)?;
        // What they answered is read again, under the lock.
        let legs = legs::of_ring(&tx, id).await?;
        Ok(Self { tx, requests: locked, ring, legs })
    }
}
