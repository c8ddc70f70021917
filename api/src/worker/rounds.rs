//! Plans brokerage rounds, apart from the other workers: a large market holds up nobody else.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Progress;
use crate::app::brokerage::round;
use crate::app::{App, Outcome};

/// Plans what waits until it is told to stop.
pub(super) async fn keep_planning(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let began = Instant::now();
        let ends = stopped.clone();
        let planned = Box::pin(round::plan_one(&app, move || *ends.borrow())).await;
        let progress = planned.map(of).unwrap_or_else(|refusal| {
            tracing::error!(?refusal, worker = "rounds", "a worker met a fault");
            Progress::Idle
        });
        let _ = tokio::time::timeout(progress.rest(began), stopped.changed()).await;
    }
}

/// One turn: the round that waits longest is planned.
pub async fn tick(app: &App) -> Outcome<Progress> {
    round::plan_one(app, || false).await.map(of)
}

const fn of(planned: bool) -> Progress {
    if planned { Progress::Worked } else { Progress::Idle }
}
