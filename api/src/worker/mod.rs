//! What runs beside requests: each worker asks the database what is due and does it, on a timer.

mod expiry;
pub mod freshness;
pub mod mail;
pub mod market;
pub mod notices;
mod trail;
pub mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use persistence::outbox;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::app::brokerage::{assurance, books, service_level};
use crate::app::directory::designation;
use crate::app::identity::data_export;
use crate::app::reciprocity::obligation;
use crate::app::{App, Outcome, Refusal, identity};

/// How much a worker found to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is due.
    Idle,
    /// Something was done; there may be more.
    Worked,
}

impl Progress {
    /// Says of an amount of work whether any was done.
    const fn of(done: usize) -> Self {
        if done == 0 { Self::Idle } else { Self::Worked }
    }

    /// How long to rest after a turn that began then. Where there may be more to do, as long as it took: a backlog leaves
    /// half of the time to requests.
    fn rest(self, began: Instant) -> Duration {
        match self {
            Self::Idle => REST,
            Self::Worked => began.elapsed().min(REST),
        }
    }
}

/// How long to rest when nothing is due.
const REST: Duration = Duration::from_secs(2);

/// How often what is over is forgotten, and it is asked whether the invariants are to be looked over.
const UPKEEP: Duration = Duration::from_secs(3_600);

/// The running workers.
pub struct Workers {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    upkeep: JoinHandle<()>,
    mail: JoinHandle<()>,
}

/// Starts every worker of this process.
pub fn start(app: Arc<App>) -> Workers {
    let (stop, mut stopped) = watch::channel(false);
    let upkeep = tokio::spawn(keep_up(app.clone(), stop.subscribe()));
    let mail = tokio::spawn(mail::keep_sending(app.clone(), stop.subscribe()));
    let task = tokio::spawn(async move {
        while !*stopped.borrow() {
            let began = Instant::now();
            // A fault was logged where it was met.
            let progress = Box::pin(tick(&app)).await.unwrap_or(Progress::Idle);
            let _ = tokio::time::timeout(progress.rest(began), stopped.changed()).await;
        }
    });
    Workers { stop, task, upkeep, mail }
}

impl Workers {
    /// Lets the work in hand end, and stops.
    pub async fn stop(self) {
        // A receiver that is gone has stopped already.
        let _ = self.stop.send(true);
        for task in [self.task, self.upkeep, self.mail] {
            if let Err(fault) = task.await {
                tracing::error!(%fault, "the workers ended badly");
            }
        }
    }
}

async fn keep_up(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        // One that meets a fault keeps the other from nothing.
        let done = [upkeep::tick(&app).await.map(drop), upkeep::look_over(&app).await.map(drop)];
        for refusal in done.into_iter().filter_map(Result::err) {
            tracing::error!(?refusal, "the upkeep met a fault");
        }
        let _ = tokio::time::timeout(UPKEEP, stopped.changed()).await;
    }
}

/// Gives every worker one turn. One that meets a fault keeps no other from its turn; the first fault is given at the end.
pub async fn tick(app: &App) -> Outcome<Progress> {
    let turns = [
        // What another process imported or changed is seen here at the next turn.
        ("directory", app.refresh_directory().await.map(|_| Progress::Idle).map_err(Refusal::from)),
        ("resets", identity::grant_resets(app).await.map(Progress::of)),
        // Relayed before the rest: what is ended in this turn is relayed, and seen to be, in the next.
        ("relay", relay(app).await),
        ("freshness", freshness::tick(app).await),
        ("months", books::close_month(app).await.map(Progress::of)),
        ("expiry", expiry::tick(app).await),
        // After what ends by itself, so that what was ended in this turn is carried no further.
        ("service levels", service_level::escalate(app).await.map(Progress::of)),
        ("roles", identity::end_over(app).await.map(Progress::of)),
        ("designations", designation::lapse_over(app).await.map(Progress::of)),
        ("assurances", assurance::lapse_over(app).await.map(Progress::of)),
        ("data exports", data_export::prepare_due(app).await.map(Progress::of)),
        ("obligations", obligation::come_due(app).await.map(Progress::of)),
        // After whatever ends, so that what was ended in this turn is told in it.
        ("notices", notices::tick(app).await),
        // Last, so that what happened in this turn is linked in it.
        ("audit trail", trail::tick(app).await),
    ];
    let (mut all, mut fault) = (Progress::Idle, None);
    for (worker, turn) in turns {
        match turn {
            Ok(Progress::Idle) => {}
            Ok(Progress::Worked) => all = Progress::Worked,
            Err(refusal) => {
                tracing::error!(?refusal, worker, "a worker met a fault");
                fault.get_or_insert(refusal);
            }
        }
    }
    fault.map_or(Ok(all), Err)
}

/// How many events are relayed at once.
const RELAYED_AT_ONCE: u32 = 500;

/// How often that is done in one turn: so often that the other workers' turns cost little beside it, and not so often that a
/// backlog keeps the process from ending.
const RELAYS_OF_A_TURN: usize = 20;

/// Relays the events that wait in the outbox. Idle, once fewer came than could have: what comes now can wait for the next turn.
async fn relay(app: &App) -> Outcome<Progress> {
    for _ in 0..RELAYS_OF_A_TURN {
        if relay_some(app).await? < RELAYED_AT_ONCE as usize {
            return Ok(Progress::Idle);
        }
    }
    Ok(Progress::Worked)
}

/// Tells whoever listens of events of the outbox, and marks them as relayed; says how many. Nothing is held meanwhile: a
/// process that does the same tells the same again, which does no harm.
async fn relay_some(app: &App) -> Outcome<usize> {
    let waiting = outbox::waiting(app.db(), RELAYED_AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    // Read after the events: what is forgotten is named after the directory, which may not be older.
    app.refresh_directory().await?;
    app.cache.forget(waiting.iter().map(|it| (&*it.name, &*it.body)), &app.snapshot()).await;
    outbox::relayed(app.db(), waiting.iter().map(|it| it.id).collect()).await?;
    Ok(waiting.len())
}
