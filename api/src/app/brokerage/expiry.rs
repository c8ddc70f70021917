//! What nobody did in time: requests, proposals, referrals, pooled budgets and joint commissions that were not answered,
//! requests for which no support was agreed although that is guaranteed, deployments that were not agreed or of which not both
//! sides have spoken, visits for which money was held back and that were not confirmed, interests at which nobody looked, plans of
//! rounds that nobody used, rings of schools that
//! not all answered or of which something is gone, changes of the matching policy that nobody answered; and requests that left their
//! round without a word.

use persistence::brokerage::{
    arisen_interest as interests, deployment_due, held as holding, policy_change as changes, proposal as proposals,
    ring as rings, round as rounds, round_line as lines, unanswered,
};
use persistence::exchange::work_list;

use super::{
    agreement, arisen_interest, commission, evaluation, held, policy_change, pool, proposal, referral, ring, round,
};
use crate::app::exchange::request;
use crate::app::{App, Caller, Outcome, Turn};

/// How many are ended in one turn.
const MOST: i64 = 50;

/// Ends what is overdue; says how much was. Harmless to run twice: each is asked again under its lock. One that cannot be
/// ended keeps no other from its end; the first such fault is given when all have had their turn.
pub async fn end_overdue(app: &App) -> Outcome<usize> {
    let caller = Caller::service("expiry");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let unanswered = proposals::due(&tx, tx.now(), MOST).await?;
    let unsigned = deployment_due::due(&tx, tx.now(), MOST).await?;
    let unread = work_list::unanswered(&tx, tx.now(), MOST).await?;
    let unsupported = work_list::unsupported(&tx, tx.now(), MOST).await?;
    let unspent = holding::overdue(&tx, tx.now(), MOST).await?;
    let referred = unanswered::referrals(&tx, tx.now(), MOST).await?;
    let pooled = unanswered::pools(&tx, tx.now(), MOST).await?;
    let commissioned = unanswered::commissions(&tx, tx.now(), MOST).await?;
    let undecided = interests::overdue(&tx, tx.now(), MOST).await?;
    let unused = rounds::overdue(&tx, tx.now(), MOST).await?;
    let unanswered_changes = changes::overdue(&tx, tx.now(), MOST).await?;
    let unanswered_rings = rings::overdue(&tx, tx.now(), MOST).await?;
    let broken_rings = rings::broken(&tx, None, MOST).await?;
    let gone = lines::gone(&tx, MOST).await?;
    tx.commit().await?;
    let mut turn = Turn::default();
    turn.each(unread, |id| request::note_overdue(app, &caller, id)).await;
    turn.each(unsupported, |id| request::note_support_missed(app, &caller, id)).await;
    turn.each(unanswered, |id| proposal::expire(app, &caller, id)).await;
    turn.each(unsigned, |id| agreement::lapse(app, &caller, id)).await;
    turn.each(unspent, |id| held::lapse(app, &caller, id)).await;
    turn.each(referred, |id| referral::lapse(app, &caller, id)).await;
    turn.each(pooled, |id| pool::lapse(app, &caller, id)).await;
    turn.each(commissioned, |id| commission::lapse(app, &caller, id)).await;
    turn.each(undecided, |id| arisen_interest::note_overdue(app, &caller, id)).await;
    turn.each(unused, |id| round::lapse(app, &caller, id)).await;
    turn.each(unanswered_changes, |id| policy_change::lapse(app, &caller, id)).await;
    let broken_rings = broken_rings.into_iter().map(|(id, _)| id).collect();
    turn.each(broken_rings, |id| ring::fall(app, &caller, id)).await;
    turn.each(unanswered_rings, |id| ring::lapse(app, &caller, id)).await;
    turn.each(gone, |id| round::leave_gone(app, &caller, id)).await;
    turn.add(evaluation::end_overdue(app, &caller).await);
    turn.ended()
}
