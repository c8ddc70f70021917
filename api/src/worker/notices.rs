//! Tells people what happened, and reminds them of what is due.

use super::Progress;
use crate::app::identity::telling::{self, REMINDED_AT_ONCE, TOLD_AT_ONCE};
use crate::app::{App, Outcome};

/// One turn. Idle, once fewer waited than could have been told: what comes now can wait for the next turn.
pub async fn tick(app: &App) -> Outcome<Progress> {
    let told = telling::tell(app).await?;
    let reminded = telling::remind(app).await?;
    Ok(if told < TOLD_AT_ONCE && reminded < REMINDED_AT_ONCE { Progress::Idle } else { Progress::Worked })
}
