//! The freshness of the market: offers that nobody has confirmed for a half-term stop being found (DOMAIN A13).

use domain::exchange::stale_since;
use persistence::exchange::{calendar, offer_hold};

use crate::app::{App, Caller, Outcome};
use crate::worker::Progress;

/// How many offers go stale in one turn.
const MOST: u32 = 200;

/// Lets go stale what is due. Harmless to run twice: what has gone stale is not published any more.
pub async fn tick(app: &App) -> Outcome<Progress> {
    let tx = app.begin(&Caller::service("freshness")).await?;
    let Some(day) = stale_since(&calendar::read(&tx).await?, tx.now().day()) else { return Ok(Progress::Idle) };
    let gone = offer_hold::go_stale(&tx, day, MOST).await?;
    if gone.is_empty() {
        return Ok(Progress::Idle);
    }
    for event in gone {
        tx.record(event);
    }
    tx.commit().await?;
    Ok(Progress::Worked)
}
