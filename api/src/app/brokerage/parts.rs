//! A closed school's parts of what schools pay together: passed to the school that took its place, or ended where none did.

use persistence::brokerage::{closed_party, commission as commissions, pool as pools, pool_line};
use persistence::directory::succession::Passed;
use persistence::{DbError, Tx};

use super::wide;

/// Passes the parts of closed schools to their heirs. The requests and the support that they pay for have passed on by then.
pub(in crate::app) async fn pass_on(tx: &Tx, pairs: &[Passed]) -> Result<(), DbError> {
    let closed = || pairs.iter().map(|it| it.school.0).collect();
    for id in closed_party::pools(tx, closed()).await? {
        let mut it = pools::lock(tx, id).await?.ok_or_else(gone)?;
        let pass = |pair: &Passed| it.pass_on(pair.school.0, pair.successor.0, tx.now());
        let lines: Vec<_> = pairs.iter().flat_map(pass).collect();
        pools::save(tx, &mut it).await?;
        pool_line::add(tx, &lines).await?;
    }
    for (id, parties) in closed_party::commissions(tx, closed()).await? {
        let mut it = commissions::lock(tx, &wide(), id).await?.ok_or_else(gone)?;
        for pair in pairs {
            let (from, to) = (pair.school.0, pair.successor.0);
            if let Some(event) = it.pass_on(from, to, parties, tx.now()) {
                closed_party::pass(tx, id, from, to).await?;
                event.into_iter().for_each(|event| tx.record(event));
            }
        }
        commissions::save(tx, &mut it).await?;
    }
    Ok(())
}

/// Why the part of a school ends that nobody followed, as the audit trail keeps it.
const CLOSED: &str = "The school has closed, and none took its place.";

/// Ends the parts of closed schools that nobody followed, as far as nothing was agreed that needs them.
pub(in crate::app) async fn let_go(tx: &Tx) -> Result<(), DbError> {
    let now = tx.now();
    for school in closed_party::unfollowed(tx).await? {
        for id in closed_party::pools(tx, vec![school]).await? {
            let mut it = pools::lock(tx, id).await?.ok_or_else(gone)?;
            let keeper = it.lead;
            let ended = it.let_go(school, now);
            if ended.is_none() && it.lead == keeper {
                continue;
            }
            pools::save(tx, &mut it).await?;
            if let Some((event, line)) = ended {
                pool_line::add(tx, line.as_slice()).await?;
                tx.record_for(event, CLOSED);
            }
        }
        for (id, _) in closed_party::commissions(tx, vec![school]).await? {
            let mut it = commissions::lock(tx, &wide(), id).await?.ok_or_else(gone)?;
            if let Some(event) = it.let_go(now) {
                commissions::save(tx, &mut it).await?;
                tx.record_for(event, CLOSED);
            }
        }
    }
    Ok(())
}

fn gone() -> DbError {
    DbError::broken("what schools pay together is gone")
}
