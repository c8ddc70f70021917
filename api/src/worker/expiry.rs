//! Ends what nobody answered or agreed in time.

use super::Progress;
use crate::app::brokerage::expiry;
use crate::app::communities;
use crate::app::directory::{alliance_invitation, alliance_rest};
use crate::app::{App, Outcome};

/// One turn.
pub(super) async fn tick(app: &App) -> Outcome<Progress> {
    let lapsed = alliance_invitation::lapse(app).await?;
    let over = communities::expiry::end_over(app).await? + alliance_rest::run_out(app).await?;
    expiry::end_overdue(app).await.map(|ended| Progress::of(ended + lapsed + over))
}
