//! National programmes: added, given new rules, ended.

use chrono::NaiveDate;
use domain::Rule;
use domain::access::Action;
use domain::directory::{Programme, ProgrammeForm, RulesForm};
use domain::text::Remark;
use persistence::Tx;
use persistence::directory::programme;

use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// Adds a programme with its first rules.
pub async fn add(app: &App, caller: &Caller, form: &ProgrammeForm) -> Outcome<Programme> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        caller.actor.require(Action::KeepProgrammes {})?;
        let taken = programme::lock(&tx, &form.code).await?.is_some();
        let (it, events) = Programme::add(app.ids.next(), form, taken, &caller.actor)?;
        programme::insert(&tx, &it).await?;
        events.into_iter().for_each(|event| tx.record(event));
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Adds rules to a programme, which follow those of before.
pub async fn add_rules(app: &App, caller: &Caller, code: &str, form: &RulesForm) -> Outcome<Programme> {
    app.retrying(|| async {
        let (tx, mut it, opened) = locked(app, caller, code).await?;
        let events = it.add_rules(form, opened, &caller.actor, tx.now())?;
        programme::follow(&tx, &it).await?;
        events.into_iter().for_each(|event| tx.record(event));
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends the rules of a programme that have no end, saying why. `expected` is the number of the last rules that were read.
pub async fn end(
    app: &App,
    caller: &Caller,
    code: &str,
    (until, reason): (NaiveDate, &str),
    expected: Option<i32>,
) -> Outcome<Programme> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let (tx, mut it, opened) = locked(app, caller, code).await?;
        current(it.version(), expected)?;
        let event = it.end((until, reason.clone()), opened, &caller.actor, tx.now())?;
        tx.record_for(event, reason.as_str());
        if let Some(version) = it.versions.last() {
            programme::end(&tx, &it, version).await?;
        }
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A programme that nobody else changes meanwhile, with the latest first day of the grants by its last rules, whoever's they are.
async fn locked(app: &App, caller: &Caller, code: &str) -> Outcome<(Tx, Programme, Option<NaiveDate>)> {
    let tx = app.begin_wide(caller).await?;
    caller.actor.require(Action::KeepProgrammes {})?;
    let it = programme::lock(&tx, code).await?.ok_or(Rule::NotFound.at("programme"))?;
    let opened = programme::opened_last(&tx, &it).await?;
    Ok((tx, it, opened))
}
