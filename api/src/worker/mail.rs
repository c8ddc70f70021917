//! Sends letters, apart from the other workers: a mail server that is slow holds up nobody else.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Progress;
use crate::app::identity::notice::{self, WRITTEN_AT_ONCE};
use crate::app::identity::sending::{self, SENT_AT_ONCE};
use crate::app::{App, Outcome};

/// Sends what is due until it is told to stop.
pub(super) async fn keep_sending(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    if !app.mail.goes_out() {
        tracing::warn!("e-mail is not set up: letters wait, and `lateral user letters` prints them");
    }
    while !*stopped.borrow() {
        let began = Instant::now();
        let progress = tick(&app).await.unwrap_or_else(|refusal| {
            tracing::error!(?refusal, worker = "mail", "a worker met a fault");
            Progress::Idle
        });
        let _ = tokio::time::timeout(progress.rest(began), stopped.changed()).await;
    }
}

/// One turn: what people are to be told by e-mail is written, and what is written is sent. Nothing, where letters go nowhere.
pub async fn tick(app: &App) -> Outcome<Progress> {
    if !app.mail.goes_out() {
        return Ok(Progress::Idle);
    }
    let written = notice::write_due(app).await?;
    let sent = sending::send_due(app).await?;
    Ok(if written < WRITTEN_AT_ONCE && sent < SENT_AT_ONCE { Progress::Idle } else { Progress::Worked })
}
