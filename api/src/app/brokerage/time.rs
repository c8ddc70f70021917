//! The giver's time: held for a proposal, and committed where the terms say that the work is done.

use domain::brokerage::{Deployment, Proposal};
use domain::exchange::{CalendarOwner, CapacityHolder, Offer, OfferShare, Reservation};
use domain::{HalfTerm, Id, Rule};
use persistence::Tx;
use persistence::exchange::{calendar, capacity, offer as offers};

use super::wide;
use crate::app::Outcome;

/// So many half-days of somebody's time, as a part of what an offer states.
pub(super) struct Part<'o> {
    /// For whom they are held.
    pub proposal: Id<Proposal>,
    /// Whose time it is.
    pub holder: CapacityHolder,
    /// What they are asked of.
    pub offer: &'o Offer,
    /// How many.
    pub half_days: i32,
}

impl Part<'_> {
    /// Holds them within some half-terms, earliest first unless the broker wishes otherwise.
    pub async fn hold(&self, tx: &Tx, half_terms: &[HalfTerm], wishes: &[(HalfTerm, i32)]) -> Outcome<()> {
        let windows = capacity::lock_windows(tx, self.holder, half_terms).await?;
        let most = self.offer.terms.half_days_per_half_term;
        let share = OfferShare { most, held: capacity::held_by(tx, self.offer.id).await? };
        let reservation = Reservation::allocate(self.proposal, &windows, &share, self.half_days, wishes)?;
        if !capacity::reserve(tx, &reservation).await? {
            return Err(Rule::CapacityShort.into());
        }
        Ok(())
    }
}

/// Commits the time that was reserved for a deployment. Where the terms leave the half-terms in which it was reserved, it is
/// first moved to theirs: what is held in one half-term and worked in another could be promised twice (SETTLED 5).
pub(super) async fn commit(tx: &Tx, it: &Deployment) -> Outcome<()> {
    let period = it.terms.as_ref().ok_or(Rule::TermsMissing)?.period;
    let half_terms = calendar::of(tx, CalendarOwner::School(it.host)).await?.open(period, tx.now().day());
    let held = capacity::held(tx, vec![it.proposal]).await?;
    if !held.iter().all(|held| held.lies_in(&half_terms)) {
        let offer = offers::hold(tx, &wide(), it.offer).await?.ok_or(Rule::NotFound)?;
        let holder = it.specialist.map_or(CapacityHolder::School(it.home), CapacityHolder::Specialist);
        // All of them in one order, before any is changed.
        let before = held.iter().flat_map(|held| &held.lines).map(|line| line.half_term);
        let touched: Vec<_> = before.chain(half_terms.iter().copied()).collect();
        capacity::lock_windows(tx, holder, &touched).await?;
        capacity::release(tx, vec![it.proposal]).await?;
        let part = Part { proposal: it.proposal, holder, offer: &offer, half_days: it.half_days };
        part.hold(tx, &half_terms, &[]).await?;
    }
    if !capacity::commit(tx, it.proposal).await? {
        return Err(Rule::CapacityShort.into());
    }
    Ok(())
}
