//! Ends what nobody answered or agreed in time.

use super::Progress;
use crate::app::brokerage::expiry;
use crate::app::{App, Outcome};

/// One turn.
pub(super) async fn tick(app: &App) -> Outcome<Progress> {
    let ended = expiry::end_overdue(app).await?;
    Ok(if ended == 0 { Progress::Idle } else { Progress::Worked })
}
