//! People, memberships, invitations, sign-ins: their tables.

pub mod data_export;
pub mod employment;
pub mod erasure;
pub mod external_identity;
pub mod invitation;
pub mod letter;
pub mod membership;
pub mod notification;
pub mod password_reset;
pub mod person;
pub mod retention;
pub mod session;
pub mod standing;
pub mod telling;
