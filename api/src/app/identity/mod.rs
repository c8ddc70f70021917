//! Use cases of people: getting in, taking up a role, laying it down, proving who one is.

mod attempts;
pub mod data_export;
pub mod erasure;
mod foreigner;
mod invitation;
mod letter;
mod members;
mod membership;
pub mod notice;
pub mod notification;
mod password;
mod person;
pub mod retention;
pub mod sending;
mod session;
pub mod telling;

use domain::rule::{Rejected, Rule};

pub use foreigner::recognise;
pub use invitation::{Acceptance, accept, invite, revoke};
pub use members::{members, waiting_heads};
pub(crate) use membership::end_over;
pub(in crate::app) use membership::leave;
pub use membership::{confirm, end};
pub use password::{change, grant_resets, reset, wish_reset};
pub use person::{Entry, Newcomer, enter, set_standing, sign_out_everywhere};
pub use session::{Denied, Pair, refresh, sign_in, sign_out, sign_out_of};

/// A decision, unless it was made by an earlier version than there is. Whoever may not decide is told that and no more, and
/// what is stale is told before what the decision found.
fn fresh<T>(decided: Result<T, Rejected>, version: i32, expected: Option<i32>) -> Result<T, Rejected> {
    match decided {
        Err(no) if no.rule == Rule::NotAllowed => Err(no),
        _ if expected.is_some_and(|expected| expected != version) => Err(Rule::VersionStale.into()),
        decided => decided,
    }
}
