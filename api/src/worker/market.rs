//! Keeps the market that this process holds in memory as new as the directory and the events, so that nobody who asks for
//! candidates waits until it is read, and compares it with the record, part by part.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::{Progress, REST};
use crate::app::{App, Outcome};

/// After how many turns the next part is compared: the market of a nation in about a quarter of an hour.
const TURNS_OF_A_CHECK: u32 = 10;

/// Keeps the market, until the process ends.
pub fn keep_warm(app: Arc<App>) -> JoinHandle<()> {
    tokio::spawn(async move {
        for turn in (1..=TURNS_OF_A_CHECK).cycle() {
            let done =
                if turn == TURNS_OF_A_CHECK { tick(&app).await.map(drop) } else { app.board.refresh(&app).await };
            if let Err(refusal) = done {
                tracing::warn!(?refusal, "the market could not be read");
            }
            tokio::time::sleep(REST).await;
        }
    })
}

/// Compares the next part of the market with the record. Worked, if it differed and was read whole.
pub async fn tick(app: &App) -> Outcome<Progress> {
    let agree = Box::pin(app.board.check(app)).await?;
    Ok(Progress::of(usize::from(!agree)))
}
