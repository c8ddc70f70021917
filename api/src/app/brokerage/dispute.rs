//! Disputes of visits: a host says what was not so, and a broker settles it.

use domain::brokerage::{DisputeOutcome, DisputeReason, PayerKind, Visit, VisitStatus};
use domain::rule::Overrides;
use domain::text::Remark;
use domain::{Id, Rule};
use persistence::brokerage::{interest, visit as visits};

use super::held;
use super::visit::{Open, as_it_was, post};
use crate::app::{App, Caller, Outcome};

/// Disputes the record of a visit, saying what was not so.
pub async fn dispute(
    app: &App,
    caller: &Caller,
    id: Id<Visit>,
    (reason, words): (DisputeReason, &str),
    expected: Option<i32>,
) -> Outcome<Visit> {
    let words = Remark::new(words).map_err(|no| no.at("words"))?;
    app.retrying(|| async {
        let Open { tx, deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        let event = visit.dispute(&deployment, (reason, words.clone()), &caller.actor, tx.now())?;
        tx.record_for(event, words.as_str());
        visits::save(&tx, &mut visit).await?;
        tx.commit().await?;
        Ok(visit)
    })
    .await
}

/// Settles a dispute, saying why: what stands is posted as if the host had confirmed it, and what a grant or a pooled budget has
/// no more for the alliance pays, if its broker says so.
pub async fn settle(
    app: &App,
    caller: &Caller,
    id: Id<Visit>,
    (outcome, words): (DisputeOutcome, &str),
    (overrides, expected): (&[(Rule, String)], Option<i32>),
) -> Outcome<Visit> {
    let words = Remark::new(words).map_err(|no| no.at("reason"))?;
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    app.retrying(|| async {
        let Open { tx, mut deployment, mut visit } = Open::lock(app, caller, id, expected).await?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![deployment.home, deployment.host]).await?;
        let then = as_it_was(&tx, &deployment, &visit).await?;
        let (by, confirmation) = ((&caller.actor, involved), app.ids.next());
        let [settled, ended] = visit.settle(&then, (outcome, words.clone()), confirmation, by, tx.now())?;
        tx.record_for(settled, words.as_str());
        tx.record(ended);
        if visit.status == VisitStatus::Confirmed {
            // A broker binds no school: what a grant or a pooled budget does not pay, the broker's own alliance takes on.
            let rest = (PayerKind::Alliance, &overrides);
            post((app, caller, &tx), (&mut deployment, &then), (&mut visit, confirmation), rest).await?;
        } else {
            visits::save(&tx, &mut visit).await?;
            held::let_go(&tx, &deployment).await?;
        }
        tx.commit().await?;
        Ok(visit)
    })
    .await
}
