//! Use cases of people: getting in, taking up a role, laying it down, proving who one is.

mod attempts;
mod foreigner;
mod invitation;
mod letter;
mod members;
mod membership;
mod password;
mod person;
mod session;

pub use foreigner::recognise;
pub use invitation::{Acceptance, accept, invite, revoke};
pub use members::{members, waiting_heads};
pub use membership::{confirm, end, grant};
pub use password::{change, grant_resets, reset, wish_reset};
pub use person::{Newcomer, enter, set_standing, sign_out_everywhere};
pub use session::{Denied, Pair, refresh, sign_in, sign_out, sign_out_of};
