//! Schools that closed, and to whom everything open of them passes (SETTLED 2).

use domain::access::Action;
use domain::directory::{Alliance, School};
use domain::reciprocity::{Source, Transfer};
use domain::text::Remark;
use domain::{Event, Id, Rule};
use persistence::brokerage::deployment;
use persistence::directory::succession::{self, Passed, Waiting};
use persistence::reciprocity::transfer;
use persistence::{DbError, Key, Tx};

use crate::app::brokerage::parts;
use crate::app::directory::alliance::catch_up;
use crate::app::reciprocity::obligation;
use crate::app::{App, Caller, Outcome};

/// Decides among several successors, saying why: everything open of a closed school passes to the chosen one.
pub async fn decide(
    app: &App,
    caller: &Caller,
    school: Id<School>,
    (chosen, reason): (Id<School>, &str),
) -> Outcome<Id<School>> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let it = succession::lock(&tx, school).await?.ok_or(Rule::NotFound.at("school"))?;
        // Whose broker could decide is told what was decided.
        let broker = own_alliance(app, caller, it.passed_to.unwrap_or(school));
        let successor = it.decide(chosen, &caller.actor, broker)?;
        pass_on(app, &tx, &[Passed { school: Key(school), successor: Key(successor) }], Some(&reason)).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    catch_up(app).await;
    Ok(chosen)
}

/// The closed schools between whose successors a caller may decide, by URN.
pub async fn waiting(app: &App, caller: &Caller) -> Outcome<Vec<Waiting>> {
    let mut all = succession::all_waiting(app.db()).await?;
    all.retain(|it| {
        let school_alliance = own_alliance(app, caller, it.school.0);
        caller.actor.can(Action::DecideSuccession { school_alliance })
    });
    Ok(all)
}

fn own_alliance(app: &App, caller: &Caller, school: Id<School>) -> Option<Id<Alliance>> {
    let own = caller.actor.acting().and_then(|acting| acting.alliance)?;
    app.snapshot().alliances.of_school(school).any(|alliance| alliance.id == own).then_some(own)
}

/// Moves everything open to the heirs of closed schools, what is promised between them too, and tells each that was not
/// told before; gives how many those are. `reason` is that of whoever decided; a single successor needs none.
pub(super) async fn pass_on(app: &App, tx: &Tx, pairs: &[Passed], reason: Option<&Remark>) -> Result<u64, DbError> {
    if pairs.is_empty() {
        return Ok(0);
    }
    let before = deployment::lock_unfinished(tx, pairs.iter().map(|it| it.school.0).collect()).await?;
    obligation::fall_together(tx, pairs).await?;
    let told = succession::pass_on(tx, pairs).await?;
    for was in before.into_iter().filter(|it| it.promised > 0) {
        let is = deployment::lock(tx, was.id).await?.ok_or_else(|| DbError::broken("a deployment is gone"))?;
        if (was.home, was.host) == (is.home, is.host) {
            continue;
        }
        // Posted transfers never move: what is still promised is given up by the one and promised anew by the other.
        let cause = Source::succession(app.ids.uuid());
        let ended = Transfer::release(app.ids.next(), &was, was.promised, cause, tx.now());
        transfer::post(tx, &[ended], &deployment::ledger_audience(&was)).await?;
        let renewed = Transfer::renewal(app.ids.next(), &is, is.promised, cause, tx.now());
        transfer::post(tx, &[renewed], &deployment::ledger_audience(&is)).await?;
    }
    parts::pass_on(tx, pairs).await?;
    for it in &told {
        let event = Event::SchoolSucceeded { school: it.school.0, successor: it.successor.0 };
        tx.record_for(event, reason.map(|it| it.as_str()));
    }
    Ok(told.len() as u64)
}
