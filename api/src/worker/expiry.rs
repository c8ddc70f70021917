//! Ends what nobody answered or agreed in time.

use super::Progress;
use crate::app::brokerage::expiry;
use crate::app::{App, Outcome};

/// One turn.
pub(super) async fn tick(app: &App) -> Outcome<Progress> {
    expiry::end_overdue(app).await.map(Progress::of)
}
