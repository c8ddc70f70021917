//! How long records are kept: set by operators, and kept to by a worker.

use domain::identity::{Person, RecordClass, RetentionForm, RetentionPolicy};
use domain::{Event, Id, Word};
use persistence::identity::retention;
use persistence::privacy::{self, SWEPT_AT_ONCE};

use super::erasure;
use crate::app::{App, Caller, Outcome};

/// How many people whose account is over are looked at together.
const PEOPLE_AT_ONCE: u32 = 50;

/// Sets how long records of a class are kept from a day on.
pub async fn set(app: &App, caller: &Caller, class: RecordClass, form: &RetentionForm) -> Outcome<RetentionPolicy> {
    RetentionPolicy::check_read(&caller.actor)?;
    let tx = app.begin(caller).await?;
    let last = retention::lock_last(&tx, class).await?;
    let (it, event) = RetentionPolicy::set(&caller.actor, app.ids.next(), class, last, form, tx.now())?;
    retention::insert(&tx, &it).await?;
    tx.record(event);
    tx.commit().await?;
    Ok(it)
}

/// How long records of each class are kept just now.
pub async fn in_force(app: &App) -> Outcome<Vec<RetentionPolicy>> {
    Ok(retention::in_force(app.db(), app.clock.now().day()).await?)
}

/// How many records would be forgotten just now under a policy. Only operators may know.
pub async fn due(app: &App, caller: &Caller, policy: &RetentionPolicy) -> Outcome<i64> {
    RetentionPolicy::check_read(&caller.actor)?;
    Ok(privacy::due(app.db(), policy.class, policy.over_before(app.clock.now())).await?)
}

/// Forgets, class by class, what has been over for its time; gives how many rows. Each turn is whole by itself, so that it may
/// end anywhere, and harmless to run twice.
pub async fn forget_over(app: &App) -> Outcome<u64> {
    let mut gone = 0;
    for class in RecordClass::ALL.iter().copied().filter(|it| it.has_its_time()) {
        loop {
            let rows = if class == RecordClass::Account {
                Box::pin(forget_people(app)).await?
            } else {
                forget(app, class).await?
            };
            gone += rows;
            if class == RecordClass::Account || rows < SWEPT_AT_ONCE {
                break;
            }
        }
    }
    Ok(gone)
}

async fn forget(app: &App, class: RecordClass) -> Outcome<u64> {
    let tx = app.begin_wide(&Caller::service("retention")).await?;
    let policy = retention::of_class(&tx, class).await?;
    let before = policy.over_before(tx.now());
    let gone = privacy::sweep(&tx, class, before).await?;
    if gone > 0 {
        let (run, rows) = (app.ids.next(), i32::try_from(gone).unwrap_or(i32::MAX));
        retention::ran(&tx, run, &policy, before, rows).await?;
        tx.record(Event::RecordsForgotten { run, class, rows });
        tx.commit().await?;
    }
    Ok(gone)
}

/// Erases people whose account has been over for its time, each in a transaction of their own.
async fn forget_people(app: &App) -> Outcome<u64> {
    let (mut gone, mut last) = (0, None::<Id<Person>>);
    loop {
        let tx = app.begin_wide(&Caller::service("retention")).await?;
        let policy = retention::of_class(&tx, RecordClass::Account).await?;
        let people = privacy::forgotten_by_now(&tx, policy.over_before(tx.now()), last, PEOPLE_AT_ONCE).await?;
        drop(tx);
        let Some(end) = people.last().copied() else { return Ok(gone) };
        for who in people {
            gone += u64::from(erasure::by_time(app, who).await?);
        }
        last = Some(end);
    }
}
