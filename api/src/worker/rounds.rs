//! Plans brokerage rounds and carries announced ones on, apart from the other workers: a large market holds up nobody else.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Progress;
use crate::app::brokerage::round;
use crate::app::{App, Outcome};

/// Plans what waits, and carries on what is announced, until it is told to stop.
pub(super) async fn keep_planning(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let began = Instant::now();
        let ends = stopped.clone();
        let progress = Box::pin(turn(&app, move || *ends.borrow())).await.unwrap_or_else(|refusal| {
            tracing::error!(?refusal, worker = "rounds", "a worker met a fault");
            Progress::Idle
        });
        let _ = tokio::time::timeout(progress.rest(began), stopped.changed()).await;
    }
}

/// One turn: what is due of announced rounds is done, and the round that waits longest is planned.
pub async fn tick(app: &App) -> Outcome<Progress> {
    Box::pin(turn(app, || false)).await
}

/// What cannot be done of announced rounds keeps none from its plan.
async fn turn(app: &App, stopped: impl Fn() -> bool + Send) -> Outcome<Progress> {
    let asked = round::go_on(app).await;
    let planned = round::plan_one(app, stopped).await?;
    Ok(Progress::of(asked? + usize::from(planned)))
}
