//! Brokerage rounds: opened, frozen, announced, called off and closed by whoever runs them, and planned and carried on beside requests.

mod announcing;
mod asking;
mod choice;
mod found;
mod ground;
mod input;
mod kept;
mod lines;
mod planning;
mod repair;
mod why;

use domain::brokerage::{Bundle, Round, RoundLine, RoundOpening};
use domain::exchange::{Calendars, SupportRequest};
use domain::rule::Faults;
use domain::text::{Name, Remark};
use domain::{HalfTerm, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::round_line;
use persistence::brokerage::round_waiting::{self, Waiting};
use persistence::brokerage::{round as rounds, round_hold as holds};
use persistence::exchange::calendar;

use super::current;
use super::matching::lot;
use crate::app::{App, Caller, Fault, Outcome};

pub use announcing::{announce, take_up};
pub use asking::go_on;
pub use choice::{ChoiceWeighed, Choosing, choose, lift, weigh};
pub use found::{RoundReplay, replay};
pub(super) use input::{gather, sought};
pub(in crate::app) use lines::leave_gone;
pub(super) use lines::proposed;
pub use planning::plan_one;
pub use why::{unplaced, why_not};

/// What is filled in to open a round.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// How many half-days each request in it is given.
    pub half_days: i32,
    /// The half-terms in which they lie.
    pub half_terms: Vec<HalfTerm>,
}

/// Opens a round: for the alliance of the broker who acts, or for the nation.
pub async fn open(app: &App, caller: &Caller, form: &Form) -> Outcome<Round> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let present = present(&calendar::all(&tx).await?, tx.now())?;
        let mut faults = Faults::default();
        let name = faults.keep("name", Name::new(&form.name));
        let bundle = faults.keep_all(Bundle::parse(form.half_days, form.half_terms.clone(), present));
        let id = app.ids.next::<Round>();
        let alliance = caller.actor.acting().and_then(|acting| acting.alliance);
        let seed = lot(id.uuid());
        let opening = (|| Some(RoundOpening { id, alliance, name: name?, bundle: bundle?, seed }))();
        let (it, event) = Round::open(faults.into_result(opening)?, &caller.actor, tx.now())?;
        rounds::insert(&tx, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Settles which requests are in a round: all that wait for somebody and suit its bundle.
pub async fn freeze(app: &App, caller: &Caller, id: Id<Round>, expected: Option<i32>) -> Outcome<Round> {
    app.board.ready(app).await?;
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        let waiting = round_waiting::waiting(&tx, it.alliance, it.bundle.half_days).await?;
        let suiting = suiting(app, &it.bundle, waiting, tx.now())?;
        let lines: Vec<_> = suiting.into_iter().map(|request| RoundLine::taken(id, request)).collect();
        // Taken before the round is frozen, so that those are counted which no other round took in this instant.
        let taken = round_line::insert(&tx, &lines).await?;
        let taken = i32::try_from(taken).map_err(|_| Fault::Broken("too many requests for one round".into()))?;
        tx.record(it.freeze(taken, &caller.actor, tx.now())?);
        rounds::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Those of the requests that wait that suit a bundle, by the half-terms that their own school keeps.
pub(super) fn suiting(
    app: &App,
    bundle: &Bundle,
    waiting: Vec<Waiting>,
    now: Timestamp,
) -> Outcome<Vec<Id<SupportRequest>>> {
    let suits = app.board.with(|held| {
        let suits = |it: &Waiting| {
            held.directory.schools.get(it.school).is_some_and(|listed| {
                let calendar = held.calendars.of(it.school, listed.school.authority);
                bundle.suits(bundle.half_days, &calendar.open(it.window, now.day()))
            })
        };
        Ok(waiting.into_iter().filter(suits).map(|it| it.request).collect())
    });
    Ok(suits?)
}

/// Calls a round off, saying why.
pub async fn cancel(app: &App, caller: &Caller, id: Id<Round>, reason: &str, expected: Option<i32>) -> Outcome<Round> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let event = |it: &mut Round, now| it.cancel(reason.clone(), &caller.actor, now);
    end(app, caller, (id, expected), event, Some(reason.as_str())).await
}

/// Closes a round whose plan was used as far as it is to be.
pub async fn close(app: &App, caller: &Caller, id: Id<Round>, expected: Option<i32>) -> Outcome<Round> {
    end(app, caller, (id, expected), |it, now| it.close(&caller.actor, now), None).await
}

/// Ends a round whose plan nobody used in time.
pub(in crate::app) async fn lapse(app: &App, caller: &Caller, id: Id<Round>) -> Outcome<Round> {
    end(app, caller, (id, None), |it, now| it.lapse(now), None).await
}

/// Ends a round by a decision, and gives back what it holds.
async fn end(
    app: &App,
    caller: &Caller,
    (id, expected): (Id<Round>, Option<i32>),
    decide: impl Fn(&mut Round, Timestamp) -> Result<domain::Event, Rejected> + Sync,
    reason: Option<&str>,
) -> Outcome<Round> {
    app.retrying(|| async {
        let (tx, mut it) = locked(app, caller, id, expected).await?;
        tx.record_for(decide(&mut it, tx.now())?, reason);
        rounds::save(&tx, &mut it).await?;
        holds::release(&tx, id, None).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A round that the caller may see, locked in a transaction that sees every record.
async fn locked(app: &App, caller: &Caller, id: Id<Round>, expected: Option<i32>) -> Outcome<(Tx, Round)> {
    let tx = app.begin_wide(caller).await?;
    let it = rounds::lock(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, it))
}

/// The present half-term, by the nation's calendar.
pub(super) fn present(calendars: &Calendars, now: Timestamp) -> Outcome<HalfTerm> {
    let present = calendars.national().at(now.day());
    Ok(present.ok_or_else(|| Fault::Broken("the calendar of half-terms has run out".into()))?)
}
