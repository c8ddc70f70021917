//! Ending what rests on what is over by its time alone; forgetting what is over, each class of records after its time, and old
//! idempotency keys. And asking whether every invariant still holds.

use persistence::{check, once};

use crate::app::communities::parting;
use crate::app::identity::retention;
use crate::app::{App, Caller, Outcome};
use crate::worker::Progress;

/// How long the answer to a write is kept under its key (SETTLED 16).
const KEYS_DAYS: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// How long the invariants are not looked over again.
const BETWEEN_LOOKS: chrono::TimeDelta = chrono::TimeDelta::days(1);

/// Ends what rests on what is over, and forgets what has been over for long enough.
pub async fn tick(app: &App) -> Outcome<Progress> {
    let over = parting::end_over(app).await?;
    let gone = over + retention::forget_over(app).await?;
    let keys = domain::Timestamp::new(app.clock.now().utc() - KEYS_DAYS);
    let gone = gone + once::forget(app.db(), keys).await?;
    Ok(if gone > 0 { Progress::Worked } else { Progress::Idle })
}

/// Asks whether every invariant of the stored records still holds, such as that balances equal their transfers, and logs each
/// that does not; gives how many those are. Once a day by one of the processes, because it reads whole tables; nothing for
/// all the others.
pub async fn look_over(app: &App) -> Outcome<Option<usize>> {
    let tx = app.begin_wide(&Caller::service("upkeep")).await?;
    let over = domain::Timestamp::new(tx.now().utc() - BETWEEN_LOOKS);
    let ours = check::take_turn(&tx, over).await?;
    tx.commit().await?;
    if !ours {
        return Ok(None);
    }
    let breaches = check::breaches(&app.begin_wide(&Caller::service("upkeep")).await?).await?;
    for breach in &breaches {
        tracing::error!(
            rule = breach.rule,
            rows = breach.rows,
            examples = breach.examples,
            "an invariant does not hold"
        );
    }
    Ok(Some(breaches.len()))
}
