//! Designations of somebody who works at another school now.

use domain::directory::Specialist;
use domain::rule::Refusals;
use persistence::Tx;
use persistence::directory::{criteria, designation as designations};

use crate::app::Outcome;

/// Refuses a listing that does not fit what somebody holds or has applied for (DOMAIN B15). The transaction sees every record.
pub(in crate::app::directory) async fn require_listing(tx: &Tx, who: &Specialist) -> Outcome<()> {
    for asked in criteria::of_open(tx, who.person).await? {
        asked.require_listing(&who.profile)?;
    }
    Ok(())
}

/// Refuses to go on with what somebody asks for where their listing says by now what does not fit it.
pub(super) async fn require_fitting(tx: &Tx, who: &Specialist) -> Outcome<()> {
    for asked in criteria::of_open(tx, who.person).await? {
        asked.require_listing(&who.profile).map_err(Refusals::of_the_act)?;
    }
    Ok(())
}

/// Brings what somebody holds or has applied for to the school that lends them from now on. The transaction sees every record.
pub(in crate::app::directory) async fn follow(tx: &Tx, who: &Specialist) -> Outcome<()> {
    for mut it in designations::lock_elsewhere(tx, who.person, who.home).await? {
        let returned = it.follow(who.home, who.profile.post, tx.now());
        designations::save_move(tx, &mut it).await?;
        if let Some(event) = returned {
            tx.record(event);
        }
    }
    Ok(())
}
