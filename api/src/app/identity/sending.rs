//! Sending letters: those that are due are taken for one try each, and what comes of it is noted.

use domain::identity::{LetterFault, MOST_TRIES, TRY_SECONDS, wait_after};
use futures_util::future::join_all;
use persistence::DbError;
use persistence::identity::letter::{self, Letter};

use crate::app::{App, Caller, Outcome, clock};

/// How many letters are under way at once.
pub const SENT_AT_ONCE: usize = 8;

/// Tries the letters that are due, some at once; says how many those were. No transaction is open while one is sent. A
/// process that dies meanwhile leaves its letters to be taken again: one that was sent but not noted goes out a second time,
/// under the same name.
pub async fn send_due(app: &App) -> Outcome<usize> {
    if !app.mail.goes_out() {
        return Ok(0);
    }
    let tx = app.begin(&Caller::service("letters")).await?;
    let claimed = letter::claim(&tx, SENT_AT_ONCE as i64, tx.now().plus_seconds(TRY_SECONDS)).await?;
    tx.commit().await?;
    let ended = join_all(claimed.iter().map(|it| send(app, it))).await;
    ended.into_iter().collect::<Result<Vec<()>, _>>()?;
    Ok(claimed.len())
}

async fn send(app: &App, it: &Letter) -> Result<(), DbError> {
    // Whoever tried it last for the last time never came back.
    let outcome = if it.tries > MOST_TRIES { Err(LetterFault::Lost) } else { app.mail.send(it).await };
    let tx = app.begin(&Caller::service("letters")).await?;
    match outcome {
        Ok(()) => letter::sent(&tx, it.id).await?,
        Err(fault) => match wait_after(it.tries).filter(|_| !fault.is_final()) {
            Some(wait) => {
                tracing::info!(letter = %it.id, ?fault, tries = it.tries, "a letter could not be sent; it is tried again");
                letter::put_off(&tx, it, fault, tx.now().plus_seconds(clock::part_of(wait))).await?;
            }
            None => {
                tracing::warn!(letter = %it.id, ?fault, tries = it.tries, "a letter was given up");
                letter::give_up(&tx, it, fault).await?;
            }
        },
    }
    tx.commit().await
}
