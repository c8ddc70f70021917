//! Links what happened into the chain of the audit trail.

use super::Progress;
use crate::app::audit::{self, LINKED_AT_ONCE};
use crate::app::{App, Outcome};

/// How often entries are linked in one turn: so often that a backlog is worked off, and not so often that it keeps the other
/// workers from their turns or the process from ending.
const LINKS_OF_A_TURN: usize = 10;

/// One turn. Idle, once fewer were linked than could have been: what comes now can wait for the next.
pub(super) async fn tick(app: &App) -> Outcome<Progress> {
    for _ in 0..LINKS_OF_A_TURN {
        if audit::link(app).await? < LINKED_AT_ONCE as usize {
            return Ok(Progress::Idle);
        }
    }
    Ok(Progress::Worked)
}
